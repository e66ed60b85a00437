"""Events that are sent under a name spelled nearly alike."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from ssot_lint.events.naming import SENDING, Event, words_of
from ssot_lint.events.senders import Senders
from ssot_lint.model import Related
from ssot_lint.source.needles import Needles, literal_part

_ALIKE = 0.75  # of difflib, from 0 to 1
_SHARED = 2 / 3  # of the words of the longer name
_FAR = 3  # hops that a text is followed: it is a hint only
_LONGEST = 80  # characters of a text that may be the name of an event
_QUOTED = re.compile(rb"""["']([^"'\s\\]{1,%d})(?=["'])""" % _LONGEST)


def sent_alike(senders: Senders, event: Event, known: Collection[str]) -> Iterator[Related]:
    """The texts that an emitter sends and that are spelled like an event; the `known` ones are other events."""
    seen = {event.text, *known}
    literals = senders.index.memo(("literals", senders.emitters.globs), lambda: _literals(senders))
    judged: dict[str, bool] = {}
    for path, texts in literals.items():
        for text in texts - judged.keys():
            judged[text] = _is_alike(text, event)
        alike = {text for text in texts if judged[text]} - seen
        source = senders.index.source(path) if alike else None
        for node in source.nodes(ast.Constant) if source else ():
            if source and node.value in alike and node.value not in seen:
                if next(senders.flow.sent(source, node, _FAR), None) is not None:
                    seen.add(str(node.value))
                    span = source.span(node)
                    yield Related(path, span.line, span.column, f"{node.value} is sent instead")


def _literals(senders: Senders) -> dict[str, frozenset[str]]:
    """The short texts without blanks that each file has in quotes, of those that may send something."""
    parts = [literal_part(glob) for glob in senders.emitters.globs] or SENDING
    candidates = senders.index.mentioning(Needles(fragments=parts))
    found = {}
    for path in sorted({*candidates}.intersection(senders.paths)):
        texts = _QUOTED.findall(senders.index.read(path))
        found[path] = frozenset(text.decode("utf-8", "replace") for text in {*texts})
    return found


def _is_alike(text: str, event: Event) -> bool:
    words, wanted = set(words_of(text)), set(event.words)
    if not words:
        return False
    if len(words & wanted) / max(len(words), len(wanted)) >= _SHARED:
        return True
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, text.lower(), event.text.lower())
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
