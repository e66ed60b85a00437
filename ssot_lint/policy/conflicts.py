"""Contradictions: what one place of a policy keeps and another forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ssot_lint.policy.document import Problem
from ssot_lint.policy.model import Decision, Home
from ssot_lint.policy.names import is_path, module_of


def contradictions(decisions: Sequence[Decision], source_roots: Sequence[str]) -> Iterator[Problem]:
    """What no code can satisfy, within one decision or between two."""
    kept = [(decision.name, home) for decision in decisions for home in decision.keep]
    for decision in decisions:
        where = ("decisions", decision.name)
        for banned in decision.ban_classes:
            for name, home in kept:
                if text := _ban_of_kept(banned, home, name):
                    yield Problem((*where, "ban-classes"), text)
        needed = [("keep", str(home), home.module) for home in decision.keep]
        needed += [("facades", facade, facade) for facade in decision.facades]
        for key, thing, module in needed:
            for other in decisions:
                for entry, verb in _forbidding(module, other, source_roots):
                    text = f"{thing} is in {entry}, which decision {other.name} {verb}: change one of the two"
                    yield Problem((*where, key), text)


def _ban_of_kept(banned: str, home: Home, keeper: str) -> str | None:
    if banned == home.name:
        return (
            f"{banned} is also the name of {home}, which decision {keeper} keeps:"
            f" ban only the other one, by its dotted name (old_module.{banned}), or take the ban out"
        )
    if banned == f"{home.module}.{home.name}":
        return f"{banned} is {home}, which decision {keeper} keeps: take it out of ban-classes, or out of keep"
    return None


def _forbidding(module: str, decision: Decision, source_roots: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The entries of a decision by which the module can't exist, and what they do."""
    for entry in decision.delete:
        if any(_is_inside(module, gone) for gone in _modules(entry, source_roots)):
            yield entry, "deletes"
    patterns = decision.ban_files
    # A pattern of .gitignore can take back an earlier one: telling which needs the files.
    if any(pattern.startswith("!") for pattern in patterns):
        return
    for pattern in patterns:
        if re.search(r"[*?\[\\]", pattern):
            continue
        gone = _modules(pattern.removeprefix("/"), source_roots)
        if pattern.endswith((".py", ".pyi")):
            found = module in gone
        else:
            # A banned folder `a/b` leaves room for a module `a/b.py`.
            found = any(module != name and _is_inside(module, name) for name in gone)
        if found:
            yield pattern, "bans"


def _modules(entry: str, source_roots: Sequence[str]) -> list[str]:
    """The modules that an entry may stand for: a path may begin with a source root."""
    entries = [entry]
    if is_path(entry):
        entries += [entry.removeprefix(f"{root}/") for root in source_roots if entry.startswith(f"{root}/")]
    return [module for module in map(module_of, entries) if module]


def _is_inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
