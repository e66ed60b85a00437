"""What a command costs: wall time, CPU time of all its processes, and memory; and what the numbers say.

The machine is never quiet. So commands take turns, each is compared with the others of its own
round, and what is reported is the median of those ratios with the least and the most of them.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from resource import struct_rusage

#: Linux: processes that outlive the one that started them become ours, so that their CPU time is counted.
_PR_SET_CHILD_SUBREAPER = 36
_SAMPLED_EVERY = 0.01
_KIB_A_UNIT = 1 if sys.platform == "linux" else 1024  # ru_maxrss is in bytes on macOS


class Command(NamedTuple):
    """What is run, where, and by which codes it may end."""

    argv: tuple[str, ...]
    cwd: Path
    codes: Sequence[int] = (0,)
    stdin: Path | None = None
    env: Mapping[str, str] = {}


class Cost(NamedTuple):
    """Seconds of wall and of CPU, and MiB: of the largest process, and of all together.

    `said` is a digest of what went to standard output.
    """

    wall: float
    cpu: float
    largest: float
    together: float = 0.0
    said: str = ""


class Stopped(Exception):
    """A command ended by a code that it should not end by."""


class Spread(NamedTuple):
    """The median of some numbers, the least and the most."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{number(self.median)} ({number(self.least)} to {number(self.most)})"


def number(value: float) -> str:
    """Two digits after the point where they say something."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def spread(values: Sequence[float]) -> Spread:
    return Spread(statistics.median(values), min(values), max(values))


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Round by round, how many times theirs ours is."""
    return spread([one / other for one, other in zip(ours, theirs, strict=True)])


def added(more: Sequence[float], less: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Round by round, what the one costs beyond the other, as a part of what theirs costs."""
    return spread([(one - base) / other for one, base, other in zip(more, less, theirs, strict=True)])


def off_the_line(costs: Mapping[int, float]) -> dict[int, float]:
    """How far each cost is from a straight line through the first and the last, as a part of the line's."""
    first, last = min(costs), max(costs)
    slope = (costs[last] - costs[first]) / (last - first)
    line = {size: costs[first] + slope * (size - first) for size in costs}
    return {size: costs[size] / line[size] - 1 for size in costs}


# -- one run


def measure(command: Command, *, is_sampled: bool = False) -> Cost:
    """Run a command to its end and to that of all that it started.

    Wall time ends with the command itself, which is what a person waits for. `is_sampled` asks
    what all its processes have together, page by page shared (PSS), every 10 ms where Linux tells.
    """
    sampler = _Sampler()
    environment = {**os.environ, **command.env}
    with (
        open(command.stdin or os.devnull, "rb") as stdin,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        _adopt_orphans(is_wanted=True)
        begun = time.perf_counter()
        process = subprocess.Popen(
            command.argv, cwd=command.cwd, env=environment, stdin=stdin, stdout=out, stderr=err, process_group=0
        )
        try:
            if is_sampled:
                sampler.start(process.pid)
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            together = sampler.stop()
            spent = [used, *_orphans(process.pid)]
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            _adopt_orphans(is_wanted=False)
        said, complaint = (_read(stream) for stream in (out, err))
    if process.returncode not in command.codes:
        last = (complaint or said).decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise Stopped(f"exit code {process.returncode}: {last[:200]}")
    cpu = sum(one.ru_utime + one.ru_stime for one in spent)
    largest = max(one.ru_maxrss for one in spent) / 1024 / _KIB_A_UNIT
    return Cost(wall, cpu, largest, together, hashlib.sha256(said).hexdigest())


def _read(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read()


def _adopt_orphans(*, is_wanted: bool) -> None:
    """Make this process the parent of what its children leave behind, where the system can."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, int(is_wanted), 0, 0, 0)


def _orphans(group: int) -> list[struct_rusage]:
    """What the processes of a group used that are left behind, once they have ended."""
    found = []
    while True:
        try:
            found.append(os.wait4(-group, 0)[2])
        except ChildProcessError:
            return found


class _Sampler:
    """Asks the system every now and then what a tree of processes has in memory, all together."""

    def __init__(self) -> None:
        self._most = 0.0
        self._is_over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, process: int) -> None:
        self._thread = threading.Thread(target=self._watch, args=(process,), daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._is_over.set()
        if self._thread is not None:
            self._thread.join()
        return self._most

    def _watch(self, process: int) -> None:
        while not self._is_over.wait(_SAMPLED_EVERY):
            self._most = max(self._most, sum(map(_pss, descendants(process))) / 1024)


def descendants(process: int) -> list[int]:
    """A process and all below it; only itself where the system does not tell."""
    found = [process]
    for one in found:
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                found += map(int, Path(f"/proc/{one}/task/{task}/children").read_text().split())
        except OSError:  # ended meanwhile
            continue
    return found


def _pss(process: int) -> int:
    try:
        return pss_of(Path(f"/proc/{process}/smaps_rollup").read_text())
    except OSError:
        return 0


def pss_of(text: str) -> int:
    """The KiB of a `smaps_rollup`: pages that several processes have count in part for each."""
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


# -- rounds


class Step(NamedTuple):
    """A row of a table: what is run, and what is done before it that is not measured.

    `says` names what it must print, the same for all steps of that name.
    """

    name: str
    command: Command
    prepare: Callable[[int], object] = lambda turn: None
    says: str = ""
    is_ours: bool = False


class Row(NamedTuple):
    """What the rounds of a step cost; no costs where it could not be run, and why."""

    name: str
    costs: tuple[Cost, ...]
    why_not: str = ""


def rounds(steps: Sequence[Step], number: int, say: Callable[[str], object]) -> list[Row]:
    """Run all in turn, so often; a first round warms the disk and counts for nothing.

    Memory of all together is asked for in that first round, since asking takes time. A peer
    that can't be run is left out of the rest; where one of ours can't, or steps that should
    say the same do not, the benchmark ends.
    """
    costs: dict[str, list[Cost]] = {step.name: [] for step in steps}
    together: dict[str, float] = {}
    why_not: dict[str, str] = {}
    said: dict[str, tuple[str, str]] = {}
    for turn in range(number + 1):
        for step in steps:
            if step.name in why_not:
                continue
            try:
                step.prepare(turn)
                cost = measure(step.command, is_sampled=not turn)
            except (Stopped, OSError) as error:
                if step.is_ours:
                    raise
                why_not[step.name] = str(error)
                say(f"{step.name}: {error}")
                continue
            say(f"round {turn} of {number}: {step.name}: {cost.wall:.2f} s, CPU {cost.cpu:.2f} s")
            if step.says:
                first, other = said.setdefault(step.says, (cost.said, step.name))
                if first != cost.said:
                    raise Stopped(f"{step.name!r} and {other!r} should find the same, and do not: compare them")
            if turn:
                costs[step.name].append(cost._replace(together=together[step.name]))
            else:
                together[step.name] = cost.together
    return [Row(step.name, tuple(costs[step.name]), why_not.get(step.name, "")) for step in steps]
