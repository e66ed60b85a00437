"""What a run said is said again while it would be said anew, and never after that."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.fronts import start
from ssot_lint.fronts.cli import main
from ssot_lint.repo import again
from tests.processes import Done, git
from tests.processes import run as process
from tests.repository import write

FILES = {
    ".gitignore": "*.log\nbuild/\n",
    "app/__init__.py": "",
    "app/core.py": "class OrderFactory: ...\n\n\ndef helper(): ...\n",
    "app/api.py": "from app.core import helper\nfrom app.gone import x\n",
    "app/plain.py": "VALUE = 1\n",
    "app/notes.txt": "nothing\n",
    "app/deep/__init__.py": "",
    "tool": "#!/usr/bin/env python\nimport app.core\n",
}
POLICY = """\
[decisions.one]
keep = ["app.core:OrderFactory"]
ban-classes = ["LegacyFactory"]

[decisions.two]
emit = ["order_placed"]
emitters = ["emit"]
"""
_CLOCK = itertools.count(1_600_000_000)


def _age(root: Path) -> None:
    """Give all that is new a time of its own, long ago: what changes while a run goes on is not to be trusted."""
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name != again.FOLDER]
        for name in (*files, ""):
            path = os.path.join(folder, name)
            if os.lstat(path).st_mtime > 1_700_000_000:
                moment = next(_CLOCK)
                os.utime(path, (moment, moment), follow_symlinks=False)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, and the current folder."""
    monkeypatch.chdir(tmp_path)
    _begin(tmp_path)
    return tmp_path


def _begin(root: Path, policy: str = "") -> None:
    write(root, FILES, policy)
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "one")
    _age(root)
    git(root, "update-index", "--refresh")
    _age(root)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[bool, int, str, str]]:
    """Run as the console script does; tells too whether what was said before was said again."""

    def checked(*argv: str) -> tuple[bool, int, str, str]:
        said = again.said_before(argv)
        code = main(argv) if said is None else int(said["code"])
        out, err = capsys.readouterr()
        if said is not None:
            out, err = said["out"].decode(), said["err"].decode()
        return said is not None, code, out, err

    return checked


Run = Callable[..., tuple[bool, int, str, str]]


def _is_said_again(run: Run, root: Path, *argv: str) -> bool:
    """Whether a run is said again; in any case it must say what a fresh one says."""
    _age(root)
    was_again, *said = run("check", *argv)
    _, *fresh = run("check", "--no-cache", *argv)
    assert said == fresh
    return was_again


def test_nothing_changed(root: Path, run: Run) -> None:
    assert not _is_said_again(run, root)
    assert _is_said_again(run, root)
    assert run("check") == (
        True,
        1,
        "app/api.py:2:6: SSOT104 module app.gone does not exist: bring it back, or remove the import\n",
        "note: no policy found: to make a decision of the first finding, write it down in ssot.toml:\n"
        '    [decisions.gone]\n    delete = ["app.gone"]\n1 finding in 6 files\n',
    )


def _edit(path: str, text: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return edit


def _replace(root: Path) -> None:
    """As editors save: by another file that takes the name."""
    (root / "app/.plain.swp").write_text("VALUE = 2\n", encoding="utf-8")
    os.replace(root / "app/.plain.swp", root / "app/plain.py")


def _both(*changes: Callable[[Path], object]) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        for one in changes:
            one(root)

    return change


def _git(*words: str) -> Callable[[Path], object]:
    return lambda root: git(root, *words)


def _commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "-m", "two")


@pytest.mark.parametrize(("change", "is_again"), [
    pytest.param(lambda root: None, True, id="nothing"),
    pytest.param(_edit("app/plain.py", "VALUE = 2\n"), True, id="what-nobody-looks-at"),
    pytest.param(_edit("app/plain.py", "VALUE = 2\nOTHER = 1\n"), False, id="another-name"),
    pytest.param(_edit("app/plain.py", "import app.core\nVALUE = 1\n"), False, id="another-import"),
    pytest.param(_edit("app/plain.py", "VALUE = 2  # noqa: SSOT104\n"), False, id="suppression"),
    pytest.param(_edit("app/api.py", "\nfrom app.core import helper\nfrom app.gone import x\n"), False, id="finding-moves"),
    pytest.param(_replace, True, id="saved-by-an-editor"),
    pytest.param(_both(_edit("app/plain.py", "VALUE = 2\n"), _git("add", ".")), True, id="staged"),
    pytest.param(_both(_edit("app/plain.py", "VALUE = 2\n"), _commit), True, id="committed"),
    pytest.param(_both(_edit("app/plain.py", "X = 2\n"), _commit), False, id="committed-another-name"),
    pytest.param(_both(_edit("app/plain.py", "X = 2\n"), _git("add", "."), _edit("app/plain.py", "VALUE = 1\n")), True,
                 id="staged-and-taken-back"),
    pytest.param(_commit, True, id="empty-commit"),
    pytest.param(_edit("app/new.py", ""), False, id="new-file"),
    pytest.param(_edit("app/deep/er/new.py", ""), False, id="new-folder"),
    pytest.param(_edit("app/new.log", ""), False, id="new-ignored-file"),
    pytest.param(_edit("build/deep/new.py", "from app import nothing\n"), False, id="new-ignored-folder"),
    pytest.param(lambda root: (root / "app/plain.py").unlink(), False, id="deleted"),
    pytest.param(lambda root: shutil.rmtree(root / "app/deep"), False, id="folder-deleted"),
    pytest.param(_git("rm", "--quiet", "app/plain.py"), False, id="removed"),
    pytest.param(_git("rm", "--quiet", "--cached", "app/plain.py"), False, id="no-longer-tracked"),
    pytest.param(_git("mv", "app/plain.py", "app/gone.py"), False, id="renamed"),
    pytest.param(_both(_git("update-index", "--assume-unchanged", "app/plain.py"), _edit("app/plain.py", "X = 1\n")), False,
                 id="assumed-to-be-unchanged"),
    pytest.param(_edit(".gitignore", "*.log\n"), False, id="ignored-are-others"),
    pytest.param(_edit(".git/info/exclude", "app/gone.py\n"), False, id="excluded-are-others"),
    pytest.param(_edit("tool", "#!/bin/sh\n"), False, id="script"),
    pytest.param(_edit("app/notes.txt", "LegacyFactory\n"), True, id="document-without-decisions"),
    pytest.param(_edit("ssot.toml", POLICY), False, id="policy"),
    pytest.param(_edit("pyproject.toml", "[project]\ndependencies = ['app']\n"), False, id="project"),
])  # fmt: skip
def test_changes(change: Callable[[Path], object], is_again: bool, root: Path, run: Run) -> None:
    _is_said_again(run, root)
    change(root)
    assert _is_said_again(run, root) is is_again
    assert _is_said_again(run, root)


@pytest.mark.parametrize(("change", "is_again"), [
    pytest.param(_edit("app/plain.py", "VALUE = 2\nTHIRD = 2\n"), True, id="what-nobody-looks-at"),
    pytest.param(_edit("app/new.py", ""), False, id="new-file"),
    pytest.param(_edit("app/deep/er/new.py", ""), False, id="new-folder"),
    pytest.param(_edit("app/empty/new.py", ""), False, id="new-file-where-nothing-was"),
    pytest.param(_edit("build/deep/new.py", "from app import nothing\n"), True, id="new-folder-in-an-ignored-one"),
    pytest.param(lambda root: shutil.rmtree(root / "app/deep"), False, id="folder-deleted"),
    pytest.param(lambda root: (root / "app/empty").rmdir(), False, id="empty-folder-deleted"),
    pytest.param(_edit(".gitignore", "*.log\n"), False, id="ignored-are-others"),
])  # fmt: skip
def test_changes_after_several_runs(change: Callable[[Path], object], is_again: bool, root: Path, run: Run) -> None:
    """A record takes over from the one before it what has not changed."""
    (root / "app/empty").mkdir()
    (root / "build").mkdir()
    assert not _is_said_again(run, root)
    _edit("app/deep/more.py", "VALUE = 1\n")(root)
    assert not _is_said_again(run, root)
    _edit("app/plain.py", "VALUE = 1\nTHIRD = 1\n")(root)
    assert not _is_said_again(run, root)
    change(root)
    assert _is_said_again(run, root) is is_again
    assert _is_said_again(run, root)


@pytest.mark.parametrize(("change", "is_again"), [
    pytest.param(_edit("app/plain.py", "VALUE = 2\n"), True, id="what-nobody-looks-at"),
    pytest.param(_edit("app/plain.py", "VALUE = LegacyFactory\n"), False, id="banned-class"),
    pytest.param(_edit("app/plain.py", "VALUE = '\u00e9'\n"), False, id="any-character"),
    pytest.param(_edit("app/plain.py", "# coding: utf-7\nVALUE = 1\n"), False, id="any-encoding"),
    pytest.param(_edit("app/notes.txt", "LegacyFactory\n"), False, id="document"),
    pytest.param(_edit("app/plain.py", 'VALUE = emit("order_placed")\n'), False, id="event"),
    pytest.param(_edit("app/plain.py", 'VALUE = emit(f"order{x}")\n'), False, id="event-put-together"),
    pytest.param(_edit("app/notes.txt", "something else\n"), True, id="another-document"),
    pytest.param(_commit, False, id="commit"),
    pytest.param(_both(lambda root: os.utime(root / "app/notes.txt"), _git("update-index", "-q", "--refresh")), True,
                 id="touched"),
])  # fmt: skip
def test_changes_with_decisions(
    change: Callable[[Path], object], is_again: bool, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _begin(tmp_path, POLICY)
    _is_said_again(run, tmp_path)
    change(tmp_path)
    assert _is_said_again(run, tmp_path) is is_again
    assert _is_said_again(run, tmp_path)


@pytest.mark.parametrize(("text", "is_again"), [
    pytest.param("VALUE = 1\n# of util here\n", True, id="only-named"),
    pytest.param("VALUE = util.more(2)\n", True, id="used"),
    pytest.param("VALUE = util\n", False, id="called-otherwise"),
    pytest.param("VALUE = old\n", False, id="the-last-name"),
])  # fmt: skip
def test_changes_beside_the_package_of_a_deleted_module(
    text: str, is_again: bool, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssot_lint.bans.mentions.MANY", -1)
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"app/util/__init__.py": "", "app/use.py": "x.old = 1\n"})
    _begin(tmp_path, '[decisions.one]\ndelete = ["app.util.old"]\n')
    _is_said_again(run, tmp_path)
    _edit("app/plain.py", text)(tmp_path)
    assert _is_said_again(run, tmp_path) is is_again
    assert _is_said_again(run, tmp_path)


@pytest.mark.parametrize(("path", "text"), [
    pytest.param("new.md", "`LegacyFactory`\n", id="document"),
    pytest.param("new.ipynb", '{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["LegacyFactory"]}]}', id="notebook"),
])  # fmt: skip
def test_what_git_does_not_track_yet(
    path: str, text: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came into a document that was no concern before was found no sooner than something else changed."""
    monkeypatch.chdir(tmp_path)
    _begin(tmp_path, POLICY)
    _edit(path, "{}\n")(tmp_path)
    assert not _is_said_again(run, tmp_path)
    assert _is_said_again(run, tmp_path)
    _edit(path, text)(tmp_path)
    assert not _is_said_again(run, tmp_path)


@pytest.mark.parametrize("argv", [
    pytest.param(["app"], id="focus"),
    pytest.param(["--format", "json"], id="json"),
    pytest.param(["--select", "SSOT101"], id="select"),
    pytest.param(["--exit-zero", "--statistics"], id="exit-zero"),
    pytest.param(["--color", "always", "--format", "full"], id="color"),
])  # fmt: skip
def test_each_run_has_a_record_of_its_own(argv: list[str], root: Path, run: Run) -> None:
    _is_said_again(run, root)
    assert not _is_said_again(run, root, *argv)
    assert _is_said_again(run, root, *argv)
    assert _is_said_again(run, root)


def test_changes_that_git_is_told_not_to_see(root: Path, run: Run) -> None:
    git(root, "update-index", "--skip-worktree", "app/plain.py")
    assert not _is_said_again(run, root)
    assert _is_said_again(run, root)
    _edit("app/plain.py", "import app.gone\n")(root)
    assert not _is_said_again(run, root)


def test_from_a_folder_below(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "app")
    assert not _is_said_again(run, root)
    assert _is_said_again(run, root)
    _edit("app/setup.cfg", "[ssot-lint]\n")(root)
    assert not _is_said_again(run, root)


def test_a_root_below_that_of_git(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {f"part/{path}": text for path, text in FILES.items()})
    write(tmp_path / "part", {}, POLICY)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "one")
    monkeypatch.chdir(tmp_path / "part")
    assert not _is_said_again(run, tmp_path)
    assert _is_said_again(run, tmp_path)
    _edit("part/app/plain.py", "X = 1\n")(tmp_path)
    assert not _is_said_again(run, tmp_path)


def test_a_record_that_can_not_be_written_is_none(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("check")
    before = sorted(path.name for path in (root / again.FOLDER).iterdir())

    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "replace", full)
    assert run("check", "--jobs", "2")[1] == 1
    assert sorted(path.name for path in (root / again.FOLDER).iterdir()) == before


@pytest.mark.parametrize("argv", [
    pytest.param(["check", "--no-cache"], id="no-cache"),
    pytest.param(["check", "--fix"], id="fix"),
    pytest.param(["check", "--output-file", "x"], id="output-file"),
    pytest.param(["check", "--output-file=x"], id="output-file-joined"),
    pytest.param(["check", "--stdin-filename=x"], id="stdin"),
    pytest.param(["status"], id="another-command"),
    pytest.param([], id="no-command"),
])  # fmt: skip
def test_what_is_never_said_again(argv: list[str]) -> None:
    assert again.key_of(argv) is None
    assert again.said_before(argv) is None


def test_nothing_is_kept_without_a_commit(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, FILES)
    git(tmp_path, "init", "--quiet")
    assert not _is_said_again(run, tmp_path)
    assert not _is_said_again(run, tmp_path)


def test_nothing_is_kept_of_what_changed_during_the_run(root: Path, run: Run) -> None:
    _edit("app/fresh.py", "")(root)
    run("check")
    assert not list((root / again.FOLDER).glob("again-*"))


def test_nothing_is_kept_outside(root: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / again.FOLDER).symlink_to(elsewhere)
    assert not _is_said_again(run, root)
    assert not _is_said_again(run, root)
    assert not list(elsewhere.iterdir())


def test_few_records_are_kept(root: Path, run: Run) -> None:
    for number in range(1, 12):
        run("check", "--jobs", str(number))
    assert len(list((root / again.FOLDER).glob("again-*"))) == 8


def test_without_git_nothing_is_said_again(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("check")
    monkeypatch.setenv("PATH", "")
    assert again.said_before(["check"]) is None


def test_on_systems_that_start_processes_in_another_way(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "posix_spawnp")
    assert not _is_said_again(run, root)
    assert _is_said_again(run, root)
    monkeypatch.setenv("PATH", "")
    assert again.said_before(["check"]) is None


@pytest.fixture
def record(root: Path, run: Run) -> Path:
    run("check")
    [path] = (root / again.FOLDER).glob("again-*")
    return path


@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_record_is_none(place: int, value: int, record: Path) -> None:
    data = record.read_bytes()
    at = place % len(data)
    damaged = data[:at] + bytes([value]) + data[at + 1 :]
    found = _read(damaged)
    assert (found is None) == (damaged != data)
    assert _read(data[:at]) is None


def _read(data: bytes) -> again.Said | None:
    key = again.key_of(["check"])
    assert key is not None
    try:
        return again.read(data, key)
    except ValueError:
        return None


@pytest.mark.parametrize(("text", "is_said"), [
    pytest.param("plain\n", True, id="plain"),
    pytest.param("\x1b[31mred\x1b[0m\n", True, id="colour"),
    pytest.param("\x1b]0;title\x07\n", False, id="title"),
    pytest.param("\x1b[2J\n", False, id="clear"),
    pytest.param("a\rb\n", False, id="over-it"),
])  # fmt: skip
def test_a_record_does_not_steer_the_terminal(text: str, is_said: bool, record: Path) -> None:
    said = _read(record.read_bytes())
    assert said is not None
    record.write_bytes(again.written({**said.parts, "out": text.encode()}))
    found = again.said_before(["check"])
    assert (found is not None) is is_said


def _process(root: Path, *argv: str) -> Done:
    return process(sys.executable, "-m", "ssot_lint", *argv, cwd=root)


def test_the_console_script(root: Path) -> None:
    first = _process(root, "check")
    assert (first.code, len(list((root / again.FOLDER).glob("again-*")))) == (1, 1)
    assert _process(root, "check") == first
    other = _process(root, "check", "--format", "json")
    assert _process(root, "check", "--format", "json") == other


def test_streams_that_are_gone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        encoding = "utf-8"

        def isatty(self) -> bool:
            return False

        def write(self, text: str) -> None: ...

        def flush(self) -> None:
            raise OSError

    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(sys, "argv", ["ssot-lint", "explain", "SSOT001"])
    monkeypatch.setattr(sys, "stdout", Gone())
    monkeypatch.setattr(sys, "stderr", Gone())
    monkeypatch.setattr(os, "_exit", leave)
    with pytest.raises(SystemExit) as left:
        start.run()
    assert left.value.code == 2


def test_nobody_reads(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = again.said_before(["check"])
    assert said is not None

    class Closed:
        def reconfigure(self, **_: object) -> None: ...

        def write(self, text: str) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Closed())
    assert start._say(said) is False


# -- whatever happens

_NAMES = ("app/plain.py", "app/core.py", "app/api.py", "app/other.py", "lib/__init__.py", "app/notes.txt", "new.md")
_TEXTS = (
    "",
    "VALUE = 1\n",
    "VALUE = 2\n",
    'emit("order_placed")\n',
    "from app.core import helper\n",
    "from app.core import gone\n",
    "from app import other\n",
    "class OrderFactory:\n    def make(self): ...\n    def take(self): ...\n",
    "class OrderFactory:\n    def take(self): ...\n    def make(self): ...\n    def more(self): ...\n",
    "import app.other  # noqa: SSOT104\n",
    "LegacyFactory\n",
    "from .core import *\n",
)
_STEPS = st.one_of(
    st.builds(_edit, st.sampled_from(_NAMES), st.sampled_from(_TEXTS)),
    st.sampled_from([_commit, _git("add", "."), _git("checkout", "--quiet", "."), _replace]),
    st.sampled_from(_NAMES).map(lambda name: lambda root: (root / name).unlink(missing_ok=True)),
    st.builds(_edit, st.just(".gitignore"), st.sampled_from(["*.log\n", "app/other.py\n", "lib/\n"])),
    st.builds(_edit, st.just("ssot.toml"), st.sampled_from([POLICY, '[duplicates]\nnames = ["helper"]\n'])),
)


@given(steps=st.lists(_STEPS, min_size=2, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changes(steps: list[Callable[[Path], object]], run: Run) -> None:
    for root in _folder():
        _begin(root)
        for step in steps:
            step(root)
            _is_said_again(run, root)


def _folder() -> Iterator[Path]:
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield Path(folder).resolve()
        finally:
            os.chdir(here)


# -- what an earlier run has found out


@pytest.fixture
def told(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """A record; the digests that were made since it was."""
    made: list[bytes] = []
    digest_of = again.digest_of

    def counted(sketch: tuple[object, ...]) -> bytes:
        made.append(digest_of(sketch))
        return made[-1]

    _age(root)
    run("check")
    monkeypatch.setattr(again, "digest_of", counted)
    return made


def _record(root: Path) -> Path:
    [record] = [path for path in (root / again.FOLDER).iterdir() if path.name.startswith(again.PREFIX)]
    return record


def _sketches(root: Path) -> list[bytes]:
    """The digests in a record."""
    said = again.read(_record(root).read_bytes())
    assert said is not None
    return [said["sketches"][place : place + again.DIGEST] for place in range(0, 6 * again.DIGEST, again.DIGEST)]


def _flipped(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def test_digests_of_what_has_not_changed_are_taken_over(root: Path, run: Run, told: list[bytes]) -> None:
    before = _sketches(root)
    write(root, {"app/api.py": "from app.core import helper\nfrom app.other import x\n"})
    _age(root)
    assert not run("check")[0]
    assert len(told) == 1
    assert sum(one != other for one, other in zip(before, _sketches(root), strict=True)) == 1
    assert told[0] in _sketches(root)


@pytest.mark.parametrize("damage", [
    pytest.param(lambda record: record.write_bytes(b""), id="empty"),
    pytest.param(lambda record: record.write_bytes(_flipped(record.read_bytes())), id="flipped"),
    pytest.param(lambda record: (record.unlink(), record.mkdir()), id="a-folder"),
    pytest.param(lambda record: (record.rename(record.parent / "other"), record.symlink_to("other")), id="a-link"),
    pytest.param(lambda record: record.unlink(), id="gone"),
])  # fmt: skip
def test_of_a_damaged_record_nothing_is_taken_over(
    damage: Callable[[Path], object], root: Path, run: Run, told: list[bytes]
) -> None:
    before = _sketches(root)
    damage(_record(root))
    _age(root)
    assert not run("check")[0]
    assert len(told) == 6
    if _record(root).is_file():
        assert _sketches(root) == before
