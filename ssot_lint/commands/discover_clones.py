"""What is alike though it has other names, and what has one name and is no copy by its lines, ranked by evidence.

To know that two classes have one implementation takes their trees; `clones` tells that. What is
left here is what a person wants to hear of first: what is surely a copy, once for two files
that have much in common, and of the guesses those that only a few could mean.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.clones.verdict import RIVALS
from ssot_lint.clones.words import telling_words, words_in
from ssot_lint.commands.discover_candidates import A_COPY_MORE, FULL_WEIGHT, for_size, is_old

if TYPE_CHECKING:
    from ssot_lint.clones.candidates import Place as Where
    from ssot_lint.clones.findings import Alike
    from ssot_lint.clones.pairs import Pair
    from ssot_lint.clones.standing import Standing
    from ssot_lint.repo.index import Index

_MOST_FOR_COPIES = 1.0  # how much less many copies count
_PARALLEL = 0.7  # how much less those count that are called as their files are
_MUCH = 3  # things that two files have in common, from which on all of them are one thing to hear of
_CONVENTION = 3  # pairs whose names differ by the same words, as `Local` and `Remote`
_SURE = 0.5  # of what two do: then one can stand for the other where their names say the same
_THE_SAME = 0.9  # whatever their names say
_CHANNELS = frozenset({"async", "asynchronous", "aio", "sync"})  # what is there twice on purpose


_Apart = frozenset[frozenset[str]]


class Clones(NamedTuple):
    """Definitions that are alike, in the order of their places.

    `best` are the two that tell most, `more` the others that the same files have in common.
    """

    standings: tuple[Standing, ...]
    pairs: tuple[Pair, ...]
    best: Pair
    score: float
    more: tuple[Where, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(_paths(one.place for one in self.standings)))

    def are_sure(self, keep: Where, others: Iterable[Where]) -> bool:
        """Whether what is kept can stand for each of the others."""
        close = {frozenset((pair.one, pair.other)) for pair in self.pairs if _is_sure(pair)}
        return self.best.kind == "copies" and all(frozenset((keep, other)) in close for other in others)


def _is_sure(pair: Pair) -> bool:
    if pair.likeness.structure < _SURE or _are_meant(pair):
        return False
    same = {*telling_words(pair.one.name)} == {*telling_words(pair.other.name)}
    return same or pair.likeness.structure >= _THE_SAME


def copies(found: Iterable[Alike], named: Iterable[frozenset[Where]]) -> tuple[list[Clones], set[frozenset[Where]]]:
    """What repeats something, in groups, and those of the `named`, definitions of one name, that are in them.

    Of what definitions of one name are all that is alike, it is told by them alone.
    """
    listed: set[frozenset[Where]] = set()
    groups: list[Clones] = []
    named = list(named)
    for one in found:
        pairs = [pair for pair in one.group.pairs if _is_open(pair, one.standings)]
        if one.group.kind == "rivals" or not pairs:
            continue
        parts = _parts(pairs)
        inside = {names for names in named if any(map(names.issubset, ({*one.group.places}, *map(_places, parts))))}
        if len(parts) == 1:
            inside = {names for names in inside if names != _places(parts[0])}
        left = [names for names in named if names not in inside]
        parts = _parts([pair for pair in pairs if not any({pair.one, pair.other} <= names for names in left)])
        if parts:
            clones = _clones(parts, one.standings)
            also = {names for names in left if len(parts) >= _MUCH and tuple(sorted(_paths(names))) == clones.paths}
            listed |= inside | also
            groups.append(clones._replace(more=tuple(sorted({*clones.more}.union(*also)))))
    return groups, listed


def _places(pairs: Iterable[Pair]) -> frozenset[Where]:
    return frozenset(place for pair in pairs for place in (pair.one, pair.other))


def _paths(places: Iterable[Where]) -> set[str]:
    return {place.path for place in places}


def _is_open(pair: Pair, standings: Mapping[Where, Standing]) -> bool:
    """Whether no decision keeps one of two."""
    return not (standings[pair.one].decision or standings[pair.other].decision)


def _parts(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """The pairs, apart where no definition is in both; in the order of the first ones."""
    together: dict[Where, list[Pair]] = {}
    for pair in pairs:
        one, other = together.setdefault(pair.one, []), together.setdefault(pair.other, [])
        if one is not other:
            one += other
            for moved in _places(other):
                together[moved] = one
            together[pair.other] = one
        one.append(pair)
    return list({id(part): part for part in together.values()}.values())


def _clones(parts: Sequence[Sequence[Pair]], standings: Mapping[Where, Standing]) -> Clones:
    """The likeliest part of a group, with the names of the rest."""
    ranked = sorted(((_score(part), part) for part in parts), key=lambda one: (-one[0], one[1]))
    score, first = ranked[0]
    places = sorted(_places(first))
    best = max(first, key=_evidence)
    rest = {place for _, part in ranked[1:] for place in _places(part)}
    return Clones(tuple(standings[place] for place in places), tuple(first), best, score, tuple(sorted(rest)))


def _evidence(pair: Pair) -> tuple[float, float]:
    return pair.likeness.structure, pair.likeness.common


def _score(pairs: Sequence[Pair]) -> float:
    """How likely a person wants to hear of some copies; as much as for definitions of one name."""
    pair = max(pairs, key=_evidence)
    found, names = pair.likeness, (pair.one.name, pair.other.name)
    enough = min(1.0, found.common / (2 * FULL_WEIGHT))
    members = found.members / found.of if pair.is_class and found.of else found.structure
    score = (2 * found.structure + members) * enough + for_size(found.common / 2)
    score += 0.3 * min(len({*words_in(names[0])} & {*words_in(names[1])}) - 1, 3) if pair.is_class else 0.0
    score += 0.3 * (is_old(pair.one.path) is not is_old(pair.other.path))
    score -= _PARALLEL * (_are_called_as_their_files(pair) or _are_meant(pair))
    return round(score - min(_MOST_FOR_COPIES, A_COPY_MORE * (len(_places(pairs)) - 2)), 3)


def _are_called_as_their_files(pair: Pair) -> bool:
    """Whether names differ by the words by which their paths do: `DiscordBridge` in discord.py is one of a series."""
    (one, other), (here, there) = _apart(pair.one.name, pair.other.name), _apart(pair.one.path, pair.other.path)
    return bool(one & here and other & there)


def _are_meant(pair: Pair) -> bool:
    """Whether only one of two says that it is asynchronous."""
    return any(_CHANNELS & words for words in _apart(pair.one.name, pair.other.name))


def _apart(one: str, other: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that only one of two texts has, and those that only the other has."""
    first, second = {*words_in(one)}, {*words_in(other)}
    return frozenset(first - second), frozenset(second - first)


# -- guesses


def rivals(found: Sequence[Alike], index: Index) -> list[Clones]:
    """The pairs that may do one job, the likeliest first; those with what another one has are last."""
    pairs = [(pair, one.standings) for one in found for pair in one.group.pairs]
    usual = Counter(frozenset(_apart(pair.one.name, pair.other.name)) for pair, _ in pairs)
    rarity = _rarity(index)
    ranked = sorted(
        (-_likelihood(pair, standings, rarity, usual), pair.one, pair.other, pair, standings)
        for pair, standings in pairs
        if pair.kind == "rivals" and _is_open(pair, standings)
    )
    told: set[Where] = set()
    first: list[Clones] = []
    rest: list[Clones] = []
    for score, one, other, pair, standings in ranked:
        if not told.issuperset((one, other)):
            clones = Clones((standings[one], standings[other]), (pair,), pair, round(-score, 3), ())
            (first if told.isdisjoint((one, other)) else rest).append(clones)
            told |= {one, other}
    return [*first, *rest]


def _likelihood(
    pair: Pair,
    standings: Mapping[Where, Standing],
    rarity: Callable[[str], float],
    usual: Mapping[_Apart, int],
) -> float:
    """How likely two do one job: by the clues, and by how rare the words are that both names have."""
    one, other = {*telling_words(pair.one.name)}, {*telling_words(pair.other.name)}
    score = sum(map(rarity, one & other)) / sum(map(rarity, one | other))
    score += sum(clue.weight for clue in pair.clues) / RIVALS + 0.5 * pair.likeness.structure
    score += 0.3 * (standings[pair.one].is_deprecated is not standings[pair.other].is_deprecated)
    score += 0.3 * (is_old(pair.one.path) is not is_old(pair.other.path))
    parts = _apart(pair.one.name, pair.other.name)
    return score - 0.6 * (_are_meant(pair) or (any(parts) and usual[frozenset(parts)] >= _CONVENTION))


def _rarity(index: Index) -> Callable[[str], float]:
    """How much a word of a class name tells, from 0 to 1."""
    counts: defaultdict[str, int] = defaultdict(int)
    total = 2
    for name in _class_names(index):
        total += 1
        for word in {*telling_words(name)}:
            counts[word] += 1
    return lambda word: math.log(total / (counts[word] or 1)) / math.log(total)


def _class_names(index: Index) -> Iterator[str]:
    for sketch in index.sketches.values():
        yield from (name for name in sketch.defined.split() if name.lstrip("_")[:1].isupper())
