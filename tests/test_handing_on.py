"""What a text hands on, as its bytes tell it."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.repo.handing_on import is_renamed, may_hand_on, plain_imports
from ssot_lint.source.needles import Needles


@pytest.mark.parametrize(("text", "names", "rest"), [
    pytest.param("from a.b import c\n", ["a.b c c"], "\n", id="one"),
    pytest.param("from a import b, c as d  # e\nx = 1\n", ["a b b", "a c d"], "\nx = 1\n", id="several"),
    pytest.param("from a import (\n    b,\n    c as d,\n)\n", ["a b b", "a c d"], "\n", id="in-brackets"),
    pytest.param("from . import a\nfrom ..b import c\n", [". a a", "..b c c"], "\n\n", id="relative"),
    pytest.param("from a import b", ["a b b"], "", id="without-line-end"),
    pytest.param('"""\nfrom a import b\n"""\n', ["a b b"], '"""\n\n"""\n', id="in-a-string"),
    pytest.param("if x:\n    from a import b\n", [], None, id="indented"),
    pytest.param("from a import *\n", [], None, id="star"),
    pytest.param("from a import b; c = b\n", [], None, id="more-in-the-line"),
    pytest.param("from a import (  # why\n    b,\n)\n", [], None, id="a-comment-in-brackets"),
    pytest.param("from a import \\\n    b\n", [], None, id="continued"),
    pytest.param("from a import b c\n", [], None, id="no-python"),
    pytest.param("from a import ()\n", [], None, id="nothing"),
    pytest.param("from a import b\r\n", [], None, id="other-line-ends"),
    pytest.param("import a\n", [], None, id="another-statement"),
])  # fmt: skip
def test_plain_imports(text: str, names: list[str], rest: str | None) -> None:
    found, left = plain_imports(text.encode())
    assert [f"{'.' * one.level}{one.module} {one.name} {one.bound}" for one in found] == names
    assert left.decode() == (text if rest is None else rest)


PIECES = ("from", "import", "a", "b.c", ".", "..", " ", "as", ",", "(", ")", "\n", "\\\n", "#", ";", "*", "\t", "x = 1")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(lambda pieces: "from a import " + " ".join(pieces)))
def test_what_is_taken_is_what_the_tree_says(text: str) -> None:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    said = [
        ("." * node.level + (node.module or ""), alias.name, alias.asname or alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    found, rest = plain_imports(text.encode())
    left = [
        ("." * node.level + (node.module or ""), alias.name, alias.asname or alias.name)
        for node in ast.parse(rest).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert sorted([("." * one.level + one.module, one.name, one.bound) for one in found] + left) == sorted(said)


@pytest.mark.parametrize("text", [
    pytest.param("x = Old  " + "# " * 2000 + "\n", id="a-line-of-hashes"),
    pytest.param("Old" + "\\ " * 2000 + "y\n", id="backslashes-and-blanks"),
    pytest.param("Old" + " .a" * 2000 + " !\n", id="a-long-chain"),
])  # fmt: skip
def test_no_text_takes_forever(text: str) -> None:
    """A search that goes back and forth over such a line would not end in a lifetime."""
    assert may_hand_on(text.encode(), Needles({"Old"})) is text.startswith("x")


@pytest.mark.parametrize(("text", "at_top", "anywhere"), [
    pytest.param("u = app.util\n", True, True, id="assigned"),
    pytest.param("from app import util as u\n", True, True, id="imported"),
    pytest.param("from app.util import *\n", True, True, id="all-of-it"),
    pytest.param("def f():\n    u = app.util\n", False, True, id="in-a-function"),
    pytest.param("class C:\n    def f(self):\n        u = app.util\n", False, True, id="in-a-method"),
    pytest.param("if x:\n    u = app.util\n", True, True, id="under-a-condition"),
    pytest.param("def f():\n    global u\n    u = app.util\n", True, True, id="to-a-global"),
    pytest.param('x = """\ndef f():\n    """\n    u = app.util\n', True, True, id="a-string-may-end-before"),
    pytest.param("    >>> u = app.util\n", False, False, id="an-example"),
    pytest.param("u = app.utility\n", False, False, id="another-word"),
    pytest.param("u(app.util)\n", False, False, id="used"),
    pytest.param("# coding: utf-7\nu\n", True, True, id="who-knows"),
])  # fmt: skip
def test_is_renamed(text: str, at_top: bool, anywhere: bool) -> None:
    assert is_renamed(text.encode(), "util", at_top=True) is at_top
    assert is_renamed(text.encode(), "util") is anywhere
