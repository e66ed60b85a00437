"""Whether a text tells that what it names is gone: then it may name it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssot_lint.policy.model import Decision
from ssot_lint.stale.names import Mention

_APOSTROPHE = "['\u2019]"
#: What says that a thing is gone, or is not to be used. A verb alone does not: `deletes old sessions`.
SAYS_GONE = re.compile(
    r"\b(?:is|are|was|were|been|be|being|got|now)\s+(?:(?:already|since|now|fully|finally|hereby|being)\s+)?"
    r"(?:replaced|superseded|renamed|deprecated|obsolete|deleted|removed|dropped|moved|merged|consolidated|gone|retired|"
    r"banned|forbidden|prohibited)\b"
    r"|\b(?:no longer|not any ?more|instead of|in favou?r of|rather than|formerly|previously called|used to be)\b"
    r"|\b(?:old|former|previous) names?\b"
    rf"|\b(?:do not|don{_APOSTROPHE}t|must not|mustn{_APOSTROPHE}t|should not|shouldn{_APOSTROPHE}t|may not|"
    r"never|cannot|stop|avoid)\b[^.;]{0,20}?\b(?:use[sd]?\b|using|import|add|creat|instantiat|call|extend|subclass|inherit|"
    r"bring|writ|touch|"
    r"re-?introduc|restor|re-?creat|re-?add|rely|depend|reference|mention|mak|new)\w*"
    r"|\bavoid\b|\b(?:forbidden|banned|deprecated|removed|deleted|obsolete)\b\s*(?::|\)|\]|$|\||-|\u2013|\u2014)"
    r"|\u2192|->|=>|\u274c|\U0001f6ab|\u26d4",
    re.IGNORECASE | re.MULTILINE,
)


def is_told_beside(mention: Mention, line: str) -> bool:
    """Whether a line says of what it names that it is gone, or names what took its place.

    `line` is the text around the mention; it need not be one line. A kept name that is taken of
    a deleted module right there says nothing: both have it.
    """
    decision = mention.match.decision
    others = line.replace(mention.written, " ")
    if SAYS_GONE.search(others) or any(_has_word(others, module) for module in _modules(decision)):
        return True
    if mention.form != "class":
        return False
    written = re.split(r"\W", mention.written)
    return any(_has_word(others, home.name) for home in decision.keep if home.name not in written)


def _modules(decision: Decision) -> Iterator[str]:
    """The kept modules as texts name them: dotted, as a path, or by the name of their file."""
    for home in decision.keep:
        yield home.module
        yield f"{home.module.replace('.', '/')}.py"
        last = home.module.rpartition(".")[2]
        yield f"{last}.py"
        if "_" in last:
            yield last


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
