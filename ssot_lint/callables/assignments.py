"""What an attribute is set to anywhere in the repository."""

from __future__ import annotations

import ast
import re
from enum import Enum
from typing import NamedTuple

from ssot_lint.callables.definitions import Instance
from ssot_lint.callables.meanings import Meanings
from ssot_lint.callables.members import class_node
from ssot_lint.repo.index import Index
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.repo.trails import Known
from ssot_lint.source.calls import Literal, literal_of
from ssot_lint.source.chains import decorator_name
from ssot_lint.source.needles import Needles
from ssot_lint.source.source import Source

#: Calls that set an attribute whose name is a string: `setattr`, `mock.patch`, `patch.object`.
_SETTERS = frozenset({"setattr", "__setattr__", "delattr", "patch", "object"})
_SETTER = re.compile(rb"(?<!\w)(?:setattr|__setattr__|delattr|patch|object)(?:[\s\\]|#[^\n]*)*+\(")
_SETS_ANY = re.compile(r"\bsetattr\s*\(\s*self\s*,\s*[^\"'\s]|\b__dict__\b|\bvars\s*\(\s*self")


class Setters(Enum):
    """Which assignments can change a thing."""

    OF_MODULE = "those to attributes, but not of self: a variable or function of a module"
    OF_OBJECT = "those to attributes of anything: a method"
    OF_CLASS = "those in class bodies too: an attribute of a class or object"


class _Patterns(NamedTuple):
    """How it looks where a name is set to what is computed, where it may be set at all, and where it is a string.

    What begins with a letter or a line feed is found more quickly than what begins with a choice.
    """

    computed: re.Pattern[bytes]
    stored: tuple[re.Pattern[bytes], ...]
    quoted: re.Pattern[bytes]

    @classmethod
    def of(cls, name: str, setters: Setters) -> _Patterns:
        word = re.escape(name).encode()
        taken = rb"\.%b" % word
        if setters is Setters.OF_MODULE:
            taken += rb"(?<!\bself\.%b)(?<!\bcls\.%b)" % (word, word)
        stored = [
            rb"%b\s*(?:[-+*/%%&|^@<>]*=(?!=)|[,:)\]]|in\b)" % taken,
            rb"del\b(?<!\wdel)[^\n]*\.%b\b" % word,
        ]
        if setters is Setters.OF_CLASS:
            stored.append(rb"\n[ \t]+(?:def[ \t]+|class[ \t]+)?%b\b" % word)
        computed = rb"%b[ \t]*=[ \t]*(?!None\b|True\b|False\b)[A-Za-z_]" % taken
        quoted = rb"%b[\"'](?<=[\"'.]%b[\"'])" % (word, word)
        return cls(re.compile(computed), tuple(map(re.compile, stored)), re.compile(quoted))

    def may_set(self, data: bytes) -> bool:
        """Whether a text, with a line feed before it, may set the name to something."""
        if any(pattern.search(data) for pattern in self.stored):
            return True
        return _SETTER.search(data) is not None and self.quoted.search(data) is not None


class Assignments:
    """The literals that attributes are set to, by their names."""

    def __init__(self, index: Index, meanings: Meanings) -> None:
        self._index = index
        self._meanings = meanings
        self._known = Known(index.trails, self._look)

    def to(self, name: str, setters: Setters) -> frozenset[Literal] | None:
        """All literals that a name is set to anywhere; None when it is set to anything else."""
        return self._known((name, setters))

    def _look(self, question: tuple[str, Setters]) -> frozenset[Literal] | None:
        name, setters = question
        patterns = _Patterns.of(name, setters)
        with self._index.trails.followed() as trail:
            paths = mentioning(self._index, Needles({name}))
            # Most attributes are set to something that is computed: no need to parse for those, and one file tells.
            witness = next((path for path in paths if patterns.computed.search(self._index.read(path))), None)
        if witness is not None:
            self._index.read(witness)
            return None
        self._index.trails.through(trail)
        found: set[Literal] = set()
        for path in paths:
            data = b"\n" + self._index.read(path)
            if patterns.may_set(data):
                literals = self._in_file(self._index.source(path), name, setters)
                if literals is None:
                    return None
                found |= literals
        return frozenset(found)

    def _in_file(self, source: Source, name: str, setters: Setters) -> set[Literal] | None:
        if source.unreadable or self._is_set_by_name(source, name):
            return None
        targets = [
            node
            for node in source.nodes(ast.Attribute)
            if node.attr == name
            and not isinstance(node.ctx, ast.Load)
            and not (setters is Setters.OF_MODULE and ast.unparse(node.value) in ("self", "cls"))
        ]
        # What a class body sets is there for subclasses to override, perhaps in another repository.
        if setters is Setters.OF_CLASS and (_is_defined_in_class(source, name) or _is_set_in_class(source, name)):
            return None
        found: set[Literal] = set()
        for target in targets:
            literal = _assigned(source, target)
            if literal is None or not self._is_all(source, target):
                return None
            found.add(literal)
        return found

    def _is_all(self, source: Source, target: ast.Attribute) -> bool:
        """Whether nothing that can't be seen may set the attribute of the same object."""
        things = self._meanings.things(source, target.value)
        classes = [one.klass for one in things if isinstance(one, Instance)]
        line = [one for klass in classes for one in self._meanings.lookup.line(klass)]
        return not any(one is None or _SETS_ANY.search(self._meanings.trees.text(one)) for one in line)

    def _is_set_by_name(self, source: Source, name: str) -> bool:
        return any(
            isinstance(part, ast.Constant)
            and isinstance(part.value, str)
            and (part.value == name or part.value.endswith(f".{name}"))
            for call in source.nodes(ast.Call)
            if decorator_name(call.func) in _SETTERS
            for part in call.args
        )


def _is_set_in_class(source: Source, name: str) -> bool:
    return any(
        node.id == name and not isinstance(node.ctx, ast.Load) and source.names.scopes[node].kind == "class"
        for node in source.nodes(ast.Name)
    )


def _is_defined_in_class(source: Source, name: str) -> bool:
    definitions = (*source.functions(), *source.nodes(ast.ClassDef))
    return any(node.name == name and class_node(source, node) is not None for node in definitions)


def _assigned(source: Source, target: ast.Attribute) -> Literal | None:
    statement = source.parent(target)
    if isinstance(statement, ast.Assign) and target in statement.targets:
        return literal_of(statement.value)
    if isinstance(statement, ast.AnnAssign):
        return None if statement.value is None else literal_of(statement.value)
    return None
