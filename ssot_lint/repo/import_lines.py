"""The imports of all files as their sketches have them: which find what they name beyond doubt.

What an earlier run has found holds on while the files that it comes from stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import list_of, row, text, texts
from ssot_lint.repo.ours import Uses
from ssot_lint.repo.places import folders_above, is_importable, place_below, place_from
from ssot_lint.repo.sketch import Sketch, Statement, statement

#: An import as a line of a sketch, with the path of its file.
Line = tuple[str, str]


_DOUBTFUL, _USES = "doubtful imports", "uses of imports"  # of these the cache is asked
_LINES = row(list_of(row(text, text)), texts)


class _Found(NamedTuple):
    """What all lines tell: those that may fail, and what the others reach and use.

    `consulted` are the files that were parsed to find that out.
    """

    doubtful: list[Line]
    reached: set[tuple[str, str]]
    packages: set[str]
    consulted: list[str]


class ImportLines:
    """The imports of a repository, by sketches: quick, and never content with what is missing.

    `places` gives the places of a top-level module's name, `settled` tells whether the facts
    of files alone show that an import finds what it names.
    """

    def __init__(
        self,
        index: Index,
        places: Callable[[str], tuple[str, ...]],
        settled: Callable[[str, Statement], bool],
    ) -> None:
        self._index = index
        self._modules = index.modules
        self._places = places
        self._settled = settled
        self._provided: dict[tuple[str, tuple[str, ...]], bool] = {}

    @cached_property
    def doubtful(self) -> tuple[tuple[str, Statement], ...]:
        """The imports that may be of what is not there, each with the path of its file."""
        found = self._still
        if found is None:
            found = self._found
            unsettled = [(path, said) for path, said in found.doubtful if not self._settled(path, statement(said))]
            found = found._replace(doubtful=unsettled, consulted=sorted(self._index.with_facts))
        self._index.looked_at.update(found.consulted)
        keep, is_news = self._index.conclusions.keep_answer, self._still is None
        keep(_DOUBTFUL, [found.doubtful, found.consulted], is_news=is_news)
        keep(_USES, [sorted(found.reached), sorted(found.packages)], is_news=is_news)
        return tuple((path, statement(said)) for path, said in found.doubtful)

    def are_doubtful_in(self, path: str) -> bool:
        """Whether one of the imports of a file is doubtful: that takes no look at the imports of others."""
        alone = _Found([], set(), set(), [])
        self._look(path, self._index.sketch(path).imports, alone, {})
        return not all(self._settled(path, statement(said)) for _, said in alone.doubtful)

    @cached_property
    def uses(self) -> Uses:
        """What the imports that find something reach and use."""
        found = self._still or self._found
        packages = set(found.packages)
        for top, place in found.reached:
            packages.update(folder for folder in folders_above(place) if f"{folder}/".startswith(f"{top}/"))
        return Uses(frozenset(found.reached), frozenset(packages))

    # -- since an earlier run

    @cached_property
    def _still(self) -> _Found | None:
        """What an earlier run has found, and what is new in changed files; None when it no longer holds.

        It holds while no import line and no name is gone, neither from what had to be parsed to find it.
        """
        records, conclusions = self._index.records, self._index.conclusions
        difference = conclusions.difference
        before: list[Any] | None = conclusions.answer_before(_DOUBTFUL, _LINES)
        uses: list[Any] | None = conclusions.answer_before(_USES, _LINES)
        if before is None or uses is None or difference is None or not difference.only_adds:
            return None
        (doubtful, consulted), (reached, packages) = before, uses
        found = _Found([], {(top, place) for top, place in reached}, {*packages}, consulted)
        changed = sorted(difference.changed)
        if not all(map(self._binds_all, difference.changed.intersection(consulted))):
            return None
        if any(_is_doubted(place, doubtful) for place in difference.new_places):
            return None
        for path, sketch in zip(changed, records.sketches(changed), strict=True):
            if path not in difference.new and not self._only_adds(path, sketch, doubtful):
                return None
            self._look(path, sketch.imports, found, {})
        found.doubtful.extend((path, said) for path, said in doubtful if path not in difference.changed)
        return found

    def _binds_all(self, path: str) -> bool:
        """Whether a file still binds all names that it bound: more of them settle more imports, and no fewer."""
        before, now = self._index.facts_before(path), self._index.facts(path)
        return (
            before is not None
            and (before.is_open, before.stars) == (now.is_open, now.stars)
            and before.names <= now.names
        )

    def _only_adds(self, path: str, now: Sketch, doubtful: list[list[str]]) -> bool:
        """Whether a file imports all that it did, and has all names that it had, and none that is asked for."""
        before = self._index.records.sketch_before(path)
        if before is None or not set(before.imports.split("\n")) <= {"", *now.imports.split("\n")}:
            return False
        has_all = set(before.names.split()) <= set(now.names.split())
        return before.names == now.names or (has_all and not _is_doubted(path.removesuffix("/__init__.py"), doubtful))

    # -- all lines

    @cached_property
    def _found(self) -> _Found:
        found = _Found([], set(), set(), [])
        sound: dict[str, bool] = {}
        for path, sketch in self._index.sketches.items():
            self._look(path, sketch.imports, found, sound)
        return found

    def _look(self, path: str, imports: str, found: _Found, sound: dict[str, bool]) -> None:
        for said in imports.split("\n") if imports else ():
            if said[0] == ".":
                is_sound = self._is_relative_sound(path, statement(said), found)
            elif said in sound:
                is_sound = sound[said]
            else:
                is_sound = sound[said] = self._is_absolute_sound(statement(said), found)
            if not is_sound:
                found.doubtful.append((path, said))

    def _is_relative_sound(self, path: str, said: Statement, found: _Found) -> bool:
        place = place_from(path, said.level, said.module)
        if place is None:
            return True
        is_sound = self._provides(place, said.names)
        if is_sound and (said.module or said.names != ("*",)):
            found.packages.add(path.rpartition("/")[0])
        return is_sound

    def _is_absolute_sound(self, said: Statement, found: _Found) -> bool:
        top, _, rest = said.module.partition(".")
        tops = self._places(top)
        if not tops:
            return True
        below = rest.replace(".", "/")
        is_sound = False
        for place in tops:
            there = f"{place}/{below}" if below else place
            if self._provides(there, said.names):
                is_sound = True
                if rest or (said.names and said.names != ("*",)):
                    found.reached.add((place, there))
        return is_sound

    def _provides(self, place: str, names: tuple[str, ...]) -> bool:
        """Whether a place is a module that has all these names beyond doubt."""
        key = (place, names)
        known = self._provided.get(key)
        if known is None:
            known = self._provided[key] = is_importable(place, self._modules) and all(
                name == "*" or self._surely_binds(place, name) or is_importable(place_below(place, name), self._modules)
                for name in names
            )
        return known

    def _surely_binds(self, place: str, name: str) -> bool:
        spaced = f" {name} "
        return any(spaced in self._index.sketch(path).names for path in self._modules.files_at(place))


def _is_doubted(place: str, doubtful: list[list[str]]) -> bool:
    """Whether a doubtful import may be of a module, or of a name in it."""
    base = place.rpartition("/")[2].partition(".")[0]
    return any(base in said for _, said in doubtful)
