"""Questions that are asked of every file: what the cache knows is asked only of those that have changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import Shape, by_text, flag, texts
from ssot_lint.repo.trails import WHOLE_LIST

if TYPE_CHECKING:  # a run in which nothing has changed needs none
    from ssot_lint.repo.sketch import Sketch

_Value = TypeVar("_Value")


def ask_sketches(
    index: Index, question: str, answer: Callable[[Sketch], _Value | None], shape: Shape = flag
) -> Mapping[str, _Value]:
    """What each Python file answers to a question; those whose answer is None are left out.

    The answer must depend on nothing but the sketch, and be something that JSON can hold,
    of that `shape`. `question` names it, with all that it depends on.
    """
    index.trails.here.is_lost = True
    return index.memo(("ask", question), lambda: _of_sketches(index, question, answer, shape))


def _of_sketches(
    index: Index, question: str, answer: Callable[[Sketch], _Value | None], shape: Shape
) -> Mapping[str, _Value]:
    conclusions = index.conclusions
    before = conclusions.answer_before(question, by_text(shape))
    if before is None:
        found = {path: given for path, sketch in index.sketches.items() if (given := answer(sketch)) is not None}
        conclusions.keep_answer(question, found)
        return found
    changed = conclusions.changed
    still = conclusions.still(changed)
    again = zip(still, index.records.sketches(still), strict=True)
    fresh = {path: given for path, sketch in again if (given := answer(sketch)) is not None}
    kept = {path: given for path, given in before.items() if path not in changed}
    found = dict(sorted({**kept, **fresh}.items()))
    conclusions.keep_answer(question, found, is_news=False)
    return found


def ask_paths(index: Index, question: str, answer: Callable[[str], bool]) -> tuple[str, ...]:
    """The files, of whatever kind, of whose paths alone the answer is yes; `question` names it."""
    return index.memo(("ask paths", question), lambda: _of_paths(index, question, answer))


def _of_paths(index: Index, question: str, answer: Callable[[str], bool]) -> tuple[str, ...]:
    conclusions = index.conclusions
    index.trails.look_up(WHOLE_LIST)
    before, difference = conclusions.answer_before(question, texts), conclusions.difference
    if before is None or difference is None:
        found = [path for path in index.records.paths if answer(path)]
    else:
        fresh = (path for path in difference.come if answer(path))
        found = sorted([*fresh, *(path for path in before if path not in difference.gone)])
    conclusions.keep_answer(question, found, is_news=before is None)
    return tuple(found)
