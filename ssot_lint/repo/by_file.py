"""What single files answer: asked by all processors, and only of those that have changed since the last run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ssot_lint.repo.kept_shapes import Shape, by_text

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index

_Value = TypeVar("_Value")
MANY_FILES = 100  # to ask fewer takes about as long as to copy the process


def of_files(
    index: Index, question: str, paths: Sequence[str], answer: Callable[[str], _Value], shape: Shape
) -> dict[str, _Value]:
    """What some files answer, each by its text alone; those whose answer is empty are left out. All have that `shape`.

    `question` names all that the answer depends on besides, and why it is asked of these files and no others.
    """
    conclusions = index.conclusions
    index.looked_at.update(paths)
    before = conclusions.answer_before(question, by_text(shape))
    changed = frozenset(paths) if before is None else conclusions.changed_since(question)
    fresh = answers_of(index, answer, [path for path in paths if path in changed])
    kept = before or {}
    found = ((path, fresh[path] if path in changed else kept.get(path)) for path in paths)
    told = {path: given for path, given in found if given}
    conclusions.keep_answer(question, told, is_news=before is None)
    return told


def answers_of(index: Index, answer: Callable[[str], _Value], paths: Sequence[str]) -> dict[str, _Value]:
    """What files answer, which pickle must be able to hold: many are asked by copies of this process."""
    if len(paths) < MANY_FILES or index.records.jobs <= 1:
        return {path: answer(path) for path in paths}
    from ssot_lint.repo.workers import over_parts

    index.learned()  # the copies will know that
    found: dict[str, _Value] = {}
    for answers, learned in over_parts(partial(_apart, index, answer), paths, index.records.jobs):
        found.update(answers)
        index.learn(learned)
    return found


def _apart(
    index: Index, answer: Callable[[str], _Value], paths: Sequence[str]
) -> list[tuple[dict[str, _Value], tuple[Any, ...]]]:
    return [({path: answer(path) for path in paths}, index.learned())]
