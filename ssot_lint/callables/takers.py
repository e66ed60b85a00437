"""The names without which no call can reach a parameter.

Whoever passes it by keyword names the parameter itself. Whoever passes it by position names a
function, method or class that has it, a class that inherits such a constructor, or another
name under which a module hands one of these on. The files that define them are found by the
parameter's name, the others by the names found so far, until no more come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssot_lint.repo.facts import Facts
from ssot_lint.repo.index import Index
from ssot_lint.source.needles import Needles

#: Methods that are called under the name of their class.
_BY_CLASS = frozenset({"__init__", "__new__", "__call__"})
_NOT_CALLED = re.compile(rb"(?<!\w)([A-Za-z_]\w*)\b(?!\s*\()")
_FROM_IMPORT = re.compile(rb"^[ \t]*from[ \t]+[.\w]+[ \t]+import[ \t]+(?:\([\w\s,]*\)|[\w \t,]+)$", re.M)


class Takers:
    """The names of all that takes one parameter, and of what they are handed on as."""

    def __init__(self, argument: str, index: Index) -> None:
        self.argument = argument
        own = Needles({argument})
        names = {name for path in index.mentioning(own) for name in self._taking(index.facts(path))}
        self.words = frozenset({argument}) | _closed(names, index)
        self.needles = Needles(self.words)

    @classmethod
    def of(cls, argument: str, index: Index) -> Takers:
        return index.memo(("callables.takers", argument), lambda: cls(argument, index))

    def _taking(self, facts: Facts) -> Iterator[str]:
        for function in facts.functions:
            if any(one.name == self.argument for one in function.parameters):
                holder = function.holder.rpartition(".")[2]
                yield holder if holder and function.name in _BY_CLASS else function.name
        for one in facts.classes:
            if any(field.name == self.argument for field in one.fields or ()):
                yield one.name.rpartition(".")[2]


def _closed(names: set[str], index: Index) -> set[str]:
    """Names, with those that hand them on or inherit from them, by whatever number of steps."""
    words, fresh = set(names), set(names)
    while fresh:
        asked = {word.encode() for word in fresh}
        found: set[str] = set()
        for path in index.mentioning(Needles(fresh)):
            if _may_hand_on(index.read(path), asked):
                found.update(_handed_on(index.facts(path), fresh))
        fresh = found - words
        words |= fresh
    return words


def _may_hand_on(data: bytes, words: set[bytes]) -> bool:
    """Whether a text does more with the words than call them and import them as they are."""
    if not data.isascii():
        return True
    rest = _FROM_IMPORT.sub(lambda found: found[0] if b" as " in found[0] else b"", data)
    return not words.isdisjoint(_NOT_CALLED.findall(rest))


def _handed_on(facts: Facts, words: set[str]) -> Iterator[str]:
    for name, bindings in facts.bindings.items():
        if any(one.target.rpartition(".")[2] in words for one in bindings):
            yield name
    constructed = {function.holder for function in facts.functions if function.name == "__init__"}
    for one in facts.classes:
        if one.name not in constructed and any(base.rpartition(".")[2] in words for base in one.bases):
            yield one.name.rpartition(".")[2]
