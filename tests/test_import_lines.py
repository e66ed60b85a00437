"""Imports that only the facts of files settle are looked at again when these files bind less than before."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pytest

from ssot_lint.repo import cache
from ssot_lint.repo.import_lines import ImportLines
from ssot_lint.session import open_session
from tests.processes import git
from tests.repository import lines, write

FILES = {
    "app/__init__.py": "",
    "app/core.py": "x = 1\n",
    "app/mid.py": "from app.core import *\n",
    "app/use.py": "from app.mid import x\n",
}
GONE = ("app/use.py:1:21: SSOT104 app.mid has no x: define it there, or remove the import",)


def said(root: Path, *, cached: bool = True) -> tuple[str, ...]:
    return lines(open_session(str(root), use_cache=cached).check(select={"SSOT104"}))


@pytest.mark.parametrize(("changes", "is_anew", "expected"), [
    pytest.param({}, False, (), id="nothing"),
    pytest.param({"app/core.py": "# more\nx = 2\n"}, False, (), id="the-same-names"),
    pytest.param({"app/core.py": "x = 1\ny = 2\n"}, False, (), id="more-names"),
    pytest.param({"app/core.py": "x = 1\nfrom app import *\n"}, True, (), id="another-star"),
    pytest.param({"app/core.py": "x = 1\nglobals().update(y)\n"}, True, (), id="any-name"),
    pytest.param({"app/core.py": "y = 1\n"}, True, GONE, id="another-name"),
])  # fmt: skip
def test_what_settled_an_import(
    changes: dict[str, str], is_anew: bool, expected: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    assert said(tmp_path) == ()
    write(tmp_path, changes)
    fresh = said(tmp_path, cached=False)
    looks: list[ImportLines] = []
    find = ImportLines.__dict__["_found"].func

    def noted(one: ImportLines) -> object:
        looks.append(one)
        return find(one)

    found = cached_property(noted)
    found.__set_name__(ImportLines, "_found")
    monkeypatch.setattr(ImportLines, "_found", found)
    assert said(tmp_path) == fresh == expected
    assert bool(looks) is is_anew
