"""Decisions as the text of a policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ssot_lint.policy.model import Option, PolicyError

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


def accepted_by_reader(
    decisions: Sequence[Proposed], options: Sequence[Option]
) -> tuple[tuple[Proposed, ...], tuple[str, ...]]:
    """Those decisions that the reader of policies takes together, and why it does not take the others.

    What is written is read again before anything is replaced by it: a policy that can't be read
    stops every run.
    """
    from ssot_lint.policy.build import build
    from ssot_lint.policy.keys import by_table
    from ssot_lint.policy.read_toml import read_ssot_toml

    left = tuple(decisions)
    problems: list[str] = []
    while True:
        try:
            build(read_ssot_toml(policy_text(left), ""), by_table(options), ())
        except PolicyError as error:
            problems += error.problems
            wrong = {one.name for one in left for problem in error.problems if _is_about(problem, one.name)}
            left = tuple(one for one in left if one.name not in wrong) if wrong else left[:-1]
        else:
            return left, tuple(problems)


def _is_about(problem: str, name: str) -> bool:
    return re.match(rf"decisions\.'?{re.escape(name)}'?(?:[.\[][\w.\[\]-]+)?: ", problem) is not None
