"""Where a name or module that is not where it is looked for may be instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ssot_lint.repo.index import Index
from ssot_lint.source.paths import is_test

_MOST_FILES = 40  # that are parsed to find where a name is defined
_ALIKE = 0.75  # of difflib, from 0 to 1


class Definition(NamedTuple):
    """Where a module defines a name."""

    module: str
    path: str
    line: int
    column: int


def definitions(name: str, module: str, index: Index, *, in_tests: bool) -> tuple[Definition, ...]:
    """Where the modules of the repository define a name: the nearest to `module` first.

    Those in tests count only when `in_tests`. An alias or re-export is no definition.
    """
    spaced = f" {name} "
    paths = [path for path, sketch in index.sketches.items() if spaced in sketch.defined]
    if not paths:
        paths = [path for path, sketch in index.sketches.items() if spaced in sketch.names]
    found = [
        Definition(dotted, path, bound.line, bound.column)
        for path in paths[:_MOST_FILES]
        if in_tests or not is_test(path)
        for dotted in index.modules.names_of(path)[:1]
        for bound in index.facts(path).bindings.get(name, ())[:1]
        if bound.kind in ("class", "function", "value")
    ]
    return tuple(sorted(found, key=lambda one: (*_distance(one.module, module), one)))


def nearest_module(module: str, index: Index) -> str | None:
    """The module of the repository that was likely meant: moved elsewhere, or spelled alike."""
    last = module.rpartition(".")[2]
    tail = f".{last}"
    moved = [other for other in index.modules.by_name if other.endswith(tail) or other == last]
    if moved:
        return min(moved, key=lambda other: (*_distance(other, module), other))
    package = module.rpartition(".")[0]
    beside = {one.rpartition(".")[2]: one for one in index.modules.by_name if one.rpartition(".")[0] == package}
    alike = nearest_name(last, beside)
    return None if alike is None else beside[alike]


def nearest_name(name: str, names: Collection[str]) -> str | None:
    """The one of some names that is spelled most alike, None when none is."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(names), 1, _ALIKE)), None)


def _distance(one: str, other: str) -> tuple[int, int]:
    """How far apart two modules are: parts that they don't share, and those of the first."""
    parts, others = one.split("."), other.split(".")
    shared = sum(1 for _ in _alike(parts, others)) + sum(1 for _ in _alike(reversed(parts), reversed(others)))
    return -shared, len(parts)


def _alike(parts: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    for part, other in zip(parts, others, strict=False):
        if part != other:
            return
        yield part
