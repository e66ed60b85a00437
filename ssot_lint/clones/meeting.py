"""Which units of a repository meet: those that share a word that few have, or a name, or all but that.

How rare a word is depends on all units; see `shaken` for what becomes of that when some change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from itertools import chain, combinations
from typing import NamedTuple, TypeAlias

from ssot_lint.clones.field import RARE, Counts, Field
from ssot_lint.clones.words import telling_words, without_versions

_LEAST = 6.0  # bits of rare words that two units must share; any two words have so many
_ALIKE_CLASSES, _ALIKE_FUNCTIONS = 0.09, 0.35  # of their words, by weight
_ALIKE_NAMESAKES = 0.05
_COPIES = 3  # units of which the same is told; what is told of more may be told of things of one sort

Pair: TypeAlias = int  # the number of a unit by that of all units, and that of another


def shaken(before: Counts, now: Counts, words: Iterable[str], much: float) -> frozenset[str]:
    """The words that tell something else than before: whether two meet, or by more than a part of what they told.

    `words` are those of which there are more or fewer units. What all other words tell hangs
    on the number of all units alone.
    """
    asked = {*words}
    if before.units != now.units:
        counts = {*now.words.values()}
        moved = {count for count in counts if count and _is_other(before.bits(count), now.bits(count), much)}
        asked.update(word for word, count in now.words.items() if count in moved)
    return frozenset(
        word
        for word in asked
        if (then := before.words[word]) and (there := now.words[word])
        if _is_other(before.bits(then), now.bits(there), much) or before.rare((word,)) != now.rare((word,))
    )


def _is_other(before: float, now: float, much: float) -> bool:
    """Whether a word tells more or less than before, so many bits, by more than a part, or is no reason any more."""
    return (before >= _LEAST) != (now >= _LEAST) or abs(now - before) > much * before


class _Compared(NamedTuple):
    """Which units are compared: of one of the `kinds`, of two `files`, one of them among `only`."""

    kinds: Sequence[int]
    files: Sequence[int]
    only: Set[int] | None

    def pairs(self, groups: Iterable[Sequence[int]]) -> set[Pair]:
        """The pairs of some groups."""
        kinds, files, only = self
        both: Iterable[tuple[int, int]] = chain.from_iterable(combinations(numbers, 2) for numbers in groups)
        if only is not None:
            both = ((one, other) for one, other in both if one in only or other in only)
        size = len(kinds)
        return {
            one * size + other for one, other in both if kinds[one] == kinds[other] and files[one] != files[other]
        }  # fmt: skip


def meeting(
    field: Field, realm: Callable[[str], Hashable], wide: Callable[[str], bool], only: Set[int] | None = None
) -> dict[Pair, float]:
    """The pairs that share enough rare words, or a name, and how much they must share in all.

    They are of two files, of one kind, of one `realm`. Where one file is such as `wide` says, names
    that are alike are enough. With `only`, one of them is one of those.
    """
    files = {path: number for number, path in enumerate(dict.fromkeys(field.paths))}
    realms: dict[Hashable, int] = {}
    of_file = [2 * realms.setdefault(realm(path), len(realms)) for path in files]
    are_wide = [*map(wide, files)]
    numbers = [files[path] for path in field.paths]
    kinds = [of_file[file] + head.is_class for file, head in zip(numbers, field.heads, strict=True)]
    compared = _Compared(kinds, numbers, only)
    usual = [_ALIKE_CLASSES if head.is_class else _ALIKE_FUNCTIONS for head in field.heads]
    met = _sharing_words(field, compared) | compared.pairs(_told_alike(field))
    found = {pair: usual[pair // len(usual)] for pair in met}
    classes = [(one, head.name) for one, head in enumerate(field.heads) if head.is_class]
    classes = [(one, name) for one, name in classes if field.counts.is_usable(name)]
    found.update(dict.fromkeys(compared.pairs(_by_name(classes)), _ALIKE_NAMESAKES))
    if any(are_wide):
        wanted = {number for number, file in enumerate(numbers) if are_wide[file]}
        called_alike = compared.pairs(_sharing_names(classes, {field.heads[number].name for number in wanted}))
        found.update((pair, 0.0) for pair in called_alike if not wanted.isdisjoint(divmod(pair, len(usual))))
    return found


def _sharing_words(field: Field, compared: _Compared) -> set[Pair]:
    counts, only = field.counts, compared.only
    asked = counts.words if only is None else {*chain.from_iterable(field.outline(number).words for number in only)}
    having = field.having(frozenset(counts.rare(asked)))
    if counts.conventional:
        is_usable = [counts.is_usable(head.name) for head in field.heads]
        having = {word: [one for one in numbers if is_usable[one]] for word, numbers in having.items()}
    # Many words are those of one group of units.
    is_enough = {word: counts.bits(counts.words[word]) >= _LEAST for word in having}
    found = compared.pairs({tuple(numbers) for word, numbers in having.items() if is_enough[word]})
    once: set[Pair] = set()
    for word, numbers in having.items():
        if not is_enough[word]:
            pairs = compared.pairs((numbers,))
            found |= once & pairs
            once |= pairs
    return found


def _told_alike(field: Field) -> Iterable[list[int]]:
    """The units of which all that is told but their names is the same, where they are few."""
    told: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, head in enumerate(field.heads):
        told[head.rest].append(number)
    few = (some for some in told.values() if 1 < len(some) <= _COPIES)
    return [[number for number in some if field.counts.is_usable(field.heads[number].name)] for some in few]


def _by_name(classes: Sequence[tuple[int, str]]) -> Iterable[list[int]]:
    """The classes of one name but for its version, where it has words enough to tell what they are."""
    named: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for one, name in zip(classes, without_versions([name for _, name in classes]), strict=True):
        named[name].append(one)
    several = (some for some in named.values() if len(some) > 1)
    return [[number for number, _ in some] for some in several if len(telling_words(some[0][1])) > 1]


def _sharing_names(classes: Iterable[tuple[int, str]], names: Set[str]) -> Iterable[list[int]]:
    """The classes that share a word with one of some names, which few have in theirs."""
    asked = {word for name in names for word in telling_words(name)}
    may_have = re.compile("|".join(map(re.escape, sorted(asked)))).search
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in classes:
        if may_have(name.lower()) or not name.isascii():
            for word in asked.intersection(telling_words(name)):
                kinds[word].append(number)
    return [numbers for numbers in kinds.values() if len(numbers) <= RARE]
