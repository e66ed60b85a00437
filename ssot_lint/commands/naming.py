"""What a person means who writes the name of a module, or of something in one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.repo.files import PYTHON_ENDINGS, module_names
from ssot_lint.repo.index import Index
from ssot_lint.repo.nearest import nearest_name
from ssot_lint.session import relative_path


class Named(NamedTuple):
    """A module, and a `name` in it, dotted when it lies in a class; "" is the module itself.

    `path` is that of the module, "" when it is not there. `module` is "" for a file that can't be imported.
    """

    module: str
    path: str
    name: str = ""

    @property
    def dotted(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


def is_path(written: str) -> bool:
    """Whether something is meant as a path of a file, not as a dotted name."""
    return "/" in written or "\\" in written or written.endswith(PYTHON_ENDINGS)


def named(index: Index, written: str) -> Named:
    """What is meant by `app.old`, `app.old:Class`, `app.old.Class`, `app/old.py` or `app/old.py:Class`."""
    place, _, name = written.partition(":")
    if is_path(place):
        path = path_of(index, place)
        return Named(next(iter(module_names(path, index.modules.roots)), ""), path if exists(index, path) else "", name)
    module, rest = (place, []) if name else index.modules.part(place)
    if not module:
        return Named(place, "", name)
    return Named(module, index.modules.path_of(module), name or ".".join(rest))


def path_of(index: Index, written: str) -> str:
    """A path relative to the root: it was written as seen from here, or from the root. A package is its `__init__`."""
    plain = written.replace("\\", "/")
    candidates = [relative_path(index.root, written) or plain, plain.removeprefix("./").rstrip("/")]
    candidates += [f"{path}/__init__.py" for path in candidates]
    return next((path for path in candidates if exists(index, path)), candidates[0])


def exists(index: Index, path: str) -> bool:
    return path in index.python_set or (path in index.paths and index.exists(path))


def possible_paths(index: Index, module: str) -> Iterator[str]:
    """Where a module would be that is not there."""
    below = module.replace(".", "/")
    for root in index.modules.roots:
        place = f"{root}/{below}" if root else below
        yield f"{place}.py"
        yield f"{place}/__init__.py"


def nearest(index: Index, module: str) -> str:
    """A hint at a module that is spelled alike, or has the same last name; "" when there is none."""
    last = module.rpartition(".")[2]
    modules = [name for path in index.python_paths for name in index.modules.names_of(path)[:1]]
    same = sorted((name for name in modules if name.rpartition(".")[2] == last), key=lambda name: (len(name), name))
    alike = nearest_name(module, modules)
    found = list(dict.fromkeys([*same[:2], *([alike] if alike else [])]))
    return f" (did you mean {' or '.join(found)}?)" if found else ""
