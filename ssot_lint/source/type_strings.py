"""The strings of a file that stand for types: annotations, `cast`, `TypeVar`, generics."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ssot_lint.source.chains import last_name
from ssot_lint.source.source import Source

_TYPE_MODULES = ("typing.", "typing_extensions.", "collections.abc.", "collections.", "types.")
_GENERICS = frozenset({"list", "dict", "tuple", "set", "frozenset", "type"})


def type_strings(source: Source) -> Iterator[ast.Constant]:
    """Each string constant that is read as a type, once."""
    seen: set[ast.AST] = set()
    for root in _type_expressions(source):
        for text in _strings_in_type(root):
            if text not in seen:
                seen.add(text)
                yield text


def _type_expressions(source: Source) -> Iterator[ast.expr]:
    for argument in source.nodes(ast.arg):
        if argument.annotation is not None:
            yield argument.annotation
    for function in source.functions():
        if function.returns is not None:
            yield function.returns
    for assignment in source.nodes(ast.AnnAssign):
        yield assignment.annotation
        if last_name(assignment.annotation) == "TypeAlias" and assignment.value is not None:
            yield assignment.value
    type_alias = getattr(ast, "TypeAlias", None)  # PEP 695: Python 3.12
    if type_alias is not None:  # pragma: no cover (PEP 695: Python 3.12)
        yield from (node.value for node in source.nodes(type_alias))
        yield from (node.bound for node in source.nodes(ast.TypeVar) if node.bound is not None)  # type: ignore[attr-defined,unused-ignore]
    for call in source.nodes(ast.Call):
        yield from _types_in_call(source, call)
    for subscript in source.nodes(ast.Subscript):
        if _is_generic(source, subscript.value):
            yield subscript


def _types_in_call(source: Source, call: ast.Call) -> Iterator[ast.expr]:
    name = last_name(call.func)
    if name == "cast" and call.args:
        yield call.args[0]
    elif name in ("TypeVar", "NewType"):
        yield from call.args[1:]
        yield from (word.value for word in call.keywords if word.arg in ("bound", "default"))
    elif name in ("ForwardRef", "TypeAdapter") and call.args:
        yield call.args[0]


def _is_generic(source: Source, node: ast.expr) -> bool:
    if last_name(node) in ("Literal", "Annotated"):
        return False
    return any(target.dotted in _GENERICS or target.dotted.startswith(_TYPE_MODULES) for target in source.resolve(node))


def _strings_in_type(root: ast.expr) -> Iterator[ast.Constant]:
    """The string constants of a type expression that stand for types."""
    stack: list[ast.AST] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node
        elif isinstance(node, ast.Subscript):
            name = last_name(node.value)
            if name == "Annotated" and isinstance(node.slice, ast.Tuple) and node.slice.elts:
                stack.append(node.slice.elts[0])
            elif name != "Literal":
                stack.append(node.slice)
        elif isinstance(node, ast.Tuple | ast.List):
            stack.extend(reversed(node.elts))
        elif isinstance(node, ast.BinOp):
            stack.extend((node.right, node.left))
