"""Words that messages share, about a policy and about what it finds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

_NOUNS = {
    bool: "a boolean",
    date: "a date",
    datetime: "a date with a time",
    dict: "a table",
    float: "a number",
    int: "a number",
    list: "a list",
    str: "a string",
    time: "a time",
}


def noun(value: Any) -> str:
    """What kind of value this is, in the words of TOML and with its article."""
    return _NOUNS[type(value)]


def show(text: str) -> str:
    """The text in quotes, on one line and not too long."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def near(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was probably meant: the same but for case or `_`, else a close one."""
    folded = {_fold(candidate): candidate for candidate in candidates}
    wanted = _fold(word[:80])
    if wanted in folded:
        return folded[wanted]
    from difflib import get_close_matches

    close = get_close_matches(wanted, folded, n=1)
    return folded[close[0]] if close else None


def plural(count: int, noun: str) -> str:
    """`1 file`, `2 files`, `2 aliases`, `no files`."""
    ending = "" if count == 1 else "es" if noun.endswith("s") else "s"
    return f"{count or 'no'} {noun}{ending}"


def did_you_mean(guess: str | None) -> str:
    """The end of a message: ` (did you mean X?)`, or nothing without a guess."""
    return f" (did you mean {guess}?)" if guess else ""


def _fold(word: str) -> str:
    return word.lower().replace("_", "-")
