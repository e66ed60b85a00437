"""An exemption is a loan. Past its `until` it no longer holds, and what it let pass is
reported again; one that lets nothing pass any more is only an open door. Both are reported at
the exemption in the policy file, in runs over the whole repository.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssot_lint.model import Hit, Span
from ssot_lint.rule import Example, Exempted, Rule


def check(exempted: Exempted) -> Iterator[Hit]:
    for decision in exempted.policy.decisions:
        for exemption in decision.exempt:
            expired = exemption.until is not None and exemption.until < exempted.today
            judged = not exemption.rules or not exempted.codes.isdisjoint(exemption.rules)
            if expired:
                said = f"the exemption of {', '.join(exemption.paths)} ended on {exemption.until}"
                out = "mend what it let pass and remove it, or give it a later date"
            elif judged and (decision.name, exemption) not in exempted.used:
                said = f"the exemption of {', '.join(exemption.paths)} lets nothing pass"
                out = "remove it"
            else:
                continue
            yield Hit(
                Span(exemption.line, 1, exemption.line, 1),
                f"{said}: {out} ({decision.name})",
                decision.name,
                path=exempted.policy.path,
            )


_POLICY = """\
[decisions.auth]
ban-classes = ["LegacyAuth"]

[[decisions.auth.exempt]]
paths = ["migration/**"]
reason = "compares both"
"""

RULE = Rule(
    "SSOT902",
    "expired-exemption",
    "an exemption past its date, or one that lets nothing pass",
    __doc__,
    exempted=check,
    examples=(
        Example(
            "past its date",
            f"{_POLICY}until = 2020-01-31\n",
            {"migration/compare.py": "import auth\n"},
            (
                "ssot.toml:4:1: SSOT902 the exemption of migration/** ended on 2020-01-31: "
                "mend what it let pass and remove it, or give it a later date (auth)",
            ),
        ),
        Example(
            "nothing left to let pass",
            _POLICY,
            {"migration/compare.py": "import auth\n"},
            ("ssot.toml:4:1: SSOT902 the exemption of migration/** lets nothing pass: remove it (auth)",),
        ),
        Example("one that is needed", _POLICY, {"migration/compare.py": "from auth import LegacyAuth\n"}),
    ),
)
