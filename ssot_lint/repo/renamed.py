"""The names under which texts hand things on, read off their bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_GIVEN = re.compile(rb"[ \t]*(\w+)")
_ASSIGNED = re.compile(rb"[ \t]*(\w+)[ \t]*(?::[^=]*)?=[ \t]*(?:[\w.]*\.)?")


def renamed(names: Iterable[str], given: Callable[[bytes], Iterable[bytes]]) -> frozenset[str]:
    """Names, and those that any text gives to them: `name as other`, `other = a.name`.

    More than those may be among them. `given` are the names that all texts give to one (`names_given_to`).
    """
    known: set[bytes] = set()
    fresh = {name.encode() for name in names}
    while fresh:
        known |= fresh
        fresh = {other for name in fresh for other in given(name)} - known
    return frozenset(name.decode() for name in known)


def names_given_to(name: bytes, texts: Iterable[bytes]) -> frozenset[bytes]:
    """The names that texts give to something of this name."""
    return frozenset(given for data in texts if name in data for given in _names_given_to(name, data))


def _names_given_to(name: bytes, data: bytes) -> Iterable[bytes]:
    """The names that a text gives to something of this name.

    Looks for `name as` and for lines that end in the name, so that short names cost little.
    """
    for sought in (name + b" as ", name + b"\n", name + b"\r\n"):
        place = data.find(sought)
        while place >= 0:
            if sought.endswith(b" as "):
                given = _GIVEN.match(data, place + len(sought))
            else:
                given = _ASSIGNED.fullmatch(data, data.rfind(b"\n", 0, place) + 1, place)
            if given and not data[place - 1 : place].isalnum():
                yield given[1]
            place = data.find(sought, place + 1)
