"""Pairs that belong together: what is alike as a whole is one thing to hear of, however many pairs it makes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ssot_lint.clones.candidates import Place
from ssot_lint.clones.pairs import Pair
from ssot_lint.clones.unions import Unions
from ssot_lint.clones.verdict import Kind

_TOGETHER = 3  # pairs between two files


class Group(NamedTuple):
    """Definitions that are alike, in the order of their places, and the pairs among them, the most alike first."""

    kind: Kind
    places: tuple[Place, ...]
    pairs: tuple[Pair, ...]


def groups(pairs: Iterable[Pair]) -> list[Group]:
    """The groups of some pairs: what is alike in a row, and all that two files have in common."""
    found: list[Group] = []
    by_kind: defaultdict[Kind, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_kind[pair.kind].append(pair)
    for kind, some in by_kind.items():
        found += _groups(kind, some)
    return sorted(found, key=lambda group: (group.places, group.kind))


def _groups(kind: Kind, pairs: Sequence[Pair]) -> Iterable[Group]:
    between = Counter((pair.one.path, pair.other.path) for pair in pairs)
    unions = Unions[object]()
    for pair in pairs:
        files = (pair.one.path, pair.other.path)
        unions.join(pair.one, pair.other)
        if between[files] >= _TOGETHER:
            unions.join(pair.one, files)
    together: defaultdict[object, list[Pair]] = defaultdict(list)
    for pair in pairs:
        together[unions.leader(pair.one)].append(pair)
    for some in together.values():
        places = sorted({place for pair in some for place in pair.places})
        ranked = sorted(some, key=lambda pair: (-pair.likeness.structure, -pair.likeness.words, pair.one, pair.other))
        yield Group(kind, tuple(places), tuple(ranked))
