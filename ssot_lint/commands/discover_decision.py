"""The decision that could be made of something that is there twice: what is kept, why, and what goes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.policy.advice import decision_name
from ssot_lint.policy.wording import plural
from ssot_lint.policy.write import Proposed
from ssot_lint.source.paths import is_called_legacy

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index


class Place(NamedTuple):
    """One of several definitions of a thing.

    `module` is "" where no import can reach it. `size` counts what `unit` says, members or
    lines. `changed` is the day of the file's latest commit, as in 2026-12-31, None when it has
    none. `is_deprecated` tells that the code says so itself.
    """

    path: str
    line: int
    name: str
    module: str
    importers: int
    size: int
    unit: str
    changed: str | None
    is_deprecated: bool

    @property
    def is_called_legacy(self) -> bool:
        return is_called_legacy(self.path, self.name)

    @property
    def rank(self) -> tuple[bool, bool, bool, int, int, int, str, str]:
        """The one to keep comes first."""
        changed = int((self.changed or "0").replace("-", ""))
        going = self.is_deprecated, self.is_called_legacy
        return not self.module, *going, -self.importers, -self.size, -changed, self.path, self.name


class Ways(NamedTuple):
    """How each copy can go: with its module, by a ban of its name, or only by hand, and why."""

    delete: tuple[str, ...]
    ban: tuple[str, ...]
    by_hand: tuple[str, ...]


def ways(places: Sequence[Place], kept: Collection[tuple[str, str]], index: Index) -> Ways:
    """What a decision can say of all but the first of some definitions; `kept` are those that any proposal keeps."""
    from ssot_lint.commands.discover_deletion import needed_for

    keep, *others = places
    files = {path for path, _ in kept}
    delete, ban, by_hand = [], [], []
    for other in others:
        reason = needed_for(other.path, other.name, keep.path, files, index)
        if reason is None:
            delete.append(other.module or other.path)
        elif other.name != keep.name and other.module and (other.path, other.name) not in kept:
            ban.append(f"{other.module}.{other.name}")
        else:
            by_hand.append(f"remove {other.name} from {other.path}:{other.line} by hand: {reason}")
    return Ways(tuple(dict.fromkeys(delete)), tuple(ban), tuple(by_hand))


def namesake(places: Sequence[Place], index: Index) -> str:
    """Another file that defines something of the name to keep, "" when none does: a decision would forbid that too."""
    keep = places[0]
    own = {place.path for place in places if place.name == keep.name}
    name = f" {keep.name} "
    defining = (
        path
        for path, sketch in index.sketches.items()
        if name in sketch.defined and name in sketch.names and path not in own
    )
    return min(defining, default="")


def proposed(keep: Place, why: str, found: Ways, taken: set[str]) -> Proposed:
    """The decision; its name is added to those that are `taken`."""
    keys: dict[str, object] = {"reason": why, "keep": [f"{keep.module}:{keep.name}"]}
    if found.delete:
        keys["delete"] = list(found.delete)
    if found.ban:
        keys["ban-classes"] = list(found.ban)
    name = _unused(keep.name, taken)
    taken.add(name)
    return Proposed(name, keys)


def why(keep: Place, other: Place) -> str:
    """What speaks for the one to keep, beside the next likely one; then what speaks against it."""
    pro = ["the other is deprecated"] if other.is_deprecated and not keep.is_deprecated else []
    if other.is_called_legacy and not keep.is_called_legacy:
        pro.append("the other is called legacy")
    contra: list[str] = []
    for number, against, noun in _compared(keep, other):
        if number != against:
            said = f"{plural(number, noun)} against {against or 'none'}"
            (pro if number > against else contra).append(said)
    if keep.changed and other.changed and keep.changed > other.changed:
        pro.append(f"changed on {keep.changed}, the other on {other.changed}")
    if not pro:
        same = "its path" if keep.name == other.name else "its name"
        return f"nothing but {same} tells it from the other" if not contra else f"in spite of {' and '.join(contra)}"
    return "; ".join(pro) + (f"; but {' and '.join(contra)}" if contra else "")


def _compared(keep: Place, other: Place) -> Iterator[tuple[int, int, str]]:
    yield keep.importers, other.importers, "importer"
    if keep.unit == other.unit:
        yield keep.size, other.size, keep.unit


def _unused(name: str, taken: Collection[str]) -> str:
    """A name for a decision about something, that no other decision has."""
    wanted = decision_name(name)
    return next(
        one for one in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))) if one not in taken
    )
