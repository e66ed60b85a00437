"""The paths of all files, to look for some among them: they are tens of thousands, and are looked through often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property


class PathList:
    """Some paths, in order."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths

    def __contains__(self, path: str) -> bool:
        return path in self._all

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(self._paths)

    @cached_property
    def _text(self) -> str:
        return "\0".join(("", *self._paths, ""))

    def having(self, stretches: Iterable[str]) -> list[str]:
        """Those that contain one of some stretches of text, which are not empty."""
        text = self._text
        found = set()
        for stretch in stretches:
            place = text.find(stretch)
            while place >= 0:
                end = text.index("\0", place)
                found.add(text[text.rindex("\0", 0, place) + 1 : end])
                place = text.find(stretch, end)
        return sorted(found)

    def named(self, name: str) -> list[str]:
        """Those of files of a name, in whatever folder."""
        return [path for path in self.having((name,)) if path.rpartition("/")[2] == name]
