"""The words of names and headings: what a decision is called, and which classes `only` is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

_HUMPS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+|\d+")
#: Words of headings that name no concept.
_STOP = re.compile(
    "an?|the|one|single|sole|our|of|for|in|to|and|or|merge|consolidate|unify|use|keep|fix|clean|cleanup|up|remove|delete"
    "|update|make|move|replace|stop|no|new|old|existing|decisions?|plan|adr|phase|step|task|part|section|ssot|canonical"
    "|implementations?|duplicates?|target|state|final|status|current|consequences|achieved|when|success|criteria|done"
    "|checklist|validation|acceptance|what|do|not|are|is|must|rules|background|context|goals?"
)


def words_of(name: str, joined: Collection[str] = ()) -> list[str]:
    """The words of a name in small letters; `joined` are words that stay one, however they are written.

    >>> words_of("WebSocketBridgeFactory", {"websocket"})
    ['websocket', 'bridge', 'factory']
    """
    humps = [hump.lower() for part in re.split(r"[^A-Za-z0-9]+", name) for hump in _HUMPS.findall(part)]
    words: list[str] = []
    while humps:
        length = next((n for n in range(min(4, len(humps)), 1, -1) if "".join(humps[:n]) in joined), 1)
        words.append("".join(humps[:length]))
        humps = humps[length:]
    return words


def singular(word: str) -> str:
    """The singular of an English noun, near enough to compare by."""
    for plural, ending in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return word.removesuffix(plural) + ending
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def joined_words(names: Iterable[str]) -> frozenset[str]:
    """The parts of file names: how a team spells its words (`websocket_factory.py`)."""
    return frozenset(
        part for name in names for part in re.split(r"[^a-z0-9]+", name.rpartition("/")[2]) if len(part) > 3
    )


def heading_words(title: str, joined: Collection[str]) -> list[str]:
    """The words of a heading that may name its concept."""
    text = re.sub(r"^\W*(?:(?:phase|step|task|adr|part|section|decision)\b\W*)?(?:\d[\d.]*\W+)?", "", title, flags=re.I)
    text = re.split(r"\s+[-\u2013\u2014]+\s+|[:(\u2192]|->", text)[0]
    words = [word for word in words_of(text, joined) if not _STOP.fullmatch(word)]
    return [*words[:-1], singular(words[-1])] if words else []


def concept_name(title: str, names: Sequence[str], joined: Collection[str]) -> str:
    """What a decision about some classes or files is called: its heading, when that is about them, else the first."""
    heading = heading_words(title, joined)
    own = {singular(word) for name in names for word in words_of(name, joined)}
    if heading and len(heading) <= 4 and (not names or own & {singular(word) for word in heading}):
        kind = [singular(word) for word in words_of(names[0], joined)[-1:]] if names else []
        return "-".join(heading if set(kind) <= set(map(singular, heading)) else [*heading, *kind])
    return "-".join(words_of(names[0], joined)) if names and words_of(names[0], joined) else "decision"


def only_glob(name: str, kind: str, around: Sequence[str]) -> str:
    """A glob for all classes of the kind that a class is the only one of; "" when the plan does not narrow it.

    >>> only_glob("WebSocketBridgeFactory", "factory", ["ONE WebSocket Factory Pattern"])
    '*WebSocket*Factory'
    """
    humps = _HUMPS.findall(name)
    nouns = [singular(word.lower()) for word in re.findall(r"[A-Za-z0-9]+", kind)]
    if nouns in ([], ["one"]):
        nouns = [humps[-1].lower()] if humps and _has(around, humps[-1].lower()) else []
    if not humps or not nouns or nouns[-1] != humps[-1].lower():
        return ""
    for text in [" ".join(nouns[:-1]), *around]:
        run = _longest_run(humps[:-1], text)
        if run:
            return f"*{run}*{humps[-1]}"
    return ""


def _has(texts: Iterable[str], word: str) -> bool:
    return any(singular(one.lower()) == word for text in texts for one in re.findall(r"[A-Za-z0-9]+", text))


def _longest_run(humps: list[str], text: str) -> str:
    """The most neighbouring words of a name that a text has side by side, at a word's start and end."""
    squeezed = " " + " ".join(singular("".join(words_of(word))) for word in re.findall(r"[A-Za-z0-9]+", text)) + " "
    for length in range(len(humps), 0, -1):
        for start in range(len(humps) - length + 1):
            run = humps[start : start + length]
            if re.search(rf" {' ?'.join(map(str.lower, run))} ", squeezed):
                return "".join(run)
    return ""
