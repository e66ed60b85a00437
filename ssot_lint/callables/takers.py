"""The names without which no call can reach a parameter.

Whoever passes it by keyword names the parameter itself. Whoever passes it by position names a
function, method or class that has it, a class that inherits such a constructor, or another
name under which a module hands one of these on.

Hundreds of files can name a parameter, and parsing them takes seconds. So definitions are read
off the text (names that have not the parameter may be among them), and only what looks as if
it handed one of the names on is parsed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from functools import cached_property, partial

from ssot_lint.repo import kept_shapes
from ssot_lint.repo.by_file import of_files
from ssot_lint.repo.digest import digest_of
from ssot_lint.repo.facts import Facts
from ssot_lint.repo.index import Index
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.repo.trails import Known
from ssot_lint.source.chains import is_in_name
from ssot_lint.source.needles import Needles
from ssot_lint.source.spelling import is_opaque

#: Methods that are called under the name of their class.
_BY_CLASS = frozenset({"__init__", "__new__", "__call__"})
_PAIRS = kept_shapes.list_of(kept_shapes.row(kept_shapes.text, kept_shapes.text))
_BY_FIELD = "a field"  # and not by a function
_GAPS = " \t\\\r\n"
_GAP = r"[ \t\\\r\n]"
# What begins with a letter or a line feed is found more quickly than what begins at a place (`^`, `\b`).
_DEFINITION = re.compile(rf"\n([ \t]*)(?=[acd])(?:async{_GAP}+)?(def|class){_GAP}+(\w+)")
_HEADER_END = re.compile(r"\)\s*(?:->[^\n]*)?:[ \t]*(?:#[^\n]*)?$", re.M)
_BASES = re.compile(r"\s*(?:\[[^\n]*?\])?\s*\((.*?)\)\s*:", re.S)
_AS = re.compile(rf"as(?={_GAP}+(\w+))")
_ASSIGNED = re.compile(
    r"\n[ \t]*(\w[\w, \t=]{0,300}?)(?::[^=\n]*)?=[\s(\\]*([\w. \t,]{1,300})[)\\]?[ \t]*(?=[;#\n]|\Z)"
)
#: A field of a class becomes a parameter by one of these.
_MAKES_FIELDS = re.compile(r"\b(?:dataclass|define|frozen|mutable|NamedTuple)\b")
_WORD = re.compile(r"\w+")
#: A call that is given nothing, or one plain text.
_HARMLESS = re.compile(rb"""\w++\(\s*+(?:"[^"\\\n]*+"|'[^'\\\n]*+')?\s*+\)(?!\s*\()""")


class Takers:
    """The names of all that takes one parameter, and of what they are handed on as."""

    def __init__(self, argument: str, index: Index) -> None:
        self.argument = argument
        self._index = index
        self._paths: dict[str, set[str]] = {}
        self._positions: Known[str, frozenset[int]] = Known(index.trails, lambda name: frozenset(self._slots(name)))
        with index.trails.followed():  # it is found out in every run
            constructed, self._by_call = self._find_definitions()
            self._others = _closed({*self._paths, *constructed}, self._by_call, index) | constructed
        self.words = frozenset({argument, *self._paths, *self._others})
        index.trails.rely_on(f"takers of {argument}", self._by_call)
        index.trails.rely_on_words(f"takers of {argument}", {word: str(word in self._others) for word in self.words})
        self._by_position = Needles({*self._paths, *self._others})
        word = re.escape(argument).encode()
        self._by_keyword = re.compile(rb"%b(?<!\w%b)(?:[\s\\]|#[^\n]*)*+=(?!=)" % (word, word))

    @classmethod
    def of(cls, argument: str, index: Index) -> Takers:
        return index.memo(("callables.takers", argument), lambda: cls(argument, index))

    def _find_definitions(self) -> tuple[set[str], bool]:
        """Fill in the files by the names; the classes that get it as a field, and whether any by `__call__`."""
        constructed: set[str] = set()
        by_call = False
        paths = mentioning(self._index, Needles({self.argument}))
        question = f"takers of {self.argument}"
        for path, found in of_files(self._index, question, paths, self._taking_in, _PAIRS).items():
            for function, name in found:
                if function == _BY_FIELD:
                    constructed.add(name)
                else:
                    self._paths.setdefault(name, set()).add(path)
                    by_call = by_call or function == "__call__"
        return constructed, by_call

    def _taking_in(self, path: str) -> list[list[str]]:
        """What a file defines that takes the parameter: how, and what it is called by."""
        text = _Text(self._index.read(path))
        found = {(function, name) for function, name in _taking(text, self.argument)}
        field = re.compile(rf"^[ \t]+{re.escape(self.argument)}[\s\\]*:", re.M)
        if _MAKES_FIELDS.search(text.text) and field.search(text.text):
            for one in self._index.facts(path).classes:
                if any(field.name == self.argument for field in one.fields or ()):
                    found.add((_BY_FIELD, one.name.rpartition(".")[2]))
        return [list(one) for one in sorted(found)]

    def may_be_passed(self, path: str, *, as_text: bool) -> bool:
        """Whether a call in a file may pass the argument, as far as its text tells.

        Many files name the argument otherwise, or a function that has it and a method of all objects: `x.get("key")`
        passes nothing but a text, which only counts `as_text`.
        """
        data = self._index.peek(path)
        if path not in self._index.python_set or not data.isascii() or is_opaque(data):
            return True
        if b"**" in data or b"lambda" in data or self._by_keyword.search(data):
            return True
        if not as_text and not self._by_call:  # else what such a call makes may be called in turn
            data = _HARMLESS.sub(b"", data)
        return self._by_position.found_in(data, path)

    def positions(self, name: str) -> frozenset[int] | None:
        """Where a call by a name can pass the argument; None when it can be anywhere."""
        if name not in self._paths or name in self._others:
            return None
        return self._positions(name)

    def _slots(self, name: str) -> Iterator[int]:
        self._index.trails.here.defined.add(name)
        for path in sorted(self._paths[name]):
            inner = self._index.inner(path).functions
            for one in (*self._index.facts(path).functions, *inner):
                if name in (one.name, one.holder.rpartition(".")[2]):
                    for slot, parameter in enumerate(one.parameters):
                        if parameter.name == self.argument:
                            yield from (slot, slot - 1)  # a method is given its object


class _Text:
    """The text of a file, with a line feed before each line, and where definitions begin in it."""

    def __init__(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        self.text = "\n" + (text if text.isascii() else unicodedata.normalize("NFKC", text))
        self._bodies: dict[int, int] = {}

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

    def body_of(self, function: re.Match[str]) -> int:
        """Where the parameters of a function have ended, or later."""
        place = self._bodies.get(function.start())
        if place is None:
            place = len(self.text)
            for end in _HEADER_END.finditer(self.text, function.end()):
                if "#" not in self.text[self.text.rfind("\n", 0, end.start()) + 1 : end.start()]:
                    place = end.end()
                    break
            self._bodies[function.start()] = place
        return place


def _width(indent: str) -> int:
    return len(indent.expandtabs())


def _closed(names: set[str], by_call: bool, index: Index) -> set[str]:
    """The names under which others are called or inherited from, by whatever number of steps."""
    words: set[str] = set()
    fresh = names
    while fresh:
        found: set[str] = set()
        handed_on = partial(_handed_on_in, index, fresh, names | words, by_call)
        question = f"handed on {digest_of(sorted(fresh), sorted(names | words), by_call)}"
        for told in of_files(index, question, mentioning(index, Needles(fresh)), handed_on, kept_shapes.texts).values():
            found.update(told)
        fresh = found - words - names
        words |= found
    return words


def _handed_on_in(index: Index, words: set[str], known: set[str], by_call: bool, path: str) -> list[str]:
    """The names under which a file hands on some words."""
    if not _may_hand_on(_Text(index.read(path)), words, known):
        return []
    return sorted({*_handed_on(index.facts(path), words, by_call)})


def _taking(text: _Text, argument: str) -> Iterator[tuple[str, str]]:
    """The functions that have the parameter, as far as its text tells, and what they are called by."""
    for found in re.finditer(rf"{re.escape(argument)}\b", text.text):
        before = text.definition_before(found.start())
        if before is None or before[2] != "def" or is_in_name(text.text[found.start() - 1]):
            continue
        if found.start() < text.body_of(before):
            holder = text.class_around(before.start(), before[1]) if before[3] in _BY_CLASS else None
            yield before[3], holder[3] if holder else before[3]


def _renamed(text: str) -> Iterator[tuple[str, str]]:
    """The pairs of `name as other`."""
    for match in _AS.finditer(text):
        end = start = _end_before(text, match.start())
        while is_in_name(text[start - 1]):
            start -= 1
        if start < end < match.start():
            yield text[start:end], match[1]


def _end_before(text: str, place: int) -> int:
    """Where what stands before a place ends, white space aside."""
    while place > 1 and text[place - 1] in _GAPS:
        place -= 1
    return place


def _may_hand_on(text: _Text, words: set[str], known: set[str]) -> bool:
    """Whether it looks as if one of the words could be called by another name too."""
    if any(name in words and other not in known for name, other in _renamed(text.text)):
        return True
    for names, value in _ASSIGNED.findall(text.text):
        if not words.isdisjoint(_WORD.findall(value)) and not known.issuperset(_WORD.findall(names)):
            return True
    for one in text.definitions:
        if one[2] == "class" and one[3] not in known:
            bases = _BASES.match(text.text, one.end())
            if bases and not words.isdisjoint(_WORD.findall(bases[1])):
                return True
    return False


def _handed_on(facts: Facts, words: set[str], by_call: bool) -> Iterator[str]:
    for name, bindings in facts.bindings.items():
        if any(one.target.rpartition(".")[2] in words for one in bindings):
            yield name
    constructed = {function.holder for function in facts.functions if function.name == "__init__"}
    for one in facts.classes:
        if by_call or one.name not in constructed:
            if any(base.rpartition(".")[2] in words for base in one.bases):
                yield one.name.rpartition(".")[2]
