"""The types that an annotation names, so far as they say what an object is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.source.scopes import Scope
from ssot_lint.source.source import Source


class TypePart(NamedTuple):
    """One alternative of an annotation.

    `node` names a class, None when it can't be told; `scope` is where the name is looked up,
    None when it is in the tree. `is_class` is set when the object is the class itself.
    """

    node: ast.expr | None
    scope: Scope | None
    is_class: bool = False


def parts_of_type(source: Source, annotation: ast.expr | None, scope: Scope | None = None) -> Iterator[TypePart]:
    """The alternatives of an annotation but for None, those written as text too."""
    match annotation:
        case ast.Constant(value=None):
            return
        case ast.Constant(value=str(text)):
            try:
                inner = ast.parse(text.strip(), mode="eval").body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                yield TypePart(None, None)
                return
            yield from parts_of_type(source, inner, scope or source.names.scopes[annotation])
        case ast.BinOp(op=ast.BitOr()):
            yield from parts_of_type(source, annotation.left, scope)
            yield from parts_of_type(source, annotation.right, scope)
        case ast.Subscript():
            yield from _generic(source, annotation, scope)
        case ast.Name() | ast.Attribute():
            yield TypePart(annotation if _is_telling(source, annotation, scope) else None, scope)
        case _:
            yield TypePart(None, None)


def _generic(source: Source, node: ast.Subscript, scope: Scope | None) -> Iterator[TypePart]:
    name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name in ("Optional", "Union"):
        for argument in arguments:
            yield from parts_of_type(source, argument, scope)
    elif name in ("Annotated", "ClassVar", "Final", "Required", "NotRequired", "InitVar"):
        yield from parts_of_type(source, arguments[0], scope)
    elif name in ("type", "Type"):
        for part in parts_of_type(source, arguments[0], scope):
            yield part._replace(is_class=True)
    else:
        yield from parts_of_type(source, node.value, scope)


def _is_telling(source: Source, node: ast.expr, scope: Scope | None) -> bool:
    """Whether a name is that of a class, and of one that says something (`Any` does not)."""
    dotted = [target.dotted for target in source.resolve(node, scope)]
    vague = ("typing.", "typing_extensions.", "collections.abc.")
    return bool(dotted) and not any(one.startswith(vague) or one == "object" for one in dotted)
