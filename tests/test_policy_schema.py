"""The JSON Schema takes what the reader takes, and refuses what has the wrong shape."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from ssot_lint.policy.schema import schema
from tests.test_policy_cases import OPTIONS, SSOT_TOML

SCHEMA = schema(OPTIONS)


def as_json(value: Any) -> Any:
    """The TOML value with its dates as the text that JSON has for them."""
    if isinstance(value, dict):
        return {key: as_json(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def errors(text: str) -> list[str]:
    return sorted(error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(as_json(tomllib.loads(text))))


def test_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "text",
    ["", SSOT_TOML, "[decisions.a]\n", "[duplicates]\n"],
    ids=["empty", "whole", "empty decision", "empty table"],
)
def test_accepts(text: str) -> None:
    assert errors(text) == []


REFUSED = {
    "unknown key": ("wibble = 1", "$"),
    "unknown key of a decision": ("[decisions.a]\nnver = []", "$.decisions.a"),
    "unknown key of a table": ("[duplicates]\nname = []", "$.duplicates"),
    "string for a list": ("exclude = 'a'", "$.exclude"),
    "empty entry": ("exclude = ['']", "$.exclude[0]"),
    "code": ("ignore = ['SSOT1']", "$.ignore[0]"),
    "name of a decision": ("[decisions.'a b']", "$.decisions"),
    "home": ("[decisions.a]\nkeep = ['a.B']", "$.decisions.a.keep[0]"),
    "level": ("[decisions.a]\nlog-at-most = 'warn'\nlog-matching = ['a']", "$.decisions.a['log-at-most']"),
    "flag": ("[decisions.a]\nemit = ['a']\ncomplete = 'true'", "$.decisions.a.complete"),
    "needs another key": ("[decisions.a]\nuse = 'x'", "$.decisions.a"),
    "exemption without reason": ("[[decisions.a.exempt]]\npaths = ['a']", "$.decisions.a.exempt[0]"),
    "exemption with an unknown key": (
        "[[decisions.a.exempt]]\npaths = ['a']\nreason = 'b'\npath = 'c'",
        "$.decisions.a.exempt[0]",
    ),
}


@pytest.mark.parametrize(("text", "path"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, path: str) -> None:
    assert errors(text) == [path]


def test_describes_every_key() -> None:
    decision = SCHEMA["$defs"]["decision"]["properties"]
    assert decision["argument"]["description"] == "the parameter"
    assert decision["exempt"]["items"] == {"$ref": "#/$defs/exemption"}
    assert SCHEMA["$defs"]["exemption"]["properties"]["until"]["format"] == "date"
    assert SCHEMA["$defs"]["decision"]["dependentRequired"]["never"] == ["argument"]
    groups = [SCHEMA, SCHEMA["$defs"]["decision"], SCHEMA["$defs"]["exemption"]]
    tables = {"duplicates"}
    assert all(
        "description" in entry for group in groups for key, entry in group["properties"].items() if key not in tables
    )
