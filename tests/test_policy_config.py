"""Which file is the policy, and where things are in it."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from ssot_lint.policy.config import load
from ssot_lint.policy.model import Policy, PolicyError
from ssot_lint.policy.root import find_root
from tests.test_policy_cases import FORMATS, OPTIONS, SETUP_CFG, SSOT_TOML, lines, problems

HOLDS = {
    "ssot.toml": ("ssot.toml", ""),
    "pyproject table": ("pyproject.toml", "[tool.ssot-lint]\n"),
    "pyproject decision": ("pyproject.toml", "[tool.ssot-lint.decisions.a]\n"),
    "pyproject inline": ("pyproject.toml", "[tool]\nssot-lint = {}\n"),
    "pyproject misnamed": ("pyproject.toml", "[tool.ssot_lint]\n"),
    "pyproject broken": ("pyproject.toml", "[tool.'ssot-lint']\nexclude = [\n"),
    "setup.cfg section": ("setup.cfg", "[metadata]\nname: a\n[ssot-lint]\n"),
    "setup.cfg decision": ("setup.cfg", "[ssot-lint:decision:a]\n"),
    "setup.cfg after a byte order mark": ("setup.cfg", "\ufeff[ssot-lint]\n"),
    "setup.cfg misnamed": ("setup.cfg", "[tool:ssot-lint]\n"),
}

HOLDS_NOT = {
    "pyproject dependency": ("pyproject.toml", "[project]\ndependencies = ['ssot-lint']\n"),
    "pyproject key of another tool": ("pyproject.toml", "[tool.poetry.dependencies]\nssot-lint = '*'\n"),
    "pyproject broken elsewhere": ("pyproject.toml", "[project\ndependencies = ['ssot-lint']\n"),
    "pyproject tool": ("pyproject.toml", "tool = 'ssot-lint'\n"),
    "pyproject without the word": ("pyproject.toml", "[tool.ruff]\n"),
    "setup.cfg dependency": ("setup.cfg", "[options]\ninstall_requires =\n    ssot-lint\n"),
    "setup.cfg other section": ("setup.cfg", "[ssot-linting]\n"),
    "another name": ("other.toml", "[tool.ssot-lint]\n"),
}


@pytest.mark.parametrize(("name", "text"), HOLDS.values(), ids=HOLDS)
def test_root_has_the_policy(tmp_path: Path, name: str, text: str) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "a" / name).write_text(text, encoding="utf-8")
    assert find_root(str(inner)) == str(tmp_path / "a")


@pytest.mark.parametrize(("name", "text"), HOLDS_NOT.values(), ids=HOLDS_NOT)
def test_other_files_are_no_policy(tmp_path: Path, name: str, text: str) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".git").write_text("gitdir: elsewhere")
    (tmp_path / "a" / name).write_text(text)
    assert find_root(str(inner)) == str(tmp_path)
    assert load(str(tmp_path / "a"), OPTIONS) == Policy()


def test_root_is_not_above_the_repository(tmp_path: Path) -> None:
    (tmp_path / "ssot.toml").write_text("")
    (tmp_path / "a" / ".git").mkdir(parents=True)
    assert find_root(str(tmp_path / "a")) == str(tmp_path / "a")


def test_root_without_policy_and_git_is_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.isfile", lambda _: False)
    monkeypatch.setattr("os.path.exists", lambda _: False)
    assert find_root("/no/such/folder") == "/no/such/folder"


def test_folder_called_like_a_policy_is_none(tmp_path: Path) -> None:
    (tmp_path / "ssot.toml").mkdir()
    assert load(str(tmp_path), OPTIONS) == Policy()


def test_two_policies(tmp_path: Path) -> None:
    for name, text in FORMATS.items():
        (tmp_path / name).write_text(text)
    assert problems(tmp_path, "") == (
        "ssot.toml and pyproject.toml and setup.cfg: each holds a policy: keep one, and remove the others",
    )
    (tmp_path / "pyproject.toml").unlink()
    assert problems(tmp_path, "") == ("ssot.toml and setup.cfg: each holds a policy: keep one, and remove the others",)


@pytest.mark.parametrize("name", ["ssot.toml", "policy.toml", "a/pyproject.toml", "tox.ini", "setup.cfg"])
def test_explicit_file(tmp_path: Path, name: str) -> None:
    formats = {**FORMATS, "policy.toml": SSOT_TOML, "tox.ini": SETUP_CFG}
    (tmp_path / "a").mkdir()
    (tmp_path / "ssot.toml").write_text("broken")
    (tmp_path / name).write_text(formats[Path(name).name])
    policy = load(str(tmp_path), OPTIONS, str(tmp_path / name))
    assert (policy.path, len(policy.decisions)) == (name, 4)


def test_explicit_file_outside_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.toml").write_text("")
    (tmp_path / "repo").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load(str(tmp_path / "repo"), OPTIONS, "policy.toml").path == (tmp_path / "policy.toml").as_posix()


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("policy.yaml", "", "policy.yaml: not a policy by its name: call it *.toml, *.cfg or *.ini"),
        ("pyproject.toml", "[project]", "pyproject.toml: has no policy: add a table [tool.ssot-lint]"),
        ("tox.ini", "[tox]", "tox.ini: has no policy: add a section [ssot-lint]"),
        ("missing.toml", None, "missing.toml: can't be read: No such file or directory"),
        ("nul\0.toml", None, "nul\0.toml: can't be read: embedded null byte"),
    ],
    ids=["name", "pyproject", "ini", "missing", "nul"],
)
def test_explicit_file_that_is_no_policy(tmp_path: Path, name: str, text: str | None, problem: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(PolicyError) as caught:
        load(str(tmp_path), OPTIONS, f"{tmp_path}/{name}")
    assert caught.value.problems == (problem,)


@pytest.mark.parametrize("name", ["ssot.toml", "pyproject.toml", "setup.cfg"])
def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / name).write_text("")

    def refuse(path: str, *_: Any) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(builtins, "open", refuse)
    with pytest.raises(PolicyError) as caught:
        load(str(tmp_path), OPTIONS)
    assert caught.value.problems == (f"{name}: can't be read: Permission denied",)


@pytest.mark.parametrize(("name", "text"), FORMATS.items(), ids=FORMATS)
def test_encodings(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert len(load(str(tmp_path), OPTIONS).decisions) == 4
    file.write_bytes(text.replace("larger", "größer").encode("latin-1"))
    with pytest.raises(PolicyError) as caught:
        load(str(tmp_path), OPTIONS)
    line = text[: text.index("larger")].count("\n") + 1
    assert caught.value.problems == (f"{name}:{line}: not UTF-8: save the file in that encoding",)


PLACES = {
    "ssot.toml": """
        # a policy
        [ decisions . "a" ] # why
        only = ["A"]
        [[decisions.a.exempt]]
        paths = ["x"]
        reason = "y"
        [decisions.'b']
        only = ["B"]
        exempt = [{paths = ["x"], reason = "y"}]
        [[decisions."a".exempt]]
        paths = ["x"]
        reason = "y"
    """,
    "pyproject.toml": """
        [decisions.a]
        [tool.ssot-lint.decisions.a]
        only = ["A"]
        [[tool.ssot-lint.decisions.a.exempt]]
        paths = ["x"]
        reason = "y"
        [tool.ssot-lint.decisions.b]
        only = ["B"]
        exempt = [{paths = ["x"], reason = "y"}]
        [[tool.ssot-lint.decisions.a.exempt]]
        paths = ["x"]
        reason = "y"
    """,
    "setup.cfg": """
        [flake8]
        [ssot-lint:decision:a]
        only = A
        [ssot-lint:decision:a:exempt]
        paths = x
        reason = y
        [ssot-lint:decision:b]
        only = B
        # The one that the other formats have inline.
        [ssot-lint:decision:a:exempt:2]
        paths = x
        reason = y
    """,
}


@pytest.mark.parametrize(("name", "text"), PLACES.items(), ids=PLACES)
def test_lines(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text("\n".join(lines(text)))
    first, second = load(str(tmp_path), OPTIONS).decisions
    assert (first.line, second.line) == (2, 7)
    assert [entry.line for entry in first.exempt] == [4, 10]
    assert {entry.line for entry in second.exempt} <= {7}


def test_line_of_a_decision_without_header(tmp_path: Path) -> None:
    (tmp_path / "ssot.toml").write_text("[decisions]\n\na.only = ['A']\n")
    [decision] = load(str(tmp_path), OPTIONS).decisions
    assert decision.line == 1
