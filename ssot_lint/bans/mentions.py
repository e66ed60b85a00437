"""What a text must contain to mean anything banned, so that all others are passed over unread."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from ssot_lint.bans.beside import may_be_in_pieces
from ssot_lint.bans.declared import Declared
from ssot_lint.bans.following import handed_on
from ssot_lint.bans.narrow import Narrow
from ssot_lint.bans.referring import Referring
from ssot_lint.repo.build import build
from ssot_lint.repo.digest import digest_of
from ssot_lint.repo.earlier import Earlier
from ssot_lint.repo.handing_on import may_hand_on, plain_imports
from ssot_lint.repo.kept_answers import kept_answers
from ssot_lint.repo.kept_shapes import flag, row, texts
from ssot_lint.repo.mentioning import mentioning, passing
from ssot_lint.repo.trails import Known
from ssot_lint.source.needles import Needles, Part, literal_part
from ssot_lint.source.paths import is_package
from ssot_lint.source.spelling import is_opaque, words_of
from ssot_lint.source.walk import relative

#: Files that have the last name of a deleted module without its package: to parse fewer costs less than to tell them.
MANY = 20
_MANY_LASTS = 20  # to search a text for more takes longer than to look up all its words


class _FoundBy(NamedTuple):
    """Needles: those that count wherever they stand, and the last names of what is banned elsewhere, each alone."""

    anywhere: Needles
    lasts: tuple[tuple[str, Needles], ...]

    @classmethod
    def of(cls, needles: Needles, anywhere: Collection[str]) -> _FoundBy:
        lasts = [(word, Needles({word})) for word in needles.words.difference(anywhere)]
        lasts += [(last, Needles(parts={last: part})) for last, part in needles.parts.items()]
        return cls(
            Needles(needles.words.intersection(anywhere), needles.fragments), tuple(sorted(lasts, key=itemgetter(0)))
        )

    def lasts_in(self, data: bytes, path: str) -> Iterator[str]:
        """Those of the last names that a text has, with what they need beside them."""
        there = frozenset(words_of(data)) if data.isascii() and len(self.lasts) > _MANY_LASTS else None
        for last, needles in self.lasts:
            if (there is None or last.encode() in there) and needles.found_in(data, path):
                yield last


class Mentions:
    """Which texts of a repository may mention what is banned in it, and by which names."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self._index = declared.index
        self._words: Needles | None = None
        self._found_by: _FoundBy | None = None
        self._is_nothing = Known(declared.index.trails, self._is_nothing_banned)
        self._narrow = Narrow(declared)
        self._referring = Referring(declared, self._is_nothing)
        self._is_said = Known(declared.index.trails, self._is_banned_itself)  # hundreds of files import the same
        #: Modules with star imports that bring banned things, nobody knows which.
        self.facades: set[str] = set()
        self._wanted: dict[str, bool] = {}

    @property
    def needles(self) -> Needles:
        """The words without which a file can't refer to anything banned.

        To the banned names themselves come those under which a module hands a banned thing
        on: its users need not contain the banned name at all.
        """
        if self._words is None:
            words = set(self._declared.bare) | {dotted.rpartition(".")[2] for dotted in self._declared.dotted}
            fragments = {literal_part(ban.text) for ban in self._declared.globs}
            fragments |= {literal_part(ban.text.rpartition(".")[2]) for ban in self._declared.dotted_globs}
            for _, pattern, _ in self._declared.patterns:
                if re.search(r"[*?\[]", pattern) or "/" not in pattern.strip("/"):
                    stem = pattern.strip("/").rpartition("/")[2].removesuffix(".py")
                    fragments.add(literal_part(stem))
            plain = Needles(words, fragments)
            self._index.expect(plain | Needles(parts=self._parts_of(self._declared.modules)))
            needles = plain | self._naming_deleted()
            everywhere = Needles(parts={last: Part(frozenset({last}), ()) for last in needles.parts})
            self._words = self._with_handed_on(needles, needles | everywhere if self._index.is_exact else needles)
            self._found_by = self._by_which(self._words)
        return self._words

    def _by_which(self, needles: Needles) -> _FoundBy:
        top = (module for module in self._declared.modules if "." not in module)  # a name that nothing binds means one
        return _FoundBy.of(needles, {*self._declared.bare, *top})

    def _naming_deleted(self) -> Needles:
        """What is in every file that names a deleted module, which a file of its package may do without naming that."""
        parts = self._parts_of(self._declared.modules)
        self._index.expect(Needles({word for part in parts.values() for word in part.beside}))
        found = {last: self._narrowed(last, part) for last, part in parts.items()}
        return Needles((module for module in self._declared.modules if "." not in module), parts=found)

    def _narrowed(self, last: str, part: Part) -> Part:
        with_package, without = Needles(parts={last: part}), Needles(parts={last: Part(frozenset({last}), part.below)})
        alone = self._having(without, f"without {with_package}", lambda *text: not with_package.found_in(*text))
        narrow = self._narrow.add(last, part) if len([*islice(alone, MANY + 1)]) > MANY else None
        if narrow is None:
            return self._widened(last, part)
        with_package = Needles(parts={last: narrow})

        def is_in_pieces(data: bytes, path: str) -> bool:
            return not with_package.found_in(data, path) and may_be_in_pieces(data, last, narrow.beside)

        in_pieces = self._having(without, f"in pieces {with_package}", is_in_pieces)
        return Part(frozenset({last}), narrow.below) if any(in_pieces) else narrow

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
            below = {f"{stem}/" for package in packages for stem in self._index.modules.places(package)}
            beside = frozenset(package.rpartition(".")[2] for package in packages)
            found[last] = Part(beside, tuple(sorted(below)))
        return found

    def _widened(self, last: str, part: Part) -> Part:
        """The same, so far as all files that have the name have what it needs beside it; else the name alone will do.

        For the others may mean the banned module by another name of its package, or through a module that imports it.
        """
        with_package, alone = Needles(parts={last: part}), Part(frozenset({last}), part.below)
        without = Needles(parts={last: alone})
        found = self._having(without, f"without {with_package}", lambda *text: not with_package.found_in(*text))
        return alone if any(found) else part

    def _having(self, needles: Needles, question: str, test: Callable[[bytes, str], bool]) -> Iterator[str]:
        """The files that have what is looked for, and pass a test of their texts; `question` tells all of it."""
        yield from passing(self._index, digest_of(question, needles), mentioning(self._index, needles), test)
        yield from (path for path, data in self._notebooks if needles.found_in(data, path) and test(data, path))

    @cached_property
    def _notebooks(self) -> list[tuple[str, bytes]]:
        paths = [path for path in self._index.notebook_paths if path not in self._index.python_set]
        if not paths:
            return []
        from ssot_lint.source.notebook import searchable

        return [(path, searchable(self._index.peek(path))) for path in paths]

    def _with_handed_on(self, needles: Needles, fresh: Needles) -> Needles:
        """The same, and by what names they are handed on, first in files that have what is `fresh`."""
        while fresh:
            opened: set[str] = set()
            self._words, self._found_by = needles, self._by_which(needles)
            names: set[str] = set()
            known = len(self.facades)
            self._wanted.clear()
            for path, (brought, is_facade) in self._handed_on(needles, fresh).items():
                for name in brought:
                    (opened if name in self._narrow.parts else names).add(name)
                if is_facade:
                    self.facades.update(self._index.modules.names_of(path))
            fresh = Needles(names)
            if len(self.facades) > known:
                opened.update(self._narrow.parts)
            if opened:
                fresh |= self._opened(opened)
            if len(self.facades) > known:
                fresh |= self._naming(self.facades) | self._beside_facades()
            needles = needles | fresh
        self._wanted.clear()
        return needles

    def _handed_on(self, needles: Needles, fresh: Needles) -> dict[str, Any]:
        """By which new names files hand on what is banned, and whether they bring it, nobody knows what, by a star."""

        def asked(path: str) -> list[Any]:
            if not self._may_hand_on(path, fresh):
                return [[], False]
            bindings, stars = self._bindings(path, fresh)
            names = {
                name
                for name, targets in bindings
                if not self._is_known(name, path, needles) and any(map(self._brings_ban, targets))
            }
            return [sorted(names), any(map(self._brings_ban, stars))]

        known = (
            needles,
            fresh,
            sorted(self.facades),
            Needles(parts=self._narrow.parts),
            self._declared.policy,
            build(),
        )
        earlier = Earlier(self._index, f"handing on {digest_of(fresh)}", digest_of(known), row(texts, flag))
        paths: Sequence[str] = mentioning(self._index, fresh)
        paths = [path for path in paths if self._declared.file(path) is None]
        return kept_answers(self._index, earlier, asked, paths, needs_facts=True)

    def _is_known(self, name: str, path: str, needles: Needles) -> bool:
        """Whether it is no news that a file has something banned by a name."""
        if name in self._narrow.parts:
            return name in needles.words or self._narrow.is_own(name, path)
        return name in needles.words or name in needles.parts

    def _opened(self, lasts: Collection[str]) -> Needles:
        """What is in the files that mean deleted modules which others hand on by their last names."""
        self._narrow.drop(lasts)
        parts = self._parts_of(self._declared.modules)
        return Needles(parts={last: self._widened(last, parts[last]) for last in sorted(lasts)})

    def _bindings(self, path: str, fresh: Needles) -> tuple[Iterable[tuple[str, Iterable[str]]], Iterable[str]]:
        """What a file that may hand something on calls by which names, and the modules of its star imports.

        Most do no more than import it, which is read off the text: to parse hundreds of files takes seconds.
        """
        modules = self._index.modules
        if not self._index.is_exact and path in self._index.python_set:
            imported, rest = plain_imports(self._index.peek(path))
            if not may_hand_on(rest, fresh):
                here = next(iter(modules.names_of(path)), "")
                told = (
                    (one, relative(one.level, one.module, here, is_package(path)) if one.level else one.module)
                    for one in imported
                )
                return ((one.bound, (f"{module}.{one.name}",) if module else ()) for one, module in told), ()
        facts = self._index.facts(path)
        return ((name, [one.target for one in found]) for name, found in facts.bindings.items()), facts.stars

    def _brings_ban(self, dotted: str) -> bool:
        return dotted in self.facades or self._leads_to_ban(dotted)

    def _beside_facades(self) -> Needles:
        """What is in the files of a package that may import what it brings without naming it: `from . import x`."""
        places = {place for module in self.facades for place in self._index.modules.places(module)}
        below = sorted(f"{place}/" for place in places if self._index.modules.is_folder(place))
        return Needles(parts={"import": Part(frozenset(), tuple(below))} if below else {})

    def _may_hand_on(self, path: str, fresh: Needles) -> bool:
        return self._index.is_exact or (may_hand_on(self._index.peek(path), fresh) and self.concerns(path))

    def concerns(self, path: str) -> bool:
        """Whether a file that contains one of the needles may mean something banned by it.

        It does not where all it has is the last name of a banned module, as that of others from which it imports.
        """
        data = self._index.peek(path)
        if self._index.is_exact or path not in self._index.python_set or is_opaque(data):
            return True
        found_by = self._found_by or self._by_which(self.needles)
        return found_by.anywhere.found_in(data, path) or any(
            self._narrow.may_be_meant(last, path) and (bool(self.facades) or self._referring.may_refer(path, last))
            for last in found_by.lasts_in(data, path)
        )

    def _is_nothing_banned(self, dotted: str) -> bool:
        bans = (self._declared.module, self._declared.class_)
        return not any(banned(dotted) or handed_on(self._index, dotted, banned) for banned in bans)

    def _is_banned_itself(self, dotted: str) -> bool:
        return bool(self._declared.module(dotted) or self._declared.class_(dotted))

    def _leads_to_ban(self, dotted: str) -> bool:
        if not dotted:
            return False
        if self._is_said(dotted):
            return True
        if not self.wanted(dotted.rpartition(".")[2]):
            return False
        return any(handed_on(self._index, dotted, banned) for banned in (self._declared.module, self._declared.class_))

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
