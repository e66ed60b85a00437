"""An exemption is a loan. Past its `until` it no longer holds, and what it let pass is
reported again; one that lets nothing pass any more is only an open door. Both are reported at
the exemption in the policy file, in runs over the whole repository.

So is a pair of `[duplicates] allowed` of which a module does not define its name: it may have
been renamed, and then the pair is no longer meant, or it is gone. A name counts as defined when
the module binds it in any way: a definition, an import, a star import, a `__getattr__` of the
module. Whether two definitions that are there are still alike is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssot_lint.model import Hit, Span
from ssot_lint.policy.model import Home
from ssot_lint.rule import Example, Exempted, Rule


def check(exempted: Exempted) -> Iterator[Hit]:
    yield from _exemptions(exempted)
    yield from _pairs(exempted)


def _exemptions(exempted: Exempted) -> Iterator[Hit]:
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


def _pairs(exempted: Exempted) -> Iterator[Hit]:
    policy = exempted.policy
    line = policy.lines.get("duplicates", 1)
    for pair in policy.tables.get("duplicates", {}).get("allowed", ()):
        gone = [str(home) for home in dict.fromkeys((pair.one, pair.other)) if not _is_there(home, exempted)]
        if gone:
            are = "are not there" if len(gone) > 1 else "is not there"
            said = f"the pair {pair.one} and {pair.other} is allowed, but {' and '.join(gone)} {are}"
            yield Hit(Span(line, 1, line, 1), f"{said}: correct it or remove it (duplicates)", path=policy.path)


def _is_there(home: Home, exempted: Exempted) -> bool:
    """Whether a module of the repository has a name, or may have it: one of several that are called so."""
    modules = exempted.repo.modules
    places = {place for module in modules.spellings(home.module) for place in modules.places(module)}
    told = (exempted.repo.facts(path) for place in sorted(places) for path in modules.files_at(place))
    return any(home.name in facts.names or facts.is_open or facts.stars for facts in told)


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
    "an exemption past its date or that lets nothing pass, or an allowed pair of which one is gone",
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
        Example(
            "a pair that is allowed, one of which is gone",
            '[duplicates]\nallowed = ["app.mail:MailSender and app.sms:Texter: one a service"]\n',
            {"app/__init__.py": "", "app/mail.py": "class MailSender: ...\n", "app/sms.py": "class SmsSender: ...\n"},
            (
                "ssot.toml:1:1: SSOT902 the pair app.mail:MailSender and app.sms:Texter is allowed, "
                "but app.sms:Texter is not there: correct it or remove it (duplicates)",
            ),
        ),
        Example("one that is needed", _POLICY, {"migration/compare.py": "from auth import LegacyAuth\n"}),
    ),
)
