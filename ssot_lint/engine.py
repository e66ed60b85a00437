"""Needles, then parse, then rules: what the rules say of some files, stamped and sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from ssot_lint.judge import Judge, Rules, Work
from ssot_lint.model import Hit, Report
from ssot_lint.outcome import Outcome, Run, guarded
from ssot_lint.policy.model import Policy
from ssot_lint.repo.answers import ask_sketches
from ssot_lint.repo.files import is_notebook
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.rule import Rule
from ssot_lint.source.needles import FromPolicy
from ssot_lint.source.spelling import may_suppress

if TYPE_CHECKING:
    from ssot_lint.rule import FileCheck
    from ssot_lint.source.needles import Needles

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")
_FEW = 20  # files that are looked at one by one
_MANY = 8  # files to check, of so many bytes: to check fewer takes about as long as to copy the process
_MUCH_CODE = 200_000


def run(job: Run) -> Report:
    """Check the files of a run; bugs of rules become failures, never exceptions."""
    outcome = Outcome(job)
    about = _repo_hits(job, outcome)
    plan = _plan(job)
    outcome.failures += plan.failures
    python = job.repo.python_set
    focus = job.repo.python_paths if job.paths is None else [path for path in job.paths if path in python]
    _check_files(_work(about, plan, focus, job), Judge(job, keeps=job.paths is None and plan.has_work), job, outcome)
    notebooks = _notebooks(job) if plan.has_work or not focus else ()
    for path in notebooks if plan.has_work else ():
        _check_notebook(path, plan, job, outcome)
    for path, hits in about.items():
        if path not in python and (job.paths is None or path in job.paths):
            outcome.keep_of_document(path, hits)
    if job.paths is None:
        outcome.audit_exemptions()
    return outcome.report(len(focus or notebooks))


def _plan(job: Run) -> _Plan:
    codes = tuple(rule.code for rule in job.rules)
    return job.repo.memo(("plan", codes, job.prefilter), lambda: _Plan(job))


def _repo_hits(job: Run, outcome: Outcome) -> dict[str, list[tuple[Rule, Hit]]]:
    """What the rules that look at the whole repository say, by path; asked once an index."""
    found: dict[str, list[tuple[Rule, Hit]]] = {}
    for rule in job.rules:
        check = rule.repo
        if check is not None and _has_work(rule, job.policy) and _may_report(rule, job, outcome):
            asked = partial(guarded, rule, "", check, (job.policy, job.repo))
            hits, failures = job.repo.memo(("repo", rule.code), asked)
            outcome.failures += failures
            for hit in hits:
                found.setdefault(hit.path or "", []).append((rule, hit))
    return found


def _may_report(rule: Rule, job: Run, outcome: Outcome) -> bool:
    """Whether a rule that looks at the whole repository may say anything of the files in focus."""
    may = rule.reports_in
    if may is None or job.paths is None or len(job.paths) > _FEW or not job.prefilter:
        return True
    return any(
        answer for path in job.paths for answer in outcome.ask(rule, path, _once(may), (path, job.policy, job.repo))
    )


def _suppressing(job: Run, focus: Sequence[str]) -> Iterable[str]:
    """The files that may have suppressions of ours, where a rule judges them."""
    if not any(rule.silenced for rule in job.rules):
        return ()
    index = job.repo
    if len(focus) <= _FEW:  # that is quicker than to sketch all files
        return [path for path in focus if may_suppress(index.peek(path))]
    if index.records.has_cache or index.has_all_sketches:
        return ask_sketches(index, "suppressions", lambda sketch: sketch.suppresses or None)
    return index.records.ask_texts(lambda data: may_suppress(data) or None, index.python_paths)


def _work(about: Mapping[str, Sequence[tuple[Rule, Hit]]], plan: _Plan, focus: Sequence[str], job: Run) -> list[Work]:
    asked = plan.asked(focus)
    may_suppress = frozenset(_suppressing(job, focus))
    return [
        Work(path, asked.get(path, ()), about.get(path, ()), path in may_suppress)
        for path in focus
        if path in asked or path in about or path in may_suppress
    ]


def _check_files(work: Sequence[Work], judge: Judge, job: Run, outcome: Outcome) -> None:
    """Check files: many by copies of this process, which have all that is known so far."""
    records = job.repo.records
    new = [one for one in work if judge.known(one) is None]
    asked = (one.path for one in new if one.rules or one.may_suppress)  # to place what is said of a file takes little
    sizes = (stat.size for path in asked if (stat := records.tree.stats.get(path)) is not None)
    if records.jobs > 1 and len(new) >= _MANY and sum(sizes) > _MUCH_CODE:
        from ssot_lint.repo.workers import over_parts

        job.repo.learned()  # the copies will know that
        for told, news in over_parts(partial(_checked_apart, judge, job), new, records.jobs):
            outcome.take_over(told)
            judge.learn(news)
        work = [one for one in work if judge.known(one) is not None]
    for one in work:
        _check_file(one, judge, job, outcome)
    judge.end()


def _checked_apart(judge: Judge, job: Run, work: Sequence[Work]) -> list[tuple[bytes, bytes]]:
    """What checking some files comes to, in a form in which another process can tell it."""
    apart = Outcome(job)
    for one in work:
        _check_file(one, judge, job, apart)
    return [(apart.told(), judge.news())]


def _check_file(work: Work, judge: Judge, job: Run, outcome: Outcome) -> None:
    path, _, about, may_suppress = work
    hits = [*about, *judge.hits(work, outcome)]
    if hits or may_suppress:
        outcome.keep(job.repo.source(path), hits)


def _notebooks(job: Run) -> Sequence[str]:
    """The notebooks in focus: no files of Python, but a run that is about them alone has something to check."""
    paths = job.repo.notebook_paths if job.paths is None else filter(is_notebook, job.paths)
    return [path for path in paths if path not in job.repo.python_set and job.repo.exists(path)]


def _check_notebook(path: str, plan: _Plan, job: Run, outcome: Outcome) -> None:
    """Give the Python of a notebook to the rules that have needles; those without judge files as a whole."""
    from ssot_lint.source.notebook import searchable

    data = searchable(job.repo.peek(path))
    rules, suppresses = plan.rules_by_needles(data, path)[0], may_suppress(data)
    notebook = job.repo.notebook(path) if rules or suppresses else None
    if notebook is None:
        return
    source = job.repo.source(path)
    hits = [
        (rule, hit) for rule, check in rules for hit in outcome.ask(rule, path, check, (source, job.policy, job.repo))
    ]
    outcome.keep(source, hits, notebook)


class _Plan:
    """Which file rules a text is given to."""

    def __init__(self, job: Run) -> None:
        outcome = Outcome(job)
        self.failures = outcome.failures
        self._prefilter = job.prefilter
        self._repo = job.repo
        rules = [rule for rule in job.rules if rule.file and _has_work(rule, job.policy)]
        self._every = [(rule, rule.file) for rule in rules if rule.file and rule.needles is None]
        # What the policy tells is known first, for all texts are then read once for it and for what must be searched.
        searching = sorted((rule for rule in rules if rule.needles), key=_must_search)
        needles = {rule.code: self._needles(rule, job, outcome) for rule in searching}
        self._by_needles: dict[int, tuple[Needles, list[tuple[Rule, FileCheck]]]] = {}
        for rule in rules:
            found = needles.get(rule.code)
            if found and rule.file:
                self._by_needles.setdefault(id(found), (found, []))[1].append((rule, rule.file))

    def _needles(self, rule: Rule, job: Run, outcome: Outcome) -> Needles | None:
        for needles in outcome.ask(rule, "", _once(rule.needles), (job.policy, job.repo)) if rule.needles else ():
            if needles:
                job.repo.sought.add(needles)
                job.repo.expect(needles)
                job.repo.trails.rely_on(rule.code, needles.without_words)
                job.repo.trails.rely_on_words(rule.code, dict.fromkeys(needles.words, ""))
            return needles
        return None

    @property
    def has_work(self) -> bool:
        """Whether any text can be of interest."""
        return bool(self._by_needles)

    def asked(self, paths: Sequence[str]) -> Mapping[str, Rules]:
        """The rules for each of some files of Python; files without any are left out."""
        if not self.has_work:
            return {}
        if not self._prefilter or len(paths) <= _FEW:
            given = ((path, self._rules_for(path)) for path in paths)
            return {path: rules for path, rules in given if rules}
        found: dict[str, list[tuple[Rule, FileCheck]]] = {}
        for needles, rules in self._by_needles.values():
            for path in mentioning(self._repo, needles):
                found.setdefault(path, []).extend(rules)
        # Rules without needles go where any other goes.
        return {path: found[path] + self._every for path in paths if path in found}

    def _rules_for(self, path: str) -> Rules:
        found, looked_at = self.rules_by_needles(self._repo.peek(path), path)
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


def _must_search(rule: Rule) -> bool:
    return not isinstance(rule.needles, FromPolicy)


def _has_work(rule: Rule, policy: Policy) -> bool:
    return bool(policy.decisions) or not rule.needs_decisions


def _once(make: Callable[_Given, _Made]) -> Callable[_Given, Iterator[_Made]]:
    def generator(*given: _Given.args, **named: _Given.kwargs) -> Iterator[_Made]:
        yield make(*given, **named)

    return generator
