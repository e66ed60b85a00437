"""Whether decorators leave a function's parameters as they are.

Many have been seen to (`functools.cache`); one of the repository does when it returns the
function itself, or a wrapper with `functools.wraps` that passes on `*args` and `**kwargs`.
"""

from __future__ import annotations

import ast

from ssot_lint.callables.definitions import Routine
from ssot_lint.callables.meanings import Meanings
from ssot_lint.callables.members import FunctionNode
from ssot_lint.repo.extract import KEEP_SIGNATURE
from ssot_lint.source.calls import arms
from ssot_lint.source.chains import decorator_name
from ssot_lint.source.source import Source


def keeps_parameters(routine: Routine, meanings: Meanings) -> bool:
    """Whether all decorators of a function are such."""
    source, node = meanings.trees.function(routine)
    return all(
        decorator_name(part) in KEEP_SIGNATURE or _is_transparent(source, part, meanings)
        for part in node.decorator_list
    )


def _is_transparent(source: Source, decorator: ast.expr, meanings: Meanings) -> bool:
    is_made = isinstance(decorator, ast.Call)
    things = meanings.things(source, decorator.func if isinstance(decorator, ast.Call) else decorator)
    if len(things) != 1 or not isinstance(things[0], Routine) or things[0].function.is_async:
        return False
    where, function = meanings.trees.function(things[0])
    if not is_made:
        return _passes_on(where, function)
    made = _returned_functions(where, function)
    return bool(made) and all(one is not None and _passes_on(where, one) for one in made)


def _passes_on(source: Source, decorator: FunctionNode) -> bool:
    """Whether a decorator returns its argument, or what calls that with all it is given."""
    parameters = [*decorator.args.posonlyargs, *decorator.args.args]
    if not parameters:
        return False
    name = parameters[0].arg
    returned = _returns(source, decorator)
    return bool(returned) and all(
        (isinstance(value, ast.Name) and value.id == name) or _wraps(source, value, name) for value in returned
    )


def _returns(source: Source, function: FunctionNode) -> list[ast.expr]:
    """What a function itself returns, casts apart."""
    found = []
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Return):
            found += [arm for arm, _ in arms(source, node.value or ast.Constant(None))]
        elif not isinstance(node, FunctionNode | ast.ClassDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(node))
    return found


def _returned_functions(source: Source, function: FunctionNode) -> list[FunctionNode | None]:
    return [_function_of(source, value) for value in _returns(source, function)]


def _function_of(source: Source, value: ast.expr) -> FunctionNode | None:
    found = source.names.scopes[value].lookup(value.id) if isinstance(value, ast.Name) else None
    nodes = [binding.node for binding in found[1]] if found else []
    return nodes[0] if len(nodes) == 1 and isinstance(nodes[0], FunctionNode) else None


def _wraps(source: Source, value: ast.expr, name: str) -> bool:
    """Whether a value is a function with `@wraps(name)` that calls `name(*args, **kwargs)`."""
    function = _function_of(source, value)
    if function is None or not any(_is_wraps(part, name) for part in function.decorator_list):
        return False
    arguments = function.args
    if arguments.vararg is None or arguments.kwarg is None or arguments.kwonlyargs or arguments.defaults:
        return False
    named = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    passed = f"{name}({', '.join([*named, f'*{arguments.vararg.arg}', f'**{arguments.kwarg.arg}'])})"
    calls = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]
    return bool(calls) and all(ast.unparse(call) == passed for call in calls)


def _is_wraps(decorator: ast.expr, name: str) -> bool:
    if not isinstance(decorator, ast.Call) or decorator_name(decorator) != "wraps":
        return False
    return [getattr(one, "id", "") for one in decorator.args] == [name]
