"""Work on many files by several processes, where that pays."""

from __future__ import annotations

import marshal
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_PARTS = 8  # each process gets so many parts, so that one slow part does not keep all waiting
_MOST_PARTS = 250  # the number of a part is a byte


def available() -> int:
    """How many processes can run at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover (not on Linux)


def can_fork() -> bool:
    """Whether a copy of this process can go on with what it knows: Windows has none, on macOS it may hang."""
    return sys.platform == "linux"


def over_parts(work: Callable[[Sequence[_Item]], list[_Result]], items: Sequence[_Item], jobs: int) -> list[_Result]:
    """What `work` makes of the items, in their order, by this process and copies of it: `jobs` in all.

    `work` must depend on nothing but its items and what was known before. Results that `marshal` can
    write come back quickest. What a copy leaves undone, since it was killed or failed, is done here.
    """
    if jobs <= 1 or len(items) < 2 or not can_fork():
        return work(items)
    size = -(-len(items) // min(jobs * _PARTS, _MOST_PARTS))
    parts = [items[start : start + size] for start in range(0, len(items), size)]
    done: dict[int, list[_Result]] = {}
    with suppress(OSError):  # without more processes or pipes, the parts that are left are done here
        done = _done_by_copies(work, parts, jobs)
    return [result for number, part in enumerate(parts) for result in (done[number] if number in done else work(part))]


def _done_by_copies(
    work: Callable[[Sequence[_Item]], list[_Result]], parts: Sequence[Sequence[_Item]], jobs: int
) -> dict[int, list[_Result]]:
    """What this process and its copies make of the parts, by their numbers; some may be missing."""
    copies: list[_Copy] = []
    waiting = _queue(len(parts))
    try:
        while len(copies) < min(jobs, len(parts)) - 1:
            copies.append(_start(work, parts, waiting))
        done = _take(work, parts, waiting)
        while copies:
            done.update(_result_of(copies[-1]))
            _end(copies.pop())
        return done
    finally:
        os.close(waiting)
        for copy in copies:
            os.kill(copy.process, signal.SIGKILL)
            _end(copy)


class _Copy(NamedTuple):
    """A copy of this process: its id, and where its results can be read."""

    process: int
    results: int


def _queue(count: int) -> int:
    """Where the numbers of the parts can be read that nobody has taken, a byte each."""
    reading, writing = os.pipe()
    os.write(writing, bytes(range(count)))
    os.close(writing)
    return reading


def _start(work: Callable[[Sequence[_Item]], list[_Result]], parts: Sequence[Sequence[_Item]], waiting: int) -> _Copy:
    reading, writing = os.pipe()
    try:
        process = os.fork()
        if not process:
            _tell(writing, work, parts, waiting)
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return _Copy(process, reading)


def _tell(
    writing: int, work: Callable[[Sequence[_Item]], list[_Result]], parts: Sequence[Sequence[_Item]], waiting: int
) -> NoReturn:
    """What a copy does: its share, and no more; what this process would do at its end is not for it to do."""
    try:
        with open(writing, "wb") as stream:
            stream.write(_written(_take(work, parts, waiting)))
    finally:
        os._exit(0)


def _written(done: dict[int, list[_Result]]) -> bytes:
    try:
        return marshal.dumps(done)
    except ValueError:
        from pickle import dumps

        return marshal.dumps(dumps(done))


def _take(
    work: Callable[[Sequence[_Item]], list[_Result]], parts: Sequence[Sequence[_Item]], waiting: int
) -> dict[int, list[_Result]]:
    """Do parts that nobody has taken, until there are none."""
    done = {}
    while number := os.read(waiting, 1):
        done[number[0]] = work(parts[number[0]])
    return done


def _result_of(copy: _Copy) -> dict[int, Any]:
    with open(copy.results, "rb", closefd=False) as stream:
        written = stream.read()
    found: dict[int, Any] = {}
    with suppress(EOFError, ValueError, TypeError):
        found = marshal.loads(written)
        if isinstance(found, bytes):
            from pickle import loads

            found = loads(found)
    return found


def _end(copy: _Copy) -> None:
    os.close(copy.results)
    os.waitpid(copy.process, 0)
