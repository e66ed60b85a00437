"""The pairs that are to be looked at, kept for the next run: they are the same while no unit has changed.

Most changes leave alone what is told of units, and then nothing is asked anew. Where a few files
tell otherwise, the pairs that may be others for that are looked at, see `stirred`; what comes of
it is good for one run: the next one starts from where all pairs were looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from ssot_lint.clones.candidates import Place, candidates
from ssot_lint.clones.field import Field
from ssot_lint.clones.stirred import NEARLY, Change, stirred
from ssot_lint.clones.words import common_end, last_telling_word
from ssot_lint.repo.answers import ask_sketches
from ssot_lint.repo.digest import blake2b
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import by_text, count, flag, list_of, row, text
from ssot_lint.repo.units import Head, heads, names_in

_UNITS, _KEPT = "units", "wanted"
_NUMBERS = list_of(row(count, count))
_COUNTS = by_text(count)
_SHAPE = row(
    *(text, text, list_of(row(text, text)), list_of(row(count, count, flag, flag))),
    *(lambda value: value is None or _NUMBERS(value), _COUNTS, _COUNTS),
)
_FEW, _SOME = 20, 0.02  # files that have changed; with more, and more than a part of all, all is looked at
_INTERFACE = 3  # files whose classes have just the same methods


_Both: TypeAlias = "tuple[Place, Place]"


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


class _Kept(NamedTuple):
    """What is kept of an earlier run.

    `digest` tells of what it was found, `wide` which files were so, "" where none was. `near` are
    pairs that were nearly looked at, or nearly not, see `stirred`; None where that is not known.
    """

    digest: str
    wide: str
    places: list[Any]
    pairs: list[Any]
    near: list[Any] | None
    methods: Mapping[str, int]
    kinds: Mapping[str, int]

    @property
    def is_start(self) -> bool:
        """Whether what has changed since is enough to look at."""
        return self.near is not None and not self.wide

    @property
    def found(self) -> AllWanted:
        known = [Place._make(place) for place in self.places]
        pairs = ((known[one], known[other], is_class, is_same) for one, other, is_class, is_same in self.pairs)
        return AllWanted(tuple(map(Wanted._make, pairs)), self.methods, self.kinds)

    @property
    def nearly(self) -> list[_Both]:
        known = [Place._make(place) for place in self.places]
        return [(known[one], known[other]) for one, other in self.near or ()]


def all_wanted(index: Index, limits: Limits) -> AllWanted:
    """The pairs of a repository that are to be looked at."""
    conclusions = index.conclusions
    before = conclusions.kept_answer(_UNITS, by_text(text)) if limits.key else None
    units = ask_sketches(index, _UNITS, lambda sketch: sketch.units or None, text)
    if not limits.key:
        return _found(units, limits)[0]
    digest = _digest(limits, units.items())
    wide = [path for path in units if limits.wide(path)]
    of_wide = _digest(limits, [wide]) if wide else ""
    written = conclusions.kept_answer(_KEPT, _is_written)
    kept = None if written is None else _Kept._make(written)
    if kept is not None and (kept.digest, kept.wide) == (digest, of_wide):
        conclusions.keep_answer(_KEPT, written, is_news=False)
        return kept.found
    again = None
    if kept is not None and kept.is_start and before and kept.digest == _digest(limits, before.items()):
        again = _found_again(before, units, kept, limits)
    found, near = again or _found(units, limits)
    conclusions.keep_answer(_KEPT, [digest, of_wide, *_written(found, near)], is_news=again is None)
    return found


def _digest(limits: Limits, parts: Iterable[Iterable[str]]) -> str:
    """What the pairs depend on, in short."""
    told = chain((limits.key, str(limits.fewest_members)), chain.from_iterable(parts))
    return blake2b("\0".join(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _found(units: Mapping[str, str], limits: Limits) -> tuple[AllWanted, list[_Both]]:
    """The pairs, and those that are nearly so, or nearly not."""
    field = _field(units, limits)
    found = candidates(field, limits.realm, limits.wide, nearly=NEARLY)
    near = [(one.one, one.other) for one in found if one.words * NEARLY < one.least]
    return _described(field, [(one.one, one.other) for one in found if one.is_one]), near


def _found_again(
    before: Mapping[str, str], units: Mapping[str, str], kept: _Kept, limits: Limits
) -> tuple[AllWanted, None] | None:
    """The pairs, by looking at those that may be others than before alone; None where they are too many for that."""
    changed = {path for path in before.keys() | units.keys() if before.get(path) != units.get(path)}
    if len(changed) > _FEW + _SOME * len(units):
        return None
    field = _field(units, limits)
    then = _field({path: before[path] for path in changed & before.keys()}, limits)
    anew = stirred(Change(field, then, changed), limits.wide, kept.nearly)
    found = candidates(field, limits.realm, limits.wide, only=anew)
    fresh = ((one.one, one.other) for one in found)
    return _described(field, sorted((*_left(kept.found.pairs, field, anew), *fresh))), None


def _left(pairs: Iterable[Wanted], field: Field, anew: Set[int]) -> Iterable[_Both]:
    """Those pairs that are there still and need no look."""
    rest = {place for place, number in field.numbers.items() if number not in anew}
    return [(one, other) for one, other, *_ in pairs if one in rest and other in rest]


def _field(units: Mapping[str, str], limits: Limits) -> Field:
    least = limits.fewest_members - 1
    return Field({
        path: [head for head in heads(text) if not head.is_class or head.methods.count(",") >= least]
        for path, text in units.items()
        if limits.realm(path) is not None
    })  # fmt: skip


def _described(field: Field, found: Sequence[_Both]) -> AllWanted:
    heads = [(field.units[one], field.units[other]) for one, other in found]
    interfaces = _interfaces(field, heads)
    pairs = []
    for both, (head, other) in zip(found, heads, strict=True):
        is_interface = head.is_class and interfaces[_methods(head)] >= _INTERFACE and _methods(head) == _methods(other)
        pairs.append(Wanted(*both, head.is_class, is_interface))
    methods = {*chain.from_iterable(names_in(head.methods) for head, _ in heads)}
    return AllWanted(
        tuple(pairs),
        {name: field.methods[name] for name in sorted(methods)},
        _called(field, {end for one, other in found for end in common_end(one.name, other.name)[-1:]}),
    )


def _interfaces(field: Field, found: Iterable[tuple[Head, Head]]) -> Counter[frozenset[str]]:
    """How many classes have just the same methods as both of a pair."""
    asked = {_methods(one) for one, other in found if one.is_class and _methods(one) == _methods(other)}
    sizes = {len(methods) - 1 for methods in asked}
    heads = (head for head in field.heads if head.is_class and head.methods.count(",") in sizes)
    return Counter(methods for head in heads if (methods := _methods(head)) in asked)


def _methods(head: Head) -> frozenset[str]:
    return frozenset(names_in(head.methods))


def _called(field: Field, ends: Set[str]) -> dict[str, int]:
    """How many names end with some words."""
    may_end = re.compile("|".join(map(re.escape, sorted(ends)))).search
    names = (name for name in field.counts.names if may_end(name.lower()) or not name.isascii())
    called = Counter(map(last_telling_word, names))
    return {end: called[end] for end in sorted(ends)}


def _is_written(kept: Any) -> bool:
    """Whether that are digests, and what `_written` makes."""
    return _SHAPE(kept) and all(max(pair[:2]) < len(kept[2]) for pair in (*kept[3], *(kept[4] or ())))


def _written(found: AllWanted, near: Sequence[_Both] | None) -> tuple[object, ...]:
    """Such as JSON can hold: each place is written once."""
    places = dict.fromkeys(chain.from_iterable((*(pair[:2] for pair in found.pairs), *(near or ()))))
    numbers = {place: number for number, place in enumerate(places)}
    pairs = [
        [numbers[one], numbers[other], is_class, is_interface] for one, other, is_class, is_interface in found.pairs
    ]
    nearly = None if near is None else [[numbers[one], numbers[other]] for one, other in near]
    return [*places], pairs, nearly, found.methods, found.kinds
