"""What files answered before is their answer only as long as they are Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.repo import cache
from ssot_lint.repo.answers import ask_sketches
from ssot_lint.session import open_session
from tests.processes import git
from tests.repository import write

FILES = {"a.py": "x = 1\n", "b.py": "y = 1\n", "run": "#!/usr/bin/env python\nx = 1\n"}


@pytest.mark.parametrize(("changes", "expected"), [
    pytest.param({}, ["a.py", "run"], id="nothing"),
    pytest.param({"b.py": "x = 1\n"}, ["a.py", "b.py", "run"], id="come"),
    pytest.param({"a.py": "y = 1\n"}, ["run"], id="gone"),
    pytest.param({"run": "#!/bin/sh\nx = 1\n"}, ["a.py"], id="no-python-any-more"),
])  # fmt: skip
def test_what_files_answer(
    changes: dict[str, str], expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    assert asked(tmp_path) == ["a.py", "run"]
    write(tmp_path, changes)
    assert asked(tmp_path) == expected
    assert asked(tmp_path) == expected


def asked(root: Path) -> list[str]:
    place = open_session(str(root), use_cache=True)
    found = ask_sketches(place.index, "having x", lambda sketch: " x " in sketch.names or None)
    place.index.save()
    return [*found]
