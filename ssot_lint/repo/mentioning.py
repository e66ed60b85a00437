"""Which files contain what rules look for, found out anew only of those that changed since the last run.

To look through all texts takes as long as all else that is done for one file that somebody writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssot_lint.repo.digest import blake2b

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index
    from ssot_lint.source.needles import Needles


def mentioning(index: Index, needles: Needles) -> tuple[str, ...]:
    """The Python files that contain one of the words: `Index.mentioning`, which the next run need not ask again."""
    records, question = index.records, f"mentioning {_digest(needles)}"
    before = records.answer_before(question)
    if before is None:
        found = index.mentioning(needles)
        records.keep_answer(question, found)
        return found
    index.sought.add(needles)
    changed = frozenset(records.changed or ())
    kept = (path for path in before if path not in changed and path in index.python_set)
    now = (path for path in changed if needles.found_in(index.peek(path), path))
    found = tuple(sorted((*kept, *now)))
    records.keep_answer(question, found, is_news=False)
    return found


def _digest(needles: Needles) -> str:
    """A name for what is looked for."""
    words = (needles.words, needles.fragments, needles.defined, needles.defined_fragments)
    parts = [(last, sorted(part.beside), part.below) for last, part in sorted(needles.parts.items())]
    texts = [(text, sorted(beside)) for text, beside in sorted(needles.texts.items())]
    said = repr((*map(sorted, words), parts, texts))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
