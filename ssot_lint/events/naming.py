"""Names of events and of what sends them: the words in them, and texts that may come to them."""

from __future__ import annotations

import ast
import fnmatch
import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from ssot_lint.source.needles import Needles

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: One of these words in the name of a function says that it sends, where a decision does not tell.
SENDING = frozenset(
    "announce broadcast dispatch emit enqueue fire notify post produce publish push put send "  # noqa: SIM905
    "stream streaming trigger".split()
)
#: Words in the name of a function that says what is done about an event, not that it is sent.
_ABOUT = frozenset(
    "after assert before callback can check connect did error exception get handle handler has is listener on "  # noqa: SIM905
    "receiver receivers register should subscribe test validate wait was".split()
)
_VERBS = frozenset({"broadcast", "dispatch", "emit", "enqueue", "notify", "publish", "send"})
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-#0-9+ .]*[a-zA-Z]")
_FIELD = re.compile(r"\{[^{}]*\}")
_SHORTEST = 3  # characters of a part of an event's name by which files are looked for


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case, whatever it is written in.

    >>> words_of("sendAgentStarted"), words_of("agent.started"), words_of("HTTPServer_v2")
    (('send', 'agent', 'started'), ('agent', 'started'), ('http', 'server', 'v2'))
    """
    return tuple(word for word in re.split(r"[\W_]+", _BOUNDARY.sub("_", name).lower()) if word)


class Event:
    """The name of an event, as a decision has it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)

    def rest_of(self, name: str) -> tuple[str, ...] | None:
        """The other words of a name that has those of the event, in their order; None when it hasn't."""
        words, count = words_of(name), len(self.words)
        for at in range(len(words) - count + 1 if count else 0):
            if words[at : at + count] == self.words:
                return (*words[:at], *words[at + count :])
        return None

    def is_thing(self, name: str) -> bool:
        """Whether a name may be that of the event, of its class, or of what makes it."""
        rest = self.rest_of(name)
        return rest is not None and _ABOUT.isdisjoint(rest)

    def is_in(self, text: str) -> bool:
        """Whether a text is the event, or a message that has it in one piece (`event: agent_started`)."""
        return text == self.text or self._within.search(text) is not None

    @cached_property
    def _within(self) -> re.Pattern[str]:
        name = re.escape(self.text)
        # A name of one plain word is in much prose.
        quoted = rf"([\"']){name}\1|\bevent: ?{name}\b"
        return re.compile(rf"(?<!\w){name}(?!\w)" if len(self.words) > 1 else quoted)

    def is_made_by(self, parts: Sequence[str | None]) -> bool:
        """Whether parts, None for those that are not known, can make the event's name."""
        known = [part for part in parts if part]
        pattern = "".join(".*" if part is None else re.escape(part) for part in parts)
        return bool(known) and None in parts and re.fullmatch(pattern, self.text, re.S) is not None

    def may_be_in(self, folded: bytes) -> bool:
        """Whether a file, in lower case, may have the name in whatever writing."""
        return all(word.encode() in folded for word in self.words) and self._spelled.search(folded) is not None

    @cached_property
    def _spelled(self) -> re.Pattern[bytes]:
        return re.compile(rb"[^a-z0-9]{0,6}".join(re.escape(word.encode()) for word in self.words))

    def may_be_made_in(self, folded: bytes) -> bool:
        """Whether a file, in lower case, may put the name together."""
        return any(part in folded for part in self._edges) and self._split.search(folded) is not None

    @cached_property
    def made_of(self) -> Needles:
        """What a file has that puts the name together."""
        return Needles(fragments={part.decode() for part in self._edges})

    @cached_property
    def _edges(self) -> tuple[bytes, ...]:
        """Short texts, one of which is where the name is put together: they are found sooner than an expression."""
        text = self.text.lower()
        found = [f"{quote}{text[:_SHORTEST]}" for quote in "\"'"] + [f"{text[-_SHORTEST:]}{quote}" for quote in "\"'"]
        return tuple(part.encode() for part in (*found, *(f"}}{sign}{{" for sign in re.findall(r"[\W_]", text))))

    @cached_property
    def _split(self) -> re.Pattern[bytes]:
        text = self.text.lower()
        starts = [text[:end] for end in range(_SHORTEST, len(text))]
        ends = [text[start:] for start in range(1, len(text) - _SHORTEST + 1)]
        begun = rb"[\"'](?:%b)[{%%\"']" % _any(starts)
        ended = rb"[}sdr\"'](?:%b)[\"']" % _any(ends)
        between = rb"\}(?:%b)\{" % _any(sorted(set(re.findall(r"[\W_]", text))))
        return re.compile(begun + rb"|" + ended + rb"|" + between)


def _any(texts: Sequence[str]) -> bytes:
    return b"|".join(re.escape(text.encode()) for text in reversed(texts)) or rb"(?!)"


class Emitters(NamedTuple):
    """What sends events: functions whose names match a glob, or without globs those that have a word of SENDING."""

    globs: tuple[str, ...] = ()

    def match(self, name: str) -> bool:
        """Whether a function of this name sends; one that is private too."""
        if not self.globs:
            return not SENDING.isdisjoint(words_of(name))
        return any(fnmatch.fnmatchcase(one, glob) for glob in self.globs for one in (name, name.lstrip("_")))

    def refer(self, name: str) -> bool:
        """Whether a function that is handed on by its name is one of them: a noun (`post`) tells nothing."""
        return self.match(name) and (bool(self.globs) or not _VERBS.isdisjoint(words_of(name)))

    def say(self, name: str, event: Event) -> bool:
        """Whether a function's name says that it sends the event: `emit_agent_started`."""
        rest = event.rest_of(name)
        if not rest or not _ABOUT.isdisjoint(rest):
            return False
        return self.match("_".join(rest)) or (bool(self.globs) and self.match(name))


def parts_of(node: ast.expr) -> list[str | None]:
    """What a text is put together from, None for what is not known.

    >>> parts_of(ast.parse("f'agent_{phase}'", mode="eval").body)
    ['agent_', None]
    """
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr():
            return [part for value in node.values for part in parts_of(value)]
        case ast.BinOp(op=ast.Add()):
            return [*parts_of(node.left), *parts_of(node.right)]
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(text))):
            return _around(text, _PLACEHOLDER)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format")):
            return _around(text, _FIELD)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="join"), args=[items]):
            found: list[str | None] = []
            for item in items.elts if isinstance(items, ast.List | ast.Tuple) else [items, items]:
                found += [*([text] if found else []), *parts_of(item)]
            return found
    return [None]


def _around(text: str, unknown: re.Pattern[str]) -> list[str | None]:
    found: list[str | None] = []
    for part in unknown.split(text):
        found += [None, part] if found else [part]
    return found
