"""Events that are sent under a name spelled nearly alike."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from ssot_lint.events.naming import SENDING, Event, words_of
from ssot_lint.events.senders import Senders
from ssot_lint.model import Related
from ssot_lint.source.needles import Needles, literal_part

_ALIKE = 0.75  # of difflib, from 0 to 1
_SHARED = 2 / 3  # of the words of the longer name
_FAR = 3  # hops that a text is followed: it is a hint only
_LONGEST = 80  # characters of a text that may be the name of an event


def sent_alike(senders: Senders, event: Event, known: Collection[str]) -> Iterator[Related]:
    """The texts that an emitter sends and that are spelled like an event; the `known` ones are other events."""
    parts = [literal_part(glob) for glob in senders.emitters.globs] or SENDING
    candidates = set(senders.index.mentioning(Needles(fragments=parts)))
    seen = {event.text, *known}
    for path in senders.paths:
        if path in candidates:
            source = senders.index.source(path)
            for text in source.nodes(ast.Constant):
                if isinstance(text.value, str) and text.value not in seen and _is_alike(text.value, event):
                    if next(senders.flow.sent(source, text, _FAR), None) is not None:
                        seen.add(text.value)
                        span = source.span(text)
                        yield Related(path, span.line, span.column, f"{text.value} is sent instead")


def _is_alike(text: str, event: Event) -> bool:
    words, wanted = set(words_of(text[:_LONGEST])), set(event.words)
    if len(text) > _LONGEST or not text.strip() or any(character.isspace() for character in text) or not words:
        return False
    if len(words & wanted) / max(len(words), len(wanted)) >= _SHARED:
        return True
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, text.lower(), event.text.lower())
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
