"""Who imports a name, and what is parsed ahead: the same with what an earlier run has kept, and by other processes."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.repo import extract, facts_ahead, importers
from ssot_lint.repo.again import FOLDER
from ssot_lint.repo.facts import Facts
from ssot_lint.repo.facts_ahead import facts_ahead as know_facts
from ssot_lint.repo.importers import importing_lines
from ssot_lint.repo.index import Index
from ssot_lint.session import open_session
from ssot_lint.source.source import Source
from tests.processes import git
from tests.repository import write

FILES = {
    "app/__init__.py": "from app.store import Store\n",
    "app/store.py": "class Store: ...\nclass Restore: ...\n",
    "app/jobs/__init__.py": "",
    "app/jobs/one.py": "from app.store import Store\nfrom ..store import Restore as Old\n",
    "app/jobs/two.py": "from .. import Store\nimport app.store\n",
    "app/jobs/three.py": "from other.store import Store\nfrom app.store import Stores, Other\n",
}
_CLOCK = itertools.count(1_600_000_000)


def put(root: Path, files: Mapping[str, str]) -> None:
    """Write files as if that was long ago: what is new is never trusted."""
    write(root, dict(files))
    for path in files:
        moment = next(_CLOCK)
        os.utime(root / path, (moment, moment))


def made(root: Path) -> Path:
    """A repository of git: of a mere folder, nobody can tell quickly that its files are the same."""
    put(root, FILES)
    git(root, "init", "-q")
    git(root, "add", ".")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made(tmp_path)


def index_of(root: Path, *, cached: bool = True, jobs: int = 1) -> Index:
    return open_session(str(root), use_cache=cached, jobs=jobs).index


def users(root: Path, name: str = "Store", *, cached: bool = True) -> tuple[str, ...]:
    """Who imports it, by a new process, as it were, which keeps that."""
    index = index_of(root, cached=cached)
    found = sorted(importing_lines(index, "app/store.py", name))
    index.save()
    return tuple(path.removeprefix("app/") for path in found)


@pytest.mark.parametrize(("name", "expected"), [
    pytest.param("Store", ("__init__.py", "jobs/one.py", "jobs/two.py"), id="from-there-and-from-around"),
    pytest.param("Restore", ("jobs/one.py",), id="under-another-name"),
    pytest.param("store", (), id="modules-do-not-count"),
    pytest.param("Nothing", (), id="nothing"),
])  # fmt: skip
def test_who_imports_a_name(name: str, expected: tuple[str, ...], root: Path) -> None:
    assert users(root, name, cached=False) == expected
    assert users(root, name) == expected
    assert users(root, name) == expected


def test_only_what_has_changed_is_looked_at(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert users(root) == ("__init__.py", "jobs/one.py", "jobs/two.py")
    monkeypatch.setattr(importers, "_AllLines", lambda index: pytest.fail("all lines were read"))
    put(root, {"app/jobs/one.py": "from app.store import Restore\n", "app/jobs/three.py": "from app import Store\n"})
    index = index_of(root)
    found = importing_lines(index, "app/store.py", "Store")
    assert found == {"app/__init__.py", "app/jobs/two.py", "app/jobs/three.py"}
    assert "sketches" not in vars(index)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from([*FILES, "app/new.py"]), st.sampled_from([*FILES.values(), "x = 1\n"])),
            st.lists(st.sampled_from(["Store", "Restore", "Stores"]), min_size=1, unique=True),
        ),
        min_size=2,
        max_size=5,
    )
)
def test_a_cache_makes_no_difference(runs: list[tuple[dict[str, str], list[str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = made(Path(folder))
        for edit, names in runs:
            put(root, edit)
            for name in names:
                assert users(root, name) == users(root, name, cached=False)


# -- facts


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What this process has parsed."""
    found: list[str] = []
    facts_of = extract.facts_of

    def counted(source: Source) -> Facts:
        found.append(source.path)
        return facts_of(source)

    monkeypatch.setattr(extract, "facts_of", counted)
    return found


def test_facts_are_known_ahead(root: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_ahead, "_FEW", 1)
    ahead, alone = index_of(root, cached=False, jobs=2), index_of(root, cached=False)
    know_facts(ahead, [*FILES, "app/store.py"])
    parsed.clear()
    found = {path: ahead.facts(path) for path in FILES}
    assert parsed == []
    assert found == {path: alone.facts(path) for path in FILES}


@pytest.mark.parametrize(("jobs", "few"), [
    pytest.param(1, 1, id="one-process"),
    pytest.param(2, len(FILES) + 1, id="few-files"),
])  # fmt: skip
def test_a_few_are_parsed_when_they_are_asked_for(
    jobs: int, few: int, root: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts_ahead, "_FEW", few)
    index = index_of(root, cached=False, jobs=jobs)
    know_facts(index, FILES)
    assert parsed == []
    index.facts("app/store.py")
    assert parsed == ["app/store.py"]


def test_what_the_cache_knows_is_not_parsed(root: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_ahead, "_FEW", 1)
    first = index_of(root, jobs=2)
    know_facts(first, FILES)
    first.save()
    assert (root / FOLDER).is_dir()
    parsed.clear()
    monkeypatch.setattr(facts_ahead, "over_parts", lambda *given: pytest.fail("parsed again"))
    again = index_of(root, jobs=2)
    know_facts(again, FILES)
    assert [again.facts(path).module for path in FILES] == [first.facts(path).module for path in FILES]
    assert parsed == []
