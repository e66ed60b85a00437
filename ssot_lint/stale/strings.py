"""The places in one file of Python where a string names what is gone, and means it."""

from __future__ import annotations

import ast
import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from ssot_lint.bans import Bans
from ssot_lint.model import Fix, Span
from ssot_lint.policy.model import Policy
from ssot_lint.repo.files import PYTHON_ENDINGS
from ssot_lint.repo.index import Index
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.source.chains import decorator_name, last_name
from ssot_lint.source.needles import Needles
from ssot_lint.source.offsets import Lines
from ssot_lint.source.source import Source
from ssot_lint.stale.absence import beside, is_said_to_be_absent
from ssot_lint.stale.beside import is_told_beside
from ssot_lint.stale.literals import HOLE, Literal, Places, Written, literals
from ssot_lint.stale.names import Mention, StaleNames, is_plain_word
from ssot_lint.stale.passage import Passages
from ssot_lint.stale.paths import TWO_WORDS, StalePaths
from ssot_lint.stale.replacement import fix_for, replacement

_GLOB = re.compile(r"[*?\[]")
_AS_CODE = re.compile(r"\(|`|(?:\.|::?)[^\W\d]")
_DIRECTIVE = re.compile(r"\.\. (?:deprecated|versionremoved|versionchanged)::")
_ROUTING = re.compile(
    r"(?:re_)?path|url|\w*route\w*|get|post|put|patch|delete|head|options|request|websocket|mount|add_url_rule|include|"
    r"APIRouter|Blueprint|reverse|redirect|fetch|\w*url\w*",
    re.I,
)
_OF_MODULES = re.compile(
    r"\w*_APPS|MIDDLEWARE|pytest_plugins|imports?|include|py_modules|packages|hidden_?imports|extensions|ROOT_URLCONF"
)
_MAY_BE_DATA = "the string may be data that others hold"


class Stale(NamedTuple):
    """One mention in a string: where it is, and what would stand in its place, or why nothing can."""

    mention: Mention
    span: Span
    fix: Fix | None
    why_not: str


def needles(policy: Policy, index: Index) -> Needles:
    """What a file must contain: the words of the bans, and what prose and paths can do with.

    Those are the bare name of a file, and the words of paths that are no modules. As a rule no file
    has them alone; the needles are then those of the other rules, and no text is searched twice.
    """
    return index.memo(("needles of strings", id(policy)), lambda: _needles(Bans.of(policy, index)))


def _needles(bans: Bans) -> Needles:
    plain = bans.needles
    words = StalePaths(bans).words - plain.words - plain.parts.keys()
    more = Needles(words, {f"{last}.py" for last in plain.parts if TWO_WORDS.search(last)})
    there = mentioning(bans.index, more) if more else ()
    return plain if all(plain.found_in(bans.index.peek(path), path) for path in there) else plain | more


def stale_strings(source: Source, policy: Policy, index: Index) -> Iterator[Stale]:
    """What the strings of a file name, where no other rule reads them and nothing says that it is gone."""
    names = StaleNames.of(policy, index)
    if not index.is_exact and not names.may_be_in_code(source.text):
        return
    here = _Here(source, Bans.of(policy, index), names)
    for literal in literals(source):
        for mention in here.mentions(literal):
            if here.is_meant(literal, mention) and not here.is_legitimate(literal, mention):
                yield here.stale(literal, mention)


class _Around:
    """What one string says around its mentions, each thing found once: there may be thousands of them."""

    def __init__(self, source: Source, literal: Literal, lines: Lines) -> None:
        self._source = source
        self._literal = literal
        self._passages = Passages(literal.text)
        self._told: dict[tuple[str, str, str, str], bool] = {}
        self.places = Places(source, literal, lines)

    def tells(self, mention: Mention) -> bool:
        """Whether the text around a mention tells that it is gone."""
        around = self._passages.around(mention.start, mention.end)
        key = around, mention.written, mention.form, mention.match.decision.name
        known = self._told.get(key)
        if known is None:
            told = is_told_beside(mention, around.replace("->", " "))
            known = self._told[key] = told or _DIRECTIVE.search(around) is not None
        return known

    def is_from_root(self, start: int) -> bool:
        """Whether what is written before a place, back to a blank, begins with a slash."""
        blank = bisect_left(self._blanks, start) - 1
        first = self._blanks[blank] + 1 if blank >= 0 else 0
        return first < start and self._literal.text[first] == "/"

    @cached_property
    def _blanks(self) -> list[int]:
        return [one.start() for one in re.finditer(r"\s", self._literal.text)]

    @cached_property
    def is_absent(self) -> bool:
        """Whether code says that what the string names is gone."""
        return not self._literal.is_alone and is_said_to_be_absent(self._source, self._literal.node)

    @cached_property
    def beside(self) -> tuple[str, ...]:
        return tuple(beside(self._source, self._literal.node))


class _Here:
    """One file, and what was found out of it."""

    def __init__(self, source: Source, bans: Bans, names: StaleNames) -> None:
        self.source = source
        self.folder = posixpath.dirname(source.path)
        self._bans = bans
        self._names = names
        self._going = bans.file(source.path)
        self._lines = Lines(source.text)
        self._around: tuple[Literal, _Around] | None = None
        self._claimed = {one.span for one in bans.references(source) if one.form in ("text", "dynamic", "export")}

    def mentions(self, literal: Literal) -> Iterator[Mention]:
        """What a string may name, in its order."""
        text = literal.text
        yield from self._names.in_text(text, folder=self.folder, parts="all" if literal.is_prose else "")
        match = None if literal.is_prose or "." in text else self._bans.module(text)
        if match is not None and self._is_of_modules(literal.node):
            yield Mention(0, len(text), "module", text, text, match)

    def _is_of_modules(self, node: ast.expr) -> bool:
        """Whether a single word can only be a module: in a list of such, or behind `-m`."""
        parent = self.source.parent(node)
        while isinstance(parent, ast.List | ast.Tuple | ast.Set | ast.BinOp):
            elements = getattr(parent, "elts", [])
            before = elements[elements.index(node) - 1] if node in elements[1:] else None
            if isinstance(before, ast.Constant) and before.value == "-m":
                return True
            node, parent = parent, self.source.parent(parent)
        if isinstance(parent, ast.keyword):
            return parent.arg is not None and _OF_MODULES.fullmatch(parent.arg) is not None
        if isinstance(parent, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            return any(_OF_MODULES.fullmatch(last_name(one)) for one in targets)
        return False

    # -- whether it is meant

    def is_meant(self, literal: Literal, mention: Mention) -> bool:
        """Whether what looks like a name of something is one, and not one that other rules read."""
        if not self._words.issuperset(re.findall(r"\w+", mention.written)):  # else no needle can find it
            return False
        if not literal.is_alone and self.source.span(literal.node) in self._claimed:
            return False
        if mention.form == "class":
            return self._is_class(literal, mention)
        return self._is_path(literal, mention) if mention.form == "path" else self._is_module(mention)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", self.source.text))

    def _of(self, literal: Literal) -> _Around:
        """What was found out of a string, whose mentions are judged one after the other."""
        if self._around is None or self._around[0] is not literal:
            self._around = literal, _Around(self.source, literal, self._lines)
        return self._around[1]

    def _is_class(self, literal: Literal, mention: Mention) -> bool:
        text, name = literal.text, mention.written
        is_plain = is_plain_word(name)
        if mention.is_imported:
            return True
        if re.search(r"[.:]", name):
            last = re.split(r"[.:]", name)[-1]
            is_ours = self._bans.index.modules.is_first_party(mention.dotted) or literal.is_prose
            return is_ours or not is_plain_word(last)
        is_code = _AS_CODE.match(text, mention.end) is not None
        if literal.is_prose:
            return is_code or not is_plain
        return not is_plain and mention.start == 0 and (is_code or mention.end == len(text))

    def _is_module(self, mention: Mention) -> bool:
        """Whether `name.more` is a module of one part, and not a key or a variable that is called so."""
        if mention.is_imported or mention.is_part or "." in mention.dotted or not mention.rest:
            return True
        return "_" in mention.dotted or mention.rest[0][:1].isupper()

    def _is_path(self, literal: Literal, mention: Mention) -> bool:
        text = mention.written
        ending = posixpath.splitext(text.rstrip("/\\"))[1]
        if not re.search(r"[/\\]", text):
            return text == mention.path or TWO_WORDS.search(text) is not None
        if ending in PYTHON_ENDINGS:
            return True
        subject = mention.match.subject.strip("/")
        if re.search(r"[/.]", subject) is None or (not ending and _GLOB.search(subject)):
            return False
        return bool(ending) or not self._is_route(literal, mention)

    def _is_route(self, literal: Literal, mention: Mention) -> bool:
        """Whether a path without an ending is one of the web: from the root of a host, or handed to what takes such."""
        parent = self.source.parent(literal.node)
        return self._of(literal).is_from_root(mention.start) or _ROUTING.fullmatch(decorator_name(parent)) is not None

    # -- whether it may be named

    def is_legitimate(self, literal: Literal, mention: Mention) -> bool:
        """Whether the file goes away itself, or says that the thing did."""
        if self._goes_too(literal, mention) or self._is_told(literal, mention):
            return True
        return self._of(literal).is_absent

    def _goes_too(self, literal: Literal, mention: Mention) -> bool:
        decision = mention.match.decision
        if self._going is not None and self._going.decision == decision:
            return True
        subject = mention.match.subject
        if any(name == subject or name.startswith(f"{subject}.") for name in self.source.modules):
            return True
        return mention.form == "class" and self._is_inside_class(literal, re.split(r"[.:]", mention.written)[-1])

    def _is_inside_class(self, literal: Literal, name: str) -> bool:
        node = self.source.parent(literal.node)
        while node is not None and not (isinstance(node, ast.ClassDef) and node.name == name):
            node = self.source.parent(node)
        return node is not None

    def _is_told(self, literal: Literal, mention: Mention) -> bool:
        here = self._of(literal)
        return here.tells(mention) or any(_stands_for(mention, other) for other in here.beside)

    # -- what to do

    def stale(self, literal: Literal, mention: Mention) -> Stale:
        """What is told of a mention: with a hole behind it, nobody knows what is taken of it."""
        known = mention.rest[: next((at for at, name in enumerate(mention.rest) if HOLE in name), None)]
        mention = mention._replace(rest=known)
        place = self._of(literal).places.written(mention.start, mention.end)
        fix, why_not = self._fix(literal, mention, place)
        span = self.source.span(literal.node) if place is None else place.span
        return Stale(mention, span, fix, why_not)

    def _fix(self, literal: Literal, mention: Mention, place: Written | None) -> tuple[Fix | None, str]:
        found = replacement(mention, literal.text, self._bans, folder=self.folder)
        if HOLE in f"{found.name}{found.why_not}":
            return None, "only the running program knows what is taken of it"
        if found.text is None:
            return None, found.why_not
        if place is None:
            return None, "the string is not written plainly"
        if place.is_escaped:
            found = found._replace(text=found.text.replace("\\", r"\\"))
        at = mention._replace(start=place.start, end=place.end)
        return fix_for(at, found, self._lines, why_unsafe=self._doubts(literal, mention)), ""

    def _doubts(self, literal: Literal, mention: Mention) -> Iterator[str]:
        if not literal.is_alone:
            yield _MAY_BE_DATA
        holder = re.split(r"[.:](?=[^.:]*\Z)", mention.written)[0]
        if mention.form == "class" and holder != mention.written:
            if not self._bans.index.modules.is_first_party(mention.dotted):
                yield f"{holder} is no module of this repository"


def _stands_for(mention: Mention, other: str) -> bool:
    """Whether a string beside is the name that took the place of what is named."""
    if mention.form != "class":
        return is_told_beside(mention, other)
    return re.split(r"[.:]", other)[-1] in {home.name for home in mention.match.decision.keep}
