"""What the rules say of single files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ssot_lint.model import Hit
from ssot_lint.outcome import Outcome, Run
from ssot_lint.rule import FileCheck, Rule

if TYPE_CHECKING:  # not every run keeps what is said
    from ssot_lint.repo.earlier import Earlier

Rules: TypeAlias = Sequence[tuple[Rule, FileCheck]]


class Work(NamedTuple):
    """What there is to do for one file: the rules to ask, what is said of it already, whether it may silence."""

    path: str
    rules: Rules
    about: Sequence[tuple[Rule, Hit]]
    may_suppress: bool


class Judge:
    """What the rules say of single files; of all files, what an earlier run has kept is said again where it holds."""

    def __init__(self, job: Run, *, keeps: bool) -> None:
        self._job = job
        self._earlier: Earlier | None = None
        self._relied_on = job.repo.trails.relied_on
        if keeps and job.prefilter and job.repo.records.has_cache:
            from ssot_lint.kept_hits import shape
            from ssot_lint.repo.build import build
            from ssot_lint.repo.digest import digest_of
            from ssot_lint.repo.earlier import Earlier

            codes = [rule.code for rule in job.rules]
            world = digest_of(sorted(self._relied_on.world.items()), job.policy, build())
            self._earlier = Earlier(job.repo, " ".join(codes), world, shape(codes))

    def known(self, work: Work) -> list[list[Any]] | None:
        """The record of what is known of a file."""
        known: list[list[Any]] | None = self._earlier.of(work.path) if self._earlier and work.rules else None
        return known

    def hits(self, work: Work, outcome: Outcome) -> list[tuple[Rule, Hit]]:
        known = self.known(work)
        if known is not None:
            from ssot_lint.kept_hits import read

            return read(known, {rule.code: rule for rule in self._job.rules})
        job, path = self._job, work.path
        source, failures = job.repo.source(path), len(outcome.failures)
        with job.repo.trails.followed() as trail:
            found = [
                (rule, hit)
                for rule, check in work.rules
                for hit in outcome.ask(rule, path, check, (source, job.policy, job.repo))
            ]
        is_sure = len(outcome.failures) == failures and self._relied_on == job.repo.trails.relied_on
        if self._earlier and work.rules and is_sure:
            from ssot_lint.kept_hits import written

            trail.texts.update(related.path for _, hit in found for related in hit.related)
            self._earlier.keep(path, written(found), trail)
        return found

    def news(self) -> bytes:
        """What was found out since this was last asked, for another process."""
        from pickle import HIGHEST_PROTOCOL, dumps

        return dumps(self._earlier.news(), HIGHEST_PROTOCOL) if self._earlier else b""

    def learn(self, news: bytes) -> None:
        """Take what another process has found out."""
        if self._earlier and news:
            from pickle import loads

            self._earlier.learn(loads(news))

    def end(self) -> None:
        """Keep it for the next run."""
        if self._earlier:
            self._earlier.end()
