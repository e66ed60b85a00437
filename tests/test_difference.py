"""How the files of two times differ, and which names mean something else by it."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from ssot_lint.repo.difference import Difference, Files
from ssot_lint.repo.trails import WHOLE_LIST

BEFORE = ("README.md", "app/__init__.py", "app/a.py", "app/space/b.py", "docs/x.md", "run", "stubs/app/c.pyi")


def _difference(come: Collection[str] = (), gone: Collection[str] = (), changed: Collection[str] = ()) -> Difference:
    now = sorted({*BEFORE, *come} - {*gone})
    return Difference(_files(BEFORE), _files(now), changed, ("stubs", "src", ""))


def _files(paths: Collection[str]) -> Files:
    return Files(tuple(paths), [path for path in paths if path.endswith((".py", ".pyi")) or path == "run"])


def test_nothing() -> None:
    one = _difference()
    assert (one.is_nothing, one.is_same_list, one.is_much, one.only_adds, one.looked_up) == (
        True, True, False, True, frozenset(),
    )  # fmt: skip


def test_another_text() -> None:
    one = _difference(changed=["app/a.py"])
    assert (one.is_nothing, one.is_same_list, one.only_adds) == (False, True, True)
    assert [sorted(found) for found in (one.changed, one.new, one.looked_up)] == [["app/a.py"], [], []]


@pytest.mark.parametrize(("come", "gone", "expected"), [
    pytest.param(["app/n.py"], [], {"app/n.py", "app/n", "app.n"}, id="module"),
    pytest.param(["app/n/__init__.py"], [], {"app/n/__init__.py", "app/n", "app.n", "app/n/"}, id="package"),
    pytest.param(["src/n.pyi"], [], {"src/n.pyi", "src/n", "n", "src.n", "src/"}, id="another-root"),
    pytest.param(["docs/y.md"], [], {"docs/y.md", "docs/y"}, id="document"),
    pytest.param(["new/deep/y"], [], {"new/deep/y", "new/", "new/deep/"}, id="folders"),
    pytest.param([], ["app/space/b.py"], {"app/space/b.py", "app/space/b", "app.space.b", "app/space/"}, id="gone"),
])  # fmt: skip
def test_by_what_one_finds_out(come: list[str], gone: list[str], expected: set[str]) -> None:
    names = {f"*/{path.rpartition('/')[2]}" for path in (*come, *gone)}
    assert _difference(come, gone).looked_up == expected | names | {WHOLE_LIST}


@pytest.mark.parametrize(("come", "gone", "expected"), [
    pytest.param(["app/n.py"], [], True, id="module"),
    pytest.param(["app/n/x.py"], [], True, id="folder"),
    pytest.param(["docs/n.md"], ["README.md"], True, id="documents"),
    pytest.param([], ["app/a.py"], False, id="gone"),
    pytest.param(["app/a.pyi"], [], False, id="stub-of-a-module"),
    pytest.param(["app/a/__init__.py"], [], False, id="package-of-the-name-of-a-module"),
    pytest.param(["app/a/n.py"], [], False, id="folder-of-the-name-of-a-module"),
    pytest.param(["app/space/__init__.py"], [], False, id="package-of-the-name-of-a-folder"),
    pytest.param(["app/space.py"], [], False, id="module-of-the-name-of-a-folder"),
    pytest.param(["n.py"], [], False, id="at-the-top"),
    pytest.param(["src/n/x.py"], [], False, id="folder-at-the-top"),
    pytest.param(["docs/n.py"], [], False, id="a-folder-at-the-top-that-had-none"),
])  # fmt: skip
def test_only_adds(come: list[str], gone: list[str], expected: bool) -> None:
    assert _difference(come, gone).only_adds is expected


def test_a_script_that_is_python_no_more() -> None:
    now = Files(BEFORE, [path for path in BEFORE if path.endswith((".py", ".pyi"))])
    one = Difference(_files(BEFORE), now, (), ("",))
    assert one.changed == {"run"}
    assert (one.is_same_list, one.only_adds) == (True, False)


def test_much() -> None:
    assert _difference([f"much/{number}" for number in range(1001)]).is_much
