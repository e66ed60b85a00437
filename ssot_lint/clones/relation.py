"""How two classes are related by all that they extend, as far as this repository defines it."""

from __future__ import annotations

from ssot_lint.clones.candidates import Place
from ssot_lint.clones.families import FREE, Relation, last_name
from ssot_lint.repo.index import Index

_MOST_ANCESTORS = 32


def relation(index: Index, one: Place, other: Place, by_names: Relation) -> Relation:
    """How two classes are related, with the ancestors that this repository defines."""
    if by_names != "apart":
        return by_names
    first, second = ancestors(index, one), ancestors(index, other)
    return "some bases" if first & second else "apart"


def ancestors(index: Index, place: Place) -> frozenset[str]:
    """All that a class extends, near and far, by dotted names; itself too, but not what says nothing."""
    return index.memo(("ancestors", place), lambda: frozenset(_ancestors(index, place)))


def is_subclass(index: Index, one: Place, other: Place) -> bool:
    """Whether one of two classes extends the other, near or far."""
    pairs = ((one, other), (other, one))
    return any(not _names(index, base).isdisjoint(ancestors(index, derived)) for base, derived in pairs)


def _names(index: Index, place: Place) -> set[str]:
    return {f"{module}.{place.name}" for module in index.modules.names_of(place.path)}


def _ancestors(index: Index, place: Place) -> set[str]:
    found = _names(index, place)
    queue = list(_bases_at(index, place.path, place.name))
    while queue and len(found) < _MOST_ANCESTORS:
        dotted = queue.pop()
        if dotted in found or last_name(dotted) in FREE or dotted == "?":
            continue
        found.add(dotted)
        for origin in (dotted, *index.origins(dotted)):
            found.add(origin)
            module, rest = index.modules.part(origin)
            if module and len(rest) == 1:
                queue += _bases_at(index, index.modules.path_of(module), rest[0])
    return found


def _bases_at(index: Index, path: str, name: str) -> tuple[str, ...]:
    return next((one.bases for one in index.facts(path).classes if one.name == name), ()) if path else ()
