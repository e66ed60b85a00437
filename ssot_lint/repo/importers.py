"""Which files use a name of a module: by import, through modules that hand it on, as an attribute.

The import lines of all files are looked at first. A file is parsed only when one of them has the
name, or when it imports a module that has it and its text has the name too.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate

from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import by_text, texts
from ssot_lint.repo.places import place_from
from ssot_lint.repo.sketch import statement, statements

_KEPT = "importers"
_BETWEEN = str.maketrans(".,", "  ")


class Importers:
    """The files that use one `name` of some modules.

    `homes` maps the modules, in every spelling, to their paths. `found` maps each file that
    uses the name to those of the paths that it leads to there.
    """

    def __init__(self, index: Index, name: str, homes: Mapping[str, str]) -> None:
        self._index = index
        self.name = name
        self._homes = {f"{module}.{name}": path for module, path in homes.items()}
        self._known: dict[str, frozenset[str]] = {}
        self.found: dict[str, frozenset[str]] = {}
        lines = index.memo(_Lines, lambda: _Lines(index))
        offering = fresh = frozenset(homes)
        paths = lines.naming(name)
        while fresh:
            paths |= lines.importing(fresh, "*")
            paths |= {path for path in lines.importing(fresh) if index.source(path).mentions(name)}
            used = {path: self._uses(path, offering) for path in paths}
            gained = [path for path, homes_there in used.items() if homes_there and path not in self.found]
            for path, there in used.items():
                if there:
                    self.found[path] = there
            fresh = frozenset(module for path in gained for module in index.modules.names_of(path)) - offering
            offering |= fresh
            paths = set()

    def leads(self, dotted: str) -> frozenset[str]:
        """The paths of the modules that a dotted name comes from."""
        known = self._known.get(dotted)
        if known is None:
            reached = (dotted, *self._index.origins(dotted))
            known = self._known[dotted] = frozenset(self._homes[one] for one in reached if one in self._homes)
        return known

    def imported(self, path: str, *, is_caught: bool = False) -> frozenset[str]:
        """The paths of the modules from which a file imports the name.

        With `is_caught` only where a failure of the import is caught; it may then be of all names.
        """
        wanted = {self.name, "*"} if is_caught else {self.name}
        found: set[str] = set()
        for one in self._index.facts(path).imports:
            if (one.is_guarded or not is_caught) and any(said.name in wanted for said in one.names):
                module = absolute(self._index, path, one.level, one.module)
                found |= self.leads(f"{module}.{self.name}")
        return frozenset(found - {path})

    def _uses(self, path: str, offering: frozenset[str]) -> frozenset[str]:
        facts = self._index.facts(path)
        found = set(self.imported(path))
        if facts.module and not offering.isdisjoint(facts.stars):
            found |= self.leads(f"{facts.module}.{self.name}")
        source = self._index.source(path)
        if source.mentions(self.name) and not offering.isdisjoint(self._modules(path)):
            for node in source.nodes(ast.Attribute):
                if node.attr == self.name:
                    found.update(*(self.leads(target.dotted) for target in source.resolve(node)))
        return frozenset(found - {path})

    def _modules(self, path: str) -> Iterator[str]:
        for one in self._index.facts(path).imports:
            names = tuple(said.name for said in one.names)
            yield from _imported_modules(absolute(self._index, path, one.level, one.module), names)


def importing_lines(index: Index, path: str, name: str) -> frozenset[str]:
    """The files that import a name from a module, or from a package around it, as far as their import lines tell.

    That is quicker to be had than `Importers`, which knows all ways of it.
    """
    return index.memo(_Importing, lambda: _Importing(index)).of(path, name)


class _Importing:
    """Who imports names: of those that an earlier run has asked for, only what has changed is looked at."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._before: Mapping[str, list[str]] = index.conclusions.answer_before(_KEPT, by_text(texts)) or {}
        self._changed = index.conclusions.changed
        self._found: dict[str, list[str]] = {}

    def of(self, path: str, name: str) -> frozenset[str]:
        key = f"{path} {name}"
        before = self._before.get(key)
        likely = self._lines.with_word(name) if before is None else self._index.conclusions.still(self._changed)
        around = _around(self._index.modules.names_of(path))
        found = {user for user in likely if self._imports(user, name, around)} - {path}
        found.update(user for user in before or () if user not in self._changed)
        self._found[key] = sorted(found)
        self._index.conclusions.keep_answer(_KEPT, self._found, is_news=before is None)
        return frozenset(found)

    @property
    def _lines(self) -> _AllLines:
        return self._index.memo(_AllLines, lambda: _AllLines(self._index))

    def _imports(self, user: str, name: str, around: frozenset[str]) -> bool:
        return any(
            name in said.names and absolute(self._index, user, said.level, said.module) in around
            for said in statements(self._index.sketch(user).imports)
        )


def _around(modules: Iterable[str]) -> frozenset[str]:
    """Some modules, and the packages that they are in."""
    return frozenset(
        module[:end] for module in modules for end in range(1, len(module) + 1) if module[end : end + 1] in ("", ".")
    )


class _AllLines:
    """The import lines of all files in one text, to look for a few words in."""

    def __init__(self, index: Index) -> None:
        self._paths = [path for path, sketch in index.sketches.items() if sketch.imports]
        texts = [index.sketch(path).imports for path in self._paths]
        self._text = "\0".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def with_word(self, word: str) -> Iterator[str]:
        """The files whose import lines have a word."""
        place = self._text.find(word)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            yield self._paths[number]
            place = self._text.find(word, self._starts[number + 1])


class _Lines:
    """The import lines of all files, as in sketches, by the words in them.

    Of words that an earlier run has asked for, only the lines of changed files are looked at.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[str, Mapping[str, list[str]]] = {}

    def naming(self, name: str) -> set[str]:
        """The files with `from … import name`."""
        return {path for line, paths in self._with(name).items() if name in statement(line).names for path in paths}

    def importing(self, modules: frozenset[str], name: str = "") -> set[str]:
        """The files that import one of the modules, or all names of one when `name` is "*"."""
        words = {name} if name else {module.rpartition(".")[2] for module in modules}
        found: set[str] = set()
        for line, paths in {line: paths for word in words for line, paths in self._with(word).items()}.items():
            said = statement(line)
            for path in paths:
                module = absolute(self._index, path, said.level, said.module)
                if modules.isdisjoint((module,) if name else _imported_modules(module, said.names)):
                    if not said.level:
                        break  # an absolute import means the same everywhere
                else:
                    found.add(path)
        return found

    def _with(self, word: str) -> Mapping[str, list[str]]:
        """The lines that have a word, each with its files."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._find(word)
        return known

    def _find(self, word: str) -> dict[str, list[str]]:
        if self._index.is_exact:
            return self._found_in_all(word)
        conclusions, question = self._index.conclusions, f"import lines with {word}"
        before: dict[str, list[str]] | None = conclusions.answer_before(question, by_text(texts))
        if before is None:
            found = self._found_in_all(word)
        else:
            changed = conclusions.changed_since(question)
            kept = ((line, [path for path in paths if path not in changed]) for line, paths in before.items())
            found = {line: paths for line, paths in kept if paths}
            for path in conclusions.still(changed):
                for line in filter(None, self._index.sketch(path).imports.split("\n")):
                    if word in _words(line):
                        found.setdefault(line, []).append(path)
        conclusions.keep_answer(question, found, is_news=before is None)
        return found

    def _found_in_all(self, word: str) -> dict[str, list[str]]:
        paths, lines = self._all
        return {line: paths[line] for line in lines.get(word, ())}

    @cached_property
    def _all(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """All lines with their files, and the lines by word."""
        paths_of: dict[str, list[str]] = {}
        for path, lines in _facts_lines(self._index) if self._index.is_exact else _sketch_lines(self._index):
            for line in lines:
                paths_of.setdefault(line, []).append(path)
        found: dict[str, list[str]] = {}
        for line in paths_of:
            for word in _words(line):
                found.setdefault(word, []).append(line)
        return paths_of, found


def _words(line: str) -> set[str]:
    return {*line.translate(_BETWEEN).split()}


def _sketch_lines(index: Index) -> Iterator[tuple[str, Iterable[str]]]:
    for path, sketch in index.sketches.items():
        if sketch.imports:
            yield path, sketch.imports.split("\n")


def _facts_lines(index: Index) -> Iterator[tuple[str, Iterable[str]]]:
    for path in index.python_paths:
        for one in index.facts(path).imports:
            names = ",".join(said.name for said in one.names)
            yield path, (f"{'.' * one.level}{one.module} {names}".rstrip(),)


def _imported_modules(module: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """What of an import can be a module: what is around it too where `import a.b` binds `a`."""
    if names:
        return tuple(f"{module}.{name}" for name in names)
    parts = module.split(".")
    return tuple(".".join(parts[:length]) for length in range(1, len(parts) + 1))


def absolute(index: Index, path: str, level: int, module: str) -> str:
    """The dotted module that an import in a file names, "" where it has no name."""
    if not level:
        return module
    place = place_from(path, level, module)
    return "" if place is None else next(iter(index.modules.names_of(f"{place}.py")), "")
