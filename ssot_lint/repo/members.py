"""What a module offers: its classes, functions and values, and the members of its classes.

It is read off the tree of one file, so that a file that is gone can be compared with one that stays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ssot_lint.repo.extract import facts_of, parameters_of
from ssot_lint.repo.facts import Class, Parameter
from ssot_lint.repo.shape import has_yield, shape, shown, signature
from ssot_lint.source.chains import chain, decorator_name, is_dunder
from ssot_lint.source.shapes import is_alternative
from ssot_lint.source.source import Source

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_PROPERTIES = frozenset({"property", "cached_property", "abstractproperty", "hybrid_property"})
_CLASS_METHODS = ("__new__", "__init_subclass__", "__class_getitem__")


class Member(NamedTuple):
    """One name that a module offers.

    `name` is dotted inside the module: `Class.method`. `kind` is class, function, method,
    property, attribute or value. `parameters` are as written, with `self`; those of a class are
    the ones that a dataclass makes of its fields, None for other classes. `binding` is as in
    `Function`. `bases` of this very module are dotted inside it. `shape` tells whether two bodies
    or values are of one structure. An attribute or property `is_settable` through an object; an
    attribute `is_on_class` when no object is needed to read it. `alias` is the name in this module
    that a value is another name of.
    """

    name: str
    kind: str
    line: int
    lines: int
    is_async: bool = False
    is_generator: bool = False
    signature: str = ""
    parameters: tuple[Parameter, ...] | None = ()
    binding: str = ""
    decorators: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    shape: str = ""
    value: str = ""
    is_settable: bool = True
    is_on_class: bool = False
    is_frozen: bool = False
    alias: str = ""


def members(source: Source, name: str = "") -> tuple[Member, ...]:
    """All members of a module, those of its classes too; or those of one class, inherited ones left out.

    They are in the order of the text. Raises LookupError when there is no such class.
    """
    found = members_by_name(source)
    if not name:
        return tuple(found.values())
    if name not in found or found[name].kind != "class":
        raise LookupError(f"{source.path} has no class {name}")
    return tuple(one for one in found.values() if one.name.startswith(f"{name}."))


def members_by_name(source: Source) -> Mapping[str, Member]:
    """The members of a module by their names, in the order of the text."""
    classes = {(one.name, one.line): one for one in facts_of(source).classes}
    found = [*_defined(source, source.tree.body, "", classes)]
    known = {one.name for one in found}
    found += (one for one in _values(source) if one.name not in known)
    return {one.name: one for one in sorted(found, key=lambda one: one.line)}


# -- definitions


def _defined(
    source: Source, body: Iterable[ast.stmt], holder: str, classes: Mapping[tuple[str, int], Class]
) -> Iterator[Member]:
    """What is defined in a body; `holder` is the class it is of."""
    groups: dict[str, list[_Function | ast.ClassDef]] = {}
    for statement in _statements(body):
        if isinstance(statement, _Function | ast.ClassDef):
            groups.setdefault(statement.name, []).append(statement)
    for name, nodes in groups.items():
        node = _chosen(source, nodes)
        dotted = f"{holder}.{name}" if holder else name
        if isinstance(node, ast.ClassDef):
            yield _class(source, node, dotted, classes.get((dotted, source.name_span(node).line)))
            inner = [*_defined(source, node.body, dotted, classes)]
            yield from inner
            yield from _attributes(source, node, dotted, {one.name for one in inner})
        else:
            yield _function(source, node, dotted, holder, nodes)


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body and of the blocks in it, in the order of the text."""
    stack: list[ast.AST] = [*reversed([*body])]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, _Function | ast.ClassDef):
            blocks = (getattr(node, name, []) for name in ("body", "handlers", "orelse", "finalbody", "cases"))
            stack += [child for block in blocks for child in (block if isinstance(block, list) else [])][::-1]


def _chosen(source: Source, nodes: list[_Function | ast.ClassDef]) -> _Function | ast.ClassDef:
    """The one of several definitions of a name that counts: the last, but not a setter or an overload."""
    real = [node for node in nodes if not _is_accessory(node)] or nodes
    sure = [node for node in real if not is_alternative(source, node)]
    return sure[-1] if sure else real[0]


def _is_accessory(node: _Function | ast.ClassDef) -> bool:
    last = [chain(part).rpartition(".")[2] for part in _callables(node)]
    return not {"overload", "setter", "deleter"}.isdisjoint(last)


def _callables(node: _Function | ast.ClassDef) -> Iterator[ast.expr]:
    """The decorators, without what they are called with."""
    return (part.func if isinstance(part, ast.Call) else part for part in node.decorator_list)


def _function(source: Source, node: _Function, name: str, holder: str, nodes: list[_Function | ast.ClassDef]) -> Member:
    line, lines = _place(source, node)
    decorators = tuple(decorator_name(part) for part in node.decorator_list)
    is_property = bool(holder) and not _PROPERTIES.isdisjoint(decorators)
    binding = "instance" if holder else ""
    if holder and "staticmethod" in decorators:
        binding = "static"
    elif holder and ("classmethod" in decorators or node.name in _CLASS_METHODS):
        binding = "class"
    has_setter = any(chain(part).endswith(".setter") for one in nodes for part in _callables(one))
    return Member(
        name,
        "property" if is_property else "method" if holder else "function",
        line,
        lines,
        isinstance(node, ast.AsyncFunctionDef),
        has_yield(node),
        signature(node.args),
        tuple(parameters_of(node.args)),
        binding,
        decorators,
        shape=shape(node.body),
        is_settable=has_setter or "cached_property" in decorators,
    )


def _class(source: Source, node: ast.ClassDef, name: str, facts: Class | None) -> Member:
    line, lines = _place(source, node)
    prefix = f"{source.module}."
    return Member(
        name,
        "class",
        line,
        lines,
        parameters=facts.fields if facts else None,
        decorators=facts.decorators if facts else (),
        bases=tuple(base.removeprefix(prefix) for base in facts.bases) if facts else ("?",),
        is_frozen=any(
            word.arg == "frozen" and isinstance(word.value, ast.Constant) and word.value.value is True
            for part in node.decorator_list
            if isinstance(part, ast.Call)
            for word in part.keywords
        ),
    )


def _place(source: Source, node: _Function | ast.ClassDef) -> tuple[int, int]:
    span = source.span(node)
    return source.name_span(node).line, span.end_line - span.line + 1


# -- attributes and values


def _attributes(source: Source, node: ast.ClassDef, holder: str, taken: set[str]) -> Iterator[Member]:
    """What the body of a class assigns or annotates, and what its methods set on `self`."""
    found: dict[str, Member] = {}
    for statement in _statements(node.body):
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            for target in targets:
                for part in ast.walk(target) if target else ():
                    if isinstance(part, ast.Name):
                        value = statement.value
                        one = _value(source, f"{holder}.{part.id}", "attribute", part, value)
                        found.setdefault(one.name, one._replace(is_on_class=value is not None))
    for statement in _statements(node.body):
        if isinstance(statement, _Function):
            for target in _set_on_self(statement):
                one = _value(source, f"{holder}.{target.attr}", "attribute", target, None)
                found.setdefault(one.name, one)
    yield from (one for name, one in found.items() if name not in taken)


def _set_on_self(node: _Function) -> Iterator[ast.Attribute]:
    """The attributes that a method gives to its object."""
    first = next(iter((*node.args.posonlyargs, *node.args.args)), None)
    names = {decorator_name(part) for part in node.decorator_list} | {node.name}
    if first is not None and names.isdisjoint({"staticmethod", "classmethod", *_CLASS_METHODS}):
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
                if isinstance(part.value, ast.Name) and part.value.id == first.arg:
                    yield part


def _values(source: Source) -> Iterator[Member]:
    """The variables of the module itself, but for those that say something about it (`__all__`)."""
    prefix = f"{source.module}."
    for name, bindings in source.names.top.bindings.items():
        kept = [one for one in bindings if one.kind in ("value", "other")]
        if not kept or is_dunder(name) or any(one.kind in ("class", "function") for one in bindings):
            continue
        binding = kept[-1]
        one = _value(source, name, "value", binding.node, binding.value)
        if isinstance(binding.value, ast.Name | ast.Attribute):
            meant = source.resolve(binding.value)
            if len(meant) == 1 and meant[0].dotted.startswith(prefix):
                one = one._replace(alias=meant[0].dotted.removeprefix(prefix))
        yield one


def _value(source: Source, name: str, kind: str, node: ast.AST, value: ast.expr | None) -> Member:
    span = source.span(node)
    lines = 1 if value is None else source.span(value).end_line - span.line + 1
    if isinstance(value, ast.Lambda):
        is_method = kind == "attribute"
        return Member(
            name,
            "method" if is_method else "function",
            span.line,
            lines,
            signature=signature(value.args),
            parameters=tuple(parameters_of(value.args)),
            binding="instance" if is_method else "",
            shape=shape([value.body]),
        )
    if value is None:
        return Member(name, kind, span.line, lines)
    return Member(name, kind, span.line, lines, shape=shape([value]), value=shown(value))
