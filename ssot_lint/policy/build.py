"""From the document to the policy: every key checked, every problem found at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from ssot_lint.policy.conflicts import contradictions
from ssot_lint.policy.document import Document, Problem, Where
from ssot_lint.policy.keys import (
    CORE,
    DECISION,
    EXEMPTION,
    NAME,
    REMARKS,
    REQUIRED,
    TOP,
    Keys,
    guards,
    top_tables,
)
from ssot_lint.policy.kinds import CODES
from ssot_lint.policy.model import Decision, Exemption, Option, Policy, PolicyError
from ssot_lint.policy.wording import did_you_mean, near, noun, show

_FIELDS = frozenset(option.key for option in CORE if option.table == DECISION)

_NOT_EMPTY = {
    "paths": "needs at least one pattern",
    "rules": "needs at least one code: for all rules, leave the key out",
}


class _Table(NamedTuple):
    """One table as read. `present` has its keys, and those that were meant by misspelt ones."""

    values: dict[str, Any]
    present: frozenset[str]
    problems: list[Problem]


def build(document: Document, tables: Mapping[str, Keys], codes: Collection[str]) -> Policy:
    """The policy; raises PolicyError with all problems of the document.

    `tables` are all keys by table, `codes` those of the known rules; none means that any
    will do.
    """
    reader = _Reader(document, tables, codes)
    others = top_tables(tables)
    tree = dict(document.tree)
    raw_decisions = tree.pop("decisions", {})
    raw_others = {name: tree.pop(name) for name in others if name in tree}
    top = reader.table((), tree, TOP)
    problems = [*document.problems, *top.problems]
    settings = {}
    for name, raw in raw_others.items():
        table = reader.table((name,), raw, name)
        settings[name] = table.values
        problems += table.problems
    decisions = []
    if isinstance(raw_decisions, dict):
        for name, raw in raw_decisions.items():
            decision, found = reader.decision(name, raw, tuple(raw_decisions))
            decisions.append(decision)
            problems += found
    else:
        text = f"must be a table with one table a decision, [decisions.NAME], not {noun(raw_decisions)}"
        problems.append(Problem(("decisions",), text))
    roots = top.values.get("source-roots")
    problems += contradictions(decisions, roots or ())
    if problems:
        raise PolicyError(document.report(dict.fromkeys(problems)))
    return Policy(
        document.file,
        tuple(decisions),
        top.values.get("exclude", ()),
        top.values.get("ignore", ()),
        roots,
        settings,
        {name: document.line((name,)) for name in settings},
    )


class _Reader(NamedTuple):
    document: Document
    tables: Mapping[str, Keys]
    codes: Collection[str]

    def table(self, where: Where, raw: Any, table: str) -> _Table:
        """The values of a table's keys, each checked by its kind."""
        keys = self.tables[table]
        values: dict[str, Any] = {}
        if not isinstance(raw, dict):
            return _Table(values, frozenset(keys), [Problem(where, f"must be a table, not {noun(raw)}")])
        problems = []
        meant = set(raw)
        for key, value in raw.items():
            option = keys.get(key)
            if option:
                values[key], wrong = self.value(option, value)
                problems += [Problem((*where, key), text) for text in wrong]
            else:
                text, guess = self.unknown(key, table)
                problems.append(Problem((*where, key), text))
                meant.add(guess or key)
        for key in raw:
            for other in keys[key].requires if key in keys else ():
                if other not in meant:
                    problems.append(Problem((*where, key), f"needs the key {other} beside it"))
        return _Table(values, frozenset(meant), problems)

    def value(self, option: Option, raw: Any) -> tuple[Any, list[str]]:
        """What the raw value means and what is wrong with it; good entries of a list survive."""
        parse = option.kind.parse
        try:
            value = parse(raw)
        except ValueError as error:
            if not (option.kind.split and isinstance(raw, list)):
                return None, [str(error)]
            # The contract of a kind is one problem at a time; a person wants all of them.
            good, wrong = [], []
            for entry in raw:
                try:
                    parse([entry])
                    good.append(entry)
                except ValueError as problem:
                    wrong.append(str(problem))
            return (parse(good), wrong) if wrong else (None, [str(error)])
        if option.kind is CODES and self.codes:
            unknown = [code for code in value if code not in self.codes]
            return value, [f"{show(code)} is no rule: ssot-lint explain lists them" for code in unknown]
        return value, []

    def unknown(self, key: str, table: str) -> tuple[str, str | None]:
        """What to say of a key that this table does not have, and which one was meant."""
        here = [*self.tables[table], *(("decisions", *top_tables(self.tables)) if table == TOP else ())]
        for name, keys in self.tables.items():
            if key in keys:
                return f"unknown key here: it belongs {self.place(name)}", None
        guess = near(key, here)
        return f"unknown key{did_you_mean(guess)}", guess

    def place(self, table: str) -> str:
        top = self.document.names[()]
        named = {
            TOP: f"in [{top}]" if top else "at the top of the file, above the first table",
            DECISION: "in a decision",
            EXEMPTION: "in an exemption of a decision (exempt)",
        }
        return named.get(table, f"in the table {table}")

    def decision(self, name: str, raw: Any, names: tuple[str, ...]) -> tuple[Decision, list[Problem]]:
        """A decision, and what is wrong with it."""
        where: Where = ("decisions", name)
        table = self.table(where, raw, DECISION)
        problems = [*table.problems]
        values = {key: value for key, value in table.values.items() if value is not None}
        # One mistake, one problem: a key that is wrong was meant to decide something.
        wrong = {problem.where for problem in problems}
        meant = [key for key in table.present if values.get(key) or (*where, key) in wrong]
        if where not in wrong and set(meant) <= REMARKS:
            problems.append(Problem(where, self.idle(name, table, names)))
        problems += [Problem((*where, key), text) for key, text in self.empty(table)]
        if not re.fullmatch(NAME, name):
            text = "must be named with letters, digits, '.', '_' and '-', the first a letter or digit"
            problems.append(Problem(where, text))
        exempt = []
        for place, entry in enumerate(values.pop("exempt", ())):
            exemption, found = self.exemption((*where, "exempt", place), entry)
            exempt.append(exemption)
            problems += found
        fields = {key.replace("-", "_"): value for key, value in values.items() if key in _FIELDS}
        options = {key: value for key, value in values.items() if key not in _FIELDS}
        line = self.document.line(where)
        return Decision(name=name, exempt=tuple(exempt), options=options, line=line, **fields), problems

    def idle(self, name: str, table: _Table, names: tuple[str, ...]) -> str:
        """What to say of a decision that decides nothing."""
        # Exemptions are written apart from their decision, so that its name can be misspelt there.
        others = [other for other in names if other != name]
        if table.present == {"exempt"} and (guess := near(name, others)):
            return f"has exemptions only, and decides nothing{did_you_mean(guess)}"
        return f"decides nothing: add one of {', '.join(guards(self.tables[DECISION]))}"

    def empty(self, table: _Table) -> Iterator[tuple[str, str]]:
        """The empty lists that other keys need something in, and what to say of each."""
        keys = self.tables[DECISION]
        for key, value in table.values.items():
            needing = [one for one in table.values if key in keys[one].requires and table.values[one]]
            if value == () and needing:
                verb, them = ("decide", "them all") if needing[1:] else ("decides", "both")
                named = " and ".join(needing)
                yield key, f"is empty, and {named} {verb} nothing without it: fill it, or take {them} out"

    def exemption(self, where: Where, raw: Mapping[str, Any]) -> tuple[Exemption, list[Problem]]:
        """An exemption, and what is wrong with it."""
        table = self.table(where, raw, EXEMPTION)
        problems = [*table.problems]
        problems += [
            Problem(where, f"needs {key}: {self.tables[EXEMPTION][key].help}")
            for key in REQUIRED
            if key not in table.present
        ]
        values = table.values
        for key, text in _NOT_EMPTY.items():
            if raw.get(key) == []:
                problems.append(Problem((*where, key), text))
        exemption = Exemption(
            values.get("paths") or (),
            values.get("rules") or (),
            values.get("reason") or "",
            values.get("until"),
            self.document.line(where),
        )
        return exemption, problems
