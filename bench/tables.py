"""What the numbers come to: the targets, each met or not, and the tables as bench/README.md has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bench.measure import Row, Spread, added, number, off_the_line, ratios, spread
from bench.ours import (
    COLD,
    COLD_ARGUMENTS,
    COLD_FILE_RULES,
    FLAKE8,
    FLAKE8_ONE,
    FLAKE8_PLUGIN,
    FLAKE8_PLUGIN_ONE,
    WARM,
    WARM_CHANGED,
)
from bench.peers import AST_GREP, GIT_GREP, RUFF, START

BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"


class Target(NamedTuple):
    """What a run of ours may cost at most, as times a peer's; beyond a run `less` when there is one.

    Without a peer the limit is in MiB, of all processes together where that is known.
    """

    name: str
    ours: str
    peer: str
    limit: float
    less: str = ""


TARGETS = (
    Target("file rules cold, to ruff without its cache", COLD_FILE_RULES, RUFF, 0.5),
    Target("file rules cold, to git grep", COLD_FILE_RULES, GIT_GREP, 2.0),
    Target("what SSOT003 adds, to ast-grep", COLD_ARGUMENTS, AST_GREP, 0.1, less=COLD_FILE_RULES),
    Target("all rules cold, to ruff without its cache", COLD, RUFF, 3.0),
    Target("warm with nothing changed, to the start of Python", WARM, START, 2.5),
    Target("warm with one file changed, to the start of Python", WARM_CHANGED, START, 2.5),
    Target("memory of all rules cold, MiB", COLD, "", 300),
    Target("flake8 with the plugin, to flake8", FLAKE8_PLUGIN, FLAKE8, 1.03),
    Target("flake8 with the plugin, to flake8, one file", FLAKE8_PLUGIN_ONE, FLAKE8_ONE, 1.03),
)
#: How far from the line a tree of copies may be.
OFF_THE_LINE = 0.1


class Table(NamedTuple):
    """The rows of one tree and case, measured in the same rounds."""

    title: str
    rows: Sequence[Row]


def walls(row: Row) -> list[float]:
    return [cost.wall for cost in row.costs]


def reached(target: Target, rows: Iterable[Row]) -> Spread | None:
    """What was measured for a target; None where one of its rows is not here."""
    named = {row.name: row for row in rows if row.costs}
    if any(name and name not in named for name in (target.ours, target.peer, target.less)):
        return None
    ours = named[target.ours]
    if not target.peer:
        return spread([cost.together or cost.largest for cost in ours.costs])
    theirs = walls(named[target.peer])
    if target.less:
        return added(walls(ours), walls(named[target.less]), theirs)
    return ratios(walls(ours), theirs)


def verdict(found: float, limit: float) -> str:
    """Whether a limit is kept, and by how much."""
    off = f"{abs(found / limit - 1):.0%}"
    return f"met, {off} below" if found <= limit else f"NOT met, {off} above"


def targets_table(tables: Iterable[Table]) -> list[str]:
    lines = ["| target | limit | where | median (least to most) | |", "|---|---|---|---|---|"]
    for target in TARGETS:
        for table in tables:
            found = reached(target, table.rows)
            if found is not None:
                said = verdict(found.median, target.limit)
                lines.append(f"| {target.name} | {target.limit:g} | {table.title} | {found} | {said} |")
    return lines


def copies_table(costs: Mapping[int, Mapping[str, Row]]) -> list[str]:
    """By the number of copies, the cold and the warm run, and how far each is from the line through the ends."""
    lines = ["| what | copies | wall s | off the line | |", "|---|---|---|---|---|"]
    for name in (COLD, WARM):
        spreads = {size: spread(walls(rows[name])) for size, rows in costs.items()}
        off = off_the_line({size: found.median for size, found in spreads.items()})
        for size, found in spreads.items():
            said = "" if size in (min(off), max(off)) else "met" if abs(off[size]) <= OFF_THE_LINE else "NOT met"
            lines.append(f"| {name} | {size} | {found} | {off[size]:+.0%} | {said} |")
    return lines


def rows_table(table: Table) -> list[str]:
    """All rows of a tree and case; ratios are round by round, to ruff where it is here."""
    ruff = next((row for row in table.rows if row.name == RUFF and row.costs), None)
    lines = [
        f"{table.title}:",
        "",
        "| what | wall s | CPU s | MiB, largest | MiB, together | wall to ruff | CPU to ruff |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in table.rows:
        if not row.costs:
            lines.append(f"| {row.name} | not here: {row.why_not.replace('|', '/')} | | | | | |")
            continue
        wall, cpu = walls(row), [cost.cpu for cost in row.costs]
        cells = [str(spread(wall)), str(spread(cpu))]
        cells += [number(max(cost.largest for cost in row.costs)), number(row.costs[0].together)]
        if ruff is not None and len(ruff.costs) == len(row.costs):
            cells += [str(ratios(wall, walls(ruff))), str(ratios(cpu, [cost.cpu for cost in ruff.costs]))]
        else:
            cells += ["", ""]
        lines.append(f"| {row.name} | {' | '.join(cells)} |")
    return lines


def document(about: str, tables: Sequence[Table], copies: Mapping[int, Mapping[str, Row]]) -> str:
    """The Markdown of a run, between its markers."""
    lines = [BEGIN, about, "", *targets_table(tables)]
    if copies:
        lines += ["", "Copies of one tree in one repository, against a straight line:", "", *copies_table(copies)]
    for table in tables:
        lines += ["", *rows_table(table)]
    return "\n".join([*lines, END]) + "\n"


def written_into(text: str, document: str) -> str:
    """A text with the part between the markers replaced."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"no place for the tables: put {BEGIN} and {END} on lines of their own into it")
    return before + document.rstrip("\n") + after
