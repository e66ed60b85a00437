"""What stands in a text beside the last name of a deleted module, wherever the text means that module by it.

Last names are often common words: hundreds of files have a `temperature`, and none of them means
`app.util.temperature`. Who means that one names its package, by its own name or by another that some
file gives it. So these names are found out once, of all texts. A text without any of them is passed
over unread.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ssot_lint.repo.handing_on import is_renamed, plain_imports, plain_module_imports, plain_star_imports
from ssot_lint.repo.hops import MOST_HOPS
from ssot_lint.repo.importers import absolute
from ssot_lint.repo.index import Index
from ssot_lint.repo.mentioning import mentioning, passing
from ssot_lint.source.needles import Needles
from ssot_lint.source.spelling import as_spelled, has_word

_STAR_FROM_HERE = re.compile(rb"\.[\s\\]*+import[\s\\]*+\*")
_ESCAPE = re.compile(rb"\\[xuUN0-7\r\n]")
_GAP = rb"(?:[\s\\]|#[^\r\n]*+)"
_IN_TWO = re.compile(
    rb"""[\w.:](?:['"]{2,}+|['"]++[rRuU]['"]++|['"]++%b++(?:[rRuU]?['"]++%b*+)++)[\w.:]""" % (_GAP, _GAP)
)
#: Calls and tables by which a string becomes a module in the middle of an expression.
_BY_TEXT = (b"getattr", b"import_module", b"__import__", b"modules")
#: Calls that take a module, and the name of what is in it.
_BY_QUOTED = (b"setattr", b"delattr", b"object")
_STAR = re.compile(rb"(?<!\w)import[\s\\]*+\*")


class Called(NamedTuple):
    """What packages are called in all files, and the files that import everything from one of them by such a name."""

    words: frozenset[str]
    stars: frozenset[str]


def names_of_packages(index: Index, packages: Collection[str]) -> Called:
    """The last names of packages, and all other names that files give them."""
    known = {package.rpartition(".")[2] for package in packages}
    fresh, stars = set(known), set[str]()
    while fresh:
        more: set[str] = set()
        for path in sorted({path for word in fresh for path in _renaming(index, word)}):
            bindings, sources = _brought(index, path, known)
            more.update(
                name
                for name, target in bindings
                if name not in known and _last(target) in known and _may_be(index, target, packages)
            )
            if any(_last(source) in known and _may_be(index, source, packages) for source in sources):
                stars.add(path)
        known |= more
        fresh = more
    return Called(frozenset(known), frozenset(stars))


def _renaming(index: Index, word: str) -> list[str]:
    """The files that may call something of a name otherwise, or import everything from it.

    What is known of a file is kept for the next run, for such a name may be in thousands.
    """
    sought = frozenset(index.sought)
    there = mentioning(index, Needles({word}))
    index.sought &= sought  # who only has the word says nothing by it
    index.renamed.add(word)
    found = [*passing(index, f"renaming {word}", there, lambda data, _: is_renamed(data, word))]
    index.looked_at.update(found)
    return found


def _brought(index: Index, path: str, words: Collection[str]) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """The names that a file binds, with what they lead to, and the modules from which it imports everything.

    They are read off its text if that has no other way to rename: to parse hundreds of files takes seconds.
    """
    imported, rest = plain_imports(index.peek(path))
    modules, rest = plain_module_imports(rest)
    sources, rest = plain_star_imports(rest)
    if any(is_renamed(rest, word, at_top=True) for word in words):
        facts = index.facts(path)
        return [
            (name, one.target) for name, found in facts.bindings.items() for one in found if one.target
        ], facts.stars
    told = ((one.bound, absolute(index, path, one.level, one.module), one.name) for one in imported)
    return [*modules, *((bound, f"{module}.{name}") for bound, module, name in told if module)], tuple(
        absolute(index, path, level, module) for level, module in sources
    )


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]


def _may_be(index: Index, dotted: str, packages: Collection[str]) -> bool:
    if dotted in packages:
        return True
    origins = index.origins(dotted)
    return len(origins) >= MOST_HOPS or not frozenset(packages).isdisjoint(origins)


def star_importers(index: Index, packages: Collection[str], last: str, called: Called) -> Iterator[str]:
    """The files that may have a name by a star import of one of some packages.

    Below such a package they need not name it; what they import is in their sketches.
    """
    modules = index.modules
    exporting = [package for package in packages if _may_export(index, package, last)]
    if exporting or len(called.words) > len({_last(package) for package in packages}):
        yield from called.stars
    below = tuple(f"{place}/" for package in exporting for place in modules.places(package))
    for path in index.python_paths if below else ():
        if path.startswith(below) and path not in called.stars and _STAR_FROM_HERE.search(index.peek(path)):
            yield path


def _may_export(index: Index, package: str, name: str) -> bool:
    """Whether a star import of a package may bring a name."""
    path = index.modules.path_of(package)
    if not path:
        return True
    facts = index.facts(path)
    return name in facts.names or bool(facts.stars)


# -- names that are put together from pieces


def may_be_in_pieces(data: bytes, last: str, words: Collection[str]) -> bool:
    """Whether a text may spell the name before a last name in such a way that it has no such word: `"ut" "il.last"`."""
    spelled = data if data.isascii() else as_spelled(data)
    return (
        _ESCAPE.search(spelled) is not None
        or _pieces(last, frozenset(words)).search(spelled) is not None
        or (_has_one_of(_BY_TEXT, spelled) and _IN_TWO.search(spelled) is not None)
    )


@lru_cache(maxsize=256)
def _pieces(last: str, words: frozenset[str]) -> re.Pattern[bytes]:
    """A last name behind the end of one of some words, or behind a dot alone, at which a literal begins."""
    ends = {word[start:] for word in words for start in range(1, len(word) + 1)}
    end = b"|".join(re.escape(one.encode()) for one in sorted(ends))
    begun = rb"""['"][ \t]*+(?:%b)[ \t]*+[.:][ \t]*+""" % end
    dot = rb"""[.:]['"](?:[\s\\'"rRuU]|#[^\r\n]*+)*['"]"""
    return re.compile(rb"(?:%b|%b)%b(?!\w)" % (begun, dot, re.escape(last.encode())))


# -- where a last name stands


def may_stand_for_module(data: bytes, rest: bytes, last: str, words: Collection[str]) -> bool:
    """Whether a text that has one of the names of a package may take a module from it by its last name.

    It does by a dot after such a name, or after another one that it gives the package; by an import
    that lists the module; by a star import; by `getattr`. What else has that name is bound in one of these ways.
    `rest` is the text without the imports of other things.
    """
    spelled = rest if rest.isascii() else as_spelled(rest, always=True)
    if _STAR.search(spelled) or _has_one_of(_BY_TEXT, data):
        return has_word(spelled, last.encode())
    behind, listed, quoted, anywhere = _stands(last, frozenset(words))
    if behind.search(spelled) or listed.search(spelled):
        return True
    if quoted.search(spelled) and _has_one_of(_BY_QUOTED, data):
        return True
    return anywhere.search(spelled) is not None and any(is_renamed(rest, word) for word in words)


def _has_one_of(words: Iterable[bytes], data: bytes) -> bool:
    spelled = data if data.isascii() else as_spelled(data)
    return any(has_word(spelled, word) for word in words)


@lru_cache(maxsize=256)
def _stands(last: str, words: frozenset[str]) -> tuple[re.Pattern[bytes], ...]:
    """Patterns of a last name: behind its package, in a list of names that are imported, as a text, behind any dot."""
    name = re.escape(last.encode()) + rb"(?!\w)"
    known = b"|".join(re.escape(word.encode()) for word in sorted({*words, "from"}))
    dot = rb"%b*+[.:]%b*+%b" % (_GAP, _GAP, name)
    begun = rb"(?<!\w)from(?!\w)(?:[\s\\.]|(?!import(?!\w))\w++)*+import(?!\w)"
    in_line, in_brackets = rb"(?:[\w \t\f,]|\\\r?\n?)*?", rb"[ \t\f\\\r\n]*+\((?:[\w\s\\,]|#[^\r\n]*+)*?"
    return (
        re.compile(rb"(?:(?<!\w)(?:%b)|[^\w\s\\])%b" % (known, dot)),
        re.compile(rb"%b(?:%b|%b)(?<!\w)%b" % (begun, in_line, in_brackets, name)),
        re.compile(rb"""['"]%b['"]""" % name),
        re.compile(rb"[.:]%b*+%b" % (_GAP, name)),
    )
