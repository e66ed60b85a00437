"""What kind of definition a node is: the cases in which a second one is no duplicate."""

from __future__ import annotations

import ast

from ssot_lint.source.source import Source

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


def catches_import_error(handler: ast.ExceptHandler) -> bool:
    """Whether an except arm is run when an import fails."""
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in _IMPORT_ERRORS for kind in kinds)


def is_type_checking(test: ast.expr) -> bool:
    """Whether a condition is `TYPE_CHECKING`, its attribute form or its negation."""
    if isinstance(test, ast.UnaryOp):
        test = test.operand
    if isinstance(test, ast.Attribute):
        return test.attr == "TYPE_CHECKING"
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"
