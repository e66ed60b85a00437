"""What `ssot-lint find` found, as text for people and as an array for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ssot_lint.commands.find_target import GROUPS, Mention
from ssot_lint.output.terminal import Paint, painter, visible
from ssot_lint.policy.wording import plural

_MOST_TEXT = 160  # characters of a line


def text(found: Sequence[Mention], *, color: bool = False) -> str:
    """The places of each group below its name, with what the decisions say in brackets."""
    return "\n".join("".join(_group(group, found, painter(color))) for group in _groups(found))


def _groups(found: Sequence[Mention]) -> list[str]:
    there = {one.group for one in found}
    return [group for group in GROUPS if group in there]


def _group(group: str, found: Sequence[Mention], paint: Paint) -> Iterator[str]:
    places = [one for one in found if one.group == group]
    yield f"{plural(len(places), group)}\n"
    for one in places:
        place = f"{paint('strong', visible(one.path))}:{one.line}:{one.column}:"
        shown = one.text if len(one.text) <= _MOST_TEXT else f"{one.text[:_MOST_TEXT]}..."
        verdict = f"  {paint('help', f'[{visible(one.verdict)}]')}" if one.verdict else ""
        yield f"  {place} {visible(shown)}".rstrip() + f"{verdict}\n"


def as_json(found: Sequence[Mention]) -> str:
    """One array; each element has kind, path, line, column, text, decision and verdict."""
    elements = [
        {
            "kind": one.group,
            "path": one.path,
            "line": one.line,
            "column": one.column,
            "text": one.text,
            "decision": one.decision or None,
            "verdict": one.verdict or None,
        }
        for one in found
    ]
    return json.dumps(elements, indent=2, ensure_ascii=False) + "\n"
