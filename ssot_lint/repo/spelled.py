"""By which of its dotted names a file is imported: where several source roots lead to it, one is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ssot_lint.repo.index import Index
from ssot_lint.repo.sketch import statements


def spelled(index: Index, path: str, users: Iterable[str]) -> str:
    """The name by which `users` import from a file, else the one whose top the file itself imports from.

    Without such evidence it is the one below the innermost source root, "" for a file without a name.
    """
    names = index.modules.names_of(path)
    if len(names) < 2:
        return next(iter(names), "")
    around = {f"{name}."[:end]: name for name in names for end, sign in enumerate(f"{name}.", 1) if sign == "."}
    by_users = Counter(around.get(f"{module}.", "") for module in _modules(index, users))
    tops = {name.partition(".")[0]: name for name in names}
    by_itself = Counter(tops.get(module.partition(".")[0], "") for module in _modules(index, (path,)))
    return max(names, key=lambda name: (by_users[name], by_itself[name], -names.index(name)))


def _modules(index: Index, paths: Iterable[str]) -> Iterable[str]:
    """The modules of the absolute imports of some files."""
    for path in paths:
        yield from (said.module for said in statements(index.sketch(path).imports) if not said.level)
