"""Files that are variants of each other: of one name, in sibling folders, as the parts of plugins are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cache
from itertools import chain

_FAMILY = 3  # sibling folders that have a file of the same name: parallel backends, not copies


def variants(paths: Iterable[str]) -> Callable[[str, str], bool]:
    """Whether two of some files are variants; what most files are called is not asked."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        named[path.rpartition("/")[2]].append(path)

    @cache
    def families(name: str) -> Mapping[str, Set[str]]:
        found = {path: _families(path) for path in named[name]}
        counts = Counter(chain.from_iterable(found.values()))
        return {path: frozenset(one for one in some if counts[one] >= _FAMILY) for path, some in found.items()}

    def are_variants(here: str, there: str) -> bool:
        name = here.rpartition("/")[2]
        if name != there.rpartition("/")[2]:
            return False
        some = families(name)
        return not some[here].isdisjoint(some[there])

    return are_variants


def other_variants(before: Set[str], now: Set[str]) -> set[str]:
    """The files that some files have become variants of, or are no more, since others came or went."""
    asked = {family: path.rpartition("/")[2] for path in before ^ now for family in _families(path)}
    if not asked:
        return set()
    names = {*asked.values()}
    members: defaultdict[str, set[str]] = defaultdict(set)
    for path in before | now:
        if path.rpartition("/")[2] in names:
            for family in _families(path):
                if family in asked:
                    members[family].add(path)
    return {
        path
        for some in members.values()
        if (len(some & before) >= _FAMILY) != (len(some & now) >= _FAMILY)
        for path in some
    }


def _families(path: str) -> list[str]:
    """What the siblings of a file have in common: their paths but for one folder."""
    parts = path.split("/")
    return ["/".join((*parts[:number], "", *parts[number + 1 :])) for number in range(len(parts) - 1)]
