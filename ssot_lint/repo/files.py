"""Single files, as the disk has them, and the names of the modules in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from typing import NamedTuple

_NEVER = frozenset({"__pycache__", "node_modules", "site-packages"})
PYTHON_ENDINGS = (".py", ".pyi", ".pyw")


class Stat(NamedTuple):
    """What a file system says of a file: size in bytes, times in nanoseconds."""

    size: int
    modified: int
    changed: int


def may_be_python(path: str) -> bool:
    """Whether a file can be Python by its name: for sure, or as a script."""
    return path.endswith(PYTHON_ENDINGS) or "." not in path.rpartition("/")[2]


def is_notebook(path: str) -> bool:
    """Whether a file is a notebook by its name, and none of the copies that Jupyter keeps."""
    return path.endswith(".ipynb") and ".ipynb_checkpoints" not in path.split("/")


def stat_of(root: str, path: str) -> Stat | None:
    """The stat of a file, None for links, and when it is not there (deleted but not staged)."""
    try:
        found = os.lstat(f"{root}/{path}")
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Stat(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def read_file(root: str, path: str) -> bytes:
    """The bytes of a file; b"" when it can't be read."""
    try:
        with open(f"{root}/{path}", "rb") as file:
            return file.read()
    except OSError:
        return b""


def walk(root: str) -> Iterable[str]:
    """The files of a folder that git does not know: none in hidden folders, environments and caches."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _NEVER
            and not os.path.lexists(os.path.join(folder, name, "pyvenv.cfg"))
        )
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        for name in files:
            path = name if inside == "." else f"{inside}/{name}"
            if stat_of(root, path) is not None:
                yield path


def is_python(root: str, path: str, data: bytes | None = None) -> bool:
    """Whether a file is Python: by its ending, or as a script by the first line of its text."""
    base = path.rpartition("/")[2]
    if base.endswith(PYTHON_ENDINGS):
        return True
    if "." in base:
        return False
    if data is not None:
        return _is_python_script(data.partition(b"\n")[0])
    try:
        with open(f"{root}/{path}", "rb") as file:
            return _is_python_script(file.readline(200))
    except OSError:
        return False


def _is_python_script(first_line: bytes) -> bool:
    return first_line.startswith(b"#!") and b"python" in first_line


def source_roots(paths: Iterable[str]) -> tuple[str, ...]:
    """The folders from which modules are imported, found from the list of all files.

    These are the root itself, `src` folders, folders of projects (pyproject.toml, setup.py,
    setup.cfg), and folders that hold a top-level package. "" is the root. The longest come
    first, so that the first one that a path lies below names its module best.
    """
    folders, packages, projects = {""}, set(), {""}
    for path in paths:
        folder, _, base = path.rpartition("/")
        if base in ("__init__.py", "__init__.pyi"):
            packages.add(folder)
        elif base in ("pyproject.toml", "setup.py", "setup.cfg"):
            projects.add(folder)
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    projects -= packages - {""}  # a module may be called setup
    roots = set(projects)
    for project in projects:
        source = f"{project}/src".lstrip("/")
        if source in folders and source not in packages:
            roots.add(source)
    for package in packages:
        parent = package.rpartition("/")[0]
        if package and parent not in packages:
            roots.add(parent)
    return tuple(sorted(roots, key=lambda root: (-len(root), root)))


def longest_first(roots: Iterable[str]) -> tuple[str, ...]:
    """Source roots as a person writes them, in the form and order in which they are looked at."""
    cleaned = {"" if root == "." else root.removeprefix("./").strip("/") for root in roots}
    return tuple(sorted(cleaned, key=lambda root: (-len(root), root)))


def module_names(path: str, roots: Iterable[str]) -> tuple[str, ...]:
    """The dotted names by which a file can be imported, the likeliest first; often just one.

    >>> module_names("src/app/core/__init__.py", ("src", ""))
    ('app.core', 'src.app.core')
    """
    stem, dot, ending = path.rpartition(".")
    if not dot or f".{ending}" not in PYTHON_ENDINGS:
        return ()
    stem = stem.removesuffix("/__init__")
    names = []
    for root in roots:
        if not root or stem.startswith(f"{root}/"):
            parts = stem[len(root) :].lstrip("/").split("/")
            if all(part.isidentifier() for part in parts) and parts != ["__init__"]:
                names.append(".".join(parts))
    return tuple(names)
