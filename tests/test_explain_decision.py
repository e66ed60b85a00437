"""`ssot-lint explain DECISION`: one decision as a person would tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssot_lint.commands.explain import explain
from ssot_lint.commands.explain_decision import decided
from ssot_lint.model import Hit
from ssot_lint.registry import RULES
from ssot_lint.rule import Rule
from tests.processes import git
from tests.repository import write

Call = Callable[..., tuple[int, str, str]]

POLICY = """\
ignore = ["SSOT106"]

[decisions.engine]
reason = "one engine, with the full life cycle"
see = "docs/plan.md#engine"
keep = ["app.engine:Engine", "app.engine:Motor", "app.lost:Lost", "far.engine:Far"]
facades = ["app.api"]
delete = ["app.old"]
ban-classes = ["OldEngine"]
ban-files = ["app/copy.py"]
only = ["*Engine"]

[[decisions.engine.exempt]]
paths = ["tests/**"]
rules = ["SSOT002"]
reason = "compares both"

[[decisions.engine.exempt]]
paths = ["app/b.py"]
reason = "goes soon"
until = 2999-12-31

[[decisions.engine.exempt]]
paths = ["app/c.py"]
reason = "is late"
until = 2020-01-31

[decisions.run-id]
argument = "run_id"
never = ["None", "''"]

[decisions.live]
emit = ["run_started"]
complete = true
"""
FILES = {
    "app/__init__.py": "",
    "app/engine.py": "\nclass Engine: ...\n",
    "app/a.py": "import app.old\n" * 6,
    "app/b.py": "import app.old\n",
    "app/c.py": "# app.old\n(\n",
    "tests/test_engine.py": "import app.old\n",
}
ENGINE = """\
engine: one engine, with the full life cycle
decided in ssot.toml:3
see docs/plan.md#engine

Kept
  Engine in app.engine (app/engine.py:2)
  Motor in app.engine (not in app/engine.py)
  Lost in app.lost (not there)
  Far in far.engine (not of this repository)
  app.api may hand it on (a facade)

Gone
  app.old is deleted
  class OldEngine is banned
  file app/copy.py is banned
  no other class is called *Engine

Guarded by
  SSOT001 banned-class: nothing uses OldEngine
  SSOT002 deleted-module-import: nothing imports app.old; nothing imports app/copy.py
  SSOT004 banned-file: app.old is deleted; no file is app/copy.py
  SSOT005 stray-definition: Engine is defined nowhere else; Motor is defined nowhere else; \
Lost is defined nowhere else; Far is defined nowhere else
  SSOT006 rival-class: no other class is called *Engine
  SSOT007 stale-string: no string names what is gone
  SSOT101 duplicate-class: Engine is defined nowhere else; Motor is defined nowhere else; \
Lost is defined nowhere else; Far is defined nowhere else
  SSOT103 missing-home: Engine is defined in app.engine; Motor is defined in app.engine; \
Lost is defined in app.lost; Far is defined in far.engine
  SSOT106 stale-document (the policy ignores it): no document names what is gone

Exempt
  tests/** from SSOT002 without an end, 1 finding passing: compares both
  app/b.py until 2999-12-31, 1 finding passing: goes soon
  app/c.py until 2020-01-31, which is past: is late

Left
  Motor is not in app.engine: app/engine.py:1
  Lost is not in app.lost: ssot.toml:3
  6 imports of app.old are left: app/a.py:1, app/a.py:2, app/a.py:3, app/a.py:4, app/a.py:5 and 1 more
  the exemption of app/c.py ended on 2020-01-31: mend what it let pass and remove it, or give it a later date (engine)
  1 file can't be read in full, and may have more
"""
RUN_ID = """\
run-id
decided in ssot.toml:28

Decided
  argument = run_id: a parameter's name, wherever a function has it
  never = None, '': literals that must not reach the parameter

Guarded by
  SSOT003 banned-argument: None or '' is never passed as run_id

Left
  nothing
"""
LIVE = """\
live
decided in ssot.toml:32

Decided
  emit = run_started: events that must be sent somewhere
  complete = true: a class that sends some of the events sends all

Guarded by
  SSOT105 silent-event: every event is sent

Left
  1 silent event is left: ssot.toml:32
"""


@pytest.mark.parametrize(("name", "files", "expected"), [
    pytest.param("engine", FILES, ENGINE, id="modules"),
    pytest.param("run-id", {"app.py": "x = 1\n"}, RUN_ID, id="argument"),
    pytest.param("live", {"app.py": "x = 1\n"}, LIVE, id="events"),
])  # fmt: skip
def test_a_decision(name: str, files: dict[str, str | bytes], expected: str, tmp_path: Path, command: Call) -> None:
    write(tmp_path, files, POLICY)
    assert command("explain", name) == (0, expected, "")


def test_a_rule_that_the_policy_ignores_and_nothing_checked(tmp_path: Path, command: Call) -> None:
    write(tmp_path, {"app.py": "x = 1\n"}, 'ignore = ["SSOT105"]\n[decisions.live]\nemit = ["run\\u202e"]\n')
    assert command("explain", "live") == (
        0,
        "live\n"
        "decided in ssot.toml:2\n\n"
        "Decided\n"
        "  emit = run\\u202e: events that must be sent somewhere\n\n"
        "Guarded by\n"
        "  SSOT105 silent-event (the policy ignores it): every event is sent\n\n"
        "Left\n"
        "  nothing was checked\n",
        "",
    )


def test_a_failure_is_no_success(tmp_path: Path, command: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Iterator[Hit]:
        raise ZeroDivisionError("no")

    rules: dict[str, Rule] = {**RULES, "SSOT105": RULES["SSOT105"]._replace(repo=broken)}
    monkeypatch.setattr("ssot_lint.registry.RULES", rules)
    write(tmp_path, {"app.py": "x = 1\n"}, POLICY)
    code, out, err = command("explain", "live")
    assert (code, out.partition("\n")[0], err.partition("\n")[0]) == (
        2,
        "live",
        "internal error: rule SSOT105 failed: ZeroDivisionError: no; please report it",
    )


# -- what there is to explain


@pytest.mark.parametrize(("wanted", "problem"), [
    pytest.param("run_id", "unknown rule or decision 'run_id' (did you mean run-id?)", id="near-a-decision"),
    pytest.param("SSOT0001", "unknown rule or decision 'SSOT0001' (did you mean SSOT001?)", id="near-a-code"),
    pytest.param("banned-clas", "unknown rule or decision 'banned-clas' (did you mean banned-class?)", id="near-a-rule"),
    pytest.param("xyz", "unknown rule or decision 'xyz' (`ssot-lint explain` lists all rules, "
                        "and the decisions are engine, run-id, live)", id="far-off"),
])  # fmt: skip
def test_an_unknown_word(wanted: str, problem: str, tmp_path: Path, command: Call) -> None:
    write(tmp_path, {"app.py": ""}, POLICY)
    assert command("explain", wanted) == (2, "", f"error: {problem}\n")


def test_the_explanation_of_no_rule() -> None:
    with pytest.raises(ValueError, match="unknown rule 'xyz'"):
        explain(RULES, "xyz")


def test_rules_need_no_policy_that_can_be_read(tmp_path: Path, command: Call) -> None:
    write(tmp_path, {}, "[decisions")
    code, out, err = command("explain", "ssot105")
    assert (code, out.partition("\n")[0], err) == (
        0, "SSOT105 silent-event: an event of `emit` that no emitter sends", "")  # fmt: skip
    assert command("explain", "engine")[0] == 2


def test_a_policy_without_decisions(tmp_path: Path, command: Call) -> None:
    write(tmp_path, {}, "ignore = []\n")
    assert command("explain", "xyz") == (2, "", "error: unknown rule 'xyz' (`ssot-lint explain` lists all)\n")


# -- since when


def commit(root: Path, day: str, subject: str) -> None:
    when = {"GIT_AUTHOR_DATE": "2001-01-01T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", subject, env=when)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A repository in which a decision was announced, made, taken back and made again."""
    git(tmp_path, "init", "--quiet")
    texts = [
        ("2026-01-01", "Announce", "# engine comes\n[decisions.other]\ndelete = ['a']\n"),
        ("2026-01-02", "Break", "# engine\n[decisions.engine\n"),
        ("2026-01-03", "One engine\n\nAt last.", "[decisions.engine]\ndelete = ['a']\n"),
        ("2026-01-04", "Back", "[decisions.other]\ndelete = ['a']\n"),
        ("2026-01-05", "Again", "[decisions.engine]\ndelete = ['a']\n[decisions.other]\ndelete = ['b']\n"),
    ]
    for day, subject, text in texts:
        write(tmp_path, {"sub/ssot.toml": text})
        commit(tmp_path, day, subject)
    return tmp_path


@pytest.mark.parametrize(("name", "expected"), [
    pytest.param("engine", "since 2026-01-03 (One engine)", id="first-made"),
    pytest.param("other", "since 2026-01-01 (Announce)", id="from-the-start"),
    pytest.param("new", "not committed yet", id="new"),
    pytest.param("--all", "not committed yet", id="like-an-option"),
])  # fmt: skip
def test_since(name: str, expected: str, history: Path) -> None:
    git(history, "config", "diff.external", "false")
    git(history, "config", "log.showSignature", "true")
    assert decided(str(history / "sub"), "ssot.toml", name) == expected


@pytest.mark.parametrize(("path", "text"), [
    pytest.param("pyproject.toml", '[tool.ssot-lint.decisions.engine]\ndelete = ["a"]\n', id="pyproject"),
    pytest.param("setup.cfg", "[ssot-lint:decision:engine]\ndelete = a\n", id="setup.cfg"),
    pytest.param("ssot.toml", 'decisions = {engine = {delete = ["a"]}}\n', id="inline"),
])  # fmt: skip
def test_since_in_each_format(path: str, text: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, {path: text})
    commit(tmp_path, "2026-02-03", "Décidé \x1b[31m")
    assert decided(str(tmp_path), path, "engine") == "since 2026-02-03 (Décidé \x1b[31m)"


def test_since_it_was_renamed(tmp_path: Path) -> None:
    """The new name is in the old one, so that its number in the file stays the same."""
    git(tmp_path, "init", "--quiet")
    for day, name in (("2026-01-01", "engines"), ("2026-01-02", "engine")):
        write(tmp_path, {"ssot.toml": f"[decisions.{name}]\ndelete = ['a']\n"})
        commit(tmp_path, day, name)
    assert decided(str(tmp_path), "ssot.toml", "engine") == "since 2026-01-02 (engine)"


def test_of_a_shallow_clone_it_may_be_older(history: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", "--depth=1", history.as_uri(), ".")
    assert decided(str(clone / "sub"), "ssot.toml", "engine") == "since 2026-01-05 or earlier (Again)"


def test_the_whole_command_in_a_folder_of_a_repository(
    history: Path, command: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(history, {"sub/app.py": "x = 1\n"})
    monkeypatch.chdir(history / "sub")
    assert command("explain", "other") == (
        0,
        "other\n"
        "decided in ssot.toml:3, since 2026-01-01 (Announce)\n\n"
        "Gone\n"
        "  b is deleted\n\n"
        "Guarded by\n"
        "  SSOT002 deleted-module-import: nothing imports b\n"
        "  SSOT004 banned-file: b is deleted\n"
        "  SSOT007 stale-string: no string names what is gone\n"
        "  SSOT106 stale-document: no document names what is gone\n\n"
        "Left\n"
        "  nothing\n",
        "",
    )
