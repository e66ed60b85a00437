"""Starting git. It is on the way of every run, so it imports next to nothing."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is too much to import here
    from collections.abc import Callable, Sequence


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
