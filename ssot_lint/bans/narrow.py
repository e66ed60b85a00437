"""Deleted modules that nothing but their packages has by their last names: a text means one only beside a package.

So long as no other file imports `temperature` from `app.util` under that name, who has `temperature` and
nothing that may be `app.util` means another one, and need not be parsed to know it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from ssot_lint.bans.beside import Called, may_be_in_pieces, may_stand_for_module, names_of_packages, star_importers
from ssot_lint.bans.declared import Declared
from ssot_lint.bans.following import handed_on
from ssot_lint.repo.build import build
from ssot_lint.repo.digest import digest_of
from ssot_lint.repo.earlier import Earlier
from ssot_lint.repo.handing_on import Named, imports_relatively, may_bind, plain_imports, without_plain_imports
from ssot_lint.repo.importers import absolute
from ssot_lint.repo.kept_answers import kept_answers
from ssot_lint.repo.kept_shapes import flag
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.repo.trails import Known
from ssot_lint.source.needles import Needles, Part


class Narrow:
    """The last names of such modules, each with the names of its packages."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self._index = declared.index
        self.parts: dict[str, Part] = {}
        #: The files of the packages: in them the name in `__all__` is that of the module.
        self._own: dict[str, tuple[str, ...]] = {}
        self._called: dict[frozenset[str], Called] = {}
        self._is_nothing = Known(declared.index.trails, self._is_nothing_banned)
        self._may_mean = Known(declared.index.trails, self._meaning)

    def add(self, last: str, part: Part) -> Part | None:
        """Find out what the last name of deleted modules needs beside it; None if others hand them on by that name."""
        names = (module.rpartition(".") for module in self._declared.modules)
        packages = frozenset(package for package, _, name in names if package and name == last)
        called = self._called.get(packages)
        if called is None:
            called = self._called[packages] = names_of_packages(self._index, packages)
        modules = self._index.modules
        places = (place for package in packages for place in modules.places(package))
        self._own[last] = tuple(sorted({path for place in places for path in modules.files_at(place)}))
        narrow = Part(called.words, tuple(sorted({*part.below, *self._own[last]})))
        if self._is_bound_elsewhere(last, narrow):
            return None
        if any(self._has(path, last) for path in star_importers(self._index, packages, last, called)):
            return None
        self.parts[last] = narrow
        return narrow

    def drop(self, lasts: Iterable[str]) -> None:
        """Others hand on modules of these names after all."""
        for last in lasts:
            del self.parts[last]

    def is_own(self, last: str, path: str) -> bool:
        """Whether a file is the package of a deleted module."""
        return path in self._own.get(last, ())

    def may_be_meant(self, last: str, path: str) -> bool:
        """Whether a file of Python may mean a deleted module by its last name."""
        narrow = self.parts.get(last)
        return narrow is None or self._may_mean((last, narrow, path))

    def _meaning(self, question: tuple[str, Part, str]) -> bool:
        last, narrow, path = question
        data = self._index.peek(path)
        if may_be_in_pieces(data, last, narrow.beside):
            return True
        needles = Needles(parts={last: narrow})
        if not needles.found_in(data, path):
            return False
        is_own = self.is_own(last, path)
        rest = without_plain_imports(partial(self._is_other, path, last, narrow.beside), data)
        if path.startswith(narrow.below) and not is_own and not imports_relatively(rest):
            needles = Needles(parts={last: narrow._replace(below=())})
        return needles.found_in(rest, path) and (is_own or may_stand_for_module(data, rest, last, narrow.beside))

    def _is_other(self, path: str, last: str, words: Collection[str], one: Named) -> bool:
        """Whether a name that a file imports is nothing banned, and no package of something banned."""
        module = absolute(self._index, path, one.level, one.module)
        return module != "" and one.name not in words and self._is_nothing((last, f"{module}.{one.name}"))

    def _is_nothing_banned(self, question: tuple[str, str]) -> bool:
        last, dotted = question
        return not self._declared.module(dotted) and (last not in dotted.split(".") or not self._leads(dotted))

    # -- who hands on a deleted module by its last name

    def _is_bound_elsewhere(self, last: str, narrow: Part) -> bool:
        known = digest_of(Needles(parts={last: narrow}), self._declared.policy, build())
        earlier = Earlier(self._index, f"bound elsewhere {last}", known, flag)
        paths = mentioning(self._index, Needles(parts={last: narrow}))
        others = [path for path in paths if not self.is_own(last, path) and not self._declared.file(path)]
        asked = partial(self._binds, last, narrow)
        return any(kept_answers(self._index, earlier, asked, others, needs_facts=True).values())

    def _binds(self, last: str, narrow: Part, path: str) -> bool:
        """Whether a file has the name for what is banned."""
        if not self._may_mean((last, narrow, path)):
            return False
        imported, rest = plain_imports(self._index.peek(path))
        modules = (absolute(self._index, path, one.level, one.module) for one in imported if one.bound == last)
        return any(self._leads(f"{module}.{last}") for module in modules) or (
            may_bind(rest, last) and self._has(path, last)
        )

    def _has(self, path: str, name: str) -> bool:
        """Whether a name of a file, perhaps by a star import, leads to something banned."""
        return any(self._leads(f"{module}.{name}") for module in self._index.modules.names_of(path))

    def _leads(self, dotted: str) -> bool:
        bans = (self._declared.module, self._declared.class_)
        return any(banned(dotted) or handed_on(self._index, dotted, banned) for banned in bans)
