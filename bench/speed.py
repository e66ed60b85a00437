"""What ssot-lint costs beside the tools that people have, on the same trees with the same bans.

    python bench/speed.py FOLDER [ROUNDS] [--trees NAMES] [--parts PARTS] [--compare] [--write]

FOLDER gets the trees and the peers, which are fetched when they are not there. Each round runs
every command once, in turn, so that what else the machine does strikes all alike; ratios are
taken within a round. Progress goes to standard error, Markdown to standard output, or with
--write into bench/README.md. It fails when two runs of ours find different things.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

if __name__ == "__main__":  # run by its path, Python looks for modules beside it only
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import ours, peers
from bench.bans import CASES, LONG_AGO, Bans, policy
from bench.measure import Row, Step, rounds
from bench.peers import PLACES, Peers
from bench.tables import Table, document, written_into
from bench.trees import PINS, copies, fetch, git

README = Path(__file__).with_name("README.md")
#: What is measured apart, since each takes its time.
PARTS = ("bans", "slow", "flake8", "copies")
#: Without --compare, a tree of more files is not checked the slow way: that takes half an hour.
COMPARED = ("django", "sympy", "sqlalchemy")
SIZES = (1, 2, 4, 8)
FEW = 3  # rounds of what takes a minute each


def main(argv: Sequence[str]) -> None:
    arguments = _arguments(argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # what was changed in a tree is put back
    folder = arguments.folder.resolve()
    installed = peers.install(folder)
    tables: list[Table] = []
    for name in arguments.trees:
        for case, told in CASES[name].items():
            title = f"{name} {PINS[name].version}, {case}"
            is_compared = arguments.compare or name in COMPARED
            tables += _tree(installed, folder, name, case, told, title, arguments, is_compared=is_compared)
    sizes = _copies(folder, arguments.rounds) if "copies" in arguments.parts else {}
    text = document(_about(installed, arguments), tables, sizes)
    if arguments.write:
        README.write_text(written_into(README.read_text(encoding="utf-8"), text), encoding="utf-8")
    print(text, end="")


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure ssot-lint beside its peers.")
    parser.add_argument("folder", type=Path, help="where trees and peers are, or are put")
    parser.add_argument("rounds", type=int, nargs="?", default=7)
    parser.add_argument("--trees", type=_names(tuple(CASES)), default=tuple(CASES), help="comma list of trees")
    parser.add_argument("--parts", type=_names(PARTS), default=PARTS, help=f"comma list of {', '.join(PARTS)}")
    parser.add_argument("--compare", action="store_true", help="check the largest tree without prefilter as well")
    parser.add_argument("--write", action="store_true", help="put the tables into bench/README.md")
    return parser.parse_args(argv)


def _names(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def names(text: str) -> tuple[str, ...]:
        found = tuple(text.split(","))
        unknown = sorted(set(found) - set(known))
        if unknown:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)} (there are {', '.join(known)})")
        return found

    return names


def _tree(
    installed: Peers,
    folder: Path,
    name: str,
    case: str,
    told: Bans,
    title: str,
    arguments: argparse.Namespace,
    *,
    is_compared: bool,
) -> list[Table]:
    """The tables of a tree in one of its cases."""
    tree, place = fetch(folder, name), PLACES[name]
    if git(tree, "status", "--porcelain", "--untracked-files=no"):
        raise SystemExit(f"{tree} is not as released: remove it, and it is made anew")
    settings = folder / "settings" / f"{name}-{case.replace(' ', '-')}"
    written = _policy(settings, told)
    changing = ours.Changing(tree)
    quick = [
        peers.start(tree),
        *peers.bans_by_name(installed, tree, settings, told),
        *ours.cold(tree, written, changing),
        *ours.warm(tree, written, changing),
        ours.one_file(tree, written, changing),
    ]
    slow = peers.bans_in_a_part(installed, tree, settings, told, place, case)
    if case == LONG_AGO:
        slow += peers.duplicates(installed, tree, settings, place)
    plan: list[tuple[str, str, Sequence[Step], int]] = [
        ("bans", title, quick, arguments.rounds),
        ("slow", f"{title}, slow tools", slow, min(FEW, arguments.rounds)),
    ]
    if name == "django" and case == LONG_AGO:
        steps = ours.flake8(installed, tree, written, changing)
        plan.append(("flake8", f"{title}, flake8", steps, min(FEW, arguments.rounds)))
    ours.forget(tree)
    try:
        if is_compared and "bans" in arguments.parts:
            _say(title, "with and without prefilter")
            rounds([*ours.cold(tree, written, changing), *ours.exact(tree, written, changing)], 0, partial(_say, title))
        return [
            Table(named, rounds(steps, number, partial(_say, named)))
            for part, named, steps, number in plan
            if part in arguments.parts
        ]
    finally:
        changing.restore()
        ours.forget(tree)


def _copies(folder: Path, number: int) -> dict[int, Mapping[str, Row]]:
    """The cold and the warm run of so many copies of Django."""
    written = _policy(folder / "settings" / "copies", CASES["django"][LONG_AGO])
    steps = []
    for size in SIZES:
        tree = copies(folder, "django", size)
        ours.forget(tree)
        steps += [
            step._replace(name=f"{step.name} {size}", says=f"{step.says} {size}") for step in ours.copied(tree, written)
        ]
    rows = rounds(steps, min(FEW, number), partial(_say, "copies of django"))
    return {size: {row.name.rpartition(" ")[0]: row for row in rows if row.name.endswith(f" {size}")} for size in SIZES}


def _policy(settings: Path, told: Bans) -> Path:
    settings.mkdir(parents=True, exist_ok=True)
    path = settings / "ssot.toml"
    path.write_text(policy(told), encoding="utf-8")
    return path


def _about(installed: Peers, arguments: argparse.Namespace) -> str:
    """When, with what and on what it was measured."""
    listed = (installed.program("python"), "-m", "pip", "list", "--format", "freeze")
    there = subprocess.run(listed, capture_output=True, text=True, check=False).stdout.split()
    wanted = {one.partition("==")[0] for one in peers.VERSIONS}
    tools = sorted(one.replace("==", " ") for one in there if one.partition("==")[0] in wanted)
    git = subprocess.run(("git", "version"), capture_output=True, text=True, check=True).stdout.split()[2]
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, git {git}"
    return (
        f"The last run: {date.today()}, {arguments.rounds} rounds ({min(FEW, arguments.rounds)} of slow tools, "
        f"flake8 and copies), {machine}, {', '.join(tools)}."
    )


def _say(*words: str) -> None:
    print(*words, sep=": ", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
