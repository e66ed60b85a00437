"""Single files, as the disk has them, and the names of the modules in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from typing import NamedTuple

_NEVER = frozenset({"__pycache__", "node_modules", "site-packages"})
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_AT_ONCE = 1 << 16  # bytes, more than most files have
PYTHON_ENDINGS = (".py", ".pyi", ".pyw")


class Stat(NamedTuple):
    """What a file system says of a file: size in bytes, times in nanoseconds."""

    size: int
    modified: int
    changed: int


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


def may_read(root: str, path: str) -> bool:
    """Whether the user of this process may read a file that is there."""
    return os.access(f"{root}/{path}", os.R_OK) or stat_of(root, path) is None


def read_file(root: str, path: str) -> bytes:
    """The bytes of a file; b"" when it can't be read, and for links."""
    try:
        handle = os.open(f"{root}/{path}", _READING)
    except OSError:
        return b""
    try:
        data = os.read(handle, _AT_ONCE)
        more = os.read(handle, _AT_ONCE)
        if not more:
            return data
        with open(handle, "rb", closefd=False) as file:
            return data + more + file.read()
    except OSError:  # a folder
        return b""
    finally:
        os.close(handle)


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
    setup.cfg), and folders that hold a top-level package. Above such a folder there may be
    packages without an `__init__.py`: up to the next folder that no import can name, which is a
    root too. "" is the root. The longest come first, so that the first one that a path lies below
    names its module best.
    """
    text = "\0".join(("", *paths, ""))  # one search in all of them is quicker than a look at each
    packages = _folders_with(text, ("__init__.py", "__init__.pyi"))
    projects = {"", *_folders_with(text, ("pyproject.toml", "setup.py", "setup.cfg"))}
    projects -= packages - {""}  # a module may be called setup
    roots = set(projects)
    for project in projects:
        source = f"{project}/src".lstrip("/")
        if f"\0{source}/" in text and source not in packages:
            roots.add(source)
    for package in packages:
        parent = package.rpartition("/")[0]
        if package and parent not in packages:
            roots.update((parent, _unnamable(parent)))
    return tuple(sorted(roots, key=lambda root: (-len(root), root)))


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """The folders that some files are in or below, "" for the root."""
    found = {""}
    for folder in {path.rpartition("/")[0] for path in paths}:
        parent = folder
        while parent not in found:
            found.add(parent)
            parent = parent.rpartition("/")[0]
    return frozenset(found)


def _unnamable(folder: str) -> str:
    """The innermost of a folder and those around it that no import can name (`my-service`), else ""."""
    while folder and folder.rpartition("/")[2].isidentifier():
        folder = folder.rpartition("/")[0]
    return folder


def _folders_with(text: str, names: Iterable[str]) -> set[str]:
    """The folders that have a file of one of some names, in a list of paths with a NUL around each."""
    found = set()
    for name in names:
        if f"\0{name}\0" in text:
            found.add("")
        place = text.find(f"/{name}\0")
        while place >= 0:
            found.add(text[text.rindex("\0", 0, place) + 1 : place])
            place = text.find(f"/{name}\0", place + 1)
    return found


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
