"""Notebooks: what is read of them, where it stands in the JSON, what rules say of it, and what fixes make of the file."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.fixes import apply, verified_notebook
from ssot_lint.fronts.cli import main
from ssot_lint.model import FILE_START, Edit, Fix, Hit, Related, Span
from ssot_lint.repo.again import FOLDER
from ssot_lint.source.magics import as_python
from ssot_lint.source.notebook import Notebook, notebook_of, read_notebook, searchable
from ssot_lint.source.offsets import LINE_END, Lines
from ssot_lint.source.version import PYTHON
from tests.processes import git
from tests.repository import check, session, write

quick = settings(deadline=None, derandomize=True)
Cell = Mapping[str, Any]
Said = tuple[int, str, str]

POLICY = """\
ignore = ["SSOT106"]  # prose is another rule's

[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old_engine"]
ban-classes = ["LegacyEngine"]

[decisions.run-id]
argument = "run_id"
never = ["None"]
use = "context.run_id"
"""
APP = {
    "app/__init__.py": "",
    "app/engine.py": "class Engine:\n    def send(self, event, run_id): ...\n",
}
OUT = "use Engine from app.engine (engine)"
DELETED = f"SSOT002 module app.old_engine is deleted: {OUT}"
OLD = "from app.old_engine import Engine"
NEW = "from app.engine import Engine"


def code(*source: str, **more: Any) -> Cell:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": list(source), **more}


def markdown(*source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": list(source)}


def notebook(*cells: Cell, language: str = "python", indent: int | None = 1, **options: Any) -> str:
    """A notebook as Jupyter writes it; `indent` and other options of `json.dumps` for how others do."""
    whole = {"cells": cells, "metadata": {"language_info": {"name": language}}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=indent, **{"ensure_ascii": False, **options}) + "\n"


def old_notebook(*cells: Cell, **metadata: str) -> str:
    return json.dumps({"metadata": metadata, "nbformat": 3, "worksheets": [{"cells": cells}]}, indent=1)


def read(text: str) -> Notebook:
    found = read_notebook(text.encode())
    assert found is not None
    return found


def place_of(text: str, word: str, number: int = 0) -> tuple[int, int]:
    """The line and column of the occurrence of a word that has this number."""
    at = -1
    for _ in range(number + 1):
        at = text.index(word, at + 1)
    return Lines(text).place(at)


# -- what IPython takes for its own


@pytest.mark.parametrize(("cell", "expected"), [
    pytest.param("import os\nx = 1 % 2\n", None, id="nothing"),
    pytest.param("%matplotlib inline\nimport os", "_                 \nimport os", id="line-magic"),
    pytest.param("!pip install x  # y\nimport os", "_                  \nimport os", id="shell"),
    pytest.param("if x:\n    !ls\n\t%cd y", "if x:\n    _  \n\t_    ", id="indented"),
    pytest.param("!ls \\\n  -l\nx\n", "_    \n    \nx\n", id="joined-lines"),
    pytest.param("!ls \\", "_    ", id="joined-to-nothing"),
    pytest.param("!ls C:\\x\r\ny\r\n", "_       \r\ny\r\n", id="windows"),
    pytest.param("a = !ls 'it\n(b)\n", "a = _      \n(b)\n", id="assigned-shell"),
    pytest.param("a, b['c'] = %x y", "a, b['c'] = _   ", id="assigned-magic"),
    pytest.param("os.path?\n?os\nos.path??  \n", "_       \n_  \n_          \n", id="help"),
    pytest.param("/f x\n,f a b\n;f a\n", "_   \n_     \n_   \n", id="called-without-brackets"),
    pytest.param("pip install x\ncd ..\nls\nls = 1\n", "_            \n_    \nls\nls = 1\n", id="magics-without-percent"),
    pytest.param("%time x = f(1)\n%timeit -n 10 -r3 g()\n%time\n", "_;    x = f(1)\n_;                g()\n_    \n",
                 id="timed-code-stays"),
    pytest.param("%%time\nx\n", "_     \nx\n", id="cell-magic-around-python"),
    pytest.param("\n%%capture out\n%%time\n!ls\nx", "\n_            \n_     \n_  \nx", id="several-cell-magics"),
    pytest.param("%%bash\nimport os\r\n", "      \n         \r\n", id="cell-magic-of-another-language"),
    pytest.param("%%html\n<b>", "      \n   ", id="html"),
    pytest.param("%sql\nselect x", "    \n        ", id="databricks"),
    pytest.param("%sql_x y\nselect", "_       \nselect", id="longer-than-databricks"),
    pytest.param('x = """\n%s\n!ls\n"""\n', None, id="in-a-string"),
    pytest.param("x = '''\n%s\n!ls\n", None, id="in-an-open-string"),
    pytest.param("x = (a\n% b)\n", None, id="in-brackets"),
    pytest.param("x = a \\\n% b\n", None, id="after-a-backslash"),
    pytest.param("x = ')' # (\n!ls\n", "x = ')' # (\n_  \n", id="brackets-in-strings-and-comments"),
    pytest.param("f(x,\n  y)\n!ls\n", "f(x,\n  y)\n_  \n", id="after-brackets"),
    pytest.param("x = 'a = !b'\ny != 1\ny %= 2\nz == 1\n", None, id="operators"),
])  # fmt: skip
def test_magics(cell: str, expected: str | None) -> None:
    assert as_python(cell) == (cell if expected is None else expected)


@quick
@given(st.text(st.sampled_from("a%!?=\\'\"#()[] \t\r\n/;"), max_size=30))
def test_stand_ins_leave_every_place_where_it_is(cell: str) -> None:
    found = as_python(cell)
    assert len(found) == len(cell)
    assert [one in "\r\n" for one in found] == [one in "\r\n" for one in cell]


# -- reading


@pytest.mark.parametrize(("text", "python", "prose"), [
    pytest.param(notebook(code("import a\n", "a.b"), code(), markdown("# T\n", "x"), code("c\n")),
                 "import a\na.b\nc\n", "# T\nx\n", id="lists-of-lines"),
    pytest.param(notebook({**code(), "source": "a\nb"}, {**markdown(), "source": "x\n"}), "a\nb\n", "x\n",
                 id="single-strings"),
    pytest.param(notebook(code("a"), {"cell_type": "raw", "source": ["b"]}, {"source": ["c"]}), "a\n", "", id="raw-cells"),
    pytest.param(notebook(code("a", "b\n", "c\r\n")), "ab\nc\r\n", "", id="strings-that-are-no-lines"),
    pytest.param(notebook(code("a"), indent=None, separators=(",", ":")), "a\n", "", id="minified"),
    pytest.param("\ufeff" + notebook(code("a")).replace("\n", "\r\n"), "a\n", "", id="mark-and-crlf"),
    pytest.param(notebook(code("%pip install x\n", "b")), "_             \nb\n", "%pip install x\n \n", id="magics"),
    pytest.param(notebook(markdown("a"), code("x = !ls b\n"), code("%%bash\n", "ls _"), code("y")),
                 "x = _    \n      \n    \ny\n", "a\n    !ls b\n%%bash\nls _\n", id="commands"),
    pytest.param(notebook(code("é\ud83d\ude00\t\""), ensure_ascii=True), "é😀\t\"\n", "", id="escapes"),
    pytest.param(notebook(code("library(a)"), markdown("x"), language="R"), "", "x\n", id="r"),
    pytest.param(notebook(code("a"), code("b", metadata={"vscode": {"languageId": "sql"}}),
                          code("c", metadata={"vscode": {"languageId": "python"}})), "a\nc\n", "", id="a-cell-of-sql"),
    pytest.param(json.dumps({"cells": [code("a")], "metadata": {"kernelspec": {"language": "julia"}}}), "", "",
                 id="julia-by-its-kernel"),
    pytest.param(json.dumps({"cells": [code("a")]}), "a\n", "", id="no-metadata"),
    pytest.param(json.dumps({"cells": [code("a")], "metadata": [1]}), "a\n", "", id="strange-metadata"),
    pytest.param('{"cells": []}', "", "", id="no-cells"),
    pytest.param('{"cells": [1, {}, {"cell_type": "code", "source": 1}, {"cell_type": "code", "source": ["a", 1]}, '
                 '{"cell_type": "code", "source": [], "metadata": null}]}', "", "", id="strange-cells"),
    pytest.param('{"cells": [{"cell_type": "code", "source": "a", "source": "b"}]}', "b\n", "", id="a-key-twice"),
    pytest.param(old_notebook({"cell_type": "code", "input": ["a\n", "b"], "language": "python"},
                              {"cell_type": "markdown", "source": ["x"]}), "a\nb\n", "x\n", id="version-3"),
    pytest.param(old_notebook({"cell_type": "code", "input": ["a", "b"]}, {"cell_type": "code", "input": "c\nd"}),
                 "a\nb\nc\nd\n", "", id="version-3-without-line-ends"),
    pytest.param(old_notebook({"cell_type": "code", "input": ["a"], "language": "ruby"}), "", "", id="version-3-ruby"),
    pytest.param('{"worksheets": [1, {"cells": null}, {"cells": [{"cell_type": "code", "input": ["a"]}]}]}', "a\n", "",
                 id="strange-worksheets"),
])  # fmt: skip
def test_what_is_read(text: str, python: str, prose: str) -> None:
    found = read(text)
    assert (found.code.text, found.markdown.text) == (python, prose)


WHOLE = notebook(code("a\n", "\\u00e9"), markdown("b"), indent=None).strip()


@pytest.mark.parametrize("data", [
    pytest.param(b"", id="empty"),
    pytest.param(b"null", id="null"),
    pytest.param(b'"cells"', id="a-string"),
    pytest.param(b"[]", id="a-list"),
    pytest.param(b"{}", id="no-cells"),
    pytest.param(b'{"cells": null}', id="cells-are-null"),
    pytest.param(b'{"cells": {}}', id="cells-are-an-object"),
    pytest.param(b'{"worksheets": {}}', id="worksheets-are-an-object"),
    pytest.param(b'{"cells": [],}', id="a-comma-too-many"),
    pytest.param(b'{"cells": [1,]}', id="a-comma-too-many-in-a-list"),
    pytest.param(b'{"cells" []}', id="no-colon"),
    pytest.param(b'{1: [], "cells": []}', id="a-key-that-is-no-string"),
    pytest.param(b'{"cells": [] "a": 1}', id="no-comma"),
    pytest.param(b'{"cells": [1 2]}', id="no-comma-in-a-list"),
    pytest.param(b'{"cells": []} x', id="more-behind-it"),
    pytest.param(b'{"cells": [{"source": ["a\n"]}]}', id="a-line-end-in-a-string"),
    pytest.param(b'{"cells": [{"source": ["\xff"]}]}', id="not-utf-8"),
    pytest.param(b'{"cells": [' + b"[" * 200_000, id="deep"),
    pytest.param(b"import app.old_engine\n", id="python"),
])  # fmt: skip
def test_what_is_no_notebook(data: bytes) -> None:
    assert read_notebook(data) is None


def test_a_part_of_a_notebook_is_none() -> None:
    assert [notebook_of(WHOLE[:end]) for end in range(len(WHOLE))] == [None] * len(WHOLE)


@quick
@given(st.integers(0, len(WHOLE)), st.integers(0, 9), st.text(st.sampled_from('{}[]",:\\u0 \n'), max_size=3))
def test_damage_never_raises(start: int, length: int, text: str) -> None:
    damaged = WHOLE[:start] + text + WHOLE[start + length :]
    found = notebook_of(damaged)
    assert found is None or isinstance(json.loads(damaged), dict)


@pytest.mark.parametrize(("data", "word"), [
    pytest.param(rb'"a\nfrom x"', b"\nfrom", id="line-end"),
    pytest.param(rb'"a\tfrom\r"', b"\tfrom\r", id="white-space"),
    pytest.param(rb'"a\\nfrom"', rb"a\nfrom", id="a-backslash"),
    pytest.param(rb'"\u003cOld\u0020"', b"<Old ", id="ascii-in-numbers"),
    pytest.param(rb'"\ud835\udc00 \ud835"', "\U0001d400 ?".encode(), id="two-numbers-for-one-character"),
])  # fmt: skip
def test_a_search_sees_no_escapes(data: bytes, word: bytes) -> None:
    assert word in searchable(data)


# -- places


LINES = ("import os\n", "\n", 's = "é😀\\n"; from app.old_engine import Engine\n', "x = 1")


@pytest.mark.parametrize("text", [
    pytest.param(notebook(markdown("x"), code(*LINES)), id="indented-by-1"),
    pytest.param(notebook(code(*LINES), indent=4), id="indented-by-4"),
    pytest.param(notebook(code(*LINES), indent=None), id="minified"),
    pytest.param(notebook(code(*LINES), ensure_ascii=True), id="escapes"),
    pytest.param(notebook(code(*LINES)).replace("\n", "\r\n"), id="crlf"),
    pytest.param(notebook({**code(), "source": "".join(LINES)}), id="one-string"),
    pytest.param(notebook({**code(), "source": "".join(LINES)}, ensure_ascii=True), id="one-string-with-escapes"),
    pytest.param(old_notebook({"cell_type": "code", "input": [line.rstrip("\n") for line in LINES]}), id="version-3"),
])  # fmt: skip
def test_places(text: str) -> None:
    found = read("\ufeff" + text)
    line, column = place_of(found.code.text, "app.old_engine")
    assert found.code.place(line, column) == place_of(text, "app.old_engine")
    assert found.code.place(line, column + 14) == place_of(text, " import Engine")
    assert found.code.place(1, 1) == place_of(text, "import os")
    end = Lines(text).place(text.index("x = 1") + len("x = 1"))
    assert found.code.place(line + 1, 6) == found.code.place(99, 1) == end


def test_a_place_where_there_is_no_text() -> None:
    assert read(notebook(markdown("a"))).code.place(1, 1) == (1, 1)


PIECES = st.lists(
    st.sampled_from(["a", "é", "😀", '"', "\\", "\t", "\n", "\r\n", "b c", "\u2028", "\x7f"]), max_size=12
)
SHAPES: st.SearchStrategy[dict[str, Any]] = st.sampled_from([
    {"indent": 1}, {"indent": None}, {"indent": 4, "ensure_ascii": True}, {"indent": None, "separators": (",", ":")},
])  # fmt: skip


@st.composite
def notebooks(draw: st.DrawFn) -> str:
    cells = []
    for _ in range(draw(st.integers(1, 3))):
        text = "".join(draw(PIECES))
        parts = [text] if draw(st.booleans()) else text.splitlines(keepends=True)
        cells.append({**code(), "source": parts if len(parts) != 1 or draw(st.booleans()) else parts[0]})
    return notebook(*cells, **draw(SHAPES))


@quick
@given(notebooks())
def test_each_character_is_written_at_its_place(text: str) -> None:
    found = read(text)
    before, after = Lines(found.code.text), Lines(text)
    at = 0
    for cell in found.code.cells:
        for character, before_it in zip(cell.text, f" {cell.text}", strict=False):
            if (before_it, character) == ("\r", "\n"):  # no place lies between the two
                at += 1
                continue
            start = after.offset(*found.code.place(*before.place(at)))
            written = text[start : start + (12 if text.isascii() else 2)]
            found_there = [json.loads(f'"{written[:size]}"') for size in (1, 2, 6, 12) if is_json(written[:size])]
            assert found.code.text[at] in found_there
            at += 1
        added = LINE_END.match(found.code.text, at) if cell.text and cell.text[-1] not in "\r\n" else None
        at = added.end() if added else at
    assert at == len(found.code.text)


def is_json(text: str) -> bool:
    try:
        json.loads(f'"{text}"')
    except ValueError:
        return False
    return True


def without_empty_lines(text: str) -> list[str]:
    """The lines of a text; a cell that becomes empty has none, though its line end may stay."""
    return [line for line in LINE_END.split(text) if line]


@quick
@given(notebooks(), st.data())
def test_an_edit_of_the_json_does_what_the_edit_of_the_text_says(text: str, data: st.DataObject) -> None:
    found = read(text)
    size = len(found.code.text)
    low = data.draw(st.integers(0, size))
    high = data.draw(st.integers(low, min(size, low + 9)))
    place = Lines(found.code.text).place
    edit = Edit(*place(low), *place(high), "".join(data.draw(PIECES)))
    try:
        expected = apply(found.code.text, (edit,))
    except ValueError:  # between a carriage return and its line feed
        return
    edited = found.code.edit(edit)
    if edited is None:
        assert "\n" in found.code.text[low:high] or not any(cell.text for cell in found.code.cells)
        return
    outcome = read(apply(text, (edited,)))
    assert without_empty_lines(outcome.code.text) == without_empty_lines(expected)
    number, inside = found.code.edited_cell(edited) or (-1, edit)
    assert apply(found.code.cells[number].text, (inside,)) == outcome.code.cells[number].text
    assert json.loads(text)["metadata"] == json.loads(apply(text, (edited,)))["metadata"]


# -- edits


def edited(text: str, *edits: Edit) -> str | None:
    """The JSON after edits of the text of its code."""
    found = [read(text).code.edit(edit) for edit in edits]
    return apply(text, [one for one in found if one is not None]) if all(found) else None


THREE = ("import a\n", "import b\n", "import c")


@pytest.mark.parametrize(("cells", "edit", "expected"), [
    pytest.param([code(*THREE)], Edit(1, 8, 1, 9, "x.y"), [code("import x.y\n", *THREE[1:])], id="in-a-line"),
    pytest.param([code(*THREE)], Edit(2, 1, 3, 1, ""), [code(THREE[0], THREE[2])], id="a-line-goes"),
    pytest.param([code(*THREE)], Edit(1, 1, 2, 1, ""), [code(*THREE[1:])], id="the-first-line-goes"),
    pytest.param([code(*THREE)], Edit(3, 1, 4, 1, ""), [code(THREE[0], "import b")], id="the-last-line-goes"),
    pytest.param([code(*THREE), code("x")], Edit(2, 1, 4, 1, ""), [code("import a"), code("x")], id="the-last-lines-go"),
    pytest.param([code("a")], Edit(1, 1, 2, 1, ""), [code("")], id="all-goes"),
    pytest.param([code("a"), code("b")], Edit(1, 1, 2, 1, "c\n"), [code("c"), code("b")], id="the-last-line-is-another"),
    pytest.param([code(*THREE)], Edit(2, 1, 2, 1, "x\ny\n"), [code(THREE[0], "x\n", "y\n", *THREE[1:])], id="new-lines"),
    pytest.param([code(*THREE)], Edit(1, 9, 1, 9, "\nx\ny"), [code("import a\n", "x\n", "y\n", *THREE[1:])],
                 id="new-lines-behind-one"),
    pytest.param([code("a")], Edit(1, 2, 1, 2, "\nx"), [code("a\n", "x")], id="a-new-line-in-a-list-of-one"),
    pytest.param([code("a")], Edit(2, 1, 2, 1, "x\n"), [code("a\n", "x")], id="a-new-last-line"),
    pytest.param([code("a\r\n", "b")], Edit(1, 1, 1, 1, "x\n"), [code("x\r\n", "a\r\n", "b")], id="line-ends-of-the-cell"),
    pytest.param([code(*THREE)], Edit(1, 8, 3, 8, ""), [code("import c")], id="over-lines"),
    pytest.param([code(*THREE)], Edit(1, 8, 2, 9, '"\\é\n'), [code('import "\\é\n', "\n", THREE[2])], id="escapes"),
    pytest.param([{**code(), "source": "a\nb"}], Edit(1, 2, 2, 1, '\n"\n'), [{**code(), "source": 'a\n"\nb'}],
                 id="one-string"),
    pytest.param([code("a"), code("b")], Edit(1, 1, 2, 2, ""), None, id="over-cells"),
    pytest.param([code("a"), code("b")], Edit(1, 2, 2, 1, ""), None, id="cells-can-not-be-joined"),
    pytest.param([code("a"), code("b")], Edit(1, 1, 2, 1, "c"), None, id="cells-can-not-be-joined-by-a-text"),
    pytest.param([code("%cd a\n", "b")], Edit(1, 2, 2, 2, "c"), None, id="into-a-magic"),
    pytest.param([code("a")], Edit(3, 1, 3, 1, "c"), None, id="out-of-the-text"),
    pytest.param([code("a\n", "b")], Edit(2, 1, 1, 1, "c"), None, id="backwards"),
    pytest.param([markdown("a")], Edit(1, 1, 1, 1, "c"), None, id="no-code"),
])  # fmt: skip
@pytest.mark.parametrize("indent", [pytest.param(1, id="lines"), pytest.param(None, id="minified")])
def test_edits(cells: list[Cell], edit: Edit, expected: list[Cell] | None, indent: int | None) -> None:
    outcome = edited(notebook(*cells, indent=indent), edit)
    if expected is None:
        assert outcome is None
    else:
        assert outcome is not None
        assert json.loads(outcome) == json.loads(notebook(*expected))
        if notebook(*expected).isascii() and all(len(cell["source"]) > 1 for cell in (*cells, *expected)):
            assert outcome == notebook(*expected, indent=indent)


def test_an_ascii_file_stays_ascii() -> None:
    text = notebook(code("a"), ensure_ascii=True)
    assert edited(text, Edit(1, 1, 1, 2, "é😀")) == text.replace('"a"', '"\\u00e9\\ud83d\\ude00"')


@pytest.mark.parametrize(("edit", "expected"), [
    pytest.param(Edit(1, 1, 1, 2, "c"), ["c", "b"], id="in-a-line"),
    pytest.param(Edit(1, 1, 1, 2, "c\nd"), None, id="a-new-line"),
    pytest.param(Edit(1, 1, 2, 2, "c"), None, id="over-lines"),
])  # fmt: skip
def test_edits_where_line_ends_are_not_written(edit: Edit, expected: list[str] | None) -> None:
    text = old_notebook({"cell_type": "code", "input": ["a", "b"]})
    wanted = None if expected is None else old_notebook({"cell_type": "code", "input": expected})
    assert edited(text, edit) == wanted


# -- what a rule says


def test_a_hit_is_said_of_the_file() -> None:
    text = notebook(code("a\n", "b"), code("c"))
    fix = Fix("t", True, (Edit(2, 1, 2, 2, "d"),))
    others = (Related("n.ipynb", 3, 1, "here"), Related("a.py", 3, 1, "there"))
    b, c = place_of(text, 'b"'), place_of(text, 'c"\n')
    assert read(text).hit(Hit(Span(2, 1, 2, 2), "m", related=others, fix=fix), "n.ipynb") == Hit(
        Span(*b, b[0], b[1] + 1),
        "m",
        related=(Related("n.ipynb", *c, "here"), others[1]),
        fix=Fix("t", True, (Edit(*b, b[0], b[1] + 1, "d"),)),
    )


REASON = "the fix reaches over cells, or into what is no Python: mend it by hand"


@pytest.mark.parametrize("edits", [
    pytest.param((Edit(1, 1, 1, 2, "x"), Edit(1, 1, 3, 1, "")), id="one-is-lost"),
    pytest.param((Edit(1, 1, 2, 1, ""), Edit(2, 1, 3, 1, "")), id="overlapping-in-the-json"),
])  # fmt: skip
def test_a_fix_that_the_json_can_not_have(edits: tuple[Edit, ...]) -> None:
    found = read(notebook(code("a\n", "b"), code("c")))
    hit = found.hit(Hit(FILE_START, "m", fix=Fix("t", True, edits)), "n.ipynb")
    assert hit == Hit(FILE_START, "m", fix=None, why_not=REASON)


SEND = "from app.engine import Engine\nEngine().send('a', None)\n"


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param(notebook(code("import os\n", OLD)), [("app.old_engine", DELETED)], id="import"),
    pytest.param(notebook(code("x = 1"), code(f"def f():\n    {OLD}")), [("app.old_engine", DELETED)], id="in-a-later-cell"),
    pytest.param(notebook({**code(), "source": f"import os\n{OLD}"}), [("app.old_engine", DELETED)], id="glued-to-an-escape"),
    pytest.param(notebook(code(OLD.replace("old", "\\u006fld"))).replace("\\\\", "\\"),
                 [("app.\\u006fld_engine", DELETED)], id="written-in-numbers"),
    pytest.param(notebook(code("class LegacyEngine: ...")),
                 [("LegacyEngine", f"SSOT001 LegacyEngine is banned: {OUT}")], id="banned-class"),
    pytest.param(notebook(code("class Engine: ...")),
                 [("Engine", f"SSOT005 Engine is defined away from its home: {OUT}")], id="stray-definition"),
    pytest.param(notebook(code(*SEND.splitlines(keepends=True))),
                 [("None)", "SSOT003 None is passed as run_id to send: use context.run_id (run-id)")], id="none-by-position"),
    pytest.param(notebook(code("missing = None\n"), code("send(run_id=missing)")),
                 [("missing)", "SSOT003 missing, which is None, is passed as run_id to send: use context.run_id (run-id)")],
                 id="none-by-inference"),
    pytest.param(notebook(code("x = (\n"), code(OLD), code("def broken(:")), [("app.old_engine", DELETED)],
                 id="amid-what-does-not-parse"),
    pytest.param(notebook(code("%run x\n", "files = !ls\n", OLD)), [("app.old_engine", DELETED)], id="magics"),
    pytest.param(notebook(code("%%time\n", OLD)), [("app.old_engine", DELETED)], id="timed"),
    pytest.param(notebook(code("%%writefile x.py\n", OLD)), [], id="another-cell-magic"),
    pytest.param(notebook(markdown(OLD), markdown("LegacyEngine")), [], id="prose"),
    pytest.param(notebook(code("x", outputs=[{"text": [OLD]}])), [], id="outputs"),
    pytest.param(notebook(code(OLD), language="R"), [], id="r"),
    pytest.param(notebook(code(OLD))[:-3], [], id="damaged"),
    pytest.param(notebook(code(f"{OLD}  # noqa: SSOT002\n", "x = 1  # noqa")), [], id="noqa"),
    pytest.param(notebook(code(f"# flake8: noqa\n{OLD}")), [], id="noqa-of-all"),
    pytest.param(notebook(code("x = 1  # noqa: SSOT002")),
                 [("SSOT002", "SSOT901 noqa of SSOT002 silences nothing: remove it")], id="unused-noqa"),
    pytest.param(notebook(code("from app.missing import x\nfrom app import nothing")), [], id="rules-of-the-repository"),
    pytest.param("import app.old_engine\n", [], id="python-in-a-notebook-file"),
])  # fmt: skip
@pytest.mark.parametrize("prefilter", [pytest.param(True, id="fast"), pytest.param(False, id="slow")])
def test_findings(text: str, expected: list[tuple[str, str]], prefilter: bool, tmp_path: Path) -> None:
    told = ("{}:{}: {}".format(*place_of(text, word), said) for word, said in expected)
    files = {**APP, "docs/n.ipynb": text}
    assert check(tmp_path, files, POLICY, prefilter=prefilter) == tuple(f"docs/n.ipynb:{one}" for one in told)


FOUND = f"{place_of(notebook(code(OLD)), 'app.old')[0]}:11: {DELETED}".replace(
    ":11:", f":{place_of(notebook(code(OLD)), 'app.old')[1]}:"
)


@pytest.mark.parametrize(("path", "policy", "expected"), [
    pytest.param("n.ipynb", "", [f"n.ipynb:{FOUND}"], id="found"),
    pytest.param("app/n.ipynb", "", [f"app/n.ipynb:{FOUND}"], id="in-a-package"),
    pytest.param("app/.ipynb_checkpoints/n.ipynb", "", [], id="checkpoint"),
    pytest.param(".ipynb_checkpoints/n.ipynb", "", [], id="checkpoint-at-the-root"),
    pytest.param("n.ipynb.txt", "", [], id="another-ending"),
    pytest.param("docs/n.ipynb", '[[decisions.engine.exempt]]\npaths = ["docs/**"]\nreason = "history"\n', [], id="exempt"),
])  # fmt: skip
def test_which_files(path: str, policy: str, expected: list[str], tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert check(tmp_path, {**APP, path: notebook(code(OLD))}, POLICY + policy) == tuple(expected)


def test_what_the_policy_excludes(tmp_path: Path) -> None:
    assert check(tmp_path, {**APP, "docs/n.ipynb": notebook(code(OLD))}, f'exclude = ["docs/**"]\n{POLICY}') == ()


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "far.ipynb").write_text(notebook(code(OLD)), encoding="utf-8")
    root = tmp_path / "root"
    write(root, APP)
    git(root, "init", "--quiet")
    (root / "n.ipynb").symlink_to(tmp_path / "far.ipynb")
    assert check(root, {}, POLICY) == ()


def test_a_notebook_is_no_file_of_python(tmp_path: Path) -> None:
    report = session(tmp_path, {**APP, "n.ipynb": notebook(code(OLD))}, POLICY).check()
    line = int(FOUND.partition(":")[0])
    assert (report.checked, report.lines) == (2, {("n.ipynb", line): f'    "{OLD}"'})


def test_a_repository_of_notebooks_alone(tmp_path: Path) -> None:
    found = session(tmp_path, {"n.ipynb": notebook(code("x")), "m.ipynb": notebook()}, POLICY)
    assert (found.check().checked, found.check(("m.ipynb",)).checked, found.check(("x",)).checked) == (2, 1, 0)


def test_a_hushed_finding_of_a_notebook_has_its_place(tmp_path: Path) -> None:
    text = notebook(code(f"{OLD}  # noqa"))
    report = session(tmp_path, {**APP, "n.ipynb": text}, POLICY).check()
    assert [(one.line, one.column) for one in report.hushed] == [place_of(text, "app.old")]


# -- the command


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run the command at the root of a repository with these notebooks; gives exit code, output and errors."""
    git(tmp_path, "init", "--quiet")
    monkeypatch.chdir(tmp_path)

    def run(files: Mapping[str, str | bytes], *argv: str, stdin: str = "") -> Said:
        write(tmp_path, {**APP, **files}, POLICY)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "all")
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        status = main([*argv, "--no-cache"])
        return status, *capfd.readouterr()

    return run


BAD, CLEAN = notebook(code(OLD)), notebook(code(NEW))


@pytest.mark.parametrize(("argv", "stdin", "expected"), [
    pytest.param(["check", "bad.ipynb"], "", (1, f"bad.ipynb:{FOUND}\n", "1 finding in 1 file\n"), id="a-file"),
    pytest.param(["check", "docs"], "", (1, f"docs/bad.ipynb:{FOUND}\n", "1 finding in 1 file\n"), id="a-folder"),
    pytest.param(["check", "clean.ipynb"], "", (0, "", "no findings in 1 file\n"), id="a-clean-file"),
    pytest.param(["check", "app"], "", (0, "", "no findings in 2 files\n"), id="elsewhere"),
    pytest.param(["check", "--stdin-filename", "clean.ipynb"], BAD,
                 (1, f"clean.ipynb:{FOUND}\n", "1 finding in 1 file\n"), id="standard-input"),
    pytest.param(["check", "--stdin-filename", "new.ipynb"], CLEAN, (0, "", "no findings in 1 file\n"),
                 id="a-clean-text-on-standard-input"),
    pytest.param(["check", "--fix", "--stdin-filename", "new.ipynb"], BAD,
                 (0, CLEAN, "fixed 1 finding in 1 file\nno findings in 1 file\n"), id="fixed-on-standard-input"),
    pytest.param(["check", "--ignore", "SSOT002", "bad.ipynb"], "", (0, "", "no findings in 1 file\n"), id="ignored"),
])  # fmt: skip
def test_the_command(argv: list[str], stdin: str, expected: Said, call: Callable[..., Said]) -> None:
    files = {"bad.ipynb": BAD, "clean.ipynb": CLEAN, "docs/bad.ipynb": BAD}
    assert call(files, *argv, stdin=stdin) == expected


TWO, FIXED = (f"{OLD}\n", "import app.old_engine as e\n"), (f"{NEW}\n", "import app.old_engine as e\n")


@pytest.mark.parametrize(("before", "after"), [
    pytest.param(BAD, CLEAN, id="a-list"),
    pytest.param(notebook({**code(), "source": OLD}), notebook({**code(), "source": NEW}), id="one-string"),
    pytest.param(notebook(code(OLD), indent=None), notebook(code(NEW), indent=None), id="minified"),
    pytest.param(BAD.replace("\n", "\r\n"), CLEAN.replace("\n", "\r\n"), id="crlf"),
    pytest.param("\ufeff" + BAD, "\ufeff" + CLEAN, id="byte-order-mark"),
    pytest.param(notebook(code("s = 'é😀'; ", OLD), ensure_ascii=True), notebook(code("s = 'é😀'; ", NEW), ensure_ascii=True),
                 id="escapes"),
    pytest.param(notebook(code("%cd x\n", *TWO), code(f"x()\n{OLD} as E")),
                 notebook(code("%cd x\n", *FIXED), code(f"x()\n{NEW} as E")), id="several"),
    pytest.param(notebook(code("from app.old_engine import Engine, LegacyEngine\n", "x")),
                 notebook(code("from app.old_engine import LegacyEngine\n", f"{NEW}\n", "x")), id="a-line-becomes-two"),
    pytest.param(notebook(code("from app.old_engine import (\n", "  Engine,\n", ")\n", "x"), indent=4),
                 notebook(code("from app.engine import (\n", "  Engine,\n", ")\n", "x"), indent=4), id="over-lines"),
    pytest.param(notebook(code(NEW), code("x\n", OLD)), notebook(code(NEW), code("x")), id="imported-in-another-cell"),
    pytest.param(notebook(code("%%time\n", "%timeit Engine()\n", OLD), code("!pip install x")),
                 notebook(code("%%time\n", "%timeit Engine()\n", NEW), code("!pip install x")), id="magics"),
    pytest.param(notebook(code(OLD), code("def broken(:")), None, id="beside-a-broken-cell"),
])  # fmt: skip
def test_fixes(before: str, after: str | None, call: Callable[..., Said], tmp_path: Path) -> None:
    call({"n.ipynb": before.encode()}, "fix")
    assert (tmp_path / "n.ipynb").read_bytes().decode() == (before if after is None else after)


def test_a_fix_of_a_notebook_can_be_taken_back(call: Callable[..., Said], tmp_path: Path) -> None:
    said = call({"n.ipynb": BAD}, "fix")
    undo = f"undo: git apply -R {FOLDER}/undo.patch\n"
    assert said == (0, "", f"fixed 1 finding in 1 file\n{undo}no findings in 2 files\n")
    git(tmp_path, "apply", "-R", f"{FOLDER}/undo.patch")
    assert (tmp_path / "n.ipynb").read_text(encoding="utf-8") == BAD


def test_a_notebook_outside_of_the_rest_of_it_is_left_alone(call: Callable[..., Said], tmp_path: Path) -> None:
    strange = BAD.replace('"outputs": []', '"outputs" :[ {"a":1e5,"b" : NaN} ]  ,"x":"\\u0041\\/"')
    call({"n.ipynb": strange}, "fix")
    assert (tmp_path / "n.ipynb").read_text(encoding="utf-8") == strange.replace("app.old_engine", "app.engine")


# -- verifying


CELLS = notebook(markdown("prose"), code("a = 1\n", "b = 2"), {**code(), "source": "c = 3\n%cd d"})


def instead(word: str, new: str) -> Edit:
    """The edit that puts something in the place of a word of the JSON."""
    line, column = place_of(CELLS, word)
    return Edit(line, column, line, column + len(word), new)


@pytest.mark.parametrize(("edit", "expected"), [
    pytest.param(instead("b = 2", "d = 2"), "", id="sound"),
    pytest.param(instead("b = 2", 'd = 2\\n", "e'), "", id="two-strings"),
    pytest.param(instead("prose", "verse"), "", id="prose"),
    pytest.param(instead("%cd d", "%cd dd"), "", id="a-command"),
    pytest.param(instead("c = 3", "c = ("),
                 f"code cell 2: the outcome would not parse: line 1: '(' was never closed (as {PYTHON} reads it)", id="broken"),
    pytest.param(instead("1\\n", "1 + \\\\n"), "code cell 1: the outcome would not parse: "
                 f"line 1: unexpected character after line continuation character (as {PYTHON} reads it)", id="a-backslash"),
    pytest.param(instead("b = 2", 'b"'), "the outcome would be no notebook", id="no-json"),
    pytest.param(instead("b = 2", 'b", 1, "'), "more would change than the edits say", id="no-strings"),
    pytest.param(instead("\\n", "\\"), "the outcome would be no notebook", id="half-an-escape"),
    pytest.param(instead('b = 2"', 'd = 2"'), "more would change than the edits say", id="over-a-quote"),
    pytest.param(instead('"b = 2', '"d = 2'), "more would change than the edits say", id="from-a-quote"),
    pytest.param(instead("c = 3", 'd", "x": "e'), "more would change than the edits say", id="a-key"),
    pytest.param(instead("code", "raw"), "more would change than the edits say", id="another-kind-of-cell"),
    pytest.param(instead("5", "6"), f"the edit at line {place_of(CELLS, '5')[0]} reaches out of its cell", id="elsewhere"),
])  # fmt: skip
def test_what_is_verified(edit: Edit, expected: str) -> None:
    assert verified_notebook(CELLS, apply(CELLS, (edit,)), (edit,)) == expected
