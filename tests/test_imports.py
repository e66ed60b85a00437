"""What a run imports when nothing is to be found anew: most of what a commit waits for is imports.

A name that comes into one of the lists costs every commit of every user a part of a millisecond
or more (`python -X importtime` tells): it needs a reason, and one that goes is a gain to keep.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.processes import PROJECT, git, run
from tests.repository import write

POLICY = """\
[decisions.engine]
keep = ["app.new:Engine"]
delete = ["app.old"]
ban-classes = ["OldEngine"]
"""
FILES = {
    "app/__init__.py": "",
    "app/new.py": "class Engine: ...\n",
    "app/parts.py": "import os\nfrom app.new import Engine\n",
    "app/plain.py": "import os\n\n\ndef run(): ...\n",
    "app/wrong.py": "from app.old import x\n",
    "docs/plain.md": "# Parts\n",
}
#: On the way of every run. Modules of Python are named where we import them; what those import comes with them.
ALWAYS = (
    "binascii",
    "ssot_lint",
    "ssot_lint.fronts",
    "ssot_lint.fronts.start",
    "ssot_lint.repo",
    "ssot_lint.repo.again",
    "ssot_lint.repo.quick_git",
)
DOCUMENT = ("_blake2", "ssot_lint.repo.digest", "ssot_lint.repo.files", "typing")
PYTHON_FILE = (
    *DOCUMENT,
    "re",
    "ssot_lint.model",
    "ssot_lint.repo.sketch",
    "ssot_lint.repo.string_lines",
    "ssot_lint.repo.units",
    "ssot_lint.source",
    "ssot_lint.source.constant_text",
    "ssot_lint.source.decoding",
    "ssot_lint.source.importing_words",
    "ssot_lint.source.spelling",
)
CHECK = ("-m", "ssot_lint", "check")


def imported(root: Path, elsewhere: Path, known: tuple[str, ...], *arguments: str) -> list[str]:
    """Our modules that a process imports, and those of Python beyond what comes with the known ones.

    Without the site packages, since what is installed there may import what it likes at each start.
    """
    theirs = [name for name in known if not name.startswith("ssot_lint")]
    write(elsewhere, {"idle/__init__.py": "", "idle/__main__.py": "".join(f"import {name}\n" for name in theirs)})
    plain = (sys.executable, "-S", "-X", "importtime")
    idle = run(*plain, "-m", "idle", cwd=elsewhere)
    done = run(*plain, *arguments, cwd=root, env={"PYTHONPATH": str(PROJECT)})
    assert (idle.code, done.code) == (0, 1), (idle, done)
    given, found = (
        {line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")}
        for told in (idle.err, done.err)
    )
    return sorted((found - given | found & set(theirs)) - {"__future__", "ssot_lint.__main__"})


@pytest.mark.parametrize(("change", "expected"), [
    pytest.param({}, ALWAYS, id="nothing-changed"),
    pytest.param({"docs/plain.md": "# More parts\n"}, (*ALWAYS, *DOCUMENT), id="one-document-changed"),
    pytest.param({"app/plain.py": f"{FILES['app/plain.py']}# more\n"}, (*ALWAYS, *PYTHON_FILE), id="one-file-changed"),
])  # fmt: skip
def test_a_warm_run(change: dict[str, str], expected: tuple[str, ...], tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(root, FILES, POLICY)
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "all")
    for _ in range(2):  # the second sees that its own folder has come
        assert run(sys.executable, *CHECK, cwd=root, env={"PYTHONPATH": str(PROJECT)}).code == 1
    write(root, change)
    assert imported(root, tmp_path / "elsewhere", expected, *CHECK) == sorted(expected)
