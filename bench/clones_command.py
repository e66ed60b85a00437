"""The command line of `clones.py`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench import trees
from bench.clones_score import HEADING, Report, Score, pairs_of, row, score, table, total
from bench.clones_tools import CHANNELS, Failed, locator, ours
from bench.clones_tree import NUMBER, Label, made

#: Trees to tune on, the smaller first; and those that only the held-out seed is used with, beside them.
TRAIN = ("celery", "scrapy", "sphinx", "django", "sqlalchemy", "sympy", "homeassistant")
HELD_OUT: tuple[str, ...] = ()
HELD_OUT_SEED = 20261123


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    asked.folder = asked.folder.resolve()
    actions: Mapping[str, Callable[[argparse.Namespace], int]] = {"make": make, "score": run_score}
    return actions[asked.command](asked)


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="clones.py", description="near-duplicate classes: what each tool finds")
    commands = whole.add_subparsers(dest="command", required=True)
    for name in ("make", "score"):
        one = commands.add_parser(name)
        one.add_argument("folder", type=Path, help="where trees and mutants are kept")
        one.add_argument("--seed", type=int, default=1, help="1, 2, 3 … are to tune on")
        one.add_argument("--held-out", action="store_true", help="the seed and the trees that nobody tunes on")
        one.add_argument("--trees", nargs="+", metavar="NAME", help="of bench/trees.py; those to tune on otherwise")
        one.add_argument("--number", type=int, default=NUMBER, help="mutants a level a tree")
    one.add_argument("--channels", nargs="+", default=["check"], choices=CHANNELS, help="ways to ask ssot-lint")
    one.add_argument("--all-channels", action="store_const", dest="channels", const=list(CHANNELS))
    one.add_argument("--peers", action="store_true", help="run the peers too")
    one.add_argument("--list", action="store_true", help="print false pairs, missed ones and natural ones")
    return whole


def seed_of(asked: argparse.Namespace) -> int:
    if asked.seed == HELD_OUT_SEED and not asked.held_out:
        raise SystemExit("that seed is held out: tune on another, or say --held-out")
    return HELD_OUT_SEED if asked.held_out else int(asked.seed)


def repositories(asked: argparse.Namespace) -> list[tuple[str, Path, list[Label]]]:
    """Each tree's name, the repository with its mutants, and the labels; made when they are not there."""
    seed = seed_of(asked)
    found = []
    for name in asked.trees or (*TRAIN, *(HELD_OUT if asked.held_out else ())):
        target = asked.folder / f"seed{seed}-{asked.number}" / name
        found.append((name, target, made(trees.fetch(asked.folder, name), target, seed, asked.number)))
    return found


def make(asked: argparse.Namespace) -> int:
    for name, root, labels in repositories(asked):
        print(f"{name}: {len(labels)} mutants in {root}")
    return 0


def run_score(asked: argparse.Namespace) -> int:
    scores: dict[str, list[tuple[str, Score]]] = {}
    for name, root, labels in repositories(asked):
        locate = locator(root)
        for tool, run in tools(asked).items():
            try:
                pairs = pairs_of(run(root, labels), locate)
            except Failed as error:
                print(f"{tool}, {name}: {error}", file=sys.stderr)
                continue
            scores.setdefault(tool, []).append((name, score(labels, pairs)))
            if asked.list:
                show(tool, name, scores[tool][-1][1])
    rows = [row(tool, name, one) for tool, group in scores.items() for name, one in group]
    rows += [row(tool, f"all {len(group)}", total([one for _, one in group])) for tool, group in scores.items()]
    print(f"seed {seed_of(asked)}, {asked.number} mutants a level a tree\n")
    print(table(HEADING, rows))
    return 0


def tools(asked: argparse.Namespace) -> Mapping[str, Callable[[Path, Sequence[Label]], list[Report]]]:
    return {"ssot-lint": lambda root, labels: ours(root, asked.channels)}


def show(tool: str, name: str, one: Score) -> None:
    for pair in one.false:
        print(f"{tool} {name} false  {pair[0]}  {pair[1]}")
    for label in one.missed:
        print(f"{tool} {name} missed {label.level}  {label.original}  {label.mutant}")
