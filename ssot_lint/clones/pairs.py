"""The pairs of classes and functions of a repository that a person may want to hear of.

Words come first, trees after them: only what shares rare words is parsed, and what two texts have
in common is kept for the next run, which needs to look at the texts that are new.
"""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any, NamedTuple

from ssot_lint.clones.candidates import Candidate, Field, Place, candidates, field_of
from ssot_lint.clones.families import Relation, are_exempt, relation_by_names
from ssot_lint.clones.features import Features, features_of
from ssot_lint.clones.likeness import Likeness, likeness
from ssot_lint.clones.relation import is_subclass, relation
from ssot_lint.clones.verdict import Case, Kind, verdict
from ssot_lint.repo.index import Index
from ssot_lint.repo.sketch import plain, statements
from ssot_lint.repo.units import outlines, unit_in
from ssot_lint.repo.workers import over_parts

_KEPT = "likeness"
_INTERFACE = 3  # files whose classes have just the same methods
_FEW = 200  # pairs; for fewer, other processes are not worth to be started


class Limits(NamedTuple):
    """What is compared.

    `realm` tells of a path with which others it is, None when with none, `wide` whether names
    that are alike are a reason to compare what is in a file with others.
    """

    realm: Callable[[str], Hashable]
    similarity: float
    fewest_members: int
    wide: Callable[[str], bool]


class Pair(NamedTuple):
    """Two definitions, in the order of their places, and what they are to each other."""

    kind: Kind
    one: Place
    other: Place
    is_class: bool
    likeness: Likeness

    @property
    def places(self) -> tuple[Place, Place]:
        """Both."""
        return self.one, self.other


class _Compared(NamedTuple):
    """What two texts tell of a pair; such as JSON can hold."""

    likeness: Likeness
    relation: Relation
    mentions: bool


def pairs(index: Index, limits: Limits) -> list[Pair]:
    """All pairs, in the order of their places."""
    found = {
        path: [unit for unit in outlines(units) if not unit.is_class or len(unit.methods) >= limits.fewest_members]
        for path, units in index.ask("units", lambda sketch: sketch.units or None).items()
        if limits.realm(path) is not None
    }
    field = field_of(found)
    return [pair for pair in _judged(index, field, candidates(field, limits.realm, limits.wide), limits) if pair]


def _judged(index: Index, field: Field, wanted: Sequence[Candidate], limits: Limits) -> Iterable[Pair | None]:
    interfaces = Counter(frozenset(unit.methods) for unit in field.outlines if unit.is_class)
    units = dict(zip(field.places, field.outlines, strict=True))
    for candidate, compared in zip(wanted, _compared(index, wanted), strict=True):
        if compared is None:
            continue
        one, other = candidate.one, candidate.other
        is_class = units[one].is_class
        methods = frozenset(units[one].methods)
        case = Case(
            (one.name, other.name),
            is_class,
            compared.likeness,
            compared.relation,
            compared.mentions or _imports(index, one, other) or _imports(index, other, one),
            is_class and methods == {*units[other].methods} and interfaces[methods] >= _INTERFACE,
            one.path.rpartition("/")[0] == other.path.rpartition("/")[0],
            field.methods,
        )
        kind = verdict(case, limits.similarity)
        if kind is not None and is_class:
            found = relation(index, one, other, compared.relation)
            is_used = case.is_used or is_subclass(index, one, other)
            kind = verdict(case._replace(relation=found, is_used=is_used), limits.similarity)
        if kind is not None:
            yield Pair(kind, one, other, is_class, compared.likeness)


def _imports(index: Index, place: Place, other: Place) -> bool:
    """Whether a file imports what the other one defines, from there or from a package around it."""
    modules = index.modules.names_of(other.path)
    return any(
        other.name in said.names
        and any(module.endswith(said.module) or module.startswith(f"{said.module}.") for module in modules)
        for said in statements(index.sketch(place.path).imports)
    )


# -- what two texts have in common


def _compared(index: Index, wanted: Sequence[Candidate]) -> list[_Compared | None]:
    """What the texts of each pair have in common, None where one is none, or of a kind that is written alike."""
    records = index.records
    index.looked_at.update(place.path for pair in wanted for place in (pair.one, pair.other))
    keys = [" ".join((_key(index, pair.one), _key(index, pair.other))) for pair in wanted]
    known: dict[str, Any] = records.kept_answer(_KEPT) or {}
    missing = [number for number, key in enumerate(keys) if key not in known]
    if missing:
        work = partial(_compare_all, index, wanted)
        fresh = over_parts(work, missing, records.jobs if len(missing) > _FEW else 1)
        known = {**known, **{keys[number]: made for number, made in zip(missing, fresh, strict=True)}}
    records.keep_answer(_KEPT, {key: known[key] for key in keys}, is_news=bool(missing))
    return [_read(known[key]) for key in keys]


def _key(index: Index, place: Place) -> str:
    return f"{index.records.content(place.path)} {place.name}"


def _read(made: Sequence[Any] | None) -> _Compared | None:
    return None if made is None else _Compared(Likeness._make(made[0]), made[1], made[2])


def _compare_all(index: Index, wanted: Sequence[Candidate], numbers: Sequence[int]) -> list[Any]:
    features = lru_cache(maxsize=None)(partial(_features, index))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes are another linter's business
        return [_compare(features(wanted[number].one), features(wanted[number].other)) for number in numbers]


def _compare(one: Features | None, other: Features | None) -> list[Any] | None:
    if one is None or other is None:
        return None
    names = (one.name, other.name)
    dot = "." if names[0] == names[1] else ""
    mentions = f"{dot}{names[1]}" in one.mentions or f"{dot}{names[0]}" in other.mentions
    extends = any(
        name == base.rpartition(".")[2] for name, by in ((one.name, other), (other.name, one)) for base in by.bases
    )
    return [list(likeness(one, other)), relation_by_names(one.bases, other.bases, names), mentions or extends]


def _features(index: Index, place: Place) -> Features | None:
    """What a unit is compared by; None when its text can't be parsed, or is of a kind that is written alike."""
    text = b"\n" + plain(index.records.read(place.path))
    unit = unit_in(text, place.name)
    if unit is None:
        return None
    keyword = b"class " if unit.is_class else b"def "
    for part in (keyword + place.name.encode() + unit.body, text):  # a string with unindented lines ends it too soon
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            for node in ast.parse(part.decode()).body:  # it is UTF-8, whatever a comment in it says
                if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name == place.name:
                    found = features_of(node)
                    return None if found.is_class and are_exempt(found.bases, found.name) else found
    return None
