"""Which pairs are looked at is the same however it is found out: from all units, or from what an earlier run kept."""

from __future__ import annotations

import itertools
import json
import math
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.clones import field as counting
from ssot_lint.clones import meeting, stirred
from ssot_lint.clones import wanted as keeping
from ssot_lint.clones.candidates import Candidate, Place, candidates
from ssot_lint.clones.families import relation_by_names
from ssot_lint.clones.field import Field
from ssot_lint.clones.wanted import AllWanted, Limits, all_wanted
from ssot_lint.clones.words import telling_words
from ssot_lint.repo.units import Head, outline
from ssot_lint.session import open_session
from tests.repository import write

WORDS = tuple(f"word_{number}" for number in range(12))
NAMES = ("RowStore", "RowStoreV2", "RowReader", "TableStore", "Cabinet", "load_rows", "Limiter")
METHODS = ("open", "load_row", "save_row", "close_all")


# -- by the rule, without any haste


def said_slowly(
    found: Mapping[str, Sequence[Head]], wide: Callable[[str], bool], realm: Callable[[str], object]
) -> list[Candidate]:
    """Each pair by itself, as the words of the module have it."""
    places = [Place(*place) for place in Field(found).units]
    rests = [head[2:] for head in Field(found).units.values()]
    outlines = [*map(outline, Field(found).units.values())]
    total = max(256, len(outlines))
    counts = Counter(word for unit in outlines for word in unit.words)
    bits = {word: math.log2(total / count) for word, count in counts.items()}
    files = Counter(place.name for place in places)
    usable = [files[place.name] <= 6 for place in places]
    having = Counter(w for unit, is_usable in zip(outlines, usable, strict=True) if is_usable for w in unit.words)
    kinds = Counter(
        word
        for unit, is_usable in zip(outlines, usable, strict=True)
        if is_usable and unit.is_class
        for word in {*telling_words(unit.name)}
    )
    result = []
    units = zip(places, outlines, usable, rests, strict=True)
    for (one, a, ok, rest), (other, b, fine, there) in itertools.combinations(units, 2):
        if one.path == other.path or a.is_class != b.is_class or realm(one.path) != realm(other.path):
            continue
        both = a.words & b.words
        rare = [bits[word] for word in both if having[word] <= 16]
        names = [{*telling_words(unit.name)} for unit in (a, b)]
        usual = math.inf
        if ok and fine:
            if math.fsum(rare) >= 6 or (rest == there and rests.count(rest) <= 3):
                usual = 0.09 if a.is_class else 0.35
            if a.is_class and telling_words(a.name) == telling_words(b.name) and len(names[0]) > 1:
                usual = 0.05
            if a.is_class and (wide(one.path) or wide(other.path)):
                if any(kinds[word] <= 16 for word in names[0] & names[1]):
                    usual = 0.0
        shared = math.fsum(bits[word] for word in both)
        part = shared / (math.fsum(bits[w] for w in a.words) + math.fsum(bits[w] for w in b.words) - shared or 1.0)
        if part < usual < math.inf and a.is_class and one.path.split("/")[0] != other.path.split("/")[0]:
            first, second = ({*unit.bases} for unit in (a, b))
            if first == second or not first or not second:
                if len(names[0] & names[1]) >= len(names[0] | names[1]) / 3:
                    usual = min(usual, 0.07)
        of_family = {"apart": 0.0, "one base": 0.0, "some bases": 0.4, "parallel bases": math.inf}
        least = max(usual, of_family[relation_by_names(a.bases, b.bases, (a.name, b.name))])
        if part >= least:
            result.append(Candidate(one, other, part, least))
    return sorted(result)


HEADS = st.builds(
    lambda is_class, name, bases, words: Head(
        is_class,
        name if is_class else name.lower(),
        ",".join(bases) if is_class else "",
        ",".join(METHODS),
        " ".join(words),
    ),
    st.booleans(),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(("Base", "Mixin", "RowBase")), max_size=2, unique=True),
    st.lists(st.sampled_from(WORDS), max_size=6, unique=True),
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.lists(HEADS, max_size=3), max_size=9), st.booleans(), st.integers(0, 400))
def test_candidates_are_those_of_the_rule(some: list[list[Head]], is_wide: bool, more: int) -> None:
    found = {f"{'ab'[number % 2]}/file_{number}": units for number, units in enumerate(some)}
    found["c/more"] = [Head(True, f"More{number}", "", ",".join(METHODS), "") for number in range(more)]
    for realm in (lambda path: "", lambda path: path[0]):
        fast = candidates(Field(found), realm, lambda path: is_wide and path[0] == "a")
        assert fast == said_slowly(found, lambda path: is_wide and path[0] == "a", realm)


def test_two_rare_words_are_always_enough() -> None:
    """So nobody has to add up what more of them tell."""
    assert 2 * math.log2(counting._FEWEST_UNITS / counting.RARE) >= meeting._LEAST


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
    session.index.save()
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path, {f"{name}.py": text(name.title(), [f"of_{name}", *WORDS[:2]]) for name in "abcd"})
    return tmp_path


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """How many units were looked at whenever candidates were looked for, None for all."""
    found: list[int | None] = []

    def counted(*given: Any, only: Set[int] | None = None, **named: Any) -> list[Candidate]:
        found.append(None if only is None else len(only))
        return candidates(*given, only=only, **named)

    monkeypatch.setattr(keeping, "candidates", counted)
    return found


def test_nothing_is_searched_while_no_unit_changes(root: Path, searched: list[int | None]) -> None:
    first = asked(root, limits())
    assert len(first.pairs) == 6
    assert first.methods == {"open": 4, "load_row": 4, "save_row": 4, "close_all": 4}
    put(root, {"a.py": text("A", ["of_a", *WORDS[:2]], "a comment") + "\n\ndef small(renamed): return renamed\n"})
    assert asked(root, limits()) == first
    assert searched == [None]


@pytest.mark.parametrize(("change", "count"), [
    pytest.param({"a.py": text("A", ["of_a"])}, 4, id="words-of-all"),
    pytest.param({"a.py": text("A", ["of_a", *WORDS[:2]]).replace("A:", "A(Base):")}, 1, id="bases"),
    pytest.param({"a.py": text("A", ["of_a", *WORDS[:2]]).replace("def open", "def shut")}, 1, id="methods"),
    pytest.param({"a.py": text("X", ["of_a", *WORDS[:2]])}, 1, id="name"),
    pytest.param({"a.py": "x = 1\n"}, 3, id="fewer"),
    pytest.param({"new.py": text("E", WORDS[:2])}, 5, id="a-new-file"),
])  # fmt: skip
def test_a_change_of_a_unit(change: Mapping[str, str], count: int, root: Path, searched: list[int | None]) -> None:
    asked(root, limits())
    put(root, change)
    assert asked(root, limits()) == asked(root, limits(), cached=False)
    assert searched == [None, count, None]


@pytest.mark.parametrize(("before", "given", "count"), [
    pytest.param(limits(), limits(wide=True), 4, id="names-count"),
    pytest.param(limits(wide=True), limits(), None, id="names-counted"),
    pytest.param(limits(), limits(fewest=5), None, id="fewest-members"),
    pytest.param(limits(), limits(key="other"), None, id="realm"),
    pytest.param(limits(), limits(key=""), None, id="a-realm-without-a-name"),
])  # fmt: skip
def test_what_was_found_under_other_limits_does_not_count(
    before: Limits, given: Limits, count: int | None, root: Path, searched: list[int | None]
) -> None:
    asked(root, before)
    assert asked(root, given) == asked(root, given, cached=False)
    assert searched == [None, count, None]


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


# -- by what was kept, when some units have changed

FILES = tuple(
    f"{top}/{folder}/{name}.py" for top in ("app", "lib") for folder in "abc" for name in ("client", "mail", "rows")
)
CALLED = ("Command", "RateLimiter", "RowStore", "RowReader", "MailStore", "load_rows", "run_all")
ONE_UNIT = st.builds(
    lambda name, bases, methods, words, more: " ".join((
        *("class" if name[0].isupper() else "def", name, bases if name[0].isupper() else "", methods),
        *sorted({*(f"word_{number}" for number in words), *(f"own_{number}" for number in range(more))}),
    )),
    st.sampled_from(CALLED) | st.integers(0, 5).map(lambda number: f"Mail{number}Sender"),
    st.sampled_from(("", "", "Base", "Base,Mixin", "object")),
    st.sampled_from(("a,b,c", "a,b,c", "c,b,a", "open,load_row,save_row", "a,b,c,d")),
    st.sets(st.integers(0, 9), max_size=7),
    st.sampled_from((0, 0, 1, 5, 9)),
)  # fmt: skip
UNITS = st.dictionaries(st.sampled_from(FILES), st.lists(ONE_UNIT, min_size=1, max_size=3).map("\n".join), max_size=16)
#: Of how many further units each word is, so that a few more make it another one: 16 are few, 4 of 256 tell enough.
CROWDS = st.lists(st.sampled_from((0, 1, 2, 3, 4, 13, 14, 15, 16, 17, 18, 100)), min_size=10, max_size=10)
SIZES = st.sampled_from((0, 120, 240, 250, 256, 310, 320, 1000))


def crowd(having: Sequence[int], size: int) -> dict[str, str]:
    """Many units: of each word, so many have it."""
    lines = (
        " ".join((f"class Unit{number}  a,b", f"mine_{number}", *(f"word_{word}" for word, most in enumerate(having) if number < most)))
        for number in range(max(size, *having))
    )  # fmt: skip
    return {f"more/file_{number}.py": line for number, line in enumerate(lines)}


def found_twice(before: Mapping[str, str], now: Mapping[str, str], given: Limits) -> tuple[AllWanted | None, AllWanted]:
    """What is found by what was kept of units, and what from nothing."""
    then, units = (dict(sorted(some.items())) for some in (before, now))
    kept = json.loads(
        json.dumps(["", "", *keeping._written(*keeping._found(then, given._replace(wide=lambda path: False)))])
    )
    again = keeping._found_again(then, units, keeping._Kept._make(kept), given)
    return again and again[0], keeping._found(units, given)[0]


@settings(deadline=None, max_examples=150)
@given(
    UNITS,
    UNITS,
    st.sets(st.sampled_from(FILES), max_size=4),
    CROWDS,
    SIZES,
    st.integers(0, 9),
    st.sets(st.sampled_from(FILES), max_size=2),
)
def test_what_is_found_again_is_what_is_found_from_nothing(
    before: dict[str, str], now: dict[str, str], gone: set[str], having: list[int], size: int, more: int, wide: set[str]
) -> None:
    many = crowd(having, size)
    come = {f"new/file_{number}.py": f"class New{number}  a,b new_{number} word_{number}" for number in range(more)}
    after = {path: units for path, units in {**before, **now}.items() if path not in gone}
    after = dict([*after.items()][: max(0, 20 - more)])
    given = limits(fewest=1)._replace(wide=wide.__contains__, realm=lambda path: path[0] == "l")
    again, fresh = found_twice({**before, **many}, {**after, **many, **come}, given)
    assert again == fresh or again is None


def lines_of(words: Mapping[str, str]) -> dict[str, str]:
    """Classes of some names, each with its words, in a file of its own."""
    return {f"{name}.py": f"class {name}  a,b {some}" for name, some in words.items()}


@pytest.mark.parametrize(("before", "now", "pairs"), [
    pytest.param({"A": "x y", "B": "x y"}, {"C": "x z"}, "A B, A C, B C", id="a-new-one"),
    pytest.param({"A": "x y", "B": "x y"}, {"B": None}, "", id="one-is-gone"),
    pytest.param({"A": "x", "B": "x", "C": "x", "D": "x"}, {"E": "x"}, "", id="a-word-tells-too-little-now"),
    pytest.param({"A": "x", "B": "x", "C": "x", "D": "x", "E": "x"}, {"E": None}, "A B, A C, A D, B C, B D, C D", id="a-word-tells-enough-now"),
    pytest.param({"A": "x y", "B": "x y", **{f"C{one}": "x y" for one in range(14)}}, {"D": "x y"}, "", id="a-word-is-not-rare-any-more"),
    pytest.param({"A": "x y", "B": "x y"}, {"A": "x y"}, "A B", id="the-same"),
])  # fmt: skip
def test_one_that_changes(before: dict[str, str], now: dict[str, str | None], pairs: str) -> None:
    """Of pairs of others too, for how rare a word is depends on all."""
    after = {name: words for name, words in {**before, **now}.items() if words is not None}
    again, fresh = found_twice(lines_of(before), lines_of(after), limits(fewest=1))
    assert again == fresh
    assert ", ".join(f"{one.name} {other.name}" for one, other, *_ in fresh.pairs) == pairs


@pytest.mark.parametrize(("before", "now", "pairs"), [
    pytest.param(6, 7, 1, id="a-name-becomes-usual"),
    pytest.param(7, 6, 1 + 15, id="a-name-is-not-usual-any-more"),
    pytest.param(9, 8, 1, id="a-usual-name"),
    pytest.param(8, 9, 1, id="a-usual-name-more"),
    pytest.param(5, 6, 1 + 15, id="nearly-usual"),
])  # fmt: skip
def test_names_of_a_convention(before: int, now: int, pairs: int) -> None:
    """What is called so is compared by no word."""
    others = {"one.py": "class One  a,b shared first", "two.py": "class Two  a,b shared first"}
    commands = {f"file_{number}.py": "class Command  a,b shared second third" for number in range(9)}
    then, later = ({**others, **dict([*commands.items()][:count])} for count in (before, now))
    again, fresh = found_twice(then, later, limits(fewest=1))
    assert again == fresh
    assert len(fresh.pairs) == pairs


def test_words_of_a_name_that_becomes_one_of_a_convention() -> None:
    """A pair of one such is none any more, and what it has is rarer: pairs of others come to be."""
    commands = {f"c_{one}.py": f"class Command  a,b command_{one}" for one in range(7)}
    others = {f"o_{one}.py": f"class Other{one}  a,b first second" for one in range(16)}
    commands |= {f"c_{one}.py": f"class Command  a,b first only_{one} second" for one in range(2)}
    before = {**others, **commands, "p.py": "class Partner  a,b only_0"}
    del before["c_6.py"]
    again, fresh = found_twice(before, {**before, "c_6.py": commands["c_6.py"]}, limits(fewest=1))
    assert again == fresh
    assert len(keeping._found(before, limits(fewest=1))[0].pairs) == 1
    assert len(fresh.pairs) == 120


def test_a_file_that_makes_others_variants() -> None:
    before = {f"app/{one}/rows.py": "class Rows Base a,b first second" for one in "ab"}
    again, fresh = found_twice(before, {**before, "app/c/rows.py": "class Other  a,b third"}, limits(fewest=1))
    assert again == fresh
    assert len(keeping._found(before, limits(fewest=1))[0].pairs) == 1
    assert fresh.pairs == ()


def test_one_unit_more_lets_words_of_all_others_tell_enough() -> None:
    """What 5 of 320 have is enough by itself."""
    before = lines_of({f"U{one}": "x" if one < 5 else f"u{one}" for one in range(319)})
    again, fresh = found_twice(before, {**before, "z.py": "class More  a,b more"}, limits(fewest=1))
    assert again == fresh
    assert (len(keeping._found(before, limits(fewest=1))[0].pairs), len(fresh.pairs)) == (0, 10)


def hardly_enough(half: int, more: int) -> dict[str, str]:
    """A and B share a rare word and some usual ones; the more units have these, the less is it."""
    usual = " ".join(f"often_{number}" for number in range(5))
    others = {f"U{one}": " ".join([f"u{one}", "half" * (one < half), usual * (one < 300)]) for one in range(600)}
    own = {"A": f"x a1 a2 a3 a4 a5 a6 a7 half {usual}", "B": f"x b1 b2 b3 b4 b5 b6 b7 {usual}"}
    return lines_of(
        {
            **own,
            **{name: " ".join(words.split()) for name, words in others.items()},
            **dict.fromkeys([f"V{one}" for one in range(more)], usual),
        }
    )


@pytest.mark.parametrize(("half", "before", "now", "count"), [
    pytest.param(2, False, False, 3, id="too-little"),
    pytest.param(34, True, False, 4, id="hardly-enough"),
    pytest.param(250, True, True, 3, id="enough"),
])  # fmt: skip
def test_what_shares_hardly_enough_is_looked_at(
    half: int, before: bool, now: bool, count: int, searched: list[int | None]
) -> None:
    """Though no word of theirs tells much less than before."""
    then, later = hardly_enough(half, 0), hardly_enough(half, 3)
    again, fresh = found_twice(then, later, limits(fewest=1))
    assert again == fresh
    both = Place("A.py", "A"), Place("B.py", "B")
    assert (both in [pair[:2] for pair in keeping._found(then, limits(fewest=1))[0].pairs]) is before
    assert (both in [pair[:2] for pair in fresh.pairs]) is now
    assert searched[1] == count


def test_only_what_may_be_another_is_looked_at(root: Path, searched: list[int | None]) -> None:
    put(root, {f"more_{number}.py": text(f"More{number}", [f"own_{number}", "common"]) for number in range(40)})
    asked(root, limits())
    put(root, {"more_7.py": text("More7", ["own_8", "common", "other"])})
    assert asked(root, limits()) == asked(root, limits(), cached=False)
    assert searched == [None, 2, None]


def test_what_was_found_again_is_no_start_for_another_run(root: Path, searched: list[int | None]) -> None:
    """Else little by little would become much."""
    asked(root, limits())
    for name in ("one", "two"):
        put(root, {f"{name}.py": text(name.title(), [f"of_{name}", WORDS[0]])})
        session = open_session(str(root), use_cache=True)
        all_wanted(session.index, limits())
        session.index.records._learned.append(1e9)  # so that it is kept
        session.index.save()
        assert asked(root, limits()) == asked(root, limits(), cached=False)
    assert [one is None for one in searched] == [True, False, True, True, True]


def test_many_changes_at_once_are_looked_at_as_a_whole(root: Path, searched: list[int | None]) -> None:
    asked(root, limits())
    put(root, {f"more_{number}.py": text(f"More{number}", [f"own_{number}"]) for number in range(30)})
    assert asked(root, limits()) == asked(root, limits(), cached=False)
    assert searched == [None, None, None]


def test_near_is_what_stirring_may_move() -> None:
    """What tells more by the part of `_MUCH`, and less by it, is within `NEARLY`."""
    assert stirred.NEARLY < (1 - stirred._MUCH) / (1 + stirred._MUCH)


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
