"""The house stands: a file imports only from floors below its own, also inside functions."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import ssot_lint

HOUSE = Path(ssot_lint.__file__).parent
#: From the ground up; a name stands for the file or the folder of that name.
FLOORS = (
    "model",
    "source",
    "fixes",
    "policy",
    "plan",
    "repo",
    "rule",
    "kept_hits",
    "bans",
    "callables",
    "clones",
    "events",
    "moves",
    "stale",
    "rules",
    "registry",
    "outcome",
    "judge",
    "engine",
    "session",
    "output",
    "commands",
    "fronts",
)
FILES = sorted(path.relative_to(HOUSE).with_suffix("").as_posix() for path in HOUSE.rglob("*.py"))
ROOMS = [file for file in FILES if file not in ("__init__", "__main__")]


@cache
def _imports(file: str) -> frozenset[str]:
    """The files of the house that a file imports."""
    found = set()
    for node in ast.walk(ast.parse((HOUSE / f"{file}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ssot_lint."):
            module = (node.module or "").removeprefix("ssot_lint.").replace(".", "/")
            for alias in node.names:
                inner = f"{module}/{alias.name}"
                found.add(inner if inner in FILES else module if module in FILES else f"{module}/__init__")
    return frozenset(found)


def _floor(file: str) -> int:
    return FLOORS.index(file.partition("/")[0])


@pytest.mark.parametrize("file", ROOMS)
def test_imports_come_from_below(file: str) -> None:
    above = {other for other in _imports(file) if _floor(other) > _floor(file)}
    beside = {other for other in _imports(file) if _floor(other) == _floor(file)}
    assert above == set()
    assert not (file.startswith("rules/") and beside), "rules never import each other"


def test_files_of_one_folder_stand_on_each_other_without_circles() -> None:
    order = list(TopologicalSorter({file: _imports(file) for file in ROOMS}).static_order())
    assert set(ROOMS) <= set(order)


def test_every_file_has_a_floor() -> None:
    assert [file for file in ROOMS if file.partition("/")[0] not in FLOORS] == []
