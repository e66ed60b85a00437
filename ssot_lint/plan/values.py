"""Decisions about what code does: arguments, warnings, events and shared state, from the claims about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ssot_lint.plan.behaviour import parameter_named
from ssot_lint.plan.claims import Claim, Note
from ssot_lint.plan.decisions import Draft, Entry
from ssot_lint.plan.markdown import Section
from ssot_lint.policy import kinds
from ssot_lint.policy.model import Kind

_KINDS: Mapping[str, Kind] = {
    "argument": kinds.IDENTIFIER,
    "never": kinds.LITERALS,
    "use": kinds.EXPRESSION,
    "log-at-most": kinds.LEVEL,
    "log-matching": kinds.TEXTS,
    "emit": kinds.TEXTS,
    "emitters": kinds.NAMES,
    "isolated": kinds.NAMES,
}


def value_drafts(claims: Sequence[Claim], sections: Sequence[Section]) -> tuple[list[Draft], list[Note]]:
    """The decisions that claims about values make, and what they would have to say to make more."""
    notes: list[Note] = []
    drafts = _arguments([_named(one, claims, sections) for one in claims if one.act == "argument"], notes)
    logs: dict[object, list[Claim]] = {}
    for claim in claims:
        if claim.act == "log":
            logs.setdefault(claim.values["log-at-most"], []).append(claim)
    quiet = [claim for claim in claims if claim.act == "deprecation"]
    if len(logs) == 1:
        next(iter(logs.values())).extend(quiet)
    elif quiet:
        # A deprecation warning is a warning: what is less loud is none.
        logs["info"] = [*logs.get("info", ()), *quiet]
    for level, told in logs.items():
        drafts += _checked(_merged(told, {"log-at-most": level}), notes)
    for act in ("emit", "isolated"):
        found = [claim for claim in claims if claim.act == act]
        if found:
            drafts += _checked(_merged(found, {}), notes)
    return drafts, notes


def _named(claim: Claim, claims: Iterable[Claim], sections: Sequence[Section]) -> Claim:
    """The claim with the name of its parameter, when the heading or another sentence of the plan has it."""
    if claim.values["argument"]:
        return claim
    (never,) = _list(claim.values["never"])
    others = {
        str(one.values["argument"])
        for one in claims
        if one.act == "argument" and one.values["argument"] and never in _list(one.values["never"])
    }
    name = parameter_named(sections[claim.section].title, never) or (others.pop() if len(others) == 1 else "")
    return claim._replace(values={**claim.values, "argument": name})


def _list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _arguments(claims: Sequence[Claim], notes: list[Note]) -> list[Draft]:
    by_name: dict[str, list[Claim]] = {}
    for claim in claims:
        name = str(claim.values["argument"])
        if name:
            by_name.setdefault(name, []).append(claim)
        else:
            never = ", ".join(_list(claim.values["never"]))
            notes.append(
                Note(
                    claim.line,
                    "not used",
                    f'argument = "...": the plan does not name the parameter that {never} goes to',
                )
            )
    drafts = []
    for name, told in by_name.items():
        never_all = list(dict.fromkeys(one for claim in told for one in _list(claim.values["never"])))
        uses = [(str(claim.values["use"]), claim.line) for claim in told if claim.values["use"]]
        values: dict[str, object] = {"argument": name, "never": never_all, **({"use": uses[0][0]} if uses else {})}
        for use, line in uses:
            if use != uses[0][0]:
                notes.append(
                    Note(line, "not used", f"use = {use!r}: line {uses[0][1]} has another expression for {name}")
                )
        # Where it is said in full, the reasons are too.
        main = next((claim for claim in told if claim.values["use"]), told[0])
        drafts += _checked(Draft(main.section, main.line, (), "", values, _sources(told), name), notes)
    return drafts


def _merged(claims: Sequence[Claim], values: Mapping[str, object]) -> Draft:
    lists: dict[str, list[str]] = {}
    for claim in claims:
        for key, value in claim.values.items():
            if isinstance(value, list):
                lists.setdefault(key, []).extend(_list(value))
    merged = {key: list(dict.fromkeys(value)) for key, value in lists.items()}
    first = claims[0]
    return Draft(first.section, first.line, (), "", {**values, **merged}, _sources(claims))


def _sources(claims: Iterable[Claim]) -> tuple[Entry, ...]:
    """Where each value is from."""
    return tuple(
        Entry(key, ", ".join(_list(value)) if isinstance(value, list) else str(value), claim.line)
        for claim in claims
        for key, value in claim.values.items()
        if value
    )


def _checked(draft: Draft, notes: list[Note]) -> list[Draft]:
    """The decision, when the policy can hold it; its `use` may go without it."""
    values = dict(draft.values)
    for key, value in draft.values.items():
        try:
            _KINDS[key].parse(value)
        except ValueError as error:
            notes.append(Note(draft.line, "not used", f"{key}: {error}"))
            del values[key]
    lost = set(draft.values) - set(values)
    return [] if lost - {"use", "emitters"} else [draft._replace(values=values)]
