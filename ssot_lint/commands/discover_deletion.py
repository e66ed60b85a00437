"""Whether a copy can go with its whole file, or what else the file is needed for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ssot_lint.source.paths import is_package

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index

_SHOWN = 3  # names


def needed_for(path: str, name: str, keep: str, kept: Collection[str], index: Index) -> str | None:
    """What a file is needed for beside a name that another file keeps, None when for nothing.

    It is not needed when that file, `keep`, has all that anybody imports from it. `kept` are
    the files that other decisions will keep something in.
    """
    if is_package(path):
        return "the file makes its folder a package"
    if path in kept:
        return "another proposal keeps something in this file"
    if not set(index.modules.names_of(path)).isdisjoint(index.modules.names_of(keep)):
        return "its module is called like the one to keep"
    if b"__main__" in index.read(path):
        return "the file is run as a script"
    facts, there = index.facts(path), {name, *index.facts(keep).names}
    imported = _imported(path, index)
    if imported is None:  # it may be loaded by its name, as plugins are: then all that it defines is in use
        defined = {one.name for one in facts.classes} | {one.name for one in facts.functions if not one.holder}
        public = {one for one in defined - {name} if "." not in one and not one.startswith("_")}
        others = {one for one in public if one not in there or not _are_equal(one, path, keep, index)}
        return f"{_listed(others)} there too, and may be found without an import" if others else None
    others = imported - there
    return f"{_listed(others)} imported from there too" if others else None


def _are_equal(name: str, path: str, keep: str, index: Index) -> bool:
    """Whether two files define a name by the same lines; each of two plugins has what a framework asks for."""
    from ssot_lint.commands.discover_candidates import bodies

    here, there = ([body._replace(path="") for body in bodies(index, one, name)] for one in (path, keep))
    return bool(here) and here == there


def _listed(names: Collection[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(sorted(names)[:_SHOWN])}{more} {'is' if len(names) == 1 else 'are'}"


def _imported(path: str, index: Index) -> set[str] | None:
    """The names of a module that other files import, or mention when they import all of it; None when none does."""
    modules = frozenset(index.modules.names_of(path))
    words = {module.rpartition(".")[2] for module in modules}
    facts = index.facts(path)
    found: set[str] | None = None
    for other, sketch in index.sketches.items():
        if other != path and any(word in sketch.imports for word in words):
            for names in _imports_of(modules, other, sketch.imports, words, index):
                if not names:
                    used = _mentioned(facts.names, other, index)
                elif "*" in names:
                    used = set(facts.exports or (one for one in facts.names if not one.startswith("_")))
                else:
                    used = set(facts.names.intersection(names))
                found = (found or set()) | used
    return found


def _imports_of(
    modules: frozenset[str], path: str, imports: str, words: Collection[str], index: Index
) -> Iterator[tuple[str, ...]]:
    """The names that a file imports from a module, none where it takes the module as a whole."""
    from ssot_lint.repo.importers import absolute
    from ssot_lint.repo.sketch import statement

    for line in imports.split("\n"):
        if any(word in line for word in words):
            level, written, names = statement(line)
            module = absolute(index, path, level, written)
            if module in modules:
                yield names
            elif not modules.isdisjoint(f"{module}.{name}" for name in names):
                yield ()


def _mentioned(names: Collection[str], path: str, index: Index) -> set[str]:
    return set(names) & set(re.findall(r"\w+", index.read(path).decode("utf-8", "replace")))
