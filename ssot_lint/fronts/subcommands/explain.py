"""`ssot-lint explain`: what a rule means."""

from __future__ import annotations

import argparse
import sys

from ssot_lint.fronts.arguments import UsageError

HELP = "what a rule means, with examples"


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", nargs="?", metavar="CODE|NAME", help="the rule (default: a table of all)")


def run(arguments: argparse.Namespace) -> int:
    from ssot_lint.commands.explain import explain
    from ssot_lint.registry import RULES

    try:
        sys.stdout.write(explain(RULES, arguments.rule))
    except ValueError as error:
        raise UsageError(str(error)) from None
    return 0
