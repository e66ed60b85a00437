"""What all tests share: no settings of the machine reach git, pip or the tools under test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssot_lint.fronts.cli import main
from tests.processes import git

#: The example repository has tests of its own.
collect_ignore = ["before"]

_FOREIGN = ("GIT_", "PIP_", "PRE_COMMIT", "VIRTUALENV_", "FORCE_COLOR", "NO_COLOR", "PYTHONWARNINGS")
_OWN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


@pytest.fixture(scope="session", autouse=True)
def plain_environment() -> Iterator[None]:
    """A hook that runs the tests has set GIT_DIR and GIT_INDEX_FILE, which would lead git to the project."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(_FOREIGN)]:
            patch.delenv(name)
        for name, value in _OWN.items():
            patch.setenv(name, value)
        yield


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A copy of the example repository, in a git repository of its own."""
    root = tmp_path / "before"
    shutil.copytree(Path(__file__).parent / "before", root, ignore=shutil.ignore_patterns("__pycache__", ".*cache"))
    git(root, "init", "--quiet")
    git(root, "add", ".")
    return root


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the command in a folder of its own; gives exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        out, err = capsys.readouterr()
        return code, out, err

    return run
