"""ssot.toml, and [tool.ssot-lint] of pyproject.toml."""

from __future__ import annotations

import re
from typing import Any

from ssot_lint.policy.document import Document, Problem, Where
from ssot_lint.policy.model import PolicyError
from ssot_lint.policy.wording import noun

_PART = r"""[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*'"""
_HEADER = re.compile(rf"\s*(\[\[?)\s*((?:{_PART})(?:\s*\.\s*(?:{_PART}))*)\s*\]")


def read_ssot_toml(text: str, file: str) -> Document:
    """The document that is a policy as a whole; raises PolicyError when it is no TOML."""
    return Document(file, _tree(text, file), _headers(text, ()), {(): ""})


def read_pyproject(text: str, file: str) -> Document:
    """The policy in a pyproject.toml; raises PolicyError when it is no TOML or has none."""
    tool = _tree(text, file).get("tool")
    names: dict[Where, str] = {(name,): f"tool.{name}" for name in misnamed_tables(tool)}
    problems = [Problem(where, "unknown table (did you mean tool.ssot-lint?)") for where in names]
    names[()] = "tool.ssot-lint"
    tree: Any = {}
    if isinstance(tool, dict) and "ssot-lint" in tool:
        tree = tool["ssot-lint"]
    elif not problems:
        raise PolicyError((f"{file}: has no policy: add a table [tool.ssot-lint]",))
    if not isinstance(tree, dict):
        problems.append(Problem((), f"must be a table, not {noun(tree)}"))
        tree = {}
    return Document(file, tree, _headers(text, ("tool", "ssot-lint")), names, tuple(problems))


def misnamed_tables(tool: Any) -> list[str]:
    """Keys of pyproject's `tool` that were surely meant to be `ssot-lint`.

    They are refused, because a policy that nobody reads looks like one that holds.
    """
    keys = tool if isinstance(tool, dict) else ()
    return [key for key in keys if key != "ssot-lint" and re.sub(r"[^a-z]", "", key.lower()) == "ssotlint"]


def _tree(text: str, file: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # tomllib lets the errors of int() and of Python's stack through as they are.
        message = str(error)
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
        if not found:
            raise PolicyError((f"{file}: not readable as TOML: {message}",)) from error
        what, line, column = found.groups()
        what = what[0].lower() + what[1:]
        if line is None:
            line = text.rstrip().count("\n") + 1
            raise PolicyError((f"{file}:{line}: not valid TOML: {what} at the end of the file",)) from error
        raise PolicyError((f"{file}:{line}: not valid TOML: {what} (column {column})",)) from error


def _headers(text: str, prefix: Where) -> dict[Where, int]:
    """The line of each table's header below `prefix`, as well as it can be told by its looks."""
    lines: dict[Where, int] = {}
    implied: dict[Where, int] = {}
    lengths: dict[Where, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        if not header:
            continue
        where: Where = tuple(part.strip("\"'") for part in re.findall(_PART, header[2]))
        if where[: len(prefix)] != prefix:
            continue
        where = where[len(prefix) :]
        lines.setdefault(where, number)
        for length in range(1, len(where)):
            implied.setdefault(where[:length], number)
        if header[1] == "[[":
            lengths[where] = lengths.get(where, -1) + 1
            lines[(*where, lengths[where])] = number
    return {**implied, **lines}
