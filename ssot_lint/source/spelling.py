"""How names are spelled in the bytes of a text.

Python folds identifiers by NFKC (https://docs.python.org/3/reference/lexical_analysis.html#identifiers),
so full-width, mathematical and ligature letters can spell an ASCII name. Text that has such
characters is folded before it is searched; all other text is searched as bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# Characters outside ASCII whose NFKC form has ASCII letters, digits or underscores (a test
# derives the set from unicodedata). Ranges may hold more than those: that costs time only.
_FOLDING = re.compile(
    "[\u00aa\u00ba\u0132-\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u02b0-\u02b8\u02e1-\u02e3\u1d2c-\u1d65"
    "\u1d9c-\u1da0\u1dbb\u1e9a\u2071\u207f\u2090-\u209c\u2102-\u2149\u2160-\u217f\u2c7c\u2c7d\ua7f2-\ua7f4"
    "\ufb00-\ufb06\ufe33\ufe34\ufe4d-\ufe4f\uff10-\uff5a"
    "\U000107a5\U0001d400-\U0001d6a3\U0001d7ce-\U0001d7ff\U0001fbf0-\U0001fbf9]"
)
_ENCODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*[-_]*([-\w.]+)", re.M)
# ASCII is written as itself in all encodings of Python source but these (a test derives them from those of Python).
_OTHER_ASCII = re.compile(
    rb"u[-_]*(?:7|16|32)|utf[-_]*(?:7|16|32)|unicode|raw[-_]*unicode|hz|(?:cs)?iso[-_]*2022|punycode", re.I
)
_UTF_8 = re.compile(rb"u[-_]*8|utf[-_]*8", re.I)
#: A dot as an escape, with a name behind it: no word begins there as the text has it.
_DOT = re.compile(rb"\\(?:x2[eE]|u002[eE]|U0000002[eE]|0?56)(?=[A-Za-z_\x80-\xff])")
NAME_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_BLANKED = bytes(code if code in NAME_BYTES else ord(" ") for code in range(256))
_HEAD = 400  # bytes in which the two lines that may name an encoding are looked for


def places_of(part: bytes, data: bytes) -> Iterator[int]:
    """Where some bytes stand in a text, also where they overlap."""
    place = data.find(part)
    while place >= 0:
        yield place
        place = data.find(part, place + 1)


def words_of(data: bytes) -> list[bytes]:
    """The whole ASCII identifiers of a text."""
    return data.translate(_BLANKED).split()


@lru_cache(maxsize=4)  # a file that has changed is searched for one thing after the other
def as_spelled(data: bytes, *, always: bool = False) -> bytes:
    """A text with characters outside ASCII, as Python spells its names: if they can be ASCII ones then, or `always`."""
    text = data.decode("utf-8", "replace")
    if not always and not may_fold(text):
        return data
    import unicodedata

    return unicodedata.normalize("NFKC", text).encode()


def is_opaque(data: bytes) -> bool:
    """Whether names need not be spelled in a file as they are in UTF-8: by its encoding, or `"package\\x2emodule"`."""
    if _DOT.search(data) is not None:
        return True
    head = data[:_HEAD]
    found = _ENCODING.search(head) if b"coding" in head else None
    if found is None:
        return False
    return _OTHER_ASCII.match(found[1]) is not None or (not data.isascii() and _UTF_8.match(found[1]) is None)


def may_suppress(data: bytes) -> bool:
    """Whether a file may have a `noqa` of our codes."""
    return b"ssot" in data.lower() and b"noqa" in data.lower()


def may_fold(text: str) -> bool:
    """Whether a text has characters that Python reads as ASCII letters in a name."""
    return _FOLDING.search(text) is not None


def has_word(data: bytes, word: bytes) -> bool:
    """Whether a word stands in a text as a whole ASCII identifier (quicker than an expression)."""
    place = data.find(word)
    while place >= 0:
        end = place + len(word)
        if (place == 0 or data[place - 1] not in NAME_BYTES) and (end == len(data) or data[end] not in NAME_BYTES):
            return True
        place = data.find(word, place + 1)
    return False


_STAR_IMPORT = re.compile(rb"import[\s\\]*\*")
_LOOK_BEHIND = 200  # bytes


def may_name(data: bytes, word: bytes) -> bool:
    """Whether a word of a text may be the name of a module where it is imported, looked up or quoted.

    Behind a blank it is one only after `import`, a comma, a bracket, a dot or a quote, or where the line
    begins. Else it is prose, or a use of what the file binds elsewhere; a star import may bind it.
    """
    place = data.find(word)
    while place >= 0:
        end = place + len(word)
        if end == len(data) or data[end] not in NAME_BYTES:
            before = data[max(0, place - _LOOK_BEHIND) : place]
            bare = before.rstrip(b" \t\f")
            if len(bare) == len(before):
                if not before or before[-1] not in NAME_BYTES:
                    return True
            elif bare[-1:] in b"\n\r\\.,('\"" or bare.endswith(b"import"):
                return True
        place = data.find(word, place + 1)
    return b"*" in data and _STAR_IMPORT.search(data) is not None


def lowered(text: str) -> bytes:
    """A text as `texts` are searched in it: only ASCII letters have a lower case."""
    return text.encode("utf-8", "surrogatepass").lower()
