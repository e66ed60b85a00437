"""The child nodes of a node: `ast.iter_child_nodes` looks at all fields, and is much slower."""

from __future__ import annotations

import ast

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


def children(node: ast.AST) -> list[ast.AST]:
    """The child nodes, less those that have no place (operators and contexts)."""
    found: list[ast.AST] = []
    for name in FIELDS_OF[type(node)]:
        value = getattr(node, name, None)
        if type(value) is list:
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found
