"""Branches, assignments and what is returned, written another way."""

from __future__ import annotations

import ast
from copy import deepcopy

from bench.clones_blocks import LEAVES, SIMPLE, Block, Place, assign, branch, has, name, negated, waits


def inverted_if(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.If) or not one.orelse or isinstance(one.orelse[0], ast.If):
        return None
    return [branch(negated(one.test), one.orelse, one.body)], 1


def early_to_nested(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one, rest = block[at], block[at + 1 :]
    if not isinstance(one, ast.If) or one.orelse or not isinstance(one.body[-1], LEAVES) or not 0 < len(rest) < 8:
        return None
    is_bare = len(one.body) == 1 and place.tail == "function" and ast.unparse(one.body[0]) == "return"
    return [branch(negated(one.test), rest, () if is_bare else one.body)], len(rest) + 1


def nested_to_early(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not place.tail or at + 1 < len(block) or not isinstance(one, ast.If) or one.orelse or len(one.body) < 2:
        return None
    leave: ast.stmt = ast.Return(value=None) if place.tail == "function" else ast.Continue()
    return [branch(negated(one.test), [leave]), *one.body], 1


def else_to_early(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.If) or not one.orelse or not isinstance(one.body[-1], LEAVES):
        return None
    return [branch(one.test, one.body), *one.orelse], 1


def ternary_to_if(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.Assign | ast.Return) or not isinstance(choice := one.value, ast.IfExp):
        return None
    other = deepcopy(one)
    one.value, other.value = choice.body, choice.orelse
    return [branch(choice.test, [one], [other])], 1


def if_to_ternary(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.If) or len(one.body) != 1:
        return None
    rest = one.orelse or block[at + 1 : at + 2]
    here, there = one.body[0], rest[0] if rest else None
    if isinstance(here, ast.Return) and isinstance(there, ast.Return) and here.value and there.value:
        value = ast.IfExp(test=one.test, body=here.value, orelse=there.value)
        return [ast.Return(value=value)], 1 if one.orelse else 2
    if not isinstance(here, ast.Assign) or not isinstance(there, ast.Assign) or len(one.orelse) != 1:
        return None
    if [ast.dump(target) for target in here.targets] != [ast.dump(target) for target in there.targets]:
        return None
    here.value = ast.IfExp(test=one.test, body=here.value, orelse=there.value)
    return [here], 1


def temporary_out(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one, after = block[at], block[at + 1] if at + 1 < len(block) else None
    if not isinstance(one, ast.Assign) or not isinstance(after, ast.Return) or not isinstance(after.value, ast.Name):
        return None
    if len(one.targets) != 1 or ast.unparse(one.targets[0]) != after.value.id:
        return None
    return [ast.Return(value=one.value)], 2


def temporary_in(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.Return) or one.value is None or isinstance(one.value, SIMPLE):
        return None
    target = next(place.fresh)
    return [assign(target, one.value), ast.Return(value=name(target))], 1


def argument_out(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    """The first argument that is an expression gets a variable of its own."""
    one = block[at]
    value = one.value if isinstance(one, ast.Expr | ast.Assign | ast.Return | ast.AugAssign) else None
    call = value.value if isinstance(value, ast.Await) else value
    if not isinstance(call, ast.Call) or waits(call):
        return None
    for number, argument in enumerate(call.args):
        if not isinstance(argument, (*SIMPLE, ast.Starred, ast.GeneratorExp, ast.Lambda)):
            target = next(place.fresh)
            call.args[number] = name(target)
            return [assign(target, argument), one], 1
    return None


def and_to_nested(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.If) or one.orelse or not isinstance(one.test, ast.BoolOp):
        return None
    if not isinstance(one.test.op, ast.And) or len(one.test.values) != 2:
        return None
    return [branch(one.test.values[0], [branch(one.test.values[1], one.body)])], 1


def nested_to_and(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.If) or one.orelse or len(one.body) != 1:
        return None
    inner = one.body[0]
    if not isinstance(inner, ast.If) or inner.orelse:
        return None
    return [branch(ast.BoolOp(op=ast.And(), values=[one.test, inner.test]), inner.body)], 1


def augmented(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if isinstance(one, ast.AugAssign) and isinstance(one.target, ast.Name | ast.Attribute):
        left = deepcopy(one.target)
        left.ctx = ast.Load()
        return [ast.Assign(targets=[one.target], value=ast.BinOp(left, one.op, one.value), lineno=0)], 1
    if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.value, ast.BinOp):
        target = one.targets[0]
        if isinstance(target, ast.Name | ast.Attribute) and ast.unparse(target) == ast.unparse(one.value.left):
            return [ast.AugAssign(target=target, op=one.value.op, value=one.value.right)], 1
    return None


def with_split(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.With) or len(one.items) != 2:
        return None
    inner = ast.With(items=one.items[1:], body=one.body, lineno=0)
    return [ast.With(items=one.items[:1], body=[inner], lineno=0)], 1


def tuple_split(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.Assign) or len(one.targets) != 1 or not isinstance(one.value, ast.Tuple):
        return None
    target = one.targets[0]
    if not isinstance(target, ast.Tuple) or len(target.elts) != len(one.value.elts):
        return None
    if has(one, ast.Starred) or {ast.unparse(it) for it in target.elts} & {
        ast.unparse(it) for it in ast.walk(one.value) if isinstance(it, ast.expr)
    }:
        return None
    pairs = zip(target.elts, one.value.elts, strict=True)
    return [ast.Assign(targets=[here], value=value, lineno=0) for here, value in pairs], 1
