"""The dotted names that a file imports by strings, as far as they can be told, and must be there."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ssot_lint.source.chains import chain, last_name
from ssot_lint.source.constant_text import MOST_OF_AN_ANNOTATION, Constants, dotted_of
from ssot_lint.source.importing_calls import is_among, patcher_of
from ssot_lint.source.importing_words import IMPORTING, MODULE_WORDS, PATCHERS, SETTERS, WORDS
from ssot_lint.source.source import Source

_MULTIPLE_ONLY = frozenset({"target", "spec", "create", "spec_set", "autospec", "new_callable"})
_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "AttributeError", "Exception", "BaseException"})


class ImportedName(NamedTuple):
    """A dotted name, and the expression that says it. `is_module` when it must be a module."""

    node: ast.expr
    dotted: str
    is_module: bool = False


def imported_names(source: Source, callables: Collection[str] = ()) -> Iterator[ImportedName]:
    """What the calls of a file import, unless a failure is caught or asked for.

    `callables` are those that the policy adds, see `imported_strings`.
    """
    aliases = _aliases(source)
    for call in source.nodes(ast.Call):
        word = _word(source, call, aliases)
        if not word and not (callables and is_among(source, call.func, callables)):
            continue
        node = _argument(call, word)
        if node is None or _is_lenient(call, word):
            continue
        dotted = _dotted(source, call, node)
        if not dotted or is_caught(source, call):
            continue
        yield ImportedName(node, dotted, word in MODULE_WORDS)
        if word == "patch.multiple":
            names = (keyword.arg for keyword in call.keywords if keyword.arg and keyword.arg not in _MULTIPLE_ONLY)
            yield from (ImportedName(node, f"{dotted}.{name}") for name in names)


# -- the callable


def _aliases(source: Source) -> dict[str, str]:
    """Other names that a file gives to such callables."""
    found = {}
    for statement in source.nodes(ast.ImportFrom):
        for alias in statement.names:
            if alias.asname and alias.name in WORDS:
                found[alias.asname] = alias.name
    for assign in source.nodes(ast.Assign):
        if len(assign.targets) == 1 and isinstance(assign.targets[0], ast.Name):
            word = _ending(chain(assign.value)) if last_name(assign.value) else ""
            if word:
                found[assign.targets[0].id] = word
    return found


def _ending(written: str) -> str:
    """The word that a chain ends with."""
    parts = written.split(".")
    return next((word for word in (".".join(parts[-2:]), parts[-1]) if word in WORDS), "")


def _word(source: Source, call: ast.Call, aliases: dict[str, str]) -> str:
    """The word for the callable of a call, "" when it does not import what a string names."""
    if not last_name(call.func):
        return ""
    written = chain(call.func)
    first, dot, rest = written.partition(".")
    word = _ending(aliases.get(first, first) + dot + rest)
    if word in SETTERS:
        return word if _is_fixture(call, written) else ""
    if not word:
        return ""
    targets = source.resolve(call.func)
    if targets and all(IMPORTING.get(target.dotted) or patcher_of(target.dotted) == word for target in targets):
        return word
    if word not in PATCHERS or any(target.bound for target in targets):
        return ""
    receiver = written.removesuffix(word).rstrip(".").rpartition(".")[2]
    is_free = bool(targets) and not receiver
    return word if is_free or "mock" in receiver.lower() else ""


def _is_fixture(call: ast.Call, written: str) -> bool:
    """Whether it is a `monkeypatch` that is given a string: then it takes one argument less."""
    receiver = written.rpartition(".")[0]
    most = 2 if written.endswith("setattr") else 1
    return receiver not in ("", "self", "cls") and len(call.args) + _has(call, "value") <= most


def _has(call: ast.Call, name: str) -> bool:
    return any(word.arg in (name, None) for word in call.keywords)


def _argument(call: ast.Call, word: str) -> ast.expr | None:
    """What is imported: the first argument, or the one of the right name."""
    if call.args:
        return None if word in SETTERS and isinstance(call.args[0], ast.Name) else call.args[0]
    names = _keywords(word)
    given = (one.value for one in call.keywords if one.arg in names)
    return next((value for value in given if not isinstance(value, ast.Name)), None)


def _keywords(word: str) -> frozenset[str]:
    if word in SETTERS:
        return frozenset({"target"})
    ends = {PATCHERS.get(word), *(name for dotted, name in IMPORTING.items() if dotted.endswith(word))}
    return frozenset(filter(None, ends)) if word else frozenset()


def _is_lenient(call: ast.Call, word: str) -> bool:
    """Whether the call puts up with a name that is not there: `create=True`, `raising=False`."""
    if word in SETTERS:
        return _has(call, "raising")
    return word in PATCHERS and any(
        one.arg is None or (one.arg == "create" and not (isinstance(one.value, ast.Constant) and not one.value.value))
        for one in call.keywords
    )


# -- the name


def _dotted(source: Source, call: ast.Call, node: ast.expr) -> str:
    text = _text(source, node)
    if text.startswith("."):
        return source.names.imported_by(call).strip(".") if isinstance(node, ast.Constant) else ""
    return text


def _text(source: Source, node: ast.expr) -> str:
    """The dotted name that an expression makes, "" when it can't be told."""
    if isinstance(node, ast.Constant) and not isinstance(node.value, str):
        return ""
    if not isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp | ast.Name):
        return ""
    scope = next((source.names.scopes[part] for part in ast.walk(node) if part in source.names.scopes), None)

    def assigned(name: str) -> Iterator[str]:
        found = scope.lookup(name) if scope else None
        if found is not None and len(found[1]) == 1:
            binding = found[1][0]
            parent = source.parent(binding.node)
            if binding.value is not None and _is_plain(source, parent, binding.node):
                yield _segment(source, binding.value)

    values = Constants(assigned).values(_segment(source, node))
    return dotted_of(unicodedata.normalize("NFKC", values[0])) if len(values) == 1 else ""


def _is_plain(source: Source, statement: ast.AST | None, target: ast.AST) -> bool:
    """Whether it is `NAME = …` or `NAME: type = …`."""
    if isinstance(statement, ast.AnnAssign):
        annotation = _segment(source, statement.annotation)
        return len(annotation) < MOST_OF_AN_ANNOTATION - len("()  ") and not {"\n", "="}.intersection(annotation)
    return isinstance(statement, ast.Assign) and statement.targets == [target]


def _segment(source: Source, node: ast.expr) -> str:
    line, column, end_line, end_column = source.span(node)
    lines = source.lines[line - 1 : end_line]
    lines[-1] = lines[-1][: end_column - 1]
    lines[0] = lines[0][column - 1 :]
    return "\n".join(lines)


def is_caught(source: Source, node: ast.AST) -> bool:
    """Whether it is caught around a node, or asked for, that what is imported is not there."""
    child, parent = node, source.parent(node)
    while parent is not None:
        if isinstance(parent, ast.Try | ast.TryStar):
            if child in parent.body and any(map(_catches, parent.handlers)):
                return True
        elif isinstance(parent, ast.With | ast.AsyncWith):
            before = parent.items[: parent.items.index(child)] if isinstance(child, ast.withitem) else parent.items
            if any(_names_error(item.context_expr) for item in before):
                return True
        elif isinstance(parent, ast.If | ast.IfExp) and child is not parent.test:
            calls = (part.func for part in ast.walk(parent.test) if isinstance(part, ast.Call))
            if any(last_name(callee) == "find_spec" for callee in calls):
                return True
        elif isinstance(parent, ast.Call) and _names_error(parent):
            return True
        child, parent = parent, source.parent(parent)
    return False


def _catches(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or last_name(kind) in _ERRORS for kind in kinds)


def _names_error(call: ast.expr) -> bool:
    """`pytest.raises(ImportError)`, `self.assertRaises(AttributeError, …)`, `suppress(…)`."""
    given = (*call.args, *(word.value for word in call.keywords)) if isinstance(call, ast.Call) else ()
    parts = [part for one in given for part in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return any(last_name(part) in _ERRORS for part in parts)
