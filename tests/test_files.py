"""Which files are found, which are Python, and what their modules are called."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ssot_lint.repo.files import is_python, module_names, read_file, source_roots
from ssot_lint.repo.git import Listing, output
from ssot_lint.repo.tree import open_tree
from ssot_lint.session import relative_path, start_folder
from tests.repository import write


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, env=environment)


def listed(root: str) -> tuple[str, ...]:
    return open_tree(Listing(root)).paths


@pytest.fixture(autouse=True)
def _outside_of_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)


def test_git_knows_the_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        {".gitignore": "ignored/\n", "a.py": "", "gone.py": "", "ignored/x.py": "", "new/é b.py": ""},
    )
    _git(tmp_path, "init")
    _git(tmp_path, "add", "a.py", "gone.py", ".gitignore")
    (tmp_path / "gone.py").unlink()
    assert listed(str(tmp_path)) == (".gitignore", "a.py", "new/é b.py")


def test_a_folder_of_a_work_tree(tmp_path: Path) -> None:
    write(tmp_path, {"top.py": "", "service/a.py": "", "service/b/c.py": ""})
    _git(tmp_path, "init")
    assert listed(str(tmp_path / "service")) == ("a.py", "b/c.py")


def test_a_folder_of_a_work_tree_in_a_hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {".gitignore": "ignored.py\n", "service/a.py": "", "service/ignored.py": ""})
    _git(tmp_path, "init")
    _git(tmp_path, "add", "-A")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert listed(str(tmp_path / "service")) == ("a.py",)


@pytest.mark.parametrize("in_git", [True, False])
def test_links_are_not_followed(in_git: bool, tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(root, {"a.py": ""})
    write(tmp_path / "outside", {"secret.py": ""})
    os.symlink(tmp_path / "outside", root / "folder")
    os.symlink(tmp_path / "outside" / "secret.py", root / "link.py")
    os.symlink(root / "a.py", root / "again.py")
    if in_git:
        _git(root, "init")
        _git(root, "add", "-A")
    assert listed(str(root)) == ("a.py",)


def test_without_git_hidden_and_virtual_folders_are_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": "", ".hidden/b.py": "", "env/pyvenv.cfg": "", "env/c.py": "", "node_modules/d.py": "",
                     "sub/__pycache__/e.py": "", "sub/f.txt": ""})  # fmt: skip
    monkeypatch.setenv("PATH", "")
    assert listed(str(tmp_path)) == ("a.py", "sub/f.txt")


def test_outside_of_any_work_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path, {"a.py": "", ".hidden/b.py": ""})
    assert listed(str(tmp_path)) == ("a.py",)


@pytest.mark.parametrize(("path", "data", "expected"), [
    ("a.py", b"", True), ("a.pyi", b"", True), ("a.pyw", b"", True), ("a.txt", b"#!/usr/bin/python\n", False),
    ("run", b"#!/usr/bin/env python3\n", True), ("run", b"#!/bin/sh\n", False), ("Makefile", b"all:\n", False),
    ("bin/run", b"#!/usr/bin/python3 -u", True), ("empty", b"", False),
])  # fmt: skip
def test_is_python(path: str, data: bytes, expected: bool, tmp_path: Path) -> None:
    write(tmp_path, {path: data})
    assert is_python(str(tmp_path), path) is expected
    assert is_python("/nowhere", path, data) is expected


def test_a_file_that_vanished_is_no_script(tmp_path: Path) -> None:
    assert not is_python(str(tmp_path), "gone")


@pytest.mark.parametrize(("paths", "roots"), [
    pytest.param(["app/__init__.py"], ("",), id="package-at-the-root"),
    pytest.param(["src/app/__init__.py", "pyproject.toml"], ("src", ""), id="src"),
    pytest.param(["src/app/x.py", "pyproject.toml"], ("src", ""), id="namespace-below-src"),
    pytest.param(["src/__init__.py"], ("",), id="src-is-a-package"),
    pytest.param(["lib/app/__init__.py"], ("lib", ""), id="lib"),
    pytest.param(["services/a/pyproject.toml", "services/a/src/x.py"], ("services/a/src", "services/a", ""), id="services"),
    pytest.param(["app/__init__.py", "app/setup.py"], ("",), id="module-called-setup"),
    pytest.param(["app/sub/__init__.py"], ("app", ""), id="package-in-a-namespace"),
    pytest.param(["a-core/app/sub/__init__.py"], ("a-core/app", "a-core", ""), id="namespace-below-what-no-import-names"),
    pytest.param(["a-core/app/__init__.py"], ("a-core", ""), id="package-below-what-no-import-names"),
    pytest.param(["a-b/c-d/app/e/f/__init__.py"], ("a-b/c-d/app/e", "a-b/c-d", ""), id="the-innermost-that-no-import-names"),
    pytest.param([], ("",), id="nothing"),
])  # fmt: skip
def test_source_roots(paths: list[str], roots: tuple[str, ...]) -> None:
    assert source_roots(paths) == roots


@pytest.mark.parametrize(("path", "roots", "names"), [
    ("app/x.py", ("",), ("app.x",)), ("app/__init__.py", ("",), ("app",)), ("__init__.py", ("",), ()),
    ("src/app/x.py", ("src", ""), ("app.x", "src.app.x")), ("my-app/x.py", ("",), ()), ("app/x.pyi", ("",), ("app.x",)),
    ("my-app/x.py", ("my-app", ""), ("x",)), ("app/x.txt", ("",), ()), ("srcs/x.py", ("src", ""), ("srcs.x",)),
])  # fmt: skip
def test_module_names(path: str, roots: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert module_names(path, roots) == names


def test_a_file_that_vanished_is_empty(tmp_path: Path) -> None:
    assert read_file(str(tmp_path), "gone.py") == b""


def test_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = str(tmp_path / "root")
    assert relative_path(root, f"{root}/a/b.py") == "a/b.py"
    assert relative_path(root, root) == ""
    assert relative_path(root, str(tmp_path / "rooted.py")) is None

    def other_drive(path: str, start: str) -> str:
        raise ValueError(f"{path} is not on the drive of {start}")

    monkeypatch.setattr("os.path.relpath", other_drive)
    assert relative_path(root, f"{root}/a.py") is None


def test_start_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"one/.git/x": "", "one/a/b.py": "", "two/.git/x": "", "two/c.py": ""})
    monkeypatch.chdir(tmp_path / "two")
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    assert start_folder([]) == two
    assert start_folder([f"{one}/a/b.py", f"{one}/a"]) == f"{one}/a"
    assert start_folder([f"{one}/new/deep.py"]) == one
    assert start_folder([f"{one}/a/b.py", f"{two}/c.py"]) == two


def test_a_git_that_fails_is_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": ""})
    monkeypatch.setenv("PATH", "")
    assert listed(str(tmp_path)) == ("a.py",)


def test_a_git_that_is_not_there_prints_nothing() -> None:
    assert output(None) is None


_KEPT = "kept = git.Listing('.')"


@pytest.mark.parametrize("code", [
    pytest.param(_KEPT, id="by-the-program"),
    pytest.param("git.kept = [git.Listing('.')]; git.kept.append(git.kept)", id="by-a-circle-in-a-module"),
    pytest.param(f"{_KEPT}; kept.raw", id="that-was-used"),
    pytest.param(f"{_KEPT}; del kept", id="that-is-let-go-of"),
])  # fmt: skip
def test_nothing_is_said_of_a_listing_at_the_end(code: str, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", f"import ssot_lint.repo.git as git; {code}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that were waited for."""
    found: list[int] = []
    wait = os.waitpid

    def recorded(process: int, options: int) -> tuple[int, int]:
        found.append(process)
        return wait(process, options)

    monkeypatch.setattr(os, "waitpid", recorded)
    return found


@pytest.mark.skipif(not hasattr(os, "posix_spawnp"), reason="processes are started in another way on this system")
class TestProcessesOfAListing:
    def test_none_is_left_of_one_that_is_let_go_of(self, tmp_path: Path, waited: list[int]) -> None:
        Listing(str(tmp_path))
        assert len(waited) == 2

    @pytest.mark.filterwarnings("error")
    @pytest.mark.parametrize("started", [0, 1])
    def test_none_is_left_where_the_next_can_not_start(
        self, started: int, tmp_path: Path, waited: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pipes = [os.pipe() for _ in range(started)]

        def pipe() -> tuple[int, int]:
            if pipes:
                return pipes.pop()
            raise OSError(errno.EMFILE, "Too many open files")

        monkeypatch.setattr(os, "pipe", pipe)
        with pytest.raises(OSError, match="Too many open files"):
            Listing(str(tmp_path))
        assert len(waited) == started
