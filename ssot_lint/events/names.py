"""Where a variable, an attribute or a definition is read again, in its file and in others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from ssot_lint.callables.definitions import Gap, Instance, Klass
from ssot_lint.callables.meanings import Meanings
from ssot_lint.callables.members import FunctionNode, class_at, class_node
from ssot_lint.repo.index import Index
from ssot_lint.source.needles import Needles
from ssot_lint.source.paths import is_test
from ssot_lint.source.scopes import Binding, Scope
from ssot_lint.source.source import Source
from ssot_lint.source.spelling import has_word

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Place = tuple[Source, ast.expr]
_MOST_FILES = 200  # that have a name, for it to tell anything
_MOST_WITH_ATTRIBUTE = 50  # of them, when it is that of an attribute


class Reads:
    """Loads of names, in one repository; tests are left out."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.meanings = Meanings.of(index)
        self._names: WeakKeyDictionary[Source, dict[str, list[ast.Name | ast.Attribute]]] = WeakKeyDictionary()
        self.paths = tuple(path for path in index.python_paths if not is_test(path))
        self._files: dict[str, tuple[str, ...]] = {}

    def files(self, name: str) -> tuple[str, ...]:
        """The files that have a name, none when it is anybody's."""
        if name not in self._files:
            word = name.encode()  # a name in letters that Python folds is only missed
            self.index.sought.add(Needles({name}))
            read = self.index.peek
            found = tuple(path for path in self.paths if has_word(read(path), word))
            self._files[name] = found if len(found) <= _MOST_FILES else ()
        return self._files[name]

    def loads(self, source: Source, name: str) -> list[ast.Name | ast.Attribute]:
        """The names and attributes of a file that are read and end in a name."""
        known = self._names.get(source)
        if known is None:
            known = self._names[source] = {}
            nodes: list[ast.Name | ast.Attribute] = [*source.nodes(ast.Name), *source.nodes(ast.Attribute)]
            for node in nodes:
                if isinstance(node.ctx, ast.Load):
                    known.setdefault(node.id if isinstance(node, ast.Name) else node.attr, []).append(node)
        return known.get(name, [])

    def of_variable(self, source: Source, name: str, owner: Scope) -> Iterator[Place]:
        """Where a name that a scope binds is read; one of a module in other files too."""
        for node in self.loads(source, name):
            if isinstance(node, ast.Name):
                found = source.names.scopes[node].lookup(name)
                if found is not None and found[0] is owner:
                    yield source, node
        if owner is source.names.top:
            yield from self.of_global(source, name)

    def of_global(self, source: Source, qualname: str, depth: int = 3) -> Iterator[Place]:
        """Where other files read what a file defines."""
        homes = {f"{module}.{qualname}" for module in source.modules}
        name = qualname.rpartition(".")[2]
        for path in self.files(name):
            if path == source.path:
                continue
            other = self.index.source(path)
            names = {name, *_aliases(other, name)}
            for node in (node for one in sorted(names) for node in self.loads(other, one)):
                if not homes.isdisjoint(self.meant(other, node)):
                    yield other, node
            for alias in sorted(names - {name}) if depth else ():
                if alias in other.names.top.bindings:
                    yield from self.of_global(other, alias, depth - 1)

    def meant(self, source: Source, node: ast.expr) -> Iterator[str]:
        """The dotted names that an expression leads to, those that hand it on included."""
        for target in source.resolve(node):
            yield target.dotted
            yield from self.index.origins(target.dotted)

    def of_attribute(self, source: Source, holder: ast.ClassDef | None, name: str, *, is_far: bool) -> Iterator[Place]:
        """Where an attribute of a class is read: of what may be its objects, or unknown, and `is_far` elsewhere too."""
        klass = class_at(self.meanings.lookup, source, holder) if holder else None
        files = self.files(name)
        if not is_far:  # elsewhere only what is known to be such an object counts, and that takes the class's name
            files = tuple(path for path in files if path in self.files(klass.name)) if klass else ()
        elif len(files) > _MOST_WITH_ATTRIBUTE:
            files = ()
        for path in dict.fromkeys((source.path, *files)):
            other = source if path == source.path else self.index.source(path)
            for node in self.loads(other, name):
                if isinstance(node, ast.Attribute) and self._may_be_of(
                    klass, other, node, is_near=is_far or other is source
                ):
                    yield other, node

    def _may_be_of(self, klass: Klass | None, source: Source, node: ast.Attribute, *, is_near: bool) -> bool:
        things = self.meanings.things(source, node.value)
        classes = [
            one.klass if isinstance(one, Instance) else one for one in things if isinstance(one, Instance | Klass)
        ]
        if classes and klass is not None:
            return any(
                klass in self.meanings.lookup.line(one) or one in self.meanings.lookup.line(klass) for one in classes
            )
        return is_near and (Gap.OUTSIDE not in things or Gap.UNKNOWN in things)

    def of_definition(self, source: Source, node: Definition) -> Iterator[Place]:
        """Where a class or function is read by its name; a method, as an attribute."""
        holder = class_node(source, node)
        if holder is not None and not isinstance(node, ast.ClassDef):
            yield from self.of_attribute(source, holder, node.name, is_far=True)
            return
        qualname = ".".join([*(source.qualified(holder) if holder else ()), node.name])
        homes = {f"{module}.{qualname}" for module in (source.module, *source.modules)}
        for one in self.loads(source, node.name):
            if any(binding.node is node for binding in bindings_of(source, one)) or not homes.isdisjoint(
                self.meant(source, one)
            ):
                yield source, one
        yield from self.of_global(source, qualname)


def bindings_of(source: Source, node: ast.expr) -> list[Binding]:
    """What binds a name, nothing for other expressions."""
    found = source.names.scopes[node].lookup(node.id) if isinstance(node, ast.Name) else None
    return found[1] if found else []


def function_around(source: Source, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The nearest function with a name that an expression stands in."""
    parent = source.parent(node)
    while parent is not None and not isinstance(parent, FunctionNode | ast.ClassDef):
        parent = source.parent(parent)
    return parent if isinstance(parent, FunctionNode) else None


def class_around(source: Source, node: ast.AST) -> ast.ClassDef | None:
    """The class in which an expression stands, in functions of its methods too."""
    parent = source.parent(node)
    while parent is not None and not isinstance(parent, ast.ClassDef):
        parent = source.parent(parent)
    return parent


def _aliases(source: Source, name: str) -> Iterator[str]:
    """The other names under which a file imports a name."""
    nodes: list[ast.Import | ast.ImportFrom] = [*source.nodes(ast.Import), *source.nodes(ast.ImportFrom)]
    for node in nodes:
        for alias in node.names:
            if alias.asname and alias.name.rpartition(".")[2] == name:
                yield alias.asname
