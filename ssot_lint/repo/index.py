"""All facts of the repository. Nothing is read, and no file parsed, before it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from ssot_lint.repo.conclusions import Conclusions
from ssot_lint.repo.files import is_notebook, read_file, stat_of
from ssot_lint.repo.hops import Hops, Step
from ssot_lint.repo.latest_sources import LatestSources
from ssot_lint.repo.modules import Modules
from ssot_lint.repo.path_list import PathList
from ssot_lint.repo.records import Records
from ssot_lint.repo.trails import WHOLE_LIST, Trail, Trails
from ssot_lint.source.paths import is_package

if TYPE_CHECKING:  # to read and parse files takes modules that a run may not need
    from ssot_lint.repo.facts import Bound, Facts, Inner
    from ssot_lint.repo.sketch import Sketch
    from ssot_lint.source.needles import Needles
    from ssot_lint.source.notebook import Notebook
    from ssot_lint.source.source import Source

_Value = TypeVar("_Value")


class Index:
    """The files of a repository and what they say.

    `records` are what is known of each, perhaps with other texts for some, `conclusions` what is known
    of all together. `is_exact` is on only in tests: nothing is then concluded from sketches.
    """

    def __init__(self, records: Records, *, is_exact: bool = False) -> None:
        tree = self.tree = records.tree
        self.root = tree.root
        self.records = records
        self.conclusions = Conclusions(records)
        self.is_exact = is_exact
        self.python_set = records.python_set
        #: What the answers came from that are being found.
        self.trails = Trails(is_off=not records.has_cache or bool(records.overlay))
        self.modules = Modules(lambda: records.paths, self.python_set, tree.roots, self._is_folder, self.trails.look_up)
        self._hops = Hops(self.modules, self.facts)
        self._sources = LatestSources()
        self._sketches: dict[str, Sketch] = {}
        self._facts: dict[str, Facts] = {}
        self._memo: dict[Hashable, tuple[Any, Trail]] = {}
        #: The files that were read as a whole, and what all were searched for: what a run says depends on no more.
        self.looked_at: set[str] = set()
        self.sought: set[Needles] = set()
        #: Names of packages that files may call otherwise: those that do are looked at.
        self.renamed: set[str] = set()
        self._told: tuple[frozenset[str], frozenset[Needles]] = (frozenset(), frozenset())

    @property
    def paths(self) -> tuple[str, ...]:
        """All files, of whatever kind. Those that can't be Python may be gone (`exists` tells)."""
        self.trails.look_up(WHOLE_LIST)
        return self.records.paths

    @property
    def python_paths(self) -> tuple[str, ...]:
        """The files that are Python, in order."""
        self.trails.look_up(WHOLE_LIST)
        return self.records.python_paths

    def paths_with(self, stretches: Collection[str]) -> Sequence[str]:
        """The files whose paths contain one of some stretches of text, in order."""
        self.trails.look_up(WHOLE_LIST)
        return self.records.paths if "" in stretches else self._path_list.having(stretches)

    def paths_named(self, name: str) -> Sequence[str]:
        """The files of a name, in whatever folder."""
        self.trails.look_up(f"*/{name}")
        return self._path_list.named(name)

    @cached_property
    def _path_list(self) -> PathList:
        return PathList(self.records.paths)

    @property
    def notebook_paths(self) -> tuple[str, ...]:
        """The files that are notebooks by their names. They may be gone, or be none."""
        return self.memo("notebooks", lambda: tuple(filter(is_notebook, self.paths_with((".ipynb",)))))

    def replace(self, path: str, data: bytes, *, is_python: bool = False) -> Index:
        """A copy in which one file has another text; `is_python` when that is known, whatever it is called."""
        return self.replace_all({path: data}, frozenset({path} if is_python else ()))

    def replace_all(self, texts: Mapping[str, bytes], known_python: frozenset[str] = frozenset()) -> Index:
        """A copy in which some files have other texts; what is in `known_python` is Python, whatever it is called."""
        return Index(self.records.replace(texts, known_python), is_exact=self.is_exact)

    def with_source(self, source: Source) -> Index:
        """The index in which one file is as a host has read and parsed it: this one, or a copy."""
        same = source.path in self.python_set and self.source(source.path).has_text_of(source)
        data = source.text.encode("utf-8", "surrogatepass")
        index = self if same else self.replace(source.path, data, is_python=True)
        index.use(source)
        return index

    @cached_property
    def being_written(self) -> frozenset[str]:
        """The files of which a host has another text than the disk: what somebody is writing."""
        return frozenset(path for path, data in self.records.overlay.items() if data != read_file(self.root, path))

    # -- files

    def exists(self, path: str) -> bool:
        """Whether a listed file is still there, and no link."""
        self.trails.here.is_lost = True
        return path in self.records.overlay or stat_of(self.root, path) is not None

    def lists(self, path: str) -> bool:
        """Whether a file, of whatever kind, is among all."""
        self.trails.look_up(path)
        return path in self._path_list

    def _is_folder(self, place: str) -> bool:
        return os.path.isdir(f"{self.root}/{place}")

    def read(self, path: str) -> bytes:
        """The bytes of a file; b"" when it can't be read. What a run says may depend on all of them."""
        self.looked_at.add(path)
        self.trails.here.texts.add(path)
        self.trails.here.is_lost |= path not in self.python_set  # which of the others have changed is not known
        return self.records.read(path)

    def peek(self, path: str) -> bytes:
        """The same bytes, of which nothing counts but the sketch, and whether what is `sought` is in it."""
        self.trails.here.texts.add(path)
        return self.records.read(path)

    def source(self, path: str) -> Source:
        """A file as Python: of a notebook, what its code cells say."""
        from ssot_lint.source.source import Source

        self.trails.here.texts.add(path)
        source = self._sources.get(path)
        if source is None:
            notebook = self.notebook(path)
            data = self.read(path) if notebook is None else notebook.code.text
            source = Source(path, data, self.modules.names_of(path))
            self.use(source)
        return source

    def notebook(self, path: str) -> Notebook | None:
        """The notebook that a file is, None when it is none, or a damaged one."""
        return self.memo(("notebook", path), lambda: self._notebook(path)) if is_notebook(path) else None

    def _notebook(self, path: str) -> Notebook | None:
        from ssot_lint.source.notebook import read_notebook

        return None if path in self.python_set or not self.exists(path) else read_notebook(self.read(path))

    def use(self, source: Source) -> None:
        """Take a source that a host has parsed for the file it says it is."""
        self._sources.put(source)

    def mentioning(self, needles: Needles) -> tuple[str, ...]:
        """The Python files that contain one of the words."""
        self.sought.add(needles)
        found = tuple(self.records.mentioning(needles, self.records.python_paths))
        self.trails.sought(needles.everything, found)
        return found

    def expect(self, needles: Needles) -> None:
        """Tell that files will be searched for this, so that all texts are read once for all that is sought."""
        self.records.expect(needles)

    def ask_texts(self, question: Callable[[bytes], _Value | None]) -> Mapping[str, _Value]:
        """What the texts of Python files answer to a question, which must not depend on their paths.

        Those whose answer is None are left out: what a run says must not depend on them, but for what is `sought`.
        """
        found = self.records.ask_texts(question, self.python_paths)
        self.trails.here.is_lost = True
        self.looked_at.update(found)
        return found

    def memo(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """What is derived from the whole index, made once."""
        known = self._memo.get(key)
        if known is None:
            with self.trails.followed() as trail:
                value = make()
            known = self._memo[key] = (value, trail)
        self.trails.through(known[1])
        found: _Value = known[0]
        return found

    # -- what files say

    @property
    def sketches(self) -> Mapping[str, Sketch]:
        """The sketches of all Python files."""
        self.trails.here.is_lost = True
        if not self.has_all_sketches:
            self._sketches = dict(zip(self.python_paths, self.records.sketches(self.python_paths), strict=True))
        return self._sketches

    @property
    def has_all_sketches(self) -> bool:
        """Whether the sketches of all Python files are at hand."""
        return len(self._sketches) == len(self.python_paths)

    def sketch(self, path: str) -> Sketch:
        """The sketch of one Python file."""
        self.trails.here.texts.add(path)
        sketch = self._sketches.get(path)
        if sketch is None:
            sketch = self._sketches[path] = self.records.sketches((path,))[0]
        return sketch

    @property
    def with_facts(self) -> Iterable[str]:
        """The files whose facts were asked for so far."""
        return self._facts.keys()

    def facts_before(self, path: str) -> Facts | None:
        """The facts of a file as it was when the answers of the cache were found, None when they are not known."""
        module = next(iter(self.modules.names_of(path)), "")
        return self.records.facts_before(path, module, is_package=is_package(path))

    def facts(self, path: str) -> Facts:
        self.trails.here.facts.add(path)
        facts = self._facts.get(path)
        if facts is None:
            self.looked_at.add(path)
            module = next(iter(self.modules.names_of(path)), "")
            with self.trails.followed():  # that all of its text was read counts no more
                facts = self.records.facts(path, module, is_package=is_package(path), make=lambda: self._facts_of(path))
            self._facts[path] = facts
        return facts

    def _facts_of(self, path: str) -> Facts:
        from ssot_lint.repo.extract import facts_of

        return facts_of(self.source(path))

    def inner(self, path: str) -> Inner:
        """What a file defines inside functions: facts that count apart from the others."""
        with self.trails.followed():
            found = self.facts(path).inner
        self.trails.here.inner.add(path)
        return found

    # -- other processes, and the next run

    def learned(self) -> tuple[Any, ...]:
        """What was found out of the files since this was last asked, and on what that depends.

        It is for another process, which knows what was known then; () where no later run will ask.
        """
        if not self.records.has_cache:
            return ()
        looked_at, sought = self.looked_at - self._told[0], self.sought - self._told[1]
        self._told = (frozenset(self.looked_at), frozenset(self.sought))
        return os.getpid(), looked_at, sought, self.records.learned(), self.conclusions.learned()

    def learn(self, told: tuple[Any, ...]) -> None:
        """Take what another process has found out; what this one has is known."""
        if told and told[0] != os.getpid():
            _, looked_at, sought, learned, concluded = told
            self.looked_at |= looked_at
            self.sought |= sought
            self.records.learn(learned)
            self.conclusions.learn(concluded)

    def save(self) -> None:
        """Keep on disk what was found out, for the next run, if that is worth it."""
        self.records.save(self.conclusions.hand_over, is_news=self.conclusions.has_news)

    # -- names across files

    def bound(self, dotted: str) -> tuple[str, tuple[Bound, ...], list[str]]:
        """Path of the module, what it binds the next name to, and the names after that; see `Hops`."""
        return self._hops.bound(dotted)

    def hops(self, dotted: str) -> tuple[tuple[str, Step], ...]:
        """What a dotted name is handed on from, one hop away; () where it is at home or unknown."""
        return self._hops.hops(dotted)

    def origins(self, dotted: str) -> tuple[str, ...]:
        """Everything that a dotted name is handed on from, near to far, so far as it has an end."""
        return self._hops.origins(dotted)
