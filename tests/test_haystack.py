"""Files are searched for many things at once, and what is found is what a look at each of them finds."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint import engine
from ssot_lint.bans import Bans
from ssot_lint.output import render
from ssot_lint.repo import haystack, records
from ssot_lint.repo.handing_on import may_hand_on
from ssot_lint.repo.haystack import Haystack, Seeker
from ssot_lint.repo.patterns import path_matcher, stretch_of
from ssot_lint.session import open_session
from ssot_lint.source.needles import Atom, Needles, Part
from ssot_lint.source.spelling import may_name
from tests.processes import git
from tests.repository import lines, write

_word = st.sampled_from(["Old", "OldThing", "hing", "old", "a", "b", "caf\u00e9"])
_words = st.frozensets(_word, max_size=3)
_stretches = st.frozensets(st.one_of(_word, st.just("")), max_size=2)
_PARTS = st.dictionaries(_word, st.builds(Part, _words, st.sampled_from([(), ("pkg/",)])), max_size=2)
_NEEDLES = st.builds(Needles, _words, _stretches, _words, _stretches, _PARTS,
                     st.dictionaries(st.sampled_from(["old", "ld t", ""]), _words, max_size=1))  # fmt: skip
_PIECES = ["Old", "class ", "def ", "Older", "OldThing", "import ", "from ", ".", ",", " ", "\n", "(", "'", "\\\n", "*",
           "# ", "a", "b", "old t", "OLD T", "\uff2fld", "caf\u00e9", "cafe\u0301", "\U0001f600", "# coding: utf-7\n"]  # fmt: skip
_TEXT = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(_TEXT, max_size=4), expected=_NEEDLES, needles=st.lists(_NEEDLES, max_size=3))
def test_what_is_found_is_what_each_text_has(
    texts: list[str], expected: Needles, needles: list[Needles], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    files = {f"{'pkg/' if number % 2 else ''}{number}.py": text for number, text in enumerate(texts)}
    write(folder, files)
    hay = Haystack(str(folder), tuple(files), 0, lambda path: (folder / path).read_bytes(), 1)
    hay.expect(expected)
    for one in (*needles, expected):
        assert hay.having(one) == {path for path, text in files.items() if one.found_in(text.encode(), path)}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(words=_words, text=_TEXT)
def test_one_of_many_words_is_found_as_one_of_few_is(words: frozenset[str], text: str) -> None:
    few, many = Needles(words), Needles({*words, *(f"in_no_text_{number}" for number in range(50))})
    assert len(many.atoms) <= 2
    data = text.encode()
    assert many.found_in(data, "a.py") is few.found_in(data, "a.py")
    seekers = [Seeker(sorted(one.atoms)) for one in (few, many)]
    assert bool(seekers[0].numbers_in(data)) is bool(seekers[1].numbers_in(data))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(literals=st.lists(st.text("ab ", max_size=3).map(str.encode), max_size=6), text=st.text("abAB ", max_size=12))
def test_what_stands_in_a_text_is_what_one_by_one_is_found(literals: list[bytes], text: str) -> None:
    atoms = [Atom(way, literal) for literal in literals for way in ("fragment", "text")]
    data = text.encode()
    expected = {n for n, one in enumerate(atoms) if one.literal in (data.lower() if one.way == "text" else data)}
    assert {*Seeker(atoms).numbers_in(data)} == expected


def test_all_that_is_expected_is_looked_for_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": "Old\n", "b.py": "New\n"})
    hay = Haystack(str(tmp_path), ("a.py", "b.py"), 0, lambda path: (tmp_path / path).read_bytes(), 1)
    old, new = Needles({"Old"}), Needles(defined={"New"}, fragments={"Ne"})
    hay.expect(new)
    assert hay.having(old) == {"a.py"}
    monkeypatch.setattr(haystack, "read_file", None)
    assert hay.having(new) == {"b.py"}


def test_a_file_that_can_not_be_read_has_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "link.py").symlink_to(__file__)
    paths = ("folder.py", "link.py", "gone.py")
    assert Haystack(str(tmp_path), paths, 0, lambda path: b"", 1).having(Needles({"Haystack"})) == set()


FILES = {
    **{f"app/m{number}.py": f"from app.old import x{number}\n\ny = x{number}\n" for number in range(20)},
    "app/__init__.py": "",
    "app/broken.py": "from app.old import z\ndef f(:\n",
    "app/hushed.py": "import app.old  # noqa: SSOT002\nimport app.other  # noqa: SSOT002\n",
    "app/letters.py": "from app.\uff4fld import z\n",
    "app/exempt.py": "from app.old import z\n",
    "docs.md": "Use app.old.\n",
}
POLICY = """\
[decisions.one]
keep = ["app.new:New"]
delete = ["app.old"]
[[decisions.one.exempt]]
paths = ["app/exempt.py", "app/never.py"]
reason = "it compares both"
"""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thresholds so low that few files are many."""
    for module, name in ((records, "_MUCH_TEXT"), (haystack, "_MUCH_TEXT"), (engine, "_MUCH_CODE"), (engine, "_MANY")):
        monkeypatch.setattr(module, name, 1)


def _said(root: Path, jobs: int) -> str:
    report = open_session(str(root), jobs=jobs).check()
    return render(report, "json") + repr((report.failures, report.lines, report.hushed, report.why_not))


@pytest.mark.usefixtures("small")
def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, FILES, POLICY)
    expected = _said(tmp_path, 1)
    assert expected.count("SSOT002") > 20
    assert [_said(tmp_path, jobs) for jobs in (2, 3, 9)] == [expected] * 3


@pytest.mark.usefixtures("small")
def test_bugs_of_rules_are_told_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise LookupError

    write(tmp_path, FILES, POLICY)
    monkeypatch.setattr(Bans, "module_of", fail)
    failures = [open_session(str(tmp_path), jobs=jobs).check().failures for jobs in (1, 3)]
    assert [one.path for one in failures[0]] == [one.path for one in failures[1]]
    assert len(failures[0]) > 20


@pytest.mark.usefixtures("small")
def test_what_copies_learn_is_kept(tmp_path: Path) -> None:
    kept = []
    for jobs in (1, 3):
        root = tmp_path / str(jobs)
        write(root, FILES, POLICY)
        git(root, "init", "--quiet")
        one = open_session(str(root), jobs=jobs, use_cache=True)
        one.check()
        words = {word for needles in one.index.sought for word in needles.everything}
        known = one.index.records
        kept.append((one.index.looked_at, words, {*known._contents}, {*known._sketches}, {*known._facts}))
    assert kept[0] == kept[1]


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("def f(:\n")], ids=["gone", "damaged"])
def test_a_file_that_changes_between_search_and_check(change: Callable[[Path], object], tmp_path: Path) -> None:
    write(tmp_path, FILES, POLICY)
    one = open_session(str(tmp_path))
    expected = [line for line in lines(one.check()) if "m7.py" not in line]
    one = open_session(str(tmp_path))
    one.index.mentioning(Bans.of(one.policy, one.index).needles)
    one.index.records._bytes.clear()  # as where another process has searched them
    change(tmp_path / "app/m7.py")
    assert [line for line in lines(one.check()) if "m7.py" not in line] == expected


def test_a_question_about_texts_is_asked_of_those_that_stand_for_files_too(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "1", "b.py": "2", "c.py": "3"})
    index = open_session(str(tmp_path)).index.replace_all({"b.py": b"4", "c.py": b""})
    assert index.ask_texts(lambda data: data.decode() or None) == {"a.py": "1", "b.py": "4"}
    assert index.looked_at == {"a.py", "b.py"}


def test_needles_survive_the_way_to_another_process() -> None:
    parts = {"b": Part(frozenset({"a"}), ("a/",))}
    one = Needles({"A"}, {"B"}, {"C"}, {"D"}, parts, {"e": frozenset({"f"})})
    other = pickle.loads(pickle.dumps(one))
    assert other.everything == one.everything
    assert other.atoms == one.atoms
    assert other.parts == parts


@pytest.mark.parametrize(("text", "beside"), [
    pytest.param("from a import u\nu.old.f()\n", {"util", "u"}, id="without-its-package"),
    pytest.param("import app.util.old\n", {"util", "u"}, id="by-its-name"),
    pytest.param("getattr(app, 'ut' 'il').old.f()\n", {"old"}, id="in-pieces"),
])  # fmt: skip
def test_notebooks_may_name_a_package_by_another_name(
    text: str, beside: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssot_lint.bans.mentions.MANY", -1)
    cell = {"cell_type": "code", "source": text.splitlines(keepends=True), "metadata": {}, "outputs": []}
    files = {"a.py": "from app import util as u\n", "b.ipynb": json.dumps({"cells": [cell], "nbformat": 4})}
    write(tmp_path, files, '[decisions.one]\nkeep = ["app.new:New"]\ndelete = ["app.util.old"]\n')
    one = open_session(str(tmp_path))
    assert Bans.of(one.policy, one.index).needles.parts["old"].beside == beside


# -- where a name stands


@pytest.mark.parametrize(("text", "may"), [
    pytest.param("import old", True, id="import"),
    pytest.param("from a import b , old", True, id="second"),
    pytest.param("from a import (  # why\n    old,\n)", True, id="on-a-line-of-its-own"),
    pytest.param("from a import\\\n old", True, id="continued"),
    pytest.param("a. old", True, id="attribute"),
    pytest.param("f('old')", True, id="quoted"),
    pytest.param("x = a[old]", True, id="glued"),
    pytest.param("old", True, id="alone"),
    pytest.param("f(a, old = 1)", True, id="argument"),
    pytest.param("# all old signals", False, id="prose"),
    pytest.param("x = old.y", False, id="use"),
    pytest.param("from a import \\\n *\nx = old.y", True, id="use-after-star-import"),
    pytest.param("x * old.y", False, id="product"),
    pytest.param("x = old.y; import old", True, id="later"),
    pytest.param("import olden, fold", False, id="longer"),
])  # fmt: skip
def test_where_a_name_stands(text: str, may: bool) -> None:
    assert may_name(text.encode(), b"old") is may


@pytest.mark.parametrize(("text", "may"), [
    pytest.param("from a import Old as B", True, id="as"),
    pytest.param("from a import (Old  # why\n as B)", True, id="as-on-the-next-line"),
    pytest.param("from a import Old\nOld()", False, id="used"),
    pytest.param("B = Old", True, id="assigned"),
    pytest.param("B = a.Old  # why", True, id="assigned-with-a-comment"),
    pytest.param("B = Old()", False, id="called"),
    pytest.param("B = (\n    # why\n    a.Old\n)", True, id="assigned-in-brackets"),
    pytest.param("B = (a\n    .b  # why\n    # why\n    .Old)", True, id="assigned-with-dots-before-lines"),
    pytest.param("f(a)\n    .Old", False, id="no-statement"),
    pytest.param("A, B = 1, Old", True, id="unpacked"),
    pytest.param("from a import (\n    A,\n    Old,\n)", False, id="imported-in-brackets"),
    pytest.param("B = a.gone.x", True, id="of-a-module"),
    pytest.param("from a.gone import x", True, id="from-a-module"),
    pytest.param("from a.gone.b import x", True, id="from-below-a-module"),
    pytest.param("import a.gone.b", False, id="module-by-its-name"),
    pytest.param("B = PartOfName", True, id="fragment"),
    pytest.param("B = PartOfName()", False, id="fragment-called"),
    pytest.param("from a import Olden as B", False, id="longer"),
    pytest.param("caf\u00e9", True, id="other-letters"),
    pytest.param("# coding: utf-7", True, id="opaque"),
    pytest.param("f(\n" + "    A,\n" * 50 + "    Old,\n)", True, id="too-long-to-tell"),
    pytest.param("\n    Old", False, id="at-the-start"),
])  # fmt: skip
def test_what_may_be_handed_on(text: str, may: bool) -> None:
    needles = Needles({"Old"}, {"OfNam"}, parts={"gone": Part(frozenset({"a"}), ())})
    assert may_hand_on(text.encode(), needles) is may


# -- paths


_SEGMENT = st.sampled_from(["a", "old", "old_x.py", "*", "**", "o?d", "[ao]ld", "[!x]*", "*.py", "\\*", "e*_x"])
_PATTERN = st.builds("{}{}{}".format, st.sampled_from(["", "/"]), st.lists(_SEGMENT, min_size=1, max_size=3).map("/".join),
                     st.sampled_from(["", "/", " "]))  # fmt: skip
_PATH = st.lists(st.sampled_from(["a", "old", "old_x.py", "*", "e_x"]), min_size=1, max_size=4).map("/".join)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(pattern=_PATTERN, path=_PATH)
def test_a_path_that_matches_has_the_stretch(pattern: str, path: str) -> None:
    if path_matcher((pattern,))(path):
        assert stretch_of(pattern) in path


def test_files_that_must_not_exist_are_those_of_which_it_is_true(tmp_path: Path) -> None:
    policy = """\
[decisions.one]
keep = ["app.new:New"]
delete = ["app.old", "tools/gone.py", "scripts/"]
ban-files = ["**/enhanced_*.py", "legacy", "/never.txt", "*.bak"]
"""
    paths = ["app/old.py", "app/old/x.py", "app/older.py", "src/app/old.pyi", "tools/gone.py", "scripts/a/b", "never.txt",
             "app/never.txt", "x/enhanced_y.py", "legacy", "x/legacy/y", "z.bak", "app/new.py"]  # fmt: skip
    write(tmp_path, {**dict.fromkeys(paths, ""), "src/app/__init__.py": ""}, policy)
    one = open_session(str(tmp_path))
    bans = Bans.of(one.policy, one.index)
    expected = [path for path in one.index.paths if bans.file(path)]
    assert [path for path, _ in bans.files()] == expected
    assert len(expected) == 10
    one = open_session(str(tmp_path))
    assert one.index.paths_with(("", "x")) == one.index.paths
