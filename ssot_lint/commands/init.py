"""The first policy of a repository: from a plan that was written before, or from what is there twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.policy.write import Proposed, policy_text

if TYPE_CHECKING:
    from ssot_lint.plan.places import Lookup
    from ssot_lint.repo.index import Index
    from ssot_lint.session import Session

EXAMPLE = """\
# What was decided, once; `ssot-lint check` keeps it so. Nothing is decided here yet.
#
# [decisions.order-factory]
# reason = "one factory, with the full life cycle"
# see = "docs/plan.md#orders"                         # where to read more
# keep = ["shop.orders.factory:OrderFactory"]         # what is kept, and where it is defined
# delete = ["shop.legacy.order_factory"]              # modules and paths that must not come back
# ban-classes = ["OrderManagerFactory"]               # names that must never come
# ban-files = ["shop/services/order_factory.py"]      # patterns as in .gitignore
"""


class Policy(NamedTuple):
    """The text of a policy, how many decisions are in it, and what is to be told about it.

    `is_whole` is false when something could not be read, or contradicts itself.
    """

    text: str
    decisions: int
    remarks: tuple[str, ...] = ()
    is_whole: bool = True


def from_plan(session: Session, text: str, shown: str, path: str) -> Policy:
    """The policy that a plan in Markdown decides; messages call the plan `shown`, and the policy calls it `path`."""
    from ssot_lint.plan.plan import read_plan
    from ssot_lint.registry import options

    plan = read_plan(text, path, options(), _lookup(session.index))
    remarks = tuple(f"{shown}:{note.line}: {note.kind}: {note.text}" for note in plan.notes)
    is_whole = not any(note.kind in ("unreadable", "contradiction") for note in plan.notes)
    return Policy(_titled(plan.decisions, f"from {path}"), len(plan.decisions), remarks, is_whole)


def from_discoveries(session: Session) -> Policy:
    """The policy that decides about all that is there twice; an example when nothing is."""
    from ssot_lint.commands.discover import discoveries

    proposed = [one.proposed for one in discoveries(session, guesses=False) if one.is_sure]
    if not proposed:
        return Policy(EXAMPLE, 0)
    return Policy(_titled(proposed, "proposed by what is there twice: read it before you trust it"), len(proposed))


def _titled(decisions: Sequence[Proposed], origin: str) -> str:
    title = " ".join(origin.split())
    return f"# What was decided, once; `ssot-lint check` keeps it so. It is {title}.\n\n{policy_text(decisions)}"


def _lookup(index: Index) -> Lookup:
    """What the repository knows of the names in a plan."""
    from ssot_lint.plan.places import Lookup

    by_base: dict[str, list[str]] = {}

    def files_named(place: str) -> tuple[str, ...]:
        if not by_base:
            for path in index.paths:
                by_base.setdefault(path.rpartition("/")[2], []).append(path)
        listed = by_base.get(place.rpartition("/")[2], ())
        return tuple(path for path in listed if path == place or path.endswith(f"/{place}"))

    def module_of(place: str) -> str:
        path = f"{place}__init__.py" if place.endswith("/") else place
        return next(iter(index.modules.names_of(path)), "")

    return Lookup(
        module_of,
        files_named,
        lambda name: _homes_of(index, name),
        lambda module: _bound_in(index, module, "class", "function"),
        lambda module: _bound_in(index, module, "import"),
    )


def _homes_of(index: Index, name: str) -> tuple[str, ...]:
    """The modules that define a class or function at their top level."""
    word = f" {name} "
    likely = [path for path, sketch in index.sketches.items() if word in f" {sketch.defined} "]
    modules = [module for path in likely for module in index.modules.names_of(path)[:1]]
    return tuple(module for module in modules if name in _bound_in(index, module, "class", "function"))


def _bound_in(index: Index, module: str, *bound: str) -> tuple[str, ...]:
    path = index.modules.path_of(module) if module else ""
    if not path:
        return ()
    bindings = index.facts(path).bindings
    return tuple(name for name, found in bindings.items() if any(one.kind in bound for one in found))
