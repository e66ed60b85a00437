"""The pass over the whole repository: the same findings by every way to them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.repo import records
from ssot_lint.repo.cache import FOLDER
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
    monkeypatch.setattr("ssot_lint.repo.tree.paths_in", lambda raw: sorted(raw.decode().split("\0")[:-1], reverse=True))
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
