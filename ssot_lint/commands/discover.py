"""`ssot-lint discover`: what a repository has twice, and a decision that could be made of each.

A team that begins a consolidation first has to find what there is to consolidate, and which copy
to keep. What one can count about that is counted here; the decision stays with people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.policy.advice import decision_name, kept_homes
from ssot_lint.policy.write import Proposed

if TYPE_CHECKING:
    from ssot_lint.commands.discover_candidates import Candidate
    from ssot_lint.policy.model import Policy
    from ssot_lint.repo.duplicates import Copy
    from ssot_lint.repo.index import Index
    from ssot_lint.session import Session

SHOWN = 20


class Place(NamedTuple):
    """One of several definitions of a thing.

    `module` is "" where no import can reach it. `size` counts what `unit` says, members or
    lines. `changed` is the day of the file's latest commit, as in 2026-12-31, None when it has
    none. `is_deprecated` tells that the code says so itself.
    """

    path: str
    line: int
    module: str
    importers: int
    size: int
    unit: str
    changed: str | None
    is_deprecated: bool


class Discovery(NamedTuple):
    """One thing that is defined several times.

    The first of the `copies` is `keep`, the likeliest one to keep, and `why` says what speaks
    for it. `members` and `lines` count what two of the copies have in common, of how much the
    smaller one has. `by_hand` says which copies can't go with their whole file, and why.
    """

    name: str
    copies: tuple[Place, ...]
    keep: Place
    why: str
    members: tuple[int, int]
    lines: tuple[int, int]
    by_hand: tuple[str, ...]
    proposed: Proposed


class _Found(NamedTuple):
    candidate: Candidate
    copies: tuple[Copy, ...]


def discoveries(session: Session, limit: int | None = SHOWN, *, everywhere: bool = False) -> tuple[Discovery, ...]:
    """The likeliest duplicates of a repository that no decision is about yet, the best evidence first.

    `limit` is how many, None for all: to find out who imports them takes most of the time.
    Tests, examples and documentation are left out unless it is to look `everywhere`.
    """
    from ssot_lint.repo.history import last_changes

    index = session.index
    found = tuple(islice(_found(index, session.policy, everywhere), limit))
    changes = last_changes(session.root, {copy.path for one in found for copy in one.copies})
    ranked = [
        (one.candidate, sorted((_place(copy, index, changes) for copy in one.copies), key=_rank)) for one in found
    ]
    kept = {places[0].path for _, places in ranked}
    names = {decision.name for decision in session.policy.decisions}
    return tuple(_discovery(candidate, places, kept, names, index) for candidate, places in ranked)


def _found(index: Index, policy: Policy, everywhere: bool) -> Iterator[_Found]:
    from ssot_lint.commands.discover_candidates import candidates
    from ssot_lint.repo.duplicates import duplicates

    for candidate in candidates(index, policy, everywhere=everywhere):
        if kept_homes(policy, candidate.name):
            continue
        groups = duplicates(
            index, (candidate.name,), partial(_realm, candidate.paths), partial(_is_undecided, policy, index)
        )
        for group in groups:
            copies = tuple(min(alternatives, key=_likelier) for alternatives in group)
            if any(map(_module, copies)):  # else nobody could import what is kept
                yield _Found(candidate, copies)


def _realm(paths: Collection[str], path: str) -> bool | None:
    return True if path in paths else None


def _module(copy: Copy) -> str:
    return "" if copy.module == copy.path else copy.module


def _likelier(copy: Copy) -> tuple[int, int, str]:
    return -copy.importers, -copy.size, copy.path


def _is_undecided(policy: Policy, index: Index, path: str, name: str, is_class: bool) -> bool:
    """Whether no decision bans a definition or its file."""
    from ssot_lint.bans import Bans

    if is_class and any(fnmatchcase(name, pattern) for decision in policy.decisions for pattern in decision.only):
        return False
    bans = Bans.of(policy, index)
    modules = index.modules.names_of(path)
    return bans.file(path) is None and all(bans.class_(f"{module}.{name}") is None for module in modules)


def _place(copy: Copy, index: Index, changes: dict[str, str]) -> Place:
    from ssot_lint.source.deprecated import is_deprecated

    return Place(
        copy.path,
        copy.line,
        _module(copy),
        copy.importers,
        copy.size,
        copy.unit,
        changes.get(copy.path),
        is_deprecated(index.source(copy.path), copy.name),
    )


def _rank(place: Place) -> tuple[bool, bool, int, int, int, str]:
    """The one to keep comes first."""
    changed = int((place.changed or "0").replace("-", ""))
    return not place.module, place.is_deprecated, -place.importers, -place.size, -changed, place.path


def _discovery(
    candidate: Candidate, places: Sequence[Place], kept: Collection[str], names: set[str], index: Index
) -> Discovery:
    from ssot_lint.commands.discover_deletion import needed_for

    keep, *others = places
    why = _why(keep, others[0])
    delete, by_hand = [], []
    for other in others:
        reason = needed_for(other.path, candidate.name, keep.path, kept, index)
        if reason is None:
            delete.append(other.module or other.path)
        else:
            by_hand.append(f"remove {candidate.name} from {other.path}:{other.line} by hand: {reason}")
    keys: dict[str, object] = {"reason": why, "keep": [f"{keep.module}:{candidate.name}"]}
    if delete:
        keys["delete"] = delete
    proposed = Proposed(_unused(candidate.name, names), keys)
    names.add(proposed.name)
    return Discovery(
        candidate.name, tuple(places), keep, why, candidate.members, candidate.lines, tuple(by_hand), proposed
    )


def _why(keep: Place, other: Place) -> str:
    """What speaks for the one to keep, beside the next likely one; then what speaks against it."""
    pro = ["the other is deprecated"] if other.is_deprecated and not keep.is_deprecated else []
    contra: list[str] = []
    for number, against, noun in (
        (keep.importers, other.importers, "importer"),
        (keep.size, other.size, keep.unit),
    ):
        if number != against:
            said = f"{number or 'no'} {noun}{'' if number == 1 else 's'} against {against or 'none'}"
            (pro if number > against else contra).append(said)
    if keep.changed and other.changed and keep.changed > other.changed:
        pro.append(f"changed on {keep.changed}, the other on {other.changed}")
    if not pro:
        return "nothing but its path tells it from the other" if not contra else f"in spite of {' and '.join(contra)}"
    return "; ".join(pro) + (f"; but {' and '.join(contra)}" if contra else "")


def _unused(name: str, taken: Collection[str]) -> str:
    """A name for a decision about something, that no other decision has."""
    wanted = decision_name(name)
    return next(
        one for one in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))) if one not in taken
    )
