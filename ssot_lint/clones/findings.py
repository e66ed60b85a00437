"""What is alike in a repository, as a policy sees it: groups, each with the one to keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, NamedTuple

from ssot_lint.clones.candidates import Place
from ssot_lint.clones.groups import Group, groups
from ssot_lint.clones.pairs import Pair, pairs
from ssot_lint.clones.standing import Standing, standings
from ssot_lint.clones.verdict import SIMILARITY
from ssot_lint.clones.wanted import Limits
from ssot_lint.model import FEWEST_MEMBERS
from ssot_lint.policy.model import Home, Policy
from ssot_lint.policy.pairs import AllowedPair
from ssot_lint.policy.scopes import names_of_one, scope_of
from ssot_lint.repo.index import Index
from ssot_lint.repo.patterns import path_matcher
from ssot_lint.source.paths import is_aside, is_test


class Alike(NamedTuple):
    """A group of definitions that are alike, and what speaks for each, in the order of their places."""

    group: Group
    standings: Mapping[Place, Standing]

    def is_about(self, paths: Collection[str]) -> bool:
        """Whether one of some files has one of them."""
        return any(place.path in paths for place in self.group.places)

    def pair(self, written: Collection[str] = ()) -> Pair:
        """The two that tell most: of what is being written, else of what a decision keeps, else the most alike.

        Of those that are about as much alike, classes come first, then namesakes, then what more files import.
        """

        def rank(pair: Pair) -> tuple[Any, ...]:
            both = [self.standings[place] for place in pair.places]
            return (
                not any(place.path in written for place in pair.places),
                not any(one.decision for one in both),
                -round(pair.likeness.structure, 1),
                not pair.is_class,
                pair.one.name != pair.other.name,
                min((one.is_deprecated, -one.importers) for one in both),
            )

        return min(self.group.pairs, key=rank)


def alike(policy: Policy, index: Index, wide: Callable[[str], bool], *, everywhere: bool = False) -> list[Alike]:
    """All groups of a repository; of rivals those with a file such as `wide` says, which takes longer."""
    table = policy.tables.get("duplicates", {})
    limits = Limits(
        lru_cache(maxsize=None)(_realms(policy, everywhere=everywhere)),
        table.get("similarity", SIMILARITY),
        table.get("min-members", FEWEST_MEMBERS),
        wide,
        repr((everywhere, table.get("exclude"), table.get("scopes"))),
    )
    found = [pair for pair in pairs(index, limits) if _counts(pair, policy, index, table)]
    return list(_with_standings(found, policy, index))


def is_compared(policy: Policy, path: str) -> bool:
    """Whether what is in a file is compared with others at all."""
    return _realms(policy)(path) is not None


def _realms(policy: Policy, *, everywhere: bool = False) -> Callable[[str], Hashable]:
    """With which others a file is compared: those of its scope."""
    excluded = path_matcher(policy.tables.get("duplicates", {}).get("exclude", ()))

    def realm(path: str) -> Hashable:
        is_for_tests = is_test(path)
        left_out = "migrations" in path.split("/") if everywhere else is_for_tests or is_aside(path)
        if left_out or path.endswith(".pyi") or excluded(path):
            return None
        return scope_of(path, policy), is_for_tests

    return realm


def _counts(pair: Pair, policy: Policy, index: Index, table: Mapping[str, Any]) -> bool:
    """Whether a pair is neither allowed nor what another rule reports."""
    name = pair.one.name
    if name == pair.other.name and any(fnmatchcase(name, pattern) for pattern in names_of_one(policy)):
        return False
    if policy.decisions:
        from ssot_lint.bans.definitions import is_forbidden

        if any(is_forbidden(policy, index, *place, is_class=pair.is_class) for place in pair.places):
            return False
    return not any(_is_meant(pair, allowed, index) for allowed in table.get("allowed", ()))


def _is_meant(pair: Pair, allowed: AllowedPair, index: Index) -> bool:
    return any(
        all(_is_at(place, home, index) for place, home in zip(places, (allowed.one, allowed.other), strict=True))
        for places in (pair.places, pair.places[::-1])
    )


def _is_at(place: Place, home: Home, index: Index) -> bool:
    """Whether a home means a definition: where it is, or from where it is handed on."""
    if place.name != home.name:
        return False
    names = frozenset(f"{module}.{place.name}" for module in index.modules.names_of(place.path))
    meant = [f"{module}.{home.name}" for module in sorted(index.modules.spellings(home.module))]
    return not names.isdisjoint(meant) or any(not names.isdisjoint(index.origins(dotted)) for dotted in meant)


def _with_standings(found: list[Pair], policy: Policy, index: Index) -> Iterator[Alike]:
    places = {place: pair.is_class for pair in found for place in pair.places}
    known = standings(index, policy, places)
    sound = [pair for pair in found if _are_of_a_kind(known[pair.one], known[pair.other])]
    for group in groups(sound):
        yield Alike(group, {place: one for place in group.places if (one := known[place])})


def _are_of_a_kind(one: Standing | None, other: Standing | None) -> bool:
    """Whether both are there, and not one the abstract class of the other."""
    return one is not None and other is not None and one.is_abstract == other.is_abstract
