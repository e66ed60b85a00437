"""What was read of files once, kept on disk by their content. It may vanish or be damaged at any time.

One file for each version of Python, since what parses depends on it. It is replaced as a whole,
so that processes which write it at once leave one of theirs; its first line has a checksum of
the rest, so that what is damaged, or was written by another version, is as good as not there.

Below it stands the tree as it was, then what was concluded from all files of that tree, then a
line for each sketch and for the facts of each file that was parsed. Only what is asked for is
decoded.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from ssot_lint import __version__
from ssot_lint.repo.files import Stat, stat_of
from ssot_lint.repo.tree import KnownTree, Tree

if TYPE_CHECKING:
    from ssot_lint.repo.facts import Facts
    from ssot_lint.repo.sketch import Sketch

FOLDER = ".ssot-lint-cache"
#: Raised whenever a sketch, the facts of the same text, or an answer to the same question become others.
FORMAT = 1
_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_HEAD = f"ssot-lint {__version__} format {FORMAT} python {_PYTHON}"
_SETTLED = 2_000_000_000  # ns; a file younger than that may change without its time changing
_SKETCH, _FACTS = b"s", b"f"


class FactsKey(NamedTuple):
    """What the facts of a file depend on: its content, its likeliest module, and whether that is a package."""

    content: str
    module: str
    is_package: bool


class Kept(NamedTuple):
    """What is to be kept: of the files, by path, their content; the rest by content, or by question."""

    contents: Mapping[str, str]
    sketches: Mapping[str, Sketch]
    facts: Mapping[FactsKey, Facts]
    answers: Mapping[str, Any]


def content_key(data: bytes) -> str:
    """The name of a content."""
    return blake2b(data, digest_size=16).hexdigest()


class Cache:
    """The cache of one repository; an empty one when there is none that is sound."""

    def __init__(self, root: str) -> None:
        self._folder = os.path.join(root, FOLDER)
        self._path = os.path.join(self._folder, f"python{_PYTHON}")
        try:
            self._tree, self._answers, *self._lines = self._read()
        except (OSError, ValueError):
            self._tree, self._answers, self._lines = b'["", [], {}]', b"{}", []

    def _read(self) -> list[bytes]:
        if os.path.islink(self._folder) or stat_of(self._folder, os.path.basename(self._path)) is None:
            raise ValueError("not there, or a link, which may lead out of the repository")
        with open(self._path, "rb") as file:
            head, _, body = file.read().partition(b"\n")
        if head != _first_line(body):
            raise ValueError("damaged, or of another version")
        return body.split(b"\n")

    @cached_property
    def _table(self) -> tuple[str, Any, dict[str, list[Any]]]:
        signature, roots, table = json.loads(self._tree)
        return signature, roots, table

    @cached_property
    def _records(self) -> tuple[dict[bytes, bytes], dict[bytes, bytes]]:
        """The lines of sketches and of facts, by what comes first in them."""
        sketches: dict[bytes, bytes] = {}
        facts: dict[bytes, bytes] = {}
        for line in self._lines:
            kind, key, record = line.split(b"\t", 2)
            (sketches if kind == _SKETCH else facts)[key] = record
        return sketches, facts

    @property
    def tree(self) -> KnownTree:
        signature, roots, table = self._table
        return KnownTree(signature, tuple(roots), {path: known[4] for path, known in table.items()})

    def content_of(self, path: str, stat: Stat) -> str | None:
        """The content that a file has by the look of it, None when it must be read."""
        known = self._table[2].get(path)
        if known is None or known[0] != stat.size or known[1] != stat.modified or known[2] != stat.changed:
            return None
        return known[3] or None

    def content_before(self, path: str) -> str | None:
        """The content that a file had when the answers were found, None when it was not there."""
        known = self._table[2].get(path)
        return None if known is None else known[3] or None

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was concluded from all files, by question."""
        answers: dict[str, Any] = json.loads(self._answers)
        return answers

    @property
    def sketched(self) -> frozenset[str]:
        """The contents of which there is a sketch."""
        return frozenset(key.decode() for key in self._records[0])

    def sketch(self, content: str) -> Sketch | None:
        from ssot_lint.repo.sketch import Sketch

        record = self._records[0].get(content.encode())
        if record is None:
            return None
        imports, names, defined, suppresses = record.decode("utf-8", "surrogatepass").split("\t")
        return Sketch(imports.replace("|", "\n"), names, defined, bool(suppresses))

    def facts(self, key: FactsKey) -> Facts | None:
        from ssot_lint.repo.facts import read_facts

        record = self._records[1].get(_facts_key(key))
        return None if record is None else read_facts(json.loads(record))

    def save(self, tree: Tree, kept: Kept, read_since: int) -> None:
        """Replace the cache by what is kept, and what of its own is still of use.

        `read_since` is a time before any file was read, in nanoseconds: one that had just been changed then may
        have been changed again, and look the same. Nothing happens where the disk can't be written.
        """
        settled = read_since - _SETTLED
        python = frozenset(tree.python_paths)
        table = {}
        for path, stat in tree.stats.items():
            look = stat if max(stat.modified, stat.changed) < settled else Stat(-1, 0, 0)
            table[path] = [*look, kept.contents.get(path, ""), path in python]
        wanted = {content.encode() for content in kept.contents.values()}
        sketches = {**self._records[0], **{key.encode(): _sketch_record(one) for key, one in kept.sketches.items()}}
        facts = {**self._records[1], **{_facts_key(key): _facts_record(one) for key, one in kept.facts.items()}}
        lines = [_json([tree.signature or "", tree.roots, table]), _json(kept.answers)]
        lines += [b"\t".join((_SKETCH, key, record)) for key, record in sketches.items() if key in wanted]
        lines += [
            b"\t".join((_FACTS, key, record)) for key, record in facts.items() if key.partition(b":")[0] in wanted
        ]
        body = b"\n".join(lines)
        try:
            self._replace(_first_line(body) + b"\n" + body)
        except OSError:
            return

    def _replace(self, data: bytes) -> None:
        import tempfile

        os.makedirs(self._folder, exist_ok=True)
        if os.path.islink(self._folder):
            return
        with suppress(FileExistsError), open(os.path.join(self._folder, ".gitignore"), "x", encoding="ascii") as file:
            file.write("*\n")
        handle, name = tempfile.mkstemp(prefix="new-", dir=self._folder)
        try:
            with open(handle, "wb") as file:
                file.write(data)
            os.replace(name, self._path)
        except BaseException:
            os.unlink(name)
            raise


def _first_line(body: bytes) -> bytes:
    return f"{_HEAD} {blake2b(body, digest_size=16).hexdigest()}".encode()


def _facts_key(key: FactsKey) -> bytes:
    return f"{key.content}:{key.module}:{'p' if key.is_package else ''}".encode()


def _sketch_record(sketch: Sketch) -> bytes:
    suppresses = "s" if sketch.suppresses else ""
    text = "\t".join((sketch.imports.replace("\n", "|"), sketch.names, sketch.defined, suppresses))
    return text.encode("utf-8", "surrogatepass")


def _facts_record(facts: Facts) -> bytes:
    from ssot_lint.repo.facts import write_facts

    return _json(write_facts(facts))


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
