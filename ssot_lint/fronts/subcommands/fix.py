"""`ssot-lint fix`: mend what can be mended without a person."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ssot_lint.fronts.arguments import UsageError
from ssot_lint.fronts.reporting import Asked, asked, define_reporting, existing

HELP = "apply the fixes, and report what is left; exit 0 clean, 1 findings left, 2 not all could be done"


def define(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and folders to fix (default: the repository)")
    add("--decision", action="append", metavar="NAME", help="only what this decision says (may be repeated)")
    add("--unsafe-fixes", action="store_true", help="fixes too that may change behaviour")
    add("--diff", action="store_true", help="change nothing, print a patch of the fixes; exit 1 if there are any")
    add("--allow-dirty", action="store_true", help="change files with uncommitted changes too")
    define_reporting(parser)


def run(arguments: argparse.Namespace) -> int:
    from ssot_lint.fronts.fixing import fix

    what = asked(arguments, existing(arguments.paths))
    decisions = _decisions(arguments.decision or (), what)
    return fix(arguments, what, decisions=decisions, allow_dirty=arguments.allow_dirty)


def _decisions(names: Sequence[str], what: Asked) -> frozenset[str]:
    """The decisions of these names; all of them must be there."""
    known = [decision.name for decision in what.session.policy.decisions]
    unknown = [f"--decision: {_no_such(name, known)}" for name in names if name not in known]
    if unknown:
        raise UsageError(*unknown)
    return frozenset(names)


def _no_such(name: str, known: list[str]) -> str:
    if not known:
        return f"no decision is called {name}: the policy has none"
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    return f"no decision is called {name} ({hint})"
