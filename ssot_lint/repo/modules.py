"""Which dotted names mean which files: packages, stubs, namespace packages, several source roots."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cached_property

from ssot_lint.repo.files import PYTHON_ENDINGS, folders_of, module_names
from ssot_lint.repo.trails import WHOLE_LIST

_INITS = tuple(f"/__init__{ending}" for ending in (".py", ".pyi"))


class Modules:
    """The modules of a repository.

    `paths` gives all files, `python_paths` are those that are Python, `roots` the folders that
    imports start from, the longest first. `is_folder_on_disk` tells of a folder whether it is
    there: that is quicker than to look at all files. `note` is told of all that is looked up: see
    `Trail.listed`. A place is a path without ending, of a module or of a package's folder:
    `src/app/core` for `app.core`.
    """

    def __init__(
        self,
        paths: Callable[[], Iterable[str]],
        python_paths: Iterable[str],
        roots: tuple[str, ...],
        is_folder_on_disk: Callable[[str], bool],
        note: Callable[[str], None],
    ) -> None:
        self._paths = paths
        self._is_folder_on_disk = is_folder_on_disk
        self._note = note
        self.python_set = frozenset(python_paths)
        self.roots = roots
        self._files: dict[str, tuple[str, ...]] = {}
        self._paths_of: dict[str, str] = {}
        self._is_folder: dict[str, bool] = {}

    def names_of(self, path: str) -> tuple[str, ...]:
        """The dotted names by which a file can be imported, the likeliest first."""
        return module_names(path, self.roots)

    def path_of(self, module: str) -> str:
        """The path of a dotted module, "" when there is none here; a stub file gives way to the module beside it."""
        self._note(module)
        if module not in self._paths_of:
            self._paths_of[module] = self._path_of(module.split("."))
        return self._paths_of[module]

    def _path_of(self, parts: list[str]) -> str:
        if parts[-1] == "__init__" or not all(part.isidentifier() for part in parts):
            return ""
        below, found = "/".join(parts), ""
        places = (f"{root}/{below}" if root else below for root in self.roots)
        for path in sorted(path for place in places for path in self._files_at(place)):
            if not found or not path.endswith(".pyi"):
                found = path
        return found

    def is_folder(self, place: str) -> bool:
        """Whether a folder has a listed file below it; "" is the root."""
        self._note(f"{place}/")
        known = self._is_folder.get(place)
        if known is None:
            known = self._is_folder[place] = not place or self._has_files(place)
        return known

    def _has_files(self, place: str) -> bool:
        start = f"{place}/"
        at = bisect_left(self._sorted, start)
        if at < len(self._sorted) and self._sorted[at].startswith(start):
            return True
        return self._is_folder_on_disk(place) and place in self._folders

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.python_set)

    @cached_property
    def _folders(self) -> frozenset[str]:
        return folders_of(self._paths())

    @property
    def code_folders(self) -> frozenset[str]:
        """The folders that have Python files in them: not only below them."""
        self._note(WHOLE_LIST)
        return self._code_folders

    @property
    def python_folders(self) -> frozenset[str]:
        """The folders that have Python files in them or below them, "" for the root."""
        self._note(WHOLE_LIST)
        return self._python_folders

    @cached_property
    def _code_folders(self) -> frozenset[str]:
        return frozenset(path.rpartition("/")[0] for path in self.python_set)

    @cached_property
    def _python_folders(self) -> frozenset[str]:
        return folders_of(self.python_set)

    def places(self, dotted: str) -> tuple[str, ...]:
        """Where a dotted module can lie: below each root that has its top."""
        below = dotted.replace(".", "/")
        top = below.partition("/")[0]
        found = []
        for root in self.roots:
            prefix = f"{root}/" if root else ""
            if "/" not in below or self.is_folder(f"{prefix}{top}"):
                found.append(prefix + below)
        return tuple(found)

    def files_at(self, place: str) -> tuple[str, ...]:
        """The Python files of the module or package at a place: stubs too."""
        self._note(place)
        return self._files_at(place)

    def _files_at(self, place: str) -> tuple[str, ...]:
        found = self._files.get(place)
        if found is None:
            ends = (*_INITS, *PYTHON_ENDINGS)
            found = self._files[place] = tuple(place + end for end in ends if place + end in self.python_set)
        return found

    def spellings(self, dotted: str) -> frozenset[str]:
        """All dotted names of the module that one of them means (`src.app.x` is `app.x`)."""
        names = {dotted}
        for place in self.places(dotted):
            names.update(module_names(f"{place}.py", self.roots))
        return frozenset(names)

    def find(self, dotted: str) -> str:
        """The path of a module by any of its dotted names, "" when there is none here."""
        return next(filter(None, map(self.path_of, sorted(self.spellings(dotted)))), "")

    def is_first_party(self, dotted: str) -> bool:
        """Whether the top of a dotted name lies in this repository."""
        top = dotted.partition(".")[0]
        return bool(self.path_of(top)) or any(self.is_folder(f"{root}/{top}".lstrip("/")) for root in self.roots)

    def part(self, dotted: str) -> tuple[str, list[str]]:
        """The longest prefix that is a module here, and the rest; ("", parts) if there is none."""
        parts = dotted.split(".")
        for length in range(len(parts), 0, -1):
            module = ".".join(parts[:length])
            if self.path_of(module):
                return module, parts[length:]
        return "", parts
