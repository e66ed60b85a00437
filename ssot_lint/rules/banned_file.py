"""A file that was deleted, or that must never be created, exists. Restoring it is how most
consolidations are undone: a merge from an old branch, or a tool that follows an old document.
Every file that provides a deleted module counts (`old.py`, `old.pyi`, anything in a package
`old/`), and every path that matches `ban-files`, Python or not. Files that git ignores don't.

Silent: a file of the same base name in another folder, and a test called after a banned file
(`test_old.py` beside `old.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import FILE_START, Hit
from ssot_lint.policy.advice import way_out
from ssot_lint.policy.model import Policy
from ssot_lint.rule import Example, Rule

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index


def check(policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.bans import Bans

    for path, match in Bans.of(policy, index).files():
        if index.exists(path):
            never = match.subject in match.decision.ban_files or not match.decision.delete
            said, out = "must not exist" if never else "is deleted", way_out(match.decision)
            yield Hit(
                FILE_START,
                f"{path} {said}: {out if not match.decision.keep else f'remove it, and {out}'}",
                match.decision.name,
                cause=match.subject,
                path=path,
            )


def reports_in(path: str, policy: Policy, index: Index) -> bool:
    from ssot_lint.bans import Bans

    return Bans.of(policy, index).file(path) is not None


_POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old_engine"]
ban-files = ["app/services/engine.py"]
"""

RULE = Rule(
    "SSOT004",
    "banned-file",
    "a deleted or banned path that exists",
    __doc__,
    repo=check,
    reports_in=reports_in,
    examples=(
        Example(
            "the deleted module, and a file that must never come",
            _POLICY,
            {
                "app/__init__.py": "",
                "app/engine.py": "class Engine: ...\n",
                "app/old_engine.py": "",
                "app/services/engine.py": "",
            },
            (
                "app/old_engine.py:1:1: SSOT004 app/old_engine.py is deleted: remove it, "
                "and use Engine from app.engine (engine)",
                "app/services/engine.py:1:1: SSOT004 app/services/engine.py must not exist: remove it, "
                "and use Engine from app.engine (engine)",
            ),
        ),
        Example(
            "the same base name elsewhere, and a test of it, are silent",
            _POLICY,
            {
                "app/__init__.py": "",
                "app/engine.py": "class Engine: ...\n",
                "app/other/old_engine.py": "",
                "app/test_old_engine.py": "",
                "tests/services/test_engine.py": "",
            },
        ),
    ),
)
