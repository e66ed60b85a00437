"""How findings are silenced, exempted, merged and sorted; what happens when something breaks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ssot_lint import outcome
from ssot_lint.model import Hit, Span
from ssot_lint.registry import RULES
from ssot_lint.session import Session, open_session
from tests.processes import git
from tests.repository import check, lines, session, write

POLICY = """\
[decisions.auth]
keep = ["acme.auth:Auth"]
ban-classes = ["LegacyAuth", "OldAuth"]
delete = ["acme.gone"]
"""
OUT = "use Auth from acme.auth (auth)"
USE = "from x import LegacyAuth"


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param(f"{USE}  # noqa: SSOT001\n", [], id="code"),
    pytest.param(f"{USE}  # noqa\n", [], id="blanket"),
    pytest.param(f"{USE}  # noqa: E501,SSOT001\n", [], id="among-others"),
    pytest.param(f"{USE}  # noqa: SSOT0\n", [], id="prefix"),
    pytest.param(f"# flake8: noqa\n{USE}\n", [], id="file"),
    pytest.param(f"{USE}  # noqa: E501\n", ["1:15: SSOT001 LegacyAuth is banned: " + OUT], id="another-code"),
    pytest.param("x = 1  # noqa: SSOT001\n", ["1:16: SSOT901 noqa of SSOT001 silences nothing: remove it"], id="unused"),
    pytest.param("x = 1  # noqa: E501, SSOT001\n", ["1:22: SSOT901 noqa of SSOT001 silences nothing: remove it"],
                 id="unused-among-others"),
    pytest.param(f"{USE}  # noqa: SSOT001,SSOT002\n", ["1:43: SSOT901 noqa of SSOT002 silences nothing: remove it"],
                 id="half-used"),
    pytest.param("x = 1  # noqa\n", [], id="unused-blanket-is-not-ours"),
    pytest.param("x = 1  # noqa: SSOT105\n", ["1:16: SSOT901 noqa of SSOT105 silences nothing: remove it"],
                 id="of-another-rule"),
    pytest.param("x = 1  # noqa: SSOT199\n", [], id="of-no-rule"),
    pytest.param(f'x = """\n{{1}}\n"""; {USE}  # noqa: SSOT001\n', [], id="after-a-long-string"),
])  # fmt: skip
def test_suppression(text: str, expected: list[str], tmp_path: Path) -> None:
    assert check(tmp_path, {"a.py": text}, POLICY) == tuple(f"a.py:{one}" for one in expected)


def test_ignored_rules_are_not_judged(tmp_path: Path) -> None:
    policy = f'ignore = ["SSOT001"]\n{POLICY}'
    assert check(tmp_path, {"a.py": f"{USE}  # noqa: SSOT001\n"}, policy) == ()


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("from acme.gone import LegacyAuth\n", ["1:6: SSOT002 module acme.gone is deleted: "], id="class-in-module"),
    pytest.param("from x import LegacyAuth, OldAuth\n",
                 ["1:15: SSOT001 LegacyAuth is banned: ", "1:27: SSOT001 OldAuth is banned: "], id="two-classes"),
    pytest.param("import x; y: x.OldAuth = x.OldAuth()\n", ["1:14: SSOT001 OldAuth is banned: "], id="twice"),
])  # fmt: skip
def test_one_cause_on_a_line_is_one_finding(text: str, expected: list[str], tmp_path: Path) -> None:
    assert check(tmp_path, {"a.py": text}, POLICY) == tuple(f"a.py:{one}{OUT}" for one in expected)


def test_two_decisions_are_two_causes(tmp_path: Path) -> None:
    policy = f'{POLICY}\n[decisions.names]\nban-classes = ["Legacy*"]\n'
    found = check(tmp_path, {"a.py": "from acme.gone import LegacyUser\n"}, policy)
    assert found == (
        f"a.py:1:6: SSOT002 module acme.gone is deleted: {OUT}",
        "a.py:1:23: SSOT001 LegacyUser is banned: remove it (names)",
    )


EXEMPT = """
[[decisions.auth.exempt]]
paths = ["migration/**"]
reason = "compares both"
"""


@pytest.mark.parametrize(("extra", "expected"), [
    pytest.param("", [], id="all-rules"),
    pytest.param('rules = ["SSOT001"]\n', [], id="the-rule"),
    pytest.param('rules = ["SSOT002"]\n', ["migration/a.py", "ssot.toml"], id="another-rule"),
    pytest.param("until = 2026-06-01\n", [], id="last-day"),
    pytest.param("until = 2026-05-31\n", ["migration/a.py", "ssot.toml"], id="past"),
])  # fmt: skip
def test_exemption(extra: str, expected: list[str], tmp_path: Path) -> None:
    opened = session(tmp_path, {"migration/a.py": f"{USE}\n"}, POLICY + EXEMPT + extra)
    dated = Session(opened.root, opened.policy, today=date(2026, 6, 1))
    assert [finding.path for finding in dated.check().findings] == expected


def test_exemptions_are_judged_in_whole_runs_only(tmp_path: Path) -> None:
    opened = session(tmp_path, {"a.py": "x = 1\n"}, POLICY + EXEMPT)
    assert lines(opened.check(["a.py"])) == ()
    assert [one.partition(" ")[0] for one in lines(opened.check())] == ["ssot.toml:6:1:"]


def test_select_and_ignore(tmp_path: Path) -> None:
    opened = session(tmp_path, {"a.py": f"{USE}\nimport acme.gone\n"}, f'ignore = ["SSOT002"]\n{POLICY}')

    def codes(**options: list[str]) -> list[str]:
        return [finding.code for finding in opened.check(**options).findings]  # type: ignore[arg-type]

    assert codes() == ["SSOT001"]
    assert codes(ignore=["SSOT001"]) == []
    assert codes(select=["SSOT002"]) == ["SSOT002"]
    assert codes(select=["SSOT001", "SSOT002"], ignore=["SSOT001"]) == ["SSOT002"]


def test_focus_limits_the_report_not_the_knowledge(tmp_path: Path) -> None:
    files = {
        "acme/__init__.py": "",
        "acme/facade.py": "from acme.gone import start as go\n",
        "deep/a.py": "from acme.facade import go\n",
        "deep/b.txt": "",
        "deeper.py": f"{USE}\n",
    }
    opened = session(tmp_path, files, POLICY)
    says = f"SSOT002 go comes from deleted module acme.gone through acme.facade: {OUT}"
    assert lines(opened.check(["deep"])) == (f"deep/a.py:1:25: {says}",)
    assert lines(opened.check(["deep/"])) == (f"deep/a.py:1:25: {says}",)
    assert opened.check(["deep"]).checked == 1
    assert opened.check(["."]).checked == 4


def test_stdin_replaces_the_file(tmp_path: Path) -> None:
    files = {
        "acme/__init__.py": "",
        "acme/auth.py": "class Auth: ...\n",
        "acme/facade.py": "",
        "a.py": "from acme.facade import go  # noqa: SSOT104\n",
    }
    opened = session(tmp_path, files, POLICY)
    report = opened.check(stdin=("acme/facade.py", b"from acme.gone import start as go\n"))
    assert lines(report) == (f"acme/facade.py:1:6: SSOT002 module acme.gone is deleted: {OUT}",)
    assert lines(opened.check(stdin=("new.py", f"{USE}\n".encode()))) == (
        f"new.py:1:15: SSOT001 LegacyAuth is banned: {OUT}",
    )
    assert opened.check().findings == ()


def test_excluded_files_are_nowhere(tmp_path: Path) -> None:
    files = {"vendor/a.py": f"{USE}\n", "gen/b.py": f"{USE}\n", "c.py": ""}
    opened = session(tmp_path, files, f'exclude = ["vendor/", "gen/*.py"]\n{POLICY}')
    assert opened.check() == opened.check()._replace(findings=(), checked=1)
    stdin = opened.check(stdin=("vendor/a.py", b"class LegacyAuth: ..."))
    assert (stdin.findings, stdin.notes) == ((), ("vendor/a.py is excluded by the policy",))
    assert opened.left_out("vendor/x.py") == "excluded by the policy"


@pytest.mark.parametrize(("path", "left_out"), [
    pytest.param("build/a.py", "ignored by git", id="ignored"),
    pytest.param("build/new/b.py", "ignored by git", id="not-yet-there"),
    pytest.param("local.py", "", id="ignored-but-tracked"),
    pytest.param("new.py", "", id="untracked"),
])  # fmt: skip
def test_what_git_ignores_is_not_checked_by_its_text(path: str, left_out: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    files = {"build/a.py": f"{USE}\n", "local.py": "", ".gitignore": "build/\nlocal.py\n"}
    opened = session(tmp_path, files, POLICY)
    git(tmp_path, "add", "--force", "local.py")
    assert opened.left_out(path) == left_out
    report = opened.check(stdin=(path, b"class LegacyAuth: ...\n"))
    assert (len(report.findings), report.checked) == (not left_out, 1)
    assert report.notes == ((f"{path} is {left_out}",) if left_out else ())


def _broken(*_: object) -> object:
    raise ZeroDivisionError("rule is broken")


@pytest.mark.parametrize("part", ["file", "needles", "silenced"])
def test_a_bug_of_ours_costs_no_other_finding(part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = session(tmp_path, {"a.py": f"{USE}\nimport acme.gone\n", "b.py": f"{USE}\n"}, POLICY)
    code = "SSOT901" if part == "silenced" else "SSOT002"
    broken = RULES[code]._replace(**{part: _broken})  # type: ignore[arg-type]
    monkeypatch.setattr("ssot_lint.registry.RULES", {**RULES, code: broken})
    report = opened.check()
    assert [(finding.path, finding.code) for finding in report.findings if finding.code == "SSOT001"] == [
        ("a.py", "SSOT001"),
        ("b.py", "SSOT001"),
    ]
    assert {failure.code for failure in report.failures} == {code}
    assert all("ZeroDivisionError: rule is broken" in failure.detail for failure in report.failures)
    assert report.exit_code == 2


def test_a_hit_with_a_shorter_cause_explains_the_longer() -> None:
    rule = RULES["SSOT001"]
    long = Hit(Span(1, 9, 1, 10), "long", "d", cause="a.b.c")
    short = Hit(Span(1, 20, 1, 21), "short", "d", cause="a.b")
    other = Hit(Span(1, 30, 1, 31), "other", "d", cause="a.bc")
    assert outcome.one_a_cause([(rule, long), (rule, short), (rule, other)]) == [(rule, short), (rule, other)]


def test_rules_of_single_files_need_no_sketches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes) -> None:
        raise AssertionError(data)

    monkeypatch.setattr("ssot_lint.repo.sketch.sketch_of", fail)
    files = {"a.py": f"{USE}\n", "b.py": "x = 1  # noqa: SSOT001\n"}
    report = session(tmp_path, files, POLICY).check(select={"SSOT001", "SSOT901"})
    assert lines(report) == (
        f"a.py:1:15: SSOT001 LegacyAuth is banned: {OUT}",
        "b.py:1:16: SSOT901 noqa of SSOT001 silences nothing: remove it",
    )


def test_no_policy_is_told(tmp_path: Path) -> None:
    report = session(tmp_path, {"a.py": f"{USE}\n"}).check()
    said = "no policy found: write down what was decided in ssot.toml, and it is checked from then on"
    assert (report.findings, report.notes, report.exit_code) == ((), (said,), 0)


@pytest.mark.parametrize(("folders", "told"), [
    pytest.param(["a", "b/c"], "a, b/c", id="two"),
    pytest.param(["a", "b", "c", "d"], "a, b, c, ...", id="many"),
])  # fmt: skip
def test_policies_of_folders_are_told(folders: list[str], told: str, tmp_path: Path) -> None:
    files = {"a/a.py": f"{USE}\n", **{f"{folder}/ssot.toml": POLICY for folder in folders}}
    here = session(tmp_path, files)
    note = f"no policy found here: to check by that of {told}, run there"
    assert [here.check().notes, here.check(["a"]).notes] == [(note,), (note,)]
    assert here.check(stdin=("a/a.py", b"")).notes == ()
    assert session(tmp_path, files, POLICY).check(["a"]).notes == ()


@pytest.mark.parametrize(("files", "proposal"), [
    pytest.param({"a.py": "class FooFactory:\n    x = 1\n", "b.py": "class FooFactory: ...\n"},
                 ['[decisions.foo-factory]', 'keep = ["a:FooFactory"]'], id="duplicate"),
    pytest.param({"a/__init__.py": "", "a/b.py": "import a.old_tools\n"},
                 ['[decisions.old-tools]', 'delete = ["a.old_tools"]'], id="missing-module"),
])  # fmt: skip
def test_without_a_policy_a_decision_is_proposed(files: dict[str, str], proposal: list[str], tmp_path: Path) -> None:
    opened = session(tmp_path, files)
    (note,) = opened.check().notes
    said, *policy = note.splitlines()
    assert said == "no policy found: to make a decision of the first finding, write it down in ssot.toml:"
    assert [line.strip() for line in policy] == proposal
    write(tmp_path, {}, "\n".join(proposal))
    assert not [note for note in open_session(str(tmp_path)).check().notes if "no policy" in note]


@pytest.mark.parametrize(("comment", "code", "is_hushed"), [
    pytest.param("# noqa", "", True, id="without-codes"),
    pytest.param("# noqa: SSOT002", "", False, id="meant-for-us"),
    pytest.param("# noqa: F401", "SSOT002", False, id="meant-for-others"),
])  # fmt: skip
def test_what_a_noqa_without_codes_silences_can_be_fixed(
    comment: str, code: str, is_hushed: bool, tmp_path: Path
) -> None:
    policy = '[decisions.d]\nkeep = ["app.new:Engine"]\ndelete = ["app.old"]\n'
    files = {
        "app/__init__.py": "",
        "app/new.py": "class Engine: ...\n",
        "a.py": f"from app.old import Engine  {comment}\n",
    }
    report = session(tmp_path, files, policy).check()
    assert [one.code for one in report.findings] == ([code] if code else [])
    assert [(one.code, one.line) for one in report.hushed] == ([("SSOT002", 1)] if is_hushed else [])


def test_suppressions_alone_are_audited(tmp_path: Path) -> None:
    files = {"a.py": "x = 1  # noqa: SSOT004\ny = 2  # noqa: E501\n"} | {
        f"b{number}.py": "z = 3\n" for number in range(40)
    }
    found = lines(
        session(tmp_path, files, '[decisions.x]\nban-classes = ["Gone"]\n').check(select={"SSOT004", "SSOT901"})
    )
    assert found == ("a.py:1:16: SSOT901 noqa of SSOT004 silences nothing: remove it",)


@pytest.mark.parametrize(("text", "is_python"), [
    pytest.param(b"#!/bin/sh\nfrom x import LegacyAuth\n", False, id="of-a-shell"),
    pytest.param(b"from x import LegacyAuth\n", False, id="without-a-first-line"),
    pytest.param(b"#!/usr/bin/python3\nfrom x import LegacyAuth\n", True, id="of-python"),
])  # fmt: skip
def test_what_a_script_is_tells_the_text_of_the_host(text: bytes, is_python: bool, tmp_path: Path) -> None:
    opened = session(tmp_path, {"tool": "#!/usr/bin/env python\n", "a.py": ""}, POLICY)
    report = opened.check(stdin=("tool", text))
    assert (report.exit_code, len(report.findings)) == (is_python, is_python)
    assert report.notes == (() if is_python else ("tool is no Python by its name or its text",))
    assert opened.check().checked == 2
