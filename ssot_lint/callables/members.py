"""Which class a method, or an assignment to `self.x`, belongs to, within one file."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ssot_lint.source.source import Source

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


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


def qualified(source: Source, node: ast.ClassDef) -> list[str]:
    """The names by which a class is reached from its module, functions around it included."""
    names = [node.name]
    around = source.parent(node)
    while around is not None:
        if isinstance(around, _DEFINITIONS):
            names.append(around.name)
        around = source.parent(around)
    return names[::-1]


def decorators(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The last names of a function's decorators."""
    return {last_name(part) for part in function.decorator_list}


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_first_of_method(source: Source, argument: ast.arg, function: ast.AST) -> bool:
    """Whether a parameter is the one that a call through an object binds (`self` or `cls`)."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or class_node(source, function) is None:
        return False
    first = (*function.args.posonlyargs, *function.args.args)[:1]
    return argument in first and "staticmethod" not in decorators(function)


def stores(source: Source) -> dict[tuple[ast.ClassDef, str], list[Store]]:
    """What the bodies and the methods of the classes assign to their attributes."""
    found: dict[tuple[ast.ClassDef, str], list[Store]] = {}
    for name in source.nodes(ast.Name):
        if isinstance(name.ctx, ast.Store) and source.names.scopes[name].kind == "class":
            holder = source.names.scopes[name].node
            if isinstance(holder, ast.ClassDef):
                found.setdefault((holder, name.id), []).append(_store(source, name))
    for node in source.nodes(ast.Attribute):
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            owner = source.names.scopes[node.value].lookup(node.value.id)
            function = owner[0].node if owner else node
            method_of = class_node(source, function)
            arguments = [binding.node for binding in owner[1]] if owner else []
            for one in arguments:
                if isinstance(one, ast.arg) and method_of and is_first_of_method(source, one, function):
                    found.setdefault((method_of, node.attr), []).append(_store(source, node))
    return found


def _store(source: Source, target: ast.Name | ast.Attribute) -> Store:
    statement = source.parent(target)
    if isinstance(statement, ast.AnnAssign):
        return Store(statement.annotation, statement.value)
    is_plain = isinstance(statement, ast.Assign) and target in statement.targets
    return Store(None, statement.value if is_plain and isinstance(statement, ast.Assign) else None)
