"""Whether a document tells of what it names that it is gone, whatever its format."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from ssot_lint.stale.beside import is_told_beside
from ssot_lint.stale.code_lines import comment_start, is_comment, is_of_command, told_gone
from ssot_lint.stale.documents import Document
from ssot_lint.stale.markup import Line, read_lines
from ssot_lint.stale.names import Mention, is_plain_word
from ssot_lint.stale.ways import keeps_out, way_to
from ssot_lint.stale.wording import is_told

_STRUCK = re.compile(
    r"~~(?=\S)(?:(?!\n\s*\n).){1,400}?~~|<(?P<tag>del|s|strike)\b[^>]*>.{1,400}?</(?P=tag)>"
    r"|\[line-through\]#.{1,400}?#|:(?:strike|del):`[^`]*`",
    re.DOTALL | re.IGNORECASE,
)
_CODE_SPAN = re.compile(
    r"(?P<mark>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=mark)(?!`)|<(?P<tag>code|tt|pre|kbd)>.*?</(?P=tag)>", re.DOTALL
)
_AFTER_PLACEHOLDER = re.compile(r"[>})\]*$][./]\Z")
_RST_CODE = re.compile(r"`[^`\s]+(?:\s*<[^`]*>)?`(?!_)")
_USED_BEFORE = re.compile(
    r"[=(:,\[{.@|&!<]\s*[\"']?\Z|\b(?:class|import|new|return|extends|raise|except|yield|await|in|is|not|and|or)\s+\Z"
)
_USED_AFTER = re.compile(r"[\"']?\s*(?:[(),.:;\]}\[=|>&]|\Z)|\s+(?:as|if|else|for|in|and|or|is|not)\b")
_SENTENCE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bcf)[.!?]+[)\"'*_`]*\s+(?=[^a-z\s])")
_GOES_ON = re.compile(
    r"\W*(?:(?:It|They|Both|This|These|That|Those)\b(?:\s\w+){0,2}\s(?:was|were|is|are|has|have|got|no)\b|Use\b.*\binstead\b|Instead\b)"
)
_NOQA = re.compile(r"\bnoqa:\s*(?P<codes>[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)", re.IGNORECASE)
_TYPED = re.compile(
    r"(?:^|[_\W]|(?<=[a-z]))(?:class(?:es|name)?|cls|type|factory|backend|handler|engine|callable|entry|impl|target)s?_*\Z",
    re.I,
)
_JSON_KEY = re.compile(r'"([^"]*)"\s*:\s*"\Z')
_ITEM = re.compile(r"^\s*-\s", re.MULTILINE)
_PYGREP = re.compile(r"^\s*(?:- )?language:\s*(?:pygrep|fail)\b", re.MULTILINE)
_NEAR = 1_000  # characters in which a sentence is looked for
_SEMGREP = re.compile(r"^rules:.*^\s+languages:", re.MULTILINE | re.DOTALL)


class Telling:
    """What one document says around the places in it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text

    def is_silent(self, mention: Mention, code: str) -> bool:
        """Whether what is named at a place may stand there."""
        if _AFTER_PLACEHOLDER.search(self._text, max(0, mention.start - 2), mention.start):
            return True  # the end of another name: `<app>/models.py`
        line = self._line_at(mention.start)
        if self._is_suppressed(line, code) or (not self._document.is_large and self._is_struck(mention)):
            return True
        if self._document.is_prose and not self._document.is_large:
            return self._is_silent_in_prose(mention, line)
        if self._document.is_prose:
            first = max(self._lines[line].start, mention.start - _NEAR)
            last = min(self._lines[line].start + len(self._lines[line].text), mention.end + _NEAR)
            return is_told(mention, self._text[first:last], mention.start - first)
        return self._is_silent_in_code(mention, line)

    def block_of(self, offset: int) -> int:
        """The paragraph or block of code in which a place is, by number."""
        return self._lines[self._line_at(offset)].block

    # -- lines

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        document = self._document
        if document.is_prose and not document.is_large:
            return read_lines(self._text, document.format)
        starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", self._text))]
        texts = [self._text[start:stop].rstrip("\r\n") for start, stop in zip(starts, [*starts[1:], None], strict=True)]
        told = told_gone(texts, is_file=True)
        return tuple(
            Line(start, text, "code", number, is_gone)
            for number, (start, text, is_gone) in enumerate(zip(starts, texts, told, strict=True))
        )

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [line.start for line in self._lines]

    def _line_at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _is_suppressed(self, line: int, code: str) -> bool:
        """Whether a comment silences a rule on a line, or on the line above when that is all there is on it."""
        above = self._lines[line - 1].text if line else ""
        if self._lines[line].kind == "code" and self._document.is_prose:
            above = next((one.text for one in reversed(self._lines[:line]) if one.kind == "prose"), "") + above
        alone = above if _NOQA.search(above) and not re.search(r"\w", re.split(r"<!--|#|\.\.", above)[0]) else ""
        codes = [found["codes"] for text in (self._lines[line].text, alone) for found in _NOQA.finditer(text)]
        return any(code.startswith(one.upper()) for one in re.split(r"[,\s]+", ",".join(codes)) if one)

    # -- prose

    def _is_silent_in_prose(self, mention: Mention, number: int) -> bool:
        line = self._lines[number]
        if line.is_gone or self._is_only_a_word(mention, line):
            return True
        if line.kind == "code":
            return self._is_silent_in_code(mention, number)
        if line.kind == "row":
            column = line.text[: mention.start - line.start].strip().removeprefix("|").count("|")
            return column in line.columns or is_told(mention, line.text, mention.start - line.start)
        first, last = self._block(number)
        first, last = max(first, mention.start - _NEAR), min(last, mention.end + _NEAR)
        sentence, at = _sentence(self._text[first:last], mention.start - first)
        return is_told(mention, sentence, at)

    def _block(self, number: int) -> tuple[int, int]:
        """Where the paragraph, item or entry of a line begins and ends."""
        block = self._lines[number].block
        first = last = number
        while first and self._lines[first - 1].block == block:
            first -= 1
        while last + 1 < len(self._lines) and self._lines[last + 1].block == block:
            last += 1
        return self._lines[first].start, self._lines[last].start + len(self._lines[last].text)

    def _is_only_a_word(self, mention: Mention, line: Line) -> bool:
        """Whether a class of one plain word may be meant by nothing but its looks: then it must be code."""
        if mention.form != "class" or not is_plain_word(mention.written) or mention.is_imported:
            return False
        if line.kind == "code":
            return not _is_used(line.text, mention.start - line.start, mention.end - line.start)
        if self._text.startswith("(", mention.end):
            return False
        return not any(start < mention.start and mention.end < end for start, end in self._code_spans)

    @cached_property
    def _code_spans(self) -> tuple[tuple[int, int], ...]:
        spans = _CODE_SPAN.finditer(self._text)
        if self._document.format in ("rst", "text"):  # one backtick is for links, too
            return tuple(
                found.span() for found in spans if found["mark"] != "`" or _RST_CODE.match(self._text, found.start())
            )
        return tuple(found.span() for found in spans)

    @cached_property
    def _struck(self) -> tuple[tuple[int, int], ...]:
        return tuple(found.span() for found in _STRUCK.finditer(self._text))

    def _is_struck(self, mention: Mention) -> bool:
        return any(start < mention.start < end for start, end in self._struck)

    # -- code and configuration

    def _is_silent_in_code(self, mention: Mention, number: int) -> bool:
        line = self._lines[number]
        at = mention.start - line.start
        before = line.text[:at]
        if line.is_gone or is_of_command(before):
            return True
        if not self._document.is_prose and (self._is_plain_value(mention, line) or self._is_kept_out(mention)):
            return True
        start = comment_start(line.text)
        if at > start:
            said, at = self._comment(number, at)
            return is_told(mention, *_sentence(said, at))
        if mention.form == "class" and self._document.format not in ("yaml", "json", "toml", "ini", "markup"):
            return is_told_beside(mention, line.text[start:]) if line.text[start:] else False
        plain = re.sub(r"[-=]+>", " ", line.text)
        return is_told_beside(mention, plain)

    def _comment(self, number: int, at: int) -> tuple[str, int]:
        """A comment with the lines of comment above and below it, and where in it a place is."""
        first = last = number
        if is_comment(self._lines[number].text):
            while first and is_comment(self._lines[first - 1].text):
                first -= 1
            while last + 1 < len(self._lines) and is_comment(self._lines[last + 1].text):
                last += 1
        else:
            at -= comment_start(self._lines[number].text)
            return self._lines[number].text[comment_start(self._lines[number].text) :], at
        texts = [line.text for line in self._lines[first : last + 1]]
        bare = [re.sub(r"[#/;*%]", " ", text) for text in texts]
        return "\n".join(bare), sum(len(text) + 1 for text in bare[: number - first]) + at

    def _is_kept_out(self, mention: Mention) -> bool:
        document = self._document
        if document.is_large:
            return False
        way = way_to(self._text, mention.start, document.format)
        if way and way[0].startswith(("tool.ssot-lint", "ssot-lint")):
            return True
        if document.format == "yaml" and any(start <= mention.start < end for start, end in self._searches):
            return True
        return keeps_out(way)

    @cached_property
    def _searches(self) -> tuple[tuple[int, int], ...]:
        """Where a file is about what other tools keep out: rules of semgrep, hooks of pre-commit that search."""
        if _SEMGREP.search(self._text):
            return ((0, len(self._text)),)
        starts = [0, *(found.start() for found in _ITEM.finditer(self._text)), len(self._text)]
        return tuple((start, end) for start, end in pairwise(starts) if _PYGREP.search(self._text, start, end))

    def _is_plain_value(self, mention: Mention, line: Line) -> bool:
        """Whether a class of one plain word is no value of a key that takes a class, and no call."""
        if mention.form != "class" or not is_plain_word(mention.written) or self._text.startswith("(", mention.end):
            return False
        if self._document.format == "script":
            return True
        at = mention.start - line.start
        is_whole = re.search(r"[:=\[,-]\s*[\"']?\Z", line.text[:at]) and re.match(
            r"[\"']?\s*(?:[,}\]#].*)?\Z", line.text[at + len(mention.written) :]
        )
        if not is_whole:
            return True
        key = _JSON_KEY.search(line.text, 0, at)
        way = (key[1],) if key else way_to(self._text, mention.start, self._document.format)
        return not (way and _TYPED.search(way[-1].strip("\"'")))


def _is_used(line: str, start: int, end: int) -> bool:
    """Whether a word in a line of code stands where a class does, rather than in a comment or a command."""
    if line.startswith("(", end):
        return True
    return (
        start < comment_start(line)
        and _USED_BEFORE.search(line[:start]) is not None
        and _USED_AFTER.match(line, end) is not None
    )


def _sentence(text: str, at: int) -> tuple[str, int]:
    """The sentence around a place, with the next one when that goes on about it, and where in it the place is."""
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    number = bisect_right(ends, at) - 1
    start, end = ends[number], ends[number + 1]
    if number + 2 < len(ends) and _GOES_ON.match(text, end):
        end = ends[number + 2]
    return _one_line(text[start:end]), at - start


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]", " ", text)
