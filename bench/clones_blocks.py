"""What rules are made of that write statements another way.

A rule takes a block and a place in it, and gives the new statements and how many of the old ones
they stand for, or None where it does not apply. The meaning is kept as far as a person would keep
it who writes the thing anew; what a benchmark needs is that the text parses and does the same job.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

Block = list[ast.stmt]
LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
SIMPLE = (ast.Name, ast.Constant)
OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.In: ast.NotIn,
    ast.Is: ast.IsNot,
    ast.Lt: ast.GtE,
    ast.Gt: ast.LtE,
}
OPPOSITES |= {there: here for here, there in OPPOSITES.items()}


class Place(NamedTuple):
    """Where a block stands: what its end leads to, and names that are free in the function."""

    tail: str  # "function", "loop" or ""
    fresh: Iterator[str]


Rule = Callable[[Block, int, Place], tuple[Block, int] | None]


def name(text: str, is_stored: bool = False) -> ast.Name:
    return ast.Name(id=text, ctx=ast.Store() if is_stored else ast.Load())


def assign(target: str, value: ast.expr) -> ast.Assign:
    return ast.Assign(targets=[name(target, is_stored=True)], value=value, lineno=0)


def branch(test: ast.expr, body: Sequence[ast.stmt], orelse: Sequence[ast.stmt] = ()) -> ast.If:
    return ast.If(test=test, body=list(body), orelse=list(orelse))


def negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in OPPOSITES:
        return ast.Compare(left=test.left, ops=[OPPOSITES[type(test.ops[0])]()], comparators=test.comparators)
    return ast.UnaryOp(op=ast.Not(), operand=test)


def has(node: ast.AST, *kinds: type[ast.AST]) -> bool:
    return any(isinstance(one, kinds) for one in ast.walk(node))


def waits(node: ast.AST) -> bool:
    """Whether the node may not be moved: it waits, yields or binds."""
    return has(node, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
