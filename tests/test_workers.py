"""Work by several processes gives what one would give."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from ssot_lint.repo.workers import available, over_parts

HERE = os.getpid()


def squares(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


def refuse(numbers: Sequence[int]) -> list[int]:
    raise LookupError(f"{len(numbers)} numbers")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 8, 9, 50])
def test_results_come_in_order(count: int, jobs: int) -> None:
    assert over_parts(squares, range(count), jobs) == [number * number for number in range(count)]


@pytest.mark.parametrize(("jobs", "message"), [(1, "20 numbers"), (2, "2 numbers")])
def test_errors_come_out(jobs: int, message: str) -> None:
    with pytest.raises(LookupError, match=message):
        over_parts(refuse, range(20), jobs)


def only_here(numbers: Sequence[int]) -> list[int]:
    """Work that a copy of this process can't do."""
    if os.getpid() != HERE:
        raise LookupError
    return squares(numbers)


def killed_elsewhere(numbers: Sequence[int]) -> list[int]:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(numbers)


def unwritable_elsewhere(numbers: Sequence[int]) -> list[int]:
    return squares(numbers) if os.getpid() == HERE else [lambda: 1]  # type: ignore[list-item]


@pytest.mark.parametrize("work", [only_here, killed_elsewhere, unwritable_elsewhere])
def test_what_a_copy_leaves_undone_is_done_here(work: Callable[[Sequence[int]], list[int]]) -> None:
    assert over_parts(work, range(100), 3) == squares(range(100))


def fractions(numbers: Sequence[int]) -> list[Fraction]:
    return [Fraction(number, 7) for number in numbers]


def test_results_of_any_kind_come_back() -> None:
    assert over_parts(fractions, range(50), 3) == fractions(range(50))


@pytest.mark.parametrize("place", ["os.pipe", "os.fork"])
def test_a_system_without_more_processes(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise BlockingIOError

    monkeypatch.setattr(place, refuse)
    assert over_parts(squares, range(5), 2) == [0, 1, 4, 9, 16]


def test_a_system_that_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "fork")
    assert over_parts(squares, range(5), 2) == [0, 1, 4, 9, 16]


def children() -> set[str]:
    """The processes that this one has started, those that have ended but were not waited for too."""
    found = set()
    for one in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            if one.isdigit():
                parent = Path("/proc", one, "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
                found |= {one} if parent == str(os.getpid()) else set()
    return found


def test_no_process_and_no_pipe_is_left() -> None:
    before, others = sorted(os.listdir("/proc/self/fd")), children()
    over_parts(squares, range(100), 4)
    with pytest.raises(LookupError):
        over_parts(refuse, range(100), 4)
    assert sorted(os.listdir("/proc/self/fd")) == before
    assert children() <= others


def test_some_process_is_available() -> None:
    assert available() >= 1
