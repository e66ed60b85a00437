"""Whether what the files of a repository import from each other is there.

A place (see `Modules`) is looked at instead of a dotted name where that can be told: relative
imports work in folders that have no dotted name.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.repo.facts import Import, Imported
from ssot_lint.repo.import_lines import ImportLines
from ssot_lint.repo.index import Index
from ssot_lint.repo.made import Made
from ssot_lint.repo.ours import Ours, is_vendored
from ssot_lint.repo.places import folders_above, place_below, place_from

if TYPE_CHECKING:
    from ssot_lint.policy.model import Policy
    from ssot_lint.repo.sketch import Statement

#: What every module has, https://docs.python.org/3/reference/datamodel.html#module-objects
_IMPLICIT = frozenset(
    f"__{name}__"
    for name in "annotations builtins cached dict doc file loader name package path spec".split()  # noqa: SIM905
)


class Missing(NamedTuple):
    """An import of something that is not there.

    `module` is the dotted module, as written where it has no name; `name` is what it does not
    have, None when the module itself is missing. `place` is where it would be.
    """

    statement: Import
    module: str
    place: str
    name: Imported | None = None

    @property
    def looked_at(self) -> str:
        """Where a module could be that would mend it."""
        return self.place if self.name is None else place_below(self.place, self.name.name)


class _Lack(NamedTuple):
    """Where an import looks in vain, for the module (`names` is None) or for names in it."""

    place: str
    names: frozenset[str] | None


class Imports:
    """The imports of a repository.

    `is_generated` tells of paths that a build step makes, `are_roots_declared` that the source
    roots are those of the policy.
    """

    def __init__(self, index: Index, is_generated: Callable[[str], bool], *, are_roots_declared: bool = False) -> None:
        self.index = index
        self.modules = index.modules
        self.made = Made(index, is_generated)
        self.ours = Ours(index, self._is_module, lambda: self.lines.uses, are_roots_declared=are_roots_declared)
        self.lines = ImportLines(index, self.ours.places, self._is_settled)
        self._bound: dict[tuple[str, str], bool] = {}
        self._closed: dict[str, bool] = {}

    @classmethod
    def of(cls, policy: Policy, index: Index) -> Imports:
        """The imports as all rules see them."""
        from ssot_lint.repo.patterns import path_matcher

        def make() -> Imports:
            generated = path_matcher(policy.tables.get("imports", {}).get("generated", ()))
            return cls(index, generated, are_roots_declared=policy.source_roots is not None)

        return index.memo((cls, id(policy)), make)

    def _is_module(self, place: str) -> bool:
        """Whether a file is a module at a place, or a folder a package."""
        if self.modules.files_at(place) or place in self.modules.code_folders:
            return True
        return self.modules.is_folder(place) and os.path.isdir(os.path.join(self.index.root, place))

    def _is_settled(self, path: str, said: Statement) -> bool:
        """Whether an import finds what it names in files that are parsed for that."""
        if said.level:
            places = [place_from(path, said.level, said.module)]
        else:
            top, _, rest = said.module.partition(".")
            places = [place_below(place, rest.replace(".", "/")) if rest else place for place in self.ours.places(top)]
        return any(place is not None and self._surely_has(place, said.names) for place in places)

    def _surely_has(self, place: str, names: tuple[str, ...]) -> bool:
        files = self.modules.files_at(place)
        return bool(files) and all(
            any(self._binds(path, name, frozenset()) for path in files)
            or bool(self.modules.files_at(place_below(place, name)))
            for name in names
            if name != "*"
        )

    @property
    def suspects(self) -> tuple[str, ...]:
        """The files in which something like an import of what is not there is written."""
        if self.index.is_exact:
            return self.index.python_paths
        found = (path for path, said in self.lines.doubtful if self._lacks(path, *said))
        return tuple(dict.fromkeys(found))

    def missing(self) -> tuple[tuple[str, Missing], ...]:
        """All imports of what is not there, each with the path of its file."""
        found = [(path, one) for path in self.suspects for one in self._missing_in(path)]
        places = {place for _, one in found for place in (one.place, one.looked_at)}
        made = self.made.by_builds(places) if found else frozenset()
        return tuple(
            (path, one)
            for path, one in found
            if made.isdisjoint((one.place, one.looked_at)) and not self._is_told(path, one)
        )

    def _is_told(self, path: str, missing: Missing) -> bool:
        """Whether the text tells that a module may be missing, or is made at run time."""
        place, span = missing.looked_at, missing.statement.span
        if self.made.is_registered(path, place) or self.made.is_looked_for(path, span.line, place):
            return True
        if missing.statement.level:
            return self.made.is_relative_to_another(path, span.line, span.end_line)
        return self._changes_path(path) and self._is_anywhere(missing)

    def _changes_path(self, path: str) -> bool:
        """Whether a file, or a conftest.py for it, puts other folders on `sys.path`."""
        conftests = {place_below(folder, "conftest.py") for folder in folders_above(path)} & self.modules.python_set
        return any(b"sys.path" in self.index.read(one) for one in (path, *conftests))

    def _is_anywhere(self, missing: Missing) -> bool:
        """Whether a module of the right name lies below any folder."""
        tail = "/" + missing.statement.module.replace(".", "/")
        others = {path.rpartition(".")[0].removesuffix("/__init__") for path in self.index.python_paths}
        return any(
            missing.name is None or self.has(other, missing.name.name) for other in others if other.endswith(tail)
        )

    def _missing_in(self, path: str) -> Iterator[Missing]:
        for said in self.index.facts(path).imports:
            if said.is_guarded:
                continue
            names = tuple(name.name for name in said.names)
            lack = self._lacks(path, said.level, said.module, names)
            if lack is not None:
                module = self._dotted(lack.place, said) if said.level else said.module
                if lack.names is None:
                    yield Missing(said, module, lack.place)
                else:
                    for name in said.names:
                        if name.name in lack.names:
                            yield Missing(said, module, lack.place, name)

    def _lacks(self, path: str, level: int, module: str, names: tuple[str, ...]) -> _Lack | None:
        """What an import does not find: it may come from several places, and should from our own."""
        own: tuple[str, ...]
        places: tuple[str, ...]
        if level:
            place = place_from(path, level, module)
            if place is None or not self.ours.is_package(path.rpartition("/")[0]):
                return None
            own = places = (place,)
        else:
            top, _, rest = module.partition(".")
            below = f"/{rest.replace('.', '/')}" if rest else ""
            own = tuple(one + below for one in self.ours.own(top, path) if not is_vendored(one + below))
            if not own:
                return None
            places = (
                *(one + below for one in self.ours.places(top)),
                *(place_below(folder, top + below) for folder in folders_above(path)),
            )
        there = [place for place in places if self._is_there(place)]
        if not there:
            own = own if level else self._portions(own, module)
            return _Lack(own[0], None) if level or all(map(self._is_closed, own)) else None
        mine = next((place for place in own if place in there), None)
        missing = frozenset(name for name in names if name != "*" and not any(self.has(one, name) for one in there))
        return None if mine is None or not missing else _Lack(mine, missing)

    def _portions(self, places: tuple[str, ...], module: str) -> tuple[str, ...]:
        """The places of a module that Python looks at: once a package has an `__init__.py`, all below lies in that."""
        for count in range(module.count("."), 0, -1):
            found = tuple(one for one in places if self.modules.files_at(one.rsplit("/", count)[0]))
            places = found or places
        return places

    def _dotted(self, place: str, said: Import) -> str:
        """The name of the module at a place, as written where it has none."""
        return self.ours.name_of(f"{place}.py") or "." * said.level + said.module

    def has(self, place: str, name: str) -> bool:
        """Whether a module may have a name: it binds it, has such a submodule, or can't be known."""
        below = place_below(place, name)
        files = self.modules.files_at(place)
        if all(path.endswith(".pyi") for path in files) and (files or not self.modules.is_folder(place)):
            return True  # built, hidden or ignored: nobody knows what is in it
        if name in _IMPLICIT or any(self._binds(path, name, frozenset()) for path in files):
            return True
        if self._is_there(below) or self.made.is_beside(place) or not (files or self._is_closed(below)):
            return True
        return any(self.made.is_given(path, name) for path in files)

    def _binds(self, path: str, name: str, above: frozenset[str]) -> bool:
        key = (path, name)
        known = self._bound.get(key)
        if known is None:
            facts = self.index.facts(path)
            known = facts.is_open or name in facts.names
            known = known or any(self._star_brings(star, name, above | {path}) for star in facts.stars)
            if not above:
                self._bound[key] = known
        return known

    def _star_brings(self, module: str, name: str, above: frozenset[str]) -> bool:
        """Whether `from module import *` may bring a name; of what is not ours, anything may come."""
        places = [place for place in self.modules.places(module) if self._is_there(place)] if module else []
        files = [path for place in places for path in self.modules.files_at(place)]
        if not files:
            return True
        return any(path not in above and self._binds(path, name, above) for path in files)

    def _is_there(self, place: str) -> bool:
        """Whether a place is a module, if only after a build, or one that is not looked at."""
        return self._is_module(place) or self.made.is_there(place)

    def _is_closed(self, place: str) -> bool:
        """Whether nobody but this repository can add a module at a place.

        Several distributions may share a namespace package; by custom they share one that has
        no modules of its own, and their names begin with its name.
        """
        known = self._closed.get(place)
        if known is None:
            above = [folder for folder in folders_above(place) if folder]
            deepest = next(filter(self._is_module, above), "")
            if any(map(self.modules.files_at, above)):
                known = not any(self.index.facts(path).is_open for path in self.modules.files_at(deepest))
            else:
                names = self.modules.names_of(f"{deepest}.py")
                known = not deepest or (
                    deepest in self.modules.code_folders and not any(map(self.ours.is_shared, names))
                )
            self._closed[place] = known
        return known
