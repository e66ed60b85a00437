"""What the decisions forbid, as seen from this repository: the question that several rules ask.

A decision names modules, paths and classes; a file names dotted targets. Here the two meet:
paths become modules, modules get all the names they can be imported by, and names that
another module only hands on are followed to where they come from.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import NamedTuple

from ssot_lint.model import Related
from ssot_lint.policy.model import Decision, Policy
from ssot_lint.repo.files import PYTHON_ENDINGS, module_names
from ssot_lint.repo.handing_on import may_hand_on, without_imports_from
from ssot_lint.repo.importers import absolute
from ssot_lint.repo.index import MOST_HOPS, Index, Step
from ssot_lint.repo.patterns import path_matcher, stretch_of
from ssot_lint.source.needles import Needles, Part, is_opaque, literal_part
from ssot_lint.source.references import Reference, references
from ssot_lint.source.source import Source


class Match(NamedTuple):
    """A forbidden thing that a dotted name leads to.

    `subject` is the banned class or module as the decision has it. `via` are the modules that
    hand it on, as related places; empty when the name says it itself.
    """

    decision: Decision
    subject: str
    via: tuple[Related, ...] = ()
    through: str = ""


class _ClassBan(NamedTuple):
    decision: Decision
    text: str
    pattern: re.Pattern[str] | None  # of a glob


class _FoundBy(NamedTuple):
    """Needles, those apart that are last names of modules."""

    words: Needles
    parts: tuple[tuple[bytes, Needles], ...]

    @classmethod
    def of(cls, needles: Needles) -> _FoundBy:
        parts = needles.parts.items()
        return cls(
            Needles(needles.words, needles.fragments),
            tuple((last.encode(), Needles(parts={last: part})) for last, part in sorted(parts)),
        )


class Bans:
    """The bans of a policy in one repository."""

    def __init__(self, policy: Policy, index: Index) -> None:
        self.policy = policy
        self.index = index
        #: The deleted and banned modules, by all their dotted names.
        self.modules: dict[str, Decision] = {}
        self._bare: dict[str, _ClassBan] = {}
        self._dotted: dict[str, _ClassBan] = {}
        self._globs: list[_ClassBan] = []
        self._dotted_globs: list[_ClassBan] = []
        self._files: list[tuple[Decision, str, Callable[[str], bool]]] = []
        self._kept_names = {home.name for decision in policy.decisions for home in decision.keep}
        self._kept_dotted: set[str] = set()
        for decision in policy.decisions:
            self._add(decision)
        self._callables: tuple[str, ...] = policy.tables.get("imports", {}).get("callables", ())
        self._words: Needles | None = None
        self._found_by: _FoundBy | None = None
        self._elsewhere: dict[str, bool] = {}
        #: Modules with star imports that bring banned things, nobody knows which.
        self._facades: set[str] = set()
        self._wanted: dict[str, bool] = {}
        self._latest: tuple[Source, tuple[Reference, ...]] | None = None

    @classmethod
    def of(cls, policy: Policy, index: Index) -> Bans:
        return index.memo((cls, id(policy)), lambda: cls(policy, index))

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
            self._files.append((decision, pattern, path_matcher((pattern, *taken_back))))
            if not re.search(r"[*?\[!]", pattern) and "/" in pattern.strip("/"):
                for module in self._modules_of_target(pattern.lstrip("/")):
                    self.modules.setdefault(module, decision)
        for written in decision.ban_classes:
            text = written.replace(":", ".")
            is_glob = re.search(r"[*?\[]", text) is not None
            ban = _ClassBan(decision, text, re.compile(fnmatch.translate(text)) if is_glob else None)
            if "." not in text:
                if is_glob:
                    self._globs.append(ban)
                else:
                    self._bare.setdefault(text, ban)
            elif is_glob:
                self._dotted_globs.append(ban)
            else:
                for spelling in self.index.modules.spellings(text):
                    self._dotted.setdefault(spelling, ban)

    def _modules_of_target(self, target: str) -> Iterable[str]:
        """The dotted names of a `delete` entry, which is a module or a path."""
        if "/" not in target and not target.endswith(PYTHON_ENDINGS):
            return self.index.modules.spellings(target)
        stem = target.strip("/").removeprefix("./")
        if not stem.endswith(PYTHON_ENDINGS):
            stem += ".py"  # a folder is the package of that name
        return module_names(stem, self.index.modules.roots)

    # -- needles

    @property
    def needles(self) -> Needles:
        """The words without which a file can't refer to anything banned.

        To the banned names themselves come those under which a module hands a banned thing
        on: its users need not contain the banned name at all.
        """
        if self._words is None:
            words = set(self._bare) | {dotted.rpartition(".")[2] for dotted in self._dotted}
            fragments = {literal_part(ban.text) for ban in self._globs}
            fragments |= {literal_part(ban.text.rpartition(".")[2]) for ban in self._dotted_globs}
            for _, pattern, _ in self._files:
                if re.search(r"[*?\[]", pattern) or "/" not in pattern.strip("/"):
                    stem = pattern.strip("/").rpartition("/")[2].removesuffix(".py")
                    fragments.add(literal_part(stem))
            plain = Needles(words, fragments)
            self.index.expect(plain | Needles(parts=self._parts_of(self.modules)))
            self._words = self._with_handed_on(plain | self._naming(self.modules))
            self._found_by = _FoundBy.of(self._words)
        return self._words

    def _naming(self, modules: Iterable[str]) -> Needles:
        """What is in every file that names one of some modules, by whatever name of its package."""
        parts = {last: self._widened(last, part) for last, part in self._parts_of(modules).items()}
        return Needles((module for module in modules if "." not in module), parts=parts)

    def _parts_of(self, modules: Iterable[str]) -> dict[str, Part]:
        """The last names of modules, with what they need beside them when nothing has another name."""
        parents: dict[str, set[str]] = {}
        for module in modules:
            parent, _, last = module.rpartition(".")
            if parent:
                parents.setdefault(last, set()).add(parent)
        found = {}
        for last, packages in parents.items():
            below = {f"{stem}/" for package in packages for stem in self.index.modules.places(package)}
            beside = frozenset(package.rpartition(".")[2] for package in packages)
            found[last] = Part(beside, tuple(sorted(below)))
        return found

    def _widened(self, last: str, part: Part) -> Part:
        """The same, so far as all files that have the name have what it needs beside it; else the name alone will do.

        For the others may mean the banned module by another name of its package, or through a module that imports it.
        """
        with_package, alone = Needles(parts={last: part}), Part(frozenset({last}), part.below)
        without = Needles(parts={last: alone})
        texts = [(path, self.index.peek(path)) for path in self.index.mentioning(without)]
        texts += [(path, data) for path, data in self._notebooks if without.found_in(data, path)]
        return part if all(with_package.found_in(data, path) for path, data in texts) else alone

    @cached_property
    def _notebooks(self) -> list[tuple[str, bytes]]:
        paths = [path for path in self.index.notebook_paths if path not in self.index.python_set]
        if not paths:
            return []
        from ssot_lint.source.notebook import searchable

        return [(path, searchable(self.index.peek(path))) for path in paths]

    def _with_handed_on(self, needles: Needles) -> Needles:
        fresh = needles
        while fresh:
            self._words, self._found_by = needles, _FoundBy.of(needles)
            handed_on: set[str] = set()
            known = len(self._facades)
            self._wanted.clear()
            for path in self.index.mentioning(fresh):
                if self.file(path) is None and self._may_hand_on(path, fresh):
                    facts = self.index.facts(path)
                    if any(map(self._brings_ban, facts.stars)):
                        self._facades.update(self.index.modules.names_of(path))
                    for name, found in facts.bindings.items():
                        is_known = name in needles.words or name in needles.parts
                        if not is_known and any(self._brings_ban(one.target) for one in found):
                            handed_on.add(name)
            fresh = Needles(handed_on)
            if len(self._facades) > known:
                fresh |= self._naming(self._facades) | self._beside_facades()
            needles = needles | fresh
        self._wanted.clear()
        return needles

    def _brings_ban(self, dotted: str) -> bool:
        return dotted in self._facades or self._leads_to_ban(dotted)

    def _beside_facades(self) -> Needles:
        """What is in the files of a package that may import what it brings without naming it: `from . import x`."""
        places = {place for module in self._facades for place in self.index.modules.places(module)}
        below = sorted(f"{place}/" for place in places if self.index.modules.is_folder(place))
        return Needles(parts={"import": Part(frozenset(), tuple(below))} if below else {})

    def _may_hand_on(self, path: str, fresh: Needles) -> bool:
        return self.index.is_exact or (may_hand_on(self.index.peek(path), fresh) and self.concerns(path))

    def concerns(self, path: str) -> bool:
        """Whether a file that contains one of the needles may mean something banned by it.

        It does not where all it has is the last name of a banned module, as that of others from which it imports.
        """
        data = self.index.peek(path)
        if self.index.is_exact or path not in self.index.python_set or not data.isascii() or is_opaque(data):
            return True
        words, parts = self._found_by or _FoundBy.of(self.needles)
        is_elsewhere = partial(self._is_elsewhere, path)
        return words.found_in(data, path) or any(
            part.found_in(data, path) and part.found_in(without_imports_from(last, is_elsewhere, data), path)
            for last, part in parts
        )

    def _is_elsewhere(self, path: str, level: int, module: str) -> bool:
        """Whether the module that a file imports from is nothing banned, nor is handed on as one."""
        dotted = absolute(self.index, path, level, module)
        known = self._elsewhere.get(dotted)
        if known is None:
            bans = (self.module, self.class_)
            leads = any(banned(dotted) or self._handed_on(dotted, banned, ()) for banned in bans)
            known = self._elsewhere[dotted] = bool(dotted) and not leads
        return known and dotted not in self._facades

    def _leads_to_ban(self, dotted: str) -> bool:
        if not dotted:
            return False
        if self.module(dotted) is not None or self.class_(dotted) is not None:
            return True
        if not self.wanted(dotted.rpartition(".")[2]):
            return False
        return any(self._handed_on(dotted, banned, ()) for banned in (self.module, self.class_))

    def wanted(self, name: str) -> bool:
        """Whether a reference whose last part is this name may be to something banned."""
        known = self._wanted.get(name)
        if known is None:
            needles = self.needles
            known = (
                name in needles.words
                or name in needles.parts
                or any(fragment in name for fragment in needles.fragments)
            )
            self._wanted[name] = known
        return known

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
        found = {stretch_of(pattern) for _, pattern, _ in self._files}
        found |= {module.replace(".", "/") for module in self.modules}
        for decision in self.policy.decisions:
            found.update(filter(None, map(_path_of, decision.delete)))
        return frozenset(found)

    def file(self, path: str) -> Match | None:
        """The decision by which a file must not exist."""
        for decision, pattern, matches in self._files:
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
        if found is not None or not self._files:
            return found
        parts = dotted.split(".")
        if not self.index.modules.is_first_party(dotted):
            return None
        for length in range(1, len(parts) + 1):
            module = ".".join(parts[:length])
            for stem in self.index.modules.places(module):
                for decision, _, matches in self._files:
                    if matches(f"{stem}.py") or matches(f"{stem}/__init__.py"):
                        return Match(decision, module)
        return None

    # -- classes

    def class_(self, dotted: str) -> Match | None:
        """The banned class that a dotted or bare name is, by its own words."""
        ban = self._dotted.get(dotted)
        name = dotted.rpartition(".")[2]
        if ban is None:
            ban = self._bare.get(name)
        if ban is None and dotted not in self._kept_dotted and name not in self._kept_names:
            ban = next((one for one in self._globs if one.pattern and one.pattern.match(name)), None)
            if ban is None and "." in dotted:
                ban = next((one for one in self._dotted_globs if one.pattern and one.pattern.match(dotted)), None)
        if ban is None:
            return None
        return Match(ban.decision, name if "." not in ban.text else dotted)

    def names(self, name: str) -> bool:
        """Whether a ban has this very name, not a glob that it matches."""
        return name in self._bare

    # -- references

    def references(self, source: Source) -> tuple[Reference, ...]:
        """The references of a file to names that may be banned; of the latest file they are kept."""
        if self._latest is None or self._latest[0] is not source:
            found = references(source, self.wanted, self._callables) if self.concerns(source.path) else ()
            self._latest = (source, tuple(found))
        return self._latest[1]

    def module_of(self, reference: Reference) -> Match | None:
        """The deleted module that a reference leads to and that its file has not named before."""
        found = self.module(reference.target)
        if found is not None and reference.form not in ("import", "from") and self.is_another(found.subject):
            found = None
        return self._through(reference, found, self.module)

    def class_of(self, reference: Reference) -> Match | None:
        """The banned class that a reference leads to and that its file has not named before."""
        return self._through(reference, self.class_(reference.target), self.class_)

    def _through(
        self, reference: Reference, found: Match | None, banned: Callable[[str], Match | None]
    ) -> Match | None:
        is_known = any(banned(bound) is not None for bound in reference.bound)
        if is_known and not (reference.form == "export" and banned == self.class_):  # __all__ repeats the name
            return None
        handed_on = self._followed(reference.target, banned)
        if found is None and handed_on is not None:
            if any(self._followed(bound, banned) for bound in reference.bound):
                return None
            return handed_on
        if found is not None and handed_on is not None:
            return found._replace(via=handed_on.via)
        return found

    def _followed(self, dotted: str, banned: Callable[[str], Match | None]) -> Match | None:
        """What a name leads to through other modules.

        Under a name that nobody looks for, nothing banned is handed on, unless a star import brings it.
        """
        if not self.index.is_exact and not self._facades and not any(map(self.wanted, dotted.split("."))):
            return None
        return self._handed_on(dotted, banned, ())

    def _handed_on(self, dotted: str, banned: Callable[[str], Match | None], steps: tuple[Step, ...]) -> Match | None:
        """Follow a name through the modules that hand it on; all ways must lead to a ban."""
        if len(steps) >= MOST_HOPS:
            return None
        first: Match | None = None
        for target, step in self.index.hops(dotted):
            along = (*steps, step)
            found = banned(target)
            if found is not None:
                related = tuple(_related(one, found.subject) for one in along)
                found = found._replace(via=related, through=self._module_at(along[0].path))
            else:
                found = self._handed_on(target, banned, along)
            if found is None:
                return None
            first = first or found
        return first

    def _module_at(self, path: str) -> str:
        return next(iter(self.index.modules.names_of(path)), path)

    def is_another(self, subject: str) -> bool:
        """Whether the package of a deleted module binds its name to something that is still there."""
        if not self.index.modules.path_of(subject):
            _, found, _ = self.index.bound(subject)
            return any(
                one.kind in ("class", "function", "value") or (one.target and self.module(one.target) is None)
                for one in found
            )
        return False


def _path_of(target: str) -> str:
    """A `delete` entry that is a path, without slashes around it; "" of a module."""
    return target.strip("/").removeprefix("./") if "/" in target or target.endswith(PYTHON_ENDINGS) else ""


def _related(step: Step, subject: str) -> Related:
    return Related(step.path, step.bound.line, step.bound.column, f"hands on {subject} here")
