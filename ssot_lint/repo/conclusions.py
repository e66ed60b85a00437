"""What was concluded from all files at once, and how these differ from those that an earlier run concluded it from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from ssot_lint.repo.carried import changed_since, with_carried
from ssot_lint.repo.difference import Difference, Files
from ssot_lint.repo.kept_shapes import Shape, anything
from ssot_lint.repo.records import Records


class Conclusions:
    """Answers to questions about all files of some `records`: those of the cache, and those of this run.

    An answer of the cache is one about the files as they were: whoever takes it over looks at what has changed.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._cache = records.cache
        self._answers: dict[str, Any] = {}
        self._told = 0
        #: Whether there is an answer that is worth to be written.
        self.has_news = False

    # -- what has changed

    @cached_property
    def difference(self) -> Difference | None:
        """How the files differ from those of which the answers of the cache were found.

        None when there are no such answers, or when they would be of no use.
        """
        cache, records, tree = self._cache, self._records, self._records.tree
        if cache is None or cache.tree.roots != tree.roots:
            return None
        suspects = {*records.python_set.intersection(cache.unlike(tree.stats)), *records.overlay}
        changed = (
            path for path in suspects & records.python_set if records.content(path) != cache.content_before(path)
        )
        now = before = Files((), ())
        if records.overlay or tree.signature is None or cache.tree.signature != tree.signature:
            before = Files(cache.paths, [path for path, was_python in cache.tree.candidates.items() if was_python])
            now = Files(records.paths, records.python_set)
        difference = Difference(before, now, changed, tree.roots)
        return None if difference.is_much else difference

    @property
    def changed(self) -> frozenset[str]:
        """The files of Python that have another text than when the answers of the cache were found, or came or went."""
        return frozenset() if self.difference is None else self.difference.changed

    def changed_since(self, question: str) -> frozenset[str]:
        """The files that are not as they were when an answer of the cache was found."""
        return self.changed if self._cache is None else self.changed | changed_since(self._cache.answers, question)

    def still(self, paths: Iterable[str]) -> list[str]:
        """Those of some files that are there, and are Python."""
        return sorted(self._records.python_set.intersection(paths))

    # -- answers

    def answer_before(self, question: str, shape: Shape = anything) -> Any:
        """What the cache has concluded from all files, None when it has not, in this shape; see `difference`."""
        return None if self._cache is None or self.difference is None else self._cache.answer(question, shape)

    def kept_answer(self, name: str, shape: Shape = anything) -> Any:
        """What was kept under a name, whatever has changed since: for what says itself of which contents it is."""
        return self._answers.get(name) or (None if self._cache is None else self._cache.answer(name, shape))

    def keep_answer(self, question: str, answer: object, *, is_news: bool = True) -> None:
        """Keep a conclusion from all files as they are now; it must be something that JSON can hold.

        What is news is worth to be written. What takes long to put together may be a function that does it.
        """
        if not self._records.overlay:
            self._answers[question] = answer
            self.has_news |= is_news

    # -- for others

    def learned(self) -> tuple[dict[str, Any], bool]:
        """What was concluded since this was last asked, for another process, which knows what was known then."""
        news = dict(islice(self._answers.items(), self._told, None))
        self._told = len(self._answers)
        return _put_together(news), self.has_news

    def learn(self, told: tuple[dict[str, Any], bool]) -> None:
        """Take what another process has concluded."""
        answers, has_news = told
        self._answers.update(answers)
        self.has_news |= has_news

    def hand_over(self) -> Mapping[str, Any]:
        """All that the next run may ask for, to be written: no more is news after that."""
        self.has_news = False
        answers = _put_together(self._answers)
        if self._cache is None or self.difference is None:
            return answers
        return with_carried(self._cache.answers, answers, self.difference)


def _put_together(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as plain values: some are functions that make them."""
    return {question: one() if callable(one) else one for question, one in answers.items()}
