"""Lines of code in documents and of scripts: what their comments and commands say of what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ssot_lint.stale.wording import is_title_of_gone, says_gone

_COMMENT = re.compile(
    r"(?:^\s*(?:#+|//+|--|;+|/?\*+|%|REM\b|::|<!--|\.\.)(?=\s|$)|(?<=\s)(?:#+|//+)(?=\s)|<!--)(?P<said>.*)", re.I
)
_BAD = re.compile(r"^\W*(?:bad|wrong|old|before|incorrect|legacy|no)\b|\u274c", re.IGNORECASE)
_FAR = 10**6
#: Commands that look for a thing, or take it away.
_COMMAND = re.compile(
    r"(?:^|[\s;&|(`\"'$!])(?:rm|unlink|mv|grep|egrep|rg|ag|ack|sed|perl|find|git\s+(?:\S+\s+)?(?:rm|mv|log|show|grep|blame|diff"
    r"|checkout|restore)|ssot-lint|pygrep|test|del|Remove-Item)\s[^;&|]*$|\[\[?\s(?:!\s)?-\w\s[^;&|]*$|\bs([/|#,@]).*$"
)


def comment_start(line: str) -> int:
    """Where the comment of a line begins, behind its last character when it has none."""
    found = _COMMENT.search(line)
    return found.start() if found else len(line)


def is_comment(line: str) -> bool:
    return not line[: comment_start(line)].strip() and bool(line.strip())


def is_of_command(before: str) -> bool:
    """Whether what follows is an argument of a command that looks for it or removes it."""
    return _COMMAND.search(before) is not None


def told_gone(lines: Sequence[str], *, is_file: bool, is_diff: bool = False) -> Iterator[bool]:
    """For each line whether a comment at its end or above it tells that it is gone, or wrong.

    A comment above holds until the next one. In files it holds for the line below and what is
    indented deeper, and when it ends with a colon, until a blank line.
    """
    holds, level = False, -1
    for line in lines:
        start = comment_start(line)
        said = line[start:]
        indent = len(line) - len(line.lstrip())
        if said and not line[:start].strip():
            holds, level = _is_bad(said), _FAR if is_file and not said.rstrip().endswith(":") else -1
        elif is_file and not line.strip():
            holds = False
        elif level == _FAR:
            level = indent
        elif indent <= level:
            holds = False
        yield holds or (bool(said) and _is_bad(said)) or (is_diff and line.startswith("-"))


def _is_bad(comment: str) -> bool:
    said = re.sub(r"^\W*?(?=[\w\u274c])", "", comment)
    return _BAD.search(said) is not None or is_title_of_gone(said) or says_gone(said)
