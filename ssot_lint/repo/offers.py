"""What two modules offer to each other's users: names are followed from either into the other."""

from __future__ import annotations

from typing import NamedTuple

from ssot_lint.repo.facts import Parameter
from ssot_lint.repo.members import Member, members_by_name
from ssot_lint.source.chains import is_dunder
from ssot_lint.source.source import Source

_MOST_HOPS = 16
#: Bases that nobody asks an object for.
_PLAIN_BASES = frozenset({"object", "ABC", "Generic", "Protocol"})
#: What Python calls when it makes a class or an object, and what every object has.
_INNER = frozenset(
    "__init__ __new__ __post_init__ __init_subclass__ __set_name__ __del__ __repr__ __slots__ __doc__ __module__ "  # noqa: SIM905
    "__annotations__ __match_args__ __dict__ __weakref__".split()
)


class Found(NamedTuple):
    """A member, and the module that it is in."""

    side: Side
    member: Member


class Side:
    """One of the two modules; names that it has from the other one are followed there."""

    def __init__(self, source: Source) -> None:
        self.path = source.path
        self.members = members_by_name(source)
        self.imports = {
            name: bindings[-1].dotted
            for name, bindings in source.names.top.bindings.items()
            if name not in self.members and bindings[-1].kind == "import"
        }
        self.prefixes = tuple(f"{module}." for module in source.modules)
        self.other: Side | None = None

    def find(self, name: str, hops: int = _MOST_HOPS) -> Found | None:
        """What a dotted name means: through aliases, base classes, and imports from the other module."""
        found = self.members.get(name)
        if hops < 0:
            return None
        if found is not None:
            followed = self.find(found.alias, hops - 1) if found.alias else None
            return followed or Found(self, found)
        for length in range(len(name), 0, -1):
            if name[:length] in self.imports:
                return self._abroad(self.imports[name[:length]] + name[length:], hops)
        holder, _, last = name.rpartition(".")
        above = self.find(holder, hops - 1) if holder else None
        if above is None:
            return self._abroad(name, hops)
        if above.member.name != holder or above.side is not self:
            return above.side.find(f"{above.member.name}.{last}", hops - 1)
        inherited = (self.find(f"{base}.{last}", hops - 1) for base in above.member.bases)
        return next((one for one in inherited if one is not None), None)

    def _abroad(self, dotted: str, hops: int) -> Found | None:
        for prefix in self.other.prefixes if self.other else ():
            if dotted.startswith(prefix) and self.other:
                return self.other.find(dotted[len(prefix) :], hops - 1)
        return None


def _is_plain(base: str) -> bool:
    return base.rpartition(".")[2] in _PLAIN_BASES


def ancestors(found: Found) -> dict[str, Found | None]:
    """The classes that a class is a kind of, by their names; None for those of other modules."""
    known: dict[str, Found | None] = {}
    queue = [(found.side, base) for base in found.member.bases]
    while queue:
        side, base = queue.pop(0)
        if base not in known and not _is_plain(base):
            above = known[base] = side.find(base)
            if above is not None:
                queue += [(above.side, further) for further in above.member.bases]
    return known


def offered(found: Found) -> dict[str, Found]:
    """What the users of a class may name, inherited members too, by their names in the class."""
    offered: dict[str, Found] = {}
    for one in (found, *(above for above in ancestors(found).values() if above is not None)):
        prefix = f"{one.member.name}."
        for member in one.side.members.values():
            name = member.name.removeprefix(prefix)
            if name != member.name and "." not in name and name not in offered:
                offered[name] = Found(one.side, member)
    return {
        name: one
        for name, one in offered.items()
        if (not name.startswith("_") or (is_dunder(name) and name not in _INNER))
    }


def called(member: Member) -> tuple[Parameter, ...]:
    """The parameters that a call fills."""
    parameters = member.parameters or ()
    is_bound = member.binding in ("instance", "class")
    return parameters[1:] if is_bound and parameters[:1] and "positional" in parameters[0].kind else parameters


def made_with(found: Found, hops: int = _MOST_HOPS) -> tuple[Parameter, ...] | str:
    """The parameters that make an object of a class, or the base class of another module that has them."""
    for special in ("__init__", "__new__"):
        own = found.side.members.get(f"{found.member.name}.{special}")
        if own is not None and own.kind == "method":
            return called(own._replace(binding="instance"))
    bases = [base for base in found.member.bases if not _is_plain(base)]
    fields = found.member.parameters
    inherited: tuple[Parameter, ...] = ()
    for base in bases if hops else ():
        above = found.side.find(base)
        if above is None:
            if fields is None or not base.endswith("NamedTuple"):
                return base
        else:
            made = made_with(above, hops - 1)
            if isinstance(made, str):
                return made
            inherited = inherited or made
    if fields is None:
        return inherited
    return _with_fields(inherited, fields)


def _with_fields(inherited: tuple[Parameter, ...], fields: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Those of a dataclass: a field that is said again keeps its place, keyword-only ones come last."""
    merged = {one.name: one for one in inherited}
    merged.update((one.name, one) for one in fields)
    return tuple(sorted(merged.values(), key=lambda one: one.kind == "keyword-only"))
