"""The JSON Schema of ssot.toml, made of the same table of keys that reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ssot_lint.policy.keys import DECISION, EXEMPTION, NAME, REQUIRED, TOP, Keys, by_table, top_tables
from ssot_lint.policy.model import Option


def schema(options: Sequence[Option]) -> dict[str, Any]:
    """The schema (draft 2020-12) for the core keys and those that rules declare.

    A TOML date is a string with the format `date`, as editors' TOML plugins have it.
    """
    tables = by_table(options)
    top = _object(tables[TOP])
    top["properties"] |= {
        "decisions": {
            "description": "the decisions, each a table [decisions.NAME]",
            "type": "object",
            "propertyNames": {"pattern": f"^{NAME}$"},
            "additionalProperties": {"$ref": "#/$defs/decision"},
        },
        **{name: _object(keys) for name, keys in top_tables(tables).items()},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ssot.toml",
        "description": "the policy of ssot-lint: what was decided, and what guards it",
        **top,
        "$defs": {
            "decision": _object(tables[DECISION]),
            "exemption": {**_object(tables[EXEMPTION]), "required": list(REQUIRED)},
        },
    }


def _object(keys: Keys) -> dict[str, Any]:
    result: dict[str, Any] = {
        "type": "object",
        "properties": {key: {"description": option.help, **option.kind.schema} for key, option in keys.items()},
        "additionalProperties": False,
    }
    needs = {key: list(option.requires) for key, option in keys.items() if option.requires}
    if needs:
        result["dependentRequired"] = needs
    return result
