"""The definitions of one name in several files, less those of which a second one is no duplicate."""

from __future__ import annotations

import ast
import fnmatch
import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ssot_lint.repo.answers import ask_sketches
from ssot_lint.repo.facts import Class, Facts, Function
from ssot_lint.repo.importers import Importers
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import texts
from ssot_lint.repo.spelled import spelled
from ssot_lint.source.needles import literal_part
from ssot_lint.source.paths import is_called_legacy


class Copy(NamedTuple):
    """One definition of a name that has others.

    `module` is the dotted module, or the path where another file is what that means.
    `size` counts the methods and attributes of classes, or the lines where some of the copies
    are functions; `unit` says which. `importers` counts the files that use it.
    """

    path: str
    module: str
    name: str
    line: int
    column: int
    size: int
    unit: str
    importers: int = 0

    @property
    def rank(self) -> tuple[bool, int, int, str]:
        """The likelier one to keep comes first: not the one whose place says that it is on its way out."""
        return self.is_called_legacy, -self.importers, -self.size, self.path

    @property
    def is_called_legacy(self) -> bool:
        return is_called_legacy(self.path, self.name)


#: Copies of which some module takes whichever there is: one thing.
Alternatives = tuple[Copy, ...]


def duplicates(
    index: Index,
    patterns: tuple[str, ...],
    realm: Callable[[str], Hashable],
    counts: Callable[[str, str, bool], bool],
) -> Iterator[tuple[Alternatives, ...]]:
    """What is defined at module level in two or more files, by name.

    `patterns` are globs of names. `realm` tells of a path with which others it is compared,
    None when with none; `counts` of a path, a name, and whether it is of a class, if that definition does.
    """
    for paths, name in sorted((paths, name) for (name, _), paths in _candidates(index, patterns, realm).items()):
        kinds: dict[bool, dict[str, Class | Function]] = {False: {}, True: {}}
        for path in paths:
            definition = _definition(index, path, name)
            if definition is not None and counts(path, name, isinstance(definition, Class)):
                is_abstract = isinstance(definition, Class) and definition.kind == "abstract"
                kinds[is_abstract][path] = definition
        for definitions in kinds.values():
            copies = _copies(index, _without_stubs(index, definitions))
            alternatives = _alternatives(index, copies) if len(copies) > 1 else ()
            if len(alternatives) > 1:
                yield alternatives


def _candidates(
    index: Index, patterns: tuple[str, ...], realm: Callable[[str], Hashable]
) -> dict[tuple[str, Hashable], list[str]]:
    """The names that are defined in several files of one realm: more than those, by sketches."""
    is_wanted = lru_cache(None)(re.compile("|".join(map(fnmatch.translate, patterns)) or "(?!)").match)
    parts = {literal_part(pattern) for pattern in patterns}

    def wanted(defined: str) -> list[str] | None:
        if not any(part in defined for part in parts):
            return None
        return [name for name in dict.fromkeys(defined.split()) if is_wanted(name)] or None

    defining: Mapping[str, list[str]]
    if index.is_exact:
        named = ((path, wanted(_defined(index.facts(path)))) for path in index.python_paths)
        defining = {path: names for path, names in named if names}
    else:
        defining = ask_sketches(index, f"defined {' '.join(patterns)}", lambda sketch: wanted(sketch.defined), texts)
    found: dict[tuple[str, Hashable], list[str]] = {}
    for path, names in defining.items():
        here = realm(path)
        if here is not None:
            for name in names:
                found.setdefault((name, here), []).append(path)
    return {key: paths for key, paths in found.items() if len(paths) > 1}


def _defined(facts: Facts) -> str:
    classes = [one.name for one in facts.classes if "." not in one.name]
    return " ".join(classes + [one.name for one in facts.functions if not one.holder])


def _definition(index: Index, path: str, name: str) -> Class | Function | None:
    """The first definition of a name in a file, less those that are meant to have a second one."""
    facts = index.facts(path)
    classes = [one for one in facts.classes if one.name == name and one.kind != "protocol"]
    functions = [one for one in facts.functions if one.name == name and not one.holder and not one.is_stub]
    found: list[Class | Function] = [one for one in classes if not _extends_another(index, path, one)]
    found += functions
    return min((one for one in found if not one.is_alternative), key=lambda one: one.line, default=None)


def _extends_another(index: Index, path: str, derived: Class) -> bool:
    """Whether a class is a subclass, however far, of one of its name in another file."""
    seen: set[str] = set()
    queue = [*derived.bases]
    while queue:
        base = queue.pop()
        for dotted in {base, *index.origins(base)} - seen:
            seen.add(dotted)
            for where, found in _classes_at(index, dotted):
                if found.name == derived.name and where != path:
                    return True
                queue += found.bases
    return False


def _classes_at(index: Index, dotted: str) -> Iterator[tuple[str, Class]]:
    module, rest = index.modules.part(dotted)
    if module:
        path = index.modules.path_of(module)
        yield from ((path, one) for one in index.facts(path).classes if one.name == ".".join(rest))


def _without_stubs(index: Index, found: Mapping[str, Class | Function]) -> dict[str, Class | Function]:
    """What is not in the stub file of another (of `package-stubs` too, PEP 561)."""
    names_of = index.modules.names_of
    written = {module for path in found if not path.endswith(".pyi") for module in names_of(path)}
    return {
        path: definition
        for path, definition in found.items()
        if not path.endswith(".pyi") or written.isdisjoint(names_of(path.replace("-stubs/", "/")))
    }


def _copies(index: Index, found: Mapping[str, Class | Function]) -> list[Copy]:
    unit = "member" if all(isinstance(one, Class) for one in found.values()) else "line"
    copies = []
    for path, one in found.items():
        module = spelled(index, path, ())
        label = module if index.modules.path_of(module) == path else path
        size = one.lines
        if isinstance(one, Class) and unit == "member":
            methods = (method.name for method in index.facts(path).functions if method.holder == one.name)
            size = len({*one.attributes, *methods})
        copies.append(Copy(path, label, one.name, one.line, one.column, size, unit))
    return copies


def _alternatives(index: Index, copies: list[Copy]) -> tuple[Alternatives, ...]:
    """The copies with their importers; together those that one module gives the same name."""
    homes = {
        module: copy.path
        for copy in copies
        for module in index.modules.names_of(copy.path)
        if index.modules.path_of(module) == copy.path
    }
    importers = Importers(index, copies[0].name, homes)
    copies = [copy for copy in copies if not _calls_another(index, copy, importers)]
    together = {copy.path: {copy.path} for copy in copies}
    for path in (*together, *(path for path, there in importers.found.items() if len(there) > 1)):
        for meant in _picked(index, path, importers):
            merged = set().union(*(together[one] for one in meant if one in together))
            together.update(dict.fromkeys(merged, merged))
    numbers = {copy.path: sum(copy.path in there for there in importers.found.values()) for copy in copies}
    counted = [copy._replace(importers=numbers[copy.path]) for copy in copies]
    groups = {id(group): group for group in together.values()}
    return tuple(tuple(copy for copy in counted if copy.path in group) for group in groups.values())


def _calls_another(index: Index, copy: Copy, importers: Importers) -> bool:
    """Whether a function wraps another copy, as a subclass would."""
    if copy.path not in importers.found:
        return False
    source = index.source(copy.path)
    return any(
        importers.leads(target.dotted) - {copy.path}
        for function in source.functions()
        if function.name == copy.name and source.name_span(function).line == copy.line
        for part in ast.walk(function)
        if isinstance(part, ast.Call)
        for target in source.resolve(part.func)
    )


def _picked(index: Index, path: str, importers: Importers) -> Iterator[set[str]]:
    """The sets of modules of which one gives a name here its meaning."""
    for bound, ways in index.facts(path).bindings.items():
        meant = set().union(*(importers.leads(way.target) for way in ways if way.target))
        if bound == importers.name:
            # What an import brings whose failure is caught stands in for the module's own.
            caught = importers.imported(path, is_caught=True)
            meant |= {path, *caught} if caught else caught
        yield meant
