"""Which of many files contain what rules look for: each is read once, by all processors, and most have none of it.

To read ten thousand files costs less than to parse five of them, and to look for a word in all of
them no more than that. What is looked for later takes another pass, so what will be is told first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from ssot_lint.repo.files import read_file
from ssot_lint.repo.workers import over_parts
from ssot_lint.source.needles import Atom, Needles
from ssot_lint.source.spelling import as_spelled, is_opaque, words_of

_Answer = TypeVar("_Answer")
_MUCH_TEXT = 4_000_000  # bytes; to search less takes about as long as to start a process
#: A text in ASCII; one with other characters; one in which nothing can be found, so that anything may be there.
_PLAIN, _OTHER, _OPAQUE = range(3)
_APART = ("text", "crowd")  # the ways of which a text need not contain the literal


class Haystack:
    """The texts of a tree, and what was found in them so far.

    `paths` are the files, `size` is about how many bytes they have, `read` gives one.
    """

    def __init__(self, root: str, paths: Sequence[str], size: int, read: Callable[[str], bytes], jobs: int) -> None:
        self._root = root
        self._paths = paths
        self._read = read
        self._jobs = jobs if size > _MUCH_TEXT else 1
        self._expected: set[Atom] = set()
        self._was_read = False
        self._there: dict[Atom, set[str]] = {}
        self._others: set[str] = set()
        self._opaque: set[str] = set()

    def expect(self, needles: Needles) -> None:
        """Tell that something will be looked for, so that it is when the texts are next read."""
        self._expected |= needles.atoms

    def having(self, needles: Needles) -> set[str]:
        """The files of which `needles.found_in` is true."""
        self._look_for(needles.atoms)
        likely = set().union(*(self._there[atom] for atom in needles.atoms))
        found = {path for path in likely if needles.are_in(path, partial(self._has, path))}
        found |= self._opaque
        if not needles.is_ascii:
            found.update(path for path in self._others - found if needles.found_in(self._read(path), path))
        return found

    def ask(self, question: Callable[[bytes], _Answer | None], paths: Sequence[str]) -> dict[str, _Answer]:
        """What files answer to a question about their texts; those whose answer is None are left out."""
        return dict(over_parts(partial(_answers, self._root, question), paths, self._jobs))

    def _has(self, path: str, atom: Atom) -> bool:
        there = self._there.get(atom)
        if there is not None:
            return path in there
        data = self._read(path)
        return atom.is_in(data if data.isascii() or atom.way == "text" else as_spelled(data))

    def _look_for(self, atoms: frozenset[Atom]) -> None:
        if self._was_read and self._there.keys() >= atoms:
            return
        self._was_read = True
        asked = sorted((self._expected | {*atoms}) - self._there.keys())
        self._expected.clear()
        there: list[set[str]] = [set() for _ in asked]
        for path, manner, found in over_parts(partial(_found, self._root, Seeker(asked)), self._paths, self._jobs):
            for number in found:
                there[number].add(path)
            if manner:
                (self._others if manner == _OTHER else self._opaque).add(path)
        self._there.update(zip(asked, there, strict=True))


class Seeker:
    """Looks for many things in a text at once: those that contain another one only where that one is."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self._exact = _grouped(atoms)
        self._lowered = [(number, atom.literal) for number, atom in enumerate(atoms) if atom.way == "text"]
        self._crowds = [
            (number, frozenset(atom.literal.split())) for number, atom in enumerate(atoms) if atom.way == "crowd"
        ]

    def numbers_in(self, data: bytes) -> tuple[int, ...]:
        """The numbers of those that a text has."""
        spelled = data if data.isascii() else as_spelled(data)
        found = [
            number for core, group in self._exact if core in spelled for number, atom in group if atom.is_in(spelled)
        ]
        if self._crowds:
            words = words_of(spelled)
            found += [number for number, crowd in self._crowds if not crowd.isdisjoint(words)]
        if self._lowered:
            lowered = data.lower()
            found += [number for number, literal in self._lowered if literal in lowered]
        return tuple(found)


class _Group(NamedTuple):
    core: bytes
    atoms: tuple[tuple[int, Atom], ...]


def _grouped(atoms: Sequence[Atom]) -> list[_Group]:
    """What is looked for, by the shortest stretch that it contains."""
    cores: list[bytes] = []
    literals = {atom.literal for atom in atoms if atom.way not in _APART}
    for literal in sorted(literals, key=lambda one: (len(one), one)):
        if not any(core in literal for core in cores):
            cores.append(literal)
    groups: dict[bytes, list[tuple[int, Atom]]] = {core: [] for core in cores}
    for number, atom in enumerate(atoms):
        if atom.way not in _APART:
            groups[next(core for core in cores if core in atom.literal)].append((number, atom))
    return [_Group(core, tuple(group)) for core, group in groups.items()]


def _found(root: str, seeker: Seeker, paths: Iterable[str]) -> list[tuple[str, int, tuple[int, ...]]]:
    """The files in which something is found, or may be: how they must be searched, and the numbers of what is there."""
    found = []
    for path in paths:
        data = read_file(root, path)
        manner = _OPAQUE if is_opaque(data) else _PLAIN if data.isascii() else _OTHER
        numbers = seeker.numbers_in(data)
        if numbers or manner:
            found.append((path, manner, numbers))
    return found


def _answers(root: str, question: Callable[[bytes], _Answer | None], paths: Iterable[str]) -> list[tuple[str, _Answer]]:
    return [(path, answer) for path in paths if (answer := question(read_file(root, path))) is not None]
