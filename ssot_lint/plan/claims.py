"""What a consolidation plan says, one claim at a time, before anybody asks which concept it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Claim(NamedTuple):
    """One thing that a plan says of files and classes.

    `act` is keep, delete, gone (deleted, or else banned), ban, move, facade, only, argument,
    log, deprecation, emit or isolated; or home, imported, describe, twins and one, which decide
    nothing, but tell where a class is, which file is there, and what items below are about. `places`
    are paths and dotted modules as written, `names` classes and functions, `use` what stands
    in for them. `group` is the same for what was said together, "" for running text.
    `around` is the text that stands around it, near to far. `values` has what is neither;
    `loose` in it tells that places and names stand beside each other, and not for `place:name`.
    """

    act: str
    line: int
    section: int
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    use: str = ""
    reason: str = ""
    group: str = ""
    around: tuple[str, ...] = ()
    values: Mapping[str, object] = {}


class Note(NamedTuple):
    """Something to tell about a line of the plan; `kind` is read, not used, unreadable or contradiction."""

    line: int
    kind: str
    text: str


class Reading(NamedTuple):
    """What some part of a plan gave."""

    claims: tuple[Claim, ...] = ()
    notes: tuple[Note, ...] = ()


def shorten(text: str) -> str:
    """The text on one line and not too long, for a note."""
    text = " ".join(text.split())
    return text if len(text) <= 70 else f"{text[:67]}..."
