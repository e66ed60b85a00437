"""Decisions as the text of a policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

#: A list that fits into this many columns is written on one line.
_WIDTH = 110


class Proposed(NamedTuple):
    """A decision that could be made: its name, and its keys with what a TOML file would hold, in their order."""

    name: str
    keys: Mapping[str, object]


def policy_text(decisions: Iterable[Proposed]) -> str:
    """The text of an `ssot.toml` with some decisions."""
    return "\n".join(map(_table, decisions))


def _table(decision: Proposed) -> str:
    import tomli_w

    header = tomli_w.dumps({"decisions": {decision.name: {}}}).strip().splitlines()[-1]
    return "\n".join([header, *(_line(key, value) for key, value in decision.keys.items())]) + "\n"


def _line(key: str, value: object) -> str:
    import tomli_w

    text = tomli_w.dumps({key: value}, multiline_strings=False).strip()
    if isinstance(value, (list, tuple)):
        entries = [tomli_w.dumps({"_": one}, multiline_strings=False).strip().removeprefix("_ = ") for one in value]
        short = f"{key} = [{', '.join(entries)}]"
        return short if len(short) <= _WIDTH else text
    return text
