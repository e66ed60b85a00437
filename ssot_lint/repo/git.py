"""What git knows of a folder. Its commands only read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from ssot_lint.repo.quick_git import environment, git

if TYPE_CHECKING:
    import subprocess


class Listing:
    """git's list of the files of a folder, made by other processes while this one goes on.

    These are tracked files, also those that are gone from the disk, and untracked ones that
    are not ignored. To find the untracked ones takes long: so the tracked ones are told first.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self._finding_tracked = self._finding_others = _nothing  # as long as they have not been started
        self._finding_tracked = git(root, ("ls-files", "-z", "--cached"))
        try:
            self._finding_others = git(root, ("ls-files", "-z", "--others", "--exclude-standard"))
        except OSError:
            self.tracked  # noqa: B018  (else the first one would stay as a zombie)
            raise

    @cached_property
    def tracked(self) -> bytes | None:
        """The paths of tracked files, each with a NUL after it, in git's order; None where git knows nothing."""
        return self._finding_tracked()

    @cached_property
    def others(self) -> bytes | None:
        """The paths of untracked files in the same form."""
        return self._finding_others()

    @cached_property
    def raw(self) -> bytes | None:
        """The paths of all, None where git does not know the folder."""
        others, tracked = self.others, self.tracked
        return None if others is None or tracked is None else others + tracked

    def __del__(self, is_ending: Callable[[], bool] = sys.is_finalizing) -> None:
        if not is_ending():  # then there is little left to wait with, and no need to
            self.raw  # noqa: B018  (a process that nobody waits for would stay as a zombie)


def _nothing() -> bytes | None:
    return None


def paths_in(raw: bytes) -> frozenset[str]:
    """The paths that git printed."""
    return frozenset(split(raw))


def split(raw: bytes) -> list[str]:
    """The paths that git printed, in its order; one in conflict is printed several times."""
    return os.fsdecode(raw).split("\0")[:-1]


def ignored(root: str, paths: Iterable[str]) -> frozenset[str]:
    """Those of some paths that git would ignore, were they there; folders end in `/`."""
    asked = os.fsencode("\0".join(sorted(paths)))
    return paths_in(output(start(root, "check-ignore", "-z", "--stdin"), asked) or b"")


def file_at_head(root: str, path: str) -> bytes | None:
    """The bytes of a file as the last commit has it, None when it has no such file; `path` is relative to the root."""
    return output(start(root, "show", f"HEAD:./{path}"))


def left_out(root: str) -> frozenset[str]:
    """The tracked files that a sparse checkout leaves out of the work tree."""
    printed = output(start(root, "ls-files", "-z", "-t", "--cached")) or b""
    return frozenset(one[2:] for one in split(printed) if one.startswith("S "))


def files_with(root: str, words: Iterable[str]) -> Callable[[], frozenset[str] | None]:
    """The tracked and untracked files that may contain one of some words, None where git can't tell.

    Those that are tracked although they are ignored are among them in any case, for git passes over
    these. Another process looks for them while this one goes on, until they are asked for.
    """
    asked = [part for word in words for part in ("-e", word)]
    process = start(root, "grep", "--untracked", "--no-color", "-a", "-F", "-l", "-z", *asked)
    passed_over = start(root, "ls-files", "-z", "--cached", "--ignored", "--exclude-standard")

    def found() -> frozenset[str] | None:
        printed = process.communicate()[0] if process else b""
        others = output(passed_over)
        if process is None or others is None or process.returncode not in (0, 1):  # 1: no file has one
            return None
        return paths_in(printed) | paths_in(others)

    return found


def start(root: str, *arguments: str) -> subprocess.Popen[bytes] | None:
    """A command of git in a folder, running beside this process; None without git."""
    import subprocess

    try:
        return subprocess.Popen(
            ["git", "-C", root, *arguments],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:  # no git on this machine
        return None


def output(process: subprocess.Popen[bytes] | None, stdin: bytes = b"") -> bytes | None:
    """What a command of git prints, None when it fails."""
    if process is None:
        return None
    printed, _ = process.communicate(stdin)
    return None if process.returncode else printed
