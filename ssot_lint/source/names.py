"""What a name means in its file: the dotted targets that it leads to.

Names are resolved before they are matched, through aliases, relative imports and attribute chains.
Control flow is not followed: a name bound in two ways means both.
"""

from __future__ import annotations

import ast

from ssot_lint.source.scopes import Binding, Scope, Target, outward
from ssot_lint.source.walk import Walk, absolute

_IMPORTERS = frozenset({"importlib.import_module", "builtins.__import__", "__import__"})


class Names:
    """The scopes and nodes of one tree. `module` is the file's dotted name."""

    def __init__(self, tree: ast.Module, module: str, is_package: bool) -> None:
        walk = Walk(tree, module, is_package)
        self.module = module
        self.is_package = is_package
        self.top = walk.top
        self.parents = walk.parents
        self.scopes = walk.scopes
        self.by_type = walk.by_type
        self._meanings: dict[tuple[Scope, str], tuple[Target, ...]] = {}

    def absolute(self, node: ast.ImportFrom) -> str:
        """The absolute module that `from … import` names; "" beyond the top of the tree."""
        return absolute(node, self.module, self.is_package)

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
        texts = [self.module_text(part) for part in node.args[:2]]
        if not any(texts):
            return ()
        callees = {target.dotted for target in self.resolve(node.func, scope)}
        if texts[0] and callees & _IMPORTERS:
            dotted = self.imported_by(node)
            if "__import__" in callees:
                dotted = dotted.partition(".")[0]
            return (Target(dotted, (self.imported_by(node),)),) if dotted else ()
        if callees == {"getattr"} and len(texts) > 1 and texts[1]:
            holders = self.resolve(node.args[0], scope)
            return tuple(Target(f"{holder.dotted}.{texts[1]}", holder.bound) for holder in holders)
        return ()

    def imported_by(self, node: ast.Call) -> str:
        """The absolute module of an `import_module` call with literal arguments, else ""."""
        words = {word.arg: word.value for word in node.keywords}
        name = self.module_text(node.args[0] if node.args else words.get("name"))
        level = len(name) - len(name.lstrip("."))
        if not level:
            return name
        package = self.module_text(node.args[1] if len(node.args) > 1 else words.get("package"))
        parts = package.split(".")
        return ".".join([*parts[: len(parts) - level + 1], *filter(None, [name[level:]])]) if package else ""

    def module_text(self, node: ast.expr | None) -> str:
        """The text that names a module: a literal, or one behind `__name__` or `__package__`; "" for others."""
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name(id="__name__"):
                return self.module
            case ast.Name(id="__package__"):
                return self.module if self.is_package else self.module.rpartition(".")[0]
            case ast.BinOp(left=ast.Name() as first, op=ast.Add(), right=ast.Constant(value=str(text))):
                package = self.module_text(first)
                return package and f"{package}{text}"
            case ast.JoinedStr(values=[ast.FormattedValue(value=ast.Name() as first), ast.Constant(value=str(text))]):
                package = self.module_text(first)
                return package and f"{package}{text}"
        return ""

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
