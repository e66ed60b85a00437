"""Two implementations of one thing, member by member, and whether one can stand in for the other.

What differs is told of all members. What stands in the way of a user who is moved from one to
the other is less: a body may differ, but what was possible must stay possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.repo.acceptance import refused, shown
from ssot_lint.repo.facts import Parameter
from ssot_lint.repo.members import Member as Member
from ssot_lint.repo.members import members as members
from ssot_lint.repo.offers import Found, Side, ancestors, called, made_with, offered
from ssot_lint.source.source import Source

#: Decorators that leave what a user can do as it was.
_HARMLESS = frozenset("override overload final deprecated wraps no_type_check total_ordering".split())  # noqa: SIM905
#: Decorators of which something is said in other words.
_SPOKEN = frozenset("staticmethod classmethod property cached_property dataclass setter".split())  # noqa: SIM905
_OF_DATACLASSES = frozenset({"__eq__", "__hash__"})


class Pair(NamedTuple):
    """One member of the old module, the new one, or both, and how the two differ.

    `name` is the one in the old module, or that in the new one when only that has it.
    """

    name: str
    old: Member | None
    new: Member | None
    differences: tuple[str, ...] = ()


def compare(old: Source, new: Source, old_name: str = "", new_name: str = "") -> tuple[Pair, ...]:
    """The members of two modules, or of two classes in them: those of the old one first.

    Classes themselves make the first pair. A member that the new class inherits from one of
    its module counts as its own. Raises LookupError when a class is not there.
    """
    there, here = Side(old), Side(new)
    chosen = members(old, old_name)
    others = {one.name: one for one in members(new, new_name)}
    if old_name:
        chosen = (there.members[old_name], *chosen)
        others = {new_name: here.members[new_name], **others}
    pairs = []
    for one in chosen:
        found = here.find(new_name + one.name[len(old_name) :])
        counterpart = found.member if found else None
        if counterpart is not None:
            others.pop(counterpart.name, None)
            others.pop(new_name + one.name[len(old_name) :], None)  # an alias of it
        meant = there.find(one.name)
        differences = tuple(_differences(meant.member if meant else one, counterpart)) if counterpart else ()
        pairs.append(Pair(one.name, one, counterpart, differences))
    return (*pairs, *(Pair(one.name, None, one) for one in others.values()))


def obstacles(old: Source, new: Source, name: str, new_name: str = "") -> tuple[str, ...]:
    """Why a user of a name of the old module could fare otherwise with that of the new one.

    () when it can be moved safely. Each is a phrase such as "run is async there and plain here".
    `new_name` is what the new module calls it, when that is another name.
    """
    unread = [source.path for source in (old, new) if source.unreadable]
    if unread:
        return tuple(f"{path} can't be read in full" for path in unread)
    there, here = Side(old), Side(new)
    there.other, here.other = here, there
    was, now = there.find(name), here.find(new_name or name)
    if was is None or now is None:
        return tuple(_unfound(there, here, name, new_name or name, was, now))
    if (was.side.path, was.member) == (now.side.path, now.member):
        return ()
    return tuple(dict.fromkeys(_against(was, now, name)))


def _unfound(there: Side, here: Side, name: str, new_name: str, was: Found | None, now: Found | None) -> Iterator[str]:
    """The names that both modules only hand on are the same when they come from the same place."""
    origin, target = there.imports.get(name, ""), here.imports.get(new_name, "")
    if origin and origin == target:
        return
    if was is None:
        yield f"{name} comes from {origin} there" if origin else f"{name} is missing there"
    if now is None:
        yield f"{new_name} comes from {target} here" if target else f"{new_name} is missing here"


# -- what stands in the way


def _against(was: Found, now: Found, name: str) -> Iterator[str]:
    old, new = was.member, now.member
    if _manner(old) != _manner(new):
        yield from _other_kind(old, new, name)
        return
    yield from _other_nature(old, new, name)
    if old.kind == "class":
        yield from _against_class(was, now, name)
    elif old.kind in ("function", "method"):
        yield from (f"{name} {phrase}" for phrase in refused(called(old), called(new)))
    elif old.kind == "property" and old.is_settable and not new.is_settable:
        yield f"{name} can be set there and not here"


def _manner(member: Member) -> str:
    """How a name is used: a static method and a class method in the same way."""
    is_bound = member.kind == "method" and member.binding != "instance"
    return "class method" if is_bound else member.kind


def _other_kind(old: Member, new: Member, name: str) -> Iterator[str]:
    if {old.kind, new.kind} != {"attribute", "property"} or old.is_on_class:
        yield f"{name} is {_article(_described(old))} there and {_article(_described(new))} here"
    elif old.is_settable and not new.is_settable:
        yield f"{name} can be set there and not here"


def _described(member: Member) -> str:
    prefix = {"static": "static ", "class": "class "}.get(member.binding, "")
    return f"{prefix if member.kind == 'method' else ''}{member.kind}"


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _other_nature(old: Member, new: Member, name: str) -> Iterator[str]:
    if old.is_async != new.is_async:
        yield f"{name} is {_either('async there and plain', 'plain there and async', old.is_async)} here"
    if old.is_generator != new.is_generator:
        yield f"{name} is a generator {_either('there and none here', 'here and none there', old.is_generator)}"
    for decorator in dict.fromkeys((*old.decorators, *new.decorators)):
        if (decorator in old.decorators) != (decorator in new.decorators) and decorator not in _HARMLESS | _SPOKEN:
            places = ("there", "here") if decorator in old.decorators else ("here", "there")
            yield f"{name} has {f'@{decorator}' if decorator else 'another decorator'} {places[0]} and not {places[1]}"
    if old.is_on_class and not new.is_on_class:
        yield f"{name} belongs to the class there and only to its objects here"


def _either(yes: str, no: str, condition: bool) -> str:
    return yes if condition else no


# -- classes


def _against_class(was: Found, now: Found, name: str) -> Iterator[str]:
    if "dataclass" in was.member.decorators and "dataclass" not in now.member.decorators:
        yield f"{name} is a dataclass there and none here"
    if now.member.is_frozen and not was.member.is_frozen:
        yield f"{name} can be changed there and is frozen here"
    above = ancestors(now)
    if any(one.side is was.side and one.member == was.member for one in above.values() if one):
        gone: list[str] = []  # a subclass is all that the old class was
    else:
        gone = [base for base, one in ancestors(was).items() if not _is_among(base, one, above)]
    yield from (f"{name} has the base class {base} there and not here" for base in gone)
    yield from _constructor(was, now, name)
    offers = offered(now)
    for member, found in offered(was).items():
        here = offers.get(member)
        if here is not None:
            yield from () if here == found else _against(found, here, f"{name}.{member}")
        elif not (member in _OF_DATACLASSES and now.member.parameters is not None):
            yield f"{name}.{member} is missing here"
    for member, found in offers.items():
        if "abstractmethod" in found.member.decorators and not _is_abstract(was):
            yield f"{name}.{member} is abstract here and not there"


def _is_abstract(found: Found) -> bool:
    return any("abstractmethod" in one.member.decorators for one in offered(found).values())


def _is_among(base: str, found: Found | None, above: dict[str, Found | None]) -> bool:
    """Whether a class of other modules, or one of a module's own of the same name, is among the ancestors."""
    if found is None:
        return base in above
    return any(one is not None and one.member.name == found.member.name for one in above.values())


def _constructor(was: Found, now: Found, name: str) -> Iterator[str]:
    old, new = made_with(was), made_with(now)
    if isinstance(old, str) or isinstance(new, str):
        if old != new:
            yield f"{name} is made with {_made(old)} there and with {_made(new)} here"
            return
        old, new = was.member.parameters or (), now.member.parameters or ()
    yield from (f"{name} {phrase}" for phrase in refused(old, new))


def _made(how: tuple[Parameter, ...] | str) -> str:
    return f"what {how} takes" if isinstance(how, str) else shown(how)


# -- what differs


def _differences(old: Member, new: Member) -> Iterator[str]:
    if _described(old) != _described(new):
        yield f"kind: {_described(old)} there, {_described(new)} here"
    for word, was, now in (("async", old.is_async, new.is_async), ("generator", old.is_generator, new.is_generator)):
        if was != now:
            yield f"{_either(word, 'plain', was)} there, {_either(word, 'plain', now)} here"
    if old.signature != new.signature and old.signature and new.signature:
        yield f"signature: {old.signature} there, {new.signature} here"
    if old.kind != new.kind:
        return
    for label, before, after in (("bases", old.bases, new.bases), ("decorators", old.decorators, new.decorators)):
        if before != after:
            yield f"{label}: {', '.join(before) or 'none'} there, {', '.join(after) or 'none'} here"
    if old.shape != new.shape:
        is_told = old.value != new.value and old.value and new.value
        what = "value" if old.kind in ("value", "attribute") else "body"
        yield f"{what}: {old.value} there, {new.value} here" if is_told else what
