"""A file that names something decided on can't be decoded or parsed, so not all of it was
checked: a syntax error, a byte that is wrong in its encoding, or syntax newer than the Python
that runs the check. What lies outside the broken statements is checked all the same.

Files that name nothing of the policy are never parsed, and so never reported; under flake8,
which runs no plugin on such files, its own E999 or E902 stands instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Hit, Span
from ssot_lint.policy.model import Policy
from ssot_lint.rule import Example, Rule
from ssot_lint.source.version import PYTHON

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index
    from ssot_lint.source.source import Source


def check(source: Source, policy: Policy, index: Index) -> Iterator[Hit]:
    problem = source.unreadable
    if problem is not None:
        yield Hit(
            Span(problem.line, problem.column, problem.line, problem.column),
            f"can't read all of this file, {problem.reason}: mend it, so that the rest is checked too",
        )


RULE = Rule(
    "SSOT900",
    "unreadable-file",
    "a file that can't be decoded or parsed",
    __doc__,
    file=check,
    examples=(
        Example(
            "a syntax error",
            '[decisions.auth]\nreason = "gone"\nban-classes = ["LegacyAuth"]\n',
            {"app.py": "from auth import LegacyAuth\n\ndef broken(:\n    pass\n"},
            (
                "app.py:1:18: SSOT001 LegacyAuth is banned: remove it: gone (auth)",
                f"app.py:3:12: SSOT900 can't read all of this file, invalid syntax (as {PYTHON} reads it): "
                "mend it, so that the rest is checked too",
            ),
        ),
        Example(
            "a file that names nothing decided on is never parsed",
            '[decisions.auth]\nban-classes = ["LegacyAuth"]\n',
            {"app.py": "def broken(:\n    pass\n"},
        ),
    ),
)
