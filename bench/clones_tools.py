"""The tools that are asked for near-duplicates, and what they report, as places in files."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from bench.clones_names import FUNCTIONS
from bench.clones_pick import parsed
from bench.clones_score import Locate, Report, Span

LIMIT = 600
OURS = (sys.executable, "-m", "ssot_lint")
CHECK = (*OURS, "check", "--no-cache", "--exit-zero", "--format", "json", "--select")
#: Ways to ask ssot-lint, each a command that prints findings, or groups of copies, as JSON.
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "check": (*CHECK, "SSOT102"),
    "discover": (*OURS, "discover", "--all", "--no-cache", "--format", "json"),
}


class Failed(Exception):
    """A tool gave no answer; says why."""


def answer(root: Path, command: Sequence[str], codes: Iterable[int] = (0,), limit: int = LIMIT) -> str:
    """What a command prints, run in the tree. Raises Failed on another exit code than those, or past the limit."""
    try:
        done = subprocess.run(command, cwd=root, check=False, capture_output=True, timeout=limit)
    except subprocess.TimeoutExpired:
        raise Failed(f"more than {limit} s") from None
    except OSError as error:
        raise Failed(f"not here: {error}") from None
    if done.returncode not in codes:
        text = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Failed(f"exit {done.returncode}: {text[-1] if text else 'without a word'}")
    return done.stdout.decode("utf-8", "replace")


def ours(channel: str, root: Path, paths: Collection[str] = ()) -> tuple[list[Report], str]:
    """The findings of one channel, of the whole tree whatever the paths that matter in it."""
    return findings(answer(root, CHANNELS[channel], (0, 1))), ""


def findings(text: str) -> list[Report]:
    """The places of each finding, its own and those that are related, or of each group of copies."""
    rows = json.loads(text or "[]")
    return [
        frozenset(
            Span(place["path"], place["line"], place["line"]) for place in row.get("copies") or (row, *row["related"])
        )
        for row in rows
    ]


def locator(root: Path) -> Locate:
    """Which class or function at the top of a module a span touches; the files are read once each."""

    @cache
    def classes(path: str) -> tuple[tuple[int, int, str], ...]:
        file = root / path
        module = parsed(file.read_bytes()) if file.is_file() else None
        return tuple(
            (min((it.lineno for it in node.decorator_list), default=node.lineno), node.end_lineno or 0, node.name)
            for node in (module.body if module else ())
            if isinstance(node, (*FUNCTIONS, ast.ClassDef))
        )

    def locate(span: Span) -> str:
        for first, last, name in classes(span.path):
            if first <= span.end_line and span.line <= last:
                return f"{span.path}:{name}"
        return f"{span.path}:{span.line}"

    return locate
