"""What flake8 is told is found out once: said again while nothing has changed, and found out anew when something has."""

from __future__ import annotations

import ast
import gc
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssot_lint.fronts.flake8_answers import Answers, Asked
from ssot_lint.model import Hit
from ssot_lint.policy.model import Policy
from ssot_lint.repo import again
from ssot_lint.repo.again_files import Remark, SaidOfFiles, said_of_files, written
from ssot_lint.repo.cache import content_key
from ssot_lint.repo.index import Index
from ssot_lint.rules import banned_class, duplicate_class
from ssot_lint.session import Session
from tests.processes import git
from tests.repository import write
from tests.test_flake8 import flake8, ours, ours_here

POLICY = """\
[decisions.auth]
keep = ["app.auth:Auth"]
delete = ["app.old"]
ban-classes = ["LegacyAuth"]
"""
FILES: dict[str, str | bytes] = {
    ".gitignore": "build/\n",
    "app/__init__.py": "",
    "app/auth.py": "class Auth: ...\n",
    "app/api.py": "from app import LegacyAuth\n",
    "app/plain.py": "VALUE = 1\n",
    "app/windows.py": b"VALUE = 1\r\nOTHER = 2\r\n",
    "app/marked.py": b"\xef\xbb\xbfVALUE = 1\n",
    "app/latin.py": '# -*- coding: latin-1 -*-\nVALUE = "é"\n'.encode("latin-1"),
    "build/made.py": "from app import LegacyAuth\n",
    "ssot.toml": POLICY,
}
TEXTS = ["app/api.py", "app/plain.py", "app/windows.py", "app/marked.py", "app/latin.py"]
BANNED = "SSOT001 LegacyAuth is banned: use Auth from app.auth (auth)"
DELETED = "SSOT002 module app.old is deleted: use Auth from app.auth (auth)"
_CLOCK = itertools.count(1_600_000_000)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository in which nothing has changed for long: what changes while a run goes on is not to be trusted."""
    write(tmp_path, FILES)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "one")
    _age(tmp_path)
    git(tmp_path, "update-index", "--refresh")
    _age(tmp_path)
    return tmp_path


def _age(root: Path) -> None:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name != again.FOLDER]
        for name in (*files, ""):
            moment = next(_CLOCK)
            os.utime(os.path.join(folder, name), (moment, moment), follow_symlinks=False)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of what was asked of sessions; nothing while all is said again."""
    found: list[str] = []

    def recorded(name: str) -> Callable[..., object]:
        original = getattr(Session, name)

        def method(*given: object, **named: object) -> object:
            found.append(name)
            return original(*given, **named)

        return method

    for name in ("__init__", "check_ahead", "check_parsed"):
        monkeypatch.setattr(Session, name, recorded(name))
    yield found
    gc.unfreeze()


def _edit(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: write(root, {path: text})


ALL = [f"./app/api.py:1:17: {BANNED}"]
AHEAD = ["__init__", "check_ahead"]
ONE = ["__init__", "check_parsed"]


class TestSaidAgain:
    """After flake8 has looked at all files."""

    @pytest.mark.parametrize(("arguments", "expected"), [
        pytest.param(["--extend-exclude", "build", "."], ALL, id="all"),
        pytest.param(["app/api.py"], [f"app/api.py:1:17: {BANNED}"], id="one-file"),
        pytest.param(["app/api.py", "app/auth.py"], [f"app/api.py:1:17: {BANNED}"], id="two-files"),
        pytest.param(["app"], [f"app/api.py:1:17: {BANNED}"], id="a-folder"),
        pytest.param(TEXTS, [f"app/api.py:1:17: {BANNED}"], id="any-text"),
        pytest.param(["-"], [f"app/api.py:1:17: {BANNED}"], id="standard-input"),
    ])  # fmt: skip
    def test_nothing_has_changed(
        self, arguments: list[str], expected: list[str], root: Path, opened: list[str]
    ) -> None:
        options = ["--stdin-display-name", "app/api.py"] if arguments == ["-"] else []
        assert ours_here(root, "--extend-exclude", "build", ".") == ALL
        opened.clear()
        assert ours_here(root, *options, *arguments, stdin=b"from app import LegacyAuth\n") == expected
        assert opened == []

    @pytest.mark.parametrize("path", ["app", "app/plain.py"])
    def test_what_nobody_looks_at_has_changed(self, path: str, root: Path, opened: list[str]) -> None:
        write(root, {"app/api.py": "from app.gone import x\n"})
        _age(root)
        found = ours_here(root, "app")
        assert [line.split()[1] for line in found] == ["SSOT104"]
        write(root, {"app/plain.py": "VALUE = 2\n"})
        opened.clear()
        assert ours_here(root, path) == (found if path == "app" else [])
        assert opened == []

    @pytest.mark.parametrize(("change", "expected"), [
        pytest.param(_edit("app/plain.py", "VALUE = 2\nimport app.old\n"),
                     [*ALL, f"./app/plain.py:2:8: {DELETED}"], id="import"),
        pytest.param(_edit("app/plain.py", "LegacyAuth\n"), [*ALL, f"./app/plain.py:1:1: {BANNED}"], id="name"),
        pytest.param(_edit("app/new.py", "from app import LegacyAuth\n"),
                     [*ALL, f"./app/new.py:1:17: {BANNED}"], id="new-file"),
        pytest.param(_edit("ssot.toml", f'ignore = ["SSOT001", "SSOT104"]\n{POLICY}'), [], id="policy"),
        pytest.param(lambda root: (root / "app/api.py").unlink(), [], id="file-gone"),
    ])  # fmt: skip
    def test_something_has_changed(
        self, change: Callable[[Path], object], expected: list[str], root: Path, opened: list[str]
    ) -> None:
        ours_here(root, "--extend-exclude", "build", ".")
        change(root)
        opened.clear()
        assert sorted(ours_here(root, "--extend-exclude", "build", ".")) == sorted(expected)
        assert opened == AHEAD

    def test_a_file_whose_finding_has_moved(self, root: Path, opened: list[str]) -> None:
        ours_here(root, "app")
        write(root, {"app/api.py": "\nfrom app import LegacyAuth\n"})
        opened.clear()
        assert ours_here(root, "app/api.py") == [f"app/api.py:2:17: {BANNED}"]
        assert opened == ONE

    def test_what_somebody_writes_is_not_on_the_disk(self, root: Path, opened: list[str]) -> None:
        ours_here(root, "app")
        opened.clear()
        name = ["--stdin-display-name", "app/plain.py", "-"]
        assert ours_here(root, *name, stdin=b"import app.old\n") == [f"app/plain.py:1:8: {DELETED}"]
        assert opened == ONE

    def test_a_file_that_flake8_reads_in_another_way(self, root: Path, opened: list[str]) -> None:
        write(root, {"app/undecodable.py": b'VALUE = "\xe9"\n'})
        _age(root)
        ours_here(root, "app")
        opened.clear()
        assert ours_here(root, "app/undecodable.py") == []
        assert opened == ONE

    def test_what_git_ignores_is_not_asked_about(self, root: Path, opened: list[str]) -> None:
        assert ours_here(root, "build/made.py") == []
        assert ours_here(root, "--stdin-display-name", "build/made.py", "-", stdin=b"import app.old\n") == []
        assert opened == ["__init__", "__init__"]

    def test_what_is_excluded_is_not_asked_about(self, root: Path, opened: list[str]) -> None:
        write(root, {"ssot.toml": f'exclude = ["app/api.py"]\n{POLICY}'})
        _age(root)
        assert ours_here(root, "app") == []
        opened.clear()
        assert ours_here(root, "app/api.py") == []
        assert opened == ["__init__"]

    def test_other_options_are_another_run(self, root: Path, opened: list[str]) -> None:
        write(root, {"app/a.py": "class AFactory: ...\n", "app/b.py": "class AFactory: ...\n", "other.toml": POLICY})
        _age(root)
        for expected in (AHEAD, []):
            opened.clear()
            assert len(ours_here(root, "app")) == 3
            assert opened[:2] == expected
        for options in (["--ssot-no-repo"], ["--ssot-config", "other.toml", "--ssot-no-repo"]):
            for expected in (AHEAD, []):
                opened.clear()
                assert ours_here(root, *options, "app") == [f"app/api.py:1:17: {BANNED}"]
                assert opened[:2] == expected

    def test_another_policy_has_changed(self, root: Path, opened: list[str]) -> None:
        (root / "ssot.toml").rename(root / "other.toml")
        _age(root)
        assert ours_here(root, "--ssot-config", "other.toml", "app") == [f"app/api.py:1:17: {BANNED}"]
        write(root, {"other.toml": POLICY.replace("LegacyAuth", "app.auth.Auth")})
        assert [line for line in ours_here(root, "--ssot-config", "other.toml", "app") if BANNED in line] == []

    def test_a_policy_that_broke(self, root: Path) -> None:
        ours_here(root, "app")
        write(root, {"ssot.toml": "[decisions"})
        assert "ssot-lint can't understand its policy:" in flake8(root, "app").out

    def test_workers(self, root: Path) -> None:
        """In a process of its own, with others that it has forked."""
        for _ in range(2):
            assert ours(root, "-j", "2", "--extend-exclude", "build", ".") == ALL


class TestRecord:
    @pytest.fixture
    def record(self, root: Path, opened: list[str]) -> Path:
        assert ours_here(root, "app") == [f"app/api.py:1:17: {BANNED}"]
        [path] = (root / again.FOLDER).glob("again-*")
        return path

    def _said(self, record: Path) -> again.Said:
        said = again.read(record.read_bytes())
        assert said is not None
        return said

    @pytest.mark.parametrize(("out", "is_said"), [
        pytest.param("", True, id="nothing"),
        pytest.param("app/api.py\x003\x004\x00SSOT001 é", True, id="a-finding"),
        pytest.param("app/api.py\x003\x004\x00\x1b[2J", False, id="steers-the-terminal"),
        pytest.param("app/api.py\x003\x004", False, id="part-of-a-finding"),
        pytest.param("app/api.py\x00x\x004\x00SSOT001", False, id="no-number"),
    ])  # fmt: skip
    def test_only_what_is_sound_is_said(self, out: str, is_said: bool, record: Path) -> None:
        said = self._said(record)
        record.write_bytes(again.written({**said.parts, "out": out.encode()}))
        found = said_of_files(str(record.parents[1]), said["key"].decode())
        assert (found is not None) is is_said

    @pytest.mark.parametrize("data", [pytest.param(b"", id="empty"), pytest.param(b"x\ny\nz\n", id="other")])
    def test_a_damaged_record_is_none(self, data: bytes, record: Path, opened: list[str]) -> None:
        record.write_bytes(data)
        opened.clear()
        assert ours_here(record.parents[1], "app") == [f"app/api.py:1:17: {BANNED}"]
        assert opened[:2] == AHEAD

    def test_what_is_written_is_read(self, record: Path) -> None:
        said = self._said(record)
        remarks = {"a.py": [Remark(1, 2, "one"), Remark(1, 3, "two")], "b é.py": [Remark(3, 4, "three, four")]}
        record.write_bytes(again.written({**said.parts, "out": written(remarks).encode()}))
        found = said_of_files(str(record.parents[1]), said["key"].decode())
        assert found is not None
        assert found.remarks == remarks


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("VALUE = 1\n", [Remark(1, 1, "one")], id="as-it-was"),
    pytest.param("VALUE = 2\n", None, id="as-it-is"),
])  # fmt: skip
def test_a_file_that_changes_while_flake8_runs(text: str, expected: list[Remark] | None, tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "VALUE = 2\n"})
    contents = {"a.py": bytes.fromhex(content_key(b"VALUE = 1\n"))}
    assert SaidOfFiles(str(tmp_path), {"a.py": [Remark(1, 1, "one")]}, contents).of("a.py", text) == expected


def test_few_files_are_checked_ahead_without_all_others(root: Path, opened: list[str]) -> None:
    assert ours_here(root, "app/api.py", "app/plain.py") == [f"app/api.py:1:17: {BANNED}"]
    assert opened == AHEAD
    assert not [*(root / again.FOLDER).glob("again-*")]


def test_a_broken_rule_costs_no_finding(root: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]) -> None:
    def breaks(policy: Policy, index: Index) -> Iterator[Hit]:
        raise KeyError("x")

    rule = duplicate_class.RULE._replace(repo=breaks, reports_in=None)
    monkeypatch.setattr(Session, "rules", lambda session: (rule, banned_class.RULE))
    broken = "SSOT900 internal error, rule SSOT101: KeyError: 'x': please report it"
    assert ours_here(root, "app/api.py", "app/plain.py") == [
        f"app/api.py:1:1: {broken}",
        f"app/api.py:1:17: {BANNED}",
        f"app/plain.py:1:1: {broken}",
    ]


@pytest.mark.parametrize("name", ["app", "app/api.py"])
def test_what_was_found_out_is_let_go(
    name: str, root: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """flake8 goes on for long: its collector need not visit what nobody asks for any more."""
    monkeypatch.chdir(root)
    gc.unfreeze()
    text = "from app import LegacyAuth\n"
    answers = Answers(Asked([name], config=None, no_repo=False, jobs=1))
    assert answers.of("app/api.py", text, ast.parse(text)) == [Remark(1, 17, BANNED)]
    assert gc.get_freeze_count()


def test_a_file_of_another_repository_is_none_of_ours(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    answers = Answers(Asked(["app/api.py"], config=None, no_repo=False, jobs=1))
    assert answers.of("../elsewhere.py", "LegacyAuth\n", ast.parse("LegacyAuth\n")) == ()
