"""What `ssot-lint status` found: as text for people, as a checklist in Markdown, as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ssot_lint.commands.status import HOLDS, LEFT, UNCHECKED, Check, Exempted, Row, Status
from ssot_lint.model import Finding
from ssot_lint.output.terminal import painter, visible
from ssot_lint.policy.wording import plural

_SHOWN = 3  # places of one check


def text(status: Status, *, color: bool = False) -> str:
    """A line a decision with what is left of it below, and how many hold."""
    paint = painter(color)
    marks = [_mark(row) for row in status.rows]
    width = max(map(len, marks))
    lines = []
    for row, mark in zip(status.rows, marks, strict=True):
        name = paint("strong", visible(row.decision.name))
        about = f": {_line(row.decision.reason)}" if row.decision.reason else ""
        lines.append(f"{paint('bad' if row.left else 'help', f'{mark:{width}}')}  {name}{about}")
        lines += [f"{' ' * width}    {one}" for one in _details(row)]
    return "".join(f"{line}\n" for line in (*lines, *_remarks(status)))


def markdown(status: Status) -> str:
    """A section a decision, with a box for each thing that it asks for: the checklist of a plan."""
    blocks = []
    for row in status.rows:
        blocks.append(f"## {row.decision.name}")
        blocks += [_line(row.decision.reason)] if row.decision.reason else []
        blocks += [f"See {_line(row.decision.see)}"] if row.decision.see else []
        boxes = [line for check in row.checks for line in _box(check)]
        boxes += [line for exempted in row.exempted for line in _exemption_box(exempted)]
        blocks += ["\n".join(boxes)] if boxes else []
    return "\n\n".join((*blocks, *map(_marked, _remarks(status)))) + "\n"


def as_json(status: Status) -> str:
    """One object: the decisions with all places of what is left, and the numbers of the summary."""
    whole = {
        "decisions": [_row(row) for row in status.rows],
        "unread": [_place(one) for one in status.unread],
        "holding": _holding(status),
        "left": _left(status),
        "checked": status.report.checked,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


# -- for people


def _mark(row: Row) -> str:
    return {HOLDS: "ok", LEFT: f"LEFT {row.left}", UNCHECKED: "unchecked"}[row.state]


def _details(row: Row) -> Iterator[str]:
    """What does not hold, and the exemptions, which are loans."""
    for check in row.checks:
        if check.places:
            shown = ", ".join(f"{one.path}:{one.line}" for one in check.places[:_SHOWN])
            more = len(check.places) - _SHOWN
            yield visible(f"{check.what}: {shown}" + (f" and {more} more" if more > 0 else ""))
    for exempted in row.exempted:
        yield visible(_excuse(exempted) if exempted.problem is None else exempted.problem.message)


def _excuse(exempted: Exempted) -> str:
    """Until when what is exempt, and how much passes by it."""
    paths, until, days = ", ".join(exempted.exemption.paths), exempted.exemption.until, exempted.days_left
    rules = f" from {', '.join(exempted.exemption.rules)}" if exempted.exemption.rules else ""
    if days is not None and days < 0:
        return f"{paths} was exempt{rules} until {until}"
    if days is None:
        end = "without an end"
    else:
        end = f"until {until} ({plural(days, 'day')} left)" if days else f"until {until}, which is today"
    return f"{paths} is exempt{rules} {end}, and lets {plural(exempted.passed, 'finding')} pass"


def _remarks(status: Status) -> Iterator[str]:
    """What is about no decision alone: what was not checked, and the numbers."""
    unchecked = dict.fromkeys(
        code for row in status.rows for one in row.checks if one.state == UNCHECKED for code in one.codes
    )
    if unchecked:
        yield f"not checked: {', '.join(sorted(unchecked))} (`ssot-lint explain` tells what they are)"
    if status.unread:
        shown = ", ".join(f"{one.path}:{one.line}" for one in status.unread[:_SHOWN])
        rest = len(status.unread) - _SHOWN
        more = f" and {rest} more" if rest > 0 else ""
        yield visible(f"{plural(len(status.unread), 'file')} can't be read in full, mend them: {shown}{more}")
    holding, whole = _holding(status), len(status.rows)
    left = plural(_left(status), "thing")
    yield f"{holding} of {plural(whole, 'decision')} {'holds' if holding == 1 else 'hold'}; {left} left"


def _holding(status: Status) -> int:
    return sum(row.state == HOLDS for row in status.rows)


def _left(status: Status) -> int:
    return sum(row.left for row in status.rows)


def _line(words: str) -> str:
    """A text that may have several lines, on one."""
    return visible(" ".join(words.split()))


# -- Markdown


def _box(check: Check) -> Iterator[str]:
    yield f"- [{'x' if check.state == HOLDS else ' '}] {_marked(check.what)}"
    for one in check.places:
        said = one.message.partition(": ")[0]  # what to do would be the same in every line
        yield f"  - {_marked(f'{one.path}:{one.line}')}: {_marked(said)}"


def _exemption_box(exempted: Exempted) -> Iterator[str]:
    """Done when it is gone; one that still lets something pass is open as long as it is needed."""
    yield f"- [ ] {_marked(_excuse(exempted))} ({_line(exempted.exemption.reason)})"
    if exempted.problem is not None:
        yield f"  - {_marked(exempted.problem.message)}"


def _marked(words: str) -> str:
    """Names, paths and patterns as code: their underscores and asterisks would be emphasis."""
    return re.sub(r"(?<!`)[^\s`()]*(?:[_*/<>\[\]]|\w\.\w)[^\s`()]*(?<![,:;])", r"`\g<0>`", visible(words))


# -- JSON


def _row(row: Row) -> dict[str, Any]:
    return {
        "name": row.decision.name,
        "reason": row.decision.reason,
        "see": row.decision.see,
        "state": row.state,
        "left": row.left,
        "checks": [
            {
                "what": one.what,
                "state": one.state,
                "codes": list(one.codes),
                "left": len(one.places),
                "places": [_place(place) for place in one.places],
            }
            for one in row.checks
        ],
        "exemptions": [_exemption(one) for one in row.exempted],
    }


def _exemption(exempted: Exempted) -> dict[str, Any]:
    paths, rules, reason, until, _ = exempted.exemption
    return {
        "paths": list(paths),
        "rules": list(rules),
        "reason": reason,
        "until": None if until is None else until.isoformat(),
        "days_left": exempted.days_left,
        "passed": exempted.passed,
        "problem": None if exempted.problem is None else exempted.problem.message,
    }


def _place(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "code": finding.code,
        "message": finding.message,
    }
