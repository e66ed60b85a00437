"""Read Python that does not parse: all that is sound, at its very line and column.

A text is cut into logical lines, each is tried alone, and the sound ones are put together
again by their indentation. A broken header (`class X(`) keeps its suite. parso 0.8.7 was tried:
it knows neither `match` nor `type` nor the f-strings of Python 3.12, and so takes sound code for
broken.
"""

from __future__ import annotations

import ast
import re
import warnings
from itertools import pairwise
from typing import NamedTuple

_LARGE, _LONG = 1_000_000, 50_000  # characters and lines above which only top-level blocks are tried
_GROUP, _TRIES = 64, 20_000  # blocks tried at once, and how many singly
_DEEP = 90  # CPython stops at 100 levels of indentation
_NEVER = 10**9
# Patterns are compiled at their first use: most runs have no need of them.
_BAD = "[\0\ud800-\udfff]"
_CONFLICT = r"(?m)^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$"
_BLANK = r"[ \t\f]*(?:#.*|\\)?(?:\n|\Z)"
_START = (
    r"([ \t\f]*)(?:(?:async[ \t]+(?=def|for|with))?"
    r"(class|def|if|elif|else|for|while|with|try|except|finally|match|case)\b|(@))?"
)
_TOKEN = (
    r"""(?P<string>(?:"{3}(?:[^"\\]++|\\[\s\S]|"(?!""))*+"{3}|'{3}(?:[^'\\]++|\\[\s\S]|'(?!''))*+'{3})"""
    # Closing quotes with a word behind them are opening ones: a string before was never closed.
    r"""(?![ \t]*+(?!(?:if|else|in|is|and|or|not|for)\b|[a-zA-Z]{1,2}["'])\w))"""
    r"""|(?P<lost>(?:"{3}|'{3}).*)|"(?:[^"\\\n]|\\[\s\S])*+"|'(?:[^'\\\n]|\\[\s\S])*+'|(?P<torn>["'].*)"""
    r"""|(?P<comment>\#.*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<joint>\\\n)|(?P<end>\n)"""
)
_STATEMENT = (  # can't begin a line within brackets
    r"[ \t\f]*(?:(?:async[ \t]+def|class|def|import|return|raise|try|except|finally|while|with|assert|del"
    r"|global|nonlocal|pass|break|continue|elif)\b|from[ \t]+[.\w]+[ \t]+import\b)"
)
_CODE = (  # hardly begins a line within a string, unless it is indented
    r"(?m)^([ \t]*)(?:(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(|class[ \t]+\w+[ \t]*[(:]"
    r"|from[ \t]+[.\w]+[ \t]+import[ \t]|import[ \t]+[.\w]+[ \t]*$)"
)
_NAMED = r"(?m)(?:async[ \t]+)?(?:class|(def))[ \t]+\w+(?=[ \t]*(?:[(\[:]|$))"
_TYPE_PARAMETERS = r"\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]"
_TRY = r"([ \t\f]*)try[ \t]*:[ \t]*"
_BLOCK = r"(?!(?:elif|else|except|finally)\b)[^\s#)\]}]"
#: What stands before and after a clause that is parsed alone.
_FRAMES = {
    "elif": ("if 1: pass\n", ""),
    "else": ("if 1: pass\n", ""),
    "except": ("try: pass\n", ""),
    "finally": ("try: pass\n", ""),
    "try": ("", "\nfinally: pass"),
    "case": ("match 1:\n ", ""),
    "@": ("", "\ndef f(): pass"),
}
_SUITES = {"match": "\n case _: pass", "case": "\n  pass"}
_STAND_INS = {
    "elif": "elif 1:",
    "else": "else:",
    "try": "try:",
    "except": "except:",
    "finally": "finally:",
    "case": "case _:",
}
#: What each clause may follow.
_FOLLOWS = {
    "elif": ("if", "elif"),
    "else": ("if", "elif", "for", "while", "except"),
    "except": ("try", "except"),
    "finally": ("try", "except", "else"),
    "case": ("match", "case"),
}


class _Form(NamedTuple):
    """What stands for a logical line."""

    text: str
    keyword: str
    is_header: bool  # a suite is to follow
    is_kept: bool = True  # even when no suite follows


class _Piece(NamedTuple):
    """A logical line at its place; `width` is the column at which it starts, tabs expanded."""

    line: int
    indent: str
    width: int
    form: _Form


class _Cut(NamedTuple):
    """Where a logical line, its code and its first line end, and whether its brackets and quotes do."""

    end: int
    code_end: int
    first_end: int
    is_closed: bool
    lost_quotes: bool


def parse_tolerantly(text: str) -> ast.Module:
    """The tree of all that is sound in a text; never raises.

    Columns are those of `ast` in the text as given, where a byte order mark and a lone
    surrogate count three bytes. Classes and functions with a broken header keep their name.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes are another linter's business
        return _parsed(text) or _recovered(text)


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


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except Exception:  # SyntaxError, ValueError, RecursionError, MemoryError, and bugs of CPython
        return None


def _recovered(text: str) -> ast.Module:
    clean = re.sub(_BAD, lambda bad: " " * len(bad[0].encode("utf-8", "surrogatepass")), text)
    if clean.startswith("\ufeff"):
        clean = "  \f" + clean[1:]  # as many bytes, and a form feed begins the indentation anew
    if clean != text and (tree := _parsed(clean)):
        return tree
    clean = clean.replace("\r\n", "\n").replace("\r", "\n") + "\n"
    if "\n<<<<<<< " in "\n" + clean and "\n>>>>>>> " in clean:
        clean = re.sub(_CONFLICT, "", clean)
    lines = clean.split("\n")
    if len(clean) <= _LARGE and len(lines) <= _LONG:
        pieces, lost_quotes = _pieces(clean, wary=False)
        if lost_quotes:
            pieces, _ = _pieces(clean, wary=True)
        lines = [""] * len(lines)
        _lay_out(pieces, "", "", lines, 0)
        if tree := _parsed("\n".join(lines)):
            return tree
    return _parsed("\n".join(_sound_blocks(lines))) or ast.Module(body=[], type_ignores=[])


def _sound_blocks(lines: list[str]) -> list[str]:
    """The lines with all top-level blocks emptied that don't parse alone."""
    block = re.compile(_BLOCK)
    starts = [number for number, line in enumerate(lines) if block.match(line)] + [len(lines)]
    kept = [""] * len(lines)
    tries = _TRIES
    for low in range(0, len(starts) - 1, _GROUP):
        group = starts[low : low + _GROUP + 1]
        whole = slice(group[0], group[-1])
        if len(group) > 2 and _parsed("\n".join(lines[whole])):
            kept[whole] = lines[whole]
            continue
        for first, end in pairwise(group):
            tries -= 1
            if tries > 0 and _parsed("\n".join(lines[first:end])):
                kept[first:end] = lines[first:end]
    return kept


def _pieces(text: str, wary: bool) -> tuple[list[_Piece], bool]:
    """The logical lines, and whether triple quotes seem not to be closed."""
    pieces: list[_Piece] = []
    at = line = 0
    spare = 4 * len(text) + 100_000  # characters that may be read more than once
    lost_quotes = False
    argument_width = _NEVER  # lines that start deeper may be arguments of an unclosed call
    in_brackets = False
    blank_line, line_start = re.compile(_BLANK), re.compile(_START)
    while at < len(text):
        if blank := blank_line.match(text, at):
            line, at = line + 1, blank.end()
            continue
        head = line_start.match(text, at)
        assert head  # the pattern matches nothing too
        start, keyword = head.end(1), head[2] or head[3] or ""
        cut = _cut(text, start, len(text) if spare > 0 else text.index("\n", start), wary)
        end, code = cut.end, text[start : cut.code_end].rstrip(" \t\f\n")
        is_open = not cut.is_closed
        form = None if is_open else _form(code, keyword)
        if form is None:
            is_open |= end > cut.first_end and not (keyword and code.endswith(":"))
            if is_open:  # the next lines may be sound without this one
                spare -= end - cut.first_end
                end = cut.first_end
                code = text[start:end].rstrip(" \t\f\\")
            form = _stand_in(code, keyword, is_open)
        if cut.lost_quotes:
            lost_quotes = True
            spare -= (len(text) - start) // 8
        width = len(_effective(head[1]).expandtabs(8))
        is_argument = in_brackets and (
            code.endswith(",") or (width > argument_width and not re.match(_STATEMENT, code))
        )
        in_brackets = is_open or is_argument
        if is_open:
            argument_width = _NEVER if keyword else width
        if form and not is_argument and code[:1] not in ")]}":
            pieces.append(_Piece(line, head[1], width, form))
        line += text.count("\n", at, end) + 1
        at = end + 1
    return pieces, lost_quotes


def _cut(text: str, start: int, limit: int, wary: bool) -> _Cut:
    """Find the end of a logical line; it is not closed when a statement begins within its brackets."""
    depth = comment_start = comment_end = 0
    first_end = -1
    is_torn = lost_quotes = False
    statement = re.compile(_STATEMENT)
    for token in re.compile(_TOKEN).finditer(text, start, limit):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "comment":
            comment_start, comment_end = token.span()
        elif kind in ("lost", "torn") or (kind == "string" and wary and _contains_code(text, *token.span())):
            is_torn = True
            lost_quotes |= kind != "torn"
            if kind == "string":
                end = text.index("\n", token.start())
                break
        elif kind in ("joint", "end"):
            end = token.end() - 1
            first_end = end if first_end < 0 else first_end
            if kind == "end" and (is_torn or depth == 0 or statement.match(text, token.end())):
                break
    else:
        end = limit
    first_end = end if first_end < 0 else first_end
    code_end = comment_start if comment_end == end else end
    return _Cut(end, code_end, first_end, not is_torn and depth == 0, lost_quotes)


def _contains_code(text: str, start: int, end: int) -> bool:
    """Whether a string has code in it with no more indent than the line on which it begins."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    margin = len(before) - len(before.lstrip(" \t"))
    is_alone = len(before.strip()) <= 2
    return any(len(code[1]) < margin + is_alone for code in re.compile(_CODE).finditer(text, start, end))


def _form(code: str, keyword: str) -> _Form | None:
    """What a logical line is when it is sound."""
    if code.endswith("\\"):  # would join what stands after it
        return None
    before, after = _FRAMES.get(keyword, ("", ""))
    if not code.endswith(":") and _parsed(code):
        return _Form(code, "" if keyword in _SUITES else keyword, is_header=False)
    if (before or after) and _parsed(before + code + after):
        return _Form(code, keyword, is_header=False)
    if keyword and _parsed(before + code + _SUITES.get(keyword, "\n pass") + after):
        return _Form(code, keyword, is_header=True)
    return None


def _stand_in(code: str, keyword: str, is_open: bool) -> _Form | None:
    """What replaces a broken logical line, so that its name or its suite is not lost."""
    if keyword == "@" or not (keyword or (code.endswith(":") and not is_open)):
        return None
    if keyword:
        headers = [code + ":", code + "):"]
        named = re.match(_NAMED, code)
        if named:
            blanked = re.sub(_TYPE_PARAMETERS, lambda found: " " * len(found[0].encode()), code, count=1)
            headers += [blanked, named[0] + ("():" if named[1] else ":")]
        elif keyword == "except":  # `except Error, name:` of Python 2
            headers.append(code.partition(",")[0] + ":")
        for header in headers:
            if form := _form(header, keyword):
                return form._replace(is_kept=bool(named))
    if keyword in _STAND_INS:
        return _Form(_STAND_INS[keyword], keyword, is_header=True, is_kept=False)
    return _Form("if 1:", "if", is_header=True, is_kept=False)


def _lay_out(pieces: list[_Piece], indent: str, owner: str, out: list[str], depth: int) -> bool:
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
        suite: list[_Piece] = []
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


def _lay_out_suite(suite: list[_Piece], indent: str, owner: str, out: list[str], depth: int) -> bool:
    inner = min((piece.width, _effective(piece.indent)) for piece in suite)[1]
    if _indented(suite[0].indent, inner) is None:  # a tab can't be made less
        inner = _effective(suite[0].indent)
    if len(inner) <= len(indent) or not inner.startswith(indent):
        inner = indent + " "
    return _lay_out(suite, inner, owner, out, depth + 1)


def _usual_width(pieces: list[_Piece]) -> int:
    """Where the statements of a suite start: at the first one, unless several lie further left."""
    widths = [piece.width for piece in pieces]
    leftmost = min(widths)
    return leftmost if widths.count(leftmost) > 1 else widths[0]


def _effective(indent: str) -> str:
    return indent.rpartition("\f")[2]


def _indented(own: str, wanted: str) -> str | None:
    """White space as wide as `own` that counts as `wanted`: a form feed begins it anew."""
    if _effective(own) == wanted:
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
