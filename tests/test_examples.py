"""Every rule says of its own examples what they claim, by every way in."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from ssot_lint.policy.schema import schema
from ssot_lint.registry import RULES, options
from ssot_lint.rule import Example
from tests.repository import check

EXAMPLES = [
    pytest.param(example, id=f"{rule.code}-{example.title}") for rule in RULES.values() for example in rule.examples
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_findings(example: Example, tmp_path: Path) -> None:
    assert check(tmp_path, example.files, example.policy) == example.findings


@pytest.mark.parametrize("example", EXAMPLES)
def test_findings_without_prefilter(example: Example, tmp_path: Path) -> None:
    assert check(tmp_path, example.files, example.policy, prefilter=False) == example.findings


def test_every_rule_has_a_loud_and_a_silent_example() -> None:
    lacking = [
        rule.code for rule in RULES.values() if {bool(example.findings) for example in rule.examples} != {True, False}
    ]
    assert lacking == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_policies_fit_the_schema(example: Example) -> None:
    written = json.loads(json.dumps(tomllib.loads(example.policy), default=str))
    assert [error.message for error in Draft202012Validator(schema(options())).iter_errors(written)] == []
