"""The example repository, from end to end: what the command says of a real consolidation.

`before.expected.txt` is the whole output, `{python}` in it the version that runs the tests. Each
line was held against the code by a person; a change of it is a change of behaviour.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from ssot_lint.registry import RULES
from tests.processes import PROJECT, here, run

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
TEXT = (PROJECT / "tests" / "before.expected.txt").read_text(encoding="utf-8").replace("{python}", PYTHON)
EXPECTED = TEXT.splitlines(keepends=True)
CHECK = (sys.executable, "-W", "error", "-m", "ssot_lint", "check")

#: The fields of a finding, in the order of the array's objects.
KEYS = [
    "code",
    "name",
    "message",
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "decision",
    "fix",
    "related",
]


def test_all_that_is_found(before: Path) -> None:
    assert run(*CHECK, cwd=before) == (1, TEXT, f"{len(EXPECTED)} findings in 41 files\n")


def test_without_prefilter_the_same_is_found(before: Path) -> None:
    assert here("check", "--no-prefilter", cwd=before).out == TEXT


def test_without_git_the_same_is_found(before: Path) -> None:
    (before / ".git").rename(before.parent / "elsewhere")
    assert here("check", cwd=before).out == TEXT


def test_array(before: Path) -> None:
    done = here("check", "--format", "json", cwd=before)
    found = json.loads(done.out)
    assert (done.code, done.err) == (1, "")
    assert [list(one) for one in found] == [KEYS] * len(EXPECTED)
    lines = ["{path}:{line}:{column}: {code} {message}\n".format_map(one) for one in found]
    assert lines == EXPECTED
    assert all(one["name"] == RULES[one["code"]].name for one in found)


@pytest.mark.parametrize(
    ("folder", "paths", "start"),
    [
        pytest.param(".", ["shop/orders/checkout.py"], ("shop/orders/checkout.py",), id="file"),
        pytest.param(".", ["shop/orders"], ("shop/orders/",), id="folder"),
        pytest.param(".", ["tests/", "shop/plugins.py"], ("tests/", "shop/plugins.py"), id="several"),
        pytest.param(".", ["shop/reports"], ("shop/reports/",), id="silent-folder"),
        pytest.param("shop", ["engine", "../scripts"], ("shop/engine/", "scripts/"), id="from-a-folder"),
        pytest.param("shop", [], ("",), id="no-path-from-a-folder"),
        pytest.param("..", ["before"], ("",), id="root-from-outside"),
        pytest.param("..", ["before/shop/notify"], ("shop/notify/",), id="folder-from-outside"),
    ],
)
def test_focus_is_a_subset(before: Path, folder: str, paths: list[str], start: tuple[str, ...]) -> None:
    expected = [line for line in EXPECTED if line.startswith(start)]
    done = here("check", *paths, cwd=before / folder)
    assert (done.code, done.out) == (1 if expected else 0, "".join(expected))


def test_text_on_stdin_is_checked_like_the_file(before: Path) -> None:
    path = "shop/orders/refunds.py"
    done = here("check", "--stdin-filename", path, "-", cwd=before, stdin=(before / path).read_bytes())
    assert done.out == "".join(line for line in EXPECTED if line.startswith(path))


def test_its_own_tests_pass(before: Path) -> None:
    assert run(sys.executable, "-B", "-m", "unittest", cwd=before).err.endswith("\nOK\n")
