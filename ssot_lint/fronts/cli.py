"""The command line: arguments in, findings to standard output, the rest to standard error.

The start of the process is most of what a commit waits for, so only the subcommand that is
asked for is imported.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from ssot_lint import __version__
from ssot_lint.fronts.arguments import UsageError, say
from ssot_lint.output.destination import accept_any_character
from ssot_lint.output.summary import bug
from ssot_lint.policy.model import PolicyError
from ssot_lint.policy.wording import plural

#: The subcommands, each a file of that name, in the order of the help.
COMMANDS = ("check", "fix", "status", "compare", "find", "discover", "init", "explain", "schema")

#: What a shell reports for a process that died of SIGINT or SIGPIPE.
_INTERRUPTED, _BROKEN_PIPE = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand: 0 clean, 1 findings, 2 could not check. Every error gets its exit code here."""
    accept_any_character(sys.stdout)
    verbose = False
    try:
        words = sys.argv[1:] if argv is None else list(argv)
        arguments = _parser(words).parse_args(words, argparse.Namespace(argv=words))
        verbose = getattr(arguments, "verbose", False)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except SystemExit as stop:  # argparse has said why
        return int(stop.code or 0)
    except UsageError as error:
        say(*(f"error: {problem}" for problem in error.args))
    except PolicyError as error:
        say(*error.problems, f"{plural(len(error.problems), 'problem')} in the policy; nothing was checked")
    except BrokenPipeError:
        # Python flushes standard output once more at exit: nobody reads it, so let it go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except OSError as error:
        say(f"error: {error}")
    except KeyboardInterrupt:
        say("interrupted")
        return _INTERRUPTED
    except Exception as error:  # a crash must not exit with 1, which means findings
        from traceback import format_exc

        say(*bug(f"{type(error).__name__}: {error}", format_exc(), verbose=verbose))
    return 2


def _formatter(prog: str) -> argparse.HelpFormatter:
    """A width given by us spares argparse the import of shutil."""
    return argparse.HelpFormatter(prog, width=96)


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
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
    for name in argv[:1] if argv[:1] and argv[0] in COMMANDS else COMMANDS:
        subcommand = import_module(f"ssot_lint.fronts.subcommands.{name}")
        about = subcommand.HELP
        command = commands.add_parser(
            name, help=about, description=about, formatter_class=_formatter, allow_abbrev=False
        )
        command.set_defaults(run=subcommand.run)
        subcommand.define(command)
    return parser
