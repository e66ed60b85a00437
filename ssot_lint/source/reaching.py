"""Which assignments of a file a name can have its value from, where it is used.

A message is often put together before it is logged, under a name that the next message has
too. So control flow is followed as far as blocks show it: an assignment hides those before it,
one under a condition does not, and a branch that ends in `return` or `raise` is left out. A
parameter has its default. What a loop brings back to its start is not followed.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ssot_lint.source.chains import last_name
from ssot_lint.source.scopes import Scope
from ssot_lint.source.source import Source

#: An expression, `name += expression` as a whole, or None for what the file does not tell.
Value = ast.expr | ast.AugAssign | None

_SCOPED = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_BLOCKS = ("body", "orelse", "finalbody")
_DEPTH = 40  # of blocks in each other


def reaching(source: Source, node: ast.Name | ast.Attribute) -> tuple[Value, ...]:
    """All that a name, or an attribute of `self` that the class body sets, may stand for."""
    if isinstance(node, ast.Attribute):
        return _of_class(source, node)
    found = source.names.scopes[node].lookup(node.id)
    if found is None:
        return (None,)
    owner, _ = found
    around = _around(source, node)
    return _Flow(source, owner, node.id).before(node) if around is owner.node else _all(owner, node.id)


def _around(source: Source, node: ast.AST) -> ast.AST | None:
    """The module, class or function that a node is in."""
    parent = source.parent(node)
    while parent is not None and not isinstance(parent, _SCOPED):
        parent = source.parent(parent)
    return parent


def _all(owner: Scope, name: str) -> tuple[Value, ...]:
    """All values of a name that is used in another scope, when all of them can be told."""
    bindings = owner.bindings.get(name, ())
    values = tuple(binding.value or _default(owner.node, binding.node) for binding in bindings)
    return values if values and None not in values else (None,)


def _default(function: ast.AST, parameter: ast.AST) -> ast.expr | None:
    """The default of a parameter."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return None
    given = function.args
    ordered = [*given.posonlyargs, *given.args]
    pairs = [*zip(reversed(ordered), reversed(given.defaults), strict=False)]
    return next(
        (value for one, value in (*pairs, *zip(given.kwonlyargs, given.kw_defaults, strict=True)) if one is parameter),
        None,
    )


def _of_class(source: Source, node: ast.Attribute) -> tuple[Value, ...]:
    if not isinstance(node.value, ast.Name) or node.value.id not in ("self", "cls"):
        return (None,)
    found = source.names.scopes[node.value].lookup(node.value.id)
    outer = found[0].parent if found else None
    return _all(outer, node.attr) if outer is not None and outer.kind == "class" else (None,)


class _Flow:
    """The assignments to one name, in the scope that it belongs to."""

    def __init__(self, source: Source, owner: Scope, name: str) -> None:
        self._source = source
        self._name = name
        bindings = owner.bindings[name]
        self._binders = {_binder(source, binding.node) for binding in bindings}
        self._default = next(filter(None, (_default(owner.node, binding.node) for binding in bindings)), None)

    def before(self, node: ast.AST) -> tuple[Value, ...]:
        """The values that the name can have at a node, the nearest first."""
        found: list[Value] = []
        parent = self._source.parent(node)
        while parent is not None:
            if self._in_block(_earlier(parent, node), found, _DEPTH):
                return tuple(found)
            if self._binds(parent) and not isinstance(parent, _ASSIGNMENTS):
                break
            if isinstance(parent, ast.Try) and node not in parent.body:
                if self._in_block(parent.body, found, _DEPTH) and node in parent.orelse:
                    return tuple(found)
            if isinstance(parent, _SCOPED):
                break
            node, parent = parent, self._source.parent(parent)
        return (*found, self._default)

    def _in_block(self, block: Sequence[ast.stmt], found: list[Value], depth: int) -> bool:
        """Add what the end of a block may have the name stand for; whether nothing before the block counts."""
        for statement in reversed(block):
            if isinstance(statement, _LEAVING) or self._in_statement(statement, found, depth - 1):
                return True
        return False

    def _in_statement(self, statement: ast.stmt, found: list[Value], depth: int) -> bool:
        match statement:
            case _ if isinstance(statement, _LOOPS) or not depth:
                for node in ast.walk(statement):
                    self._assigned(node, found)
                return False
            case ast.If(body=body, orelse=orelse):
                return all([self._in_block(body, found, depth), self._in_block(orelse, found, depth)])
            case ast.With(body=body) | ast.AsyncWith(body=body):
                if self._in_block(body, found, depth):
                    return True
            case ast.Try() | ast.Match():
                return self._in_branches(statement, found, depth)
        return self._assigned(statement, found)

    def _in_branches(self, statement: ast.Try | ast.Match, found: list[Value], depth: int) -> bool:
        if isinstance(statement, ast.Match):
            for case in statement.cases:
                self._in_block(case.body, found, depth)
            return False
        if self._in_block(statement.finalbody, found, depth):
            return True
        handled = [self._in_block(handler.body, found, depth) for handler in statement.handlers]
        return self._in_block([*statement.body, *statement.orelse], found, depth) and all(handled)

    def _assigned(self, node: ast.AST, found: list[Value]) -> bool:
        """Add what a statement assigns to the name; whether it does."""
        if isinstance(node, ast.AugAssign) and last_name(node.target) == self._name:
            found.append(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and self._is_target(node):
            found.append(node.value)
        elif isinstance(node, ast.stmt) and self._binds(node):
            found.append(None)
        else:
            return False
        return True

    def _is_target(self, node: ast.Assign | ast.AnnAssign) -> bool:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Name) and target.id == self._name for target in targets)

    def _binds(self, node: ast.AST) -> bool:
        """Whether a statement itself, and not one in it, binds the name."""
        return node in self._binders


def _binder(source: Source, node: ast.AST) -> ast.AST | None:
    """The statement, or the arm of a `try`, that a binding is in."""
    found: ast.AST | None = node
    while found is not None and not isinstance(found, ast.stmt | ast.ExceptHandler):
        found = source.parent(found)
    return found


def _earlier(parent: ast.AST, node: ast.AST) -> list[ast.stmt]:
    """The statements before one in its block."""
    for field in _BLOCKS:
        block = getattr(parent, field, None)
        if isinstance(block, list) and node in block:
            return block[: block.index(node)]
    return []
