"""One line of source as a terminal shows it, and where on the screen a span of it lies."""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from typing import NamedTuple

from ssot_lint.output.terminal import UNSAFE

_TAB = 4
_CUT = "..."


class Excerpt(NamedTuple):
    """The text to show, the cells before the span, and the cells that the span takes (at least one)."""

    text: str
    before: int
    marked: int


def excerpt(line: str, first: int, last: int, cells: int = 120) -> Excerpt:
    """A line, cut to about `cells` around its characters from `first` up to `last`, counted from 0.

    Tabs become spaces, and a character that would steer the terminal becomes U+FFFD.
    """
    line = line.rstrip()
    first = min(first, len(line))
    # A line may have megabytes (a notebook, a lock file): only its neighbourhood is measured.
    low, high = max(0, first - cells), min(len(line), first + cells)
    glyphs = _glyphs(line[low:high])
    start, stop = first - low, max(first, min(last, high)) - low
    left, right = _window([_width(glyph) for glyph in glyphs], start, stop, cells)
    ends = [0, *accumulate(_width(glyph) for glyph in glyphs)]
    head = _CUT if low + left else ""
    tail = _CUT if low + right < len(line) else ""
    return Excerpt(
        text=head + "".join(glyphs[left:right]) + tail,
        before=len(head) + ends[start] - ends[left],
        marked=max(1, ends[min(stop, right)] - ends[start]),
    )


def _glyphs(text: str) -> list[str]:
    """What is shown for each character."""
    glyphs: list[str] = []
    column = 0
    for character in text:
        tab = " " * (_TAB - column % _TAB)
        glyph = tab if character == "\t" else UNSAFE.sub("\N{REPLACEMENT CHARACTER}", character)
        column += _width(glyph)
        glyphs.append(glyph)
    return glyphs


def _width(glyph: str) -> int:
    """The cells that a glyph takes: an expanded tab has several characters, any other has one."""
    if len(glyph) > 1 or glyph.isascii():
        return len(glyph)
    # The soft hyphen is a format character, but terminals show it.
    if unicodedata.category(glyph) in ("Mn", "Me", "Cf") and glyph != "\N{SOFT HYPHEN}":
        return 0
    return 2 if unicodedata.east_asian_width(glyph) in "WF" else 1


def _window(widths: list[int], start: int, stop: int, room: int) -> tuple[int, int]:
    """As much of the span as there is room for, then its surroundings on both sides in turn."""
    left = right = start
    while right < stop and widths[right] <= room:
        room -= widths[right]
        right += 1
    grew = True
    while grew:
        grew = False
        if left > 0 and widths[left - 1] <= room:
            left -= 1
            room -= widths[left]
            grew = True
        if right < len(widths) and widths[right] <= room:
            room -= widths[right]
            right += 1
            grew = True
    return left, right
