"""The pairs that are to be looked at, kept for the next run: they are the same while no unit has changed.

How rare a word is depends on all files, so one word more may make another pair of two files that
nobody touched. But most changes leave alone what is told of units, and then nothing is asked anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import chain
from typing import Any, NamedTuple

from ssot_lint.clones.candidates import Candidate, Field, Place, candidates, field_of
from ssot_lint.clones.words import common_end, telling_words
from ssot_lint.repo.digest import blake2b
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import by_text, count, flag, list_of, row, text
from ssot_lint.repo.units import outlines

_KEPT = "wanted"
_COUNTS = by_text(count)
_SHAPE = row(text, list_of(row(text, text)), list_of(row(count, count, flag, flag)), _COUNTS, _COUNTS)
_INTERFACE = 3  # files whose classes have just the same methods


class Limits(NamedTuple):
    """What is compared.

    `realm` tells of a path with which others it is, None when with none, `wide` whether names
    that are alike are a reason to compare what is in a file with others. `key` names what
    `realm` does; without one, nothing is kept.
    """

    realm: Callable[[str], Hashable]
    similarity: float
    fewest_members: int
    wide: Callable[[str], bool]
    key: str = ""


class Wanted(NamedTuple):
    """A pair to be looked at: whether these are classes, and such as others have just the same methods as."""

    one: Place
    other: Place
    is_class: bool
    is_interface: bool


class AllWanted(NamedTuple):
    """All pairs, in the order of their places.

    `methods` counts the classes and functions that have a method of one of them, `kinds` the
    names that end with the word that the names of both end with.
    """

    pairs: tuple[Wanted, ...]
    methods: Mapping[str, int]
    kinds: Mapping[str, int]


def all_wanted(index: Index, limits: Limits) -> AllWanted:
    """The pairs of a repository that are to be looked at."""
    units = index.ask("units", lambda sketch: sketch.units or None, text)
    digest = _digest(units, limits)
    kept = index.records.kept_answer(_KEPT, _is_written) if limits.key else None
    if kept is not None and kept[0] == digest:
        index.records.keep_answer(_KEPT, kept, is_news=False)
        return _read(*kept[1:])
    found = _found(units, limits)
    if limits.key:
        index.records.keep_answer(_KEPT, [digest, *_written(found)])
    return found


def _digest(units: Mapping[str, str], limits: Limits) -> str:
    """What the pairs depend on, in short."""
    wide = (path for path in units if limits.wide(path))
    parts = chain((limits.key, str(limits.fewest_members)), chain.from_iterable(units.items()), ("",), wide)
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _found(units: Mapping[str, str], limits: Limits) -> AllWanted:
    fewest = limits.fewest_members
    field = field_of({
        path: [unit for unit in outlines(text) if not unit.is_class or len(unit.methods) >= fewest]
        for path, text in units.items()
        if limits.realm(path) is not None
    })  # fmt: skip
    return _described(field, candidates(field, limits.realm, limits.wide))


def _described(field: Field, found: Iterable[Candidate]) -> AllWanted:
    interfaces = Counter(frozenset(unit.methods) for unit in field.outlines if unit.is_class)
    units = dict(zip(field.places, field.outlines, strict=True))
    pairs = []
    names: set[str] = set()
    ends: set[str] = set()
    for one, other, _ in found:
        unit, methods = units[one], frozenset(units[one].methods)
        is_interface = unit.is_class and methods == {*units[other].methods} and interfaces[methods] >= _INTERFACE
        pairs.append(Wanted(one, other, unit.is_class, is_interface))
        names |= methods
        ends.update(common_end(one.name, other.name)[-1:])
    called = Counter("".join(telling_words(name)[-1:]) for name in {place.name for place in field.places})
    return AllWanted(
        tuple(pairs),
        {name: field.methods[name] for name in sorted(names)},
        {end: called[end] for end in sorted(ends)},
    )


def _is_written(kept: Any) -> bool:
    """Whether that is a digest, and what `_written` makes."""
    return _SHAPE(kept) and all(max(pair[:2]) < len(kept[1]) for pair in kept[2])


def _written(found: AllWanted) -> tuple[object, ...]:
    """Such as JSON can hold: each place is written once."""
    places = dict.fromkeys(chain.from_iterable(pair[:2] for pair in found.pairs))
    numbers = {place: number for number, place in enumerate(places)}
    pairs = [
        [numbers[one], numbers[other], is_class, is_interface] for one, other, is_class, is_interface in found.pairs
    ]
    return [*places], pairs, found.methods, found.kinds


def _read(places: list[Any], pairs: list[Any], methods: Mapping[str, int], kinds: Mapping[str, int]) -> AllWanted:
    known = [Place._make(place) for place in places]
    return AllWanted(
        tuple(Wanted(known[one], known[other], is_class, is_same) for one, other, is_class, is_same in pairs),
        methods,
        kinds,
    )
