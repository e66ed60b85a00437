"""Places of modules: paths without ending, of files and of folders (see `Modules`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssot_lint.repo.modules import Modules


def place_from(path: str, level: int, module: str) -> str | None:
    """The place of a relative import in a file, None above the root.

    >>> place_from("app/core/api.py", 2, "tools.text")
    'app/tools/text'
    """
    parts = path.split("/")[:-1]
    if level - 1 > len(parts):
        return None
    parts = parts[: len(parts) - (level - 1)]
    return "/".join((*parts, *module.split("."))) if module else "/".join(parts)


def place_below(place: str, name: str) -> str:
    """The place of a submodule; "" is the root."""
    return f"{place}/{name}" if place else name


def is_importable(place: str, modules: Modules) -> bool:
    """Whether a place has a module or a package, by its files alone: a folder without `__init__.py` is one too."""
    return bool(modules.files_at(place)) or place in modules.python_folders


def folders_above(path: str) -> Iterator[str]:
    """The folders around a file, the nearest first."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""
