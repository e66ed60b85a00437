"""`ssot-lint status`: each decision, with what holds of it and what is left to do.

A list of findings is sorted by place and says what to mend. Whoever leads a consolidation asks
by decision: is this one done, and if not, how much of it is left, and until when is it excused?
So one run of the check is sorted by what each decision asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.commands.status_questions import Question, questions
from ssot_lint.model import Failure, Finding, Report
from ssot_lint.policy.model import Decision, Exemption, Policy
from ssot_lint.policy.wording import plural

if TYPE_CHECKING:
    from ssot_lint.session import Session

HOLDS, LEFT, UNCHECKED = "holds", "left", "not checked"


class Check(NamedTuple):
    """One thing that a decision asks for, said as it is now; `state` is holds, left or not checked.

    `places` are the findings that are left of it, `codes` those of the rules that look for them.
    """

    what: str
    state: str
    codes: tuple[str, ...]
    places: tuple[Finding, ...] = ()


class Exempted(NamedTuple):
    """An exemption of a decision on a day: how many findings pass by it, and what is wrong with it, if anything.

    `days_left` is None where it has no end, and below 0 when it is past it.
    """

    exemption: Exemption
    passed: int
    days_left: int | None
    problem: Finding | None


class Row(NamedTuple):
    """One decision, with all that it asks for and its exemptions."""

    decision: Decision
    checks: tuple[Check, ...]
    exempted: tuple[Exempted, ...]

    @property
    def left(self) -> int:
        """How many things are left to do."""
        return sum(len(one.places) for one in self.checks) + sum(one.problem is not None for one in self.exempted)

    @property
    def state(self) -> str:
        """A decision holds when nothing is left of it, and something was looked for."""
        if self.left:
            return LEFT
        return HOLDS if any(one.state == HOLDS for one in self.checks) else UNCHECKED


class Status(NamedTuple):
    """All decisions that were asked about.

    `unread` are findings about files that could not be read in full, where more may be left.
    `report` is of the run that this was found in.
    """

    rows: tuple[Row, ...]
    unread: tuple[Finding, ...]
    report: Report

    @property
    def exit_code(self) -> int:
        """0 when nothing is left, 1 when something is, 2 when it could not be told."""
        if self.report.failures or not self.report.checked:
            return 2
        return 1 if self.unread or any(row.left for row in self.rows) else 0


def status(session: Session, names: Collection[str] = (), today: date | None = None) -> Status:
    """Whether the decisions of these names hold; no names mean all. `today` judges the exemptions.

    Raises ValueError, with one problem an argument, when there are no such decisions.
    """
    chosen = _chosen(session.policy, names)
    day = today or date.today()
    report = session.check()
    passed, failures = _passed(session, chosen, day)
    run = frozenset(rule.code for rule in session.rules())
    rows = []
    for decision in chosen:
        own = [one for one in report.findings if one.decision == decision.name]
        problems = [one for one in own if one.code == "SSOT902"]
        exempted = [_exempted(one, passed[decision.name, one], problems, day) for one in decision.exempt]
        rest = [one for one in own if one not in problems]
        checks = _checks(questions(decision, session.index), rest, run)
        rows.append(Row(decision, tuple(checks), tuple(exempted)))
    unread = tuple(one for one in report.findings if one.code == "SSOT900")
    return Status(tuple(rows), unread, report._replace(failures=(*report.failures, *failures)))


def _chosen(policy: Policy, names: Collection[str]) -> tuple[Decision, ...]:
    from ssot_lint.policy.wording import did_you_mean, near, show

    known = [decision.name for decision in policy.decisions]
    if not known:
        where = f"{policy.path} has no decisions" if policy.path else "no policy found"
        raise ValueError(
            f"{where}: write one with `ssot-lint init`, or see with `ssot-lint discover` what it could decide"
        )
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    if unknown:
        raise ValueError(
            *(
                f"{policy.path} has no decision {show(name)}{did_you_mean(guess)}"
                if (guess := near(name, known))
                else f"{policy.path} has no decision {show(name)}: it has {', '.join(known)}"
                for name in unknown
            )
        )
    return tuple(decision for decision in policy.decisions if not names or decision.name in names)


def _checks(asked: Iterable[Question], findings: Sequence[Finding], run: frozenset[str]) -> Iterator[Check]:
    """Each finding counts for the first question that it answers, and none is lost."""
    rest = list(findings)
    for question in asked:
        answers = [one for one in rest if one.code in question.codes and question.is_about(one)]
        rest = [one for one in rest if one not in answers]
        places = tuple(question.counted(answers))
        if places:
            yield Check(question.left(len(places)), LEFT, question.codes, places)
        elif run.isdisjoint(question.codes):
            yield Check(f"{question.holds} (not checked: the policy ignores it)", UNCHECKED, question.codes)
        else:
            yield Check(question.holds, HOLDS, question.codes)
    for code, name in dict.fromkeys((one.code, one.name) for one in rest):
        places = tuple(one for one in rest if one.code == code)
        yield Check(f"{plural(len(places), 'other finding')}: {name}", LEFT, (code,), places)


def _passed(
    session: Session, decisions: Iterable[Decision], today: date
) -> tuple[Counter[tuple[str, Exemption]], tuple[Failure, ...]]:
    """How many findings pass by each exemption: the files that are exempt, checked as if they were not."""
    from ssot_lint.engine import run
    from ssot_lint.outcome import Run
    from ssot_lint.repo.patterns import path_matcher

    passed: Counter[tuple[str, Exemption]] = Counter()
    exempt = [(one.name, exemption) for one in decisions for exemption in one.exempt if _holds(exemption, today)]
    matchers = [path_matcher(exemption.paths) for _, exemption in exempt]
    paths = [path for path in session.index.paths if any(matches(path) for matches in matchers)]
    if not paths:
        return passed, ()
    strict = session.policy._replace(decisions=tuple(one._replace(exempt=()) for one in session.policy.decisions))
    report = run(Run(session.rules(), strict, session.index, paths, today))
    for finding in report.findings:
        for (name, exemption), matches in zip(exempt, matchers, strict=True):
            concerned = not exemption.rules or finding.code in exemption.rules
            if finding.decision == name and concerned and matches(finding.path):
                passed[name, exemption] += 1
                break
    return passed, report.failures


def _holds(exemption: Exemption, today: date) -> bool:
    return exemption.until is None or today <= exemption.until


def _exempted(exemption: Exemption, passed: int, problems: Iterable[Finding], today: date) -> Exempted:
    days = None if exemption.until is None else (exemption.until - today).days
    start = f"the exemption of {', '.join(exemption.paths)} "
    told = (one for one in problems if one.line == exemption.line and one.message.startswith(start))
    return Exempted(exemption, passed, days, next(told, None))
