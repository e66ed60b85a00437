"""Where the names of a deleted module live now, and what stands in the way of using them there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ssot_lint.bans import Bans
from ssot_lint.policy.advice import kept_homes
from ssot_lint.policy.model import Decision
from ssot_lint.repo.at_head import at_head
from ssot_lint.repo.comparison import obstacles
from ssot_lint.repo.extract import facts_of
from ssot_lint.repo.facts import Facts
from ssot_lint.repo.index import Index
from ssot_lint.repo.trails import Known
from ssot_lint.source.chains import is_dunder
from ssot_lint.source.source import Source

_DEFINED = ("class", "function", "value", "alias")


class Home(NamedTuple):
    """A module that has a name now. `obstacles` are the reasons for which it may act in another way there."""

    module: str
    path: str
    obstacles: tuple[str, ...] = ()


class Lacking(NamedTuple):
    """A name that no home has, and where the deleted module has it: there, or only in the last commit."""

    name: str
    path: str
    line: int
    column: int
    is_there: bool


def is_module(name: str) -> bool:
    """Whether to take a name of a module is to use the module itself: "" and what every module has."""
    return not name or is_dunder(name)


def has_from(index: Index, module: str, name: str, home: Home) -> bool:
    """Whether a module is the home of a name, or hands it on from there."""
    if module == home.module or (home.path != "" and index.modules.path_of(module) == home.path):
        return True
    return home.path != "" and any(
        origin.endswith(f".{name}") and index.modules.path_of(origin.rpartition(".")[0]) == home.path
        for origin in index.origins(f"{module}.{name}")
    )


class Homes:
    """The homes of the names of one deleted module, by its decision."""

    def __init__(self, module: str, decision: Decision, bans: Bans) -> None:
        self._module = module
        self._decision = decision
        self._bans = bans
        self._index: Index = bans.index
        self._found = Known(bans.index.trails, self._find)

    @classmethod
    def of(cls, module: str, decision: Decision, bans: Bans) -> Homes:
        return bans.index.memo((cls, module, decision.name, id(bans)), lambda: cls(module, decision, bans))

    def of_name(self, name: str) -> Home | None:
        """The home of a name: where the decision keeps it, else the first of its modules that defines or imports it."""
        return self._found(name)

    def _find(self, name: str) -> Home | None:
        own = self.of_module() if is_module(name) else self._home(name)
        return own or self._set_from_outside(name)

    def _set_from_outside(self, name: str) -> Home | None:
        """The whole module, for a name that it never had itself."""
        facts, home = self._old_facts, self.of_module()
        if self._old is None or self._old.is_package or facts is None or home is None:
            return None
        if facts.is_open or facts.stars or name in facts.names:
            return None
        return home._replace(obstacles=(f"no module defines {name}",))

    def of_module(self) -> Home | None:
        """What stands for the module as a whole; None when its names live in several modules."""
        homes = {home.path: home for home in self._modules}
        return next(iter(homes.values())) if len(homes) == 1 else None

    def lost_from(self, home: Home) -> list[str] | None:
        """What a star import of the deleted module brings, and one of a home does not; None when nobody knows."""
        facts = self._old_facts
        if facts is None or facts.stars or facts.is_open:
            return None
        there = frozenset(_public(self._index.facts(home.path)))
        return [name for name in _public(facts) if name not in there]

    def lacking(self, names: Iterable[str]) -> tuple[Lacking, ...]:
        """Those of some names without a home that the deleted module has; () where nothing stands in its place.

        What a decision bans is not merged.
        """
        old, facts = self._old, self._old_facts
        if old is None or facts is None or not self._modules:
            return ()
        is_there = self._index.lists(old.path)
        wanted = (name for name in names if self._bans.class_(f"{self._module}.{name}") is None)
        bound = ((name, facts.bindings[name][0]) for name in wanted if name in facts.bindings)
        return tuple(Lacking(name, old.path, one.line, one.column, is_there) for name, one in bound)

    @property
    def _modules(self) -> tuple[Home, ...]:
        return self._index.memo((Homes, "modules", self._decision.name), self._find_modules)

    def _find_modules(self) -> tuple[Home, ...]:
        kept = dict.fromkeys(home.module for home in self._decision.keep)
        return tuple(Home(module, path) for module in kept if (path := self._index.modules.find(module)))

    def _home(self, name: str) -> Home | None:
        found = next(self._candidates(name), None)
        if found is None or self._old is None or not found.path:
            return found
        new = self._index.source(found.path)
        return found._replace(obstacles=obstacles(self._old, new, name))

    def _candidates(self, name: str) -> Iterator[Home]:
        kept = [home.module for home in self._decision.keep if home.name == name]
        kept += [home.module for _, home in kept_homes(self._bans.policy, name)]
        for module in kept:
            path = self._index.modules.find(module)
            if path and self._has(path, name, ("import", *_DEFINED)):
                yield Home(module, path)
        for kinds in (_DEFINED, ("import",)):
            yield from (home for home in self._modules if self._has(home.path, name, kinds))
        yield from self._origin(name)

    def _origin(self, name: str) -> Iterator[Home]:
        """The module from which the deleted one only handed a name on."""
        bound = self._old_facts.bindings.get(name, ()) if self._old_facts else ()
        if len(bound) == 1 and bound[0].kind == "import" and self._bans.module(bound[0].target) is None:
            module, _, last = bound[0].target.rpartition(".")
            if module and last == name:
                yield Home(module, self._index.modules.path_of(module))

    def _has(self, path: str, name: str, kinds: tuple[str, ...]) -> bool:
        """Whether a module has a name, and not from what is deleted itself."""
        return any(
            one.kind in kinds and not (one.target and self._bans.module(one.target))
            for one in self._index.facts(path).bindings.get(name, ())
        )

    @property
    def _old_facts(self) -> Facts | None:
        return self._index.memo(
            (Homes, "facts", self._module), lambda: None if self._old is None else facts_of(self._old)
        )

    @property
    def _old(self) -> Source | None:
        """The deleted module as it is, or as the last commit has it."""
        return self._index.memo((Homes, "source", self._module), self._find_old)

    def _find_old(self) -> Source | None:
        path = self._index.modules.path_of(self._module)
        if path:
            return self._index.source(path)
        for place in self._index.modules.places(self._module):
            for path in (f"{place}.py", f"{place}/__init__.py"):
                data = at_head(self._index, path)
                if data is not None:
                    return Source(path, data, self._index.modules.names_of(path))
        return None


def _public(facts: Facts) -> tuple[str, ...]:
    """What a star import takes of a module."""
    return facts.exports if facts.exports is not None else tuple(name for name in facts.bindings if name[0] != "_")
