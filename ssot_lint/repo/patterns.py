"""Patterns as in .gitignore (https://git-scm.com/docs/gitignore#_pattern_format)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

#: What stands for other text, or may: from the first bracket to the last all counts as one.
_NOT_LITERAL = re.compile(r"\[.*\]|[*?\[\]]|\\.?|//+")
WILDCARD = re.compile(r"[*?\[!\\]")


@lru_cache(maxsize=256)
def path_matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path, relative to the root and with `/`, matches the patterns; the last one wins.

    Plain names and folders are matched here, for what a library for all of it takes to load is
    more than most runs take altogether.
    """
    if not any(WILDCARD.search(pattern) for pattern in patterns):
        plain = [_plain(pattern) for pattern in patterns]
        return lambda path: any(matches(path) for matches in plain)
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)
    return lambda path: spec.match_file(path) is True


def _plain(pattern: str) -> Callable[[str], bool]:
    """A pattern without wildcards: a path from the root, or a name in any folder."""
    inner = pattern.rstrip(" ").strip("/")
    ending = "/" if pattern.rstrip(" ").endswith("/") else ""
    if "/" in pattern.rstrip(" /"):
        start = f"{inner}/"
        return lambda path: path.startswith(start) or (path == inner and not ending)
    within = f"/{inner}/"
    return lambda path: within in (f"/{path}" if ending else f"/{path}/")


def stretch_of(pattern: str) -> str:
    """A stretch of text that is in every path which matches a pattern; "" where there is none for sure.

    >>> stretch_of("**/enhanced_*.py")
    'enhanced_'
    """
    return max((part.strip("/ ") for part in _NOT_LITERAL.split(pattern)), key=len)
