"""From a consolidation plan in Markdown to decisions.

A team writes the plan before it has the linter. What it decided is in there, in a few forms that
recur: YAML with KEEP and DELETE, lists below "do not create", pairs of code, success criteria.
Whatever is not said in such a form is told, and left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ssot_lint.plan.claims import Claim, Note
from ssot_lint.plan.concepts import Concept, find_concepts, find_homes, resolve
from ssot_lint.plan.conflicts import settle
from ssot_lint.plan.decisions import Draft, draft
from ssot_lint.plan.markdown import Section
from ssot_lint.plan.places import Lookup, find_places
from ssot_lint.plan.statements import read_statements
from ssot_lint.plan.values import value_drafts
from ssot_lint.plan.words import concept_name, heading_words, joined_words, words_of
from ssot_lint.policy.model import Option
from ssot_lint.policy.names import is_path
from ssot_lint.policy.write import Proposed, accepted_by_reader

_ORDER = ("keep", "delete", "ban-classes", "ban-files", "facades", "only")


#: What decisions about what code does are called when no heading says it.
_TITLES = {"log-at-most": "quiet-logs", "emit": "events", "isolated": "isolation"}
_NEEDS = {
    "facade": "facades = [...]: the plan does not say what is kept that it hands on",
    "only": "only = [...]: the plan keeps no class of that kind, or several",
}


#: Nobody decides more in one plan, and each statement is held against all others.
_MOST = 1000


class Plan(NamedTuple):
    """What a plan decides, and what is to be told of its lines, in their order."""

    decisions: tuple[Proposed, ...]
    notes: tuple[Note, ...]


def read_plan(text: str, path: str, options: Sequence[Option], lookup: Lookup | None = None) -> Plan:
    """The decisions of a plan; `path` is what `see` calls it, `lookup` what the repository knows.

    `options` are the keys that rules declare: what is given is a policy that the reader takes.
    """
    statements = read_statements(text)
    places = find_places(text, statements.lines, statements.claims, lookup or Lookup())
    notes = list(statements.notes)
    claims = [resolve(claim, places) for claim in statements.claims[:_MOST]]
    if len(statements.claims) > _MOST:
        line = statements.claims[_MOST].line
        notes.append(Note(line, "unreadable", f"more than {_MOST} statements: split the plan, the rest is not read"))
    homes = find_homes(claims, places)
    drafts = []
    concepts = find_concepts(claims, homes)
    for concept in concepts:
        made, told = draft(concept, homes, places)
        drafts.append(made)
        notes += told
    notes += _left_alone(claims, concepts)
    drafts, conflicts = settle(drafts)
    values, told = value_drafts(claims, statements.sections)
    notes += [*conflicts, *told]
    names = joined_words(place for claim in claims for place in claim.places)
    plan = _proposals(sorted([*drafts, *values], key=lambda one: one.line), statements.sections, path, names)
    accepted, refused = accepted_by_reader([proposal for proposal, _ in plan], options)
    notes += [Note(1, "contradiction", problem) for problem in refused]
    written = {proposal.name for proposal in accepted}
    for proposal, source in plan:
        notes += [*_read(proposal.name, source)] if proposal.name in written else []
    return Plan(tuple(accepted), tuple(sorted(dict.fromkeys(notes))))


def _left_alone(claims: Sequence[Claim], concepts: Sequence[Concept]) -> list[Note]:
    """Claims that need something kept beside them, and have nothing."""
    taken = {(claim.act, claim.line) for concept in concepts for claim in concept.claims}
    return [
        Note(claim.line, "not used", _NEEDS[claim.act])
        for claim in claims
        if claim.act in _NEEDS and (claim.act, claim.line) not in taken
    ]


def _proposals(
    drafts: Sequence[Draft], sections: Sequence[Section], path: str, joined: frozenset[str]
) -> list[tuple[Proposed, Draft]]:
    """The decisions with names, no two alike."""
    titles = [one.section for one in drafts if one.entries or one.values]
    taken: set[str] = set()
    found = []
    for one in drafts:
        keys = _keys(one)
        if not keys:
            continue
        section = sections[one.section]
        name = stem = _name(one, section.title if titles.count(one.section) == 1 else "", joined)
        number = 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name)
        see = f"{path}#{section.anchor}" if section.anchor else path
        remarks = {"reason": one.reason, "see": see} if one.reason else {"see": see}
        found.append((Proposed(name, {**remarks, **keys}), one))
    return found


def _keys(one: Draft) -> dict[str, object]:
    lists: dict[str, object] = {}
    for key in _ORDER:
        values = [entry.value for entry in one.entries if entry.key == key]
        if values:
            lists[key] = values
    return {**lists, **one.values}


def _name(one: Draft, title: str, joined: frozenset[str]) -> str:
    if one.title:
        return "-".join(words_of(one.title, joined))
    kept = [entry.value.partition(":")[2] for entry in one.entries if entry.key == "keep"]
    others = [_last_part(entry.value) for entry in sorted(one.entries, key=lambda entry: entry.key != "ban-classes")]
    if one.values:
        return "-".join(heading_words(title, joined)[:5]) or _TITLES[next(iter(one.values))]
    return concept_name(title, kept or others, joined)


def _last_part(target: str) -> str:
    """The name of a class, module or file, without what stands before and behind it."""
    parts = re.split("/", re.sub(r"\.\w+$", "", target)) if is_path(target) else target.split(".")
    named = [part for part in parts if part] or ["decision"]
    # `dates/old.py` is about dates.
    return "_".join(named[-1:] if heading_words(named[-1], ()) else named[-2:])


def _read(name: str, source: Draft) -> list[Note]:
    return [Note(one.line, "read", f"{one.key} {one.value} ({name})") for one in (*source.entries, *source.sources)]
