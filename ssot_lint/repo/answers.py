"""Questions that are asked of every file: what the cache knows is asked only of those that have changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from ssot_lint.repo.kept_shapes import Shape, by_text, texts
from ssot_lint.repo.records import Records

if TYPE_CHECKING:  # a run in which nothing has changed needs none
    from ssot_lint.repo.sketch import Sketch

_Value = TypeVar("_Value")


def of_sketches(
    records: Records,
    question: str,
    answer: Callable[[Sketch], _Value | None],
    sketches: Callable[[], Mapping[str, Sketch]],
    shape: Shape,
) -> Mapping[str, _Value]:
    """What each Python file answers by its sketch; those whose answer is None are left out.

    All others have that `shape`.
    """
    before = records.answer_before(question, by_text(shape))
    if before is None:
        found = {path: given for path, sketch in sketches().items() if (given := answer(sketch)) is not None}
        records.keep_answer(question, found)
        return found
    changed = records.changed
    still = records.still(changed)
    again = zip(still, records.sketches(still), strict=True)
    fresh = {path: given for path, sketch in again if (given := answer(sketch)) is not None}
    kept = {path: given for path, given in before.items() if path not in changed}
    found = dict(sorted({**kept, **fresh}.items()))
    records.keep_answer(question, found, is_news=False)
    return found


def of_paths(records: Records, question: str, answer: Callable[[str], bool]) -> tuple[str, ...]:
    """The files of whose paths alone the answer is yes."""
    before, difference = records.answer_before(question, texts), records.difference
    if before is None or difference is None:
        found = [path for path in records.paths if answer(path)]
    else:
        fresh = (path for path in difference.come if answer(path))
        found = sorted([*fresh, *(path for path in before if path not in difference.gone)])
    records.keep_answer(question, found, is_news=before is None)
    return tuple(found)
