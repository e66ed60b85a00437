"""`ssot-lint discover`: what a repository has twice, and a decision that could be made of each.

A team that begins a consolidation first has to find what there is to consolidate, and which copy
to keep. What one can count about that is counted here; the decision stays with people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations, islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from ssot_lint.clones.candidates import Place as Where
from ssot_lint.commands.discover_decision import Place, namesake, proposed, ways, why
from ssot_lint.policy.advice import kept_homes

if TYPE_CHECKING:
    from ssot_lint.commands.discover_candidates import Candidate
    from ssot_lint.commands.discover_clones import Clones
    from ssot_lint.policy.model import Policy
    from ssot_lint.policy.write import Proposed
    from ssot_lint.repo.duplicates import Copy
    from ssot_lint.repo.index import Index
    from ssot_lint.session import Session

SHOWN = 20
_GUESSES = 5  # of those that are shown, where there are enough others
_LIKELY = 1.4  # of guesses; what is less so is shown with all
_ALIKE = 0.5  # of their lines, from which on one can stand for the other

#: definitions: of one name; the others as `clones` tells them apart.
Kind = Literal["definitions", "copies", "namesakes", "rivals"]


class Discovery(NamedTuple):
    """One thing that is there several times.

    The first of the `copies` is `keep`, the likeliest one to keep, and `why` says what speaks
    for it. `members` and `lines` count what two of the copies have in common, of how much the
    smaller one has; `structure` and `words` are the parts of what they do and of their words
    that are the same, None of definitions of one name. `reasons` say why two may do one job.
    `more` are other definitions that the same files have in common. `by_hand` says which
    copies can't go with their whole file, and why.
    `is_sure` tells whether the decision can be written down as it is.
    """

    name: str
    kind: Kind
    copies: tuple[Place, ...]
    keep: Place
    why: str
    members: tuple[int, int]
    lines: tuple[int, int]
    structure: float | None
    words: float | None
    reasons: tuple[str, ...]
    more: tuple[Where, ...]
    by_hand: tuple[str, ...]
    proposed: Proposed
    is_sure: bool


class _Found(NamedTuple):
    """What is to be told, with the places as far as they are known without history."""

    lead: Candidate | Clones
    places: tuple[Place, ...]


def discoveries(
    session: Session, limit: int | None = SHOWN, *, everywhere: bool = False, guesses: bool = True
) -> tuple[Discovery, ...]:
    """The likeliest duplicates of a repository that no decision is about yet, the best evidence first.

    `limit` is how many, None for all: to find out who imports them takes most of the time.
    Tests, examples and documentation are left out unless it is to look `everywhere`. The
    `guesses`, which come last, are of what may do one job in other words.
    """
    from ssot_lint.repo.history import last_changes

    index, policy = session.index, session.policy
    found = _found(index, policy, everywhere=everywhere, guesses=guesses, limit=limit)
    changes = last_changes(session.root, {place.path for one in found for place in one.places})
    ranked = [
        (one.lead, sorted((_dated(place, changes) for place in one.places), key=lambda one: one.rank)) for one in found
    ]
    kept = {(places[0].path, places[0].name) for _, places in ranked}
    names = {decision.name for decision in policy.decisions}
    return tuple(_discovery(lead, places, kept, names, index) for lead, places in ranked)


def _dated(place: Place, changes: dict[str, str]) -> Place:
    return place._replace(changed=changes.get(place.path))


def _found(index: Index, policy: Policy, *, everywhere: bool, guesses: bool, limit: int | None) -> list[_Found]:
    from ssot_lint.clones.findings import alike
    from ssot_lint.commands.discover_candidates import candidates, in_rounds, parts_of_plugins
    from ssot_lint.commands.discover_clones import copies, rivals

    named = candidates(index, policy, everywhere=everywhere)
    usual = parts_of_plugins(index.python_paths) if guesses else ()
    there = alike(policy, index, lambda path: guesses and path not in usual, everywhere=everywhere)
    repeated, listed = copies(there, map(_wheres, named))
    leads: list[Candidate | Clones] = [one for one in named if _wheres(one) not in listed]
    ranked = in_rounds(sorted([*leads, *repeated], key=lambda one: (-one.score, one.paths)))
    thought = rivals(there, index) if guesses else []
    doubtful = [*_clones((one for one in thought if limit is None or one.score >= _LIKELY), index)]
    least = 0 if limit is None else min(len(doubtful), _GUESSES, limit // 2)
    sure = list(islice(_evident(ranked, index, policy), limit and limit - least))
    told = [_places(one) for one in sure]
    return [*sure, *(one for one in doubtful if not any(map(_places(one).issubset, told)))][:limit]


def _places(found: _Found) -> frozenset[Where]:
    return frozenset(Where(place.path, place.name) for place in found.places)


def _wheres(one: Candidate) -> frozenset[Where]:
    return frozenset(Where(path, one.name) for path in one.paths)


def _evident(ranked: Iterable[Candidate | Clones], index: Index, policy: Policy) -> Iterator[_Found]:
    from ssot_lint.commands.discover_clones import Clones

    for lead in ranked:
        yield from _clones((lead,), index) if isinstance(lead, Clones) else _definitions(lead, index, policy)


def _clones(found: Iterable[Clones], index: Index) -> Iterator[_Found]:
    for one in found:
        unit = "member" if one.best.is_class else "line"
        places = tuple(
            Place(
                path := standing.place.path,
                standing.line,
                standing.place.name,
                "" if standing.module == path else standing.module,
                standing.importers,
                standing.size,
                unit,
                None,
                standing.is_deprecated,
            )
            for standing in one.standings
        )
        if any(place.module for place in places):
            yield _Found(one, places)


def _definitions(candidate: Candidate, index: Index, policy: Policy) -> Iterator[_Found]:
    from ssot_lint.bans.definitions import is_forbidden
    from ssot_lint.repo.duplicates import duplicates

    def counts(path: str, name: str, is_class: bool) -> bool:
        return not is_forbidden(policy, index, path, name, is_class=is_class)

    if kept_homes(policy, candidate.name):
        return
    for group in duplicates(index, (candidate.name,), partial(_realm, candidate.paths), counts):
        copies = tuple(min(alternatives, key=lambda copy: copy.rank) for alternatives in group)
        if any(map(_module, copies)) and not _are_allowed(copies, policy, index):  # else nobody could import it
            yield _Found(candidate, tuple(_place(copy, index) for copy in copies))


def _realm(paths: Collection[str], path: str) -> bool | None:
    return True if path in paths else None


def _module(copy: Copy) -> str:
    return "" if copy.module == copy.path else copy.module


def _are_allowed(copies: Sequence[Copy], policy: Policy, index: Index) -> bool:
    """Whether all of them are meant to be there."""
    meant = {
        frozenset((home.module, home.name) for home in (pair.one, pair.other))
        for pair in policy.tables.get("duplicates", {}).get("allowed", ())
    }
    names = [[(module, copy.name) for module in index.modules.names_of(copy.path)] for copy in copies]
    return bool(meant) and all(
        any(frozenset((a, b)) in meant for a in one for b in other) for one, other in combinations(names, 2)
    )


def _place(copy: Copy, index: Index) -> Place:
    from ssot_lint.source.deprecated import is_deprecated

    says = is_deprecated(index.source(copy.path), copy.name)
    return Place(copy.path, copy.line, copy.name, _module(copy), copy.importers, copy.size, copy.unit, None, says)


def _discovery(
    lead: Candidate | Clones, places: Sequence[Place], kept: Collection[tuple[str, str]], names: set[str], index: Index
) -> Discovery:
    from ssot_lint.commands.discover_clones import Clones

    keep, other = places[:2]
    found, reason = ways(places, kept, index), why(keep, other)
    decision = proposed(keep, reason, found, names)
    if not isinstance(lead, Clones):
        evidence = (lead.members, lead.lines, None, None, (), ())
        is_sure = lead.is_asked_for or lead.lines[0] >= _ALIKE * lead.lines[1]
        return Discovery(
            lead.name, "definitions", tuple(places), keep, reason, *evidence, found.by_hand, decision, is_sure
        )
    stray = namesake(places, index)
    advice = (f"{stray} has a {keep.name} too, which this would forbid: see if it is one of these",) if stray else ()
    likeness, wheres = lead.best.likeness, [Where(place.path, place.name) for place in places]
    return Discovery(
        keep.name,
        lead.best.kind,
        tuple(places),
        keep,
        reason,
        (likeness.members, likeness.of) if lead.best.is_class else (0, 0),
        (0, 0),
        likeness.structure,
        likeness.words,
        lead.best.reasons,
        lead.more,
        (*found.by_hand, *advice),
        decision,
        not stray and lead.are_sure(wheres[0], wheres[1:]),
    )
