"""What `ssot-lint find` looks for, and what a place that names it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from ssot_lint.commands.naming import is_path, path_of
from ssot_lint.repo.files import PYTHON_ENDINGS, module_names
from ssot_lint.repo.index import Index
from ssot_lint.source.needles import Needles, Part
from ssot_lint.source.paths import is_package

#: What a place does with the name, in the order in which places are told.
GROUPS = ("definition", "import", "re-export", "alias", "use", "string", "document")
_WORD = r"(?<![\w.]){}(?!\w)"

#: The decision on a dotted or bare name and what it says, both "" when there is none.
Judge = Callable[[str], tuple[str, str]]


class Mention(NamedTuple):
    """One place that names what is looked for; `group` is one of GROUPS.

    `text` is the line there. `decision` is the name of a decision, and `verdict` what it says
    of the thing, both "" when none does.
    """

    group: str
    path: str
    line: int
    column: int
    text: str
    decision: str = ""
    verdict: str = ""


class Wanted:
    """What is looked for, as a person writes it.

    `name` is the last part. `dotted` are the names that mean it, () when any of that last part
    does. `module` tells that it is, or was, a module.
    """

    def __init__(self, index: Index, written: str) -> None:
        self._index = index
        self.written = written
        place, _, rest = written.partition(":")
        self.paths: tuple[str, ...] = ()
        names: Iterable[str] = (place,)
        if is_path(place):
            path = path_of(index, place).rstrip("/")
            path = path if path.endswith(PYTHON_ENDINGS) or path in index.paths else f"{path}/__init__.py"
            names = module_names(path, index.modules.roots)
            self.paths = () if rest else (path,)
        spelled = dict.fromkeys(f"{name}.{rest}" if rest else name for name in names)
        self.name = next((one.rpartition(".")[2] for one in spelled), place.rpartition("/")[2])
        self.dotted = frozenset(other for one in spelled if "." in one for other in self._all_names(one))
        if self.paths and not self.dotted:
            self.dotted = frozenset(spelled)  # a file that is looked for is no other of its name
        self._known: dict[str, bool] = {}

    def _all_names(self, dotted: str) -> Iterator[str]:
        module, rest = self._index.modules.part(dotted)
        suffix = "".join(f".{part}" for part in rest)
        yield from (f"{one}{suffix}" for one in self._index.modules.spellings(module or dotted))
        yield dotted
        yield from self._index.origins(dotted)

    @cached_property
    def module_paths(self) -> tuple[str, ...]:
        """The files of the module that is looked for, or of all modules of a bare name."""
        modules = self._index.modules
        if self.paths:
            return tuple(path for path in self.paths if path in self._index.python_set)
        if self.dotted:
            return tuple(sorted({path for one in self.dotted if (path := modules.path_of(one))}))
        return tuple(
            path
            for path in self._index.python_paths
            if self.name in path and any(one.rpartition(".")[2] == self.name for one in modules.names_of(path))
        )

    def means(self, dotted: str) -> bool:
        """Whether a dotted name in Python leads to it."""
        if dotted.rpartition(".")[2] != self.name:
            return False
        if not self.dotted:
            return True
        if dotted not in self._known:
            reached = (dotted, *self._index.origins(dotted))
            self._known[dotted] = any(one in self.dotted for one in reached)
        return self._known[dotted]

    def needles(self, facades: Iterable[str] = ()) -> Needles:
        """The words without which a file can't name it; `facades` are modules that hand it on."""
        parents = {one.rpartition(".")[0] for one in self.dotted} - {""}
        if not parents or not self._may_be_module:
            return Needles({self.name})
        below = {f"{place}/" for parent in parents for place in self._index.modules.places(parent)}
        beside = frozenset(one.rpartition(".")[2] for one in (*parents, *facades))
        return Needles(defined={self.name}, parts={self.name: Part(beside, tuple(sorted(below)))})

    @cached_property
    def _may_be_module(self) -> bool:
        """Whether it is a module, or was one: what another module binds is none."""
        return bool(self.module_paths) or any(
            self._is_free(dotted, dotted.rpartition(".")[0]) for dotted in self.dotted if "." in dotted
        )

    def _is_free(self, dotted: str, parent: str) -> bool:
        """Whether nothing but a submodule can have the name in a module."""
        path = self._index.modules.path_of(parent)
        bound = self._index.facts(path).bindings.get(self.name, ()) if path else ()
        return not path or (is_package(path) and all(one.target == dotted for one in bound))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What strings and documents write: the bare word, or the dotted name, with a colon, or as a path."""
        if not self.dotted and not self.paths:  # what it is said to be in is judged with it
            return re.compile(rf"(?<!\w)(?:\w+[.:])*{re.escape(self.name)}(?!\w)")
        forms = []
        for dotted in sorted(self.dotted, key=lambda one: (-len(one), one)):
            head, _, last = dotted.rpartition(".")
            forms.append(_WORD.format(re.escape(dotted)))
            if head:
                forms.append(_WORD.format(f"{re.escape(head)}:{re.escape(last)}"))
            if self._may_be_module and head:
                path = re.escape(dotted.replace(".", "/"))
                forms.append(rf"(?<![\w-]){path}(?:\.pyi?\b|/__init__\.py|(?=/))")
        forms += [rf"(?<![\w-]){re.escape(path)}(?!\w)" for path in self.paths]
        return re.compile("|".join(forms))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What a line must have one of to match the pattern."""
        names = {one.rpartition(".")[2] for one in self.dotted} or {self.name}
        names |= {path.rpartition("/")[2].partition(".")[0] for path in self.paths}
        return tuple(sorted(names))


def said(match: re.Match[str]) -> str:
    """The dotted name that a text writes, perhaps with a colon or as a path."""
    name = match[0].replace(":", ".")
    if "/" in name:
        name = re.sub(r"\.pyw?i?$", "", name).replace("/", ".").removesuffix(".__init__")
    return name
