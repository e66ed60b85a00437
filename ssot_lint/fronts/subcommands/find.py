"""`ssot-lint find`: where something is named."""

from __future__ import annotations

import argparse
import os
import sys

from ssot_lint.fronts.arguments import UsageError, count, say
from ssot_lint.output.destination import accept_any_character, has_color

HELP = "where a class, function or module is named; exit 0 found, 1 nowhere"


def define(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME", help="LegacyAuth, app.auth.LegacyAuth, app.auth:LegacyAuth, app.auth or app/auth.py")
    add("--format", choices=("text", "json"), default="text", help="by group, or an array")
    add("--config", metavar="FILE", help="the policy (default: the one at the root of the repository)")
    add("--jobs", type=count, metavar="N", help="processes (default: as many as the machine has processors)")
    add("--no-cache", action="store_true", help="neither read nor write what earlier runs found")
    add("-v", "--verbose", action="store_true", help="show the whole traceback of an internal error")


def run(arguments: argparse.Namespace) -> int:
    from ssot_lint.commands.find import find, nearest
    from ssot_lint.commands.find_text import as_json, text
    from ssot_lint.repo.workers import available
    from ssot_lint.session import open_session

    name = arguments.name.strip()
    if not any(character.isalnum() or character == "_" for character in name) or name[-1] in ".:":
        raise UsageError(
            f"not a name: {arguments.name!r} (give a class, function, module or path, such as app.auth:Login)"
        )
    session = open_session(
        os.getcwd(), arguments.config, use_cache=not arguments.no_cache, jobs=arguments.jobs or available()
    )
    found = find(session.index, session.policy, name)
    if arguments.format == "json":
        accept_any_character(sys.stdout, "utf-8")
        sys.stdout.write(as_json(found))
    else:
        sys.stdout.write(text(found, color=has_color(sys.stdout)))
    sys.stdout.flush()
    if not found:
        guess = nearest(session.index, name)
        say(f"nothing names {name}{f' (did you mean {guess}?)' if guess else ''}")
    session.index.records.save()
    return 0 if found else 1
