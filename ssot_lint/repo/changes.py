"""Where a folder is in what git knows, and which of its files differ from what git could restore."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from ssot_lint.repo.git import output, paths_in, start
from ssot_lint.repo.quick_git import environment


def uncommitted(root: str, paths: Iterable[str]) -> tuple[str, ...] | None:
    """Those of some files that are not as in the last commit, untracked ones among them.

    Sorted; None where git does not know the folder. Before the first commit that is all of them.
    """
    wanted = frozenset(paths)
    # Without the flag git would write what it learns into the index, which another git may have locked.
    compared = start(root, "--no-optional-locks", "diff", "--name-only", "--no-renames", "--relative", "-z", "HEAD")
    tracked = output(start(root, "ls-files", "-z", "--cached"))
    if tracked is None:
        output(compared)
        return None
    differing = output(compared)
    if differing is None:
        return tuple(sorted(wanted))
    return tuple(sorted(wanted & paths_in(differing) | wanted - paths_in(tracked)))


def refused(root: str) -> str:
    """The folder of which git says that it belongs to somebody else, as a shell writes it; "" where it does not."""
    import subprocess

    command = ["git", "-C", root, "rev-parse", "--git-dir"]
    try:
        told = subprocess.run(command, env=environment(), capture_output=True, check=False).stderr
    except OSError:  # no git on this machine
        return ""
    found = re.search(r"--add safe\.directory (.+)", os.fsdecode(told))
    return found[1] if found else ""


def prefix_of(root: str) -> str | None:
    """The way to a folder from the top of git's work tree, ending in `/`; "" at the top, None outside of one."""
    found = output(start(root, "rev-parse", "--show-prefix"))
    return None if found is None else os.fsdecode(found.removesuffix(b"\n"))
