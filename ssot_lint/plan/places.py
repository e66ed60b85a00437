"""Which file a plan means: plans write a path out once, and its last part from then on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ssot_lint.plan.claims import Claim
from ssot_lint.plan.markdown import Line
from ssot_lint.policy.names import as_dotted, is_dotted, is_path

_PATHS = re.compile(r"(?<![\w./-])/?((?:[\w.-]+/)+[\w-]+\.pyi?)(?![\w/])")
_FOLDER = re.compile(
    r"(?i)\b(?:both|all|each|they|these|files?)\b[\w ]*\b(?:in|below|under)\s+`?\.?/?((?:[\w.-]+/)+)`?[\s.]*$"
)
#: Claims about files that are there, or were.
_REAL = ("keep", "delete", "facade", "home", "move")


def _module_of(path: str) -> str:
    dotted = as_dotted(path.removeprefix("src/").rstrip("/"))
    return dotted if is_dotted(dotted) else ""


def _nothing(_name: str) -> tuple[str, ...]:
    return ()


class Lookup(NamedTuple):
    """What a repository tells of names that a plan leaves open.

    `module_of` is the dotted module of a path, "" when it is none. `files_named` are the files
    whose path ends so, `homes_of` the modules that define a class or function, `defined_in`
    what a module defines, `imported_in` what it imports by name.
    """

    module_of: Callable[[str], str] = _module_of
    files_named: Callable[[str], tuple[str, ...]] = _nothing
    homes_of: Callable[[str], tuple[str, ...]] = _nothing
    defined_in: Callable[[str], tuple[str, ...]] = _nothing
    imported_in: Callable[[str], tuple[str, ...]] = _nothing


class Places(NamedTuple):
    """The paths that a plan writes out: `near` by section, `real` for files that are there, and all."""

    near: Mapping[int, frozenset[str]]
    real: frozenset[str]
    every: frozenset[str]
    folders: Mapping[int, str]
    mentioned: frozenset[str]
    lookup: Lookup

    def resolve(self, place: str, section: int) -> str:
        """The path from the root, as far as it can be told; a dotted module as it is."""
        if not is_path(place):
            return place
        for paths in (self.near.get(section, frozenset()), self.real, self.every):
            # A place with a folder in it may be the end of a longer one, or all there is.
            found = {path for path in paths if path.endswith(f"/{place}")}
            if len(found) == 1:
                return found.pop()
        if "/" not in place and section in self.folders:
            return f"{self.folders[section]}{place}"
        listed = self.lookup.files_named(place)
        return listed[0] if len(listed) == 1 else place

    def banned(self, place: str, section: int) -> str:
        """The pattern for a file that must not come: a bare name is meant anywhere, unless there is a file of it."""
        if "/" in place or place in self.mentioned:
            return self.resolve(place, section)
        real = {path for path in self.real if path.endswith(f"/{place}")}
        return real.pop() if len(real) == 1 else place

    def module(self, place: str) -> str:
        """The dotted module at a place, "" when it can't be told."""
        if not is_path(place):
            return place
        known = "/" in place or place in self.lookup.files_named(place)
        return self.lookup.module_of(place) if known else ""


def find_places(text: str, lines: Iterable[Line], claims: Iterable[Claim], lookup: Lookup) -> Places:
    """All that a plan tells of where things are."""
    near: dict[int, set[str]] = {}
    real: set[str] = set()
    mentioned: set[str] = set()
    folders = {line.section: found[1] for line in lines if (found := _FOLDER.search(line.text))}
    imported = set()
    for claim in claims:
        full = {place for place in claim.places if "/" in place}
        if claim.act in _REAL:
            near.setdefault(claim.section, set()).update(full)
            real |= full
        elif claim.act == "describe":
            mentioned |= {place.rpartition("/")[2] for place in claim.places}
        elif claim.act == "imported":
            imported |= {f"{place.replace('.', '/')}.py" for place in claim.places}
    every = set(_PATHS.findall(text))
    every |= {path for path in imported if not any(one.endswith(f"/{path}") for one in every)}
    return Places(
        {section: frozenset(paths) for section, paths in near.items()},
        frozenset(real),
        frozenset(every),
        folders,
        frozenset(mentioned),
        lookup,
    )
