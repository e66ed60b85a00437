"""The bytes of a file as text: what a Python file says of its own encoding."""

from __future__ import annotations

import re
from typing import NamedTuple

# https://peps.python.org/pep-0263/: in one of the first two lines
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n|$)")
#: The byte order mark of UTF-8.
BOM = b"\xef\xbb\xbf"


class Unreadable(NamedTuple):
    """Why a text could not be decoded or parsed, and where (counted from 1)."""

    line: int
    column: int
    reason: str


def encoding_of(data: bytes) -> str:
    """The encoding of a Python source file, by its BOM or its coding comment (PEP 263)."""
    if data.startswith(BOM):
        return "utf-8"
    rest = data
    for _ in range(2):
        cookie = _COOKIE.match(rest)
        if cookie:
            return cookie[1].decode("ascii", "replace")
        blank = _BLANK.match(rest)
        if not blank:
            break
        rest = rest[blank.end() :]
    return "utf-8"


def decode(data: bytes) -> tuple[str, Unreadable | None]:
    """The text of a Python source file without its BOM.

    Bytes that are wrong in the file's encoding become U+FFFD, and the first of them is told.
    An encoding that Python doesn't know is told too; the text is then read as UTF-8.
    """
    body = data.removeprefix(BOM)
    encoding = encoding_of(data)
    try:
        return body.decode(encoding), None
    except UnicodeDecodeError as error:
        before = body[: error.start]
        line = 1 + before.count(b"\n")
        column = error.start - before.rfind(b"\n")
        try:
            text = body.decode(encoding, "replace")
        except UnicodeError:  # some encodings can't
            text = body.decode("utf-8", "replace")
        return text, Unreadable(line, column, f"not {encoding} text")
    except (LookupError, UnicodeError, ValueError):  # "idna" and NUL in a name raise the latter two
        return body.decode("utf-8", "replace"), Unreadable(1, 1, f"unknown encoding {encoding}")
