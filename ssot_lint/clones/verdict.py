"""What two that have something in common are to each other: a copy, namesakes, rivals, or nothing to speak of.

A copy shares what its statements do. Those who solve one task twice share words instead: of their
names and members, and what they use to do it. Most that share something are meant to: what extends
one class, is called by one interface, or stands in for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from ssot_lint.clones.families import Relation
from ssot_lint.clones.likeness import Likeness
from ssot_lint.clones.words import called_alike, common_end, is_mechanism, is_stand_in, telling_words

Kind = Literal["copies", "namesakes", "rivals"]

SIMILARITY = 0.2  # of what two classes do, from which on they are copies
_ENOUGH, _LITTLE = 10.0, 6.0  # weight of what is shared
_CLEAR, _MUCH, _VERY_MUCH = 0.3, 12.0, 150.0  # what is less clear must be more, much more of variants
_UNCLEAR = 0.45  # of what they do: less may be how things of one sort are written
_CALLED_ALIKE, _CALLED_NEARLY_THE_SAME = 0.3, 0.6  # of the words of their names
_OTHER_METHODS, _SAID_ALIKE, _MOSTLY_SAID_ALIKE = 0.2, 0.28, 0.5  # of the member names, and of all words
_NEARLY, _LIKE_WORDS = 0.8, 0.4  # of the usual, for those who share this part of their words
_NEXT_TO_NOTHING, _ALL_WORDS = 4.0, 0.65  # weight of what they do, for those who share this part of their words
_ALL_OF_IT = 0.95  # of what they do, of the member names and of their words
_PLAIN = 0.7  # of what they do: then little is enough, and nothing but inheritance speaks against it
_REWORDED = 0.6  # of the usual, where all that speaks for a copy is so much, and of their words is the same:
_SOME_OWN, _ALL_WITH_OWN, _SAID_WITH_OWN, _ALL_WITHOUT = 1.0, 0.55, 0.2, 0.7  # weight of what no base asks for
_OF_NAMES, _OF_METHODS = 0.5, -0.75  # what it counts that classes, or members, have the same names
_FAMILY, _NEIGHBOURS, _PARALLEL = 0.05, 0.1, 0.6  # what relatives must have in common beyond others, or in all
_ALL_THAT_IS_ASKED = 0.9  # of the member names
_OWN = 0.75  # of the usual, where what is shared is not what the base class asks for
_RARE_METHOD = 3  # classes
_NAMESAKES = 0.25  # of their words
_INTERFACE = 0.5  # of the member names: who shares more with unlike bodies implements one interface
_SAME_INTERFACE, _SAME_WORDS = 0.45, 0.75  # of what they do, and of their words: one interface, implemented once
RIVALS = 3.0  # by what speaks for it and against, which the following weigh
_ONE_NAME, _ONE_END, _ONE_MECHANISM = 2.0, 0.5, 2.0
_SUMMARY, _MOST_OF_SUMMARY = 0.5, 3  # a word
_WORDS, _USUAL_WORDS, _MANY_WORDS = 1.5, 0.08, 0.28  # of the words of two, as of those who have nothing in common
_TOOLS, MOST_TOOLS = 0.25, 4  # one
_RELATED = 1.5
_EXACTLY, _BESIDE = 0.5, -1.0  # for a mechanism of two words, and for one that has others in its folder
_NOTHING, _HARDLY_ANYTHING = -1.0, 20.0  # for no method of one name, where what they do has no more weight than this
_SIBLINGS, _ROLE, _ROLES = -1.0, -1.0, 6  # classes of one last word: a role, as `Handler`, and no job


class Clue(NamedTuple):
    """What speaks for or against that two do one job, and how much."""

    text: str
    weight: float


class Case(NamedTuple):
    """Two definitions, and all that is known of them as a pair.

    `is_used` tells that one names, imports or extends the other, `is_interface` that others
    have just the same methods, `are_neighbours` that their files are in one folder, `are_siblings`
    that these are called as the two are. `methods` counts the classes that have a method, `kinds`
    those whose names end with a word.
    """

    names: tuple[str, str]
    is_class: bool
    likeness: Likeness
    relation: Relation
    is_used: bool
    is_interface: bool
    are_neighbours: bool
    are_siblings: bool
    methods: Mapping[str, int]
    kinds: Mapping[str, int]


def verdict(case: Case, similarity: float = SIMILARITY) -> Kind | None:
    """What two definitions are to each other; None when nobody wants to hear of it.

    `similarity` is the part of what two unrelated ones do, from which on they are copies.
    """
    if _is_copy(case, similarity):
        return "copies"
    if not case.is_class or case.is_used or case.is_interface:
        return None
    if _are_namesakes(case):
        return "namesakes"
    return "copies" if _is_reworded(case, similarity) else "rivals" if _are_rivals(case) else None


def may_be_alternatives(case: Case) -> bool:
    """Whether two may be ways to do what one base class asks for: they are where a file imports both, to choose.

    What is nearly all the same, or has one name, is a copy in spite of that.
    """
    if case.relation != "one base" or case.names[0] == case.names[1]:
        return False
    return case.likeness.names >= _ALL_THAT_IS_ASKED and case.likeness.structure < _PLAIN


def clues(case: Case) -> tuple[Clue, ...]:
    """What speaks for two classes to be rivals, and what against it, the weightiest first."""
    return tuple(sorted(_clues(case), key=lambda clue: (-clue.weight, clue.text)))


def _is_copy(case: Case, similarity: float) -> bool:
    found = case.likeness
    is_plain = found.structure >= _PLAIN and case.relation in ("apart", "one base")
    if found.common < (_LITTLE if is_plain else _ENOUGH):
        return _is_small_copy(case, similarity)
    if is_plain and found.structure >= similarity:
        return True
    if case.is_used or case.relation == "parallel bases":
        return False
    if case.is_interface or not case.is_class:
        return found.structure >= max(_SAME_INTERFACE if _in_same_words(case) else _PARALLEL, similarity)
    if found.structure < _UNCLEAR and not _mean_one_thing(case):
        return False
    if case.relation == "apart":
        is_much = found.common >= (_VERY_MUCH if case.are_siblings else _MUCH)
        if found.structure >= similarity:
            return found.structure >= _CLEAR or is_much
        return found.structure >= similarity * _NEARLY and is_much and found.words >= _LIKE_WORDS
    if case.relation != "one base" or case.names[0] == case.names[1]:
        return found.structure >= max(_PARALLEL, similarity)
    if case.are_neighbours:
        return found.structure >= similarity + _NEIGHBOURS
    return found.structure >= similarity + _FAMILY or (found.structure >= similarity * _OWN and _own(case) >= _ENOUGH)


def _mean_one_thing(case: Case) -> bool:
    """Whether two that share little are more to each other than two of one sort.

    Those have the same methods, with other bodies. Who copied, and changed much, left half of the
    members as they were, or a name that is like the other, or says the same with other methods.
    """
    found = case.likeness
    if 2 * found.members >= found.of:
        return True
    alike = called_alike(*case.names)
    if found.names >= _INTERFACE and found.words < _MOSTLY_SAID_ALIKE:
        return alike >= _CALLED_NEARLY_THE_SAME
    return alike >= _CALLED_ALIKE or (found.names < _OTHER_METHODS and found.words >= _SAID_ALIKE)


def _is_small_copy(case: Case, similarity: float) -> bool:
    """Whether two do little, but that in the same words."""
    found = case.likeness
    if case.is_used or case.is_interface or not case.is_class:
        return False
    if case.relation != "apart" and (case.relation != "one base" or not _is_all_the_same(found)):
        return False
    is_much = found.structure >= similarity * _NEARLY and found.common >= _NEXT_TO_NOTHING
    return is_much and found.words >= _ALL_WORDS and 2 * found.members >= found.of


def _is_all_the_same(found: Likeness) -> bool:
    """Whether hardly anything tells two apart, whatever they extend."""
    return min(found.structure, found.names, found.words) >= _ALL_OF_IT


def _is_reworded(case: Case, similarity: float) -> bool:
    """Whether one of two classes in different folders is likely the other, with most of it in other words.

    Neither their statements nor their words nor their names are enough alone, but all together are. That
    members have one name speaks against it: then it is what both are asked for that they have in common.
    """
    found = case.likeness
    if case.are_neighbours or found.names >= _INTERFACE:
        return False
    if found.structure < similarity * _REWORDED or found.common < _LITTLE:
        return False
    has_own = _own(case) >= _SOME_OWN
    if case.relation != "apart" and (case.relation != "one base" or case.names[0] == case.names[1] or not has_own):
        return False
    if found.words < (_SAID_WITH_OWN if has_own else _SAID_ALIKE):
        return False
    evidence = found.structure + found.words + _OF_NAMES * called_alike(*case.names) + _OF_METHODS * found.names
    return evidence >= (_ALL_WITH_OWN if has_own else _ALL_WITHOUT) * max(similarity / SIMILARITY, 1.0)


def _in_same_words(case: Case) -> bool:
    """Whether two classes tell what they do in the same words, which an interface does not ask for."""
    return case.is_class and case.likeness.words >= _SAME_WORDS


def _own(case: Case) -> float:
    """The weight of what they share in members that no base class asks for."""
    named = case.likeness.named.items()
    return case.likeness.renamed + sum(
        weight for name, weight in named if case.methods.get(name, 0) <= _RARE_METHOD and name[:2] != "__"
    )


def _are_namesakes(case: Case) -> bool:
    one, other = case.names
    if one != other or case.relation != "apart":
        return False
    return len(telling_words(one)) > 1 and case.likeness.words >= _NAMESAKES


def _are_rivals(case: Case) -> bool:
    found = case.likeness
    one, other = case.names
    if not telling_words(one) or not telling_words(other) or found.names >= _INTERFACE:
        return False
    if is_stand_in(one) or is_stand_in(other):
        return False
    if case.relation != "apart" and not found.related and not _is_full_name(one, other):
        return False
    return sum(clue.weight for clue in _clues(case)) > RIVALS


def _is_full_name(one: str, other: str) -> bool:
    """Whether two have one name, but for the version, that tells something: one word means many things."""
    words = telling_words(one)
    return len(words) > 1 and words == telling_words(other)


def _clues(case: Case) -> Iterator[Clue]:
    found = case.likeness
    yield from _clues_of_names(case)
    if found.summary > 1:
        yield Clue(
            f"{found.summary} words of their first sentences the same", _SUMMARY * min(found.summary, _MOST_OF_SUMMARY)
        )
    part = (found.words - _USUAL_WORDS) / (_MANY_WORDS - _USUAL_WORDS)
    if part > 0:
        yield Clue(f"{found.words:.0%} of their words the same", round(_WORDS * min(part, 1.0), 2))
    if found.tools:
        yield Clue(f"{found.tools} of the means they use the same", _TOOLS * min(found.tools, MOST_TOOLS))
    if found.related:
        yield Clue("one is said to stand for the other", _RELATED)
    if not (found.names or found.related) and found.common < _HARDLY_ANYTHING:
        yield Clue("no method of one name", _NOTHING)
    if case.are_siblings:
        yield Clue("variants beside each other", _SIBLINGS)


def _clues_of_names(case: Case) -> Iterator[Clue]:
    end = common_end(*case.names)
    if not end:
        return
    is_one = _is_full_name(*case.names)
    yield Clue("one name" if is_one else "names that end alike", _ONE_NAME if is_one else _ONE_END)
    if is_mechanism(end[-1]) and case.relation == "apart":
        weight = _ONE_MECHANISM + (_EXACTLY if len(end) > 1 else 0.0)
        if case.are_neighbours and not is_one:
            weight += _BESIDE
        yield Clue(f"both a kind of {' '.join(end)}", weight)
    elif not is_one and case.kinds.get(end[-1], 0) >= _ROLES:
        yield Clue(f"many are called {end[-1]}", _ROLE)
