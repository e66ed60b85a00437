"""From claims to concepts: what a plan says in several places about one thing, brought together.

Files and classes tie claims together, and so does a YAML block with KEEP and DELETE; a heading
does when it has one thing to keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ssot_lint.plan.claims import Claim
from ssot_lint.plan.places import Places
from ssot_lint.plan.words import only_glob, singular, words_of
from ssot_lint.policy.names import is_path, module_of

_DECIDES = ("keep", "move", "delete", "gone", "ban", "facade", "only", "twins")


#: What the group of running text begins with: it may keep several things, a block of YAML one.
PARAGRAPH = "paragraph"
#: Words that say what kind of thing a class is, and nothing about which.
_GENERAL = frozenset(
    ("py", "factory", "manager", "service", "handler", "helper", "util", "base", "class", "old", "new", "legacy")
)


class Target(NamedTuple):
    """What stands in for something: a module or path, a name, or both."""

    place: str
    name: str


class Concept:
    """One thing of which there shall be one, and all claims about it; it grows while they are brought together."""

    def __init__(self, claim: Claim) -> None:
        self.claims: list[Claim] = []
        self.section = claim.section
        self.line = claim.line
        self.kept: dict[str, None] = {}  # places
        self.names: dict[str, None] = {}  # kept
        self.others: dict[str, None] = {}  # places that are deleted or banned
        self.banned: dict[str, None] = {}  # names
        self.groups: set[str] = set()
        self.add(claim)

    def add(self, claim: Claim) -> None:
        self.claims.append(claim)
        if claim.group:
            self.groups.add(claim.group)
        if claim.act == "keep":
            self.kept |= dict.fromkeys(claim.places)
            self.names |= dict.fromkeys(claim.names)
        elif claim.act == "move":
            target = target_of(claim.use)
            self.kept |= dict.fromkeys(filter(None, [target.place]))
            self.names |= dict.fromkeys(filter(None, [target.name]))
        if claim.act in ("move", "delete", "gone", "ban"):
            self.others |= dict.fromkeys(whole_places(claim))
            self.banned |= dict.fromkeys(claim.names)

    def keeps(self, target: Target) -> bool:
        if target.name and target.name in self.names:
            return True
        return bool(target.place) and same_place(target.place, self.kept)


def whole_places(claim: Claim) -> tuple[str, ...]:
    """The places that a claim is about; not those that only tell where a name is."""
    return claim.places if "loose" in claim.values or not claim.names else ()


def target_of(text: str) -> Target:
    """What `module:Name`, a path, a dotted module or a bare name means."""
    place, colon, name = text.partition(":")
    if colon:
        return Target(place, name)
    return Target(text, "") if "." in text or "/" in text else Target("", text)


def same_place(place: str, others: Iterable[str]) -> bool:
    """Whether a place is among others, be they written as paths or as modules."""
    module = _as_module(place)
    return any(place == other or module == _as_module(other) for other in others)


@lru_cache(4096)
def _as_module(place: str) -> str:
    return module_of(place) or place


def resolve(claim: Claim, places: Places) -> Claim:
    """The claim with paths from the root."""
    one = places.banned if claim.act == "ban" and "loose" in claim.values else places.resolve
    use = target_of(claim.use)
    if use.place:
        place = places.resolve(use.place, claim.section)
        claim = claim._replace(use=f"{place}:{use.name}" if use.name else place)
    return claim._replace(places=tuple(one(place, claim.section) for place in claim.places))


def find_homes(claims: Iterable[Claim], places: Places) -> dict[str, tuple[str, ...]]:
    """Where each class is, so far as the plan tells: it says so, or a file is called after the class."""
    found: dict[str, dict[str, None]] = {}
    for claim in claims:
        if claim.act in ("keep", "home", "describe", "imported") and len(claim.places) == 1:
            for name in claim.names:
                found.setdefault(name, {})[claim.places[0]] = None
        elif claim.act == "move" and target_of(claim.use).place and target_of(claim.use).name:
            target = target_of(claim.use)
            found.setdefault(target.name, {})[target.place] = None
    gone = {place for claim in claims if claim.act in ("delete", "ban") for place in whole_places(claim)}
    there = sorted(path for path in places.every if not same_place(path, gone))
    for claim in claims:
        for name in claim.names:
            squeezed = "".join(words_of(name))
            called = [path for path in there if "".join(words_of(_stem(path))) == squeezed]
            if name not in found and len(called) == 1:
                found[name] = {called[0]: None}
    return {name: tuple(where) for name, where in found.items()}


def find_concepts(claims: Sequence[Claim], homes: Mapping[str, Sequence[str]]) -> list[Concept]:
    """The concepts of all claims that decide something about files or classes."""
    deciding = [claim for claim in claims if claim.act in _DECIDES]
    kept = [claim for claim in deciding if claim.act == "keep"]
    concepts: list[Concept] = []
    # What is kept at a place makes concepts; what is only named joins them, if it can.
    for claim in [*filter(_placed, kept), *(one for one in kept if not _placed(one))]:
        _join(claim, concepts, _keeper(claim, concepts, homes))
    for concept in concepts:
        concept.kept |= dict.fromkeys(homes[name][0] for name in concept.names if len(homes.get(name, ())) == 1)
    for claim in (one for one in deciding if one.act == "move"):
        _join(claim, concepts, _mover(claim, concepts))
    rest = [claim for claim in deciding if claim.act not in ("keep", "move")]
    # A ban that says what to use instead tells where another one of that name belongs.
    for claim in sorted(rest, key=lambda one: (not one.use, one.act != "delete", one.line)):
        for part in _parts(_only_named(claim, concepts)):
            found = _owner(part, concepts)
            if found is not None or part.act not in ("facade", "only", "twins"):
                _join(part, concepts, found)
    return sorted(concepts, key=lambda one: one.line)


def _only_named(claim: Claim, concepts: list[Concept]) -> Claim:
    """The claim that there is no other of a kind, with the name of the one that is kept."""
    if claim.act != "only" or claim.names:
        return claim
    kind = str(claim.values["kind"])
    names = [name for one in concepts for name in one.names if only_glob(name, kind, ())]
    return claim._replace(names=tuple(names)) if len(names) == 1 else claim


def _placed(claim: Claim) -> bool:
    return bool(claim.places)


def _join(claim: Claim, concepts: list[Concept], found: Concept | None) -> None:
    if found is None:
        concepts.append(Concept(claim))
    else:
        found.add(claim)
        if claim.line < found.line and claim.act in ("keep", "delete"):
            found.line, found.section = claim.line, claim.section


def _parts(claim: Claim) -> list[Claim]:
    """A claim about each thing alone: two banned files may belong to two concepts."""
    if "loose" not in claim.values:
        return [claim]
    return [claim._replace(places=(place,), names=()) for place in claim.places] + [
        claim._replace(places=(), names=(name,)) for name in claim.names
    ]


def _keeper(claim: Claim, concepts: list[Concept], homes: Mapping[str, Sequence[str]]) -> Concept | None:
    for concept in concepts:
        if claim.group in concept.groups and not claim.group.startswith(PARAGRAPH):
            return concept
        if any(concept.keeps(Target("", name)) for name in claim.names):
            return concept
        if any(concept.keeps(Target(place, "")) for place in claim.places):
            return concept
    if claim.places:
        return None
    there = [place for name in claim.names for place in homes.get(name, ())]
    kept = [one for one in concepts if any(one.keeps(Target(place, "")) for place in there)]
    # A class right beside a file that is kept without one is the one that it is kept for.
    beside = [one for one in concepts if one.section == claim.section and not one.names]
    return kept[0] if kept else _single(beside) if not there else None


def _mover(claim: Claim, concepts: list[Concept]) -> Concept | None:
    target = target_of(claim.use)
    for concept in concepts:
        if concept.keeps(target) or any(same_place(place, concept.others) for place in claim.places):
            return concept
    return None


def _owner(claim: Claim, concepts: list[Concept]) -> Concept | None:
    """The concept that a ban, a deletion or a facade belongs to."""
    if claim.use:
        target = target_of(claim.use)
        if found := _single(one for one in concepts if one.keeps(target)):
            return found
    same = [one for one in concepts if _names_it(claim, one)]
    if same:
        return same[0]
    bases = {_base(place) for place in claim.places if is_path(place)}
    if found := _single(one for one in concepts if bases & {_base(place) for place in [*one.kept, *_deleted(one)]}):
        return found
    if found := _single(one for one in concepts if claim.group in one.groups):
        return found
    if claim.act == "facade" and claim.values.get("source"):
        return _single(
            one for one in concepts if one.section == claim.section and _has_part(one, str(claim.values["source"]))
        )
    if found := _single(one for one in concepts if _is_beside(claim, one)):
        return found
    here = [one for one in concepts if one.section == claim.section and (one.kept or one.names)]
    return (
        _single(here)
        or _single(one for one in concepts if _is_around(claim, one))
        or _closest(claim, here or concepts, 1 if here else 2)
    )


def _is_beside(claim: Claim, concept: Concept) -> bool:
    """Whether the same sentence or row of a table keeps something."""
    return any(one.line == claim.line and one.act in ("keep", "move") for one in concept.claims)


def _names_it(claim: Claim, concept: Concept) -> bool:
    known = [*concept.kept, *concept.others]
    if any(same_place(place, known) for place in claim.places):
        return True
    # A bare file name is meant anywhere, so that the same name in a folder is about the same.
    bare = {place for place in concept.others if is_path(place) and "/" not in place}
    if any(_base(place) in bare for place in claim.places):
        return True
    return not claim.places and any(name in concept.banned or name in concept.names for name in claim.names)


def _single(found: Iterable[Concept]) -> Concept | None:
    listed = list(found)
    return listed[0] if len(listed) == 1 else None


def _base(place: str) -> str:
    return place.rstrip("/").rpartition("/")[2]


def _stem(path: str) -> str:
    return _base(path).partition(".")[0]


def _deleted(concept: Concept) -> list[str]:
    return [place for claim in concept.claims if claim.act == "delete" for place in claim.places]


def _has_part(concept: Concept, word: str) -> bool:
    """Whether a word is a part of the name of what is kept."""
    named = {part for place in concept.kept for part in re.split(r"[/._]", place)}
    return word in named or word in concept.names or same_place(word, concept.kept)


def _is_around(claim: Claim, concept: Concept) -> bool:
    """Whether the text above an item names what is kept."""
    found = {word for text in claim.around for word in re.findall(r"[\w./-]*\w", text)}
    return bool(found & {*concept.names, *concept.kept, *map(_base, concept.kept)})


def _closest(claim: Claim, concepts: Iterable[Concept], least: int) -> Concept | None:
    """The concept that shares the most words of its names, when it is one: of those of one heading one will do."""
    own = {singular(word) for text in (*claim.names, *map(_base, claim.places)) for word in words_of(text)}
    scores = []
    for concept in concepts:
        theirs = {singular(word) for text in (*concept.names, *map(_base, concept.kept)) for word in words_of(text)}
        scores.append((len(own & theirs - _GENERAL), concept))
    best = max((score for score, _ in scores), default=0)
    return _single(concept for score, concept in scores if score == best) if best >= least else None
