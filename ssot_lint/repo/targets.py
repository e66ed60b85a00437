"""Whether a dotted name of this repository leads to something: a module, a name in one, a member of a class.

Only what Python files say is asked, so that an answer holds while they stay as they are. What else
may give a module a name, a build or another file, is for those to ask who report it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.repo.class_names import classes_named, given_bases, is_of_every_class
from ssot_lint.repo.index import Index
from ssot_lint.repo.nearest import nearest_name
from ssot_lint.repo.places import folders_above, is_importable, place_below, place_from
from ssot_lint.repo.sketch import code_of, statements
from ssot_lint.source.chains import is_dunder

if TYPE_CHECKING:
    from ssot_lint.repo.class_names import ClassNames
    from ssot_lint.repo.facts import Bound, Facts
    from ssot_lint.repo.sketch import Statement

_MOST_HOPS = 16
_HEADER = re.compile(rb"\n(?:class[ \t]+([A-Za-z_\x80-\xff][0-9A-Za-z_\x80-\xff]*+)|[^\s#])")
_MEMBER = re.compile(rb"\n([ \t]+)(?:async[ \t]+)?(?:def|class)[ \t]+([0-9A-Za-z_\x80-\xff]++)")


class Lack(NamedTuple):
    """What a dotted name does not find.

    `rest` are the parts after the one that is missing. `place` is the module in which it
    would be; `holder` the class in it, "" when the module itself should have it. `alike` is
    the member of the class that is spelled most like it. `tops` are the top-level modules of the
    imports and bases by which it was reached, the last one first: what they mean may not be ours.
    """

    rest: tuple[str, ...]
    place: str
    holder: str = ""
    alike: str = ""
    tops: tuple[str, ...] = ()


class Answer(NamedTuple):
    """`exists` is None when it can't be known; `lack` is set when it is False."""

    exists: bool | None
    lack: Lack | None = None


_YES, _UNKNOWN = Answer(True), Answer(None)


class _Way(NamedTuple):
    """What was followed so far, so that no circle is followed for ever."""

    seen: frozenset[tuple[str, str]]
    hops: int


_START = _Way(frozenset(), _MOST_HOPS)


class Targets:
    """The dotted names of a repository. `places` gives the places of a top-level module's name."""

    def __init__(self, index: Index, places: Callable[[str], tuple[str, ...]]) -> None:
        self._index = index
        self._modules = index.modules
        self._places = places
        self._members: dict[str, Mapping[bytes, frozenset[bytes]]] = {}
        self._classes: dict[tuple[str, str], tuple[ClassNames, ...]] = {}
        self.consulted: set[str] = set()  # the files of which more was read than their sketches

    def find(self, dotted: str, path: str = "", *, is_module: bool = False) -> Answer:
        """What a dotted name leads to as seen from a file; `is_module` when it must be a module."""
        top, *rest = dotted.split(".")
        places = self._places(top)
        beside = tuple(place_below(folder, top) for folder in folders_above(path) if path)
        extra = tuple(place for place in beside if place not in places and is_importable(place, self._modules))
        if not places:
            return _UNKNOWN
        look = self._as_module if is_module else self._in_module
        return _best(look(place, tuple(rest), _START) for place in (*places, *extra)) or _UNKNOWN

    def surely_finds(self, dotted: str, *, is_module: bool = False) -> bool:
        """Whether a dotted name leads to something, or out of the repository, by sketches alone."""
        top, *rest = dotted.split(".")
        places = self._places(top)
        if is_module:
            return not places or any(is_importable("/".join((place, *rest)), self._modules) for place in places)
        return not places or any(self._surely_has(place, rest, _MOST_HOPS) for place in places)

    # -- by sketches

    def _surely_has(self, place: str, parts: list[str], hops: int) -> bool:
        if not parts or not hops:
            return not parts and is_importable(place, self._modules)
        name, *rest = parts
        below = place_below(place, name)
        if is_importable(below, self._modules) and self._surely_has(below, rest, hops - 1):
            return True
        files = self._modules.files_at(place)
        return any(self._surely_binds(path, name, rest, hops - 1) for path in files)

    def _surely_binds(self, path: str, name: str, rest: list[str], hops: int) -> bool:
        sketch, spaced = self._index.sketch(path), f" {name} "
        if spaced not in sketch.names:
            return False
        if not rest:
            return True
        if spaced in sketch.defined:
            return len(rest) == 1 and self._has_member(path, name, rest[0])
        return hops > 0 and any(self._surely_leads(path, said, name, rest, hops) for said in statements(sketch.imports))

    def _surely_leads(self, path: str, said: Statement, name: str, rest: list[str], hops: int) -> bool:
        """Whether an import brings a name that surely has something, or one that is not ours."""
        if said.level:
            place = place_from(path, said.level, said.module) if name in said.names else None
            return place is not None and self._surely_has(place, [name, *rest], hops)
        if name not in said.names and (said.names or said.module != name):
            return False
        top, *more = said.module.split(".")
        parts = [*more, name, *rest] if said.names else rest
        places = self._places(top)
        return not places or any(self._surely_has(place, parts, hops) for place in places)

    def _has_member(self, path: str, name: str, member: str) -> bool:
        known = self._members.get(path)
        if known is None:
            self.consulted.add(path)
            known = self._members[path] = _members_in(self._index.read(path))
        return member.encode() in known.get(name.encode(), ())

    # -- by facts

    def _facts(self, path: str) -> Facts:
        self.consulted.add(path)
        return self._index.facts(path)

    def _as_module(self, place: str, parts: tuple[str, ...], way: _Way) -> Answer:
        for number, name in enumerate(parts):
            below = place_below(place, name)
            if not is_importable(below, self._modules):
                files = self._modules.files_at(place)
                if any(path.endswith(".pyi") or self._facts(path).is_open for path in files):
                    return _UNKNOWN
                return Answer(False, Lack(parts[number + 1 :], place))
            place = below
        return _YES

    def _in_module(self, place: str, parts: tuple[str, ...], way: _Way) -> Answer:
        if not parts:
            return _YES
        name, rest = parts[0], parts[1:]
        below = place_below(place, name)
        lack = Answer(False, Lack(rest, place))
        return _best(self._ways(place, below, name, rest, way)) or lack

    def _ways(self, place: str, below: str, name: str, rest: tuple[str, ...], way: _Way) -> Iterator[Answer]:
        if is_importable(below, self._modules):
            yield self._in_module(below, rest, way)
        files = self._modules.files_at(place)
        if is_dunder(name) or (files and all(path.endswith(".pyi") for path in files)):
            yield _UNKNOWN
        for path in files:
            if not self._leaves_alone(path, name, below):
                yield from self._bound(path, name, rest, way)

    def _leaves_alone(self, path: str, name: str, below: str) -> bool:
        """Whether a package that makes up names has no other meaning for that of its submodule."""
        if not is_importable(below, self._modules) or name in self._facts(path).names:
            return False
        return re.search(rf"""["']{name}["']""", self._index.source(path).text) is None

    def _bound(self, path: str, name: str, rest: tuple[str, ...], way: _Way) -> Iterator[Answer]:
        """What the ways lead to in which a file gives a name a meaning."""
        if (path, name) in way.seen or not way.hops:
            return
        facts = self._facts(path)
        if facts.is_open or (rest and name in facts.names and name not in facts.bindings):
            yield _UNKNOWN
        elif name in facts.names and not rest:
            yield _YES
        way = _Way(way.seen | {(path, name)}, way.hops - 1)
        for bound in facts.bindings.get(name, ()) if rest else ():
            yield self._through(path, name, bound, rest, way)
        for star in facts.stars:
            yield from self._star(star, name, rest, way)

    def _star(self, star: str, name: str, rest: tuple[str, ...], way: _Way) -> Iterator[Answer]:
        """What `from star import *` may bring; of what is not ours, anything may come."""
        top, *more = star.split(".")
        files = [path for one in self._places(top) for path in self._modules.files_at("/".join((one, *more)))]
        if not files:
            yield _UNKNOWN
        for path in files:
            yield from self._bound(path, name, rest, way)

    def _through(self, path: str, name: str, bound: Bound, rest: tuple[str, ...], way: _Way) -> Answer:
        if bound.kind == "class":
            return self._in_class(path, name, rest, way)
        return self._lead(bound.target, rest, way) if bound.kind in ("import", "alias") else _UNKNOWN

    def _lead(self, dotted: str, rest: tuple[str, ...], way: _Way) -> Answer:
        """What a dotted name leads to from where a file says it; that it is there itself is for another rule."""
        top, *more = dotted.split(".")
        places = self._places(top) if top else ()
        answer = _best(self._in_module(place, (*more, *rest), way) for place in places) or _UNKNOWN
        if answer.lack is None:
            return answer
        if len(answer.lack.rest) >= len(rest):
            return _UNKNOWN
        return Answer(False, answer.lack._replace(tops=(*answer.lack.tops, top)))

    # -- classes

    def _in_class(self, path: str, qualname: str, parts: tuple[str, ...], way: _Way) -> Answer:
        name = parts[0]
        found = self._classes.get((path, qualname))
        if found is None:
            found = self._classes[path, qualname] = classes_named(self._index.source(path), qualname)
        if is_of_every_class(name) or not found:
            return _UNKNOWN
        demangled = name.partition("__")[2]
        names = {name, f"__{demangled}"} if name[:1] == "_" and demangled else {name}
        answers = [self._in_one_class(path, qualname, one, names, parts, way) for one in found]
        return _best(answers) or _UNKNOWN

    def _in_one_class(
        self, path: str, qualname: str, found: ClassNames, names: set[str], parts: tuple[str, ...], way: _Way
    ) -> Answer:
        name, rest = parts[0], parts[1:]
        if found.is_open or way.hops <= 0:
            return _UNKNOWN
        if names & found.names:
            if rest and name in found.inner:
                return self._in_class(path, f"{qualname}.{name}", rest, way)
            return _UNKNOWN if rest else _YES
        alike = nearest_name(name, found.names - {name}) or ""
        tops: tuple[str, ...] = ()
        for base in found.bases:
            given = given_bases(base)
            if given is not None:
                if name in given:
                    return _UNKNOWN if rest else _YES
                continue
            if base == "?" or (path, base) in way.seen:
                return _UNKNOWN
            above = self._lead(base, parts, _Way(way.seen | {(path, base)}, way.hops - 1))
            if above.lack is None:
                return above
            tops, alike = (*tops, *above.lack.tops), alike or above.lack.alike
        return Answer(False, Lack(rest, path, qualname, alike, tops))


def _best(answers: Iterable[Answer]) -> Answer | None:
    """The answer that lets a name be there, else the one that follows it the furthest."""
    best: Answer | None = None
    for one in answers:
        if one.lack is None:
            return one
        if best is None or best.lack is None or len(one.lack.rest) < len(best.lack.rest):
            best = one
    return best


def _members_in(data: bytes) -> Mapping[bytes, frozenset[bytes]]:
    """The methods and inner classes of the classes of a module, those that are surely theirs."""
    found: dict[bytes, set[bytes]] = {}
    name, start, code = b"", 0, code_of(data) + b"\n."
    for match in _HEADER.finditer(code):
        if name:
            members = _MEMBER.findall(code, start, match.start())
            least = min((len(indent) for indent, _ in members), default=0)
            found.setdefault(name, set()).update(one for indent, one in members if len(indent) == least)
        name, start = match[1] or b"", match.end()
    return {name: frozenset(members) for name, members in found.items()}
