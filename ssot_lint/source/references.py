"""Every place in a file that refers to a name of another: the forms that peers miss included.

Only names whose last part is wanted are looked at, so that a file costs what it mentions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from typing import Literal, NamedTuple

from ssot_lint.model import Span
from ssot_lint.source.chains import chain, last_name
from ssot_lint.source.importing_calls import imported_strings
from ssot_lint.source.scopes import Scope, Target
from ssot_lint.source.source import Source
from ssot_lint.source.type_strings import type_strings

Form = Literal["import", "from", "name", "use", "text", "dynamic", "export"]


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


def references(source: Source, wanted: Callable[[str], bool], callables: Collection[str] = ()) -> Iterator[Reference]:
    """All references of a file to names whose last part is wanted; for `callables` see `imported_strings`."""
    yield from _imports(source)
    yield from _uses(source, wanted)
    yield from _texts(source, wanted)
    yield from _calls(source, wanted, callables)
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
                yield Reference("name", f"{module}.{alias.name}", source.span(alias), (module,), alias.asname or "")


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
    for text in type_strings(source):
        yield from _references_in_type(source, text, wanted)


def _references_in_type(source: Source, text: ast.Constant, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    try:
        expression = ast.parse(str(text.value).strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    scope = source.names.scopes[text]
    for node in ast.walk(expression):
        name = last_name(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        if wanted(name) and source.mentions(name):
            yield from _resolved(source, "text", node, scope, text)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            if wanted(node.value) and source.mentions(node.value):  # "list['Name']"
                yield from _resolved(source, "text", ast.Name(node.value, ast.Load()), scope, text)


def _resolved(source: Source, form: Form, node: ast.AST, scope: Scope, at: ast.AST) -> Iterator[Reference]:
    for target in source.resolve(node, scope):
        yield Reference(form, target.dotted, source.span(at), target.bound)


# -- strings that are imported


def _calls(source: Source, wanted: Callable[[str], bool], callables: Collection[str]) -> Iterator[Reference]:
    for text, dotted in imported_strings(source, wanted, callables):
        yield from _dotted_text(source, dotted, text, wanted)
    for call in source.nodes(ast.Call):
        yield from _attribute_by_text(source, call, wanted)
        yield from _fromlist(source, call, wanted)


def _dotted_text(source: Source, dotted: str, at: ast.expr, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    """The prefixes of a dotted string that end in a wanted name."""
    parts = dotted.replace(":", ".").split(".")
    if not all(part.isidentifier() for part in parts):
        return
    for length, part in enumerate(parts, 1):
        if wanted(part) and source.mentions(part):
            yield Reference("dynamic", ".".join(parts[:length]), source.span(at))


def _attribute_by_text(source: Source, call: ast.Call, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    """`patch.object(module, "C")`, `monkeypatch.setattr(module, "C", …)`, `getattr(module, "C")`."""
    written = chain(call.func)
    last = written.rpartition(".")[2]
    if not (last in ("setattr", "delattr", "getattr") or written.endswith("patch.object")) or len(call.args) < 2:
        return
    text = call.args[1]
    if isinstance(text, ast.Constant) and isinstance(text.value, str) and wanted(text.value):
        for target in source.resolve(call.args[0]):
            if target.bound and source.mentions(text.value):
                yield Reference("dynamic", f"{target.dotted}.{text.value}", source.span(text), target.bound)


def _fromlist(source: Source, call: ast.Call, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    """`__import__("package", fromlist=["module"])`, the list by its place too."""
    words = {word.arg: word.value for word in call.keywords}
    names = words.get("fromlist", call.args[3] if len(call.args) > 3 else None)
    if not isinstance(names, ast.List | ast.Tuple) or last_name(call.func) != "__import__":
        return
    module = source.names.imported_by(call)
    for name in names.elts if module else ():
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            if wanted(name.value) and source.mentions(name.value):
                yield Reference("dynamic", f"{module}.{name.value}", source.span(name), (module,))


# -- __all__


def _exports(source: Source, wanted: Callable[[str], bool]) -> Iterator[Reference]:
    for text in exported(source):
        if isinstance(text.value, str) and wanted(text.value) and source.mentions(text.value):
            found = source.resolve(ast.Name(text.value, ast.Load()), source.names.top)
            for target in found or (Target(f"{source.module}.{text.value}"),):
                yield Reference("export", target.dotted, source.span(text), target.bound)


def exported(source: Source) -> Iterator[ast.Constant]:
    """The constants that a module lists in `__all__`."""
    for node in source.tree.body:
        value: ast.expr | None = None
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(last_name(target) == "__all__" for target in targets):
                value = node.value
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if chain(node.value.func) in ("__all__.append", "__all__.extend", "__all__.insert"):
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
