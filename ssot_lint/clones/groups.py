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
_MIRRORED = 3  # files of one name that two folders have, of which something is alike


class Group(NamedTuple):
    """Definitions that are alike, in the order of their places, and the pairs among them, the most alike first."""

    kind: Kind
    places: tuple[Place, ...]
    pairs: tuple[Pair, ...]


def groups(pairs: Iterable[Pair]) -> list[Group]:
    """The groups of some pairs: what is alike in a row, all that two files have in common, and two folders."""
    found: list[Group] = []
    by_kind: defaultdict[Kind, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_kind[pair.kind].append(pair)
    for kind, some in by_kind.items():
        found += _groups(kind, some)
    return sorted(found, key=lambda group: (group.places, group.kind))


def _groups(kind: Kind, pairs: Sequence[Pair]) -> Iterable[Group]:
    between = Counter((pair.one.path, pair.other.path) for pair in pairs)
    mirrored = Counter(map(_folders, between))
    unions = Unions[object]()
    for pair in pairs:
        files = (pair.one.path, pair.other.path)
        unions.join(pair.one, pair.other)
        if between[files] >= _TOGETHER:
            unions.join(pair.one, files)
        folders = _folders(files)
        if folders and mirrored[folders] >= _MIRRORED:
            unions.join(pair.one, folders)
    together: defaultdict[object, list[Pair]] = defaultdict(list)
    for pair in pairs:
        together[unions.leader(pair.one)].append(pair)
    for some in together.values():
        places = sorted({place for pair in some for place in pair.places})
        ranked = sorted(some, key=lambda pair: (-pair.likeness.structure, -pair.likeness.words, pair.one, pair.other))
        yield Group(kind, tuple(places), tuple(ranked))


def _folders(files: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The two folders in which two files are in one place, which end apart; None where the files have other names."""
    one, other = (path.split("/") for path in files)
    if one[-1] != other[-1]:
        return None
    while one and other and one[-1] == other[-1]:
        one.pop()
        other.pop()
    return tuple(one), tuple(other)
