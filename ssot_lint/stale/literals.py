"""The strings of a file as they come out, and where in the file a part of one is written.

Python puts a string together from pieces, with escapes and holes, so that a place in its value
is none in the text. Where both have a part equally often, they have it in the same order.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
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
_OPENING = re.compile(r"(?i)[bfrtu]*(\"\"\"|'''|\"|')")
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


class Places:
    """Where the parts of one string stand in the file. Each part is looked for once, wherever it is."""

    def __init__(self, source: Source, literal: Literal, lines: Lines) -> None:
        self._source = source
        self._literal = literal
        self._lines = lines
        self._known: dict[str, dict[int, int]] = {}

    def written(self, start: int, end: int) -> Written | None:
        """Where a stretch of the text stands, None when it is not written in one piece."""
        if self._whole is None:
            return None
        first, raw, plain = self._whole
        part = self._literal.text[start:end]
        is_escaped = "\\" in part and not _RAW.match(raw)
        as_written = part.replace("\\", r"\\") if is_escaped else part
        last = end + plain if plain else self._ends(part, as_written, raw).get(end)
        if last is None:
            return None
        place = (first + last - len(as_written), first + last)
        return Written(*place, Span(*self._lines.place(place[0]), *self._lines.place(place[1])), is_escaped)

    @cached_property
    def _whole(self) -> tuple[int, str, int] | None:
        """Where the string begins, how it is written, and what its text begins behind there if it is just that."""
        span = self._source.span(self._literal.node)
        try:
            first, last = (
                self._lines.offset(span.line, span.column),
                self._lines.offset(span.end_line, span.end_column),
            )
        except ValueError:  # Python 3.11 does not know where an f-string's inner strings are
            return None
        raw = self._source.text[first:last]
        opening = _OPENING.match(raw)
        mark = opening[1] if opening else ""
        is_plain = opening and raw == f"{opening[0]}{self._literal.text}{mark}" and "\\" not in raw
        return first, raw, opening.end() if opening and is_plain else 0

    def _ends(self, part: str, as_written: str, raw: str) -> dict[int, int]:
        """By where a part ends in the text, where it does as written; empty when one has it more often."""
        known = self._known.get(part)
        if known is None:
            there = [one.end() for one in _word(part).finditer(self._literal.text)]
            found = [one.end() for one in _word(as_written).finditer(raw)]
            known = dict(zip(there, found, strict=True)) if len(there) == len(found) else {}
            self._known[part] = known
        return known


def _word(part: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)|(?<=\\[nrt])){re.escape(part)}(?!\w)")
