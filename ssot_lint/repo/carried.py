"""Answers that a run did not ask for, kept for those that will.

What a file answers by its text alone needs to be asked anew of that file only, whenever it has
changed. So such answers outlive the runs that have no use for them, with the files that have
changed since they were found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ssot_lint.repo.kept_shapes import by_text, texts

if TYPE_CHECKING:
    from ssot_lint.repo.difference import Difference

#: How the questions begin that each file answers by its text alone.
_BY_FILE = ("mentioning ", "passing ", "import lines with ", "methods ", "attributes set", "takers of ", "handed on ")
#: Under this name is kept which files have changed since, by question.
_SINCE = "changed since"
_MOST_FILES = 100  # changed ones; with more, all files are asked again

_is_sound = by_text(texts)


def changed_since(answers: Mapping[str, Any], question: str) -> frozenset[str]:
    """The files that had changed since an answer was found, when it was kept last."""
    return frozenset(_since(answers).get(question, ()))


def with_carried(before: Mapping[str, Any], answers: Mapping[str, Any], difference: Difference) -> dict[str, Any]:
    """The answers of a run, and those that an earlier one has kept and that this one did not ask for.

    `difference` is that of the files between the two.
    """
    if difference.is_nothing:
        kept = {**before, **answers}
        since = {question: paths for question, paths in _since(before).items() if question not in answers}
    else:
        since = {
            question: sorted({*difference.changed, *changed_since(before, question)})
            for question in before
            if question.startswith(_BY_FILE) and question not in answers
        }
        since = {question: paths for question, paths in since.items() if len(paths) <= _MOST_FILES}
        kept = {**{question: before[question] for question in since}, **answers}
    kept.pop(_SINCE, None)
    return {**kept, _SINCE: since} if since else kept


def _since(answers: Mapping[str, Any]) -> Mapping[str, list[str]]:
    since = answers.get(_SINCE)
    return since if since is not None and _is_sound(since) else {}
