"""Which calls write to a log or warn, and how loud.

What is a logger is seldom said in the file that logs: it comes from another module, or from a
base class. So a receiver is taken for one by its name (`logger`, `self.log`, `_LOGGER`,
`current_app.logger`), or by what the file says of it (`getLogger()`, an annotation); a method
of something else is none, whatever its name (`messages.warning`, `parser.error`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.source.calls import arms
from ssot_lint.source.chains import last_name
from ssot_lint.source.reaching import reaching
from ssot_lint.source.source import Source

#: The numbers of `logging` (https://docs.python.org/3/library/logging.html#logging-levels), and of
#: loguru's "trace" and "success".
LEVELS = {
    "trace": 5,
    "debug": 10,
    "info": 20,
    "success": 25,
    "warning": 30,
    "warn": 30,
    "error": 40,
    "critical": 50,
    "fatal": 50,
}
_SYNC = {**LEVELS, "exception": LEVELS["error"]}
_METHODS = {
    **_SYNC,
    **{f"a{name}": level for name, level in _SYNC.items()},  # structlog
    "msg": LEVELS["info"],  # structlog, twisted
    "warning_once": LEVELS["warning"],
    "warn_once": LEVELS["warning"],
}
_BY_LEVEL = frozenset({"log", "alog"})
_WARNS = frozenset({"warn", "warn_explicit"})  # of the module `warnings`
_LEVEL_NAMES = frozenset(map(str.upper, LEVELS))
_LOGGER = re.compile(r"(?i:(?:.*_)?logs?|.*logg(?:er|ers|ing|eradapter))_*\d*_*|.*[a-z0-9]Logs?")
_ANNOTATED = re.compile(r"Logger(?:Adapter)?\b")
#: Methods of loggers that give another (logging, structlog, loguru).
_DERIVING = frozenset({"getChild", "bind", "unbind", "try_unbind", "new", "opt", "patch", "contextualize"})
_DEPTH = 3  # of names that stand for each other


class LogCall(NamedTuple):
    """One call that logs or warns, at the loudest level that it may have.

    `method` is what is called in the end (`warn = logger.warning` makes `warn()` a `warning`).
    `level` is a number of `LEVELS`, `said` the argument of `log()` that gives it. `loud` is the
    part of the call that says the level; None where it is not said in one place of the call.
    `is_warning` is true of `warnings.warn`, `is_known` of what is a logger by all that is seen.
    """

    node: ast.Call
    method: str
    level: int
    message: ast.expr
    said: ast.expr | None
    loud: ast.expr | None
    is_warning: bool
    is_known: bool

    def method_at(self, name: str) -> str:
        """The method beside it that logs at a level, "" where that need not be there."""
        if self.method in _SYNC:
            return name
        return f"a{name}" if self.method[1:] in _SYNC else ""


class _Way(NamedTuple):
    """One function that a callee may be; `at` is where its name stands, if the call has it."""

    method: str
    at: ast.expr | None
    is_warning: bool = False
    is_known: bool = True


def methods_above(level: int) -> frozenset[str]:
    """The names, one of which a file has that has a call louder than a level."""
    louder = {name for name, own in _METHODS.items() if own > level}
    return frozenset({*louder, *_BY_LEVEL, *_WARNS})


def log_calls(source: Source) -> Iterator[LogCall]:
    """All calls of a file that log or warn, in the order of the text."""
    reader = _Reader(source)
    for node in source.nodes(ast.Call):
        found = [call for way in reader.ways(node.func, _DEPTH) for call in reader.calls(node, way)]
        if found:
            loudest = max(found, key=lambda call: call.level)
            yield loudest if len(found) == 1 else loudest._replace(loud=None)


def _is_method(name: str) -> bool:
    return name in _METHODS or name in _BY_LEVEL


def _argument(node: ast.Call, position: int, *words: str) -> ast.expr | None:
    """An argument by its position or name, None when it can't be told."""
    before = node.args[: position + 1]
    if len(before) > position and not any(isinstance(argument, ast.Starred) for argument in before):
        return before[position]
    return next((word.value for word in node.keywords if word.arg in words), None)


class _Reader:
    """What one file says of its loggers."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._set: dict[str, list[ast.AST]] = {}
        for one in source.nodes(ast.Attribute):
            if isinstance(one.ctx, ast.Store):
                self._set.setdefault(one.attr, []).append(one)
        for name in source.nodes(ast.Name):
            if isinstance(name.ctx, ast.Store) and source.names.scopes[name].kind == "class":
                self._set.setdefault(name.id, []).append(name)

    def calls(self, node: ast.Call, way: _Way) -> Iterator[LogCall]:
        """The call, once for each level that it may have."""
        position = 1 if way.method in _BY_LEVEL else 0
        message = _argument(node, position, "message", "msg", "event")
        if message is None:
            return
        if way.is_warning or not position:
            level = LEVELS["warning"] if way.is_warning else _METHODS[way.method]
            yield LogCall(node, way.method, level, message, None, way.at, way.is_warning, way.is_known)
            return
        said = _argument(node, 0, "level")
        for value in self._values(said) if said is not None else ():
            number = self._level(value)
            if number is not None:
                loud = said if value is said else None
                yield LogCall(node, way.method, number, message, said, loud, False, way.is_known)

    # -- the level

    def _values(self, said: ast.expr) -> Iterator[ast.expr]:
        """The expressions that a level may come from."""
        for arm, _ in arms(self._source, said):
            if isinstance(arm, ast.Name) and self._level(arm) is None:
                values = [value for value in reaching(self._source, arm) if isinstance(value, ast.expr)]
                yield from (inner for value in values for inner, _ in arms(self._source, value))
            else:
                yield arm

    def _level(self, node: ast.expr) -> int | None:
        """The number of a level: `30`, `"WARNING"`, `logging.WARNING`."""
        if isinstance(node, ast.Constant):
            if type(node.value) is int:
                return node.value
            return LEVELS.get(node.value.lower()) if isinstance(node.value, str) else None
        return next((LEVELS[name.lower()] for name in self._names(node) if name in _LEVEL_NAMES), None)

    def _names(self, node: ast.expr) -> Iterator[str]:
        """The last names of what an expression is, as written and as imported."""
        yield last_name(node)
        yield from (target.dotted.rpartition(".")[2] for target in self._source.resolve(node))

    # -- the callee

    def ways(self, callee: ast.expr, depth: int) -> Iterator[_Way]:
        """The functions that a callee may be, as far as they log or warn."""
        for target in self._source.resolve(callee):
            module, _, name = target.dotted.rpartition(".")
            if module in ("warnings", "_warnings") and name in _WARNS:
                yield _Way(name, None, is_warning=True)
                return
            if module == "logging" and _is_method(name):
                yield _Way(name, callee if last_name(callee) == name else None)
                return
        if isinstance(callee, ast.Attribute) and _is_method(callee.attr) and self._is_logger(callee.value, _DEPTH):
            yield _Way(callee.attr, callee, is_known=not self._is_made_otherwise(callee.value))
        elif depth:
            for other in self._meant(callee):
                yield from (way._replace(at=None) for way in self.ways(other, depth - 1))

    def _meant(self, callee: ast.expr) -> Iterator[ast.expr]:
        """The expressions that a callee stands for: `warn = logger.warning`, arms of a condition, `getattr`."""
        match callee:
            case ast.Name() | ast.Attribute():
                yield from self._given(callee)[0]
            case ast.IfExp():
                yield from (arm for arm, _ in arms(self._source, callee))
            case ast.Call(func=ast.Name(id="getattr"), args=[receiver, ast.Constant(value=str(name)) as text, *_]):
                if _is_method(name) and re.search(f"[\"']{name}[\"']", self._source.line_text(text.lineno)):
                    yield ast.Attribute(receiver, name, ast.Load())

    def _given(self, node: ast.Name | ast.Attribute) -> tuple[list[ast.expr], list[ast.expr]]:
        """The values and the annotations that the file gives to a name, or to an attribute of `self`."""
        if isinstance(node, ast.Name):
            found = self._source.names.scopes[node].lookup(node.id)
            bindings = found[1] if found else []
            places = [binding.node for binding in bindings]
            values = [binding.value for binding in bindings]
        elif isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
            places = self._set.get(node.attr, [])
            parents = [self._source.parent(place) for place in places]
            values = [parent.value for parent in parents if isinstance(parent, ast.Assign | ast.AnnAssign)]
        else:
            return [], []
        annotations = [self._annotation(place) for place in places]
        return [one for one in values if one is not None], [one for one in annotations if one is not None]

    def _annotation(self, place: ast.AST) -> ast.expr | None:
        holder = place if isinstance(place, ast.arg) else self._source.parent(place)
        return holder.annotation if isinstance(holder, ast.arg | ast.AnnAssign) else None

    # -- the receiver

    def _is_logger(self, node: ast.expr, depth: int) -> bool:
        """Whether an expression is a logger, by its name or by what the file says of it."""
        match node:
            case ast.Name() | ast.Attribute():
                return any(map(_LOGGER.fullmatch, self._names(node))) or self._is_said_to_be(node, depth)
            case ast.Call(func=ast.Attribute(attr=name, value=other)) if name in _DERIVING:
                return depth > 0 and self._is_logger(other, depth - 1)
            case ast.Call(func=callee):
                return any(map(_LOGGER.fullmatch, self._names(callee)))
            case ast.Subscript(value=other) | ast.Await(value=other):
                return depth > 0 and self._is_logger(other, depth - 1)
        found = [arm for arm, _ in arms(self._source, node) if arm is not node]
        return bool(found) and depth > 0 and all(self._is_logger(arm, depth - 1) for arm in found)

    def _is_said_to_be(self, node: ast.Name | ast.Attribute, depth: int) -> bool:
        values, annotations = self._given(node)
        parts = [part for annotation in annotations for part in ast.walk(annotation)]
        texts = [str(part.value) if isinstance(part, ast.Constant) else last_name(part) for part in parts]
        if any(map(_ANNOTATED.search, texts)):
            return True
        made = [value for value in values if not (isinstance(value, ast.Constant) and value.value is None)]
        return bool(made) and depth > 0 and all(self._is_logger(value, depth - 1) for value in made)

    def _is_made_otherwise(self, node: ast.expr) -> bool:
        """Whether what is named as a logger is seen to be made by something that is none."""
        if not isinstance(node, ast.Name | ast.Attribute):
            return False
        calls = [value for value in self._given(node)[0] if isinstance(value, ast.Call)]
        return not all(self._is_logger(call, _DEPTH) for call in calls)
