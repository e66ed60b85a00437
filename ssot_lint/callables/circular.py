"""Answers to questions that may come down to themselves: `node = node.parent()` is whatever node was, and its parents.

To follow every way through such code takes longer than anybody waits: there are as many as there are
orders of its assignments. So each question is asked once a round, and takes for its own answer what
the round before found, until a round finds nothing new.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from ssot_lint.repo.trails import Trail, Trails

_Answer = TypeVar("_Answer")
_MOST_ROUNDS = 8


class Circular(Generic[_Answer]):
    """What questions were answered, each with all that it may be.

    `unknown` is the answer to those on which the rounds do not agree in the end.
    """

    def __init__(self, unknown: _Answer, trails: Trails) -> None:
        self._unknown = unknown
        self._trails = trails
        self._known: dict[Hashable, list[_Answer]] = {}
        self._came: dict[Hashable, Trail] = {}  # one for all that were settled together
        self._guesses: dict[Hashable, list[_Answer]] = {}
        self._asked: set[Hashable] = set()  # in this round
        self._open: set[Hashable] = set()
        self._is_circular = False

    def of(self, question: Hashable, answer: Callable[[], list[_Answer]]) -> list[_Answer]:
        """The answer to a question, by what `answer` finds, which may ask others."""
        if question not in self._known:
            if self._open:
                return self._guess(question, answer)
            try:
                with self._trails.followed() as trail:
                    settled = self._settled(question, answer)
            finally:
                self._guesses, self._open = {}, set()
            self._known.update(settled)
            self._came.update(dict.fromkeys(settled, trail))
        self._trails.through(self._came[question])
        return self._known[question]

    def _settled(self, question: Hashable, answer: Callable[[], list[_Answer]]) -> dict[Hashable, list[_Answer]]:
        for _ in range(_MOST_ROUNDS):
            before = {asked: frozenset(found) for asked, found in self._guesses.items()}
            self._asked, self._is_circular = set(), False
            self._guess(question, answer)
            if not self._is_circular:
                return self._guesses
            if before == {asked: frozenset(found) for asked, found in self._guesses.items()}:
                # In whatever order they were asked, the answers are in one.
                return {asked: sorted(found, key=repr) for asked, found in self._guesses.items()}
        return {asked: [self._unknown] for asked in self._guesses}

    def _guess(self, question: Hashable, answer: Callable[[], list[_Answer]]) -> list[_Answer]:
        if question in self._asked:
            self._is_circular = self._is_circular or question in self._open
            return self._guesses.get(question, [])
        self._asked.add(question)
        self._open.add(question)
        found = self._guesses[question] = answer()
        self._open.discard(question)
        return found
