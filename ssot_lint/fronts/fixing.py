"""How fixes are carried out for a person: shown, written or refused, and what is said of it."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ssot_lint.commands.fix import Plan, Repository, plan, write
from ssot_lint.fronts.arguments import UsageError, say
from ssot_lint.fronts.reporting import Asked, publish, remark
from ssot_lint.output.patch import patch
from ssot_lint.policy.wording import plural
from ssot_lint.repo.changes import prefix_of, refused, uncommitted
from ssot_lint.repo.replacing import sweep

if TYPE_CHECKING:
    from ssot_lint.model import Report
    from ssot_lint.repo.replacing import Change


def fix(
    arguments: argparse.Namespace,
    what: Asked,
    *,
    stdin: tuple[str, bytes] | None = None,
    decisions: Collection[str] = (),
    allow_dirty: bool,
) -> int:
    """Fix what is in focus, or the text on standard input; gives the exit code.

    0 when nothing is left, 1 when findings are left (with `--diff`: when there is something to
    change), 2 when something could not be done.
    """
    if arguments.diff and arguments.output_file is not None:
        raise UsageError("--diff prints a patch, and --output-file is for findings: leave one of them out")
    repository = _repository(what, stdin, decisions)
    done = plan(repository, unsafe=arguments.unsafe_fixes)
    if arguments.diff:
        _print_bytes(patch(done.changes, prefix_of(repository.root) or "") if done.changes else b"")
        if not done.report.checked or done.report.failures:
            remark(done.report, arguments, what)
        _tell(done, "would fix")
        return _exit_code(done, left=bool(done.changes))
    if stdin is not None:
        _print_bytes(done.changes[0].new if done.changes else stdin[1])
        publish(done.report, arguments, sys.stderr)
        _tell(done, "fixed")
        remark(done.report, arguments, what)
    else:
        done, undo = _write(done, repository, what, allow_dirty=allow_dirty)
        publish(done.report, arguments, sys.stdout)
        _tell(done, "fixed", undo)
        remark(done.report, arguments, what)
    return _exit_code(done, left=bool(done.report.findings))


def _repository(what: Asked, stdin: tuple[str, bytes] | None, decisions: Collection[str]) -> Repository:
    session, focus, select, ignore = what

    def check(texts: Mapping[str, bytes]) -> Report:
        if stdin is None:
            report = session.check(focus, texts=texts, select=select, ignore=ignore)
        else:
            path, data = stdin
            report = session.check(stdin=(path, texts.get(path, data)), select=select, ignore=ignore)
        if not decisions:
            return report
        findings, hushed = (
            tuple(one for one in found if one.decision in decisions) for found in (report.findings, report.hushed)
        )
        return report._replace(findings=findings, hushed=hushed)

    def read(path: str) -> bytes:
        return session.index.read(path) if stdin is None else stdin[1]

    return Repository(session.root, check, read)


def _print_bytes(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _write(done: Plan, repository: Repository, what: Asked, *, allow_dirty: bool) -> tuple[Plan, str]:
    """Replace the files; gives what came of it, and how to take it back."""
    sweep(repository.root, what.session.index.paths)
    if not done.changes:
        return done, ""
    if not allow_dirty:
        _refuse_dirty(repository.root, done.changes)
    prefix = prefix_of(repository.root)
    replaced, problems, path, is_interrupted = write(repository.root, done.changes, prefix or "")
    undo = _undo(repository.root, path, is_in_git=prefix is not None) if path else ""
    if is_interrupted:
        say(*(f"fixed {change.path}" for change in replaced), *([undo] if undo else []))
        raise KeyboardInterrupt
    if problems:
        report = repository.check({change.path: change.new for change in replaced})
        done = done._replace(report=report, changes=replaced, refused=(*done.refused, *problems))
    return done, undo


def _refuse_dirty(root: str, changes: Sequence[Change]) -> None:
    dirty = uncommitted(root, [change.path for change in changes])
    if dirty is None and (folder := refused(root)):
        raise UsageError(
            f"git refuses {root}, for it belongs to somebody else, and could not bring back what it was: "
            f"trust it with `git config --global --add safe.directory {folder}`, "
            "or add --allow-dirty to fix it all the same; nothing was changed"
        )
    if dirty is None:
        raise UsageError(
            f"git does not know {root}, and could not bring back what it was: "
            "add --allow-dirty to fix it all the same; nothing was changed"
        )
    if dirty:
        todo = "commit or stash them first, or add --allow-dirty; nothing was changed"
        raise UsageError(*(f"uncommitted changes in {path}" for path in dirty), todo)


def _tell(done: Plan, verb: str, undo: str = "") -> None:
    """What was done and what was not, on standard error."""
    say(*done.refused, *_reasons(done.report))
    fixed = sum(done.fixed[change.path] for change in done.changes)
    say(f"{verb} {plural(fixed, 'finding')} in {plural(len(done.changes), 'file')}" if fixed else "nothing to fix")
    if done.unfinished:
        say(f"{plural(done.unfinished, 'finding')} can still be fixed: run this again")
    if done.unsafe:
        say(f"{done.unsafe} more can be fixed with --unsafe-fixes (--format full says what that may change)")
    if undo:
        say(undo)


def _reasons(report: Report) -> Iterator[str]:
    """Why findings that are left can't be fixed, once for each file and reason."""
    lines: dict[tuple[str, str], list[int]] = {}
    for one in report.findings:
        if one in report.why_not:
            lines.setdefault((one.path, report.why_not[one]), []).append(one.line)
    for (path, why_not), (first, *others) in lines.items():
        more = f" and {len(others)} more" if others else ""
        yield f"{path}:{first}{more}: not fixed: {why_not}"


def _exit_code(done: Plan, *, left: bool) -> int:
    if done.refused or done.report.exit_code == 2:
        return 2
    return 1 if left else 0


def _undo(root: str, path: str, *, is_in_git: bool) -> str:
    """The command that takes back what was written, for the folder in which this one was given."""
    is_here = os.path.realpath(root) == os.getcwd()
    if is_here and path.startswith(root + os.sep):
        path = os.path.relpath(path, root)
    place, where = shlex.quote(path), shlex.quote(root)
    if is_in_git:
        return f"undo: git {'' if is_here else f'-C {where} '}apply -R {place}"
    return f"undo: patch -R -p1 {'' if is_here else f'-d {where} '}< {place}"
