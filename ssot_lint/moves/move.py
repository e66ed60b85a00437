"""How a reference is moved, and in what file."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from ssot_lint.bans import Bans
from ssot_lint.model import Edit, Fix, Span
from ssot_lint.moves.homes import Home, Lacking
from ssot_lint.moves.spelling import texts_of
from ssot_lint.moves.statements import Imported, aliases_of
from ssot_lint.moves.uses import names_in
from ssot_lint.repo.index import Index
from ssot_lint.source.source import Source


class Here:
    """The file that refers to what is banned in its repository; what is looked up by place is made once."""

    def __init__(self, source: Source, bans: Bans) -> None:
        self.source = source
        self.bans = bans
        self.repo: Index = bans.index

    @cached_property
    def aliases(self) -> dict[Span, tuple[Imported, ast.alias]]:
        return aliases_of(self.source)

    @cached_property
    def imported(self) -> dict[tuple[str, str], list[tuple[Imported, ast.alias]]]:
        """The imports by what they name in full, and by the name that they give it."""
        found: dict[tuple[str, str], list[tuple[Imported, ast.alias]]] = {}
        for statement, alias in self.aliases.values():
            module = self.source.names.absolute(statement) if isinstance(statement, ast.ImportFrom) else ""
            named = f"{module}.{alias.name}" if module else alias.name
            found.setdefault((named, alias.asname or alias.name), []).append((statement, alias))
        return found

    @cached_property
    def texts(self) -> dict[Span, list[ast.Constant]]:
        return texts_of(self.source)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that the file gives a meaning or uses."""
        return names_in(self.source)


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
