"""What every object of a class gets when it is made, whatever happens: told by its constructors."""

from __future__ import annotations

import ast

from ssot_lint.callables.changes import CONSTRUCTORS
from ssot_lint.callables.definitions import Klass, Routine
from ssot_lint.callables.meanings import Meanings
from ssot_lint.source.chains import decorator_name, last_name

_MOST_CALLS = 3  # from a constructor to what sets an attribute


class Construction:
    """How the objects of one class are made."""

    def __init__(self, meanings: Meanings, klass: Klass) -> None:
        self._lookup = meanings.lookup
        self._trees = meanings.trees
        self._klass = klass

    def sets(self, name: str) -> bool:
        """Whether each object gets an attribute of its own."""
        return any(
            self._sets(routine, name, _MOST_CALLS)
            for constructor in CONSTRUCTORS
            for routine in self._lookup.method(self._klass, constructor)
        )

    def _sets(self, routine: Routine, name: str, calls: int) -> bool:
        """Whether a method gives an attribute of the object a value whatever happens."""
        _, node = self._trees.function(routine)
        own = next((one.arg for one in (*node.args.posonlyargs, *node.args.args)), "")
        return self._always(routine, node.body, (own, name), calls)

    def _always(self, routine: Routine, body: list[ast.stmt], target: tuple[str, str], calls: int) -> bool:
        for statement in body:
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                if statement.value is not None and _assigns(statement, target):
                    return True
            elif isinstance(statement, ast.If):
                arms = (statement.body, statement.orelse)
                if all(self._always(routine, arm, target, calls) for arm in arms):
                    return True
            elif isinstance(statement, ast.With | ast.AsyncWith | ast.Try):
                if self._always(routine, statement.body, target, calls):
                    return True
            elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and calls:
                called = self._called(routine, statement.value.func, target[0])
                if any(self._sets(one, target[1], calls - 1) for one in called):
                    return True
        return False

    def _called(self, routine: Routine, callee: ast.expr, own: str) -> list[Routine]:
        """The method of the object, or of what its class inherits from, that a constructor calls."""
        if not isinstance(callee, ast.Attribute):
            return []
        if last_name(callee.value) == own:
            return self._lookup.method(self._klass, callee.attr)
        if decorator_name(callee.value) != "super":
            return []
        line = self._lookup.line(self._klass)
        holder = routine.dotted.rpartition(".")[0]
        at = next((at for at, one in enumerate(line) if one and one.dotted == holder), len(line))
        found = [self._lookup.own(one, callee.attr) for one in line[at + 1 :] if one]
        return next(filter(None, found), [])


def _assigns(statement: ast.Assign | ast.AnnAssign, target: tuple[str, str]) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return any(
        isinstance(part, ast.Attribute) and (last_name(part.value), part.attr) == target
        for one in targets
        for part in ([*one.elts] if isinstance(one, ast.Tuple | ast.List) else [one])
    )
