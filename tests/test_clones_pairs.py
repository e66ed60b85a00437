"""What is passed over early, since no verdict could make anything of it, is what verdicts make nothing of."""

from __future__ import annotations

import ast
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.clones import pairs as comparing
from ssot_lint.clones.candidates import Place
from ssot_lint.clones.features import Parsed
from ssot_lint.clones.likeness import Likeness
from ssot_lint.clones.verdict import Case, verdict
from ssot_lint.clones.wanted import Wanted

NAMES = ("RowStore", "RowStoreV2", "TableStore", "RowReader", "Store", "load_rows")
PARTS = st.floats(0, 1).map(lambda part: round(part, 2))
WEIGHTS = st.one_of(st.floats(0, 20), st.floats(0, 200)).map(lambda weight: round(weight, 1))

LIKENESSES = st.builds(
    Likeness,
    PARTS,
    WEIGHTS,
    st.integers(0, 5),
    st.integers(0, 5),
    WEIGHTS,
    st.dictionaries(st.sampled_from(("load", "save", "__init__")), WEIGHTS),
    PARTS,
    PARTS,
    PARTS,
    st.integers(0, 6),
    st.integers(0, 4),
    st.booleans(),
)
CASES = st.builds(
    Case,
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.booleans(),
    LIKENESSES,
    st.sampled_from(("apart", "one base", "some bases", "parallel bases")),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.dictionaries(st.sampled_from(("load", "save")), st.integers(1, 9)),
    st.dictionaries(st.sampled_from(("store", "reader")), st.integers(1, 9)),
)


@settings(deadline=None, max_examples=1500)
@given(CASES, st.one_of(st.just(0.2), PARTS))
def test_nothing_is_passed_over_that_has_a_verdict(case: Case, similarity: float) -> None:
    assert comparing._at_best(case, similarity) or verdict(case, similarity) is None


@settings(deadline=None, max_examples=1500)
@given(CASES, PARTS)
def test_use_speaks_against_a_pair(case: Case, similarity: float) -> None:
    """So whether one is used by the other is asked only where there is a verdict without it."""
    unused, used = (verdict(case._replace(is_used=is_used), similarity) for is_used in (False, True))
    assert used in (None, unused)


@pytest.mark.parametrize(("relation", "structure", "is_interface", "may_count"), [
    pytest.param("some bases", 0.5, True, True, id="of-an-interface-in-the-same-words"),
    pytest.param("some bases", 0.4, True, False, id="of-an-interface"),
    pytest.param("apart", 0.3, False, True, id="strangers"),
])  # fmt: skip
def test_an_interface_may_speak_for_a_pair(
    relation: str, structure: float, is_interface: bool, may_count: bool
) -> None:
    found = Likeness(structure, 30.0, 3, 3, 0.0, {}, 0.3, 0.9, 0.0, 0, 0, False)
    case = Case(("RowStore", "Cabinet"), True, found, "apart", False, is_interface, False, False, {}, {})
    case = case._replace(relation=next(one for one in ("apart", "some bases") if one == relation))
    assert comparing._at_best(case, 0.2) is may_count
    assert (verdict(case, 0.2) is not None) is may_count


def parsed(text: str) -> Parsed:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.ClassDef | ast.FunctionDef)
    return Parsed(node)


def test_what_no_verdict_can_be_made_of_is_not_looked_at_further(monkeypatch: pytest.MonkeyPatch) -> None:
    one = parsed("class RowStore:\n    def load(self):\n        return self.rows.fetch_all(1)\n")
    other = parsed("class Cabinet:\n    def shut(self):\n        raise Closed(self.lock.state)\n")
    monkeypatch.setattr(comparing, "likeness", lambda *given: pytest.fail("looked at"))
    assert comparing._compare(one, other, 0.2, is_class=True) is None
    assert comparing._compare(None, other, 0.2, is_class=True) is None


@pytest.mark.parametrize(("bases", "expected"), [
    pytest.param(("", ""), False, id="none"),
    pytest.param(("", "lib.RowStore"), True, id="one-extends-the-other"),
    pytest.param(("Shelf", ""), True, id="the-other-way-round"),
    pytest.param(("lib.RowStore", "lib.RowStore"), False, id="both-extend-what-one-is-called-as"),
])  # fmt: skip
def test_a_class_that_extends_the_other_uses_it(bases: tuple[str, str], expected: bool) -> None:
    load = "    def load(self):\n        return self.rows.fetch_all(self.open_table(1), limit=self.most_rows())\n"
    methods = "".join(load.replace("load", f"load_{number}") for number in range(4))
    one, other = (
        parsed(f"class {name}({base}):\n{methods}") for name, base in zip(("RowStore", "Shelf"), bases, strict=True)
    )
    found = comparing._compare(one, other, 0.2, is_class=True)
    assert found is not None
    assert found[2] is expected


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), unique=True), st.data())
def test_pairs_of_the_same_units_are_near_to_each_other(given: list[tuple[str, str]], data: st.DataObject) -> None:
    wanted = [Wanted(Place(one, one), Place(other, other), True, False) for one, other in given]
    numbers = data.draw(st.lists(st.integers(0, len(wanted) - 1), unique=True)) if wanted else []
    together = comparing._together(wanted, numbers)
    assert sorted(together) == sorted(numbers)
    groups = [{*given[number]} for number in together]
    for group in reduced(groups):
        rows = [row for row, names in enumerate(groups) if names & group]
        assert rows == [*range(rows[0], rows[-1] + 1)]


def reduced(groups: list[set[str]]) -> list[set[str]]:
    """The groups, joined where they share something."""
    found: list[set[str]] = []
    for group in groups:
        joined = {*group, *itertools.chain.from_iterable(one for one in found if one & group)}
        found = [*(one for one in found if not one & group), joined]
    return found
