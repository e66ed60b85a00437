"""The units that are to be looked at anew after some have changed; all other pairs are what they were.

What a word tells depends on all units, so one more that has it may part two that nobody touched.
But it does so by very little, and by how much is known: no word that tells about as much as before
parts two, or brings two together, but those that had nearly as much as they need, or hardly more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Set
from itertools import chain
from typing import NamedTuple

from ssot_lint.clones.field import Field
from ssot_lint.clones.meeting import shaken
from ssot_lint.clones.variants import other_variants

_MUCH = 0.01  # of what a word told; one that tells otherwise by more is a reason to look at all that have it
#: If all that two have tells more by so much, and what they share tells less, or the other way round, they share this
#: part of what they shared. What is lost to rounding is far less than the last digits.
NEARLY = (1 - _MUCH) / (1 + _MUCH) - 1e-6


class Change(NamedTuple):
    """All that is compared now, and of the files that have changed what was compared before."""

    now: Field
    before: Field
    files: Collection[str]

    @property
    def come(self) -> list[int]:
        """The units that are new, or others than before."""
        before = self.before.units.get
        return [
            number
            for number, (place, head) in enumerate(self.now.units.items())
            if place[0] in self.files and before(place) != head
        ]

    @property
    def gone(self) -> list[int]:
        """The units of `before` that are no more, or others now."""
        now = self.now.units.get
        return [number for number, (place, head) in enumerate(self.before.units.items()) if now(place) != head]


def stirred(
    change: Change, wide: Callable[[str], bool], near: Iterable[tuple[tuple[str, str], tuple[str, str]]]
) -> set[int]:
    """At least one unit of each pair that may be another than before, when no file was `wide`.

    `near` are the pairs that had so nearly what they need, or hardly more, that `NEARLY` of that
    would make them others.
    """
    now, come, gone = change.now, {*change.come}, change.gone
    arrived, left = [*map(now.outline, come)], [*map(change.before.outline, gone)]
    others = (head for number, head in enumerate(now.heads) if number not in come)
    before = now.counts.before(arrived, left, others)
    turned = before.turned(now.counts, {unit.name for unit in (*arrived, *left)})
    found = come | _in_files(now, _other_files(change, wide))
    rests = {now.heads[number].rest for number in come} | {change.before.heads[number].rest for number in gone}
    found.update(number for number, head in enumerate(now.heads) if head.name in turned or head.rest in rests)
    changed = chain.from_iterable(unit.words for unit in (*arrived, *left, *map(now.outline, found)))
    found.update(*now.having(shaken(before, now.counts, changed, _MUCH)).values())
    for one, other in near:
        numbers = now.numbers.get(one), now.numbers.get(other)
        if None not in numbers and found.isdisjoint(numbers):
            found.add(now.numbers[one])
    return found


def _in_files(field: Field, paths: Set[str]) -> set[int]:
    return {number for number, path in enumerate(field.paths) if path in paths} if paths else set()


def _other_files(change: Change, wide: Callable[[str], bool]) -> Set[str]:
    """The files whose pairs are looked at in another way than before."""
    now = {*change.now.paths}
    before = now.difference(change.files) | {*change.before.paths}
    return other_variants(before, now) | {path for path in now if wide(path)}
