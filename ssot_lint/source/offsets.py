"""Places in a text: line and column as people count them, offsets as programs do."""

from __future__ import annotations

import re
from bisect import bisect_right

LINE_END = re.compile(r"\r\n?|\n")


class Lines:
    """The lines of a text as Python counts them: where each starts, and where its end begins."""

    def __init__(self, text: str) -> None:
        ends = [match.span() for match in LINE_END.finditer(text)]
        self.starts = [0, *(after for _, after in ends)]
        self.stops = [*(before for before, _ in ends), len(text)]
        self._text = text

    def offset(self, line: int, column: int) -> int:
        """The offset of a place; raises ValueError when the text has no such place."""
        if not 0 < line <= len(self.starts) or not 0 < column <= self.stops[line - 1] - self.starts[line - 1] + 1:
            raise ValueError(f"an edit at {line}:{column} lies outside of the text")
        return self.starts[line - 1] + column - 1

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def end_of(self, line: int) -> str:
        """The characters that end a line; those of the line before when it is the last one."""
        for one in (line, line - 1):
            if 0 < one < len(self.starts):
                return self._text[self.stops[one - 1] : self.starts[one]]
        return "\n"
