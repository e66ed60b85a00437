"""Which classes and functions of a repository may be alike, by their words alone.

A word that few have and two share is a reason to look at both; so is a name. To compare all with
all would take minutes, and to parse all of them half of one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from ssot_lint.clones.families import are_exempt, relation_by_names
from ssot_lint.clones.words import telling_words
from ssot_lint.repo.units import Outline

_RARE = 16  # units; a word that more of them have is no reason
_LEAST = 6.0  # bits of rare words that two units must share
_ALIKE_CLASSES, _ALIKE_FUNCTIONS = 0.12, 0.35  # of their words, by weight
_ALIKE_NAMESAKES = 0.05
_ALIKE_RELATIVES = 0.4
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
    methods = Counter(name for unit in known.values() for name in {*unit.methods})
    return Field(tuple(known), tuple(known.values()), methods)


def candidates(
    field: Field, realm: Callable[[str], Hashable], wide: Callable[[str], bool] = lambda path: False
) -> list[Candidate]:
    """The pairs that are worth to be parsed: of different files, of one kind, of one `realm`.

    Where one file is such as `wide` says, names that are alike are enough.
    """
    files: defaultdict[str, set[str]] = defaultdict(set)
    for place in field.places:
        files[place.name].add(place.path)
    families = _families(field.places)
    weights = _weights(field.outlines)
    totals = [math.fsum(map(weights.__getitem__, unit.words)) for unit in field.outlines]
    usable = [len(files[place.name]) <= _CONVENTION for place in field.places]
    found = []
    for (first, second), usual in _meeting(field, weights, usable, wide).items():
        one, other = field.places[first], field.places[second]
        a, b = field.outlines[first], field.outlines[second]
        if a.is_class != b.is_class or one.path == other.path or realm(one.path) != realm(other.path):
            continue
        shared = math.fsum(map(weights.__getitem__, a.words & b.words))
        part = shared / ((totals[first] + totals[second] - shared) or 1.0)
        if part >= usual and part >= _least_of_relatives(a, b) and not are_parallel(one.path, other.path, families):
            found.append(Candidate(one, other, part))
    return sorted(found)


def _least_of_relatives(one: Outline, other: Outline) -> float:
    """What classes of one family must share: they are told of only where most of them is the same."""
    by_names = relation_by_names(one.bases, other.bases, (one.name, other.name))
    return {"apart": 0.0, "one base": 0.0, "some bases": _ALIKE_RELATIVES, "parallel bases": math.inf}[by_names]


def _meeting(
    field: Field, weights: Mapping[str, float], usable: Sequence[bool], wide: Callable[[str], bool]
) -> dict[tuple[int, int], float]:
    """The pairs that share enough rare words, or a name, and how much they must share in all."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    named: defaultdict[str, list[int]] = defaultdict(list)
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(field.outlines):
        if usable[number]:
            for word in unit.words:
                having[word].append(number)
            telling = telling_words(unit.name) if unit.is_class else []
            if len(telling) > 1:
                named[unit.name].append(number)
            for word in dict.fromkeys(telling):
                kinds[word].append(number)
    bits: defaultdict[tuple[int, int], float] = defaultdict(float)
    for word, numbers in having.items():
        if 1 < len(numbers) <= _RARE:
            weight = weights[word]
            for pair in combinations(numbers, 2):
                bits[pair] += weight
    outlines = field.outlines
    found = {
        pair: _ALIKE_CLASSES if outlines[pair[0]].is_class else _ALIKE_FUNCTIONS
        for pair, shared in bits.items()
        if shared >= _LEAST
    }
    for numbers in named.values():
        for pair in combinations(numbers, 2):
            found[pair] = _ALIKE_NAMESAKES
    wanted = [wide(place.path) for place in field.places]
    for numbers in kinds.values() if any(wanted) else ():
        for one, other in combinations(numbers, 2) if len(numbers) <= _RARE else ():
            if wanted[one] or wanted[other]:
                found[one, other] = 0.0
    return found


def _weights(outlines: Iterable[Outline]) -> dict[str, float]:
    """How much a word tells: bits."""
    counts = Counter(word for unit in outlines for word in unit.words)
    total = max(_FEWEST_UNITS, sum(1 for _ in outlines))
    return {word: math.log2(total / count) for word, count in counts.items()}


def _families(places: Iterable[Place]) -> Counter[tuple[str, str]]:
    """How many sibling folders have a file of one name."""
    return Counter(family for path in {place.path for place in places} for family in _family(path))


def _family(path: str) -> list[tuple[str, str]]:
    """What the siblings of a file have in common: their paths but for one folder."""
    parts = path.split("/")
    return [("/".join((*parts[:number], "*")), "/".join(parts[number + 1 :])) for number in range(len(parts) - 1)]


def are_parallel(one: str, other: str, families: Mapping[tuple[str, str], int]) -> bool:
    """Whether two files have one name in sibling folders of which there are more."""
    return any(families[family] >= _FAMILY for family in {*_family(one)}.intersection(_family(other)))
