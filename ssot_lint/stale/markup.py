"""How a document is built: headings, lists, tables, blocks of code, and what stands under words that say it is gone.

One reading does for Markdown, reST and AsciiDoc: it looks at lines, for a document that is
written badly, or in a dialect, still has lines.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ssot_lint.source.offsets import Lines
from ssot_lint.stale.code_lines import told_gone
from ssot_lint.stale.headings import INDENTED_CODE, ITEM, UNDERLINE, Headings, Raw
from ssot_lint.stale.wording import is_lead_of_gone, is_title_of_gone

Kind = Literal["prose", "row", "code", "blank"]

_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})\s*\{?(?P<language>[\w+#.:-]*)")
_ADOC_FENCE = re.compile(r"(?P<mark>-{4,}|\.{4,})(?P<language>)\Z")
_DIRECTIVE = re.compile(r"\.\. (?P<name>[\w:-]+?)::(?:\s+(?P<rest>.*))?\Z")
_CALLOUT = re.compile(r"(?:!!!|\?\?\?\+?)\s+(?P<name>\w+)(?P<rest>.*)")
_CONTAINER = re.compile(r":{3,}\s*\{?(?P<name>\w*)\}?(?P<rest>.*)")
_ALERT = re.compile(r"\[!(?P<name>\w+)\]")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_SEPARATOR = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-*:?\s*)+\Z")
_CODE = frozenset({"code", "code-block", "sourcecode", "doctest", "prompt", "parsed-literal", "literalinclude"})
_GONE_BOXES = frozenset(
    "deprecated deprecated-removed versionremoved versionchanged removed danger caution failure fail bug".split()  # noqa: SIM905
)  # fmt: skip
_SHORT = 6  # words of a label
_FAR = 10**6


class Line(NamedTuple):
    """A line of a document; lines of one `block` are one paragraph, item, row or block of code.

    `is_gone` tells that what stands around it says so of all that it names, `columns` in which
    columns of a table that is said.
    """

    start: int
    text: str
    kind: Kind
    block: int
    is_gone: bool
    columns: frozenset[int] = frozenset()


class _Scope(NamedTuple):
    """What holds for the lines that follow: those that are indented deeper, and a list at `item_indent` or deeper."""

    indent: int
    item_indent: int
    is_gone: bool


class _Block(NamedTuple):
    """The paragraph or item that is being read."""

    text: str
    indent: int
    is_item: bool


class _Fence(NamedTuple):
    mark: str
    is_gone: bool
    is_diff: bool
    first: int


def read_lines(text: str, form: str) -> tuple[Line, ...]:
    """The lines of a document in prose."""
    places = Lines(text)
    texts = [text[start:stop] for start, stop in zip(places.starts, places.stops, strict=True)]
    reader = _Reader(form)
    for start, line, following in zip(places.starts, texts, [*texts[1:], ""], strict=True):
        quote = _QUOTE.match(line) if form in ("markdown", "notebook") else None
        body = line[quote.end() :] if quote else line
        words = body.strip()
        reader.take(
            Raw(start, line, body, words, len(body) - len(body.lstrip()), following), is_quote=quote is not None
        )
    reader.end_fence()
    return tuple(reader.lines)


class _Reader:
    def __init__(self, form: str) -> None:
        self.lines: list[Line] = []
        self._form = form
        self._number = 0  # of the block
        self._block = _Block("", 0, False)
        self._label = ""  # the block before
        self._headings = Headings(form)
        self._scopes: list[_Scope] = []
        self._fence: _Fence | None = None
        self._literal: int | None = None  # the indent of what a literal block belongs to
        self._columns: frozenset[int] = frozenset()
        self._in_front = False
        self._latest = " "  # line of prose
        self._in_list = False

    def take(self, raw: Raw, *, is_quote: bool) -> None:
        if self._is_front(raw) or self._is_code(raw):
            return
        if not is_quote:
            self._scopes = [one for one in self._scopes if one.indent > -_FAR]  # an alert ends with its quotation
        if not raw.words:
            self._end_block()
            self._add(raw, "blank")
        elif not (self._opens(raw) or self._is_title(raw) or self._is_row(raw)):
            self._prose(raw)

    def _add(self, raw: Raw, kind: Kind, columns: frozenset[int] = frozenset()) -> None:
        gone = self._headings.are_gone or any(one.is_gone for one in self._scopes)
        self.lines.append(Line(raw.start, raw.text, kind, self._number, gone, columns))

    # -- blocks

    def _end_block(self) -> None:
        """Close the paragraph or item, whose text may be about what follows."""
        block = self._block
        if block.text:
            self._label = block.text
            bare = block.text.strip("*_ \t")
            is_bold = re.fullmatch(r"(\*\*|__)[^*_]+\1[:.]?", block.text.strip()) is not None
            is_short = block.is_item and len(bare.split()) <= _SHORT
            if bare.endswith((":", "\uff1a")) or is_bold or is_short:
                last = re.split(r"(?<=[.!?])\s+", bare)[-1]
                below = block.indent + 1 if block.is_item else block.indent
                self._scopes.append(_Scope(block.indent, below, is_lead_of_gone(last)))
        self._block = _Block("", 0, False)
        self._number += 1

    def _leave_scopes(self, raw: Raw, *, is_item: bool) -> None:
        """Drop what was said of lines that ended."""
        self._scopes = [
            one for one in self._scopes if raw.indent > one.indent or (is_item and raw.indent >= one.item_indent)
        ]

    def _prose(self, raw: Raw) -> None:
        item = ITEM.match(raw.words)
        if UNDERLINE.fullmatch(raw.words):
            self._end_block()
            self._add(raw, "prose")
            self._number += 1
            return
        is_list = " " not in raw.words and " " not in self._latest  # a list without marks, a word a line
        self._latest = raw.words
        if item or is_list or (self._block.text and raw.indent < self._block.indent):
            self._end_block()
        is_inside = self._block.text != ""
        if not is_inside:
            self._leave_scopes(raw, is_item=item is not None)
            self._in_list = item is not None or (self._in_list and raw.indent > 0)
            self._block = _Block(raw.words[item.end() :] if item else raw.words, raw.indent, item is not None)
        else:
            self._block = self._block._replace(text=f"{self._block.text} {raw.words}")
        self._add(raw, "prose")
        if raw.words.endswith("::") and self._form in ("rst", "text"):
            self._literal = raw.indent

    # -- headings

    def _is_title(self, raw: Raw) -> bool:
        before = self.lines[-1].text if self.lines else ""
        found = self._headings.heading(raw, before, is_in_block=self._block.text != "")
        if found is None:
            return False
        self._end_block()
        self._label = ""
        self._scopes.clear()
        self._headings.enter(found)
        self._add(raw, "prose")
        self._number += 1
        return True

    # -- code

    def _is_front(self, raw: Raw) -> bool:
        """Whether a line is of the front matter, in which `---` underlines nothing."""
        is_mark = raw.words == "---" and not raw.indent
        if not self._in_front and (self.lines or not is_mark):
            return False
        self._in_front = not (is_mark and self._in_front)
        self._add(raw, "prose")
        self._number += 1
        return True

    def _is_code(self, raw: Raw) -> bool:
        if self._fence is not None:
            if raw.words.startswith(self._fence.mark) and not raw.words.strip(self._fence.mark[0]):
                self.end_fence()
                self._add(raw, "blank")
            else:
                self._add(raw, "code")
            return True
        if self._literal is not None and raw.words:
            if raw.indent > self._literal:
                self._add(raw, "code")
                return True
            self._literal = None
        if self._form == "markdown" and raw.indent >= INDENTED_CODE and not self._in_list and not self._block.text:
            self._add(raw, "code")
            return True
        return False

    def _opens(self, raw: Raw) -> bool:
        """A line that opens a block of code or a box."""
        fence = (_ADOC_FENCE if self._form == "asciidoc" else _FENCE).match(raw.words)
        is_line = self._form == "rst" or (self._form == "text" and (self._block.text or raw.words[0] == "~"))
        if fence and not is_line and "`" not in raw.words[fence.end() :]:
            self._end_block()
            self._leave_scopes(raw, is_item=True)
            gone = self._is_labelled() or fence["language"] in _GONE_BOXES
            self._add(raw, "blank")
            self._fence = _Fence(fence["mark"], gone, fence["language"] in ("diff", "patch"), len(self.lines))
            return True
        directive = _DIRECTIVE.match(raw.words)
        if directive and directive["name"] in _CODE:
            self._end_block()
            self._add(raw, "prose")
            self._literal = raw.indent
            return True
        box = directive or _CALLOUT.match(raw.words) or _ALERT.match(raw.words) or _CONTAINER.match(raw.words)
        if not box:
            return False
        self._end_block()
        self._leave_scopes(raw, is_item=False)
        self._box(raw, box["name"].lower(), box.groupdict().get("rest") or "")
        return True

    def _box(self, raw: Raw, name: str, title: str) -> None:
        gone = name in _GONE_BOXES or (not raw.words.startswith("..") and is_title_of_gone(title))
        if raw.words.startswith("[!"):
            self._scopes.append(_Scope(-_FAR - 1, 0, gone))
        elif raw.words.startswith(":::"):
            self._scopes = [one for one in self._scopes if one.indent > -_FAR + 1 or one.indent < -_FAR]
            if name:
                self._scopes.append(_Scope(-_FAR + 1, 0, gone))
        else:
            self._scopes.append(_Scope(raw.indent, raw.indent + 1, gone))
            self._in_list = True
        self._add(raw, "prose")
        self._number += 1

    def _is_labelled(self) -> bool:
        """Whether the text right above a block of code says that it shows what was, or what is wrong."""
        label, self._label = self._label, ""
        is_label = label.rstrip("*_ ").endswith((":", "\uff1a")) or len(label.split()) <= _SHORT
        return is_label and is_lead_of_gone(re.split(r"(?<=[.!?])\s+", label)[-1])

    def end_fence(self) -> None:
        """Hear what the comments of a block of code say of it."""
        fence, self._fence = self._fence, None
        if fence is None:
            return
        code = self.lines[fence.first :]
        told = told_gone([one.text for one in code], is_file=False, is_diff=fence.is_diff)
        self.lines[fence.first :] = [
            one._replace(is_gone=one.is_gone or fence.is_gone or is_gone)
            for one, is_gone in zip(code, told, strict=True)
        ]
        self._number += 1

    # -- tables

    def _is_row(self, raw: Raw) -> bool:
        is_head = _SEPARATOR.match(raw.following.strip()) is not None and "|" in raw.words
        if not is_head and not raw.words.startswith("|") and not (self._columns and "|" in raw.words):
            self._columns = frozenset()
            return False
        self._end_block()
        self._leave_scopes(raw, is_item=True)
        if is_head:
            cells = raw.words.strip("|").split("|")
            self._columns = frozenset(place for place, cell in enumerate(cells) if is_title_of_gone(cell))
        self._add(raw, "row", self._columns)
        self._number += 1
        return True
