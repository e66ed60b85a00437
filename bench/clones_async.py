"""A class with async methods instead of plain ones, or the other way round."""

from __future__ import annotations

import ast

from bench.clones_names import is_dunder, methods_of, on_self


def turn_async(node: ast.ClassDef) -> None:
    """Plain methods become async ones and are awaited where the class calls them; async ones become plain."""
    if any(isinstance(one, ast.AsyncFunctionDef) for one in methods_of(node)):
        Plain().visit(node)
        return
    turned = set()
    for place, one in enumerate(node.body):
        if not isinstance(one, ast.FunctionDef) or one.decorator_list or is_dunder(one.name):
            continue
        if any(isinstance(inner, ast.Yield | ast.YieldFrom | ast.Lambda) for inner in ast.walk(one)):
            continue
        turned.add(one.name)
        node.body[place] = ast.AsyncFunctionDef(**dict(ast.iter_fields(one)), lineno=0)
    for method in methods_of(node):
        if isinstance(method, ast.AsyncFunctionDef):
            method.body = [Awaited(turned).visit(one) for one in method.body]


class Plain(ast.NodeTransformer):
    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        self.generic_visit(node)
        return ast.FunctionDef(**dict(ast.iter_fields(node)), lineno=0)

    def visit_Await(self, node: ast.Await) -> ast.AST:
        self.generic_visit(node)
        return node.value

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        self.generic_visit(node)
        return ast.For(**dict(ast.iter_fields(node)), lineno=0)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST:
        self.generic_visit(node)
        return ast.With(**dict(ast.iter_fields(node)), lineno=0)

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.is_async = 0
        return self.generic_visit(node)


class Awaited(ast.NodeTransformer):
    def __init__(self, turned: set[str]) -> None:
        self.turned = turned

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node  # a plain function within can't wait

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and on_self(node.func) and node.func.attr in self.turned:
            return ast.Await(value=node)
        return node
