"""Where a value goes that a call passes: to what reads the parameter, in the functions that the call may run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ssot_lint.callables.definitions import Bound, Gap, Klass, Routine, Thing, definition
from ssot_lint.callables.members import FunctionNode
from ssot_lint.events.forms import slot
from ssot_lint.events.names import Reads
from ssot_lint.source.calls import call_of
from ssot_lint.source.source import Source

_MOST_METHODS = 12  # of one name, for a call to be followed into them


class Carried(NamedTuple):
    """An expression that has the value. `origin` is where the code that sends it takes it from.

    `given` is what was passed and the call that passed it, in the function that got it: what that
    returns goes on there, and nowhere else.
    `is_key` is set of a mapping that has the value for a key, and of what was looked up by it.
    """

    source: Source
    node: ast.expr
    origin: tuple[Source, ast.expr]
    hops: int = 0
    given: tuple[Carried, ast.Call] | None = None
    is_key: bool = False


_Given = tuple[Carried, ast.Call] | None


class Passing:
    """The functions of one repository, as values are passed to them."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._meanings = reads.meanings

    def into_parameters(self, one: Carried, node: ast.Call, things: list[Thing]) -> Iterator[Carried]:
        """What reads the parameter by which a call passes the value, in what the call may run: some `things`."""
        call = call_of(one.source, node)
        given = slot(node, one.node)
        if call.is_partial:
            given = given - 1 if isinstance(given, int) else given
        for routine, is_bound in self._routines(things, call.callee):
            made = definition(routine, through_instance=is_bound)
            names = [parameter.name for parameter in made.parameters if parameter.name == given]
            if isinstance(given, int):
                names = [parameter.name for parameter in made.positional[given : given + 1]]
            where, function = self._meanings.trees.function(routine)
            rest = function.args.kwarg if isinstance(given, str) else function.args.vararg
            for name in names or ([rest.arg] if rest else []):
                yield from self._parameter(one, where, function, name, (one, node))

    def by_default(self, one: Carried, function: FunctionNode) -> Iterator[Carried]:
        """What reads a parameter that has the value when a call doesn't say otherwise."""
        arguments = function.args
        positional = [*arguments.posonlyargs, *arguments.args]
        pairs = [*zip(positional[::-1], arguments.defaults[::-1], strict=False)]
        pairs += [
            (name, value) for name, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value
        ]
        for argument, value in pairs:
            if value is one.node:
                yield from self._parameter(one, one.source, function, argument.arg, None)

    def _parameter(
        self, one: Carried, source: Source, function: FunctionNode, name: str, given: _Given
    ) -> Iterator[Carried]:
        for node in self._reads.loads(source, name):
            found = source.names.scopes[node].lookup(name) if isinstance(node, ast.Name) else None
            if found is not None and found[0].node is function:
                yield Carried(source, node, one.origin, one.hops + 1, given, one.is_key)

    def _routines(self, things: list[Thing], callee: ast.expr) -> Iterator[tuple[Routine, bool]]:
        """The functions of the repository that a call may run, each with whether its first parameter is bound."""
        for thing in things:
            if isinstance(thing, Routine):
                yield thing, False
            elif isinstance(thing, Bound):
                yield thing.routine, True
            elif isinstance(thing, Klass):
                for routine in self._meanings.lookup.method(thing, "__init__"):
                    yield routine, True
        if Gap.UNKNOWN in things and isinstance(callee, ast.Attribute):
            found = list(islice(self._meanings.lookup.named(callee.attr), _MOST_METHODS + 1))
            if len(found) <= _MOST_METHODS:
                for routine in found:
                    yield routine, True
