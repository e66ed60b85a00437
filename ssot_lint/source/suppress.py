"""Inline suppressions, exactly as flake8 7 reads them.

Not what one would guess: a code is a prefix and its case counts; `# noqa` followed by
anything but `: CODES` silences everything; `# flake8: noqa` at the start of a line silences
the whole file, codes after it or not; a `# noqa` in a string counts; and of several in one
range only the first does. A range is a line, or all lines that a string or a backslash joins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: flake8.defaults.NOQA_INLINE_REGEXP and NOQA_FILE.
_INLINE = r"(?i)# noqa(?::[\s]?(?P<codes>([A-Z]+[0-9]+(?:[,\s]+)?)+))?"
_FILE = r"(?i)\s*# flake8[:=]\s*noqa"
_BYTE_ORDER_MARKS = ("\ufeff", "\xef\xbb\xbf")
_JOINING = ('"""', "'''", "\\\n")
_LAST = 10**9


class Suppression(NamedTuple):
    """One code of a comment, or a comment without codes (`code` is then empty).

    Lines and columns count from 1, columns in characters; `first` to `last` are the lines it
    covers.
    """

    line: int
    column: int
    end_column: int
    code: str
    first: int
    last: int

    def silences(self, code: str, line: int) -> bool:
        """Whether a finding of `code` on `line` is suppressed by this one."""
        return self.first <= line <= self.last and code.startswith(self.code)


def suppressions(text: str) -> tuple[Suppression, ...]:
    """All suppressions in a file, in the order of their places."""
    if "noqa" not in text.lower():
        return ()
    hidden = next((len(mark) for mark in _BYTE_ORDER_MARKS if text.startswith(mark)), 0)
    body = text[hidden:].replace("\r\n", "\n").replace("\r", "\n")
    return tuple(_shifted(one, hidden) if one.line == 1 else one for one in sorted(_in_lines(body)))


def may_silence(text: str, letters: str) -> bool:
    """Whether a text may have a suppression of a code with these letters, without looking which lines are joined."""
    if "noqa" not in text.lower():
        return False
    if re.search(_FILE, text):
        return True
    found = re.finditer(_INLINE, text)
    code = re.compile(rf"(?:^|[,\s]){letters}[0-9]")  # what silences a code is the start of it, its letters and a digit
    return any(one["codes"] is None or code.search(one["codes"]) for one in found)


def _shifted(one: Suppression, by: int) -> Suppression:
    return one._replace(column=one.column + by, end_column=one.end_column + by)


def _in_lines(body: str) -> Iterator[Suppression]:
    lines = body.split("\n")
    whole_file, inline = re.compile(_FILE), re.compile(_INLINE)
    for number, line in enumerate(lines, 1):
        if match := whole_file.match(line):
            start = line.index("#")
            yield Suppression(number, start + 1, match.end() + 1, "", 1, _LAST)
            break
    for first, last in _ranges(body, len(lines)):
        joined = "\n".join(lines[first - 1 : last])
        comment = inline.search(joined)
        if comment is None:
            continue
        is_blanket = comment["codes"] is None
        codes = re.compile(r"[^,\s]+").finditer(joined, *comment.span("codes"))
        for start, end in [comment.span()] if is_blanket else [code.span() for code in codes]:
            line_start = joined.rfind("\n", 0, start) + 1
            yield Suppression(
                line=first + joined.count("\n", 0, start),
                column=start - line_start + 1,
                end_column=end - line_start + 1,
                code="" if is_blanket else joined[start:end],
                first=first,
                last=last,
            )


def _ranges(body: str, count: int) -> list[tuple[int, int]]:
    """The stretches of lines, first and last, in which flake8 looks for one comment."""
    ranges = {number: (number, number) for number in range(1, count + 1)}
    if any(joining in body for joining in _JOINING):
        for first, last in _joined_lines(body):
            ranges.update(dict.fromkeys(range(first, last + 1), (first, last)))
    return sorted(set(ranges.values()))


def _joined_lines(body: str) -> list[tuple[int, int]]:
    """flake8's `FileProcessor._noqa_line_mapping`; nothing is joined when tokens can't be had."""
    import io
    import tokenize

    joined = []
    first, last = _LAST, 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(body).readline):
            if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
                continue
            first, last = min(first, token.start[0]), max(last, token.end[0])
            if token.type in (tokenize.NL, tokenize.NEWLINE):
                joined.append((first, last))
                first, last = _LAST, 0
    except (tokenize.TokenError, SyntaxError, ValueError, SystemError):
        return []  # the last two for a lone surrogate, and for "f'{)" on CPython 3.13.0
    return joined
