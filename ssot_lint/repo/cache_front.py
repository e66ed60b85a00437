"""The front of a cache, which every run reads as a whole: from bytes, and as bytes.

Before it comes a line with its length and a checksum of it, then one with all that is short, and
the lengths of the columns, which follow.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from ssot_lint import __version__
from ssot_lint.repo.cache_records import Places, as_json
from ssot_lint.repo.digest import blake2b
from ssot_lint.repo.files import Stat
from ssot_lint.repo.tree import Tree

#: Raised whenever a sketch, the facts of the same text, or an answer to the same question become others.
FORMAT = 8
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_HEAD = f"ssot-lint {__version__} format {FORMAT} python {PYTHON} {sys.byteorder}"
CONTENT = 16  # bytes in the name of a content


class Front(NamedTuple):
    """The front of a cache, decoded as far as every run needs it.

    `stats` has three numbers for each path, `contents` 16 bytes, all zero where it is not
    known, `python` one byte, 1 for a Python file. `others` are the paths of all other files, which
    can't be Python. `answers` and `places` are JSON. `end` is where the records begin.
    """

    signature: str
    roots: tuple[str, ...]
    absent: tuple[str, ...]
    paths: list[str]
    stats: array[int]
    contents: bytes
    python: bytes
    others: bytes
    answers: bytes
    places: bytes
    end: int

    def stat(self, row: int) -> array[int]:
        """The look of a file."""
        return self.stats[3 * row : 3 * row + 3]

    def content(self, row: int) -> str | None:
        """The content of a file, None where it is not known."""
        content = self.contents[CONTENT * row : CONTENT * (row + 1)]
        return content.hex() if any(content) else None


NO_FRONT = Front("", (), (), [], array("q"), b"", b"", b"", b"{}", b"[{}, {}]", 0)


def read_front(file: BinaryIO, most: int) -> Front:
    """The front of a cache of at most so many bytes; raises ValueError when it is damaged, or of another version."""
    first = file.readline(200)
    length = int(first.rpartition(b" ")[2])
    front = file.read(min(length, most))
    if first != _first_line(front):
        raise ValueError("damaged, or of another version")
    end = front.index(b"\n") + 1
    signature, roots, absent, lengths = json.loads(front[:end])
    columns = []
    for length in lengths:
        columns.append(front[end : end + length])
        end += length
    paths, stats, contents, python, others, answers, places = columns
    numbers = array("q")
    numbers.frombytes(stats)
    found = signature, tuple(roots), tuple(absent), split(paths), numbers, contents, python, others, answers, places
    return Front(*found, len(first) + len(front))


def front_of(
    tree: Tree,
    looks: Iterable[Stat],
    contents: Iterable[str],
    others: bytes,
    answers: Mapping[str, Any],
    places: Places,
) -> tuple[bytes, bytes]:
    """The first line and the front of a new cache; `looks` and `contents` are those of the candidates of the tree."""
    python = frozenset(tree.python_paths)
    columns = (
        joined(tree.stats),
        array("q", chain.from_iterable(looks)).tobytes(),
        b"".join(bytes.fromhex(content) or bytes(CONTENT) for content in contents),
        bytes(path in python for path in tree.stats),
        others,
        as_json(answers),
        as_json(places),
    )
    meta = as_json([tree.signature or "", tree.roots, tree.absent, [*map(len, columns)]])
    front = b"\n".join((meta, b"".join(columns)))
    return _first_line(front), front


def joined(paths: Iterable[str]) -> bytes:
    """Paths as a column."""
    return "\0".join(paths).encode("utf-8", "surrogatepass")


def split(column: bytes) -> list[str]:
    """The paths in a column."""
    return column.decode("utf-8", "surrogatepass").split("\0") if column else []


def _first_line(front: bytes) -> bytes:
    return f"{_HEAD} {blake2b(front, digest_size=CONTENT).hexdigest()} {len(front)}\n".encode()
