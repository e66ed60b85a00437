"""How a reference is moved, and in what file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ssot_lint.bans import Bans
from ssot_lint.model import Edit, Fix
from ssot_lint.moves.homes import Home, Lacking
from ssot_lint.repo.index import Index
from ssot_lint.source.source import Source


class Here(NamedTuple):
    """The file that refers to a deleted module, and what is banned in its repository."""

    source: Source
    bans: Bans

    @property
    def repo(self) -> Index:
        return self.bans.index


class Move(NamedTuple):
    """How a reference is moved, or why it can't be. `lacking` are names that no home has: they must be merged first."""

    fix: Fix | None = None
    lacking: tuple[Lacking, ...] = ()
    why_not: str = ""


def without_home(names: Iterable[str]) -> str:
    """Why names can't be moved: nobody has them."""
    return f"no home has {', '.join(names)}"


#: Why a module as a whole can't be moved.
NO_ONE_HOME = "the module itself is used, and it has no home or several"


def fix_of(edits: Sequence[Edit], homes: Iterable[Home], names: Sequence[str]) -> Fix:
    """The fix that these edits make; what stands in its way is in the title, and makes it unsafe."""
    homes = list(homes)
    modules = " and ".join(dict.fromkeys(home.module for home in homes))
    title = f"use {', '.join(names)} from {modules}" if names else f"use {modules}"
    obstacles = tuple(dict.fromkeys(one for home in homes for one in home.obstacles))
    if obstacles:
        title += f", though {'; '.join(obstacles)}"
    return Fix(title, not obstacles, tuple(sorted(set(edits))))


def as_whole(fix: Fix, why: str = "the module itself is used") -> Fix:
    """The same fix, unsafe for another reason."""
    return fix._replace(safe=False, title=f"{fix.title}, though {why}")
