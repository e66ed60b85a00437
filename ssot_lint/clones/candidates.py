"""Which classes and functions of a repository may be alike, by their words alone.

A word that few have and two share is a reason to look at both; so is a name. To compare all with
all would take minutes, and to parse all of them half of one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from ssot_lint.clones.families import FREE, are_exempt, relation_by_names
from ssot_lint.clones.words import telling_words
from ssot_lint.repo.units import Outline

_RARE = 16  # units; a word that more of them have is no reason
_LEAST = 6.0  # bits of rare words that two units must share; any two words have so many
_ALIKE_CLASSES, _ALIKE_FUNCTIONS = 0.12, 0.35  # of their words, by weight
_ALIKE_NAMESAKES = 0.05
_ALIKE_RELATIVES = 0.4
_ALIKE_VARIANTS = 0.5
_CONVENTION = 6  # files; a name that more of them define is one that a framework asks for
_FAMILY = 3  # sibling folders that have a file of the same name: parallel backends, not copies
_FEWEST_UNITS = 256  # words are rare by these, however small the repository is


class Place(NamedTuple):
    """A class or function at module level."""

    path: str
    name: str


class Candidate(NamedTuple):
    """Two that may be alike, in the order of their places. `words` is the part of their words that both have."""

    one: Place
    other: Place
    words: float


class Field(NamedTuple):
    """All that is compared, and how many have each method."""

    places: tuple[Place, ...]
    outlines: tuple[Outline, ...]
    methods: Mapping[str, int]


def field_of(found: Mapping[str, Sequence[Outline]]) -> Field:
    """The units of some files, by path; of one name in a file the first one."""
    known: dict[Place, Outline] = {}
    for path, units in found.items():
        for unit in units:
            if not (unit.is_class and are_exempt(unit.bases, unit.name)):
                known.setdefault(Place(path, unit.name), unit)
    methods = Counter(chain.from_iterable(map(frozenset, (unit.methods for unit in known.values()))))
    return Field(tuple(known), tuple(known.values()), methods)


def candidates(
    field: Field, realm: Callable[[str], Hashable], wide: Callable[[str], bool] = lambda path: False
) -> list[Candidate]:
    """The pairs that are worth to be parsed: of different files, of one kind, of one `realm`.

    Where one file is such as `wide` says, names that are alike are enough.
    """
    places, outlines = field.places, field.outlines
    counts = Counter(chain.from_iterable(unit.words for unit in outlines))
    bits = _bits(counts, len(outlines))
    weight = bits.__getitem__
    totals = [math.fsum(map(weight, unit.words)) for unit in outlines]
    found = []
    for one, other, usual in _apart(field, realm, _meeting(field, counts, bits, wide)):
        a, b = outlines[one], outlines[other]
        shared = math.fsum(map(weight, a.words & b.words))
        part = shared / ((totals[one] + totals[other] - shared) or 1.0)
        if part >= usual and part >= _least_of_relatives(a, b):
            found.append(Candidate(places[one], places[other], part))
    return sorted(found)


def _least_of_relatives(one: Outline, other: Outline) -> float:
    """What classes of one family must share: they are told of only where most of them is the same."""
    if not one.bases or not other.bases:
        return 0.0
    by_names = relation_by_names(one.bases, other.bases, (one.name, other.name))
    return {"apart": 0.0, "one base": 0.0, "some bases": _ALIKE_RELATIVES, "parallel bases": math.inf}[by_names]


def _bits(counts: Mapping[str, int], units: int) -> dict[str, float]:
    """How much a word tells: bits."""
    total = max(_FEWEST_UNITS, units)
    of_count = {count: math.log2(total / count) for count in {*counts.values()}}
    return {word: of_count[count] for word, count in counts.items()}


# -- which meet


_Pair = tuple[int, int]  # numbers of units


def _meeting(
    field: Field, counts: Mapping[str, int], bits: Mapping[str, float], wide: Callable[[str], bool]
) -> dict[_Pair, float]:
    """The pairs that share enough rare words, or a name, and how much they must share in all."""
    outlines = field.outlines
    files = Counter(place.name for place in field.places)
    usable = [number for number, place in enumerate(field.places) if files[place.name] <= _CONVENTION]
    met = _sharing_words(outlines, usable, bits, _rare(outlines, usable, counts))
    found = {pair: _ALIKE_CLASSES if outlines[pair[0]].is_class else _ALIKE_FUNCTIONS for pair in met}
    classes = [number for number in usable if outlines[number].is_class]
    for numbers in _by_name(outlines, [number for number in classes if files[outlines[number].name] > 1]):
        found.update(dict.fromkeys(combinations(numbers, 2), _ALIKE_NAMESAKES))
    wanted = [wide(place.path) for place in field.places]
    if any(wanted):
        for one, other in _sharing_names(outlines, classes):
            if wanted[one] or wanted[other]:
                found[one, other] = 0.0
    return found


def _rare(outlines: Sequence[Outline], usable: Sequence[int], counts: Mapping[str, int]) -> frozenset[str]:
    """The words that few of those that are `usable` have, but not one alone."""
    others = {*range(len(outlines))}.difference(usable)
    less = Counter(chain.from_iterable(outlines[number].words for number in others))
    return frozenset(word for word, count in counts.items() if 1 < count - less[word] <= _RARE)


def _sharing_words(
    outlines: Sequence[Outline], usable: Sequence[int], bits: Mapping[str, float], rare: Collection[str]
) -> set[_Pair]:
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number in usable:
        for word in outlines[number].words.intersection(rare):
            having[word].append(number)
    # Many words are those of one group of units.
    enough = {tuple(numbers) for word, numbers in having.items() if bits[word] >= _LEAST}
    found = set(chain.from_iterable(combinations(numbers, 2) for numbers in enough))
    once: set[_Pair] = set()
    for word, numbers in having.items():
        if bits[word] < _LEAST:
            pairs = {*combinations(numbers, 2)}
            found |= once & pairs
            once |= pairs
    return found


def _by_name(outlines: Sequence[Outline], numbers: Iterable[int]) -> Iterable[list[int]]:
    """The classes of one name, where it has words enough to tell what they are."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for number in numbers:
        named[outlines[number].name].append(number)
    return [some for name, some in named.items() if len(telling_words(name)) > 1]


def _sharing_names(outlines: Sequence[Outline], classes: Iterable[int]) -> Iterator[_Pair]:
    """The classes that share a word of their names that few have."""
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for number in classes:
        for word in dict.fromkeys(telling_words(outlines[number].name)):
            kinds[word].append(number)
    for numbers in kinds.values():
        if len(numbers) <= _RARE:
            yield from combinations(numbers, 2)


# -- which are none of two variants, or of two worlds


def _apart(
    field: Field, realm: Callable[[str], Hashable], pairs: Mapping[_Pair, float]
) -> Iterator[tuple[int, int, float]]:
    """The pairs of one kind and realm, and how much they must share.

    Variants of one file are meant to be alike; but of classes that extend nothing, nobody asks for it.
    """
    paths = [place.path for place in field.places]
    numbers: dict[Hashable, int] = {}
    realms = {path: numbers.setdefault(realm(path), len(numbers)) for path in dict.fromkeys(paths)}
    kinds = [2 * realms[path] + unit.is_class for path, unit in zip(paths, field.outlines, strict=True)]
    variants = _variants(paths)
    for (one, other), usual in pairs.items():
        if kinds[one] == kinds[other]:
            here, there = paths[one], paths[other]
            if here == there:
                continue
            if variants[here].isdisjoint(variants[there]):
                yield one, other, usual
            elif field.outlines[one].is_class and FREE.issuperset(
                (*field.outlines[one].bases, *field.outlines[other].bases)
            ):
                yield one, other, max(usual, _ALIKE_VARIANTS)


def _variants(paths: Iterable[str]) -> defaultdict[str, frozenset[str]]:
    """By path, the families of sibling folders that a file of its name is in; those of most files are none."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for path in {*paths}:
        names[path.rpartition("/")[2]].append(path)
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for some in names.values():
        if len(some) >= _FAMILY:
            families = {path: _families(path) for path in some}
            counts = Counter(chain.from_iterable(families.values()))
            found.update((path, frozenset(one for one in families[path] if counts[one] >= _FAMILY)) for path in some)
    return found


def _families(path: str) -> list[str]:
    """What the siblings of a file have in common: their paths but for one folder."""
    parts = path.split("/")
    return ["/".join((*parts[:number], "", *parts[number + 1 :])) for number in range(len(parts) - 1)]
