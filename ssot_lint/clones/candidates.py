"""Which classes and functions of a repository may be alike, by their words alone.

A word that few have and two share is a reason to look at both; so is a name. To compare all with
all would take minutes, and to parse all of them half of one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Set
from functools import cache
from typing import NamedTuple

from ssot_lint.clones.families import FREE, relation_by_names, telling_bases
from ssot_lint.clones.field import Field
from ssot_lint.clones.meeting import meeting
from ssot_lint.clones.variants import variants
from ssot_lint.clones.words import called_alike
from ssot_lint.repo.units import Outline

_ALIKE_RELATIVES = 0.4
_ALIKE_VARIANTS = 0.5
_ALIKE_WHERE_CALLED_ALIKE = 0.07
_CALLED_ALIKE = 1 / 3  # of the words of their names


class Place(NamedTuple):
    """A class or function at module level."""

    path: str
    name: str


class Candidate(NamedTuple):
    """Two that may be alike, in the order of their places.

    `words` is the part of their words that both have, and `least` what they must have.
    """

    one: Place
    other: Place
    words: float
    least: float

    @property
    def is_one(self) -> bool:
        """Whether they have enough."""
        return self.words >= self.least


def candidates(
    field: Field,
    realm: Callable[[str], Hashable],
    wide: Callable[[str], bool] = lambda path: False,
    *,
    only: Set[int] | None = None,
    nearly: float = 1.0,
) -> list[Candidate]:
    """The pairs that are worth to be parsed: of different files, of one kind, of one `realm`.

    Where one file is such as `wide` says, names that are alike are enough. With `only`, one of
    two is one of those units. With `nearly`, those that have so much of the least are there too.
    """
    counts, outline, heads, size = field.counts, field.outline, field.heads, len(field.heads)
    of_count = {count: counts.bits(count) for count in {*counts.words.values()} if count}
    weight = {word: of_count[count] for word, count in counts.words.items() if count}.__getitem__
    weigh = cache(lambda number: math.fsum(map(weight, outline(number).words)))
    least_of, are_called_alike = _least_of(field), _called_alike(field)
    met = meeting(field, realm, wide, only)
    found = []
    for pair in sorted(met):  # so that the words of one are at hand: to fetch them takes longer than to compare them
        one, other = divmod(pair, size)
        shared = math.fsum(map(weight, outline(one).words & outline(other).words))
        part = shared / ((weigh(one) + weigh(other) - shared) or 1.0)
        least = met[pair]
        if part < least and part >= nearly * _ALIKE_WHERE_CALLED_ALIKE and are_called_alike(one, other):
            least = min(least, _ALIKE_WHERE_CALLED_ALIKE)
        if part >= nearly * least:
            least = max(least, least_of(one, other))
            if part >= nearly * least:
                places = [Place(field.paths[number], heads[number].name) for number in (one, other)]
                found.append(Candidate(places[0], places[1], part, least))
    return sorted(found)


def _called_alike(field: Field) -> Callable[[int, int], bool]:
    """Whether one of two classes may be the other in other words: then fewer words are worth a look.

    Their names are alike, they are in different folders, and they extend the same, or one of them nothing.
    """
    paths, outline = field.paths, field.outline

    def are_called_alike(one: int, other: int) -> bool:
        here, there = outline(one), outline(other)
        if not here.is_class or paths[one].rpartition("/")[0] == paths[other].rpartition("/")[0]:
            return False
        first, second = telling_bases(here.bases), telling_bases(there.bases)
        if first and second and first != second:
            return False
        if first != second and (here.name in second or there.name in first):
            return False
        return called_alike(here.name, there.name) >= _CALLED_ALIKE

    return are_called_alike


def _least_of(field: Field) -> Callable[[int, int], float]:
    """What two must share, whatever they have met for.

    Variants of one file are meant to be alike; but of classes that extend nothing, nobody asks for it.
    Classes of one family are told of only where most of them is the same.
    """
    paths = field.paths
    are_variants = variants(dict.fromkeys(paths))

    def least(one: int, other: int) -> float:
        here, there = field.outline(one), field.outline(other)
        if are_variants(paths[one], paths[other]):
            return _ALIKE_VARIANTS if here.is_class and FREE.issuperset((*here.bases, *there.bases)) else math.inf
        return _least_of_relatives(here, there)

    return least


def _least_of_relatives(one: Outline, other: Outline) -> float:
    if not one.bases or not other.bases:
        return 0.0
    by_names = relation_by_names(one.bases, other.bases, (one.name, other.name))
    return {"apart": 0.0, "one base": 0.0, "some bases": _ALIKE_RELATIVES, "parallel bases": math.inf}[by_names]
