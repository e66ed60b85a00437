"""What stands around a place of a longer text and is said of it: its sentence, and the lines that lead to it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, islice

_SHORT = 240  # characters that are read as one
_BLANK = re.compile(r"\n[ \t]*(?=\n)")
#: Where something new begins inside a paragraph: a sentence, a point of a list, a line of code or of data.
_BEGIN = re.compile(
    r"(?<=[.!?])\s+(?=[\"'(`A-Z])|\n(?=\s*(?:[-*+\u2022]\s|\d+[.)]\s|>>>|\.\.\s|#|(?:from|import)\s|[\"'\w.-]+\s*[:=]\s))"
)
_MOST_LINES = 3  # that lead to a place
_FAR = 500  # characters on each side in which a sentence is looked for


class Passages:
    """The passages of one text. Many may be asked for: what is told of its lines is found once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._is_one = len(text) <= _SHORT and "\n" not in text.strip()

    def around(self, start: int, end: int) -> str:
        """The sentence of a place, and above it the lines that it is under by their indentation or by a colon."""
        text = self._text
        if self._is_one:
            return text
        low, high = max(0, start - _FAR), min(len(text), end + _FAR)
        above = [one.end() for one in _BLANK.finditer(text, low, start)]
        top = above[-1] if above else low
        below = _BLANK.search(text, end, high)
        bottom = below.start() if below else high
        begins = [one.end() for one in _BEGIN.finditer(text, top, start)]
        first = begins[-1] if begins else top
        ends = _BEGIN.search(text, end, bottom)
        return "\n".join((*self._leading(first), text[first : ends.start() if ends else bottom]))

    def _leading(self, start: int) -> list[str]:
        """The lines above that a place is under, the nearest first."""
        number = bisect_right(self._stops, start)
        width = _indentation(next(filter(None, islice(self._lines, number, None)), ""))
        outer = self._nearest[number]
        while outer >= 0 and _indentation(self._lines[outer]) >= width:
            outer = self._outer[outer]
        heads = self._heads.get(width, [])
        head = bisect_left(heads, number) - 1
        above = max(outer, heads[head] if head >= 0 else -1)
        found: list[str] = []
        while len(found) < _MOST_LINES and (above > 0 or (above == 0 and not found and _is_head(self._lines[0]))):
            found.append(self._lines[above])
            above = self._outer[above]
        return found

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    @cached_property
    def _stops(self) -> list[int]:
        return [place for place, letter in enumerate(self._text) if letter == "\n"]

    @cached_property
    def _nearest(self) -> list[int]:
        """The line above each that is not blank, -1 for none."""
        filled = (number if line.strip() else -1 for number, line in enumerate(self._lines))
        return [-1, *accumulate(filled, max)]

    @cached_property
    def _outer(self) -> list[int]:
        """The nearest line above each that is indented less, -1 for none."""
        found: list[int] = []
        for line, nearest in zip(self._lines, self._nearest, strict=False):
            above = nearest
            while above >= 0 and _indentation(self._lines[above]) >= _indentation(line):
                above = found[above]
            found.append(above)
        return found

    @cached_property
    def _heads(self) -> dict[int, list[int]]:
        """The lines that end with a colon, by their indentation."""
        found: dict[int, list[int]] = {}
        for number, line in enumerate(self._lines):
            if _is_head(line):
                found.setdefault(_indentation(line), []).append(number)
        return found


def _is_head(line: str) -> bool:
    return line.rstrip().endswith(":")


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
