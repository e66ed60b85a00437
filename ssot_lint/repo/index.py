"""All facts of the repository. Nothing is read, and no file parsed, before it is asked for."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from ssot_lint.repo.facts import Bound, Facts, facts_of
from ssot_lint.repo.files import is_python, list_files, module_names, source_roots
from ssot_lint.source.needles import Needles
from ssot_lint.source.source import Source

_Value = TypeVar("_Value")
_KEPT_TEXT = 4_000_000  # characters of the sources whose trees stay in memory between two passes


class Step(NamedTuple):
    """One hop of a name through a module that only hands it on."""

    path: str
    bound: Bound


class Index:
    """The files of a repository and what they say.

    `overlay` replaces the bytes of files by path: an editor's buffer, or standard input.
    `known_python` are files that a host says are Python, whatever they are called.
    """

    def __init__(
        self,
        root: str,
        paths: Iterable[str],
        roots: tuple[str, ...] | None = None,
        overlay: Mapping[str, bytes] = {},
        known_python: frozenset[str] = frozenset(),
    ) -> None:
        self.root = root
        self.overlay = overlay
        self.paths = tuple(sorted({*paths, *overlay}))
        self.roots = source_roots(self.paths) if roots is None else _longest_first(roots)
        self.python_paths = tuple(
            path for path in self.paths if path in known_python or is_python(root, path, overlay.get(path))
        )
        self.python_set = frozenset(self.python_paths)
        self._bytes: dict[str, bytes] = {}
        self._sources: OrderedDict[str, Source] = OrderedDict()
        self._kept_text = 0
        self._most_text = _KEPT_TEXT
        self._facts: dict[str, Facts] = {}
        self._memo: dict[Hashable, Any] = {}
        self._by_module: dict[str, str] | None = None
        self._folders: frozenset[str] | None = None

    @classmethod
    def of(cls, root: str, excluded: Callable[[str], bool], roots: tuple[str, ...] | None) -> Index:
        """The index of a folder, without the files that the policy excludes."""
        return cls(root, (path for path in list_files(root) if not excluded(path)), roots)

    def replace(self, path: str, data: bytes, *, is_python: bool = False) -> Index:
        """A copy in which one file has another text; `is_python` when that is known, whatever it is called."""
        known = frozenset({path} if is_python else ())
        copy = Index(self.root, self.paths, self.roots, {**self.overlay, path: data}, known)
        copy._bytes = self._bytes
        copy._most_text = self._most_text
        return copy

    def with_source(self, source: Source) -> Index:
        """The index in which one file is as a host has read and parsed it: this one, or a copy."""
        same = source.path in self.python_set and self.source(source.path).has_text_of(source)
        data = source.text.encode("utf-8", "surrogatepass")
        index = self if same else self.replace(source.path, data, is_python=True)
        index.use(source)
        return index

    # -- files

    def read(self, path: str) -> bytes:
        """The bytes of a file; b"" when it can't be read (`unreadable` tells why)."""
        if path in self.overlay:
            return self.overlay[path]
        data = self._bytes.get(path)
        if data is None:
            try:
                with open(f"{self.root}/{path}", "rb") as file:
                    data = file.read()
            except OSError:
                data = b""
            self._bytes[path] = data
        return data

    def source(self, path: str) -> Source:
        source = self._sources.get(path)
        if source is None:
            source = Source(path, self.read(path), self.modules_of(path))
            self.use(source)
        return source

    def use(self, source: Source) -> None:
        """Take a source that a host has parsed for the file it says it is."""
        replaced = self._sources.pop(source.path, None)
        self._kept_text += len(source.text) - (len(replaced.text) if replaced else 0)
        self._sources[source.path] = source
        while self._kept_text > self._most_text and len(self._sources) > 1:
            self._kept_text -= len(self._sources.popitem(last=False)[1].text)

    def keep_no_trees(self) -> None:
        """Let go of all trees but the latest, now and from now on: for hosts that bring their own."""
        self._most_text = self._kept_text = 0
        self._sources.clear()

    def facts(self, path: str) -> Facts:
        facts = self._facts.get(path)
        if facts is None:
            facts = self._facts[path] = facts_of(self.source(path))
        return facts

    def mentioning(self, needles: Needles) -> tuple[str, ...]:
        """The Python files that contain one of the words."""
        return tuple(path for path in self.python_paths if needles.found_in(self.read(path), path))

    def renamed(self, names: Iterable[str]) -> frozenset[str]:
        """Names, and those under which any text hands them on: `name as other`, `other = a.name`.

        Read off the bytes, so more than those may be among them.
        """
        known: set[bytes] = set()
        fresh = {name.encode() for name in names}
        while fresh:
            known |= fresh
            found: set[bytes] = set()
            for path in self.python_paths:
                data = self.read(path)
                for name in fresh:
                    if name in data:
                        found.update(_names_given_to(name, data))
            fresh = found - known
        return frozenset(name.decode() for name in known)

    def memo(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """What is derived from the whole index, made once."""
        if key not in self._memo:
            self._memo[key] = make()
        value: _Value = self._memo[key]
        return value

    # -- modules

    def modules_of(self, path: str) -> tuple[str, ...]:
        return module_names(path, self.roots)

    @property
    def by_module(self) -> dict[str, str]:
        """Module to path; a stub file gives way to the module beside it."""
        if self._by_module is None:
            found: dict[str, str] = {}
            for path in self.python_paths:
                for module in self.modules_of(path):
                    if module not in found or not path.endswith(".pyi"):
                        found[module] = path
            self._by_module = found
        return self._by_module

    @property
    def folders(self) -> frozenset[str]:
        """Every folder that has a file below it, "" for the root."""
        if self._folders is None:
            found = {""}
            for path in self.paths:
                folder = path.rpartition("/")[0]
                while folder not in found:
                    found.add(folder)
                    folder = folder.rpartition("/")[0]
            self._folders = frozenset(found)
        return self._folders

    def files_for(self, dotted: str) -> tuple[str, ...]:
        """The paths without ending that a dotted module can lie at: below each root that has its top."""
        below = dotted.replace(".", "/")
        top = below.partition("/")[0]
        found = []
        for root in self.roots:
            prefix = f"{root}/" if root else ""
            if f"{prefix}{top}" in self.folders or "/" not in below:
                found.append(prefix + below)
        return tuple(found)

    def spellings(self, dotted: str) -> frozenset[str]:
        """All dotted names of the module that one of them means (`src.app.x` is `app.x`)."""
        names = {dotted}
        for stem in self.files_for(dotted):
            names.update(module_names(f"{stem}.py", self.roots))
        return frozenset(names)

    def is_first_party(self, dotted: str) -> bool:
        """Whether the top of a dotted name lies in this repository."""
        top = dotted.partition(".")[0]
        return top in self.by_module or any(f"{root}/{top}".lstrip("/") in self.folders for root in self.roots)

    # -- names across files

    def module_part(self, dotted: str) -> tuple[str, list[str]]:
        """The longest prefix that is a module here, and the rest; ("", parts) if there is none."""
        parts = dotted.split(".")
        for length in range(len(parts), 0, -1):
            module = ".".join(parts[:length])
            if module in self.by_module:
                return module, parts[length:]
        return "", parts

    def bound(self, dotted: str) -> tuple[str, tuple[Bound, ...], list[str]]:
        """Path of the module, what it binds the next name to, and the names after that.

        A name that only a star import can have brought counts as imported from there.
        """
        module, rest = self.module_part(dotted)
        if not module or not rest:
            return "", (), rest
        path = self.by_module[module]
        facts = self.facts(path)
        name, after = rest[0], rest[1:]
        found = facts.bindings.get(name, ())
        if not found and not name.startswith("_"):
            found = tuple(
                Bound("import", f"{star}.{name}", 1, 1) for star in facts.stars if self._may_export(star, name, 8)
            )
        return path, found, after

    def _may_export(self, module: str, name: str, depth: int) -> bool:
        path = self.by_module.get(module)
        if path is None:
            return True
        facts = self.facts(path)
        if facts.exports is not None:
            return name in facts.exports
        return name in facts.bindings or (
            depth > 0 and any(self._may_export(star, name, depth - 1) for star in facts.stars)
        )

    def hops(self, dotted: str) -> tuple[tuple[str, Step], ...]:
        """What a dotted name is handed on from, one hop away; () where it is at home or unknown."""
        path, found, after = self.bound(dotted)
        suffix = "".join(f".{part}" for part in after)
        return tuple(
            (one.target + suffix, Step(path, one))
            for one in found
            if one.kind in ("import", "alias") and one.target and one.target + suffix != dotted
        )

    def origins(self, dotted: str) -> tuple[str, ...]:
        """Everything that a dotted name is handed on from, near to far."""
        found: dict[str, None] = {}
        queue = [dotted]
        while queue:
            for target, _ in self.hops(queue.pop()):
                if target not in found:
                    found[target] = None
                    queue.append(target)
        return tuple(found)


_GIVEN = re.compile(rb"[ \t]*(\w+)")
_ASSIGNED = re.compile(rb"[ \t]*(\w+)[ \t]*(?::[^=]*)?=[ \t]*(?:[\w.]*\.)?")


def _names_given_to(name: bytes, data: bytes) -> Iterable[bytes]:
    """The names that a text gives to something of this name.

    Looks for `name as` and for lines that end in the name, so that short names cost little.
    """
    for sought in (name + b" as ", name + b"\n", name + b"\r\n"):
        place = data.find(sought)
        while place >= 0:
            if sought.endswith(b" as "):
                given = _GIVEN.match(data, place + len(sought))
            else:
                given = _ASSIGNED.fullmatch(data, data.rfind(b"\n", 0, place) + 1, place)
            if given and not data[place - 1 : place].isalnum():
                yield given[1]
            place = data.find(sought, place + 1)


def _longest_first(roots: Iterable[str]) -> tuple[str, ...]:
    cleaned = {"" if root == "." else root.removeprefix("./").strip("/") for root in roots}
    return tuple(sorted(cleaned, key=lambda root: (-len(root), root)))
