"""Answers that a run has no use for are there for those after it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from ssot_lint.repo import cache
from ssot_lint.repo.carried import changed_since, with_carried
from ssot_lint.repo.difference import Difference, Files
from ssot_lint.repo.haystack import Haystack
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.session import open_session
from ssot_lint.source.needles import Needles
from tests.processes import git
from tests.repository import write

X, Y = "mentioning x", "mentioning y"
SINCE = "changed since"


@pytest.mark.parametrize(("before", "answers", "changed", "expected"), [
    pytest.param({X: ["a"]}, {}, [], {X: ["a"]}, id="nothing-changed"),
    pytest.param({X: ["a"], "all": 1}, {}, [], {X: ["a"], "all": 1}, id="others-too-while-nothing-changed"),
    pytest.param({X: ["a"]}, {Y: []}, ["b"], {X: ["a"], Y: [], SINCE: {X: ["b"]}}, id="not-asked"),
    pytest.param({X: ["a"]}, {X: ["b"]}, ["b"], {X: ["b"]}, id="asked"),
    pytest.param({X: ["a"], SINCE: {X: ["b"]}}, {}, ["c"], {X: ["a"], SINCE: {X: ["b", "c"]}}, id="again"),
    pytest.param({X: ["a"], SINCE: {X: ["b"]}}, {X: ["a"]}, [], {X: ["a"]}, id="asked-in-the-end"),
    pytest.param({X: ["a"], SINCE: {X: ["b"]}}, {}, [], {X: ["a"], SINCE: {X: ["b"]}}, id="still-not-asked"),
    pytest.param({"all": 1}, {}, ["b"], {}, id="not-by-file"),
    pytest.param({X: ["a"]}, {}, [str(at) for at in range(101)], {}, id="too-many"),
    pytest.param({X: ["a"], SINCE: "damaged"}, {}, ["b"], {X: ["a"], SINCE: {X: ["b"]}}, id="damaged"),
])  # fmt: skip
def test_carried(
    before: dict[str, Any], answers: dict[str, Any], changed: Collection[str], expected: dict[str, Any]
) -> None:
    kept = with_carried(before, answers, Difference(Files((), ()), Files((), ()), changed, ("",)))
    assert kept == expected
    assert changed_since(kept, X) == frozenset(expected.get(SINCE, {}).get(X, ()))


def test_what_was_found_of_other_files_does_not_hold() -> None:
    difference = Difference(Files(("a",), ()), Files(("a", "b.md"), ()), (), ("",))
    assert with_carried({X: ["a"], "all": 1}, {}, difference) == {X: ["a"], SINCE: {X: []}}


def mentioned(root: Path, *words: str) -> list[tuple[str, ...]]:
    place = open_session(str(root), use_cache=True)
    assert place.index.sketches
    found = [mentioning(place.index, Needles({word})) for word in words]
    place.index.conclusions.keep_answer("something new", 1)  # a reason to write
    place.index.save()
    return found


def test_what_was_not_asked_for_is_known_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    write(tmp_path, {"a.py": "x = 1\n", "b.py": "y = 1\n", "c.py": "x = y = 1\n", "d.py": "z = 1\n"})
    assert mentioned(tmp_path, "x", "y") == [("a.py", "c.py"), ("b.py", "c.py")]

    def fails(haystack: Haystack, needles: Needles) -> set[str]:
        raise AssertionError("all texts are searched again")

    monkeypatch.setattr(Haystack, "having", fails)
    write(tmp_path, {"a.py": "y = 1\n"})
    assert mentioned(tmp_path, "y") == [("a.py", "b.py", "c.py")]
    write(tmp_path, {"d.py": "x = 1\n"})
    assert mentioned(tmp_path) == []
    assert mentioned(tmp_path, "x", "y") == [("c.py", "d.py"), ("a.py", "b.py", "c.py")]
