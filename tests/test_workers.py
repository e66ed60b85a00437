"""Work by several processes gives what one would give."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Sequence

import pytest

from ssot_lint.repo.workers import available, over_parts


def squares(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


def refuse(numbers: Sequence[int]) -> list[int]:
    raise LookupError(f"{len(numbers)} numbers")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 8, 9, 50])
def test_results_come_in_order(count: int, jobs: int) -> None:
    assert over_parts(squares, range(count), jobs) == [number * number for number in range(count)]


@pytest.mark.parametrize(("jobs", "message"), [(1, "20 numbers"), (2, "3 numbers")])
def test_errors_come_out(jobs: int, message: str) -> None:
    with pytest.raises(LookupError, match=message):
        over_parts(refuse, range(20), jobs)


@pytest.mark.parametrize("error", [ImportError, NotImplementedError, OSError])
def test_a_system_without_shared_locks(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(*arguments: object) -> None:
        raise error

    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", unavailable)
    assert over_parts(squares, range(5), 2) == [0, 1, 4, 9, 16]


def test_some_process_is_available() -> None:
    assert available() >= 1
