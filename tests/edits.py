"""Made-up changes of a repository, after each of which a run with the cache must find what one without finds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import strategies as st

from ssot_lint.repo import cache
from ssot_lint.session import open_session
from tests.processes import git
from tests.repository import write


def edits(
    paths: Sequence[str], statements: Sequence[str]
) -> tuple[st.SearchStrategy[str], st.SearchStrategy[list[dict[str, str | None]]]]:
    """Texts of a few statements, and changes that give a few files other texts, or take them away: None."""
    texts = st.lists(st.sampled_from(statements), max_size=3).map(lambda some: "".join(f"{one}\n" for one in some))
    other = texts | st.none()
    return texts, st.lists(st.dictionaries(st.sampled_from(paths), other, max_size=2), max_size=3)


def edit(root: Path, change: Mapping[str, str | None]) -> None:
    """Give files texts, or take them away."""
    write(root, {path: text for path, text in change.items() if text is not None})
    for path in (path for path, text in change.items() if text is None):
        (root / path).unlink(missing_ok=True)


def checked_once(root: Path, files: Mapping[str, str], policy: str, patch: pytest.MonkeyPatch) -> None:
    """Make a repository that was checked with a cache; files count as old as soon as written."""
    patch.setattr(cache, "_SETTLED", -(10**18))
    git(root, "init", "--quiet")
    write(root, files, policy)
    open_session(str(root), use_cache=True).check()


def compare_with_fresh_runs(
    files: Mapping[str, str], changes: Iterable[Mapping[str, str | None]], policy: str = ""
) -> None:
    """Write the files, then the changes one by one, and compare the runs; files count as old as soon as written."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "_SETTLED", -(10**18))
        root = Path(folder)
        git(root, "init", "--quiet")
        write(root, files, policy)
        for change in chain([{}], changes):
            edit(root, change)
            expected = open_session(folder).check()
            assert open_session(folder, use_cache=True).check() == expected
