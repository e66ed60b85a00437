"""The lexical superset: a file without these words can't break the rule, and is never parsed.

Python folds identifiers by NFKC (https://docs.python.org/3/reference/lexical_analysis.html#identifiers),
so full-width, mathematical and ligature letters can spell an ASCII name. Text that has such
characters is folded before it is searched; all other text is searched as bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Characters outside ASCII whose NFKC form has ASCII letters, digits or underscores (a test
# derives the set from unicodedata). Ranges may hold more than those: that costs time only.
_FOLDING = re.compile(
    "[\u00aa\u00ba\u0132-\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u02b0-\u02b8\u02e1-\u02e3\u1d2c-\u1d65"
    "\u1d9c-\u1da0\u1dbb\u1e9a\u2071\u207f\u2090-\u209c\u2102-\u2149\u2160-\u217f\u2c7c\u2c7d\ua7f2-\ua7f4"
    "\ufb00-\ufb06\ufe33\ufe34\ufe4d-\ufe4f\uff10-\uff5a"
    "\U000107a5\U0001d400-\U0001d6a3\U0001d7ce-\U0001d7ff\U0001fbf0-\U0001fbf9]"
)
# ASCII is written as itself in all encodings of Python source but these.
_OPAQUE_ENCODING = re.compile(
    rb"^[ \t\f]*#.*?coding[:=][ \t]*(?:utf[-_]?7|u7|utf[-_]?16|utf[-_]?32)", re.I | re.M
)
_HEAD = 400  # bytes in which the two lines that may name an encoding are looked for


class Needles:
    """Words, one of which a text must contain.

    `words` are whole identifiers; `fragments` are parts of identifiers (what is literal in a
    glob). `defined` and `defined_fragments` are the same, but only where they follow `class` or
    `def`. An empty fragment is in every text.
    """

    __slots__ = (
        "_all_ascii",
        "_bytes",
        "_folded",
        "_quick",
        "defined",
        "defined_fragments",
        "fragments",
        "words",
    )

    def __init__(
        self,
        words: Iterable[str] = (),
        fragments: Iterable[str] = (),
        defined: Iterable[str] = (),
        defined_fragments: Iterable[str] = (),
    ) -> None:
        self.words = frozenset(words)
        self.fragments = frozenset(fragments)
        self.defined = frozenset(defined)
        self.defined_fragments = frozenset(defined_fragments)
        start, end = "(?<![A-Za-z0-9_])", "(?![A-Za-z0-9_])"
        keyword = rf"{start}(?:class|def)[\s\\]+"
        parts = [(word, rf"{start}{re.escape(word)}{end}") for word in self.words]
        parts += [(word, rf"{keyword}{re.escape(word)}{end}") for word in self.defined]
        parts += [(word, re.escape(word)) for word in self.fragments]
        parts += [(word, rf"{keyword}[^\s(:\[]*?{re.escape(word)}") for word in self.defined_fragments]
        parts.sort()
        self._all_ascii = all(word.isascii() for word, _ in parts)
        self._quick = tuple(dict.fromkeys(word.encode() for word, _ in parts if word.isascii()))
        self._bytes = re.compile("|".join(part for word, part in parts if word.isascii()).encode() or b"(?!)")
        self._folded = re.compile("|".join(part for _, part in parts) or "(?!)")

    def __bool__(self) -> bool:
        return bool(self.words or self.fragments or self.defined or self.defined_fragments)

    def __or__(self, other: Needles) -> Needles:
        return Needles(
            self.words | other.words,
            self.fragments | other.fragments,
            self.defined | other.defined,
            self.defined_fragments | other.defined_fragments,
        )

    def found_in(self, data: bytes) -> bool:
        """Whether the text of a file, as its bytes, may contain one of the words."""
        if any(literal in data for literal in self._quick) and self._bytes.search(data):
            return True
        if data.isascii():
            return b"coding" in data[:_HEAD] and _OPAQUE_ENCODING.search(data[:_HEAD]) is not None
        return self.found_in_text(data.decode("utf-8", "replace"))

    def found_in_text(self, text: str) -> bool:
        """The same for text that has characters outside ASCII."""
        if self._all_ascii and not _FOLDING.search(text):
            return False
        import unicodedata

        return self._folded.search(unicodedata.normalize("NFKC", text)) is not None


def literal_part(glob: str) -> str:
    """The longest stretch of a glob that every match contains.

    >>> literal_part("*WebSocket*Factory")
    'WebSocket'
    """
    return max(re.split(r"\*|\?|\[[^\]]*\]", glob), key=len)
