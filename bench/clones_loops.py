"""Loops written another way."""

from __future__ import annotations

import ast

from bench.clones_blocks import Block, Place, assign, branch, has, name, negated, waits


def appended(one: ast.stmt, target: str) -> tuple[ast.expr, list[ast.expr]] | None:
    """What a loop's only statement appends to a list, and under which conditions."""
    tests: list[ast.expr] = []
    while isinstance(one, ast.If) and not one.orelse and len(one.body) == 1:
        tests.append(one.test)
        one = one.body[0]
    if isinstance(one, ast.Expr) and isinstance(call := one.value, ast.Call) and len(call.args) == 1:
        if ast.unparse(call.func) == f"{target}.append" and not isinstance(call.args[0], ast.Starred):
            return call.args[0], tests
    return None


def loop_to_comprehension(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    first, loop = block[at], block[at + 1] if at + 1 < len(block) else None
    if not isinstance(first, ast.Assign) or not isinstance(loop, ast.For) or loop.orelse or len(loop.body) != 1:
        return None
    target = ast.unparse(first.targets[0])
    found = appended(loop.body[0], target) if ast.unparse(first.value) == "[]" else None
    if found is None or waits(loop):
        return None
    generator = ast.comprehension(target=loop.target, iter=loop.iter, ifs=found[1], is_async=0)
    whole = ast.ListComp(elt=found[0], generators=[generator])
    return [ast.Assign(targets=first.targets, value=whole, lineno=0)], 2


def comprehension_to_loop(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.Assign | ast.Return) or not isinstance(
        whole := one.value, ast.ListComp | ast.SetComp | ast.DictComp
    ):
        return None
    if len(whole.generators) != 1 or waits(whole) or (generator := whole.generators[0]).is_async:
        return None
    is_named = isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name)
    target = ast.unparse(one.targets[0]) if isinstance(one, ast.Assign) and is_named else next(place.fresh)
    start, step = filled(whole, target)
    body: Block = [branch(generator.ifs[0], [step])] if len(generator.ifs) == 1 else [step]
    if len(generator.ifs) > 1:
        body = [branch(ast.BoolOp(op=ast.And(), values=generator.ifs), [step])]
    loop = ast.For(target=generator.target, iter=generator.iter, body=body, orelse=[], lineno=0)
    if is_named:
        return [assign(target, start), loop], 1
    one.value = name(target)
    return [assign(target, start), loop, one], 1


def filled(whole: ast.ListComp | ast.SetComp | ast.DictComp, target: str) -> tuple[ast.expr, ast.stmt]:
    """What a loop starts from, and the statement that adds one to it."""
    if isinstance(whole, ast.DictComp):
        place = ast.Subscript(value=name(target), slice=whole.key, ctx=ast.Store())
        return ast.Dict(keys=[], values=[]), ast.Assign(targets=[place], value=whole.value, lineno=0)
    is_list = isinstance(whole, ast.ListComp)
    start: ast.expr = ast.List(elts=[], ctx=ast.Load()) if is_list else ast.Call(name("set"), [], [])
    how = ast.Attribute(value=name(target), attr="append" if is_list else "add", ctx=ast.Load())
    return start, ast.Expr(value=ast.Call(func=how, args=[whole.elt], keywords=[]))


def while_to_break(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.While) or one.orelse or isinstance(one.test, ast.Constant):
        return None
    body = [branch(negated(one.test), [ast.Break()]), *one.body]
    return [ast.While(test=ast.Constant(value=True), body=body, orelse=[])], 1


def break_to_while(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.While) or not isinstance(one.test, ast.Constant) or len(one.body) < 2:
        return None
    first = one.body[0]
    if not isinstance(first, ast.If) or first.orelse or not isinstance(first.body[0], ast.Break):
        return None
    return [ast.While(test=negated(first.test), body=one.body[1:], orelse=[])], 1


def range_to_while(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    one = block[at]
    if not isinstance(one, ast.For) or one.orelse or not isinstance(one.target, ast.Name) or has(one, ast.Continue):
        return None
    if not isinstance(one.iter, ast.Call) or ast.unparse(one.iter.func) != "range" or len(one.iter.args) != 1:
        return None
    test = ast.Compare(left=name(one.target.id), ops=[ast.Lt()], comparators=one.iter.args)
    step = ast.AugAssign(target=name(one.target.id, is_stored=True), op=ast.Add(), value=ast.Constant(value=1))
    return [assign(one.target.id, ast.Constant(value=0)), ast.While(test=test, body=[*one.body, step], orelse=[])], 1


def for_to_while(block: Block, at: int, place: Place) -> tuple[Block, int] | None:
    """`for x in y` as a `while` over an iterator, with a mark of its own for the end."""
    one = block[at]
    if not isinstance(one, ast.For) or one.orelse or not isinstance(one.target, ast.Name) or len(one.body) < 2:
        return None
    queue = next(place.fresh)
    first = ast.Attribute(value=name(queue), attr="pop", ctx=ast.Load())
    head = assign(one.target.id, ast.Call(func=first, args=[ast.Constant(value=0)], keywords=[]))
    start = assign(queue, ast.Call(func=name("list"), args=[one.iter], keywords=[]))
    return [start, ast.While(test=name(queue), body=[head, *one.body], orelse=[])], 1
