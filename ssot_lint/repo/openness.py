"""Whether a module may have names that its text does not bind."""

from __future__ import annotations

import ast
import re

from ssot_lint.source.chains import last_name
from ssot_lint.source.source import Source

#: Functions that give the names of a module away.
_TABLES = ("globals", "vars", "locals", "exec")
#: What is handed its own name by a module, and does not change it.
_HARMLESS = re.compile(r"log|import_module|get_data|files|find_spec|^[A-Z]")


def is_open(source: Source) -> bool:
    """Whether a module may have other names than it binds.

    It has a `__getattr__`, writes to `globals()`, replaces itself in `sys.modules`, changes
    its `__path__`, hands its own name to something that may do so, or can't be read in full.
    """
    if "__getattr__" in source.names.top.bindings or source.unreadable is not None:
        return True
    if source.mentions("__path__") and any(name.id == "__path__" for name in source.nodes(ast.Name)):
        return True
    if any(map(source.mentions, (*_TABLES, "__name__"))) and any(
        _opens(source, call) for call in source.nodes(ast.Call)
    ):
        return True
    return any(
        _is_write_or_self(part) and _is_table_of_modules(source, part.value) for part in source.nodes(ast.Subscript)
    )


def _is_write_or_self(part: ast.Subscript) -> bool:
    return not isinstance(part.ctx, ast.Load) or last_name(part.slice) == "__name__"


def _is_table_of_modules(source: Source, node: ast.expr) -> bool:
    return any(target.dotted == "sys.modules" for target in source.resolve(node))


def _opens(source: Source, call: ast.Call) -> bool:
    name = last_name(call.func)
    if name == "globals":
        return True
    if name in _TABLES and not _is_in_function(source, call):
        return name != "vars" or not call.args
    if not any(map(_is_own_name, call.args)) and not any(
        _is_own_name(word.value) and word.arg != "module" for word in call.keywords
    ):
        return False
    if isinstance(call.func, ast.Attribute) and _is_table_of_modules(source, call.func.value):
        return True
    if _is_in_function(source, call):
        return False
    return len(call.args) + len(call.keywords) > 1 and _HARMLESS.search(name) is None


def _is_own_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "__name__"


def _is_in_function(source: Source, node: ast.AST) -> bool:
    parent = source.parent(node)
    while parent is not None:
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            return True
        parent = source.parent(parent)
    return False
