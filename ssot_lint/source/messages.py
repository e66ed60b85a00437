"""The constant text of a message, and the patterns that are searched in it.

A message is put together from pieces, some of which only the running program knows. What is
known is kept as it is; each unknown piece becomes one `HOLE`, which no letter of a pattern
matches. Placeholders (`%s`, `%(name)s`, `{name!r}`) are holes too, so that a message keeps its
patterns when it is rewritten from one way of formatting to another.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import NamedTuple

from ssot_lint.source.chains import last_name
from ssot_lint.source.reaching import reaching
from ssot_lint.source.source import Source

#: What stands for text that only the running program knows.
HOLE = "\0"

_PLACEHOLDER = re.compile(
    r"%\([^()]*\)[-#0+ ]*[\d.*]*[a-zA-Z]"
    r"|%[sdrif](?![a-zA-Z])"
    r"|(?<!\{)\{(?:\w[\w.]*(?:\[[^\[\]{}]*\])*)?(?:![rsa])?(?::[^{}\s]*)?\}(?!\})"
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[A-Za-z0-9_]+")

_MOST = 32  # texts of one message
_DEPTH = 24  # of expressions in each other
#: Methods of a text that leave its letters as they are, but for their case.
_KEEPING = frozenset(
    {
        "format",
        "format_map",
        "strip",
        "lstrip",
        "rstrip",
        "lower",
        "upper",
        "capitalize",
        "title",
        "casefold",
        "replace",
    }
)
#: Callables that hand on the text that is their first argument.
_HANDING_ON = frozenset(
    {"str", "dedent", "indent", "fill", "shorten", "cleandoc", "_", "__", "_l", "_lazy", "mark_safe"}
)
_TRANSLATING = re.compile(r"_*(?:lazy_)?[unp]*gettext(?:_lazy|_noop)?")
_RAISED = re.compile(r"\w*(?:Warning|Error|Exception)")


class MessagePattern(NamedTuple):
    """A glob that is searched anywhere in a message, ignoring case and how wide its spaces are.

    Only `*` and `?` mean something: brackets are themselves, since `[legacy]` is how messages
    are tagged. `part` is a stretch of it, in lower case, that the text of the file must have in
    one piece; "" when it has none that is sure to be written as itself.
    """

    text: str
    part: str
    pieces: tuple[re.Pattern[str], ...]

    def found_in(self, message: str) -> bool:
        at = 0
        for piece in self.pieces:
            match = piece.search(message, at)
            if match is None:
                return False
            at = match.end()
        return True


def message_pattern(glob: str) -> MessagePattern:
    """The pattern that a glob of the policy is.

    >>> message_pattern("*Using legacy*").found_in("[app] using legacy path")
    True
    """
    plain = _plain(glob)
    pieces = [re.escape(piece).replace(r"\?", ".") for piece in plain.split("*") if piece]
    part = max(_WORD.findall(plain), key=len, default="").lower()
    return MessagePattern(glob, part, tuple(re.compile(piece, re.I | re.S) for piece in pieces))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", _PLACEHOLDER.sub(HOLE, text))


def messages(source: Source, node: ast.expr) -> tuple[str, ...]:
    """All texts that an expression may come to, as far as the file tells; one hole when it tells nothing.

    >>> source = Source("a.py", "f'{x} is old' if y else 'new'")
    >>> messages(source, source.tree.body[0].value)
    ('\\x00 is old', 'new')
    """
    return tuple(dict.fromkeys(map(_plain, _texts(source, node, _DEPTH))))


def _texts(source: Source, node: ast.AST | None, depth: int) -> list[str]:
    return list(islice(_each(source, node, depth), _MOST)) if depth else [HOLE]


def _each(source: Source, node: ast.AST | None, depth: int) -> Iterator[str]:
    below = depth - 1
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield from _joined(source, parts, below)
        case ast.FormattedValue(value=value) | ast.NamedExpr(value=value):
            yield from _texts(source, value, below)
        case ast.BinOp(op=ast.Add()):
            yield from _joined(source, _summands(node), below)
        case ast.BinOp(left=left, op=ast.Mod()):
            yield from _texts(source, left, below)
        case ast.AugAssign(target=target, op=ast.Add(), value=value):
            yield from _joined(source, (target, value), below)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _any(source, (body, orelse), below)
        case ast.BoolOp(values=values):
            yield from _any(source, values, below)
        case ast.Name() | ast.Attribute():
            yield from _any(source, reaching(source, node), below)
        case ast.Subscript(value=holder, slice=key):
            yield from _any(source, _items(source, holder, key), below)
        case ast.Call():
            yield from _said_by_call(source, node, below)
        case _:
            yield HOLE


def _any(source: Source, nodes: Iterable[ast.AST | None], depth: int) -> Iterator[str]:
    for node in nodes:
        yield from _texts(source, node, depth)


def _joined(source: Source, parts: Iterable[ast.AST], depth: int) -> Iterator[str]:
    return map("".join, product(*(_texts(source, part, depth) for part in parts)))


def _summands(node: ast.expr) -> list[ast.expr]:
    """The parts of `a + b + c`, however long it is."""
    found = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


def _items(source: Source, holder: ast.expr, key: ast.expr) -> list[ast.expr | None]:
    """What a mapping that the file spells out has under a key: all it has, when the key can't be told."""
    held = reaching(source, holder) if isinstance(holder, ast.Name | ast.Attribute) else (holder,)
    found: list[ast.expr | None] = []
    for mapping in held:
        if isinstance(mapping, ast.Dict):
            found += [
                value
                for own, value in zip(mapping.keys, mapping.values, strict=True)
                if not isinstance(key, ast.Constant) or (isinstance(own, ast.Constant) and own.value == key.value)
            ]
    return found or [None]


def _said_by_call(source: Source, call: ast.Call, depth: int) -> Iterator[str]:
    name, callee = last_name(call.func), call.func
    if isinstance(callee, ast.Attribute) and name in _KEEPING:
        yield from _texts(source, callee.value, depth)
    elif isinstance(callee, ast.Attribute) and name == "get" and call.args:
        yield from _any(source, (*_items(source, callee.value, call.args[0]), *call.args[1:]), depth)
    elif isinstance(callee, ast.Attribute) and name == "join" and isinstance(_first(call), ast.List | ast.Tuple):
        yield from _joined(source, _between(callee.value, call), depth)
    elif _TRANSLATING.fullmatch(name):
        yield from _any(source, call.args, depth)
    elif name in _HANDING_ON or _RAISED.fullmatch(name):
        yield from _texts(source, _first(call), depth)
    else:
        yield HOLE


def _first(call: ast.Call) -> ast.expr | None:
    words = (word.value for word in call.keywords if word.arg in ("message", "msg", "text"))
    return next(iter((*call.args, *words)), None)


def _between(separator: ast.expr, call: ast.Call) -> list[ast.expr]:
    """The parts of `separator.join([a, b])`."""
    elements = call.args[0].elts  # type: ignore[attr-defined]
    return [part for element in elements for part in (separator, element)][1:]
