"""Notebooks: what they say in Python and in Markdown, and where in the file they say it.

What rules say of the text of cells is said of the file: a person, an editor and `git diff`
know no other place. The format is nbformat's (https://nbformat.readthedocs.io), 3 and 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from itertools import pairwise
from json import loads
from typing import Any

from ssot_lint.model import FILE_START, Fix, Hit, Related, Span
from ssot_lint.source.cells import Cell, Cells
from ssot_lint.source.json_strings import Reader, Strings, past_blanks, read_list, read_object, read_strings
from ssot_lint.source.magics import as_python
from ssot_lint.source.offsets import Lines
from ssot_lint.source.tables import table

#: How the names of languages begin that are Python.
_PYTHON = ("python", "ipython", "pyspark")
_NO_EDIT = "the fix reaches over cells, or into what is no Python: mend it by hand"
_NUMBERED = re.compile(rb"(?:\\u[0-9a-fA-F]{4})+")


class Notebook:
    """A notebook: its JSON, its cells that are Python, and those that are Markdown.

    With Markdown goes what code cells have that is no Python: commands, and other languages.
    """

    def __init__(self, json: str, code: Sequence[Cell], markdown: Sequence[Cell]) -> None:
        self.json = json
        self.code = Cells(json, lambda: self._lines, code)
        self.markdown = Cells(json, lambda: self._lines, markdown)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.json)

    def line_text(self, line: int) -> str:
        """A line of the JSON."""
        return self.json[self._lines.starts[line - 1] : self._lines.stops[line - 1]]

    def hit(self, hit: Hit, path: str) -> Hit:
        """What a rule says of the Python, said of the file, which has this path."""
        place = self.code.place
        if hit.span != FILE_START:
            hit = hit._replace(span=Span(*place(*hit.span[:2]), *place(*hit.span[2:])))
        related = tuple(
            Related(one.path, *place(one.line, one.column), one.message) if one.path == path else one
            for one in hit.related
        )
        fix = None if hit.fix is None else self._fix(hit.fix)
        why_not = _NO_EDIT if hit.fix is not None and fix is None else hit.why_not
        return hit._replace(related=related, fix=fix, why_not=why_not)

    def _fix(self, fix: Fix) -> Fix | None:
        edits = [self.code.edit(one) for one in dict.fromkeys(fix.edits)]
        found = tuple(edit for edit in edits if edit is not None)
        if len(found) < len(edits) or any(one[2:4] > other[:2] for one, other in pairwise(sorted(found))):
            return None
        return fix._replace(edits=found)


def searchable(data: bytes) -> bytes:
    """The bytes of a notebook with no escape glued to a word, for a search that comes before reading."""
    plain = data.replace(b"\\\\", b"\0").replace(b"\\n", b"\n").replace(b"\\r", b"\r").replace(b"\\t", b"\t")
    if b"\\u" in plain:
        plain = _NUMBERED.sub(lambda run: str(loads(b'"%b"' % run[0])).encode("utf-8", "replace"), plain)
    return plain.replace(b"\0", b"\\")


def read_notebook(data: bytes) -> Notebook | None:
    """The notebook that bytes are, None when they are none: damaged, or without cells."""
    try:
        return notebook_of(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def notebook_of(json: str) -> Notebook | None:
    """The same of a text, which has no byte order mark."""
    try:
        whole, end = read_object(json, past_blanks(json, 0), {"cells": _CELLS, "worksheets": _WORKSHEETS})
    except (ValueError, IndexError, RecursionError):
        return None
    if past_blanks(json, end) != len(json) or not _lists(whole):
        return None
    language = _language(table(whole.get("metadata")))
    code, markdown = [], []
    for cells in _lists(whole):
        for cell in filter(None, map(table, cells)):
            kind = cell.get("cell_type")
            source = cell.get("source", cell.get("input"))
            if isinstance(source, Strings) and kind == "markdown":
                markdown.append(_cell(source, str, is_old="cells" not in whole))
            elif isinstance(source, Strings) and kind == "code" and _is_python(cell, language):
                code.append(_cell(source, as_python, is_old="cells" not in whole))
                rest = _without(code[-1].raw, code[-1].text)
                if rest.strip():
                    markdown.append(code[-1]._replace(text=rest))
    return Notebook(json, code, markdown)


def _lists(whole: object) -> list[list[Any]]:
    """The lists of cells: one, or one a worksheet; none in what is no notebook."""
    notebook = table(whole)
    if "cells" in notebook:
        found = [notebook["cells"]]
    else:
        sheets = notebook.get("worksheets")
        found = [table(sheet).get("cells") for sheet in sheets] if isinstance(sheets, list) else []
    return [one for one in found if isinstance(one, list)]


def _language(metadata: Mapping[str, Any]) -> object:
    """The language of a notebook; nearly all that do not say are Python."""
    named = table(metadata.get("language_info")).get("name")
    return named or table(metadata.get("kernelspec")).get("language") or "python"


def _is_python(cell: Mapping[str, Any], language: object) -> bool:
    """Whether a code cell is Python, by what it says itself, else by what the notebook says."""
    own = table(table(cell.get("metadata")).get("vscode")).get("languageId")
    return str(own or cell.get("language") or language).lower().startswith(_PYTHON)


def _cell(source: Strings, read: Callable[[str], str], *, is_old: bool) -> Cell:
    first = source.values[0] if source.values else ""
    # nbformat 3 has written lines with their ends and without (nbformat.v3.rwbase).
    joint = "\n" if is_old and source.between is not None and not first.endswith(("\n", "\r")) else ""
    raw = joint.join(source.values)
    starts = []
    at = 0
    for value in source.values:
        starts.append(at)
        at += len(value) + len(joint)
    return Cell(read(raw), raw, source.places, tuple(starts), joint, source.between)


def _without(raw: str, text: str) -> str:
    """What of a cell is not in its text, at its place."""
    if raw == text:
        return ""
    pairs = zip(raw, text, strict=True)
    return "".join(one if one != other or one in "\r\n" else " " for one, other in pairs)


_CELL: Reader = partial(read_object, special={"source": read_strings, "input": read_strings})
_CELLS: Reader = partial(read_list, read=_CELL)
_WORKSHEETS: Reader = partial(read_list, read=partial(read_object, special={"cells": _CELLS}))
