"""The one literal that a variable, an attribute or a call can only come to.

astroid tells the value, but not whether it is the only one: it takes a loop for a straight
line, and knows nothing of assignments in other files. So everything on the way is looked at
first. A variable must be bound once; an attribute must be set to nothing else anywhere in the
repository; a function must be defined once, and everything that it returns must be such a
value. Only then is astroid asked, and where the answer is plain it is not even imported.
"""

from __future__ import annotations

import ast
from enum import Enum
from typing import TypeVar

from ssot_lint.callables.assignments import Assignments, Setters
from ssot_lint.callables.definitions import Bound, Routine
from ssot_lint.callables.meanings import Meanings
from ssot_lint.callables.members import decorators, is_first_of_method
from ssot_lint.repo.index import Index
from ssot_lint.source.calls import Literal, literal_of
from ssot_lint.source.infer import Inference, Object
from ssot_lint.source.scopes import Binding, Scope
from ssot_lint.source.source import Source

_DEPTH = 8
_PLAIN = frozenset({"staticmethod", "classmethod", "cache", "lru_cache", "final", "override"})
_NONE = Literal(type(None), None)
_Answer = TypeVar("_Answer")


class _Ask(Enum):
    """What the look around can say besides a literal."""

    ASTROID = "it may be one; astroid is to tell"


class Values:
    """Expressions and the only values they can have, in one repository."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.meanings = Meanings.of(index)
        self._assignments = Assignments(index, self.meanings)
        self._inference = Inference(self._load)

    @classmethod
    def of(cls, index: Index) -> Values:
        return index.memo("callables.values", lambda: cls(index))

    def _load(self, module: str) -> Source | str | None:
        path = self.index.modules.path_of(module)
        return self.index.source(path) if path else "" if self._is_folder(module) else None

    def _is_folder(self, module: str) -> bool:
        return any(map(self.index.modules.is_folder, self.index.modules.places(module)))

    def only(self, source: Source, node: ast.expr) -> Literal | None:
        """The literal that an expression can only come to, None when there may be others."""
        found = self._look(source, node, _DEPTH, is_inside=False)
        if found is _Ask.ASTROID:
            values = self._told(source, self._inference.literals(source, node))
            return next(iter(values)) if len(values) == 1 else None
        return found

    def objects(self, source: Source, node: ast.expr) -> frozenset[Object]:
        """What astroid takes an expression for, where no name in it is bound twice."""
        if not self._is_steady(source, node):
            return frozenset()
        return self._told(source, self._inference.objects(source, node))

    def _told(self, source: Source, answer: frozenset[_Answer]) -> frozenset[_Answer]:
        """An answer of astroid's, which may have come from all modules that it has ever reached from a file."""
        for module in self._inference.reached(source):
            path = self.index.modules.path_of(module)
            if path or self._is_folder(module):
                self.index.trails.here.texts.add(path)
        return answer

    def _is_steady(self, source: Source, node: ast.expr) -> bool:
        while isinstance(node, ast.Attribute | ast.Call | ast.Await):
            node = node.func if isinstance(node, ast.Call) else node.value
        found = source.names.scopes[node].lookup(node.id) if isinstance(node, ast.Name) else None
        if found is None or len(found[1]) != 1:
            return False
        binding = found[1][0]
        if isinstance(binding.node, ast.arg):
            return is_first_of_method(source, binding.node, found[0].node)
        return binding.kind != "other" or isinstance(source.parent(binding.node), ast.withitem)

    # -- the look around

    def _look(self, source: Source, node: ast.expr, depth: int, *, is_inside: bool) -> Literal | _Ask | None:
        """A literal, or whether it may be one. `is_inside` tells of a body that a call runs."""
        literal = literal_of(node)
        if literal is not None or not depth:
            return literal
        match node:
            case ast.Name():
                found = source.names.scopes[node].lookup(node.id)
                if found is None or len(found[1]) != 1:
                    return None
                return self._bound(source, node.id, found[1][0], found[0], depth, is_inside=is_inside)
            case ast.Attribute():
                return self._attribute(source, node, depth)
            case ast.Call():
                return self._call(source, node, depth)
            case ast.NamedExpr():
                return self._look(source, node.value, depth, is_inside=is_inside)
            case ast.IfExp():
                both = (node.body, node.orelse)
                return _same([self._look(source, arm, depth, is_inside=is_inside) for arm in both])
        return None

    def _bound(
        self, source: Source, name: str, binding: Binding, owner: Scope, depth: int, *, is_inside: bool
    ) -> Literal | _Ask | None:
        if isinstance(binding.node, ast.arg):
            return _Ask.ASTROID if is_inside and owner.kind == "function" else None
        if binding.kind == "import":
            return self._of_module(source, binding.dotted, depth)
        if binding.value is None or owner.stars or self._is_deleted(source, name):
            return None
        found = self._look(source, binding.value, depth - 1, is_inside=is_inside)
        if found is not None and owner.kind in ("module", "class"):
            set_to = self._assignments.to(name, Setters.OF_MODULE)
            if set_to is None or not set_to <= {found}:
                return None
        return found

    def _is_deleted(self, source: Source, name: str) -> bool:
        return any(
            isinstance(target, ast.Name) and target.id == name
            for statement in source.nodes(ast.Delete)
            for target in statement.targets
        )

    def _of_module(self, source: Source, dotted: str, depth: int) -> Literal | _Ask | None:
        """The value of a module's variable, by its dotted name."""
        path, names = self.meanings.lookup.split(dotted, source.path) if dotted else ("", [])
        if not path or len(names) != 1:
            return None
        other = self.index.source(path)
        found = other.names.top.bindings.get(names[0], [])
        if len(found) != 1:
            return None
        return self._bound(other, names[0], found[0], other.names.top, depth - 1, is_inside=False)

    def _attribute(self, source: Source, node: ast.Attribute, depth: int) -> Literal | _Ask | None:
        targets = source.resolve(node)
        if len(targets) == 1:
            found = self._of_module(source, targets[0].dotted, depth)
            if found is not None:
                return found
        if not self._is_steady(source, node.value):
            return None
        set_to = self._assignments.to(node.attr, Setters.OF_CLASS)
        return _Ask.ASTROID if set_to is not None and len(set_to) == 1 else None

    def _call(self, source: Source, node: ast.Call, depth: int) -> _Ask | None:
        things = self.meanings.things(source, node.func)
        if len(things) != 1 or not isinstance(things[0], Routine | Bound):
            return None
        routine = things[0].routine if isinstance(things[0], Bound) else things[0]
        if routine.function.is_stub or routine.function.is_async:
            return None
        where, function = self.meanings.trees.function(routine)
        if not decorators(function) <= _PLAIN or self._has_others(routine):
            return None
        body = list(_own_nodes(function))
        if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in body):
            return None
        returned = [part.value for part in body if isinstance(part, ast.Return)]
        found = [self._look(where, one, depth - 1, is_inside=True) if one else _NONE for one in returned]
        if not isinstance(function.body[-1], ast.Return | ast.Raise):
            found.append(_NONE)
        return _Ask.ASTROID if found and _same(found) is not None else None

    def _has_others(self, routine: Routine) -> bool:
        """Whether another method of the name, or an assignment, can take a function's place."""
        name, is_method = routine.function.name, bool(routine.function.binding)
        if is_method and len(list(self.meanings.lookup.named(name))) > 1:
            return True
        setters = Setters.OF_OBJECT if is_method else Setters.OF_MODULE
        return self._assignments.to(name, setters) != frozenset()


def _own_nodes(function: ast.AST) -> list[ast.AST]:
    """The nodes of a function, without those of functions inside it."""
    found: list[ast.AST] = []
    stack: list[ast.AST] = list(ast.iter_child_nodes(function))
    while stack:
        node = stack.pop()
        found.append(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            stack.extend(ast.iter_child_nodes(node))
    return found


def _same(found: list[Literal | _Ask | None]) -> Literal | _Ask | None:
    """What all of several values are."""
    literals = {one for one in found if isinstance(one, Literal)}
    if None in found or len(literals) > 1:
        return None
    return _Ask.ASTROID if _Ask.ASTROID in found else next(iter(literals), None)
