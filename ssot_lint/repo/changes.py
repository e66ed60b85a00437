"""Which files differ from what git could restore."""

from __future__ import annotations

from collections.abc import Iterable

from ssot_lint.repo.git import _output, _start, paths_in


def uncommitted(root: str, paths: Iterable[str]) -> tuple[str, ...] | None:
    """Those of some files that are not as in the last commit, untracked ones among them.

    Sorted; None where git does not know the folder. Before the first commit that is all of them.
    """
    wanted = frozenset(paths)
    # Without the flag git would write what it learns into the index, which another git may have locked.
    compared = _start(root, "--no-optional-locks", "diff", "--name-only", "--no-renames", "--relative", "-z", "HEAD")
    tracked = _output(_start(root, "ls-files", "-z", "--cached"))
    if tracked is None:
        _output(compared)
        return None
    differing = _output(compared)
    if differing is None:
        return tuple(sorted(wanted))
    return tuple(sorted(wanted & paths_in(differing) | wanted - paths_in(tracked)))
