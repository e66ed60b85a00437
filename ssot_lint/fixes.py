"""Edits: which of them go together, what they make of a text, and whether that is all they do.

A fix is trusted no further than its edits reach. What it made of a text is parsed, and every
statement that no edit touches must be in the new tree as it was: at its place, in its block,
with the same meaning. An edit that swallows a quote, moves a line out of its block or brings a
comment to life changes statements that it does not touch, and is found by that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from ssot_lint.model import Edit, Fix
from ssot_lint.source.decoding import BOM, decode, encoding_of
from ssot_lint.source.offsets import LINE_END, Lines
from ssot_lint.source.source import Source
from ssot_lint.source.untouched import Change, difference


class _Placed(NamedTuple):
    """An edit by offsets."""

    start: int
    end: int
    text: str


# -- choosing


def select(fixes: Sequence[Fix]) -> tuple[tuple[Fix, ...], tuple[Fix, ...]]:
    """The fixes that can be applied at once, and those that wait for another round.

    A fix waits when one of its edits overlaps one of a fix chosen before it. Equal edits are
    one: several findings may need the same import.
    """
    chosen: list[Fix] = []
    postponed: list[Fix] = []
    taken: set[Edit] = set()
    order: list[Edit] = []
    for fix in fixes:
        new = [edit for edit in dict.fromkeys(fix.edits) if edit not in taken]
        if any(_overlaps(edit, order) for edit in new):
            postponed.append(fix)
        else:
            chosen.append(fix)
            taken.update(new)
            for edit in new:
                insort(order, edit)
    return tuple(chosen), tuple(postponed)


def _overlaps(edit: Edit, order: Sequence[Edit]) -> bool:
    """Whether an edit overlaps one of others that don't, which are in the order of the text."""
    at = bisect_left(order, edit[2:4], key=lambda other: other[:2])
    return at > 0 and order[at - 1][2:4] > edit[:2]


# -- applying


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits carried out; equal edits are carried out once.

    What edits insert at one place keeps their order, and has the line ends of that place.
    Raises ValueError when edits overlap, or reach out of the text.
    """
    pieces: list[str] = []
    at = 0
    for start, end, inserted in _placed(text, edits):
        pieces += text[at:start], inserted
        at = end
    return "".join((*pieces, text[at:]))


def moved(text: str, edits: Iterable[Edit], places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines and columns at which what stood at places of the text is after the edits.

    A place that the text does not have stays as it is.
    """
    changes = _changes(_placed(text, edits))
    ends = [change.end for change in changes]
    before, after = Lines(text), Lines(apply(text, edits))
    found = []
    for line, column in places:
        try:
            offset = before.offset(line, column)
        except ValueError:
            found.append((line, column))
            continue
        at = bisect_right(ends, offset)
        now = offset + (changes[at - 1].new_end - changes[at - 1].end if at else 0)
        if at < len(changes) and changes[at].start <= offset:
            now = changes[at].new_start
        found.append(after.place(now))
    return found


def _placed(text: str, edits: Iterable[Edit]) -> list[_Placed]:
    """The edits in the order of the text."""
    lines = Lines(text)
    placed = sorted(
        (
            _Placed(
                lines.offset(edit.line, edit.column),
                lines.offset(edit.end_line, edit.end_column),
                LINE_END.sub(lines.end_of(edit.line), edit.text),
            )
            for edit in dict.fromkeys(edits)
        ),
        key=lambda one: one[:2],
    )
    if any(one.end < one.start for one in placed) or any(one.end > other.start for one, other in pairwise(placed)):
        raise ValueError("its edits overlap")
    return placed


def _changes(placed: Iterable[_Placed]) -> list[Change]:
    changes = []
    shift = 0
    for start, end, inserted in placed:
        changes.append(Change(start, end, start + shift, start + shift + len(inserted)))
        shift += len(inserted) - (end - start)
    return changes


# -- bytes


def text_of(data: bytes, *, is_python: bool) -> str | None:
    """The text that edits of a file are about, without its byte order mark.

    None when it can't be decoded, or has a second mark, which would be taken for the first.
    """
    try:
        text, wrong = decode(data) if is_python else (data.removeprefix(BOM).decode(), None)
    except UnicodeDecodeError:
        return None
    return None if wrong or text.startswith("\ufeff") else text


def encoded(text: str, like: bytes, *, is_python: bool) -> bytes | None:
    """The text in the encoding of a file's bytes, with its byte order mark.

    None when it can't be had, or would be read as another text: the encoding lacks a
    character, or the coding comment is no longer in one of the first two lines.
    """
    encoding = encoding_of(like) if is_python else "utf-8"
    mark = BOM if like.startswith(BOM) else b""
    try:
        data = mark + text.encode(encoding).removeprefix(BOM)
    except UnicodeError:
        return None
    return data if text_of(data, is_python=is_python) == text else None


# -- verifying


def verified(old: str, new: str, edits: Iterable[Edit]) -> str:
    """Why the outcome of edits can't be trusted, "" when it can; `new` is `apply(old, edits)`.

    Both texts must parse, and what no edit touches must be in the new tree as it was.
    """
    before, after = Source("", old), Source("", new)
    if before.unreadable:
        return f"it does not parse: line {before.unreadable.line}: {before.unreadable.reason}"
    if after.unreadable:
        return f"the outcome would not parse: line {after.unreadable.line}: {after.unreadable.reason}"
    offset = difference(before, after, _changes(_placed(old, edits)))
    if offset is None:
        return ""
    return f"more would change than the edits say, at line {Lines(new).place(offset)[0]} of the outcome"


def verified_notebook(old: str, new: str, edits: Iterable[Edit]) -> str:
    """The same of the JSON of a notebook: no edit may reach out of its cell, and Python is verified cell by cell."""
    from ssot_lint.source.notebook import notebook_of

    before, after = notebook_of(old), notebook_of(new)
    if before is None or after is None:
        return "the outcome would be no notebook"
    edits = tuple(edits)
    inside: set[Edit] = set()
    for was, now, verify in ((before.code, after.code, verified), (before.markdown, after.markdown, None)):
        by_cell: dict[int, list[Edit]] = {}
        for edit in edits:
            if (found := was.edited_cell(edit)) is not None:
                by_cell.setdefault(found[0], []).append(found[1])
                inside.add(edit)
        for number, (cell, outcome) in enumerate(zip_longest(was.cells, now.cells)):
            its = by_cell.get(number, [])
            if cell is None or outcome is None or apply(cell.raw, its) != outcome.raw:
                return "more would change than the edits say"
            if verify and its and (reason := verify(cell.text, outcome.text, its)):
                return f"code cell {number + 1}: {reason}"
    return next((f"the edit at line {edit.line} reaches out of its cell" for edit in edits if edit not in inside), "")
