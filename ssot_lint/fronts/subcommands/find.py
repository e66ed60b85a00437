"""`ssot-lint find`: where something is named, which names strings have, and whether one leads to something."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ssot_lint.fronts.arguments import UsageError, define_opening, opened, say
from ssot_lint.output.destination import accept_any_character, has_color

if TYPE_CHECKING:
    from ssot_lint.session import Session

HELP = "where a class, function or module is named; exit 0 found, 1 nowhere"

_CODES = {"yes": 0, "no": 1, "unknown": 2}


def define(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help="LegacyAuth, app.auth.LegacyAuth, app.auth:LegacyAuth, app.auth or app/auth.py",
    )
    what.add_argument(
        "--strings",
        metavar="PREFIX",
        help="the dotted names in strings that begin with app.auth, and whether they exist; of '' all first-party ones",
    )
    what.add_argument(
        "--check", metavar="NAME", help="whether a dotted name exists: exit 0 it does, 1 it does not, 2 can't tell"
    )
    add = parser.add_argument
    add("--format", choices=("text", "json"), default="text", help="by group, or an array")
    define_opening(parser)


def run(arguments: argparse.Namespace) -> int:

    name = _asked_for(arguments)
    session = opened(arguments)
    is_json = arguments.format == "json"
    if is_json:
        accept_any_character(sys.stdout, "utf-8")
    if arguments.check is not None:
        code = _check(session, name, is_json=is_json)
    elif arguments.strings is not None:
        code = _strings(session, name, is_json=is_json)
    else:
        code = _find(session, name, is_json=is_json)
    session.index.save()
    return code


def _asked_for(arguments: argparse.Namespace) -> str:
    """The name that the question is about. Raises UsageError for what is none."""
    from ssot_lint.commands.strings import is_name
    from ssot_lint.source.chains import is_in_name

    for written, example in ((arguments.check, "app.auth.Login"), (arguments.strings, "app.auth, or '' for all")):
        if written is not None:
            if not is_name(written) and (written or arguments.check is not None):
                raise UsageError(f"not a dotted name: {written!r} (give one such as {example})")
            return str(written)
    name = str(arguments.name).strip()
    if not any(map(is_in_name, name)) or name[-1] in ".:":
        raise UsageError(
            f"not a name: {arguments.name!r} (give a class, function, module or path, such as app.auth:Login)"
        )
    return name


def _find(session: Session, name: str, *, is_json: bool) -> int:
    from ssot_lint.commands.find import find, nearest
    from ssot_lint.commands.find_text import as_json, text

    found = find(session.index, session.policy, name)
    sys.stdout.write(as_json(found) if is_json else text(found, color=has_color(sys.stdout)))
    sys.stdout.flush()
    if not found:
        guess = nearest(session.index, name)
        say(f"nothing names {name}{f' (did you mean {guess}?)' if guess else ''}")
    return 0 if found else 1


def _strings(session: Session, prefix: str, *, is_json: bool) -> int:
    from ssot_lint.commands.strings import strings
    from ssot_lint.commands.strings_text import as_json, text

    found = strings(session.index, session.policy, prefix)
    sys.stdout.write(as_json(found) if is_json else text(found))
    sys.stdout.flush()
    if not found:
        say(f"no string names {prefix or 'anything of this repository'}")
    return 0 if found else 1


def _check(session: Session, name: str, *, is_json: bool) -> int:
    from ssot_lint.commands.strings import check
    from ssot_lint.commands.strings_text import checked_json, checked_text

    checked = check(session.index, session.policy, name)
    sys.stdout.write(checked_json(name, checked) if is_json else checked_text(checked))
    return _CODES[checked.exists]
