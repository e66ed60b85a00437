"""Replacing files: whole or not at all, with mode and owner, and nothing left behind by those that were killed."""

from __future__ import annotations

import os
import stat
import sys
from errno import EACCES, ENOSPC, EXDEV
from pathlib import Path

import pytest

from ssot_lint.repo.again import FOLDER
from ssot_lint.repo.replacing import Change, replace, sweep, write_own
from tests.processes import PROJECT, run
from tests.repository import write

OLD, NEW = b"old\r\n", b"new \xff"
CHANGE = Change("app/a.py", OLD, NEW)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    write(root, {"app/a.py": OLD})
    return root


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()}


def test_a_file_is_replaced(root: Path) -> None:
    inode = (root / "app/a.py").stat().st_ino
    assert replace(str(root), CHANGE) == ""
    assert (root / "app/a.py").read_bytes() == NEW
    assert (root / "app/a.py").stat().st_ino != inode
    assert files(root) == {"app/a.py", f"{FOLDER}/.gitignore"}
    assert (root / FOLDER / ".gitignore").read_bytes() == b"*\n"


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o4711, 0o664])
def test_the_mode_stays(mode: int, root: Path) -> None:
    (root / "app/a.py").chmod(mode)
    assert replace(str(root), CHANGE) == ""
    assert stat.S_IMODE((root / "app/a.py").stat().st_mode) == mode


@pytest.mark.parametrize("is_permitted", [True, False])
def test_the_owner_stays_where_that_is_permitted(
    is_permitted: bool, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def chown(path: str, user: int, group: int) -> None:
        asked.append((user, group))
        if not is_permitted:
            raise PermissionError(EACCES, "no")

    found = os.stat(root / "app/a.py")
    values = [*found]
    values[stat.ST_UID] = found.st_uid + 1
    monkeypatch.setattr("ssot_lint.repo.replacing.os.fstat", lambda _: os.stat_result(values))
    monkeypatch.setattr("ssot_lint.repo.replacing.os.chown", chown)
    assert replace(str(root), CHANGE) == ""
    assert ((root / "app/a.py").read_bytes(), asked) == (NEW, [(found.st_uid, found.st_gid)])


def test_what_changed_meanwhile_stays(root: Path) -> None:
    (root / "app/a.py").write_bytes(b"newer")
    assert replace(str(root), CHANGE) == "it was changed meanwhile: run this again"
    assert (root / "app/a.py").read_bytes() == b"newer"
    assert files(root) == {"app/a.py", f"{FOLDER}/.gitignore"}


def test_what_is_gone_stays_gone(root: Path) -> None:
    (root / "app/a.py").unlink()
    assert replace(str(root), CHANGE) == "No such file or directory: mend that, and run this again"
    assert files(root) == {f"{FOLDER}/.gitignore"}


def test_what_may_not_be_written_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssot_lint.repo.replacing.os.access", lambda path, mode: False)
    assert replace(str(root), CHANGE) == "it can't be written: see to its mode and owner, and run this again"
    assert (root / "app/a.py").read_bytes() == OLD


@pytest.mark.parametrize("link", ["app", "app/a.py"])
def test_links_are_not_followed(link: str, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (root / link).rename(outside)
    (root / link).symlink_to(outside)
    assert replace(str(root), CHANGE) == "it lies behind a symbolic link: fix what the link points at"
    assert (outside if link == "app/a.py" else outside / "a.py").read_bytes() == OLD


def test_a_root_behind_a_link_is_fine(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    assert replace(str(tmp_path / "link"), CHANGE) == ""
    assert (root / "app/a.py").read_bytes() == NEW


class TestWithoutAFolderOfOurOwn:
    """The new text is then put beside the file."""

    def test_because_it_is_another_file_system(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        real = os.replace
        sources = []

        def rename(source: str, target: str) -> None:
            sources.append(os.path.relpath(os.path.dirname(source), root))
            if sources[-1] == FOLDER and not target.endswith(".gitignore"):
                raise OSError(EXDEV, "Invalid cross-device link")
            real(source, target)

        monkeypatch.setattr("ssot_lint.repo.replacing.os.replace", rename)
        assert replace(str(root), CHANGE) == ""
        assert sources == [FOLDER, FOLDER, "app"]
        assert (root / "app/a.py").read_bytes() == NEW
        assert files(root) == {"app/a.py", f"{FOLDER}/.gitignore"}

    @pytest.mark.parametrize("what", ["file", "link"])
    def test_because_something_is_in_its_place(self, what: str, root: Path, tmp_path: Path) -> None:
        if what == "file":
            (root / FOLDER).touch()
        else:
            (tmp_path / "outside").mkdir()
            (root / FOLDER).symlink_to(tmp_path / "outside")
        assert replace(str(root), CHANGE) == ""
        assert (root / "app/a.py").read_bytes() == NEW
        assert (files(root) - {FOLDER}, files(tmp_path) & {"outside/.gitignore"}) == ({"app/a.py"}, set())

    def test_other_files_are_written_elsewhere(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (root / FOLDER).touch()
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        place = Path(write_own(str(root), "undo.patch", NEW))
        assert (place.parent, place.read_bytes()) == (tmp_path, NEW)
        assert place.name.startswith("ssot-lint-") and place.name.endswith("-undo.patch")


def test_a_full_disk_leaves_all_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    write_own(str(root), "undo.patch", b"before")
    monkeypatch.setattr("ssot_lint.repo.replacing.os.fsync", fail)
    assert replace(str(root), CHANGE) == "No space left on device: mend that, and run this again"
    assert files(root) == {"app/a.py", f"{FOLDER}/.gitignore", f"{FOLDER}/undo.patch"}
    assert (root / "app/a.py").read_bytes() == OLD


def test_own_files_are_replaced(root: Path) -> None:
    for data in (OLD, NEW):
        place = write_own(str(root), "undo.patch", data)
        assert place == str(root / FOLDER / "undo.patch")
        assert Path(place).read_bytes() == data
    (root / FOLDER / ".gitignore").write_bytes(b"")  # of a process that died there
    write_own(str(root), "undo.patch", NEW)
    assert (root / FOLDER / ".gitignore").read_bytes() == b"*\n"


DEAD = 99_999_999_999  # no system has such a number


class TestSweep:
    @pytest.mark.parametrize(("name", "is_kept"), [
        pytest.param(f"{FOLDER}/new-{DEAD}-1.tmp", False, id="dead"),
        pytest.param(f"{FOLDER}/new-{DEAD}-a_7x.tmp", False, id="dead-cache"),
        pytest.param(f"{FOLDER}/new-{os.getpid()}-1.tmp", False, id="of-our-own-number"),
        pytest.param(f"{FOLDER}/new-{os.getppid()}-1.tmp", True, id="alive"),
        pytest.param(f"{FOLDER}/new-x-1.tmp", True, id="of-others"),
        pytest.param(f"{FOLDER}/undo.patch", True, id="undo"),
        pytest.param(f"app/.ssot-lint-{DEAD}-1.tmp", False, id="beside-a-file"),
        pytest.param(f"docs/.ssot-lint-{DEAD}-1.tmp", True, id="beside-no-file"),
        pytest.param(f".ssot-lint-{DEAD}-1.tmp", True, id="in-a-root-without-files"),
    ])  # fmt: skip
    def test_removes_what_the_dead_left(self, name: str, is_kept: bool, root: Path) -> None:
        write(root, {name: b"half"})
        sweep(str(root), ["app/a.py", "gone/b.py"])
        assert (root / name).exists() is is_kept

    def test_of_another_user(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def kill(process: int, signal: int) -> None:
            raise PermissionError(EACCES, "no")

        write(root, {f"{FOLDER}/new-{DEAD}-1.tmp": b"half"})
        monkeypatch.setattr("ssot_lint.repo.replacing.os.kill", kill)
        sweep(str(root), [])
        assert (root / FOLDER / f"new-{DEAD}-1.tmp").exists()

    def test_follows_no_link(self, root: Path, tmp_path: Path) -> None:
        write(tmp_path, {f"outside/new-{DEAD}-1.tmp": b"half"})
        (root / FOLDER).symlink_to(tmp_path / "outside")
        sweep(str(root), ["app/a.py"])
        assert (tmp_path / f"outside/new-{DEAD}-1.tmp").exists()


#: Fixes a small repository again and again in processes that are killed; prints how many of
#: them came to their end, and what was wrong at any time.
KILLING = """
import os, random, signal, sys, time
from ssot_lint import registry, session
from ssot_lint.fronts.cli import main
from tests.renaming import CODE, RULE

registry.RULES = {CODE: RULE}
root, seed, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
os.chdir(root)
names = [f"m{number}.py" for number in range(6)]
old = {name: f"x = Old({number})\\n".encode() * 5 for number, name in enumerate(names)}
new = {name: data.replace(b"Old", b"New") for name, data in old.items()}

def reset():
    for name, data in old.items():
        with open(name, "wb") as file:
            file.write(data)

def fix():
    return main(["fix", "--allow-dirty", "--no-cache", "--jobs", "1"])

def start():
    return os.fork() or os._exit(fix())

said, sys.stdout, sys.stderr = (sys.stdout, sys.stderr), open(os.devnull, "w"), open(os.devnull, "w")
reset()
fix()  # all modules are there from now on
reset()
begun = time.monotonic()
assert os.waitpid(start(), 0)[1] == 0
length = time.monotonic() - begun
random = random.Random(seed)
wrong, ended, states = [], 0, set()
for _ in range(runs):
    reset()
    process = start()
    time.sleep(length * random.uniform(0.1, 1.2))
    os.kill(process, signal.SIGKILL)
    ended += os.waitpid(process, 0)[1] == 0
    now = {name: open(name, "rb").read() for name in names}
    wrong += [name for name in names if now[name] not in (old[name], new[name])]
    states.add(sum(now[name] == new[name] for name in names))
os.waitpid(start(), 0)
left = sorted(set(os.listdir()) - set(names)), sorted(os.listdir(".ssot-lint-cache"))
sys.stdout, sys.stderr = said
print(wrong, left, all(open(name, "rb").read() == new[name] for name in names))
print(f"{ended} of {runs} ended, files that were new: {sorted(states)}", file=sys.stderr)
"""


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_each_file_is_old_or_new(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not measured: they would be killed while coverage writes what it saw, more often than while files are replaced.
    for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):
        monkeypatch.delenv(name, raising=False)
    done = run(sys.executable, "-c", KILLING, str(tmp_path), str(seed), "50", cwd=PROJECT)
    assert (done.code, done.out) == (0, "[] (['.ssot-lint-cache'], ['.gitignore', 'undo.patch']) True\n"), done
