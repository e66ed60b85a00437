"""What flake8 is told of each file: found out ahead for all that it will ask about, or of one when it comes.

flake8's workers share nothing but what was there before they were forked. So several files are
checked before, and of one file alone what it says is asked when its text is known. Most often an
earlier run has found all that out, see `again_files`.
"""

from __future__ import annotations

import ast
import gc
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.repo.again_files import Remark, SaidOfFiles, key_of_all, said_of_files, written

if TYPE_CHECKING:
    from ssot_lint.model import Report
    from ssot_lint.session import Session

_FEW = 20  # files that are looked at without all others


class Asked(NamedTuple):
    """What flake8 was asked: the names of files and folders that it was given, and our options.

    `jobs` is the number of processes, None for as many as the machine has processors.
    """

    names: Sequence[str]
    config: str | None
    no_repo: bool
    jobs: int | None

    @property
    def is_one(self) -> bool:
        return self.are_few and len(self.names) == 1

    @property
    def are_few(self) -> bool:
        return 0 < len(self.names) <= _FEW and not any(map(os.path.isdir, self.names))


class Answers:
    """What is said of the files of a repository: the one around the names that flake8 was given.

    Raises flake8's ExecutionError when the policy can't be understood in full.
    """

    def __init__(self, asked: Asked) -> None:
        from ssot_lint.policy.root import find_root
        from ssot_lint.session import start_folder

        self._asked = asked
        self._start = start_folder(asked.names)
        self._root = find_root(os.path.abspath(self._start))
        self._session: Session | None = None
        config = "" if asked.config is None else os.path.abspath(asked.config)
        key = key_of_all(self._root, config, str(asked.no_repo))
        self._said = said_of_files(self._root, key)
        if self._said is None:
            self._session = self._open()  # a policy that is wrong is told of before any file is read
            if not asked.is_one and self._session.has_rules:
                self._find_out(self._session, key)

    def __deepcopy__(self, memo: object) -> Answers:
        """Itself: flake8 copies its options for each entry of `per-file-ignores`."""
        return self

    def of(self, filename: str, text: str, tree: ast.Module) -> Iterable[Remark]:
        """What is said of a file that flake8 has read and parsed."""
        from ssot_lint.session import relative_path

        path = relative_path(self._root, filename)
        if path is None:
            return ()
        known = None if self._said is None else self._said.of(path, text)
        return self._check(path, text, tree) if known is None else known

    def _open(self) -> Session:
        from flake8.exceptions import ExecutionError

        from ssot_lint.policy.model import PolicyError
        from ssot_lint.repo.workers import available
        from ssot_lint.session import open_session

        _, config, no_repo, jobs = self._asked
        try:
            return open_session(self._start, config, use_cache=True, jobs=jobs or available(), no_repo=no_repo)
        except PolicyError as error:
            raise ExecutionError("\n".join(("ssot-lint can't understand its policy:", *error.problems))) from None

    def _find_out(self, session: Session, key: str) -> None:
        """Check ahead what flake8 will ask about, and let go of what that took, unless something broke."""
        from ssot_lint.session import relative_path

        begun = time.time_ns()
        paths = None
        if self._asked.are_few:
            paths = tuple(path for name in self._asked.names if (path := relative_path(session.root, name)))
        report = session.check_ahead(paths)
        if report.failures:
            return
        remarks = _remarks(report)
        checked = session.index.python_set.intersection(session.index.python_set if paths is None else paths)
        contents = {path: bytes.fromhex(session.index.records.content(path)) for path in checked}
        self._said = SaidOfFiles(session.root, remarks, contents)
        if paths is None:
            others = () if self._asked.config is None else (self._asked.config,)
            session.remember(key, begun, report, (written(remarks), "", "utf-8", 0), [session.root], others)
        self._let_go()

    def _check(self, path: str, text: str, tree: ast.Module) -> Iterable[Remark]:
        """Check a file of which nothing is known in this text."""
        from ssot_lint.source.source import Source

        session = self._session = self._session or self._open()
        if not session.has_rules and "ssot" not in text.lower():
            return ()  # nothing is decided and nothing silenced: don't even list the files
        if session.left_out(path):
            return ()
        report = session.check_parsed(Source(path, text, session.index.modules.names_of(path), tree))
        if self._asked.is_one:
            session.index.save()
            self._let_go()
        # An exception here would cost all findings of all plugins.
        failures = ((one.code, one.detail.strip().rpartition("\n")[2]) for one in report.failures)
        broken = [f"SSOT900 internal error, rule {code}: {said}: please report it" for code, said in failures]
        return [*(Remark(1, 1, said) for said in broken), *_remarks(report).get(path, ())]

    def _let_go(self) -> None:
        """Forget the repository, and leave what is still there to no collector.

        flake8 goes on for long, and makes so many objects that its collector would visit ours again and again;
        where workers share them, each of them would get a copy of its own by that.
        """
        self._session = None
        gc.freeze()


def _remarks(report: Report) -> Mapping[str, Sequence[Remark]]:
    found: dict[str, list[Remark]] = {}
    for one in report.findings:
        found.setdefault(one.path, []).append(Remark(one.line, one.column, f"{one.code} {one.message}"))
    return found
