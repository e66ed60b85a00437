"""The command line: arguments in, findings to standard output, the rest to standard error.

The start of the process is most of what a commit waits for, so what only one subcommand
needs is imported there.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from ssot_lint import __version__
from ssot_lint.model import Report
from ssot_lint.output import FORMATS, render
from ssot_lint.output.destination import accept_any_character, has_color, replace_file
from ssot_lint.output.summary import bug, failures, plural, statistics, summary
from ssot_lint.output.terminal import visible
from ssot_lint.policy.model import PolicyError

if TYPE_CHECKING:
    from ssot_lint.session import Session

#: What a shell reports for a process that died of SIGINT or SIGPIPE.
_INTERRUPTED, _BROKEN_PIPE = 130, 141


class UsageError(Exception):
    """The command can't be carried out as given; each argument is one problem."""


def run() -> NoReturn:
    """The console script. It ends at once: to take all objects apart takes long, and nobody needs them."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand: 0 clean, 1 findings, 2 could not check. Every error gets its exit code here."""
    accept_any_character(sys.stdout)
    verbose = False
    try:
        arguments = _parser().parse_args(argv)
        verbose = getattr(arguments, "verbose", False)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except SystemExit as stop:  # argparse has said why
        return int(stop.code or 0)
    except UsageError as error:
        _say(*(f"error: {problem}" for problem in error.args))
    except PolicyError as error:
        _say(*error.problems, f"{plural(len(error.problems), 'problem')} in the policy; nothing was checked")
    except BrokenPipeError:
        # Python flushes standard output once more at exit: nobody reads it, so let it go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except OSError as error:
        _say(f"error: {error}")
    except KeyboardInterrupt:
        _say("interrupted")
        return _INTERRUPTED
    except Exception as error:  # a crash must not exit with 1, which means findings
        from traceback import format_exc

        _say(*bug(f"{type(error).__name__}: {error}", format_exc(), verbose=verbose))
    return 2


def _say(*lines: str) -> None:
    for line in lines:
        print(visible(line), file=sys.stderr)


def _formatter(prog: str) -> argparse.HelpFormatter:
    """A width given by us spares argparse the import of shutil."""
    return argparse.HelpFormatter(prog, width=96)


def _parser() -> argparse.ArgumentParser:
    def no_command(_arguments: argparse.Namespace) -> int:
        parser.print_help(sys.stderr)
        return 2

    parser = argparse.ArgumentParser(
        "ssot-lint",
        description="Keep one implementation per concept: decisions become guards.",
        formatter_class=_formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ssot-lint {__version__}")
    parser.set_defaults(run=no_command)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, about: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=about, description=about, formatter_class=_formatter, allow_abbrev=False)

    check = command("check", "report what goes against the decisions; exit 0 clean, 1 findings, 2 unchecked")
    check.set_defaults(run=_check)
    add = check.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and folders to report on (default: the repository)")
    add("--config", metavar="FILE", help="the policy (default: the one at the root of the repository)")
    add("--select", action="append", metavar="CODES", help="only these rules, as in SSOT001,SSOT1")
    add("--ignore", action="append", metavar="CODES", help="all but these rules")
    add("--format", choices=FORMATS, default="text", help="one line each, with source, or an array")
    add("--output-file", metavar="FILE", help="write the findings there")
    add("--stdin-filename", metavar="PATH", help="check the text on standard input as that file")
    add("--jobs", type=_count, metavar="N", help="processes (default: as many as the machine has processors)")
    add("--no-cache", action="store_true", help="neither read nor write what earlier runs found")
    add("--statistics", action="store_true", help="count the findings of each rule")
    add("--exit-zero", action="store_true", help="exit with 0 in spite of findings")
    add("--color", choices=("auto", "always", "never"), default="auto", help="(default: auto)")
    add("-v", "--verbose", action="store_true", help="show the whole traceback of an internal error")
    add("--no-prefilter", action="store_true", help=argparse.SUPPRESS)

    explain = command("explain", "what a rule means, with examples")
    explain.set_defaults(run=_explain)
    explain.add_argument("rule", nargs="?", metavar="CODE|NAME", help="the rule (default: a table of all)")

    command("schema", "the JSON Schema of the policy").set_defaults(run=_schema)
    return parser


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or text.strip("0") == "":
        raise argparse.ArgumentTypeError(f"not a number from 1 on: {text!r}")
    return int(text)


def _check(arguments: argparse.Namespace) -> int:
    from ssot_lint.repo.workers import available
    from ssot_lint.session import open_session

    paths = _paths(arguments)
    select = None if arguments.select is None else _codes("--select", arguments.select)
    ignore = frozenset() if arguments.ignore is None else _codes("--ignore", arguments.ignore)
    _something_to_check(select, ignore)
    session = open_session(
        _common_folder(paths),
        arguments.config,
        prefilter=not arguments.no_prefilter,
        use_cache=not arguments.no_cache,
        jobs=arguments.jobs or available(),
    )
    focus = _below(session.root, paths)
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


def _codes(option: str, lists: Sequence[str]) -> frozenset[str]:
    """The codes that comma lists of codes and their prefixes stand for."""
    from ssot_lint.registry import RULES

    given = [item.strip() for one in lists for item in one.split(",") if item.strip()]
    unknown = [item for item in given if not any(code.startswith(item) for code in RULES)]
    if unknown or not given:
        what = f"no rule has such a code: {', '.join(unknown)}" if unknown else "give at least one code"
        raise UsageError(f"{option}: {what} (there are {', '.join(RULES)})")
    return frozenset(code for code in RULES if code.startswith(tuple(given)))


def _something_to_check(select: frozenset[str] | None, ignore: frozenset[str]) -> None:
    """A run that no rule takes part in would be green for ever."""
    if select is None and not ignore:
        return
    from ssot_lint.registry import RULES

    chosen = (RULES.keys() if select is None else RULES.keys() & select) - ignore
    if all(RULES[code].is_planned for code in chosen):
        raise UsageError("--select and --ignore leave no rule that this version enforces")


def _common_folder(paths: Sequence[str]) -> str:
    """The deepest existing folder that has all the paths, by which the root is found."""
    from ssot_lint.policy.root import find_root

    places = [os.path.abspath(path) for path in paths] or [os.getcwd()]
    folder = _existing_folder(os.path.commonpath(places))
    roots = sorted({find_root(_existing_folder(place)) for place in places})
    # Two repositories have in common a folder that no policy is for: it would always be clean.
    if not _is_marked(find_root(folder)) and any(_is_marked(root) for root in roots):
        raise UsageError(f"the paths are not in one repository, but in {', '.join(roots)}")
    return folder


def _existing_folder(place: str) -> str:
    while not os.path.isdir(place):
        place = os.path.dirname(place)
    return place


def _is_marked(folder: str) -> bool:
    """Whether a folder looks like the root of a repository."""
    from ssot_lint.policy.root import FILES

    return any(os.path.exists(os.path.join(folder, name)) for name in (".git", *FILES))


def _below(root: str, paths: Sequence[str]) -> tuple[str, ...]:
    """The paths relative to the root with "/"; none at all when one of them is the root itself."""
    places = [_relative(root, path) for path in paths]
    outside = [
        f"not in the repository {root}: {path}" for path, place in zip(paths, places, strict=True) if place is None
    ]
    if outside:
        raise UsageError(*outside)
    inside = [place for place in places if place is not None]
    return () if "" in inside else tuple(inside)


def _relative(root: str, path: str) -> str | None:
    """The path as seen from the root, also when either was reached through a symbolic link."""
    for top, place in (
        (os.path.abspath(root), os.path.abspath(path)),
        (os.path.realpath(root), os.path.realpath(path)),
    ):
        if place == top:
            return ""
        if place.startswith(top.rstrip(os.sep) + os.sep):
            return place[len(top.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    return None


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
        _say(*f"note: {note}".splitlines())
    _say(*failures(report, verbose=arguments.verbose))
    if not report.checked:
        where = f"{', '.join(focus)} of {session.root}" if focus else session.root
        _say(f"nothing was checked: no Python files in {where} that neither git nor the policy leaves out")
    elif FORMATS[arguments.format].for_people:
        _say(summary(report))
    elif arguments.statistics:
        sys.stderr.write(statistics(report))


def _explain(arguments: argparse.Namespace) -> int:
    from ssot_lint.commands.explain import explain
    from ssot_lint.registry import RULES

    try:
        sys.stdout.write(explain(RULES, arguments.rule))
    except ValueError as error:
        raise UsageError(str(error)) from None
    return 0


def _schema(_arguments: argparse.Namespace) -> int:
    import json

    from ssot_lint.policy.schema import schema
    from ssot_lint.registry import options

    accept_any_character(sys.stdout, "utf-8")
    print(json.dumps(schema(options()), indent=2, ensure_ascii=False))
    return 0
