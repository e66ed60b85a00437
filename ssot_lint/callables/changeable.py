"""Whether an object can change after it is made, so far as its class and the call that makes it tell."""

from __future__ import annotations

import ast
import re

from ssot_lint.callables.changes import CONSTRUCTORS, Change, How, changes_of
from ssot_lint.callables.definitions import Klass
from ssot_lint.callables.shared import SharedState
from ssot_lint.repo.index import Index
from ssot_lint.repo.trails import Known
from ssot_lint.source.chains import last_name
from ssot_lint.source.mutables import Mutable, can_change, mutable
from ssot_lint.source.source import Source

_IMMUTABLE_BASES = frozenset({"NamedTuple", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "Protocol"})
_STATELESS_BASES = re.compile(
    r"object|(?:contextlib\.Abstract|collections\.abc\.|abc\.|typing\.|typing_extensions\.)\w+|ABC|Generic|Protocol"
)


class Changeable:
    """The classes of one repository whose objects can change."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._shared = SharedState.of(index)
        self._class_can = Known(index.trails, self._can_of_class)

    @classmethod
    def of(cls, index: Index) -> Changeable:
        return index.memo("callables.changeable", lambda: cls(index))

    def can_change(self, klass: Klass, source: Source, call: ast.expr | None) -> bool:
        """Whether the object that a call makes can change.

        It can't when all that its class inherits from is known, only constructors set its
        attributes, and neither they nor the call put anything into it that can change. Of a class
        that has nothing in it yet, and of one whose origin is unknown, nothing can be told: it can.
        """
        given = [*call.args, *(word.value for word in call.keywords)] if isinstance(call, ast.Call) else []
        return self._class_can(klass) or any(_is_state(source, value) for value in given)

    def _can_of_class(self, klass: Klass) -> bool:
        line = self._shared.lookup.line(klass)
        _, node = self._shared.node(klass)
        if not _IMMUTABLE_BASES.isdisjoint(base.rpartition(".")[2] for one in line if one for base in one.facts.bases):
            return False
        if _is_frozen(node):
            return False
        if not all(self._is_known(one) for one in line if one) or any(one.facts.fields for one in line if one):
            return True
        if self._shared.attributes(klass) or not any(self._says_something(one) for one in line if one):
            return True
        paths = dict.fromkeys(one.path for one in line if one)
        changes = [one for path in paths for one in changes_of(self._index, path) if one.owner in line]
        return any(map(_is_of_object, changes))

    def _is_known(self, klass: Klass) -> bool:
        """Whether all bases of a class are of the repository, or have nothing in them that could change."""
        return all(
            _STATELESS_BASES.fullmatch(base) or isinstance(self._shared.lookup.locate(base, klass.path)[0], Klass)
            for base in klass.facts.bases
        )

    def _says_something(self, klass: Klass) -> bool:
        _, node = self._shared.node(klass)
        return any(not isinstance(part, ast.Expr | ast.Pass) for part in node.body)


def _is_of_object(change: Change) -> bool:
    if change.how is How.ON_OBJECT and change.function in CONSTRUCTORS:
        return change.fills
    return change.how is not How.ON_CLASS


def _is_frozen(node: ast.ClassDef) -> bool:
    for part in node.decorator_list:
        for word in part.keywords if isinstance(part, ast.Call) else ():
            if word.arg == "frozen" and isinstance(word.value, ast.Constant) and word.value.value is True:
                return True
    return any(last_name(part) == "frozen" for part in node.decorator_list)


def _is_state(source: Source, value: ast.expr) -> bool:
    """Whether an argument is something that can change: made here, or a variable that holds such."""
    if isinstance(value, ast.Name):
        if value.id.isupper():
            return False
        found = source.names.scopes[value].lookup(value.id)
        values = [one.value for one in found[1]] if found else []
        return any(isinstance(one, ast.Call) and can_change(source, one) for one in values)
    if isinstance(value, ast.Call):
        return can_change(source, value)
    return mutable(source, value) is Mutable.EMPTY
