"""A `# noqa: SSOT…` that silences nothing hides the next finding on its line. Only codes of
rules that ran are judged; a blanket `# noqa` is another linter's business too, and is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssot_lint.model import Hit, Span
from ssot_lint.rule import Example, Rule, Silenced


def check(silenced: Silenced) -> Iterator[Hit]:
    for one in silenced.source.suppressions:
        ran = any(code.startswith(one.code) for code in silenced.codes)
        if one.code.startswith("SSOT") and one not in silenced.used and ran:
            yield Hit(
                Span(one.line, one.column, one.line, one.end_column),
                f"noqa of {one.code} silences nothing: remove it",
                cause=one.code,
            )


_POLICY = '[decisions.auth]\nban-classes = ["LegacyAuth"]\n'

RULE = Rule(
    "SSOT901",
    "unused-suppression",
    "a `noqa: SSOT…` that silences nothing",
    __doc__,
    silenced=check,
    examples=(
        Example(
            "nothing left to silence",
            _POLICY,
            {"app.py": "from auth import Auth  # noqa: SSOT001\n"},
            ("app.py:1:32: SSOT901 noqa of SSOT001 silences nothing: remove it",),
        ),
        Example(
            "one that is needed",
            _POLICY,
            {"app.py": "from auth import LegacyAuth  # noqa: SSOT001\n"},
        ),
    ),
)
