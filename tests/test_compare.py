"""`ssot-lint compare`: what is told of two implementations, and when the old one can go."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from ssot_lint.commands.compare import comparison
from ssot_lint.fronts.cli import main
from ssot_lint.session import open_session
from ssot_lint.source.version import PYTHON
from tests.processes import git
from tests.repository import write

OLD = """\
import os
from app.base import Base, helper

class Engine:
    def __init__(self, limit): ...
    def run(self, run_id): ...
    def close(self): ...
    def odd(self): ...
    def __enter__(self): ...

def make(): ...
def make_all(): ...
def _hidden(): ...
"""
NEW = """\
from app.base import Base

class Engine:
    def __init__(self, limit): ...
    async def run(self, run_id, user): ...
    def stop(self): ...

def make(): return 1
"""
FILES = {
    "app/__init__.py": "",
    "app/base.py": "class Base: ...\ndef helper(): ...\n",
    "app/old.py": OLD,
    "app/new.py": NEW,
    "app/facade.py": "from .old import Engine\n",
    "app/a.py": "from app.old import make, helper, Base\n",
    "app/b.py": "from app import old\nfrom app.facade import Engine\nold.make_all()\nEngine(1).close()\n",
    "tests/test_old.py": "from app.old import *\nfrom app.old import make_all, os, gone\n",
}
TEXT = """\
there: app/old.py
here:  app/new.py

          name              kind      line there  lines  line here  lines  what differs
same      Engine            class              4      6          3      4
same      Engine.__init__   method             5      1          4      1
differs   Engine.run        method             6      1          5      1  plain there, async here; \
signature: (self, run_id) there, (self, run_id, user) here
only old  Engine.close      method             7      1
only old  Engine.odd        method             8      1
only old  Engine.__enter__  method             9      1
differs   make              function          11      1          8      1  body
only old  make_all          function          12      1
only old  _hidden           function          13      1
only new  Engine.stop       method                               6      1

imported from app/old.py:
  Engine    3 files: app/b.py, app/facade.py, tests/test_old.py
  make      2 files: app/a.py, tests/test_old.py
  make_all  2 files: app/b.py, tests/test_old.py
  Base      1 file: app/a.py
  gone      1 file: tests/test_old.py
  helper    1 file: app/a.py
  os        1 file: tests/test_old.py

to merge into app/new.py before app/old.py can go, most imported first:
  Engine (3 files)
    Engine.run is plain there and async here
    Engine.run needs user here and not there
    Engine.close is missing here
    Engine.__enter__ is missing here
  make_all (2 files)
    make_all is missing here
  gone (1 file)
    gone is missing there and here
  helper (1 file)
    helper is only handed on there: import app.base.helper
  os (1 file)
    os is only handed on there: import os
only there, and unused: Engine.odd, _hidden
"""


def call(root: Path, monkeypatch: pytest.MonkeyPatch, *argv: str) -> int:
    monkeypatch.chdir(root)
    return main(("compare", "--no-cache", *argv))


def test_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, FILES)
    assert call(tmp_path, monkeypatch, "app.old", "app/new.py") == 1
    assert capsys.readouterr() == (TEXT, "")


GOING = {
    "app/__init__.py": "",
    "app/old.py": "class A:\n    x = 1\ndef _f(): ...\n",
    "app/new.py": "class A:\n    x = 1\n",
}


@pytest.mark.parametrize(("files", "argv", "expected"), [
    pytest.param({}, ("app.old", "app.new"),
                 ["nothing imports from app/old.py", "", "only there, and unused: _f", "app/old.py can be deleted"], id="nobody"),
    pytest.param({"a.py": "from app.old import A\n"}, ("app.old", "app.new"),
                 ["  A  1 file: a.py", "", "only there, and unused: _f", "app/old.py can be deleted once 1 file imports from app/new.py"],
                 id="one-file"),
    pytest.param({f"{name}.py": "from app.old import A\n" for name in "abcdefg"}, ("app.old:A", "app.new:A"),
                 ["  A  7 files: a.py, b.py, c.py, d.py, e.py and 2 others", "",
                  "app.old:A can be deleted once 7 files import from app.new:A"], id="classes"),
    pytest.param({"app/new.py": "from app.old import A\n"}, ("app.old", "app.new"),
                 ["  A (1 file)", "    A comes from app/old.py here", "only there, and unused: A.x, _f"], id="new-is-a-facade"),
    pytest.param({"app/old.py": "from app.new import A\n", "a.py": "from app.old import A\n"}, ("app.old", "app.new"),
                 ["  A  1 file: a.py", "", "app/old.py can be deleted once 1 file imports from app/new.py"], id="old-is-a-facade"),
    pytest.param({"app/new.py": "from app.third import A\n", "app/third.py": "class A:\n    y = 1\n", "a.py": "from app.old import A\nA.x\n"},
                 ("app.old", "app.new"),
                 ["  A (1 file)", "    A.x is missing here", "only there, and unused: _f"], id="from-a-third-module"),
    pytest.param({"app/new.py": "from other import A\n", "a.py": "from app.old import A\n"}, ("app.old", "app.new"),
                 ["  A (1 file)", "    A comes from other.A here", "only there, and unused: A.x, _f"], id="from-elsewhere"),
    pytest.param({"app/old/__init__.py": "", "app/old/sub.py": "", "app/old.py": "", "a.py": "from app.old import sub\n"}, ("app/old", "app.new"),
                 ["  sub  1 file: a.py", "", "app/old/__init__.py can be deleted once 1 file imports from app/new.py"], id="package"),
    pytest.param({"my-tool.py": "x = 1\n"}, ("my-tool.py", "app.new"),
                 ["nothing imports from my-tool.py", "", "only there, and unused: x", "my-tool.py can be deleted"], id="script"),
])  # fmt: skip
def test_verdict(
    files: Mapping[str, str],
    argv: tuple[str, str],
    expected: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(tmp_path, {**GOING, **files})
    code = call(tmp_path, monkeypatch, *argv)
    out = capsys.readouterr().out.splitlines()
    assert out[-len(expected) :] == expected
    assert code == (0 if "can be deleted" in expected[-1] else 1)


@pytest.mark.parametrize("old", ["app.old", "app/old.py", "app.old:A", "app.old.A", "app/old.py:A"])
def test_deleted_since_the_last_commit(old: str, tmp_path: Path) -> None:
    write(tmp_path, {**GOING, "a.py": "from app.old import A\n"})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "x")
    (tmp_path / "app/old.py").unlink()
    found = comparison(open_session(str(tmp_path)).index, old, "app.new")
    name = "A" if "A" in old else ""
    assert found.old == ("app/old.py", "app.old", name, True)
    assert found.new == ("app/new.py", "app.new", name, False)
    assert (found.imports, found.merges, found.exit_code) == ({"A": ("a.py",)}, (), 0)


def test_a_deleted_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {**GOING, "old/__init__.py": "x = 1\n"})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "x")
    git(tmp_path, "rm", "--quiet", "-r", "old")
    for old in ("old", "old/"):
        assert call(tmp_path, monkeypatch, old, "app.new") == 0
        assert capsys.readouterr().out.startswith("there: old/__init__.py, as in the last commit\nhere:  app/new.py\n")


@pytest.mark.parametrize(("argv", "expected"), [
    pytest.param(("app.olld", "lib.new"),
                 "error: no module app.olld in the repository, nor in the last commit (did you mean app.old?)\n"
                 "error: no module lib.new in the repository (did you mean app.new?)\n", id="both-unknown"),
    pytest.param(("nope/x.py", "zzz"), "error: no module nope.x in the repository, nor in the last commit\n"
                 "error: no module zzz in the repository\n", id="no-hint"),
    pytest.param(("my-x.py", "app.new"), "error: no module my-x.py in the repository, nor in the last commit\n", id="no-module"),
    pytest.param(("app.old:B", "app.new:_f"), "error: app/old.py has no class B: it has A\n"
                 "error: app/new.py has no class _f: it has A\n", id="no-such-class"),
    pytest.param(("app.old", "app:B"), "error: app/__init__.py has no class B: it has none; leave the name out to compare the modules\n", id="no-class"),
    pytest.param(("app.old:A", "app"), "error: app/__init__.py has no class A: name its class, as in app:Class\n", id="class-and-module"),
    pytest.param(("app.old", "app/old.py"), "error: app.old and app/old.py are the same: give the one that goes, then the one that stays\n", id="same"),
    pytest.param(("app.old", "app.broken"), "error: app/broken.py:1: '(' was never closed (as Python 3.11 reads it): mend it first\n", id="unreadable"),
])  # fmt: skip
def test_errors(
    argv: tuple[str, str],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(tmp_path, {**GOING, "app/broken.py": "x = (\n"})
    assert call(tmp_path, monkeypatch, *argv) == 2
    assert capsys.readouterr() == ("", expected.replace("Python 3.11", PYTHON))


def test_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {**GOING, "app/old.py": "class A:\n    x = 1\ndef f(a): ...\n", "a.py": "from app.old import f\n"})
    assert call(tmp_path, monkeypatch, "app.old", "app.new", "--format", "json") == 1
    klass = {"name": "A", "kind": "class", "line": 1, "lines": 2, "signature": None}
    attribute = {"name": "A.x", "kind": "attribute", "line": 2, "lines": 1, "signature": None}
    function = {"name": "f", "kind": "function", "line": 3, "lines": 1, "signature": "(a)"}
    same = {"state": "same", "differences": [], "files": []}
    assert json.loads(capsys.readouterr().out) == {
        "old": {"path": "app/old.py", "module": "app.old", "class": None, "deleted": False},
        "new": {"path": "app/new.py", "module": "app.new", "class": None, "deleted": False},
        "members": [
            {"name": "A", "old": klass, "new": klass, **same},
            {"name": "A.x", "old": attribute, "new": attribute, **same},
            {"name": "f", "state": "only-old", "old": function, "new": None, "differences": [], "files": ["a.py"]},
        ],
        "imports": [{"name": "f", "files": ["a.py"]}],
        "merge": [{"name": "f", "reasons": ["f is missing here"], "files": ["a.py"]}],
        "unused": [],
        "deletable": False,
    }
