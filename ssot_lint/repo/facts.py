"""What one file says about itself, free of policy. Plain values: they can be cached as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ssot_lint.model import Span

PARAMETER_KINDS = ("positional-only", "positional", "variadic", "keyword-only", "keywords")


class Bound(NamedTuple):
    """One way in which a module gives a name a meaning.

    `kind` is import, class, function, alias (of `target`) or value. `target` is the dotted
    name that an import or alias leads to, "" for others.
    """

    kind: str
    target: str
    line: int
    column: int


class Parameter(NamedTuple):
    """`kind` is one of PARAMETER_KINDS."""

    name: str
    kind: str
    has_default: bool


class Function(NamedTuple):
    """A function or method. `holder` is the class's qualified name, "" for a function.

    `binding` tells what a call through the holder or an instance passes first: "instance",
    "class", "static"; "" for a function. `is_stub` marks overloads, abstract methods and
    members of protocols; `wrapped` marks decorators that may change the signature. For
    `is_alternative` and `lines` see `Class`.
    """

    name: str
    holder: str
    line: int
    column: int
    parameters: tuple[Parameter, ...]
    binding: str
    is_stub: bool
    wrapped: bool
    is_async: bool
    is_alternative: bool
    lines: int


class Class(NamedTuple):
    """A class. `bases` are dotted as far as they can be told, "?" otherwise.

    `fields` are the constructor's parameters that a dataclass or NamedTuple makes from its
    annotations, None for other classes. `attributes` are the names that its body assigns or
    annotates; its methods are among the functions. `kind` is "protocol", "abstract" or "".
    `is_alternative` tells that it stands in an arm of `try/except ImportError`, or of a
    condition on TYPE_CHECKING, the version or the platform. `lines` is its length.
    """

    name: str
    line: int
    column: int
    bases: tuple[str, ...]
    fields: tuple[Parameter, ...] | None
    decorators: tuple[str, ...]
    attributes: tuple[str, ...]
    kind: str
    is_alternative: bool
    lines: int


class Imported(NamedTuple):
    """One name of `from module import …`, "*" too."""

    name: str
    span: Span


class Import(NamedTuple):
    """One module that is imported: `level` dots and a name, as written.

    `span` is the place of the module. `names` is empty for `import module`. `is_guarded`
    tells that a failure of it is caught.
    """

    level: int
    module: str
    span: Span
    names: tuple[Imported, ...]
    is_guarded: bool


class Inner(NamedTuple):
    """What a file defines inside functions."""

    functions: tuple[Function, ...]
    classes: tuple[Class, ...]


class Facts(NamedTuple):
    """`bindings` are those of the module's own scope; `stars` the modules of star imports.

    `names` is all that can be imported from the module beyond doubt: what it binds, announces
    by an annotation, or lists in `__all__`. `is_open` tells that it may have other names too:
    it has a `__getattr__`, or changes its own namespace. `inner` is what is defined inside functions;
    the holder there is the qualified name of what is around it.
    """

    module: str
    bindings: Mapping[str, tuple[Bound, ...]]
    stars: tuple[str, ...]
    exports: tuple[str, ...] | None
    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    imports: tuple[Import, ...]
    names: frozenset[str]
    is_open: bool
    inner: Inner


def without_places(facts: Facts) -> tuple[object, ...]:
    """What facts say but for lines, columns and lengths, and for what is inside functions."""
    return (
        facts.module,
        [(name, [(one.kind, one.target) for one in found]) for name, found in facts.bindings.items()],
        facts.stars,
        facts.exports,
        inner_without_places(Inner(facts.functions, facts.classes)),
        [(one.level, one.module, [name.name for name in one.names], one.is_guarded) for one in facts.imports],
        sorted(facts.names),
        facts.is_open,
    )


def inner_without_places(inner: Inner) -> tuple[object, ...]:
    """The same of functions and classes."""
    return (
        [one._replace(line=0, column=0, lines=0) for one in inner.functions],
        [one._replace(line=0, column=0, lines=0) for one in inner.classes],
    )


# -- as plain values


def write_facts(facts: Facts) -> list[object]:
    """Facts as lists, strings and numbers, which JSON can hold."""
    *others, names, is_open_, inner = facts
    return [*others, sorted(names), is_open_, inner]


def read_facts(record: list[Any]) -> Facts:
    """The facts that `write_facts` made a record of."""
    module, bindings, stars, exports, functions, classes, imports, names, is_open_, (inner, inner_classes) = record
    return Facts(
        module,
        {name: tuple(Bound(*one) for one in found) for name, found in bindings.items()},
        tuple(stars),
        None if exports is None else tuple(exports),
        tuple(_read_function(one) for one in functions),
        tuple(_read_class(one) for one in classes),
        tuple(_read_import(one) for one in imports),
        frozenset(names),
        is_open_,
        Inner(tuple(_read_function(one) for one in inner), tuple(_read_class(one) for one in inner_classes)),
    )


def _parameters(record: list[Any]) -> tuple[Parameter, ...]:
    return tuple(Parameter(*one) for one in record)


def _read_function(record: list[Any]) -> Function:
    name, holder, line, column, parameters, *rest = record
    return Function(name, holder, line, column, _parameters(parameters), *rest)


def _read_class(record: list[Any]) -> Class:
    name, line, column, bases, fields, decorators, attributes, *rest = record
    filled = None if fields is None else _parameters(fields)
    return Class(name, line, column, tuple(bases), filled, tuple(decorators), tuple(attributes), *rest)


def _read_import(record: list[Any]) -> Import:
    level, module, span, names, is_guarded_ = record
    imported = tuple(Imported(name, Span(*place)) for name, place in names)
    return Import(level, module, Span(*span), imported, is_guarded_)
