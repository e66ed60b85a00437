"""Which pairs are looked at is the same however it is found out: from all units, or from what an earlier run kept."""

from __future__ import annotations

import itertools
import math
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.clones import candidates as searching
from ssot_lint.clones import wanted as keeping
from ssot_lint.clones.candidates import Candidate, candidates, field_of
from ssot_lint.clones.families import relation_by_names
from ssot_lint.clones.wanted import AllWanted, Limits, all_wanted
from ssot_lint.clones.words import telling_words
from ssot_lint.repo.units import Outline
from ssot_lint.session import open_session
from tests.repository import write

WORDS = tuple(f"word_{number}" for number in range(12))
NAMES = ("RowStore", "RowReader", "TableStore", "Cabinet", "load_rows", "Limiter")
METHODS = ("open", "load_row", "save_row", "close_all")


# -- by the rule, without any haste


def said_slowly(
    found: Mapping[str, Sequence[Outline]], wide: Callable[[str], bool], realm: Callable[[str], object]
) -> list[Candidate]:
    """Each pair by itself, as the words of the module have it."""
    field = field_of(found)
    total = max(256, len(field.outlines))
    counts = Counter(word for unit in field.outlines for word in unit.words)
    bits = {word: math.log2(total / count) for word, count in counts.items()}
    files = Counter(place.name for place in field.places)
    usable = [files[place.name] <= 6 for place in field.places]
    having = Counter(w for unit, is_usable in zip(field.outlines, usable, strict=True) if is_usable for w in unit.words)
    kinds = Counter(
        word
        for unit, is_usable in zip(field.outlines, usable, strict=True)
        if is_usable and unit.is_class
        for word in {*telling_words(unit.name)}
    )
    result = []
    for (one, a, ok), (other, b, fine) in itertools.combinations(
        zip(field.places, field.outlines, usable, strict=True), 2
    ):
        if one.path == other.path or a.is_class != b.is_class or realm(one.path) != realm(other.path):
            continue
        both = a.words & b.words
        rare = [bits[word] for word in both if having[word] <= 16]
        names = [{*telling_words(unit.name)} for unit in (a, b)]
        usual = math.inf
        if ok and fine:
            if math.fsum(rare) >= 6:
                usual = 0.12 if a.is_class else 0.35
            if a.is_class and a.name == b.name and len(telling_words(a.name)) > 1:
                usual = 0.05
            if a.is_class and (wide(one.path) or wide(other.path)):
                if any(kinds[word] <= 16 for word in names[0] & names[1]):
                    usual = 0.0
        shared = math.fsum(bits[word] for word in both)
        part = shared / (math.fsum(bits[w] for w in a.words) + math.fsum(bits[w] for w in b.words) - shared or 1.0)
        least = {"apart": 0.0, "one base": 0.0, "some bases": 0.4, "parallel bases": math.inf}
        if part >= max(usual, least[relation_by_names(a.bases, b.bases, (a.name, b.name))]):
            result.append(Candidate(one, other, part))
    return sorted(result)


OUTLINES = st.builds(
    lambda is_class, name, bases, words: Outline(
        is_class, name if is_class else name.lower(), tuple(bases) if is_class else (), METHODS, frozenset(words)
    ),
    st.booleans(),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(("Base", "Mixin", "RowBase")), max_size=2, unique=True),
    st.lists(st.sampled_from(WORDS), max_size=6),
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.lists(OUTLINES, max_size=3), max_size=9), st.booleans(), st.integers(0, 400))
def test_candidates_are_those_of_the_rule(some: list[list[Outline]], is_wide: bool, more: int) -> None:
    found = {f"{'ab'[number % 2]}/file_{number}": units for number, units in enumerate(some)}
    found["c/more"] = [Outline(True, f"More{number}", (), METHODS, frozenset()) for number in range(more)]
    for realm in (lambda path: "", lambda path: path[0]):
        fast = candidates(field_of(found), realm, lambda path: is_wide and path[0] == "a")
        assert fast == said_slowly(found, lambda path: is_wide and path[0] == "a", realm)


def test_two_rare_words_are_always_enough() -> None:
    """So nobody has to add up what more of them tell."""
    assert 2 * math.log2(searching._FEWEST_UNITS / searching._RARE) >= searching._LEAST


# -- by what was kept

_CLOCK = itertools.count(1_600_000_000)


def put(root: Path, files: Mapping[str, str]) -> None:
    """Write files as if that was long ago: what is new is never trusted."""
    write(root, dict(files))
    for path in files:
        moment = next(_CLOCK)
        os.utime(root / path, (moment, moment))


def text(name: str, words: Sequence[str], comment: str = "") -> str:
    body = "".join(f"        {word}(x)\n" for word in words)
    return f"class {name}:\n    # {comment}\n" + "".join(f"    def {one}(self, x):\n{body}" for one in METHODS)


def limits(wide: bool = False, key: str = "all", fewest: int = 3) -> Limits:
    return Limits(lambda path: "", 0.2, fewest, lambda path: wide, key)


def asked(root: Path, given: Limits, *, cached: bool = True) -> AllWanted:
    session = open_session(str(root), use_cache=cached)
    found = all_wanted(session.index, given)
    session.index.records.save()
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path, {f"{name}.py": text(name.title(), [f"of_{name}", *WORDS[:2]]) for name in "abcd"})
    return tmp_path


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many units were there whenever candidates were looked for."""
    found: list[int] = []

    def counted(field: searching.Field, *given: Callable[[str], bool]) -> list[Candidate]:
        found.append(len(field.places))
        return candidates(field, *given)

    monkeypatch.setattr(keeping, "candidates", counted)
    return found


def test_nothing_is_searched_while_no_unit_changes(root: Path, searched: list[int]) -> None:
    first = asked(root, limits())
    assert len(first.pairs) == 6
    assert first.methods == {"open": 4, "load_row": 4, "save_row": 4, "close_all": 4}
    put(root, {"a.py": text("A", ["of_a", *WORDS[:2]], "a comment") + "\n\ndef small(renamed): return renamed\n"})
    assert asked(root, limits()) == first
    assert searched == [4]


@pytest.mark.parametrize(("change", "count"), [
    pytest.param({"a.py": text("A", ["of_a"])}, 4, id="words"),
    pytest.param({"a.py": text("A", ["of_a", *WORDS[:2]]).replace("A:", "A(Base):")}, 4, id="bases"),
    pytest.param({"a.py": text("A", ["of_a", *WORDS[:2]]).replace("def open", "def shut")}, 4, id="methods"),
    pytest.param({"a.py": text("X", ["of_a", *WORDS[:2]])}, 4, id="name"),
    pytest.param({"a.py": "x = 1\n"}, 3, id="fewer"),
    pytest.param({"new.py": text("E", WORDS[:2])}, 5, id="a-new-file"),
])  # fmt: skip
def test_a_change_of_a_unit(change: Mapping[str, str], count: int, root: Path, searched: list[int]) -> None:
    asked(root, limits())
    put(root, change)
    assert asked(root, limits()) == asked(root, limits(), cached=False)
    assert searched == [4, count, count]


@pytest.mark.parametrize("given", [
    pytest.param(limits(wide=True), id="names-count"),
    pytest.param(limits(fewest=5), id="fewest-members"),
    pytest.param(limits(key="other"), id="realm"),
    pytest.param(limits(key=""), id="a-realm-without-a-name"),
])  # fmt: skip
def test_what_was_found_under_other_limits_does_not_count(given: Limits, root: Path, searched: list[int]) -> None:
    asked(root, limits())
    assert asked(root, given) == asked(root, given, cached=False)
    assert len(searched) == 3


def test_a_word_of_one_unit_more_changes_others(root: Path) -> None:
    """What four have is rare enough by itself, what five have is not: those two were not touched."""
    put(root, {f"more_{number}.py": text(f"More{number}", [f"own_{number}"]) for number in range(14)})
    put(root, {f"{name}.py": text(name.title(), [WORDS[9]]) for name in ("p", "q", "r", "s")})
    before = asked(root, limits())
    put(root, {"last.py": text("Last", [WORDS[9]])})
    after = asked(root, limits())
    assert ("p.py", "q.py") in {(one.path, other.path) for one, other, *_ in before.pairs}
    assert ("p.py", "q.py") not in {(one.path, other.path) for one, other, *_ in after.pairs}
    assert after == asked(root, limits(), cached=False)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([f"app/file_{number}.py" for number in range(6)]),
            st.builds(text, st.sampled_from(NAMES[:4]), st.lists(st.sampled_from(WORDS), max_size=5), st.text("ab", max_size=2)),
            min_size=1,
            max_size=3,
        ),
        min_size=2,
        max_size=6,
    ),
    st.booleans(),
)  # fmt: skip
def test_a_cache_makes_no_difference(edits: list[dict[str, str]], is_wide: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for edit in edits:
            put(Path(folder), edit)
            fresh = asked(Path(folder), limits(is_wide), cached=False)
            assert asked(Path(folder), limits(is_wide)) == fresh
