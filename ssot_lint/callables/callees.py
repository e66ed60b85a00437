"""Which parameter an argument of a call reaches.

All definitions that the callee may mean must agree. Those that can't accept the call's shape
don't count; where the rest disagree, astroid is asked what the callee is an attribute of.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable
from typing import NamedTuple

from ssot_lint.callables.definitions import Definition, Gap, Instance, Klass, definition
from ssot_lint.callables.meanings import Meanings
from ssot_lint.callables.takers import Takers
from ssot_lint.callables.values import Values
from ssot_lint.callables.wrapping import keeps_parameters
from ssot_lint.repo.index import Index
from ssot_lint.source.calls import Call, Literal, arms, literal_of
from ssot_lint.source.source import Source

_BUILTIN_TYPES = (str, bytes, list, dict, set, tuple, int, float)
#: Methods that objects of the standard library have too, with how many arguments they are
#: given at most: their name alone tells nothing.
_EVERYONES = {
    **{name: 1 for kind in _BUILTIN_TYPES for name in dir(kind)},
    **dict.fromkeys(("put", "put_nowait", "read", "result", "send", "asend", "set", "wait", "write"), 1),
    **dict.fromkeys(("acquire", "set_exception", "set_result", "throw"), 1),
    **dict.fromkeys(("fromkeys", "get", "insert", "pop", "rsplit", "setdefault", "split", "submit"), 2),
}
_INFERABLE = (ast.Name, ast.Attribute, ast.Call)


class Reached(NamedTuple):
    """The position of an argument, and the definitions that say so, by their places."""

    position: int
    definitions: tuple[Definition, ...]


class Callees:
    """Calls and what they reach, in one repository."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.meanings = Meanings.of(index)
        self.values = Values.of(index)

    @classmethod
    def of(cls, index: Index) -> Callees:
        return index.memo("callables.callees", lambda: cls(index))

    def position(self, source: Source, call: Call, takers: Takers, wanted: Container[Literal]) -> Reached | None:
        """Where a call passes an argument by position, None when it doesn't or it can't be told.

        Only calls that may pass one of the wanted literals are looked into.
        """
        argument, positions = takers.argument, self._positions(source, call, takers)
        arguments = [
            arm
            for at, one in enumerate(call.positional)
            if positions is None or at in positions
            for arm, _ in arms(source, one)
        ]
        has_literal = any(self._plain(source, arm) in wanted for arm in arguments)
        if not has_literal and not any(isinstance(arm, _INFERABLE) for arm in arguments):
            return None
        found = self._meant(source, call.callee)
        if Gap.OUTSIDE in found:
            return None
        if Gap.UNKNOWN not in found:
            return self._agreed(found, call, argument)
        if not isinstance(call.callee, ast.Attribute):
            return None
        name = call.callee.attr
        is_telling = len(call.positional) > _EVERYONES.get(name, 0)
        agreed = self._agreed(self._named(name), call, argument) if is_telling else None
        if agreed is None and has_literal:
            agreed = self._agreed(self._inferred(source, call.callee), call, argument)
        return agreed

    def _positions(self, source: Source, call: Call, takers: Takers) -> frozenset[int] | None:
        """The positions that are worth a look, None for all."""
        if isinstance(call.callee, ast.Attribute):
            return takers.positions(call.callee.attr)
        if isinstance(call.callee, ast.Name):
            found = source.names.scopes[call.callee].lookup(call.callee.id)
            if found is None or all(one.kind in ("class", "function", "import") for one in found[1]):
                return takers.positions(call.callee.id)
        return None

    def _plain(self, source: Source, node: ast.expr) -> Literal | None:
        """The literal that an expression is, or that its variable is bound to."""
        if isinstance(node, ast.Name):
            found = source.names.scopes[node].lookup(node.id)
            values = [binding.value for binding in found[1]] if found else []
            return literal_of(values[0]) if len(values) == 1 and values[0] else None
        return literal_of(node)

    def is_known(self, source: Source, call: Call) -> bool:
        """Whether a callee may be one of this repository, as far as the code around it tells."""
        return any(isinstance(one, Definition) for one in self._meant(source, call.callee))

    def refuses(self, source: Source, call: Call, word: str) -> bool:
        """Whether the callee is known, and has no such parameter."""
        found = self._meant(source, call.callee)
        return bool(found) and not any(
            isinstance(one, Gap) or one.takes(word) or self._may_differ(one) for one in found
        )

    def names(self, source: Source, call: Call) -> set[str]:
        """The dotted names of what a call is known to mean, those that hand it on included."""
        names = {one.dotted for one in self._meant(source, call.callee) if isinstance(one, Definition)}
        for target in source.resolve(call.callee):
            names.update((target.dotted, *self.index.origins(target.dotted)))
        return names

    def possible(self, source: Source, call: Call) -> set[str]:
        """The dotted names of the methods that a call of something unknown may mean."""
        callee = call.callee
        if not isinstance(callee, ast.Attribute) or Gap.UNKNOWN not in self._meant(source, callee):
            return set()
        return {one.dotted for one in self.meanings.lookup.named(callee.attr)}

    def _meant(self, source: Source, callee: ast.expr) -> list[Definition | Gap]:
        return self.meanings.definitions(self.meanings.things(source, callee))

    def _named(self, name: str) -> Iterable[Definition]:
        return (definition(one, through_instance=True) for one in self.meanings.lookup.named(name))

    def _inferred(self, source: Source, callee: ast.Attribute) -> list[Definition | Gap]:
        """The methods that astroid's inference leads to."""
        found: list[Definition | Gap] = []
        for kind in self.values.objects(source, callee.value):
            for meaning in self.meanings.lookup.locate(kind.dotted, source.path):
                if not isinstance(meaning, Klass):
                    return []
                thing = meaning if kind.is_class else Instance(meaning)
                found += self.meanings.definitions(self.meanings.member(thing, callee.attr))
        return found

    def _agreed(self, definitions: Iterable[Definition | Gap], call: Call, argument: str) -> Reached | None:
        left: dict[Definition, None] = {}
        position: int | None = None
        for one in definitions:
            if isinstance(one, Gap):
                return None
            if not one.fits(call):
                continue
            slot = one.slot(argument)
            if slot is None or slot >= len(call.positional) or (left and slot != position) or self._may_differ(one):
                return None
            position = slot
            left[one] = None
        return None if position is None else Reached(position, tuple(sorted(left, key=_place)))

    def _may_differ(self, one: Definition) -> bool:
        """Whether a decorator may have given a function other parameters."""
        return one.wrapped is not None and not keeps_parameters(one.wrapped, self.meanings)


def _place(one: Definition) -> tuple[str, int, int]:
    return one.path, one.line, one.column
