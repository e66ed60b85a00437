"""Pairs of classes that people have judged, in the repositories that they are in.

`judged_pairs.json` holds the verdicts: `rival` (two implementations of one job, written apart),
`copy` (copied and then changed), `not` (alike, and nobody wants to hear of it). Half of each is
to tune on; the other half is held out.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import trees
from bench.clones_score import Pair, share

PAIRS = Path(__file__).with_name("judged_pairs.json")
RIVAL, COPY, NOT = "rival", "copy", "not"


class Judged(NamedTuple):
    """One pair: a repository by its URL, or an sdist as "name version", the two classes, and the verdict."""

    source: str
    commit: str
    pair: Pair
    verdict: str
    is_tuned: bool
    why: str


def read_pairs(text: str) -> list[Judged]:
    return [one_pair(row) for row in json.loads(text)]


def one_pair(row: Mapping[str, object]) -> Judged:
    repo = row["repo"]
    source = f"{repo['sdist']} {repo['version']}" if isinstance(repo, Mapping) else str(repo)
    first, second = sorted((str(row["a"]), str(row["b"])))
    verdict, why = str(row["verdict"]), str(row["why"])
    return Judged(source, str(row.get("commit", "")), (first, second), verdict, bool(row.get("tune", True)), why)


def repository(folder: Path, source: str, commit: str) -> Path:
    """The tree of a commit, or of an sdist, in a git repository; what is in the folder already is taken as it is."""
    if "://" not in source:
        return trees.fetch(folder, source.partition(" ")[0])
    tree = folder / "judged" / "+".join(source.removesuffix(".git").split("/")[-2:])
    if not (tree / ".git").exists():
        half = tree.with_name(f"{tree.name}.part")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        trees.git(half, "init", "--quiet")
        trees.git(half, "fetch", "--quiet", "--depth", "1", source, commit)
        trees.git(half, "checkout", "--quiet", "FETCH_HEAD")
        half.rename(tree)
    return tree


class Verdicts(NamedTuple):
    """How many pairs of each verdict there are and were reported, and how many reports nobody has judged."""

    known: Mapping[str, int]
    reported: Mapping[str, int]
    unjudged: int
    hits: tuple[Judged, ...]
    misses: tuple[Judged, ...]


def verdicts(judged: Sequence[Judged], reported: Mapping[str, Collection[Pair]]) -> Verdicts:
    """`reported` has the pairs by source; pairs of a source that was not asked are left out."""
    asked = [one for one in judged if one.source in reported]
    hits = [one for one in asked if one.pair in reported[one.source]]
    misses = [one for one in asked if one.pair not in reported[one.source]]
    return Verdicts(
        counts(asked),
        counts(hits),
        sum(len(pairs) for pairs in reported.values()) - len(hits),
        tuple(hits),
        tuple(misses),
    )


def counts(judged: Iterable[Judged]) -> dict[str, int]:
    found = [one.verdict for one in judged]
    return {verdict: found.count(verdict) for verdict in (RIVAL, COPY, NOT)}


HEADING = ("tool", "repositories", "rivals", "copies", "not", "precision", "not judged")


def row(tool: str, repositories: int, one: Verdicts) -> tuple[str, ...]:
    """Recall on rivals and on copies, how many of the others were reported, and the share that was right."""
    right = one.reported[RIVAL] + one.reported[COPY]
    cells = [share(one.reported[verdict], one.known[verdict]) for verdict in (RIVAL, COPY, NOT)]
    return (tool, str(repositories), *cells, share(right, right + one.reported[NOT]), str(one.unjudged))
