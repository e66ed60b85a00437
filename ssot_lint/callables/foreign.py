"""What is surely none of the repository's: literals, builtins, and what calls of foreign code return."""

from __future__ import annotations

import ast
import builtins
import sys

from ssot_lint.source.chains import decorator_name
from ssot_lint.source.source import Source

#: Names that every module has.
BUILTINS = frozenset(dir(builtins))
_BUILTIN_TYPES = frozenset(name for name in BUILTINS if isinstance(getattr(builtins, name), type))
#: Modules of the standard library with functions that return what they, or others, were given.
_PASS_ON = frozenset(
    "asyncio builtins collections concurrent contextlib contextvars copy functools heapq importlib itertools "  # noqa: SIM905
    "multiprocessing operator pickle queue random shelve statistics threading types typing unittest weakref".split()
)
#: What a literal is written as.
DISPLAYS = (
    ast.Constant,
    ast.JoinedStr,
    ast.List,
    ast.Tuple,
    ast.Set,
    ast.Dict,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


def returns_foreign(source: Source, call: ast.Call) -> bool:
    """Whether what a call of something foreign returns is foreign too, and not ours passed on."""
    name = decorator_name(call.func)
    if name[:1].isupper() or name in _BUILTIN_TYPES:
        return True
    roots = {target.dotted.partition(".")[0] for target in source.resolve(call.func)}
    return bool(roots) and roots <= sys.stdlib_module_names - _PASS_ON
