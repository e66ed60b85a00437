"""The words without which no call reaches a parameter: by what other names a function goes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ssot_lint.callables.assignments import Setters, _Patterns
from ssot_lint.callables.takers import Takers
from tests.repository import session

_HOME = "class HostAlias:\n    def __init__(self, run_id): ...\ndef take(run_id): ...\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("from app.home import take as given\n", {"given"}, id="renamed"),
        pytest.param("from app.home import HostAlias as Host\n", {"Host"}, id="a name that ends in as"),
        pytest.param("from app.home import (\n    HostAlias\n    as\n    Host,\n)\n", {"Host"}, id="on several lines"),
        pytest.param("from app.home import HostAlias \\\n    as \\\n    Host\n", {"Host"}, id="continued"),
        pytest.param("import app.home\ngiven = app.home.take\n", {"given"}, id="assigned"),
        pytest.param("import app.home\ngiven = app.home.take", {"given"}, id="assigned at the end"),
        pytest.param("from app.home import *\nclass Sub(HostAlias): ...\n", {"Sub"}, id="inherited"),
        pytest.param("from app.home import take\nhas = 1  # take has as a rule\n", set(), id="a comment"),
    ],
)
def test_other_names(tmp_path: Path, text: str, words: set[str]) -> None:
    index = session(tmp_path, {"app/__init__.py": "", "app/home.py": _HOME, "app/a.py": text}).index
    assert Takers("run_id", index).words == {"run_id", "take", "HostAlias", *words}


@pytest.mark.parametrize("first", ["def take(run_id): ...\n", "async def take(a, *, run_id=None): ...\n"])
def test_a_definition_on_the_first_line(tmp_path: Path, first: str) -> None:
    index = session(tmp_path, {"a.py": first, "b.py": "def other(my_run_id, run_ids): ...\n"}).index
    assert Takers("run_id", index).words == {"run_id", "take"}


@pytest.mark.parametrize(
    ("text", "setters"),
    [
        pytest.param("x.value = f()", {*Setters}, id="computed"),
        pytest.param("x.value = 1", {*Setters}, id="set"),
        pytest.param("x.value += 1", {*Setters}, id="added to"),
        pytest.param("for x.value in y: pass", {*Setters}, id="of a loop"),
        pytest.param("del x.y, x.value", {*Setters}, id="deleted"),
        pytest.param("model del_x.value", set(), id="another word"),
        pytest.param("self.value = 1", {Setters.OF_OBJECT, Setters.OF_CLASS}, id="of itself"),
        pytest.param("myself.value = 1", {*Setters}, id="of another"),
        pytest.param("patch('a.value')", {*Setters}, id="by name"),
        pytest.param("x.__setattr__ \\\n  ('value', 1)", {*Setters}, id="by name, on two lines"),
        pytest.param("getattr(x, 'value'); dispatch('value')", set(), id="a string"),
        pytest.param("x.value == 1", set(), id="compared"),
        pytest.param("    value = 1", {Setters.OF_CLASS}, id="in a body"),
        pytest.param("    def value(self): ...", {Setters.OF_CLASS}, id="defined in a body"),
        pytest.param("value = 1", set(), id="at the top"),
    ],
)
def test_where_an_attribute_may_be_set(text: str, setters: set[Setters]) -> None:
    data = f"\n{text}\n".encode()
    assert {one for one in Setters if _Patterns.of("value", one).may_set(data)} == setters
    is_computed = re.search(r"\.value = f", text) is not None
    assert {bool(_Patterns.of("value", one).computed.search(data)) for one in Setters} == {is_computed}


_USES = "def take(run_id): ...\ndef get(x, run_id=None): ...\n"


@pytest.mark.parametrize(
    ("text", "as_text", "expected"),
    [
        pytest.param("run_id = 1\nf(run_id = 2)", False, True, id="keyword"),
        pytest.param("f(run_id  # why\n  =None)", False, True, id="keyword on two lines"),
        pytest.param("f(**x)", False, True, id="spread"),
        pytest.param("f = lambda run_id: 1; f(None)", False, True, id="lambda"),
        pytest.param("x.take(None)", False, True, id="position"),
        pytest.param("go = x.take", False, True, id="a name for it"),
        pytest.param("x.get(1)", False, True, id="a number"),
        pytest.param("x.get('a', None)", False, True, id="several"),
        pytest.param("x.get('a')(None)", False, True, id="the result is called"),
        pytest.param("x.get('a')", False, False, id="a text"),
        pytest.param('x.get( "a" )', True, True, id="a text that counts"),
        pytest.param("x.get()", False, False, id="nothing"),
        pytest.param("print(run_id, x.run_id == 1)", False, False, id="another use"),
        pytest.param("f(1, None)", False, False, id="another function"),
        pytest.param("x.g\u00ebt('a')", False, True, id="not ASCII"),
    ],
)
def test_what_may_pass_the_argument(tmp_path: Path, text: str, as_text: bool, expected: bool) -> None:
    index = session(tmp_path, {"home.py": _USES, "a.py": f"{text}\n"}).index
    assert Takers("run_id", index).may_be_passed("a.py", as_text=as_text) is expected


def test_what_is_made_by_a_text_may_be_called(tmp_path: Path) -> None:
    home = "class Maker:\n    def __init__(self, x): ...\n    def __call__(self, run_id): ...\n"
    index = session(tmp_path, {"home.py": home, "a.py": "import home\nmake = home.Maker('a')\nmake(None)\n"}).index
    assert Takers("run_id", index).may_be_passed("a.py", as_text=False)
