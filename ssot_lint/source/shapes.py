"""What kind of definition a node is: the cases in which a second one is no duplicate."""

from __future__ import annotations

import ast
import re

from ssot_lint.source.chains import chain, decorator_name, last_name
from ssot_lint.source.source import Source

#: Names, in lower case, of what the environment decides.
_ENVIRONMENT = re.compile(r"(?<!con)version|platform|^has_|^py[23]$")
_IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def is_nested_in_class(source: Source, node: ast.AST) -> bool:
    """Whether the nearest definition around a node is a class."""
    parent = source.parent(node)
    while parent is not None and not isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        if isinstance(parent, ast.ClassDef):
            return True
        parent = source.parent(parent)
    return False


def is_test_double(source: Source, node: ast.ClassDef) -> bool:
    """Whether a class is a test's own: pytest's `Test…` class, or nested in a function of a test."""
    if not source.is_test:
        return False
    return node.name.startswith("Test") or source.parent(node) is not source.tree


def is_protocol(source: Source, node: ast.ClassDef) -> bool:
    """Whether a class only says what others must look like."""
    names = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
    return any(target.dotted.rpartition(".")[2] == "Protocol" for name in names for target in source.resolve(name))


def is_abstract(node: ast.ClassDef) -> bool:
    """Whether a class leaves something to its subclasses: an ABC, or one with abstract methods."""
    words = [last_name(base) for base in node.bases] + [last_name(word.value) for word in node.keywords]
    return not {"ABC", "ABCMeta"}.isdisjoint(words) or any(
        decorator_name(decorator).startswith("abstract")
        for part in node.body
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in part.decorator_list
    )


def is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is one of `typing.overload`'s declarations."""
    return any(ast.unparse(decorator).rpartition(".")[2] == "overload" for decorator in node.decorator_list)


def is_fallback(source: Source, node: ast.AST) -> bool:
    """Whether a node is in an arm of `try/except ImportError`, or is there for type checkers only."""
    child, parent = node, source.parent(node)
    while parent is not None:
        if isinstance(parent, ast.ExceptHandler) and catches_import_error(parent):
            return True
        if isinstance(parent, ast.Try) and any(catches_import_error(handler) for handler in parent.handlers):
            return True
        if isinstance(parent, ast.If) and is_type_checking(parent.test) and child is not parent.test:
            return True
        child, parent = parent, source.parent(parent)
    return False


def is_alternative(source: Source, node: ast.AST) -> bool:
    """Whether a node is one of several of which the environment picks one.

    That is an arm of `try/except ImportError` or of a condition on TYPE_CHECKING, on the
    version of Python or a package, or on the platform.
    """
    if is_fallback(source, node):
        return True
    parent = source.parent(node)
    while parent is not None:
        if isinstance(parent, ast.If) and _is_on_environment(parent.test):
            return True
        parent = source.parent(parent)
    return False


def _is_on_environment(test: ast.expr) -> bool:
    nodes = [node for node in ast.walk(test) if isinstance(node, ast.Name | ast.Attribute)]
    return any(_ENVIRONMENT.search(last_name(node).lower()) or chain(node) == "os.name" for node in nodes)


def is_guarded(source: Source, node: ast.AST) -> bool:
    """Whether a failure to import is caught around a node: by `try`, `suppress` or `raises`.

    A condition that asks `find_spec` first is as good.
    """
    child, parent = node, source.parent(node)
    while parent is not None:
        if isinstance(parent, ast.Try | ast.TryStar) and child in parent.body:
            if any(catches_import_error(handler) for handler in parent.handlers):
                return True
        elif isinstance(parent, ast.With | ast.AsyncWith):
            if any(_names_import_error(item.context_expr) for item in parent.items):
                return True
        elif isinstance(parent, ast.If) and child is not parent.test:
            if any(
                isinstance(part, ast.Call) and last_name(part.func) == "find_spec" for part in ast.walk(parent.test)
            ):
                return True
        child, parent = parent, source.parent(parent)
    return False


def _names_import_error(context: ast.expr) -> bool:
    return isinstance(context, ast.Call) and any(last_name(part) in _IMPORT_ERRORS for part in ast.walk(context))


def catches_import_error(handler: ast.ExceptHandler) -> bool:
    """Whether an except arm is run when an import fails."""
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(last_name(kind) in _IMPORT_ERRORS for kind in kinds)


def is_type_checking(test: ast.expr) -> bool:
    """Whether a condition is `TYPE_CHECKING`, its attribute form or its negation."""
    if isinstance(test, ast.UnaryOp):
        test = test.operand
    if isinstance(test, ast.Attribute):
        return test.attr == "TYPE_CHECKING"
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"
