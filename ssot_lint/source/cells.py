"""The cells of a notebook as one text, and where in the JSON each character of it is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from ssot_lint.model import Edit
from ssot_lint.source.json_strings import Place, count_before, escaped, offset_of, unescaped
from ssot_lint.source.offsets import LINE_END, Lines

_AFTER_LINE_END = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_LAST_END = re.compile(r"(?:\r\n?|\n)\Z")


class Cell(NamedTuple):
    """One cell: its text as rules read it and as it was written, which are of one length.

    `strings` are where it is written, `starts` where each of them starts in the text. `joint`
    is what joins them without being written (nbformat 3), `between` what stands between two.
    """

    text: str
    raw: str
    strings: tuple[Place, ...]
    starts: tuple[int, ...]
    joint: str
    between: str | None


class Cells:
    """The cells of one kind as one text, in which each ends with a line end."""

    def __init__(self, json: str, lines: Callable[[], Lines], cells: Sequence[Cell]) -> None:
        self.cells = tuple(cells)
        self.text = "".join(cell.text + _added(cell) for cell in cells)
        self._json = json
        self._json_lines = lines
        self._filled = [cell for cell in cells if cell.text]
        self._starts = [0]
        for cell in self._filled:
            self._starts.append(self._starts[-1] + len(cell.text + _added(cell)))

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def place(self, line: int, column: int) -> tuple[int, int]:
        """The line and column in the JSON of a place in the text; of one that it does not have, the last one."""
        if not self._filled:
            return 1, 1
        try:
            offset = self._lines.offset(line, column)
        except ValueError:
            offset = len(self.text)
        cell, start = self._cell_at(offset)
        return self._json_lines().place(self._written_at(cell, min(offset - start, len(cell.text))))

    def edit(self, edit: Edit) -> Edit | None:
        """The edit of the JSON that an edit of the text comes to.

        None when it reaches over several cells, into what only stands for something else, or
        out of the text.
        """
        try:
            start, end = self._lines.offset(*edit[:2]), self._lines.offset(*edit[2:4])
        except ValueError:
            return None
        if not self._filled:
            return None
        cell, offset = self._cell_at(start)
        text = LINE_END.sub(self._lines.end_of(edit.line), edit.text)
        inside = _inside(cell, start - offset, end - offset, text)
        if inside is None:
            return None
        start, end, text = inside
        parts = _parts(cell, start, end, text)
        if not parts or cell.text[start:end] != cell.raw[start:end]:
            return None
        place = self._json_lines().place
        span = *place(self._written_at(cell, start)), *place(self._written_at(cell, end))
        return Edit(*span, escaped(parts, cell.between, is_ascii=self._json.isascii()))

    def edited_cell(self, edit: Edit) -> tuple[int, Edit] | None:
        """The number of the cell that an edit of the JSON is about, and the edit of the cell's text.

        None when it is about anything but the text of one cell. Raises ValueError when the
        JSON has no such place.
        """
        lines = self._json_lines()
        start, end = lines.offset(*edit[:2]), lines.offset(*edit[2:4])
        for number, cell in enumerate(self.cells):
            if cell.strings and cell.strings[0].first <= start <= end <= cell.strings[-1].last:
                low, high = self._read_at(cell, start), self._read_at(cell, end)
                text = unescaped(edit.text, is_list=cell.between is not None)
                if low is None or high is None or text is None:
                    return None
                place = Lines(cell.text).place
                return number, Edit(*place(low), *place(high), text)
        return None

    def _cell_at(self, offset: int) -> tuple[Cell, int]:
        """The cell at an offset of the text, and where it starts."""
        number = min(bisect_right(self._starts, offset), len(self._filled)) - 1
        return self._filled[number], self._starts[number]

    def _written_at(self, cell: Cell, offset: int) -> int:
        """Where in the JSON a character of a cell is written."""
        number = _string_at(cell, offset)
        string = cell.strings[number]
        return offset_of(self._json, string, min(offset - cell.starts[number], string.length))

    def _read_at(self, cell: Cell, offset: int) -> int | None:
        """Which character of a cell is written at an offset of the JSON; None when none starts there."""
        for string, start in zip(cell.strings, cell.starts, strict=True):
            if string.first <= offset <= string.last:
                count = count_before(self._json, string, offset)
                return None if count is None else start + count
        return None


def _added(cell: Cell) -> str:
    """The line end that a cell lacks; an empty one has no line."""
    if not cell.text or cell.text[-1] in "\r\n":
        return ""
    lines = Lines(cell.text)
    return lines.end_of(len(lines.starts))


def _inside(cell: Cell, start: int, end: int, text: str) -> tuple[int, int, str] | None:
    """An edit that reaches no further than the text of a cell; None when it is about another cell too."""
    size = len(cell.text)
    if not 0 <= start <= end <= size + len(_added(cell)):
        return None
    if start > size:  # a line after the last one, whose line end is not written
        return size, size, _LAST_END.sub("", f"{_added(cell)}{text}")
    takes_line = start < end and (end > size or (end == size and cell.text[-1] in "\r\n"))
    if takes_line and not _LAST_END.search(text):
        if text or (start and cell.text[start - 1] not in "\r\n"):
            return None  # what is left of the line would be one with the first of the next cell
        if end > size:  # the last lines go, so the line end before them does
            return len(_LAST_END.sub("", cell.text[:start])), size, ""
    return (start, end, text) if end <= size else (start, size, _LAST_END.sub("", text))


def _parts(cell: Cell, start: int, end: int, text: str) -> list[str]:
    """A new text for a stretch of a cell as strings: in a list, each line is one. None at all when that can't be."""
    parts = [text] if cell.between is None else _AFTER_LINE_END.split(text)
    if cell.joint and (len(parts) > 1 or _string_at(cell, start) != _string_at(cell, end)):
        return []
    return parts[:-1] if len(parts) > 1 and end == len(cell.text) and not parts[-1] else parts


def _string_at(cell: Cell, offset: int) -> int:
    return bisect_right(cell.starts, offset) - 1
