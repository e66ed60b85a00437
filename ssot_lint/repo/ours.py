"""Which top-level modules are the repository's own, and which are only called like its folders."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from ssot_lint.repo.answers import ask_paths
from ssot_lint.repo.dependencies import declared_dependencies, may_declare
from ssot_lint.repo.index import Index

#: Folders of copies of other projects' code.
_VENDORED = re.compile(r"(?:^|/)(?:_?vendored|_vendor|_?third_?party|3rdparty|site-packages)(?:/|$)")
_VENDORED_ROOT = re.compile(r"(?:^|/)_?(?:vendors?|externs?|externals?)$")
_PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg")
#: Packages of the standard library. `test` is not among them: a folder of that name is rather ours.
_STDLIB_PACKAGES = frozenset(
    "asyncio collections concurrent ctypes curses dbm distutils email encodings html http importlib json lib2to3 "  # noqa: SIM905
    "logging multiprocessing os re sqlite3 tkinter unittest urllib venv wsgiref xml xmlrpc zoneinfo".split()
)


class Uses(NamedTuple):
    """The imports that beyond doubt find what they name.

    `reached` are places of modules, each after the place of the top-level module by which it
    was reached. `packages` are the folders that served as packages.
    """

    reached: frozenset[tuple[str, str]]
    packages: frozenset[str]


class Ours:
    """What is first-party: there are other modules of the same name, and folders that are no packages.

    The evidence is what imports find. `is_module` tells whether a place is one;
    `are_roots_declared` that the source roots are those of the policy.
    """

    def __init__(
        self,
        index: Index,
        is_module: Callable[[str], bool],
        uses: Callable[[], Uses],
        *,
        are_roots_declared: bool = False,
    ) -> None:
        self._index = index
        self._roots = index.modules.roots
        self._is_module = is_module
        self._find_uses = uses
        self._are_roots_declared = are_roots_declared
        self._places: dict[str, tuple[str, ...]] = {}
        self._own: dict[str, tuple[str, ...]] = {}

    def places(self, top: str) -> tuple[str, ...]:
        """Where top-level modules of a name lie, ours or not: below each source root that has one."""
        found = self._places.get(top)
        if found is None:
            places = (f"{root}/{top}" if root else top for root in self._roots)
            found = self._places[top] = tuple(place for place in places if self._is_module(place))
        return found

    def own(self, top: str, path: str) -> tuple[str, ...]:
        """Those of the places that are ours, as far as a file can see them."""
        found = self._own.get(top)
        if found is None:
            found = self._own[top] = tuple(place for place in self.places(top) if self._is_own(top, place))
        return tuple(place for place in found if self._is_seen(place, path))

    def is_package(self, folder: str) -> bool:
        """Whether imports can be relative to a folder: plain ones must have served as a package."""
        if is_vendored(folder):
            return False
        return bool(self._index.modules.files_at(folder)) or folder in self._uses.packages

    def is_shared(self, module: str) -> bool:
        """Whether a dependency has a name that begins with that of a namespace package."""
        start = f"{module.replace('.', '_')}_".lower()
        return any(name.startswith(start) for name in self._dependencies)

    def name_of(self, path: str) -> str:
        """The dotted name by which most imports reach a file, or its folder; "" when it has none."""
        names = self._index.modules.names_of(path)
        return max(names, key=lambda name: self._reached_by[_top_place(path, name)], default="")

    @cached_property
    def _uses(self) -> Uses:
        return self._find_uses()

    @cached_property
    def _dependencies(self) -> frozenset[str]:
        return declared_dependencies(ask_paths(self._index, "lists of dependencies", may_declare), self._index.read)

    @cached_property
    def _firm_roots(self) -> frozenset[str]:
        """The roots that somebody chose: the repository's own, those of projects, those of the policy."""
        if self._are_roots_declared:
            return frozenset(self._roots)
        files = ask_paths(self._index, "project files", lambda path: path.rpartition("/")[2] in _PROJECT_FILES)
        projects = {"", *(path.rpartition("/")[0] for path in files)}
        return frozenset({*projects, *(f"{project}/src".lstrip("/") for project in projects)})

    @cached_property
    def _reached_by(self) -> Counter[str]:
        """How many modules were reached by each top-level module."""
        return Counter(top for top, _ in self._uses.reached)

    def _is_own(self, top: str, place: str) -> bool:
        root = place.rpartition("/")[0]
        if is_vendored(place) or _VENDORED_ROOT.search(root):
            return False
        is_firm = root in self._firm_roots
        if top in sys.stdlib_module_names:
            reached = any(by == place and there != place for by, there in self._uses.reached)
            return is_firm and reached and top not in _STDLIB_PACKAGES
        if is_firm:
            return self._reached_by[place] > 0 or (self._is_likely_own(place) and not self._is_dependency(top))
        return self._reached_by[place] > self._reached_as_part(place) and not self._is_dependency(top)

    def _is_dependency(self, top: str) -> bool:
        return top.lower() in self._dependencies

    def _reached_as_part(self, place: str) -> int:
        """How many modules of a place were reached by a longer name than one that begins with it."""
        return len({there for by, there in self._uses.reached if by != place and f"{there}/".startswith(f"{place}/")})

    def _is_likely_own(self, place: str) -> bool:
        """Without evidence: a package anywhere; a single module or a plain folder of modules only at the root."""
        modules = self._index.modules
        if any(f"{place}/__init__{ending}" in modules.python_set for ending in (".py", ".pyi")):
            return True
        return "/" not in place and (place in modules.code_folders or bool(modules.files_at(place)))

    def _is_seen(self, place: str, path: str) -> bool:
        """Whether a file is not too far away: a folder of tests may hold packages for itself."""
        root = place.rpartition("/")[0]
        around = root.rpartition("/")[0]
        return root in self._firm_roots or not around or path.startswith(f"{around}/")


def _top_place(path: str, name: str) -> str:
    """The place of the top-level module, for a file and one of its dotted names."""
    parts = path.rpartition(".")[0].removesuffix("/__init__").split("/")
    return "/".join(parts[: len(parts) - name.count(".")])


def is_vendored(place: str) -> bool:
    """Whether a place is within a copy of another project's code."""
    return _VENDORED.search(place) is not None
