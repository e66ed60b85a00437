"""Any text is a plan: nothing crashes, and what is written is a policy that the reader takes, twice the same."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.plan.claims import Note
from ssot_lint.plan.plan import read_plan
from ssot_lint.policy.build import build
from ssot_lint.policy.keys import by_table
from ssot_lint.policy.read_toml import read_ssot_toml
from ssot_lint.policy.write import policy_text
from ssot_lint.registry import RULES, options

PLANS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "plans").glob("*.md"))]
LINES = sorted({line for plan in PLANS for line in plan.splitlines()})
PIECES = [
    "Keep", "delete", "Don't create", "No", "is the only", "factory", "exists", "in", "and", ",", "(use", ")", ":", "->", "from",
    "re-exports", "never", "None", "run_id", "`None`", "`A`", "`AbcFactory`", "`*`", "`a/b.py`", "`b.py`", "`a.b:C`", "`a.b.C`",
    "`a/`", "`../x.py`", "`a//b.py`", "`[.py`", "`a b`", "`class`", "`import/x.py`", "`x()`", "`\u212b.py`", "`\uff21bc`", "\u0130", "\ue000",
    "`a.b`", "AbcFactory", "KEEP:", "DELETE:", "file:", "class:", "- ", "  - ", "\n", "\n\n", "```", "```yaml", "# ", "## Orders\n", "| ",
    "|---|---|", "&a", "*a", "[ ]", "{", "}", "\t", "\r\n", "\0", "events", "isolated", "CURRENT:", "CHANGE TO:", "f(None)", "f(x)", "?",
]  # fmt: skip

MIXED = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map(" ".join)
SHUFFLED = st.lists(st.sampled_from(LINES) | MIXED, max_size=30).map("\n".join)


@settings(deadline=None)
@given(text=st.text() | MIXED | SHUFFLED)
def test_any_text(text: str) -> None:
    plan = read_plan(text, "PLAN.md", options())
    document = read_ssot_toml(policy_text(plan.decisions), "ssot.toml")
    policy = build(document, by_table(options()), RULES)
    assert [one.name for one in policy.decisions] == [one.name for one in plan.decisions]
    assert all(1 <= note.line <= text.count("\n") + text.count("\r") + 2 for note in plan.notes)
    assert read_plan(text, "PLAN.md", options()) == plan


@pytest.mark.parametrize("text", [
    pytest.param("- " * 5000 + "Delete `a/b.py`", id="nested-items"),
    pytest.param("> " * 20_000, id="nested-quotes"),
    pytest.param("`" * 100_000, id="backticks"),
    pytest.param("# a\n" * 5000, id="headings-alike"),
    pytest.param("```yaml\na: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(500)) + "```", id="yaml-bomb"),
    pytest.param("```yaml\nKEEP: " + "[" * 20_000, id="yaml-depth"),
    pytest.param("```yaml\n" + "a: b: c\n" * 5000, id="yaml-broken-everywhere"),
    pytest.param("```\n# OLD:\n" + "(" * 5000 + "\n# NEW:\n" + "-" * 20_000 + "1\n```", id="code-depth"),
    pytest.param(" " * 200_000 + "x", id="blanks"),
    pytest.param(("`Ab` , " * 140 + "\n\n") * 20, id="list-without-end"),
    pytest.param("a/" * 100_000, id="path"),
    pytest.param(("no more " * 120 + "\n\n") * 50, id="no-more"),
    pytest.param(("`x` " + "is " * 300 + "\n\n") * 50, id="is-is"),
])  # fmt: skip
def test_hostile_text_takes_no_time(text: str) -> None:
    start = process_time()
    assert read_plan(text, "PLAN.md", options()) == read_plan(text, "PLAN.md", options())
    assert process_time() - start < 20  # where a form can be matched in many ways, it is years


def test_endless_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssot_lint.plan.plan._MOST", 100)
    plan = read_plan("".join(f"- Delete `a/b{n}.py`\n" for n in range(101)), "PLAN.md", options())
    assert len(plan.decisions) == 100
    assert Note(101, "unreadable", "more than 100 statements: split the plan, the rest is not read") in plan.notes
