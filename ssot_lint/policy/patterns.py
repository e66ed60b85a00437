"""What a pattern of .gitignore may look like.

Patterns that match nothing are refused: such an entry guards nothing, silently.
"""

from __future__ import annotations

import re

from ssot_lint.policy.wording import did_you_mean, show

_SET = re.compile(r"\[[!^]?-?(?:\w-\w|[\w.])+-?\]")


def check_pattern(text: str) -> str:
    """The text, when it can match a file; raises ValueError with what is wrong otherwise."""
    pattern = text.removeprefix("!")
    # Git drops blanks at the end, but not an escaped one.
    if not pattern.endswith("\\ "):
        pattern = pattern.rstrip(" ")
    for problem, found in (
        ("is a comment, and matches nothing: write \\# for the character", text.startswith("#")),
        ("has a comment in it: give the comment a line of its own", re.search(r"\s#", pattern)),
        ("must be one line", re.search(r"[\r\n\0]", pattern)),
        ("must be written with / between its folders", re.search(r"\\\w|^[A-Za-z]:[\\/]", pattern)),
        ("matches nothing: it has no name in it", not pattern.strip("/ ")),
        ("matches nothing: it has // in it", "//" in pattern),
        ("matches nothing: it has .. in it", ".." in pattern.split("/")),
        ("has a backslash with nothing to escape", re.search(r"(?<!\\)(?:\\\\)*\\(?:$|/)", pattern)),
        ("has a [ that opens no set such as [a-z]: write \\[ for the character", _has_bad_set(pattern)),
    ):
        if found:
            raise ValueError(f"{show(text)} {problem}")
    if pattern.startswith("./"):
        guess = text.replace("./", "/", 1)
        raise ValueError(f"{show(text)} matches nothing: it begins with ./{did_you_mean(guess)}")
    return text


def _has_bad_set(pattern: str) -> bool:
    plain = re.sub(r"\\.", "", pattern)
    backwards = any(first > last for found in _SET.findall(plain) for first, last in re.findall(r"(\w)-(\w)", found))
    return backwards or "[" in _SET.sub("", plain)
