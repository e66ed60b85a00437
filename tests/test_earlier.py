"""What an earlier run has said of a file is said again while all that it came from is as it was, and no longer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint import registry
from ssot_lint.kept_hits import read, shape, written
from ssot_lint.model import Edit, Fix, Hit, Related, Span
from ssot_lint.repo import cache
from ssot_lint.repo.earlier import Earlier
from ssot_lint.repo.trails import Known, Trails
from ssot_lint.session import open_session
from tests.edits import checked_once, compare_with_fresh_runs, edit, edits
from tests.processes import git
from tests.repository import write

POLICY = """\
[decisions.run]
argument = "run_id"
never = ["None"]
use = "context.run_id"

[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old"]
ban-classes = ["Legacy"]
isolated = ["*Engine"]
"""
FILES = {
    "app/__init__.py": "",
    "app/base.py": "class Base:\n    limit = None\n\n    def send(self, event, run_id): ...\n",
    "app/engine.py": "from app.base import Base\n\nclass Engine(Base):\n    def go(self):\n        return 1\n",
    "app/use.py": "from app.engine import Engine\n\ndef use(engine: Engine):\n    engine.send('started', None)\n",
    "app/hand.py": "from app.use import use as used\n",
    "app/more.py": "def more(run_id):\n    def inner(event, run_id): ...\n    inner('x', None)\n",
    "app/far.py": "from app.more import more\n\nmore(None)\nLegacy = 1\n",
    "app/calm.py": "from app.more import more\n\ndef calm(given):\n    more(given)\n",
    "app/old.py": "def get(): ...\n",
    "app/last.py": "from app.old import get\nfrom app.base import Base\n\nBase().send('x', Base.limit)\n",
    "app/plain.py": "x = 1\n",
}
#: The files in which the rules have something to judge.
ALL = {f"app/{name}.py" for name in ("base", "engine", "use", "more", "far", "calm", "old", "last")}


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The files that rules have judged."""
    found: set[str] = set()
    for code in ("SSOT001", "SSOT003", "SSOT009"):
        rule = registry.RULES[code]

        def check(source: Any, *given: Any, by: Any = rule.file) -> Iterator[Hit]:
            found.add(source.path)
            yield from by(source, *given)

        monkeypatch.setitem(registry.RULES, code, rule._replace(file=check))
    return found


@pytest.fixture
def root(tmp_path: Path, judged: set[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that was checked."""
    checked_once(tmp_path, FILES, POLICY, monkeypatch)
    assert judged == ALL
    judged.clear()
    return tmp_path


def _text(name: str) -> str:
    return FILES[f"app/{name}.py"]


@pytest.mark.parametrize(("changes", "expected"), [
    pytest.param({}, set(), id="nothing"),
    pytest.param({"plain": "y = 2\n"}, set(), id="a-file-without-words"),
    pytest.param({"far": _text("far") + "# more\n"}, {"far"}, id="one-that-nobody-asks"),
    pytest.param({"more": "# lines\n" + _text("more")}, {"more", "far"}, id="places-do-not-count"),
    pytest.param({"more": _text("more") + "    return 1\n"}, {"more", "far"}, id="bodies-do-not-count"),
    pytest.param({"more": _text("more").replace("(run_id)", "(event, run_id)")}, {"more", "far", "calm"}, id="parameters-do"),
    pytest.param(
        {"base": _text("base").replace("event, run_id", "run_id, event")}, {"base", "engine", "use", "last"},
        id="those-of-an-inherited-method-do",
    ),
    pytest.param(
        {"engine": "from app.base import Base\n\nclass Engine: ...\n"}, {"engine", "use", "last"}, id="what-it-inherits-does",
    ),
    pytest.param({"plain": "class Other:\n    def send(self, run_id): ...\n"}, {"plain", "use", "last"}, id="rivals-do"),
    pytest.param({"plain": "thing.limit = 2\n"}, {"last"}, id="assignments-from-outside-do"),
    pytest.param({"plain": "from app.more import more as lots\n"}, {"plain"}, id="a-new-word-counts-where-it-is"),
    pytest.param({"plain": "from app.old import get as got\n"}, {*ALL, "plain"}, id="a-new-name-of-what-is-banned"),
    pytest.param({"new": "x = 1\n"}, set(), id="a-new-file-without-words"),
    pytest.param({"new": "from app.more import more\n\nmore(None)\n"}, {"new"}, id="a-new-file"),
    pytest.param({"new/more": "def more(run_id): ...\n"}, {"new/more", "far", "calm"}, id="a-new-package"),
    pytest.param({"more/__init__": ""}, {"more", "far", "calm"}, id="a-package-of-the-name-of-a-module"),
    pytest.param({"base": None}, {"engine", "use", "last"}, id="gone"),
    pytest.param({"plain": None, "far": None}, set(), id="gone-what-nobody-asks"),
    pytest.param({"more": None, "new": _text("more")}, {"new", "far", "calm"}, id="moved"),
])  # fmt: skip
def test_judged_again(changes: Mapping[str, str | None], expected: set[str], root: Path, judged: set[str]) -> None:
    edit(root, {f"app/{name}.py": text for name, text in changes.items()})
    report = open_session(str(root), use_cache=True).check()
    again = {path.removeprefix("app/").removesuffix(".py") for path in judged}
    assert again == {path.removeprefix("app/").removesuffix(".py") for path in expected}
    assert report == open_session(str(root)).check()


def test_what_breaks_is_tried_again(root: Path, judged: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> Iterator[Hit]:
        raise ValueError("broken")
        yield

    rule = registry.RULES["SSOT003"]
    write(root, {"app/far.py": "from app.more import more\n\nmore(None)\n"})
    with monkeypatch.context() as patch:
        patch.setitem(registry.RULES, "SSOT003", rule._replace(file=breaks))
        broken = open_session(str(root), use_cache=True).check()
    assert [failure.path for failure in broken.failures] == ["app/far.py"]
    report = open_session(str(root), use_cache=True).check()
    assert "app/far.py" in judged
    assert report == open_session(str(root)).check()


def test_another_policy_is_another_question(root: Path, judged: set[str]) -> None:
    write(root, {}, POLICY.replace('use = "context.run_id"\n', ""))
    report = open_session(str(root), use_cache=True).check()
    assert judged == ALL
    assert report == open_session(str(root)).check()


def test_so_many_other_words_are_not_looked_for(root: Path, judged: set[str]) -> None:
    write(root, {"app/plain.py": "".join(f"def f{number}(run_id): ...\n" for number in range(300))})
    report = open_session(str(root), use_cache=True).check()
    assert judged == {*ALL, "app/plain.py"}
    assert report == open_session(str(root)).check()


def test_a_part_of_the_repository_is_judged_anew(root: Path, judged: set[str]) -> None:
    open_session(str(root), use_cache=True).check(["app/far.py", "app/more.py"])
    assert judged == {"app/far.py", "app/more.py"}


def test_copies_of_the_process_tell_what_they_find_out(
    tmp_path: Path, judged: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    monkeypatch.setattr("ssot_lint.engine._MUCH_CODE", 0)
    monkeypatch.setattr("ssot_lint.engine._MANY", 2)
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES, POLICY)
    first = open_session(str(tmp_path), use_cache=True, jobs=2).check()
    judged.clear()
    assert open_session(str(tmp_path), use_cache=True, jobs=2).check() == first
    write(tmp_path, {"app/more.py": FILES["app/more.py"].replace("(run_id)", "(event, run_id)")})
    report = open_session(str(tmp_path), use_cache=True, jobs=2).check()
    assert report == open_session(str(tmp_path)).check()


def test_what_the_last_commit_has_counts(root: Path, judged: set[str]) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "with it")
    (root / "app/old.py").unlink()
    git(root, "add", "--all")
    first = open_session(str(root), use_cache=True).check()
    assert "app/last.py" in [finding.path for finding in first.findings if finding.code == "SSOT002"]
    judged.clear()
    assert open_session(str(root), use_cache=True).check() == first
    assert judged == set()
    git(root, "commit", "--quiet", "-m", "without it")
    report = open_session(str(root), use_cache=True).check()
    assert judged == {"app/last.py"}
    assert report == open_session(str(root)).check()


# -- trails


def test_a_trail_that_is_lost_is_not_kept(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1\n", "b.py": "y = 1\n"})
    index = open_session(str(tmp_path), use_cache=True).index
    earlier = Earlier(index, "anything", "world", SHAPE)
    asks: dict[str, Callable[[str], object]] = {"a.py": index.read, "b.py": index.exists}
    for path, ask in asks.items():
        with index.trails.followed() as trail:
            index.memo(("asked", path), partial(ask, path))
        earlier.keep(path, [], trail)
    news, _ = earlier.news()
    assert news.told.keys() == {"a.py"}
    assert [sorted(step.texts) for step in news.trails] == [["a.py"], []]


def test_answers_that_are_shared_leave_their_trail_wherever_they_are_used() -> None:
    trails = Trails()

    def answer(question: str) -> str:
        trails.here.texts.add(question)
        return question.upper()

    known: Known[str, str] = Known(trails, answer)
    found = []
    for _ in range(2):
        with trails.followed() as trail:
            assert known("a") == "A"
        found.append([one.texts for one in trail.through])
    assert found == [[{"a"}], [{"a"}]]


# -- as plain values

SHAPE = shape(registry.RULES)
HITS = [
    ("SSOT001", Hit(Span(1, 2, 3, 4), "plain")),
    (
        "SSOT003",
        Hit(
            *(Span(1, 2, 3, 4), "with all", "engine", "app.x", "app/x.py", (Related("a.py", 1, 2, "here"),)),
            *(Fix("mend it", False, (Edit(1, 2, 3, 4, "new"),)), "[decisions.x]\n", "no"),
        ),
    ),
]


def test_hits_are_read_as_they_were_written() -> None:
    hits = [(registry.RULES[code], hit) for code, hit in HITS]
    record = json.loads(json.dumps(written(hits)))
    assert SHAPE(record)
    assert read(record, registry.RULES) == hits


@pytest.mark.parametrize("trails", [
    pytest.param(["0|||||"], id="too-few-parts"),
    pytest.param(["9||||||"], id="a-name-that-is-not-there"),
    pytest.param(["||||||0"], id="a-trail-through-itself"),
    pytest.param(["x||||||"], id="no-number"),
    pytest.param([], id="none"),
])  # fmt: skip
def test_a_record_of_another_build_is_none(trails: list[str], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = open_session(str(root), use_cache=True).index
    record = ["world", {}, "app/far.py", trails, {"app/far.py": [0, []]}]
    monkeypatch.setattr(type(index.conclusions), "answer_before", lambda *_: record)
    assert Earlier(index, "anything", "world", SHAPE).of("app/far.py") is None


# -- whatever is changed

MODULES = ("app/__init__.py", "app/a.py", "app/b.py", "app/old.py", "lib/util.py", "main.py")
STATEMENTS = (
    "from app.a import run",
    "from app.a import *",
    "from app.b import Base",
    "from app import b as c",
    "from .a import run as go",
    "from app.old import run",
    "import app.a",
    "def run(run_id): ...",
    "def run(event, run_id): ...",
    "def go(*rest, **more): run(*rest, **more)",
    "class Base:\n    def run(self, run_id): ...",
    "class Base:\n    limit = None\n    items = []",
    "class Engine(Base):\n    def go(self): self.run(None)",
    "class Engine(Base): ...\nengine = Engine()",
    "class Other:\n    def run(self, event, run_id): ...",
    "def outer():\n    def run(x, run_id): ...\n    run(None, None)",
    "run(None)",
    "run('x', None)",
    "go(None)",
    "app.a.run(None)",
    "Base().run(None)",
    "Engine().run(Base.limit)",
    "thing.run(None)",
    "thing.limit = 2",
    "Base.items.append(1)",
    "Engine.items = [2]",
    "go = run",
    "Legacy = Base",
    "x = 'app.old'",
    "x = 'app.old.run'",
)
TEXTS, CHANGES = edits(MODULES, STATEMENTS)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(files=st.dictionaries(st.sampled_from(MODULES), TEXTS, min_size=4), changes=CHANGES)
def test_what_was_said_before_changes_nothing(files: dict[str, str], changes: list[dict[str, str | None]]) -> None:
    compare_with_fresh_runs(files, changes, POLICY)
