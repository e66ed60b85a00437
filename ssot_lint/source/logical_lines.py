"""Logical lines of Python that may be broken: where they end, and what can stand in for each.

No parser for this was at hand: parso 0.8.7 knows neither `match` nor `type` nor the f-strings of
Python 3.12, and so takes sound code for broken.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from ssot_lint.source.newer_syntax import TYPE_ALIAS, as_assignment, without_type_parameters

_NEVER = 10**9
_TOGETHER = 32  # lines that are parsed in one piece
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
#: A line that is a logical line beyond doubt, and its comment: all brackets and quotes in it are plain.
_PLAIN_TEXT = r"""[^"'#()\[\]{}\\\n]|"[^"\\\n]+"|'[^'\\\n]+'"""
_FLAT = rf"(?:{_PLAIN_TEXT}|\((?:{_PLAIN_TEXT})*+\)|\[(?:{_PLAIN_TEXT})*+\])*+(\#.*)?\n"
_NAMED = r"(?m)(?:async[ \t]+)?(?:class|(def))[ \t]+\w+(?=[ \t]*(?:[(\[:]|$))"
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


class Form(NamedTuple):
    """What stands for a logical line."""

    text: str
    keyword: str
    is_header: bool  # a suite is to follow
    is_kept: bool = True  # even when no suite follows


class Piece(NamedTuple):
    """A logical line at its place; `width` is the column at which it starts, tabs expanded."""

    line: int
    indent: str
    width: int
    form: Form


class _Line(NamedTuple):
    """A logical line at its place; `form` is None where it has still to be found out."""

    line: int
    indent: str
    width: int
    code: str
    keyword: str
    form: Form | None


class _Cut(NamedTuple):
    """Where a logical line, its code and its first line end, and whether its brackets and quotes do."""

    end: int
    code_end: int
    first_end: int
    is_closed: bool
    lost_quotes: bool


def parsed(text: str) -> ast.Module | None:
    """The tree of a sound text, None for any other."""
    try:
        return ast.parse(text)
    except Exception:  # SyntaxError, ValueError, RecursionError, MemoryError, and bugs of CPython
        return None


def pieces_of(text: str, wary: bool) -> tuple[list[Piece], bool]:
    """The logical lines, and whether triple quotes seem not to be closed."""
    lines: list[_Line] = []
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
        is_open, is_short = not cut.is_closed, cut.is_closed and end == cut.first_end
        form = None if is_open or is_short else _form(code, keyword)
        if form is None and not is_short:
            is_open |= not (keyword and code.endswith(":"))
            if is_open:  # the next lines may be sound without this one
                spare -= end - cut.first_end
                end = cut.first_end
                code = text[start:end].rstrip(" \t\f\\")
            form = _stand_in(code, keyword, is_open)
        if cut.lost_quotes:
            lost_quotes = True
            spare -= (len(text) - start) // 8
        width = len(effective(head[1]).expandtabs(8))
        is_argument = in_brackets and (
            code.endswith(",") or (width > argument_width and not re.match(_STATEMENT, code))
        )
        in_brackets = is_open or is_argument
        if is_open:
            argument_width = _NEVER if keyword else width
        if (form or is_short) and not is_argument and code[:1] not in ")]}":
            lines.append(_Line(line, head[1], width, code, keyword, form))
        line += text.count("\n", at, end) + 1
        at = end + 1
    return list(_pieces(lines)), lost_quotes


def _pieces(lines: list[_Line]) -> Iterator[Piece]:
    """What stands for the lines. Where one ends hangs on no other, so those on a single line are parsed together."""
    later = [one for one in lines if one.form is None]
    forms = iter([form for at in range(0, len(later), _TOGETHER) for form in _forms(later[at : at + _TOGETHER])])
    for one in lines:
        if form := one.form or next(forms):
            yield Piece(one.line, one.indent, one.width, form)


def _forms(lines: list[_Line]) -> list[Form | None]:
    """What some lines are: parsed in one piece if they are sound, else those before and after the broken one."""
    if len(lines) > 1:
        framed = [_framed(one.code, one.keyword) for one in lines]
        at = framed.index(None) if None in framed else _place_of_error([text for text, _ in filter(None, framed)])
        if at is None:
            return [form for _, form in filter(None, framed)]
        return _forms(lines[:at]) + _forms(lines[at : at + 1]) + _forms(lines[at + 1 :])
    return [_form(one.code, one.keyword) or _stand_in(one.code, one.keyword, is_open=False) for one in lines]


def _place_of_error(texts: list[str]) -> int | None:
    """Which of some texts seems to be broken, None when they are sound together."""
    try:
        ast.parse("\n".join(texts))
    except SyntaxError as error:
        ends = accumulate(text.count("\n") + 1 for text in texts)
        return next((at for at, end in enumerate(ends) if end >= (error.lineno or 0)), 0)
    except Exception:  # as in `parsed`
        return 0
    return None


def _framed(code: str, keyword: str) -> tuple[str, Form] | None:
    """A text that is sound if a line is, among others too, and what the line then is; None when it takes a look.

    The first of what `_form` tries that can be sound: a clause never stands alone, and only a header ends in a colon.
    """
    is_header = code.endswith(":")
    if code.endswith("\\") or (is_header and not keyword) or (keyword in _SUITES and not is_header):
        return None
    before, after = _FRAMES.get(keyword, ("", ""))
    code = _old_spelling(code)
    suite = _SUITES.get(keyword, "\n pass") if is_header else ""
    return before + code + suite + after, Form(code, keyword, is_header)


def _cut(text: str, start: int, limit: int, wary: bool) -> _Cut:
    """Find the end of a logical line; it is not closed when a statement begins within its brackets."""
    if flat := re.compile(_FLAT).match(text, start):
        end = flat.end() - 1
        return _Cut(end, flat.start(1) if flat[1] else end, end, is_closed=True, lost_quotes=False)
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


def _form(code: str, keyword: str) -> Form | None:
    """What a logical line is when it is sound."""
    if code.endswith("\\"):  # would join what stands after it
        return None
    code = _old_spelling(code)
    before, after = _FRAMES.get(keyword, ("", ""))
    if not code.endswith(":") and parsed(code):
        return Form(code, "" if keyword in _SUITES else keyword, is_header=False)
    if (before or after) and parsed(before + code + after):
        return Form(code, keyword, is_header=False)
    if keyword and parsed(before + code + _SUITES.get(keyword, "\n pass") + after):
        return Form(code, keyword, is_header=True)
    return None


def _old_spelling(code: str) -> str:
    return re.sub(rf"\A{TYPE_ALIAS}", as_assignment, code, count=1) if code.startswith("type") else code


def _stand_in(code: str, keyword: str, is_open: bool) -> Form | None:
    """What replaces a broken logical line, so that its name or its suite is not lost."""
    if keyword == "@" or not (keyword or (code.endswith(":") and not is_open)):
        return None
    if keyword:
        headers = [code + ":", code + "):"]
        named = re.match(_NAMED, code)
        if named:
            headers += [without_type_parameters(code), named[0] + ("():" if named[1] else ":")]
        elif keyword == "except":  # `except Error, name:` of Python 2
            headers.append(code.partition(",")[0] + ":")
        for header in headers:
            if form := _form(header, keyword):
                return form._replace(is_kept=bool(named))
    if keyword in _STAND_INS:
        return Form(_STAND_INS[keyword], keyword, is_header=True, is_kept=False)
    return Form("if 1:", "if", is_header=True, is_kept=False)


def effective(indent: str) -> str:
    """What of the white space before a line counts as its indentation: a form feed begins it anew."""
    return indent.rpartition("\f")[2]
