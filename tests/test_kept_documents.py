"""What was said of documents is said again while they, and all that it came from, are as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.repo import cache, kept_answers
from ssot_lint.repo.looks import Looks
from ssot_lint.rules import stale_document
from ssot_lint.session import open_session
from tests.edits import checked_once, compare_with_fresh_runs, edit, edits
from tests.processes import git
from tests.repository import write

POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old", "app.parts.old_store"]
ban-classes = ["app.far.LegacyEngine"]
"""
FILES = {
    "app/__init__.py": "",
    "app/engine.py": "class Engine: ...\n",
    "README.md": "Use `app.old`.\n",
    "docs/guide.md": "Use LegacyEngine, not the old one.\n",
    "docs/part.md": "See parts/old_store.py.\n",
    "docs/plain.md": "Nothing.\n",
    "settings.yaml": "engine: app.old.Engine\nold: 1\n",
}
WITH_WORDS = {"README.md", "docs/guide.md", "docs/part.md", "settings.yaml"}


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The documents that were read for what they name."""
    found: set[str] = set()
    by = stale_document._hits

    def hits(document: Any, *given: Any) -> Iterator[Any]:
        found.add(document.path)
        return by(document, *given)

    monkeypatch.setattr(stale_document, "_hits", hits)
    return found


@pytest.fixture
def root(tmp_path: Path, judged: set[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that was checked."""
    checked_once(tmp_path, FILES, POLICY, monkeypatch)
    assert judged == WITH_WORDS
    judged.clear()
    return tmp_path


@pytest.mark.parametrize(("changes", "expected"), [
    pytest.param({}, set(), id="nothing"),
    pytest.param({"docs/plain.md": "Old news, nothing old.\n"}, {"docs/plain.md"}, id="has-a-word-now"),
    pytest.param({"README.md": "Use `app.engine`.\n"}, set(), id="has-none-any-more"),
    pytest.param({"docs/guide.md": "LegacyEngine!\n"}, {"docs/guide.md"}, id="other-text"),
    pytest.param({"docs/new.md": "app/old.py\n", "x.png": "old"}, {"docs/new.md"}, id="new"),
    pytest.param({"README.md": None}, set(), id="gone"),
    pytest.param({"app/more.py": "x = 1\n"}, set(), id="a-new-file"),
    pytest.param({"lib/parts/old_store.py": ""}, {"docs/part.md"}, id="another-file-of-the-name"),
    pytest.param({"app/engine.py": "class Engine:\n    x = 1\n"}, {"settings.yaml"}, id="what-is-kept-is-another"),
    pytest.param({"app/new.py": "class LegacyEngine: ...\n"}, {"docs/guide.md"}, id="another-class-of-the-name"),
    pytest.param({"app/engine.py": None}, WITH_WORDS, id="what-is-kept-is-gone"),
])  # fmt: skip
def test_read_again(changes: Mapping[str, str | None], expected: set[str], root: Path, judged: set[str]) -> None:
    edit(root, changes)
    report = open_session(str(root), use_cache=True).check()
    assert judged == expected
    assert report == open_session(str(root)).check()


def test_git_searches_only_what_is_not_known(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("ssot_lint.repo.looks.files_with")
    write(root, {"docs/new.md": "app/old.py\n"})
    report = open_session(str(root), use_cache=True).check()
    assert [finding.path for finding in report.findings if finding.code == "SSOT106"] == [
        "README.md", "docs/guide.md", "docs/new.md", "docs/part.md", "settings.yaml",
    ]  # fmt: skip


def test_what_may_change_and_look_the_same_is_read_again(
    root: Path, judged: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SETTLED", 10**18)
    write(root, {"docs/guide.md": "LegacyEngine!\n"})
    open_session(str(root), use_cache=True).check()
    judged.clear()
    open_session(str(root), use_cache=True).check()
    assert judged == WITH_WORDS


def test_another_policy_is_another_question(root: Path, judged: set[str]) -> None:
    write(root, {}, POLICY.replace("app.old", "app.older"))
    report = open_session(str(root), use_cache=True).check()
    assert judged == WITH_WORDS - {"README.md", "settings.yaml"}
    assert report == open_session(str(root)).check()


def test_what_is_being_written_counts(root: Path, judged: set[str]) -> None:
    said = open_session(str(root), use_cache=True).check(stdin=("docs/plain.md", b"Use `app.old`.\n"))
    assert [(finding.path, finding.code) for finding in said.findings] == [("docs/plain.md", "SSOT106")]
    assert judged == {"docs/plain.md"}
    judged.clear()
    open_session(str(root), use_cache=True).check()
    assert judged == set()


def test_copies_of_the_process_tell_what_they_find_out(
    tmp_path: Path, judged: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    monkeypatch.setattr(kept_answers, "MANY_FILES", 2)
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES, POLICY)
    first = open_session(str(tmp_path), use_cache=True, jobs=2).check()
    judged.clear()
    assert open_session(str(tmp_path), use_cache=True, jobs=2).check() == first == open_session(str(tmp_path)).check()
    write(tmp_path, {"app/plain.py": "x = 1\n"})
    judged.clear()
    assert open_session(str(tmp_path), use_cache=True).check() == open_session(str(tmp_path)).check()
    assert judged == {*WITH_WORDS}  # by the run without a cache


def test_without_git_all_are_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssot_lint.repo.looks.files_with", lambda root, words: lambda: None)
    index = open_session(str(root)).index
    looks = Looks(index, ["old"], "q", lambda path: path.endswith(".md"))
    assert looks.having == ["README.md", "docs/guide.md", "docs/part.md"]
    assert looks.changed == {*looks.having, "docs/plain.md"}


NAMES = ("README.md", "docs/a.md", "docs/b.rst", "app/old.py", "app/engine.py", "app/far.py", "app/store.py", "old.md")
LINES = (
    "Use `app.old`.",
    "app/old.py",
    "LegacyEngine",
    "class LegacyEngine: ...",
    "class Engine: ...",
    "# nothing",
    "old",
)
TEXTS, CHANGES = edits(NAMES, LINES)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(files=st.dictionaries(st.sampled_from(NAMES), TEXTS, min_size=3), changes=CHANGES)
def test_what_was_said_before_changes_nothing(files: dict[str, str], changes: list[dict[str, str | None]]) -> None:
    compare_with_fresh_runs(files, changes, POLICY)
