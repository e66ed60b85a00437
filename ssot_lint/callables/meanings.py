"""What an expression stands for: a class, an object of a class, a function.

Told from the code around, without running through it: `self` and `super()`, constructors,
annotations, and every assignment to a variable or to `self.x`. A name bound in two ways means
both, so that an answer holds wherever the expression stands.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from ssot_lint.callables.annotations import parts_of_type
from ssot_lint.callables.circular import Circular
from ssot_lint.callables.definitions import (
    Bound,
    Definition,
    Gap,
    Held,
    Instance,
    Klass,
    Routine,
    Thing,
    definition,
)
from ssot_lint.callables.foreign import BUILTINS, DISPLAYS, returns_foreign
from ssot_lint.callables.lookup import Lookup
from ssot_lint.callables.members import Trees, class_at, class_node, decorators, is_first_of_method
from ssot_lint.repo.extract import parameters_of
from ssot_lint.repo.index import Index
from ssot_lint.source.calls import call_of
from ssot_lint.source.chains import decorator_name
from ssot_lint.source.scopes import Binding, Scope
from ssot_lint.source.source import Source

#: Decorators under which a call returns what the function says.
_KEEP_RESULT = frozenset({"staticmethod", "classmethod", "property", "cached_property", "cache", "lru_cache"})
_OF_CLASSES = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})
_PROPERTIES = frozenset({"property", "cached_property"})


class Meanings:
    """Expressions and what they stand for, in one repository."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.lookup = Lookup.of(index)
        self.trees = Trees(index)
        self._answers: Circular[Thing] = Circular(Gap.UNKNOWN, index.trails)  # of variables and attributes

    @classmethod
    def of(cls, index: Index) -> Meanings:
        return index.memo("callables.meanings", lambda: cls(index))

    def things(self, source: Source, node: ast.expr) -> list[Thing]:
        """All that an expression may stand for, but for None."""
        match node:
            case ast.Name():
                return self._name(source, node)
            case ast.Attribute():
                return self._attribute(source, node)
            case ast.Call():
                return self._result(source, node, False)
            case ast.Await(value=ast.Call() as call):
                return self._result(source, call, True)
            case ast.IfExp():
                return self._any(source, (node.body, node.orelse))
            case ast.BoolOp():
                return self._any(source, node.values)
            case ast.NamedExpr():
                return self.things(source, node.value)
            case ast.Subscript():  # `Box[int]`
                found = self.things(source, node.value)
                return [one if isinstance(one, Klass) else Gap.UNKNOWN for one in found]
            case ast.Lambda():
                place = source.span(node)
                parameters = tuple(parameters_of(node.args))
                return [Definition(source.path, place.line, place.column, "", "<lambda>", parameters)]
            case ast.Constant(value=None):
                return []
        return [Gap.OUTSIDE if isinstance(node, DISPLAYS) else Gap.UNKNOWN]

    def _any(self, source: Source, nodes: Iterable[ast.expr]) -> list[Thing]:
        return _unique(thing for node in nodes for thing in self.things(source, node))

    def definitions(self, things: Iterable[Thing]) -> list[Definition | Gap]:
        """What a call of one of the things fills."""
        found: list[Definition | Gap] = []
        for one in things:
            if isinstance(one, Klass):
                found += self.lookup.constructor(one) or [Gap.OUTSIDE]
            elif isinstance(one, Instance):
                called = self.lookup.method(one.klass, "__call__")
                found += [definition(each, through_instance=True) for each in called] or [Gap.UNKNOWN]
            elif isinstance(one, Routine):
                found.append(definition(one))
            elif isinstance(one, Bound):
                found.append(definition(one.routine, through_instance=True))
            else:
                found.append(one)
        return found

    # -- names

    def _name(self, source: Source, node: ast.Name) -> list[Thing]:
        found = source.names.scopes[node].lookup(node.id)
        if found is None:
            return self._targets(source, node)
        owner, bindings = found
        place = getattr(owner.node, "lineno", 0), getattr(owner.node, "col_offset", 0)
        return self._answers.of(
            ("variable", source.path, owner.kind, place, node.id),
            lambda: _unique(thing for one in bindings for thing in self._bound(source, one, owner)),
        )

    def _targets(self, source: Source, node: ast.AST, scope: Scope | None = None) -> list[Thing]:
        """What the dotted names that an expression resolves to lead to."""
        targets = source.resolve(node, scope)
        named = [target for target in targets if target.bound]
        if not named:
            roots = {target.dotted.partition(".")[0] for target in targets}
            return [Gap.OUTSIDE if roots and roots <= BUILTINS else Gap.UNKNOWN]
        found = [thing for target in named for thing in self._located(source.path, target.dotted)]
        if len(named) < len(targets):  # by star imports, of which only some have it
            return [thing for thing in found if not isinstance(thing, Gap)] or found
        return found

    def _bound(self, source: Source, binding: Binding, owner: Scope) -> list[Thing]:
        if binding.kind in ("import", "class", "function"):
            return self._located(source.path, binding.dotted) if binding.dotted else [Gap.UNKNOWN]
        if isinstance(binding.node, ast.arg):
            return self._parameter(source, binding.node, owner.node)
        statement = source.parent(binding.node)
        if isinstance(statement, ast.AnnAssign):
            declared = self.declared(source, statement.annotation)
            if Gap.UNKNOWN not in declared:
                return declared
        return [Gap.UNKNOWN] if binding.value is None else self.things(source, binding.value)

    def _located(self, path: str, dotted: str) -> list[Thing]:
        found: list[Thing] = []
        for meaning in self.lookup.locate(dotted, path):
            found += self._held(meaning) if isinstance(meaning, Held) else [meaning]
        return found

    def _held(self, held: Held) -> list[Thing]:
        """What a variable of a module holds, and then its attributes; nothing more where it holds itself."""
        found = self._answers.of(("held", held.path, held.name), lambda: self._value(held))
        for name in held.after:
            found = [thing for one in found for thing in self.member(one, name)]
        return found

    def _value(self, held: Held) -> list[Thing]:
        source = self.index.source(held.path)
        top = source.names.top
        found: list[Thing] = []
        for binding in top.bindings.get(held.name, ()):
            if binding.kind in ("value", "other"):
                found += self._bound(source, binding, top)
        return found

    def _parameter(self, source: Source, argument: ast.arg, function: ast.AST) -> list[Thing]:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            return [Gap.UNKNOWN]
        arguments = function.args
        if argument in (arguments.vararg, arguments.kwarg):
            return [Gap.OUTSIDE]
        klass = self.class_of_method(source, function)
        if klass is not None and is_first_of_method(source, argument, function):
            by_class = "classmethod" in decorators(function) or function.name in _OF_CLASSES
            return [klass] if by_class else [Instance(klass)]
        return self.declared(source, argument.annotation)

    def declared(self, source: Source, annotation: ast.expr | None) -> list[Thing]:
        """The objects that an annotation allows, but for None."""
        found: list[Thing] = []
        for part in parts_of_type(source, annotation):
            things = [Gap.UNKNOWN] if part.node is None else self._targets(source, part.node, part.scope)
            for one in things:
                if isinstance(one, Klass):
                    found.append(one if part.is_class else Instance(one))
                else:
                    found.append(Gap.OUTSIDE if one is Gap.OUTSIDE else Gap.UNKNOWN)
        return _unique(found)

    def class_of_method(self, source: Source, function: ast.AST) -> Klass | None:
        """The class in whose body a function stands."""
        node = class_node(source, function)
        return None if node is None else class_at(self.lookup, source, node)

    # -- attributes

    def _attribute(self, source: Source, node: ast.Attribute) -> list[Thing]:
        if isinstance(node.value, ast.Call) and decorator_name(node.value.func) == "super":
            return self._of_super(source, node)
        root: ast.expr = node.value
        while isinstance(root, ast.Attribute):
            root = root.value
        bound = source.names.scopes[root].lookup(root.id) if isinstance(root, ast.Name) else None
        if isinstance(root, ast.Name) and bound is None:
            return self._targets(source, node)
        bindings = bound[1] if bound else []
        if not bindings or any(one.kind != "import" for one in bindings):
            things = self.things(source, node.value)
            found = _unique(thing for one in things for thing in self.member(one, node.attr))
            if found != [Gap.UNKNOWN] or len(bindings) > 1:
                return found
        return self._targets(source, node)

    def _of_super(self, source: Source, node: ast.Attribute) -> list[Thing]:
        method = source.parent(node)
        klass = None
        while method is not None and klass is None:
            if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                klass = self.class_of_method(source, method)
            method = source.parent(method)
        for one in self.lookup.line(klass)[1:] if klass else ():
            if one is None:
                break
            found = self.lookup.own(one, node.attr)
            if found:
                return [Bound(routine) for routine in found]
            if node.attr == "__init__" and one.facts.fields is not None:
                return [*self.lookup.constructor(one)] or [Gap.OUTSIDE]
        return [Gap.OUTSIDE]

    def member(self, thing: Thing, name: str) -> list[Thing]:
        """What an attribute of a thing stands for."""
        if isinstance(thing, Gap):
            return [thing]
        if not isinstance(thing, Klass | Instance):
            return [Gap.UNKNOWN]
        klass = thing.klass if isinstance(thing, Instance) else thing
        if name == "__class__" and isinstance(thing, Instance):
            return [klass]
        found: list[Thing] = []
        for routine in self.lookup.method(klass, name):
            if isinstance(thing, Klass):
                found.append(routine)
            elif _PROPERTIES.isdisjoint(decorators(self.trees.function(routine)[1])):
                found.append(Bound(routine))
            else:
                found += self._returned(routine, is_awaited=False)
        inner = self.lookup.inside(klass.path, [*klass.facts.name.split("."), name])
        found = found or [one for one in inner if isinstance(one, Klass)] or self._assigned(klass, name)
        return found or [Gap.UNKNOWN if self.lookup.is_complete(klass) else Gap.OUTSIDE]

    def _assigned(self, klass: Klass, name: str) -> list[Thing]:
        """What the methods and the body of a class, or of one it inherits from, assign to an attribute."""
        return self._answers.of(("attribute", klass.path, klass.dotted, name), lambda: self._stored(klass, name))

    def _stored(self, klass: Klass, name: str) -> list[Thing]:
        found: list[Thing] = []
        for one in filter(None, self.lookup.line(klass)):
            source, stores = self.trees.stores(one, name)
            for store in stores:
                if store.annotation is not None:
                    return self.declared(source, store.annotation)
                found += [Gap.UNKNOWN] if store.value is None else self.things(source, store.value)
        return _unique(found)

    # -- calls

    def _result(self, source: Source, node: ast.Call, is_awaited: bool) -> list[Thing]:
        """What a call returns."""
        call = call_of(source, node)
        if call.is_partial:
            callees = self.definitions(self.things(source, call.callee))
            return [one if isinstance(one, Gap) else one.filled(call) for one in callees]
        name = decorator_name(node.func)
        if name == "cast" and len(node.args) == 2:
            return self.declared(source, node.args[0])
        if name == "type" and len(node.args) == 1:
            found = self.things(source, node.args[0])
            return [one.klass if isinstance(one, Instance) else Gap.UNKNOWN for one in found]
        results: list[Thing] = []
        for one in self.things(source, node.func):
            if isinstance(one, Klass) and not is_awaited:
                results.append(Instance(one))
            elif isinstance(one, Routine | Bound):
                routine = one.routine if isinstance(one, Bound) else one
                results += self._returned(routine, is_awaited=is_awaited)
            else:
                results.append(Gap.OUTSIDE if one is Gap.OUTSIDE and returns_foreign(source, node) else Gap.UNKNOWN)
        return _unique(results)

    def _returned(self, routine: Routine, *, is_awaited: bool) -> list[Thing]:
        """What the annotation of a function says that it returns."""
        source, node = self.trees.function(routine)
        if routine.function.is_async != is_awaited or not decorators(node) <= _KEEP_RESULT:
            return [Gap.UNKNOWN]
        return self.declared(source, node.returns)


def _unique(things: Iterable[Thing]) -> list[Thing]:
    return list(dict.fromkeys(things))
