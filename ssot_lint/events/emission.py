"""Whether a call sends what it is given."""

from __future__ import annotations

import ast

from ssot_lint.events.names import bindings_of
from ssot_lint.events.naming import Emitters
from ssot_lint.source.chains import decorator_name, last_name
from ssot_lint.source.source import Source

#: What gives a function another way to be called.
_WRAPPERS = frozenset({"async_to_sync", "partial", "partialmethod", "shield", "sync_to_async", "wraps"})
_DEEPEST = 3  # names and wrappers around an emitter


def is_emission(emitters: Emitters, source: Source, call: ast.Call, given: ast.AST | None) -> bool:
    """Whether a call sends what it is given, or hands it to what does (`submit(emit, "x")`)."""
    handed = [*call.args[:2], *(word.value for word in call.keywords)]
    return _is_emitter(emitters, source, call.func, _DEEPEST) or any(
        one is not given and _is_reference(emitters, source, one) for one in handed
    )


def _is_reference(emitters: Emitters, source: Source, node: ast.expr) -> bool:
    is_function = isinstance(node, ast.Attribute) or any(
        binding.kind in ("function", "import") for binding in bindings_of(source, node)
    )
    return is_function and emitters.refer(last_name(node))


def _is_emitter(emitters: Emitters, source: Source, callee: ast.expr, depth: int) -> bool:
    """Whether an expression is a function that sends, by its own name, one it is imported by, or what it wraps."""
    if not depth:
        return False
    if isinstance(callee, ast.Call):
        wrapped = callee.args[:1] if decorator_name(callee) in _WRAPPERS else []
        return any(_is_emitter(emitters, source, one, depth - 1) for one in wrapped)
    names = [last_name(callee), *(target.dotted.rpartition(".")[2] for target in source.resolve(callee))]
    return any(map(emitters.match, filter(None, names))) or any(
        _is_emitter(emitters, source, binding.value, depth - 1)
        for binding in bindings_of(source, callee)
        if isinstance(binding.value, ast.Name | ast.Attribute | ast.Call)
    )
