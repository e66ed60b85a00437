"""What a call passes, whatever is called: its arguments, and the literals they may come to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.source.chains import last_name
from ssot_lint.source.source import Source

_PARTIAL = frozenset({"functools.partial", "functools.partialmethod"})
_CAST = frozenset({"typing.cast", "typing_extensions.cast"})
_MAPPINGS = frozenset({"dict", "collections.OrderedDict"})


class Literal(NamedTuple):
    """A constant by type and value, so that `0` is neither `False` nor `0.0`."""

    kind: type
    value: object

    @property
    def is_true(self) -> bool:
        return bool(self.value)


class Call(NamedTuple):
    """The shape of a call.

    `positional` ends where a spread begins that can't be counted; `is_open` tells of one.
    `keywords` has the values by name, those of `**{...}` and `**dict(...)` too, be it in a variable
    that nothing else is done with; `has_more` tells of a mapping that can't be read. `is_partial`
    means that a later call may add to it; of `partial(f, x)`, `callee` is `f` and `x` the first argument.
    """

    node: ast.Call
    callee: ast.expr
    positional: tuple[ast.expr, ...]
    is_open: bool
    keywords: dict[str, ast.expr]
    has_more: bool
    is_partial: bool


def call_of(source: Source, node: ast.Call) -> Call:
    """The shape of a call; of a `partial`, that of the call it prepares."""
    callee, arguments, is_partial = node.func, list(node.args), False
    if last_name(callee) in ("partial", "partialmethod") and _is_one_of(source, callee, _PARTIAL):
        if arguments and not isinstance(arguments[0], ast.Starred):
            callee, is_partial = arguments.pop(0), True
    positional, is_open = _unspread(arguments)
    keywords: dict[str, ast.expr] = {}
    has_more = False
    for name, value in _keywords(source, node.keywords):
        if name is None:
            has_more = True
        else:
            keywords[name] = value
    return Call(node, callee, tuple(positional), is_open, keywords, has_more, is_partial)


def _is_one_of(source: Source, callee: ast.expr, names: frozenset[str]) -> bool:
    return any(target.dotted in names for target in source.resolve(callee))


def _unspread(arguments: list[ast.expr]) -> tuple[list[ast.expr], bool]:
    """Positional arguments up to a spread of unknown length, and whether there is one."""
    found: list[ast.expr] = []
    for argument in arguments:
        if not isinstance(argument, ast.Starred):
            found.append(argument)
            continue
        if not isinstance(argument.value, ast.Tuple | ast.List):
            return found, True
        inner, is_open = _unspread(argument.value.elts)
        found += inner
        if is_open:
            return found, True
    return found, False


def _keywords(
    source: Source, words: list[ast.keyword], *, in_variable: bool = False
) -> Iterator[tuple[str | None, ast.expr]]:
    """Names and values; the name is None for what can't be read."""
    for word in words:
        if word.arg is not None:
            yield word.arg, word.value
        else:
            yield from _unpacked(source, word.value, in_variable=in_variable)


def _unpacked(source: Source, mapping: ast.expr, *, in_variable: bool) -> Iterator[tuple[str | None, ast.expr]]:
    """What is in a mapping; variables are followed once, lest they double from line to line."""
    if isinstance(mapping, ast.Dict):
        for key, value in zip(mapping.keys, mapping.values, strict=True):
            if key is None:
                yield from _unpacked(source, value, in_variable=in_variable)
            else:
                yield _plain_text(source, key), value
    elif isinstance(mapping, ast.Call) and _is_one_of(source, mapping.func, _MAPPINGS):
        for argument in mapping.args:
            yield from _unpacked(source, argument, in_variable=in_variable)
        yield from _keywords(source, mapping.keywords, in_variable=in_variable)
    elif isinstance(mapping, ast.Name) and not in_variable and (held := _only_value(source, mapping)) is not None:
        yield from _unpacked(source, held, in_variable=True)
    else:
        yield None, mapping


def _only_value(source: Source, name: ast.Name) -> ast.expr | None:
    """What a variable holds that is bound once, above, and only unpacked, so that nothing changes it."""
    found = source.names.scopes[name].lookup(name.id)
    if found is None or len(found[1]) != 1:
        return None
    value = found[1][0].value
    if value is None or value.lineno >= name.lineno:
        return None
    uses = (one for one in source.nodes(ast.Name) if one.id == name.id and isinstance(one.ctx, ast.Load))
    return value if all(_is_unpacked(source, one) for one in uses) else None


def _is_unpacked(source: Source, node: ast.Name) -> bool:
    parent = source.parent(node)
    if isinstance(parent, ast.Dict):
        return any(key is None and value is node for key, value in zip(parent.keys, parent.values, strict=True))
    return isinstance(parent, ast.keyword) and parent.arg is None


def _plain_text(source: Source, key: ast.expr) -> str | None:
    """The value of a string that is written in one piece, so that a search for it finds it."""
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return None
    span = source.span(key)
    written = source.line_text(span.line)[span.column - 1 : span.end_column - 1]
    return key.value if span.line == span.end_line and key.value in written else None


def arms(source: Source, node: ast.expr) -> Iterator[tuple[ast.expr, bool]]:
    """The expressions that one may come to, each with whether it comes to no other.

    >>> source = Source("a.py", "x if y else None")
    >>> [ast.unparse(arm) for arm, _ in arms(source, source.tree.body[0].value)]
    ['x', 'None']
    """
    stack = [(node, True)]
    while stack:
        node, is_only = stack.pop()
        if isinstance(node, ast.IfExp):
            stack += [(node.orelse, False), (node.body, False)]
        elif isinstance(node, ast.NamedExpr):
            stack.append((node.value, is_only))
        elif isinstance(node, ast.BoolOp):
            stack.append((node.values[-1], False))
            for value in node.values[-2::-1]:
                literal = literal_of(value)
                # `x or y` comes to x only when x is true, `x and y` only when it is not.
                if literal is not None and literal.is_true == isinstance(node.op, ast.Or):
                    stack.append((value, False))
        elif isinstance(node, ast.Call) and len(node.args) == 2 and _is_cast(source, node.func):
            stack.append((node.args[1], is_only))
        else:
            yield node, is_only


def _is_cast(source: Source, callee: ast.expr) -> bool:
    return last_name(callee) == "cast" and _is_one_of(source, callee, _CAST)


def literal_of(node: ast.expr) -> Literal | None:
    """The literal that an expression is, a sign before a number included."""
    sign = 1
    while isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        sign = -sign if isinstance(node.op, ast.USub) else sign
        node = node.operand
        if not isinstance(node, ast.UnaryOp) and not _is_number(node):
            return None
    if isinstance(node, ast.Constant):
        value = node.value
        return Literal(type(value), sign * value if _is_number(node) else value)  # type: ignore[operator]
    if isinstance(node, ast.JoinedStr) and not node.values:
        return Literal(str, "")
    return None


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float, complex)


def literal_in(text: str) -> Literal:
    """The literal that a policy writes as source text."""
    value = ast.literal_eval(text)
    return Literal(type(value), value)
