"""What the decisions forbid by its own words: files, modules and classes, whatever else leads to them.

Paths become modules, and modules get all the names that they can be imported by.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ssot_lint.model import Related
from ssot_lint.policy.model import Decision, Policy
from ssot_lint.repo.files import PYTHON_ENDINGS, module_names
from ssot_lint.repo.index import Index
from ssot_lint.repo.patterns import path_matcher, stretch_of


class Match(NamedTuple):
    """A forbidden thing that a dotted name leads to.

    `subject` is the banned class or module as the decision has it. `via` are the modules that
    hand it on, as related places; empty when the name says it itself.
    """

    decision: Decision
    subject: str
    via: tuple[Related, ...] = ()
    through: str = ""


class ClassBan(NamedTuple):
    decision: Decision
    text: str
    pattern: re.Pattern[str] | None  # of a glob


class Declared:
    """The bans of a policy in one repository, as far as a path or a dotted name says itself that it is one."""

    def __init__(self, policy: Policy, index: Index) -> None:
        self.policy = policy
        self.index = index
        #: The deleted and banned modules, by all their dotted names.
        self.modules: dict[str, Decision] = {}
        #: Banned classes by their bare names, and by all their dotted ones.
        self.bare: dict[str, ClassBan] = {}
        self.dotted: dict[str, ClassBan] = {}
        self.globs: list[ClassBan] = []
        self.dotted_globs: list[ClassBan] = []
        #: What `ban-files` has: the decision, the pattern, and what tells whether a path is meant.
        self.patterns: list[tuple[Decision, str, Callable[[str], bool]]] = []
        #: Those of them that do not name one module each.
        self._open_patterns: list[tuple[Decision, Callable[[str], bool]]] = []
        self._kept_names = {home.name for decision in policy.decisions for home in decision.keep}
        self._kept_dotted: set[str] = set()
        for decision in policy.decisions:
            self._add(decision)

    def _add(self, decision: Decision) -> None:
        for home in decision.keep:
            for module in self.index.modules.spellings(home.module):
                self._kept_dotted.add(f"{module}.{home.name}")
        for target in decision.delete:
            for module in self._modules_of_target(target):
                self.modules.setdefault(module, decision)
        taken_back = tuple(pattern for pattern in decision.ban_files if pattern.startswith("!"))
        for pattern in decision.ban_files:
            if pattern in taken_back:
                continue
            matches = path_matcher((pattern, *taken_back))
            self.patterns.append((decision, pattern, matches))
            if re.search(r"[*?\[!]", pattern) or "/" not in pattern.strip("/"):
                self._open_patterns.append((decision, matches))
            else:
                for module in self._modules_of_target(pattern.lstrip("/")):
                    self.modules.setdefault(module, decision)
        for written in decision.ban_classes:
            text = written.replace(":", ".")
            is_glob = re.search(r"[*?\[]", text) is not None
            ban = ClassBan(decision, text, re.compile(fnmatch.translate(text)) if is_glob else None)
            if "." not in text:
                if is_glob:
                    self.globs.append(ban)
                else:
                    self.bare.setdefault(text, ban)
            elif is_glob:
                self.dotted_globs.append(ban)
            else:
                for spelling in self.index.modules.spellings(text):
                    self.dotted.setdefault(spelling, ban)

    def _modules_of_target(self, target: str) -> Iterable[str]:
        """The dotted names of a `delete` entry, which is a module or a path."""
        if "/" not in target and not target.endswith(PYTHON_ENDINGS):
            return self.index.modules.spellings(target)
        stem = target.strip("/").removeprefix("./")
        if not stem.endswith(PYTHON_ENDINGS):
            stem += ".py"  # a folder is the package of that name
        return module_names(stem, self.index.modules.roots)

    # -- files and modules

    def files(self) -> Iterator[tuple[str, Match]]:
        """The files that must not exist by their paths, in order, each with the decision."""
        for path in self.index.paths_with(self._stretches):
            match = self.file(path)
            if match is not None:
                yield path, match

    @property
    def _stretches(self) -> frozenset[str]:
        """Stretches of text, one of which is in the path of every file that must not exist."""
        found = {stretch_of(pattern) for _, pattern, _ in self.patterns}
        found |= {module.replace(".", "/") for module in self.modules}
        for decision in self.policy.decisions:
            found.update(filter(None, map(_path_of, decision.delete)))
        return frozenset(found)

    def file(self, path: str) -> Match | None:
        """The decision by which a file must not exist."""
        for decision, pattern, matches in self.patterns:
            if matches(path):
                return Match(decision, pattern)
        for decision in self.policy.decisions:
            for target in decision.delete:
                clean = _path_of(target)
                if clean and (path == clean or path.startswith(f"{clean}/")):
                    return Match(decision, target)
        for module in module_names(path, self.index.modules.roots):
            found = self._module_prefix(module)
            if found is not None:
                return found
        return None

    def _module_prefix(self, dotted: str) -> Match | None:
        end = len(dotted)
        while end > 0:
            decision = self.modules.get(dotted[:end])
            if decision is not None:
                return Match(decision, dotted[:end])
            end = dotted.rfind(".", 0, end)
        return None

    def module(self, dotted: str) -> Match | None:
        """The deleted or banned module that a dotted name is, or lies in, by its own words."""
        found = self._module_prefix(dotted)
        if found is not None or not self._open_patterns:
            return found
        parts = dotted.split(".")
        if not self.index.modules.is_first_party(dotted):
            return None
        for length in range(1, len(parts) + 1):
            module = ".".join(parts[:length])
            for stem in self.index.modules.places(module):
                for decision, matches in self._open_patterns:
                    if matches(f"{stem}.py") or matches(f"{stem}/__init__.py"):
                        return Match(decision, module)
        return None

    # -- classes

    def class_(self, dotted: str) -> Match | None:
        """The banned class that a dotted or bare name is, by its own words."""
        ban = self.dotted.get(dotted)
        name = dotted.rpartition(".")[2]
        if ban is None:
            ban = self.bare.get(name)
        if ban is None and dotted not in self._kept_dotted and name not in self._kept_names:
            ban = next((one for one in self.globs if one.pattern and one.pattern.match(name)), None)
            if ban is None and "." in dotted:
                ban = next((one for one in self.dotted_globs if one.pattern and one.pattern.match(dotted)), None)
        if ban is None:
            return None
        return Match(ban.decision, name if "." not in ban.text else dotted)

    def names(self, name: str) -> bool:
        """Whether a ban has this very name, not a glob that it matches."""
        return name in self.bare


def _path_of(target: str) -> str:
    """A `delete` entry that is a path, without slashes around it; "" of a module."""
    return target.strip("/").removeprefix("./") if "/" in target or target.endswith(PYTHON_ENDINGS) else ""
