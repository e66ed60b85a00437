"""What IPython takes for its own in a cell, and what stands for it in Python.

A stand-in has the length and the line ends of what it stands for, so that every place in the
cell stays where it is. It is the name `_`, which says nothing of any value.
"""

from __future__ import annotations

import re

#: Cell magics whose cell is Python; the cells of all others may be anything.
_PYTHON = frozenset({"capture", "debug", "memit", "prun", "px", "python", "python3", "time", "timeit"})
_CELL = re.compile(r"\s*(%%(\w*)[^\r\n]*)")
#: The first line of a cell that Databricks gives to another language.
_FOREIGN = re.compile(r"\s*%(?:bash|fs|md|md-sandbox|r|scala|sh|sql)(?![\w-])")
#: The rest of a line and of those that a backslash joins to it.
_REST = r"(?:[^\r\n\\]|\\(?:\r\n?|\n|[^\r\n])?)*+"
_MAGIC = re.compile(
    r"[ \t]*+(?:"
    r"(?P<timed>%(?:time|timeit|prun)[ \t]++(?:-\w+(?:[ \t]*+\d+)?[ \t]++)*+)(?=[^\s-])"
    rf"|(?P<line>[%!?/,;]{_REST}|[%\w.*]++\?\??(?=[ \t]*+(?:[\r\n]|\Z))"
    rf"|(?:pip|conda|mamba|cd|ls)[ \t]++[\w~./-]{_REST})"
    rf"|[\w.,\[\]\"'* \t]++=[ \t]*+(?P<value>[%!]{_REST}))"
)
_MAY_BE_MAGIC = re.compile(r"[%!?]|(?m:^[ \t]*[/,;])|\b(?:pip|conda|mamba|cd|ls)[ \t]")
_TOKEN = re.compile(
    r"""(?:"{3}(?:[^"\\]++|\\[\s\S]|"(?!""))*+(?:"{3})?|'{3}(?:[^'\\]++|\\[\s\S]|'(?!''))*+(?:'{3})?)"""
    r"""|"(?:[^"\\\r\n]|\\(?:\r\n|[\s\S]))*+"?|'(?:[^'\\\r\n]|\\(?:\r\n|[\s\S]))*+'?|\#[^\r\n]*+"""
    r"""|(?P<open>[(\[{])|(?P<close>[)\]}])|\\(?:\r\n?|\n)|(?P<end>\r\n?|\n)"""
)
_ANY = re.compile(r"[^\r\n]")


def as_python(cell: str) -> str:
    """The Python of a cell, place by place; of one in another language, nothing but its line ends."""
    pieces = []
    at = 0
    while found := _CELL.match(cell, at):
        if found[2] not in _PYTHON:
            return _ANY.sub(" ", cell)
        pieces += [cell[at : found.start(1)], _stand_in(found[1], "_")]
        at = found.end()
    if _FOREIGN.match(cell):
        return _ANY.sub(" ", cell)
    if _MAY_BE_MAGIC.search(cell, at):
        return "".join((*pieces, *_lines(cell, at)))
    return "".join((*pieces, cell[at:]))


def _lines(cell: str, at: int) -> list[str]:
    """The cell from a place on, in pieces, with stand-ins for magics where a statement could begin."""
    pieces = []
    while at < len(cell):
        magic = _MAGIC.match(cell, at)
        if magic is not None and magic.lastgroup is not None:
            start, end = magic.span(magic.lastgroup)
            pieces += [cell[at:start], _stand_in(cell[start:end], "_;" if magic["timed"] else "_")]
            at = end
        end = _statement_end(cell, at)
        pieces.append(cell[at:end])
        at = end
    return pieces


def _statement_end(cell: str, at: int) -> int:
    """Where the line ends that a statement ends on."""
    depth = 0
    for token in _TOKEN.finditer(cell, at):
        if token.lastgroup == "open":
            depth += 1
        elif token.lastgroup == "close":
            depth -= 1
        elif token.lastgroup == "end" and depth <= 0:
            return token.end()
    return len(cell)


def _stand_in(magic: str, name: str) -> str:
    return name + _ANY.sub(" ", magic[len(name) :])
