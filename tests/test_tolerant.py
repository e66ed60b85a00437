"""What is read of a text that does not parse, and where."""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.source import logical_lines
from ssot_lint.source.logical_lines import pieces_of
from ssot_lint.source.source import Source
from ssot_lint.source.tolerant import syntax_error_place


def tree_of(text: str) -> ast.Module:
    return Source("a.py", text).tree


def dumped(tree: ast.AST) -> str:
    return ast.dump(tree, include_attributes=True)


def outline(text: str) -> str:
    """What was read, as Python would write it, without empty lines."""
    return re.sub("\n+", "\n", ast.unparse(tree_of(text)))


#: A broken text, and what is read of it. Line by line both agree in what the reader should see.
BROKEN = {
    "print statement": ("import a\nprint 'x'\nimport b\n", "import a\nimport b"),
    "half a call": ("import a\nbuild(a,\n    b,\n    c=1\nimport b\nx = 2\n", "import a\nimport b\nx = 2"),
    "half a call at the end": ("import a\nx = build(", "import a"),
    "unclosed call before a plain statement": ("build(a\nx = 1\ny = 2\n", "x = 1\ny = 2"),
    "closing bracket too many": ("import a\nbuild(a))\nimport b\n", "import a\nimport b"),
    "closing bracket alone": ("x = [1,\n    = 2\n]\nimport b\n", "import b"),
    "broken call over lines": ("build(\n    a b,\n    c=1,\n)\nimport b\n", "import b"),
    "backslash": ("x = = \\\nimport b\n", "import b"),
    "backslash at the end": ("import a\ntry: x \\", "import a"),
    "line of backslashes": ("import a\n\\ \\\nx = = 1\nimport b\n", "import a\nimport b"),
    "line of a backslash": ("import a\n\\\n\nfoo(\n", "import a"),
    "class without bracket": ("class A(\n    def f(self):\n        x\n", "class A:\n    def f(self):\n        x"),
    "class without colon": ("class A(B)\n    x = 1\n", "class A(B):\n    x = 1"),
    "class with broken bases": ("class A(B=, C):\n    x = 1\n", "class A:\n    x = 1"),
    "class with broken bases on many lines": (
        "class A(\n    B,\n    C=,\n):\n    def f(self): pass\n",
        "class A:\n    def f(self):\n        pass",
    ),
    "class with an impossible name": ("class None(:\n    import a\n", "if 1:\n    import a"),
    "class in prose": ("class of things\nimport a\n", "import a"),
    "function without bracket": ("async def f(a, :\n    import a\n", "async def f():\n    import a"),
    "function without colon": ("def f(a) -> B\n    return a\n", "def f(a) -> B:\n    return a"),
    "function with broken argument": (
        "def f(\n    a: int,\n    b: str = (,\n) -> None:\n    import a\n",
        "def f():\n    import a",
    ),
    "if without colon": (
        "if x\n    import a\nelif y\n    import b\nelse\n    import c\n",
        "if x:\n    import a\nelif y:\n    import b\nelse:\n    import c",
    ),
    "broken conditions": (
        "if x(:\n    import a\nelif y(:\n    import b\nelse if z:\n    import c\n",
        "if 1:\n    import a\nelif 1:\n    import b\nelse:\n    import c",
    ),
    "broken loop with else": (
        "for x in:\n    import a\nelse:\n    import b\n",
        "if 1:\n    import a\nelse:\n    import b",
    ),
    "unknown header": ("clas A(B):\n    import a\n", "if 1:\n    import a"),
    "broken header without suite": ("while x(:\nimport a\n", "import a"),
    "else without if": ("else: x\nelse:\n    import a\n", "if 1:\n    import a"),
    "else in a suite": ("if x:\n    else:\n        import a\n", "if x:\n    if 1:\n        import a"),
    "else after else": (
        "if x:\n    a\nelse:\n    b\nelse:\n    c\n",
        "if x:\n    a\nelse:\n    b\nif 1:\n    c",
    ),
    "complete try": (
        "foo(\ntry:\n    a\nexcept B:\n    b\nelse:\n    c\nfinally:\n    d\n",
        "try:\n    a\nexcept B:\n    b\nelse:\n    c\nfinally:\n    d",
    ),
    "try alone": ("try:\n    import a\nimport b\n", "if 1:\n    import a\nimport b"),
    "try on one line alone": ("try:import a\nimport b\ntry: x", "import a\nimport b\nx"),
    "except of Python 2": (
        "try:\n    import a\nexcept ImportError, e:\n    print 'b'\n    import b\n",
        "try:\n    import a\nexcept ImportError:\n    import b",
    ),
    "broken except": ("try:\n    a\nexcept (:\n    b\n", "try:\n    a\nexcept:\n    b"),
    "match": (
        "match x:\n    case 1: a\n    case f(:\n        import b\n    junk = 1\nmatch = case = 1\nfoo(\n",
        "match x:\n    case 1:\n        a\n    case _:\n        import b\nmatch = case = 1",
    ),
    "match without case": ("match x:\n    import a\nmatch y:\n", "if 1:\n    import a"),
    "match with broken cases": ("match x:\n    case f(:\nimport a\n", "if 1:\n    pass\nimport a"),
    "case without match": ("case 1:\n    import a\n", "if 1:\n    import a"),
    "broken decorator": ("@a\n@b(\n@c(\n  1)\ndef f(): pass\n", "@a\n@c(1)\ndef f():\n    pass"),
    "decorator of nothing": ("@a\nx = 1\nclass A:\n    @b(\n        1)\n", "x = 1\nclass A:\n    pass"),
    "empty suites": ("def f():  # todo\nclass A:\nx = 1\n", "def f():\n    pass\nclass A:\n    pass\nx = 1"),
    "a suite with nothing sound": ("def f(a,\n      b):\n    foo bar\n", "def f(a, b):\n    pass"),
    "too much indentation": (
        "x = 1\n        import a\n        if y:\n            import b\nz = 1\n",
        "x = 1\nimport a\nif y:\n    import b\nz = 1",
    ),
    "all indented": ("    import a\n  import b\n", "import a\nimport b"),
    "too little indentation": (
        "class A:\n    def f(self):\n        x\n  def g(self):\n        y\n    def h(self):\n        z\n",
        "class A:\n    def f(self):\n        x\n    def g(self):\n        y\n    def h(self):\n        z",
    ),
    "suite without indentation": ("def f():\nreturn 1\n", "def f():\n    pass\nreturn 1"),
    "tabs": ("class A:\n\tdef f(self:\n\t\timport a\n", "class A:\n    def f():\n        import a"),
    "tabs and spaces": (
        "if x:\n        import a\n\timport b\n    import c\nif y:\n    import d\n\timport e\n",
        "if x:\n    import a\n    import c\nif y:\n    import d",
    ),
    "tab above a space": ("if x:\n\timport a\n import b\n", "if x:\n    import a"),
    "suite narrower than its header": ("if x:\n    if y:\n\timport a\n", "if x:\n    if y:\n        pass"),
    "conflict": (
        "<<<<<<< HEAD\nimport a\ndef f(a):\n||||||| base\ndef f():\n=======\ndef f(b):\n>>>>>>> other\n    x\n",
        "import a\ndef f(a):\n    pass\ndef f():\n    pass\ndef f(b):\n    x",
    ),
    "conflict in a call": ("f(\n<<<<<<< HEAD\n    a,\n=======\n    b,\n>>>>>>> other\n)\n", "f(a, b)"),
    "string without end": ("x = 'abc\nimport a\ny = f(\"abc\n  , 'd')\nimport b\n", "import a\nimport b"),
    "continued string": ("foo bar\nx = 'a\\\nb'\n", "x = 'ab'"),
    "docstring without end": (
        'def f():\n    """Of f.\n    import a\n\ndef g():\n    """Of g."""\n    return 2\n',
        'def f():\n    import a\ndef g():\n    """Of g."""\n    return 2',
    ),
    "docstring without end, turned inside out": (
        'def f():\n    """\n    Of f.\n    x = 1\n\ndef g():\n    """\n    Of g.\n    """\n    return 2\n',
        'def f():\n    x = 1\ndef g():\n    """\n    Of g.\n    """\n    return 2',
    ),
    "module docstring without end": ("r'''\nOf m.\nimport a\nx = '''s'''\n", "import a\nx = 's'"),
    "string with code in it": (
        "foo bar\nx = '''\ndef f():\n'''\nimport a\n",
        "x = '\\ndef f():\\n'\nimport a",
    ),
    "text behind a string": ("x = '''a''' if y else '''b''' r'c'\nfoo(\n", "x = 'a' if y else 'bc'"),
    "fences of a chat": ("```python\nimport a\n```\nHere it is:\nimport b\n", "import a\nimport b"),
    "null bytes": ("import a\0\nx = '\0'\n", "import a\nx = ' '"),
    "null byte and error": ("\0import a\nfoo(\0\n", "import a"),
    "lone surrogate": ("x = '\udc80'\nimport a\udc80\n", "x = '   '\nimport a"),
    "byte order mark": ("\ufeffimport a\nfoo(\nimport b\n", "import a\nimport b"),
    "byte order mark twice": ("\ufeff\ufeffimport a\n", "import a"),
    "byte order mark twice and error": ("\ufeff\ufeffimport a\nfoo(\nimport b\n", "import a\nimport b"),
    "form feeds": ("\x0cimport a\n\x0cfoo(\n \x0cimport b\n", "import a\nimport b"),
    "line ends": ("import a\r\nfoo(\rimport b\r\n", "import a\nimport b"),
    "other line separators": ("x = '\u2028\x0b'\nfoo(\nimport b", "x = '\\u2028\\x0b'\nimport b"),
    "nested brackets": (f"import a\n{'(' * 3000}1{')' * 3000}\nimport b\n", "import a\nimport b"),
    "nested operators": (f"import a\n{'-' * 100_000}1\nimport b\n", "import a\nimport b"),
    "empty": ("", ""),
    "only a comment": ("# x\n", ""),
    "nothing sound": ("foo bar\n  (\n", ""),
}


def assert_in_place(text: str) -> None:
    """Every name and keyword of the tree stands in the text where the tree says."""
    source = Source("a.py", text)
    keywords = {ast.ClassDef: b"class", ast.FunctionDef: b"def", ast.Import: b"import", ast.ImportFrom: b"from"}
    lines = [line.encode("utf-8", "surrogatepass") for line in re.split(r"\r\n|\r|\n", source.text)]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name):
            found = lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode()
            assert unicodedata.normalize("NFKC", found) == node.id
        elif isinstance(node, ast.stmt) and type(node) in keywords:
            assert lines[node.lineno - 1].startswith(keywords[type(node)], node.col_offset)


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_read(text: str, expected: str) -> None:
    assert outline(text) == expected
    assert_in_place(text)


def places(text: str) -> list[tuple[str, int, int]]:
    tree = tree_of(text)
    return sorted((node.id, node.lineno, node.col_offset) for node in ast.walk(tree) if isinstance(node, ast.Name))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\ufeff\ufeffé = a\nfoo(\n", [("a", 1, 8), ("é", 1, 3)], id="second byte order mark"),
        pytest.param("'é\udc80\0'; a = 1\nfoo(\n", [("a", 1, 10)], id="characters of several bytes"),
        pytest.param("if x:\r        a\r\n    b\n", [("a", 2, 8), ("b", 3, 4), ("x", 1, 3)], id="moved"),
        pytest.param("class A[é: (int, [str])](B): x = 1\nfoo(\n", [("B", 1, 26), ("x", 1, 30)], id="type parameters"),
        pytest.param("def f[\n T\n](a):\n    x\nfoo(\n", [("x", 4, 4)], id="type parameters on many lines"),
    ],
)
def test_places(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert set(expected) <= set(places(text))


def test_type_parameters_keep_their_header() -> None:
    text = "class A[T](B):\n    def f[U: (int, [str])](self, x: U): return 1\nfoo(\n"
    (a_class,) = tree_of(text).body
    assert isinstance(a_class, ast.ClassDef)
    (function,) = a_class.body
    assert isinstance(function, ast.FunctionDef)
    assert (ast.unparse(a_class.bases[0]), ast.unparse(function.args)) == ("B", "self, x: U")


SOUND = "import a\nclass A:\n    x = 1\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{SOUND}#{'x' * 1_000_000}\nfoo(\n", id="long"),
        pytest.param(f"{SOUND}foo bar\n    x\n)\nelse:\n{'#' * 1_000_000}", id="long, broken at the end"),
        pytest.param(SOUND + "\n" * 50_000 + "foo(", id="many lines"),
        pytest.param(SOUND + "y\n" * 62 + "foo bar\n" * 50_000, id="many errors"),
        pytest.param("(\n" * 20_000 + "'''a\n" * 301 + SOUND, id="never closed"),
        pytest.param(SOUND + "\0" * 1_000_000, id="null bytes"),
        pytest.param(SOUND + "if x:\n y\n" + "elif x:\n y\n" * 5000 + "foo(", id="a chain too deep to parse"),
        pytest.param(SOUND + "".join(" " * n + "if x:\n" for n in range(150)), id="too many indentations"),
    ],
)
def test_sound_parts_of_large_texts(text: str) -> None:
    tree = tree_of(text)
    line = text[: text.index("import a")].count("\n")
    kept = [node for node in tree.body if isinstance(node, (ast.Import, ast.ClassDef))]
    assert [(type(node), node.lineno - line) for node in kept] == [(ast.Import, 1), (ast.ClassDef, 2)]


def test_warnings_are_silent() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert outline("x = '\\d' is 1\nfoo(\n") == "x = '\\\\d' is 1"


#: Top-level blocks; none has what lets damage reach far: triple quotes, backslashes, decorators.
BLOCKS = [
    "import os\n",
    "from a.b import (\n    c,\n    d as e,\n)\n",
    "x = {'a': [1, f(y)], 'é': \"'\"}  # (\n",
    "class A(B, metaclass=C):\n    x: int = 1\n\n    def f(self, a=None):\n        return self.g(a)\n",
    "async def f(a, *b, c=1):\n    async with a as d:\n        await d(b)\n",
    "if x:\n    from a import b\nelif y:\n    b = 1\nelse:\n\tb = f'{x!r}'\n",
    "try:\n    import a\nexcept (A, B) as e:\n    raise\nfinally:\n    done()\n",
    "for x in y: print(x); x.f(\n1)\n",
    "match x:\n    case A(y=1):\n        g(y)\n",
    "é = '日本'; y = é.a.b\n",
]
MORE_BLOCKS = [
    *BLOCKS,
    '"""Text.\n\nimport x\n"""\n',
    "@a\n@b(c)\ndef f(): pass\n",
    "x = 1 + \\\n    y\n",
    "x = '''a\n<<<<<<< HEAD\n=======\n>>>>>>> b\n'''\n",
    "\x0cx = 1\n# x\n\n",
]
SOUP = [
    *("class A", "def f", "(", ")", "[", "]", "{", "}", ":", ",", "=", "\n", "\n", "\n", "    ", "  ", "\t", "\f"),
    *("\\", "\\\n", "'", '"', '"""', "'''", "#", "x", "y = 1", "import os", "from a import b", "if x", "else:"),
    *("elif y:", "try:", "try:x", "except:", "except E, e:", "finally:", "match x:", "case 1:", "@d\n", "async "),
    *("with a as b:", "for i in j:", "return", "lambda:", "\r", "\r\n", "\0", "\udc80", "é", "日本", "\ufeff"),
    *("f'{x}'", "type X = int", "class B[T]:", "print 'a'", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> b\n", "*", "0x"),
]
QUIET_SOUP = ["(", ")", "[", "}", ":", ",", " = ", "\n", "    ", "'", "class A(", "def f", "import a", "if x:", "é"]
quick = settings(max_examples=250, deadline=None, derandomize=True)


@quick
@given(st.lists(st.sampled_from(MORE_BLOCKS), max_size=6).map("".join), st.sampled_from(["\n", "\r\n", "\r"]))
def test_valid_text_is_parsed_as_ever(text: str, end: str) -> None:
    text = text.replace("\n", end)
    assert dumped(tree_of(text)) == dumped(ast.parse(text))


@quick
@given(st.lists(st.sampled_from([*SOUP, *MORE_BLOCKS]), max_size=30).map("".join))
def test_any_text_is_read_in_place(text: str) -> None:
    assert_in_place(text)


@quick
@given(st.text())
def test_never_raises(text: str) -> None:
    assert_in_place(text)


@quick
@given(st.lists(st.sampled_from([*SOUP, *MORE_BLOCKS]), max_size=30).map("".join), st.booleans())
def test_lines_are_the_same_together_and_alone(text: str, wary: bool) -> None:
    text = text.replace("\r", "\n").replace("\0", "").replace("\udc80", "") + "\n"
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        together = pieces_of(text, wary)
        patch.setattr(logical_lines, "_TOGETHER", 1)
        patch.setattr(logical_lines, "_FLAT", "(?!)()")
        assert together == pieces_of(text, wary)


def facts(tree: ast.Module, first: int, last: int) -> set[str]:
    """Imports, calls and names on some lines, and which classes and functions begin there."""
    found = set()
    for node in ast.walk(tree):
        if first <= getattr(node, "lineno", 0) <= last:
            if isinstance(node, (ast.Import, ast.ImportFrom, ast.Call, ast.Name)):
                found.add(dumped(node))
            elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                found.add(f"{node.name} {node.lineno} {node.col_offset}")
    return found


@quick
@given(
    st.lists(st.sampled_from(BLOCKS), max_size=3).map("".join),
    st.sampled_from(BLOCKS),
    st.lists(st.sampled_from(BLOCKS), max_size=3).map("".join),
    st.lists(st.sampled_from(QUIET_SOUP), max_size=3).map("".join),
    st.data(),
)
def test_damage_does_not_spread(before: str, broken: str, after: str, inserted: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(broken) - 1))
    end = data.draw(st.integers(start, len(broken) - 1))
    damaged = broken[:start] + inserted + broken[end:]
    read = tree_of(before + damaged + after)
    lines_before, line_after = before.count("\n"), (before + damaged).count("\n")
    assert facts(ast.parse(before), 1, lines_before) <= facts(read, 1, lines_before)
    sound = ast.parse("\n" * line_after + after)
    assert facts(sound, line_after + 1, 10**9) <= facts(read, line_after + 1, 10**9)


def caught(text: str) -> BaseException:
    with pytest.raises((SyntaxError, ValueError, RecursionError, MemoryError)) as info:
        ast.parse(text)
    return info.value


PRINT = "Missing parentheses in call to 'print'. Did you mean print(...)?"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(caught("x = 1\ny = = 1\n"), (2, 5, "invalid syntax"), id="real"),
        pytest.param(caught("f(\n"), (1, 2, "'(' was never closed"), id="quote first"),
        pytest.param(caught("é = 'é', )"), (1, 10, "unmatched ')'"), id="characters"),
        pytest.param(caught("x = '\0'"), (1, 1, "source code string cannot contain null bytes"), id="null byte"),
        pytest.param(caught("a\r\nb\rx = '\udc80'"), (3, 6, "surrogates not allowed"), id="surrogate"),
        pytest.param(SyntaxError(PRINT), (1, 1, "missing parentheses in call to 'print'"), id="lower case"),
        pytest.param(SyntaxError("EOF in a string."), (1, 1, "EOF in a string"), id="abbreviation"),
        pytest.param(SyntaxError("bad", ("f", 0, -1, "")), (1, 1, "bad"), id="no place"),
        pytest.param(SyntaxError(), (1, 1, "invalid syntax"), id="no reason"),
        pytest.param(ValueError("null bytes"), (1, 1, "null bytes"), id="value error"),
        pytest.param(RecursionError("stack"), (1, 1, "nested too deeply to parse"), id="recursion"),
        pytest.param(MemoryError(), (1, 1, "nested too deeply to parse"), id="memory"),
    ],
)
def test_syntax_error_place(error: BaseException, expected: tuple[int, int, str]) -> None:
    assert syntax_error_place(error) == expected


@pytest.mark.parametrize(("text", "column"), [
    pytest.param("type X = dict[str, int]\n", 5, id="plain"),
    pytest.param("type X[T: (int, str), *Ts] = dict[T, list[Ts]]\n", 5, id="parameters"),
    pytest.param("if x:\n    type  X=int\n", 10, id="narrow"),
    pytest.param("type X = (  # long\n    int | str\n)\n", 5, id="several-lines"),
])  # fmt: skip
def test_a_type_statement_binds_its_name(text: str, column: int) -> None:
    """On Python 3.11 it stands in a broken line, on later ones only beside one."""
    tree = tree_of(text + "print 'x'\n")
    (name,) = (one for one in ast.walk(tree) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
    assert (name.id, name.col_offset) == ("X", column)


@pytest.mark.parametrize("text", ["type X\n", "type = 1\n", "type X = = 1\n"])
def test_what_is_no_type_statement(text: str) -> None:
    names = [one.id for one in ast.walk(tree_of(text + "print 'x'\n")) if isinstance(one, ast.Name)]
    assert "X" not in names
