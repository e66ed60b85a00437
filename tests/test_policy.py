"""Policies that are understood, and every way in which one is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ssot_lint.policy import kinds
from ssot_lint.policy.config import load
from ssot_lint.policy.model import Decision, Exemption, Home, Kind, Option, Policy, PolicyError
from tests.test_policy_cases import FORMATS, OPTIONS, SSOT_TOML, lines, problems

POLICY = Policy(
    "ssot.toml",
    (
        Decision(
            "engine",
            reason="larger, and more complete",
            see="docs/PLAN.md#11-engine",
            keep=(Home("app.agents.factory", "EngineFactory"), Home("app.agents.factory", "make_engine")),
            delete=("app.agents.engine_factory", "app/old/", "app/old.py"),
            ban_classes=("ContextFactory", "Old*", "app.legacy.EngineFactory", "app.legacy.Engine"),
            ban_files=("app/services/factory.py",),
            facades=("app.agents",),
            only=("*EngineFactory",),
            exempt=(
                Exemption(("tests/migration/**",), ("SSOT002",), "compares both", date(2026, 12, 31), 31),
                Exemption(("docs/",), (), "history", None, 37),
            ),
            options={"isolated": ("*Factory",)},
            line=5,
        ),
        Decision(
            "run-id",
            options={
                "argument": "run_id",
                "never": ("None", "''", "0", "'registry'"),
                "use": "context.run_id or str(uuid.uuid4())",
                "not-for": ("app.context.get_user_context", "Cache.get", "build_*"),
            },
            line=16,
        ),
        Decision(
            "quiet.fallback",
            options={"log-at-most": "debug", "log-matching": ("Using legacy*", "*deprecated*")},
            line=22,
        ),
        Decision(
            "events",
            options={
                "emit": ("agent_started", "agent_completed"),
                "emitters": ("emit*", "send_event"),
                "complete": True,
            },
            line=26,
        ),
    ),
    exclude=("vendor/**", "**/migrations/**"),
    ignore=("SSOT101",),
    source_roots=(".", "src"),
    tables={
        "duplicates": {
            "names": ("*Factory", "*_factory", "*"),
            "scopes": ("netra_backend", "auth_service"),
            "exclude": ("tests/**",),
        }
    },
    lines={"duplicates": 41},
)

GUARDS = "keep, delete, ban-classes, ban-files, only, argument, never, log-at-most, log-matching, emit, isolated"


def without_places(policy: Policy) -> Policy:
    decisions = tuple(
        decision._replace(line=1, exempt=tuple(entry._replace(line=1) for entry in decision.exempt))
        for decision in policy.decisions
    )
    return policy._replace(path=None, decisions=decisions, lines=dict.fromkeys(policy.lines, 1))


def test_whole_policy(tmp_path: Path) -> None:
    (tmp_path / "ssot.toml").write_text(SSOT_TOML)
    assert load(str(tmp_path), OPTIONS, codes=("SSOT002", "SSOT101")) == POLICY


@pytest.mark.parametrize("name", FORMATS)
def test_formats_agree(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FORMATS[name])
    policy = load(str(tmp_path), OPTIONS)
    assert policy.path == name
    assert without_places(policy) == without_places(POLICY)


def test_empty_policy(tmp_path: Path) -> None:
    (tmp_path / "ssot.toml").write_text("")
    assert load(str(tmp_path), OPTIONS) == Policy("ssot.toml")


PROBLEMS = {
    "near miss": (
        "[decisions.run-id]\nargument = 'run_id'\nnver = ['None']",
        "decisions.run-id.nver: unknown key (did you mean never?)",
    ),
    "underscore": (
        "[decisions.a]\nban_classes = ['A']",
        "decisions.a.ban_classes: unknown key (did you mean ban-classes?)",
    ),
    "unknown key": ("wibble = 1", "wibble: unknown key"),
    "odd key": ("'a b' = 1", "'a b': unknown key"),
    "unknown table": ("[decision.a]\nreason = 'x'", "decision: unknown key (did you mean decisions?)"),
    "unknown key of a rule's table": (
        "[duplicates]\nname = []",
        "duplicates.name: unknown key (did you mean names?)",
    ),
    "top key too low": (
        "[decisions.a]\nonly = ['A']\nignore = []",
        "decisions.a.ignore: unknown key here: it belongs at the top of the file, above the first table",
    ),
    "key of a decision at the top": (
        "argument = 'x'",
        "argument: unknown key here: it belongs in a decision",
    ),
    "key of an exemption in a decision": (
        "[decisions.a]\nonly = ['A']\nuntil = 2026-12-31",
        "decisions.a.until: unknown key here: it belongs in an exemption of a decision (exempt)",
    ),
    "key of a rule's table at the top": (
        "names = ['A']",
        "names: unknown key here: it belongs in the table duplicates",
    ),
    "decisions not a table": (
        "decisions = ['a']",
        "decisions: must be a table with one table a decision, [decisions.NAME], not a list",
    ),
    "decision not a table": ("[decisions]\na = 'keep'", "decisions.a: must be a table, not a string"),
    "rule's table not a table": ("duplicates = true", "duplicates: must be a table, not a boolean"),
    "name of a decision": (
        "[decisions.'-a b']\nonly = ['A']",
        "decisions.'-a b': must be named with letters, digits, '.', '_' and '-', the first a letter or digit",
    ),
    "name of a decision that decides nothing": (
        "[decisions.'é']",
        f"decisions.'é': decides nothing: add one of {GUARDS}",
        "decisions.'é': must be named with letters, digits, '.', '_' and '-', the first a letter or digit",
    ),
    "wrong type": ("exclude = 'a'", "exclude: must be a list, not a string (write ['a'])"),
    "every bad entry": (
        "[decisions.a]\nkeep = ['a.B', 'a:B', 'B', 'a.B']",
        "decisions.a.keep: 'a.B' must be written package.module:Name (did you mean a:B?)",
        "decisions.a.keep: 'B' must be written package.module:Name",
    ),
    "unknown code": (
        "ignore = ['SSOT001', 'SSOT999', 'SSOT99']",
        "ignore: 'SSOT99' must be the full code of a rule, such as SSOT001",
    ),
    "unknown codes": (
        "ignore = ['SSOT001', 'SSOT999', 'SSOT998']",
        "ignore: 'SSOT999' is no rule: ssot-lint explain lists them",
        "ignore: 'SSOT998' is no rule: ssot-lint explain lists them",
    ),
    "needs another key": (
        "[decisions.a]\nargument = 'x'\nuse = 'y'\n[decisions.b]\nnever = ['0']\n[decisions.c]\nuse = 'y'",
        "decisions.a.argument: needs the key never beside it",
        "decisions.b.never: needs the key argument beside it",
        "decisions.c.use: needs the key argument beside it",
    ),
    "other needs": (
        "[decisions.a]\nlog-at-most = 'info'\nemitters = ['e']\ncomplete = true\nfacades = ['f']",
        "decisions.a.log-at-most: needs the key log-matching beside it",
        "decisions.a.emitters: needs the key emit beside it",
        "decisions.a.complete: needs the key emit beside it",
        "decisions.a.facades: needs the key keep beside it",
    ),
    "decides nothing": (
        "[decisions.a]\nreason = 'x'\nsee = 'y'\nkeep = []",
        f"decisions.a: decides nothing: add one of {GUARDS}",
    ),
    "empty, and others need it": (
        "[decisions.a]\nemit = []\nemitters = ['e']\ncomplete = true\n[decisions.b]\nkeep = []\nfacades = ['f']",
        "decisions.a.emit: is empty, and emitters and complete decide nothing without it: fill it, or take them all out",
        "decisions.b.keep: is empty, and facades decides nothing without it: fill it, or take both out",
    ),
    "exemption of a misspelt decision": (
        "[decisions.engine]\nonly = ['A']\n[[decisions.engin.exempt]]\npaths = ['a']\nreason = 'b'",
        "decisions.engin: has exemptions only, and decides nothing (did you mean engine?)",
    ),
    "exemption of no decision": (
        "[[decisions.engin.exempt]]\npaths = ['a']\nreason = 'b'",
        f"decisions.engin: decides nothing: add one of {GUARDS}",
    ),
    "exemption without paths and reason": (
        "[decisions.a]\nonly = ['A']\n[[decisions.a.exempt]]\nuntil = 2026-12-31",
        "decisions.a.exempt[0]: needs paths: patterns of the files that are exempt",
        "decisions.a.exempt[0]: needs reason: why these files are exempt",
    ),
    "exemption with misspelt paths": (
        "[decisions.a]\nonly = ['A']\n[[decisions.a.exempt]]\npath = ['a']\nreason = 'b'",
        "decisions.a.exempt[0].path: unknown key (did you mean paths?)",
    ),
    "exemption with nothing in its lists": (
        "[decisions.a]\nonly = ['A']\n[[decisions.a.exempt]]\npaths = []\nrules = []\nreason = 'b'",
        "decisions.a.exempt[0].paths: needs at least one pattern",
        "decisions.a.exempt[0].rules: needs at least one code: for all rules, leave the key out",
    ),
    "exemptions one by one": (
        "[decisions.a]\nonly = ['A']\n"
        "[[decisions.a.exempt]]\npaths = ['a']\nreason = 'b'\nrules = ['SSOT999']\n"
        "[[decisions.a.exempt]]\npaths = ['a']\nreason = 'b'\nuntil = 'soon'",
        "decisions.a.exempt[0].rules: 'SSOT999' is no rule: ssot-lint explain lists them",
        "decisions.a.exempt[1].until: must be a date such as 2026-12-31, not 'soon'",
    ),
    "exempt not a list": (
        "[decisions.a]\nonly = ['A']\n[decisions.a.exempt]\npaths = ['a']",
        "decisions.a.exempt: must be a list of tables, not a table: write it as [[decisions.NAME.exempt]]",
    ),
    "exempt a list of something else": (
        "[decisions.a]\nonly = ['A']\nexempt = ['tests/']",
        "decisions.a.exempt: must be a list of tables, not a list of other things:"
        " write it as [[decisions.NAME.exempt]]",
    ),
    "order of the file": (
        "[duplicates]\nnames = 1\n[[decisions.b.exempt]]\npaths = 2\nreason = 3\n"
        "[decisions.a]\nkeep = 4\n[decisions.b]\nonly = 5\n",
        "duplicates.names: must be a list of strings, not a number",
        "decisions.b.exempt[0].paths: must be a list of strings, not a number",
        "decisions.b.exempt[0].reason: must be a string, not a number",
        "decisions.a.keep: must be a list of strings, not a number",
        "decisions.b.only: must be a list of strings, not a number",
    ),
}


@pytest.mark.parametrize(("text", "expected"), [(text, rest) for text, *rest in PROBLEMS.values()], ids=PROBLEMS)
def test_problems(tmp_path: Path, text: str, expected: list[str]) -> None:
    found = problems(tmp_path, text, codes=("SSOT001",))
    assert found == tuple(f"ssot.toml: {problem}" for problem in expected)


def test_ten_mistakes_are_ten_problems(tmp_path: Path) -> None:
    text = """
        exclude = "vendor"
        ignore = ["SSOT1"]
        [decisions.engine]
        keep = ["app.engine.Engine"]
        delete = ["app.old.*"]
        ban-classes = ["*"]
        ban_files = ["old.py"]
        [[decisions.engine.exempt]]
        paths = ["tests/"]
        until = "never"
        [decisions.run-id]
        argument = "run-id"
        nver = ["None"]
    """
    expected = """
        ssot.toml: exclude: must be a list, not a string (write ['vendor'])
        ssot.toml: ignore: 'SSOT1' must be the full code of a rule, such as SSOT001
        ssot.toml: decisions.engine.keep: 'app.engine.Engine' must be written package.module:Name \
(did you mean app.engine:Engine?)
        ssot.toml: decisions.engine.delete: 'app.old.*' is a pattern: name one module or path \
(a deleted package includes what is in it), or use ban-files
        ssot.toml: decisions.engine.ban-classes: '*' matches every class: name a part of what is meant
        ssot.toml: decisions.engine.ban_files: unknown key (did you mean ban-files?)
        ssot.toml: decisions.engine.exempt[0]: needs reason: why these files are exempt
        ssot.toml: decisions.engine.exempt[0].until: must be a date such as 2026-12-31, not 'never'
        ssot.toml: decisions.run-id.argument: must be a Python name, and 'run-id' is none \
(did you mean run_id?)
        ssot.toml: decisions.run-id.nver: unknown key (did you mean never?)
    """
    found = problems(tmp_path, text)
    assert found == lines(expected)
    assert len(found) == 10


def test_policy_error_prints_every_problem(tmp_path: Path) -> None:
    (tmp_path / "ssot.toml").write_text("a1 = 1\nb2 = 2\n")
    with pytest.raises(PolicyError, match=r"^ssot.toml: a1: unknown key\nssot.toml: b2: unknown key$"):
        load(str(tmp_path), OPTIONS)


def test_kind_that_judges_the_list_as_a_whole(tmp_path: Path) -> None:
    def pair(value: list[str]) -> tuple[str, ...]:
        if len(value) == 2:
            raise ValueError("must not be a pair")
        return tuple(value)

    odd = Option("odd", Kind("odd", pair, {"type": "array"}, split=True), "no pair")
    (tmp_path / "ssot.toml").write_text("[decisions.a]\nodd = ['a', 'b']\n")
    with pytest.raises(PolicyError) as caught:
        load(str(tmp_path), [odd])
    assert caught.value.problems == ("ssot.toml: decisions.a.odd: must not be a pair",)


def test_rules_may_share_a_key_but_not_disagree_about_it(tmp_path: Path) -> None:
    flag = Option("twice", kinds.FLAG, "a flag")
    assert load(str(tmp_path), [flag, flag]) == Policy()
    with pytest.raises(ValueError, match="two rules declare the key twice differently"):
        load(str(tmp_path), [flag, flag._replace(help="another flag")])
