"""Scopes and what they bind: the records that the walk over a tree fills."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal, NamedTuple


class Target(NamedTuple):
    """One thing that an expression may mean.

    `dotted` is an absolute dotted name. `bound` are the dotted names by which it came into
    the file: what an import, a definition or an alias further up already says.
    """

    dotted: str
    bound: tuple[str, ...] = ()


class Binding(NamedTuple):
    """One way in which a scope gives a name a meaning.

    `node` is the statement or the part of it that binds. `dotted` is set for imports and
    definitions, `said` for `import a.b.c`, which binds `a` but names more. `value` is the
    expression of an assignment.
    """

    kind: Literal["import", "class", "function", "value", "other"]
    node: ast.AST
    dotted: str = ""
    said: str = ""
    value: ast.expr | None = None


class Scope:
    """A stretch of code with names of its own."""

    __slots__ = ("bindings", "elsewhere", "kind", "node", "parent", "qualname", "stars")

    def __init__(self, kind: str, node: ast.AST, parent: Scope | None, qualname: str) -> None:
        self.kind = kind  # module, class, function, comprehension or types
        self.node = node
        self.parent = parent
        self.qualname = qualname
        self.bindings: dict[str, list[Binding]] = {}
        self.elsewhere: dict[str, Scope] = {}  # names declared global or nonlocal
        self.stars: list[tuple[str, ast.ImportFrom]] = []

    def bind(self, name: str, binding: Binding) -> None:
        scope = self.elsewhere.get(name, self)
        scope.bindings.setdefault(name, []).append(binding)

    def lookup(self, name: str) -> tuple[Scope, list[Binding]] | None:
        """The scope that binds a name as seen from here, and its bindings there."""
        scope: Scope | None = self.elsewhere.get(name, self)
        start = scope
        while scope is not None:
            found = scope.bindings.get(name)
            if found and (scope.kind != "class" or scope is start):
                return scope, found
            scope = scope.parent
        return None

    def function(self) -> Scope:
        """The scope that a walrus in a comprehension binds in."""
        scope = self
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        return scope


def outward(scope: Scope) -> Iterator[Scope]:
    """The scope and all around it."""
    current: Scope | None = scope
    while current is not None:
        yield current
        current = current.parent
