"""A made-up rule for tests of fixing: words that must go, each with a fix of another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssot_lint.fixes import text_of
from ssot_lint.model import Edit, Fix, Hit, Span
from ssot_lint.policy.model import Policy
from ssot_lint.repo.index import Index
from ssot_lint.rule import Rule
from ssot_lint.source.offsets import Lines

CODE = "SSOT990"

#: A word, what it becomes, and whether that is safe.
_WORDS = {
    "Old": ("New", True),
    "Risky": ("New", False),
    "Crash": ("(", True),
    "Same": ("Same", True),
    "Ping": ("Pong", True),
    "Pong": ("Ping", True),
    "Greek": ("Ω", True),
}


def _fix(word: str, span: Span) -> Fix | None:
    if word in _WORDS:
        new, is_safe = _WORDS[word]
        return Fix(f"{word} becomes {new}", is_safe, (Edit(*span, new),))
    if word.startswith("Count"):
        return Fix("count down", True, (Edit(*span, f"Count{int(word[5:]) - 1}"),))
    if word == "Needy":
        return Fix("import it", True, (Edit(1, 1, 1, 1, "import new\n"), Edit(*span, "new.Name")))
    if word in ("Stubborn", "Nowhere"):
        return Fix("a remark", True, (Edit(1, 1, 1, 1, "# seen\n"),))
    if word == "Line":
        return Fix("the line goes", True, (Edit(span.line, 1, span.line + 1, 1, ""),))
    if word == "Joined":  # with the end of the word before it
        return Fix("goes", True, (Edit(span.line, max(1, span.column - 3), span.end_line, span.end_column, "x"),))
    if word == "Torn":
        return Fix("overlaps itself", True, (Edit(*span, "a"), Edit(*span, "b")))
    return None


_FOUND = re.compile(rf"\b(?:{'|'.join(_WORDS)}|Count\d+|Needy|Stubborn|Nowhere|Line|Joined|Torn|Hopeless)\b")


def _check(policy: Policy, index: Index) -> Iterator[Hit]:
    known = {decision.name for decision in policy.decisions}
    for path in index.paths:
        is_python = path in index.python_set
        text = index.source(path).text if is_python else text_of(index.read(path), is_python=False) or ""
        lines = Lines(text)
        for match in _FOUND.finditer(text):
            word = match[0]
            span = Span(*lines.place(match.start()), *lines.place(match.end()))
            decision = word.lower() if word.lower() in known else None
            shown = Span(99, 1, 99, 2) if word == "Nowhere" else span
            if word != "Count0":
                yield Hit(shown, f"{word} must go: rename it", decision, path=path, fix=_fix(word, span))


RULE = Rule(CODE, "old-word", "words that must go", "Why.", repo=_check, needs_decisions=False)
