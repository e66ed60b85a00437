"""Work on many files by several processes, where that pays."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_PARTS = 4  # each process gets so many parts, so that one slow part does not keep all waiting


def available() -> int:
    """How many processes can run at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover (not on Linux)


def over_parts(work: Callable[[Sequence[_Item]], list[_Result]], items: Sequence[_Item], jobs: int) -> list[_Result]:
    """What `work` makes of the items, in their order, by `jobs` processes on parts of them.

    `work` must depend on nothing but its items, and be found by name in its module.
    """
    if jobs <= 1 or len(items) < 2:
        return work(items)
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    size = -(-len(items) // (jobs * _PARTS))
    parts = [items[start : start + size] for start in range(0, len(items), size)]
    # A fork is ready at once; elsewhere than on Linux it is not safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    try:
        pool = ProcessPoolExecutor(min(jobs, len(parts)), context)
    except (ImportError, NotImplementedError, OSError):  # a system without shared locks, as in many sandboxes
        return work(items)
    with pool:
        return [result for done in pool.map(work, parts) for result in done]
