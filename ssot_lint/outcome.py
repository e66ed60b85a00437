"""What a run comes to: the hits of rules become findings, less what is exempt, silenced or said already."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ssot_lint.model import FILE_START, Failure, Finding, Hit, Report
from ssot_lint.policy.model import Exemption, Policy
from ssot_lint.repo.index import Index
from ssot_lint.repo.patterns import path_matcher
from ssot_lint.rule import Exempted, Rule, Silenced

if TYPE_CHECKING:
    from ssot_lint.source.notebook import Notebook
    from ssot_lint.source.source import Source
    from ssot_lint.source.suppress import Suppression

_Item = TypeVar("_Item")


class Run(NamedTuple):
    """What to check, and how.

    `paths` are the files in focus; None stands for all there are, and only then what nothing
    needed can be judged. `suppress` is off for hosts that read `noqa` themselves.
    `prefilter` is off only in tests: every file is then given to every rule.
    """

    rules: Sequence[Rule]
    policy: Policy
    repo: Index
    paths: Collection[str] | None
    today: date
    suppress: bool = True
    prefilter: bool = True


class Outcome:
    """What a run has come to so far."""

    def __init__(self, job: Run) -> None:
        self._job = job
        self._findings: list[Finding] = []
        self._hushed: list[Finding] = []
        self._why_not: dict[Finding, str] = {}
        self._lines: dict[tuple[str, int], str] = {}
        self._proposals: dict[str, None] = {}
        self._used_exemptions: set[tuple[str, Exemption]] = set()
        self.failures: list[Failure] = []

    def report(self, checked: int) -> Report:
        """All of it, sorted; `checked` counts the files looked at."""
        return Report(
            tuple(sorted(self._findings, key=_order)),
            tuple(self.failures),
            (),
            checked,
            self._lines,
            tuple(self._proposals),
            tuple(sorted(self._hushed, key=_order)),
            self._why_not,
        )

    def told(self) -> bytes:
        """All of it, and what the repository has learned of itself meanwhile, for another process."""
        from pickle import HIGHEST_PROTOCOL, dumps

        said = (self._findings, self._hushed, self._why_not, self._lines, self._proposals)
        return dumps((*said, self._used_exemptions, self.failures, self._job.repo.learned()), HIGHEST_PROTOCOL)

    def take_over(self, told: bytes) -> None:
        """Add what another process has told."""
        from pickle import loads

        findings, hushed, why_not, lines, proposals, used, failures, learned = loads(told)
        self._findings += findings
        self._hushed += hushed
        self._why_not.update(why_not)
        self._lines.update(lines)
        self._proposals.update(proposals)
        self._used_exemptions |= used
        self.failures += failures
        self._job.repo.learn(learned)

    def ask(
        self, rule: Rule, path: str, check: Callable[..., Iterator[_Item]], arguments: tuple[object, ...]
    ) -> list[_Item]:
        """What a rule yields until it ends or breaks; a break is a failure of ours, and the run goes on."""
        found, failures = guarded(rule, path, check, arguments)
        self.failures += failures
        return found

    def keep(self, source: Source, hits: Iterable[tuple[Rule, Hit]], notebook: Notebook | None = None) -> None:
        """Turn the hits of a file into findings, less what is exempt or silenced, at their places in its notebook."""
        job = self._job
        kept = [pair for pair in one_a_cause(hits) if not self._is_exempt(*pair, source.path)]
        used = frozenset(one for rule, hit in kept for one in _silencing(rule, hit, source))
        silenced = Silenced(source, used, frozenset(rule.code for rule in job.rules))
        for rule in job.rules:
            if rule.silenced is not None:
                kept += [(rule, hit) for hit in self.ask(rule, source.path, rule.silenced, (silenced,))]
        text = notebook or source
        for rule, hit in kept:
            silencing = _silencing(rule, hit, source) if job.suppress else []
            placed = hit if notebook is None else notebook.hit(hit, source.path)
            if not silencing:
                self._add(rule, placed, source.path, text.line_text(placed.span.line))
            elif placed.fix is not None and not any(one.code for one in silencing):
                self._hushed.append(_stamp(rule, placed, source.path))

    def keep_of_document(self, path: str, hits: Iterable[tuple[Rule, Hit]]) -> None:
        """Turn the hits of a file that is not Python into findings, less what is exempt."""
        kept = [pair for pair in one_a_cause(hits) if not self._is_exempt(*pair, path)]
        if kept:
            from ssot_lint.source.offsets import LINE_END

            lines = LINE_END.split(self._job.repo.read(path).decode("utf-8-sig", "replace"))
            for rule, hit in kept:
                self._add(rule, hit, path, lines[hit.span.line - 1] if hit.span.line <= len(lines) else None)

    def audit_exemptions(self) -> None:
        """Have those rules look at the exemptions that are about what they let pass."""
        job = self._job
        codes = frozenset(rule.code for rule in job.rules)
        exempted = Exempted(job.policy, job.repo, frozenset(self._used_exemptions), codes, job.today)
        for rule in job.rules:
            if rule.exempted is not None:
                for hit in self.ask(rule, job.policy.path or "", rule.exempted, (exempted,)):
                    self._findings.append(_stamp(rule, hit, hit.path or ""))

    def _add(self, rule: Rule, hit: Hit, path: str, line: str | None) -> None:
        finding = _stamp(rule, hit, path)
        self._findings.append(finding)
        if line is not None:
            self._lines[path, finding.line] = line
        if hit.why_not:
            self._why_not[finding] = hit.why_not
        if hit.proposal:
            self._proposals[hit.proposal] = None

    def _is_exempt(self, rule: Rule, hit: Hit, path: str) -> bool:
        decision = next((one for one in self._job.policy.decisions if one.name == hit.decision), None)
        if decision is None:
            return False
        for exemption in decision.exempt:
            holds = exemption.until is None or self._job.today <= exemption.until
            concerned = not exemption.rules or rule.code in exemption.rules
            if holds and concerned and path_matcher(exemption.paths)(path):
                self._used_exemptions.add((decision.name, exemption))
                return True
        return False


def guarded(
    rule: Rule, path: str, check: Callable[..., Iterator[_Item]], arguments: tuple[object, ...]
) -> tuple[list[_Item], list[Failure]]:
    """What a rule yields until it ends or breaks, and the failure if it breaks."""
    found: list[_Item] = []
    try:
        found.extend(check(*arguments))
    except Exception:
        import traceback

        return found, [Failure(rule.code, path, traceback.format_exc())]
    return found, []


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.code, finding.message


def _silencing(rule: Rule, hit: Hit, source: Source) -> list[Suppression]:
    return [one for one in source.suppressions if one.silences(rule.code, hit.span.line)]


def one_a_cause(hits: Iterable[tuple[Rule, Hit]]) -> list[tuple[Rule, Hit]]:
    """Of hits on one line for one decision, those whose cause no other hit's cause explains."""
    kept: list[tuple[Rule, Hit]] = []
    by_line: dict[tuple[int, str | None], list[Hit]] = {}
    for rule, hit in sorted(hits, key=lambda pair: (len(pair[1].cause), pair[0].code, pair[1])):
        others = by_line.setdefault((hit.span.line, hit.decision), [])
        if not any(_explains(other, hit) for other in others):
            others.append(hit)
            kept.append((rule, hit))
    return kept


def _explains(other: Hit, hit: Hit) -> bool:
    if other.span == hit.span and other.message == hit.message:
        return True
    if not other.cause or other.span == FILE_START:  # a file that must go is one thing, what is in it another
        return False
    within = hit.cause.startswith(f"{other.cause}.") or hit.cause.endswith(f".{other.cause}")
    return hit.cause == other.cause or within


def _stamp(rule: Rule, hit: Hit, path: str) -> Finding:
    span = hit.span
    return Finding(
        rule.code,
        rule.name,
        hit.message,
        path,
        span.line,
        span.column,
        span.end_line,
        span.end_column,
        hit.decision,
        hit.fix,
        hit.related,
    )
