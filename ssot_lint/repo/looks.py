"""Which of many files have some words, of whatever kind they are: only those that look otherwise are read again.

git finds them all at first. To search tens of thousands of texts again takes longer than all else
of a run in which little has changed.
"""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from ssot_lint.repo.answers import ask_paths
from ssot_lint.repo.digest import digest_of
from ssot_lint.repo.files import stat_of
from ssot_lint.repo.git import files_with
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import row, text, texts

_SHAPE = row(text, text, texts)
_UNSURE = -1  # the look of a file that may change and look the same, or is not there; no hash of Python's


class Looks:
    """The files of whose paths `is_asked` is true that have one of some `words`; `question` names all that it asks."""

    def __init__(self, index: Index, words: Collection[str], question: str, is_asked: Callable[[str], bool]) -> None:
        self._index = index
        self._records = index.records
        self._words = [word.encode() for word in words]
        self._is_asked = is_asked
        self._conclusions = index.conclusions
        self._overlay = index.records.overlay
        self._name = f"words in files {digest_of(sorted(words), question)}"
        self._kept = self._conclusions.kept_answer(self._name, _SHAPE) if self._conclusions.difference else None
        likely = None if self._kept or index.is_exact else files_with(index.root, words)
        paths = ask_paths(index, f"files with words {question}", is_asked) if index.records.has_cache else None
        self._likely = likely() if likely is not None else None  # git has looked meanwhile
        if paths is None:
            paths = tuple(path for path in index.paths if self._is_likely(path) and is_asked(path))
        self._paths = paths

    def _is_likely(self, path: str) -> bool:
        return self._likely is None or path in self._likely or path in self._overlay

    @cached_property
    def changed(self) -> frozenset[str]:
        """The files that may be others than they were, all where nothing is known."""
        before = self._before
        if before is None:
            return frozenset(self._paths)
        now = self._now
        known = before[1] if before[0] is self._paths else map(dict(zip(*before, strict=True)).get, self._paths)
        looks = zip(self._paths, now, known, strict=True)
        other = (path for path, look, then in looks if look != then or look == _UNSURE)
        return frozenset(self._overlay).union(other)

    @cached_property
    def having(self) -> list[str]:
        """The files that have one of the words, in order."""
        if self._kept is None or self._before is None:
            found = [path for path in self._paths if (self._has if self._likely is None else self._is_likely)(path)]
        else:
            again = self.changed.intersection(self._paths)
            kept = self._there.intersection(self._kept[2]) - again
            found = sorted(kept.union(path for path in again if self._has(path)))
        if not self._records.has_cache:
            return found
        looks = b64encode(self._now.tobytes()).decode("ascii")
        self._conclusions.keep_answer(self._name, [_digest(self._paths), looks, found], is_news=self._before is None)
        return found

    def _has(self, path: str) -> bool:
        data = self._records.read(path)
        return any(word in data for word in self._words)

    @cached_property
    def _there(self) -> frozenset[str]:
        return frozenset(self._paths)

    @cached_property
    def _before(self) -> tuple[Sequence[str], array[int]] | None:
        """The files as they were, with the look of each; None where nothing is known."""
        difference = self._conclusions.difference
        if self._kept is None or difference is None:
            return None
        digest, looks, _ = self._kept
        paths: Sequence[str] = self._paths
        if not difference.is_same_list:
            gone = filter(self._is_asked, difference.gone)
            paths = sorted({*gone, *self._there.difference(difference.come)})
        found = array("q", b64decode(looks))
        return (paths, found) if _digest(paths) == digest and len(found) == len(paths) else None

    @cached_property
    def _now(self) -> array[int]:
        """What the disk says of each file, as one number."""
        looks = array("q")
        for path in self._paths:
            stat = stat_of(self._index.root, path)
            looks.append(hash(stat) if stat is not None and self._records.is_settled(stat) else _UNSURE)
        return looks


def _digest(paths: Sequence[str]) -> str:
    return digest_of("\0".join(paths))
