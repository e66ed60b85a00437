"""A policy file as read, whatever its format, and where in it things are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

#: The way to a value from the top of the policy: `("decisions", "run-id", "exempt", 0)`.
Where = tuple[str | int, ...]


class Problem(NamedTuple):
    """Something that is wrong with a policy, in words that follow the key and a colon."""

    where: Where
    text: str


class Document(NamedTuple):
    """The tables of a policy file, in the shape that TOML gives them.

    `file` is what messages call it. `lines` and `names` have the line of a table's header
    and what the file calls the table, so far as they are known; `names` has at least `()`.
    `problems` were found while reading.
    """

    file: str
    tree: Mapping[str, Any]
    lines: Mapping[Where, int]
    names: Mapping[Where, str]
    problems: tuple[Problem, ...] = ()

    def line(self, where: Where) -> int:
        """The line of the innermost table around it whose header was found, else 1."""
        return self.lines.get(_innermost(where, self.lines), 1)

    def address(self, where: Where) -> str:
        """The key as it would be written out in full in this file."""
        table = _innermost(where, self.names)
        address = self.names[table]
        for step in where[len(table) :]:
            if isinstance(step, int):
                address += f"[{step}]"
            else:
                quoted = step if re.fullmatch(r"[\w-]+", step, re.ASCII) else repr(step)
                address += f".{quoted}" if address else quoted
        return address

    def report(self, problems: Iterable[Problem]) -> tuple[str, ...]:
        """`file: key: what is wrong` for each problem, in the order of the file."""
        places = {where: place for place, where in enumerate(_walk(self.tree))}

        def order(problem: Problem) -> tuple[int, int]:
            return self.line(problem.where), places[_innermost(problem.where, places)]

        return tuple(
            ": ".join(filter(None, (self.file, self.address(where), text)))
            for where, text in sorted(problems, key=order)
        )


def _innermost(where: Where, known: Mapping[Where, Any]) -> Where:
    while where and where not in known:
        where = where[:-1]
    return where


def _walk(node: Any, where: Where = ()) -> Iterator[Where]:
    yield where
    # Nothing that a policy knows lies deeper, and a hostile file can be very deep.
    if len(where) < 5:
        if isinstance(node, dict):
            for key, child in node.items():
                yield from _walk(child, (*where, key))
        elif isinstance(node, list):
            for place, child in enumerate(node):
                yield from _walk(child, (*where, place))
