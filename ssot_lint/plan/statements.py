"""All that a plan says, part by part: running text, lists, tables and code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ssot_lint.plan.behaviour import read_argument, read_behaviour
from ssot_lint.plan.claims import Claim, Note, shorten
from ssot_lint.plan.code import read_codes
from ssot_lint.plan.concepts import PARAGRAPH
from ssot_lint.plan.forms import DECISIVE, HEDGE, STEP
from ssot_lint.plan.markdown import Line, Row, Section, read_markdown
from ssot_lint.plan.sentences import LONGEST, Said, mode_of, read_claims
from ssot_lint.plan.things import read_sentence
from ssot_lint.plan.yaml import is_yaml, read_yaml


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(words)})\b")


#: What stands below such headings was not decided, or is to undo what was.
_ASIDE = _words(
    "roll-?back", "revert", "alternatives?", "rejected", "considered", "options", "timeline", "schedule", "history",
    "examples?", "out of scope",
)  # fmt: skip
#: What stands below these must hold in the end: of all of it, it is told what became of it.
_CRITERIA = _words(
    "success", "criteria", "criterion", "validation", "checklist", "acceptance", "definition of done", "done when",
    "achieved when", "not to do", "do not", "don't", "must not", "rules", "constraints",
)  # fmt: skip
_TICKED = re.compile("^\\s*(?:\\[[ xX]?\\]|[\u2705\u274c\u2611\u2713\u2714\u2717\u2610\U0001f6ab])")
#: The columns of a table, by how their names begin.
_OLD = _words(
    "^old", "^from", "^before", "^deleted?", "^removed?", "^duplicates?", "^legacy", "^deprecated", "^banned",
    "^forbidden", "^do not use", "^instead of", "^current",
)  # fmt: skip
_NEW = _words(
    "^new", "^to", "^after", "^keep", "^kept", "^canonical", "^use", "^replacement", "^target", "^ssot",
    "^single source of truth", "^replaced by",
)  # fmt: skip
_PARAMETER = _words("^parameters?", "^params?", "^arguments?", "^args?")
_NEVER = _words("never", "^(?:must|may) not", "^banned", "^forbidden", "^not allowed", "^do not")
_ACTION = _words("^action", "^decision", "^verdict", "^fate", "^status", "^what to do", "^outcome")
_REASON = _words("^reason", "^why", "^rationale", "^because", "^notes?", "^comments?")
_THING = _words(*(f"^{name}s?" for name in ("file", "module", "class", "path", "name", "component", "what", "item")))
#: What an action in a table does.
_VERBS = (
    ("keep", _words(r"^\W*(?:keep|kept|canonical|ssot|stays?)")),
    ("delete", _words(r"^\W*(?:delete|remove|drop|retire)d?")),
    ("ban", _words(r"^\W*(?:ban|banned|forbidden|do not create|never)")),
    ("facade", _words(r"^\W*(?:facade|shim|re-?exports?)")),
)
#: What a sentence without a name in it is about, and who keeps it.
_KNOWN = (
    (
        _words("import errors?", "imports? (?:works?|successful)"),
        "SSOT104 finds imports of what does not exist: nothing to write",
    ),
    (
        _words("imports?\\b.*\\b(?:updated|point|changed|fixed)"),
        "SSOT002 finds imports of what is deleted: nothing more to write",
    ),
    (
        _words("(?:no|zero) duplicate"),
        "SSOT101 finds duplicates: nothing to write, or only = [...] for a kind of class",
    ),
    (
        _words(
            "tests?", "pass(?:es|ed)?", "works?", "working", "verified",
            "^(?:merge|update|add|run|verify|ensure|document|migrate)",
        ),
        "a step or the result of a test: nothing that a policy could hold",
    ),
)  # fmt: skip


class Statements(NamedTuple):
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    claims: tuple[Claim, ...]
    notes: tuple[Note, ...]


def read_statements(text: str) -> Statements:
    """Everything that a plan claims, and notes on what it says without a name."""
    markdown = read_markdown(text)
    sections = markdown.sections
    aside = {place for place, one in enumerate(sections) if any(map(_ASIDE.search, (one.title, *one.above)))}
    claims: list[Claim] = []
    notes: list[Note] = []
    for line in markdown.lines:
        if line.section not in aside:
            found, note = _line(line, sections[line.section])
            claims += found
            notes += note
    for row in markdown.rows:
        claims += _row(row) if row.section not in aside else ()
    codes = [code for code in markdown.codes if code.section not in aside]
    for code in filter(is_yaml, codes):
        reading, items = read_yaml(code)
        claims += reading.claims
        notes += reading.notes
        for item in items:
            claims += item.claims
            if not item.claims:
                notes += _unused(item.said.line, item.text, item.needs)
    reading = read_codes([code for code in codes if not is_yaml(code)])
    used = aside & {
        *(one.section for one in markdown.lines),
        *(one.section for one in markdown.codes),
        *(one.section for one in markdown.rows),
    }
    dropped = [Note(sections[place].line, "not used", _aside(sections[place])) for place in sorted(used)]
    return Statements(
        sections,
        markdown.lines,
        tuple(sorted((*claims, *reading.claims), key=lambda one: one.line)),
        (*notes, *reading.notes, *dropped),
    )


def _aside(section: Section) -> str:
    return f"{shorten(section.title)}: what stands there was not decided"


def _line(line: Line, section: Section) -> tuple[Sequence[Claim], list[Note]]:
    group = "" if line.is_item else f"{PARAGRAPH}{line.paragraph}"
    said = Said(line.line, line.section, (*line.around, section.title), group)
    label = line.around[0] if line.around else section.title
    mode = mode_of(label) if line.is_item else ""
    claims, needs = read_behaviour(line.text, said)
    claims = claims or read_claims(line.text, said, mode)
    about = (line.text if not line.is_item else "", *line.around, section.title, *section.above)
    must_hold = line.is_item and (_TICKED.match(line.text) or mode or any(map(_CRITERIA.search, about)))
    decided = any(claim.act not in ("describe", "home") for claim in claims)
    if decided or (claims and not mode):
        return claims, []
    if not (needs or must_hold):
        return claims, _passed_over(line)
    # A title of a list is told by its items.
    return claims, _unused(line.line, line.text, needs, mode) if needs or mode or not _is_title(line.text) else []


def _passed_over(line: Line) -> list[Note]:
    """What sounds like a decision about something that has a place, in a form that is not known."""
    sentence = read_sentence(line.text[:LONGEST])
    said = sentence.masked.lower()
    if STEP.match(said) or HEDGE.search(said) or said.endswith("?") or not DECISIVE.search(said):
        return []
    named = next((thing.text for thing in sentence.things if thing.place), "")
    why = f"says something of {named} in a form that is not known: write it into the policy by hand"
    return [Note(line.line, "not used", f"{shorten(sentence.text.strip(' .'))}: {why}")] if named else []


def _is_title(text: str) -> bool:
    return not _TICKED.match(text) and len(text.split()) <= 4 and not re.search(r"(?i)\b(?:no|never|don't|not)\b", text)


def _unused(line: int, text: str, needs: str, mode: str = "") -> list[Note]:
    bare = re.sub(r"^\W+|[`\s]+$", "", _TICKED.sub("", text))
    known = next((told for form, told in _KNOWN if not mode and form.search(bare)), "")
    why = (
        needs
        or known
        or "names no file, class, argument or message: keep, ban-classes, ban-files and only would need one"
    )
    return [Note(line, "not used", f"{shorten(bare)}: {why}")] if bare else []


def _row(row: Row) -> Iterator[Claim]:
    """What a row of a table claims, by the names of its columns."""
    cells = list(zip(row.columns, row.cells, strict=False))
    said = Said(row.line, row.section, tuple(row.cells), f"row{row.line}")
    old = next((cell for column, cell in cells if _OLD.search(column)), "")
    new = next((cell for column, cell in cells if _NEW.search(column)), "")
    reason = next((cell for column, cell in cells if _REASON.search(column)), "")
    parameter = next((cell for column, cell in cells if _PARAMETER.search(column)), "")
    never = next((cell for column, cell in cells if _NEVER.search(column)), "")
    action = next((cell for column, cell in cells if _ACTION.search(column)), "")
    thing = next((cell for column, cell in cells if _THING.search(column)), "")
    found: list[Claim] = []
    if parameter and never:
        found += read_argument(parameter, never, new, said)
    elif old or new:
        found += read_claims(new, said, "keep")
        found += read_claims(old, said, "delete")
    elif action and thing:
        mode = next((mode for mode, form in _VERBS if form.search(action)), "")
        found += read_claims(thing, said._replace(group=""), mode) if mode else []
    yield from (claim._replace(reason=reason.replace("`", "")) if claim.act == "keep" else claim for claim in found)
