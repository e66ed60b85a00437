"""Objects that a module keeps for all its users: made at import, kept by `global`, or cached."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ssot_lint.callables.changeable import Changeable
from ssot_lint.callables.changes import Receivers, changed_in_place, unsubscripted
from ssot_lint.callables.defaults import defaults_of
from ssot_lint.callables.definitions import Instance, Klass, Routine
from ssot_lint.callables.meanings import Meanings
from ssot_lint.callables.members import FunctionNode
from ssot_lint.repo.index import Index
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.source.chains import last_name
from ssot_lint.source.mutables import mutable
from ssot_lint.source.needles import Needles
from ssot_lint.source.scopes import Binding, Scope
from ssot_lint.source.shapes import is_type_checking
from ssot_lint.source.source import Source

_CACHES = frozenset(
    {
        *("functools.lru_cache", "functools.cache", "async_lru.alru_cache", "cachetools.cached"),
        *(f"cachetools.func.{kind}_cache" for kind in ("fifo", "lfu", "lru", "mru", "rr", "ttl")),
    }
)
_DESCRIPTIVE = ("__get__", "__set_name__", "contribute_to_class")
IsIsolated = Callable[[str], bool]


class Kept(NamedTuple):
    """A place that keeps an object of a class; `made` is where it is made, if that is elsewhere."""

    place: ast.expr
    name: str
    klass: Klass
    made: ast.expr


class Keeping:
    """What one file keeps of the classes whose names `is_isolated` is true of."""

    def __init__(self, index: Index, source: Source, is_isolated: IsIsolated) -> None:
        self.source = source
        self._index = index
        self._is_isolated = is_isolated
        self._meanings = Meanings.of(index)
        self._receivers = Receivers(index, source)
        self._changeable = Changeable.of(index)

    # -- what an expression makes

    def made(self, value: ast.expr) -> tuple[Klass, ast.expr] | None:
        """The isolated class of which an expression makes an object, or a container with one, and where."""
        match value:
            case ast.IfExp():
                parts = [value.body, value.orelse]
            case ast.BoolOp():
                parts = value.values
            case ast.List() | ast.Tuple() | ast.Set():
                parts = value.elts
            case ast.Dict():
                parts = value.values
            case ast.ListComp() | ast.SetComp():
                parts = [value.elt]
            case ast.DictComp():
                parts = [value.value]
            case ast.NamedExpr() | ast.Starred():
                parts = [value.value]
            case ast.Call() | ast.Await():
                klass = self._made_by(value)
                is_state = klass is not None and self._changeable.can_change(klass, self.source, value)
                return (klass, value) if klass and is_state else None
            case _:
                parts = []
        return next(filter(None, map(self.made, parts)), None)

    def _made_by(self, value: ast.Call | ast.Await) -> Klass | None:
        for thing in self._meanings.things(self.source, value):
            if isinstance(thing, Instance) and self._is_isolated(thing.klass.name):
                return thing.klass
        call = value.value if isinstance(value, ast.Await) else value
        for thing in self._meanings.things(self.source, call.func) if isinstance(call, ast.Call) else ():
            routine = thing if isinstance(thing, Routine) else getattr(thing, "routine", None)
            klass = self._returned(routine) if isinstance(routine, Routine) else None
            if klass:
                return klass
        return None

    def _returned(self, routine: Routine) -> Klass | None:
        """The isolated class of which a function without an annotation returns an object."""
        source, node = self._meanings.trees.function(routine)
        receivers = self._receivers if source is self.source else Receivers(self._index, source)
        for part in source.nodes(ast.Return):
            if isinstance(part.value, ast.Call) and _function(source, part) is node:
                made = receivers.of(part.value)
                if made and not made.is_class and self._is_isolated(made.klass.name):
                    return made.klass
        return None

    def declared(self, annotation: ast.expr | None) -> Klass | None:
        """The isolated class that an annotation names."""
        for thing in self._meanings.declared(self.source, annotation):
            if isinstance(thing, Instance) and self._is_isolated(thing.klass.name):
                return thing.klass
        return None

    # -- what keeps it

    def variables(self) -> Iterator[Kept]:
        """The variables of the module that keep an object, each at its first assignment.

        Those that only a script uses are left out: one run of it is one user.
        """
        filled = self._put_in()
        for name, bindings in self.source.names.top.bindings.items():
            found = self._kept_by(name, bindings, filled.get(name, []))
            if found and self._has_users(name):
                yield found

    def _has_users(self, name: str) -> bool:
        """Whether others than a script that runs once may use a variable of the module."""
        path, top = self.source.path, self.source.names.top
        folder = path.rpartition("/")[0]
        if self._index.lists(f"{folder}/__init__.py"):
            return True
        uses = [node for node in self.source.nodes(ast.Name) if node.id == name and isinstance(node.ctx, ast.Load)]
        if not all(self.source.names.scopes[node] is top for node in uses) or not uses:
            return True
        stem = path.rpartition("/")[2].partition(".")[0].encode()
        imported = re.compile(rb"^\s*(?:from|import)\b[^\n]*\b%b\b" % re.escape(stem), re.MULTILINE)
        others = (one for one in mentioning(self._index, Needles({name})) if one != path)
        return any(imported.search(self._index.read(one)) for one in others)

    def class_attributes(self) -> Iterator[Kept]:
        """The attributes of classes, isolated or not, that keep an object."""
        nodes: list[ast.Name | ast.Attribute] = [*self.source.nodes(ast.Name), *self.source.nodes(ast.Attribute)]
        for target in nodes:
            statement = self.source.parent(target)
            if isinstance(target.ctx, ast.Store) and isinstance(statement, ast.Assign | ast.AnnAssign):
                holder = self._holder(target)
                made = self.made(statement.value) if holder and statement.value else None
                if made and not self._is_told_its_place(made[0]):
                    yield Kept(target, f"{holder}.{last_name(target)}", *made)

    def _holder(self, target: ast.Name | ast.Attribute) -> str:
        """The class to which an assignment gives an attribute, "" when it is none, or reported otherwise."""
        if isinstance(target, ast.Name):
            scope = self.source.names.scopes[target]
            return scope.node.name if isinstance(scope.node, ast.ClassDef) else ""
        receiver = self._receivers.of(target.value)
        if receiver is None or not receiver.is_class:
            return ""
        is_told = self._is_isolated(receiver.klass.name) and _function(self.source, target) is not None
        return "" if is_told else receiver.klass.name

    def _is_told_its_place(self, klass: Klass) -> bool:
        """Whether an object may learn what class it is an attribute of, and be of use only so (a descriptor)."""
        lookup = self._meanings.lookup
        return not lookup.is_complete(klass) or any(lookup.method(klass, name) for name in _DESCRIPTIVE)

    def _kept_by(self, name: str, bindings: list[Binding], put: list[ast.expr]) -> Kept | None:
        kept = [
            one for one in bindings if isinstance(one.node, ast.Name) and not _is_for_scripts(self.source, one.node)
        ]
        places = [one.node for one in kept if isinstance(one.node, ast.Name)]
        for value in (*(one.value for one in kept), *put):
            made = self.made(value) if value is not None else None
            if made and places:
                return Kept(places[0], name, *made)
        for one in kept:
            statement = self.source.parent(one.node)
            klass = self.declared(statement.annotation) if isinstance(statement, ast.AnnAssign) else None
            called = next((one.value for one in kept if isinstance(one.value, ast.Call | ast.Await)), None)
            if klass and called and self._changeable.can_change(klass, self.source, called):
                return Kept(places[0], name, klass, called)
        return None

    def _put_in(self) -> dict[str, list[ast.expr]]:
        """By variable of the module, what is put into it: `x[k] = value`, `x.append(value)`."""
        found: dict[str, list[ast.expr]] = {}
        for node in changed_in_place(self.source):
            if isinstance(node, ast.Name) and self._scope_of(node) is self.source.names.top:
                item = self.source.parent(node)
                statement = self.source.parent(item) if item else None
                if isinstance(statement, ast.Assign):
                    found.setdefault(node.id, []).append(statement.value)
                elif isinstance(statement, ast.Call):
                    found.setdefault(node.id, []).extend(statement.args)
        return found

    def _scope_of(self, node: ast.Name) -> Scope | None:
        found = self.source.names.scopes[node].lookup(node.id)
        return found[0] if found else None

    def defaults(self) -> Iterator[Kept]:
        """The parameters whose default is an object that is made once."""
        for function in self.source.functions():
            for argument, default in defaults_of(function):
                made = self.made(default)
                if made:
                    yield Kept(default, argument.arg, *made)

    def caches(self) -> Iterator[tuple[FunctionNode, ast.expr, Klass | None]]:
        """The cached methods, and the cached functions with the isolated class of what they return."""
        for function in self.source.functions():
            cache = next((part for part in function.decorator_list if self._is_cache(part)), None)
            if cache is not None:
                if self.class_of(function):
                    yield function, cache, None
                else:
                    made = self._result(function)
                    if made:
                        yield function, cache, made

    def _is_cache(self, decorator: ast.expr) -> bool:
        callee = decorator.func if isinstance(decorator, ast.Call) else decorator
        return not _CACHES.isdisjoint(target.dotted for target in self.source.resolve(callee))

    def _result(self, function: FunctionNode) -> Klass | None:
        declared = self.declared(function.returns)
        if declared:
            return declared if self._changeable.can_change(declared, self.source, None) else None
        for part in self.source.nodes(ast.Return):
            if part.value is not None and _function(self.source, part) is function:
                made = self.made(part.value)
                if made:
                    return made[0]
        return None

    # -- what methods change

    def changed_variables(self) -> Iterator[tuple[ast.Name, Klass, ast.expr]]:
        """The variables of the module that methods of isolated classes change, each with the first change."""
        top = self.source.names.top
        changed = [*changed_in_place(self.source), *self._global_stores()]
        seen: set[str] = set()
        for node in sorted(map(unsubscripted, changed), key=lambda one: (one.lineno, one.col_offset)):
            if not isinstance(node, ast.Name) or node.id in seen or self._scope_of(node) is not top:
                continue
            klass = self._class_around(node)
            bindings = [one for one in top.bindings[node.id] if isinstance(one.node, ast.Name)]
            is_state = not isinstance(node.ctx, ast.Load) or any(mutable(self.source, one.value) for one in bindings)
            if klass and bindings and is_state:
                seen.add(node.id)
                place = bindings[0].node
                assert isinstance(place, ast.Name)
                yield place, klass, node

    def _global_stores(self) -> Iterator[ast.Name]:
        for node in self.source.nodes(ast.Name):
            if isinstance(node.ctx, ast.Store) and node.id in self.source.names.scopes[node].elsewhere:
                yield node

    def _class_around(self, node: ast.AST) -> Klass | None:
        function = _function(self.source, node)
        while function is not None:
            klass = self._meanings.class_of_method(self.source, function)
            if klass:
                return klass if self._is_isolated(klass.name) else None
            function = _function(self.source, function)
        return None

    def class_of(self, function: FunctionNode) -> Klass | None:
        """The isolated class of which a function is a method."""
        klass = self._meanings.class_of_method(self.source, function)
        return klass if klass and self._is_isolated(klass.name) else None


def _function(source: Source, node: ast.AST) -> FunctionNode | None:
    around = source.parent(node)
    while around is not None and not isinstance(around, FunctionNode):
        around = source.parent(around)
    return around


def _is_for_scripts(source: Source, node: ast.AST) -> bool:
    """Whether a statement runs only in a script, or not at all: `if __name__ == "__main__"`, TYPE_CHECKING."""
    around = source.parent(node)
    while around is not None:
        if isinstance(around, ast.If):
            names = {last_name(part) for part in ast.walk(around.test)}
            if "__name__" in names or is_type_checking(around.test):
                return True
        around = source.parent(around)
    return False
