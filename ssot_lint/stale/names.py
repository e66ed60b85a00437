"""Names of what is gone, found in any text: dotted modules, paths, and banned classes.

No grammar is needed to see that `app.old_engine` or `app/old_engine.py` is meant. A text is
searched for the last parts of the names; what stands around one is read as a path, a dotted
name or a bare class, and the decisions judge it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from ssot_lint.bans import Bans, Match
from ssot_lint.policy.model import Policy
from ssot_lint.repo.index import Index
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.repo.trails import Known
from ssot_lint.source.needles import Needles, literal_part
from ssot_lint.stale.in_code import InCode
from ssot_lint.stale.paths import Parts, StalePaths

Form = Literal["module", "path", "class"]

_TOKEN_BEFORE = re.compile(r"[\w./\\:@~%+#?&-]*\Z")
_TOKEN_AFTER = re.compile(r"[\w./\\:-]*")
_DOTTED = re.compile(r"[^\W\d]\w*(?:[.:][^\W\d]\w*)*")
_IMPORTED = re.compile(
    r"\bfrom[ \t]+(\.*[\w.]+)[ \t]+import[ \t]+(?:\(\s*(?:\w+(?:\s+as\s+\w+)?\s*,\s*)*"
    r"|(?:\w+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*)*)\Z"
)
_IMPORTING = re.compile(r"(?:^|[\s`>(\"';])(?:from|import|python[\d.]*\s+-m)\s+\Z|:mod:`[~!]?\Z")
# What makes a file's name of what looks like a dotted one: `app.config.json`.
_ENDINGS = frozenset(
    "cfg conf css csv exe gz html ini ipynb js json jsonl lock log md png rst sh so sql toml ts txt xml yaml yml "  # noqa: SIM905
    "zip".split()
)
_PLAIN_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_LOOK_BACK = 400  # characters in which a `from … import (` is looked for
_LEAST_FRAGMENT = 3  # characters of a glob that are worth looking for


class Mention(NamedTuple):
    """A place of a text that names what is gone.

    `start` and `end` are offsets of what names it, `written` is the text there, and `dotted` the
    module or class that it stands for, "" for a path that is no module. `rest` are the names
    behind a module, as in `app.old:Engine.run`. `is_part` tells that only the end of the name is
    written (`old/engine.py`), and `is_imported` that it is a name of `from … import`. `path` is where
    what a path means would lie in the repository.
    """

    start: int
    end: int
    form: Form
    written: str
    dotted: str
    match: Match
    rest: tuple[str, ...] = ()
    is_part: bool = False
    is_imported: bool = False
    path: str = ""


class StaleNames:
    """What the decisions of a policy say is gone, as texts name it."""

    def __init__(self, policy: Policy, index: Index) -> None:
        self._policy = policy
        self._index = index
        self._bans = Bans.of(policy, index)
        self._paths = StalePaths(self._bans)
        self._known = Known(index.trails, self._in_path)

    @classmethod
    def of(cls, policy: Policy, index: Index) -> StaleNames:
        return index.memo((cls, id(policy)), lambda: cls(policy, index))

    # -- where to look

    @cached_property
    def words(self) -> frozenset[str]:
        """Whole words, one of which stands in every mention that none of the fragments is in."""
        found = {dotted.rpartition(".")[2] for dotted in self._bans.modules}
        found |= {_last(name) for name in self._class_names if not _is_glob(name)}
        return frozenset(found | self._paths.words)

    @cached_property
    def fragments(self) -> frozenset[str]:
        """Parts of words, of globs; those that are too short to be looked for are left out."""
        found = {literal_part(_last(name)) for name in self._class_names if _is_glob(name)} | self._paths.fragments
        return frozenset(one for one in found if len(one) >= _LEAST_FRAGMENT)

    @property
    def _class_names(self) -> Iterator[str]:
        return (name.replace(":", ".") for one in self._policy.decisions for name in one.ban_classes)

    @cached_property
    def needles(self) -> Needles:
        return Needles(self.words, self.fragments)

    @cached_property
    def _anchor(self) -> re.Pattern[str]:
        # What a word begins with comes first, for the search skips to it; a look behind would stop everywhere.
        words = [rf"{word}(?<=(?<!\w){word})(?!\w)" for word in map(re.escape, sorted(self.words))]
        fragments = [rf"(?:{'|'.join(map(re.escape, sorted(self.fragments)))})\w*"] if self.fragments else []
        return re.compile("|".join((*words, *fragments)) or "(?!)")

    # -- which files of Python to look at

    def may_be_in_code(self, text: str) -> bool:
        """Whether a string in a text of Python may name something that is gone."""
        return self._in_code.may_name(text)

    @cached_property
    def _in_code(self) -> InCode:
        return InCode(self._bans.modules, self.words, self.fragments, self._paths.words | set(self._plain_classes))

    @property
    def _plain_classes(self) -> Iterator[str]:
        return map(_last, self._class_names)

    # -- what is named there

    def in_text(self, text: str, *, folder: str = "", parts: Parts = "") -> Iterator[Mention]:
        """All mentions of a text, in its order.

        Paths that begin with `..` start from `folder`, that of the text's file. `parts`
        are the names of which the end will do where it can mean nothing else: all in prose.
        """
        done = 0
        for anchor in self._anchor.finditer(text):
            if anchor.start() < done:
                continue
            before = _TOKEN_BEFORE.search(text, max(done, anchor.start() - _LOOK_BACK), anchor.start())
            after = _TOKEN_AFTER.match(text, anchor.end())
            start = before.start() if before else anchor.start()
            end = after.end() if after else anchor.end()
            mention = self._judge(text, start, end, folder, parts)
            if mention is not None:
                done = max(mention.end, anchor.end())
                yield mention

    def _judge(self, text: str, start: int, end: int, folder: str, parts: Parts) -> Mention | None:
        token = text[start:end]
        is_path = "/" in token or "\\" in token
        if is_path or re.search(r"\.pyi?\b", token) or token.strip(".:") in self._paths.names:
            found = self._known((token, folder, parts))
            if found is not None:
                return found._replace(start=start + found.start, end=start + found.end)
        for part in _DOTTED.finditer(token):
            if not (is_path and re.search(r"[.:]", part[0])):  # the name of a file, or of a host
                found = self._in_names(text, start + part.start(), part[0], parts)
                if found is not None:
                    return found
        return None

    def _in_path(self, question: tuple[str, str, Parts]) -> Mention | None:
        token, folder, parts = question
        found = self._paths.find(token, folder, parts=parts)
        if found is None:
            return None
        dotted = next(iter(self._index.modules.names_of(found.path)), "")
        written = token[found.start : found.end]
        return Mention(
            found.start, found.end, "path", written, dotted, found.match, found.rest, found.is_part, path=found.path
        )

    def _in_names(self, text: str, start: int, written: str, parts: Parts) -> Mention | None:
        """A dotted name, perhaps with a colon, or a bare word."""
        dotted = written.replace(":", ".")
        before = text[max(0, start - _LOOK_BACK) : start]
        imported = _IMPORTED.search(before)
        module = f"{imported[1].strip('.')}." if imported and "." not in dotted else ""
        if "." in dotted or module or _IMPORTING.search(before):
            found = self._bans.module(module + dotted)
            if found is not None and not self._bans.is_another(found.subject):
                if len(found.subject) < len(module):  # the one that this is imported from, which has been found
                    return None
                mention = self._of_module(start, written, found, module)
                mention = self._class_behind(mention, written) or mention
                return None if _names_a_file(mention) and not _IMPORTING.search(before) else mention
        for length in range(1, dotted.count(".") + 2):
            name = ".".join(dotted.split(".")[:length])
            match = self._bans.class_(module + name) or (None if "." in name else self._only_class(name, parts))
            if match is not None and self._is_class_like(name, match):
                end = len(name)
                dotted_name = module + name
                return Mention(start, start + end, "class", written[:end], dotted_name, match, is_imported=bool(module))
        return self._end_of_module(start, written) if parts == "all" and "." in dotted else None

    def _of_module(self, start: int, written: str, match: Match, module: str) -> Mention:
        """The module that a dotted name lies in, what is behind it apart."""
        whole = module + written.replace(":", ".")
        end = len(match.subject) - len(module)
        rest = tuple(whole[len(match.subject) + 1 :].split(".")) if len(whole) > len(match.subject) else ()
        return Mention(
            start, start + end, "module", written[:end], match.subject, match, rest, is_imported=bool(module)
        )

    def _class_behind(self, mention: Mention, written: str) -> Mention | None:
        """The banned class that a dotted name takes from a deleted module, where one class is kept instead of it."""
        if not mention.rest:
            return None
        dotted = f"{mention.dotted}.{mention.rest[0]}"
        match = self._bans.class_(dotted)
        if match is None or len(match.decision.keep) != 1:
            return None
        end = len(mention.written) + 1 + len(mention.rest[0])
        return Mention(mention.start, mention.start + end, "class", written[:end], dotted, match)

    def _end_of_module(self, start: int, written: str) -> Mention | None:
        """`supervisor.old_factory` for `app.agents.supervisor.old_factory`."""
        dotted = written.replace(":", ".")
        parts = dotted.split(".")
        if self._index.modules.is_first_party(dotted):
            return None
        for length in range(len(parts), 1, -1):
            match = self._paths.by_end(f"{'/'.join(parts[:length])}.py")
            if match is not None:
                module = next(iter(self._index.modules.names_of(match.path)), "")
                end = len(".".join(parts[:length]))
                rest = tuple(parts[length:])
                return Mention(start, start + end, "module", written[:end], module, match.match, rest, True)
        return None

    def _only_class(self, name: str, parts: Parts) -> Match | None:
        """The banned class of one module, for its bare name where nothing else is called that."""
        if parts != "all":
            return None
        matches = self._dotted_classes.get(name, ())
        if len(matches) != 1 or self._is_defined_elsewhere(name):
            return None
        return matches[0]

    @cached_property
    def _dotted_classes(self) -> dict[str, list[Match]]:
        found: dict[str, list[Match]] = {}
        for decision in self._policy.decisions:
            for written in decision.ban_classes:
                name = written.replace(":", ".")
                if "." in name and not _is_glob(name):
                    found.setdefault(_last(name), []).append(Match(decision, name))
        return found

    def _is_defined_elsewhere(self, name: str) -> bool:
        """Whether a file that may stay defines or keeps a class of that name."""
        if any(home.name == name for one in self._policy.decisions for home in one.keep):
            return True
        there = mentioning(self._index, Needles(defined={name}))
        return any(
            self._bans.class_(f"{module}.{name}") is None
            for path in there
            for module in self._index.modules.names_of(path)[:1]
        )

    def _is_class_like(self, name: str, match: Match) -> bool:
        """Whether a word that only a glob matches is written as classes are."""
        last = _last(name)
        return self._bans.names(last) or "." in name or last.lstrip("_")[:1].isupper()


def _names_a_file(mention: Mention) -> bool:
    """Whether what looks like a dotted name is that of a file: `app.config.json`, or `poetry.toml`."""
    if mention.rest:
        return mention.rest[0] in _ENDINGS
    stem, _, ending = mention.written.partition(".")
    return stem != "" and ending in _ENDINGS


def is_plain_word(name: str) -> bool:
    """Whether a class is called by one word, which may mean anything in prose: `Login`, not `LoginForm`."""
    return _PLAIN_WORD.fullmatch(name) is not None


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]


def _is_glob(name: str) -> bool:
    return re.search(r"[*?\[]", name) is not None
