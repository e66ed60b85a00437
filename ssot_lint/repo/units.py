"""The larger classes and functions of a file, read off its bytes: their names, and words of them.

Whatever is compared with everything else must be small, and be had without parsing. What a class
calls and the attributes that it uses are words that a copy of it keeps: few classes share a rare one.

A unit is looked at as text. A string that has unindented lines may end one too soon, or look like
one: whoever finds two that are alike parses both.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.model import FEWEST_MEMBERS


class Unit(NamedTuple):
    """A class or function at module level, as text: `body` is all that follows the name, which is at `offset`."""

    is_class: bool
    name: str
    offset: int
    body: bytes


class Outline(NamedTuple):
    """What of a unit is compared with all others.

    `bases` are the last names of what a class extends, `methods` the names that it defines.
    """

    is_class: bool
    name: str
    bases: tuple[str, ...]
    methods: tuple[str, ...]
    words: frozenset[str]


FEWEST_LINES = 20  # of a function

_UNIT = re.compile(
    rb"\n(?=[acd])(?:(class)|(?:async[ \t]++)?+def)[ \t]++([0-9A-Za-z_\x80-\xff]++)"
    rb"([^\n]*+(?:\n(?=[ \t\f)\]}#\n])[^\n]*+)*+)"
)
_METHOD = re.compile(rb"\n[ \t]++(?:async[ \t]++)?+def[ \t]++([0-9A-Za-z_\x80-\xff]++)")
_BASES = re.compile(rb"[ \t]*+(?:\[[^]]*+\])?+[ \t]*+\(([^()]*+)\)")
_PARAMETERS = re.compile(rb"\[[^][]*+(?:\[[^][]*+\][^][]*+)*+\]|#[^\n]*+")
_BASE = re.compile(rb"[0-9A-Za-z_.\x80-\xff]++(?=[ \t\n]*+(?:,|$))")
_GENERATED = re.compile(
    rb"(?im)^#[^\n]*(?:do not (?:edit|modify)|@generated|(?:auto-?|automatically )generated|"
    rb"generated (?:by|from|with)\b)"
)
_HEAD = 600  # bytes in which a file says that a program has written it
_LONG_HEAD = 500  # bytes in which the bases of a class are
_SHORTEST = 5  # bytes of a word with its dot or parenthesis
_DOT, _PARENTHESIS = b".("
_APART = bytes(code if chr(code).isalnum() or code in b"_.(" or code > 127 else 32 for code in range(256))
_SHORT_NAME = _SHORTEST - 2
#: Words that are in classes of every kind.
_USUAL_NAMES = frozenset(
    (
        *keyword.kwlist,
        *dir(builtins),
        *(name for kind in (str, list, dict, set, object) for name in dir(kind)),
        *("__init__", "__call__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__post_init__", "__set_name__"),
        *("debug", "info", "warning", "error", "critical", "exception", "getLogger", "logger", "logging"),
        *("args", "data", "name", "path", "typing", "value", "group", "read", "write", "close", "send", "self"),
    )
)
_USUAL = frozenset(word.encode() for word in _USUAL_NAMES)


def units_of(text: bytes) -> str:
    """The units of a text that begins with a line feed, one a line: `class` or `def`, name, bases, methods, words."""
    if _GENERATED.search(text, 0, _HEAD):
        return ""
    lines = []
    for is_class, name, _, body in _units(text):
        methods = dict.fromkeys(_METHOD.findall(body))
        words = sorted(words_of(body).difference(methods))
        bases = [base.rpartition(b".")[2] for base in bases_in(body)] if is_class else []
        lines.append(b" ".join((b"class" if is_class else b"def", name, b",".join(bases), b",".join(methods), *words)))
    return b"\n".join(lines).decode("utf-8", "replace")


def outlines(units: str) -> Iterator[Outline]:
    """What `units_of` wrote, read."""
    for line in units.split("\n") if units else ():
        kind, name, bases, methods, *words = line.split(" ")
        own = tuple(methods.split(",")) if methods else ()
        telling = [method for method in own if len(method) > _SHORT_NAME and method not in _USUAL_NAMES]
        yield Outline(
            kind == "class", name, tuple(bases.split(",")) if bases else (), own, frozenset((*words, *telling))
        )


def unit_in(text: bytes, name: str) -> Unit | None:
    """The first larger class or function of a name in a text that begins with a line feed."""
    wanted = name.encode()
    for is_class, found, offset, body in _units(text):
        if found == wanted:
            return Unit(is_class, name, offset, body)
    return None


def _units(text: bytes) -> Iterator[tuple[bool, bytes, int, bytes]]:
    for match in _UNIT.finditer(text):
        body = match[3]
        is_class = match[1] is not None
        if len(_METHOD.findall(body)) >= FEWEST_MEMBERS if is_class else _is_long(body):
            yield is_class, match[2], match.start(2), body


def _is_long(body: bytes) -> bool:
    """Whether a function has enough lines, without the blank ones and comments that follow it."""
    if body.count(b"\n") < FEWEST_LINES - 1:
        return False
    lines = body.split(b"\n")
    while len(lines) > 1 and lines[-1].lstrip()[:1] in (b"", b"#"):
        lines.pop()
    return len(lines) >= FEWEST_LINES


def bases_in(body: bytes) -> list[bytes]:
    """What a class extends, as it is written, as far as that is names; keywords are left out."""
    found = _BASES.match(_PARAMETERS.sub(b"", body[:_LONG_HEAD]))
    if found is None:
        return []
    return [base for part in found[1].split(b",") if b"=" not in part for base in _BASE.findall(part)]


def words_of(body: bytes) -> frozenset[bytes]:
    """The names in a text that are called, and those of attributes of other things than `self`."""
    text = body.replace(b"self.", b" ").replace(b"cls.", b" ").replace(b"(", b"( ").replace(b".", b" .")
    words = set(text.translate(_APART).split())
    telling = [
        word.strip(b".(") for word in words if len(word) >= _SHORTEST and (word[0] == _DOT or word[-1] == _PARENTHESIS)
    ]
    return frozenset(telling) - _USUAL
