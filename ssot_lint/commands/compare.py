"""`ssot-lint compare`: what only the old implementation has must be merged before it goes.

To look at two files side by side shows what differs, but not what of it matters: that depends
on who uses it. So each member is compared by structure, and what the old module lacks a
counterpart of counts when some file imports it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ssot_lint.commands.naming import Named, is_path, named, nearest, path_of, possible_paths
from ssot_lint.repo.at_head import at_head
from ssot_lint.repo.comparison import Member, Pair, compare, obstacles
from ssot_lint.repo.files import PYTHON_ENDINGS
from ssot_lint.repo.importers import Importers, absolute
from ssot_lint.repo.index import Index
from ssot_lint.repo.members import members_by_name
from ssot_lint.repo.sketch import statements
from ssot_lint.source.chains import is_dunder
from ssot_lint.source.needles import Needles
from ssot_lint.source.source import Source

ONLY_OLD, ONLY_NEW, SAME, DIFFERS = "only old", "only new", "same", "differs"


class Place(NamedTuple):
    """One of the two implementations; `is_deleted` when only the last commit has it."""

    path: str
    module: str
    name: str
    is_deleted: bool

    @property
    def label(self) -> str:
        """What a person calls it: the path of a module, or a class with its module."""
        return f"{self.module or self.path}:{self.name}" if self.name else self.path


class Row(NamedTuple):
    """One member on both sides. `users` are the files that import it, or mention it when it lies in a class."""

    name: str
    state: str
    old: Member | None
    new: Member | None
    differences: tuple[str, ...]
    users: tuple[str, ...]


class Merge(NamedTuple):
    """What has to be done about a name that `users` import, and why."""

    name: str
    reasons: tuple[str, ...]
    users: tuple[str, ...]


class Comparison(NamedTuple):
    """All about two implementations.

    `imports` are the names that files take from the old one, with the files. `merges` come in
    order of need: what most files import is first. `unused` are the names that only the old
    one has and nobody names.
    """

    old: Place
    new: Place
    rows: tuple[Row, ...]
    imports: Mapping[str, tuple[str, ...]]
    merges: tuple[Merge, ...]
    unused: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 when the old one can be deleted, 1 when something must be merged first."""
        return 1 if self.merges else 0


def comparison(index: Index, old: str, new: str) -> Comparison:
    """Compare two modules or classes, the old one perhaps deleted since the last commit.

    Raises ValueError, with one problem an argument, when one of them can't be found.
    """
    problems: list[str] = []
    there, index = _place(index, old, problems, may_be_deleted=True)
    here, index = _place(index, new, problems)
    if not problems and (there.path, there.name) == (here.path, here.name):
        problems.append(f"{old} and {new} are the same: give the one that goes, then the one that stays")
    if problems:
        raise ValueError(*problems)
    sources = index.source(there.path), index.source(here.path)
    if bool(there.name) != bool(here.name):
        there, here = _same_class(index, there, here), _same_class(index, here, there)
    problems += [
        f"{source.path}:{source.unreadable.line}: {source.unreadable.reason}: mend it first"
        for source in sources
        if source.unreadable
    ]
    if problems:
        raise ValueError(*problems)
    imports = _imports(index, there)
    rows = tuple(_rows(index, compare(*sources, there.name, here.name), there, imports))
    merges = sorted(_merges(index, there, here, rows, imports), key=lambda one: (-len(one.users), one.name))
    unused = [row.name for row in rows if _is_unused(row)]
    return Comparison(there, here, rows, imports, tuple(merges), tuple(unused))


# -- what was written


def _place(index: Index, written: str, problems: list[str], *, may_be_deleted: bool = False) -> tuple[Place, Index]:
    """The place that is meant, and the index in which it is there."""
    one, is_deleted = named(index, written), False
    if may_be_deleted and not _is_there(index, one):
        path, data = _at_head(index, written)
        if data is not None:
            index, is_deleted = index.replace(path, data, is_python=True), True
            one = named(index, written)
    if not _is_there(index, one):
        problems.append(_problem(index, written, one, ", nor in the last commit" if may_be_deleted else ""))
    return Place(one.path, one.module, one.name, is_deleted), index


def _problem(index: Index, written: str, one: Named, where: str) -> str:
    if one.path not in index.python_set or (one.name and ":" not in written):
        meant = written.partition(":")[0] if ":" in written or not one.module else one.dotted
        return f"no module {meant} in the repository{where}{nearest(index, one.dotted or meant)}"
    known = sorted(name.name for name in index.facts(one.path).classes)
    hint = f"it has {', '.join(known)}" if known else "it has none; leave the name out to compare the modules"
    return f"{one.path} has no class {one.name}: {hint}"


def _at_head(index: Index, written: str) -> tuple[str, bytes | None]:
    """The path and text of a module that is gone, as the last commit has it."""
    place, _, name = written.partition(":")
    if is_path(place):
        path = path_of(index, place)
        paths = [path] if path.endswith(PYTHON_ENDINGS) else [f"{path}/__init__.py"]
    else:
        modules = (place,) if name else (place, place.rpartition(".")[0])
        paths = [path for module in modules if module for path in possible_paths(index, module)]
    for path in paths:
        data = None if path in index.python_set else at_head(index, path)
        if data is not None:
            return path, data
    return "", None


def _is_there(index: Index, one: Named) -> bool:
    return one.path in index.python_set and (not one.name or _has_class(index.source(one.path), one.name))


def _has_class(source: Source, name: str) -> bool:
    found = members_by_name(source).get(name)
    return found is not None and found.kind == "class"


def _same_class(index: Index, place: Place, other: Place) -> Place:
    """The class of a module that is compared with one of another module: that of the same name."""
    if place.name:
        return place
    if not _has_class(index.source(place.path), other.name):
        raise ValueError(f"{place.path} has no class {other.name}: name its class, as in {place.module}:Class")
    return place._replace(name=other.name)


# -- who uses what


def _imports(index: Index, old: Place) -> dict[str, tuple[str, ...]]:
    """The names that files import from the old module, with the files."""
    homes = dict.fromkeys(index.modules.names_of(old.path), old.path)
    bindings = index.facts(old.path).bindings
    direct = _taken(index, homes)
    found = {}
    for name in [old.name.partition(".")[0]] if old.name else sorted({*bindings, *direct}):
        users = set(direct.get(name, ()))
        if any(one.kind != "import" for one in bindings.get(name, ())):
            users.update(Importers(index, name, homes).found)
        if users - {old.path}:
            found[name] = tuple(sorted(users - {old.path}))
    return found


def _taken(index: Index, homes: Mapping[str, str]) -> dict[str, set[str]]:
    """The names in `from module import ...`, with the files that have them."""
    lasts = {module.rpartition(".")[2] for module in homes}
    found: dict[str, set[str]] = {}
    for path, sketch in index.sketches.items():
        if any(last in sketch.imports for last in lasts):
            for one in statements(sketch.imports):
                if absolute(index, path, one.level, one.module) in homes:
                    for name in one.names:
                        if name != "*":
                            found.setdefault(name, set()).add(path)
    return found


def _rows(index: Index, pairs: Sequence[Pair], old: Place, imports: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    inner = {one.name.rpartition(".")[2] for one in pairs if one.new is None and one.name not in imports}
    mentions = _mentions(index, inner, old.path)
    for one in pairs:
        state = DIFFERS if one.differences else SAME
        users = imports.get(one.name, ())
        if one.old is None:
            state, users = ONLY_NEW, ()
        elif one.new is None:
            state = ONLY_OLD
            if "." in one.name:
                users = mentions.get(one.name.rpartition(".")[2], ())
        yield Row(one.name, state, one.old, one.new, one.differences, users)


def _mentions(index: Index, words: Collection[str], path: str) -> dict[str, tuple[str, ...]]:
    """The files but one that have each of some words in them."""
    needles = {word: Needles({word}) for word in sorted(words)}
    found: dict[str, list[str]] = {}
    for other in index.python_paths:
        if other != path:
            data = index.read(other)
            for word, needle in needles.items():
                if needle.found_in(data, other):
                    found.setdefault(word, []).append(other)
    return {word: tuple(paths) for word, paths in found.items()}


# -- what must be merged


def _merges(
    index: Index, old: Place, new: Place, rows: Sequence[Row], imports: Mapping[str, tuple[str, ...]]
) -> Iterator[Merge]:
    own = {row.name: row for row in rows if row.old}
    unused = {f"{row.name} is missing here" for row in rows if "." in row.name and _is_unused(row)}
    for name, users in imports.items():
        whole = old.name or name
        if whole in own:
            reasons = [one for one in _reasons(index, old, new, whole) if one not in unused]
        else:
            reasons = [*_handed_on(index, old, new, name)]
        if reasons:
            yield Merge(whole, tuple(reasons), users)


def _is_unused(row: Row) -> bool:
    """Whether a member that only the old class has is named nowhere else; what Python calls never is."""
    return row.state == ONLY_OLD and not row.users and not is_dunder(row.name.rpartition(".")[2])


def _reasons(index: Index, old: Place, new: Place, name: str) -> tuple[str, ...]:
    """Why the users of a name can't be moved: the new module may import it from a third one."""
    there, here, new_name = index.source(old.path), index.source(new.path), new.name or name
    if new.name or name in members_by_name(here):
        return obstacles(there, here, name, new_name)
    for dotted in (f"{new.module}.{name}", *index.origins(f"{new.module}.{name}")):
        module, rest = index.modules.part(dotted)
        path = index.modules.path_of(module) if module else ""
        if path == old.path:
            return (f"{name} comes from {old.path} here",)
        if path and rest and ".".join(rest) in members_by_name(index.source(path)):
            return obstacles(there, index.source(path), name, ".".join(rest))
    return obstacles(there, here, name)


def _handed_on(index: Index, old: Place, new: Place, name: str) -> Iterator[str]:
    """What the old module only imports, its users can import from where it comes from."""
    if name not in index.facts(new.path).names and not index.modules.path_of(f"{old.module}.{name}"):
        targets = [one.target for one in index.facts(old.path).bindings.get(name, ()) if one.target]
        yield f"{name} is only handed on there: import {targets[0]}" if targets else f"{name} is missing there and here"
