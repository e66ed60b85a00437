"""Decisions as the text of a policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Proposed(NamedTuple):
    """A decision that could be made: its name, and its keys with what a TOML file would hold, in their order."""

    name: str
    keys: Mapping[str, object]


def policy_text(decisions: Iterable[Proposed]) -> str:
    """The text of an `ssot.toml` with some decisions."""
    import tomli_w

    tables = {one.name: dict(one.keys) for one in decisions}
    return tomli_w.dumps({"decisions": tables}, multiline_strings=False)
