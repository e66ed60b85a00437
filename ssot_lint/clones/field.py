"""All units of a repository that are compared, by number, and how many of them have what."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress, repeat
from typing import NamedTuple

from ssot_lint.clones.families import are_exempt
from ssot_lint.repo.units import Head, Outline, outline, telling_names

RARE = 16  # units; a word that more of them have is no reason to look at them
_CONVENTION = 6  # files; a name that more of them define is one that a framework asks for
_FEWEST_UNITS = 256  # words are rare by these, however small the repository is


class Counts(NamedTuple):
    """How many units there are, and how many have a name or a word.

    `conventional` counts those that have a word, but a name of a convention.
    """

    units: int
    names: Counter[str]
    words: Counter[str]
    conventional: Counter[str]

    def is_usable(self, name: str) -> bool:
        """Whether the words of what is called so are a reason to look at it."""
        return self.names[name] <= _CONVENTION

    def rare(self, words: Iterable[str]) -> list[str]:
        """Those words that few have, but not one alone."""
        counts, less = self.words, self.conventional
        return [word for word in words if counts[word] > 1 and 1 < counts[word] - less.get(word, 0) <= RARE]

    def bits(self, count: int) -> float:
        """How much a word tells that so many units have."""
        return math.log2(max(_FEWEST_UNITS, self.units) / count)

    def before(self, come: Sequence[Outline], gone: Sequence[Outline], others: Iterable[Head]) -> Counts:
        """How it was before some units came and some went; `others` are those that did not come."""
        names, words, less = Counter(self.names), Counter(self.words), Counter(self.conventional)
        for unit in come:
            names[unit.name] -= 1
            words.subtract(unit.words)
            if not self.is_usable(unit.name):
                less.subtract(unit.words)
        for unit in gone:
            names[unit.name] += 1
            words.update(unit.words)
        then = Counts(self.units - len(come) + len(gone), names, words, less)
        for unit in gone:
            if not then.is_usable(unit.name):
                less.update(unit.words)
        turned = then.turned(self, {unit.name for unit in (*come, *gone)})
        for head in others if turned else ():
            if head.name in turned:
                (less.subtract if then.is_usable(head.name) else less.update)(outline(head).words)
        return then

    def turned(self, now: Counts, names: Iterable[str]) -> frozenset[str]:
        """The names that were of a convention and are no more, or became so."""
        return frozenset(name for name in names if self.is_usable(name) != now.is_usable(name))


class Field:
    """Units of some files; of one name in a file the first one."""

    def __init__(self, found: Mapping[str, Iterable[Head]]) -> None:
        known: dict[tuple[str, str], Head] = {}
        for path, heads in found.items():
            for head in heads:
                if not (head.is_class and are_exempt(head.bases.split(","), head.name)):
                    known.setdefault((path, head.name), head)
        self.units: Mapping[tuple[str, str], Head] = known
        self.paths = [path for path, _ in known]
        self.heads = tuple(known.values())
        self._outlines: dict[int, Outline] = {}

    @cached_property
    def numbers(self) -> Mapping[tuple[str, str], int]:
        """The units by path and name."""
        return {place: number for number, place in enumerate(self.units)}

    def outline(self, number: int) -> Outline:
        """All that is told of a unit."""
        found = self._outlines.get(number)
        if found is None:
            found = self._outlines[number] = outline(self.heads[number])
        return found

    @cached_property
    def methods(self) -> Counter[str]:
        """How many units have a method."""
        return Counter(self._methods.words)

    @cached_property
    def counts(self) -> Counts:
        """How many units have what."""
        names = Counter(head.name for head in self.heads)
        usual = [head for head in self.heads if names[head.name] > _CONVENTION]
        words = _counted(self._words.words, self.methods)
        less = _counted(_said(_words_of(usual), " "), Counter(_said(_methods_of(usual), ",")))
        return Counts(len(self.heads), names, words, less)

    def having(self, words: frozenset[str]) -> Mapping[str, Sequence[int]]:
        """The units that have some words, by word."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        telling = words.intersection(telling_names(words & self.methods.keys()))
        for column, asked in ((self._words, words), (self._methods, telling)):
            for word, number in compress(zip(*column, strict=True), map(asked.__contains__, column.words)):
                found[word].append(number)
        for word in telling:
            found[word].sort()
        return found

    @cached_property
    def _words(self) -> _Column:
        return _column(_words_of(self.heads), " ")

    @cached_property
    def _methods(self) -> _Column:
        return _column(_methods_of(self.heads), ",")


class _Column(NamedTuple):
    """All words that units have, and by whom each is had."""

    words: list[str]
    owners: list[int]


def _column(texts: Sequence[str], blank: str) -> _Column:
    counts = (repeat(number, text.count(blank) + 1) for number, text in enumerate(texts) if text)
    return _Column(_said(texts, blank), [*chain.from_iterable(counts)])


def _said(texts: Iterable[str], blank: str) -> list[str]:
    """All that some texts have between blanks."""
    text = blank.join(filter(None, texts))
    return text.split(blank) if text else []


def _words_of(heads: Iterable[Head]) -> list[str]:
    return [head.words for head in heads]


def _methods_of(heads: Iterable[Head]) -> list[str]:
    return [head.methods for head in heads]


def _counted(words: Iterable[str], methods: Mapping[str, int]) -> Counter[str]:
    """How many units have each word, be it the name of a method."""
    found = Counter(words)
    for method in telling_names(methods):
        found[method] += methods[method]
    return found
