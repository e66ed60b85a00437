"""`ssot-lint explain DECISION`: one decision as a person would tell it.

Whoever meets a finding asks what was decided, why and since when, before asking what to change.
The policy has half of that, its history the other half, and the code what is left to do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ssot_lint.commands.status import LEFT, Exempted, Row, Status, status
from ssot_lint.commands.status_questions import questions
from ssot_lint.output.terminal import visible
from ssot_lint.policy.keys import by_table
from ssot_lint.policy.model import Decision, Home, PolicyError
from ssot_lint.policy.read_ini import read_ini
from ssot_lint.policy.read_toml import read_pyproject, read_ssot_toml
from ssot_lint.policy.wording import plural
from ssot_lint.repo.git import output, start

if TYPE_CHECKING:
    from ssot_lint.rule import Rule
    from ssot_lint.session import Session

_SHOWN = 5  # places of one check


def explain_decision(session: Session, name: str) -> tuple[str, Status]:
    """All about the decision of that name, and the run that tells what is left of it.

    Raises ValueError when there is no such decision.
    """
    from ssot_lint.registry import RULES

    found = status(session, (name,))
    row = found.rows[0]
    blocks = [
        [*_head(row.decision, session)],
        ["Kept", *(f"  {line}" for line in _kept(row.decision, session))],
        ["Gone", *(f"  {line}" for line in _gone(row.decision))],
        ["Decided", *(f"  {line}" for line in _options(row.decision, RULES))],
        ["Guarded by", *(f"  {line}" for line in _guards(row.decision, session, RULES))],
        ["Exempt", *(f"  {_exemption(one)}" for one in row.exempted)],
        ["Left", *(f"  {line}" for line in _left(row, found))],
    ]
    shown = ("\n".join(map(visible, block)) for block in blocks if len(block) > 1 or block is blocks[0])
    return "\n\n".join(shown) + "\n", found


# -- why, where and since when


def _head(decision: Decision, session: Session) -> Iterator[str]:
    yield decision.name + (f": {decision.reason}" if decision.reason else "")
    since = decided(session.root, session.policy.path or "", decision.name)
    yield f"decided in {session.policy.path}:{decision.line}" + (f", {since}" if since else "")
    if decision.see:
        yield f"see {decision.see}"


def decided(root: str, path: str, name: str) -> str:
    """Since when a policy has a decision, as git knows it: `since 2026-12-31 (one factory)`; "" outside of git."""
    told = (output(start(root, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository")) or b"").split()
    if told[:1] != [b"true"]:
        return ""
    for commit, day, subject in _commits(root, path, name):
        text = output(start(root, "cat-file", "blob", f"{commit}:./{path}"))
        if text is not None and _has(text.decode("utf-8-sig", "replace"), path, name):
            earlier = " or earlier" if told[1:] == [b"true"] else ""
            return f"since {day}{earlier} ({subject})"
    return "not committed yet"


def _commits(root: str, path: str, name: str) -> Iterator[tuple[str, str, str]]:
    """The commits that changed a line of a file with a name, the oldest first: hash, day and subject."""
    pattern = re.sub(r"[^\w-]", ".", name)
    plain = ("--no-color", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-renames")
    asked = ("--reverse", "--date=short", "--format=%H%x00%cd%x00%s%x00", f"-G{pattern}", "--", path)
    printed = output(start(root, "--no-pager", "--literal-pathspecs", "log", *plain, *asked)) or b""
    parts = os.fsdecode(printed).split("\0")
    for commit, day, subject in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
        yield commit.strip(), day, subject


def _has(text: str, path: str, name: str) -> bool:
    """Whether a policy, of whatever time, has a decision; what can't be read has none."""
    from ssot_lint.registry import options

    base = os.path.basename(path)
    try:
        if base == "pyproject.toml":
            tree = read_pyproject(text, path).tree
        else:
            is_toml = base.endswith(".toml")
            tree = (read_ssot_toml(text, path) if is_toml else read_ini(text, path, by_table(options()))).tree
    except PolicyError:
        return False
    decisions = tree.get("decisions")
    return isinstance(decisions, Mapping) and name in decisions


# -- what


def _kept(decision: Decision, session: Session) -> Iterator[str]:
    yield from (_home(home, session) for home in decision.keep)
    yield from (f"{module} may hand it on (a facade)" for module in decision.facades)


def _home(home: Home, session: Session) -> str:
    index = session.index
    path = index.modules.find(home.module)
    if not path:
        ours = index.modules.is_first_party(home.module)
        return f"{home.name} in {home.module} ({'not there' if ours else 'not of this repository'})"
    bound = index.facts(path).bindings.get(home.name)
    there = f"{path}:{bound[0].line}" if bound else f"not in {path}"
    return f"{home.name} in {home.module} ({there})"


def _gone(decision: Decision) -> Iterator[str]:
    """What was deleted, and what must not come."""
    yield from (f"{target} is deleted" for target in decision.delete)
    yield from (f"class {name} is banned" for name in decision.ban_classes)
    yield from (f"file {pattern} is banned" for pattern in decision.ban_files)
    yield from (f"no other class is called {glob}" for glob in decision.only)


def _options(decision: Decision, rules: Mapping[str, Rule]) -> Iterator[str]:
    for rule in rules.values():
        for option in rule.options:
            if option.table == "decision" and option.key in decision.options:
                yield f"{option.key} = {_value(decision.options[option.key])}: {option.help}"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _guards(decision: Decision, session: Session, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Each rule that watches over the decision, and for what."""
    watched: dict[str, list[str]] = {}
    for question in questions(decision, session.index):
        for code in question.codes:
            watched.setdefault(code, []).append(question.holds)
    for code in sorted(watched):
        rule = rules[code]
        off = " (the policy ignores it)" if code in session.policy.ignore else ""
        yield f"{code} {rule.name}{off}: {'; '.join(dict.fromkeys(watched[code]))}"


# -- what is left


def _exemption(one: Exempted) -> str:
    paths, rules, reason, until, _ = one.exemption
    of = f" from {', '.join(rules)}" if rules else ""
    days = one.days_left
    end = "without an end" if until is None else f"until {until}"
    if days is not None and days < 0:
        return f"{', '.join(paths)}{of} {end}, which is past: {reason}"
    return f"{', '.join(paths)}{of} {end}, {plural(one.passed, 'finding')} passing: {reason}"


def _left(row: Row, found: Status) -> Iterator[str]:
    for check in row.checks:
        if check.state == LEFT:
            shown = ", ".join(f"{one.path}:{one.line}" for one in check.places[:_SHOWN])
            more = len(check.places) - _SHOWN
            yield f"{check.what}: {shown}" + (f" and {more} more" if more > 0 else "")
    yield from (one.problem.message for one in row.exempted if one.problem is not None)
    if not row.left:
        yield "nothing" if row.state != "not checked" else "nothing was checked"
    if found.unread:
        yield f"{plural(len(found.unread), 'file')} can't be read in full, and may have more"
