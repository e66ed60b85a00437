"""What two that have something in common are to each other: a copy, namesakes, rivals, or nothing to speak of.

A copy shares what its statements do. Those who solve one task twice share words instead: of their
names and members, and what they use to do it. Most that share something are meant to: what extends
one class, is called by one interface, or stands in for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from ssot_lint.clones.families import Relation
from ssot_lint.clones.likeness import Likeness
from ssot_lint.clones.words import telling_words

Kind = Literal["copies", "namesakes", "rivals"]

SIMILARITY = 0.2  # of what two classes do, from which on they are copies
_ENOUGH, _LITTLE = 10.0, 6.0  # weight of what is shared
_CLEAR, _MUCH = 0.3, 12.0  # what is less clear must be more
_PLAIN = 0.7  # of what they do: then little is enough, and nothing but inheritance speaks against it
_FAMILY, _NEIGHBOURS, _PARALLEL = 0.05, 0.1, 0.6  # what relatives must have in common beyond others, or in all
_OWN = 0.75  # of the usual, where what is shared is not what the base class asks for
_RARE_METHOD = 3  # classes
_NAMESAKES = 0.25  # of their words
_RIVALS, _LIKELY_RIVALS = 0.08, 0.15  # of their words, with or without common means
_COMMON_MEANS = 0.3
_NAMED_ALIKE = 0.3  # of the words of their names
_INTERFACE = 0.5  # of the member names: who shares more with unlike bodies implements one interface


class Case(NamedTuple):
    """Two definitions, and all that is known of them as a pair.

    `is_used` tells that one names, imports or extends the other, `is_interface` that others
    have just the same methods, `are_neighbours` that their files are in one folder. `methods`
    counts the classes that have a method.
    """

    names: tuple[str, str]
    is_class: bool
    likeness: Likeness
    relation: Relation
    is_used: bool
    is_interface: bool
    are_neighbours: bool
    methods: Mapping[str, int]


def verdict(case: Case, similarity: float = SIMILARITY) -> Kind | None:
    """What two definitions are to each other; None when nobody wants to hear of it.

    `similarity` is the part of what two unrelated ones do, from which on they are copies.
    """
    if _is_copy(case, similarity):
        return "copies"
    if not case.is_class or case.is_used or case.relation != "apart" or case.is_interface:
        return None
    return "namesakes" if _are_namesakes(case) else "rivals" if _are_rivals(case) else None


def _is_copy(case: Case, similarity: float) -> bool:
    found = case.likeness
    is_plain = found.structure >= _PLAIN and case.relation in ("apart", "one base")
    if found.common < (_LITTLE if is_plain else _ENOUGH):
        return False
    if is_plain and found.structure >= similarity:
        return True
    if case.is_used or case.relation == "parallel bases":
        return False
    if case.is_interface or not case.is_class:
        return found.structure >= max(_PARALLEL, similarity)
    if case.relation == "apart":
        return found.structure >= similarity and (found.structure >= _CLEAR or found.common >= _MUCH)
    if case.relation != "one base" or case.names[0] == case.names[1]:
        return found.structure >= max(_PARALLEL, similarity)
    if case.are_neighbours:
        return found.structure >= similarity + _NEIGHBOURS
    return found.structure >= similarity + _FAMILY or (found.structure >= similarity * _OWN and _own(case) >= _ENOUGH)


def _own(case: Case) -> float:
    """The weight of what they share in members that no base class asks for."""
    named = case.likeness.named.items()
    return case.likeness.renamed + sum(
        weight for name, weight in named if case.methods.get(name, 0) <= _RARE_METHOD and name[:2] != "__"
    )


def _are_namesakes(case: Case) -> bool:
    one, other = case.names
    return one == other and len(telling_words(one)) > 1 and case.likeness.words >= _NAMESAKES


def _are_rivals(case: Case) -> bool:
    found = case.likeness
    one, other = (telling_words(name) for name in case.names)
    if not one or not other or found.names >= _INTERFACE:
        return False
    if case.names[0] == case.names[1] and len(one) == 1:
        return False  # one word means many things
    alike = len({*one} & {*other}) / len({*one} | {*other})
    if one[-1] != other[-1] and alike < _NAMED_ALIKE:
        return False
    return found.words >= (_RIVALS if found.means >= _COMMON_MEANS else _LIKELY_RIVALS)
