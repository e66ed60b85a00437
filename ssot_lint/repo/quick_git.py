"""What every run asks of git, and how git is started. It is on the way of every run, so it imports next to nothing."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is too much to import here
    from collections.abc import Callable, Sequence


def differences(root: str, commit: str, specs: Sequence[str]) -> Callable[[], bytes | None]:
    """How the files of a folder that git tracks differ from a commit, or with "" from the index, as git prints it.

    Another process finds out, until it is asked for; None when git can't tell.
    """
    arguments = ["--name-status", "-z", "--no-renames", "--no-ext-diff", "--relative", "--", *specs]
    return git(root, ["diff-index", commit, *arguments] if commit else ["diff-files", *arguments])


def statuses(differing: bytes) -> dict[str, str]:
    """By path, how a file differs: a letter of git's."""
    words = os.fsdecode(differing).split("\0")
    return dict(zip(words[1::2], words[::2], strict=False))


def flags(root: str) -> Callable[[], bytes | None]:
    """The tracked files that git takes for unchanged without a look, each with its flag; None when git can't tell."""
    listed = git(root, ["ls-files", "-v", "-z"])

    def flagged() -> bytes | None:
        printed = listed()
        if printed is None or (b"\0" + printed).count(b"\0H ") == printed.count(b"\0"):
            return printed and b""
        return b"\0".join(one for one in printed.split(b"\0") if one[:2] not in (b"H ", b""))

    return flagged


def git(root: str, arguments: Sequence[str]) -> Callable[[], bytes | None]:
    """Run a command of git in a folder, beside this process, until what it prints is asked for; None when it fails."""
    command = ["git", "-C", root, *arguments]
    if hasattr(os, "posix_spawnp"):
        return _Process(command).output
    from subprocess import DEVNULL, PIPE, Popen

    try:
        process = Popen(command, env=environment(), stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
    except OSError:
        return lambda: None

    def output() -> bytes | None:
        printed, _ = process.communicate()
        return None if process.returncode else printed

    return output


class _Process:
    """A process of which the output is read: `subprocess` takes long to import."""

    def __init__(self, command: list[str]) -> None:
        self._reading, writing = os.pipe()
        actions = (
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, writing, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        )
        try:
            self._id = os.posix_spawnp(command[0], command, environment(), file_actions=actions)
        except OSError:  # no git on this machine
            self._id = 0
        finally:
            os.close(writing)

    def output(self) -> bytes | None:
        with open(self._reading, "rb") as stream:
            printed = stream.read()
        return None if not self._id or os.waitpid(self._id, 0)[1] else printed


def environment() -> dict[str, str]:
    """The environment for git.

    A hook has variables set as seen from the top of the work tree; `-C` would have git misread
    them. The index is kept: it may be a temporary one, of what is being committed.
    """
    found = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE")}
    if "GIT_INDEX_FILE" in found:
        found["GIT_INDEX_FILE"] = os.path.abspath(found["GIT_INDEX_FILE"])
    return found
