"""What a repository may define only once: by its name, and in which services each for itself."""

from __future__ import annotations

from ssot_lint.policy.model import Policy

#: Names that are a claim to be the only one of their kind.
FACTORIES = ("*Factory", "*_factory")


def names_of_one(policy: Policy) -> tuple[str, ...]:
    """The names (globs) that only one definition may have."""
    return tuple(policy.tables.get("duplicates", {}).get("names", FACTORIES))


def scope_of(path: str, policy: Policy) -> str:
    """The innermost of `[duplicates] scopes` that a path lies in, "" outside of all."""
    scopes = (scope.strip("/") for scope in policy.tables.get("duplicates", {}).get("scopes", ()))
    return max((scope for scope in scopes if path.startswith(f"{scope}/")), key=len, default="")
