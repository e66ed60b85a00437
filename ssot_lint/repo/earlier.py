"""What an earlier run found out of single files, as long as nothing has changed that it came from.

To judge one file may take the facts and texts of many others. What it came to is kept with its
trail; of those files that have changed it is asked whether they still say what it came from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache, cached_property
from typing import Any, NamedTuple

from ssot_lint.repo.at_head import digest_at_head
from ssot_lint.repo.facts import inner_without_places, without_places
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import Shape, by_text, count, row, text, texts
from ssot_lint.repo.trails import Trail
from ssot_lint.source.needles import Needles

_BETWEEN = "|"
_MANY = 200  # words; with more it is no use to look for them


class Step(NamedTuple):
    """A trail as plain values, each sorted: `through` are the numbers of others, which come before it."""

    texts: tuple[str, ...]
    facts: tuple[str, ...]
    inner: tuple[str, ...]
    words: tuple[str, ...]
    defined: tuple[str, ...]
    listed: tuple[str, ...]
    committed: tuple[str, ...]
    through: tuple[int, ...]


class News(NamedTuple):
    """What was found out: by file, the number of its trail and what was found."""

    trails: list[Step]
    told: dict[str, tuple[int, Any]]


class Earlier:
    """What is known of files by an earlier run that asked the same `question`, and what this one finds out.

    It is known while `world` is the same: all that counts for every file. What counts for files
    that have some words, the index tells. `shape` is that of what is known of one file, which
    must be something that JSON can hold. `changed` are files that are no Python and are not as they were.
    """

    def __init__(
        self, index: Index, question: str, world: str, shape: Shape, changed: Collection[str] = frozenset()
    ) -> None:
        self._index = index
        self._question = f"files: {question}"
        self._world = world
        self._shape = shape
        self._changed = index.conclusions.changed.union(changed)
        self._words = index.trails.relied_on.words
        self._numbers: dict[Trail, int | None] = {}
        self._same: dict[Step, int] = {}
        self._news = News([], {})
        self._taken: set[str] = set()

    # -- what is known

    def of(self, path: str) -> Any:
        """What is known of a file; None when it must be found out."""
        if path in self._taken:
            return self._before.told[path][1]
        known = self._before.told.get(path)
        if known is None or path in self._changed or not self._holding[known[0]] or self._has_other_words(path):
            return None
        self._taken.add(path)
        return known[1]

    def _has_other_words(self, path: str) -> bool:
        words = self._other_words
        return words is not None and (not words or words.found_in(self._index.peek(path), path))

    @cached_property
    def _other_words(self) -> Needles | None:
        """The words of which something else is said than before, None where there are none; nothing if too many."""
        before, now = self._record[1], self._words
        words = {
            word
            for name in {*before, *now}
            for word, _ in {*before.get(name, {}).items()} ^ {*now.get(name, {}).items()}
        }
        return Needles(words if len(words) < _MANY else ()) if words else None

    @cached_property
    def _record(self) -> tuple[Any, ...]:
        shape = row(text, by_text(by_text(text)), text, texts, by_text(row(count, self._shape)))
        found = self._index.conclusions.answer_before(self._question, shape)
        return ("", {}, "", [], {}) if found is None or found[0] != self._world else tuple(found)

    @cached_property
    def _before(self) -> News:
        _, _, names, trails, told = self._record
        named = names.split("\0")
        try:
            steps = [_read(trail, named) for trail in trails]
        except (ValueError, IndexError):  # of another build
            return News([], {})
        is_sound = all(number < at for at, step in enumerate(steps) for number in step.through)
        if not is_sound or any(number >= len(steps) for number, _ in told.values()):
            return News([], {})
        return News(steps, told)

    @cached_property
    def _holding(self) -> list[bool]:
        """Whether all that each trail came from is as it was."""
        questions = _Changes(self._index)
        holding: list[bool] = []
        for step in self._before.trails:
            holding.append(all(holding[number] for number in step.through) and questions.hold(step))
        return holding

    # -- what is found out

    def keep(self, path: str, found: Any, trail: Trail) -> None:
        """Keep what was found out of a file, if it is known what it came from."""
        number = None if self._index.trails.is_off else self._number(trail)
        if number is not None:
            self._news.told[path] = (number, found)
            self._index.records.took_parsing(path)

    def _number(self, trail: Trail) -> int | None:
        """The number of a trail, None if something is lost on it. No recursion: trails go deep."""
        waiting = [trail]
        while waiting:
            last = waiting[-1]
            unknown = [one for one in last.through if one not in self._numbers]
            if unknown and last not in self._numbers:
                waiting += unknown
                continue
            waiting.pop()
            if last not in self._numbers:
                through = [self._numbers[one] for one in last.through]
                is_lost = last.is_lost or None in through
                self._numbers[last] = (
                    None if is_lost else self._number_of(_step(last, (one for one in through if one is not None)))
                )
        return self._numbers[trail]

    def _number_of(self, step: Step) -> int:
        """Its own number, or that of one that is the same."""
        number = self._same.get(step)
        if number is None:
            number = self._same[step] = len(self._news.trails)
            self._news.trails.append(step)
        return number

    # -- between processes

    def news(self) -> tuple[News, set[str]]:
        """What was found out since this was last asked, for another process."""
        news, taken = self._news, self._taken
        self._news, self._taken, self._numbers, self._same = News([], {}), set(), {}, {}
        return news, taken

    def learn(self, told: tuple[News, set[str]]) -> None:
        """Take what another process has found out."""
        news, taken = told
        self._add(news, news.told)
        self._taken |= taken

    def _add(self, news: News, paths: Collection[str]) -> None:
        """Take what was found out of some files, with the trails that it takes."""
        wanted = [False] * len(news.trails)
        for path in paths:
            wanted[news.told[path][0]] = True
        for at in range(len(wanted) - 1, -1, -1):
            for number in news.trails[at].through if wanted[at] else ():
                wanted[number] = True
        numbers: dict[int, int] = {}
        for at, step in enumerate(news.trails):
            if wanted[at]:
                through = sorted({numbers[one] for one in step.through})
                numbers[at] = self._number_of(step._replace(through=tuple(through)))
        for path in paths:
            number, found = news.told[path]
            self._news.told[path] = (numbers[number], found)

    # -- the next run

    def end(self) -> None:
        """Make this run depend on all that it took from the earlier one, and keep everything for the next one."""
        self._add(self._before, sorted(self._taken))
        for path in self._taken:
            self._index.looked_at.add(path)
        words: set[str] = set()
        for step in self._news.trails:
            self._index.looked_at.update(step.texts, step.facts, step.inner)
            words.update(step.words, step.defined)
        if words:
            self._index.sought.add(Needles(fragments=words))
        self._index.conclusions.keep_answer(self._question, self._written, is_news=False)

    def _written(self) -> list[Any]:
        names: dict[str, int] = {}
        trails = [_written(step, names) for step in self._news.trails]
        told = dict(sorted(self._news.told.items()))
        return [self._world, self._words, "\0".join(names), trails, told]


class _Changes:
    """What has changed, as far as it counts for trails; facts are asked for only where they count."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._changed = index.conclusions.changed
        self._looked_up = index.conclusions.difference.looked_up if index.conclusions.difference else frozenset()
        self._texts = [(path, index.peek(path)) for path in index.conclusions.still(self._changed)]
        self._others = cache(self._other_facts)
        self._has = cache(self._is_in_one)
        self._defines = cache(self._is_defined_in_one)
        self._is_committed = cache(lambda said: digest_at_head(index, said.partition(" ")[2]) == said)

    def hold(self, step: Step) -> bool:
        return (
            self._changed.isdisjoint(step.texts)
            and not any(self._others(path)[0] for path in self._changed.intersection(step.facts))
            and not any(self._others(path)[1] for path in self._changed.intersection(step.inner))
            and self._looked_up.isdisjoint(step.listed)
            and not any(map(self._has, step.words))
            and not any(map(self._defines, step.defined))
            and all(map(self._is_committed, step.committed))
        )

    def _other_facts(self, path: str) -> tuple[bool, bool]:
        """Whether a file has other facts than before, and other definitions inside functions."""
        before = self._index.facts_before(path)
        if before is None or path not in self._index.python_set:
            return True, True
        now = self._index.facts(path)
        inner = inner_without_places(before.inner) != inner_without_places(now.inner)
        return without_places(before) != without_places(now), inner

    def _is_in_one(self, word: str) -> bool:
        needles = Needles(fragments={word})
        return any(needles.found_in(data, path) for path, data in self._texts)

    def _is_defined_in_one(self, word: str) -> bool:
        needles = Needles(defined={word})
        return any(needles.found_in(data, path) and any(self._others(path)) for path, data in self._texts)


# -- as plain values


def _step(trail: Trail, through: Iterable[int]) -> Step:
    parts = trail.texts, trail.facts, trail.inner, trail.words, trail.defined, trail.listed, trail.committed
    return Step._make([*(tuple(sorted(part)) for part in parts), tuple(sorted({*through}))])


def _written(step: Step, names: dict[str, int]) -> str:
    """A trail as text; names get numbers."""
    *parts, through = step
    numbers = ([names.setdefault(name, len(names)) for name in part] for part in parts)
    return _BETWEEN.join(" ".join(map(str, part)) for part in (*numbers, through))


def _read(trail: str, names: list[str]) -> Step:
    *parts, through = trail.split(_BETWEEN)
    if len(parts) != len(Step._fields) - 1:
        raise ValueError(trail)
    read = (tuple([names[int(one)] for one in part.split()]) if part else () for part in parts)
    return Step._make([*read, tuple(map(int, through.split()))])
