"""How two classes are related by all that they extend, as far as import lines and class headers tell.

That is had without parsing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from ssot_lint.clones.candidates import Place
from ssot_lint.clones.families import FREE, Relation, last_name
from ssot_lint.repo.earlier import Earlier
from ssot_lint.repo.hops import MOST_HOPS
from ssot_lint.repo.importers import absolute
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_answers import kept_answers
from ssot_lint.repo.kept_shapes import by_text, texts
from ssot_lint.repo.sketch import plain, statements
from ssot_lint.repo.units import bases_in
from ssot_lint.source.spelling import places_of

_MOST_ANCESTORS = 32
_STATEMENT = 200  # bytes between a name and the one that is given to it
_AS = re.compile(rb"([\w.\x80-\xff]+)[\s\\]+as\Z")
_LETTER = re.compile(rb"[\w\x80-\xff]")
_CLASS = re.compile(rb"class[ \t]+")
_GIVEN = re.compile(rb"[ \t]*=[ \t]*[A-Za-z_\x80-\xff]")
_HEADER = 1000  # bytes in which the bases of a class are


def relation(index: Index, one: Place, other: Place, by_names: Relation) -> Relation:
    """How two classes are related, with the ancestors that this repository defines."""
    if by_names != "apart":
        return by_names
    return "some bases" if ancestors(index, one) & ancestors(index, other) else "apart"


def look_for_ancestors(index: Index, places: Iterable[Place]) -> None:
    """Know what some classes extend, as an earlier run has found it where nothing has changed that it came from."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        names[place.path].add(place.name)

    def in_file(path: str) -> dict[str, list[str]]:
        return {name: sorted(ancestors(index, Place(path, name))) for name in sorted(names[path])}

    earlier = Earlier(index, "ancestors", "", by_text(texts))
    for path, found in kept_answers(index, earlier, in_file, sorted(names)).items():
        for name, there in found.items():
            index.memo(("ancestors", Place(path, name)), partial(frozenset, there))


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
    queue = _bases_at(index, place)
    while queue and len(found) < _MOST_ANCESTORS:
        base = _home(index, queue.pop())
        if base not in found and last_name(base) not in FREE:
            found.add(base)
            module, rest = index.modules.part(base)
            if len(rest) == 1:
                queue += _bases_at(index, Place(index.modules.path_of(module), rest[0]))
    return found


def _bases_at(index: Index, place: Place) -> list[str]:
    """What a class extends, by dotted names where its file tells them."""
    text = plain(index.read(place.path))
    end = _end_of_header(text, place.name.encode())
    return [_meant(index, place.path, base.decode()) for base in bases_in(text[end : end + _HEADER])] if end else []


def _end_of_header(text: bytes, name: bytes) -> int:
    """Where the name of a class at the top of a file ends, 0 when there is none. An expression takes longer to make."""
    for start in places_of(name, text):
        before, end = text[text.rfind(b"\n", 0, start) + 1 : start], start + len(name)
        if _CLASS.fullmatch(before) and not _LETTER.match(text, end):
            return end
    return 0


def _meant(index: Index, path: str, name: str) -> str:
    """What a name means in a file: the dotted name that it imports or defines, else the name itself."""
    sketch = index.sketch(path)
    name = _assigned(index, path, name)
    first, dot, rest = name.partition(".")
    original = _original(index, path, first)
    for said in statements(sketch.imports):
        if original in said.names:
            return f"{absolute(index, path, said.level, said.module)}.{original}{dot}{rest}"
        if not said.names and original == said.module:
            return f"{original}{dot}{rest}"
    if not rest and f" {name} " in sketch.defined:
        return f"{next(iter(index.modules.names_of(path)), path)}.{name}"
    for said in statements(sketch.imports):
        module = absolute(index, path, said.level, said.module) if "*" in said.names else ""
        there = index.modules.path_of(module) if module else ""
        if there in index.python_set and f" {first} " in index.sketch(there).defined:
            return f"{module}.{name}"
    return name


def _assigned(index: Index, path: str, name: str) -> str:
    """The name that another stands for at the top of a file: `name = original`; else the name itself."""
    first, dot, rest = name.partition(".")
    said = rb"^%s[ \t]*=[ \t]*([A-Za-z_\x80-\xff][\w.\x80-\xff]*)[ \t]*\r?(?:#.*)?$" % re.escape(first.encode())
    text = index.read(path)
    found = {*re.findall(said, plain(text), re.M)} if _may_assign(text, first.encode()) else set()
    return f"{found.pop().decode('utf-8', 'replace')}{dot}{rest}" if len(found) == 1 else name


def _may_assign(text: bytes, name: bytes) -> bool:
    """Whether a line of a text may begin with an assignment of another name to one."""
    lines, start = b"\n" + text, b"\n" + name
    return any(_GIVEN.match(lines, place + len(start)) for place in places_of(start, lines))


def _original(index: Index, path: str, name: str) -> str:
    """What a file imports under a name: `import original as name`."""
    text, wanted = index.read(path), name.encode()
    for place in places_of(wanted, text):
        before = text[max(0, place - _STATEMENT) : place].rstrip(b" \t\n\\")
        found = _AS.search(before) if before.endswith(b"as") else None
        if found and text[place - 1 : place] != b"s" and not _LETTER.match(text, place + len(wanted)):
            return found[1].decode("utf-8", "replace")
    return name


def _home(index: Index, dotted: str) -> str:
    """Where a name is defined that modules may hand on."""
    for _ in range(MOST_HOPS):
        module, rest = index.modules.part(dotted)
        path = index.modules.path_of(module) if len(rest) == 1 else ""
        further = _meant(index, path, rest[0]) if path in index.python_set else dotted
        if "." not in further or further == dotted:
            break
        dotted = further
    return dotted
