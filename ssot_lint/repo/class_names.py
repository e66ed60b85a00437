"""The names that a class has, as far as its own text tells."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.source.chains import chain, decorator_name, is_dunder, last_name
from ssot_lint.source.source import Source

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Scoped = _Function | ast.ClassDef | ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
#: Decorators, by their last names, that give a class no other names than dunder ones.
_PLAIN_DECORATORS = frozenset(
    "dataclass define frozen mutable total_ordering final runtime_checkable unique verify deprecated "  # noqa: SIM905
    "usefixtures skip skipIf skipUnless parametrize".split()
)
_PLAIN_METACLASSES = frozenset({"ABCMeta", "EnumMeta", "EnumType", "type"})
#: Base classes, by their dotted names, and what they give.
_BASES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"), frozenset()),
    **dict.fromkeys(("typing.NamedTuple",), frozenset({"count", "index", "_fields", "_replace", "_asdict", "_make"})),
    **dict.fromkeys(("enum.Enum",), frozenset({"name", "value"})),
}
_IN_METHODS = re.compile(r"__(?:getattr|getattribute)__")


class ClassNames(NamedTuple):
    """What a class binds itself.

    `inner` are the classes in it, `bases` the dotted names of those it is derived from, "?" for
    what can't be told. `is_open` when it may have other names too.
    """

    names: frozenset[str]
    inner: frozenset[str]
    bases: tuple[str, ...]
    is_open: bool


def classes_named(source: Source, qualname: str) -> tuple[ClassNames, ...]:
    """The classes of a dotted name in a module; there may be several, in different arms of a condition."""
    bodies: list[ast.Module | ast.ClassDef] = [source.tree]
    for part in qualname.split("."):
        nodes = [node for body in bodies for node in _own(body)]
        bodies = [node for node in nodes if isinstance(node, ast.ClassDef) and node.name == part]
    return tuple(_class_names(source, node) for node in bodies if isinstance(node, ast.ClassDef))


def given_bases(dotted: str) -> frozenset[str] | None:
    """The names that a class of Python itself hands down, dunder names left out; None when they are not known."""
    import builtins

    found = _BASES.get(dotted)
    if found is None and "." not in dotted and isinstance(getattr(builtins, dotted, None), type):
        found = frozenset(dir(getattr(builtins, dotted)))
    return found


def is_of_every_class(name: str) -> bool:
    return is_dunder(name) or name == "mro"


def _own(body: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a body, those in scopes of their own left out."""
    stack = [*ast.iter_child_nodes(body)]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _Scoped):
            stack += ast.iter_child_nodes(node)


def _class_names(source: Source, node: ast.ClassDef) -> ClassNames:
    names: set[str] = set()
    inner: set[str] = set()
    is_open = not _is_plain(node)
    for statement in node.body:
        for part in (statement, *(() if isinstance(statement, _Scoped) else _own(statement))):
            names.update(_bound_by(part))
            if isinstance(part, ast.ClassDef):
                inner.add(part.name)
            if isinstance(part, ast.Call):  # locals().update(…), or a function that reaches into the frame
                is_open = is_open or last_name(part.func) in ("locals", "vars", "exec")
    names.update(_set_on_objects(node))
    is_open = is_open or any(_IN_METHODS.fullmatch(name) for name in names) or _sets_by_name(source)
    return ClassNames(frozenset(names), frozenset(inner), tuple(_bases(source, node)), is_open)


def _bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, _Function | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _set_on_objects(node: ast.ClassDef) -> Iterator[str]:
    """The attributes that the methods give to objects, `self` or others, and the entries of `__slots__`."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and not isinstance(part.ctx, ast.Load):
            yield part.attr
        elif isinstance(part, ast.Assign) and any(last_name(target) == "__slots__" for target in part.targets):
            texts = (one.value for one in ast.walk(part.value) if isinstance(one, ast.Constant))
            yield from (text for text in texts if isinstance(text, str))


def _is_plain(node: ast.ClassDef) -> bool:
    """Whether neither a decorator nor a metaclass or argument of the class may give it more names."""
    if any(decorator_name(part) not in _PLAIN_DECORATORS for part in node.decorator_list):
        return False
    return all(word.arg == "metaclass" and last_name(word.value) in _PLAIN_METACLASSES for word in node.keywords)


def _sets_by_name(source: Source) -> bool:
    """Whether a file sets attributes by names that are not in its text."""
    by_call = any(last_name(call.func) in ("setattr", "add_to_class") for call in source.nodes(ast.Call))
    return by_call or any(part.attr == "__dict__" for part in source.nodes(ast.Attribute))


def _bases(source: Source, node: ast.ClassDef) -> Iterator[str]:
    for base in node.bases:
        plain = base.value if isinstance(base, ast.Subscript) else base
        targets = source.resolve(plain)
        targets = tuple(target for target in targets if target.bound) or targets
        yield targets[0].dotted if len(targets) == 1 and chain(plain)[:1] not in ("", ".") else "?"
