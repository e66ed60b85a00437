"""Finding the policy of a repository, and reading it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence

from ssot_lint.policy.build import build
from ssot_lint.policy.keys import CORE, by_table
from ssot_lint.policy.model import Option, Policy, PolicyError
from ssot_lint.policy.read_ini import SECTION, read_ini
from ssot_lint.policy.read_toml import misnamed_tables, read_pyproject, read_ssot_toml

__all__ = ["CORE", "FILES", "find_root", "load"]

#: The files that can hold a policy, in a repository's root.
FILES = ("ssot.toml", "pyproject.toml", "setup.cfg")


def find_root(start: str) -> str:
    """The folder that the policy is about: `start`, an existing absolute one, or one above.

    That is the nearest with a policy, else the nearest with `.git`, else the current folder
    when `start` lies in it, else `start`. Folders above the nearest `.git` are another
    repository's.
    """
    folder = start
    while True:
        if _policies(folder) or os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            here = os.getcwd()
            return here if start.startswith(os.path.join(here, "")) else start
        folder = parent


def load(
    root: str,
    options: Sequence[Option],
    config: str | None = None,
    codes: Collection[str] = (),
) -> Policy:
    """The policy of `root`, or the one in the file `config`; an empty one without any.

    `options` are the keys that rules declare, `codes` the codes of all rules (none: any
    code will do). Raises PolicyError with all that is wrong with the policy.
    """
    tables = by_table(options)
    if config is None:
        found = _policies(root)
        if not found:
            return Policy()
        if len(found) > 1:
            files = " and ".join(found)
            raise PolicyError((f"{files}: each holds a policy: keep one, and remove the others",))
        config = os.path.join(root, found[0])
    path = _shown(os.path.abspath(config), root)
    name = os.path.basename(config)
    text = _text(config, path)
    if name == "pyproject.toml":
        document = read_pyproject(text, path)
    elif name.endswith(".toml"):
        document = read_ssot_toml(text, path)
    elif name.endswith((".cfg", ".ini")):
        document = read_ini(text, path, tables)
    else:
        raise PolicyError((f"{path}: not a policy by its name: call it *.toml, *.cfg or *.ini",))
    return build(document, tables, codes)


def _policies(folder: str) -> list[str]:
    return [name for name in FILES if _holds_policy(os.path.join(folder, name), name)]


def _holds_policy(path: str, name: str) -> bool:
    if not os.path.isfile(path):
        return False
    if name == "ssot.toml":
        return True
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        # Nobody knows what is in it; to read it as the policy gives a problem that says so.
        return True
    if not re.search(rb"ssot.?lint", data, re.IGNORECASE):
        return False
    text = data.decode("utf-8-sig", errors="replace")
    if name == "setup.cfg":
        return re.search(SECTION, text, re.MULTILINE) is not None
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool")
    except (ValueError, RecursionError):
        return re.search(r"^\s*\[+\s*tool\s*\.\s*[\"']?ssot.?lint", text, re.MULTILINE) is not None
    return (isinstance(tool, dict) and "ssot-lint" in tool) or bool(misnamed_tables(tool))


def _shown(path: str, root: str) -> str:
    inside = os.path.join(os.path.abspath(root), "")
    return path.removeprefix(inside).replace(os.sep, "/")


def _text(path: str, shown: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise PolicyError((f"{shown}: can't be read: {why}",)) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PolicyError((f"{shown}:{line}: not UTF-8: save the file in that encoding",)) from error
