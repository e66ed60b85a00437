"""What `[duplicates]` takes for near-duplicates, in every format, and what is said of the rest."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from ssot_lint.policy import kinds
from ssot_lint.policy.config import load
from ssot_lint.policy.model import Home, Kind, PolicyError
from ssot_lint.policy.pairs import PAIRS, AllowedPair
from ssot_lint.policy.schema import schema
from ssot_lint.registry import options

FORM = "package.module:Name and package.module:Name: why"
KINDS = "must be one of copies, namesakes, rivals"
PART = "must be more than 0 and at most 1, such as 0.3, not"
WHOLE = "must be a whole number from 3 on, not"
AB = AllowedPair(Home("a", "B"), Home("c.d", "E"), "why")


@pytest.mark.parametrize(("kind", "value", "expected"), [
    pytest.param(kinds.FRACTION, 0.3, 0.3, id="part"),
    pytest.param(kinds.FRACTION, 1, 1.0, id="all"),
    pytest.param(kinds.FRACTION, "0.25", 0.25, id="part-as-text"),
    pytest.param(kinds.FRACTION, " 1 ", 1.0, id="all-as-text"),
    pytest.param(kinds.MEMBERS, 7, 7, id="seven"),
    pytest.param(kinds.MEMBERS, 3.0, 3, id="whole"),
    pytest.param(kinds.MEMBERS, "12", 12, id="count-as-text"),
    pytest.param(kinds.LIKENESSES, ["rivals", "copies", "namesakes"], ("rivals", "copies", "namesakes"), id="likenesses"),
    pytest.param(kinds.LIKENESSES, [], (), id="no-likenesses"),
    pytest.param(PAIRS, ["a:B and c.d:E: why"], (AB,), id="pair"),
    pytest.param(PAIRS, ["  a:B  and\n c.d:E :  why,\n  and   more: x "], (AB._replace(reason="why, and more: x"),), id="pair-over-lines"),
    pytest.param(PAIRS, ["a:ﬁ and c:B: and why"], (AllowedPair(Home("a", "fi"), Home("c", "B"), "and why"),), id="pair-folded"),
    pytest.param(PAIRS, [], (), id="no-pairs"),
])  # fmt: skip
def test_good(kind: Kind, value: Any, expected: Any) -> None:
    found = kind.parse(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(("kind", "value", "problem"), [
    pytest.param(kinds.FRACTION, 0, f"{PART} 0", id="nothing"),
    pytest.param(kinds.FRACTION, -0.5, f"{PART} -0.5", id="less-than-nothing"),
    pytest.param(kinds.FRACTION, 1.01, f"{PART} 1.01", id="more-than-all"),
    pytest.param(kinds.FRACTION, 30, f"{PART} 30", id="per-cent"),
    pytest.param(kinds.FRACTION, float("nan"), f"{PART} nan", id="part-nan"),
    pytest.param(kinds.FRACTION, float("inf"), f"{PART} inf", id="part-infinite"),
    pytest.param(kinds.FRACTION, True, "must be a number, not a boolean", id="part-flag"),
    pytest.param(kinds.FRACTION, "30%", "must be a number, not '30%'", id="part-text"),
    pytest.param(kinds.FRACTION, "-1", "must be a number, not '-1'", id="part-signed-text"),
    pytest.param(kinds.FRACTION, "٣", "must be a number, not '٣'", id="part-other-digits"),
    pytest.param(kinds.FRACTION, [0.3], "must be a number, not a list", id="part-list"),
    pytest.param(kinds.MEMBERS, 0, f"{WHOLE} 0", id="none"),
    pytest.param(kinds.MEMBERS, -3, f"{WHOLE} -3", id="less-than-none"),
    pytest.param(kinds.MEMBERS, 2.5, f"{WHOLE} 2.5", id="two-and-a-half"),
    pytest.param(kinds.MEMBERS, "2.5", f"{WHOLE} 2.5", id="two-and-a-half-as-text"),
    pytest.param(kinds.MEMBERS, "three", "must be a number, not 'three'", id="count-text"),
    pytest.param(kinds.MEMBERS, False, "must be a number, not a boolean", id="count-flag"),
    pytest.param(kinds.MEMBERS, float("inf"), f"{WHOLE} inf", id="endless"),
    pytest.param(kinds.MEMBERS, 10**400, "must be a smaller number", id="count-too-large"),
    pytest.param(kinds.FRACTION, 10**400, "must be a smaller number", id="fraction-too-large"),
    pytest.param(kinds.MEMBERS, {}, "must be a number, not a table", id="count-table"),
    pytest.param(kinds.LIKENESSES, "copies", "must be a list, not a string (write ['copies'])", id="likeness"),
    pytest.param(kinds.LIKENESSES, ["copy"], f"'copy' {KINDS} (did you mean copies?)", id="likeness-misspelled"),
    pytest.param(kinds.LIKENESSES, ["copies", "Rivals"], f"'Rivals' {KINDS} (did you mean rivals?)", id="likeness-in-capitals"),
    pytest.param(kinds.LIKENESSES, ["all"], f"'all' {KINDS}", id="likeness-unknown"),
    pytest.param(kinds.LIKENESSES, [1], "must hold strings only, not a number", id="likeness-number"),
    pytest.param(PAIRS, "a:B and c:D: why", "must be a list, not a string (write ['a:B and c:D: why'])", id="pair-alone"),
    pytest.param(PAIRS, ["a:B"], f"'a:B' must be written {FORM}", id="one"),
    pytest.param(PAIRS, ["a:B, c:D: why"], f"'a:B, c:D: why' must be written {FORM}", id="comma"),
    pytest.param(PAIRS, ["a:B and c:D and e:F: why"], f"'a:B and c:D and e:F: why' must be written {FORM}", id="three"),
    pytest.param(PAIRS, ["a:B and c:D"], f"'a:B and c:D' needs a reason: write it as {FORM}", id="no-reason"),
    pytest.param(PAIRS, ["a:B and c:D :  "], f"'a:B and c:D :  ' needs a reason: write it as {FORM}", id="empty-reason"),
    pytest.param(PAIRS, ["a.B and c:D: why"], "'a.B' must be written package.module:Name (did you mean a:B?)", id="dot"),
    pytest.param(PAIRS, ["a:B and c.D: why"], "'c.D' must be written package.module:Name (did you mean c:D?)", id="second-dot"),
    pytest.param(PAIRS, ["a/b.py:C and c:D: why"], "'a/b.py:C' must be written package.module:Name (did you mean a.b:C?)", id="path"),
    pytest.param(PAIRS, ["B and D: why"], "'B' must be written package.module:Name", id="bare"),
    pytest.param(PAIRS, [""], "has an empty entry: fill it in, or remove it", id="empty"),
])  # fmt: skip
def test_bad(kind: Kind, value: Any, problem: str) -> None:
    with pytest.raises(ValueError) as caught:
        kind.parse(value)
    assert str(caught.value) == problem


TOML = """\
similarity = 0.35
min-members = 4
report = ["copies", "rivals"]
allowed = ["a:B and c.d:E: why", "a:F and c:G: not yet"]
"""
INI = """\
[ssot-lint:duplicates]
similarity = 0.35
min-members = 4
report =
    copies
    rivals
allowed =
    a:B and c.d:E: why
    a:F and c:G: not yet
"""
READ = {
    "similarity": 0.35,
    "min-members": 4,
    "report": ("copies", "rivals"),
    "allowed": (AB, AllowedPair(Home("a", "F"), Home("c", "G"), "not yet")),
}


@pytest.mark.parametrize(("name", "text"), [
    pytest.param("ssot.toml", f"[duplicates]\n{TOML}", id="ssot.toml"),
    pytest.param("pyproject.toml", f"[tool.ssot-lint.duplicates]\n{TOML}", id="pyproject.toml"),
    pytest.param("setup.cfg", INI, id="setup.cfg"),
])  # fmt: skip
def test_formats(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert load(str(tmp_path), options()).tables["duplicates"] == READ


def test_one_entry_needs_no_line_of_its_own_in_ini(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_text(
        "[ssot-lint:duplicates]\nreport = copies\nallowed = a:B and c.d:E: why\n", encoding="utf-8"
    )
    assert load(str(tmp_path), options()).tables["duplicates"] == {"report": ("copies",), "allowed": (AB,)}


WRONG = (
    f"duplicates.similarity: {PART} 2",
    f"duplicates.min-members: {WHOLE} 0",
    f"duplicates.report: 'rival' {KINDS} (did you mean rivals?)",
    f"duplicates.allowed: 'a:B and c:D' needs a reason: write it as {FORM}",
    "duplicates.min-member: unknown key (did you mean min-members?)",
)
WRONG_KEYS = {
    "similarity": "2",
    "min-members": "0",
    "report": '["rival"]',
    "allowed": '["a:B and c:D"]',
    "min-member": "1",
}


@pytest.mark.parametrize(("name", "start", "text"), [
    pytest.param("ssot.toml", "ssot.toml: ", "[duplicates]\n" + "\n".join(f"{key} = {value}" for key, value in WRONG_KEYS.items()), id="ssot.toml"),
    pytest.param("setup.cfg", "setup.cfg: ssot-lint:", "[ssot-lint:duplicates]\n" + "\n".join(
        f"{key} = {value.strip('[]').strip(chr(34))}" for key, value in WRONG_KEYS.items()), id="setup.cfg"),
])  # fmt: skip
def test_all_that_is_wrong_is_said_at_once(name: str, start: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load(str(tmp_path), options())
    assert sorted(caught.value.problems) == sorted(f"{start}{line}" for line in WRONG)


SCHEMA = schema(options())


def _schema_errors(text: str) -> list[str]:
    found = Draft202012Validator(SCHEMA).iter_errors(json.loads(json.dumps(tomllib.loads(f"[duplicates]\n{text}"))))
    return sorted(error.json_path for error in found)


@pytest.mark.parametrize(("text", "paths"), [
    pytest.param(TOML, [], id="good"),
    pytest.param("similarity = 1", [], id="all"),
    pytest.param("similarity = 0", ["$.duplicates.similarity"], id="nothing"),
    pytest.param("similarity = 1.1", ["$.duplicates.similarity"], id="more-than-all"),
    pytest.param("similarity = 'x'", ["$.duplicates.similarity"], id="text"),
    pytest.param("min-members = 0", ["$.duplicates['min-members']"], id="none"),
    pytest.param("min-members = 3.5", ["$.duplicates['min-members']"], id="three-and-a-half"),
    pytest.param("report = ['rival']", ["$.duplicates.report[0]"], id="likeness"),
    pytest.param("report = 'rivals'", ["$.duplicates.report"], id="no-list"),
    pytest.param("allowed = ['a:B and c:D: why', 'a:B and c:D']", ["$.duplicates.allowed[1]"], id="no-reason"),
    pytest.param("allowed = ['a.B and c:D: why']", ["$.duplicates.allowed[0]"], id="dot"),
])  # fmt: skip
def test_schema(text: str, paths: list[str]) -> None:
    assert _schema_errors(text) == paths
