"""Whether a text hands on anything under another name, read off its bytes: few do, and only those are parsed for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ssot_lint.source.needles import Needles
from ssot_lint.source.spelling import NAME_BYTES, is_opaque, places_of

_AS = re.compile(rb"(?:[\s\\)]|#[^\n]*+)*+as\b")  # possessive: comments may have many hashes and blanks
_FROM = re.compile(rb"(?:[\s\\]*+\.[\s\\]*+\w++)*+[\s\\]++import\b")
_WHOLE = re.compile(rb"(?:[\s\\]*+\.[\s\\]*+\w++)*+[ \t\f]*+(?:$|[\r\n#;,)\]\\])")
_ONGOING = b"([,=\\."
_MOST_LINES = 40  # of one statement


def may_hand_on(data: bytes, needles: Needles) -> bool:
    """Whether a text may hand on what is looked for under another name than it has, or what a module of that name has.

    It must say `name as`, `from name import`, or stand as a whole on the right of an assignment.
    """
    if not data.isascii() or is_opaque(data):
        return True
    words = (word for word in (*needles.words, *needles.parts) if word.isascii())
    return any(_is_handed_on(data, place, end) for word in words for place, end in _words(data, word.encode())) or any(
        _is_handed_on(data, *_around(data, place))
        for fragment in needles.fragments
        for place in places_of(fragment.encode(), data)
    )


def _is_handed_on(data: bytes, place: int, end: int) -> bool:
    if _AS.match(data, end) or _FROM.match(data, end):
        return True
    return _WHOLE.match(data, end) is not None and _is_assigned(data, place)


def _is_assigned(data: bytes, place: int) -> bool:
    """Whether there is an equals sign before a place, in its line or in those that it goes on from."""
    is_attribute = False  # of what the lines before it name
    for _ in range(_MOST_LINES):
        start = data.rfind(b"\n", 0, place) + 1
        line = data[start:place].partition(b"#")[0].strip()
        if b"=" in line:
            return True
        is_attribute = line[:1] == b"." or (is_attribute and not line)
        place = start - 1
        if place < 0:
            return False
        before = data[data.rfind(b"\n", 0, place) + 1 : place].partition(b"#")[0].rstrip()
        if before and before[-1] not in _ONGOING and not is_attribute:
            return False
    return True


def _words(data: bytes, word: bytes) -> Iterator[tuple[int, int]]:
    for place in places_of(word, data):
        if _around(data, place) == (place, place + len(word)):
            yield place, place + len(word)


def _around(data: bytes, place: int) -> tuple[int, int]:
    """The word that a place is in."""
    start = end = place
    while start > 0 and data[start - 1] in NAME_BYTES:
        start -= 1
    while end < len(data) and data[end] in NAME_BYTES:
        end += 1
    return start, end


# -- imports that are written plainly

_PLAIN_IMPORT = re.compile(
    rb"^from[ \t]++(\.*+)((?:\w++\.)*+\w*+)[ \t]++import[ \t]++(?:\(([\w\s,]*+)\)[ \t]*+|([\w \t,]++))(?:#[^\n]*+)?$",
    re.M,
)
_NAMED = re.compile(r"\s*(\w+)(?:\s+as\s+(\w+))?\s*")


class Named(NamedTuple):
    """A name of `from module import name`, and what the file calls it; `level` dots stand before the module."""

    level: int
    module: str
    name: str
    bound: str


def plain_imports(data: bytes) -> tuple[list[Named], bytes]:
    """The names of the imports in a text that its bytes tell as surely as its tree, and the text without these.

    They stand at the start of a line, and in strings too.
    """
    found: list[Named] = []

    def taken(match: re.Match[bytes]) -> bytes:
        dots, module, bracketed, listed = match.groups()
        names = (bracketed or listed or b"").decode().rstrip().removesuffix(",").split(",")
        told = [_NAMED.fullmatch(name) for name in names]
        if not all(told):
            return match[0]
        found.extend(Named(len(dots), module.decode(), one[1], one[2] or one[1]) for one in told if one)
        return b""

    return found, _PLAIN_IMPORT.sub(taken, data)


# -- whether a text means another module of the same last name


def without_imports_from(name: bytes, is_elsewhere: Callable[[int, str], bool], data: bytes) -> bytes:
    """A text without the modules of a name from which it imports, where `is_elsewhere` of their dots and names."""

    def kept(found: re.Match[bytes]) -> bytes:
        return b"from " if is_elsewhere(len(found[1]), found[2].decode()) else found[0]

    return re.sub(rb"(?<![\w.])from[ \t]+(\.*)((?:\w+\.)*%b(?:\.\w+)*)[ \t]+(?=import\b)" % name, kept, data)
