"""The parts of a Markdown document that can decide something, each with its line and its heading.

A parser reads it, so that what looks like a list in a code block, or like a heading in a list,
is what Markdown says it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

if TYPE_CHECKING:
    from markdown_it.token import Token


class Section(NamedTuple):
    """A heading; the first section of a document has none.

    `anchor` is what GitHub calls it in links, `above` the titles that it stands below, near to far.
    """

    line: int
    title: str
    anchor: str
    level: int = 0
    above: tuple[str, ...] = ()


class Line(NamedTuple):
    """A line of running text, code spans in backticks. `around` is the text above that it belongs to, near to far."""

    line: int
    section: int
    text: str
    around: tuple[str, ...]
    is_item: bool
    paragraph: int


class Code(NamedTuple):
    """A code block; `line` is that of its first line, `label` the text right above it."""

    line: int
    section: int
    language: str
    text: str
    label: str


class Row(NamedTuple):
    """A row of a table, and the names of its columns."""

    line: int
    section: int
    columns: tuple[str, ...]
    cells: tuple[str, ...]


class Markdown(NamedTuple):
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    codes: tuple[Code, ...]
    rows: tuple[Row, ...]


def read_markdown(text: str) -> Markdown:
    """The parts of a document."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    reader = _Reader()
    for place, token in enumerate(tokens):
        reader.take(token, tokens[place + 1] if place + 1 < len(tokens) else token)
    return Markdown(tuple(reader.sections), tuple(reader.lines), tuple(reader.codes), tuple(reader.rows))


class _Reader:
    def __init__(self) -> None:
        self.sections = [Section(1, "", "")]
        self.lines: list[Line] = []
        self.codes: list[Code] = []
        self.rows: list[Row] = []
        self._anchors: dict[str, int] = {}  # and how many of that name came after
        self._items: list[str] = []  # the text of each list item around
        self._label = ""  # the paragraph right above, for the list or code block that follows
        self._labels: list[str] = []
        self._columns: tuple[str, ...] = ()
        self._cells: list[str] = []
        self._row = 1
        self._path: list[Section] = []

    def take(self, token: Token, following: Token) -> None:
        line = token.map[0] + 1 if token.map else self._row
        match token.type:
            case "heading_open":
                self._heading(line, token.tag, following)
            case "bullet_list_open" | "ordered_list_open":
                self._labels.append(self._label)
                self._label = ""
            case "bullet_list_close" | "ordered_list_close":
                self._labels.pop()
                self._label = ""
            case "list_item_open":
                self._items.append("")
            case "list_item_close":
                self._items.pop()
            case "paragraph_open":
                self._paragraph(line, following)
            case "fence" | "code_block":
                self._code(token)
            case "tr_open":
                self._row, self._cells = line, []
            case "th_open" | "td_open":
                self._cells.append(plain(following))
            case "tr_close":
                self._close_row()
            case "thead_open":
                self._columns = ()

    def _heading(self, line: int, tag: str, inline: Token) -> None:
        title = " ".join(plain(inline).replace("`", "").split())
        self._label = ""
        anchor = stem = github_anchor(title)
        while anchor in self._anchors:
            self._anchors[stem] += 1
            anchor = f"{stem}-{self._anchors[stem]}"
        self._anchors[anchor] = 0
        level = int(tag[1:])
        self._path = [one for one in self._path if one.level < level]
        above = tuple(one.title for one in reversed(self._path))
        section = Section(line, title, anchor, level, above)
        self._path.append(section)
        self.sections.append(section)

    def _paragraph(self, line: int, inline: Token) -> None:
        text = plain(inline)
        here = [*self._items]
        around = tuple(dict.fromkeys(filter(None, [*reversed(here), *reversed(self._labels)])))
        is_item = bool(self._items)
        for offset, part in _sentences(text):
            self.lines.append(Line(line + offset, len(self.sections) - 1, part, around, is_item, line))
        if self._items and not self._items[-1]:
            self._items[-1] = text
        self._label = text

    def _code(self, token: Token) -> None:
        start = token.map[0] if token.map else 0
        first = start + (2 if token.type == "fence" else 1)
        language = token.info.split()[0].lower() if token.info.split() else ""
        self.codes.append(Code(first, len(self.sections) - 1, language, token.content, self._label))
        self._label = ""

    def _close_row(self) -> None:
        if self._columns:
            self.rows.append(Row(self._row, len(self.sections) - 1, self._columns, tuple(self._cells)))
        else:
            self._columns = tuple(self._cells)


def plain(inline: Token) -> str:
    """The text of an inline token without its marks, but with backticks around code."""
    parts = []
    for child in inline.children or ():
        if child.type == "code_inline":
            parts.append(f"`{child.content.replace('`', ' ')}`")
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        else:
            parts.append(child.content if child.type in ("text", "text_special", "image") else "")
    return "".join(parts)


#: An abbreviation or a number ends no sentence.
_END = re.compile(r"(?<![ .(]\w)(?<!\betc)(?<!\bvs)(?<!\d)[.!?;]+[)\"']?\s+|\n(?=[A-Z][\w ]{0,30}:\s)")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a paragraph on one line each, and how many lines below its start they begin."""
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        part = text[start:end]
        words = " ".join(part.split())
        if words:
            blank = len(part) - len(part.lstrip())
            yield text.count("\n", 0, start + blank), words
        start = end


def github_anchor(title: str) -> str:
    """What GitHub calls a heading in links: letters, marks and digits stay, blanks become hyphens.

    >>> github_anchor("1.1 Engine - MERGE & DELETE")
    '11-engine---merge--delete'
    """
    kept = (
        char for char in title.lower() if char in "- " or category(char)[0] in "LM" or category(char) in ("Nd", "Pc")
    )
    return "".join(kept).replace(" ", "-")
