"""The text that an expression makes of strings and constants alone: `f"{MODULE}.x"`, `BASE + ".x"`.

It is read off the text, so that whoever has no tree comes to the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice, product

_STRING = r"""(?:[rRuUfF]|[rR][fF]|[fF][rR])?+(?:"[^"\\\n]*+"|'[^'\\\n]*+')"""
_NAME = r"[^\W\d]\w*+"
_GAP = r"(?:[\s+]|#[^\n]{0,1000}+\n)*+"
#: Strings and names that follow each other, perhaps with `+` between them.
PIECES = rf"(?:{_STRING}|{_NAME})(?:{_GAP}(?:{_STRING}|{_NAME}))*+"
#: The same, where a line that ends ends them.
LINE_PIECES = rf"(?:{_STRING}|{_NAME})(?:[ \t\f+]*+(?:{_STRING}|{_NAME}))*+"
#: The longest annotation of a constant, in characters.
MOST_OF_AN_ANNOTATION = 60
_PIECES = re.compile(PIECES)
_PIECE = re.compile(
    rf"""#[^\n]*|(?P<prefix>[rRuUfF]{{0,2}})(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)')|(?P<name>{_NAME})"""
)
_DOTTED = re.compile(rf"\.*+{_NAME}(?:\.{_NAME})*+(?::{_NAME}(?:\.{_NAME})*+)?+")
_FIELD = re.compile(r"\{([^\W\d]\w*)\}")
_MOST_VALUES = 100
_MOST_NAMES = 4  # that lead from one to the next
#: Stands for more values than are looked at.
TOO_MANY = "?"


class Constants:
    """What names stand for. `assigned` gives the texts of the values that a name is given."""

    def __init__(self, assigned: Callable[[str], Iterable[str]]) -> None:
        self._assigned = assigned
        self._known: dict[tuple[str, int], tuple[str, ...]] = {}

    def values(self, text: str, hops: int = _MOST_NAMES) -> tuple[str, ...]:
        """What an expression may be, by its text; () when it is not made of strings and constants alone."""
        if not _PIECES.fullmatch(text):
            return ()
        return _joined([self._values_of(piece, hops) for piece in _PIECE.finditer(text) if piece[0][0] != "#"])

    def _values_of(self, piece: re.Match[str], hops: int) -> tuple[str, ...]:
        if piece["name"]:
            return self._named(piece["name"], hops)
        text = piece["double"] if piece["single"] is None else piece["single"]
        if "f" not in piece["prefix"].lower():
            return (text,)
        parts = _FIELD.split(text)
        if any("{" in part or "}" in part for part in parts[::2]):
            return ()
        return _joined([self._named(part, hops) if number % 2 else (part,) for number, part in enumerate(parts)])

    def _named(self, name: str, hops: int) -> tuple[str, ...]:
        key = (name, hops)
        if key not in self._known:
            found = {value for text in self._assigned(name) for value in self.values(text, hops - 1)} if hops else ()
            self._known[key] = _few(sorted(found))
        return self._known[key]


def _joined(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    return _few(["".join(one) for one in islice(product(*parts), _MOST_VALUES + 1)])


def _few(values: list[str]) -> tuple[str, ...]:
    return (TOO_MANY,) if len(values) > _MOST_VALUES else tuple(values)


def dotted_of(text: str) -> str:
    """The dotted name that a string is, `a.b:c` too, "" when it is none or has only one part.

    Dots before it are those of a relative import.
    """
    is_dotted = ("." in text or ":" in text) and _DOTTED.fullmatch(text)
    return text.replace(":", ".") if is_dotted else ""
