"""Calls that import what a string names: `import_module`, `patch`, `monkeypatch.setattr` and their kin."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator
from fnmatch import fnmatchcase

from ssot_lint.source.chains import chain
from ssot_lint.source.importing_words import IMPORTING, PATCHERS
from ssot_lint.source.source import Source

_WORDS = frozenset({*IMPORTING.values(), *PATCHERS.values()})
_FIRST = "the first argument"  # no keyword is called so
_PART = re.compile(r"[.:]")


def imported_strings(
    source: Source, wanted: Callable[[str], bool], callables: Collection[str] = ()
) -> Iterator[tuple[ast.expr, str]]:
    """Strings that are imported, with the dotted name they stand for, if a part of it is wanted.

    `callables` are those that the policy adds: bare or dotted names, perhaps globs, whose first argument is imported.
    """
    for call in source.nodes(ast.Call):
        for argument, text in _wanted_texts(source, call, wanted):
            if _is_imported(source, call, argument, callables):
                yield argument, source.names.imported_by(call) if text.startswith(".") else text


def _wanted_texts(source: Source, call: ast.Call, wanted: Callable[[str], bool]) -> Iterator[tuple[ast.expr, str]]:
    """The texts in the places where such calls have them, if a part of them is wanted."""
    for argument in (*call.args[:1], *(word.value for word in call.keywords if word.arg in _WORDS)):
        text = source.names.module_text(argument)
        if any(map(wanted, _PART.split(text))):
            yield argument, text


def _is_imported(source: Source, call: ast.Call, argument: ast.expr, callables: Collection[str]) -> bool:
    word = _importing_word(source, call) or (_FIRST if is_among(source, call.func, callables) else "")
    by_word = [keyword.value for keyword in call.keywords if keyword.arg == word]
    return bool(word) and (argument in call.args[:1] or argument in by_word)


def is_among(source: Source, callee: ast.expr, callables: Collection[str]) -> bool:
    """Whether what is called is one of some callables: bare or dotted names, perhaps globs."""
    written = chain(callee).rpartition(".")[2]
    candidates = [one for one in callables if "." in one or fnmatchcase(written, one)]
    if not any("." in one for one in candidates):
        return bool(candidates)
    targets = [target.dotted for target in source.resolve(callee)]
    return any("." not in one or any(fnmatchcase(target, one) for target in targets) for one in candidates)


def _importing_word(source: Source, call: ast.Call) -> str:
    """The keyword by which a callable takes what it imports, "" when it imports nothing."""
    written = chain(call.func)
    last = written.rpartition(".")[2]
    if last in ("setattr", "delattr") and "." in written:  # monkeypatch.setattr("a.b.C", …)
        return "target"
    targets = source.resolve(call.func)
    for target in targets:
        if target.dotted in IMPORTING:
            return IMPORTING[target.dotted]
        patcher = patcher_of(target.dotted)
        if patcher:
            return PATCHERS[patcher]
    if not targets or all(not target.bound for target in targets):  # mocker.patch, self.mock.patch
        for patcher, word in PATCHERS.items():
            if written == patcher or written.endswith(f".{patcher}"):
                return word
    return ""


def patcher_of(dotted: str) -> str:
    """The function of unittest.mock, or of a copy of it, that a dotted name is; "" when it is none."""
    head, _, patcher = dotted.rpartition("mock.")
    return patcher if patcher in PATCHERS and head in ("", "unittest.", "asynctest.") else ""
