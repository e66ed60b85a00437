"""The lexical superset: a file without these words can't break the rule, and is never parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ssot_lint.source.spelling import as_spelled, has_word, is_opaque, may_name, words_of

_WORD = re.compile(r"[A-Za-z0-9_]+")
_MANY_WORDS = 40  # to search for so many takes longer than to look up all words of a text


class Part(NamedTuple):
    """When the last part of a dotted module counts.

    Whoever names `a.b.c` writes `c`, where a name is imported, looked up or quoted, and `b`, or one
    of the names that `b` is handed on by (`beside`). Only below the folders of `a.b` (`below`,
    each ending in `/`) `c` alone will do, in a relative import.
    """

    beside: frozenset[str]
    below: tuple[str, ...]


class Atom(NamedTuple):
    """One thing that a text has or has not: ASCII, and a way in which it must stand there.

    A `word` is a whole identifier, a `fragment` may be part of one. `defined` and `defined
    fragment` follow `class` or `def`. A `text` is in lower case, and found whatever its case is.
    A `name` is a word that stands where modules are named, see `may_name`. A `crowd` is one of many
    words, with blanks between them.
    """

    way: str
    literal: bytes

    def is_in(self, data: bytes) -> bool:
        if self.way == "word":
            return has_word(data, self.literal)
        if self.way == "crowd":
            return not _members(self.literal).isdisjoint(words_of(data))
        if self.way == "text":
            return self.literal in data.lower()
        if self.literal not in data:
            return False
        if self.way == "name":
            return may_name(data, self.literal)
        return self.way == "fragment" or _definition(self).search(data) is not None


@lru_cache(maxsize=1024)
def _definition(atom: Atom) -> re.Pattern[bytes]:
    before = rb"" if atom.way == "defined" else rb"[^\s(:\[]*?"
    after = rb"(?![A-Za-z0-9_])" if atom.way == "defined" else rb""
    return re.compile(rb"(?<![A-Za-z0-9_])(?:class|def)[\s\\]+" + before + re.escape(atom.literal) + after)


def _atom(way: str, text: str) -> Atom:
    return Atom(way, text.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=64)
def _members(crowd: bytes) -> frozenset[bytes]:
    return frozenset(crowd.split())


def _one_of(words: frozenset[str]) -> tuple[Atom, ...]:
    """One of these is in every text that has one of the words: many are found more quickly by all words of a text."""
    plain = {word for word in words if word.isascii() and _WORD.fullmatch(word)}
    if len(plain) < _MANY_WORDS:
        return _words(words)
    return (_atom("crowd", " ".join(sorted(plain))), *_words(words - plain))


def _words(words: Iterable[str]) -> tuple[Atom, ...]:
    return tuple(_atom("word", word) for word in sorted(words))


class Needles:
    """Words, one of which a text must contain.

    `words` are whole identifiers; `fragments` are parts of identifiers (what is literal in a
    glob). `defined` and `defined_fragments` are the same, but only where they follow `class` or
    `def`. An empty fragment is in every text. `parts` are last parts of
    dotted modules, which count only as `Part` says. `texts` are parts of strings, in lower case and
    ASCII, which are found whatever their case is; each has words, one of which must be there too.
    """

    __slots__ = (
        "_parts",
        "_plain",
        "_texts",
        "atoms",
        "defined",
        "defined_fragments",
        "fragments",
        "is_ascii",
        "parts",
        "texts",
        "words",
    )

    def __init__(
        self,
        words: Iterable[str] = (),
        fragments: Iterable[str] = (),
        defined: Iterable[str] = (),
        defined_fragments: Iterable[str] = (),
        parts: Mapping[str, Part] | None = None,
        texts: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.words = frozenset(words)
        self.fragments = frozenset(fragments)
        self.defined = frozenset(defined)
        self.defined_fragments = frozenset(defined_fragments)
        self.parts = dict(parts or {})
        self.texts = dict(texts or {})
        kinds = (
            ("defined", self.defined),
            ("defined fragment", self.defined_fragments),
            ("fragment", self.fragments),
        )
        atoms = (_atom(way, word) for way, words in kinds for word in words)
        self._plain = tuple(sorted((*atoms, *_one_of(self.words)), key=lambda atom: (atom.literal, atom.way)))
        self._parts = [
            (_atom("name", last), _words(part.beside), part.below) for last, part in sorted(self.parts.items())
        ]
        self._texts = [(_atom("text", text), _words(beside)) for text, beside in sorted(self.texts.items())]
        #: One of them is in every text of plain ASCII that has what is looked for.
        lasts = (name for name, *_ in self._parts)
        self.atoms = frozenset((*self._plain, *lasts, *(text for text, _ in self._texts)))
        others = (*(beside for _, beside, _ in self._parts), *(beside for _, beside in self._texts))
        self.is_ascii = all(atom.literal.isascii() for atoms in (self.atoms, *others) for atom in atoms)

    def __reduce__(self) -> tuple[object, ...]:
        plain = (self.words, self.fragments, self.defined, self.defined_fragments)
        return Needles, (*plain, self.parts, self.texts)

    def __repr__(self) -> str:
        """The same for the same needles, in whatever process."""
        words = (self.words, self.fragments, self.defined, self.defined_fragments)
        parts = [(last, sorted(part.beside), part.below) for last, part in sorted(self.parts.items())]
        texts = [(text, sorted(beside)) for text, beside in sorted(self.texts.items())]
        return f"Needles({(*map(sorted, words), parts, texts)!r})"

    def __bool__(self) -> bool:
        return any((self.words, self.fragments, self.defined, self.defined_fragments, self.parts, self.texts))

    @property
    def without_words(self) -> Needles:
        """All but the words that are looked for anywhere."""
        return Needles((), self.fragments, self.defined, self.defined_fragments, self.parts, self.texts)

    @property
    def everything(self) -> frozenset[str]:
        """Stretches of text: one that has none of them, whatever its case is, has nothing of what is looked for."""
        return self.words | self.fragments | self.defined | self.defined_fragments | {*self.parts, *self.texts}

    def __or__(self, other: Needles) -> Needles:
        return Needles(
            self.words | other.words,
            self.fragments | other.fragments,
            self.defined | other.defined,
            self.defined_fragments | other.defined_fragments,
            _united_parts(self.parts, other.parts),
            _united(self.texts, other.texts),
        )

    def found_in(self, data: bytes, path: str) -> bool:
        """Whether the text of a file, as its bytes, may contain one of the words."""
        if self.are_in(path, lambda atom: atom.is_in(data)) or is_opaque(data):
            return True
        return not data.isascii() and self.found_in_other(data, path)

    def are_in(self, path: str, has: Callable[[Atom], bool]) -> bool:
        """The same of a text that is spelled in ASCII, by what it has."""
        return (
            any(map(has, self._plain))
            or any(
                has(name) and (path.startswith(below) or any(map(has, beside))) for name, beside, below in self._parts
            )
            or any(has(text) and any(map(has, beside)) for text, beside in self._texts)
        )

    def found_in_other(self, data: bytes, path: str) -> bool:
        """The same of a text with characters outside ASCII."""
        spelled = as_spelled(data, always=not self.is_ascii)
        return self.are_in(path, lambda atom: atom.is_in(data if atom.way == "text" else spelled))


class FromPolicy:
    """The needles of a rule that follow from the policy alone: nothing must be searched to know them."""

    def __init__(self, make: Callable[[Any], Needles]) -> None:
        self.make = make

    def __call__(self, policy: object, index: object) -> Needles:
        return self.make(policy)


def _united(texts: Mapping[str, frozenset[str]], others: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    nothing: frozenset[str] = frozenset()
    return {text: texts.get(text, nothing) | others.get(text, nothing) for text in {*texts, *others}}


def _united_parts(parts: Mapping[str, Part], others: Mapping[str, Part]) -> dict[str, Part]:
    found = {**parts, **others}
    for last in parts.keys() & others.keys():
        one, other = parts[last], others[last]
        found[last] = Part(one.beside | other.beside, tuple(sorted({*one.below, *other.below})))
    return found


def literal_part(glob: str) -> str:
    """The longest stretch of a glob that every match contains.

    >>> literal_part("*WebSocket*Factory")
    'WebSocket'
    """
    return max(re.split(r"\*|\?|\[[^\]]*\]", glob), key=len)
