"""What passes another expression in the place of a literal."""

from __future__ import annotations

import ast
import builtins

from ssot_lint.model import Fix
from ssot_lint.moves.statements import replaced
from ssot_lint.source.scopes import Scope
from ssot_lint.source.source import Source


def instead(source: Source, call: ast.Call, value: ast.expr, expression: str) -> Fix | None:
    """Pass an expression; None when a name in it means nothing there, or the value is no plain literal in the call."""
    scope = next((source.names.scopes[one] for one in ast.walk(call.func) if isinstance(one, ast.Name)), None)
    if not isinstance(value, ast.Constant) or scope is None or source.unreadable or value not in ast.walk(call):
        return None
    if not all(_means_something(name, scope) for name in _names(expression)):
        return None
    return Fix(f"pass {expression}, though it is another value", False, (replaced(source.span(value), expression),))


def _names(expression: str) -> set[str]:
    """The names that an expression takes from around it."""
    nodes = [one for one in ast.walk(ast.parse(expression, mode="eval")) if isinstance(one, ast.Name)]
    own = {one.id for one in nodes if isinstance(one.ctx, ast.Store)}
    return {one.id for one in nodes} - own


def _means_something(name: str, scope: Scope) -> bool:
    return scope.lookup(name) is not None or hasattr(builtins, name)
