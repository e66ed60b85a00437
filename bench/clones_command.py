"""The command line of `clones.py`."""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench import clones_judged, trees
from bench.clones_peers import PEERS, asked, installed
from bench.clones_score import HEADING, Pair, Report, Score, pairs_of, row, score, table, total
from bench.clones_tools import CHANNELS, LIMIT, Failed, locator, ours
from bench.clones_tree import NUMBER, Label, made

#: Trees to tune on, the smaller first; and those that only the held-out seed is used with, beside them.
TRAIN = ("celery", "scrapy", "sphinx", "django", "sqlalchemy", "sympy", "homeassistant")
HELD_OUT = ("ansible-core", "buildbot", "luigi", "twisted", "wagtail")
HELD_OUT_SEED = 20261125
#: What a tool reports on a tree in which those files matter, and of how much of it.
Tool = Callable[[Path, Collection[str]], tuple[list[Report], str]]


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    options.folder = options.folder.resolve()
    actions = {"make": make, "score": run_score, "judged": run_judged}
    return actions[options.command](options)


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="clones.py", description="near-duplicate classes: what each tool finds")
    commands = whole.add_subparsers(dest="command", required=True)
    made_of = {name: commands.add_parser(name) for name in ("make", "score", "judged")}
    for name, one in made_of.items():
        one.add_argument("folder", type=Path, help="where trees, mutants and peers are kept")
        one.add_argument("--held-out", action="store_true", help="what nobody tunes on")
        if name != "judged":
            one.add_argument("--seed", type=int, default=1, help="1, 2, 3 … are to tune on")
            one.add_argument("--trees", nargs="+", metavar="NAME", help="of trees.py; those to tune on otherwise")
            one.add_argument("--number", type=int, default=NUMBER, help="mutants a level a tree")
        if name != "make":
            one.add_argument("--channels", nargs="+", default=["check"], choices=CHANNELS, help="ways to ask ssot-lint")
            one.add_argument("--all-channels", action="store_const", dest="channels", const=list(CHANNELS))
            one.add_argument("--peers", nargs="*", choices=PEERS, metavar="NAME", help="the peers too, or only those")
            one.add_argument("--limit", type=int, default=LIMIT, help="seconds that a tool may take on a tree")
            one.add_argument("--list", action="store_true", help="print the pairs that are wrong, and those missed")
    return whole


def seed_of(options: argparse.Namespace) -> int:
    if options.seed == HELD_OUT_SEED and not options.held_out:
        raise SystemExit("that seed is held out: tune on another, or say --held-out")
    return HELD_OUT_SEED if options.held_out else int(options.seed)


def repositories(options: argparse.Namespace) -> list[tuple[str, Path, list[Label]]]:
    """Each tree's name, the repository with its mutants, and the labels; made when they are not there."""
    seed = seed_of(options)
    found = []
    for name in options.trees or (*TRAIN, *(HELD_OUT if options.held_out else ())):
        target = options.folder / f"seed{seed}-{options.number}" / name
        found.append((name, target, made(trees.fetch(options.folder, name), target, seed, options.number)))
    return found


def make(options: argparse.Namespace) -> int:
    for name, root, labels in repositories(options):
        print(f"{name}: {len(labels)} mutants in {root}")
    return 0


def tools(options: argparse.Namespace) -> Mapping[str, Tool]:
    """ssot-lint by each channel, and the peers when they are asked for."""
    found: dict[str, Tool] = {}
    for channel in options.channels:
        found[f"ssot-lint {channel}"] = partial(ours, channel)
    if options.peers is not None:
        home = installed(options.folder)
        for name in options.peers or PEERS:
            found[name] = partial(asked, name, home, options.limit)
    return found


def reported(tool: str, run: Tool, root: Path, paths: Collection[str]) -> tuple[set[Pair], str, float] | None:
    """The pairs that a tool reports, of how much of the tree, and its CPU seconds; None when it gave no answer."""
    begun = spent()
    try:
        reports, part = run(root, paths)
    except Failed as error:
        print(f"{tool}, {root.name}: {error}", file=sys.stderr)
        return None
    return pairs_of(reports, locator(root)), part, spent() - begun


def spent() -> float:
    """CPU seconds of all commands so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def files_of(pairs: Collection[Pair]) -> list[str]:
    return sorted({place.rpartition(":")[0] for pair in pairs for place in pair})


def run_score(options: argparse.Namespace) -> int:
    scores: dict[str, list[tuple[str, Score]]] = {}
    every = tools(options)
    for name, root, labels in repositories(options):
        paths = files_of([(label.original, label.mutant) for label in labels])
        for tool, run in every.items():
            found = reported(tool, run, root, paths)
            if found is not None:
                pairs, part, seconds = found
                one = score(labels, pairs)._replace(seconds=seconds)
                scores.setdefault(tool, []).append((f"{name} ({part})" if part else name, one))
                if options.list:
                    show(tool, name, one)
    rows = [row(tool, name, one) for tool, group in scores.items() for name, one in group]
    rows += [row(tool, f"all {len(group)}", total([one for _, one in group])) for tool, group in scores.items()]
    print(f"seed {seed_of(options)}, {options.number} mutants a level a tree\n")
    print(table(HEADING, rows))
    return 0


def show(tool: str, name: str, one: Score) -> None:
    for pair in one.false:
        print(f"{tool}, {name}: false: {pair[0]} {pair[1]}")
    for label in one.missed:
        print(f"{tool}, {name}: missed {label.level}: {label.original} {label.mutant}")


def run_judged(options: argparse.Namespace) -> int:
    every = clones_judged.read_pairs(clones_judged.PAIRS.read_text(encoding="utf-8"))
    judged = [one for one in every if one.is_tuned != options.held_out]
    found: dict[str, dict[str, set[Pair]]] = {tool: {} for tool in tools(options)}
    for source, commit in sorted({(one.source, one.commit) for one in judged}):
        root = clones_judged.repository(options.folder, source, commit)
        paths = files_of([one.pair for one in judged if one.source == source])
        for tool, run in tools(options).items():
            answer = reported(tool, run, root, paths)
            if answer is not None:
                found[tool][source] = answer[0]
    rows = []
    for tool, by_source in found.items():
        one = clones_judged.verdicts(judged, by_source)
        rows.append(clones_judged.row(tool, len(by_source), one))
        if options.list:
            show_judged(tool, one)
    print("pairs held out\n" if options.held_out else "pairs to tune on\n")
    print(table(clones_judged.HEADING, rows))
    return 0


def show_judged(tool: str, one: clones_judged.Verdicts) -> None:
    for word, group in (("reported", one.hits), ("missed", one.misses)):
        for pair in group:
            print(f"{tool}: {word} {pair.verdict}: {pair.source} {' '.join(pair.pair)} ({pair.why})")
