"""The flake8 plugin: the command's findings, at the same places.

Entry points of flake8 may have three letters at most, so it is registered as `SSO`; the codes
are whole (`SSOT001`). flake8 reads `noqa` itself, so nothing is suppressed here.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ssot_lint import __version__

if TYPE_CHECKING:
    from flake8.options.manager import OptionManager

    from ssot_lint.fronts.flake8_answers import Answers


class Plugin:
    """What flake8 makes for each file, and asks for findings."""

    name = "ssot-lint"
    version = __version__

    def __init__(self, tree: ast.Module, filename: str, lines: list[str], options: argparse.Namespace) -> None:
        self._tree = tree
        self._filename = filename
        self._lines = lines
        self._answers: Answers = options.ssot_lint_answers

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        manager.add_option(
            "--ssot-config",
            default=None,
            metavar="FILE",
            parse_from_config=True,
            normalize_paths=True,
            help="the policy file, where it is not found by its name in the repository",
        )
        manager.add_option(
            "--ssot-no-repo",
            action="store_true",
            default=False,
            parse_from_config=True,
            help="leave out what is about the repository as a whole: SSOT101 and the like",
        )

    @staticmethod
    def parse_options(options: argparse.Namespace) -> None:
        """Find out once what all files need; flake8's workers inherit it."""
        from ssot_lint.fronts.flake8_answers import Answers, Asked

        names = [options.stdin_display_name if name == "-" else name for name in options.filenames]
        jobs = None if options.jobs.is_auto else options.jobs.n_jobs
        options.ssot_lint_answers = Answers(Asked(names, options.ssot_config, options.ssot_no_repo, jobs))

    def run(self) -> Iterator[tuple[int, int, str, type[Any]]]:
        """Yield line, column counted from 0, text, and the type that flake8 wants there."""
        for line, column, text in self._answers.of(self._filename, "".join(self._lines), self._tree):
            yield line, column - 1, text, type(self)
