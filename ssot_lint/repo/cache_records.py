"""The records of a cache: the sketch and the facts of a file, each a line with a checksum of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.repo.digest import blake2b

if TYPE_CHECKING:
    from ssot_lint.repo.facts import Facts
    from ssot_lint.repo.sketch import Sketch

#: Where the records of sketches and of facts are, by key: offset and length in bytes.
Places = tuple[dict[str, list[int]], dict[str, list[int]]]
_CHECKSUM = 16  # characters


class FactsKey(NamedTuple):
    """What the facts of a file depend on: its content, its likeliest module, and whether that is a package."""

    content: str
    module: str
    is_package: bool


class Lines:
    """The lines of a new cache, and where they are, of sketches and of facts."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.places: Places = {}, {}
        self._end = 0

    def add(self, kind: int, key: str, record: bytes) -> None:
        self.copy(kind, key, signed(key, record))

    def copy(self, kind: int, key: str, line: bytes) -> None:
        """Add a line that is signed already."""
        self.places[kind][key] = [self._end, len(line)]
        self.lines += (line, b"\n")
        self._end += len(line) + 1


def signed(key: str, record: bytes) -> bytes:
    """The line of a record: a checksum of it and its key, and the record."""
    checksum = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_CHECKSUM // 2)
    checksum.update(record)
    return checksum.hexdigest().encode() + record


def record_of(key: str, line: bytes) -> bytes | None:
    """The record in the line of a key, None when it is not sound."""
    record = line[_CHECKSUM:]
    return record if line == signed(key, record) else None


def facts_name(key: FactsKey) -> str:
    return f"{key.content}:{key.module}:{'p' if key.is_package else ''}"


def sketch_record(sketch: Sketch) -> bytes:
    suppresses = "s" if sketch.suppresses else ""
    imports, targets, units = (part.replace("\n", "|") for part in (sketch.imports, sketch.targets, sketch.units))
    text = "\t".join((imports, sketch.names, sketch.defined, suppresses, targets, units))
    return text.encode("utf-8", "surrogatepass")


def facts_record(facts: Facts) -> bytes:
    from ssot_lint.repo.facts import write_facts

    return as_json(write_facts(facts))


def as_json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
