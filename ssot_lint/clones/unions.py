"""Sets of things that belong together, made by saying of two at a time that they do."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing", bound=Hashable)


class Unions(Generic[_Thing]):
    """Each thing is alone until it is joined with another one."""

    def __init__(self) -> None:
        self._leader: dict[_Thing, _Thing] = {}

    def leader(self, one: _Thing) -> _Thing:
        """The same for all that belong together."""
        while self._leader.setdefault(one, one) != one:
            self._leader[one] = self._leader[self._leader[one]]
            one = self._leader[one]
        return one

    def join(self, one: _Thing, other: _Thing) -> None:
        """Put two together; the leader of `other` leads both."""
        self._leader[self.leader(one)] = self.leader(other)
