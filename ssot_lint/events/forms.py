"""What a piece of code is, as far as it matters where a value goes."""

from __future__ import annotations

import ast

from ssot_lint.events.naming import words_of
from ssot_lint.source.chains import last_name
from ssot_lint.source.source import Source

#: Words in the name of an attribute that says which event an object is.
_TELLING = frozenset(
    "action category channel code event id key kind message method name op signal status subject topic type".split()  # noqa: SIM905
)


def is_enum(source: Source, klass: ast.ClassDef) -> bool:
    """Whether a class is an enumeration, by what it inherits from."""
    return any(last_name(base).endswith(("Enum", "Flag", "Choices")) for base in klass.bases) or any(
        target.dotted.startswith("enum.") for base in klass.bases for target in source.resolve(base)
    )


def slot(call: ast.Call, given: ast.expr) -> int | str:
    """The position or the keyword by which a call passes an argument."""
    for word in call.keywords:
        if word.value is given:
            return word.arg or "**"
    return call.args.index(given)


def is_telling(name: str, value: ast.expr) -> bool:
    """Whether an attribute says of its object which event it is: it has a name for that, and one value."""
    is_one = not isinstance(
        value, ast.Dict | ast.List | ast.Tuple | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
    )
    return is_one and name.islower() and not _TELLING.isdisjoint(words_of(name))


def is_super_init(call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "__init__"
        and isinstance(function.value, ast.Call)
        and last_name(function.value.func) == "super"
    )
