"""`ssot-lint discover`: what the repository has twice."""

from __future__ import annotations

import argparse
import sys

from ssot_lint.fronts.arguments import UsageError, define_opening, opened
from ssot_lint.output.destination import accept_any_character, has_color

HELP = "what the repository has twice, each with a decision that could be made"


def define(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--all", action="store_true", help="all that was found, not only the likeliest, and all guesses")
    add("--everywhere", action="store_true", help="in tests, examples and documentation too")
    add("--format", choices=("text", "json"), default="text", help="a list for people, or an array")
    define_opening(parser)


def run(arguments: argparse.Namespace) -> int:
    from ssot_lint.commands.discover import SHOWN, discoveries
    from ssot_lint.commands.discover_text import as_json, text

    session = opened(arguments)
    if not session.index.python_paths:
        raise UsageError(f"no Python files in {session.root} that neither git nor the policy leaves out")
    limit = None if arguments.all else SHOWN
    found = discoveries(session, limit, everywhere=arguments.everywhere)
    if arguments.format == "json":
        accept_any_character(sys.stdout, "utf-8")
        sys.stdout.write(as_json(found))
    else:
        sys.stdout.write(text(found, is_cut=len(found) == limit, color=has_color(sys.stdout)))
    return 0
