"""The strings of a file as they come out, and where in the file a part of one is written.

Python puts a string together from pieces, with escapes and holes, so that a place in its value
is none in the text. Where both have a part equally often, they have it in the same order.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.model import Span
from ssot_lint.source.offsets import Lines
from ssot_lint.source.source import Source

#: Stands for what only the running program knows. It is a letter, so that a name goes on in it.
HOLE = "\ua66e"

_JOINED: tuple[type[ast.AST], ...] = tuple({ast.JoinedStr, getattr(ast, "TemplateStr", ast.JoinedStr)})
_FIELD = re.compile(
    r"\{\{[^{}\"']*\}\}|(?<!\{)\{[\w.\[\]]*(?:![rsa])?(?::[^{}\s]*)?\}(?!\})"
    r"|%\([^()]*\)[-#0+ ]*[\d.*]*[a-zA-Z]|%[sdrif](?![a-zA-Z])"
)
_RAW = re.compile(r"(?i)[fbt]?r[fbt]?[\"']")


class Literal(NamedTuple):
    """One string. `text` is its value, with a `HOLE` for each letter that may be another one.

    `is_prose` tells that it has blanks inside, `is_alone` that it is a statement: a docstring, or
    one that is read by people in another way.
    """

    node: ast.expr
    text: str
    is_prose: bool
    is_alone: bool


def literals(source: Source) -> Iterator[Literal]:
    """All strings of a file, those of bytes aside; a string in pieces is one."""
    for constant in source.nodes(ast.Constant):
        if isinstance(constant.value, str) and not isinstance(source.parent(constant), _JOINED):
            yield _literal(source, constant, constant.value)
    for kind in _JOINED:
        for joined in source.nodes(kind):
            parts: list[ast.AST] = joined.values  # type: ignore[attr-defined]
            text = "".join(
                part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else HOLE for part in parts
            )
            yield _literal(source, joined, text)  # type: ignore[arg-type]


def _literal(source: Source, node: ast.expr, text: str) -> Literal:
    parent = source.parent(node)
    is_alone = isinstance(parent, ast.Expr)
    is_prose = is_alone or re.search(r"\S\s+\S", text) is not None
    if not is_alone:
        text = _FIELD.sub(lambda field: HOLE * len(field[0]), text)
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add):
        text = text + HOLE if node is parent.left else HOLE + text
    return Literal(node, text, is_prose, is_alone)


class Written(NamedTuple):
    """A stretch of the file: its offsets, its place, and whether what stands there escapes backslashes."""

    start: int
    end: int
    span: Span
    is_escaped: bool


def written(source: Source, literal: Literal, lines: Lines, start: int, end: int) -> Written | None:
    """Where a stretch of a string's text stands in the file, None when it is not written in one piece."""
    part = literal.text[start:end]
    whole = source.span(literal.node)
    try:
        first, last = lines.offset(whole.line, whole.column), lines.offset(whole.end_line, whole.end_column)
    except ValueError:  # Python 3.11 does not know where an f-string's inner strings are
        return None
    raw = source.text[first:last]
    is_escaped = "\\" in part and not _RAW.match(raw)
    found = list(_word(part.replace("\\", r"\\") if is_escaped else part).finditer(raw))
    ends = [one.end() for one in _word(part).finditer(literal.text)]
    if len(found) != len(ends) or end not in ends:
        return None
    match = found[ends.index(end)]
    place = (first + match.start(), first + match.end())
    return Written(*place, Span(*lines.place(place[0]), *lines.place(place[1])), is_escaped)


def _word(part: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)|(?<=\\[nrt])){re.escape(part)}(?!\w)")
