"""What the pass over a whole repository costs, as ratios against peers on the same tree in one run.

    python bench/repo_pass.py TREE [ROUNDS]

TREE is a git work tree, best a large one. ruff must be on the PATH; ssot-lint is the one that is
installed with the Python that runs this. Each round runs every command once, in turn, so that
what else the machine does strikes all alike; a first round warms the disk and is not counted.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHECK = (sys.executable, "-m", "ssot_lint", "check", "--exit-zero")
START = (sys.executable, "-c", "import argparse, ast, re, json")
RUFF = ("ruff", "check", "--no-cache", "--isolated", "--quiet", "--exit-zero")
#: Reads and decodes the cache as a run does, and nothing else.
READ = (
    sys.executable,
    "-c",
    "import argparse, ast, re, json; from ssot_lint.repo.cache import Cache; "
    "one = Cache('.'); one.tree; one.sketched; one.answers",
)


def main() -> None:
    tree = Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    os.chdir(tree)
    changed = max(tree.rglob("*.py"), key=lambda path: path.stat().st_size)
    text = changed.read_bytes()
    cache = tree / ".ssot-lint-cache"
    commands: dict[str, tuple[tuple[str, ...], Callable[[int], object]]] = {
        "start": (START, lambda number: None),
        "start and read the cache": (READ, lambda number: None),
        "ruff": (RUFF, lambda number: None),
        "warm, nothing changed": (CHECK, lambda number: None),
        "warm, one file changed": (CHECK, lambda number: changed.write_bytes(text + b"# %d\n" % number)),
        "cold": ((*CHECK, "--no-cache"), lambda number: changed.write_bytes(text)),
        "cold, one process": ((*CHECK, "--no-cache", "--jobs", "1"), lambda number: None),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    shutil.rmtree(cache, ignore_errors=True)
    run(CHECK)
    try:
        for number in range(rounds + 1):
            for name, (command, prepare) in commands.items():
                prepare(number)
                spent = run(command)
                if number:
                    times[name].append(spent)
    finally:
        changed.write_bytes(text)
        shutil.rmtree(cache, ignore_errors=True)
    report(tree, times)


def run(command: tuple[str, ...]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def report(tree: Path, times: dict[str, list[float]]) -> None:
    files = len(list(tree.rglob("*.py")))
    print(f"{tree.name}, {files} Python files, {os.cpu_count()} cores, Python {platform.python_version()}")
    print("\n| what | median s | least | most | to start | to ruff |\n|---|---|---|---|---|---|")
    medians = {name: statistics.median(spent) for name, spent in times.items()}
    for name, spent in times.items():
        row = (medians[name], min(spent), max(spent), medians[name] / medians["start"], medians[name] / medians["ruff"])
        print(f"| {name} | {' | '.join(f'{value:.2f}' for value in row)} |")
    beyond = medians["warm, one file changed"] - (medians["start and read the cache"] - medians["start"])
    print(f"\nOne file changed, less reading the cache: {beyond / medians['start']:.2f} times the start.")
    print(json.dumps({name: [round(one, 4) for one in spent] for name, spent in times.items()}), file=sys.stderr)


if __name__ == "__main__":
    main()
