"""From whole plans to whole policies: `plans/NAME.md` gives `NAME.toml`, and `NAME.txt` has what is told of its lines.

Each expected line was held against the plan by a person; a change of it is a change of behaviour.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.plan.places import Lookup
from ssot_lint.plan.plan import read_plan
from ssot_lint.policy.config import load
from ssot_lint.policy.write import Proposed, accepted_by_reader, policy_text
from ssot_lint.registry import RULES, options
from tests.test_plan_sentences import decided

PLANS = Path(__file__).parent / "plans"


@pytest.mark.parametrize("name", [path.stem for path in sorted(PLANS.glob("*.md"))])
def test_plan(name: str, tmp_path: Path) -> None:
    plan = read_plan((PLANS / f"{name}.md").read_bytes().decode(), f"docs/{name}.md", options())
    expected = (PLANS / f"{name}.toml").read_text(encoding="utf-8")
    assert policy_text(plan.decisions) == expected
    told = "".join(f"{note.line}: {note.kind}: {note.text}\n" for note in plan.notes)
    assert told == (PLANS / f"{name}.txt").read_text(encoding="utf-8")
    (tmp_path / "ssot.toml").write_text(expected, encoding="utf-8")
    assert len(load(str(tmp_path), options(), None, RULES).decisions) == len(plan.decisions)


def test_there_are_plans() -> None:
    assert len(list(PLANS.glob("*.md"))) >= 6


FILES = ("app/core/orders.py", "app/old/orders2.py", "app/facade.py", "app/order_factory.py", "root.py")
DEFINED = {
    "app.core.orders": ("OrderFactory", "OrderLine", "make_order"),
    "app.old.orders2": ("OrderFactory", "Other"),
    "app.order_factory": ("OrderFactory", "Line"),
}
LOOKUP = Lookup(
    lambda path: path.removesuffix(".py").replace("/", "."),
    lambda place: tuple(path for path in FILES if path == place or path.endswith(f"/{place}")),
    lambda name: tuple(module for module, names in DEFINED.items() if name in names),
    lambda module: DEFINED.get(module, ()),
    lambda module: ("OrderLine", "join") if module == "app.facade" else (),
)


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("Keep `orders.py`, delete `orders2.py`.",
                 "order-factory: keep=app.core.orders:OrderFactory delete=app.old.orders2", id="bare-names-and-what-both-define"),
    pytest.param("Keep `app/core/orders.py`; `facade.py` re-exports it.",
                 "order-line: keep=app.core.orders:OrderLine facades=app.facade", id="what-the-facade-hands-on"),
    pytest.param("Keep `app/order_factory.py`.", "order-factory: keep=app.order_factory:OrderFactory", id="what-the-file-is-called"),
    pytest.param("Keep `Other`.", "other: keep=app.old.orders2:Other", id="where-a-class-is"),
    pytest.param("Keep `OrderFactory`.", "keep = [\"package.module:OrderFactory\"]: the plan does not say where OrderFactory is defined",
                 id="several-homes"),
    pytest.param("Keep `OrderFactory`, delete `app/core/orders.py` and `app/order_factory.py`.",
                 "order-factory: keep=app.old.orders2:OrderFactory delete=app.core.orders,app.order_factory", id="the-home-that-stays"),
    pytest.param("Keep `Root` in `root.py`.", "root: keep=root:Root", id="at-the-root"),
    pytest.param("Keep `Root` in `stem.py`.", "keep = [\"package.module:Root\"]: the plan does not say in which folder stem.py is",
                 id="nowhere"),
    pytest.param("Keep `OrderLine` in `elsewhere/orders.py`.", "order-line: keep=elsewhere.orders:OrderLine", id="the-plan-wins"),
])  # fmt: skip
def test_what_the_repository_tells(text: str, expected: str) -> None:
    assert decided(text, LOOKUP) == [expected]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("## Mail\n\nEvents `a.b` are sent.\n\n## Mail\n\nInstances of `Mail` share no state.", ["mail", "mail"], id="same-heading"),
    pytest.param("## 1. The order factory\n\nKeep `OrderFactory` in `a/b.py`.", ["order-factory"], id="heading"),
    pytest.param("## Billing\n\nKeep `OrderFactory` in `a/b.py`.", ["order-factory"], id="heading-of-something-else"),
    pytest.param("## Orders\n\nKeep `OrderFactory` in `a/b.py`.", ["order-factory"], id="kind-is-added"),
    pytest.param("## \u65e5\u672c\n\nKeep `\u00c4rger` in `a/b.py`.", ["rger"], id="not-ascii"),
    pytest.param("Don't create `\u65e5/\u672c.py`.", ["decision"], id="nothing-to-say-in-ascii"),
    pytest.param("Delete `a/old.py`.", ["a-old"], id="general-word"),
])  # fmt: skip
def test_names(text: str, expected: list[str]) -> None:
    found = [one.name for one in read_plan(text, "PLAN.md", options()).decisions]
    assert len(set(found)) == len(found)
    assert [name.removesuffix("-2") for name in found] == expected


@pytest.mark.parametrize(("keys", "left", "problem"), [
    pytest.param({"keep": ["m:A"]}, ["a.b", "c"], "", id="good"),
    pytest.param({"ban-classes": ["A"]}, ["a.b"], "decisions.c.ban-classes: A is also the name of m:A", id="contradiction"),
    pytest.param({"only": ["*"]}, ["a.b"], "decisions.c.only: '*' matches every class", id="value"),
    pytest.param({}, ["a.b"], "decisions.c: decides nothing", id="idle"),
])  # fmt: skip
def test_what_is_written_is_read_again(keys: dict[str, object], left: list[str], problem: str) -> None:
    accepted, problems = accepted_by_reader((Proposed("a.b", {"keep": ["m:A"]}), Proposed("c", keys)), options())
    assert [one.name for one in accepted] == left
    assert [one.startswith(problem) for one in problems] == ([True] if problem else [])


def test_what_is_wrong_without_a_name_goes_from_the_end() -> None:
    accepted, problems = accepted_by_reader(
        (Proposed("a", {"keep": ["m:A"]}), Proposed("\u00e9", {"keep": ["m:B"]})), options()
    )
    assert [one.name for one in accepted] == ["a"]
    assert len(problems) == 1


def test_text_of_a_policy() -> None:
    decisions = (
        Proposed("a.b", {"keep": ["m:A"], "see": 'a "b"\n', "complete": True}),
        Proposed("c", {"ban-classes": tuple(f"AVeryLongNameOfAClass{n}" for n in range(5)), "only": ()}),
    )
    names = "".join(f'    "AVeryLongNameOfAClass{n}",\n' for n in range(5))
    assert policy_text(decisions) == (
        '[decisions."a.b"]\nkeep = ["m:A"]\nsee = "a \\"b\\"\\n"\ncomplete = true\n\n'
        f"[decisions.c]\nban-classes = [\n{names}]\nonly = []\n"
    )
