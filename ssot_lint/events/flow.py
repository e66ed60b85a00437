"""Where a value goes from the expression that it is: up to what sends it, or to nothing.

Told from the code around, without running through it: through displays, calls, variables,
attributes, returned values, and parameters of functions of the repository.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.callables.definitions import Bound, Routine
from ssot_lint.callables.members import class_node, decorators, is_first_of_method
from ssot_lint.events.emission import is_emission
from ssot_lint.events.forms import is_enum, is_super_init, is_telling
from ssot_lint.events.names import Reads, bindings_of, class_around, function_around
from ssot_lint.events.naming import Emitters
from ssot_lint.events.passing import Carried, Passing
from ssot_lint.source.calls import call_of
from ssot_lint.source.chains import last_name
from ssot_lint.source.source import Source

_MOST = 2_000  # expressions that one value is followed through
#: Methods that put what they are given into what they are called on.
_FILLING = frozenset("add append appendleft extend extendleft insert put put_nowait push setdefault update".split())  # noqa: SIM905
#: Methods that look something up, and functions that only ask.
_READING = frozenset({"get", "pop", "values", "setdefault"})
_ASKING = frozenset("count discard endswith find getattr hasattr index isinstance remove rfind startswith".split())  # noqa: SIM905
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_PROPERTIES = frozenset({"property", "cached_property"})


class Sent(NamedTuple):
    """A call that sends, and the expression that it is sent from."""

    source: Source
    call: ast.AST
    origin: tuple[Source, ast.expr]


class Flow:
    """The ways of values, in one repository, to some emitters."""

    def __init__(self, reads: Reads, emitters: Emitters) -> None:
        self.reads = reads
        self.emitters = emitters
        self.meanings = reads.meanings
        self._passing = Passing(reads)

    def sent(self, source: Source, node: ast.expr, furthest: int) -> Iterator[Sent]:
        """The calls that send what an expression is; of one that is in too many places to follow, itself.

        `furthest` is how many hops it is followed.
        """
        queue = deque([Carried(source, node, (source, node))])
        seen: set[tuple[object, ...]] = set()
        while queue:
            one = queue.popleft()
            key = _key(one)
            if key in seen or one.hops > furthest:
                continue
            seen.add(key)
            if len(seen) > _MOST:
                yield Sent(source, node, (source, node))
                return
            for step in self._steps(one):
                if isinstance(step, Sent):
                    yield step
                else:
                    queue.append(step)

    # -- one step up

    def _steps(self, one: Carried) -> Iterator[Carried | Sent]:
        source, node = one.source, one.node
        parent = source.parent(node)
        match parent:
            case ast.Call():
                yield from self._call(one, parent)
            case ast.keyword():
                outer = source.parent(parent)
                if isinstance(outer, ast.Call):
                    yield from self._call(one, outer)
                elif isinstance(outer, ast.ClassDef):
                    yield from self._class(one, outer)
            case ast.Attribute():
                yield from self._of_attribute(one, parent)
            case ast.IfExp(test=test) if test is node:
                return
            case ast.Tuple() | ast.List() if isinstance(source.parent(parent), ast.Assign):
                yield from self._unpacked(one, parent)
            case ast.NamedExpr():
                yield one._replace(node=parent)
                yield from self._stored(one, parent.target)
            case ast.Assign():
                for target in parent.targets:
                    yield from self._stored(one, target)
            case ast.AnnAssign(value=value) | ast.AugAssign(value=value) if value is node:
                yield from self._stored(one, parent.target)
            case ast.For(iter=iterated) | ast.AsyncFor(iter=iterated) if iterated is node:
                yield from self._stored(one, parent.target)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                yield from self._comprehended(one, parent)
            case ast.withitem(optional_vars=ast.expr() as target):
                yield from self._stored(one, target)
            case ast.Return():
                yield from self._returned(one)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from self._passing.by_default(one, parent)
            case ast.Yield() | ast.YieldFrom():
                yield from self._returned(one)
            case ast.Subscript(ctx=ast.Load()) if not one.is_key and last_name(parent.value) != "Literal":
                yield one._replace(node=parent, is_key=parent.slice is node)
            case ast.Dict():
                yield one._replace(node=parent, is_key=one.is_key or node in parent.keys)
            case ast.Lambda(body=body) if body is not node:
                return
            case ast.expr() if not isinstance(parent, ast.Subscript | ast.Compare | ast.UnaryOp):
                yield one._replace(node=parent)

    def _comprehended(self, one: Carried, parent: _Comprehension) -> Iterator[Carried]:
        for part in parent.generators:
            if part.iter is one.node:
                yield from self._stored(one, part.target)
            if part.iter is one.node or one.node in part.ifs:
                return
        yield one._replace(node=parent)

    def _of_attribute(self, one: Carried, parent: ast.Attribute) -> Iterator[Carried | Sent]:
        if isinstance(parent.ctx, ast.Load) and self.emitters.match(parent.attr):
            yield Sent(one.source, parent, one.origin)
        elif isinstance(parent.ctx, ast.Load) and not (one.is_key and parent.attr in _READING):
            yield one._replace(node=parent)

    def _call(self, one: Carried, call: ast.Call) -> Iterator[Carried | Sent]:
        source = one.source
        if call.func is one.node:
            if not one.is_key:  # what a table has for the event is its handler
                yield one._replace(node=call)
        elif is_emission(self.emitters, source, call, one.node):
            yield Sent(source, call, one.origin)
        elif last_name(call.func) not in _ASKING:
            things = self.meanings.things(source, call_of(source, call).callee)
            if not things or not all(isinstance(thing, Routine | Bound) for thing in things):
                yield one._replace(node=call, is_key=one.is_key or last_name(call.func) in _READING)
            yield from self._into_receiver(one, call)
            yield from self._passing.into_parameters(one, call, things)

    # -- into what is called

    def _into_receiver(self, one: Carried, call: ast.Call) -> Iterator[Carried]:
        """`payload.update(type="x")` puts it into `payload`."""
        if isinstance(call.func, ast.Attribute) and call.func.attr in _FILLING:
            yield from self._held(one._replace(is_key=call.func.attr == "setdefault"), call.func.value)
        elif is_super_init(call):
            holder = class_around(one.source, call)
            if holder is not None:
                yield from self._class(one, holder)

    # -- into what holds it

    def _stored(self, one: Carried, target: ast.expr) -> Iterator[Carried]:
        if isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                yield from self._stored(one, part)
        elif isinstance(target, ast.Starred):
            yield from self._stored(one, target.value)
        elif isinstance(target, ast.Subscript):
            yield from self._held(one, target.value)
        else:
            yield from self._held(one, target)
            if isinstance(target, ast.Attribute):  # `event.type = "x"` makes it an event
                yield from self._held(one, target.value)

    def _held(self, one: Carried, holder: ast.expr) -> Iterator[Carried]:
        """What reads a variable or attribute that has the value now."""
        source = one.source
        while isinstance(holder, ast.Subscript):
            holder = holder.value
        if isinstance(holder, ast.Attribute):
            klass = self._own_class(source, holder)
            if klass is not None and one.given is None and is_telling(holder.attr, one.node):
                yield from self._class(one, klass)
            yield from self._at(one, self.reads.of_attribute(source, klass, holder.attr, is_far=False))
        elif isinstance(holder, ast.Name) and not self._is_self(source, holder):
            found = source.names.scopes[holder].lookup(holder.id)
            if found is None:
                return
            owner = found[0]
            if isinstance(owner.node, ast.ClassDef):
                yield from self._member(one, owner.node, holder.id)
            yield from self._at(one, self.reads.of_variable(source, holder.id, owner), is_local=owner.kind != "module")

    def _member(self, one: Carried, klass: ast.ClassDef, name: str) -> Iterator[Carried]:
        yield from self._at(one, self.reads.of_attribute(one.source, klass, name, is_far=True))
        if is_enum(one.source, klass) or is_telling(name, one.node):
            yield from self._class(one, klass, name)

    def _class(self, one: Carried, klass: ast.ClassDef, member: str = "") -> Iterator[Carried]:
        """What makes objects of a class that is for this value; of an enumeration, what goes through its members."""
        closed = is_enum(one.source, klass)
        for found in self._at(one, self.reads.of_definition(one.source, klass)):
            parent = found.source.parent(found.node)
            if isinstance(parent, ast.Attribute):
                call = found.source.parent(parent)
                is_made = isinstance(call, ast.Call) and call.func is parent
                if closed or not (is_made or self.emitters.match(parent.attr)):
                    continue
            if closed and isinstance(parent, ast.Subscript):
                named = parent.slice.value if isinstance(parent.slice, ast.Constant) else member
                if named != member:
                    continue
            if not isinstance(parent, ast.ClassDef):
                yield found

    def _own_class(self, source: Source, target: ast.Attribute) -> ast.ClassDef | None:
        return class_around(source, target) if self._is_self(source, target.value) else None

    def _is_self(self, source: Source, node: ast.expr) -> bool:
        return any(
            isinstance(one.node, ast.arg) and is_first_of_method(source, one.node, source.parent(one.node) or one.node)
            for one in bindings_of(source, node)
        )

    def _at(
        self, one: Carried, places: Iterator[tuple[Source, ast.expr]], *, is_local: bool = False
    ) -> Iterator[Carried]:
        for source, node in places:
            if is_local and source is one.source:
                yield one._replace(node=node, hops=one.hops + 1)
            else:
                yield Carried(source, node, (source, node), one.hops + 1, is_key=one.is_key)

    def _returned(self, one: Carried) -> Iterator[Carried]:
        """The calls of the function that returns or yields it."""
        function = function_around(one.source, one.node)
        if one.given is not None:
            passed, call = one.given
            yield passed._replace(node=call, hops=one.hops + 1)
            return
        if function is None:
            return
        holder = class_node(one.source, function)
        is_property = not _PROPERTIES.isdisjoint(decorators(function))
        if holder is not None and is_property and is_telling(function.name, one.node):
            yield from self._class(one, holder)
        yield from self._at(one, self.reads.of_definition(one.source, function))

    def _unpacked(self, one: Carried, display: ast.Tuple | ast.List) -> Iterator[Carried]:
        """`a, b = "x", "y"`: each name has its own."""
        statement = one.source.parent(display)
        for target in statement.targets if isinstance(statement, ast.Assign) else ():
            parts = target.elts if isinstance(target, ast.Tuple | ast.List) else []
            if len(parts) == len(display.elts) and not any(isinstance(part, ast.Starred) for part in parts):
                yield from self._stored(one, parts[display.elts.index(one.node)])
            else:
                yield from self._stored(one._replace(node=display), target)


def _key(one: Carried) -> tuple[object, ...]:
    node, (origin_source, origin) = one.node, one.origin
    place = node.lineno, node.col_offset, node.end_lineno, node.end_col_offset
    passed = (one.given[1].lineno, one.given[1].col_offset) if one.given else ()
    return one.source.path, type(node), place, passed, origin_source.path, origin.lineno, origin.col_offset
