"""The children of a node are those that `ast` knows, in their order, but for operators and contexts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ssot_lint.source.children import children

_PLACELESS = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
_RARE = """\
@d
async def f(a, /, b: int = 1, *c, d=2, **e) -> int:
    async with a as b, c: x[1:2, ::3] = y = {**z, 1: 2}
    async for i in j: await i
    else: del i, k.l
    global g
    match x:
        case {"a": A(b=1), **rest} | [1, *others] | None as n if n: pass
    try: raise E from None
    except* (A, B) as e: assert (w := -e), f"{x!r:>{y}}"
    finally: return (yield), (yield from z)
x: int
x += a if b else c < d <= e and not f or (lambda g=1: {h for i in j if k for l in m})
from . import a as b, c
import a.b as d
"""


@pytest.mark.parametrize("text", [
    pytest.param(_RARE, id="all kinds of nodes"),
    *(pytest.param(path.read_text("utf-8"), id=path.name) for path in sorted(Path(__file__).parent.glob("test_n*.py"))),
])  # fmt: skip
def test_children(text: str) -> None:
    for node in ast.walk(ast.parse(text)):
        known = [one for one in ast.iter_child_nodes(node) if not isinstance(one, _PLACELESS)]
        assert list(children(node)) == known or sorted(map(id, children(node))) == sorted(map(id, known))
