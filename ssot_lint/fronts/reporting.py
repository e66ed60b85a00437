"""What the subcommands that check have in common: what is checked, and how findings are printed."""

from __future__ import annotations

import argparse
import os
import sys
from typing import IO, TYPE_CHECKING, NamedTuple

from ssot_lint.fronts.arguments import UsageError, below, codes, common_folder, define_opening, opened
from ssot_lint.output import FORMATS, render
from ssot_lint.output.destination import accept_any_character, has_color, replace_file
from ssot_lint.output.summary import failures, statistics, summary
from ssot_lint.output.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ssot_lint.model import Report
    from ssot_lint.session import Session


class Asked(NamedTuple):
    """What is to be checked: the paths in focus seen from the root, and the codes of rules."""

    session: Session
    focus: tuple[str, ...]
    select: frozenset[str] | None
    ignore: frozenset[str]


def define_reporting(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--select", action="append", metavar="CODES", help="only these rules, as in SSOT001,SSOT1")
    add("--ignore", action="append", metavar="CODES", help="all but these rules")
    add("--format", choices=FORMATS, default="text", help="one line each, with source, or an array")
    add("--output-file", metavar="FILE", help="write the findings there")
    add("--statistics", action="store_true", help="count the findings of each rule")
    add("--color", choices=("auto", "always", "never"), default="auto", help="(default: auto)")
    define_opening(parser)
    add("--no-prefilter", action="store_true", help=argparse.SUPPRESS)


def asked(arguments: argparse.Namespace, paths: Sequence[str]) -> Asked:
    """Open the repository of the paths."""
    select = None if arguments.select is None else codes("--select", arguments.select)
    ignore = frozenset() if arguments.ignore is None else codes("--ignore", arguments.ignore)
    _something_to_check(select, ignore)
    session = opened(arguments, common_folder(paths), prefilter=not arguments.no_prefilter)
    return Asked(session, below(session.root, paths), select, ignore)


def existing(paths: list[str]) -> list[str]:
    """The places to report on as given; all must exist."""
    missing = [f"no such file or folder: {path}" for path in paths if not os.path.lexists(path)]
    if missing:
        raise UsageError(*missing)
    return paths


def _something_to_check(select: frozenset[str] | None, ignore: frozenset[str]) -> None:
    """A run that no rule takes part in would be green for ever."""
    if select is None and not ignore:
        return
    from ssot_lint.registry import RULES

    chosen = (RULES.keys() if select is None else RULES.keys() & select) - ignore
    if not chosen:
        raise UsageError("--select and --ignore leave no rule: select one that is not ignored")


def publish(report: Report, arguments: argparse.Namespace, stream: IO[str]) -> str:
    """Write the findings to a stream or the output file; gives the text."""
    style = FORMATS[arguments.format]
    automatic = arguments.output_file is None and has_color(stream)
    color = {"auto": automatic, "always": True, "never": False}[arguments.color]
    text = render(report, arguments.format, color=color)
    if arguments.statistics and style.for_people:
        text += statistics(report)
    if arguments.output_file is not None:
        replace_file(arguments.output_file, text)
        return text
    if not style.for_people:
        # An escape of Python's is none of JSON's; UTF-8 needs escapes only for lone surrogates.
        accept_any_character(stream, "utf-8")
    stream.write(text)
    stream.flush()  # before anything on standard error, when both are one terminal
    return text


def remark(report: Report, arguments: argparse.Namespace, what: Asked) -> str:
    """Say what is not a finding, on standard error; gives the text."""
    lines = [line for note in report.notes for line in f"note: {note}".splitlines()]
    lines += failures(report, verbose=arguments.verbose)
    if not report.checked:
        root = what.session.root
        where = f"{', '.join(what.focus)} of {root}" if what.focus else root
        lines.append(f"nothing was checked: no Python files in {where} that neither git nor the policy leaves out")
    elif FORMATS[arguments.format].for_people:
        lines.append(summary(report))
    elif arguments.statistics:
        lines += statistics(report).splitlines()
    text = "".join(f"{visible(line)}\n" for line in lines)
    sys.stderr.write(text)
    return text
