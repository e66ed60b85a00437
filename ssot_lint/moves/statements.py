"""Edits of import statements that keep what is around them: order, comments, parentheses, line ends."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from ssot_lint.model import Edit, Span
from ssot_lint.source.source import Source

Imported = ast.Import | ast.ImportFrom
_COMMENT = re.compile(r"[^#]*(#.*)")


def aliases_of(source: Source) -> dict[Span, tuple[Imported, ast.alias]]:
    """The imported names of a file by their places, each with its statement."""
    statements: list[Imported] = [*source.nodes(ast.Import), *source.nodes(ast.ImportFrom)]
    return {source.span(alias): (one, alias) for one in statements for alias in one.names}


def replaced(span: Span, text: str) -> Edit:
    return Edit(*span, text)


def between(start: Span, end: Span) -> Edit:
    """What takes out the text from the start of one place to the start of another."""
    return Edit(start.line, start.column, end.line, end.column, "")


# -- names of a list


def without_names(source: Source, statement: Imported, gone: Collection[ast.alias]) -> list[Edit]:
    """What takes some names, but not all, out of an import; a line that has no others goes with its comment."""
    spans = {alias: source.span(alias) for alias in statement.names}
    if not _has_parentheses(source, statement):
        return list(_runs(statement.names, spans, gone, is_whole=True))
    edits: list[Edit] = []
    for line, group in groupby(statement.names, key=lambda alias: spans[alias].line):
        names = list(group)
        if all(alias in gone for alias in names) and _holds_only(source, names, spans):
            edits.append(Edit(line, 1, spans[names[-1]].end_line + 1, 1, ""))
        else:
            edits += _runs(names, spans, gone, is_whole=False, source=source)
    return edits


def comments_of(
    source: Source, statement: Imported, gone: Collection[ast.alias], names: Collection[ast.alias]
) -> list[str]:
    """The comments beside some of the names, on lines that `without_names` takes out."""
    spans = {alias: source.span(alias) for alias in statement.names}
    lines = {edit.line for edit in without_names(source, statement, gone) if edit.column == edit.end_column == 1}
    found = (_COMMENT.fullmatch(source.line_text(spans[alias].line)) for alias in names if spans[alias].line in lines)
    return [match[1].strip() for match in found if match]


def _has_parentheses(source: Source, statement: Imported) -> bool:
    first, start = source.span(statement.names[0]), source.span(statement)
    lines = [source.line_text(line) for line in range(start.line, first.line + 1)]
    lines[-1] = lines[-1][: first.column - 1]
    lines[0] = lines[0][start.column - 1 :] if len(lines) > 1 else lines[0][start.column - 1 : first.column - 1]
    return any("(" in line for line in lines)


def _holds_only(source: Source, names: Sequence[ast.alias], spans: dict[ast.alias, Span]) -> bool:
    """Whether the lines of these names hold nothing else but a comment."""
    first, last = spans[names[0]], spans[names[-1]]
    before = source.line_text(first.line)[: first.column - 1]
    behind = source.line_text(last.end_line)[last.end_column - 1 :]
    return not before.strip() and re.fullmatch(r"\s*,?\s*(#.*)?", behind) is not None


def _runs(
    names: Sequence[ast.alias],
    spans: dict[ast.alias, Span],
    gone: Collection[ast.alias],
    *,
    is_whole: bool,
    source: Source | None = None,
) -> Iterator[Edit]:
    """What takes names out of a list, or of one line of it."""
    place = 0
    while place < len(names):
        if names[place] not in gone:
            place += 1
            continue
        first = place
        while place < len(names) and names[place] in gone:
            place += 1
        start, end = spans[names[first]], spans[names[place - 1]]
        if place < len(names):
            yield between(start, spans[names[place]])
        elif first:
            before = spans[names[first - 1]]
            yield Edit(before.end_line, before.end_column, end.end_line, end.end_column, "")
        elif not is_whole and source is not None:
            comma = re.match(r"\s*,", source.line_text(end.end_line)[end.end_column - 1 :])
            length = comma.end() if comma else 0
            yield Edit(start.line, start.column, end.end_line, end.end_column + length, "")


# -- whole statements


def after(source: Source, statement: ast.stmt, lines: Sequence[str]) -> list[Edit]:
    """What adds statements below another one, or behind it where it shares its line."""
    if not lines:
        return []
    span = source.span(statement)
    if _has_own_lines(source, span):
        indent = source.line_text(span.line)[: span.column - 1]
        end = len(source.line_text(span.end_line)) + 1
        text = "".join(f"{newline(source)}{indent}{line}" for line in lines)
        return [Edit(span.end_line, end, span.end_line, end, text)]
    text = "".join(f"; {line}" for line in lines)
    return [Edit(span.end_line, span.end_column, span.end_line, span.end_column, text)]


def rewritten(source: Source, statement: Imported, alias: ast.alias, said: str) -> list[Edit]:
    """What makes another import of one, or of one name of several modules; comments between its parts stay."""
    words = said.removeprefix("import ")
    if isinstance(statement, ast.Import) and words != said:
        return [replaced(source.span(alias), words)]
    module, _, name = said.removeprefix("from ").partition(" import ")
    if isinstance(statement, ast.ImportFrom) and name:
        return [replaced(source.module_span(statement), module), replaced(source.span(alias), name)]
    return [replaced(source.span(statement), said)]


def removed(source: Source, statement: ast.stmt) -> list[Edit]:
    """What takes a statement out of a block with others; `pass` stands in at the end of a line or of the file."""
    span = source.span(statement)
    if _has_own_lines(source, span) and span.end_line < len(source.lines):
        return [Edit(span.line, 1, span.end_line + 1, 1, "")]
    rest = source.line_text(span.end_line)[span.end_column - 1 :]
    semicolon = re.match(r"\s*;\s*(?!#|$)", rest)
    if semicolon:
        return [Edit(*span[:3], span.end_column + semicolon.end(), "")]
    return [replaced(span, "pass")]


def block_of(source: Source, statement: ast.stmt) -> list[ast.stmt]:
    """The statements among which one stands."""
    parent = source.parent(statement)
    for value in vars(parent).values():
        if isinstance(value, list) and statement in value:
            return value
    raise AssertionError("a statement outside a block")


def newline(source: Source) -> str:
    """The line end of a file."""
    match = re.search(r"\r\n?|\n", source.text)
    return match[0] if match else "\n"


def _has_own_lines(source: Source, span: Span) -> bool:
    before = source.line_text(span.line)[: span.column - 1]
    rest = source.line_text(span.end_line)[span.end_column - 1 :]
    return not before.strip() and re.fullmatch(r"\s*(#.*)?", rest) is not None


def from_import(module: str, names: Sequence[tuple[str, str]], comments: Sequence[str] = ()) -> str:
    """`from module import …`, each name with the one that it is given, "" for its own."""
    listed = [f"{name} as {local}" if local else name for name, local in names]
    return "  ".join((f"from {module} import {', '.join(listed)}", *comments))
