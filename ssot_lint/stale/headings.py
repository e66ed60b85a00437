"""The headings of a document, and which of them say of all below them that it is gone."""

from __future__ import annotations

import re
from typing import NamedTuple

from ssot_lint.stale.wording import is_title_of_gone

_ATX = re.compile(r"(?P<mark>#{1,6})\s+(?P<title>.*)")
_ADOC_TITLE = re.compile(r"(?P<mark>={1,6})\s+(?P<title>\S.*)")
_HTML_TITLE = re.compile(r"<h(?P<level>[1-6])\b[^>]*>(?P<title>.*)", re.IGNORECASE)
UNDERLINE = re.compile(r"([=\-~^\"'`#*+.:_])\1{2,}\s*\Z")
ITEM = re.compile(r"(?:[-*+\u2022]|\d{1,3}[.)]|[a-zA-Z][.)]|#\.|\*{2,5}|\.{1,5})\s+(?=\S)")
INDENTED_CODE = 4  # columns, https://spec.commonmark.org/0.31.2/#indented-code-blocks


class Raw(NamedTuple):
    """A line as it is read: `body` is without the marks of a quotation."""

    start: int
    text: str
    body: str
    words: str
    indent: int
    following: str


class Heading(NamedTuple):
    level: int
    title: str


class Headings:
    """The headings that a line stands under. `form` is that of the document."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._above: list[tuple[int, bool]] = []
        self._levels: list[str] = []  # underlines, in the order in which they came

    @property
    def are_gone(self) -> bool:
        """Whether one of them says that what is below it is gone."""
        return any(is_gone for _, is_gone in self._above)

    def enter(self, heading: Heading) -> None:
        """Go on below a heading: it ends the sections of its level and of those below."""
        above = [one for one in self._above if one[0] < heading.level]
        self._above = [*above, (heading.level, is_title_of_gone(heading.title))]

    def heading(self, raw: Raw, before: str, *, is_in_block: bool) -> Heading | None:
        """The heading that a line is, None for any other; `before` is the line above, perhaps of a paragraph."""
        marked = (_ADOC_TITLE if self._form == "asciidoc" else _ATX).match(raw.words)
        if marked and self._form not in ("rst", "text") and raw.indent < INDENTED_CODE:
            return Heading(len(marked["mark"]), marked["title"])
        html = _HTML_TITLE.match(raw.words)
        if html:
            return Heading(int(html["level"]), html["title"])
        underline = UNDERLINE.match(raw.following.strip())
        is_text = not raw.indent and not UNDERLINE.match(raw.words) and not ITEM.match(raw.words)
        if not underline or not is_text or is_in_block or self._form == "asciidoc":
            return None
        mark = underline[1]
        if self._form in ("markdown", "notebook"):
            return Heading("=-".index(mark) + 1, raw.words) if mark in "=-" else None
        kind = mark * 2 if before.strip() == raw.following.strip() else mark
        if kind not in self._levels:
            self._levels.append(kind)
        return Heading(self._levels.index(kind) + 1, raw.words)
