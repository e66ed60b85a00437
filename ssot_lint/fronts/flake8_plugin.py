"""The flake8 plugin: the command's findings, at the same places, from flake8's own tree.

Entry points of flake8 may have three letters at most, so it is registered as `SSO`; the codes
are whole (`SSOT001`). flake8 reads `noqa` itself, so nothing is suppressed here.
"""

from __future__ import annotations

import argparse
import ast
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ssot_lint import __version__

if TYPE_CHECKING:
    from flake8.options.manager import OptionManager

    from ssot_lint.session import Session


class Plugin:
    """What flake8 makes for each file, and asks for findings."""

    name = "ssot-lint"
    version = __version__

    def __init__(self, tree: ast.Module, filename: str, lines: list[str], options: argparse.Namespace) -> None:
        self._tree = tree
        self._filename = filename
        self._lines = lines
        self._session: Session = options.ssot_lint_session
        self._is_alone: bool = options.ssot_lint_alone

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
        """Read the policy once, for all files; flake8's workers inherit it."""
        from flake8.exceptions import ExecutionError

        from ssot_lint.policy.model import PolicyError
        from ssot_lint.session import open_session, start_folder

        names = [options.stdin_display_name if name == "-" else name for name in options.filenames]
        try:
            start = start_folder(names)
            session = open_session(start, options.ssot_config, use_cache=True, no_repo=options.ssot_no_repo)
        except PolicyError as error:
            raise ExecutionError("\n".join(("ssot-lint can't understand its policy:", *error.problems))) from None
        # Of one file alone it is known what text it has only when it comes: all is found out for that one, then.
        options.ssot_lint_alone = len(names) == 1 and not os.path.isdir(names[0])
        if not options.ssot_lint_alone:
            session.prepare()
        options.ssot_lint_session = session

    def run(self) -> Iterator[tuple[int, int, str, type[Any]]]:
        """Yield line, column counted from 0, text, and the type that flake8 wants there."""
        from ssot_lint.session import relative_path
        from ssot_lint.source.source import Source

        text = "".join(self._lines)
        if not self._session.has_rules and "ssot" not in text.lower():
            return  # nothing is decided and nothing silenced: don't even list the files
        path = relative_path(self._session.root, self._filename)
        if path is None or self._session.is_excluded(path):
            return
        source = Source(path, text, self._session.index.modules.names_of(path), self._tree)
        report = self._session.check_parsed(source)
        if self._is_alone:
            self._session.index.records.save()
        for failure in report.failures:  # an exception here would cost all findings of all plugins
            said = failure.detail.strip().rpartition("\n")[2]
            yield 1, 0, f"SSOT900 internal error, rule {failure.code}: {said}: please report it", type(self)
        for finding in report.findings:
            yield finding.line, finding.column - 1, f"{finding.code} {finding.message}", type(self)
