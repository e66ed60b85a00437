"""What an earlier run has found in the texts is found again in those alone that changed since."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.repo import cache
from ssot_lint.repo.haystack import Haystack
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.session import open_session
from ssot_lint.source.needles import Needles, Part
from tests.edits import compare_with_fresh_runs, edit, edits
from tests.processes import git
from tests.repository import write

FILES = {"a.py": "x = 1\n", "b.py": "y = 1\n", "c/d.py": "x = 1\ny = 2\n", "run": "#!/usr/bin/env python\nx = 1\n"}
X = Needles({"x"})


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose texts were searched for `x`."""
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    assert mentioned(tmp_path, X) == ("a.py", "c/d.py", "run")

    def fails(haystack: Haystack, needles: Needles) -> set[str]:
        raise AssertionError("all texts are searched again")

    monkeypatch.setattr(Haystack, "having", fails)
    return tmp_path


def mentioned(root: Path, needles: Needles, **texts: bytes) -> tuple[str, ...]:
    place = open_session(str(root), use_cache=True)
    assert place.index.sketches  # as other rules need them
    index = place.index.replace_all({f"{name}.py": data for name, data in texts.items()}) if texts else place.index
    found = mentioning(index, needles)
    assert needles in index.sought
    place.index.save()
    return found


@pytest.mark.parametrize(("changes", "expected"), [
    pytest.param({}, ("a.py", "c/d.py", "run"), id="nothing"),
    pytest.param({"a.py": "z = 1\n"}, ("c/d.py", "run"), id="gone"),
    pytest.param({"b.py": "x = 1\n"}, ("a.py", "b.py", "c/d.py", "run"), id="come"),
    pytest.param({"a.py": "x = 2\n"}, ("a.py", "c/d.py", "run"), id="still-there"),
])  # fmt: skip
def test_only_what_changed_is_searched(changes: dict[str, str], expected: tuple[str, ...], root: Path) -> None:
    write(root, changes)
    assert mentioned(root, X) == expected
    assert mentioned(root, X) == expected


def test_what_is_being_written_is_searched(root: Path) -> None:
    assert mentioned(root, X, b=b"x = 1\n") == ("a.py", "b.py", "c/d.py", "run")
    assert mentioned(root, X) == ("a.py", "c/d.py", "run")


def test_of_several_words_each_may_be_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    assert mentioned(tmp_path, Needles({"x", "y"})) == ("a.py", "b.py", "c/d.py", "run")
    monkeypatch.delattr(Haystack, "having")
    assert mentioned(tmp_path, Needles({"y"})) == ("b.py", "c/d.py")
    assert mentioned(tmp_path, X) == ("a.py", "c/d.py", "run")


@pytest.mark.parametrize("needles", [
    pytest.param(Needles(fragments={"x"}), id="fragment"),
    pytest.param(Needles(defined={"x"}), id="defined"),
    pytest.param(Needles(defined_fragments={"x"}), id="defined-fragment"),
    pytest.param(Needles(parts={"x": Part(frozenset({"y"}), ())}), id="part"),
    pytest.param(Needles(texts={"x": frozenset({"y"})}), id="text"),
    pytest.param(Needles({"x", "y"}), id="more"),
    pytest.param(Needles(map("x{}".format, range(50))), id="many"),
])  # fmt: skip
def test_what_else_is_looked_for_is_not_known(needles: Needles, root: Path) -> None:
    with pytest.raises(AssertionError, match="all texts are searched again"):
        mentioned(root, needles)


def test_each_word_is_known_for_itself(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    index = open_session(str(tmp_path), use_cache=True).index
    many = Needles({"x", *map("x{}".format, range(50))})
    for needles in (Needles({"x", "y"}), Needles({"y"}, {"x"}), many, Needles()):
        assert mentioning(index, needles) == index.mentioning(needles)


@pytest.mark.parametrize(("change", "expected"), [
    pytest.param({"new.py": "x = 1\n"}, ("a.py", "c/d.py", "new.py", "run"), id="new"),
    pytest.param({"a.py": None}, ("c/d.py", "run"), id="gone"),
    pytest.param({"run": "x = 1\n"}, ("a.py", "c/d.py"), id="no-python-any-more"),
])  # fmt: skip
def test_among_other_files_only_these_are_looked_at(
    change: dict[str, str | None], expected: tuple[str, ...], root: Path
) -> None:
    edit(root, change)
    assert mentioned(root, X) == expected


POLICY = """\
[decisions.engine]
delete = ["app.old"]
ban-classes = ["Legacy*"]
[decisions.run]
argument = "run_id"
never = ["None"]
"""
MODULES = ("app/__init__.py", "app/a.py", "app/b.py", "app/sub/__init__.py", "main.py")
STATEMENTS = (
    "from app.old import Engine",
    "from app.old import *",
    "from app.a import Engine as Motor",
    "from app.a import *",
    "from .b import Motor",
    "from . import old as new",
    "import app.a; app.a.Engine()",
    "Motor = Legacy = 1",
    "import app.sub as sub; sub.Motor()",
    "def run(run_id): ...",
    "go = run",
    "from app.b import run as go; go(None)",
    "x = 'app.old'",
    "Motor()",
)
TEXTS, CHANGES = edits(MODULES, STATEMENTS)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(files=st.dictionaries(st.sampled_from(MODULES), TEXTS, min_size=3), changes=CHANGES)
def test_what_was_found_before_changes_nothing(files: dict[str, str], changes: list[dict[str, str]]) -> None:
    compare_with_fresh_runs(files, changes, POLICY)
