"""Pairs of definitions that may be alike, as a policy lists them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ssot_lint.policy.kinds import home, listing
from ssot_lint.policy.model import Home
from ssot_lint.policy.wording import show


class AllowedPair(NamedTuple):
    """Two definitions that are meant to be alike, and why."""

    one: Home
    other: Home
    reason: str


_FORM = "package.module:Name and package.module:Name: why"
_PAIR = re.compile(r"\s*(\S+)\s+and\s+(\S+?)\s*(?::\s+(.*))?", re.S)


def _pair(text: str) -> AllowedPair:
    found = _PAIR.fullmatch(text)
    if found is None:
        raise ValueError(f"{show(text)} must be written {_FORM}")
    one, other = home(found[1]), home(found[2])
    if not (found[3] or "").strip():
        raise ValueError(f"{show(text)} needs a reason: write it as {_FORM}")
    return AllowedPair(one, other, " ".join(found[3].split()))


PAIRS = listing("pairs", _pair, pattern=r"^\s*\S+:\S+\s+and\s+\S+:\S+\s*:\s+\S")
