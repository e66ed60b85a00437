"""How much two classes or functions have in common, by what is known of the two alone."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from ssot_lint.clones.features import Features, Member, Parsed
from ssot_lint.clones.shapes import weight

_ALIKE = 0.5  # of what two members do
_RELATED = 0.3
_SAME_NAME = 0.3  # how much more alike members of one name must be less, to be taken for each other
_FAINT = 0.1  # of all that two do; with less, it is no use to ask which member is which


class Likeness(NamedTuple):
    """What two definitions share; parts are from 0 to 1, weights as of `shapes.weight`.

    `structure` is the part of their statements that have one shape, `common` their weight.
    `members` counts those that have a counterpart, `of` those of the smaller one. `renamed` is
    the weight of what counterparts of other names share, `named` that of each pair of one name.
    `names` is the part of the member names that both have, `words` that of all words, `means`
    that of the means of the standard library that they use, `tools` their number. `summary` counts
    the words of their first sentences that both have. `related` tells that one says of itself that
    it stands for the other, or the other for it.
    """

    structure: float
    common: float
    members: int
    of: int
    renamed: float
    named: Mapping[str, float]
    names: float
    words: float
    means: float
    tools: int
    summary: int
    related: bool


def likeness(one: Features, other: Features) -> Likeness:
    """Compare two definitions; the order makes no difference to what they share."""
    common = shared(one.shapes, other.shapes)
    structure = _part(common, one.weight + other.weight - common)
    pairs = _counterparts(one.members, other.members) if structure >= _FAINT else []
    named: defaultdict[str, float] = defaultdict(float)
    for a, b, weight_of_it, _ in pairs:
        named[a if a == b else ""] += weight_of_it
    renamed = named.pop("", 0.0)
    both, either = one.words & other.words, one.words | other.words
    return Likeness(
        round(structure, 3),
        round(common, 1),
        sum(alike >= _ALIKE for *_, alike in pairs),
        min(len(one.members), len(other.members)),
        round(renamed, 1),
        {name: round(value, 1) for name, value in sorted(named.items())},
        same_names(one, other),
        round(_part(both.total(), either.total()), 3),
        round(_part(len(one.means & other.means), min(len(one.means), len(other.means))), 3),
        len(one.means & other.means),
        len(one.summary & other.summary),
        are_related(one, other),
    )


def same_names(one: Features | Parsed, other: Features | Parsed) -> float:
    """The part of the member names that both have."""
    return round(_part(len(one.names & other.names), len(one.names | other.names)), 3)


def are_related(one: Features | Parsed, other: Features | Parsed) -> bool:
    """Whether one of two says of itself that it stands for the other, or the other for it."""
    return one.name != other.name and (one.name in other.related or other.name in one.related)


def shared(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """The weight of the shapes that both have."""
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(weight(shape) * min(count, other[shape]) for shape, count in one.items() if shape in other)


def _counterparts(one: tuple[Member, ...], other: tuple[Member, ...]) -> list[tuple[str, str, float, float]]:
    """Which members do the same: their names, the weight of what they share, and how much alike they are.

    Each counts once, the most alike first; of one name they are taken for each other more readily.
    """
    meeting: defaultdict[str, list[int]] = defaultdict(list)
    for number, member in enumerate(other):
        for shape in member.shapes:
            meeting[shape].append(number)
    by_name = {member.name: number for number, member in enumerate(other)}
    met: list[tuple[float, list[str], int, int, float, float]] = []
    for number, member in enumerate(one):
        candidates = {found for shape in member.shapes for found in meeting.get(shape, ())}
        if member.name in by_name:
            candidates.add(by_name[member.name])
        for found in candidates:
            there = other[found]
            common = shared(member.shapes, there.shapes)
            is_empty = not member.weight and not there.weight
            alike = 1.0 if is_empty else _part(common, member.weight + there.weight - common)
            if alike >= _RELATED:
                bonus = _SAME_NAME if member.name == there.name else 0.0
                met.append((-alike - bonus, sorted((member.name, there.name)), number, found, common, alike))
    met.sort()
    taken: set[tuple[bool, int]] = set()
    result = []
    for _, _, number, found, common, alike in met:
        if (True, number) not in taken and (False, found) not in taken:
            taken |= {(True, number), (False, found)}
            result.append((one[number].name, other[found].name, common, alike))
    return result


def _part(some: float, all_of_it: float) -> float:
    return some / all_of_it if all_of_it else 0.0
