"""What astroid infers, from texts that we give it and from nothing else.

astroid alone would look for imported modules on `sys.path`, and import those that are written
in C. Here every module comes from a loader; what the loader refuses is unknown. No transform
(astroid's "brain") is applied: what they know is about third-party modules.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from ssot_lint.source.calls import Literal
from ssot_lint.source.source import Source

if TYPE_CHECKING:
    from astroid import nodes  # type: ignore[import-untyped]

#: The source of a dotted module; "" for a package that is only a folder, None for what is not ours.
Loader = Callable[[str], "Source | str | None"]

_Place = tuple[str, int, int, int, int]


class Object(NamedTuple):
    """An object of a class, or with `is_class` the class itself; `dotted` is the class's name."""

    dotted: str
    is_class: bool


class Inference:
    """Inferences over the modules of one loader. What was built is kept as long as this is."""

    def __init__(self, load: Loader) -> None:
        self._source_of = load
        self._modules: dict[str, Any] = {}
        self._inferred: dict[Any, Any] = {}
        self._places: dict[int, dict[_Place, nodes.NodeNG]] = {}
        self._along: dict[str, set[str]] = {}  # with which modules each was ever asked for
        self._asked: set[str] = set()

    def literals(self, source: Source, node: ast.expr) -> frozenset[Literal]:
        """All values of an expression, when all are constants; else none."""
        from astroid import nodes

        found = self._infer(source, node)
        if not all(isinstance(value, nodes.Const) for value in found):
            return frozenset()
        return frozenset(Literal(type(value.value), value.value) for value in found)

    def objects(self, source: Source, node: ast.expr) -> frozenset[Object]:
        """The classes of all that an expression may be, None apart; empty when one is unknown."""
        from astroid import bases, nodes

        found = set()
        for value in self._infer(source, node):
            klass = value._proxied if type(value) is bases.Instance else value
            if isinstance(klass, nodes.ClassDef):
                dotted = klass.qname()
                if dotted.startswith(f"{source.path}."):  # in a file that is known by its path
                    dotted = source.module + dotted[len(source.path) :]
                found.add(Object(dotted, klass is value))
            elif not isinstance(value, nodes.Const) or value.value is not None:
                return frozenset()
        return frozenset(found)

    def _infer(self, source: Source, node: ast.expr) -> tuple[Any, ...]:
        """What astroid makes of an expression; () when it fails, in whatever way it does."""
        self._asked = {_name_of(source)}
        try:
            with self._closed():
                found = self._node(source, node)
                return tuple(found.infer()) if found is not None else ()
        except Exception:  # inference is a help; without it the rule is silent
            return ()
        finally:
            # What astroid has found out of a module before, it does not ask for again.
            reached = self._asked.union(*(self._along.get(module, ()) for module in self._asked))
            for module in self._asked:
                self._along.setdefault(module, set()).update(reached)

    def reached(self, source: Source) -> Collection[str]:
        """The modules of which anything may have been found out that an inference in a file came from."""
        return self._along.get(_name_of(source), ())

    @contextmanager
    def _closed(self) -> Iterator[None]:
        """Have astroid load modules through our loader only, and keep its caches apart."""
        from astroid import context
        from astroid.builder import AstroidBuilder  # type: ignore[import-untyped]
        from astroid.manager import AstroidManager  # type: ignore[import-untyped]

        AstroidBuilder(AstroidManager())  # builds the module of builtins, once
        kept_cache = AstroidManager.brain["astroid_cache"]
        kept = [
            (AstroidManager, "ast_from_module_name", AstroidManager.ast_from_module_name),
            (AstroidManager, "ast_from_file", AstroidManager.ast_from_file),
            (context, "_INFERENCE_CACHE", context._INFERENCE_CACHE),
        ]
        self._modules.setdefault("builtins", AstroidManager().builtins_module)
        try:
            AstroidManager.brain["astroid_cache"] = self._modules
            setattr(AstroidManager, "ast_from_module_name", self._load)  # noqa: B010
            setattr(AstroidManager, "ast_from_file", _refuse)  # noqa: B010
            setattr(context, "_INFERENCE_CACHE", self._inferred)  # noqa: B010
            yield
        finally:
            AstroidManager.brain["astroid_cache"] = kept_cache
            for holder, name, value in kept:
                setattr(holder, name, value)

    def _load(self, modname: str, *_: object, **__: object) -> nodes.Module:
        """Stands for `AstroidManager.ast_from_module_name`; as it is no function, it gets no `self`."""
        from astroid.exceptions import AstroidImportError  # type: ignore[import-untyped]

        self._asked.add(modname)
        known = self._modules.get(modname)
        if known is None:
            source = self._source_of(modname)
            if source is None:
                raise AstroidImportError("{modname} is not ours", modname=modname)
            known = self._build(modname, source)
        module: nodes.Module = known
        return module

    def _build(self, modname: str, source: Source | str) -> nodes.Module:
        from astroid.builder import AstroidBuilder
        from astroid.manager import AstroidManager

        is_package = isinstance(source, str) or source.is_package
        builder = AstroidBuilder(AstroidManager(), apply_transforms=False)
        text = source if isinstance(source, str) else source.text
        module = builder.string_build(text, f"{modname}.__init__" if is_package else modname)
        self._modules[modname] = module
        return module

    def _node(self, source: Source, node: ast.expr) -> nodes.NodeNG | None:
        """astroid's node for one of ours: the one of the same kind at the same place."""
        modname = _name_of(source)
        known = self._source_of(modname) if source.module else None
        if isinstance(known, Source) and known.path == source.path:
            module = self._load(modname)
        else:  # a script, or one of several files of one name
            module = self._modules.get(source.path) or self._build(source.path, source)
        places = self._places.get(id(module))
        if places is None:
            places = self._places[id(module)] = {_place(one): one for one in _walk(module)}
        return places.get(_place(node))


def _name_of(source: Source) -> str:
    return source.module or source.path


def _refuse(*_: object, **__: object) -> nodes.Module:
    from astroid.exceptions import AstroidBuildingError

    raise AstroidBuildingError("files are read by the loader")


def _walk(module: nodes.Module) -> Iterator[nodes.NodeNG]:
    stack: list[nodes.NodeNG] = [module]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.get_children())


def _place(node: Any) -> _Place:
    end_line, end_column = node.end_lineno, node.end_col_offset
    return type(node).__name__, node.lineno, node.col_offset, end_line, end_column
