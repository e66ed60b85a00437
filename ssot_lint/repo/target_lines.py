"""The strings of a repository that import what Python files do not have.

Sketches settle most of them, the facts of few modules the others; only a file with a name that
leads nowhere is parsed. What an earlier run has found holds on while no name is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ssot_lint.model import Span
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import count, flag, list_of, row, text, texts
from ssot_lint.repo.sketch import plain
from ssot_lint.repo.string_lines import UNTOLD, targets_by
from ssot_lint.source.needles import Needles, literal_part

if TYPE_CHECKING:  # to follow names and to read strings takes modules that a run may not need
    from ssot_lint.repo.targets import Lack, Targets

_SUSPECT = row(text, row(count, count, count, count), text, flag, row(texts, text, text, text, texts))
_SUSPECTS = row(list_of(_SUSPECT), texts)


class Suspect(NamedTuple):
    """A string that imports what Python files do not have: its file, its place, and the dotted name."""

    path: str
    span: Span
    dotted: str
    is_module: bool
    lack: Lack

    @property
    def missing(self) -> str:
        """The dotted name as far as the part that is missing."""
        return self.dotted.rsplit(".", len(self.lack.rest))[0] if self.lack.rest else self.dotted


class TargetLines:
    """What the strings of a repository import. `places` gives the places of a top-level module's name."""

    def __init__(self, index: Index, places: Callable[[str], tuple[str, ...]], callables: Collection[str] = ()) -> None:
        self._index = index
        self._places = places
        self._callables = tuple(sorted(callables))
        self._settled: dict[str, bool] = {}

    def suspects(self) -> tuple[Suspect, ...]:
        """The strings that import what is not there, in the order of their files."""
        if self._index.is_exact:
            return tuple(one for path in self._index.python_paths for one in self._in_file(path))
        conclusions, question = self._index.conclusions, f"imported by strings {' '.join(self._callables)}".rstrip()
        before: list[Any] | None = conclusions.answer_before(question, _SUSPECTS)
        is_news = before is None or not self._holds(before[1])
        if before is None or is_news:
            found = [*self._among(self._index.python_paths)]
            consulted = sorted(self._targets.consulted)
        else:
            changed = conclusions.changed
            kept = [_read(one) for one in before[0] if one[0] not in changed]
            still = kept if not changed else filter(None, map(self._as_it_is_now, kept))
            found = sorted([*still, *self._among(conclusions.still(changed))])
            consulted = before[1]
        self._index.looked_at.update(consulted)
        conclusions.keep_answer(question, [[_write(one) for one in found], consulted], is_news=is_news)
        return tuple(found)

    def are_suspects_in(self, path: str) -> bool:
        """Whether strings of a file import what is not there: that takes no look at the strings of others."""
        return any(True for _ in self._among((path,)))

    def _holds(self, consulted: Iterable[str]) -> bool:
        """Whether what other files import is there as before: no name of a changed file is gone or another thing."""
        records, difference = self._index.records, self._index.conclusions.difference
        if difference is None or not difference.only_adds or not difference.changed.isdisjoint(consulted):
            return False
        if any(self._may_have_had(place, difference.changed) for place in difference.new_places):
            return False
        changed = sorted(difference.changed)
        for path, now in zip(changed, records.sketches(changed), strict=True):
            if path in difference.new:
                continue
            before = records.sketch_before(path)
            if before is None or not set(before.imports.split("\n")) <= {"", *now.imports.split("\n")}:
                return False
            names, new = set(before.names.split()), set(now.defined.split()) - set(before.defined.split())
            if not names <= set(now.names.split()) or not new.isdisjoint(names):
                return False
        return True

    def _may_have_had(self, place: str, changed: frozenset[str]) -> bool:
        """Whether a package may have had the name of a module before the module came."""
        package, _, name = place.rpartition("/")
        files = self._index.modules.files_at(package)
        if not changed.isdisjoint(files) or any(path.endswith(".pyi") for path in files):
            return True
        facts = map(self._index.facts, files)
        return any(one.is_open or one.stars or name in one.names for one in facts)

    def _as_it_is_now(self, one: Suspect) -> Suspect | None:
        """What is still missing, perhaps less of it."""
        answer = self._targets.find(one.dotted, one.path, is_module=one.is_module)
        return None if answer.lack is None else one._replace(lack=answer.lack)

    @cached_property
    def _targets(self) -> Targets:
        from ssot_lint.repo.targets import Targets

        return Targets(self._index, self._places)

    # -- from sketches to files

    def _among(self, paths: Sequence[str]) -> Iterator[Suspect]:
        """What the strings of some files import in vain."""
        every = self._index.sketches if paths is self._index.python_paths else None
        for path in paths:
            said = (every[path] if every else self._index.sketch(path)).targets
            if self._callables:
                said = f"{said}\n{self._by_callables(path)}"
            if said and not all(map(self._is_settled, filter(None, said.split("\n")))):
                yield from self._in_file(path)

    def _by_callables(self, path: str) -> str:
        """What the callables of the policy import in a file."""
        data = self._index.peek(path)
        return targets_by(plain(data), self._callables) if self._named.found_in(data, path) else ""

    @cached_property
    def _named(self) -> Needles:
        """The words without which a file calls none of the callables of the policy."""
        words = Needles(fragments={literal_part(name.rpartition(".")[2]) for name in self._callables})
        self._index.sought.add(words)
        return words

    def _is_settled(self, line: str) -> bool:
        """Whether a line of `Sketch.targets` imports nothing that is missing, wherever it stands."""
        known = self._settled.get(line)
        if known is None:
            holder, _, names = line.partition(" ")
            told = [f"{holder}.{name}" for name in names.split(",")] if names else [holder]
            is_module = not names
            known = line[:1] not in (UNTOLD, ".") and all(
                self._targets.surely_finds(one, is_module=is_module)
                or self._targets.find(one, is_module=is_module).exists is not False
                for one in told
            )
            self._settled[line] = known
        return known

    def _in_file(self, path: str) -> Iterator[Suspect]:
        from ssot_lint.source.imported_names import imported_names

        source = self._index.source(path)
        for said in imported_names(source, self._callables):
            if not self._index.is_exact and self._targets.surely_finds(said.dotted, is_module=said.is_module):
                continue
            answer = self._targets.find(said.dotted, path, is_module=said.is_module)
            if answer.lack is not None:
                yield Suspect(path, source.span(said.node), said.dotted, said.is_module, answer.lack)


def _write(one: Suspect) -> list[object]:
    return [one.path, one.span, one.dotted, one.is_module, one.lack]


def _read(record: list[Any]) -> Suspect:
    from ssot_lint.repo.targets import Lack

    path, span, dotted, is_module, (rest, place, holder, alike, tops) = record
    return Suspect(path, Span(*span), dotted, is_module, Lack(tuple(rest), place, holder, alike, tuple(tops)))
