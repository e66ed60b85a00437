"""How the files of a repository differ from those that an earlier run has seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from ssot_lint.repo.files import folders_of, module_names
from ssot_lint.repo.trails import WHOLE_LIST

_MANY = 1_000  # files that came or went; then all is as new


class Files(NamedTuple):
    """The files of a repository at one time: all of them, and those that are Python."""

    paths: Collection[str]
    python: Collection[str]


class Difference:
    """What differs between two times; `roots`, from which imports start, are the same.

    `changed` are the files of Python that have another text, or were Python at one time only, `new` those that
    were not before. `come` and `gone` are files of whatever kind.
    """

    def __init__(self, before: Files, now: Files, changed: Iterable[str], roots: tuple[str, ...]) -> None:
        self._before = before
        self._now = now
        self._roots = roots
        self.come = frozenset[str]()
        self.gone = frozenset[str]()
        self.new = frozenset[str]()
        self._lost = frozenset[str]()
        if before != now:
            self.come = frozenset(now.paths).difference(before.paths)
            self.gone = frozenset(before.paths).difference(now.paths)
            self.new = frozenset(now.python).difference(before.python)
            self._lost = frozenset(before.python).difference(now.python)
        self.changed = self._lost.union(self.new, changed)

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it was."""
        return not self.changed and self.is_same_list

    @property
    def is_same_list(self) -> bool:
        """Whether there are the same files, whatever is in them."""
        return not self.come and not self.gone

    @property
    def is_much(self) -> bool:
        """Whether it is not worth it to go on from what was known."""
        return len(self.come) + len(self.gone) > _MANY

    @cached_property
    def looked_up(self) -> frozenset[str]:
        """All by which one can find out that files came or went: see `Trail.listed`."""
        if self.is_same_list:
            return frozenset()
        folders = folders_of(self._before.paths) ^ folders_of(self._now.paths)
        found = {WHOLE_LIST, *(f"{folder}/" for folder in folders)}
        for path in (*self.come, *self.gone):
            found.update((path, _place(path), f"*/{path.rpartition('/')[2]}", *module_names(path, self._roots)))
        return frozenset(found)

    @cached_property
    def only_adds(self) -> bool:
        """Whether no dotted name that meant a module or a package before means anything else, or is gone.

        A new module at the top may be what others import that came from elsewhere so far.
        """
        taken = self._folders.union(map(_place, self._before.python)) if self.new else frozenset()
        tops = (place for place in self.new_places if place.rpartition("/")[0] in self._roots)
        return not self._lost and taken.isdisjoint(self.new_places) and not any(True for _ in tops)

    @cached_property
    def new_places(self) -> frozenset[str]:
        """The places of modules that came, and of folders that had no Python; see `Modules`."""
        return (folders_of(self.new) - self._folders).union(map(_place, self.new)) if self.new else frozenset()

    @cached_property
    def _folders(self) -> frozenset[str]:
        return folders_of(self._before.python)


def _place(path: str) -> str:
    """Where the module of a file is; see `Modules`."""
    stem, dot, ending = path.rpartition(".")
    return stem.removesuffix("/__init__") if dot and "/" not in ending else path
