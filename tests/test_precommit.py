"""The hook in real pre-commit and real git: what a commit meets.

pre-commit clones the project as it is in the work tree and installs it into an environment of
its own. There is no network: what the project needs is linked from the environment of the tests.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from pre_commit.clientlib import load_manifest

from ssot_lint.repo.git import Listing
from ssot_lint.repo.tree import open_tree
from tests.processes import PROJECT, Done, git, run
from tests.repository import write

#: What building and running the hook takes.
NEEDED = ("setuptools", "astroid", "markdown-it-py", "mdurl", "pathspec", "PyYAML", "tomli-w")

POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old_engine"]
"""
CLEAN = {
    "app/__init__.py": "",
    "app/engine.py": "class Engine: ...\n",
    "app/api.py": "from app.engine import Engine\n",
    "app/notes.py": "import app.engine\n",
}
OLD = {**CLEAN, "app/old_engine.py": "class OldEngine: ...\n"}
RELAPSED = {**OLD, "app/api.py": "from app.old_engine import OldEngine\n"}

SAYS = "module app.old_engine is deleted: use Engine from app.engine (engine)"
IN_API = f"app/api.py:1:6: SSOT002 {SAYS}\n"
MERGE = f"app/api.py:1:6: SSOT002 {SAYS}; merge first: OldEngine (app/old_engine.py:1)\n"
AGAIN = (
    "app/old_engine.py:1:1: SSOT004 app/old_engine.py is deleted: remove it, and use Engine from app.engine (engine)\n"
)


def test_manifest() -> None:
    checks, fixes = load_manifest(PROJECT / ".pre-commit-hooks.yaml")
    expected = {
        "id": "ssot-lint",
        "entry": "ssot-lint check",
        "language": "python",
        "pass_filenames": False,
        "always_run": True,
        "require_serial": True,
    }
    assert {key: checks[key] for key in expected} == expected
    expected |= {"id": "ssot-lint-fix", "entry": "ssot-lint fix --allow-dirty"}
    assert {key: fixes[key] for key in expected} == expected


@pytest.fixture(scope="module", autouse=True)
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Homes of pre-commit and virtualenv of our own, and no index for pip."""
    folder = tmp_path_factory.mktemp("offline")
    packages = folder / "packages"
    packages.mkdir()
    for name in NEEDED:
        found = distribution(name)
        for top in sorted({file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}):
            (packages / top).symlink_to(Path(str(found.locate_file(top))))
    settings = {
        "PRE_COMMIT_HOME": folder / "pre-commit",
        "VIRTUALENV_OVERRIDE_APP_DATA": folder / "virtualenv",
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it as the value of --build-isolation
        "PYTHONPATH": packages,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, str(value))
        yield


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository of the project as it is in the work tree."""
    root = tmp_path_factory.mktemp("project")
    for path in filter(os.path.isfile, open_tree(Listing(str(PROJECT))).paths):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / path, root / path)
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "the hooks as shipped")
    return root


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """A user's repository in which the hook was just installed."""
    return _hooked(tmp_path_factory.mktemp("hooked"), project, "ssot-lint")


def _hooked(root: Path, project: Path, hook: str) -> Path:
    revision = git(project, "rev-parse", "HEAD").out.strip()
    config = f"repos:\n- repo: {project}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n"
    write(root, {".pre-commit-config.yaml": config}, POLICY)
    git(root, "init", "--quiet", "--initial-branch", "main")
    installed = run("pre-commit", "install", "--install-hooks", cwd=root)
    assert installed.code == 0, installed
    return root


class Repository:
    """A user's repository, whose commits go through the hook."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def start(self, files: dict[str, str]) -> None:
        """Commit files past the hook, as was done before there was one."""
        write(self.root, files)
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--no-verify", "--message", "start")

    def commit(self, *arguments: str) -> Done:
        return run("git", "commit", "--quiet", "--message", "change", *arguments, cwd=self.root)

    @property
    def commits(self) -> int:
        return int(git(self.root, "rev-list", "--count", "HEAD").out)


@pytest.fixture
def repository(tmp_path: Path, hooked: Path) -> Repository:
    shutil.copytree(hooked, tmp_path, dirs_exist_ok=True)
    return Repository(tmp_path)


def test_import_of_the_deleted_module_is_blocked(repository: Repository) -> None:
    repository.start(CLEAN)
    write(repository.root, {"app/api.py": "from app.old_engine import Engine\n"})
    done = repository.commit("--all")
    assert (done.code, repository.commits) == (1, 1)
    assert done.err.endswith(f"- exit code: 1\n\n{IN_API}1 finding in 4 files\n\n")


def test_strings_and_documents_are_blocked(repository: Repository) -> None:
    """After a commit that went through, and of which the hook remembers what it said."""
    repository.start(CLEAN)
    write(repository.root, {"app/notes.py": "import app.engine  # all is well\n"})
    assert (repository.commit("--all").code, repository.commits) == (0, 2)
    write(
        repository.root,
        {
            "AGENTS.md": "Engines are in `app.old_engine`.\n",
            "app/notes.py": 'import app.engine\nKIND = "app.old_engine"\n',
        },
    )
    git(repository.root, "add", ".")
    done = repository.commit()
    assert (done.code, repository.commits) == (1, 2)
    document = "AGENTS.md:1:17: SSOT106 tells agents of deleted module app.old_engine"
    string = "app/notes.py:2:9: SSOT007 string names deleted module app.old_engine"
    out = "use Engine from app.engine (engine)"
    assert done.err.endswith(f"- exit code: 1\n\n{document}: {out}\n{string}: {out}\n2 findings in 4 files\n\n")


def test_return_of_the_deleted_file_is_blocked(repository: Repository) -> None:
    repository.start(CLEAN)
    write(repository.root, OLD)
    git(repository.root, "add", "app/old_engine.py")
    done = repository.commit()
    assert (done.code, repository.commits) == (1, 1)
    assert done.err.endswith(f"- exit code: 1\n\n{AGAIN}1 finding in 5 files\n\n")


def test_deletion_alone_is_checked(repository: Repository) -> None:
    """pre-commit skips hooks on commits that only delete, unless they always run."""
    repository.start(RELAPSED)
    git(repository.root, "rm", "--quiet", "app/old_engine.py")
    done = repository.commit()
    assert (done.code, repository.commits) == (1, 1)
    assert done.err.endswith(
        f"- exit code: 1\n\n{MERGE.replace(')', ' in HEAD)').replace('(engine in HEAD)', '(engine)')}1 finding in 4 files\n\n"
    )


def test_deletion_of_what_others_import_is_blocked(repository: Repository) -> None:
    """No decision is about it: that it is imported is enough."""
    tools = {"app/tools.py": "def mend(): ...\n", "app/yard.py": "from app.tools import mend\nfrom . import tools\n"}
    repository.start({**CLEAN, **tools})
    git(repository.root, "rm", "--quiet", "app/tools.py")
    done = repository.commit()
    assert (done.code, repository.commits) == (1, 1)
    assert done.err.endswith(
        "- exit code: 1\n\n"
        "app/yard.py:1:6: SSOT104 module app.tools does not exist: bring it back, or remove the import\n"
        "app/yard.py:2:15: SSOT104 app has no tools: define it there, or remove the import\n"
        "2 findings in 5 files\n\n"
    )


def test_deletion_of_a_home_is_blocked(repository: Repository) -> None:
    repository.start(CLEAN)
    git(repository.root, "rm", "--quiet", "app/engine.py")
    done = repository.commit()
    assert (done.code, repository.commits) == (1, 1)
    gone = "bring it back, or correct keep (engine)"
    assert f"ssot.toml:1:1: SSOT103 app.engine is the home of Engine but does not exist: {gone}\n" in done.err
    assert "app/api.py:1:6: SSOT104 module app.engine does not exist: bring it back, or remove the import\n" in done.err


def test_deletion_that_mends_passes(repository: Repository) -> None:
    repository.start(OLD)
    git(repository.root, "rm", "--quiet", "app/old_engine.py")
    done = repository.commit()
    assert (done.code, repository.commits) == (0, 2)
    assert done.err == f"ssot-lint{'Passed':.>70}\n"


def test_clean_commit_passes(repository: Repository) -> None:
    repository.start(CLEAN)
    write(repository.root, {"app/notes.py": "import app.api\n"})
    done = repository.commit("--all")
    assert (done.code, repository.commits) == (0, 2)
    assert done.err == f"ssot-lint{'Passed':.>70}\n"


def test_first_commit_of_all(repository: Repository) -> None:
    write(repository.root, RELAPSED)
    git(repository.root, "add", ".")
    done = repository.commit()
    assert done.code == 1
    assert done.err.endswith(f"- exit code: 1\n\n{MERGE}{AGAIN}2 findings in 5 files\n\n")


def test_commit_of_one_path(repository: Repository) -> None:
    """git makes an index for it alone; pre-commit puts aside what is not committed."""
    repository.start(CLEAN)
    relapse = RELAPSED["app/api.py"]
    write(repository.root, {"app/api.py": relapse, "app/notes.py": relapse})
    done = repository.commit("app/api.py")
    assert (done.code, repository.commits) == (1, 1)
    assert f"- exit code: 1\n\n{IN_API}1 finding in 4 files\n" in done.err


def test_broken_policy_blocks(repository: Repository) -> None:
    repository.start(CLEAN)
    write(repository.root, {"ssot.toml": POLICY.replace("keep", "kep")})
    done = repository.commit("--all")
    assert (done.code, repository.commits) == (1, 1)
    assert "- exit code: 2\n\nssot.toml: decisions.engine.kep: unknown key (did you mean keep?)\n" in done.err


def test_hook_that_fixes(tmp_path: Path, project: Path) -> None:
    """What is staged is not committed yet, and is fixed all the same; what is left blocks."""
    repository = Repository(_hooked(tmp_path, project, "ssot-lint-fix"))
    repository.start(CLEAN)
    write(repository.root, {"app/notes.py": "import app.api\n"})
    done = repository.commit("--all")
    assert (done.code, repository.commits) == (0, 2)
    assert done.err == f"ssot-lint-fix{'Passed':.>66}\n"
    write(repository.root, {**OLD, "app/broken.py": "x = (\n"})
    git(repository.root, "add", ".")
    done = repository.commit()
    assert (done.code, repository.commits) == (1, 2)
    assert "app/old_engine.py:1:1: SSOT004 app/old_engine.py is deleted: remove it" in done.err
    assert git(repository.root, "diff", "--name-only").out == ""
