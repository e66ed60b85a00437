"""Which names may stand for one thing written twice, judged by text alone.

A large repository has hundreds of names in several files, and most are homonyms: to find out who
imports each would take minutes. What was copied, or written again from the same idea, shows in
its lines, its members and its name, and to read those takes no parsing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from ssot_lint.policy.model import Policy
from ssot_lint.policy.scopes import FACTORIES, names_of_one, scope_of
from ssot_lint.repo.patterns import path_matcher
from ssot_lint.source.paths import is_aside, is_test

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index

_MAKERS = ("create_*", "build_*", "make_*")
#: What a framework asks everybody to have.
_ASKED_FOR = frozenset({"Meta", "Config", "Settings", "Args", "Params", "Options", "Command", "Migration", "Plugin"})
_FAMILY = 3  # sibling folders that have a file of the same name: plugins, not copies
_COPIED = 0.6  # of the lines of the smaller one
_MOST_COPIES = 50  # what more files define is a convention, and to compare all of them would take long
_LEAST_MEMBERS = 2
_ENOUGH, _FAINT = 1.0, 0.7
A_COPY_MORE = 0.2  # many copies are likelier a convention
_TELLING = 10  # characters of a line
FULL_WEIGHT = 8  # lines; what is shorter is alike by chance
_OLD = re.compile(r"(?:^|[/_.])(?:legacy|deprecated|old|compat|unified|consolidated|enhanced|new|v\d)(?=[/_.])")


class Candidate(NamedTuple):
    """A name, and the files that seem to define one thing by it.

    `members` and `lines` count what two of them have in common, of how much the smaller one has.
    `is_asked_for` tells that one name for several is a duplicate already.
    """

    name: str
    paths: tuple[str, ...]
    score: float
    members: tuple[int, int]
    lines: tuple[int, int]
    is_asked_for: bool


def for_size(lines: float) -> float:
    """How much more what is large is worth to hear of."""
    return 0.1 * math.log2(max(1.0, lines / FULL_WEIGHT))


class _HasPaths(Protocol):
    @property
    def paths(self) -> tuple[str, ...]: ...


_Ranked = TypeVar("_Ranked", bound=_HasPaths)


class Body(NamedTuple):
    path: str
    is_class: bool
    members: frozenset[str]
    lines: frozenset[str]


class _Likeness(NamedTuple):
    score: float
    members: tuple[int, int]
    lines: tuple[int, int]


def candidates(index: Index, policy: Policy, *, everywhere: bool = False) -> tuple[Candidate, ...]:
    """The names in several files that may be one thing, the likeliest first.

    Tests, examples and documentation are left out unless it is to look `everywhere`.
    """
    table = policy.tables.get("duplicates", {})
    wanted = names_of_one(policy)
    is_excluded = path_matcher(tuple(table.get("exclude", ())))
    defining: dict[tuple[str, Hashable], list[str]] = {}
    for path, sketch in index.sketches.items():
        if is_excluded(path) or _is_aside(path, everywhere):
            continue
        realm = scope_of(path, policy), is_test(path)
        for name in dict.fromkeys(sketch.defined.split()):
            if _is_telling(name, wanted):
                defining.setdefault((name, realm), []).append(path)
    families = _families(index.python_paths)
    found: list[Candidate] = []
    for (name, _), paths in defining.items():
        if 1 < len(paths) <= _MOST_COPIES:
            there = [body for path in paths for body in bodies(index, path, name)]
            asked = any(fnmatchcase(name, pattern) for pattern in wanted)
            found += _alike(name, there, families, is_asked_for=asked)
    return tuple(in_rounds(sorted(found, key=lambda one: (-one.score, one.name, one.paths))))


def in_rounds(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """The first of the same files before the second of any: two files may have fifty names in common."""
    seen: Counter[tuple[str, ...]] = Counter()
    rounds: dict[int, list[_Ranked]] = {}
    for one in ranked:
        rounds.setdefault(seen[one.paths], []).append(one)
        seen[one.paths] += 1
    return [one for _, some in sorted(rounds.items()) for one in some]


def is_old(path: str) -> bool:
    """Whether a path says that there is an older or a newer one."""
    return _OLD.search(path) is not None


def _is_aside(path: str, everywhere: bool) -> bool:
    if path.endswith(".pyi"):
        return True
    if everywhere:
        return "migrations" in path.split("/")[:-1]
    return is_test(path) or is_aside(path)


def _is_telling(name: str, wanted: Sequence[str]) -> bool:
    if name[:1].isupper() or name[:2].lstrip("_")[:1].isupper():
        return name not in _ASKED_FOR and not name.startswith("Test")
    return any(fnmatchcase(name, pattern) for pattern in (*wanted, *_MAKERS))


def _families(paths: Sequence[str]) -> Counter[tuple[str, str]]:
    """How many sibling folders have a file of one name."""
    return Counter(family for path in paths if (family := _family(path)))


def parts_of_plugins(paths: Sequence[str]) -> frozenset[str]:
    """The files of which there are several of one name in sibling folders."""
    families = _families(paths)
    return frozenset(path for path in paths if (family := _family(path)) and families[family] >= _FAMILY)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _family(path: str) -> tuple[str, str] | None:
    folder, _, base = path.rpartition("/")
    return (folder.rpartition("/")[0], base) if folder else None


def bodies(index: Index, path: str, name: str) -> Iterator[Body]:
    """The first definition of a name at the top level of a file, as far as it can be told by its indentation."""
    text = index.read(path).decode("utf-8", "replace")
    start = re.search(rf"^(class|def|async def)[ \t]+{re.escape(name)}\b.*", text, re.M)
    if start is None:
        return
    end = re.compile(r"^(?![ \t)\]#\r\n])", re.M).search(text, start.end() + 1)
    body = text[start.end() : end.start() if end else len(text)]
    lines = frozenset(line for line in map(str.strip, body.splitlines()) if len(line) >= _TELLING and line[0] != "#")
    found = re.findall(r"^(?:    |\t)(?:(?:async )?def[ \t]+(\w+)|(\w+)[ \t]*[:=](?!=))", body, re.M)
    members = frozenset(method or attribute for method, attribute in found)
    is_class = start[1] == "class"
    if not is_class or len(members) >= _LEAST_MEMBERS or fnmatchcase(name, FACTORIES[0]):
        yield Body(path, is_class, members if is_class else frozenset(), lines)


def _alike(
    name: str, defined: Sequence[Body], families: Counter[tuple[str, str]], *, is_asked_for: bool
) -> Iterator[Candidate]:
    """The definitions of a name that are like another one, in groups."""
    together = {body.path: {body.path} for body in defined}
    likenesses: dict[frozenset[str], _Likeness] = {}
    in_folder = Counter(_folder(body.path) for body in defined)
    for one, other in combinations(defined, 2):
        if one.is_class is not other.is_class or _are_siblings(one.path, other.path, families):
            continue
        likeness = _likeness(name, one, other)
        is_copied = likeness.lines[0] >= _COPIED * likeness.lines[1]
        if not is_copied and _folder(one.path) == _folder(other.path) and in_folder[_folder(one.path)] >= _FAMILY:
            continue  # one of the plugins in a folder
        if likeness.score >= _ENOUGH or is_asked_for:
            likenesses[frozenset((one.path, other.path))] = likeness
            merged = together[one.path] | together[other.path]
            together.update(dict.fromkeys(merged, merged))
    for group in {id(group): group for group in together.values()}.values():
        within = [likeness for pair, likeness in likenesses.items() if pair <= group]
        if within:
            best = max(within)
            paths = tuple(sorted(group))
            score = round(best.score - A_COPY_MORE * (len(paths) - 2), 3)
            if score >= _FAINT or is_asked_for:
                yield Candidate(name, paths, score, best.members, best.lines, is_asked_for)


def _are_siblings(one: str, other: str, families: Counter[tuple[str, str]]) -> bool:
    """Whether two files are the same part of two plugins."""
    family = _family(one)
    return family is not None and family == _family(other) and families[family] >= _FAMILY


def _likeness(name: str, one: Body, other: Body) -> _Likeness:
    own = {member for member in one.members & other.members if not member.startswith("__")}
    least = min(len([member for member in body.members if not member.startswith("__")]) for body in (one, other))
    lines, fewest = len(one.lines & other.lines), min(len(one.lines), len(other.lines))
    score = 2 * lines / max(fewest, 1) * min(1.0, fewest / FULL_WEIGHT) + for_size(lines)
    score += len(own) / max(least, 1) * min(1.0, least / 3)
    words = len(re.findall(r"[A-Z]+[a-z0-9]*|[a-z0-9]+", name))
    score += 0.3 * min(words - 1, 3)
    score += 0.3 * (is_old(one.path) is not is_old(other.path))
    return _Likeness(score, (len(own), least), (lines, fewest))
