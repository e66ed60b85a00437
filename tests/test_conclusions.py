"""What was concluded from all files, and what of it a later run can go on from."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from ssot_lint.repo import cache
from ssot_lint.repo.cache import Cache
from ssot_lint.repo.conclusions import Conclusions
from ssot_lint.repo.index import Index
from ssot_lint.repo.records import Records
from ssot_lint.repo.sketch import sketch_of
from ssot_lint.session import open_session
from tests.processes import git
from tests.repository import write

FILES = {
    "a.py": "import b\nclass A: ...\n",
    "b.py": "def f(): ...\n",
    "c/__init__.py": "from . import d\n",
    "c/d.py": "x = 1\n",
}


def index_of(root: Path) -> Index:
    """What a new process knows."""
    return open_session(str(root), use_cache=True).index


def conclusions_of(root: Path) -> Conclusions:
    return index_of(root).conclusions


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with a cache and an answer in it."""
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    index = index_of(tmp_path)
    assert index.conclusions.difference is None
    assert index.sketches
    index.conclusions.keep_answer("q", {"a.py": 1})
    index.save()
    return tmp_path


def test_an_answer_is_kept_while_nothing_changes(repository: Path) -> None:
    for _ in range(2):
        index = index_of(repository)
        one = index.conclusions
        assert one.difference is not None
        assert one.difference.is_nothing
        assert one.answer_before("q") == {"a.py": 1}
        assert one.answer_before("r") is None
        one.keep_answer("s", 2)
        index.save()
    assert Cache(str(repository)).answers == {"q": {"a.py": 1}, "s": 2}


def test_what_is_no_news_is_not_written(repository: Path) -> None:
    index = index_of(repository)
    index.conclusions.keep_answer("s", 2, is_news=False)
    index.save()
    assert Cache(str(repository)).answers == {"q": {"a.py": 1}}


def test_the_files_that_changed_since_an_answer(repository: Path) -> None:
    before = sketch_of(FILES["a.py"].encode())
    write(repository, {"a.py": "x = 1\n"})
    index = index_of(repository)
    assert index.conclusions.changed == {"a.py"}
    assert index.records.sketch_before("a.py") == before
    assert index.records.sketch_before("e.py") is None
    index.conclusions.keep_answer("r", 1)
    index.save()
    assert Cache(str(repository)).answers == {"r": 1}  # the other is not one of these files


def test_an_overlay_is_a_change(repository: Path) -> None:
    index = index_of(repository)
    other = index.replace("b.py", b"x = 1\n").conclusions
    new = index.replace_all({"e.py": b"", "f.md": b""}).conclusions
    assert [*map(sorted, (index.conclusions.changed, other.changed, new.changed))] == [[], ["b.py"], ["e.py"]]
    assert new.answer_before("q") == {"a.py": 1}
    assert new.difference is not None
    assert new.difference.come == {"e.py", "f.md"}
    other.keep_answer("q", 0)
    assert other.learned() == ({}, False)


def test_an_answer_that_is_put_together_later_is_told_to_other_processes(repository: Path) -> None:
    one, other = conclusions_of(repository), index_of(repository)
    one.keep_answer("r", lambda: [1])
    other.conclusions.learn(pickle.loads(pickle.dumps(one.learned())))
    other.save()
    assert Cache(str(repository)).answers == {"q": {"a.py": 1}, "r": [1]}


def test_an_answer_is_told_which_files_came_and_went(repository: Path) -> None:
    write(repository, {"e.py": "", "f.md": ""})
    (repository / "b.py").unlink()
    index = index_of(repository)
    one = index.conclusions
    assert one.changed == {"b.py", "e.py"}
    assert one.still(one.changed) == ["e.py"]
    assert one.difference is not None
    assert [sorted(one.difference.come), sorted(one.difference.gone)] == [["e.py", "f.md"], ["b.py"]]
    assert one.answer_before("q") == {"a.py": 1}
    assert index.records.facts_before("e.py", "e", is_package=False) is None
    assert Records(index.tree).sketch_before("a.py") is None


def test_an_answer_holds_when_the_same_files_are_listed_in_another_order(repository: Path) -> None:
    signature = index_of(repository).tree.signature
    git(repository, "add", "b.py")
    index = index_of(repository)
    assert index.tree.signature != signature
    assert index.conclusions.difference is not None
    assert index.conclusions.difference.is_nothing


@pytest.mark.parametrize("files", [
    pytest.param({"src/new/__init__.py": ""}, id="another-root"),
    pytest.param({f"much/{at}.md": "" for at in range(1001)}, id="many-files"),
])  # fmt: skip
def test_no_answer_holds(files: dict[str, str], repository: Path) -> None:
    write(repository, files)
    one = conclusions_of(repository)
    assert (one.difference, one.changed, one.answer_before("q")) == (None, frozenset(), None)


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("x = 3\n")], ids=["gone", "back"])
def test_a_tracked_file_that_is_not_on_the_disk(change: Callable[[Path], object], repository: Path) -> None:
    """git lists it all the same."""
    git(repository, "add", ".")
    if change is not Path.unlink:
        (repository / "b.py").unlink()
        index = index_of(repository)
        assert index.tree.absent == ("b.py",)
        index.conclusions.keep_answer("q", 1)
        index.save()
        again = index_of(repository)
        assert (again.conclusions.changed, again.conclusions.answer_before("q")) == (frozenset(), 1)
        assert again.tree.paths == index.tree.paths
    change(repository / "b.py")
    assert conclusions_of(repository).changed == {"b.py"}


@pytest.mark.parametrize("is_python", [False, True], ids=["no-more", "now"])
def test_a_script_has_changed_once_it_is_another_language(is_python: bool, repository: Path) -> None:
    """What a script had said that was no Python any more was reported on and on."""
    shebangs = ("#!/bin/sh\n", "#!/usr/bin/env python\n")
    write(repository, {"run": f"{shebangs[not is_python]}x = 1\n"})
    index = index_of(repository)
    index.conclusions.keep_answer("q", 1)
    index.save()
    assert conclusions_of(repository).answer_before("q") == 1
    write(repository, {"run": f"{shebangs[is_python]}x = 1\n"})
    one = conclusions_of(repository)
    assert one.changed == {"run"}
    assert one.still(one.changed) == ["run"] * is_python
