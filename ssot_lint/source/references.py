"""Every place in a file that refers to a name of another: the forms that peers miss included.

Only names whose last part is wanted are looked at, so that a file costs what it mentions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from ssot_lint.model import Span
from ssot_lint.source.names import Scope, Target
from ssot_lint.source.source import Source

Form = Literal["import", "from", "name", "use", "text", "dynamic", "export"]

# Callables that import what a string names, and which argument that is
# (https://docs.python.org/3/library/unittest.mock.html#patch, …/importlib.html, …/pkgutil.html, …/runpy.html).
_IMPORTING = {
    "importlib.import_module": "name",
    "__import__": "name",
    "builtins.__import__": "name",
    "pkgutil.resolve_name": "name",
    "runpy.run_module": "mod_name",
    "importlib.util.find_spec": "name",
    "pytest.importorskip": "modname",
    "django.utils.module_loading.import_string": "dotted_path",
}
_PATCHERS = {"patch": "target", "patch.multiple": "target", "patch.dict": "in_dict"}
_WORDS = frozenset({*_IMPORTING.values(), *_PATCHERS.values()})
_PART = re.compile(r"[.:]")
_TYPE_MODULES = ("typing.", "typing_extensions.", "collections.abc.", "collections.", "types.")
_GENERICS = frozenset({"list", "dict", "tuple", "set", "frozenset", "type"})


class Reference(NamedTuple):
    """One mention of a dotted name.

    `form`: `import a.b`; the module of `from a.b import …`; a `name` in that list; a `use` by
    name or attribute; a `text` read as a type; a `dynamic` import or patch by string; an
    `export` in `__all__`. `bound` is what earlier statements of the file already said about
    it. `renamed` is the local name of an import.
    """

    form: Form
    target: str
    span: Span
    bound: tuple[str, ...] = ()
    renamed: str = ""

    @property
    def name(self) -> str:
        return self.target.rpartition(".")[2]


def references(source: Source, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    """All references of a file to names whose last part is wanted."""
    yield from _imports(source)
    yield from _uses(source, wanted)
    yield from _texts(source, wanted)
    yield from _calls(source, wanted)
    yield from _exports(source, wanted)


def _imports(source: Source) -> Iterator[Reference]:
    for node in source.nodes(ast.Import):
        for alias in node.names:
            yield Reference("import", alias.name, source.span(alias), (), alias.asname or "")
    for statement in source.nodes(ast.ImportFrom):
        module = source.names.absolute(statement)
        if not module:
            continue
        yield Reference("from", module, source.module_span(statement))
        for alias in statement.names:
            if alias.name != "*":
                yield Reference(
                    "name", f"{module}.{alias.name}", source.span(alias), (module,), alias.asname or ""
                )


def _uses(source: Source, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    for name in source.nodes(ast.Name):
        if wanted(name.id) and isinstance(name.ctx, ast.Load):
            for target in source.resolve(name):
                yield Reference("use", target.dotted, source.span(name), target.bound)
    for node in source.nodes(ast.Attribute):
        if wanted(node.attr):
            for target in source.resolve(node):
                yield Reference("use", target.dotted, _attribute_span(source, node), target.bound)


def _attribute_span(source: Source, node: ast.Attribute) -> Span:
    """From the start of the chain, or only its last name when the chain is on several lines."""
    whole = source.span(node)
    if whole.line == whole.end_line:
        return whole
    return Span(whole.end_line, max(1, whole.end_column - len(node.attr)), whole.end_line, whole.end_column)


# -- strings that are read as types


def _texts(source: Source, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    seen: set[ast.AST] = set()
    for root in _type_expressions(source):
        for text in _strings_in_type(source, root):
            if text not in seen:
                seen.add(text)
                yield from _references_in_type(source, text, wanted)


def _type_expressions(source: Source) -> Iterator[ast.expr]:
    for argument in source.nodes(ast.arg):
        if argument.annotation is not None:
            yield argument.annotation
    for function in source.functions():
        if function.returns is not None:
            yield function.returns
    for assignment in source.nodes(ast.AnnAssign):
        yield assignment.annotation
        if _last_name(assignment.annotation) == "TypeAlias" and assignment.value is not None:
            yield assignment.value
    type_alias = getattr(ast, "TypeAlias", None)  # PEP 695: Python 3.12
    if type_alias is not None:
        yield from (node.value for node in source.nodes(type_alias))
        yield from (node.bound for node in source.nodes(ast.TypeVar) if node.bound is not None)  # type: ignore[attr-defined,unused-ignore]
    for call in source.nodes(ast.Call):
        yield from _types_in_call(source, call)
    for subscript in source.nodes(ast.Subscript):
        if _is_generic(source, subscript.value):
            yield subscript


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _types_in_call(source: Source, call: ast.Call) -> Iterator[ast.expr]:
    name = _last_name(call.func)
    if name == "cast" and call.args:
        yield call.args[0]
    elif name in ("TypeVar", "NewType"):
        yield from call.args[1:]
        yield from (word.value for word in call.keywords if word.arg in ("bound", "default"))
    elif name in ("ForwardRef", "TypeAdapter") and call.args:
        yield call.args[0]


def _is_generic(source: Source, node: ast.expr) -> bool:
    if _last_name(node) in ("Literal", "Annotated"):
        return False
    return any(
        target.dotted in _GENERICS or target.dotted.startswith(_TYPE_MODULES)
        for target in source.resolve(node)
    )


def _strings_in_type(source: Source, root: ast.expr) -> Iterator[ast.Constant]:
    """The string constants of a type expression that stand for types."""
    stack: list[ast.AST] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node
        elif isinstance(node, ast.Subscript):
            name = _last_name(node.value)
            if name == "Annotated" and isinstance(node.slice, ast.Tuple) and node.slice.elts:
                stack.append(node.slice.elts[0])
            elif name != "Literal":
                stack.append(node.slice)
        elif isinstance(node, ast.Tuple | ast.List):
            stack.extend(reversed(node.elts))
        elif isinstance(node, ast.BinOp):
            stack.extend((node.right, node.left))


def _references_in_type(
    source: Source, text: ast.Constant, wanted: Callable[[str], bool]
) -> Iterator[Reference]:
    try:
        expression = ast.parse(str(text.value).strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    scope = source.names.scopes[text]
    for node in ast.walk(expression):
        name = _last_name(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        if wanted(name) and source.mentions(name):
            yield from _resolved(source, "text", node, scope, text)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            if wanted(node.value) and source.mentions(node.value):  # "list['Name']"
                yield from _resolved(source, "text", ast.Name(node.value, ast.Load()), scope, text)


def _resolved(source: Source, form: Form, node: ast.AST, scope: Scope, at: ast.AST) -> Iterator[Reference]:
    for target in source.resolve(node, scope):
        yield Reference(form, target.dotted, source.span(at), target.bound)


# -- strings that are imported


def _calls(source: Source, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    for call in source.nodes(ast.Call):
        for argument in _wanted_texts(call, wanted):
            text = str(argument.value)
            if _is_imported(source, call, argument):
                dotted = source.names.imported_by(call) if text.startswith(".") else text
                yield from _dotted_text(source, dotted, argument, wanted)
        yield from _attribute_by_text(source, call, wanted)


def _wanted_texts(call: ast.Call, wanted: Callable[[str], bool]) -> Iterator[ast.Constant]:
    """The literals in the places where such calls have them, if a part of them is wanted."""
    for argument in (*call.args[:1], *(word.value for word in call.keywords if word.arg in _WORDS)):
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            if any(map(wanted, _PART.split(argument.value))):
                yield argument


def _is_imported(source: Source, call: ast.Call, argument: ast.Constant) -> bool:
    word = _importing_word(source, call)
    by_word = [keyword.value for keyword in call.keywords if keyword.arg == word]
    return bool(word) and (argument in call.args[:1] or argument in by_word)


def _importing_word(source: Source, call: ast.Call) -> str:
    """The keyword by which a callable takes what it imports, "" when it imports nothing."""
    chain = _chain(call.func)
    last = chain.rpartition(".")[2]
    if last in ("setattr", "delattr") and "." in chain:  # monkeypatch.setattr("a.b.C", …)
        return "target"
    targets = source.resolve(call.func)
    for target in targets:
        if target.dotted in _IMPORTING:
            return _IMPORTING[target.dotted]
        head, _, patcher = target.dotted.rpartition("mock.")
        if patcher in _PATCHERS and head in ("", "unittest.", "asynctest."):
            return _PATCHERS[patcher]
    if not targets or all(not target.bound for target in targets):  # mocker.patch, self.mock.patch
        for patcher, word in _PATCHERS.items():
            if chain == patcher or chain.endswith(f".{patcher}"):
                return word
    return ""


def _chain(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))


def _dotted_text(
    source: Source, dotted: str, at: ast.Constant, wanted: Callable[[str], bool]
) -> Iterator[Reference]:
    """The prefixes of a dotted string that end in a wanted name."""
    parts = dotted.replace(":", ".").split(".")
    if not all(part.isidentifier() for part in parts):
        return
    for length, part in enumerate(parts, 1):
        if wanted(part) and source.mentions(part):
            yield Reference("dynamic", ".".join(parts[:length]), source.span(at))


def _attribute_by_text(source: Source, call: ast.Call, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    """`patch.object(module, "C")`, `monkeypatch.setattr(module, "C", …)`, `getattr(module, "C")`."""
    chain = _chain(call.func)
    last = chain.rpartition(".")[2]
    if (
        not (last in ("setattr", "delattr", "getattr") or chain.endswith("patch.object"))
        or len(call.args) < 2
    ):
        return
    text = call.args[1]
    if isinstance(text, ast.Constant) and isinstance(text.value, str) and wanted(text.value):
        for target in source.resolve(call.args[0]):
            if target.bound and source.mentions(text.value):
                yield Reference("dynamic", f"{target.dotted}.{text.value}", source.span(text), target.bound)


# -- __all__


def _exports(source: Source, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    for text in _exported(source):
        if isinstance(text.value, str) and wanted(text.value) and source.mentions(text.value):
            found = source.resolve(ast.Name(text.value, ast.Load()), source.names.top)
            for target in found or (Target(f"{source.module}.{text.value}"),):
                yield Reference("export", target.dotted, source.span(text), target.bound)


def _exported(source: Source) -> Iterator[ast.Constant]:
    for node in source.tree.body:
        value: ast.expr | None = None
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_last_name(target) == "__all__" for target in targets):
                value = node.value
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if _chain(node.value.func) in ("__all__.append", "__all__.extend", "__all__.insert"):
                value = node.value.args[-1] if node.value.args else None
        stack = [value]
        while stack:
            part = stack.pop()
            if isinstance(part, ast.Constant):
                yield part
            elif isinstance(part, ast.List | ast.Tuple | ast.Set):
                stack.extend(part.elts)
            elif isinstance(part, ast.BinOp):
                stack.extend((part.left, part.right))
            elif isinstance(part, ast.Starred):
                stack.append(part.value)
