"""Bodies written another way: rules at a rate of the statements."""

from __future__ import annotations

import ast
import random

from bench.clones_blocks import Block, Place, Rule
from bench.clones_branches import (
    and_to_nested,
    argument_out,
    augmented,
    early_to_nested,
    else_to_early,
    if_to_ternary,
    inverted_if,
    nested_to_and,
    nested_to_early,
    temporary_in,
    temporary_out,
    ternary_to_if,
    tuple_split,
    with_split,
)
from bench.clones_loops import (
    break_to_while,
    comprehension_to_loop,
    for_to_while,
    loop_to_comprehension,
    range_to_while,
    while_to_break,
)

RULES: tuple[Rule, ...] = (
    inverted_if,
    early_to_nested,
    nested_to_early,
    else_to_early,
    loop_to_comprehension,
    comprehension_to_loop,
    ternary_to_if,
    if_to_ternary,
    temporary_out,
    temporary_in,
    argument_out,
    and_to_nested,
    nested_to_and,
    while_to_break,
    break_to_while,
    range_to_while,
    for_to_while,
    augmented,
    with_split,
    tuple_split,
)


def rewritten(block: Block, rng: random.Random, rate: float, place: Place) -> Block:
    """The block with rules applied at a rate of its statements, the inner blocks first; each place once."""
    new: Block = []
    left = [inside(one, rng, rate, place) for one in block]
    at = 0
    while at < len(left):
        found = first_that_applies(left, at, rng, place) if rng.random() < rate else None
        statements, used = found or (left[at : at + 1], 1)
        new += statements
        at += used
    return new


def first_that_applies(block: Block, at: int, rng: random.Random, place: Place) -> tuple[Block, int] | None:
    for rule in rng.sample(RULES, len(RULES)):
        if found := rule(block, at, place):
            return found
    return None


def inside(one: ast.stmt, rng: random.Random, rate: float, place: Place) -> ast.stmt:
    tail = "loop" if isinstance(one, ast.For | ast.AsyncFor | ast.While) else ""
    if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
        tail = "function"
    elif isinstance(one, ast.ClassDef):
        return one
    for field in ("body", "orelse", "finalbody"):
        inner = getattr(one, field, None)
        if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
            setattr(one, field, rewritten(inner, rng, rate, Place(tail if field == "body" else "", place.fresh)))
    for part in (*getattr(one, "handlers", ()), *getattr(one, "cases", ())):
        part.body = rewritten(part.body, rng, rate, Place("", place.fresh))
    return one
