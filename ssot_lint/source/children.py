"""The child nodes of a node: `ast.iter_child_nodes` looks at all fields, and is much slower."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from operator import attrgetter

#: Fields that hold no nodes, or some that have no place: operators and contexts.
_PLAIN_FIELDS = frozenset((
    *("arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module", "name"),
    *("op", "ops", "rest", "simple", "str", "tag", "type_comment"),
))  # fmt: skip
#: Types with a field of another kind under a name that holds nodes elsewhere, or the other way round.
_FIELDS = {
    "Constant": (),
    "Global": (),
    "Nonlocal": (),
    "MatchSingleton": (),
    "TypeAlias": ("name", "type_params", "value"),
}


def _fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    found = _FIELDS.get(kind.__name__)
    return tuple(name for name in kind._fields if name not in _PLAIN_FIELDS) if found is None else found


#: By type, the fields in which child nodes are.
FIELDS_OF = {
    kind: _fields_of(kind) for kind in vars(ast).values() if isinstance(kind, type) and issubclass(kind, ast.AST)
}


#: For the types that there are most of, the same without a look at what the fields hold.
_DIRECT: dict[type[ast.AST], Callable[..., Sequence[ast.AST]]] = {
    ast.Assign: lambda node: [*node.targets, node.value],
    ast.BinOp: attrgetter("left", "right"),
    ast.BoolOp: attrgetter("values"),
    ast.Call: lambda node: [node.func, *node.args, *node.keywords],
    ast.Compare: lambda node: [node.left, *node.comparators],
    ast.If: lambda node: [node.test, *node.body, *node.orelse],
    ast.Import: attrgetter("names"),
    ast.ImportFrom: attrgetter("names"),
    ast.JoinedStr: attrgetter("values"),
    ast.List: attrgetter("elts"),
    ast.Subscript: attrgetter("value", "slice"),
    ast.Tuple: attrgetter("elts"),
}


def children(node: ast.AST) -> Sequence[ast.AST]:
    """The child nodes, less those that have no place (operators and contexts)."""
    kind = type(node)
    direct = _DIRECT.get(kind)
    if direct is not None:
        return direct(node)
    found: list[ast.AST] = []
    for name in FIELDS_OF[kind]:
        value = getattr(node, name, None)
        if type(value) is list:
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found
