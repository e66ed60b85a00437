"""The scopes of a repository: services each of which may have its own of what should exist once."""

from __future__ import annotations

from ssot_lint.policy.model import Policy


def scope_of(path: str, policy: Policy) -> str:
    """The innermost of `[duplicates] scopes` that a path lies in, "" outside of all."""
    scopes = (scope.strip("/") for scope in policy.tables.get("duplicates", {}).get("scopes", ()))
    return max((scope for scope in scopes if path.startswith(f"{scope}/")), key=len, default="")
