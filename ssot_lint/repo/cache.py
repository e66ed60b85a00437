"""What was read of files once, kept on disk by their content. It may vanish or be damaged at any time.

One file for each version of Python, since what parses depends on it. It is replaced as a whole,
so that processes which write it at once leave one of theirs; its first line has a checksum of
the rest, so that what is damaged, or was written by another version, is as good as not there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from hashlib import blake2b
from typing import NamedTuple

from ssot_lint import __version__
from ssot_lint.repo.facts import Facts, read_facts, write_facts
from ssot_lint.repo.files import Stat
from ssot_lint.repo.sketch import Sketch

FOLDER = ".ssot-lint-cache"
#: Raised whenever a sketch or the facts of the same text become others.
FORMAT = 1
_HEAD = f"ssot-lint {__version__} facts {FORMAT} python {sys.version_info.major}.{sys.version_info.minor}"
_SETTLED = 2_000_000_000  # ns; a file younger than that may change without its time changing
_SKETCH, _FACTS = b"s", b"f"


class FactsKey(NamedTuple):
    """What the facts of a file depend on: its content, its likeliest module, and whether that is a package."""

    content: str
    module: str
    is_package: bool


def content_key(data: bytes) -> str:
    """The name of a content."""
    return blake2b(data, digest_size=16).hexdigest()


class Cache:
    """The cache of one repository; an empty one when there is none that is sound."""

    def __init__(self, root: str) -> None:
        self._folder = os.path.join(root, FOLDER)
        self._path = os.path.join(self._folder, f"python{sys.version_info.major}.{sys.version_info.minor}")
        self._stats: dict[str, list[object]] = {}
        self._sketches: dict[str, bytes] = {}
        self._facts: dict[FactsKey, bytes] = {}
        try:
            self._load()
        except (OSError, ValueError, TypeError, IndexError):
            self._stats, self._sketches, self._facts = {}, {}, {}

    def _load(self) -> None:
        if os.path.islink(self._folder):
            raise ValueError("a link may lead out of the repository")
        with open(self._path, "rb") as file:
            head, _, body = file.read().partition(b"\n")
        if head != _first_line(body):
            raise ValueError("damaged, or of another version")
        table, *lines = body.split(b"\n")
        self._stats = json.loads(table)
        for line in lines:
            kind, _, rest = line.partition(b"\t")
            if kind == _SKETCH:
                content, _, record = rest.partition(b"\t")
                self._sketches[content.decode()] = record
            elif kind == _FACTS:
                content, module, is_package, record = rest.split(b"\t", 3)
                self._facts[FactsKey(content.decode(), module.decode(), is_package == b"1")] = record

    def content_of(self, path: str, stat: Stat) -> str | None:
        """The content that a file has by the look of it, None when it must be read."""
        known = self._stats.get(path)
        if known is None or known[0] != stat.size or known[1] != stat.modified or known[2] != stat.changed:
            return None
        return str(known[3])

    def sketch(self, content: str) -> Sketch | None:
        record = self._sketches.get(content)
        if record is None:
            return None
        imports, names, defined = record.decode("utf-8", "surrogatepass").split("\t")
        return Sketch(imports.replace("|", "\n"), names, defined)

    def facts(self, key: FactsKey) -> Facts | None:
        record = self._facts.get(key)
        return None if record is None else read_facts(json.loads(record))

    def save(
        self,
        stats: Mapping[str, tuple[Stat, str]],
        sketches: Mapping[str, Sketch],
        facts: Mapping[FactsKey, Facts],
        now: int,
    ) -> None:
        """Keep what is known of the files there are: their looks and contents, and what is new.

        `now` is the time in nanoseconds. Nothing happens where the disk can't be written.
        """
        contents = {content for _, content in stats.values()}
        table = {path: [*stat, content] for path, (stat, content) in stats.items() if stat.modified < now - _SETTLED}
        old = {content: record for content, record in self._sketches.items() if content in contents}
        new = {content: _sketch_record(sketch) for content, sketch in sketches.items() if content in contents}
        lines = [json.dumps(table, separators=(",", ":")).encode()]
        lines += [b"\t".join((_SKETCH, content.encode(), record)) for content, record in {**old, **new}.items()]
        old_facts = {key: record for key, record in self._facts.items() if key.content in contents}
        new_facts = {key: json.dumps(write_facts(one), separators=(",", ":")).encode() for key, one in facts.items()}
        for key, record in {**old_facts, **new_facts}.items():
            where = (key.content.encode(), key.module.encode(), b"01"[key.is_package :][:1])
            lines.append(b"\t".join((_FACTS, *where, record)))
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
        ignore = os.path.join(self._folder, ".gitignore")
        if not os.path.exists(ignore):
            with open(ignore, "w", encoding="ascii") as file:
                file.write("*\n")
        handle, name = tempfile.mkstemp(prefix="new-", dir=self._folder)
        try:
            with open(handle, "wb") as file:
                file.write(data)
            os.replace(name, self._path)
        except OSError:
            os.unlink(name)


def _first_line(body: bytes) -> bytes:
    return f"{_HEAD} {blake2b(body, digest_size=16).hexdigest()}".encode()


def _sketch_record(sketch: Sketch) -> bytes:
    imports = sketch.imports.replace("\n", "|")
    return "\t".join((imports, sketch.names, sketch.defined)).encode("utf-8", "surrogatepass")
