"""What the names of two classes and of their base classes tell of how near they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, get_args

from ssot_lint.clones.words import words_in

#: apart: neither extends what the other does; the others say how near they are to one family.
Relation = Literal["apart", "one base", "some bases", "parallel bases"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)

#: Base classes that say nothing of what a class is for, by their last names.
FREE = frozenset({"object", "ABC", "BaseModel", "Generic", "Protocol", "Thread", "Mapping", "MutableMapping"})


def are_exempt(bases: Iterable[str], name: str) -> bool:
    """Whether a class is of a kind that is written alike: exceptions, enumerations, data, protocols."""
    return name.endswith(("Error", "Exception", "Warning")) or _is_one_of_them(tuple(bases))


@lru_cache(maxsize=1 << 14)
def _is_one_of_them(bases: tuple[str, ...]) -> bool:
    """Whether one of the bases says so: most bases are those of many classes."""
    last = [last_name(base.partition("(")[0]) for base in bases]  # named tuples are also made by calls
    return any(
        base in ("Protocol", "TypedDict", "NamedTuple", "namedtuple", "Exception", "BaseException")
        or base.endswith(("Enum", "Flag", "Error", "Exception", "Warning"))
        for base in last
    )


def relation_by_names(one: tuple[str, ...], other: tuple[str, ...], names: tuple[str, str]) -> Relation:
    """How two classes are related as far as the texts of their bases tell."""
    first, second = telling_bases(one), telling_bases(other)
    if first and first == second:
        return "one base"
    if first & second:
        return "some bases" if first <= second or second <= first else "parallel bases"
    if first and second and _vary_alike(names, (first - second, second - first)):
        return "parallel bases"
    return "apart"


def are_siblings(names: tuple[str, str], paths: tuple[str, str]) -> bool:
    """Whether two are variants beside each other: their names differ as the names of their files do."""
    (folder, _, one), (there, _, other) = (path.rpartition("/") for path in paths)
    if folder != there:
        return False
    first, second = ({*words_in(name)} for name in names)
    here, beside = ({*words_in(stem)} for stem in (one, other))
    return bool((first - second) & (here - beside)) and bool((second - first) & (beside - here))


def telling_bases(bases: Iterable[str]) -> set[str]:
    """The last names of what a class extends, but for those that say nothing of what it is for."""
    return {last_name(base) for base in bases} - FREE


def last_name(base: str) -> str:
    return base.rpartition(".")[2]


def _vary_alike(names: tuple[str, str], bases: tuple[set[str], set[str]]) -> bool:
    """Whether two names differ by words by which their bases differ too: `MailLight(Light)`, `MailSwitch(Switch)`."""
    one, other = ({*words_in(name)} for name in names)
    first, second = ({word for base in some for word in words_in(base)} for some in bases)
    return bool((one - other) & (first - second) or (other - one) & (second - first))
