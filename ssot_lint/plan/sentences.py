"""What a sentence of a plan decides.

A form is taken only as a whole, with the things named where it has a place for them: a plan is
also full of steps, hopes and history, and a decision that nobody made is worse than one to write
by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ssot_lint.plan.claims import Claim
from ssot_lint.plan.forms import DECIDING, HEDGE, LIST, LOCATING, MODES, REASON, USE
from ssot_lint.plan.removals import in_words
from ssot_lint.plan.things import Sentence, Thing, read_sentence

#: What these say of a name in a file, they don't say of the file.
_PARTS = ("delete", "gone", "ban", "move")
#: Longer ones are no sentences, and would only cost time.
LONGEST = 1000


class Said(NamedTuple):
    """Where a sentence stands."""

    line: int
    section: int
    around: tuple[str, ...] = ()
    group: str = ""


def mode_of(label: str) -> str:
    """What a heading or an introduction says of the items of its list: ban, delete, keep, facade, dont, or ""."""
    if len(label) > LONGEST:
        return ""
    said = re.sub(r" ?\([^()]*\)$|[:.]+$", "", read_sentence(label).masked).strip().lower()
    return next((mode for mode, form in MODES if form.fullmatch(said)), "")


def read_claims(text: str, said: Said, mode: str = "") -> list[Claim]:
    """What a sentence claims; `mode` is what the text above its list says of it."""
    if len(text) > LONGEST:
        return []
    text = in_words(text)
    sentence = read_sentence(f"do not {text}" if mode == "dont" else text)
    lowered = _lower(sentence.masked)
    if HEDGE.search(REASON.split(lowered)[0]) or lowered.endswith("?"):
        return []
    use = USE.search(lowered)
    stands_in = _spelled(sentence.thing(use["use"])) if use else ""
    claims: list[Claim] = []
    item = re.match(LIST, lowered) if mode not in ("", "dont") else None
    rest = lowered
    if item:
        reason = _reason(sentence.unmask(sentence.masked[item.end() :]))
        claims += _entries(mode, sentence.things_in(item[0]), [], stands_in, said, reason)
        rest = _without(rest, item)
    for act, form in DECIDING:
        for match in form.finditer(rest):
            claims += _made(act, match, sentence, stands_in, said)
            rest = _without(rest, match)
    gone = {name for claim in claims if claim.act in _PARTS for name in claim.names}
    for act, form in LOCATING:
        for match in form.finditer(lowered):
            claims += (one for one in _made(act, match, sentence, "", said) if not gone & set(one.names))
    return claims


def _without(text: str, match: re.Match[str]) -> str:
    """The text less what a form took: not for the next form, but the letters behind it stay where they are."""
    return text[: match.start()] + "." * (match.end() - match.start()) + text[match.end() :]


def _lower(text: str) -> str:
    """The text in small letters, each at the place it had: some letters become two."""
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def _spelled(thing: Thing) -> str:
    return f"{thing.place}:{thing.name}" if thing.place and thing.name else thing.name or thing.place


def _made(act: str, match: re.Match[str], sentence: Sentence, use: str, said: Said) -> Iterator[Claim]:
    """The claims of one form that was found."""
    parts = match.groupdict()
    what = sentence.things_in(parts.get("what"))
    where = sentence.things_in(parts.get("place"))
    if act == "move":
        beside = sentence.things_in(parts["newplace"])
        yield from _moves(what, where, sentence.thing(parts["new"]), beside, said)
    elif act == "sole":
        yield from _entries("keep", what, where, "", said)
        if parts["kind"] is not None:
            yield from _entries("only", what, [], "", said, values={"kind": parts["kind"].strip()})
    elif act == "facade":
        source = sentence.unmask(parts["source"] or "")
        yield from _entries("facade", what, [], "", said, values={"source": source})
    elif act == "only in":
        # "Only in X.py" is about what stands above it.
        above = [one for one in read_sentence(" ".join(said.around[:1])[:LONGEST]).things if one.kind == "class"]
        if what or above:
            yield from _entries("keep", what or above[:1], where, "", said)
    elif act == "keep":
        start, end = match.span("reason") if "reason" in parts else (0, 0)
        yield from _entries("keep", what, where, "", said, _reason(sentence.unmask(sentence.masked[start:end])))
    elif act == "describe":
        yield from _entries(act, what or sentence.things_in(parts["other"]), where, "", said)
    elif not parts.get("second"):  # there may be no second one of what is kept
        yield from _entries(act, what, where, use, said)


def _moves(what: list[Thing], where: list[Thing], new: Thing, beside: list[Thing], said: Said) -> Iterator[Claim]:
    """What is replaced, and by what; a class that moves to a file keeps its name."""
    if beside and new.name and not new.place:
        new = new._replace(place=beside[0].place)
    for thing in what:
        if thing.name and new.place and not new.name:
            home = new._replace(kind=thing.kind, name=thing.name)
            yield from _entries("keep", [home], [], "", said)
            if thing.place or where:
                yield from _entries("move", [thing], where, _spelled(home), said)
        elif new.kind != "text":
            yield from _entries("move", [thing], where, _spelled(new), said)


def _reason(text: str) -> str:
    """What follows a colon, a dash or "because"."""
    found = re.match(r"\s*(?:\([^()]*\)\s*)?(?::|[-\u2013\u2014]\s|,?\s*(?:because|since)\b)\s*(.+)", text)
    return found[1].strip().rstrip(".") if found else ""


def _is_data(thing: Thing) -> bool:
    """Whether a file is none of Python's: nothing in it can be kept."""
    return thing.kind == "file" and not thing.place.endswith((".py", ".pyi", "/"))


def _entries(
    act: str,
    what: list[Thing],
    where: list[Thing],
    use: str,
    said: Said,
    reason: str = "",
    values: Mapping[str, object] | None = None,
) -> Iterator[Claim]:
    """The claims about things that were named together, in a place or not."""
    things = [thing for thing in what if thing.kind != "text" and not (act == "keep" and _is_data(thing))]
    made = Claim(act, said.line, said.section, (), (), use, reason, said.group, said.around, values or {})
    # `module:Name` and "Name in module" are about the name only: the module has other things too.
    for thing in things:
        if thing.place and thing.name:
            yield made._replace(places=(thing.place,), names=(thing.name,))
    loose = [thing for thing in things if not (thing.place and thing.name)]
    names = tuple(thing.name for thing in loose if thing.name)
    places = tuple(thing.place for thing in loose if thing.place)
    inside = tuple(thing.place for thing in where if thing.place)
    if act in _PARTS and names and inside:
        yield made._replace(places=inside, names=names)
        names = inside = ()
    if act in _PARTS and not places:
        inside = ()  # "remove what nobody needs from this file"
    if names or places or (inside and not things):
        yield made._replace(places=(*places, *inside), names=names, values={**made.values, "loose": True})
