"""What the decisions say of a definition, before any rule has looked at it."""

from __future__ import annotations

from fnmatch import fnmatchcase

from ssot_lint.bans import Bans
from ssot_lint.policy.advice import kept_homes
from ssot_lint.policy.model import Policy
from ssot_lint.repo.index import Index


def is_forbidden(policy: Policy, index: Index, path: str, name: str, *, is_class: bool) -> bool:
    """Whether another rule reports a definition anyway: a rival of what is kept, or banned, alone or with its file."""
    if is_class and not kept_homes(policy, name):
        if any(fnmatchcase(name, pattern) for decision in policy.decisions for pattern in decision.only):
            return True
    bans = Bans.of(policy, index)
    modules = index.modules.names_of(path)
    return bans.file(path) is not None or any(bans.class_(f"{module}.{name}") for module in modules)
