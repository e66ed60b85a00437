"""Texts for a later Python than this one, read as a whole and in place."""

from __future__ import annotations

import ast
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.source.logical_lines import parsed
from ssot_lint.source.newer_syntax import parse_newer
from ssot_lint.source.source import Source

_IS_OLD = sys.version_info < (3, 12)
_TRY = "try:\n    a()\n"


def dumped(*nodes: ast.AST) -> list[str]:
    return [ast.dump(node, include_attributes=True) for node in nodes]


def tried(handler: str) -> str:
    return f"{_TRY}{handler}\n    b()\n"


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="it is no news there")
@pytest.mark.parametrize(
    ("handler", "known"),
    [
        pytest.param("except A, B:", "except (A, B):", id="two"),
        pytest.param("except A, b.B, c . d.C:  # , x:", "except (A, b.B, c.d.C):", id="three, and attributes"),
        pytest.param("except* A, B:", "except* (A, B):", id="groups"),
        pytest.param("except *A,B :", "except* (A, B):", id="groups, close"),
        pytest.param("except é, ü: pass\nexcept C, D: # é", "except (é, ü):\n    pass\nexcept (C, D):", id="two arms"),
    ],
)
def test_types_without_parentheses(handler: str, known: str) -> None:
    assert ast.unparse(Source("a.py", tried(handler)).tree) == ast.unparse(ast.parse(tried(known)))


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="it is no news there")
def test_types_have_their_places() -> None:
    tree = parse_newer("if x:\n    try: a()\n    except é, B.c, D: pass\n", parsed)
    assert tree is not None
    (types,) = (node for node in ast.walk(tree) if isinstance(node, ast.Tuple))
    places = [(one.lineno, one.col_offset, one.end_lineno, one.end_col_offset) for one in (types, *types.elts)]
    assert places == [(3, 11, 3, 21), (3, 11, 3, 13), (3, 15, 3, 18), (3, 20, 3, 21)]


#: Each is sound but for syntax that Python 3.11 does not know.
NEWER = [
    pytest.param("type X = int\n", id="alias"),
    pytest.param("if x:\n    type é[T: (int, [str])] = list[T]  # type Y = 1\n", id="alias with parameters"),
    pytest.param("type X = (\n    int\n    | str\n)\ny = 1\n", id="alias on several lines"),
    pytest.param("class A[T](B):\n    x = 1\n", id="class"),
    pytest.param("@d\nclass A[*Ts]: x = 1\n", id="class on one line"),
    pytest.param("class A:\n    async def f[**P, T: [int]](self, é=[1]): return é\n", id="method"),
    pytest.param("'''\ntype X = 1\nexcept A, B:\ndef f[T](): pass\n'''\ntype Y = 'é'; z = 1\n", id="text in a string"),
]


@pytest.mark.skipif(not _IS_OLD, reason="it is no news there")
@pytest.mark.parametrize("text", NEWER)
def test_it_is_read_as_it_is_line_by_line(text: str) -> None:
    tree = parse_newer(text, parsed)
    assert tree is not None
    assert dumped(*tree.body) == dumped(*Source("a.py", f"{text}print 'x'\n").tree.body)


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="it is no news there")
def test_strings_stay_as_they_are() -> None:
    text = f'x = """\nexcept A, B:\n"""\n{tried("except A, B:")}'
    tree = parse_newer(text, parsed)
    assert tree is not None
    assert ast.unparse(tree) == ast.unparse(ast.parse(text.replace("B:\n ", "B):\n ").replace("t A, B)", "t (A, B)")))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x = 1\n", id="nothing new"),
        pytest.param("print 'x'\n", id="broken"),
        pytest.param(tried("except A, B:") + "print 'x'\n", id="broken elsewhere"),
        pytest.param(tried("except A, B as e:"), id="with a name"),
        pytest.param("'''\nexcept A, B:\n'''\nprint 'x'\n", id="in a string of a broken text"),
        pytest.param("'''\nexcept A, B:\n'''\n", id="only in a string"),
        pytest.param("type X=int\n", id="no room"),
        pytest.param("type X == int\n", id="a comparison"),
        pytest.param("def f[T]\n", id="half a header"),
    ],
)
def test_what_is_not_read_as_a_whole(text: str) -> None:
    if text == "type X=int\n" and not _IS_OLD:
        pytest.skip("it is sound there")
    assert parse_newer(text, parsed) is None


_PARTS = [
    tried("except A, B:"),
    "type X = int\n",
    "def f[T](x):\n    return x\n",
    "'''\nexcept A, B:\n'''\n",
    "'''\ntype X = 1\n",
    "'''\n",
    "x = [\n",
    "]\n",
    "\\\n",
    "    ",
    "é = 1\n",
]


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(_PARTS), max_size=8).map("".join))
def test_names_stay_in_place(text: str) -> None:
    tree = parse_newer(text, parsed)
    lines = [line.encode() for line in text.split("\n")]
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Name):
            assert lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode() == node.id
