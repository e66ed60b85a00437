"""`ssot-lint compare`: two implementations, member by member."""

from __future__ import annotations

import argparse
import sys

from ssot_lint.fronts.arguments import UsageError, define_opening, opened
from ssot_lint.output.destination import accept_any_character

HELP = "two implementations member by member; exit 0 OLD can be deleted, 1 something must be merged first"


def define(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "old",
        metavar="OLD",
        help="the one that goes, perhaps deleted since the last commit: app.old, app/old.py, app.old:Class",
    )
    add("new", metavar="NEW", help="the one that stays, in the same forms")
    add("--format", choices=("text", "json"), default="text", help="a table, or an object")
    define_opening(parser)


def run(arguments: argparse.Namespace) -> int:
    from ssot_lint.commands.compare import comparison
    from ssot_lint.commands.compare_text import as_json, text

    session = opened(arguments)
    try:
        found = comparison(session.index, arguments.old, arguments.new)
    except ValueError as error:
        raise UsageError(*error.args) from None
    session.index.save()
    if arguments.format == "json":
        accept_any_character(sys.stdout, "utf-8")
    sys.stdout.write(as_json(found) if arguments.format == "json" else text(found))
    return found.exit_code
