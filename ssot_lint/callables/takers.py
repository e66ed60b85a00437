"""The names without which no call can reach a parameter.

Whoever passes it by keyword names the parameter itself. Whoever passes it by position names a
function, method or class that has it, a class that inherits such a constructor, or another
name under which a module hands one of these on.

All this is read off the text, since hundreds of files can name a parameter and parsing them
takes seconds: more names than those may be among them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from functools import cached_property

from ssot_lint.repo.index import Index
from ssot_lint.source.needles import Needles

#: Methods that are called under the name of their class.
_BY_CLASS = frozenset({"__init__", "__new__", "__call__"})
_GAP = r"[ \t\\\r\n]"
_DEFINITION = re.compile(rf"^([ \t]*)(?:async{_GAP}+)?(def|class){_GAP}+(\w+)", re.M)
_HEADER_END = re.compile(r"\)\s*(?:->[^\n]*)?:[ \t]*$", re.M)
_COMMENT = re.compile(r"#.*")
_BASES = re.compile(r"[^(:]*\((.*?)\)\s*:", re.S)
_RENAMED = re.compile(rf"\b(\w+){_GAP}+as{_GAP}+(\w+)")
_ASSIGNED = re.compile(r"^[ \t]*(\w[\w., \t]*?)[ \t]*(?::[^=\n]*)?=(?!=)[\s(\\]*(.*)", re.M)
_NOT_CALLED = re.compile(r"\b(\w+)\b(?!\s*\()")
_WORD = re.compile(r"\w+")
_NO_WORD = bytes(code if chr(code).isalnum() and code < 128 or code == ord("_") else ord(" ") for code in range(256))


class Takers:
    """The names of all that takes one parameter, and of what they are handed on as."""

    def __init__(self, argument: str, index: Index) -> None:
        self.words = frozenset({argument, *_closed(argument, index)})
        self.needles = Needles(self.words)

    @classmethod
    def of(cls, argument: str, index: Index) -> Takers:
        return index.memo(("callables.takers", argument), lambda: cls(argument, index))


class _Text:
    """The text of a file, and where definitions begin in it."""

    def __init__(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        self.text = text if text.isascii() else unicodedata.normalize("NFKC", text)

    @cached_property
    def definitions(self) -> list[re.Match[str]]:
        return list(_DEFINITION.finditer(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start() for one in self.definitions]

    def definition_before(self, place: int) -> re.Match[str] | None:
        at = bisect(self._starts, place) - 1
        return self.definitions[at] if at >= 0 else None

    def class_around(self, place: int, indent: str) -> re.Match[str] | None:
        """The nearest class above that is less indented."""
        for one in reversed(self.definitions[: bisect(self._starts, place)]):
            if one[2] == "class" and _width(one[1]) < _width(indent):
                return one
        return None


def _width(indent: str) -> int:
    return len(indent.expandtabs())


def _closed(argument: str, index: Index) -> set[str]:
    """The names that take the parameter or lead to one that does, by whatever number of steps."""
    words: set[str] = set()
    for path in _mentioning({argument}, index):
        words.update(_taking(_Text(index.read(path)), argument))
    fresh = words
    while fresh:
        found: set[str] = set()
        for path in _mentioning(fresh, index):
            found.update(_handing_on(_Text(index.read(path)), fresh))
        fresh = found - words
        words = words | fresh
    return words


def _mentioning(words: set[str], index: Index) -> Iterator[str]:
    """The files that contain one of many words, however many there are."""
    asked = frozenset(word.encode() for word in words)
    needles = Needles(words)
    for path in index.python_paths:
        data = index.read(path)
        if not asked.isdisjoint(data.translate(_NO_WORD).split()) or not data.isascii():
            if needles.found_in(data, path):
                yield path


def _taking(text: _Text, argument: str) -> Iterator[str]:
    """The names of what has the parameter, as far as its text tells."""
    for found in re.finditer(rf"\b{re.escape(argument)}\b", text.text):
        before = text.definition_before(found.start())
        if before is None:
            continue
        if before[2] == "def" and not _has_ended(text.text[before.end() : found.start()]):
            holder = text.class_around(before.start(), before[1]) if before[3] in _BY_CLASS else None
            yield holder[3] if holder else before[3]
        start = text.text.rfind("\n", 0, found.start()) + 1
        indent = text.text[start : found.start()]
        if indent.isspace() and text.text[found.end() :].lstrip(" \t\\").startswith(":"):
            holder = text.class_around(found.start(), indent)  # a field of a dataclass
            if holder:
                yield holder[3]


def _has_ended(header: str) -> bool:
    """Whether the parameters of a function end in a text that begins with them."""
    return _HEADER_END.search(_COMMENT.sub("", header)) is not None


def _handing_on(text: _Text, words: set[str]) -> Iterator[str]:
    """The names under which one of the words can be called too."""
    for name, other in _RENAMED.findall(text.text):
        if name in words:
            yield other
    for names, value in _ASSIGNED.findall(text.text):
        if not words.isdisjoint(_NOT_CALLED.findall(value)):
            yield from _WORD.findall(names)
    for one in text.definitions:
        bases = _BASES.match(text.text, one.end()) if one[2] == "class" else None
        if bases and not words.isdisjoint(_WORD.findall(bases[1])):
            yield one[3]
