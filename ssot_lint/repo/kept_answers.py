"""What single files answer, by whatever is asked on the way: kept until something changes that it came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ssot_lint.repo.by_file import MANY_FILES
from ssot_lint.repo.earlier import Earlier, News
from ssot_lint.repo.index import Index


def kept_answers(
    index: Index, earlier: Earlier, answer: Callable[[str], Any], paths: Sequence[str], *, needs_facts: bool = False
) -> dict[str, Any]:
    """What some files answer, in their order; see `Earlier` for what an answer may be.

    Many are asked by copies of this process. Facts of files are lost with these in a run without a
    cache, so where it `needs_facts` there are none then.
    """
    found = {path: earlier.of(path) for path in paths}
    new = [path for path, given in found.items() if given is None]
    if len(new) < MANY_FILES or index.records.jobs <= 1 or (needs_facts and not index.records.has_cache):
        found.update(_asked(index, earlier, answer, new))
    else:
        from ssot_lint.repo.workers import over_parts

        index.learned()  # the copies will know that
        for given, learned, news in over_parts(partial(_asked_apart, index, earlier, answer), new, index.records.jobs):
            found.update(given)
            index.learn(learned)
            earlier.learn((news, set()))
    earlier.end()
    return found


def _asked(index: Index, earlier: Earlier, answer: Callable[[str], Any], paths: Sequence[str]) -> dict[str, Any]:
    found = {}
    for path in paths:
        with index.trails.followed() as trail:
            found[path] = answer(path)
        earlier.keep(path, found[path], trail)
    return found


def _asked_apart(
    index: Index, earlier: Earlier, answer: Callable[[str], Any], paths: Sequence[str]
) -> list[tuple[dict[str, Any], tuple[Any, ...], News]]:
    return [(_asked(index, earlier, answer, paths), index.learned(), earlier.news()[0])]
