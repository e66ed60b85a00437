"""The lexical superset: a file without these words can't break the rule, and is never parsed.

Python folds identifiers by NFKC (https://docs.python.org/3/reference/lexical_analysis.html#identifiers),
so full-width, mathematical and ligature letters can spell an ASCII name. Text that has such
characters is folded before it is searched; all other text is searched as bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

# Characters outside ASCII whose NFKC form has ASCII letters, digits or underscores (a test
# derives the set from unicodedata). Ranges may hold more than those: that costs time only.
_FOLDING = re.compile(
    "[\u00aa\u00ba\u0132-\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u02b0-\u02b8\u02e1-\u02e3\u1d2c-\u1d65"
    "\u1d9c-\u1da0\u1dbb\u1e9a\u2071\u207f\u2090-\u209c\u2102-\u2149\u2160-\u217f\u2c7c\u2c7d\ua7f2-\ua7f4"
    "\ufb00-\ufb06\ufe33\ufe34\ufe4d-\ufe4f\uff10-\uff5a"
    "\U000107a5\U0001d400-\U0001d6a3\U0001d7ce-\U0001d7ff\U0001fbf0-\U0001fbf9]"
)
# ASCII is written as itself in all encodings of Python source but these.
_OPAQUE_ENCODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*(?:utf[-_]?7|u7|utf[-_]?16|utf[-_]?32)", re.I | re.M)
_HEAD = 400  # bytes in which the two lines that may name an encoding are looked for


class Part(NamedTuple):
    """When the last part of a dotted module counts.

    Whoever names `a.b.c` writes `c` and `b`, or one of the names that `b` is handed on by
    (`beside`). Only below the folders of `a.b` (`below`, each ending in `/`) `c` alone will do,
    in a relative import.
    """

    beside: frozenset[str]
    below: tuple[str, ...]


class Needles:
    """Words, one of which a text must contain.

    `words` are whole identifiers; `fragments` are parts of identifiers (what is literal in a
    glob). `defined` and `defined_fragments` are the same, but only where they follow `class` or
    `def`. An empty fragment is in every text. `parts` are last parts of
    dotted modules, which count only as `Part` says. `texts` are parts of strings, in lower case and
    ASCII, which are found whatever their case is; each has words, one of which must be there too.
    """

    __slots__ = (
        "_all_ascii",
        "_folded",
        "_others",
        "_parts",
        "_texts",
        "_words",
        "defined",
        "defined_fragments",
        "fragments",
        "parts",
        "texts",
        "words",
    )

    def __init__(
        self,
        words: Iterable[str] = (),
        fragments: Iterable[str] = (),
        defined: Iterable[str] = (),
        defined_fragments: Iterable[str] = (),
        parts: Mapping[str, Part] | None = None,
        texts: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.words = frozenset(words)
        self.fragments = frozenset(fragments)
        self.defined = frozenset(defined)
        self.defined_fragments = frozenset(defined_fragments)
        self.parts = dict(parts or {})
        self._parts = [(Needles({word}), Needles(part.beside), part.below) for word, part in self.parts.items()]
        self.texts = dict(texts or {})
        self._texts = [(text.encode(), Needles(beside)) for text, beside in sorted(self.texts.items())]
        start, end = "(?<![A-Za-z0-9_])", "(?![A-Za-z0-9_])"
        keyword = rf"{start}(?:class|def)[\s\\]+"
        found = [(word, rf"{start}{re.escape(word)}{end}") for word in self.words]
        found += [(word, rf"{keyword}{re.escape(word)}{end}") for word in self.defined]
        found += [(word, re.escape(word)) for word in self.fragments]
        found += [(word, rf"{keyword}[^\s(:\[]*?{re.escape(word)}") for word in self.defined_fragments]
        found.sort()
        self._all_ascii = all(word.isascii() for word, _ in found)
        self._words = [word.encode() for word in sorted(self.words) if word.isascii()]
        self._others = [
            (word.encode(), re.compile(part.encode()))
            for word, part in found
            if word not in self.words and word.isascii()
        ]
        self._folded = re.compile("|".join(part for _, part in found) or "(?!)")

    def __bool__(self) -> bool:
        return any((self.words, self.fragments, self.defined, self.defined_fragments, self.parts, self.texts))

    @property
    def everything(self) -> frozenset[str]:
        """Stretches of text: one that has none of them, whatever its case is, has nothing of what is looked for."""
        return self.words | self.fragments | self.defined | self.defined_fragments | {*self.parts, *self.texts}

    def __or__(self, other: Needles) -> Needles:
        return Needles(
            self.words | other.words,
            self.fragments | other.fragments,
            self.defined | other.defined,
            self.defined_fragments | other.defined_fragments,
            {**self.parts, **other.parts},
            _united(self.texts, other.texts),
        )

    def found_in(self, data: bytes, path: str) -> bool:
        """Whether the text of a file, as its bytes, may contain one of the words."""
        for word, beside, below in self._parts:
            if word.found_in(data, path) and (path.startswith(below) or beside.found_in(data, path)):
                return True
        if self._texts and self._has_text(data, path):
            return True
        if any(word in data and has_word(data, word) for word in self._words):
            return True
        if any(literal in data and part.search(data) for literal, part in self._others):
            return True
        if data.isascii():
            return is_opaque(data)
        return self.found_in_text(data.decode("utf-8", "replace"))

    def _has_text(self, data: bytes, path: str) -> bool:
        lowered = data.lower()
        return any(text in lowered and beside.found_in(data, path) for text, beside in self._texts)

    def found_in_text(self, text: str) -> bool:
        """The same for text that has characters outside ASCII."""
        if self._all_ascii and not may_fold(text):
            return False
        import unicodedata

        return self._folded.search(unicodedata.normalize("NFKC", text)) is not None


def _united(texts: Mapping[str, frozenset[str]], others: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    nothing: frozenset[str] = frozenset()
    return {text: texts.get(text, nothing) | others.get(text, nothing) for text in {*texts, *others}}


def is_opaque(data: bytes) -> bool:
    """Whether a file says that it is in an encoding in which ASCII is not written as itself."""
    return b"coding" in data[:_HEAD] and _OPAQUE_ENCODING.search(data[:_HEAD]) is not None


def may_suppress(data: bytes) -> bool:
    """Whether a file may have a `noqa` of our codes."""
    return b"ssot" in data.lower() and b"noqa" in data.lower()


def may_fold(text: str) -> bool:
    """Whether a text has characters that Python reads as ASCII letters in a name."""
    return _FOLDING.search(text) is not None


_NAME_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")


def has_word(data: bytes, word: bytes) -> bool:
    """Whether a word stands in a text as a whole ASCII identifier (quicker than an expression)."""
    place = data.find(word)
    while place >= 0:
        end = place + len(word)
        if (place == 0 or data[place - 1] not in _NAME_BYTES) and (end == len(data) or data[end] not in _NAME_BYTES):
            return True
        place = data.find(word, place + 1)
    return False


def literal_part(glob: str) -> str:
    """The longest stretch of a glob that every match contains.

    >>> literal_part("*WebSocket*Factory")
    'WebSocket'
    """
    return max(re.split(r"\*|\?|\[[^\]]*\]", glob), key=len)


def lowered(text: str) -> bytes:
    """A text as `texts` are searched in it: only ASCII letters have a lower case."""
    return text.encode("utf-8", "surrogatepass").lower()
