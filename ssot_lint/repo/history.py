"""When files last changed, as git knows it."""

from __future__ import annotations

import os
from collections.abc import Collection

from ssot_lint.repo.git import output, start

_LONGEST = 20_000  # characters of paths that fit into a command line anywhere
_NEW = "\1"  # before a commit; no path that git prints begins with it


def last_changes(root: str, paths: Collection[str]) -> dict[str, str]:
    """The day (`2026-12-31`) of the latest commit of each of some files, by one call of git.

    Files without a commit are left out, and all are where git does not know the folder.
    """
    wanted = sorted(paths)
    if not wanted:
        return {}
    chosen = wanted if sum(map(len, wanted)) + len(wanted) <= _LONGEST else ["."]
    printed = output(
        start(
            root,
            "--literal-pathspecs",
            "log",
            "-z",
            "--no-color",
            "--no-show-signature",
            "--no-renames",
            "--relative",
            "--name-only",
            "--date=short",
            f"--format={_NEW}%cd",
            "--",
            *chosen,
        )
    )
    found: dict[str, str] = {}
    day = ""
    for part in os.fsdecode(printed or b"").split("\0"):
        if part.startswith(_NEW):
            day = part[1:]
        elif part:
            found.setdefault(part.removeprefix("\n"), day)
    return {path: found[path] for path in wanted if path in found}
