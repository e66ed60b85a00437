"""How functions and values are written and built: texts to show, and digests to compare by."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ssot_lint.repo.digest import blake2b

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_LONG = 40  # characters of a default or value that is shown
#: What of a node is not its meaning: `u"text"` is "text", and a type comment is a comment.
_MEANINGLESS = frozenset({"kind", "type_comment", "type_ignores", "ctx"})


def shown(value: ast.expr) -> str:
    """A value as text, "..." when it is long (which may be too deep to be written)."""
    is_short = value.end_lineno == value.lineno and (value.end_col_offset or 0) - value.col_offset <= _LONG
    return ast.unparse(value) if is_short else "..."


def signature(arguments: ast.arguments) -> str:
    """Parameters with their defaults, but without annotations."""

    def bare(argument: ast.arg) -> ast.arg:
        return ast.arg(argument.arg)

    def short(default: ast.expr) -> ast.expr:
        return ast.Constant(...) if shown(default) == "..." else default

    made = ast.arguments(
        [bare(one) for one in arguments.posonlyargs],
        [bare(one) for one in arguments.args],
        bare(arguments.vararg) if arguments.vararg else None,
        [bare(one) for one in arguments.kwonlyargs],
        [short(one) if one else None for one in arguments.kw_defaults],
        bare(arguments.kwarg) if arguments.kwarg else None,
        [short(one) for one in arguments.defaults],
    )
    return f"({ast.unparse(made)})"


def has_yield(node: _Function) -> bool:
    """Whether calling a function makes a generator: those inside it don't count."""
    stack: list[ast.AST] = [*node.body]
    while stack:
        part = stack.pop()
        if isinstance(part, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(part, _Function | ast.ClassDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(part))
    return False


def shape(body: Sequence[ast.AST]) -> str:
    """A digest of the structure: without places, comments and docstrings, and without recursion."""
    made = blake2b(digest_size=16)
    stack: list[object] = [_without_docstring([*body])]
    while stack:
        part = stack.pop()
        if isinstance(part, ast.AST):
            made.update(f"<{type(part).__name__}".encode())
            stack.append(_End)
            has_docstring = isinstance(part, _Function | ast.ClassDef)
            for name, value in [*ast.iter_fields(part)][::-1]:
                if name not in _MEANINGLESS:
                    stack.append(_without_docstring(value) if has_docstring and name == "body" else value)
        elif isinstance(part, list):
            made.update(b"[")
            stack += [_End, *part[::-1]]
        else:
            text = ">" if part is _End else f"{type(part).__name__} {part!r};"
            made.update(text.encode("utf-8", "backslashreplace"))
    return made.hexdigest()


class _End:
    """The end of a node or list."""


def _without_docstring(body: list[ast.AST]) -> list[ast.AST]:
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return body[1:] or [ast.Pass()]
    return body
