"""Answers that hang on themselves: each with all that it may be, in time that grows no faster than the code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ssot_lint.callables.circular import Circular
from ssot_lint.repo.trails import Trails
from tests.repository import check

#: What each question answers by itself, and the questions whose answers are answers of it too.
_Asked = Mapping[str, tuple[str, str | list[str]]]


def _ask(answers: Circular[str], asked: _Asked, question: str, counted: list[str]) -> list[str]:
    def answer() -> list[str]:
        counted.append(question)
        own, others = asked[question]
        return list(dict.fromkeys([*own, *(one for other in others for one in _ask(answers, asked, other, counted))]))

    return answers.of(question, answer)


@pytest.mark.parametrize(("asked", "expected"), [
    pytest.param({"x": ("a", "")}, "a", id="plain"),
    pytest.param({"x": ("b", "y"), "y": ("a", "")}, "ba", id="in-the-order-of-asking"),
    pytest.param({"x": ("a", "x")}, "a", id="itself"),
    pytest.param({"x": ("", "x")}, "", id="nothing-but-itself"),
    pytest.param({"x": ("b", "y"), "y": ("a", "x")}, "ab", id="each-other"),
    pytest.param({"x": ("", "yz"), "y": ("c", "z"), "z": ("b", "xy")}, "bc", id="three"),
    pytest.param({"x": ("", "y"), "y": ("", "z"), "z": ("a", "yx")}, "a", id="a-circle-on-the-way"),
])  # fmt: skip
def test_answers(asked: _Asked, expected: str) -> None:
    answers: Circular[str] = Circular("?", Trails())
    assert _ask(answers, asked, "x", []) == list(expected)
    again: list[str] = []
    assert _ask(answers, asked, "x", again) == list(expected)
    assert again == []


def test_all_in_a_circle_are_answered_at_once() -> None:
    letters = [chr(ord("A") + number) for number in range(30)]
    asked = {letter: (letter, letters) for letter in letters}
    answers: Circular[str] = Circular("?", Trails())
    counted: list[str] = []
    found = [_ask(answers, asked, question, counted) for question in asked]
    assert found == [letters] * 30
    assert len(counted) <= 30 * 3


def test_answers_that_never_settle_are_not_known() -> None:
    answers: Circular[str] = Circular("?", Trails())
    made = iter("abcdefghijklmnopqrstuvwxyz")
    assert answers.of("x", lambda: [*answers.of("x", list), next(made)]) == ["?"]


def test_a_failure_leaves_nothing_open() -> None:
    answers: Circular[str] = Circular("?", Trails())

    def fail() -> list[str]:
        raise RecursionError

    with pytest.raises(RecursionError):
        answers.of("x", fail)
    assert answers.of("x", lambda: ["a"]) == ["a"]


def test_names_that_are_bound_from_each_other_again_and_again(tmp_path: Path) -> None:
    """Cut down from sympy, where to follow them in all their orders did not end."""
    node = "class Node:\n    def grow(self, evaluate=True) -> 'Node': ...\n"
    steps = "".join(f"    {'abcd'[number % 4]} = {'abcd'[number * 3 % 4]}.grow().grow()\n" for number in range(60))
    text = f"from app.node import Node\ndef f():\n    a = b = c = d = Node()\n{steps}    a.grow(None)\n"
    policy = '[decisions.a]\nargument = "evaluate"\nnever = ["None"]\n'
    assert check(tmp_path, {"app/__init__.py": "", "app/node.py": node, "app/a.py": text}, policy) == (
        "app/a.py:64:12: SSOT003 None is passed as evaluate to grow: pass a real evaluate (a)",
    )
