"""A file that names something decided on can't be decoded or parsed, so not all of it was
checked: a syntax error, a byte that is wrong in its encoding, or syntax newer than the Python
that runs the check. What lies outside the broken statements is checked all the same. Or it may
not be opened at all, and then nothing is known of it.

Files that name nothing of the policy are never parsed, so only what can't be opened is reported of
them; under flake8, which runs no plugin on such files, its own E999 or E902 stands instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Hit, Span
from ssot_lint.policy.model import Policy
from ssot_lint.repo.files import may_read
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


def check_access(policy: Policy, index: Index) -> Iterator[Hit]:
    for path in index.python_paths:
        if not _may_be_opened(path, index):
            yield Hit(
                Span(1, 1, 1, 1),
                "can't open this file: let the one who runs the check read it, or exclude it",
                path=path,
            )


def reports_in(path: str, policy: Policy, index: Index) -> bool:
    return not _may_be_opened(path, index)


def _may_be_opened(path: str, index: Index) -> bool:
    return path in index.records.overlay or may_read(index.root, path)


RULE = Rule(
    "SSOT900",
    "unreadable-file",
    "a file that can't be opened, decoded or parsed",
    __doc__,
    file=check,
    repo=check_access,
    reports_in=reports_in,
    needs_decisions=False,
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
