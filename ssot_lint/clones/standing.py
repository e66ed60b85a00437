"""Which one of several that are alike to keep: what a decision keeps, else what is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ssot_lint.clones.candidates import Place
from ssot_lint.policy.advice import kept_homes
from ssot_lint.policy.model import Decision, Policy
from ssot_lint.repo.facts_ahead import facts_ahead
from ssot_lint.repo.importers import importing_lines
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import by_text, count, either, flag, nothing, row
from ssot_lint.repo.sketch import plain
from ssot_lint.repo.spelled import spelled
from ssot_lint.repo.units import unit_in
from ssot_lint.source.paths import is_called_legacy

_KEPT = "definitions that are alike"
_SHAPE = by_text(either(nothing, row(count, count, flag, flag, flag, count)))
_WORTH_KEEPING = 0.05  # of the definitions; to look at fewer again takes no longer than to write them down


class Standing(NamedTuple):
    """One definition, and what speaks for it.

    `module` is its dotted module, or its path where it has none. `importers` counts the files
    that import it by name, `size` its methods and attributes, or its lines where it is a function.
    `is_named_here` tells whether its own file names it, somewhere outside of it.
    """

    place: Place
    module: str
    line: int
    column: int
    decision: Decision | None
    is_abstract: bool
    is_deprecated: bool
    is_named_here: bool
    importers: int
    size: int

    @property
    def is_used(self) -> bool:
        """Whether something seems to use it."""
        return bool(self.importers) or self.is_named_here

    @property
    def is_called_legacy(self) -> bool:
        return is_called_legacy(*self.place)

    @property
    def rank(self) -> tuple[bool, bool, bool, int, int, Place]:
        """The one to keep comes first."""
        is_new = self.decision is None
        return is_new, self.is_deprecated, self.is_called_legacy, -self.importers, -self.size, self.place


class _Said(NamedTuple):
    """What a file itself says of a definition; see `Standing`. Such as JSON can hold."""

    line: int
    column: int
    is_abstract: bool
    is_deprecated: bool
    is_named_here: bool
    size: int


def standings(index: Index, policy: Policy, places: Mapping[Place, bool]) -> dict[Place, Standing | None]:
    """What speaks for some definitions; None where its file has none of the name, or several.

    Of each is told whether it is a class.
    """
    return {
        place: None if said is None else _standing(index, policy, place, said)
        for place, said in _all_said(index, places).items()
    }


def _standing(index: Index, policy: Policy, place: Place, said: _Said) -> Standing:
    users = importing_lines(index, place.path, place.name)
    line, column, is_abstract, is_deprecated, is_named_here, size = said
    return Standing(
        place,
        spelled(index, place.path, users) or place.path,
        line,
        column,
        _keeping(index, policy, place),
        is_abstract,
        is_deprecated,
        is_named_here,
        len(users),
        size,
    )


def _all_said(index: Index, places: Mapping[Place, bool]) -> dict[Place, _Said | None]:
    """What files say of some definitions: of those that have not changed, as an earlier run has found it."""
    conclusions = index.conclusions
    keys = {place: _key(index, place, is_class=is_class) for place, is_class in places.items()}
    kept: dict[str, Any] = conclusions.kept_answer(_KEPT, _SHAPE) or {}
    missing = [place for place, key in keys.items() if key not in kept]
    index.looked_at.update(place.path for place in places)
    facts_ahead(index, (place.path for place in missing))
    fresh = {keys[place]: _said(index, place, is_class=places[place]) for place in missing}
    told = {key: fresh[key] if key in fresh else kept[key] for key in keys.values()}
    conclusions.keep_answer(_KEPT, told, is_news=len(missing) > _WORTH_KEEPING * len(keys))
    return {place: None if (said := told[key]) is None else _Said._make(said) for place, key in keys.items()}


def _key(index: Index, place: Place, *, is_class: bool) -> str:
    """All that it depends on what is said of a definition."""
    modules = ",".join(index.modules.names_of(place.path))
    return f"{'class' if is_class else 'def'} {place.name} {index.records.content(place.path)} {modules} {place.path}"


def _said(index: Index, place: Place, *, is_class: bool) -> _Said | None:
    facts = index.facts(place.path)
    if is_class:
        classes = [one for one in facts.classes if one.name == place.name]
        if len(classes) != 1 or classes[0].is_alternative or classes[0].kind == "protocol":
            return None
        line, column, is_abstract = classes[0].line, classes[0].column, classes[0].kind == "abstract"
        size = len({one.name for one in facts.functions if one.holder == place.name} | {*classes[0].attributes})
    else:
        functions = [one for one in facts.functions if one.name == place.name and not one.holder]
        if len(functions) != 1 or functions[0].is_alternative or functions[0].is_stub:
            return None
        line, column, is_abstract, size = functions[0].line, functions[0].column, False, functions[0].lines
    return _Said(line, column, is_abstract, _is_deprecated(index, place), _is_named_here(index, place), size)


def _keeping(index: Index, policy: Policy, place: Place) -> Decision | None:
    names = frozenset(index.modules.names_of(place.path))
    homes = kept_homes(policy, place.name)
    return next((one for one, home in homes if not index.modules.spellings(home.module).isdisjoint(names)), None)


def _is_deprecated(index: Index, place: Place) -> bool:
    if b"deprecat" not in index.read(place.path).lower():
        return False
    from ssot_lint.source.deprecated import is_deprecated

    return is_deprecated(index.source(place.path), place.name)


def _is_named_here(index: Index, place: Place) -> bool:
    text, name = b"\n" + plain(index.read(place.path)), place.name.encode()
    unit = unit_in(text, place.name)
    rest = (text[: unit.offset], text[unit.offset + len(name) + len(unit.body) :]) if unit else ()
    is_named = re.compile(rb"(?<!\w)%s(?!\w)" % re.escape(name)).search
    return any(map(is_named, rest))
