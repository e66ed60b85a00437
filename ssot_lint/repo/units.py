"""The larger classes and functions of a file, read off its bytes: their names, and words of them.

Whatever is compared with everything else must be small, and be had without parsing. What a class
calls and the attributes that it uses are words that a copy of it keeps: few classes share a rare one.

A unit is looked at as text. Outside of units, a string that has unindented lines may look like one:
whoever finds two that are alike parses both.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable, Iterator
from sys import intern
from typing import NamedTuple

from ssot_lint.model import FEWEST_MEMBERS


class Unit(NamedTuple):
    """A class or function at module level, as text: `body` is all that follows the name, which is at `offset`."""

    is_class: bool
    name: str
    offset: int
    body: bytes


class Head(NamedTuple):
    """What is told of a unit, each as one text: names with commas, words with blanks between them."""

    is_class: bool
    name: str
    bases: str
    methods: str
    words: str

    @property
    def rest(self) -> tuple[str, str, str]:
        """What a copy under another name has too, if nothing else is changed."""
        return self[2:]


class Outline(NamedTuple):
    """What of a unit is compared with all others.

    `bases` are the last names of what a class extends, `methods` the names that it defines, each
    once. Names of methods are words too, if they tell something.
    """

    is_class: bool
    name: str
    bases: tuple[str, ...]
    methods: tuple[str, ...]
    words: frozenset[str]


FEWEST_LINES = 20  # of a function

_INDENTED = rb"[^\n]*+(?:\n(?=[ \t\f)\]}#\n])[^\n]*+)*+"  # and the line before
_UNIT = re.compile(
    rb"\n(?=[acd])(?:(class)|(?:async[ \t]++)?+def)[ \t]++([0-9A-Za-z_\x80-\xff]++)(" + _INDENTED + rb")"
)
_REST = re.compile(_INDENTED)
_IN_QUOTES = rb"QQQ(?:[^Q\\]++|\\.|Q(?!QQ))*+(QQQ)?|Q(?:[^Q\\\n]++|\\.)*+Q?"
#: Strings and comments; of a string in three quotes, whether it has an end.
_STRING = re.compile(b"|".join((rb"#[^\n]*+", _IN_QUOTES.replace(b"Q", b'"'), _IN_QUOTES.replace(b"Q", b"'"))), re.S)
_METHOD = re.compile(rb"\n[ \t]++(?:async[ \t]++)?+def[ \t]++([0-9A-Za-z_\x80-\xff]++)")
_PLAIN_BASES = re.compile(rb"\(([0-9A-Za-z_.\x80-\xff, \t\n]*+)\)")
_BASES = re.compile(rb"[ \t]*+(?:\[[^]]*+\])?+[ \t]*+\(([^()]*+)\)")
_PARAMETERS = re.compile(rb"\[[^][]*+(?:\[[^][]*+\][^][]*+)*+\]|#[^\n]*+")
_BASE = re.compile(rb"[0-9A-Za-z_.\x80-\xff]++(?=[ \t\n]*+(?:,|$))")
_GENERATED = re.compile(
    rb"(?im)^#[^\n]*(?:do not (?:edit|modify)|@generated|(?:auto-?|automatically )generated|"
    rb"generated (?:by|from|with)\b)"
)
_HEAD = 600  # bytes in which a file says that a program has written it
#: As a sentence of its own, also in a docstring and behind a licence.
_SAID_GENERATED = re.compile(
    rb"(?m)^[\t #\"']*+(?:NOTE: )?+(?:"
    rb"This (?:file|code|module|class) (?:is|was|has been) (?:auto[- ]?|automatically )?+generated\b|"
    rb"(?:Auto[- ]?|Automatically )generated\b|Generated (?:by|from|with)\b|Generated code\b|"
    rb"DO NOT EDIT\b|Do not edit (?:(?:the|this) (?:class|file|module) )?+(?:manually|by hand)\b)"
)
_HEAD_WITH_LICENCE = 1500  # bytes
_LONG_HEAD = 500  # bytes in which the bases of a class are
_SHORTEST = 5  # bytes of a word with its dot or parenthesis
_SHORT_NAME = _SHORTEST - 2
_ATTRIBUTE = re.compile(rb"\.([0-9A-Za-z_\x80-\xff]{%d,}+)" % (_SHORTEST - 1))
#: What is called, but for the attributes that the other one finds.
_CALL_BACKWARDS = re.compile(
    rb"\(([0-9A-Za-z_\x80-\xff]{%d}(?=\.)|[0-9A-Za-z_\x80-\xff]{%d,}+(?!\.))" % (_SHORT_NAME, _SHORT_NAME + 1)
)
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
    if _is_generated(text[:_HEAD_WITH_LICENCE]):
        return ""
    lines = []
    for is_class, name, _, body, methods in _units(text):
        words = sorted(words_of(body).difference(methods))
        bases = [base.rpartition(b".")[2] for base in bases_in(body)] if is_class else []
        lines.append(b" ".join((b"class" if is_class else b"def", name, b",".join(bases), b",".join(methods), *words)))
    return b"\n".join(lines).decode("utf-8", "replace")


def _is_generated(head: bytes) -> bool:
    lowered = head.lower()
    if b"generated" not in lowered and b"do not" not in lowered:
        return False
    return (_GENERATED.search(head, 0, _HEAD) or _SAID_GENERATED.search(head)) is not None


def heads(units: str) -> Iterator[Head]:
    """What `units_of` wrote, read as far as all of it is needed."""
    for line in units.split("\n") if units else ():
        kind, name, bases, methods, *words = line.split(" ", 4)
        yield Head(kind == "class", name, bases, methods, *words or ("",))


def outline(head: Head) -> Outline:
    """All that is told of a unit. A word is one object wherever it is: to find it in a set is quicker then."""
    methods = names_in(head.methods)
    words = (*(head.words.split(" ") if head.words else ()), *telling_names(methods))
    return Outline(head.is_class, head.name, names_in(head.bases), methods, frozenset(map(intern, words)))


def names_in(names: str) -> tuple[str, ...]:
    """The names of a `Head`."""
    return tuple(names.split(",")) if names else ()


def telling_names(methods: Iterable[str]) -> list[str]:
    """The names of methods that are words: those that classes of every kind have are none."""
    return [method for method in methods if len(method) > _SHORT_NAME and method not in _USUAL_NAMES]


def unit_in(text: bytes, name: str) -> Unit | None:
    """The first larger class or function of a name in a text that begins with a line feed."""
    wanted = name.encode()
    for is_class, found, offset, body, _ in _units(text):
        if found == wanted:
            return Unit(is_class, name, offset, body)
    return None


def _units(text: bytes) -> Iterator[tuple[bool, bytes, int, bytes, Iterable[bytes]]]:
    """Of each unit whether it is a class, its name and where that is, its text behind that, and its methods."""
    end = 0
    while (match := _UNIT.search(text, end)) is not None:
        keyword, name, body = match.groups()
        end = match.end()
        if body.count(b'"""') % 2 or body.count(b"'''") % 2:
            end = _end_of(text, match.start(3), end)
            body = text[match.start(3) : end]
        if keyword is None:
            if _is_long(body):
                yield False, name, match.start(2), body, dict.fromkeys(_METHOD.findall(body))
        elif body.count(b"def") >= FEWEST_MEMBERS:
            methods = _METHOD.findall(body)
            if len(methods) >= FEWEST_MEMBERS:
                yield True, name, match.start(2), body, dict.fromkeys(methods)


def _end_of(text: bytes, start: int, end: int) -> int:
    """Where a unit ends that seems to end within a string: text may have no indentation."""
    for string in _STRING.finditer(text, start):
        if string.start() >= end:
            break
        if string.end() > end and any(string.groups()):
            rest = _REST.match(text, string.end())
            end = rest.end() if rest else end
    return end


def _is_long(body: bytes) -> bool:
    """Whether a function has enough lines, without the blank ones and comments that follow it."""
    lines, end = body.count(b"\n") + 1, len(body)
    while lines >= FEWEST_LINES:
        start = body.rfind(b"\n", 0, end) + 1
        if body[start:end].lstrip()[:1] not in (b"", b"#"):
            return True
        lines, end = lines - 1, start - 1
    return False


def bases_in(body: bytes) -> list[bytes]:
    """What a class extends, as it is written, as far as that is names; keywords are left out."""
    if body[:1] == b":":
        return []
    plain = _PLAIN_BASES.match(body, 0, _LONG_HEAD)
    if plain is not None:
        return _BASE.findall(plain[1])
    found = _BASES.match(_PARAMETERS.sub(b"", body[:_LONG_HEAD]))
    if found is None:
        return []
    return [base for part in found[1].split(b",") if b"=" not in part for base in _BASE.findall(part)]


def words_of(body: bytes) -> frozenset[bytes]:
    """The names in a text that are called, and those of attributes of other things than `self`."""
    text = body.replace(b"self.", b" ").replace(b"cls.", b" ")
    words = {word[::-1] for word in {*_CALL_BACKWARDS.findall(text[::-1])}}
    words.update(_ATTRIBUTE.findall(text))
    return frozenset(words - _USUAL)
