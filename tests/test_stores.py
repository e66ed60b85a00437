"""Who sets attributes from outside is asked again only of the files that changed, and the answer is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.repo import cache, stores
from ssot_lint.repo.stores import Stores
from ssot_lint.session import open_session
from tests.edits import compare_with_fresh_runs, edits
from tests.processes import git
from tests.repository import write

FILES = {
    "a.py": "tools.stop = 1\nother.stop = 2\nself.stop = cls.stop = 3\ntools.stop == 4\ntools.go = 5\n",
    "b.py": "setattr(tools, 'stop', 1)\n",
    "c.py": "tools.go = 1\n",
    "run": '#!/usr/bin/env python\nm\u00e9.stop = 1\nsetattr(x, "stop", 2)\n',
    "test_b.py": "setattr(tools, 'stop', 1)\n",
    "u.py": "setattr(tools, 'halt', 1)\n",
}
A, RUN = [("a.py", b"other"), ("a.py", b"tools")], [("run", "m\u00e9".encode())]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that was asked for who sets `stop`; all texts are not looked at again."""
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    assert told(tmp_path) == ([*A, *RUN], ["b.py", "run"])
    monkeypatch.setattr(stores, "_said_in", None)
    return tmp_path


def told(root: Path, name: str = "stop", **texts: str) -> tuple[list[tuple[str, bytes]], list[str]]:
    """Who sets a name, and whose texts set it by `setattr`."""
    place = open_session(str(root), use_cache=True)
    assert place.index.sketches  # as other rules need them
    index = place.index.replace_all({f"{path}.py": text.encode() for path, text in texts.items()})
    index = index if texts else place.index
    found = Stores(index)
    setting = {index.read(path): path for path in index.python_paths if not path.startswith("test_")}
    index.looked_at.clear()
    answer = [*found.of(name)], [setting[text] for text in found.by_setattr(name)]
    assert index.looked_at == set(answer[1])  # who sets a name otherwise is for the caller to look at
    assert name in {word for one in index.sought for word in one.words}
    place.index.save()
    return answer


@pytest.mark.parametrize(("changes", "expected"), [
    pytest.param({}, ([*A, *RUN], ["b.py", "run"]), id="nothing"),
    pytest.param({"a.py": "tools.go = 1\n"}, (RUN, ["b.py", "run"]), id="gone"),
    pytest.param({"a.py": "one.stop = 1\n"}, ([("a.py", b"one"), *RUN], ["b.py", "run"]), id="by-another-word"),
    pytest.param({"c.py": "m.stop = 1\n"}, ([*A, ("c.py", b"m"), *RUN], ["b.py", "run"]), id="come"),
    pytest.param({"c.py": "setattr(m, 'stop', 1)\n"}, ([*A, *RUN], ["b.py", "c.py", "run"]), id="come-by-setattr"),
    pytest.param({"b.py": "setattr(m, 'go', 1)\n"}, ([*A, *RUN], ["run"]), id="gone-by-setattr"),
    pytest.param({"test_b.py": "setattr(m, 'stop', 2)\n"}, ([*A, *RUN], ["b.py", "run"]), id="a-test"),
])  # fmt: skip
def test_only_what_changed_is_looked_at(
    changes: dict[str, str], expected: tuple[list[tuple[str, bytes]], list[str]], root: Path
) -> None:
    write(root, changes)
    assert told(root) == expected
    assert told(root) == expected


def test_what_is_being_written_is_looked_at(root: Path) -> None:
    assert told(root, c="m.stop = 1\n") == ([*A, ("c.py", b"m"), *RUN], ["b.py", "run"])
    assert told(root) == ([*A, *RUN], ["b.py", "run"])


def test_another_name_is_looked_for_everywhere(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TypeError):
        told(root, "go")
    monkeypatch.undo()
    assert told(root, "go") == ([("a.py", b"tools"), ("c.py", b"tools")], [])
    assert told(root, "halt") == ([], ["u.py"])


def test_a_script_that_is_no_python_any_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    write(root, {"run": "m.stop = 1\nsetattr(x, 'stop', 2)\n"})
    assert told(root) == (A, ["b.py"])
    assert told(root) == (A, ["b.py"])


MODULES = ("app/__init__.py", "app/tools.py", "app/sub.py", "test_app.py", "conftest.py")
STATEMENTS = (
    "from app.tools import stop",
    "from app.sub import go",
    "from app import sub, stop",
    "import app.tools; app.tools.stop = 1",
    "from app import tools as sub; sub.stop = 1",
    "import app.sub; app.sub.go = 1",
    "import app.sub; setattr(app.sub, 'go', 1)",
    "from app import tools; setattr(tools, 'stop', 1)",
    "import app; app.stop = app.sub = 1",
    "stop = 1",
    "mock.patch('app.sub.go')",
)
TEXTS, CHANGES = edits(MODULES, STATEMENTS)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(files=st.dictionaries(st.sampled_from(MODULES), TEXTS, min_size=3), changes=CHANGES)
def test_what_was_found_before_changes_nothing(files: dict[str, str], changes: list[dict[str, str]]) -> None:
    compare_with_fresh_runs(files, changes)
