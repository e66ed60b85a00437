"""What answers came from: while all of that is as it was, an answer need not be found again.

Whoever asks the index leaves a trail: the files whose texts were read, those that were asked for
their definitions only, and the words that were searched for. Answers that several files share
(`Known`, and what the index keeps in its memo) have trails of their own, which are left wherever
they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, NamedTuple, TypeVar

from ssot_lint.repo.digest import digest_of

#: In `Trail.listed` the whole list of files; no path is written so.
WHOLE_LIST = "//"
_Question = TypeVar("_Question", bound=Hashable)
_Answer = TypeVar("_Answer")


class Trail:
    """All that one answer came from.

    `texts` are paths of files that count as a whole. Of `facts` only the facts count, but for the
    places in them; of `inner` the definitions inside functions. `words` are stretches of text: a file
    that gains or loses none of them changes nothing. `defined` are names of functions and classes: it
    counts which files define them. `listed` is what was looked up in the list of files: dotted modules,
    places of modules, folders with a `/` at their end, paths, names of files behind `*/`; or `WHOLE_LIST`.
    `committed` has the digest and the path of each file that was asked for as the last commit has it.
    `through` are the trails of other answers. `is_lost` tells that it came from something else too.
    """

    __slots__ = ("committed", "defined", "facts", "inner", "is_lost", "listed", "texts", "through", "words")

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.facts: set[str] = set()
        self.inner: set[str] = set()
        self.words: set[str] = set()
        self.defined: set[str] = set()
        self.listed: set[str] = set()
        self.committed: set[str] = set()
        self.through: dict[Trail, None] = {}
        self.is_lost = False

    def __bool__(self) -> bool:
        texts = (self.texts, self.facts, self.inner, self.words, self.defined, self.listed, self.committed)
        return self.is_lost or any((*texts, self.through))


class ReliedOn(NamedTuple):
    """What all files together say that many answers came from, and that is found out in every run.

    `world` are digests of what counts for every file; of `words` each counts for the files that have it.
    """

    world: dict[str, str]
    words: dict[str, Mapping[str, str]]


class Trails:
    """The trails that are being left, the innermost last. Where nobody follows, a trail is left to nobody.

    `is_off` in runs that keep nothing: all is then one trail.
    """

    def __init__(self, *, is_off: bool = False) -> None:
        self.is_off = is_off
        self._open: list[Trail] = []
        self._relied_on = ReliedOn({}, {})
        self.here = Trail()

    @contextmanager
    def followed(self) -> Iterator[Trail]:
        """What is asked meanwhile. It is no part of the trail around it, unless that is led `through` it."""
        if self.is_off:
            yield self.here
            return
        self._open.append(self.here)
        self.here = Trail()
        try:
            yield self.here
        finally:
            self.here = self._open.pop()

    def sought(self, words: Iterable[str], found: Iterable[str]) -> None:
        """It counts which files have some words; these had them."""
        if self._open:
            self.here.words.update(words)
            self.here.texts.update(found)

    def look_up(self, name: str) -> None:
        """It counts whether something is in the list of files; see `Trail.listed`."""
        if self._open:
            self.here.listed.add(name)

    def through(self, trail: Trail) -> None:
        """All counts that another answer came from."""
        if trail and self._open:
            self.here.through[trail] = None

    def rely_on(self, name: str, said: object) -> None:
        """Tell what counts for every file. It must have a `repr` that is the same whenever it is."""
        self._relied_on.world[name] = digest_of(said)

    def rely_on_words(self, name: str, said: Mapping[str, str]) -> None:
        """Tell what counts for the files that have a word."""
        self._relied_on.words[name] = said

    @property
    def relied_on(self) -> ReliedOn:
        """All that was told so far."""
        return ReliedOn({**self._relied_on.world}, {**self._relied_on.words})


class Known(Generic[_Question, _Answer]):
    """Answers that are found once. `answer` must not return anything that finds out more later."""

    def __init__(self, trails: Trails, answer: Callable[[_Question], _Answer]) -> None:
        self._trails = trails
        self._answer = answer
        self._known: dict[_Question, tuple[_Answer, Trail]] = {}

    def __call__(self, question: _Question) -> _Answer:
        known = self._known.get(question)
        if known is None:
            with self._trails.followed() as trail:
                answer = self._answer(question)
            known = self._known[question] = (answer, trail)
        self._trails.through(known[1])
        return known[0]
