"""Which values can change after they are made, so far as the expression that makes them tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum

from ssot_lint.source.source import Source

#: Methods that change a container, queue or event in place.
MUTATORS = frozenset(
    "add append appendleft clear difference_update discard extend extendleft insert intersection_update "  # noqa: SIM905
    "move_to_end pop popitem popleft put put_nowait remove reverse rotate set setdefault sort subtract "
    "symmetric_difference_update update __setitem__ __delitem__".split()
)
#: Functions that change their first argument in place.
CHANGERS = frozenset(
    {
        *("heapq.heapify", "heapq.heappop", "heapq.heappush", "heapq.heappushpop", "heapq.heapreplace", "next"),
        *("bisect.insort", "bisect.insort_left", "bisect.insort_right", "random.shuffle", "operator.setitem"),
    }
)
_DISPLAYS = (ast.List, ast.Dict, ast.Set)
_COMPREHENSIONS = (ast.ListComp, ast.DictComp, ast.SetComp)
#: Containers, each with the number of arguments that put nothing into it.
_CONTAINERS = {
    **dict.fromkeys(("list", "dict", "set", "bytearray"), 0),
    **dict.fromkeys((f"collections.{name}" for name in ("deque", "OrderedDict", "Counter", "ChainMap")), 0),
    **dict.fromkeys(("collections.UserDict", "collections.UserList", "types.SimpleNamespace"), 0),
    **dict.fromkeys((f"weakref.{name}" for name in ("WeakKeyDictionary", "WeakValueDictionary", "WeakSet")), 0),
    **dict.fromkeys(("io.StringIO", "io.BytesIO"), 0),
    **dict.fromkeys(("collections.defaultdict", "array.array"), 1),
}
_COPIES = frozenset({"dict.fromkeys", "sorted", "copy.copy", "copy.deepcopy"})
_QUEUES = ("Queue", "LifoQueue", "PriorityQueue")
_STATEFUL = frozenset(
    {
        *(f"{module}.{name}" for module in ("queue", "asyncio", "multiprocessing") for name in _QUEUES),
        *("queue.SimpleQueue", "multiprocessing.SimpleQueue", "multiprocessing.JoinableQueue"),
        *("threading.Event", "asyncio.Event", "multiprocessing.Event"),
        *("itertools.count", "itertools.cycle", "random.Random"),
    }
)
#: What calls of these return never changes, or is there to be shared; a name that ends in a dot stands for a module.
_HARMLESS = frozenset(
    {
        *(
            "str",
            "int",
            "float",
            "bool",
            "bytes",
            "tuple",
            "frozenset",
            "len",
            "repr",
            "id",
            "hash",
            "min",
            "max",
            "sum",
        ),
        *("isinstance", "issubclass", "callable", "getattr", "hasattr", "super", "type", "object", "property", "round"),
        *("logging.", "re.", "os.path.", "pathlib.", "contextvars.", "uuid.", "datetime.", "decimal.", "os.getenv"),
        *("threading.Lock", "threading.RLock", "threading.local", "threading.get_ident", "time.time", "time.monotonic"),
        *(
            "threading.Semaphore",
            "threading.BoundedSemaphore",
            "asyncio.Lock",
            "asyncio.Semaphore",
            "functools.partial",
        ),
    }
)


class Mutable(Enum):
    """How a value can change."""

    EMPTY = "a container that is made to be filled"
    FILLED = "a container that has something in it, perhaps for good"
    STATE = "something that is of no use unless it changes: a queue, an event, a counter"


def mutable(source: Source, value: ast.expr | None) -> Mutable | None:
    """How the value of an expression can change; None when it can't, or nothing tells."""
    if isinstance(value, ast.IfExp):
        return mutable(source, value.body) or mutable(source, value.orelse)
    if isinstance(value, ast.BoolOp):
        return next(filter(None, (mutable(source, part) for part in value.values)), None)
    if isinstance(value, _DISPLAYS):
        has_any = value.keys if isinstance(value, ast.Dict) else value.elts
        return Mutable.FILLED if has_any else Mutable.EMPTY
    if isinstance(value, ast.BinOp):  # `[None] * 8`, `BASE + ["more"]`
        parts = (mutable(source, value.left), mutable(source, value.right))
        return Mutable.FILLED if any(parts) else None
    if isinstance(value, ast.Name):  # what it is another name of was made elsewhere
        return Mutable.FILLED if _is_of_container(source, value) else None
    if isinstance(value, ast.Call):
        return _called(source, value)
    return Mutable.FILLED if isinstance(value, _COMPREHENSIONS) else None


def can_change(source: Source, value: ast.expr) -> bool:
    """Whether an expression makes something that can change, so far as it does not tell that it can't."""
    return any(
        mutable(source, part) is not None or (isinstance(part, ast.Call) and not _is_harmless(source, part))
        for part in ast.walk(value)
        if isinstance(part, ast.expr) and not isinstance(part, ast.Name)
    )


def _is_harmless(source: Source, call: ast.Call) -> bool:
    names = [target.dotted.removeprefix("builtins.") for target in source.resolve(call.func)]
    return bool(names) and all(
        name in _HARMLESS or any(f"{module}." in _HARMLESS for module in _modules(name)) for name in names
    )


def _modules(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _called(source: Source, call: ast.Call) -> Mutable | None:
    callee = call.func.value if isinstance(call.func, ast.Subscript) else call.func  # `dict[str, int]()`
    names = {target.dotted.removeprefix("builtins.") for target in source.resolve(callee)}
    for name in names & _CONTAINERS.keys():
        given = [word for word in call.keywords if word.arg not in ("maxlen", "default_factory")]
        return Mutable.FILLED if given or len(call.args) > _CONTAINERS[name] else Mutable.EMPTY
    if names & _STATEFUL:
        return Mutable.STATE
    return Mutable.FILLED if names & _COPIES else None


def _is_of_container(source: Source, name: ast.Name) -> bool:
    found = source.names.scopes[name].lookup(name.id)
    values = [binding.value for binding in found[1]] if found else []
    return len(values) == 1 and not isinstance(values[0], ast.Name) and mutable(source, values[0]) is not None
