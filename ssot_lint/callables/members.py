"""Which class a method, or an assignment to `self.x`, belongs to, and where both are in a tree."""

from __future__ import annotations

import ast
from typing import NamedTuple
from weakref import WeakKeyDictionary

from ssot_lint.callables.definitions import Klass, Routine
from ssot_lint.callables.lookup import Lookup
from ssot_lint.repo.index import Index
from ssot_lint.source.chains import decorator_name
from ssot_lint.source.source import Source

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class Store(NamedTuple):
    """An assignment to an attribute of a class or of its objects; no value when it can't be told."""

    annotation: ast.expr | None
    value: ast.expr | None


def class_node(source: Source, function: ast.AST) -> ast.ClassDef | None:
    """The class in whose body something stands."""
    holder = source.parent(function)
    while isinstance(holder, ast.If | ast.Try | ast.With):
        holder = source.parent(holder)
    return holder if isinstance(holder, ast.ClassDef) else None


def class_at(lookup: Lookup, source: Source, node: ast.ClassDef) -> Klass | None:
    """The class that a statement makes."""
    line = source.name_span(node).line
    found = lookup.inside(source.path, source.qualified(node))
    return next((one for one in found if isinstance(one, Klass) and one.facts.line == line), None)


def decorators(function: FunctionNode) -> set[str]:
    """The last names of a function's decorators."""
    return {decorator_name(part) for part in function.decorator_list}


def is_first_of_method(source: Source, argument: ast.arg, function: ast.AST) -> bool:
    """Whether a parameter is the one that a call through an object binds (`self` or `cls`)."""
    if not isinstance(function, FunctionNode):
        return False
    first = (*function.args.posonlyargs, *function.args.args)[:1]
    is_method = class_node(source, function) is not None
    return is_method and argument in first and "staticmethod" not in decorators(function)


class Trees:
    """The nodes of definitions, by what the index says of them; trees come and go with their sources."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._functions: WeakKeyDictionary[Source, dict[tuple[str, int], FunctionNode]] = WeakKeyDictionary()
        self._targets: WeakKeyDictionary[Source, dict[str, list[ast.Name | ast.Attribute]]]
        self._targets = WeakKeyDictionary()

    def function(self, routine: Routine) -> tuple[Source, FunctionNode]:
        """The definition of a function."""
        source = self._index.source(routine.path)
        known = self._functions.get(source)
        if known is None:
            known = {(node.name, source.name_span(node).line): node for node in source.functions()}
            self._functions[source] = known
        return source, known[routine.function.name, routine.function.line]

    def stores(self, klass: Klass, name: str) -> tuple[Source, list[Store]]:
        """What the body and the methods of a class assign to an attribute."""
        source = self._index.source(klass.path)
        known = self._targets.get(source)
        if known is None:
            known = self._targets[source] = {}
            nodes: list[ast.Name | ast.Attribute] = [*source.nodes(ast.Name), *source.nodes(ast.Attribute)]
            for node in nodes:
                if isinstance(node.ctx, ast.Store):
                    attribute = node.attr if isinstance(node, ast.Attribute) else node.id
                    known.setdefault(attribute, []).append(node)
        found = []
        for target in known.get(name, ()):
            holder = _class_of_target(source, target)
            if holder is not None and source.name_span(holder).line == klass.facts.line:
                found.append(_store(source, target))
        return source, found

    def text(self, klass: Klass) -> str:
        """The text of a class."""
        source = self._index.source(klass.path)
        nodes = source.nodes(ast.ClassDef)
        node = next(one for one in nodes if source.name_span(one).line == klass.facts.line)
        return "\n".join(source.lines[node.lineno - 1 : node.end_lineno])


def _class_of_target(source: Source, target: ast.Name | ast.Attribute) -> ast.ClassDef | None:
    """The class to which `self.x = ...`, or an assignment in its body, gives an attribute."""
    if isinstance(target, ast.Name):
        holder = source.names.scopes[target].node
        return holder if isinstance(holder, ast.ClassDef) else None
    owner = source.names.scopes[target.value].lookup(target.value.id) if isinstance(target.value, ast.Name) else None
    for binding in owner[1] if owner else ():
        if owner and isinstance(binding.node, ast.arg):
            if is_first_of_method(source, binding.node, owner[0].node):
                return class_node(source, owner[0].node)
    return None


def _store(source: Source, target: ast.Name | ast.Attribute) -> Store:
    statement = source.parent(target)
    if isinstance(statement, ast.AnnAssign):
        return Store(statement.annotation, statement.value)
    is_plain = isinstance(statement, ast.Assign) and target in statement.targets
    return Store(None, statement.value if is_plain and isinstance(statement, ast.Assign) else None)
