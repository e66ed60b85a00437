"""The names under which texts hand things on, read off their bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_GIVEN = re.compile(rb"[ \t]*(\w+)")
_ASSIGNED = re.compile(rb"[ \t]*(\w+)[ \t]*(?::[^=]*)?=[ \t]*(?:[\w.]*\.)?")


def renamed(names: Iterable[str], given: Callable[[frozenset[bytes]], Iterable[bytes]]) -> frozenset[str]:
    """Names, and those that any text gives to them: `name as other`, `other = a.name`.

    More than those may be among them. `given` are the names that all texts give to some (`names_given_to`).
    """
    known: frozenset[bytes] = frozenset()
    fresh = frozenset(name.encode() for name in names)
    while fresh:
        known |= fresh
        fresh = frozenset(given(fresh)) - known
    return frozenset(name.decode() for name in known)


def ways_to_rename(name: bytes) -> tuple[bytes, ...]:
    """Stretches of text, one of which is in every text that gives another name to something of this name.

    They are `name as`, and the ends of lines that end in the name, so that short names cost little.
    """
    return name + b" as ", name + b"\n", name + b"\r\n"


def names_given_to(names: Iterable[bytes], data: bytes) -> tuple[bytes, ...] | None:
    """The names that a text gives to something of one of these names, None when there are none."""
    return tuple(sorted({given for name in names if name in data for given in _names_given_to(name, data)})) or None


def _names_given_to(name: bytes, data: bytes) -> Iterable[bytes]:
    for sought in ways_to_rename(name):
        place = data.find(sought)
        while place >= 0:
            if sought.endswith(b" as "):
                given = _GIVEN.match(data, place + len(sought))
            else:
                given = _ASSIGNED.fullmatch(data, data.rfind(b"\n", 0, place) + 1, place)
            if given and not data[place - 1 : place].isalnum():
                yield given[1]
            place = data.find(sought, place + 1)
