"""Looking up definitions: by a dotted name, through a class, or by the bare name of a method.

Dotted names are followed through re-exports, star imports, nested classes and inheritance. What
is defined inside a function is found as seen from its own file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from ssot_lint.callables.definitions import (
    Definition,
    Gap,
    Held,
    Klass,
    Meaning,
    Routine,
    definition,
    without_first,
)
from ssot_lint.repo.facts import Class, Function, Parameter
from ssot_lint.repo.hops import MOST_HOPS
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import texts
from ssot_lint.repo.trails import Known

_METHOD = re.compile(rb"^[ \t]+(?:async[\s\\]+)?def[\s\\]+([^\s(\[\\]+)", re.M)
#: Bases that bring neither a constructor nor methods.
_PLAIN_BASES = frozenset(
    f"{module}{name}"
    for name in ("object", "ABC", "Generic", "Protocol", "NamedTuple")
    for module in ("", "abc.", "typing.", "typing_extensions.")
)


class _Members(NamedTuple):
    functions: dict[tuple[str, str], list[Function]]
    classes: dict[str, list[Class]]


class Lookup:
    """The classes, functions and methods of a repository, looked up when they are asked for."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._members_of = Known(index.trails, self._members)
        self._lines = Known(index.trails, self._line)
        self._asked: set[Klass] = set()  # whose lines are being found
        self._files_with = cache(self._find_files)

    @classmethod
    def of(cls, index: Index) -> Lookup:
        return index.memo("callables.lookup", lambda: cls(index))

    # -- by dotted name

    def locate(self, dotted: str, path: str) -> list[Meaning]:
        """All that a dotted name means, as seen from a file; never empty."""
        return self._locate(dotted, path, set()) or [Gap.UNKNOWN]

    def _locate(self, dotted: str, path: str, seen: set[tuple[str, str]]) -> list[Meaning]:
        home, names = self.split(dotted, path)
        if not home:
            return [Gap.UNKNOWN if self.index.modules.is_first_party(dotted) else Gap.OUTSIDE]
        if not names:
            return [Gap.UNKNOWN]
        if (home, ".".join(names)) in seen or len(seen) >= MOST_HOPS:
            return []
        seen.add((home, ".".join(names)))
        found = self.index.facts(home).bindings.get(names[0], ())
        if not found:  # by a star import
            found = self.index.bound(".".join((self._module(home), *names)))[1]
        meanings: list[Meaning] = []
        for one in found:
            if one.kind == "value":
                meanings.append(Held(home, names[0], tuple(names[1:])))
            elif one.kind in ("class", "function"):
                meanings += self.inside(home, names)
            elif one.target:
                meanings += self._locate(".".join((one.target, *names[1:])), home, seen)
        return meanings if found else [Gap.UNKNOWN]

    def _module(self, path: str) -> str:
        return next(iter(self.index.modules.names_of(path)), "")

    def split(self, dotted: str, path: str) -> tuple[str, list[str]]:
        """The file that a dotted name leads to, and the names in it."""
        own = self._module(path)
        module, names = self.index.modules.part(dotted)
        # A script has no module's name, and several files may share one: then it is this file's.
        if dotted.startswith(f"{own}.") and len(module) <= len(own):
            return path, dotted[len(own) + 1 :].split(".")
        return (self.index.modules.path_of(module), names) if module else ("", names)

    def inside(self, path: str, names: list[str]) -> list[Meaning]:
        """What names lead to through classes, and through functions within the file."""
        module, qualname = self._module(path), ".".join(names)
        holder, _, name = qualname.rpartition(".")
        for is_local in (False, True)[: len(names)]:
            members = self._members_of((path, is_local))
            classes = members.classes.get(qualname, ())
            if classes:
                return [Klass(path, f"{module}.{qualname}", one, is_local) for one in classes]
            found: list[Meaning] = []
            for one in members.classes.get(holder, ()):
                found += self.method(Klass(path, f"{module}.{holder}", one, is_local), name) or [Gap.UNKNOWN]
            if found:
                return found
            functions = members.functions.get((holder, name), ())
            if functions:
                return [Routine(path, f"{module}.{qualname}", one) for one in _implemented(functions)]
        return [Gap.UNKNOWN]

    def _members(self, question: tuple[str, bool]) -> _Members:
        path, is_local = question
        if is_local:
            functions, classes = self.index.inner(path)
        else:
            functions, classes = self.index.facts(path).functions, self.index.facts(path).classes
        found = _Members({}, {})
        for function in functions:
            found.functions.setdefault((function.holder, function.name), []).append(function)
        for one in classes:
            found.classes.setdefault(one.name, []).append(one)
        return found

    # -- classes

    def line(self, klass: Klass) -> tuple[Klass | None, ...]:
        """The classes in which an attribute is looked up, in order; None stands for unknown ones."""
        return self._lines(klass)

    def _line(self, klass: Klass) -> tuple[Klass | None, ...]:
        if klass in self._asked:  # it inherits from itself
            return (klass, None)
        self._asked.add(klass)
        found: list[Klass | None] = []
        for base in klass.facts.bases:
            if base not in _PLAIN_BASES:
                found += self._line_of_base(base, klass.path)
        self._asked.discard(klass)
        # Of a class that is there by several ways, the last counts.
        last = {one: at for at, one in enumerate(found)}
        return (klass, *(one for at, one in enumerate(found) if one is None or last[one] == at))

    def _line_of_base(self, base: str, path: str) -> tuple[Klass | None, ...]:
        meanings = self.locate(base, path) if base != "?" else []
        if len(meanings) == 1 and isinstance(meanings[0], Klass):
            return self.line(meanings[0])
        return (None,)

    def is_complete(self, klass: Klass) -> bool:
        """Whether all that it inherits from is known."""
        return None not in self.line(klass)

    def method(self, klass: Klass, name: str) -> list[Routine]:
        """The method that a class has under a name, of its own or inherited."""
        for one in self.line(klass):
            found = [] if one is None else self.own(one, name)
            if found:
                return found
        return []

    def own(self, klass: Klass, name: str) -> list[Routine]:
        """The method that a class itself defines."""
        found = self._members_of((klass.path, klass.is_local)).functions.get((klass.facts.name, name), ())
        return [Routine(klass.path, f"{klass.dotted}.{name}", one) for one in _implemented(found)]

    def constructor(self, klass: Klass) -> list[Definition]:
        """What a call of a class fills; nothing when that can't be told."""
        line = self.line(klass)
        if any(base.startswith("enum.") for one in line if one for base in one.facts.bases):
            return []  # a call looks up a member
        made: list[Routine] = []
        for one in line:
            if one is None:
                return []
            found = self.own(one, "__init__")
            if found:
                return [_constructing(klass, routine) for routine in found]
            if one.facts.fields is not None:
                return self._of_fields(klass, one)
            made = made or self.own(one, "__new__")
        if made:
            return [_constructing(klass, routine) for routine in made]
        return [Definition(klass.path, klass.facts.line, klass.facts.column, klass.dotted, klass.name, ())]

    def _of_fields(self, klass: Klass, holder: Klass) -> list[Definition]:
        """The constructor that the fields of a class make, those of its bases first."""
        line = self.line(holder)
        if None in line:
            return []
        fields: dict[str, Parameter] = {}
        for one in reversed(line):
            fields.update({field.name: field for field in (one and one.facts.fields) or ()})
        place = holder.facts
        parameters = tuple(fields.values())
        return [Definition(holder.path, place.line, place.column, klass.dotted, klass.name, parameters)]

    # -- by the name of a method

    def named(self, name: str) -> Iterator[Routine]:
        """All methods of a name, in the order of their files, which are parsed one by one."""
        self.index.trails.here.defined.add(name)
        for path in self._files_with(name):
            module = self._module(path)
            for (holder, own_name), functions in self._members_of((path, False)).functions.items():
                if own_name == name and holder:
                    for function in _implemented(functions):
                        yield Routine(path, f"{module}.{holder}.{name}", function)

    def _find_files(self, name: str) -> list[str]:
        """The files that may have a method of a name: what an earlier run has found, but for those that changed."""
        conclusions, question = self.index.conclusions, f"methods {name}"
        before: list[str] | None = conclusions.answer_before(question, texts)
        if before is None:
            found = self._files_by_method.get(name, [])
        else:
            changed = conclusions.changed_since(question)
            with self.index.trails.followed():
                now = [path for path in conclusions.still(changed) if name in _methods_in(self.index.read(path))]
            found = sorted({*now, *(path for path in before if path not in changed)})
        conclusions.keep_answer(question, found, is_news=before is None)
        return found

    @cached_property
    def _files_by_method(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        with self.index.trails.followed():
            for path in self.index.python_paths:
                for name in _methods_in(self.index.read(path)):
                    found.setdefault(name, []).append(path)
        return found


def _methods_in(data: bytes) -> set[str]:
    names = {name.decode("utf-8", "replace") for name in _METHOD.findall(data)}
    return {unicodedata.normalize("NFKC", name) for name in names}


def _constructing(klass: Klass, routine: Routine) -> Definition:
    parameters = without_first(routine.function)
    return definition(routine)._replace(dotted=klass.dotted, name=klass.name, parameters=parameters)


def _implemented(functions: Iterable[Function]) -> list[Function]:
    """Without overloads and abstract declarations, where there is something else."""
    found = list(functions)
    return [one for one in found if not one.is_stub] or found
