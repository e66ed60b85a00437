"""Finding the root of a repository: what its policy is about. It imports little, so that git can start early."""

from __future__ import annotations

import os
import re

#: The files that can hold a policy, in a repository's root.
FILES = ("ssot.toml", "pyproject.toml", "setup.cfg")


def find_root(start: str) -> str:
    """The folder that the policy is about: `start`, an existing absolute one, or one above.

    That is the nearest with a policy, else the nearest with `.git`, else the current folder
    when `start` lies in it, else `start`. Folders above the nearest `.git` are another
    repository's.
    """
    folder = start
    while True:
        if policies_in(folder) or os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            here = os.getcwd()
            return here if start.startswith(os.path.join(here, "")) else start
        folder = parent


def policies_in(folder: str) -> list[str]:
    """The names of the files in a folder that hold a policy."""
    return [name for name in FILES if _holds_policy(os.path.join(folder, name), name)]


def _holds_policy(path: str, name: str) -> bool:
    if not os.path.isfile(path):
        return False
    if name == "ssot.toml":
        return True
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        # Nobody knows what is in it; to read it as the policy gives a problem that says so.
        return True
    if not re.search(rb"ssot.?lint", data, re.IGNORECASE):
        return False
    text = data.decode("utf-8-sig", errors="replace")
    if name == "setup.cfg":
        from ssot_lint.policy.read_ini import SECTION

        return re.search(SECTION, text, re.MULTILINE) is not None
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool")
    except (ValueError, RecursionError):
        return re.search(r"^\s*\[+\s*tool\s*\.\s*[\"']?ssot.?lint", text, re.MULTILINE) is not None
    from ssot_lint.policy.read_toml import misnamed_tables

    return (isinstance(tool, dict) and "ssot-lint" in tool) or bool(misnamed_tables(tool))
