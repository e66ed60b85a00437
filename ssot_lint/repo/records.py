"""Sketches and facts of files: from memory, from the cache, or by reading them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from ssot_lint.repo.cache import Cache, Kept, content_key, is_settled
from ssot_lint.repo.cache_records import FactsKey
from ssot_lint.repo.carried import changed_since, with_carried
from ssot_lint.repo.difference import Difference, Files
from ssot_lint.repo.files import Stat, is_python, read_file
from ssot_lint.repo.kept_shapes import Shape, anything
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
        self._cache = cache
        self.jobs = jobs
        self._known_python = known_python
        self._bytes: dict[str, bytes] = {}
        self._haystacks: list[Haystack] = []  # none before one is needed
        self._contents: dict[str, str] = {}
        self._sketches: dict[str, Sketch] = {}
        self._facts: dict[FactsKey, Facts] = {}
        self._answers: dict[str, Any] = {}
        self._overlaid = {path: content_key(data) for path, data in overlay.items()}
        self._begun = time.time_ns()
        self._learned: list[float] = []  # bytes, as if all had only been sketched
        self._told: tuple[int, ...] = (0, 0, 0, 0, 0)

    @property
    def has_cache(self) -> bool:
        """Whether what is found out is of use to the next run."""
        return self._cache is not None

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
        copy = Records(self.tree, overlay, self._cache, self.jobs, self._known_python | known_python)
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
        if found is None and self._cache is not None:
            stat = self.tree.stats.get(path)
            found = None if stat is None else self._cache.content_of(path, stat)
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
        known = frozenset() if self._cache is None else self._cache.sketched
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
        if found is None and self._cache is not None:
            found = self._cache.sketch(content)
            if found is not None:
                self._sketches[content] = found
        return found

    # -- facts

    def facts(self, path: str, module: str, *, is_package: bool, make: Callable[[], Facts]) -> Facts:
        """The facts of a file that has a module's name."""
        key = FactsKey(self.content(path), module, is_package)
        return self.known_facts(key) or self.take_facts(path, key, make())

    def known_facts(self, key: FactsKey) -> Facts | None:
        """Facts that nothing must be parsed for."""
        found = self._facts.get(key)
        if found is None and self._cache is not None:
            found = self._cache.facts(key)
            if found is not None:
                self._facts[key] = found
        return found

    def take_facts(self, path: str, key: FactsKey, facts: Facts) -> Facts:
        """Know the facts that were found in a file."""
        self._facts[key] = facts
        self.took_parsing(path)
        return facts

    # -- conclusions from all files

    @cached_property
    def difference(self) -> Difference | None:
        """How the files differ from those of which the answers of the cache were found.

        None when there are no such answers, or when they would be of no use.
        """
        if self._cache is None or self._cache.tree.roots != self.tree.roots:
            return None
        known, content_before = self._cache.tree, self._cache.content_before
        suspects = {*self.python_set.intersection(self._cache.unlike(self.tree.stats)), *self.overlay}
        changed = (path for path in suspects & self.python_set if self.content(path) != content_before(path))
        now = before = Files((), ())
        if self.overlay or self.tree.signature is None or known.signature != self.tree.signature:
            before = Files(self._cache.paths, [path for path, was_python in known.candidates.items() if was_python])
            now = Files(self.paths, self.python_set)
        difference = Difference(before, now, changed, self.tree.roots)
        return None if difference.is_much else difference

    @property
    def changed(self) -> frozenset[str]:
        """The files of Python that have another text than when the answers of the cache were found, or came or went."""
        return frozenset() if self.difference is None else self.difference.changed

    def changed_since(self, question: str) -> frozenset[str]:
        """The files that are not as they were when an answer of the cache was found."""
        return self.changed if self._cache is None else self.changed | changed_since(self._cache.answers, question)

    def still(self, paths: Iterable[str]) -> list[str]:
        """Those of some files that are there, and are Python."""
        return sorted(self.python_set.intersection(paths))

    def sketch_before(self, path: str) -> Sketch | None:
        """The sketch of a file as it was when the answers of the cache were found."""
        content = None if self._cache is None else self._cache.content_before(path)
        return None if content is None else self._sketch_of_content(content)

    def facts_before(self, path: str, module: str, *, is_package: bool) -> Facts | None:
        """The facts of a file as it was when the answers of the cache were found."""
        content = None if self._cache is None else self._cache.content_before(path)
        if self._cache is None or content is None:
            return None
        return self._cache.facts(FactsKey(content, module, is_package))

    def answer_before(self, question: str, shape: Shape = anything) -> Any:
        """What the cache has concluded from all files, None when it has not, in this shape; see `difference`."""
        return None if self._cache is None or self.difference is None else self._cache.answer(question, shape)

    def kept_answer(self, name: str, shape: Shape = anything) -> Any:
        """What was kept under a name, whatever has changed since: for what says itself of which contents it is."""
        return self._answers.get(name) or (None if self._cache is None else self._cache.answer(name, shape))

    def keep_answer(self, question: str, answer: object, *, is_news: bool = True) -> None:
        """Keep a conclusion from all files as they are now; it must be something that JSON can hold.

        What is news is worth to be written. What takes long to put together may be a function that does it.
        """
        if not self.overlay:
            self._answers[question] = answer
            if is_news:
                self._learned.append(self._whole)

    # -- between processes

    def learned(self) -> tuple[Any, ...]:
        """What was found out since this was last asked, for another process, which knows what was known then."""
        kept: tuple[dict[Any, Any], ...] = (self._contents, self._sketches, self._facts, self._answers)
        news = tuple(dict(islice(one.items(), count, None)) for one, count in zip(kept, self._told, strict=False))
        learned = self._learned[self._told[-1] :]
        self._told = (*map(len, kept), len(self._learned))
        return (*news[:-1], _put_together(news[-1]), learned)

    def learn(self, told: tuple[Any, ...]) -> None:
        """Take what another process has found out."""
        contents, sketches, facts, answers, learned = told
        self._contents.update(contents)
        self._sketches.update(sketches)
        self._facts.update(facts)
        self._answers.update(answers)
        self._learned += learned

    # -- the next run

    @cached_property
    def _whole(self) -> float:
        return sum(stat.size for stat in self.tree.stats.values()) + 1.0

    def took_parsing(self, path: str) -> None:
        """Tell that something was found out of a file for which it was parsed."""
        self._learned.append(_PARSED * len(self.read(path)))

    @property
    def is_worth_saving(self) -> bool:
        """Whether to learn again what was learned would take longer than to write it."""
        return self._cache is not None and not self.overlay and sum(self._learned) > _WORTH_WRITING * self._whole

    def save(self) -> None:
        """Keep on disk what was learned, if that is worth it."""
        if self._cache is None or not self.is_worth_saving:
            return
        self._learned.clear()
        contents = {
            path: content
            for path, stat in self.tree.stats.items()
            if (content := self._known_content(path)) is not None and (content != _NOTHING or not stat.size)
        }  # what could not be read may be readable next time
        answers = _put_together(self._answers)
        if self.difference is not None:
            answers = with_carried(self._cache.answers, answers, self.difference)
        self._cache.save(self.tree, Kept(contents, self._sketches, self._facts, answers), self._begun)


def _put_together(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as plain values: some are functions that make them."""
    return {question: one() if callable(one) else one for question, one in answers.items()}


def _sketch_files(root: str, known: Set[str], paths: Iterable[str]) -> list[tuple[str, tuple[Any, ...] | None]]:
    """The contents of files that another process may read, and the sketches of those that are not known."""
    from ssot_lint.repo.sketch import sketch_of

    found = []
    for path in paths:
        data = read_file(root, path)
        content = content_key(data)
        found.append((content, None if content in known else tuple(sketch_of(data))))
    return found
