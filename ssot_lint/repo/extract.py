"""The facts of a file, read from its tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ssot_lint.repo.facts import Bound, Class, Facts, Function, Import, Imported, Inner, Parameter
from ssot_lint.repo.openness import is_open
from ssot_lint.source.chains import decorator_name
from ssot_lint.source.scopes import Binding
from ssot_lint.source.shapes import is_abstract, is_alternative, is_guarded, is_protocol
from ssot_lint.source.source import Source


def facts_of(source: Source) -> Facts:
    """Read the facts of one file."""
    top = source.names.top
    bindings = {name: tuple([_bound(source, one) for one in found]) for name, found in top.bindings.items()}
    functions: list[Function] = []
    classes: list[Class] = []
    for node, holder, in_class in _definitions(source):
        if isinstance(node, ast.ClassDef):
            classes.append(_class(source, node, holder))
        else:
            functions.append(_function(source, node, holder if in_class else ""))
    exports = exported_names(source.tree)
    return Facts(
        source.module,
        bindings,
        tuple(module for module, _ in top.stars),
        exports,
        tuple(functions),
        tuple(classes),
        tuple(_imports(source)),
        frozenset({*bindings, *(exports or ()), *_announced(source)}),
        is_open(source),
        _inner(source),
    )


def _imports(source: Source) -> Iterator[Import]:
    for node in source.nodes(ast.Import):
        for alias in node.names:
            yield Import(0, alias.name, source.span(alias), (), is_guarded(source, node))
    for statement in source.nodes(ast.ImportFrom):
        names = tuple([Imported(alias.name, source.span(alias)) for alias in statement.names])
        place = source.module_span(statement)
        yield Import(statement.level, statement.module or "", place, names, is_guarded(source, statement))


def _announced(source: Source) -> Iterator[str]:
    """The names that the module annotates without giving them a value."""
    for node in source.nodes(ast.AnnAssign):
        if isinstance(node.target, ast.Name) and source.names.scopes[node.target] is source.names.top:
            yield node.target.id


def _definitions(
    source: Source,
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, str, bool]]:
    """Definitions at module level and inside classes, with their class's qualified name."""
    stack: list[tuple[ast.AST, str]] = [(node, "") for node in reversed(source.tree.body)]
    while stack:
        node, holder = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, holder, bool(holder)
        elif isinstance(node, ast.ClassDef):
            yield node, holder, bool(holder)
            inner = f"{holder}.{node.name}" if holder else node.name
            stack.extend((child, inner) for child in reversed(node.body))
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While | ast.ExceptHandler | ast.TryStar):
            blocks = (getattr(node, name, []) for name in ("body", "handlers", "orelse", "finalbody"))
            stack.extend((child, holder) for block in reversed([*blocks]) for child in reversed(block))


def _inner(source: Source) -> Inner:
    """What is defined inside functions; the holder is the qualified name of what is around it."""
    functions: list[Function] = []
    classes: list[Class] = []
    for node in (*source.functions(), *source.nodes(ast.ClassDef)):
        around = _around(source, node)
        if all(isinstance(part, ast.ClassDef) for part in around):
            continue
        holder = ".".join(part.name for part in reversed(around))
        if isinstance(node, ast.ClassDef):
            classes.append(_class(source, node, holder))
        elif isinstance(around[0], ast.ClassDef):
            functions.append(_function(source, node, holder))
        else:
            functions.append(_function(source, node, "")._replace(holder=holder))
    return Inner(tuple(functions), tuple(classes))


def _around(source: Source, node: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The definitions that a node stands in, the nearest first."""
    found = []
    parent = source.parent(node)
    while parent is not None:
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(parent)
        parent = source.parent(parent)
    return found


def _bound(source: Source, binding: Binding) -> Bound:
    line, column = source.place(binding.node)
    if binding.kind == "import":
        return Bound("import", binding.dotted, line, column)
    if binding.kind in ("class", "function"):
        return Bound(binding.kind, "", line, column)
    if isinstance(binding.value, ast.Name | ast.Attribute):
        targets = source.names.resolve(binding.value)
        if len(targets) == 1:
            return Bound("alias", targets[0].dotted, line, column)
    return Bound("value", "", line, column)


def exported_names(tree: ast.Module) -> tuple[str, ...] | None:
    """The names in a module's `__all__`, None when it has none or it can't be told."""
    names: list[str] | None = None
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                texts = [part.value for part in literal_items(node.value) if isinstance(part.value, str)]
                names = texts if not isinstance(node, ast.AugAssign) else [*(names or []), *texts]
    return None if names is None else tuple(names)


def literal_items(node: ast.AST | None) -> Iterator[ast.Constant]:
    """The constants of a list, tuple or set display, also of sums of such."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        yield from (part for part in node.elts if isinstance(part, ast.Constant))
    elif isinstance(node, ast.BinOp):
        yield from literal_items(node.left)
        yield from literal_items(node.right)


#: Decorators, by their last names, that leave the parameters of a function as they are.
KEEP_SIGNATURE = frozenset(
    "staticmethod classmethod property cached_property abstractmethod override overload final cache lru_cache "  # noqa: SIM905
    "wraps deprecated contextmanager asynccontextmanager coroutine inlineCallbacks hookimpl fixture".split()
)


def _function(source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef, holder: str) -> Function:
    decorators = [decorator_name(part) for part in node.decorator_list]
    binding = ""
    if holder:
        binding = "static" if "staticmethod" in decorators else "instance"
        if "classmethod" in decorators or node.name in ("__new__", "__init_subclass__", "__class_getitem__"):
            binding = "class"
    line, column = source.place(node)
    return Function(
        node.name,
        holder,
        line,
        column,
        tuple(parameters_of(node.args)),
        binding,
        not {"overload", "abstractmethod"}.isdisjoint(decorators),
        any(name not in KEEP_SIGNATURE for name in decorators),
        isinstance(node, ast.AsyncFunctionDef),
        is_alternative(source, node),
        _length(node),
    )


def parameters_of(arguments: ast.arguments) -> Iterator[Parameter]:
    """The parameters of a function or lambda, in the order of its text."""
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    for number, argument in enumerate(positional):
        kind = "positional-only" if number < len(arguments.posonlyargs) else "positional"
        yield Parameter(argument.arg, kind, number >= required)
    if arguments.vararg:
        yield Parameter(arguments.vararg.arg, "variadic", True)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield Parameter(argument.arg, "keyword-only", default is not None)
    if arguments.kwarg:
        yield Parameter(arguments.kwarg.arg, "keywords", True)


def _class(source: Source, node: ast.ClassDef, holder: str) -> Class:
    name = f"{holder}.{node.name}" if holder else node.name
    line, column = source.place(node)
    bases = []
    for base in node.bases:
        generic = base.value if isinstance(base, ast.Subscript) else base
        targets = source.resolve(generic)
        # Beside what a star import may bring stands the bare name.
        targets = tuple(target for target in targets if target.bound) or targets
        bases.append(targets[0].dotted if len(targets) == 1 else "?")
    bases += ["?" for word in node.keywords if word.arg == "metaclass" and decorator_name(word.value) != "ABCMeta"]
    decorators = [decorator_name(part) for part in node.decorator_list]
    fields = None
    if not {"dataclass", "define", "frozen", "mutable"}.isdisjoint(decorators) and not _has_no_init(node):
        fields = tuple(_fields(node, _dataclass_is_keyword_only(node)))
    elif any(base in ("typing.NamedTuple", "typing_extensions.NamedTuple", "NamedTuple") for base in bases):
        fields = tuple(_fields(node, False))
    kind = "protocol" if is_protocol(source, node) else "abstract" if is_abstract(node) else ""
    return Class(
        name,
        line,
        column,
        tuple(bases),
        fields,
        tuple(decorators),
        tuple(_attributes(node)),
        kind,
        is_alternative(source, node),
        _length(node),
    )


def _length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _attributes(node: ast.ClassDef) -> Iterator[str]:
    """The names that a class body assigns or annotates, each once."""
    found: dict[str, None] = {}
    for part in node.body:
        if isinstance(part, ast.Assign | ast.AnnAssign):
            for target in part.targets if isinstance(part, ast.Assign) else [part.target]:
                found.update((name.id, None) for name in ast.walk(target) if isinstance(name, ast.Name))
    yield from found


def _dataclass_is_keyword_only(node: ast.ClassDef) -> bool:
    return any(_is(True, word, "kw_only") for word in _decorator_keywords(node))


def _has_no_init(node: ast.ClassDef) -> bool:
    return any(_is(False, word, "init") for word in _decorator_keywords(node))


def _decorator_keywords(node: ast.ClassDef) -> Iterator[ast.keyword]:
    for part in node.decorator_list:
        if isinstance(part, ast.Call):
            yield from part.keywords


def _is(value: bool, word: ast.keyword, name: str) -> bool:
    return word.arg == name and isinstance(word.value, ast.Constant) and word.value.value is value


def _fields(node: ast.ClassDef, keyword_only: bool) -> Iterator[Parameter]:
    """The parameters that the annotations of a class body make (dataclasses documentation)."""
    for part in node.body:
        if not isinstance(part, ast.AnnAssign) or not isinstance(part.target, ast.Name):
            continue
        annotation = ast.unparse(part.annotation)
        if "ClassVar" in annotation:
            continue
        if annotation.rpartition(".")[2] == "KW_ONLY":
            keyword_only = True
            continue
        kind, has_default = "keyword-only" if keyword_only else "positional", part.value is not None
        if isinstance(part.value, ast.Call) and decorator_name(part.value) == "field":
            words = part.value.keywords
            if any(_is(False, word, "init") for word in words):
                continue
            has_default = not {"default", "default_factory"}.isdisjoint(word.arg for word in words)
            if any(_is(True, word, "kw_only") for word in words):
                kind = "keyword-only"
        yield Parameter(part.target.id, kind, has_default)
