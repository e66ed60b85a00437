"""Two files define a class, or a factory function, of one name. Whoever needs it imports the one
or the other, and what is mended in one stays broken in the other. Names that match `[duplicates]
names` are looked at (`*Factory` and `*_factory` when left out), at module level. Every copy is
reported; the one to keep is the one that a decision keeps, else the one that is not called legacy,
else the one that more files import, else the one that has more in it.

Silent: re-exports and aliases; subclasses of another copy, and functions that call one; overloads,
Protocols, and abstract classes beside concrete ones; stub files; arms of `try/except ImportError`,
and what stands under TYPE_CHECKING or a condition on the version or the platform; copies to which
some module binds one name, whichever there is; test files, and helpers of tests beside what is no
test; documentation, examples, migrations and vendored code; files of different `[duplicates]
scopes`; what a decision forbids, which other rules report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING

from ssot_lint.model import Hit, Related, Span
from ssot_lint.policy import kinds
from ssot_lint.policy.advice import kept_homes, proposal, way_out
from ssot_lint.policy.model import Decision, Option, Policy
from ssot_lint.policy.scopes import names_of_one, scope_of
from ssot_lint.policy.wording import plural
from ssot_lint.repo.patterns import path_matcher
from ssot_lint.rule import Example, Rule
from ssot_lint.source.paths import is_aside, is_test

if TYPE_CHECKING:
    from ssot_lint.repo.duplicates import Alternatives, Copy
    from ssot_lint.repo.index import Index

NAMES = Option("names", kinds.NAMES, "names (globs) that may be defined only once", "duplicates")
SCOPES = Option("scopes", kinds.FOLDERS, "folders each of which may have its own", "duplicates")
EXCLUDE = Option("exclude", kinds.PATTERNS, "files that don't count, patterns as in .gitignore", "duplicates")


def check(policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.repo.duplicates import duplicates

    for group in duplicates(index, names_of_one(policy), partial(_realm, policy), partial(_counts, policy, index)):
        decision, copies = _decided(group, policy, index)
        if len(copies) > 1:
            tied = decision is None and copies[0].rank[:-1] == copies[1].rank[:-1]
            best = None if tied else copies[0]
            for copy in copies:
                yield _hit(copy, copies, best, decision, index)


def reports_in(path: str, policy: Policy, index: Index) -> bool:
    if path not in index.python_set or _realm(policy, path) is None:
        return False
    patterns = names_of_one(policy)
    defined = index.sketch(path).defined.split()
    return any(fnmatchcase(name, pattern) for name in defined for pattern in patterns)


def _realm(policy: Policy, path: str) -> tuple[str, bool] | None:
    """The scope of a file, and whether it belongs to tests; None for files that don't count."""
    stem = path.rpartition("/")[2].partition(".")[0]
    if stem.startswith("test_") or stem.endswith("_test") or stem in ("conftest", "test", "tests"):
        return None  # each test has doubles of its own
    if is_aside(path):
        return None
    if path_matcher(policy.tables.get("duplicates", {}).get("exclude", ()))(path):
        return None
    return scope_of(path, policy), is_test(path)


def _counts(policy: Policy, index: Index, path: str, name: str, is_class: bool) -> bool:
    if not policy.decisions:
        return True
    from ssot_lint.bans.definitions import is_forbidden

    return not is_forbidden(policy, index, path, name, is_class=is_class)


def _decided(group: tuple[Alternatives, ...], policy: Policy, index: Index) -> tuple[Decision | None, tuple[Copy, ...]]:
    """One copy of each of several alternatives, the best first, and the decision that keeps that one.

    What is kept at several homes counts once.
    """
    kept = {}
    for decision, home in reversed(kept_homes(policy, group[0][0].name)):
        spellings = index.modules.spellings(home.module)
        for copy in (copy for alternatives in group for copy in alternatives):
            if not spellings.isdisjoint(index.modules.names_of(copy.path)):
                kept[copy] = decision
    others = [copies for copies in group if kept.keys().isdisjoint(copies)]
    ranked = sorted((_likeliest(copies) for copies in others), key=lambda copy: copy.rank)
    if not kept:
        return None, tuple(ranked)
    first = _likeliest(kept)
    return kept[first], (first, *ranked)


def _likeliest(copies: Iterable[Copy]) -> Copy:
    return min(copies, key=lambda copy: copy.rank)


def _hit(copy: Copy, copies: tuple[Copy, ...], best: Copy | None, decision: Decision | None, index: Index) -> Hit:
    others = [other for other in copies if other is not copy]
    if decision is None:
        way = _advice(copy, others, best)
    else:
        way = f": keep this one and remove {_named(others)} ({decision.name})"
        if copy is not best:
            way = f": {way_out(decision, copy.name)}"
    return Hit(
        Span(copy.line, copy.column, copy.line, copy.column + len(copy.name)),
        f"{copy.name} is defined in {len(copies)} files{way}",
        decision.name if decision else None,
        cause=f"{next(iter(index.modules.names_of(copy.path)), '')}.{copy.name}",
        path=copy.path,
        related=tuple(
            Related(other.path, other.line, other.column, _said_of(other, best, decision))
            for other in sorted(others, key=lambda other: other.path)
        ),
        proposal=proposal(copy.name, "keep", f"{copy.module}:{copy.name}") if copy is (best or copies[0]) else "",
    )


def _advice(copy: Copy, others: list[Copy], best: Copy | None) -> str:
    if best is None:
        remove = f"remove this one or {_named(others)}" if len(others) == 1 else "keep one and remove the others"
        return f", and nothing tells which one to keep: {remove}"
    if copy is best:
        way = f"keep this one ({_reason(best, others[0], _rivals(others))}) and remove {_named(others)}"
    else:
        way = f"use the one in {best.module} ({_reason(best, copy, 'this one')})"
    return f": {way}, or decide otherwise with keep"


def _named(others: list[Copy]) -> str:
    return f"the one in {others[0].module}" if len(others) == 1 else "the others"


def _rivals(others: list[Copy]) -> str:
    return "the other" if len(others) == 1 else "the next"


def _reason(best: Copy, other: Copy, label: str) -> str:
    if best.is_called_legacy != other.is_called_legacy:
        return f"{label} is called legacy"
    if best.importers != other.importers:
        return f"imported by {plural(best.importers, 'file')}, {label} by {other.importers or 'none'}"
    return f"{plural(best.size, best.unit)}, {label} {other.size or 'none'}"


def _said_of(copy: Copy, best: Copy | None, decision: Decision | None) -> str:
    if copy is not best:
        return "also defined here"
    if decision is not None:
        return f"the one that {decision.name} keeps"
    found = f"{plural(copy.importers, 'importer')}, {plural(copy.size, copy.unit)}"
    return f"the likelier one to keep: {found}"


_HOME = {
    "shop/__init__.py": "",
    "shop/orders.py": "class OrderFactory:\n    def make(self): ...\n    def cancel(self): ...\n",
    "shop/till.py": "from shop.orders import OrderFactory\n",
}

RULE = Rule(
    "SSOT101",
    "duplicate-class",
    "classes or factory functions of one name in several files",
    __doc__,
    repo=check,
    reports_in=reports_in,
    needs_decisions=False,
    examples=(
        Example(
            "a second factory",
            "",
            {**_HOME, "shop/counter.py": "class OrderFactory:\n    def make(self): ...\n"},
            (
                "shop/counter.py:1:7: SSOT101 OrderFactory is defined in 2 files: use the one in shop.orders "
                "(imported by 1 file, this one by none), or decide otherwise with keep",
                "shop/orders.py:1:7: SSOT101 OrderFactory is defined in 2 files: keep this one "
                "(imported by 1 file, the other by none) and remove the one in shop.counter, "
                "or decide otherwise with keep",
            ),
        ),
        Example(
            "a second factory, decided already",
            '[decisions.orders]\nkeep = ["shop.orders:OrderFactory"]\n',
            {**_HOME, "shop/counter.py": "class OrderFactory:\n    def make(self): ...\n"},
            (
                "shop/counter.py:1:7: SSOT005 OrderFactory is defined away from its home: "
                "use OrderFactory from shop.orders (orders)",
                "shop/orders.py:1:7: SSOT101 OrderFactory is defined in 2 files: "
                "keep this one and remove the one in shop.counter (orders)",
            ),
        ),
        Example(
            "re-exports, subclasses, tests and what the environment picks are silent",
            "",
            {
                **_HOME,
                "shop/api.py": "from shop.orders import OrderFactory as Base\n\nclass OrderFactory(Base): ...\n",
                "shop/facade.py": "from shop.orders import OrderFactory\n\n__all__ = ['OrderFactory']\n",
                "shop/optional.py": (
                    "try:\n    from shop.orders import OrderFactory\nexcept ImportError:\n    class OrderFactory: ...\n"
                ),
                "tests/test_orders.py": "class OrderFactory: ...\n",
            },
        ),
        Example(
            "each of the scopes may have its own",
            '[duplicates]\nscopes = ["auth", "shop"]\n',
            {**_HOME, "auth/__init__.py": "", "auth/orders.py": "class OrderFactory: ...\n"},
        ),
    ),
    options=(NAMES, SCOPES, EXCLUDE),
)
