"""What a file itself says is on its way out."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ssot_lint.source.chains import decorator_name, last_name
from ssot_lint.source.source import Source

_SAID = re.compile(r"\bdeprecated\b", re.I)
_DIRECTIVE = re.compile(r"^\.\. deprecated::", re.M)
_WARNING = re.compile(r"Deprecat|RemovedIn")

_ALWAYS_CALLED = frozenset({"__init__", "__new__", "__init_subclass__", "__post_init__"})

_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def is_deprecated(source: Source, name: str) -> bool:
    """Whether a class or function at the top level, or the module as a whole, says that it is deprecated.

    It does by a decorator, in the first paragraph of its docstring, or by a warning whenever
    it is used: one under a condition is about an argument.
    """
    if _says(source.tree) or _warns(source.tree.body):
        return True
    return any(_is_deprecated(node) for node in source.tree.body if isinstance(node, _Definition) and node.name == name)


def _is_deprecated(node: _Definition) -> bool:
    if any(decorator_name(part) == "deprecated" for part in node.decorator_list) or _says(node):
        return True
    bodies = [node.body]
    if isinstance(node, ast.ClassDef):
        bodies += [part.body for part in node.body if isinstance(part, _Definition) and part.name in _ALWAYS_CALLED]
    return any(map(_warns, bodies))


def _says(node: ast.Module | _Definition) -> bool:
    text = ast.get_docstring(node) or ""
    return bool(_SAID.search(text.partition("\n\n")[0]) or _DIRECTIVE.search(text))


def _warns(statements: Sequence[ast.stmt]) -> bool:
    """Whether `warnings.warn(…, DeprecationWarning)` is among the statements."""
    return any(
        decorator_name(call) == "warn"
        and any(_WARNING.search(last_name(part)) for part in (*call.args, *(word.value for word in call.keywords)))
        for statement in statements
        if isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call)
    )
