"""`ssot-lint init`, from the command line to the file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from ssot_lint.commands.init import EXAMPLE
from ssot_lint.fronts.cli import main
from ssot_lint.policy.config import load
from ssot_lint.policy.write import Proposed
from ssot_lint.registry import RULES, options
from tests.processes import git
from tests.repository import write

PLAN = "# Orders\n\nKeep `Order` in `shop/orders.py`. Delete `shop/old.py`.\n\n- \u2705 All events emitted\n"
POLICY = """\
# What was decided, once; `ssot-lint check` keeps it so. It is from docs/PLAN.md.

[decisions.order]
see = "docs/PLAN.md#orders"
keep = ["shop.orders:Order"]
delete = ["shop.old"]
"""
TOLD = """\
docs/PLAN.md:3: read: delete shop.old (order)
docs/PLAN.md:3: read: keep shop.orders:Order (order)
docs/PLAN.md:5: not used: All events emitted: emit = [...]: the plan does not name the events
"""
WROTE = "wrote ssot.toml: 1 decision; ssot-lint check holds the code against them\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repo"
    write(folder, {"docs/PLAN.md": PLAN, "shop/orders.py": "class Order: ...\n"})
    git(folder, "init", "--quiet")
    monkeypatch.chdir(folder)
    return folder


class Run(NamedTuple):
    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Run:
    code = main(["init", *arguments])
    return Run(code, *capsys.readouterr())


def test_from_a_plan(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--from-plan", "docs/PLAN.md") == (0, "", TOLD + WROTE)
    assert (root / "ssot.toml").read_text() == POLICY
    assert sorted(os.listdir(root)) == [".git", "docs", "shop", "ssot.toml"]


def test_to_standard_output(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--from-plan", "docs/PLAN.md", "--output", "-") == (0, POLICY, TOLD)
    assert not (root / "ssot.toml").exists()


def test_from_a_folder_below(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "docs")
    done = run(capsys, "--from-plan", "PLAN.md")
    assert done == (
        0,
        "",
        TOLD.replace("docs/PLAN.md:", "PLAN.md:") + WROTE.replace("ssot.toml:", f"..{os.sep}ssot.toml:"),
    )
    assert (root / "ssot.toml").read_text() == POLICY


def test_plan_of_elsewhere_is_called_by_its_name(
    root: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = tmp_path / "PLAN.md"
    plan.write_bytes(b"\xef\xbb\xbf" + PLAN.encode().replace(b"\n", b"\r\n"))
    assert run(capsys, "--from-plan", str(plan), "--output", "-").out == POLICY.replace("docs/PLAN.md", "PLAN.md")


@pytest.mark.parametrize(("text", "told", "written"), [
    pytest.param("Keep `Aa` in `a/b.py`. Delete `a/b.py`. Delete `a/c.py`.",
                 "p.md:1: contradiction: a.b:Aa is kept (line 1) and a.b is deleted: decide for one\np.md:1: read: delete a.c (c)\n",
                 'delete = ["a.c"]\n', id="contradiction"),
    pytest.param("Delete `a/c.py`.\n```yaml\n: [\n```", "p.md:1: read: delete a.c (c)\np.md:3: unreadable: not valid YAML: "
                 "expected <block end>, but found ':': mend it, or quote the text\n", 'delete = ["a.c"]\n', id="broken-block"),
])  # fmt: skip
def test_what_is_left_out(root: Path, capsys: pytest.CaptureFixture[str], text: str, told: str, written: str) -> None:
    Path("p.md").write_text(text)
    assert run(capsys, "--from-plan", "p.md") == (1, "", told + WROTE)
    assert (root / "ssot.toml").read_text().endswith(written)


@pytest.mark.parametrize(("files", "arguments", "expected"), [
    pytest.param({}, ["--from-plan", "none.md"], "none.md: can't be read: No such file or directory", id="no-plan"),
    pytest.param({}, ["--from-plan", "a\0b"], "a\\x00b: can't be read: embedded null byte", id="null"),
    pytest.param({}, ["--from-plan", "docs"], "--from-plan is a folder: docs", id="folder"),
    pytest.param({"p.md": "hello"}, ["--from-plan", "p.md"], "p.md: no decision in it that could be written down: nothing was written",
                 id="nothing-decided"),
    pytest.param({"p.md": b"a\n\xff"}, ["--from-plan", "p.md"], "p.md:2: not UTF-8: save the file in that encoding", id="encoding"),
    pytest.param({"p.md": b"a" * 1_000_001}, ["--from-plan", "p.md"], "p.md: larger than 1,000,000 bytes: give the part of it that decides",
                 id="large"),
    pytest.param({"ssot.toml": ""}, [], "there is a policy in {root}/ssot.toml: --force replaces it, --output FILE writes elsewhere", id="policy"),
    pytest.param({"pyproject.toml": "[tool.ssot-lint]\n"}, ["--force"],
                 "there is a policy in {root}/pyproject.toml: two would be one too many, --output FILE writes elsewhere", id="other-policy"),
    pytest.param({}, ["--output", "policy.txt"], "--output: call the policy *.toml, and not pyproject.toml: policy.txt", id="ending"),
    pytest.param({}, ["--output", "pyproject.toml"], "--output: call the policy *.toml, and not pyproject.toml: pyproject.toml", id="pyproject"),
    pytest.param({"a.toml/b": ""}, ["--output", "a.toml", "--force"], "--output is a folder: {root}/a.toml", id="folder-of-that-name"),
])  # fmt: skip
def test_refused(
    root: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str | bytes], arguments: list[str], expected: str
) -> None:
    write(root, files)
    before = sorted(path for path in root.rglob("*") if ".git" not in path.parts)
    assert run(capsys, *arguments) == (2, "", f"error: {expected.format(root=root)}\n")
    assert sorted(path for path in root.rglob("*") if ".git" not in path.parts) == before


def test_folder_that_is_not_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = run(capsys, "--from-plan", "docs/PLAN.md", "--output", "none/ssot.toml")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{TOLD}error: [Errno 2] No such file or directory")


def test_force_and_output(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, {"ssot.toml": "broken ["})
    assert run(capsys, "--from-plan", "docs/PLAN.md", "--output", "other.toml").code == 0
    assert run(capsys, "--from-plan", "docs/PLAN.md", "--force").code == 0
    assert (root / "ssot.toml").read_text() == (root / "other.toml").read_text() == POLICY


class Found(NamedTuple):
    """What `init` wants of a discovery."""

    proposed: Proposed
    is_sure: bool = True


def test_from_what_is_there_twice(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    order = Proposed("order", {"keep": ["a:Order"], "delete": ["b"]})
    found = (Found(order), Found(order._replace(name="doubtful"), is_sure=False))
    monkeypatch.setattr("ssot_lint.commands.discover.discoveries", lambda session, guesses: () if guesses else found)
    assert run(capsys) == (0, "", WROTE)
    assert (root / "ssot.toml").read_text() == (
        "# What was decided, once; `ssot-lint check` keeps it so. It is proposed by what is there twice: read it before you trust it.\n"
        '\n[decisions.order]\nkeep = ["a:Order"]\ndelete = ["b"]\n'
    )


def test_example_when_nothing_is_there_twice(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssot_lint.commands.discover.discoveries", lambda session, guesses: ())
    assert run(capsys) == (0, "", "nothing is there twice: wrote ssot.toml with an example to fill in\n")
    assert (root / "ssot.toml").read_text() == EXAMPLE
    assert load(str(root), options(), None, RULES).decisions == ()
    assert run(capsys, "--force") == (2, "", f"error: nothing is there twice: {root}/ssot.toml stays as it is\n")
    filled = "\n".join(line.removeprefix("# ") for line in EXAMPLE.splitlines()[2:])
    (root / "ssot.toml").write_text(filled)
    assert len(load(str(root), options(), None, RULES).decisions) == 1


def test_the_plan_of_the_example_repository(
    before: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gives what a person wrote, but for their reasons, an exemption, and what the plan is silent about."""
    monkeypatch.chdir(before)
    by_hand = load(str(before), options(), None, RULES).decisions
    assert run(capsys, "--from-plan", "docs/CONSOLIDATION.md", "--force").code == 0
    given = load(str(before), options(), None, RULES).decisions
    assert [one._replace(line=1, reason="") for one in given] == [
        one._replace(line=1, reason="", exempt=()) for one in by_hand if one.name != "rounding"
    ]


@pytest.mark.parametrize(("files", "plan", "expected"), [
    pytest.param({"shop/__init__.py": "", "shop/core/__init__.py": "from shop.core.a import Order\n", "shop/core/a.py": "class Order: ...\n"},
                 "Keep `shop/core/a.py`; `shop/core/` re-exports it.", 'keep = ["shop.core.a:Order"]\nfacades = ["shop.core"]\n', id="facade"),
    pytest.param({"src/shop/a.py": "class Basket: ...\n", "src/shop/__init__.py": "", "b.py": "x = '''\nclass Basket: ...\n'''\n"},
                 "Keep `Basket`.", 'keep = ["shop.a:Basket"]\n', id="home-below-a-source-root"),
    pytest.param({"shop/a.py": "class Order: ...\n", "shop/b.py": "class Order: ...\n"},
                 "Keep `a.py`. Delete `b.py`.", 'keep = ["shop.a:Order"]\ndelete = ["shop.b"]\n', id="twins"),
    pytest.param({"shop/a.py": ""}, "Delete `a.py`. Keep `shop/none.py` and `odd-name.py`.", 'delete = ["shop.a"]\n', id="nothing-there"),
])  # fmt: skip
def test_what_the_plan_leaves_open(
    root: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], plan: str, expected: str
) -> None:
    write(root, {**files, "p.md": plan})
    done = run(capsys, "--from-plan", "p.md", "--output", "-")
    assert (done.code, done.out.partition('see = "p.md"\n')[2]) == (0, expected)
