"""What bytes tell without parsing: never less than the tree's imports and definitions, never more than its names."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.repo.extract import facts_of
from ssot_lint.repo.sketch import Statement, sketch_of, statements
from ssot_lint.source.source import Source


def said_by(data: bytes) -> set[str]:
    """The imports of a sketch, each name of `from` on its own."""
    said: set[str] = set()
    for level, module, names in statements(sketch_of(data).imports):
        said.update(f"{'.' * level}{module} {name}" for name in names)
        if not names:
            said.add(f"{'.' * level}{module}")
    return said


IMPORTS = [
    pytest.param("import a", {"a"}, id="import"),
    pytest.param("import a.b as c, d", {"a.b", "d"}, id="import-as-and-more"),
    pytest.param("import a . b", {"a.b"}, id="import-with-spaces"),
    pytest.param("\timport a", {"a"}, id="indented"),
    pytest.param("\f import a", {"a"}, id="form-feed"),
    pytest.param("import\fa", {"a"}, id="form-feed-within"),
    pytest.param("import a; import b", {"a", "b"}, id="semicolon"),
    pytest.param("x = 1;from a import b", {"a b"}, id="semicolon-without-space"),
    pytest.param("x = 1; \\\n import a", {"a"}, id="semicolon-and-backslash"),
    pytest.param("if x: import a", {"a"}, id="after-a-colon"),
    pytest.param("if x: from a \\\n  import b", {"a b", "b"}, id="after-a-colon-and-continued"),
    pytest.param("if x: from a \\\n  import b\nfrom a \\\nimport b", {"a b", "b"}, id="continued-as-often-as-not"),
    pytest.param("class A: from a import b", {"a b"}, id="after-the-colon-of-a-class"),
    pytest.param("try: import a\nexcept E: import b\nelse:import c", {"a", "b", "c"}, id="after-the-colons-of-try"),
    pytest.param("\\\nimport a", {"a"}, id="continued-from-nothing"),
    pytest.param("import \\\n a", {"a"}, id="continued-after-import"),
    pytest.param("import a, \\\n b", {"a", "b"}, id="continued-after-a-comma"),
    pytest.param("from \\\n a \\\n . b \\\n import \\\n c \\\n as d", {"a.b c", "c"}, id="continued-everywhere"),
    pytest.param("from a import b, c as d", {"a b", "a c"}, id="from"),
    pytest.param("from a import *", {"a *"}, id="star"),
    pytest.param("from . . a import b", {"..a b"}, id="relative-with-spaces"),
    pytest.param("from .a import b", {".a b"}, id="relative"),
    pytest.param("from.a import(b)", {".a b"}, id="without-spaces"),
    pytest.param("from . import(b)", {". b"}, id="relative-to-the-package"),
    pytest.param("from .import b", {". b"}, id="dot-and-import"),
    pytest.param("from ....a import b", {"....a b"}, id="ellipsis"),
    pytest.param("from a import (\n    b,\n    c as d,\n)", {"a b", "a c"}, id="brackets"),
    pytest.param("from a import (b, # )\n c # d, (e)\n , f)", {"a b", "a c", "a f"}, id="brackets-and-comments"),
    pytest.param("from a import (  # 'x\n b)", {"a b"}, id="comment-after-the-bracket"),
    pytest.param("from a import (b, \\\n c)", {"a b", "a c"}, id="brackets-and-backslash"),
    pytest.param("from a import (b); import c", {"a b", "c"}, id="brackets-and-semicolon"),
    pytest.param("from a import b # import c", {"a b"}, id="comment-behind"),
    pytest.param("import importlib, from_x, import_y", {"importlib", "from_x", "import_y"}, id="names-like-keywords"),
    pytest.param("from importlib.import_x import from_y", {"importlib.import_x from_y"}, id="modules-like-keywords"),
    pytest.param("from .import_x import y", {".import_x y"}, id="relative-module-like-a-keyword"),
    pytest.param("importx a\nfromx y\nfrom_a import b\nx_import = 1\nimport_ = 2", set(), id="other-words"),
    pytest.param('"""\nfrom a import b\n"""', {"a b"}, id="docstring-counts-too"),
    pytest.param("# import a", set(), id="comment"),
    pytest.param("'''\nfrom x import (\n'''\nimport a\nf()", {"a", "x"}, id="bracket-in-a-docstring"),
    pytest.param("'''\nfrom x import ( # '''\nimport a\n# )", {"a", "x"}, id="comment-in-a-docstring"),
    pytest.param("import a\r\nfrom b import (\r\n c,\r\n)\r\n", {"a", "b c"}, id="crlf"),
    pytest.param("import a\rimport b\r", {"a", "b"}, id="cr"),
    pytest.param(b"\xef\xbb\xbfimport a", {"a"}, id="bom"),
    pytest.param(b"\xef\xbb\xbf\xef\xbb\xbfimport a", {"a"}, id="two-boms"),
    pytest.param(b"# coding: latin-1\nimport a, \xe9, b", {"a", "é", "b"}, id="latin-1"),
    pytest.param(b"# coding: utf-7\n+AGk-mport a", {"a"}, id="utf-7"),
    pytest.param(b"# coding: unicode_escape\nimpo\\x72t a\\ud800", {"a"}, id="unicode-escape"),
    pytest.param(b"#" * 500 + b"\n# coding: utf-7\n+AGk-mport a", {"a"}, id="cookie-far-from-the-start"),
    pytest.param(b"# coding: nonsense\nimport a, \xff", {"a"}, id="unknown-encoding"),
    pytest.param("import \uff41\uff42, c", {"ab", "c"}, id="full-width"),
    pytest.param("from a import cafe\u0301", {"a caf\u00e9"}, id="decomposed"),
    pytest.param("from a import été, 变量", {"a été", "a 变量"}, id="other-letters"),
    pytest.param("x = '\uff02 ½ ™'\nimport a", {"a"}, id="other-characters-in-strings"),
    pytest.param(b"im\0port a\nimport\0b", {"b"}, id="nul"),
    pytest.param("from a import (\n<<<<<<< ours\n b,\n=======\n c,\n>>>>>>> theirs\n)", {"a b", "a c"}, id="conflict"),
    pytest.param("from x y \\\nimport a", {"a"}, id="broken-before-the-backslash"),
    pytest.param("from x \\\nimport a.b", {"x a.b", "a.b"}, id="broken-with-the-line-before-only"),
    pytest.param("from x import (a,\nimport b\n", {"b", "x"}, id="open-bracket"),
    pytest.param("from a import (b, c", {"a"}, id="truncated-in-brackets"),
    pytest.param("from a import", {"a"}, id="truncated-after-import"),
    pytest.param("from a", set(), id="truncated-after-from"),
    pytest.param("import", set(), id="truncated-at-once"),
    pytest.param("", set(), id="empty"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), IMPORTS)
def test_imports(text: str | bytes, said: set[str]) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    assert said_by(data) == said
    assert list(wrong(data)) == []


def test_what_an_import_says() -> None:
    sketch = sketch_of(b"import a.b\nfrom ..c import d, e as f\nfrom . import *\nimport a.b\n")
    assert list(statements(sketch.imports)) == [
        Statement(0, "a.b", ()),
        Statement(2, "c", ("d", "e")),
        Statement(1, "", ("*",)),
    ]


@pytest.mark.parametrize(("text", "defined"), [
    pytest.param("class A: pass\nasync def f(): pass\ndef g(): pass", " A f g ", id="all-kinds"),
    pytest.param("class A:\n  def f(self):\n\tclass B: ...", " A f B ", id="nested"),
    pytest.param("class \\\n A: ...\nasync \\\n def\\\n f(): ...", " A f ", id="continued"),
    pytest.param("class\fA: ...\ndef\tf(): ...", " A f ", id="other-blanks"),
    pytest.param("class A[T]: ...\ndef f[T](): ...", " A f ", id="type-parameters"),
    pytest.param("@x\n@y(\n)\nclass A: ...", " A ", id="decorated"),
    pytest.param("class_ = 1\ndefined = 2\nundef f\nsubclass A", "", id="other-words"),
    pytest.param("'''\nclass A: ...\n'''", " A ", id="docstring-counts-too"),
    pytest.param("class Ａ: ...\ndef été(): ...", " A été ", id="other-letters"),
    pytest.param("class A(:\n  def f(x\n  y = 1\n", " A f ", id="broken"),
    pytest.param("def f(): ...\ndef f(): ...", " f ", id="once"),
    pytest.param("class", "", id="truncated"),
])  # fmt: skip
def test_defined(text: str, defined: str) -> None:
    assert sketch_of(text.encode()).defined == defined
    assert list(wrong(text.encode())) == []


NEWEST = pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 701")

NAMES = [
    pytest.param("import a.b, c as d\nfrom e import f, g as h\nfrom i import *\n", "a d f h", id="imports"),
    pytest.param("class A: ...\ndef f(): ...\nasync def g(): ...\n", "A f g", id="definitions"),
    pytest.param("a = 1\nb: int = 2\nc: int\n", "a b c", id="assigned"),
    pytest.param("a = b = 1\nc, d = 2, 3\n(e) = 4\n", "a", id="chained-and-tuples"),
    pytest.param("if x:\n    a = 1\nelse:\n    b = 1\ntry:\n    c = 1\nfinally:\n    d = 1\n", "", id="conditional"),
    pytest.param("a == b\nc.d = 1\ne[f] = 1\ng += 1\nprint(h)\nlambda: i\n", "", id="other-statements"),
    pytest.param("a = 1 # b = 2\n# c = 3\nd = 4\n", "a d", id="comments"),
    pytest.param('"""\na = 1\nimport b\nclass C: ...\n"""\nd = 1\n', "d", id="code-in-a-string"),
    pytest.param("a = '''\nb = 1\n'''\nc = r'''\\\nd = 1\\'''\ne = 1\n'''\nf = 1\n", "a c f", id="code-in-many-strings"),
    pytest.param("a = '\\\nb = 1'\nc = 1\n", "a c", id="code-in-a-continued-string"),
    pytest.param("a = '\"\"\"'\nb = 1\nc = '\"\"\"'\n", "a b c", id="quotes-in-quotes"),
    pytest.param("a = \"it's\" # it's\nb = 1\n", "a b", id="apostrophes"),
    pytest.param("a = ''\nb = \"\"\nc = ''''''\nd = 1\n", "a b c d", id="empty-strings"),
    pytest.param('def f(): """..."""\na = 1\n', "f a", id="after-a-docstring"),
    pytest.param("def f(): ...\na = ...\nb = 1\n", "f a b", id="after-an-ellipsis"),
    pytest.param("a = x + 'y'\nb = 1\n", "a b", id="after-a-string"),
    pytest.param("a = 'x' # y\n\n# z\nb = 1\n", "a b", id="after-comments"),
    pytest.param("def f():\n    return\na = 1\nwhile x:\n    break\nb = 1\n", "f a b", id="after-keywords"),
    pytest.param("aif = xif\nb = x_\nc = é\nd = 1.5\ne = x[0]\nf = {}\ng = 1\n", "aif b c d e f g", id="after-names"),
    pytest.param("a = (b\n)\nf(\nc=1,\nd=2\n)\n", "a", id="keyword-arguments"),
    pytest.param("f( # x\nc=1, # y\n\n# z\nd='2')\n", "", id="keyword-arguments-and-comments"),
    pytest.param("a = {b: 1,\nc: 2,\nd:\n3}\n", "a", id="dict-items"),
    pytest.param("a = (lambda\nb: b, lambda b,\nc=1: c, lambda *\nd: d)\n", "a", id="lambdas"),
    pytest.param("a = (lambda\nb= # x\n1: b)\na = (lambda b= # x\nc: d)\n", "a", id="comment-after-a-default"),
    pytest.param("x[a:\nb:\nc]\nx[a if b else\nc:d]\nx[not\ne:f, a.\ng:h, -\ni:j]\n", "", id="slices"),
    pytest.param("x[a == # y\nb:c]\nx[a <= # y\nb:c, a + # z\nd:e]\n", "", id="comment-after-an-operator"),
    pytest.param("(\na := 1)\nx = (y,\nb := 1)\n", "x", id="walrus"),
    pytest.param("if x: \\\na = 1\nclass A: \\\nb = 1\n", "A", id="continued"),
    pytest.param("class A: \\\nimport b\ndef f(): \\\nfrom c import d\n", "A f", id="continued-in-another-scope"),
    pytest.param("a = \\\nb = 1\n", "a", id="continued-chain"),
    pytest.param("from a import (b, # c = 1\n    d) # e\nimport f # g\n", "b d f", id="comments-in-imports"),
    pytest.param("Ａ = 1\nvar\u0131\u0307 = 1\ne\u0301t = 1\n", "A varı̇ ét", id="other-letters"),
    pytest.param("a = '\uff02'\nb = '''\nc = 1\n'''\n", "a b", id="full-width-quotes"),
    pytest.param('a = f"{x}{y!r:>{w}}{{}}" f"{z[\'k\']}"\nb = 1\n', "a b", id="f-strings"),
    pytest.param('a = f"\\{x}\\N{EM DASH}\\\\{{"\nb = rf"\\{x}"\nc = 1\n', "a b c", id="f-strings-and-backslashes"),
    pytest.param("a = f'''{\nx}{y[\"k\"]}{z or ''}\nb = 1'''\nc = 1\n", "a c", id="long-f-strings"),
    pytest.param("a = '{' '}'\nb = '''{'''\nc = f'''{{'''\nd = 1\n", "a b c d", id="braces"),
    pytest.param("a = 1\nb = f'{x:#x}'\nc = 1\n", "a b", id="hard-to-tell-from-there-on"),
    pytest.param("a = 1\nb = f\"{x[\"#\"]}\" + f(y,\nc=1)\n", "a b", marks=NEWEST, id="nested-quotes"),
    pytest.param('a = f"""{"""\nb = 1\n"""}"""\n', "a", marks=NEWEST, id="nested-long-quotes"),
    pytest.param("f\"{ '\" # ' + f(\na=1)\n}\" # \"\n", "", marks=NEWEST, id="nested-code"),
    pytest.param("a = f'{x[y:# }'\nb:c]}'\n", "a", marks=NEWEST, id="nested-comment"),
    pytest.param("a = f'{x:{'y'}}'\nb = 1\n", "a", marks=NEWEST, id="nested-format"),
    pytest.param("\f\na = 1\n \fb = 1\n", "a", id="form-feed"),
    pytest.param("x\n" + "#\n" * 300 + "a = 1\n", "", id="too-far-to-tell"),
    pytest.param("#\n" * 50 + "a = 1\n", "a", id="near-enough"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names(text: str, names: str) -> None:
    assert Source("a.py", text).unreadable is None
    assert sketch_of(text.encode()).names.split() == names.split()
    assert list(wrong(text.encode())) == []


@pytest.mark.parametrize("unit", [
    "from \\\n", "from .\\\n", "from a \\\n", "import \\\n", "import a, \\\n", "from a import (#", "from a import (#\n",
    "from a import (<<<<<<<\n", "from a import b, \\\n", "# ", "#\n", "\\\n", ";\\\n", ": ", "import ", "x: from a ",
    "class \\\n", "async \\\n", "async def ", '"', "'", '"""', "f'{", "f'''{\n", "{", "f'{{", "\\", '\\"', "f\"{'\n",
    "é", "é ", "a = ", "a = 1\n\n", "'a' ", "\n\n", " ", "\f", "e\u0301", "\uff41", "<<<<<<< \n", "a.", "(", "a,\n",
    "patch(#", "patch(", "= patch ", "x = a.patch\n", 'patch("a.b', "patch('a.b' #", "patch(a+", "X = X + X\npatch(X)\n", "name=a ",
])  # fmt: skip
def test_hostile_texts_take_no_time(unit: str) -> None:
    """In square time, this would take minutes."""
    for start in ("", "from a import (", "f'''", 'f"{', "x; from a "):
        sketch_of((start + unit * (100_000 // len(unit))).encode())


# -- against the tree


def wrong(data: bytes) -> Iterator[str]:
    """Where a sketch breaks its promise for a text."""
    sketch = sketch_of(data)
    source = Source("a.py", data, ("a",))
    said = list(statements(sketch.imports))
    defined = set(sketch.defined.split(" "))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if Statement(0, alias.name, ()) not in said:
                    yield f"does not say import {alias.name}"
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            module = node.module or ""
            if not any((one.level, one.module) == (node.level, module) and names <= {*one.names} for one in said):
                yield f"does not say from {node.level} {module} import {names}"
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name not in defined:
            yield f"does not say {node.name}"
    if source.unreadable is None:
        bound = facts_of(source).names
        yield from (f"says {name}" for name in sketch.names.split(" ") if name and name not in bound)


_LINES = [
    "import a", "import a.b as c, d", "from a import b", "from . import b as c", "from ..a import (b, # )\n    c)",
    "from a import (\n    b,\n", "from a \\", "import \\", "from a import b, \\", "if x: import a", "x = 1; from a import b",
    "a = 1", "a: int", "b: int = 1", "a = b = 1", "else:", "if x:", "try:", "finally:", "    pass", "    import a",
    "class A:", "def f():", "async def f(a=1, b=2):", "class A(", "    def g(self): return 1", "@x", "    a = 1",
    "f(", "a=1,", "b=2)", "x = {", "a: 1,", "b: 2}", "x[", "a:", "b:c]", "x = (lambda", "a: b)", "lambda a= # b", "[",
    "]", ")", "}", "(", '"""', "'''", 'a = """', "a = f'''{", "}'''", 'x = f"{x["', '"]}"', "f'{a!r:>{b}}'", "x = '\\",
    "y = 'it' \"s\" # '", "# it's \"", "# (", "\\", "x = 1 \\", "return", "x = not", "x = y if z else", "...", "x = 'a' +",
    "<<<<<<< a", "=======", ">>>>>>> b", "\ufeffimport a", "class Ａ: ...", "from ａ import e\u0301", "\fimport a",
    "\x0bimport a", "import a\x00", "\rimport b\r", "match x:", "    case y: import a", "global a", "del a", "type X = int",
]  # fmt: skip
_PARTS = [
    "import", "from", "class", "def", "async", "lambda", "if", "else", "as", "in", "not", "a", "b", "f", "rf", "é", "ａ",
    "e\u0301", "1", " ", "  ", "\t", "\f", "\n", "\n", "\n", "\n", "\r", "\r\n", "\\\n", "\\", "\0", "\x0b", "\ufeff", '"',
    "'", '"""', "'''", "f'", 'f"', 'f"""', "f'''", "{", "}", "{{", "}}", "(", ")", "[", "]", ",", ".", "..", "...", ":", ";",
    "=", "==", ":=", "+", "*", "#", "# '", "@", "!r", "=1", ":#x", "\uff02", "\u2028", "\xa0", "<<<<<<< ", ">>>>>>> ",
]  # fmt: skip
_lines = st.lists(st.sampled_from(_LINES), max_size=12).map("\n".join)
_parts = st.lists(st.sampled_from(_PARTS), max_size=25).map("".join)
_mixed = st.lists(st.one_of(st.sampled_from(_LINES), st.sampled_from(_PARTS)), max_size=14).flatmap(
    lambda parts: st.sampled_from(["\n", "", " "]).map(lambda between: between.join(parts))
)
#: Expressions that hold strings, comments and names at the starts of lines, in random brackets: they mostly parse.
_atoms = st.sampled_from(
    ["a", "b.c", "'s'", '"""\nd = 1\n"""', "f'{e}'", "...", "1", "'#'", "rf'''{a!r}\n{b:{c}}'''", "''"]
)
_gaps = st.sampled_from(["", " ", "\n", " # x\n", "\n\n# '\n", " # )\n", "\\\n"])
_expressions = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.builds("({}{}{})".format, _gaps, inner, _gaps),
        st.builds("({}{}a={}{})".format, _gaps, _gaps, _gaps, inner).map("f{}".format),
        st.builds("f({}{}b{}={}{},{}a={})".format, _gaps, _gaps, _gaps, _gaps, inner, _gaps, inner),
        st.builds("x[{}{}{}:{}b:{}{}c]".format, _gaps, inner, _gaps, _gaps, _gaps, _gaps),
        st.builds("{{{}a:{}{},{}b{}:{}}}".format, _gaps, _gaps, inner, _gaps, _gaps, inner),
        st.builds("(lambda a={}{},{}b={}c:{}{})".format, _gaps, inner, _gaps, _gaps, _gaps, inner),
        st.builds("({}{}=={}d)".format, inner, _gaps, _gaps),
        st.builds("({} if{} b else{}{})".format, inner, _gaps, _gaps, inner),
        st.builds("f'{{{}}}'".format, inner),
        st.builds('f"""{{{}}}"""'.format, inner),
        st.builds('f"{{{}:{}}}"'.format, inner, st.sampled_from(["", "#x", ">{w}", "'", "{"])),
    ),
    max_leaves=5,
)
_statements = st.one_of(
    st.builds("g = {}\n".format, _expressions),
    st.builds("{}\n".format, _expressions),
    st.builds("if x:\n    h = {}\n".format, _expressions),
    st.builds("class A:\n    {}\n".format, _expressions),
    st.builds("def k(a={}): pass\n".format, _expressions),
    st.sampled_from(
        ["m = 1\n", "import n\n", "from o import (p, # q\n r)\n", "class S: ...\n", "t: int\n", "else:\n u\n"]
    ),
)
_programs = st.lists(_statements, max_size=4).map("".join)
TEXTS = st.one_of(_lines, _parts, _mixed, _programs)


@settings(max_examples=1500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=TEXTS)
def test_sketches_of_nasty_little_programs(text: str) -> None:
    assert list(wrong(text.encode())) == []


@settings(max_examples=300, deadline=None, derandomize=True)
@given(data=st.binary(max_size=60))
def test_sketches_of_bytes(data: bytes) -> None:
    assert list(wrong(data)) == []


@pytest.mark.parametrize("width", range(1, 12))
def test_sketches_of_truncated_files(width: int) -> None:
    text = "\n".join(_LINES).encode()
    for start in range(0, len(text), 5 * width):
        assert list(wrong(text[start : start + 10 * width])) == []
