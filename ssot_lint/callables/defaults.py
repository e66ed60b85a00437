"""Defaults of parameters: they are made once, for all calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ssot_lint.callables.changes import changed_in_place
from ssot_lint.callables.members import FunctionNode
from ssot_lint.source.mutables import mutable
from ssot_lint.source.source import Source


def defaults_of(function: FunctionNode) -> Iterator[tuple[ast.arg, ast.expr]]:
    """The parameters of a function that have a default."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    yield from zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            yield argument, default


def kept_defaults(source: Source, function: FunctionNode) -> Iterator[tuple[ast.arg, ast.expr]]:
    """The parameters of a function whose default can change, and that it changes or keeps in an attribute.

    A parameter that the function binds anew is none of them: that is how a default is replaced.
    """
    mutables = [(argument, default) for argument, default in defaults_of(function) if mutable(source, default)]
    changed = {node for node in changed_in_place(source) if isinstance(node, ast.Name)} if mutables else set()
    for argument, default in mutables:
        if any(node in changed or _is_stored(source, node) for node in _uses(source, argument)):
            yield argument, default


def _uses(source: Source, argument: ast.arg) -> Iterator[ast.Name]:
    for node in source.nodes(ast.Name):
        bound = source.names.scopes[node].lookup(node.id) if node.id == argument.arg else None
        if bound and [one.node for one in bound[1]] == [argument]:
            yield node


def _is_stored(source: Source, node: ast.expr) -> bool:
    """Whether an expression is the value of an attribute, as it is or as an arm of a condition."""
    parent = source.parent(node)
    if isinstance(parent, ast.IfExp) and node is not parent.test:
        return _is_stored(source, parent)
    if isinstance(parent, ast.Assign):
        return parent.value is node and any(isinstance(target, ast.Attribute) for target in parent.targets)
    return isinstance(parent, ast.AnnAssign) and parent.value is node and isinstance(parent.target, ast.Attribute)
