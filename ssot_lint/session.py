"""The one entrance for every front: a repository and its policy in, a report out.

It imports at the point of use: what git has to say takes longest, so it is asked first.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from ssot_lint.policy.root import find_root
from ssot_lint.repo.git import Listing

if TYPE_CHECKING:
    from ssot_lint.model import Report
    from ssot_lint.outcome import Run
    from ssot_lint.policy.model import Policy
    from ssot_lint.repo.index import Index
    from ssot_lint.rule import Rule
    from ssot_lint.source.source import Source

_SHOWN = 3  # folders in a note


class Session:
    """One repository and one policy. The repository is read when it is first needed."""

    def __init__(
        self,
        root: str,
        policy: Policy,
        *,
        prefilter: bool = True,
        use_cache: bool = False,
        jobs: int = 1,
        no_repo: bool = False,
        today: date | None = None,
        listing: Listing | None = None,
    ) -> None:
        self.root = root
        self.policy = policy
        self._prefilter = prefilter
        self._use_cache = use_cache
        self._jobs = jobs
        self._listing = listing
        self._no_repo = no_repo
        self._today = today or date.today()
        self._index: Index | None = None

    @property
    def index(self) -> Index:
        if self._index is None:
            from ssot_lint.repo.cache import Cache
            from ssot_lint.repo.index import Index
            from ssot_lint.repo.records import Records
            from ssot_lint.repo.tree import open_tree

            with no_collection():
                cache = Cache(self.root) if self._use_cache else None
                listing = self._listing or Listing(self.root)
                tree = open_tree(listing, self.policy.exclude, self.policy.source_roots, cache.tree if cache else None)
                self._index = Index(Records(tree, cache=cache, jobs=self._jobs), is_exact=not self._prefilter)
        return self._index

    def check(
        self,
        focus: Sequence[str] = (),
        *,
        stdin: tuple[str, bytes] | None = None,
        texts: Mapping[str, bytes] | None = None,
        select: Collection[str] | None = None,
        ignore: Collection[str] = (),
    ) -> Report:
        """Check the repository and report on the paths in focus; no focus means all of it.

        `focus` are files or folders relative to the root. With `stdin`, a path and a text,
        only that file is reported on, and the text stands for what is on disk; so does each
        of `texts`, whatever is in focus. `select` and `ignore` are codes; what the policy
        ignores stays ignored unless selected by its code.
        """
        from ssot_lint.engine import run
        from ssot_lint.model import Report
        from ssot_lint.outcome import Run

        index = self.index.replace_all(texts) if texts else self.index
        if stdin is not None:
            path, data = stdin
            left_out = self.left_out(path)
            if left_out:
                return Report((), notes=(f"{path} is {left_out}",), checked=1)
            if path not in index.python_set or index.peek(path) != data:  # what is found out of a copy is not kept
                index = index.replace(path, data)
            paths: tuple[str, ...] | None = (path,)
        else:
            paths = tuple(path for path in index.paths if is_in_focus(path, focus)) if focus else None
        job = Run(
            self.rules(select, ignore),
            self.policy,
            index,
            paths,
            self._today,
            prefilter=self._prefilter,
        )
        with no_collection():
            report = run(job)
            self.index.save()
        if not report.checked and paths:
            report = report._replace(checked=self._documents(paths, job.rules))
        if stdin is not None and not (report.checked or report.findings or report.failures):
            # An editor sends whatever there is at the moment.
            return Report((), notes=(f"{path} is no Python by its name or its text",), checked=1)
        if job.paths is None:
            return report._replace(notes=self.notes(report.proposals))
        return report._replace(notes=self._policies_below() if stdin is None else ())

    def _documents(self, paths: Iterable[str], rules: Iterable[Rule]) -> int:
        """How many of some files are documents, where a rule of the run reads these."""
        if not self.policy.decisions or all(rule.code != "SSOT106" for rule in rules):
            return 0
        from ssot_lint.stale.documents import format_of

        return sum(format_of(path) != "" for path in paths)

    def remember(
        self,
        key: str,
        begun: int,
        report: Report,
        said: tuple[str, str, str, int],
        paths: Sequence[str] = (),
        others: Sequence[str] = (),
    ) -> None:
        """Keep what a run said, for runs of the same `key` in which nothing has changed that it came from.

        `begun` is when it began, in nanoseconds. `said` is its standard output and standard
        error, the encoding of the first ("" for the stream's own), and the exit code. `paths`
        are the places that it was asked about, by which the root was found, `others` further
        files that it read.
        """
        from ssot_lint.repo.again_record import Came, Spoken, remember

        found = {finding.path for finding in report.findings}
        found.update(related.path for finding in report.findings for related in finding.related)
        folders = tuple(map(_nearest_folder, paths or [os.getcwd()]))
        inside = tuple(os.path.relpath(other, self.root) for other in others)
        came = Came(folders, inside, found, bool(self.policy.decisions), begun)
        remember(key, self.index, came, Spoken(*said))

    def check_parsed(self, source: Source) -> Report:
        """Check one file for a host that has parsed it and that reads `noqa` itself."""
        from ssot_lint.engine import run

        with no_collection():
            return run(self._parsed(self.index.with_source(source), (source.path,)))

    def check_ahead(self, paths: tuple[str, ...] | None = None) -> Report:
        """What `check_parsed` would say of some files as they are on the disk; without paths, of all there are."""
        from ssot_lint.engine import run

        with no_collection():
            report = run(self._parsed(self.index, paths))
            self.index.save()
        return report

    @property
    def has_rules(self) -> bool:
        """Whether there is anything to check but suppressions: a decision, or a rule that needs none."""
        return bool(self.policy.decisions) or any(rule.repo and not rule.needs_decisions for rule in self.rules())

    def _parsed(self, index: Index, paths: tuple[str, ...] | None) -> Run:
        from ssot_lint.outcome import Run

        return Run(self.rules(), self.policy, index, paths, self._today, suppress=False)

    def left_out(self, path: str) -> str:
        """Why nothing is said of a file, wherever a host has its text from; "" when it is checked like any other."""
        from ssot_lint.repo.git import ignored
        from ssot_lint.repo.patterns import path_matcher

        if path_matcher(self.policy.exclude)(path):
            return "excluded by the policy"
        is_listed = path in self.index.python_set
        return "ignored by git" if not is_listed and ignored(self.root, (path,)) else ""

    def rules(self, select: Collection[str] | None = None, ignore: Collection[str] = ()) -> tuple[Rule, ...]:
        """The rules of a run, in the order of their codes."""
        from ssot_lint.registry import RULES

        ignored = {*ignore, *(self.policy.ignore if select is None else ())}
        return tuple(
            rule._replace(repo=None) if self._no_repo and rule.file else rule
            for code, rule in RULES.items()
            if code not in ignored and (select is None or code in select)
            if not (self._no_repo and rule.needs_all_files)
        )

    def notes(self, proposals: Sequence[str] = ()) -> tuple[str, ...]:
        """That there is no policy.

        `proposals` are decisions that could be made of findings, as lines of a policy.
        """
        below = self._policies_below()
        if below or self.policy.path is not None:
            return below
        if proposals:
            what = "no policy found: to make a decision of the first finding, write it down in ssot.toml:"
            return ("\n".join((what, *(f"    {line}" for line in proposals[0].splitlines()))),)
        return ("no policy found: write down what was decided in ssot.toml, and it is checked from then on",)

    def _policies_below(self) -> tuple[str, ...]:
        """That a repository without a policy has folders with one, which no run for all of it reads."""
        if self.policy.path is not None:
            return ()
        folders = [path.rpartition("/")[0] for path in self.index.paths if path.endswith("/ssot.toml")]
        told = ", ".join((*folders[:_SHOWN], *(["..."] if len(folders) > _SHOWN else ())))
        return (f"no policy found here: to check by that of {told}, run there",) if folders else ()


@contextmanager
def no_collection() -> Iterator[None]:
    """Spare the garbage collector the trees: they have no cycles, and it would visit them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def is_in_focus(path: str, focus: Sequence[str]) -> bool:
    """Whether a path is one of the files in focus, or below one of the folders."""
    return any(path == one or one in ("", ".") or path.startswith(f"{one.rstrip('/')}/") for one in focus)


def open_session(
    start: str,
    config: str | None = None,
    *,
    prefilter: bool = True,
    use_cache: bool = False,
    jobs: int = 1,
    no_repo: bool = False,
) -> Session:
    """The session of the repository around a folder.

    `use_cache` keeps what was read in a folder at its root, `jobs` is the number of processes,
    with `no_repo` nothing is asked about the repository as a whole.
    Raises PolicyError when the policy can't be understood in full.
    """
    root = find_root(os.path.abspath(start))
    listing = Listing(root)  # git works while the rest is imported and the policy is read
    from ssot_lint.policy.config import load
    from ssot_lint.registry import RULES, options

    policy = load(root, options(), config, RULES)
    return Session(root, policy, prefilter=prefilter, use_cache=use_cache, jobs=jobs, no_repo=no_repo, listing=listing)


def start_folder(paths: Sequence[str]) -> str:
    """The folder from which the root is looked for.

    It is that of the paths when they have one root, else the current one, so that a path in
    another repository does not make a common ancestor of both the root.
    """
    here = os.getcwd()
    folders = list(dict.fromkeys(map(_nearest_folder, paths))) or [here]
    roots = {find_root(folder) for folder in folders}
    return folders[0] if len(roots) == 1 else here


def _nearest_folder(path: str) -> str:
    """The folder of a path; of a file that is not there yet, the nearest one that is."""
    folder = os.path.abspath(path)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder


def relative_path(root: str, path: str) -> str | None:
    """A path relative to the root with `/`, None when it lies outside. "" is the root."""
    try:
        inside = os.path.relpath(os.path.abspath(path), root)
    except ValueError:  # on another drive
        return None
    if inside == os.pardir or inside.startswith(os.pardir + os.sep):
        return None
    return "" if inside == os.curdir else inside.replace(os.sep, "/")
