"""Which files contain what rules look for, found out anew only of those that changed since the last run.

To look through all texts takes as long as all else that is done for one file that somebody writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ssot_lint.repo.digest import blake2b
from ssot_lint.repo.kept_shapes import Shape, by_text, texts
from ssot_lint.source.needles import Needles

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index

_Value = TypeVar("_Value")
_MANY_FILES = 100  # to ask fewer takes about as long as to copy the process
_MANY = 40  # needles; more are found more quickly together


def mentioning(index: Index, needles: Needles) -> tuple[str, ...]:
    """The Python files that contain one of the words: `Index.mentioning`, which the next run need not ask again.

    What is known is known of each word, for there is another one whenever somebody hands on a thing by a new name.
    """
    single = [*_apart(needles)]
    if not 0 < len(single) <= _MANY:
        return tuple(_of_one(index, needles))
    for one in single:
        if index.records.answer_before(_question(one), texts) is None:
            index.expect(one)
    index.sought.add(needles)
    return tuple(sorted(frozenset().union(*(_of_one(index, one) for one in single))))


def of_files(
    index: Index, question: str, paths: Sequence[str], answer: Callable[[str], _Value], shape: Shape
) -> dict[str, _Value]:
    """What some files answer, each by its text alone; those whose answer is empty are left out. All have that `shape`.

    `question` names all that the answer depends on besides, and why it is asked of these files and no others.
    """
    records = index.records
    index.looked_at.update(paths)
    before = records.answer_before(question, by_text(shape))
    changed = frozenset(paths) if before is None else records.changed_since(question)
    fresh = _answers(index, answer, [path for path in paths if path in changed])
    kept = before or {}
    found = ((path, fresh[path] if path in changed else kept.get(path)) for path in paths)
    told = {path: given for path, given in found if given}
    records.keep_answer(question, told, is_news=before is None)
    return told


def _answers(index: Index, answer: Callable[[str], _Value], paths: Sequence[str]) -> dict[str, _Value]:
    """What files answer; many are asked by copies of this process."""
    if len(paths) < _MANY_FILES or index.records.jobs <= 1:
        return {path: answer(path) for path in paths}
    from ssot_lint.repo.workers import over_parts

    index.learned()  # the copies will know that
    found: dict[str, _Value] = {}
    for answers, learned in over_parts(partial(_answers_apart, index, answer), paths, index.records.jobs):
        found.update(answers)
        index.learn(learned)
    return found


def _answers_apart(
    index: Index, answer: Callable[[str], _Value], paths: Sequence[str]
) -> list[tuple[dict[str, _Value], tuple[Any, ...]]]:
    return [({path: answer(path) for path in paths}, index.learned())]


def _of_one(index: Index, needles: Needles) -> Sequence[str]:
    records, question = index.records, _question(needles)
    before = records.answer_before(question, texts)
    if before is None:
        asked = index.mentioning(needles)
        records.keep_answer(question, asked)
        return asked
    index.sought.add(needles)
    changed = records.changed_since(question)
    kept = (path for path in before if path not in changed)
    now = (path for path in changed if needles.found_in(index.peek(path), path))
    found = sorted((*kept, *now))
    records.keep_answer(question, found, is_news=False)
    index.trails.sought(needles.everything, found)
    return found


def _apart(needles: Needles) -> Iterator[Needles]:
    """Each of the words alone: a text contains one of them if one of these is found in it."""
    yield from (Needles({word}) for word in needles.words)
    yield from (Needles(fragments={word}) for word in needles.fragments)
    yield from (Needles(defined={word}) for word in needles.defined)
    yield from (Needles(defined_fragments={word}) for word in needles.defined_fragments)
    yield from (Needles(parts={last: part}) for last, part in needles.parts.items())
    yield from (Needles(texts={text: beside}) for text, beside in needles.texts.items())


def _question(needles: Needles) -> str:
    """A name for what is looked for."""
    return f"mentioning {blake2b(repr(needles).encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
