"""One walk over a tree makes the shared node index, the parents, and the scopes with what they bind."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from ssot_lint.source.children import children
from ssot_lint.source.scopes import Binding, Scope

_SCOPED = frozenset(
    {
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.ClassDef,
        ast.Lambda,
        ast.ListComp,
        ast.SetComp,
        ast.DictComp,
        ast.GeneratorExp,
    }
)
_BINDING = frozenset(
    {
        ast.Import,
        ast.ImportFrom,
        ast.ExceptHandler,
        ast.MatchAs,
        ast.MatchStar,
        ast.MatchMapping,
        ast.Global,
        ast.Nonlocal,
    }
)
#: What has one child, `value`, and binds nothing.
_THROUGH = frozenset({ast.Attribute, ast.Await, ast.Expr, ast.Starred, ast.keyword})


class Walk:
    """The scopes and nodes of one tree. `module` is the file's dotted name."""

    def __init__(self, tree: ast.Module, module: str, is_package: bool) -> None:
        self._module = module
        self._is_package = is_package
        self.top = Scope("module", tree, None, "")
        self.parents: dict[ast.AST, ast.AST] = {}
        self.scopes: dict[ast.AST, Scope] = {}  # of names and strings
        self.by_type: defaultdict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        self._visit(tree)

    def _visit(self, tree: ast.Module) -> None:
        """Visit every node once, in the order of the text, without recursion.

        The loop is the costliest of the program: names, texts and what only leads on to them are
        dealt with on the spot, for they are most of a tree.
        """
        parents, scopes, by_type = self.parents, self.scopes, self.by_type
        by_type[ast.Module].append(tree)
        stack: list[tuple[Iterator[ast.AST], ast.AST, Scope]] = [(iter(tree.body), tree, self.top)]
        while stack:
            rest, parent, scope = stack[-1]
            for node in rest:
                parents[node] = parent
                kind = type(node)
                while kind in _THROUGH:
                    by_type[kind].append(node)
                    outer, node = node, node.value  # type: ignore[attr-defined]  # noqa: PLW2901
                    parents[node] = outer
                    kind = type(node)
                by_type[kind].append(node)
                if kind is ast.Name:
                    scopes[node] = scope
                    if type(node.ctx) is not ast.Load:  # type: ignore[attr-defined]
                        self._bind_name(node, scope)  # type: ignore[arg-type]
                elif kind is ast.Constant:
                    if isinstance(node.value, str):  # type: ignore[attr-defined]
                        scopes[node] = scope
                elif kind in _SCOPED:
                    stack += [(iter(part), node, inner) for part, inner in reversed(self._inner(node, scope))]
                    break
                else:
                    if kind in _BINDING:
                        self._bind_statement(node, scope)
                    below = children(node)
                    if below:
                        stack.append((iter(below), node, scope))
                        break
            else:
                stack.pop()

    def _inner(self, node: ast.AST, scope: Scope) -> list[tuple[Sequence[ast.AST], Scope]]:
        """The children of a node that opens a scope, with the scopes they are in."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            return list(self._definition(node, scope))
        return list(self._comprehension(node, scope))

    def _comprehension(self, node: ast.AST, scope: Scope) -> Iterator[tuple[Sequence[ast.AST], Scope]]:
        """The first iterable is evaluated outside, all else inside."""
        inner = Scope("comprehension", node, scope, scope.qualname)
        outside: ast.expr | None = None
        for child in children(node):
            if not isinstance(child, ast.comprehension):
                yield (child,), inner
                continue
            self.parents[child] = node
            for part in children(child):
                if outside is None and part is child.iter:
                    outside = child.iter
                    yield (part,), scope
                else:
                    yield (part,), inner

    def _definition(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda, scope: Scope
    ) -> Iterator[tuple[Sequence[ast.AST], Scope]]:
        outer, qualname = scope, scope.qualname
        if not isinstance(node, ast.Lambda):
            qualname = f"{qualname}.{node.name}" if qualname else node.name
            dotted = f"{self._module}.{qualname}"
            kind: Literal["class", "function"] = "class" if isinstance(node, ast.ClassDef) else "function"
            scope.bind(node.name, Binding(kind, node, dotted))
            yield node.decorator_list, outer
            type_params = getattr(node, "type_params", [])
            if type_params:  # pragma: no cover (PEP 695: Python 3.12)
                scope = Scope("types", node, outer, outer.qualname)
                for parameter in type_params:
                    scope.bind(parameter.name, Binding("other", parameter))
                yield type_params, scope
        if isinstance(node, ast.ClassDef):
            yield (*node.bases, *node.keywords), scope
            inner = Scope("class", node, scope, qualname)
        else:
            inner = Scope("function", node, scope, qualname)
            arguments = node.args
            self.parents[arguments] = node
            yield [default for default in (*arguments.defaults, *arguments.kw_defaults) if default is not None], outer
            named = list(_arguments(arguments))
            for argument in named:
                inner.bind(argument.arg, Binding("other", argument))
            yield named, scope
            if not isinstance(node, ast.Lambda) and node.returns is not None:
                yield (node.returns,), scope
        yield [node.body] if isinstance(node, ast.Lambda) else node.body, inner

    def _bind_statement(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    scope.bind(alias.asname, Binding("import", alias, alias.name, alias.name))
                else:
                    top = alias.name.partition(".")[0]
                    scope.bind(top, Binding("import", alias, top, alias.name))
        elif isinstance(node, ast.ImportFrom):
            module = absolute(node, self._module, self._is_package)
            for alias in node.names:
                if alias.name == "*":
                    scope.stars.append((module, node))
                else:
                    dotted = f"{module}.{alias.name}" if module else ""
                    scope.bind(alias.asname or alias.name, Binding("import", alias, dotted, dotted))
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
            if node.name:
                scope.bind(node.name, Binding("other", node))
        elif isinstance(node, ast.MatchMapping):
            if node.rest:
                scope.bind(node.rest, Binding("other", node))
        elif isinstance(node, ast.Global):
            scope.elsewhere.update(dict.fromkeys(node.names, self.top))
        elif isinstance(node, ast.Nonlocal) and scope.parent is not None:
            for name in node.names:
                found = scope.parent.lookup(name)
                scope.elsewhere[name] = found[0] if found else scope.parent

    def _bind_name(self, node: ast.Name, scope: Scope) -> None:
        if isinstance(node.ctx, ast.Del):
            return
        parent = self.parents.get(node)
        value: ast.expr | None = None
        if isinstance(parent, ast.Assign | ast.AnnAssign | ast.NamedExpr):
            value = parent.value
            if isinstance(parent, ast.NamedExpr):
                scope = scope.function()
            elif value is None:
                return  # an annotation without a value binds nothing
        elif isinstance(parent, ast.Tuple | ast.List):
            value = _unpacked(node, parent, self.parents.get(parent))
        elif parent.__class__.__name__ == "TypeAlias":  # pragma: no cover (PEP 695: Python 3.12)
            value = parent.value  # type: ignore[union-attr]
        scope.bind(node.id, Binding("value" if value is not None else "other", node, value=value))


def absolute(node: ast.ImportFrom, here: str, is_package: bool) -> str:
    """The absolute module that `from … import` names in the module `here`; "" beyond the top of the tree."""
    if not node.level:
        return node.module or ""
    return relative(node.level, node.module or "", here, is_package)


def relative(level: int, module: str, here: str, is_package: bool) -> str:
    """The absolute form of `level` dots and a module, seen from the module `here`."""
    parts = here.split(".")
    drop = level - 1 if is_package else level
    if drop > len(parts) or not here:
        return ""
    return ".".join([*parts[: len(parts) - drop], *filter(None, [module])])


def _arguments(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from arguments.posonlyargs
    yield from arguments.args
    if arguments.vararg:
        yield arguments.vararg
    yield from arguments.kwonlyargs
    if arguments.kwarg:
        yield arguments.kwarg


def _unpacked(node: ast.Name, target: ast.Tuple | ast.List, statement: ast.AST | None) -> ast.expr | None:
    """The part of `a, b = x, y` that a name gets, when it can be told."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Tuple | ast.List):
        return None
    values = statement.value.elts
    if len(values) != len(target.elts) or any(isinstance(part, ast.Starred) for part in (*values, *target.elts)):
        return None
    return values[target.elts.index(node)]
