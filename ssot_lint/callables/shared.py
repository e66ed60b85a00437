"""Which attributes of a class hold state that its objects share."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple, TypeGuard

from ssot_lint.callables.changes import Change, How, changes_of
from ssot_lint.callables.construction import Construction
from ssot_lint.callables.definitions import Klass
from ssot_lint.callables.meanings import Meanings
from ssot_lint.model import Span
from ssot_lint.repo.index import Index
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.repo.trails import Known
from ssot_lint.source.chains import decorator_name, is_dunder, last_name
from ssot_lint.source.mutables import Mutable, mutable
from ssot_lint.source.needles import Needles
from ssot_lint.source.source import Source

#: Classes that give each object a copy of what their body assigns, or make something else of it.
_COPYING = re.compile(r"BaseModel|BaseSettings|RootModel|GenericModel|SQLModel|Struct|(?:Int|Str|Re)?Enum|(?:Int)?Flag")
_INSTANCE = re.compile(r"_*(?:the_|shared_|default_)?(?:instance|singleton)s?_*", re.IGNORECASE)
_SINGLETON = re.compile("singleton", re.IGNORECASE)
_FIELDS = frozenset({"dataclasses.field", "attr.ib", "attr.attrib", "attr.field", "attrs.field"})


class Why(Enum):
    """What makes an attribute shared state."""

    MUTABLE = "its value can change, and objects have no other"
    REBOUND = "code gives the class another value"
    SINGLETON = "the class keeps an object of itself"


class Shared(NamedTuple):
    """An attribute that is shared, the class that has it, and where it is changed if that is known."""

    holder: Klass
    name: str
    why: Why
    path: str
    span: Span
    change: Change | None


class _Attribute(NamedTuple):
    span: Span
    mutable: Mutable | None
    is_constant: bool
    is_field: bool


class SharedState:
    """The shared attributes of classes of one repository."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._meanings = Meanings.of(index)
        self.lookup = self._meanings.lookup
        self._shared: Known[Klass, tuple[Shared, ...]] = Known(
            index.trails, lambda klass: tuple(self._attributes(klass))
        )

    @classmethod
    def of(cls, index: Index) -> SharedState:
        return index.memo("callables.shared", lambda: cls(index))

    def attributes(self, klass: Klass) -> tuple[Shared, ...]:
        """The attributes that all objects of a class share and that can change, inherited ones too."""
        return self._shared(klass)

    def node(self, klass: Klass) -> tuple[Source, ast.ClassDef]:
        """The definition of a class."""
        source = self._index.source(klass.path)
        nodes = source.nodes(ast.ClassDef)
        return source, next(one for one in nodes if source.name_span(one).line == klass.facts.line)

    def singleton_maker(self, klass: Klass) -> str:
        """The decorator or metaclass by which a class has only one object, "" when there is none."""
        for one in self.lookup.line(klass):
            if one is None:
                continue
            source, node = self.node(one)
            for decorator in node.decorator_list if one == klass else ():
                if _SINGLETON.search(decorator_name(decorator)):
                    return f"its decorator {decorator_name(decorator)}"
            for word in node.keywords:
                if word.arg == "metaclass" and self._keeps_one(source, word.value):
                    return f"the metaclass {last_name(word.value)}"
        return ""

    def _keeps_one(self, source: Source, metaclass: ast.expr) -> bool:
        """Whether a metaclass keeps what calls of its classes return."""
        found = [one for one in self._meanings.things(source, metaclass) if isinstance(one, Klass)]
        if not found:
            return _SINGLETON.search(last_name(metaclass)) is not None
        return any(
            change.function == "__call__" and change.owner == one
            for one in found
            for change in changes_of(self._index, one.path)
        )

    def _attributes(self, klass: Klass) -> Iterator[Shared]:
        line = [one for one in self.lookup.line(klass) if one is not None]
        changes = self._changes(klass, line)
        is_copying = any(_COPYING.fullmatch(base.rpartition(".")[2]) for one in line for base in one.facts.bases)
        construction = Construction(self._meanings, klass)
        seen: set[str] = set()
        for holder in line:
            for name, attribute in self._declared(holder, is_copying).items():
                if name not in seen and not is_dunder(name):
                    found = self._judged(construction, holder, name, attribute, changes.get(name, []))
                    if found:
                        yield found
                seen.add(name)
        for name, made in changes.items():
            on_class = [] if name in seen or is_dunder(name) else _on_class(made)
            if on_class:
                first = on_class[0]
                yield Shared(first.owner, name, _kept(name, on_class), first.path, first.span, None)

    def _changes(self, klass: Klass, line: list[Klass]) -> dict[str, list[Change]]:
        """The changes to attributes of a class by it, by what it inherits from, and by subclasses in its file."""
        found: dict[str, list[Change]] = {}
        for path in dict.fromkeys(one.path for one in line):
            for change in changes_of(self._index, path):
                if change.owner in line or klass in self.lookup.line(change.owner):
                    found.setdefault(change.name, []).append(change)
        return found

    def _judged(
        self, made: Construction, holder: Klass, name: str, attribute: _Attribute, changes: list[Change]
    ) -> Shared | None:
        on_class = _on_class(changes)
        if on_class:
            return Shared(holder, name, _kept(name, on_class), holder.path, attribute.span, on_class[0])
        if attribute.mutable is None or made.sets(name):
            return None
        inside = next((one for one in changes if one.how in (How.INSIDE, How.AUGMENTED) and one.function), None)
        is_default = any(one.how is How.ON_OBJECT for one in changes) or attribute.is_constant
        if inside is None and attribute.mutable is not Mutable.STATE and not attribute.is_field:
            is_filled = attribute.mutable is Mutable.FILLED or any(one.how is How.INSIDE for one in changes)
            if is_default or is_filled or self._is_to_be_overridden(holder, name):
                return None
        return Shared(holder, name, Why.MUTABLE, holder.path, attribute.span, inside)

    def _is_to_be_overridden(self, klass: Klass, name: str) -> bool:
        """Whether an empty container that nothing fills only says what subclasses may say, or overrides what does.

        That of a class with a base outside the repository may do so too, unless it is private.
        """
        bases = self.lookup.line(klass)[1:]
        if any(name in one.facts.attributes for one in bases if one) or (None in bases and not name.startswith("_")):
            return True
        for path in mentioning(self._index, Needles({name})):
            for one in self._index.facts(path).classes:
                if name in one.attributes and one != klass.facts:
                    module = self._index.facts(path).module
                    if klass in self.lookup.line(Klass(path, f"{module}.{one.name}", one)):
                        return True
        return False

    def _declared(self, klass: Klass, is_copying: bool) -> dict[str, _Attribute]:
        """What the body of a class assigns; the last assignment counts, unless an earlier one can change."""
        source, node = self.node(klass)
        found: dict[str, _Attribute] = {}
        for target in _targets(node.body):
            scope, statement = source.names.scopes[target], source.parent(target)
            annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
            value = next((one.value for one in scope.bindings.get(target.id, ()) if one.node is target), None)
            words = {last_name(part) for part in ast.walk(annotation)} if annotation else set()
            kind = None if is_copying and "ClassVar" not in words else mutable(source, value)
            default = None if kind or is_copying else _default_of_field(source, value)
            kind = kind or (mutable(source, default) if default else None)
            is_constant = "Final" in words or target.id.isupper()
            if target.id not in found or found[target.id].mutable is None:
                found[target.id] = _Attribute(source.span(target), kind, is_constant, default is not None)
        for part in node.body:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                place = source.name_span(part)
                if part.name not in found or found[part.name].span < place:
                    found[part.name] = _Attribute(place, None, True, False)
        return found


def _on_class(changes: list[Change]) -> list[Change]:
    """The changes that give the class another value once it is made."""
    return [one for one in changes if one.how is How.ON_CLASS and one.function not in ("", "__init_subclass__")]


def _kept(name: str, changes: list[Change]) -> Why:
    is_singleton = _INSTANCE.fullmatch(name) is not None or any(one.makes for one in changes)
    return Why.SINGLETON if is_singleton else Why.REBOUND


def _default_of_field(source: Source, value: ast.expr | None) -> ast.expr | None:
    """The default that a field of a dataclass or of attrs is given, which all objects get."""
    if not isinstance(value, ast.Call):
        return None
    if _FIELDS.isdisjoint(target.dotted for target in source.resolve(value.func)):
        return None
    return next((word.value for word in value.keywords if word.arg == "default"), next(iter(value.args), None))


def _targets(body: list[ast.stmt]) -> Iterator[ast.Name]:
    """The names that the body of a class assigns, in its conditions too."""
    for statement in body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
                yield from (part for part in ast.walk(target) if _is_stored(part))
        elif isinstance(statement, ast.If | ast.Try):
            handlers = [part for handler in getattr(statement, "handlers", ()) for part in handler.body]
            yield from _targets([*statement.body, *handlers, *statement.orelse])


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
