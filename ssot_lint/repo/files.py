"""Which files there are: git's list, or a walk where git does not know the folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

_NEVER = frozenset({"__pycache__", "node_modules", "site-packages"})
PYTHON_ENDINGS = (".py", ".pyi", ".pyw")


def list_files(root: str) -> tuple[str, ...]:
    """All files below the root, as sorted paths relative to it with `/`.

    In a git work tree: tracked files that are still there, and untracked ones that are not
    ignored. Elsewhere: all but hidden folders, virtual environments and caches. Links are
    never followed: they could lead out of the root, and what they point at inside it is
    listed by its own name.
    """
    listed = _git_files(root)
    if listed is None:
        return tuple(sorted(_walk(root)))
    return tuple(sorted(path for path in listed if _is_regular(root, path)))


def _is_regular(root: str, path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(f"{root}/{path}").st_mode)
    except OSError:  # deleted but not staged
        return False


def _git_files(root: str) -> set[str] | None:
    import subprocess

    # A hook has these set as seen from the top of the work tree; `-C` would have git misread them. The
    # index is kept: it may be a temporary one, of what is being committed.
    environment = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE")}
    if "GIT_INDEX_FILE" in environment:
        environment["GIT_INDEX_FILE"] = os.path.abspath(environment["GIT_INDEX_FILE"])
    try:
        done = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError:  # no git on this machine
        return None
    if done.returncode:
        return None
    return {os.fsdecode(path) for path in done.stdout.split(b"\0") if path}


def _walk(root: str) -> Iterable[str]:
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
            if _is_regular(root, path):
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
