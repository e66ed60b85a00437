"""What files answer is the same whoever asks them, and is known in the next run but of those that changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.repo import by_file, cache
from ssot_lint.repo.by_file import answers_of, of_files
from ssot_lint.repo.kept_shapes import text
from ssot_lint.session import open_session
from tests.processes import git
from tests.repository import write

FILES = {f"m{number}.py": f"x = {number}\n" for number in range(6)}
PATHS = sorted(FILES)


@pytest.mark.parametrize(("jobs", "many"), [
    pytest.param(1, 2, id="one"),
    pytest.param(2, 100, id="few"),
    pytest.param(2, 2, id="two"),
])  # fmt: skip
def test_by_copies(jobs: int, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_file, "MANY_FILES", many)
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    index = open_session(str(tmp_path), use_cache=True, jobs=jobs).index
    found = answers_of(index, lambda path: index.read(path).decode(), PATHS)
    assert [*found.items()] == [*FILES.items()]
    assert index.looked_at == {*FILES}


def test_only_what_changed_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    asked: list[str] = []

    def ask() -> dict[str, str]:
        index = open_session(str(tmp_path), use_cache=True).index
        assert index.sketches

        def answer(path: str) -> str:
            asked.append(path)
            return index.read(path).decode().partition(" = ")[2].strip("0\n")

        found = of_files(index, "takers of x", PATHS, answer, text)
        index.save()
        return found

    everything = {f"m{number}.py": str(number) for number in range(1, 6)}
    assert ask() == everything
    assert asked == PATHS
    asked.clear()
    write(tmp_path, {"m2.py": "x = 7\n", "m3.py": "x = 0\n"})
    del everything["m3.py"]
    assert ask() == {**everything, "m2.py": "7"}
    assert asked == ["m2.py", "m3.py"]
