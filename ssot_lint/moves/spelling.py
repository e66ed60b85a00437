"""How a file writes the name of another module: as it wrote the old one."""

from __future__ import annotations

import ast
import re

from ssot_lint.model import Edit, Span
from ssot_lint.moves.homes import Home
from ssot_lint.repo.index import Index
from ssot_lint.source.source import Source

_PLAIN = re.compile(r"(?i)[ru]?(\"\"\"|'''|[\"'])")


def name_like(home: Home, written: str, index: Index) -> str:
    """The dotted name of a home that begins like the one that was written (`src.app` or `app`)."""
    top = written.partition(".")[0]
    names = index.modules.names_of(home.path) if home.path else ()
    return next((name for name in names if name.partition(".")[0] == top), home.module)


def with_dots(dotted: str, source: Source) -> str | None:
    """A module as a relative import of a file names it, None where there is no way."""
    package = source.module.split(".") if source.is_package else source.module.split(".")[:-1]
    parts = dotted.split(".")
    shared = 0
    while shared < min(len(package), len(parts)) and package[shared] == parts[shared]:
        shared += 1
    if not shared:
        return None
    return "." * (len(package) - shared + 1) + ".".join(parts[shared:])


def in_literal(source: Source, text: ast.Constant, old: str, new: str) -> list[Edit] | None:
    """What replaces a dotted name in a string, also before further names; None when it is not written plainly."""
    span = source.span(text)
    line = source.line_text(span.line)[span.column - 1 : span.end_column - 1]
    quote = _PLAIN.match(line)
    if span.line != span.end_line or quote is None or line[quote.end() : -len(quote[1])] != text.value:
        return None
    found = re.finditer(rf"(?<![\w.]){re.escape(old)}(?!\w)", str(text.value))
    start = span.column + quote.end()
    return [Edit(span.line, start + one.start(), span.line, start + one.end(), new) for one in found]


def texts_of(source: Source) -> dict[Span, list[ast.Constant]]:
    """The string constants of a file by their places."""
    found: dict[Span, list[ast.Constant]] = {}
    for text in source.nodes(ast.Constant):
        if isinstance(text.value, str):
            found.setdefault(source.span(text), []).append(text)
    return found
