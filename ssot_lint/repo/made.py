"""What is not in the text of a repository, but will be there: by a build, a generator, or at run time."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Collection
from functools import cached_property

from ssot_lint.repo.answers import ask_paths, ask_sketches
from ssot_lint.repo.files import PYTHON_ENDINGS
from ssot_lint.repo.git import ignored, left_out
from ssot_lint.repo.importers import absolute
from ssot_lint.repo.index import Index
from ssot_lint.repo.places import folders_above
from ssot_lint.repo.stores import Stores, quotations
from ssot_lint.source.chains import last_name

#: What becomes a module when it is built, or is one that is not text.
_BUILT = frozenset(
    "c cc cpp cxx f f90 in j2 jinja jinja2 mako pxd py pyd pyf pyi pyw pyx rs so template tmpl tpl".split()  # noqa: SIM905
)
#: The names that compilers of other languages give to their modules, and the endings of those languages.
_COMPILED = re.compile(r"(?:ui_)?(\w+?)(?:_pb2_grpc|_pb2|_grpc|Lexer|Parser|Visitor|Listener|_rc|_ui)?")
_LANGUAGE = re.compile(r"(?:^|/)[^/.]*\.(?:proto|g4|qrc|ui|thrift)$")
#: Where builds are described, and how extension modules are named there.
_BUILDS = {
    "CMakeLists.txt": rb"(?:\w*add_(?:module|library)|\w*extension_module)\s*\(\s*(\w+)",
    "Cargo.toml": rb"\[lib\][^\[]*?name\s*=\s*[\"'](\w+)",
    "hatch.toml": None,
    "meson.build": rb"extension_module\s*\(\s*'(\w+)'",
    "pyproject.toml": rb"name\s*=\s*[\"'](\w+(?:\.\w+)+)[\"']",
    "setup.cfg": None,
    "setup.py": rb"Extension\s*\(\s*(?:name\s*=\s*)?[\"']([\w.]+)[\"']",
}
_ANY = "ssot-lint"  # a file that no pattern of git is meant for
#: Functions that tell whether a file or a module is there.
_LOOKS = frozenset({"exists", "find_spec", "isdir", "isfile", "is_dir", "is_file"})
_SETS_GLOBALS = re.compile(rb"\bf_globals\b")
#: https://pylint.readthedocs.io/en/stable/user_guide/messages/error/relative-beyond-top-level.html
_BEYOND = re.compile(rb"#.*pylint:\s*disable(?:-next)?\s*=[\s\w,-]*\b(?:relative-beyond-top-level|E0402)\b")
_LOOK = re.compile("|".join(sorted(_LOOKS)).encode())


class Made:
    """The modules that a repository will have. `is_generated` tells of paths that the policy declares."""

    def __init__(self, index: Index, is_generated: Callable[[str], bool]) -> None:
        self._index = index
        self._modules = index.modules
        self._is_generated = is_generated
        self._stores = Stores(index)

    # -- modules

    def is_there(self, place: str) -> bool:
        """Whether a module will be at a place for what lies there: its source, a link, a submodule of git."""
        if self._is_generated(f"{place}.py") or self._is_generated(f"{place}/__init__.py"):
            return True
        return (
            self._is_compiled(place)
            or self.is_beside(place)
            or self._is_elsewhere(place)
            or is_left_out(self._index, place)
        )

    def is_beside(self, place: str) -> bool:
        """Whether files lie there that are, or become, another form of the module; links to modules too."""
        folder, _, base = place.rpartition("/")
        known = self._modules.python_set
        return any(
            name.partition(".")[0] == base
            and name.rpartition(".")[2] in _BUILT
            and (f"{folder}/{name}" if folder else name) not in known
            for name in self._entries(folder)
        ) or ("__init__.py" in self._entries(place) and f"{place}/__init__.py" not in known)

    def _is_compiled(self, place: str) -> bool:
        name = _COMPILED.fullmatch(place.rpartition("/")[2])
        return name is not None and name[1] != name[0] and name[1] in self._compilable

    @cached_property
    def _compilable(self) -> frozenset[str]:
        sources = ask_paths(self._index, "sources of other languages", lambda path: _LANGUAGE.search(path) is not None)
        return frozenset(path.rpartition("/")[2].partition(".")[0] for path in sources)

    def _is_elsewhere(self, place: str) -> bool:
        """Whether a place is, or is below, a link or a repository of its own; that may be copied here."""
        for above in (place, *folders_above(place)):
            if above in self._git_modules or (above and os.path.islink(os.path.join(self._index.root, above))):
                return True
            if above.rpartition("/")[2] in self._copied and not self._modules.is_folder(above):
                return True
        return False

    @cached_property
    def _git_modules(self) -> frozenset[str]:
        """The folders of submodules, whose files git does not list."""
        found = re.findall(rb"^\s*path\s*=\s*(.+?)\s*$", self._index.read(".gitmodules"), re.M)
        return frozenset(os.fsdecode(path) for path in found)

    @cached_property
    def _copied(self) -> frozenset[str]:
        """The names of other projects that a build may copy here: submodules, and subprojects of meson."""
        below = ask_paths(self._index, "subprojects", lambda path: path.startswith("subprojects/"))
        names = (path.removeprefix("subprojects/").partition("/")[0] for path in below)
        return frozenset({*names, *(path.rpartition("/")[2] for path in self._git_modules)})

    def _entries(self, folder: str) -> tuple[str, ...]:
        def listed() -> tuple[str, ...]:
            try:
                return tuple(sorted(os.listdir(os.path.join(self._index.root, folder))))
            except OSError:
                return ()

        return self._index.memo(("entries", folder), listed)

    def by_builds(self, places: Collection[str]) -> frozenset[str]:
        """Those of the places that a build makes: git ignores them, or a build file names them."""
        return self._ignored(places) | {place for place in places if self._is_named_by_a_build(place)}

    def _ignored(self, places: Collection[str]) -> frozenset[str]:
        # Where all of a folder is ignored but it has files that are not, that says nothing of one file.
        whole = {place: f"{place.rpartition('/')[0]}/{_ANY}".lstrip("/") for place in places}
        is_listed = self._modules.is_folder
        unseen = ignored(self._index.root, {*whole.values(), *(f"{place}.py" for place in places)})
        return frozenset(
            place
            for place, any_file in whole.items()
            if f"{place}.py" in unseen and not (any_file in unseen and is_listed(place.rpartition("/")[0]))
        )

    def _is_named_by_a_build(self, place: str) -> bool:
        tail = "/".join(f"{place}.py".split("/")[-2:]).encode()
        base = place.rpartition("/")[2]
        dotted = self._modules.names_of(f"{place}.py")
        for folder, text, extensions in self._builds:
            if tail in text or any(name in extensions for name in dotted):
                return True
            if base in extensions and (_is_within(place, folder) or _is_within(folder, place.rpartition("/")[0])):
                return True
            if place == (f"{folder}/{base}" if folder else base) and self._is_installed(folder, base, text):
                return True
        return False

    def _is_installed(self, folder: str, base: str, text: bytes) -> bool:
        """Whether a build file of a folder names a module below it, which then is put into it."""
        below = re.findall(rb"[\"']([\w/.-]+/" + re.escape(base).encode() + rb"\.py)[\"']", text)
        return any(f"{folder}/{path.decode()}".lstrip("/") in self._modules.python_set for path in below)

    @cached_property
    def _builds(self) -> tuple[tuple[str, bytes, frozenset[str]], ...]:
        """The build files: folder, text, and names of extension modules."""
        found = []
        for path in ask_paths(self._index, "build files", lambda path: path.rpartition("/")[2] in _BUILDS):
            folder, _, base = path.rpartition("/")
            text, pattern = self._index.read(path), _BUILDS.get(base)
            names = re.findall(pattern, text) if pattern else ()
            found.append((folder, text, frozenset(name.decode() for name in names)))
        return tuple(found)

    def is_looked_for(self, path: str, line: int, place: str) -> bool:
        """Whether a condition around a line of a file asks first whether the module is there."""
        base = place.rpartition("/")[2]
        lines = self._index.read(path).splitlines()[:line]
        above = b"\n".join(lines if lines[-1].lstrip().startswith(b"if") else lines[:-1])
        if base.encode() not in above or not _LOOK.search(above):  # then it need not be parsed
            return False
        return any(
            node.lineno <= line <= (node.end_lineno or line) and _asks_for(base, node.test)
            for node in self._index.source(path).nodes(ast.If)
        )

    def is_relative_to_another(self, path: str, first: int, last: int) -> bool:
        """Whether a comment, alone or on those lines, tells pylint that the file is part of another package."""
        lines = self._index.read(path).splitlines()
        return any(
            _BEYOND.search(line) and (first <= number <= last or line.lstrip().startswith(b"#"))
            for number, line in enumerate(lines, 1)
        )

    def is_registered(self, path: str, place: str) -> bool:
        """Whether a name of the module is spelled where `sys.modules` is handled: by the file, or for it."""
        spelled = [quoted for name in self._modules.names_of(f"{place}.py") for quoted in quotations(name)]
        texts = (self._index.read(one) for one in (path, *self._handling_modules))
        return any(b"sys.modules" in text and any(one in text for one in spelled) for text in texts)

    @cached_property
    def _handling_modules(self) -> tuple[str, ...]:
        importing = ask_sketches(
            self._index, "importing sys", lambda sketch: "sys" in sketch.imports.split("\n") or None
        )
        return tuple(path for path in self._index.python_paths if path in importing or path.endswith("conftest.py"))

    # -- names

    def is_given(self, path: str, name: str) -> bool:
        """Whether another file sets a name of a module: `module.name = value`, by `setattr`, or by its frame."""
        dotted = frozenset(self._modules.names_of(path))
        word = path.removesuffix("/__init__.py").rpartition("/")[2].partition(".")[0].encode()
        for other, holder in self._stores.of(name):
            text = self._index.read(other)
            if (word == holder or b" as " + holder in text) and word in text:
                source = self._index.source(other)
                for node in source.nodes(ast.Attribute):
                    if node.attr == name and isinstance(node.ctx, ast.Store):
                        if any(target.dotted in dotted for target in source.resolve(node.value)):
                            return True
        return any(word in text for text in self._stores.by_setattr(name)) or self._is_filled_by_frame(path)

    def _is_filled_by_frame(self, path: str) -> bool:
        """Whether a module imports from one that sets names of those who call it."""
        modules = (absolute(self._index, path, one.level, one.module) for one in self._index.facts(path).imports)
        files = filter(None, map(self._modules.path_of, filter(None, modules)))
        return any(_SETS_GLOBALS.search(self._index.read(file)) for file in files)


def is_left_out(index: Index, place: str) -> bool:
    """Whether a module is at a place that a sparse checkout leaves out."""
    absent = index.records.tree.absent
    ways = (f"{place}{init}{ending}" for init in ("", "/__init__") for ending in PYTHON_ENDINGS)
    return any(path in absent and path in index.memo(left_out, lambda: left_out(index.root)) for path in ways)


def _is_within(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _asks_for(base: str, test: ast.expr) -> bool:
    parts = [*ast.walk(test)]
    return any(isinstance(part, ast.Call) and last_name(part.func) in _LOOKS for part in parts) and any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and base in re.split(r"\W+", part.value)
        for part in parts
    )
