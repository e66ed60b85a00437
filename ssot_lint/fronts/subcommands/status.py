"""`ssot-lint status`: what holds of each decision, and what is left to do."""

from __future__ import annotations

import argparse
import sys

from ssot_lint.fronts.arguments import UsageError, define_opening, opened, say
from ssot_lint.output.destination import accept_any_character, has_color
from ssot_lint.output.summary import failures

HELP = "what holds of each decision, and what is left; exit 0 nothing, 1 something, 2 unchecked"


def define(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--decision", action="append", default=[], metavar="NAME", help="only this decision (may be repeated)")
    add("--format", choices=("text", "json", "markdown"), default="text", help="for people, programs, or a plan")
    define_opening(parser)


def run(arguments: argparse.Namespace) -> int:
    from ssot_lint.commands.status import status
    from ssot_lint.commands.status_text import as_json, markdown, text

    session = opened(arguments)
    try:
        found = status(session, arguments.decision)
    except ValueError as error:
        raise UsageError(*error.args) from None
    if arguments.format == "text":
        sys.stdout.write(text(found, color=has_color(sys.stdout)))
    else:
        accept_any_character(sys.stdout, "utf-8")
        sys.stdout.write(as_json(found) if arguments.format == "json" else markdown(found))
    sys.stdout.flush()
    say(*failures(found.report, verbose=arguments.verbose))
    if not found.report.checked:
        say(f"nothing was checked: no Python files in {session.root} that neither git nor the policy leaves out")
    return found.exit_code
