"""The pass over the whole repository: the same findings by every way to them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.repo import records
from ssot_lint.repo.again import FOLDER
from ssot_lint.repo.import_lines import ImportLines
from ssot_lint.session import open_session
from tests.processes import git
from tests.repository import lines, write

MODULES = ("app/__init__.py", "app/a.py", "app/b.py", "app/sub/__init__.py", "app/sub/c.py", "main.py")
STATEMENTS = (
    "from app.a import x",
    "from app.b import y as x",
    "from app import a, b",
    "from app.sub.c import *",
    "from .b import x",
    "from . import c",
    "from .gone import x",
    "import app.sub.c",
    "import app.gone",
    "from app.b import XFactory",
    "class XFactory: ...",
    "class XFactory:\n    def make(self): ...\n    def mend(self): ...",
    "def x_factory(): ...",
    "x = 1",
    "if y:\n    x = 2",
    "try:\n    from app.gone import z\nexcept ImportError:\n    z = None",
    "def f():\n    from app.sub import z",
    '"""\nfrom app import nothing\n"""',
    "def __getattr__(name): ...",
    "x = 1  # noqa: SSOT104",
    "from app.gone import q  # noqa: SSOT104",
)
TEXTS = st.lists(st.sampled_from(STATEMENTS), max_size=4).map(lambda parts: "".join(f"{part}\n" for part in parts))
FILES = st.dictionaries(st.sampled_from(MODULES), TEXTS, min_size=3)
#: What is written, and None for what is removed, from run to run.
CHANGES = st.lists(st.dictionaries(st.sampled_from(MODULES), st.one_of(TEXTS, st.none()), max_size=2), max_size=3)


def found(root: Path, **options: bool | int) -> tuple[str, ...]:
    return lines(open_session(str(root), **options).check())  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(files=FILES, changes=CHANGES)
def test_a_cache_changes_nothing(files: dict[str, str], changes: list[dict[str, str | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        git(root, "init", "--quiet")
        write(root, files)
        for change in ({}, *changes, {}):
            write(root, {path: text for path, text in change.items() if text is not None})
            for path in (path for path, text in change.items() if text is None):
                (root / path).unlink(missing_ok=True)
            assert found(root, use_cache=True) == found(root)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(files=FILES)
def test_the_prefilter_changes_nothing(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        assert found(Path(folder)) == found(Path(folder), prefilter=False)


def test_the_order_of_files_changes_nothing(before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = found(before)
    monkeypatch.setattr("ssot_lint.repo.tree.split", lambda raw: sorted(raw.decode().split("\0")[:-1], reverse=True))
    assert found(before) == expected


def test_the_number_of_jobs_changes_nothing(before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = found(before, jobs=1)
    monkeypatch.setattr(records, "_MUCH_TEXT", 1)
    assert found(before, jobs=2) == expected


@pytest.mark.parametrize("damage", [
    pytest.param(lambda data: data[: len(data) // 2], id="truncated"),
    pytest.param(lambda data: data[:99] + bytes([data[99] ^ 1]) + data[100:], id="head"),
    pytest.param(lambda data: data[:-99] + bytes([data[-99] ^ 1]) + data[-98:], id="flipped"),
    pytest.param(lambda data: data.replace(b"ssot-lint ", b"ssot-lint 9", 1), id="later-version"),
    pytest.param(lambda data: b"", id="empty"),
])  # fmt: skip
def test_a_damaged_cache_changes_nothing(damage, before: Path) -> None:  # type: ignore[no-untyped-def]
    expected = found(before)
    assert found(before, use_cache=True) == expected
    (file,) = (path for path in (before / FOLDER).iterdir() if path.name != ".gitignore")
    file.write_bytes(damage(file.read_bytes()))
    assert found(before, use_cache=True) == expected
    assert found(before, use_cache=True) == expected


REPO = {
    "app/__init__.py": "",
    "app/a.py": "import os\nx = 1\ndef f(): ...\n",
    "app/b.py": "from app.a import x\n",
    "app/c.py": "if os:\n    y = 1\n",
    "app/f.py": "",
    "app/g.py": "v = 1\n",
    "app/h.py": "from app.g import v\n",
    "app/d.py": "from app.c import y\nfrom app.gone import z\nfrom app.a import w\n",
}
MISSING = ("app/d.py:2:6: ", "app/d.py:3:19: ")


@pytest.mark.parametrize(("path", "text", "places", "is_quick"), [
    pytest.param("app/a.py", "import os\nx = 1\ndef f(): return 1\n", MISSING, True, id="parsed-because-of-a-finding"),
    pytest.param("app/b.py", "from app.a import x\nfrom app.a import v\n", ("app/b.py:2:19: ", *MISSING), True, id="import-added"),
    pytest.param("app/f.py", "from .a import x\n", MISSING, True, id="first-import"),
    pytest.param("app/b.py", "", MISSING, False, id="import-gone"),
    pytest.param("app/a.py", "import os\ndef f(): ...\n", ("app/b.py:1:19: ", *MISSING), False, id="name-gone"),
    pytest.param("app/a.py", "import os\nx = w = 1\nw = 1\ndef f(): ...\n", MISSING[:1], False, id="name-that-was-missed"),
    pytest.param("app/b.py", "from app.a import x\nnew = 1\n", MISSING, True, id="name-that-nobody-missed"),
    pytest.param("app/g.py", "u = 1\n", (*MISSING, "app/h.py:1:19: "), False, id="name-of-a-sketch-gone"),
    pytest.param("app/g.py", "v = u = 1\n", MISSING, True, id="name-of-a-sketch-kept"),
    pytest.param("app/c.py", "", ("app/d.py:1:19: ", *MISSING), False, id="parsed-for-it"),
    pytest.param("app/d.py", "from app.c import y\nfrom app.gone import z\nfrom app.a import w, v\n",
                 (*MISSING, "app/d.py:3:22: "), False, id="with-findings"),
    pytest.param("app/a.py", "import os\nx = 1\ndef f(): ...\ndef __getattr__(name): ...\n", MISSING[:1], False, id="opened"),
    pytest.param("app/e.py", "", MISSING, False, id="new-file"),
])  # fmt: skip
def test_what_is_found_out_again(
    path: str, text: str, places: tuple[str, ...], is_quick: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most changes of a file leave what was found of the others as it is."""
    git(tmp_path, "init", "--quiet")
    write(tmp_path, REPO)
    assert [line.partition("SSOT")[0] for line in found(tmp_path, use_cache=True)] == [*MISSING]
    write(tmp_path, {path: text})
    find, looked_at_all = ImportLines.__dict__["_found"].func, []

    def watched(self: ImportLines) -> object:
        looked_at_all.append(self)
        return find(self)

    monkeypatch.setattr(ImportLines, "_found", property(watched))
    assert tuple(line.partition("SSOT")[0] for line in found(tmp_path, use_cache=True)) == places
    assert (not looked_at_all) is is_quick


def test_a_cache_of_another_checkout_is_as_good(before: Path, tmp_path: Path) -> None:
    expected = found(before, use_cache=True)
    other = tmp_path / "other"
    git(before, "commit", "--quiet", "--message", "all")
    git(tmp_path, "clone", "--quiet", str(before), str(other))
    (before / FOLDER).rename(other / FOLDER)
    parsed: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ssot_lint.repo.sketch.sketch_of", parsed.append)
        assert found(other, use_cache=True) == expected
    assert parsed == []
