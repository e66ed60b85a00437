"""Where the attributes of classes and of their objects are changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from ssot_lint.callables.definitions import Klass
from ssot_lint.callables.meanings import Meanings
from ssot_lint.callables.members import FunctionNode, class_node, decorators, is_first_of_method
from ssot_lint.model import Span
from ssot_lint.repo.index import Index
from ssot_lint.source.chains import decorator_name
from ssot_lint.source.mutables import CHANGERS, MUTATORS, can_change
from ssot_lint.source.source import Source

#: Methods that make an object what it is at first.
CONSTRUCTORS = ("__init__", "__post_init__", "__attrs_post_init__", "__new__")
_OF_CLASSES = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})
_MOST_HOPS = 4  # from a variable to what it is another name of


class How(Enum):
    """What happens to an attribute."""

    ON_CLASS = "the class gets another value: `cls.x = …`, `type(self).x += 1`, `setattr(cls, …)`"
    ON_OBJECT = "an object gets a value of its own: `self.x = …`"
    AUGMENTED = "`self.x += …`: in place for a container, else a value of its own"
    INSIDE = "the value is changed in place: `self.x.append(…)`, `cls.x[k] = …`"


class Change(NamedTuple):
    """One change of an attribute.

    `owner` is the class through which, or through an object of which, it is made. `function` is
    the name of the function around, "" at import. `makes` tells that the class keeps an object of
    itself, `fills` that the value is, or has in it, something that can change.
    """

    owner: Klass
    name: str
    how: How
    function: str
    path: str
    span: Span
    makes: bool
    fills: bool


class Receiver(NamedTuple):
    """A class, or an object of it."""

    klass: Klass
    is_class: bool


def changes_of(index: Index, path: str) -> tuple[Change, ...]:
    """All changes that one file makes to attributes of classes of the repository, in order."""

    def look() -> tuple[Change, ...]:
        receivers = Receivers(index, index.source(path))
        return tuple(_changes(receivers))

    return index.memo(("callables.changes", path), look)


class Receivers:
    """The classes and objects that expressions of one file stand for, where the code around says it at once."""

    def __init__(self, index: Index, source: Source) -> None:
        self.source = source
        self._meanings = Meanings.of(index)
        self._classes: dict[ast.AST, Klass | None] = {}

    def of(self, node: ast.expr, hops: int = _MOST_HOPS) -> Receiver | None:
        """`self`, `cls`, `type(self)`, `self.__class__`, a class by its name, or a variable that is one of these."""
        if hops == 0:
            return None
        if isinstance(node, ast.Call):
            return self._of_call(node, hops)
        if isinstance(node, ast.Attribute) and node.attr == "__class__":
            found = self.of(node.value, hops)
            return Receiver(found.klass, True) if found else None
        if isinstance(node, ast.Name):
            bound = self.source.names.scopes[node].lookup(node.id)
            binding = bound[1][0] if bound and len(bound[1]) == 1 else None
            if bound and binding and isinstance(binding.node, ast.arg):
                return self._of_argument(binding.node, bound[0].node)
            if binding and binding.value is not None:
                return self.of(binding.value, hops - 1)
        return self._by_name(node) if isinstance(node, ast.Name | ast.Attribute) else None

    def _of_call(self, node: ast.Call, hops: int) -> Receiver | None:
        name = decorator_name(node.func)
        if name == "type" and len(node.args) == 1:
            found = self.of(node.args[0], hops)
            return Receiver(found.klass, True) if found else None
        if name in ("super", "__new__"):
            klass = self._around(node)
            return Receiver(klass, False) if klass else None
        found = self.of(node.func, hops)
        return Receiver(found.klass, False) if found and found.is_class else None

    def _of_argument(self, argument: ast.arg, function: ast.AST) -> Receiver | None:
        if not isinstance(function, FunctionNode) or not is_first_of_method(self.source, argument, function):
            return None
        klass = self.class_of(function)
        is_class = "classmethod" in decorators(function) or function.name in _OF_CLASSES
        return Receiver(klass, is_class) if klass else None

    def _by_name(self, node: ast.Name | ast.Attribute) -> Receiver | None:
        found = [
            meaning
            for target in self.source.resolve(node)
            if target.bound
            for meaning in self._meanings.lookup.locate(target.dotted, self.source.path)
        ]
        return Receiver(found[0], True) if len(found) == 1 and isinstance(found[0], Klass) else None

    def _around(self, node: ast.AST) -> Klass | None:
        around = self.source.parent(node)
        while around is not None and not (isinstance(around, FunctionNode) and class_node(self.source, around)):
            around = self.source.parent(around)
        return self.class_of(around) if around is not None else None

    def class_of(self, function: ast.AST) -> Klass | None:
        """The class in whose body a function stands."""
        if function not in self._classes:
            self._classes[function] = self._meanings.class_of_method(self.source, function)
        return self._classes[function]

    def attribute(self, node: ast.expr) -> tuple[Receiver, str] | None:
        """The attribute that an expression is or lies in: `self.x`, `self.x[k]`, `x` after `x = self.x`."""
        node = unsubscripted(node)
        if isinstance(node, ast.Name):
            bound = self.source.names.scopes[node].lookup(node.id)
            if bound is None or len(bound[1]) != 1 or bound[1][0].value is None:
                return None
            node = unsubscripted(bound[1][0].value)
        if not isinstance(node, ast.Attribute):
            return None
        receiver = self.of(node.value)
        return (receiver, node.attr) if receiver else None


def unsubscripted(node: ast.expr) -> ast.expr:
    """What an item is taken of: `x` of `x[a][b]`."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node


def _changes(receivers: Receivers) -> Iterator[Change]:
    other_names = _other_names(receivers)
    own: set[tuple[ast.AST | None, Klass, str]] = set()
    for change, node in sorted([*_stores(receivers), *_inside(receivers)], key=lambda pair: pair[0].span):
        shared = other_names.get((change.owner, change.name))
        key = (_function(receivers.source, node), change.owner, change.name)
        if change.how is How.ON_OBJECT:
            own.add(key)
        elif change.how is not How.ON_CLASS and shared:
            yield change._replace(name=shared)
        elif change.how is not How.ON_CLASS and key in own:
            continue  # the object has a value of its own by then
        yield change


def _other_names(receivers: Receivers) -> dict[tuple[Klass, str], str]:
    """The attributes that objects get no other value for than another attribute: `self.x = self.default`."""
    found: dict[tuple[Klass, str], set[str]] = {}
    for node in receivers.source.nodes(ast.Attribute):
        receiver = receivers.of(node.value) if isinstance(node.ctx, ast.Store) else None
        if receiver and not receiver.is_class:
            value = getattr(receivers.source.parent(node), "value", None)
            other = value.attr if isinstance(value, ast.Attribute) and receivers.of(value.value) else ""
            found.setdefault((receiver.klass, node.attr), set()).add(other)
    return {key: next(iter(names)) for key, names in found.items() if len(names) == 1 and names != {""}}


def _stores(receivers: Receivers) -> Iterator[tuple[Change, ast.expr]]:
    """What assignments, deletions and `setattr` do."""
    source = receivers.source
    for node in source.nodes(ast.Attribute):
        if isinstance(node.ctx, ast.Load):
            continue
        receiver = receivers.of(node.value)
        if receiver is None:
            continue
        statement = source.parent(node)
        how = How.ON_CLASS if receiver.is_class else How.ON_OBJECT
        if isinstance(statement, ast.AugAssign) and not receiver.is_class:
            how = How.AUGMENTED
        value = getattr(statement, "value", None)
        yield _change(receivers, receiver, node.attr, how, node, value), node
        if node.attr == "__dict__" and isinstance(value, ast.Attribute):  # the Borg
            shared = receivers.of(value.value)
            if shared:
                yield _change(receivers, shared, value.attr, How.INSIDE, value), value
    for call in source.nodes(ast.Call):
        if decorator_name(call.func) in ("setattr", "delattr") and len(call.args) > 1:
            receiver = receivers.of(call.args[0])
            if receiver:
                name = call.args[1].value if isinstance(call.args[1], ast.Constant) else ""
                how = How.ON_CLASS if receiver.is_class else How.ON_OBJECT
                value = call.args[2] if len(call.args) > 2 else None
                yield _change(receivers, receiver, str(name), how, call, value), call


def _inside(receivers: Receivers) -> Iterator[tuple[Change, ast.expr]]:
    """What changes values in place."""
    source = receivers.source
    for node in changed_in_place(source):
        found = receivers.attribute(node)
        if found:
            yield _change(receivers, *found, How.INSIDE, node), node


def changed_in_place(source: Source) -> Iterator[ast.expr]:
    """The expressions whose values a file changes in place: `x` of `x[k] = v` and `x.append(v)`."""
    for item in source.nodes(ast.Subscript):
        if not isinstance(item.ctx, ast.Load):
            yield item.value
    for call in source.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in MUTATORS:
            yield call.func.value
        elif call.args and {target.dotted for target in source.resolve(call.func)} & CHANGERS:
            yield call.args[0]


def _change(
    receivers: Receivers, receiver: Receiver, name: str, how: How, node: ast.expr, value: ast.expr | None = None
) -> Change:
    source = receivers.source
    function = _function(source, node)
    makes = how is How.ON_CLASS and value is not None and _makes(receivers, value, receiver.klass)
    called = function.name if isinstance(function, FunctionNode) else "lambda" if function else ""
    fills = value is not None and can_change(source, value)
    return Change(receiver.klass, name, how, called, source.path, source.span(node), makes, fills)


def _makes(receivers: Receivers, value: ast.expr, klass: Klass) -> bool:
    parts = [value] if isinstance(value, ast.Name) else [part for part in ast.walk(value) if isinstance(part, ast.Call)]
    found = map(receivers.of, parts)
    return any(one is not None and not one.is_class and one.klass == klass for one in found)


def _function(source: Source, node: ast.AST) -> ast.AST | None:
    around = source.parent(node)
    while around is not None and not isinstance(around, FunctionNode | ast.Lambda):
        around = source.parent(around)
    return around
