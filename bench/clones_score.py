"""What a tool reports, held against what is true: pure functions over places in files.

A pair counts when one report has a place within each of the two classes. With a mutant in it a
pair is true (the mutant and its original), kin (neither true nor false: see `clones_pick`) or
false; without one it is natural, and judged apart. What is reported of a mutant and of its
original alike is kin too: it says something about the original.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from bench.clones_levels import LEVELS
from bench.clones_tree import Label

TRUE, KIN, FALSE, NATURAL = "true", "kin", "false", "natural"


class Span(NamedTuple):
    """A place or a range of lines in a file."""

    path: str
    line: int
    end_line: int


Report = frozenset[Span]
#: The class that a span lies in, as "path:Name"; a span in none is a place of its own.
Locate = Callable[[Span], str]
Pair = tuple[str, str]


class Score(NamedTuple):
    """How many pairs there are and were found, level by level, and what else was reported; `seconds` of CPU."""

    labelled: Mapping[str, int]
    found: Mapping[str, int]
    kin: int
    natural: int
    false: tuple[Pair, ...]
    missed: tuple[Label, ...]
    seconds: float = 0.0

    @property
    def precision(self) -> float:
        """Of the pairs that are true or false; 1 where nothing was reported."""
        true = sum(self.found.values())
        return true / (true + len(self.false)) if true + len(self.false) else 1.0


def pairs_of(reports: Iterable[Report], locate: Locate) -> set[Pair]:
    """The pairs of classes that the reports relate; two places in one class are no pair."""
    found: set[Pair] = set()
    for report in reports:
        places = sorted({locate(span) for span in report})
        found.update(combinations(places, 2))
    return found


def judge(pair: Pair, by_mutant: Mapping[str, Label], reported: Collection[Pair] = ()) -> str:
    labels = [by_mutant[place] for place in pair if place in by_mutant]
    if not labels:
        return NATURAL
    # Two mutants are what their originals are to one another.
    sources = {by_mutant[place].original if place in by_mutant else place for place in pair}
    if len(sources) == 1:
        return TRUE
    first, second = sorted(sources)
    is_kin = any(first in label.kin or second in label.kin for label in labels)
    return KIN if is_kin or (first, second) in reported else FALSE


def score(labels: Sequence[Label], pairs: Iterable[Pair]) -> Score:
    by_mutant = {label.mutant: label for label in labels}
    reported = set(pairs)
    judged = {pair: judge(pair, by_mutant, reported) for pair in sorted(reported)}
    hit = {place for pair, verdict in judged.items() if verdict == TRUE for place in pair if place in by_mutant}
    counted = {level: [label for label in labels if label.level == level] for level in LEVELS}
    verdicts = list(judged.values())
    return Score(
        {level: len(group) for level, group in counted.items()},
        {level: sum(label.mutant in hit for label in group) for level, group in counted.items()},
        verdicts.count(KIN),
        verdicts.count(NATURAL),
        tuple(pair for pair, verdict in judged.items() if verdict == FALSE),
        tuple(label for label in labels if label.mutant not in hit),
    )


def total(scores: Sequence[Score]) -> Score:
    """Several trees as one."""
    return Score(
        {level: sum(one.labelled[level] for one in scores) for level in LEVELS},
        {level: sum(one.found[level] for one in scores) for level in LEVELS},
        sum(one.kin for one in scores),
        sum(one.natural for one in scores),
        tuple(pair for one in scores for pair in one.false),
        tuple(label for one in scores for label in one.missed),
        sum(one.seconds for one in scores),
    )


HEADING = ("tool", "trees", *LEVELS, "all", "precision", "false", "kin", "natural", "CPU s")


def row(tool: str, where: str, one: Score) -> tuple[str, ...]:
    """A line of the table: recall level by level, with the numbers, then what else was reported."""
    levels = [share(one.found[level], one.labelled[level]) for level in LEVELS]
    whole = share(sum(one.found.values()), sum(one.labelled.values()))
    others = (str(len(one.false)), str(one.kin), str(one.natural), f"{one.seconds:.1f}")
    return (tool, where, *levels, whole, f"{one.precision:.1%}", *others)


def share(part: int, whole: int) -> str:
    return f"{part / whole:.0%} ({part}/{whole})" if whole else "-"


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
