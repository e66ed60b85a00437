"""What changes of a text leave alone: the statements that they do not touch."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from ssot_lint.source.offsets import Lines
from ssot_lint.source.source import Source

_BLANKS = frozenset(" \t\f")
#: The fields of a statement that have statements of their own.
_BLOCKS = ("body", "handlers", "cases", "orelse", "finalbody")
#: Up to the colon that ends a header, past comments in brackets.
_TO_COLON = re.compile(r"(?:[^:#]++|#[^\r\n]*+)*+:")


class Change(NamedTuple):
    """Where a stretch of the old text went: offsets in the old and in the new text."""

    start: int
    end: int
    new_start: int
    new_end: int


class _Unit(NamedTuple):
    """A simple statement, a decorator, or the header of a compound statement.

    `blocks` leads to it from the outermost statement: the field of each block, and the offset
    of the header that it belongs to.
    """

    start: int
    end: int
    kind: str
    is_header: bool
    blocks: tuple[tuple[str, int], ...]
    meaning: str


class _Side(NamedTuple):
    """The units of one text, in its order: all, those that no change touches, and those with a change at an end.

    In `untouched`, -1 stands for a header around a unit that is touched itself.
    """

    units: list[_Unit]
    untouched: list[_Unit]
    brushed: list[_Unit]


def difference(before: Source, after: Source, changes: Sequence[Change]) -> int | None:
    """The offset in the new text of the first statement that changed without being touched, None when there is none.

    The statements, headers and decorators that no change touches must be the same ones, at the
    same places, in the same blocks. One that merely got other neighbours or another indentation
    is not touched. One that a change lengthens or shortens at an end must be part of a longer or
    shorter one of its kind: not of a comment, a string or another statement.
    """
    back = [Change(change.new_start, change.new_end, change.start, change.end) for change in changes]
    old, new = _side(before, after.text, changes), _side(after, before.text, back)
    wrong = [_moved(unit, changes).start for unit in _homeless(old.brushed, new.units, changes)]
    wrong += [unit.start for unit in _homeless(new.brushed, old.units, back)]
    for one, other in zip_longest((_moved(unit, changes) for unit in old.untouched), new.untouched):
        if one != other:
            wrong += [unit.start for unit in (one, other) if unit is not None]
            break
    return min(wrong, default=None)


def _homeless(units: Sequence[_Unit], others: Sequence[_Unit], changes: Sequence[Change]) -> list[_Unit]:
    """The units that lie in no unit of the other text, or share it."""
    taken: set[_Unit] = set()
    homeless = []
    for unit in units:
        moved = _moved(unit, changes)
        home = next((other for other in others if _is_within(moved, other) and other not in taken), None)
        if home is None:
            homeless.append(unit)
        else:
            taken.add(home)
    return homeless


def _is_within(unit: _Unit, other: _Unit) -> bool:
    fields = [field for field, _ in unit.blocks]
    return (
        other.start <= unit.start
        and unit.end <= other.end
        and unit.kind == other.kind
        and fields == [field for field, _ in other.blocks]
    )


def _side(source: Source, other: str, changes: Sequence[Change]) -> _Side:
    units = sorted(_units(source.tree, _Offsets(source)))
    rest = [unit for unit in units if not _is_overlapped(unit, changes)]
    apart = [_stands_apart(unit, other, _shift(unit.start, changes)) for unit in rest]
    untouched = [unit for unit, is_apart in zip(rest, apart, strict=True) if is_apart]
    headers = {unit.start for unit in untouched if unit.is_header}
    return _Side(
        units,
        [
            unit._replace(blocks=tuple((field, start if start in headers else -1) for field, start in unit.blocks))
            for unit in untouched
        ],
        [unit for unit, is_apart in zip(rest, apart, strict=True) if not is_apart],
    )


def _is_overlapped(unit: _Unit, changes: Sequence[Change]) -> bool:
    first = bisect_right(changes, unit.start, key=lambda change: change.end)
    return first < len(changes) and changes[first].start < unit.end


def _stands_apart(unit: _Unit, other: str, shift: int) -> bool:
    """Whether nothing is joined to a unit in the other text."""
    return _begins(other, unit.start + shift) and (unit.is_header or _ends(other, unit.end + shift))


def _shift(offset: int, changes: Sequence[Change]) -> int:
    at = bisect_right(changes, offset, key=lambda change: change.end)
    return changes[at - 1].new_end - changes[at - 1].end if at else 0


def _begins(text: str, offset: int) -> bool:
    """Whether a statement can begin here: nothing before it on the line belongs to it."""
    while offset and text[offset - 1] in _BLANKS:
        offset -= 1
    return not offset or text[offset - 1] in "\r\n;:"


def _ends(text: str, offset: int) -> bool:
    """Whether a statement that got this far ends here."""
    while offset < len(text) and text[offset] in _BLANKS:
        offset += 1
    return offset == len(text) or text[offset] in "\r\n;#\\"


def _moved(unit: _Unit, changes: Sequence[Change]) -> _Unit:
    shift = _shift(unit.start, changes)
    blocks = tuple((field, start if start < 0 else start + _shift(start, changes)) for field, start in unit.blocks)
    return unit._replace(start=unit.start + shift, end=unit.end + shift, blocks=blocks)


class _Offsets:
    """Where the nodes of a source lie in its text."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = Lines(source.text)
        self.text = source.text

    def span(self, node: ast.AST) -> tuple[int, int]:
        line, column, end_line, end_column = self._source.span(node)
        return self._lines.offset(line, column), self._lines.offset(end_line, end_column)


def _units(tree: ast.Module, offsets: _Offsets) -> Iterator[_Unit]:
    # Not recursive: an `elif` lies in the one before it, and there may be hundreds.
    waiting: list[tuple[ast.AST, tuple[tuple[str, int], ...]]] = [(node, ()) for node in tree.body]
    while waiting:
        node, blocks = waiting.pop()
        if not hasattr(node, "body") and not hasattr(node, "cases"):
            yield _Unit(*offsets.span(node), type(node).__name__, False, blocks, _dump(node))
            continue
        for decorator in getattr(node, "decorator_list", ()):
            start, end = offsets.span(decorator)
            yield _Unit(offsets.text.rindex("@", 0, start), end, "@", False, blocks, _dump(decorator))
        header = _header(node, blocks, offsets)
        yield header
        for field in _BLOCKS:
            inner = (*blocks, (field, header.start))
            waiting += [(statement, inner) for statement in getattr(node, field, ())]


def _header(node: ast.AST, blocks: tuple[tuple[str, int], ...], offsets: _Offsets) -> _Unit:
    if isinstance(node, ast.match_case):
        start = offsets.text.rindex("case", 0, offsets.span(node.pattern)[0])
    else:
        start = offsets.span(node)[0]
    fields = [(name, value) for name, value in ast.iter_fields(node) if name not in (*_BLOCKS, "decorator_list")]
    inside = [offsets.span(part)[1] for _, value in fields for part in _parts(value)]
    colon = _TO_COLON.match(offsets.text, max(inside, default=start))
    end = colon.end() if colon else start
    meaning = " ".join(f"{name}={_meaning(value)}" for name, value in fields)
    return _Unit(start, end, type(node).__name__, True, blocks, meaning)


def _parts(value: object) -> Iterator[ast.AST]:
    """The outermost nodes in the value of a field that have a place."""
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, ast.AST):
        if hasattr(value, "end_lineno"):
            yield value
        else:
            for child in ast.iter_child_nodes(value):
                yield from _parts(child)


def _meaning(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_meaning, value))}]"
    return _dump(value) if isinstance(value, ast.AST) else repr(value)


def _dump(node: ast.AST) -> str:
    try:
        return ast.dump(node)
    except RecursionError:  # a sum of a thousand terms: its place and kind must do
        return ""
