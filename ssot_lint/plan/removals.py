"""What commands of a plan remove: `rm -rf shop/old/`, `cd services && git rm -r shop/old`.

What a build made is removed every day, and nobody decided anything by it.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ssot_lint.policy.names import is_name

_COMMAND = re.compile(r"(?:\$ |> )?(?:sudo )?(?:git )?rm\s")
_WORTH = re.compile(r"\b(?:rm|cd)\b")
_SPAN = re.compile(r"`([^`\n]+)`")
_NOT = re.compile(r"\b(?:not|never|avoid|instead of|rather than|without)\b|n['\u2019]t\b", re.IGNORECASE)
_ENDS = frozenset(("&&", "||", ";", "|", "&"))
_GENERATED = frozenset(
    "__pycache__ build cache coverage dist env htmlcov log logs node_modules out output outputs site target temp tmp "  # noqa: SIM905
    "venv".split()
)


class Removal(NamedTuple):
    """`offset` counts the lines above the command; `paths` are from the root, those of folders with `/` at the end."""

    offset: int
    paths: tuple[str, ...]


def removals(script: str) -> Iterator[Removal]:
    """What the commands of a shell script remove, line by line."""
    folder, offset = "", 0
    for line in re.split(r"(?<!\\)\n", script):
        paths: list[str] = []
        for command in _commands(line.replace("\\\n", " ")) if _WORTH.search(line) else ():
            if command[0] == "cd":
                folder = _inside(folder, command[1] if len(command) > 1 else "")
            else:
                paths += _removed(command, folder)
        if paths:
            yield Removal(offset, tuple(paths))
        offset += line.count("\n") + 1


def in_words(sentence: str) -> str:
    """A sentence in which commands that remove something are words.

    >>> in_words("Run `git rm -r shop/old`, then test.")
    'Run : delete `shop/old/`, then test.'
    """

    def worded(match: re.Match[str]) -> str:
        before = sentence[: match.start()]
        paths = [path for one in removals(match[1]) for path in one.paths] if _COMMAND.match(match[1]) else []
        if not paths or _NOT.search(before):
            return match[0]
        begins = ": " if re.search(r"\w", before) else ""
        return f"{begins}delete {', '.join(f'`{path}`' for path in paths)}"

    return _SPAN.sub(worded, sentence)


def _commands(line: str) -> Iterator[list[str]]:
    """The simple commands of a line, word by word."""
    words = shlex.shlex(line.strip().removeprefix("$ "), posix=True, punctuation_chars=True)
    words.whitespace_split = True
    command: list[str] = []
    try:
        for word in (*words, ";"):
            if word not in _ENDS:
                command.append(word)
            elif command:
                yield command
                command = []
    except ValueError:  # a quote that nothing closes
        return


def _removed(command: Sequence[str], folder: str) -> list[str]:
    words = list(command[1:] if command[0] == "sudo" else command)
    is_git = words[:1] == ["git"]
    if words[is_git : is_git + 1] != ["rm"] or "--cached" in words:
        return []
    flags = "".join(word for word in words if re.fullmatch(r"-\w+", word))
    is_deep = "r" in flags.lower() or "--recursive" in words
    paths = [path for path in words[is_git + 1 :] if not path.startswith("-")]
    found = (_path(path, folder, is_git=is_git, is_deep=is_deep) for path in paths)
    return [path for path in found if path]


def _path(written: str, folder: str, *, is_git: bool, is_deep: bool) -> str:
    """What a command removes, from the root; "" for what is elsewhere, or what nobody wrote by hand."""
    if re.search(r"[^\w./-]", written):
        return ""
    path = posixpath.normpath(posixpath.join(folder, written))
    parts = path.split("/")
    if path.startswith(("/", ".")):
        return ""
    if posixpath.splitext(path)[1] and not written.endswith("/"):
        return path if (is_git and "/" in path) or path.endswith((".py", ".pyi")) else ""
    is_written_by_hand = is_git or (all(map(is_name, parts)) and _GENERATED.isdisjoint(parts))
    return f"{path}/" if is_deep and is_written_by_hand else ""


def _inside(folder: str, written: str) -> str:
    """Where `cd` leads; what is no folder of the repository for sure is taken for its root."""
    path = posixpath.normpath(posixpath.join(folder, written or "/"))
    return "" if re.search(r"[^\w./-]", path) or path.startswith(("/", "..")) or path == "." else path
