"""Apply fixes: round by round in memory until nothing is left to apply, then to the disk.

Nothing that a rule says of its fix is taken on trust: an outcome is verified against the text
that it was made of, and checked again, before any file is written.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from ssot_lint.fixes import apply, encoded, moved, select, text_of, verified, verified_notebook
from ssot_lint.model import Edit, Finding, Report
from ssot_lint.output.patch import patch
from ssot_lint.repo.files import is_notebook, is_python, read_file
from ssot_lint.repo.replacing import Change, replace, write_own

ROUNDS = 10
_UNDO = "undo.patch"
_OURS = "please report it, and mend it by hand"

#: Says of an old text, a new one and the edits between them why the new one can't be trusted.
_Verify = Callable[[str, str, Sequence[Edit]], str]

#: What makes findings one kind: they differ in their place alone.
_Kind = tuple[str, str, str]


class Repository(NamedTuple):
    """What is to be fixed: `check` reports on it with other texts for some files, `read` gives a file's bytes."""

    root: str
    check: Callable[[Mapping[str, bytes]], Report]
    read: Callable[[str], bytes]


class Plan(NamedTuple):
    """What fixing comes to.

    `report` is on the files as they are to be, `fixed` counts by path the findings whose fixes
    were applied, `refused` says which were not and why, `unsafe` counts those left that only
    `--unsafe-fixes` would fix, and `unfinished` those that another run would fix.
    """

    report: Report
    changes: tuple[Change, ...]
    fixed: Mapping[str, int]
    refused: tuple[str, ...]
    unsafe: int
    unfinished: int


class Written(NamedTuple):
    """What came to the disk: the files, why others did not, and where the patch is that takes it back."""

    replaced: tuple[Change, ...]
    problems: tuple[str, ...]
    undo: str
    is_interrupted: bool


class _Applied(NamedTuple):
    """A finding whose fix was applied: its kind, where it would be if that had not helped, and how many may be left.

    `title` is that of the fix.
    """

    kind: _Kind
    line: int
    column: int
    left: int
    told: str
    title: str


class _Outcome(NamedTuple):
    """What the fixes of one file come to, or the reason why they can't be applied.

    `findings` are those whose fixes were applied, `places` where they would be now if that had not helped.
    """

    data: bytes
    findings: tuple[Finding, ...]
    places: tuple[tuple[int, int], ...]
    reason: str


def plan(repository: Repository, *, unsafe: bool = False) -> Plan:
    """Apply fixes in memory, round by round, until nothing is left to apply.

    `unsafe` takes fixes that may change behaviour too.
    """
    work = _Work(repository, unsafe=unsafe)
    rounds = 0
    while True:
        report = repository.check(work.texts)
        withdrawn = work.withdraw(report)
        todo = work.fixable(report, withdrawn)
        if not withdrawn and (not todo or rounds == ROUNDS):
            break
        rounds += 1
        for path, findings in todo.items():
            work.fix(path, findings)
    return Plan(
        report,
        tuple(
            Change(path, old, data)
            for path, data in sorted(work.texts.items())
            if data != (old := repository.read(path))
        ),
        dict(work.counts),
        tuple(work.refused),
        sum(one.fix is not None and not one.fix.safe and not unsafe for one in report.findings),
        sum(map(len, todo.values())),
    )


class _Work:
    """The rounds so far: the texts they made, and what is not tried again."""

    def __init__(self, repository: Repository, *, unsafe: bool) -> None:
        self.texts: dict[str, bytes] = {}
        self.counts: Counter[str] = Counter()
        self.refused: dict[str, None] = {}
        self._repository = repository
        self._unsafe = unsafe
        self._banned: set[_Kind] = set()
        self._given_up: set[str] = set()
        self._before: dict[str, set[bytes]] = {}
        self._applied: list[_Applied] = []
        self._seen: Counter[_Kind] = Counter()

    def withdraw(self, report: Report) -> frozenset[str]:
        """Go back to the old text of each file in which a fix of the last round did not help; gives their paths.

        A finding without a fix may stay for what no fix can mend, and one with another fix for what is left to do.
        """
        found = _mendable(report)
        places = {(_kind(one), one.line, one.column, one.fix.title) for one in found if one.fix}
        counts = self._seen = Counter(map(_kind, found))
        useless = [
            one
            for one in self._applied
            if (one.kind, one.line, one.column, one.title) in places and counts[one.kind] > one.left
        ]
        self._applied.clear()
        for one in useless:
            self._ban(one.kind, f"{one.told} not fixed: its fix did not help; {_OURS}")
            self._go_back(one.kind[0])
        return frozenset(one.kind[0] for one in useless)

    def fixable(self, report: Report, withdrawn: Collection[str]) -> dict[str, list[Finding]]:
        """The findings that a round may fix, by path."""
        found: dict[str, list[Finding]] = {}
        for one in _mendable(report):
            is_off = one.path in withdrawn or one.path in self._given_up or _kind(one) in self._banned
            if one.fix is not None and (one.fix.safe or self._unsafe) and not is_off:
                found.setdefault(one.path, []).append(one)
        return found

    def fix(self, path: str, findings: Sequence[Finding]) -> None:
        """Carry out the fixes of one file, less those that can't be carried out even alone."""
        data = self.texts.get(path)
        if data is None:
            data = self._repository.read(path)
        outcome = self._outcome(path, data, findings)
        if outcome.reason:
            alone = [(one, self._outcome(path, data, (one,))) for one in findings]
            if len(findings) > 1 and {one.reason for _, one in alone} == {outcome.reason}:  # it is about the file
                self._give_up(path, outcome.reason)
                return
            for one, its in alone:
                if its.reason:
                    self._ban(_kind(one), f"{_told(one)} not fixed: {its.reason}")
            sound = [(one, its) for one, its in alone if not its.reason]
            if not sound:
                return
            outcome = self._outcome(path, data, [one for one, _ in sound])
            if outcome.reason:  # they go together badly: the others may go with what this one makes of the text
                outcome = sound[0][1]
        if outcome.data != data and outcome.data in self._before.get(path, ()):
            self._give_up(path, f"its fixes undo each other; {_OURS}")
        elif outcome.findings:
            self._before.setdefault(path, {data}).add(outcome.data)
            self.texts[path] = outcome.data
            self.counts[path] += len(outcome.findings)
            fixed = Counter(map(_kind, outcome.findings))
            for one, place in zip(outcome.findings, outcome.places, strict=True):
                left = self._seen[_kind(one)] - fixed[_kind(one)]
                title = one.fix.title if one.fix else ""
                self._applied.append(_Applied(_kind(one), *place, left, _told(one), title))

    def _outcome(self, path: str, data: bytes, findings: Sequence[Finding]) -> _Outcome:
        python = is_python(self._repository.root, path, data)
        verify = verified if python else verified_notebook if is_notebook(path) else None
        return _outcome(data, findings, verify, is_python=python)

    def _ban(self, kind: _Kind, told: str) -> None:
        self._banned.add(kind)
        self.refused[told] = None

    def _give_up(self, path: str, reason: str) -> None:
        self.refused[f"{path}: not fixed: {reason}"] = None
        self._given_up.add(path)
        self._go_back(path)

    def _go_back(self, path: str) -> None:
        self.texts.pop(path, None)
        self._before.pop(path, None)
        self.counts[path] = 0


def _outcome(data: bytes, findings: Sequence[Finding], verify: _Verify | None, *, is_python: bool) -> _Outcome:
    failed = _Outcome(data, (), (), "")
    text = text_of(data, is_python=is_python)
    if text is None:
        return failed._replace(reason="it is not text in the encoding that it names: save it as UTF-8")
    chosen, _ = select([one.fix for one in findings if one.fix is not None])
    is_chosen = frozenset(chosen).__contains__
    taken = tuple(one for one in findings if is_chosen(one.fix))
    edits = tuple(edit for fix in chosen for edit in fix.edits)
    try:
        fixed = apply(text, edits)
    except ValueError as error:
        return failed._replace(reason=f"{error}; {_OURS}")
    if taken and fixed == text:
        return failed._replace(reason=f"its fix changes nothing; {_OURS}")
    if verify is not None and (reason := verify(text, fixed, edits)):
        return failed._replace(reason=f"{reason}; mend it by hand")
    new = encoded(fixed, data, is_python=is_python)
    if new is None:
        return failed._replace(reason="the outcome does not fit its encoding: save it as UTF-8")
    places = moved(text, edits, [(one.line, one.column) for one in taken])
    return _Outcome(new, taken, tuple(places), "")


def _mendable(report: Report) -> list[Finding]:
    """The findings that can be fixed, those among them too that only a `noqa` without codes silences."""
    return [one for one in (*report.findings, *report.hushed) if one.fix is not None]


def _kind(finding: Finding) -> _Kind:
    return finding.path, finding.code, finding.message


def _told(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}:{finding.column}: {finding.code}"


def write(root: str, changes: Sequence[Change], prefix: str) -> Written:
    """Replace files, after the patch that takes all of it back; `prefix` is that of its paths.

    An interruption ends the work between two files. Raises OSError when the patch can't be written.
    """
    undo = write_own(root, _UNDO, patch(changes, prefix))
    problems: list[str] = []
    replaced: list[Change] = []
    is_interrupted = False
    try:
        for change in changes:
            if problem := replace(root, change):
                problems.append(f"{change.path}: not fixed: {problem}")
            else:
                replaced.append(change)
    except KeyboardInterrupt:
        is_interrupted = True
        replaced = [change for change in changes if read_file(root, change.path) == change.new]
    if len(replaced) < len(changes):
        os.unlink(undo)
        undo = write_own(root, _UNDO, patch(replaced, prefix)) if replaced else ""
    return Written(tuple(replaced), tuple(problems), undo, is_interrupted)
