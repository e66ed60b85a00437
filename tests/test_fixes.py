"""Edits as pure functions: choosing, applying, encoding, and finding out what else they would change."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.fixes import apply, encoded, moved, select, text_of, verified
from ssot_lint.model import Edit, Fix

quick = settings(deadline=None, derandomize=True)


def edit(place: str, text: str = "") -> Edit:
    """An edit at `line:column` or `line:column-line:column`."""
    start, _, end = place.partition("-")
    line, column = map(int, start.split(":"))
    end_line, end_column = map(int, (end or start).split(":"))
    return Edit(line, column, end_line, end_column, text)


def fix(*edits: Edit) -> Fix:
    return Fix("t", True, edits)


class TestSelect:
    @pytest.mark.parametrize(("edits", "chosen"), [
        pytest.param([], [], id="none"),
        pytest.param([("1:1-1:3", "a"), ("1:3-1:5", "b")], [0, 1], id="touching"),
        pytest.param([("1:1-1:4", "a"), ("1:3-1:5", "b")], [0], id="overlapping"),
        pytest.param([("1:3-1:5", "b"), ("1:1-1:4", "a")], [0], id="the-first-wins"),
        pytest.param([("1:1-1:9", "a"), ("1:3-1:5", "b")], [0], id="inside"),
        pytest.param([("1:9-3:1", "a"), ("2:3-2:5", "b")], [0], id="inside-lines"),
        pytest.param([("1:1-1:4", "a"), ("1:1-1:4", "a")], [0, 1], id="equal"),
        pytest.param([("1:1-1:4", "a"), ("1:1-1:4", "b")], [0], id="equal-place"),
        pytest.param([("1:2", "a"), ("1:2", "b")], [0, 1], id="insertions"),
        pytest.param([("1:2", "a"), ("1:2-1:4", "b"), ("1:4", "c")], [0, 1, 2], id="insertions-at-the-ends"),
        pytest.param([("1:2-1:4", "b"), ("1:3", "a")], [0], id="insertion-inside"),
        pytest.param([("1:3", "a"), ("1:2-1:4", "b")], [0], id="around-an-insertion"),
        pytest.param([("1:1-1:4", "a"), ("1:3-1:6", "b"), ("1:5-1:8", "c")], [0, 2], id="one-that-waits-takes-nothing"),
    ])  # fmt: skip
    def test_what_overlaps_waits(self, edits: list[tuple[str, str]], chosen: list[int]) -> None:
        fixes = [fix(edit(*one))._replace(title=str(number)) for number, one in enumerate(edits)]
        expected = [one for number, one in enumerate(fixes) if number in chosen]
        assert select(fixes) == (tuple(expected), tuple(one for one in fixes if one not in expected))

    def test_a_fix_is_chosen_as_a_whole(self) -> None:
        one = fix(edit("1:1", "import b\n"), edit("3:1-3:5", "x"))
        shares = fix(edit("1:1", "import b\n"), edit("4:1-4:5", "x"))
        clashes = fix(edit("1:1", "import b\n"), edit("3:2-3:3", "x"))
        assert select([one, shares, clashes]) == ((one, shares), (clashes,))


class TestApply:
    @pytest.mark.parametrize(("text", "edits", "expected"), [
        pytest.param("abc", [], "abc", id="none"),
        pytest.param("", [("1:1", "x")], "x", id="empty-text"),
        pytest.param("abc\ndef", [("1:2-2:3", "X")], "aXf", id="over-lines"),
        pytest.param("abc\n", [("2:1", "x")], "abc\nx", id="after-the-last-line"),
        pytest.param("abc", [("1:4", "x")], "abcx", id="at-the-end"),
        pytest.param("abc", [("1:2", "x"), ("1:2", "y"), ("1:1", "z")], "zaxybc", id="order-of-insertions"),
        pytest.param("abc", [("1:2-1:3", "B"), ("1:2", "x"), ("1:3", "y")], "axByc", id="insertions-around"),
        pytest.param("abc", [("1:2", "x"), ("1:2", "x")], "axbc", id="equal-ones-once"),
        pytest.param("aéb\U0001f600c", [("1:2-1:5", "x")], "axc", id="columns-are-characters"),
        pytest.param("a\fb\x85c\u2028d\n", [("1:7-1:8", "x")], "a\fb\x85c\u2028x\n", id="what-ends-no-line"),
        pytest.param("a\r\nb\r\n", [("2:1", "x\ny\n")], "a\r\nx\r\ny\r\nb\r\n", id="crlf"),
        pytest.param("a\r\nb", [("2:2", "\nx")], "a\r\nb\r\nx", id="crlf-before-the-last-line"),
        pytest.param("a\rb\r", [("1:1", "x\n")], "x\ra\rb\r", id="cr"),
        pytest.param("a\nb\r\nc", [("1:1", "x\r\n"), ("2:1", "y\n")], "x\na\ny\r\nb\r\nc", id="mixed"),
        pytest.param("a\r\nb", [("1:2-2:1", "")], "ab", id="a-line-end-goes-whole"),
    ])  # fmt: skip
    def test_means(self, text: str, edits: list[tuple[str, str]], expected: str) -> None:
        assert apply(text, [edit(*one) for one in edits]) == expected

    @pytest.mark.parametrize(("edits", "problem"), [
        pytest.param(["1:5"], "an edit at 1:5 lies outside of the text", id="column"),
        pytest.param(["1:0"], "an edit at 1:0 lies outside of the text", id="no-column"),
        pytest.param(["3:1"], "an edit at 3:1 lies outside of the text", id="line"),
        pytest.param(["1:1-0:1"], "an edit at 0:1 lies outside of the text", id="no-line"),
        pytest.param(["1:1-1:3", "1:2-1:4"], "its edits overlap", id="overlap"),
        pytest.param(["1:1-1:3", "1:2"], "its edits overlap", id="insertion-inside"),
        pytest.param(["1:3-1:1"], "its edits overlap", id="backwards"),
    ])  # fmt: skip
    def test_problems(self, edits: list[str], problem: str) -> None:
        with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
            apply("abc\n", [edit(one) for one in edits])


def place(text: str, offset: int) -> str:
    """`line:column` of an offset, counted by hand."""
    before = re.split("\r\n|\r|\n", text[:offset])
    return f"{len(before)}:{len(before[-1]) + 1}"


TEXTS = st.text("ab é\U0001f600\f\x85\n", max_size=40)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    """A text, and edits by offsets that do not overlap, in the order of the text."""
    text = draw(TEXTS)
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return text, [(start, end, draw(st.text("xy\n", max_size=5))) for start, end in pairs]


def edits_of(text: str, changes: Sequence[tuple[int, int, str]]) -> list[Edit]:
    return [edit(f"{place(text, start)}-{place(text, end)}", inserted) for start, end, inserted in changes]


@quick
@given(cases())
def test_apply_is_what_a_person_would_do(case: tuple[str, list[tuple[int, int, str]]]) -> None:
    text, changes = case
    expected = text
    for start, end, inserted in sorted(dict.fromkeys(changes), key=lambda one: one[:2])[::-1]:
        expected = expected[:start] + inserted + expected[end:]
    assert apply(text, edits_of(text, changes)) == expected


@quick
@given(cases())
def test_chosen_fixes_can_be_applied(case: tuple[str, list[tuple[int, int, str]]]) -> None:
    text, changes = case
    shifted = [(max(0, start - 1), end, inserted) for start, end, inserted in changes]
    fixes = [fix(one) for one in edits_of(text, [*changes, *shifted])]
    chosen, postponed = select(fixes)
    assert sorted([*chosen, *postponed]) == sorted(fixes)
    apply(text, [one for each in chosen for one in each.edits])


@pytest.mark.parametrize(("text", "edits", "before", "after"), [
    pytest.param("a\nb c\n", [("1:1", "import x\n")], (2, 3), (3, 3), id="a-line-more"),
    pytest.param("a\nb c\n", [("2:1", "xy ")], (2, 1), (2, 4), id="insertion-before"),
    pytest.param("a\nb c\n", [("2:1-2:2", "xy")], (2, 3), (2, 4), id="longer-before"),
    pytest.param("a\nb c\n", [("2:3-2:4", "xyz")], (2, 3), (2, 3), id="replaced"),
    pytest.param("a\nbcd\n", [("2:1-2:4", "xyz")], (2, 3), (2, 1), id="inside-what-is-replaced"),
    pytest.param("a\nb c\n", [("2:4", "xyz")], (2, 3), (2, 3), id="after"),
    pytest.param("a\r\nb\r\nc", [("1:1-3:1", "")], (3, 1), (1, 1), id="lines-less"),
])  # fmt: skip
def test_moved(text: str, edits: list[tuple[str, str]], before: tuple[int, int], after: tuple[int, int]) -> None:
    assert moved(text, [edit(*one) for one in edits], [before, (9, 9)]) == [after, (9, 9)]


LATIN = b"# coding: latin-1\nx = '\xe9'\n"


class TestEncoding:
    @pytest.mark.parametrize(("data", "is_python", "text"), [
        pytest.param(b"x\r\n", True, "x\r\n", id="ascii"),
        pytest.param(b"\xef\xbb\xbfx\n", True, "x\n", id="bom"),
        pytest.param(b"\xef\xbb\xbfx\n", False, "x\n", id="bom-of-a-document"),
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbfx\n", True, None, id="two-boms"),
        pytest.param(LATIN, True, LATIN.decode("latin-1"), id="latin"),
        pytest.param(LATIN, False, None, id="latin-is-for-python"),
        pytest.param(b"\xff", True, None, id="wrong"),
        pytest.param(b"# coding: nope\n", True, None, id="unknown"),
    ])  # fmt: skip
    def test_text_of(self, data: bytes, is_python: bool, text: str | None) -> None:
        assert text_of(data, is_python=is_python) == text

    @pytest.mark.parametrize(("text", "like", "is_python", "data"), [
        pytest.param("é\n", b"", True, b"\xc3\xa9\n", id="utf-8"),
        pytest.param("é\n", b"\xef\xbb\xbf", True, b"\xef\xbb\xbf\xc3\xa9\n", id="bom"),
        pytest.param("# coding: latin-1\né", LATIN, True, b"# coding: latin-1\n\xe9", id="latin"),
        pytest.param("# coding: latin-1\né", LATIN, False, b"# coding: latin-1\n\xc3\xa9", id="document"),
        pytest.param("# coding: latin-1\n\u03a9", LATIN, True, None, id="lacks-a-character"),
        pytest.param("x\ny\n# coding: latin-1\né", LATIN, True, None, id="comment-too-far-down"),
        pytest.param("x\ny\n# coding: latin-1\ne", LATIN, True, b"x\ny\n# coding: latin-1\ne", id="too-far-but-ascii"),
        pytest.param("# coding: utf-8-sig\nx", b"# coding: utf-8-sig\n", True, b"# coding: utf-8-sig\nx", id="no-bom-is-added"),
        pytest.param("\udc80", b"", True, None, id="surrogate"),
        pytest.param("# coding: idna\n\xdf", b"# coding: idna\n", True, None, id="an-encoding-that-changes-text"),
    ])  # fmt: skip
    def test_encoded(self, text: str, like: bytes, is_python: bool, data: bytes | None) -> None:
        assert encoded(text, like, is_python=is_python) == data

    @quick
    @given(
        st.sampled_from(["utf-8", "latin-1", "cp1252", "koi8-r", "shift_jis", "gb18030", "utf-7", "iso2022_jp", "hz"]),
        st.sampled_from([b"", b"\xef\xbb\xbf"]),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff")),
    )
    def test_round_trip(self, encoding: str, mark: bytes, text: str) -> None:
        head = f"#!python\r\n# coding: {'utf-8' if mark else encoding}\n"
        try:
            data = mark + (head + text).encode("utf-8" if mark else encoding)
        except UnicodeError:
            return
        read = text_of(data, is_python=True)
        if read is not None and (written := encoded(read, data, is_python=True)) is not None:
            assert text_of(written, is_python=True) == read
        if encoding in ("utf-8", "latin-1", "gb18030") or mark:
            assert read == head + text
            assert encoded(read, data, is_python=True) == data


CHANGED = "more would change than the edits say, at line"
UNPARSED = "the outcome would not parse:"
BODY = "def f(x):\n    a = 1\n    b = 2\nc = 3\n"
IF = "if x:\n    a = 1\nelse:\n    b = 2\nc = 3\n"

SOUND = [
    pytest.param("x = 1\n", [], id="nothing"),
    pytest.param("from m import A\n", [("1:15-1:16", "B")], id="a-word"),
    pytest.param("from m import A\n", [("1:16", ", B")], id="longer"),
    pytest.param("from m import A, B\n", [("1:16-1:19", "")], id="shorter"),
    pytest.param("await f()\n", [("1:1-1:7", "")], id="shorter-in-front"),
    pytest.param("f()\n", [("1:1", "await ")], id="longer-in-front"),
    pytest.param("f() + g()\n", [("1:5-1:10", "")], id="blanks-left"),
    pytest.param("f()\ny = 2\n", [("1:1", "(g, "), ("1:4", ")")], id="longer-at-both-ends"),
    pytest.param("import a\nimport b\nc()\n", [("1:1-2:1", "")], id="line-removed"),
    pytest.param("import a\nc()\n", [("2:1", "import b\n")], id="line-inserted"),
    pytest.param("import a", [("1:9", "\nimport b")], id="line-appended"),
    pytest.param("import a; import b; c()\n", [("1:11-1:21", "")], id="one-of-a-line"),
    pytest.param("import a; c()\n", [("1:9-1:14", "")], id="last-of-a-line"),
    pytest.param("import a\nc()\n", [("1:9-2:1", "; ")], id="lines-joined"),
    pytest.param("import a; c()\n", [("1:9-1:11", "\n")], id="lines-split"),
    pytest.param("x = 1  # noqa\ny = 2\n", [("1:6-1:14", "")], id="comment-removed"),
    pytest.param("x = 1\n", [("1:6", "  # note")], id="comment-added"),
    pytest.param("x = 1 \\\n\ny = 2\n", [("3:5-3:6", "3")], id="backslash"),
    pytest.param(BODY, [("1:5-1:6", "g")], id="header"),
    pytest.param(BODY, [("2:5-2:10", "pass")], id="in-a-block"),
    pytest.param(BODY, [("2:5-3:5", "")], id="first-of-a-block"),
    pytest.param(BODY, [("2:1", "    'doc'\n")], id="docstring"),
    pytest.param(BODY, [("1:10", "  # note")], id="comment-of-a-header"),
    pytest.param(BODY, [("1:1-4:1", "")], id="whole-block"),
    pytest.param(BODY, [("1:1", "@deco\n")], id="decorator-inserted"),
    pytest.param("@a\n@b(1)\n" + BODY, [("1:1-2:1", "")], id="decorator-removed"),
    pytest.param("@a\n@b(1)\n" + BODY, [("2:4-2:5", "2")], id="decorator-changed"),
    pytest.param(IF, [("1:4-1:5", "not x")], id="condition"),
    pytest.param(IF, [("4:5-4:10", "pass")], id="else"),
    pytest.param("try:\n    import a\nexcept ImportError as e:\n    import b\nfinally:\n    x()\n",
                 [("4:5-4:13", "a = None")], id="try"),
    pytest.param("try:\n    import a\nexcept ImportError:\n    import b\nc()\n", [("1:1-4:13", "import b")], id="try-replaced"),
    pytest.param("match x:\n    case [1, A]: y()\n    case _ if z:\n        pass\n", [("2:14-2:15", "B")], id="match"),
    pytest.param("for x in y: f(x)\n", [("1:15-1:16", "z")], id="one-line"),
    pytest.param("class A(  # see: b\n  B):\n    x: int = 1\n", [("2:3-2:4", "C")], id="colon-in-a-comment"),
    pytest.param("def f(x: int = (1), *y: str) -> 'a:b':\n    return x\n", [("2:12-2:13", "y")], id="colons-in-a-header"),
    pytest.param("with (a as b, c):\n    d()\n", [("1:15-1:16", "e")], id="with"),
    pytest.param("x = '\U0001f600'; f(A, 'é', A)\n", [("1:12-1:13", "B"), ("1:20-1:21", "B")], id="beyond-ascii"),
    pytest.param("if x:\r\n    f(A)\r\ng()\r\n", [("2:7-2:8", "B"), ("3:1", "h()\n")], id="crlf"),
    pytest.param("if x:\r    f(A)\rg()\r", [("2:7-2:8", "B")], id="cr"),
    pytest.param("x = 1\n\fy = A\n", [("2:6-2:7", "B")], id="form-feed"),
    pytest.param("elif".join(["if x: y()\n", *[" x: y()\n"] * 400]), [("9:10-9:10", "1")], id="four-hundred-elif"),
    pytest.param(f"x = {' + '.join('a' * 1200)}\ny = A\n", [("2:5-2:6", "B")], id="twelve-hundred-terms"),
    pytest.param("x = (\n  a\n  + A)\n", [("3:5-3:6", "B")], id="brackets"),
    pytest.param("f'{A}'\ng(f'''{\nA}''')\nx = 1\n", [("1:4-1:5", "B")], id="f-string"),
]  # fmt: skip

UNSOUND = [
    pytest.param("x = (\n", [], "it does not parse: line 1: ", id="was-broken"),
    pytest.param("x = 1\n", [("1:5-1:6", "(")], f"{UNPARSED} line 1: ", id="gets-broken"),
    pytest.param(BODY, [("2:1-4:1", "")], f"{UNPARSED} line 2: ", id="empty-block"),
    pytest.param("a = 1\nb = 2\n", [("1:6-2:1", "")], f"{UNPARSED} line 1: ", id="lines-run-together"),
    pytest.param("f(A)\nx = 1\ny = 2  # ''')\n", [("1:3-1:4", "'''")], f"{CHANGED} 2 ", id="quotes-that-swallow"),
    pytest.param("'''\nx = 1\n'''\ny = 2\n", [("1:1-1:4", ""), ("3:1-3:4", "")], f"{CHANGED} 2 ", id="quotes-that-set-free"),
    pytest.param("x = 1\ny = 2\nz = 3\n", [("1:1", "'''"), ("3:1", "'''\n")], f"{CHANGED} 1 ", id="quotes-around"),
    pytest.param("x = 1\ny = 2\n", [("1:1", "# ")], f"{CHANGED} 1 ", id="commented-out"),
    pytest.param("# x = 1\ny = 2\n", [("1:1-1:3", "")], f"{CHANGED} 1 ", id="comment-that-comes-to-life"),
    pytest.param("f(A)  # g()\ny = 2\n", [("1:7-1:9", "\n")], f"{CHANGED} 2 ", id="second-half-comes-to-life"),
    pytest.param("x = 1  # a\ny = 2\n", [("1:11-2:1", "")], f"{CHANGED} 1 ", id="line-falls-into-a-comment"),
    pytest.param("x = 'a\\\n'; y = 1\n", [("2:2-2:4", " # ")], f"{CHANGED} 2 ", id="rest-of-a-line-becomes-a-comment"),
    pytest.param(BODY, [("3:1-3:5", "")], f"{CHANGED} 3 ", id="out-of-the-block"),
    pytest.param(BODY, [("4:1", "    ")], f"{CHANGED} 4 ", id="into-the-block"),
    pytest.param(BODY, [("1:5-1:6", "g"), ("4:1", "    ")], f"{CHANGED} 4 ", id="into-a-block-that-is-touched"),
    pytest.param(BODY, [("2:1", "    if y:\n  "), ("3:1", "  ")], f"{CHANGED} 3 ", id="block-put-around"),
    pytest.param(BODY, [("2:1", "    if x:\n        pass\n    else:\n    "), ("3:1", "    ")], f"{CHANGED} 5 ", id="else-put-before"),
    pytest.param(BODY, [("3:1-3:5", "f("), ("3:10", ")")], f"{CHANGED} 3 ", id="out-of-the-block-and-longer"),
    pytest.param(IF, [("3:1-4:1", "")], f"{CHANGED} 3 ", id="else-removed"),
    pytest.param(IF, [("3:1-3:5", "if y")], f"{CHANGED} 4 ", id="else-becomes-if"),
    pytest.param(IF, [("3:1-3:5", "elif y")], f"{CHANGED} 4 ", id="else-becomes-elif"),
    pytest.param("try:\n    a()\nexcept E:\n    b()\nelse:\n    c()\n", [("5:1-5:5", "finally")], f"{CHANGED} 6 ", id="else-becomes-finally"),
    pytest.param("for x in y:\n    a()\n    b()\n", [("2:8", "\nelse:")], f"{CHANGED} 4 ", id="else-in-between"),
    pytest.param("x = 1\n[2]\n", [("1:6-2:1", "")], f"{CHANGED} 1 ", id="a-list-becomes-a-subscript"),
    pytest.param("a = b\n-c\n", [("1:6-2:1", " \\\n")], f"{CHANGED} 1 ", id="a-minus-becomes-binary"),
    pytest.param("f()\n(g)\n", [("1:4-2:1", "")], f"{CHANGED} 1 ", id="two-become-one"),
    pytest.param("f()(g)\n", [("1:4", "\n")], f"{CHANGED} 2 ", id="one-becomes-two"),
    pytest.param("def f(): pass\n", [("1:1", "async ")], f"{CHANGED} 1 ", id="another-kind"),
    pytest.param("return_ = 1\nif x: pass\n", [("2:1", "x = 1 if x else 2\nel")], f"{UNPARSED} line 3: ", id="header-swallowed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "edits"), SOUND)
def test_what_edits_say_is_trusted(text: str, edits: list[tuple[str, str]]) -> None:
    made = [edit(*one) for one in edits]
    assert verified(text, apply(text, made), made) == ""


@pytest.mark.parametrize(("text", "edits", "reason"), UNSOUND)
def test_what_edits_do_besides_is_told(text: str, edits: list[tuple[str, str]], reason: str) -> None:
    made = [edit(*one) for one in edits]
    told = verified(text, apply(text, made), made)
    assert told.startswith(reason), told


NAMES = ("a", "b", "f(a)", "'é'", "f(\n  a,\n  b)")
INDENTED = st.sampled_from(
    ["x = {}", "{}", "import m; {}", "if {}:\n    pass", "def g(p={}):\n    return p", "@d\nclass C: {}"]
)


@quick
@given(st.lists(st.tuples(INDENTED, st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=6))
def test_replacing_expressions_is_trusted(statements: list[tuple[str, str, str]]) -> None:
    """Whatever the code around it: an edit of an expression for another one is never refused."""
    text, made = "", []
    for template, old, new in statements:
        line = template.format(old)
        start = len(text) + template.index("{}")
        text += f"{line}\n"
        made.append((start, start + len(old), new))
    edits = edits_of(text, made)
    assert verified(text, apply(text, edits), edits) == ""


WORDS = st.sampled_from(["", "#", "'''", "\n", "    ", "x", ";", "pass\n"])


def simple(tree: ast.Module) -> list[ast.stmt]:
    return [one for one in ast.walk(tree) if isinstance(one, ast.stmt) and not hasattr(one, "body")]


@quick
@given(st.sampled_from([BODY, IF, "x = 1\n'''\ny = 2\n'''\nif x: pass\n"]), WORDS, st.data())
def test_what_is_trusted_leaves_other_lines_their_meaning(text: str, word: str, data: st.DataObject) -> None:
    """Against a simpler judge: after an edit, all statements of other lines are still there in their order."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    (made,) = edits_of(text, [(start, end, word)])
    new = apply(text, [made])
    if verified(text, new, [made]) == "":
        before = simple(ast.parse(text))
        near = {ast.dump(one) for one in before if one.lineno <= made.end_line and (one.end_lineno or 0) >= made.line}
        far = [dump for dump in map(ast.dump, before) if dump not in near]
        after = map(ast.dump, simple(ast.parse(new)))
        assert all(any(one == other for other in after) for one in far)
