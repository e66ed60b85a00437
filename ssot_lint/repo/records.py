"""Sketches and facts of files: from memory, from the cache, or by reading them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from ssot_lint.repo.cache import Cache, Kept, content_key, is_settled
from ssot_lint.repo.cache_records import FactsKey
from ssot_lint.repo.files import Stat, is_python, read_file
from ssot_lint.repo.tree import Tree

if TYPE_CHECKING:  # to sketch and to parse takes modules that a run may not need
    from ssot_lint.repo.facts import Facts
    from ssot_lint.repo.haystack import Haystack
    from ssot_lint.repo.sketch import Sketch
    from ssot_lint.source.needles import Needles

_Answer = TypeVar("_Answer")
_MUCH_TEXT = 4_000_000  # bytes; sketching less takes about as long as starting processes
_PARSED = 15  # parsing a text takes so many times as long as sketching it
_WORTH_WRITING = 0.02  # of the text of the repository
_NOTHING = content_key(b"")


class Records:
    """What is known of the files of a tree, by their content.

    `overlay` replaces the bytes of some of them; what is in `known_python` a host says is Python,
    whatever it is called. `jobs` is the number of processes that read much text.
    """

    def __init__(
        self,
        tree: Tree,
        overlay: Mapping[str, bytes] = {},
        cache: Cache | None = None,
        jobs: int = 1,
        known_python: frozenset[str] = frozenset(),
    ) -> None:
        self.tree = tree
        self.overlay = overlay
        self.cache = cache
        self.jobs = jobs
        self._known_python = known_python
        self._bytes: dict[str, bytes] = {}
        self._haystacks: list[Haystack] = []  # none before one is needed
        self._contents: dict[str, str] = {}
        self._sketches: dict[str, Sketch] = {}
        self._facts: dict[FactsKey, Facts] = {}
        self._overlaid = {path: content_key(data) for path, data in overlay.items()}
        self._begun = time.time_ns()
        self._learned: list[float] = []  # bytes, as if all had only been sketched
        self._told: tuple[int, ...] = (0, 0, 0, 0)

    @property
    def has_cache(self) -> bool:
        """Whether what is found out is of use to the next run."""
        return self.cache is not None

    @cached_property
    def python_paths(self) -> tuple[str, ...]:
        """The files that are Python, in order."""
        if not self.overlay:
            return self.tree.python_paths
        root, known = self.tree.root, self._known_python
        replaced = {path for path, data in self.overlay.items() if path in known or is_python(root, path, data)}
        return tuple(sorted(replaced.union(self.tree.python_set.difference(self.overlay))))

    @cached_property
    def python_set(self) -> frozenset[str]:
        return frozenset(self.python_paths) if self.overlay else self.tree.python_set

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All files, of whatever kind."""
        return tuple(sorted({*self.tree.paths, *self.overlay})) if self.overlay else self.tree.paths

    def replace(self, texts: Mapping[str, bytes], known_python: frozenset[str] = frozenset()) -> Records:
        """The same records, but for the texts of some files."""
        overlay = {**self.overlay, **texts}
        copy = Records(self.tree, overlay, self.cache, self.jobs, self._known_python | known_python)
        copy._bytes, copy._contents, copy._begun = self._bytes, self._contents, self._begun
        copy._haystacks = self._haystacks
        copy._sketches, copy._facts, copy._learned = self._sketches, self._facts, self._learned
        return copy

    def read(self, path: str) -> bytes:
        """The bytes of a file; b"" when it can't be read."""
        return self.overlay[path] if path in self.overlay else self._read_of_disk(path)

    def _read_of_disk(self, path: str) -> bytes:
        data = self._bytes.get(path)
        if data is None:
            data = self._bytes[path] = read_file(self.tree.root, path)
        return data

    def content(self, path: str) -> str:
        """The key of what a file contains."""
        found = self._known_content(path)
        if found is None:
            found = self._contents[path] = content_key(self.read(path))
        return found

    def _known_content(self, path: str) -> str | None:
        found = self._overlaid.get(path) or self._contents.get(path)
        if found is None and self.cache is not None:
            stat = self.tree.stats.get(path)
            found = None if stat is None else self.cache.content_of(path, stat)
            if found is not None:
                self._contents[path] = found
        return found

    def is_settled(self, stat: Stat) -> bool:
        """Whether a file will look otherwise once it is another than what is read of it now."""
        return is_settled(stat, self._begun)

    # -- what texts contain

    @property
    def _haystack(self) -> Haystack:
        if not self._haystacks:
            from ssot_lint.repo.haystack import Haystack

            paths = self.tree.python_paths
            size = sum(stat.size for stat in map(self.tree.stats.get, paths) if stat is not None)
            self._haystacks.append(Haystack(self.tree.root, paths, size, self._read_of_disk, self.jobs))
        return self._haystacks[0]

    def expect(self, needles: Needles) -> None:
        """Tell that files will be searched for something, so that all texts are read once for all that is sought."""
        self._haystack.expect(needles)

    def mentioning(self, needles: Needles, paths: Iterable[str]) -> list[str]:
        """Those of some files of Python of which `needles.found_in` is true."""
        found, overlay = self._haystack.having(needles), self.overlay
        return [
            path for path in paths if (path in found if path not in overlay else needles.found_in(overlay[path], path))
        ]

    def ask_texts(self, question: Callable[[bytes], _Answer | None], paths: Sequence[str]) -> dict[str, _Answer]:
        """What files of Python answer to a question about their texts; those whose answer is None are left out.

        Answers must be such as `marshal` can write.
        """
        on_disk = [path for path in paths if path not in self.overlay]
        found = self._haystack.ask(question, on_disk)
        for path in self.overlay.keys() & {*paths}:
            answer = question(self.overlay[path])
            if answer is not None:
                found[path] = answer
        return found

    # -- sketches

    def sketches(self, paths: Sequence[str]) -> list[Sketch]:
        """The sketches of files, in their order."""
        unknown = [path for path in paths if self._known_sketch(path) is None]
        away = [path for path in unknown if path not in self.overlay and path not in self._bytes]
        if away:
            self._read_ahead(away)
        return [self._sketch(path) for path in paths]

    def _read_ahead(self, paths: Sequence[str]) -> None:
        """Read and sketch many files, which have a content that is known at best."""
        from ssot_lint.repo.sketch import Sketch
        from ssot_lint.repo.workers import over_parts

        size = sum(stat.size for stat in map(self.tree.stats.get, paths) if stat is not None)
        self._learned.append(size)
        known = frozenset() if self.cache is None else self.cache.sketched
        work = partial(_sketch_files, self.tree.root, known)
        done = over_parts(work, paths, self.jobs if size > _MUCH_TEXT else 1)
        for path, (content, sketch) in zip(paths, done, strict=True):
            self._contents[path] = content
            if sketch is not None:
                self._sketches[content] = Sketch._make(sketch)

    def _sketch(self, path: str) -> Sketch:
        found = self._known_sketch(path)
        if found is None:
            from ssot_lint.repo.sketch import sketch_of

            found = self._sketches[self.content(path)] = sketch_of(self.read(path))
            self._learned.append(len(self.read(path)))
        return found

    def _known_sketch(self, path: str) -> Sketch | None:
        content = self._known_content(path)
        return None if content is None else self._sketch_of_content(content)

    def _sketch_of_content(self, content: str) -> Sketch | None:
        found = self._sketches.get(content)
        if found is None and self.cache is not None:
            found = self.cache.sketch(content)
            if found is not None:
                self._sketches[content] = found
        return found

    def sketch_before(self, path: str) -> Sketch | None:
        """The sketch of a file as it was when the answers of the cache were found."""
        content = None if self.cache is None else self.cache.content_before(path)
        return None if content is None else self._sketch_of_content(content)

    # -- facts

    def facts(self, path: str, module: str, *, is_package: bool, make: Callable[[], Facts]) -> Facts:
        """The facts of a file that has a module's name."""
        key = FactsKey(self.content(path), module, is_package)
        return self.known_facts(key) or self.take_facts(path, key, make())

    def known_facts(self, key: FactsKey) -> Facts | None:
        """Facts that nothing must be parsed for."""
        found = self._facts.get(key)
        if found is None and self.cache is not None:
            found = self.cache.facts(key)
            if found is not None:
                self._facts[key] = found
        return found

    def take_facts(self, path: str, key: FactsKey, facts: Facts) -> Facts:
        """Know the facts that were found in a file."""
        self._facts[key] = facts
        self.took_parsing(path)
        return facts

    def facts_before(self, path: str, module: str, *, is_package: bool) -> Facts | None:
        """The facts of a file as it was when the answers of the cache were found."""
        content = None if self.cache is None else self.cache.content_before(path)
        if self.cache is None or content is None:
            return None
        return self.cache.facts(FactsKey(content, module, is_package))

    # -- between processes

    def learned(self) -> tuple[Any, ...]:
        """What was found out since this was last asked, for another process, which knows what was known then."""
        kept: tuple[dict[Any, Any], ...] = (self._contents, self._sketches, self._facts)
        news = tuple(dict(islice(one.items(), count, None)) for one, count in zip(kept, self._told, strict=False))
        learned = self._learned[self._told[-1] :]
        self._told = (*map(len, kept), len(self._learned))
        return (*news, learned)

    def learn(self, told: tuple[Any, ...]) -> None:
        """Take what another process has found out."""
        contents, sketches, facts, learned = told
        self._contents.update(contents)
        self._sketches.update(sketches)
        self._facts.update(facts)
        self._learned += learned

    # -- the next run

    def took_parsing(self, path: str) -> None:
        """Tell that something was found out of a file for which it was parsed."""
        self._learned.append(_PARSED * len(self.read(path)))

    def save(self, answers: Callable[[], Mapping[str, Any]], *, is_news: bool) -> None:
        """Keep on disk what was learned, with answers about all files, if that is worth it.

        It is when these are news, or when to learn the rest again would take longer than to write it.
        """
        whole = sum(stat.size for stat in self.tree.stats.values()) + 1.0
        is_worth_it = is_news or sum(self._learned) > _WORTH_WRITING * whole
        if self.cache is None or self.overlay or not is_worth_it:
            return
        self._learned.clear()
        contents = {
            path: content
            for path, stat in self.tree.stats.items()
            if (content := self._known_content(path)) is not None and (content != _NOTHING or not stat.size)
        }  # what could not be read may be readable next time
        self.cache.save(self.tree, Kept(contents, self._sketches, self._facts, answers()), self._begun)


def _sketch_files(root: str, known: Set[str], paths: Iterable[str]) -> list[tuple[str, tuple[Any, ...] | None]]:
    """The contents of files that another process may read, and the sketches of those that are not known."""
    from ssot_lint.repo.sketch import sketch_of

    found = []
    for path in paths:
        data = read_file(root, path)
        content = content_key(data)
        found.append((content, None if content in known else tuple(sketch_of(data))))
    return found
