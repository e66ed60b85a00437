"""What another build has kept in the cache, in another shape, is as good as not there."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.registry import RULES
from ssot_lint.repo import cache
from ssot_lint.repo.cache import Cache
from ssot_lint.repo.kept_shapes import Shape, anything, by_text, count, flag, list_of, number, row, text, texts
from ssot_lint.session import Session, open_session
from tests.processes import git
from tests.repository import lines, write

OTHERS: tuple[Any, ...] = (None, True, 7, -1, 0.5, "x", [], ["x"], [[1]], {}, {"x": 1}, [None, {}], {"x": [[]]})


@pytest.mark.parametrize(("shape", "fits"), [
    pytest.param(anything, OTHERS, id="anything"),
    pytest.param(text, ("x",), id="text"),
    pytest.param(flag, (True,), id="flag"),
    pytest.param(count, (7,), id="count"),
    pytest.param(number, (7, -1, 0.5), id="number"),
    pytest.param(texts, ([], ["x"]), id="texts"),
    pytest.param(list_of(list_of(count)), ([], [[1]]), id="lists-of-counts"),
    pytest.param(by_text(count), ({}, {"x": 1}), id="counts-by-text"),
    pytest.param(by_text(list_of(texts)), ({}, {"x": [[]]}), id="lists-by-text"),
    pytest.param(row(text), (["x"],), id="row-of-one"),
    pytest.param(row(), ([],), id="row-of-none"),
    pytest.param(row(anything, anything), ([None, {}],), id="row-of-two"),
])  # fmt: skip
def test_shapes(shape: Shape, fits: tuple[Any, ...]) -> None:
    assert [one for one in OTHERS if shape(one)] == [*fits]


POLICY = """\
[decisions.engine]
keep = ["app.core:Engine"]
delete = ["app.old"]
ban-classes = ["Legacy*"]
[decisions.run]
argument = "run_id"
never = ["None"]
"""
(LIKE, *_), FILES = (
    RULES["SSOT102"].examples,
    {
        "app/core.py": "class Engine: ...\ndef run(run_id): ...\n",
        "app/mid.py": "from app.core import Engine, gone, given\nfrom app.sub import run\n",
        "app/sub/__init__.py": "from app.core import run\nrun(None)\nLegacyBus = Engine\n",
        "app/set.py": "import app.core\napp.core.given = 1\nsetattr(app.core, 'other', 2)\n",
        "app/one.py": "class JobFactory: ...\nfrom .core import other  # noqa: SSOT104\nimport app.none\n",
        "app/two.py": "class JobFactory: ...\nimport app.old\n",
        "tests/test_app.py": "from unittest import mock\nmock.patch('app.core.lost')\nmock.patch('app.mid.Engine.x')\n",
        "docs/a.md": "`LegacyBus`, `app.old`\n",
    },
)


class Kept:
    """A repository, what a run says of it, and what that kept."""

    def __init__(self, root: Path) -> None:
        git(root, "init", "--quiet")
        write(root, {**LIKE.files, **FILES}, POLICY)
        self.root = root
        self.said = lines(self.session().check())
        self.answers = json.loads(Cache(str(root))._front.answers)

    def session(self) -> Session:
        return open_session(str(self.root), use_cache=True)

    def said_with(self, answers: Any, change: str = "") -> tuple[str, ...]:
        """What a run says whose cache has other answers."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Cache, "answers", property(lambda _: copy.deepcopy(answers)))
            patch.setattr(Cache, "save", lambda *_: None)
            return lines(self.session().check(texts={"app/mid.py": change.encode()} if change else None))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "_SETTLED", -(10**18))
        yield Kept(tmp_path_factory.mktemp("kept"))


def test_all_kinds_of_answers_are_kept(kept: Kept) -> None:
    kinds = {question.partition(" ")[0] for question in kept.answers}
    assert kinds >= {"mentioning", "doubtful", "uses", "imported", "importers", "attributes", "wanted", "likenesses"}
    assert {line.split()[1] for line in kept.said} >= {"SSOT001", "SSOT002", "SSOT003", "SSOT007", "SSOT102", "SSOT104"}


@pytest.mark.parametrize("other", [pytest.param(one, id=json.dumps(one)) for one in OTHERS if one not in ([], {})])
def test_answers_of_another_shape_are_none(other: Any, kept: Kept) -> None:
    lists = [question for question, answer in kept.answers.items() if isinstance(answer, list) and other == ["x"]]
    answers = {question: other for question in kept.answers if question not in lists}
    assert kept.said_with(answers) == kept.said


def _paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all that is in a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield (*above, key)
        yield from _paths(below, (*above, key))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_no_answer_makes_a_run_fail(data: st.DataObject, kept: Kept) -> None:
    answers = copy.deepcopy(kept.answers)
    for _ in range(data.draw(st.integers(1, 3))):
        *above, last = data.draw(st.sampled_from([*_paths(answers)]))
        place = answers
        for key in above:
            place = place[key]
        other = data.draw(st.sampled_from([*OTHERS, ...]))
        if other is ...:
            del place[last]
        else:
            place[last] = copy.deepcopy(other)
    change = data.draw(st.sampled_from(("", "from app.core import Engine\n", "import app.core as x; x.y = 1\n")))
    failures = [line for line in kept.said_with(answers, change) if "Traceback" in line]
    assert failures == []


def test_answers_that_are_no_mapping_are_none(kept: Kept) -> None:
    one = Cache(str(kept.root))
    one._front = one._front._replace(answers=b"[1]")
    assert (one.answers, one.answer("q", anything)) == ({}, None)
