"""What was read of files once, kept on disk by their content. It may vanish or be damaged at any time.

One file for each version of Python, since what parses depends on it. It is replaced as a whole,
so that processes which write it at once leave one of theirs. What is damaged, or was written by
another version, is as good as not there.

First comes the front: the tree as it was, what was concluded from all files of that tree, and
where the records are. These follow, the sketch and the facts of a file in a line each. A run in
which nothing changed reads the front alone.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from ssot_lint.repo.again import FOLDER
from ssot_lint.repo.cache_front import CONTENT, NO_FRONT, PYTHON, Front, front_of, joined, read_front, split
from ssot_lint.repo.cache_records import (
    FactsKey,
    Lines,
    Places,
    facts_name,
    facts_record,
    record_of,
    sketch_record,
)
from ssot_lint.repo.digest import blake2b
from ssot_lint.repo.files import Stat, stat_of
from ssot_lint.repo.in_one_step import put
from ssot_lint.repo.tree import KnownTree, Tree

if TYPE_CHECKING:
    from ssot_lint.repo.facts import Facts
    from ssot_lint.repo.kept_shapes import Shape
    from ssot_lint.repo.sketch import Sketch

_SETTLED = 2_000_000_000  # ns; a file younger than that may change without its time changing
_UNSETTLED = Stat(-1, 0, 0)  # the look of no file
_FEW = 40  # records that are read one by one; for more, all are read at once


class Kept(NamedTuple):
    """What is to be kept: of the files, by path, their content; the rest by content, or by question."""

    contents: Mapping[str, str]
    sketches: Mapping[str, Sketch]
    facts: Mapping[FactsKey, Facts]
    answers: Mapping[str, Any]


def content_key(data: bytes) -> str:
    """The name of a content."""
    return blake2b(data, digest_size=CONTENT).hexdigest()


def is_settled(stat: Stat, read_since: int) -> bool:
    """Whether a file that changes will look otherwise; `read_since` is a time before it was read, in nanoseconds."""
    return max(stat[1:]) < read_since - _SETTLED


class Cache:
    """The cache of one repository; an empty one when there is none that is sound."""

    def __init__(self, root: str) -> None:
        self._folder = os.path.join(root, FOLDER)
        self._path = os.path.join(self._folder, f"python{PYTHON}")
        self._single = 0
        self._records: bytes | None = None
        self._unsound: set[str] = set()
        try:
            self._front = self._read()
        except (OSError, ValueError):
            self._front = NO_FRONT

    def _read(self) -> Front:
        stat = None if os.path.islink(self._folder) else stat_of(self._folder, os.path.basename(self._path))
        if stat is None:
            raise ValueError("not there, or a link, which may lead out of the repository")
        with open(self._path, "rb") as file:
            return read_front(file, stat.size)

    # -- the tree as it was

    @cached_property
    def tree(self) -> KnownTree:
        front = self._front
        candidates = dict(zip(front.paths, map(bool, front.python), strict=True))
        return KnownTree(front.signature, front.roots, candidates, front.absent)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {path: row for row, path in enumerate(self._front.paths)}

    @cached_property
    def paths(self) -> frozenset[str]:
        """All files that there were."""
        return frozenset(self._front.paths).union(split(self._front.others))

    def unlike(self, stats: Mapping[str, Stat]) -> list[str]:
        """The files that are not, by the look of them, as they were, or were not there."""
        paths, then = self._front.paths, self._front.stats
        now = array("q", chain.from_iterable(stats.values()))
        are_same = len(stats) == len(paths) and [*stats] == paths
        if are_same and now == then:
            return []
        rows = range(len(paths)) if are_same else map(self._rows.get, stats)
        return [
            path
            for at, (path, row) in enumerate(zip(stats, rows, strict=True))
            if row is None or now[3 * at : 3 * at + 3] != then[3 * row : 3 * row + 3]
        ]

    def content_of(self, path: str, stat: Stat) -> str | None:
        """The content that a file has by the look of it, None when it must be read."""
        row = self._rows.get(path)
        if row is None or tuple(self._front.stat(row)) != stat:
            return None
        return self._front.content(row)

    def content_before(self, path: str) -> str | None:
        """The content that a file had when the answers were found, None when it was not there."""
        row = self._rows.get(path)
        return None if row is None else self._front.content(row)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was concluded from all files, by question."""
        answers = json.loads(self._front.answers)
        return answers if isinstance(answers, dict) else {}

    def answer(self, question: str, shape: Shape) -> Any:
        """What was concluded, None where nothing was, or where it has another shape than it should."""
        answer = self.answers.get(question)
        return answer if answer is not None and shape(answer) else None

    # -- records

    @cached_property
    def _places(self) -> Places:
        sketches, facts = json.loads(self._front.places)
        return sketches, facts

    def _record(self, key: str, place: list[int] | None) -> bytes | None:
        """The record of a key, None where there is none that is sound."""
        if place is None:
            return None
        record = record_of(key, self._line(*place))
        if record is None:
            self._unsound.add(key)
        return record

    def _line(self, start: int, length: int) -> bytes:
        if self._records is None and self._single < _FEW:
            self._single += 1
            return self._read_at(start, length)
        if self._records is None:
            self._records = self._read_at(0, -1)
        return self._records[start : start + length]

    def _copied(self, lines: Lines, kind: int, key: str) -> bool:
        """Whether a record went into a new cache as it is: whoever reads it finds out whether it is sound."""
        place = self._places[kind].get(key)
        line = b"" if place is None or key in self._unsound else self._line(*place)
        if line:
            lines.copy(kind, key, line)
        return line != b""

    def _read_at(self, start: int, length: int) -> bytes:
        try:
            with open(self._path, "rb") as file:
                file.seek(self._front.end + start)
                return file.read(length)
        except OSError:
            return b""

    @property
    def sketched(self) -> frozenset[str]:
        """The contents of which there is a sketch."""
        return frozenset(self._places[0])

    def sketch(self, content: str) -> Sketch | None:
        from ssot_lint.repo.sketch import Sketch

        record = self._record(content, self._places[0].get(content))
        if record is None:
            return None
        parts = record.decode("utf-8", "surrogatepass").replace("|", "\n").split("\t")
        imports, names, defined, suppresses, targets, units = parts
        return Sketch(imports, names, defined, bool(suppresses), targets, units)

    def facts(self, key: FactsKey) -> Facts | None:
        from ssot_lint.repo.facts import read_facts

        name = facts_name(key)
        record = self._record(name, self._places[1].get(name))
        return None if record is None else read_facts(json.loads(record))

    # -- the next run

    def save(self, tree: Tree, kept: Kept, read_since: int) -> None:
        """Replace the cache by what is kept, and what of its own is still of use.

        `read_since` is a time before any file was read, in nanoseconds: one that had just been changed then may
        have been changed again, and look the same. Nothing happens where the disk can't be written.
        """
        looks = [stat if is_settled(stat, read_since) else _UNSETTLED for stat in tree.stats.values()]
        contents = [kept.contents.get(path, "") for path in tree.stats]
        wanted = dict.fromkeys(contents)
        records = Lines()
        for key in wanted:
            if not self._copied(records, 0, key) and key in kept.sketches:
                records.add(0, key, sketch_record(kept.sketches[key]))
        for name in self._places[1]:
            if name.partition(":")[0] in wanted:
                self._copied(records, 1, name)
        for one, facts in kept.facts.items():
            if one.content in wanted and facts_name(one) not in records.places[1]:
                records.add(1, facts_name(one), facts_record(facts))
        front = front_of(tree, looks, contents, self._others(tree), kept.answers, records.places)
        with suppress(OSError):
            self._replace((*front, *records.lines))

    def _others(self, tree: Tree) -> bytes:
        if tree.signature and tree.signature == self._front.signature:
            return self._front.others
        return joined(path for path in tree.paths if path not in tree.stats)

    def _replace(self, parts: Iterable[bytes]) -> None:
        os.makedirs(self._folder, exist_ok=True)
        if os.path.islink(self._folder):
            return
        with suppress(FileExistsError), open(os.path.join(self._folder, ".gitignore"), "x", encoding="ascii") as file:
            file.write("*\n")
        put(self._path, parts)
