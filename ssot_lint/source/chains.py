"""Names and attribute chains as they are written."""

from __future__ import annotations

import ast


def last_name(node: ast.AST | None) -> str:
    """The last name of a name or attribute chain, "" for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def decorator_name(node: ast.AST | None) -> str:
    """The last name of a callable as it stands in a decorator, called or not."""
    return last_name(node.func if isinstance(node, ast.Call) else node)


def chain(node: ast.expr) -> str:
    """A chain as text, `a.b.c`; what is not a name at its start is left out: `.b.c`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))


def is_in_name(character: str) -> bool:
    """Whether a character can stand in a name."""
    return character.isalnum() or character == "_"


def is_dunder(name: str) -> bool:
    """Whether a name is one that Python itself gives a meaning."""
    return name.startswith("__") and name.endswith("__") and len(name) > len("____")
