"""Sketches and facts of files: from memory, from the cache, or by reading them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from ssot_lint.repo.cache import Cache, FactsKey, content_key
from ssot_lint.repo.facts import Facts
from ssot_lint.repo.files import Stat, read_file
from ssot_lint.repo.sketch import Sketch, sketch_of
from ssot_lint.repo.workers import over_parts

_MUCH_TEXT = 4_000_000  # bytes; sketching less takes about as long as starting processes
_PARSED = 15  # parsing a text takes so many times as long as sketching it
_WORTH_WRITING = 0.02  # of the text of the repository


class Records:
    """What is known of the files of a repository, by their content.

    `stats` is what the disk says of them. `overlay` replaces the bytes of some. `jobs` is the
    number of processes that read much text.
    """

    def __init__(
        self,
        root: str,
        stats: Mapping[str, Stat | None],
        overlay: Mapping[str, bytes] = {},
        cache: Cache | None = None,
        jobs: int = 1,
    ) -> None:
        self.root = root
        self.stats = stats
        self.overlay = overlay
        self._cache = cache
        self._jobs = jobs
        self._bytes: dict[str, bytes] = {}
        self._contents: dict[str, str] = {}
        self._sketches: dict[str, Sketch] = {}
        self._facts: dict[FactsKey, Facts] = {}
        self._overlaid = {path: content_key(data) for path, data in overlay.items()}
        self._learned: list[int] = []  # bytes, as if all had only been sketched

    def replace(self, path: str, data: bytes) -> Records:
        """The same records, but for the text of one file."""
        copy = Records(self.root, self.stats, {**self.overlay, path: data}, self._cache, self._jobs)
        copy._bytes, copy._contents = self._bytes, self._contents
        copy._sketches, copy._facts, copy._learned = self._sketches, self._facts, self._learned
        return copy

    def read(self, path: str) -> bytes:
        """The bytes of a file; b"" when it can't be read."""
        if path in self.overlay:
            return self.overlay[path]
        data = self._bytes.get(path)
        if data is None:
            data = self._bytes[path] = read_file(self.root, path)
        return data

    def content(self, path: str) -> str:
        """The key of what a file contains."""
        found = self._known_content(path)
        if found is None:
            found = self._contents[path] = content_key(self.read(path))
        return found

    def _known_content(self, path: str) -> str | None:
        found = self._overlaid.get(path) or self._contents.get(path)
        if found is None and self._cache is not None:
            stat = self.stats.get(path)
            found = None if stat is None else self._cache.content_of(path, stat)
            if found is not None:
                self._contents[path] = found
        return found

    def sketches(self, paths: Sequence[str]) -> list[Sketch]:
        """The sketches of files, in their order."""
        unknown = [path for path in paths if self._known_sketch(path) is None]
        at_hand = [path for path in unknown if path in self.overlay or path in self._bytes]
        for path in at_hand:
            self._sketches[self.content(path)] = sketch_of(self.read(path))
            self._learned.append(len(self.read(path)))
        away = [path for path in unknown if path not in self.overlay and path not in self._bytes]
        size = sum(stat.size for stat in map(self.stats.get, away) if stat is not None)
        done = over_parts(partial(_sketch_files, self.root), away, self._jobs if size > _MUCH_TEXT else 1)
        self._learned.append(size)
        for path, (content, sketch) in zip(away, done, strict=True):
            self._contents[path] = content
            self._sketches[content] = sketch
        return [self._sketches[self.content(path)] for path in paths]

    def _known_sketch(self, path: str) -> Sketch | None:
        content = self._known_content(path)
        if content is None:
            return None
        found = self._sketches.get(content)
        if found is None and self._cache is not None:
            found = self._cache.sketch(content)
            if found is not None:
                self._sketches[content] = found
        return found

    def facts(self, path: str, module: str, *, is_package: bool, make: Callable[[], Facts]) -> Facts:
        """The facts of a file that has a module's name."""
        key = FactsKey(self.content(path), module, is_package)
        found = self._facts.get(key)
        if found is None:
            found = None if self._cache is None else self._cache.facts(key)
            if found is None:
                found = make()
                self._learned.append(_PARSED * len(self.read(path)))
            self._facts[key] = found
        return found

    def save(self) -> None:
        """Keep on disk what was learned, if learning it again would take longer than to write it."""
        whole = sum(stat.size for stat in self.stats.values() if stat is not None)
        if self._cache is None or sum(self._learned) <= _WORTH_WRITING * whole:
            return
        self._learned.clear()
        looks: dict[str, tuple[Stat, str]] = {}
        for path, stat in self.stats.items():
            content = self._known_content(path) if path not in self.overlay else None
            if stat is not None and content is not None:
                looks[path] = (stat, content)
        self._cache.save(looks, self._sketches, self._facts, time.time_ns())


def _sketch_files(root: str, paths: Iterable[str]) -> list[tuple[str, Sketch]]:
    """The contents and sketches of files that another process may read."""
    found = []
    for path in paths:
        data = read_file(root, path)
        found.append((content_key(data), sketch_of(data)))
    return found
