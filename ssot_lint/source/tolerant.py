"""Read Python that does not parse: all that is sound, at its very line and column.

A text is cut into logical lines, each is tried alone, and the sound ones are put together
again by their indentation. A broken header (`class X(`) keeps its suite.
"""

from __future__ import annotations

import ast
import re
from itertools import pairwise

from ssot_lint.source.logical_lines import Piece, effective, parsed, pieces_of
from ssot_lint.source.newer_syntax import parse_newer

_LARGE, _LONG = 1_000_000, 50_000  # characters and lines above which only top-level blocks are tried
_GROUP, _TRIES = 64, 20_000  # blocks tried at once, and how many singly
_DEEP = 90  # CPython stops at 100 levels of indentation
# Patterns are compiled at their first use: most runs have no need of them.
_BAD = "[\0\ud800-\udfff]"
_CONFLICT = r"(?m)^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$"
_TRY = r"([ \t\f]*)try[ \t]*:[ \t]*"
_BLOCK = r"(?!(?:elif|else|except|finally)\b)[^\s#)\]}]"
#: What each clause may follow.
_FOLLOWS = {
    "elif": ("if", "elif"),
    "else": ("if", "elif", "for", "while", "except"),
    "except": ("try", "except"),
    "finally": ("try", "except", "else"),
    "case": ("match", "case"),
}


def syntax_error_place(error: BaseException) -> tuple[int, int, str]:
    """Line and column, counted from 1 in characters, and a short reason in lower case."""
    if isinstance(error, (RecursionError, MemoryError)):
        return 1, 1, "nested too deeply to parse"
    if isinstance(error, UnicodeEncodeError):
        before = error.object[: error.start].replace("\r\n", "\n").replace("\r", "\n")
        return before.count("\n") + 1, len(before) - before.rfind("\n"), error.reason
    line, column, reason = 1, 1, str(error)
    if isinstance(error, SyntaxError):
        line, column, reason = error.lineno or 1, error.offset or 1, error.msg or ""
    reason = reason.partition(". ")[0].rstrip(".") or "invalid syntax"
    if not reason[:2].isupper():
        reason = reason[0].lower() + reason[1:]
    return max(line, 1), max(column, 1), reason


def recovered(text: str) -> ast.Module:
    """The tree of all that is sound in a text that does not parse; never raises.

    Columns are those of `ast` in the text as given, where a byte order mark and a lone
    surrogate count three bytes. Classes and functions with a broken header keep their name.
    Warnings are the caller's to silence.
    """
    clean = re.sub(_BAD, lambda bad: " " * len(bad[0].encode("utf-8", "surrogatepass")), text)
    if clean.startswith("\ufeff"):
        clean = "  \f" + clean[1:]  # as many bytes, and a form feed begins the indentation anew
    if clean != text and (tree := parsed(clean)):
        return tree
    clean = clean.replace("\r\n", "\n").replace("\r", "\n") + "\n"
    if tree := parse_newer(clean, parsed):
        return tree
    if "\n<<<<<<< " in "\n" + clean and "\n>>>>>>> " in clean:
        clean = re.sub(_CONFLICT, "", clean)
    lines = clean.split("\n")
    if len(clean) <= _LARGE and len(lines) <= _LONG:
        pieces, lost_quotes = pieces_of(clean, wary=False)
        if lost_quotes:
            pieces, _ = pieces_of(clean, wary=True)
        lines = [""] * len(lines)
        _lay_out(pieces, "", "", lines, 0)
        if tree := parsed("\n".join(lines)):
            return tree
    return parsed("\n".join(_sound_blocks(lines))) or ast.Module(body=[], type_ignores=[])


def _sound_blocks(lines: list[str]) -> list[str]:
    """The lines with all top-level blocks emptied that don't parse alone."""
    block = re.compile(_BLOCK)
    starts = [number for number, line in enumerate(lines) if block.match(line)] + [len(lines)]
    kept = [""] * len(lines)
    tries = _TRIES
    for low in range(0, len(starts) - 1, _GROUP):
        group = starts[low : low + _GROUP + 1]
        whole = slice(group[0], group[-1])
        if len(group) > 2 and parsed("\n".join(lines[whole])):
            kept[whole] = lines[whole]
            continue
        for first, end in pairwise(group):
            tries -= 1
            if tries > 0 and parsed("\n".join(lines[first:end])):
                kept[first:end] = lines[first:end]
    return kept


def _lay_out(pieces: list[Piece], indent: str, owner: str, out: list[str], depth: int) -> bool:
    """Write the statements of one suite, all at one indentation; whether there are any."""
    is_written = False
    allowed = owner if owner == "match" else ""  # the keyword that a clause would follow
    decorators: list[int] = []
    lone_try = -1
    usual = _usual_width(pieces) if indent else 0
    at = 0
    while at < len(pieces):
        line, own_indent, width, form = pieces[at]
        at += 1
        suite: list[Piece] = []
        while form.is_header and at < len(pieces) and pieces[at].width > max(width, usual):
            suite.append(pieces[at])
            at += 1
        text, keyword = form.text, form.keyword
        is_misplaced = keyword in _FOLLOWS and allowed not in _FOLLOWS[keyword]
        if is_misplaced or (keyword == "match" and not (suite and suite[0].form.keyword == "case")):
            text, keyword = "if 1:" if suite else "", "if"
        placed = _indented(own_indent, indent)
        is_foreign = owner == "match" and keyword != "case"
        if not text or placed is None or is_foreign or not (suite or form.is_kept):
            continue
        if keyword not in ("except", "finally"):
            _replace_try(out, lone_try, indent)
        if keyword not in ("class", "def", "@"):
            _empty(out, decorators)
        rows = text.split("\n")
        last = line + len(rows) - 1
        out[line : last + 1] = [placed + rows[0], *rows[1:]]
        if keyword == "@":
            decorators += range(line, last + 1)
        else:
            decorators = []
            is_written = True
        is_empty = not suite or depth == _DEEP
        if form.is_header and (is_empty or not _lay_out_suite(suite, indent, keyword, out, depth)):
            if keyword == "match":  # is nothing without a case
                out[line : last + 1] = [placed + "if 1: pass", *[""] * (last - line)]
            else:
                out[last] += " pass"
        lone_try = line if keyword == "try" else -1
        allowed = "" if keyword == "else" and allowed != "except" else keyword
    _replace_try(out, lone_try, indent)
    _empty(out, decorators)
    return is_written


def _lay_out_suite(suite: list[Piece], indent: str, owner: str, out: list[str], depth: int) -> bool:
    inner = min((piece.width, effective(piece.indent)) for piece in suite)[1]
    if _indented(suite[0].indent, inner) is None:  # a tab can't be made less
        inner = effective(suite[0].indent)
    if len(inner) <= len(indent) or not inner.startswith(indent):
        inner = indent + " "
    return _lay_out(suite, inner, owner, out, depth + 1)


def _usual_width(pieces: list[Piece]) -> int:
    """Where the statements of a suite start: at the first one, unless several lie further left."""
    widths = [piece.width for piece in pieces]
    leftmost = min(widths)
    return leftmost if widths.count(leftmost) > 1 else widths[0]


def _indented(own: str, wanted: str) -> str | None:
    """White space as wide as `own` that counts as `wanted`: a form feed begins it anew."""
    if effective(own) == wanted:
        return own
    extra = len(own) - len(wanted)
    return own[: extra - 1] + "\f" + wanted if extra > 0 else None


def _replace_try(out: list[str], line: int, indent: str) -> None:
    """Make an `if` of a try that has neither except nor finally, or leave only its one statement."""
    if line >= 0 and (found := re.match(_TRY, out[line])):
        rest = out[line][found.end() :]
        out[line] = (_indented(" " * found.end(), indent) or "") + rest if rest else found[1] + "if 1:"


def _empty(out: list[str], lines: list[int]) -> None:
    for line in lines:
        out[line] = ""
