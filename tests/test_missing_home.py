"""SSOT103: what counts as being at home, and where it is told when nobody is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.session import open_session
from tests.processes import git
from tests.repository import check, lines, session, write

POLICY = """\
[decisions.engine]
keep = ["acme.engine:Engine"]
delete = ["acme.old"]
"""
GONE = "acme.engine is the home of Engine but does not {}: bring it back, or correct keep (engine)"


@pytest.mark.parametrize("text", [
    pytest.param("class Engine: ...\n", id="class"),
    pytest.param("def Engine(): ...\n", id="function"),
    pytest.param("from x import Engine\n", id="import"),
    pytest.param("from x import Motor as Engine\n", id="import-as"),
    pytest.param("Engine = make()\n", id="assignment"),
    pytest.param("if x:\n    class Engine: ...\n", id="conditional"),
    pytest.param("from x import *\n", id="star"),
    pytest.param("def __getattr__(name): ...\n", id="getattr"),
])  # fmt: skip
def test_at_home(text: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"acme/__init__.py": "", "acme/engine.py": text}, POLICY) == ()


@pytest.mark.parametrize(("files", "expected"), [
    pytest.param({"acme/engine.py": "class Motor: ...\n"},
                 f"acme/engine.py:1:1: SSOT103 {GONE.format('define it')}", id="renamed"),
    pytest.param({"acme/engine.py": "def f():\n    class Engine: ...\n"},
                 f"acme/engine.py:1:1: SSOT103 {GONE.format('define it')}", id="in-a-function"),
    pytest.param({"acme/engine/__init__.py": ""},
                 f"acme/engine/__init__.py:1:1: SSOT103 {GONE.format('define it')}", id="package"),
    pytest.param({"acme/other.py": ""}, f"ssot.toml:1:1: SSOT103 {GONE.format('exist')}", id="deleted"),
])  # fmt: skip
def test_not_at_home(files: dict[str, str], expected: str, tmp_path: Path) -> None:
    assert expected in check(tmp_path, {"acme/__init__.py": "", **files}, POLICY)


def test_homes_of_other_distributions_are_not_judged(tmp_path: Path) -> None:
    assert check(tmp_path, {"app.py": ""}, POLICY) == ()


def test_the_deleted_twin_is_a_related_place(tmp_path: Path) -> None:
    files = {"acme/__init__.py": "", "acme/old.py": "import os\n\nclass Engine: ...\n", "acme/other.py": "Engine = 1\n"}
    found = [one for one in session(tmp_path, files, POLICY).check().findings if one.code == "SSOT103"]
    assert [(one.path, one.line, one.related) for one in found] == [
        ("ssot.toml", 1, (("acme/old.py", 3, 7, "Engine is still defined here"),))
    ]


@pytest.mark.parametrize(("is_sparse", "expected"), [
    pytest.param(True, (), id="left-out"),
    pytest.param(False, (
        "app.py:1:6: SSOT104 module acme.engine does not exist: bring it back, or remove the import",
        f"ssot.toml:1:1: SSOT103 {GONE.format('exist')}",
    ), id="deleted"),
])  # fmt: skip
def test_what_a_sparse_checkout_leaves_out_is_there(is_sparse: bool, expected: tuple[str, ...], tmp_path: Path) -> None:
    files = {
        "acme/__init__.py": "",
        "acme/engine.py": "class Engine: ...\n",
        "app.py": "from acme.engine import Engine\n",
    }
    write(tmp_path, files, POLICY)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    if is_sparse:
        git(tmp_path, "update-index", "--skip-worktree", "acme/engine.py")
    (tmp_path / "acme/engine.py").unlink()
    assert lines(open_session(str(tmp_path)).check()) == expected
