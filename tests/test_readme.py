"""The README says what is so: its commands are run, its settings are read by what they are for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from pre_commit.clientlib import load_config, load_manifest

from ssot_lint import __version__
from ssot_lint.policy.config import load
from ssot_lint.policy.model import Policy
from ssot_lint.registry import RULES, options
from ssot_lint.rule import Rule
from tests.processes import PROJECT, run

README = (PROJECT / "README.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)

#: Commands that only .ci/run can carry out.
FOR_CI = ("python -m pip install ", "python -m pytest")


class Console(NamedTuple):
    """A command, and its output in which `...` stands for any lines."""

    command: str
    output: str


def consoles() -> list[Console]:
    return [
        Console(*one.partition("\n")[::2])
        for kind, text in FENCES
        if kind == "console"
        for one in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    ]


def fences(kind: str, first: str) -> list[str]:
    """The blocks of a kind whose first line is this comment."""
    return [text for label, text in FENCES if label == kind and text.startswith(f"# {first}\n")]


def matches(output: str, shown: str) -> bool:
    lines = shown.splitlines(keepends=True)
    pattern = "".join("(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in lines)
    return re.fullmatch(pattern, output) is not None


def policy(root: Path) -> Policy:
    return load(str(root), options(), codes=RULES)


@pytest.fixture
def folder(before: Path) -> Path:
    """A folder in which the example is where the README says."""
    (before.parent / "tests").mkdir()
    before.rename(before.parent / "tests" / "before")
    return before.parent


def test_no_block_is_left_out() -> None:
    known = {"console", "toml", "yaml", "ini", "json", "lua", "python"}
    assert {kind for kind, _ in FENCES} <= known
    labels = [text.partition("\n")[0] for kind, text in FENCES if kind in ("toml", "yaml", "ini")]
    assert set(labels) == {
        "# ssot.toml",
        "# ruff.toml",
        "# .flake8",
        "# .pre-commit-config.yaml",
        "# .github/workflows/ssot-lint.yml",
    }


@pytest.mark.parametrize("console", [pytest.param(one, id=one.command) for one in consoles()])
def test_output_of_commands(console: Console, folder: Path) -> None:
    commands = [part for part in console.command.split(" && ") if not part.startswith(FOR_CI)]
    done = run("bash", "-c", f"{{ {' && '.join(commands) or 'true'}; }} 2>&1", cwd=folder)
    assert matches(done.out, console.output), done.out


def test_commands_of_the_first_screen_are_those_of_ci() -> None:
    script = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    for console in consoles()[:2]:
        for command in console.command.split(" && "):
            assert re.search(rf"^ *{re.escape(command)}(?= \|\||$)", script, re.MULTILINE), command


@pytest.mark.parametrize("text", fences("toml", "ssot.toml"))
def test_policies(text: str, tmp_path: Path) -> None:
    (tmp_path / "ssot.toml").write_text(text, encoding="utf-8")
    assert policy(tmp_path).path == "ssot.toml"


def test_exemption_is_that_of_the_example(before: Path, tmp_path: Path) -> None:
    (tmp_path / "ssot.toml").write_text(fences("toml", "ssot.toml")[-1], encoding="utf-8")
    shown, real = ([one.exempt[0] for one in policy(root).decisions if one.exempt] for root in (tmp_path, before))
    assert shown == [one._replace(rules=("SSOT002",), line=shown[0].line) for one in real]


def test_table_of_rules() -> None:
    table = README.partition("<!-- rules -->\n")[2].partition("<!-- /rules -->")[0]
    assert table == "".join(f"{line}\n" for line in ("| code | name | fires on |", "|---|---|---|", *rows()))


def rows() -> list[str]:
    return [f"| {rule.code} | {rule.name} | {summary(rule)} |" for rule in RULES.values()]


def summary(rule: Rule) -> str:
    return rule.summary.replace("|", "\\|")


def test_hook(tmp_path: Path) -> None:
    (text,) = fences("yaml", ".pre-commit-config.yaml")
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    (repo,) = load_config(tmp_path / "config.yaml")["repos"]
    shipped = {hook["id"] for hook in load_manifest(PROJECT / ".pre-commit-hooks.yaml")}
    assert {hook["id"] for hook in repo["hooks"]} <= shipped
    assert repo["rev"] == f"v{__version__}"


def test_workflow(folder: Path) -> None:
    (text,) = fences("yaml", ".github/workflows/ssot-lint.yml")
    (repo,) = yaml.safe_load(fences("yaml", ".pre-commit-config.yaml")[0])["repos"]
    steps = [step["run"] for step in yaml.safe_load(text)["jobs"]["ssot-lint"]["steps"] if "run" in step]
    assert steps[0] == f"python -m pip install git+{repo['repo']}@{repo['rev']}"
    assert run("bash", "-c", steps[1], cwd=folder / "tests" / "before").code == 1
    assert len(steps) == 2


def test_flake8_settings(before: Path) -> None:
    (text,) = fences("ini", ".flake8")
    (before / ".flake8").write_text(text, encoding="utf-8")
    done = run("flake8", "shop/orders", cwd=before)
    codes = {line.split()[1] for line in done.out.splitlines()}
    assert (done.err, "SSOT001" in codes, "SSOT002" in codes) == ("", True, False)


@pytest.mark.parametrize("settings", ["", fences("toml", "ruff.toml")[0]], ids=["without", "with"])
def test_ruff_settings(settings: str, tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text(settings, encoding="utf-8")
    ((_, text),) = [fence for fence in FENCES if fence[0] == "python"]
    (tmp_path / "a.py").write_text(f"{text}NotificationManagerFactory()\n", encoding="utf-8")
    done = run("ruff", "check", "--no-cache", "--select", "RUF", "--diff", cwd=tmp_path)
    assert ("-from shop.notify.push" in done.out) is not bool(settings), done


def test_comment_is_that_of_the_example() -> None:
    ((_, text),) = [fence for fence in FENCES if fence[0] == "python"]
    assert text in (PROJECT / "tests" / "before" / "shop" / "notify" / "mail.py").read_text(encoding="utf-8")


def test_json_of_editors() -> None:
    assert all(isinstance(json.loads(text), dict) for kind, text in FENCES if kind == "json")


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [link for link in links if not (PROJECT / link).exists()] == []
