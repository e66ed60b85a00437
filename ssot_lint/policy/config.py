"""Reading the policy of a repository."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from ssot_lint.policy.build import build
from ssot_lint.policy.keys import by_table
from ssot_lint.policy.model import Option, Policy, PolicyError
from ssot_lint.policy.read_ini import read_ini
from ssot_lint.policy.read_toml import read_pyproject, read_ssot_toml
from ssot_lint.policy.root import policies_in


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
        found = policies_in(root)
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
