"""What a statement does, without the names that a copy changes: its shape.

Left out are local names, attributes of `self`, constants, annotations, logging and docstrings;
kept are the names that are called and the attributes of other things. Two statements of one
shape do the same with other words.
"""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

#: What methods call the object, or class, that they belong to.
SELF = frozenset({"self", "cls"})
_LOG_METHODS = frozenset("debug info warning warn error exception critical log".split())  # noqa: SIM905
_WORD = re.compile(r"[A-Za-z_]\w+")
_PART = re.compile(r"\w+|\W")
#: Words in shapes that are in nearly every class.
_USUAL = frozenset(
    "len str int bool float bytes isinstance issubclass list dict set tuple frozenset type super object range print "  # noqa: SIM905
    "getattr hasattr setattr sorted zip enumerate any all min max sum map filter repr iter next open read write close "
    "append extend get join format items keys values update add pop strip split replace startswith endswith lower "
    "upper copy encode decode __init__ for return raise except try with if while assert def Add Sub Mult Div Mod And "
    "Or Not NotIn In Is IsNot Eq NotEq Lt Gt LtE GtE".split()
)


def shapes_of(body: Iterable[ast.stmt]) -> Counter[str]:
    """The shapes of the statements in a body, those inside others too, and how many there are of each."""
    found: Counter[str] = Counter()
    stack = [*body]
    while stack:
        node = stack.pop()
        if not is_silent(node):
            found.update(_statement(node))
            stack += _inside(node)
    return found


@lru_cache(maxsize=1 << 16)
def weight(shape: str) -> float:
    """How much it tells that two classes have a statement of a shape: names that are called tell most."""
    telling = sum(word not in _USUAL for word in _WORD.findall(shape))
    return math.log2(1 + len(_PART.findall(shape)) / 4 + telling)


def is_silent(node: ast.stmt) -> bool:
    """Whether a statement does nothing that counts: docstrings, `pass`, imports, logging."""
    if isinstance(node, ast.Expr):
        value = node.value.value if isinstance(node.value, ast.Await) else node.value
        return isinstance(value, ast.Constant) or (isinstance(value, ast.Call) and _is_logging(value.func))
    return isinstance(node, ast.Pass | ast.Import | ast.ImportFrom | ast.Global | ast.Nonlocal)


def _is_logging(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id == "print"
    if not isinstance(called, ast.Attribute) or called.attr not in _LOG_METHODS:
        return False
    logger = called.value
    while isinstance(logger, ast.Attribute | ast.Call):
        if isinstance(logger, ast.Attribute) and "log" in logger.attr.lower():
            return True
        logger = logger.value if isinstance(logger, ast.Attribute) else logger.func
    return isinstance(logger, ast.Name) and ("log" in logger.id.lower() or logger.id == "warnings")


def _inside(node: ast.stmt) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for name in ("body", "orelse", "finalbody"):
        found += getattr(node, name, ())
    for part in getattr(node, "handlers", ()) or getattr(node, "cases", ()):
        found += part.body
    return found


def _statement(node: ast.stmt) -> list[str]:
    make = _STATEMENTS.get(type(node))
    return [type(node).__name__.lower()] if make is None else make(node)


def _condition(node: ast.If | ast.While) -> list[str]:
    return [f"{type(node).__name__.lower()} {_shape(node.test)}"]


def _loop(node: ast.For | ast.AsyncFor) -> list[str]:
    return [f"for {_shape(node.iter)}"]


def _with(node: ast.With | ast.AsyncWith) -> list[str]:
    return [f"with {_joined(item.context_expr for item in node.items)}"]


def _try(node: ast.Try | ast.TryStar) -> list[str]:
    return ["try", *(f"except {_caught(handler.type)}" for handler in node.handlers)]


def _return(node: ast.Return) -> list[str]:
    return [f"return {_optional(node.value)}"]


def _raise(node: ast.Raise) -> list[str]:
    return [f"raise {_optional(node.exc)}"]


def _assert(node: ast.Assert) -> list[str]:
    return [f"assert {_shape(node.test)}"]


def _assign(node: ast.Assign) -> list[str]:
    return [f"{'='.join(map(_target, node.targets))}={_shape(node.value)}"]


def _announce(node: ast.AnnAssign) -> list[str]:
    return [f"{_target(node.target)}={_shape(node.value)}"] if node.value else []


def _augment(node: ast.AugAssign) -> list[str]:
    return [f"{_target(node.target)}{type(node.op).__name__}={_shape(node.value)}"]


def _expression(node: ast.Expr) -> list[str]:
    return [_shape(node.value)]


def _definition(node: ast.stmt) -> list[str]:
    return ["def"]


_STATEMENTS: dict[type[ast.stmt], Callable[..., list[str]]] = {
    ast.AnnAssign: _announce,
    ast.Assert: _assert,
    ast.Assign: _assign,
    ast.AsyncFor: _loop,
    ast.AsyncFunctionDef: _definition,
    ast.AsyncWith: _with,
    ast.AugAssign: _augment,
    ast.ClassDef: _definition,
    ast.Expr: _expression,
    ast.For: _loop,
    ast.FunctionDef: _definition,
    ast.If: _condition,
    ast.Raise: _raise,
    ast.Return: _return,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.While: _condition,
    ast.With: _with,
}


def _target(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return "_"
    return _shape(node)


def _caught(node: ast.expr | None) -> str:
    """The exceptions of a handler: their own names."""
    if isinstance(node, ast.Tuple):
        return ",".join(map(_caught, node.elts))
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _optional(node: ast.expr | None) -> str:
    return "" if node is None else _shape(node)


def _joined(nodes: Iterable[ast.expr]) -> str:
    return ",".join(map(_shape, nodes))


def _shape(node: ast.expr) -> str:
    make = _SHAPES.get(type(node))
    return _other(node) if make is None else make(node)


def _other(node: ast.AST) -> str:
    parts = (part for part in ast.iter_child_nodes(node) if not isinstance(part, ast.expr_context))
    made = (_shape(part) if isinstance(part, ast.expr) else _other(part) for part in parts)
    return f"{type(node).__name__}({','.join(made)})"


def _name(node: ast.Name) -> str:
    return "_"


def _constant(node: ast.Constant) -> str:
    value = node.value
    if value is None:
        return "None"
    return "s" if isinstance(value, str | bytes) else "b" if isinstance(value, bool) else "n"


def _attribute(node: ast.Attribute) -> str:
    of = node.value
    if isinstance(of, ast.Name):
        return "A" if of.id in SELF else f"_.{node.attr}"
    return f"{_shape(of)}.{node.attr}"


def _call(node: ast.Call) -> str:
    called = node.func
    if isinstance(called, ast.Name):
        head = called.id
    elif isinstance(called, ast.Attribute):
        if called.attr == "format" and isinstance(called.value, ast.Constant | ast.JoinedStr):
            return "s"
        head = f"{_receiver(called.value)}.{called.attr}"
    else:
        head = _shape(called)
    keywords = (f"{word.arg or '**'}={_shape(word.value)}" for word in node.keywords)
    return f"{head}({','.join((*map(_shape, node.args), *keywords))})"


def _receiver(node: ast.expr) -> str:
    """What a method is called on: a name, an attribute of `self`, or what comes of another call."""
    if isinstance(node, ast.Name):
        return "A" if node.id in SELF else "_"
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return "_"
    return _shape(node)


def _binary(node: ast.BinOp) -> str:
    if isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant | ast.JoinedStr):
        return "s"
    return f"({_shape(node.left)}{type(node.op).__name__}{_shape(node.right)})"


def _compare(node: ast.Compare) -> str:
    rest = (f"{type(op).__name__}{_shape(value)}" for op, value in zip(node.ops, node.comparators, strict=True))
    return f"({_shape(node.left)}{''.join(rest)})"


def _boolean(node: ast.BoolOp) -> str:
    return f"({type(node.op).__name__.join(map(_shape, node.values))})"


def _sequence(node: ast.Tuple | ast.List | ast.Set) -> str:
    return f"[{_joined(node.elts)}]"


def _dict(node: ast.Dict) -> str:
    pairs = zip(node.keys, node.values, strict=True)
    return f"{{{','.join(f'{_optional(key)}:{_shape(value)}' for key, value in pairs)}}}"


def _subscript(node: ast.Subscript) -> str:
    return f"{_shape(node.value)}[{_shape(node.slice)}]"


def _unary(node: ast.UnaryOp) -> str:
    return f"{type(node.op).__name__}({_shape(node.operand)})"


def _await(node: ast.Await) -> str:
    return _shape(node.value)


def _text(node: ast.JoinedStr) -> str:
    return "s"


_SHAPES: dict[type[ast.expr], Callable[..., str]] = {
    ast.Name: _name,
    ast.Constant: _constant,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    ast.Tuple: _sequence,
    ast.List: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.Subscript: _subscript,
    ast.UnaryOp: _unary,
    ast.Await: _await,
    ast.JoinedStr: _text,
}
