"""A patch as `git diff` prints it, byte by byte: `git apply` takes it, and takes it back with `-R`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from ssot_lint.repo.replacing import Change

_CONTEXT = 3
_LONG = 5_000  # lines
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def patch(changes: Sequence[Change], prefix: str = "") -> bytes:
    """The patch of files that change, in the order of their paths.

    `prefix` leads from the top of git's work tree to where the paths start: git takes the
    paths of a patch from the top, wherever it is called.
    """
    return b"".join(part for change in sorted(changes) for part in _file(change, prefix))


def _file(change: Change, prefix: str) -> Iterator[bytes]:
    path = prefix + change.path
    before, after = _name(f"a/{path}"), _name(f"b/{path}")
    # A name with a space would seem to end there, were there not a tab after it.
    end = b"\t\n" if " " in path else b"\n"
    yield b"diff --git " + before + b" " + after + b"\n--- " + before + end + b"+++ " + after + end
    yield from _hunks(_lines(change.old), _lines(change.new))


def _name(path: str) -> bytes:
    """A path as git writes it: quoted as in C, if it has a character that needs it."""
    data = os.fsencode(path)
    if all(0x20 <= byte < 0x7F and byte not in _ESCAPES for byte in data):
        return data
    return f'"{"".join(map(_escaped, data))}"'.encode()


def _escaped(byte: int) -> str:
    if byte in _ESCAPES:
        return f"\\{_ESCAPES[byte]}"
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"


def _lines(data: bytes) -> list[bytes]:
    """Lines as git counts them: only a line feed ends one."""
    *whole, rest = data.split(b"\n")
    return [*(line + b"\n" for line in whole), *([rest] if rest else [])]


def _hunks(old: list[bytes], new: list[bytes]) -> Iterator[bytes]:
    for group in _groups(old, new):
        _, old_start, _, new_start, _ = group[0]
        _, _, old_end, _, new_end = group[-1]
        yield (
            b"@@ -" + _range(old_start, old_end - old_start) + b" +" + _range(new_start, new_end - new_start) + b" @@\n"
        )
        for tag, old_low, old_high, new_low, new_high in group:
            if tag == "equal":
                yield from _marked(b" ", old[old_low:old_high])
            else:
                yield from _marked(b"-", old[old_low:old_high])
                yield from _marked(b"+", new[new_low:new_high])


def _groups(old: list[bytes], new: list[bytes]) -> Iterable[list[tuple[str, int, int, int, int]]]:
    """The differences with the lines around them.

    The lines before the first and after the last are matched here: where difflib takes lines that
    are often there for junk, a hunk may end in them, and git then takes its end for that of the file.
    """
    from difflib import SequenceMatcher

    head = _count_same(zip(old, new, strict=False))
    tail = _count_same(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
    old_end, new_end = len(old) - tail, len(new) - tail
    core = _differences(old[head:old_end], new[head:new_end])

    class _Whole(SequenceMatcher[bytes]):
        def get_opcodes(self) -> list[Any]:
            inside = [(tag, *(place + head for place in places)) for tag, *places in core]
            return [("equal", 0, head, 0, head), *inside, ("equal", old_end, len(old), new_end, len(new))]

    return _Whole().get_grouped_opcodes(_CONTEXT)


def _differences(old: list[bytes], new: list[bytes]) -> Iterable[tuple[str, int, int, int, int]]:
    """Which lines are equal and which are not; in long texts line by line, where difflib would take minutes."""
    if len(old) != len(new) or len(old) < _LONG:
        from difflib import SequenceMatcher

        return SequenceMatcher(None, old, new).get_opcodes()
    from itertools import groupby

    found = []
    for same, run in groupby(range(len(old)), lambda row: old[row] == new[row]):
        rows = [*run]
        found.append(("equal" if same else "replace", rows[0], rows[-1] + 1, rows[0], rows[-1] + 1))
    return found


def _count_same(pairs: Iterable[tuple[bytes, bytes]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _range(start: int, count: int) -> bytes:
    """The lines of a hunk; of none at all, the line before it."""
    return b"%d,%d" % (start + 1 if count else start, count)


def _marked(mark: bytes, lines: Sequence[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + line
        if not line.endswith(b"\n"):
            yield b"\n\\ No newline at end of file\n"
