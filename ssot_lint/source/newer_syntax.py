"""Texts in the syntax of a newer Python, rewritten in place so that this one can parse them.

A whole repository may be written for a later Python than the one that lints it. To take such texts
apart line by line is slow, and loses all but the first name of `except A, B:`. So what is known to be
new is overwritten by something old of the same width, and every name stays at its line and column.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

_NAME = r"\w+(?:[ \t]*\.[ \t]*\w+)*"
_EXCEPT = rf"except(?:[ \t]*\*[ \t]*|[ \t]+){_NAME}(?:[ \t]*,[ \t]*{_NAME})+[ \t]*:"  # PEP 758: Python 3.14
TYPE_PARAMETERS = r"\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]"
#: PEP 695, which is broken to Python 3.11, as is what has type parameters.
TYPE_ALIAS = rf"type([ \t]+)(\w+)((?:{TYPE_PARAMETERS})?[ \t]*)="
_GENERIC = rf"(?:class|(?:async[ \t]+)?def)[ \t]+\w+[ \t]*{TYPE_PARAMETERS}(?=[ \t]*[(:])"
_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")


class _Rewriting(NamedTuple):
    """A statement in a newer syntax: its line and column as `ast` counts them, and where it is in the text."""

    place: tuple[int, int]
    start: int
    end: int
    text: str


def parse_newer(text: str, parse: Callable[[str], ast.Module | None]) -> ast.Module | None:
    """The tree of a text that is sound but for syntax that Python has got since, None for any other.

    Lines must end in line feeds. Type parameters are left out, `type X = Y` is an assignment.
    """
    rewritings = list(_rewritings(text, is_old=sys.version_info < (3, 12)))
    while rewritings and (tree := parse(_rewritten(text, rewritings))):
        found = {(node.lineno, node.col_offset): node for node in _statements(tree)}
        code = [one for one in rewritings if one.place in found]
        if len(code) == len(rewritings):
            for one in code:
                _restore(found[one.place])
            return tree
        rewritings = code  # the others are text in strings
    return None


def as_assignment(alias: re.Match[str]) -> str:
    """The start of a `type` statement as that of an assignment; the name stays where it is."""
    before, name, behind = alias.groups()
    return f"(   {before}{name}){' ' * (len(behind.encode()) - 1)}="


def without_type_parameters(header: str) -> str:
    """A header with blanks for its first brackets."""
    return re.sub(TYPE_PARAMETERS, lambda found: " " * len(found[0].encode()), header, count=1)


def _rewritings(text: str, *, is_old: bool) -> Iterator[_Rewriting]:
    line, counted = 1, 0
    spelled = f"{_EXCEPT}|{TYPE_ALIAS}(?!=)|{_GENERIC}" if is_old else _EXCEPT
    for match in re.finditer(rf"(?m)^([ \t\f]*)({spelled})", text):
        start, end = match.span(2)
        line += text.count("\n", counted, start)
        counted = start
        said = match[2]
        if said.startswith("except"):
            new = said.replace(",", "|")
        elif said.startswith("type"):
            new = re.sub(TYPE_ALIAS, as_assignment, said)
        else:
            new = without_type_parameters(said)
        if len(new.encode()) == len(said.encode()):
            yield _Rewriting((line, start - match.start()), start, end, new)


def _rewritten(text: str, rewritings: list[_Rewriting]) -> str:
    parts = []
    at = 0
    for one in rewritings:
        parts += [text[at : one.start], one.text]
        at = one.end
    return "".join((*parts, text[at:]))


def _statements(tree: ast.Module) -> Iterator[ast.stmt | ast.excepthandler]:
    """All statements and handlers of a tree."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt | ast.excepthandler):
            yield node
        for name in _BLOCKS:
            found = getattr(node, name, None)
            if found:
                stack += found


def _restore(node: ast.stmt | ast.excepthandler) -> None:
    """Make the alternatives of a handler what they are in the newer syntax: several types."""
    if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.BinOp):
        union = node.type
        left: ast.expr = union
        names: list[ast.expr] = []
        while isinstance(left, ast.BinOp):
            names.append(left.right)
            left = left.left
        several = ast.Tuple([left, *reversed(names)], ast.Load())
        node.type = ast.copy_location(several, union)
