"""What a name means in its file: scopes, bindings, and the dotted targets they lead to.

One walk over the tree makes the shared node index, the parents and the scopes. Names are
resolved before they are matched, through aliases, relative imports and attribute chains.
Control flow is not followed: a name bound in two ways means both.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

from ssot_lint.source.children import children
from ssot_lint.source.scopes import Binding, Scope, Target, outward

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
_IMPORTERS = frozenset({"importlib.import_module", "builtins.__import__", "__import__"})


class Names:
    """The scopes and nodes of one tree. `module` is the file's dotted name."""

    def __init__(self, tree: ast.Module, module: str, is_package: bool) -> None:
        self.module = module
        self.is_package = is_package
        self.top = Scope("module", tree, None, "")
        self.parents: dict[ast.AST, ast.AST] = {}
        self.scopes: dict[ast.AST, Scope] = {}  # of names and strings
        self.by_type: defaultdict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        self._meanings: dict[tuple[Scope, str], tuple[Target, ...]] = {}
        self._walk(tree)

    # -- the walk

    def _walk(self, tree: ast.Module) -> None:
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
            dotted = f"{self.module}.{qualname}"
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
            module = self.absolute(node)
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

    # -- the meaning

    def absolute(self, node: ast.ImportFrom) -> str:
        """The absolute module that `from … import` names; "" beyond the top of the tree."""
        if not node.level:
            return node.module or ""
        return self.relative(node.level, node.module or "")

    def relative(self, level: int, module: str) -> str:
        """The absolute form of `level` dots and a module, seen from this file."""
        parts = self.module.split(".")
        drop = level - 1 if self.is_package else level
        if drop > len(parts) or not self.module:
            return ""
        return ".".join([*parts[: len(parts) - drop], *filter(None, [module])])

    def resolve(self, node: ast.AST | None, scope: Scope | None = None) -> tuple[Target, ...]:
        """All that an expression may mean, as absolute dotted names; () when it can't be told.

        `scope` is needed for expressions that are not in the tree (parsed annotations).
        """
        attributes: list[str] = []
        while True:
            if isinstance(node, ast.Attribute):
                attributes.append(node.attr)
                node = node.value
            elif isinstance(node, ast.NamedExpr):
                node = node.value
            else:
                break
        targets: tuple[Target, ...]
        if isinstance(node, ast.Name):
            targets = self._lookup(node.id, scope or self.scopes[node])
        elif isinstance(node, ast.Call):
            targets = self._resolve_call(node, scope)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            holders = self.resolve(node.value, scope)
            key = node.slice.value
            known = isinstance(key, str) and any(holder.dotted == "sys.modules" for holder in holders)
            targets = (Target(str(key)),) if known else ()
        else:
            targets = ()
        if not attributes or not targets:
            return targets
        suffix = "." + ".".join(reversed(attributes))
        return tuple(Target(target.dotted + suffix, target.bound) for target in targets)

    def _resolve_call(self, node: ast.Call, scope: Scope | None) -> tuple[Target, ...]:
        """`import_module("a.b")` is `a.b`, `getattr(x, "y")` is `x.y`."""
        texts = [part.value if isinstance(part, ast.Constant) else None for part in node.args[:2]]
        if not any(isinstance(text, str) for text in texts):
            return ()
        callees = {target.dotted for target in self.resolve(node.func, scope)}
        if isinstance(texts[0], str) and callees & _IMPORTERS:
            dotted = self.imported_by(node)
            if "__import__" in callees:
                dotted = dotted.partition(".")[0]
            return (Target(dotted, (self.imported_by(node),)),) if dotted else ()
        if callees == {"getattr"} and len(texts) > 1 and isinstance(texts[1], str):
            holders = self.resolve(node.args[0], scope)
            return tuple(Target(f"{holder.dotted}.{texts[1]}", holder.bound) for holder in holders)
        return ()

    def imported_by(self, node: ast.Call) -> str:
        """The absolute module of an `import_module` call with literal arguments, else ""."""
        values = list(node.args[:2])
        values += [word.value for word in node.keywords if word.arg in ("name", "package")]
        if not values or not isinstance(values[0], ast.Constant) or not isinstance(values[0].value, str):
            return ""
        name = values[0].value
        level = len(name) - len(name.lstrip("."))
        if not level:
            return name
        if len(values) < 2:
            return ""
        package = values[1]
        if isinstance(package, ast.Constant) and isinstance(package.value, str):
            parts = package.value.split(".")
        elif isinstance(package, ast.Name) and package.id in ("__package__", "__name__"):
            parts = self.module.split(".")
            if not self.is_package and package.id == "__package__":
                parts.pop()
        else:
            return ""
        return ".".join([*parts[: len(parts) - level + 1], *filter(None, [name[level:]])])

    def _lookup(self, name: str, scope: Scope) -> tuple[Target, ...]:
        found = scope.lookup(name)
        if found is None:
            stars = dict.fromkeys(module for outer in outward(scope) for module, _ in outer.stars if module)
            return (Target(name), *(Target(f"{module}.{name}", (f"{module}.*",)) for module in stars))
        owner, bindings = found
        known = self._meanings.get((owner, name))
        if known is None:
            self._meanings[owner, name] = ()  # a name that leads back to itself means nothing more
            known = self._meanings[owner, name] = self._united(bindings)
        return known

    def _united(self, bindings: list[Binding]) -> tuple[Target, ...]:
        targets: dict[str, Target] = {}
        for binding in bindings:
            for target in self._follow(binding):
                same = targets.get(target.dotted)
                bound = target.bound if same is None else tuple(dict.fromkeys(same.bound + target.bound))
                targets[target.dotted] = Target(target.dotted, bound)
        return tuple(targets.values())

    def _follow(self, binding: Binding) -> tuple[Target, ...]:
        if binding.kind == "import":
            return (Target(binding.dotted, (binding.said,)),) if binding.dotted else ()
        if binding.kind in ("class", "function"):
            return (Target(binding.dotted, (binding.dotted,)),)
        if not isinstance(binding.value, ast.Name | ast.Attribute | ast.Call | ast.Subscript):
            return ()
        meant = self.resolve(binding.value)
        return tuple(Target(target.dotted, (*target.bound, target.dotted)) for target in meant)


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
