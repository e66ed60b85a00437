"""Another division of the work: statements change places where they can, and parts become helpers."""

from __future__ import annotations

import ast
import random

from bench.clones_blocks import Block, assign, has, name
from bench.clones_names import Function, method_name

LEAST = 5


def touched(one: ast.stmt) -> tuple[set[str], set[str]]:
    """What a statement reads and what it binds; an attribute of `self` counts by its name."""
    reads: set[str] = set()
    binds: set[str] = set()
    for node in ast.walk(one):
        if isinstance(node, ast.Name):
            (reads if isinstance(node.ctx, ast.Load) else binds).add(node.id)
        elif isinstance(node, ast.Attribute):
            (reads if isinstance(node.ctx, ast.Load) else binds).add(f".{node.attr}")
    return reads, binds


def are_independent(one: ast.stmt, other: ast.stmt) -> bool:
    """Whether two assignments may change places: neither calls, and neither binds what the other touches."""
    if not all(isinstance(it, ast.Assign | ast.AnnAssign) and not has(it, ast.Await, ast.Yield) for it in (one, other)):
        return False
    if has(one, ast.Call) and has(other, ast.Call):
        return False
    (reads, binds), (other_reads, other_binds) = touched(one), touched(other)
    return not (binds & (other_reads | other_binds) or other_binds & reads)


def shuffled(block: Block, rng: random.Random) -> Block:
    new = list(block)
    for at in range(len(new) - 1):
        if are_independent(new[at], new[at + 1]) and rng.random() < 0.6:
            new[at], new[at + 1] = new[at + 1], new[at]
    return new


def extracted(method: Function, rng: random.Random, taken: set[str]) -> ast.FunctionDef | None:
    """A helper made of the first part of a method, which calls it then; None where nothing can go.

    What goes binds one name at most that the rest reads, and neither leaves the method nor waits.
    """
    start = 1 if ast.get_docstring(method) is not None else 0
    own = method.args.args[0].arg if method.args.args else ""
    if own != "self" or method.decorator_list or len(method.body) - start < LEAST or rng.random() < 0.3:
        return None
    if has(method, ast.Global, ast.Nonlocal):
        return None
    for end in range(start + (len(method.body) - start + 1) // 2, start + 1, -1):
        part, rest = method.body[start:end], method.body[end:]
        if any(has(one, ast.Return, ast.Await, ast.Yield, ast.YieldFrom, ast.AsyncFor, ast.AsyncWith) for one in part):
            continue
        binds = set().union(*(touched(one)[1] for one in part))
        given = {node.arg for node in ast.walk(method.args) if isinstance(node, ast.arg)} - {own}
        later = {node.id for one in rest for node in ast.walk(one) if isinstance(node, ast.Name)}
        out = sorted({one for one in binds if not one.startswith(".")} & later)
        if len(out) > 1:
            continue
        read = set().union(*(touched(one)[0] for one in part))
        return split(method, (start, end), sorted(given & (read | binds)), out, method_name(method.name, rng, taken))
    return None


def split(method: Function, span: tuple[int, int], given: list[str], out: list[str], new: str) -> ast.FunctionDef:
    start, end = span
    helper = "_" + new.strip("_")
    part = method.body[start:end]
    called = ast.Attribute(value=name("self"), attr=helper, ctx=ast.Load())
    call = ast.Call(func=called, args=[name(one) for one in given], keywords=[])
    method.body[start:end] = [assign(out[0], call) if out else ast.Expr(value=call)]
    arguments = ast.arguments(
        posonlyargs=[], args=[ast.arg(arg=one) for one in ("self", *given)], kwonlyargs=[], kw_defaults=[], defaults=[]
    )
    body = [*part, ast.Return(value=name(out[0]))] if out else part
    return ast.FunctionDef(name=helper, args=arguments, body=body, decorator_list=[], lineno=0)
