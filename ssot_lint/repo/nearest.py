"""Where a name or module that is not where it is looked for may be instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ssot_lint.repo.answers import ask_sketches
from ssot_lint.repo.index import Index
from ssot_lint.repo.ours import Ours, is_vendored
from ssot_lint.source.paths import is_test

_MOST_FILES = 40  # that are parsed to find where a name is defined
_MOST_EQUAL = 3  # definitions, as near as each other, of which the first is told
_ALIKE = 0.75  # of difflib, from 0 to 1


class Definition(NamedTuple):
    """Where a module defines a name."""

    module: str
    path: str
    line: int
    column: int


def definitions(name: str, module: str, index: Index, ours: Ours, *, in_tests: bool) -> tuple[Definition, ...]:
    """Where the modules of the repository define a name, the nearest to `module` first; () when it is anybody's.

    Those in tests count only when `in_tests`. An alias or re-export is no definition.
    """
    spaced = f" {name} "
    paths = [*ask_sketches(index, f"defining {name}", lambda sketch: spaced in sketch.defined or None)]
    if not paths:
        paths = [*ask_sketches(index, f"binding {name}", lambda sketch: spaced in sketch.names or None)]
    found = [
        Definition(ours.name_of(path), path, bound.line, bound.column)
        for path in paths[:_MOST_FILES]
        if (in_tests or not is_test(path)) and ours.name_of(path) and not is_vendored(path)
        for bound in index.facts(path).bindings.get(name, ())[:1]
        if bound.kind in ("class", "function", "value")
    ]
    found.sort(key=lambda one: (*_distance(one.module, module), one))
    best = [one for one in found if _distance(one.module, module) == _distance(found[0].module, module)]
    return () if len(best) > _MOST_EQUAL else tuple(found)


def nearest_module(module: str, names: Collection[str], index: Index, ours: Ours, *, in_tests: bool) -> str | None:
    """The module of the repository that was likely meant: moved elsewhere, or spelled alike.

    It binds the `names` that are imported. Those in tests count only when `in_tests`. Of several
    that moved none is told, unless one is nearer than all others.
    """
    package, _, last = module.rpartition(".")
    beside_it = package.replace(".", "/")
    moved, beside = [], {}
    for path in index.python_paths:
        folder, _, base = path.removesuffix("/__init__.py").removesuffix("/__init__.pyi").rpartition("/")
        if base.partition(".")[0] != last and not f"/{folder}".endswith(f"/{beside_it}"):
            continue
        if is_vendored(path) or (is_test(path) and not in_tests):
            continue
        other = ours.name_of(path)
        above, _, base = other.rpartition(".")
        if (base == last or above == package) and other and _binds_all(path, names, index):
            if base == last:
                moved.append(other)
            else:
                beside[base] = other
    moved.sort(key=lambda one: (*_distance(one, module), one))
    if moved and (len(moved) == 1 or _distance(moved[0], module) < _distance(moved[1], module)):
        return moved[0]
    alike = nearest_name(last, beside)
    return None if alike is None else beside[alike]


def _binds_all(path: str, names: Collection[str], index: Index) -> bool:
    bound = index.sketch(path).names
    return all(f" {name} " in bound for name in names)


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
