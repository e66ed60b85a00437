"""Which files contain what rules look for, found out anew only of those that changed since the last run.

To look through all texts takes as long as all else that is done for one file that somebody writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ssot_lint.repo.digest import blake2b
from ssot_lint.repo.kept_shapes import texts
from ssot_lint.source.needles import Needles

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index

_MANY = 40  # needles; more are found more quickly together


def mentioning(index: Index, needles: Needles) -> tuple[str, ...]:
    """The Python files that contain one of the words: `Index.mentioning`, which the next run need not ask again.

    What is known is known of each word, for there is another one whenever somebody hands on a thing by a new name.
    """
    single = [*_apart(needles)]
    if not 0 < len(single) <= _MANY:
        return tuple(_of_one(index, needles))
    for one in single:
        if index.conclusions.answer_before(_question(one), texts) is None:
            index.expect(one)
    index.sought.add(needles)
    return tuple(sorted(frozenset().union(*(_of_one(index, one) for one in single))))


def _of_one(index: Index, needles: Needles) -> Sequence[str]:
    conclusions, question = index.conclusions, _question(needles)
    before = conclusions.answer_before(question, texts)
    if before is None:
        asked = index.mentioning(needles)
        conclusions.keep_answer(question, asked)
        return asked
    index.sought.add(needles)
    changed = conclusions.changed_since(question)
    kept = (path for path in before if path not in changed)
    now = (path for path in conclusions.still(changed) if needles.found_in(index.peek(path), path))
    found = sorted((*kept, *now))
    conclusions.keep_answer(question, found, is_news=False)
    index.trails.sought(needles.everything, found)
    return found


def passing(index: Index, question: str, paths: Iterable[str], test: Callable[[bytes, str], bool]) -> Iterator[str]:
    """Those of some files that pass a test of their texts, which the next run need not make again.

    `question` names the test, and all that it depends on. Whoever fails it must count for nothing.
    """
    if not index.records.has_cache:
        return (path for path in paths if test(index.peek(path), path))  # for many the first will do
    question = f"passing {question}"
    conclusions = index.conclusions
    before, changed = conclusions.answer_before(question, texts), conclusions.changed_since(question)
    known = None if before is None else frozenset(before)
    found = [
        path for path in paths if (test(index.peek(path), path) if known is None or path in changed else path in known)
    ]
    conclusions.keep_answer(question, found, is_news=known is None)
    return iter(found)


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
