"""The runs of ssot-lint that are measured: cold, warm, one file, and by flake8."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from bench.measure import Command, Step, measure
from bench.peers import Peers
from bench.trees import git

CHECK = (sys.executable, "-m", "ssot_lint", "check", "--exit-zero")
#: The rules that other tools have something like.
FILE_RULES = ("--select", "SSOT001,SSOT002,SSOT004,SSOT005,SSOT006")
AND_ARGUMENTS = ("--select", "SSOT001,SSOT002,SSOT003,SSOT004,SSOT005,SSOT006")

COLD_FILE_RULES, COLD_ARGUMENTS = "cold, file rules", "cold, file rules and SSOT003"
COLD, COLD_ONE_JOB, EXACT = "cold, all rules", "cold, all rules, one job", "no prefilter"
WARM, WARM_CHANGED = "warm, nothing changed", "warm, one file changed"
WARM_ADDED, WARM_COMMITTED = "warm, one file added", "warm, after a commit"
WARM_FILE_RULES, WARM_FILE_RULES_CHANGED = "warm, file rules, nothing changed", "warm, file rules, one file changed"
STDIN = "one file on standard input"
FLAKE8, FLAKE8_PLUGIN = "flake8", "flake8 with the plugin"
FLAKE8_ONE, FLAKE8_PLUGIN_ONE = "flake8, one file", "flake8 with the plugin, one file"


class Changing:
    """The largest Python file of a tree: a line is added to it, or a file beside it, and taken away again."""

    def __init__(self, tree: Path) -> None:
        self.path = max(tree.rglob("*.py"), key=lambda path: (path.stat().st_size, path))
        self._tree = tree
        self._text = self.path.read_bytes()
        self._new = self.path.with_name("newly_added_by_bench.py")
        self._is_committed = False

    def change(self, turn: int) -> None:
        self.path.write_bytes(self._text + b"# %d\n" % turn)

    def add(self, turn: int) -> None:
        methods = "".join(f"    def step_{one}(self, order):\n        return order.take_{one}()\n" for one in range(9))
        self._new.write_text(f"class Added{turn}:\n{methods}", encoding="utf-8")

    def commit(self) -> None:
        """What was changed goes into a commit, which is taken back again too."""
        git(self._tree, "commit", "--quiet", "--all", "-m", "changed")
        self._is_committed = True

    def restore(self) -> None:
        if self._is_committed:
            git(self._tree, "reset", "--quiet", "--hard", "HEAD~1")
            self._is_committed = False
        self._new.unlink(missing_ok=True)
        if self.path.read_bytes() != self._text:
            self.path.write_bytes(self._text)


def cold(tree: Path, policy: Path, changing: Changing) -> list[Step]:
    """From nothing: what CI pays, and whoever starts."""

    def step(name: str, says: str, *options: str) -> Step:
        command = Command((*CHECK, "--config", str(policy), "--no-cache", *options), tree)
        return Step(name, command, lambda turn: changing.restore(), says, is_ours=True)

    return [
        step(COLD_FILE_RULES, "file rules", *FILE_RULES),
        step(COLD_ARGUMENTS, "arguments", *AND_ARGUMENTS),
        step(COLD, "all"),
        step(COLD_ONE_JOB, "all", "--jobs", "1"),
    ]


def exact(tree: Path, policy: Path, changing: Changing) -> list[Step]:
    """The slow and simple way, by which the others are judged."""
    return [
        step._replace(
            name=f"{step.name}, {EXACT}",
            command=step.command._replace(argv=(*step.command.argv, "--no-prefilter")),
        )
        for step in cold(tree, policy, changing)[:3]
    ]


def warm(tree: Path, policy: Path, changing: Changing) -> list[Step]:
    """After a run that is not measured: with nothing changed since, a line in one file, another file, or a commit."""

    def steps(names: tuple[str, str], says: str, *options: str) -> list[Step]:
        command = Command((*CHECK, "--config", str(policy), *options), tree)
        return [
            Step(names[0], command, _unchanged(command, changing), says, is_ours=True),
            Step(names[1], command, _changed(command, changing), says, is_ours=True),
        ]

    every = Command((*CHECK, "--config", str(policy)), tree)
    return [
        *steps((WARM, WARM_CHANGED), "all"),
        Step(WARM_ADDED, every, _added(every, changing), "all", is_ours=True),
        Step(WARM_COMMITTED, every, _committed(every, changing), "all", is_ours=True),
        *steps((WARM_FILE_RULES, WARM_FILE_RULES_CHANGED), "file rules", *FILE_RULES),
    ]


def _unchanged(command: Command, changing: Changing) -> Callable[[int], object]:
    def prepare(turn: int) -> None:
        changing.restore()
        measure(command)

    return prepare


def _changed(command: Command, changing: Changing) -> Callable[[int], object]:
    def prepare(turn: int) -> None:
        changing.restore()
        measure(command)
        changing.change(turn)

    return prepare


def _added(command: Command, changing: Changing) -> Callable[[int], object]:
    def prepare(turn: int) -> None:
        changing.restore()
        measure(command)
        changing.add(turn)

    return prepare


def _committed(command: Command, changing: Changing) -> Callable[[int], object]:
    def prepare(turn: int) -> None:
        changing.restore()
        changing.change(turn)
        measure(command)
        changing.commit()

    return prepare


def one_file(tree: Path, policy: Path, changing: Changing) -> Step:
    """As an editor asks, with the cache of an earlier run."""
    name = changing.path.relative_to(tree).as_posix()
    command = Command((*CHECK, "--config", str(policy), "--stdin-filename", name), tree, stdin=changing.path)
    return Step(STDIN, command, lambda turn: changing.restore(), is_ours=True)


def flake8(peers: Peers, tree: Path, policy: Path, changing: Changing) -> list[Step]:
    """A whole tree and one file, with the plugin in the path and without."""

    def step(name: str, path: str, *, has_plugin: bool) -> Step:
        own = ("--ssot-config", str(policy)) if has_plugin else ()
        argv = (peers.program("flake8"), "--isolated", "--max-line-length", "500", "--exit-zero", *own, path)
        env = {"PYTHONPATH": str(peers.ours)} if has_plugin else {}
        return Step(name, Command(argv, tree, env=env), lambda turn: changing.restore(), is_ours=has_plugin)

    one = changing.path.relative_to(tree).as_posix()
    return [
        step(FLAKE8, ".", has_plugin=False),
        step(FLAKE8_PLUGIN, ".", has_plugin=True),
        step(FLAKE8_ONE, one, has_plugin=False),
        step(FLAKE8_PLUGIN_ONE, one, has_plugin=True),
    ]


def copied(tree: Path, policy: Path) -> list[Step]:
    """The cold and the warm run of a tree of copies."""
    argv = (*CHECK, "--config", str(policy))
    again = Command(argv, tree)
    return [
        Step(COLD, Command((*argv, "--no-cache"), tree), says="all", is_ours=True),
        Step(WARM, again, lambda turn: measure(again), says="all", is_ours=True),
    ]


def forget(tree: Path) -> None:
    """Remove what earlier runs left."""
    shutil.rmtree(tree / ".ssot-lint-cache", ignore_errors=True)
