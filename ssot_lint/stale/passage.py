"""What stands around a place of a longer text and is said of it: its sentence, and the lines that lead to it."""

from __future__ import annotations

import re

_SHORT = 240  # characters that are read as one
_BLANK = re.compile(r"\n[ \t]*(?=\n)")
#: Where something new begins inside a paragraph: a sentence, a point of a list, a line of code or of data.
_BEGIN = re.compile(
    r"(?<=[.!?])\s+(?=[\"'(`A-Z])|\n(?=\s*(?:[-*+\u2022]\s|\d+[.)]\s|>>>|\.\.\s|#|(?:from|import)\s|[\"'\w.-]+\s*[:=]\s))"
)
_MOST_LINES = 3  # that lead to a place


def passage(text: str, start: int, end: int) -> str:
    """The sentence of a place, and above it the lines that it is under by their indentation or by a colon."""
    if len(text) <= _SHORT and "\n" not in text.strip():
        return text
    above = [one.end() for one in _BLANK.finditer(text, 0, start)]
    top = above[-1] if above else 0
    below = _BLANK.search(text, end)
    begins = [one.end() for one in _BEGIN.finditer(text, top, start)]
    first = begins[-1] if begins else top
    ends = _BEGIN.search(text, end, below.start() if below else len(text))
    last = ends.start() if ends else below.start() if below else len(text)
    return "\n".join((*_leading(text, first), text[first:last]))


def _leading(text: str, start: int) -> list[str]:
    """The lines above that a place is under, the nearest first."""
    found: list[str] = []
    lines = text[: start + 1].split("\n")
    width = _indentation(text[text.rfind("\n", 0, start + 1) + 1 :].lstrip("\n").split("\n")[0])
    for number in range(len(lines) - 2, -1, -1):
        line = lines[number]
        if not line.strip() or len(found) == _MOST_LINES:
            continue
        is_head = line.rstrip().endswith(":")
        if (_indentation(line) < width and number > 0) or (is_head and not found and _indentation(line) <= width):
            found.append(line)
            width = _indentation(line)
    return found


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
