"""What one place of a policy keeps and another forbids."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.policy.config import load
from tests.test_policy_cases import OPTIONS, problems

BARE = (
    "Name is also the name of a.b:Name, which decision x keeps:"
    " ban only the other one, by its dotted name (old_module.Name), or take the ban out"
)
DOTTED = "a.b.Name is a.b:Name, which decision x keeps: take it out of ban-classes, or out of keep"

CONFLICTS = {
    "bare ban": (
        "[decisions.x]\nkeep = ['a.b:Name']\nban-classes = ['Name', 'Other', 'Name']",
        "x.ban-classes",
        BARE,
    ),
    "dotted ban": ("[decisions.x]\nkeep = ['a.b:Name']\nban-classes = ['a.b:Name']", "x.ban-classes", DOTTED),
    "ban in another decision": (
        "[decisions.x]\nkeep = ['a.b:Name']\n[decisions.y]\nban-classes = ['a.b.Name']",
        "y.ban-classes",
        DOTTED,
    ),
}

DELETED = {
    "module": ("a.b.c", ""),
    "package": ("a", ""),
    "file": ("a/b/c.py", ""),
    "stub": ("a/b/c.pyi", ""),
    "folder": ("a/b/", ""),
    "folder without slash": ("a/b/c", ""),
    "package file": ("a/b/c/__init__.py", ""),
    "below a source root": ("src/a/b/c.py", "source-roots = ['.', 'src']\n"),
}

BANNED = {
    "file": ("a/b/c.py", ""),
    "anchored file": ("/a/b/c.py", ""),
    "package file": ("a/b/c/__init__.py", ""),
    "folder": ("a/b/", ""),
    "below a source root": ("/src/a/b/c.py", "source-roots = ['src']\n"),
}

LEGAL = {
    "same name kept twice": "[decisions.x]\nkeep = ['a:N']\n[decisions.y]\nkeep = ['b:N']",
    "same home kept twice": "[decisions.x]\nkeep = ['a:N']\n[decisions.y]\nkeep = ['a:N']",
    "ban elsewhere": "[decisions.x]\nkeep = ['a:N']\nban-classes = ['b.N', 'M', 'a.M']",
    "sibling deleted": "[decisions.x]\nkeep = ['a.bc:N']\ndelete = ['a.b', 'a/b/', 'a/b.py', 'a/bc/x.md']",
    "submodule deleted": "[decisions.x]\nkeep = ['a.b:N']\ndelete = ['a.b.c', 'a/b/d.py']",
    "unknown source root": "[decisions.x]\nkeep = ['a.b:N']\ndelete = ['lib/a/b.py']",
    "glob": "[decisions.x]\nkeep = ['a.b:N']\nban-files = ['a/*.py', 'a/[b].py']",
    "taken back": "[decisions.x]\nkeep = ['a.b:N']\nban-files = ['a/b.py', '!a/b.py']",
    "module in place of a package": "[decisions.x]\nkeep = ['a.b:N']\nban-files = ['a/b/']",
    "package in place of a module": "[decisions.x]\nkeep = ['a.b.c:N']\nban-files = ['a/b.py']",
    "no module": "[decisions.x]\nkeep = ['a.b:N']\nban-files = ['notes.md', 'a/b/notes.md', 'a-b/']",
}


@pytest.mark.parametrize(("text", "key", "problem"), CONFLICTS.values(), ids=CONFLICTS)
def test_kept_and_banned(tmp_path: Path, text: str, key: str, problem: str) -> None:
    assert problems(tmp_path, text) == (f"ssot.toml: decisions.{key}: {problem}",)


@pytest.mark.parametrize("needed", ["keep = ['a.b.c:N']", "keep = ['z:Z']\nfacades = ['a.b.c']"])
@pytest.mark.parametrize(("target", "top"), DELETED.values(), ids=DELETED)
def test_needed_and_deleted(tmp_path: Path, target: str, top: str, needed: str) -> None:
    text = f"{top}[decisions.x]\n{needed}\n[decisions.y]\ndelete = ['{target}']"
    key, thing = ("facades", "a.b.c") if "facades" in needed else ("keep", "a.b.c:N")
    problem = f"{thing} is in {target}, which decision y deletes: change one of the two"
    assert problems(tmp_path, text) == (f"ssot.toml: decisions.x.{key}: {problem}",)


@pytest.mark.parametrize(("pattern", "top"), BANNED.values(), ids=BANNED)
def test_home_in_banned_file(tmp_path: Path, pattern: str, top: str) -> None:
    text = f"{top}[decisions.x]\nkeep = ['a.b.c:N']\nban-files = ['{pattern}']"
    assert problems(tmp_path, text) == (
        f"ssot.toml: decisions.x.keep: a.b.c:N is in {pattern}, which decision x bans: change one of the two",
    )


def test_conflict_beside_a_bad_entry(tmp_path: Path) -> None:
    text = "[decisions.x]\nkeep = ['Bad', 'a.b:N']\ndelete = ['a.b']"
    assert problems(tmp_path, text) == (
        "ssot.toml: decisions.x.keep: 'Bad' must be written package.module:Name",
        "ssot.toml: decisions.x.keep: a.b:N is in a.b, which decision x deletes: change one of the two",
    )


@pytest.mark.parametrize("text", LEGAL.values(), ids=LEGAL)
def test_no_conflict(tmp_path: Path, text: str) -> None:
    (tmp_path / "ssot.toml").write_text(text)
    assert load(str(tmp_path), OPTIONS).decisions
