"""`ssot-lint check`: report what goes against the decisions."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ssot_lint.fronts.arguments import UsageError, below, codes, common_folder, count, say
from ssot_lint.output import FORMATS, render
from ssot_lint.output.destination import accept_any_character, has_color, replace_file
from ssot_lint.output.summary import failures, statistics, summary

if TYPE_CHECKING:
    from ssot_lint.model import Report
    from ssot_lint.session import Session

HELP = "report what goes against the decisions; exit 0 clean, 1 findings, 2 unchecked"


def define(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and folders to report on (default: the repository)")
    add("--config", metavar="FILE", help="the policy (default: the one at the root of the repository)")
    add("--select", action="append", metavar="CODES", help="only these rules, as in SSOT001,SSOT1")
    add("--ignore", action="append", metavar="CODES", help="all but these rules")
    add("--format", choices=FORMATS, default="text", help="one line each, with source, or an array")
    add("--output-file", metavar="FILE", help="write the findings there")
    add("--stdin-filename", metavar="PATH", help="check the text on standard input as that file")
    add("--jobs", type=count, metavar="N", help="processes (default: as many as the machine has processors)")
    add("--no-cache", action="store_true", help="neither read nor write what earlier runs found")
    add("--statistics", action="store_true", help="count the findings of each rule")
    add("--exit-zero", action="store_true", help="exit with 0 in spite of findings")
    add("--color", choices=("auto", "always", "never"), default="auto", help="(default: auto)")
    add("-v", "--verbose", action="store_true", help="show the whole traceback of an internal error")
    add("--no-prefilter", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    from ssot_lint.repo.workers import available
    from ssot_lint.session import open_session

    paths = _paths(arguments)
    select = None if arguments.select is None else codes("--select", arguments.select)
    ignore = frozenset() if arguments.ignore is None else codes("--ignore", arguments.ignore)
    _something_to_check(select, ignore)
    session = open_session(
        common_folder(paths),
        arguments.config,
        prefilter=not arguments.no_prefilter,
        use_cache=not arguments.no_cache,
        jobs=arguments.jobs or available(),
    )
    focus = below(session.root, paths)
    if arguments.stdin_filename is None:
        report = session.check(focus, select=select, ignore=ignore)
    else:
        stdin = (focus[0], sys.stdin.buffer.read())
        report = session.check(stdin=stdin, select=select, ignore=ignore)
    _publish(report, arguments)
    _remark(report, arguments, session, focus)
    return 0 if arguments.exit_zero and report.exit_code == 1 else report.exit_code


def _paths(arguments: argparse.Namespace) -> list[str]:
    """The places to report on as given; all must exist, but for the name of what is on stdin."""
    paths: list[str] = arguments.paths
    if arguments.stdin_filename is None:
        missing = [f"no such file or folder: {path}" for path in paths if not os.path.lexists(path)]
        if missing:
            raise UsageError(*missing)
        return paths
    if paths not in ([], ["-"]):
        raise UsageError("--stdin-filename is in the place of PATH: leave one of them out")
    if os.path.isdir(arguments.stdin_filename):
        raise UsageError(f"--stdin-filename is a folder: {arguments.stdin_filename}")
    return [arguments.stdin_filename]


def _something_to_check(select: frozenset[str] | None, ignore: frozenset[str]) -> None:
    """A run that no rule takes part in would be green for ever."""
    if select is None and not ignore:
        return
    from ssot_lint.registry import RULES

    chosen = (RULES.keys() if select is None else RULES.keys() & select) - ignore
    if all(RULES[code].is_planned for code in chosen):
        raise UsageError("--select and --ignore leave no rule that this version enforces")


def _publish(report: Report, arguments: argparse.Namespace) -> None:
    """Write the findings to standard output or the output file."""
    style = FORMATS[arguments.format]
    automatic = arguments.output_file is None and has_color(sys.stdout)
    color = {"auto": automatic, "always": True, "never": False}[arguments.color]
    text = render(report, arguments.format, color=color)
    if arguments.statistics and style.for_people:
        text += statistics(report)
    if arguments.output_file is not None:
        replace_file(arguments.output_file, text)
        return
    if not style.for_people:
        # An escape of Python's is none of JSON's; UTF-8 needs escapes only for lone surrogates.
        accept_any_character(sys.stdout, "utf-8")
    sys.stdout.write(text)
    sys.stdout.flush()  # before anything on standard error, when both are one terminal


def _remark(report: Report, arguments: argparse.Namespace, session: Session, focus: Sequence[str]) -> None:
    """What is not a finding, on standard error."""
    for note in report.notes:
        say(*f"note: {note}".splitlines())
    say(*failures(report, verbose=arguments.verbose))
    if not report.checked:
        where = f"{', '.join(focus)} of {session.root}" if focus else session.root
        say(f"nothing was checked: no Python files in {where} that neither git nor the policy leaves out")
    elif FORMATS[arguments.format].for_people:
        say(summary(report))
    elif arguments.statistics:
        sys.stderr.write(statistics(report))
