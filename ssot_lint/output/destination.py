"""Where output goes: what a stream can show, and how a file is written."""

from __future__ import annotations

import io
import os
from typing import IO


def accept_any_character(stream: IO[str], encoding: str | None = None) -> None:
    """Let characters that the stream can't encode be escaped instead of ending the run."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="backslashreplace")


def has_color(stream: IO[str]) -> bool:
    """Whether the stream is for colours; see https://no-color.org and https://force-color.org."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def replace_file(path: str, text: str) -> None:
    """Write a file in UTF-8 in one step, so that no one ever reads half of it.

    Raises OSError.
    """
    target = os.path.realpath(path)
    # A device or pipe such as /dev/stdout is written to, never replaced.
    special = os.path.exists(path) and not os.path.isfile(path)
    scratch = path if special else f"{target}.{os.getpid()}.tmp"
    with open(scratch, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
        stream.write(text)
    if not special:
        os.replace(scratch, target)
