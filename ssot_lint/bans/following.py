"""Names that a module only hands on lead to what is banned elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from ssot_lint.bans.declared import Match
from ssot_lint.model import Related
from ssot_lint.repo.hops import MOST_HOPS, Step
from ssot_lint.repo.index import Index


def handed_on(
    index: Index, dotted: str, banned: Callable[[str], Match | None], steps: tuple[Step, ...] = ()
) -> Match | None:
    """Follow a name through the modules that hand it on; all ways must lead to a ban."""
    if len(steps) >= MOST_HOPS:
        return None
    first: Match | None = None
    for target, step in index.hops(dotted):
        along = (*steps, step)
        found = banned(target)
        if found is not None:
            related = tuple(_related(one, found.subject) for one in along)
            found = found._replace(via=related, through=_module_at(index, along[0].path))
        else:
            found = handed_on(index, target, banned, along)
        if found is None:
            return None
        first = first or found
    return first


def _module_at(index: Index, path: str) -> str:
    return next(iter(index.modules.names_of(path)), path)


def _related(step: Step, subject: str) -> Related:
    return Related(step.path, step.bound.line, step.bound.column, f"hands on {subject} here")
