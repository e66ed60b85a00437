"""What must hold of near-duplicates whatever the classes are, and however the repository was looked at before."""

from __future__ import annotations

import ast
import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.clones import pairs as comparing
from ssot_lint.clones.candidates import Place
from ssot_lint.clones.families import Relation
from ssot_lint.clones.features import Parsed
from ssot_lint.clones.likeness import Likeness, likeness
from ssot_lint.clones.verdict import Case, verdict
from ssot_lint.clones.wanted import Limits
from ssot_lint.repo.again import FOLDER
from ssot_lint.repo.index import Index
from ssot_lint.session import open_session
from tests.repository import lines, write

#: Statements: of local names `{a}` to `{c}`, own attributes `{x}` to `{z}`, texts `{t}` and numbers `{n}`.
STATEMENTS = (
    "{a} = self.{x}.fetch_rows({b}, limit={n})",
    "self.{x} = {a}.{t!s}".replace("{t!s}", "size"),
    "for {a} in {b}.items(): {c}.deliver({a}, {t})",
    "if {a} > {n} and not self.{y}: raise Closed({t})",
    "while self.{z}: {a} += compute_sum({b})",
    "with open_archive({t}) as {a}: {a}.extract_all(self.{x})",
    "return [{a}.title() for {a} in self.{y}]",
    "{a}, {b} = split_name({t}), {n}",
    "logger.info({t}, {a})",
    "self.{x}[{t}] = {a} if {b} else None",
    "del {a}",
    "yield {a}",
    "try: parse_rows({a})\n        except ParseFailed: self.{x}.clear_all()",
)
METHODS = ("load", "save", "refill", "take", "run_once", "stop")
BODIES = st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=5)
CLASSES = st.dictionaries(st.sampled_from(METHODS), BODIES, min_size=1, max_size=5)
ONE = dict(zip("abcxyztn", ("row", "rows", "item", "store", "is_open", "queue", "'text'", "1"), strict=True))
OTHER = dict(zip("abcxyztn", ("line", "table", "cell", "_db", "_ready", "_jobs", "f'{0}'", "2.5"), strict=True))


def text(bodies: dict[str, list[str]], names: dict[str, str] = ONE, name: str = "Store") -> str:
    methods = ("".join((f"    def {method}(self):\n", *(f"        {one.format(**names)}\n" for one in body)))
               for method, body in bodies.items())  # fmt: skip
    return "".join((f"class {name}:\n", *methods))


def alike(one: str, other: str) -> Likeness:
    first, second = (ast.parse(some).body[0] for some in (one, other))
    assert isinstance(first, ast.ClassDef)
    assert isinstance(second, ast.ClassDef)
    return likeness(Parsed(first).features, Parsed(second).features)


@settings(deadline=None)
@given(CLASSES)
def test_names_and_literals_make_no_difference(bodies: dict[str, list[str]]) -> None:
    found = alike(text(bodies), text(bodies, OTHER, "Cabinet"))
    assert found.common > 0 or found.structure == 0
    assert (found.structure, found.members) in ((1.0, len(bodies)), (0.0, 0))


@settings(deadline=None)
@given(CLASSES, CLASSES)
def test_likeness_is_mutual(one: dict[str, list[str]], other: dict[str, list[str]]) -> None:
    found = alike(text(one), text(other))
    assert alike(text(other), text(one)) == found
    assert all(0 <= part <= 1 for part in (found.structure, found.names, found.words, found.means))
    assert 0 <= found.members <= found.of == min(len(one), len(other))


@settings(deadline=None)
@given(
    st.floats(0, 1), st.floats(0, 1), st.floats(0, 40), st.floats(0, 1), st.floats(0, 1),
    st.sampled_from(["apart", "one base", "some bases", "parallel bases"]), st.tuples(*[st.booleans()] * 5),
)  # fmt: skip
def test_what_has_more_in_common_is_no_less_of_a_copy(
    one: float,
    other: float,
    common: float,
    similarity: float,
    words: float,
    relation: Relation,
    flags: tuple[bool, ...],
) -> None:
    def kind(structure: float) -> str | None:
        found = Likeness(structure, common, 1, 3, 0.0, {}, 0.0, words, 0.0, 0, 0, False)
        is_class, is_used, is_interface, are_neighbours, are_siblings = flags
        return verdict(
            Case(("A", "B"), is_class, found, relation, is_used, is_interface, are_neighbours, are_siblings, {}, {}),
            similarity,
        )

    less, more = sorted((one, other))
    assert kind(less) is None or kind(more) == "copies"


# -- however the repository was looked at

SAMPLE = {
    "load": [STATEMENTS[0], STATEMENTS[2], STATEMENTS[3]],
    "save": [STATEMENTS[4], STATEMENTS[5]],
    "stop": [STATEMENTS[12], STATEMENTS[6]],
}
MORE = {**SAMPLE, "take": [STATEMENTS[1], STATEMENTS[7], STATEMENTS[9]]}
TEXTS = (
    "",
    text(SAMPLE, name="RowStore"),
    text(SAMPLE, OTHER, "Cabinet"),
    text(MORE, OTHER, "RowCabinet"),
    text(MORE, name="RowStore") + "\n\n" + text(SAMPLE, name="TableReader"),
    "from app.a import RowStore\n\n" + text(MORE, name="TableKeeper"),
    '"""Deprecated."""\n' + text(SAMPLE, name="RowStore"),
    text(SAMPLE, name="RowStore") + "\n\ndef broken(:\n",
    "class Base(RowStore): ...\n" + text(SAMPLE, name="RowStore").replace(":", "(Base):", 1),
)
PATHS = ("app/a.py", "app/b.py", "app/c.py", "lib/a.py")
_CLOCK = itertools.count(1_600_000_000)


def put(root: Path, files: dict[str, str]) -> None:
    """Write files as if that was long ago: what is new is never trusted."""
    write(root, files)
    for path in files:
        moment = next(_CLOCK)
        os.utime(root / path, (moment, moment))


def said(root: Path, *, cached: bool = True, jobs: int = 1) -> tuple[str, ...]:
    return lines(open_session(str(root), use_cache=cached, jobs=jobs).check(select={"SSOT102"}))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path, dict(zip(PATHS, TEXTS[1:], strict=False)))
    return tmp_path


def test_the_sample_has_something_to_say(root: Path) -> None:
    [found] = said(root, cached=False)
    assert found.endswith(
        "RowStore in app.a (3 of 3 members alike), and 3 more in 3 files are alike: use RowStore, or allow the pair"
    )


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), min_size=1), min_size=2, max_size=4))
def test_a_cache_makes_no_difference(edits: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, {"ssot.toml": '[duplicates]\nreport = ["copies", "namesakes", "rivals"]\n'})
        for edit in edits:
            put(root, edit)
            fresh = said(root, cached=False)
            assert said(root) == fresh
            assert said(root) == fresh


def test_what_was_compared_is_not_compared_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = said(root)
    monkeypatch.setattr(comparing, "_compare_all", lambda *given: [pytest.fail("compared again") for _ in given])
    assert said(root) == first
    put(root, {"app/other.py": "x = 1\n"})
    assert said(root) == first


def test_what_is_new_alone_is_compared(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said(root)
    looked_at: list[str] = []
    parsed = comparing._parsed

    def counted(index: Index, place: Place) -> Parsed | None:
        looked_at.append(place.path)
        return parsed(index, place)

    monkeypatch.setattr(comparing, "_parsed", counted)
    put(root, {"app/b.py": TEXTS[2] + "    x = 1\n"})
    warm = said(root)
    count = len(looked_at)
    assert looked_at.count("app/b.py") == 1
    assert said(root, cached=False) == warm
    assert count <= len(looked_at) - count


def test_a_file_that_changes_meanwhile(root: Path) -> None:
    opened = open_session(str(root))
    assert opened.index.sketches
    opened.index.records._bytes.clear()  # as where another process has sketched them
    write(root, dict.fromkeys(PATHS, "x = 1\n"))
    assert lines(opened.check(select={"SSOT102"})) == ()


def _damages() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "half", b"half"
    yield "flipped", b"flipped"
    yield "zeros", b"\0" * 5000


@pytest.mark.parametrize("damage", [damage for _, damage in _damages()], ids=[name for name, _ in _damages()])
def test_a_damaged_cache_is_as_good_as_none(damage: bytes, root: Path) -> None:
    first = said(root)
    [cache] = [path for path in (root / FOLDER).iterdir() if path.name.startswith("python")]
    data = cache.read_bytes()
    place = data.index(b'"likenesses"')
    cache.write_bytes({
        b"half": data[: len(data) // 2], b"flipped": data[: place + 40] + bytes([data[place + 40] ^ 1]) + data[place + 41 :],
    }.get(damage, damage))  # fmt: skip
    assert said(root) == first


def test_other_processes_make_no_difference(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = said(root, cached=False)
    monkeypatch.setattr(comparing, "_FEW", 0)
    assert said(root, cached=False, jobs=2) == first
    assert said(root, jobs=3) == first
    assert said(root, jobs=2) == first


@settings(deadline=None, max_examples=25)
@given(st.permutations(TEXTS[1:5]))
def test_the_order_of_files_makes_no_difference(texts: list[str]) -> None:
    def found(some: tuple[str, ...]) -> set[frozenset[str]]:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), {f"app/{name}.py": one for name, one in zip("abcd", some, strict=True)})
            index = open_session(folder).index
            limits = Limits(lambda path: "", 0.2, 3, lambda path: True)
            return {frozenset((one.kind, one.one.name, one.other.name)) for one in comparing.pairs(index, limits)}

    assert found(tuple(texts)) == found(TEXTS[1:5])
