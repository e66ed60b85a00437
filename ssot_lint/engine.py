"""Needles, then parse, then rules: what the rules say of some files, stamped and sorted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ssot_lint.model import FILE_START, Failure, Finding, Hit, Report
from ssot_lint.policy.model import Exemption, Policy
from ssot_lint.repo.files import is_notebook
from ssot_lint.repo.index import Index
from ssot_lint.repo.patterns import path_matcher
from ssot_lint.rule import Exempted, Rule, Silenced
from ssot_lint.source.needles import may_suppress

if TYPE_CHECKING:
    from ssot_lint.rule import FileCheck, RepoCheck
    from ssot_lint.source.needles import Needles
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


class _Outcome:
    """What a run has come to so far."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.hushed: list[Finding] = []
        self.why_not: dict[Finding, str] = {}
        self.failures: list[Failure] = []
        self.lines: dict[tuple[str, int], str] = {}
        self.proposals: dict[str, None] = {}
        self.used_exemptions: set[tuple[str, Exemption]] = set()


def run(job: Run) -> Report:
    """Check the files of a run; bugs of rules become failures, never exceptions."""
    outcome = _Outcome()
    about = _repo_hits(job, outcome)
    plan = _plan(job)
    outcome.failures += plan.failures
    python = job.repo.python_set
    focus = job.repo.python_paths if job.paths is None else [path for path in job.paths if path in python]
    may_suppress = frozenset(_suppressing(job, plan, focus))
    for path in focus if plan.has_work else [path for path in focus if path in about or path in may_suppress]:
        _check_file(path, about.get(path, []), path in may_suppress, plan, job, outcome)
    notebooks = _notebooks(job) if plan.has_work or not focus else ()
    for path in notebooks if plan.has_work else ():
        _check_notebook(path, plan, job, outcome)
    for path, hits in about.items():
        if path not in python and (job.paths is None or path in job.paths):
            _keep_of_document(path, hits, job, outcome)
    if job.paths is None:
        _audit_exemptions(job, outcome)
    findings = tuple(sorted(outcome.findings, key=_order))
    hushed = tuple(sorted(outcome.hushed, key=_order))
    return Report(
        findings,
        tuple(outcome.failures),
        (),
        len(focus or notebooks),
        outcome.lines,
        tuple(outcome.proposals),
        hushed,
        outcome.why_not,
    )


def prepare(job: Run) -> None:
    """Find out what the whole repository says to the rules, before workers are forked that need it."""
    _plan(job)
    _repo_hits(job, _Outcome())


def _plan(job: Run) -> _Plan:
    codes = tuple(rule.code for rule in job.rules)
    return job.repo.memo(("plan", codes, job.prefilter), lambda: _Plan(job))


def _repo_hits(job: Run, outcome: _Outcome) -> dict[str, list[tuple[Rule, Hit]]]:
    """What the rules that look at the whole repository say, by path; asked once an index."""
    found: dict[str, list[tuple[Rule, Hit]]] = {}
    for rule in job.rules:
        check = rule.repo
        if check is not None and _has_work(rule, job.policy):
            hits, failures = job.repo.memo(("repo", rule.code), partial(_asked, rule, check, job))
            outcome.failures += failures
            for hit in hits:
                found.setdefault(hit.path or "", []).append((rule, hit))
    return found


def _asked(rule: Rule, check: RepoCheck, job: Run) -> tuple[list[Hit], list[Failure]]:
    outcome = _Outcome()
    return _guarded(rule, "", check, (job.policy, job.repo), outcome), outcome.failures


def _suppressing(job: Run, plan: _Plan, focus: Sequence[str]) -> Iterable[str]:
    """The files that may have suppressions of ours."""
    if plan.has_work or len(focus) == 1:  # they are read anyway, and that is quicker than to sketch all files
        return [path for path in focus if may_suppress(job.repo.peek(path))]
    return job.repo.ask("suppressions", lambda sketch: sketch.suppresses or None)


def _check_file(
    path: str, about: list[tuple[Rule, Hit]], may_suppress: bool, plan: _Plan, job: Run, outcome: _Outcome
) -> None:
    rules = plan.rules_for(job.repo.peek(path), path) if plan.has_work else []
    if not rules and not about and not may_suppress:
        return
    source = job.repo.source(path)
    hits = list(about)
    for rule, check in rules:
        found = _guarded(rule, path, check, (source, job.policy, job.repo), outcome)
        hits += [(rule, hit) for hit in found]
    if hits or may_suppress:
        _keep(source, hits, job, outcome)


def _notebooks(job: Run) -> Sequence[str]:
    """The notebooks in focus: no files of Python, but a run that is about them alone has something to check."""
    paths = job.repo.notebook_paths if job.paths is None else filter(is_notebook, job.paths)
    return [path for path in paths if path not in job.repo.python_set and job.repo.exists(path)]


def _check_notebook(path: str, plan: _Plan, job: Run, outcome: _Outcome) -> None:
    """Give the Python of a notebook to the rules that have needles; those without judge files as a whole."""
    from ssot_lint.source.notebook import searchable

    data = searchable(job.repo.peek(path))
    rules, suppresses = plan.rules_by_needles(data, path)[0], may_suppress(data)
    notebook = job.repo.notebook(path) if rules or suppresses else None
    if notebook is None:
        return
    source = job.repo.source(path)
    hits = [
        (rule, hit)
        for rule, check in rules
        for hit in _guarded(rule, path, check, (source, job.policy, job.repo), outcome)
    ]
    _keep(source, hits, job, outcome, notebook)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.code, finding.message


class _Plan:
    """Which file rules a text is given to."""

    def __init__(self, job: Run) -> None:
        outcome = _Outcome()
        self.failures = outcome.failures
        self._prefilter = job.prefilter
        self._every: list[tuple[Rule, FileCheck]] = []
        self._by_needles: dict[int, tuple[Needles, list[tuple[Rule, FileCheck]]]] = {}
        for rule in job.rules:
            if rule.file is None or not _has_work(rule, job.policy):
                continue
            if rule.needles is None:
                self._every.append((rule, rule.file))
                continue
            for needles in _guarded(rule, "", _once(rule.needles), (job.policy, job.repo), outcome):
                if needles:
                    job.repo.sought.add(needles)
                    self._by_needles.setdefault(id(needles), (needles, []))[1].append((rule, rule.file))

    @property
    def has_work(self) -> bool:
        """Whether any text can be of interest."""
        return bool(self._by_needles)

    def rules_for(self, data: bytes, path: str) -> list[tuple[Rule, FileCheck]]:
        """The rules for a text; those without needles go where any other goes."""
        found, looked_at = self.rules_by_needles(data, path)
        return found + self._every if looked_at else found

    def rules_by_needles(self, data: bytes, path: str) -> tuple[list[tuple[Rule, FileCheck]], bool]:
        """The rules with needles for a text, and whether it has one."""
        found: list[tuple[Rule, FileCheck]] = []
        looked_at = False
        for needles, rules in self._by_needles.values():
            mentions = needles.found_in(data, path)
            looked_at = looked_at or mentions
            if mentions or not self._prefilter:
                found += rules
        return found, looked_at


def _has_work(rule: Rule, policy: Policy) -> bool:
    return bool(policy.decisions) or not rule.needs_decisions


def _once(make: Callable[[Policy, Index], Needles]) -> Callable[[Policy, Index], Iterator[Needles]]:
    def generator(policy: Policy, index: Index) -> Iterator[Needles]:
        yield make(policy, index)

    return generator


def _guarded(
    rule: Rule,
    path: str,
    check: Callable[..., Iterator[_Item]],
    arguments: tuple[object, ...],
    outcome: _Outcome,
) -> list[_Item]:
    """What a rule yields until it ends or breaks; a break is a failure of ours, and the run goes on."""
    found: list[_Item] = []
    try:
        found.extend(check(*arguments))
    except Exception:
        import traceback

        outcome.failures.append(Failure(rule.code, path, traceback.format_exc()))
    return found


def _keep(
    source: Source, hits: Iterable[tuple[Rule, Hit]], job: Run, outcome: _Outcome, notebook: Notebook | None = None
) -> None:
    """Turn the hits of one file into findings, less what is exempt or silenced; in a notebook, find their places."""
    kept = [pair for pair in _one_a_cause(hits) if not _is_exempt(*pair, source.path, job, outcome)]
    used = frozenset(one for rule, hit in kept for one in _silencing(rule, hit, source))
    silenced = Silenced(source, used, frozenset(rule.code for rule in job.rules))
    for rule in job.rules:
        if rule.silenced is not None:
            kept += [(rule, hit) for hit in _guarded(rule, source.path, rule.silenced, (silenced,), outcome)]
    loud = []
    for rule, hit in kept:
        silencing = _silencing(rule, hit, source) if job.suppress else []
        placed = hit if notebook is None else notebook.hit(hit, source.path)
        if not silencing:
            loud.append((rule, placed))
        elif placed.fix is not None and not any(one.code for one in silencing):
            outcome.hushed.append(_stamp(rule, placed, source.path))
    outcome.proposals.update((hit.proposal, None) for _, hit in loud if hit.proposal)
    findings = [_stamp(rule, hit, source.path) for rule, hit in loud]
    outcome.why_not.update(
        (finding, hit.why_not) for finding, (_, hit) in zip(findings, loud, strict=True) if hit.why_not
    )
    for finding in findings:
        outcome.lines[finding.path, finding.line] = (notebook or source).line_text(finding.line)
    outcome.findings += findings


def _keep_of_document(path: str, hits: Iterable[tuple[Rule, Hit]], job: Run, outcome: _Outcome) -> None:
    """Turn the hits of a file that is not Python into findings, less what is exempt."""
    kept = [pair for pair in _one_a_cause(hits) if not _is_exempt(*pair, path, job, outcome)]
    if kept:
        from ssot_lint.source.offsets import LINE_END

        lines = LINE_END.split(job.repo.read(path).decode("utf-8-sig", "replace"))
        for rule, hit in kept:
            finding = _stamp(rule, hit, path)
            outcome.findings.append(finding)
            if hit.why_not:
                outcome.why_not[finding] = hit.why_not
            if finding.line <= len(lines):
                outcome.lines[path, finding.line] = lines[finding.line - 1]


def _silencing(rule: Rule, hit: Hit, source: Source) -> list[Suppression]:
    return [one for one in source.suppressions if one.silences(rule.code, hit.span.line)]


def _one_a_cause(hits: Iterable[tuple[Rule, Hit]]) -> list[tuple[Rule, Hit]]:
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


def _is_exempt(rule: Rule, hit: Hit, path: str, job: Run, outcome: _Outcome) -> bool:
    decision = next((one for one in job.policy.decisions if one.name == hit.decision), None)
    if decision is None:
        return False
    for exemption in decision.exempt:
        holds = exemption.until is None or job.today <= exemption.until
        concerned = not exemption.rules or rule.code in exemption.rules
        if holds and concerned and path_matcher(exemption.paths)(path):
            outcome.used_exemptions.add((decision.name, exemption))
            return True
    return False


def _audit_exemptions(job: Run, outcome: _Outcome) -> None:
    codes = frozenset(rule.code for rule in job.rules)
    exempted = Exempted(job.policy, frozenset(outcome.used_exemptions), codes, job.today)
    for rule in job.rules:
        if rule.exempted is not None:
            for hit in _guarded(rule, job.policy.path or "", rule.exempted, (exempted,), outcome):
                path = hit.path or ""
                outcome.findings.append(_stamp(rule, hit, path))


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
