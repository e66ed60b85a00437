"""The places of a file that use a module by the name that an import gave it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.source.chains import chain, last_name
from ssot_lint.source.source import Source
from ssot_lint.source.type_strings import type_strings

_BY_TEXT = frozenset({"setattr", "delattr", "getattr", "hasattr"})


class Use(NamedTuple):
    """One use of a module: `written` is how (`old`, `a.b.old`), `name` what is taken of it, "" for the module itself.

    `node` is the expression that means the module, or a string that is read as a type and has it.
    """

    node: ast.expr
    written: str
    name: str


def uses_of(source: Source, alias: ast.alias, written: str) -> Iterator[Use]:
    """The uses of what an import binds, where it is written like that; those in strings that are types too."""
    top, _, below = written.partition(".")
    for name in source.nodes(ast.Name):
        if name.id == top and isinstance(name.ctx, ast.Load) and _is_bound_by(source, name, top, alias):
            node = _along(source, name, below.split(".") if below else [])
            if node is not None:
                yield Use(node, written, _taken(source, node))
    for text in type_strings(source):
        if _is_bound_by(source, text, top, alias):
            for match in re.finditer(rf"(?<![\w.]){re.escape(written)}\b(?:\.(\w+))?", str(text.value)):
                yield Use(text, written, match[1] or "")


def is_bound_twice(source: Source, alias: ast.alias, local: str) -> bool:
    """Whether something else gives the name another meaning in the same scope."""
    for name in source.nodes(ast.Name):
        if name.id == local and _is_bound_by(source, name, local, alias):
            found = source.names.scopes[name].lookup(local)
            return found is not None and any(one.node is not alias for one in found[1])
    return False


def other_uses(source: Source, alias: ast.alias, written: str) -> bool:
    """Whether the first name of `import a.b.c` is used for something else too, and nothing else binds it."""
    top = written.partition(".")[0]
    ours = {id(use.node) for use in uses_of(source, alias, written)}
    for name in source.nodes(ast.Name):
        if name.id == top and _is_bound_by(source, name, top, alias):
            found = source.names.scopes[name].lookup(top)
            if found is not None and all(one.node is alias for one in found[1]):
                node = _along(source, name, written.split(".")[1:])
                if node is None or id(node) not in ours:
                    return True
    return False


def names_in(source: Source) -> frozenset[str]:
    """Every name that a file gives a meaning or uses."""
    found = {name.id for name in source.nodes(ast.Name)} | {argument.arg for argument in source.nodes(ast.arg)}
    found |= {node.name for node in (*source.nodes(ast.ClassDef), *source.functions())}
    imports: list[ast.Import | ast.ImportFrom] = [*source.nodes(ast.Import), *source.nodes(ast.ImportFrom)]
    found |= {(alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names}
    return frozenset(found)


def _is_bound_by(source: Source, node: ast.expr, name: str, alias: ast.alias) -> bool:
    scope = source.names.scopes.get(node)
    found = None if scope is None else scope.lookup(name)
    return found is not None and any(one.node is alias for one in found[1])


def _along(source: Source, node: ast.expr, names: list[str]) -> ast.expr | None:
    """The expression that goes on with these attributes, None where another one stands."""
    for name in names:
        parent = source.parent(node)
        if not isinstance(parent, ast.Attribute) or parent.attr != name:
            return None
        node = parent
    return node


def _taken(source: Source, node: ast.expr) -> str:
    parent = source.parent(node)
    if isinstance(parent, ast.Attribute):
        return parent.attr
    if isinstance(parent, ast.Call) and parent.args[:1] == [node] and len(parent.args) > 1:
        text = parent.args[1]
        by_text = last_name(parent.func) in _BY_TEXT or chain(parent.func).endswith("patch.object")
        if by_text and isinstance(text, ast.Constant) and isinstance(text.value, str):
            return text.value
    return ""
