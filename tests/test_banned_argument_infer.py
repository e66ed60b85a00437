"""astroid sees what it is given and nothing else, and is left as it was found."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import pytest
from astroid import context  # type: ignore[import-untyped]
from astroid.exceptions import AstroidBuildingError  # type: ignore[import-untyped]
from astroid.manager import AstroidManager  # type: ignore[import-untyped]

from ssot_lint.source.calls import Literal
from ssot_lint.source.infer import Inference, Object
from ssot_lint.source.source import Source

NONE = Literal(type(None), None)


def inference(texts: Mapping[str, str]) -> tuple[Inference, Source]:
    """The inference over modules by their names, and the source of the one called `main`."""
    sources = {name: Source(f"{name}.py", text, (name,)) for name, text in texts.items()}
    return Inference(sources.get), sources["main"]


def last(source: Source) -> ast.expr:
    statement = source.tree.body[-1]
    assert isinstance(statement, ast.Expr)
    return statement.value


@pytest.mark.parametrize(("text", "literals"), [
    pytest.param("x = None\nx", {NONE}, id="constant"),
    pytest.param("x = None if y else 1\nx", {NONE, Literal(int, 1)}, id="two"),
    pytest.param("from lib import z\nx = None if y else z()\nx", set(), id="one-unknown"),
    pytest.param("x = []\nx", set(), id="no-constant"),
    pytest.param("from other import x\nx", {Literal(str, "there")}, id="given"),
    pytest.param("from json import JSONDecodeError\nJSONDecodeError", set(), id="standard-library"),
    pytest.param("import _ctypes_test, numpy\nnumpy.x", set(), id="environment"),
    pytest.param("x = x1\n" + "".join(f"x{n} = x{n + 1}\n" for n in range(3000)) + "x", set(), id="too-deep"),
])  # fmt: skip
def test_literals(text: str, literals: set[Literal]) -> None:
    infer, source = inference({"main": f"{text}\n", "other": "x = 'there'\n"})
    assert infer.literals(source, last(source)) == literals


@pytest.mark.parametrize(("text", "objects"), [
    pytest.param("class A: ...\nA()", {Object("main.A", False)}, id="object"),
    pytest.param("class A: ...\nA", {Object("main.A", True)}, id="class"),
    pytest.param("class A: ...\nx = None\nif y:\n    x = A()\nx", {Object("main.A", False)}, id="or-none"),
    pytest.param("from other import A\nA()", {Object("other.A", False)}, id="given"),
    pytest.param("import other\nother", set(), id="module"),
    pytest.param("1", set(), id="number"),
])  # fmt: skip
def test_objects(text: str, objects: set[Object]) -> None:
    infer, source = inference({"main": f"{text}\n", "other": "class A: ...\n"})
    assert infer.objects(source, last(source)) == objects


def test_a_text_that_does_not_parse_is_unknown() -> None:
    infer, source = inference({"main": "x = None\nx\n", "other": ""})
    broken = Source("main.py", "def (:\n", ("main",))
    assert infer.literals(broken, last(source)) == {NONE}  # the text of the loader counts
    assert Inference({"main": broken}.get).literals(broken, last(source)) == set()


def test_astroid_is_closed_while_it_infers_and_open_again_after() -> None:
    infer, source = inference({"main": "x = None\nx\n"})
    before = AstroidManager.ast_from_module_name, AstroidManager.ast_from_file, context._INFERENCE_CACHE
    with infer._closed():
        assert AstroidManager().ast_from_module_name("main").name == "main"
        with pytest.raises(AstroidBuildingError):
            AstroidManager().ast_from_module_name("json")
        with pytest.raises(AstroidBuildingError):
            AstroidManager().ast_from_file(__file__)
    assert infer.literals(source, last(source)) == {NONE}
    after = AstroidManager.ast_from_module_name, AstroidManager.ast_from_file, context._INFERENCE_CACHE
    assert all(one is other for one, other in zip(before, after, strict=True))
    assert "main" not in AstroidManager.brain["astroid_cache"]


def test_an_astroid_without_what_we_close_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later astroid may load modules by another way: then nothing is inferred."""
    infer, source = inference({"main": "x = None\nx\n"})
    monkeypatch.delattr(AstroidManager, "ast_from_file")
    assert infer.literals(source, last(source)) == set()
