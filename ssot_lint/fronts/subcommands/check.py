"""`ssot-lint check`: report what goes against the decisions."""

from __future__ import annotations

import argparse
import os
import sys
import time

from ssot_lint.fronts.arguments import UsageError
from ssot_lint.fronts.reporting import asked, define_reporting, existing, publish, remark
from ssot_lint.output import FORMATS
from ssot_lint.repo.again import key_of

HELP = "report what goes against the decisions; exit 0 clean, 1 findings, 2 unchecked"


def define(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and folders to report on (default: the repository)")
    define_reporting(parser)
    add("--stdin-filename", metavar="PATH", help="check the text on standard input as that file")
    add("--exit-zero", action="store_true", help="exit with 0 in spite of findings")
    add("--fix", action="store_true", help="apply safe fixes, uncommitted changes or not, and report what is left")
    add("--unsafe-fixes", action="store_true", help="with --fix or --diff: fixes too that may change behaviour")
    add("--diff", action="store_true", help="change nothing, print a patch of the fixes; exit 1 if there are any")


def run(arguments: argparse.Namespace) -> int:
    begun, key = time.time_ns(), key_of(arguments.argv)
    if arguments.unsafe_fixes and not (arguments.fix or arguments.diff):
        raise UsageError("--unsafe-fixes changes nothing alone: add --fix or --diff")
    what = asked(arguments, _paths(arguments))
    stdin = None if arguments.stdin_filename is None else (what.focus[0], sys.stdin.buffer.read())
    if arguments.fix or arguments.diff:
        from ssot_lint.fronts.fixing import fix

        code = fix(arguments, what, stdin=stdin, allow_dirty=True)
    else:
        if stdin is None:
            report = what.session.check(what.focus, select=what.select, ignore=what.ignore)
        else:
            report = what.session.check(stdin=stdin, select=what.select, ignore=what.ignore)
        out = publish(report, arguments, sys.stdout)
        err = remark(report, arguments, what)
        code = _exit_code(report.exit_code, arguments)
        if key is not None and code < 2:
            encoding = "" if FORMATS[arguments.format].for_people else "utf-8"
            others = () if arguments.config is None else (arguments.config,)
            what.session.remember(key, begun, report, (out, err, encoding, code), arguments.paths, others)
    return _exit_code(code, arguments)


def _exit_code(code: int, arguments: argparse.Namespace) -> int:
    return 0 if arguments.exit_zero and code == 1 else code


def _paths(arguments: argparse.Namespace) -> list[str]:
    """The places to report on as given; all must exist, but for the name of what is on stdin."""
    paths: list[str] = arguments.paths
    if arguments.stdin_filename is None:
        return existing(paths)
    if paths not in ([], ["-"]):
        raise UsageError("--stdin-filename is in the place of PATH: leave one of them out")
    if not arguments.stdin_filename:
        raise UsageError("--stdin-filename is empty: name the file that the text is of")
    if os.path.isdir(arguments.stdin_filename):
        raise UsageError(f"--stdin-filename is a folder: {arguments.stdin_filename}")
    return [arguments.stdin_filename]
