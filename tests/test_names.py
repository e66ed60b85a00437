"""What names mean: scopes, aliases, imports, and the dotted targets they lead to."""

from __future__ import annotations

import ast
import codecs
import sys
from pathlib import Path

import pytest
from typing_extensions import Buffer

import ssot_lint
from ssot_lint.source.decoding import decode, encoding_of
from ssot_lint.source.source import Source


def meaning(text: str, path: str = "pkg/mod.py", module: str = "pkg.mod") -> list[str]:
    """The targets of the expression in the last `probe(…)` of a text."""
    source = Source(path, text, (module,))
    probe = [call for call in source.nodes(ast.Call) if isinstance(call.func, ast.Name) and call.func.id == "probe"][-1]
    return sorted(target.dotted for target in source.resolve(probe.args[0]))


MEANINGS = [
    ("import", "import a.b\nprobe(a.b.c)", ["a.b.c"]),
    ("import-as", "import a.b as x\nprobe(x.c)", ["a.b.c"]),
    ("from", "from a import b as x\nprobe(x.c)", ["a.b.c"]),
    ("relative", "from . import b\nprobe(b)", ["pkg.b"]),
    ("relative-beyond", "from ... import b\nprobe(b)", []),
    ("own-class", "class A:\n    class B: ...\nprobe(A.B)", ["pkg.mod.A.B"]),
    ("own-function", "def f(): ...\nprobe(f)", ["pkg.mod.f"]),
    ("alias", "import a\nx = a.b\ny = x\nprobe(y.c)", ["a.b.c"]),
    ("annotated-alias", "import a\nx: object = a.b\nprobe(x)", ["a.b"]),
    ("walrus", "import a\nprobe((x := a.b))", ["a.b"]),
    ("walrus-name", "import a\n(x := a.b)\nprobe(x)", ["a.b"]),
    ("walrus-in-comprehension", "import a\n[x := a.b for _ in y]\nprobe(x)", ["a.b"]),
    ("unpacked", "import a\nx, y = a.b, a.c\nprobe(y)", ["a.c"]),
    ("unpacked-list", "import a\n[x, y] = (a.b, a.c)\nprobe(x)", ["a.b"]),
    ("unpacked-starred", "import a\nx, *y = a.b, a.c\nprobe(x)", []),
    ("unpacked-unequal", "import a\nx, y = a.b\nprobe(x)", []),
    ("declared-only", "x: int\nprobe(x)", ["x"]),
    ("two-ways", "try:\n    from a import x\nexcept ImportError:\n    from b import x\nprobe(x)", ["a.x", "b.x"]),
    ("to-itself", "x = x.y\nprobe(x)", []),
    ("to-each-other", "x = y\ny = x\nprobe(x)", []),
    ("rebound-by-calls", "import a\nx = a.b\nx = x.where()\nx = x.where()\nprobe(x)", ["a.b"]),
    ("star", "from a import *\nfrom b import *\nprobe(x)", ["a.x", "b.x", "x"]),
    ("star-in-function", "def f():\n    probe(x)\nfrom a import *", ["a.x", "x"]),
    ("unbound", "probe(x.y)", ["x.y"]),
    ("parameter", "import x\ndef f(x): probe(x)", []),
    ("parameters", "import x\ndef f(a, /, b, *x, c, **d): probe(x)", []),
    ("keyword-parameters", "import x\ndef f(**x): probe(x)", []),
    ("lambda-parameter", "import x\nlambda x: probe(x)", []),
    ("default-is-outside", "import x\ndef f(x=probe(x)): ...", ["x"]),
    ("keyword-default-is-outside", "import x\ndef f(*, x=probe(x), y): ...", ["x"]),
    ("decorator-is-outside", "import x\n@probe(x)\ndef x(): ...", ["pkg.mod.x", "x"]),
    ("class-scope-is-skipped", "import x\nclass A:\n    x = 1\n    def f(self): probe(x)", ["x"]),
    ("class-scope-in-its-body", "import x\nclass A:\n    from a import x\n    probe(x)", ["a.x"]),
    ("comprehension", "import x\n[probe(x) for x in y]", []),
    ("comprehension-outside", "import x\n[1 for x in probe(x)]", ["x"]),
    ("comprehension-second", "import z\n{y: 1 for x in w for y in probe(z) if y}", ["z"]),
    ("loop", "import x\ndef f():\n    for x in y: probe(x)", []),
    ("with", "def f():\n    with y as x: probe(x)", []),
    ("except-name", "def f():\n    try: ...\n    except E as x: probe(x)", []),
    ("match-name", "match y:\n    case [x, *z]: probe(x)", []),
    ("match-star", "match y:\n    case [*x]: probe(x)", []),
    ("match-rest", "match y:\n    case {'a': 1, **x}: probe(x)", []),
    ("match-wildcards", "match y:\n    case [*_] | {'a': _}: probe(x)", ["x"]),
    ("global", "import a\ndef f():\n    global x\n    x = a.b\nprobe(x)", ["a.b"]),
    ("nonlocal", "import a\ndef f():\n    x = a.b\n    def g():\n        nonlocal x\n        probe(x)", ["a.b"]),
    ("nonlocal-of-nothing", "def f():\n    def g():\n        nonlocal x\n        probe(x)", ["x"]),
    ("deleted", "import x\ndel x\nprobe(x)", ["x"]),
    ("import-module", "import importlib\nx = importlib.import_module('a.b')\nprobe(x.c)", ["a.b.c"]),
    ("import-module-relative", "from importlib import import_module as i\nprobe(i('.b', __package__))", ["pkg.b"]),
    ("import-module-name", "from importlib import import_module as i\nprobe(i('.b', package=__name__))", ["pkg.mod.b"]),
    ("import-module-literal", "from importlib import import_module as i\nprobe(i('..b', 'a.c'))", ["a.b"]),
    ("import-module-no-package", "from importlib import import_module as i\nprobe(i('.b'))", []),
    ("import-module-computed", "from importlib import import_module as i\nprobe(i('.b', p))", []),
    ("import-module-nothing", "from importlib import import_module as i\nprobe(i(1, 'a'))", []),
    ("dunder-import", "probe(__import__('a.b').c)", ["a.c"]),
    ("getattr", "import a\nprobe(getattr(a, 'b').c)", ["a.b.c"]),
    ("getattr-computed", "import a\nprobe(getattr(a, b))", []),
    ("other-call", "import a\nprobe(a.make('b', 'c'))", []),
    ("sys-modules", "import sys\nprobe(sys.modules['a.b'].c)", ["a.b.c"]),
    ("subscript", "import a\nprobe(a['b'])", []),
    ("literal", "probe(1)", []),
    ("literal-alias", "x = 1\nprobe(x)", []),
]  # fmt: skip
if sys.version_info >= (3, 12):
    MEANINGS += [
        ("type-parameter", "import T\ndef f[T](x): probe(T)", []),
        ("type-parameter-of-class", "import T\nclass A[T](probe(T)): ...", []),
        ("type-alias", "import a\ntype X = a.b\nprobe(X)", ["a.b"]),
    ]


@pytest.mark.parametrize(("text", "targets"), [pytest.param(*case[1:], id=case[0]) for case in MEANINGS])
def test_meaning(text: str, targets: list[str]) -> None:
    assert meaning(text) == targets


@pytest.mark.parametrize(("text", "path", "module", "targets"), [
    ("from . import x\nprobe(x)", "pkg/__init__.py", "pkg", ["pkg.x"]),
    ("from .. import x\nprobe(x)", "a/b/__init__.py", "a.b", ["a.x"]),
    ("from . import x\nprobe(x)", "script.py", "script", []),
    ("from . import x\nprobe(x)", "my-script.py", "", []),
    ("from importlib import import_module as i\nprobe(i('.x', __package__))", "pkg/__init__.py", "pkg", ["pkg.x"]),
])  # fmt: skip
def test_relative_meaning(text: str, path: str, module: str, targets: list[str]) -> None:
    assert meaning(text, path, module) == targets


@pytest.mark.parametrize(("statement", "span"), [
    ("from a.b import c", (1, 6, 1, 9)), ("from  .a  import c", (1, 7, 1, 9)), ("from . import c", (1, 6, 1, 7)),
    ("from \\\n  a.b \\\n import c", (2, 3, 2, 6)), ("from a \\\n .b import c", (1, 6, 1, 7)),
    ("x=1; from a import b", (1, 11, 1, 12)), ("from.a import b", (1, 5, 1, 7)), ("from .. a import b", (1, 6, 1, 10)),
    ("from .import b", (1, 6, 1, 7)), ("from a import(b)", (1, 6, 1, 7)), ("from importer import x", (1, 6, 1, 14)),
    ("from \ta import b", (1, 7, 1, 8)), ("from é import b", (1, 6, 1, 7)), ("from ...import b", (1, 6, 1, 9)),
])  # fmt: skip
def test_module_span(statement: str, span: tuple[int, int, int, int]) -> None:
    source = Source("a/b/c/d.py", statement, ("a.b.c.d",))
    assert source.module_span(source.nodes(ast.ImportFrom)[0]) == span


@pytest.mark.parametrize(("data", "text", "problem"), [
    pytest.param(b"x", "x", None, id="ascii"),
    pytest.param(b"\xef\xbb\xbfx", "x", None, id="bom"),
    pytest.param(b"# coding: latin-1\n\xe9", "# coding: latin-1\n\xe9", None, id="latin-1"),
    pytest.param(b"\n# coding=latin-1\n\xe9", "\n# coding=latin-1\n\xe9", None, id="second-line"),
    pytest.param(b"x\n# coding=latin-1\n", "x\n# coding=latin-1\n", None, id="not-after-code"),
    pytest.param(b"a\nbc\xff", "a\nbc\ufffd", (2, 3, "not utf-8 text"), id="wrong-byte"),
    pytest.param(b"# coding: klingon", "# coding: klingon", (1, 1, "unknown encoding klingon"), id="unknown"),
    pytest.param(b"# coding: hex", "# coding: hex", (1, 1, "unknown encoding hex"), id="no-text-encoding"),
])  # fmt: skip
def test_decode(data: bytes, text: str, problem: tuple[int, int, str] | None) -> None:
    assert decode(data) == (text, problem)


def test_decode_with_an_encoding_that_replaces_nothing() -> None:
    def refuse(data: Buffer, errors: str = "strict", /) -> tuple[str, int]:
        raise UnicodeDecodeError("strict-only", bytes(data), 1, 2, errors)

    def find(name: str) -> codecs.CodecInfo | None:
        return codecs.CodecInfo(lambda text, errors="strict": (b"", 0), refuse) if name == "strict_only" else None

    codecs.register(find)
    try:
        assert decode(b"# coding: strict_only") == ("# coding: strict_only", (1, 2, "not strict_only text"))
    finally:
        codecs.unregister(find)


def test_encoding_of_a_bom_is_told_by_the_bom() -> None:
    assert encoding_of(b"\xef\xbb\xbf# coding: latin-1\n") == "utf-8"


@pytest.mark.parametrize(("path", "expected"), [
    ("tests/a.py", True), ("test_a.py", True), ("a_test.py", True), ("conftest.py", True), ("pkg/testing/a.py", True),
    ("pkg/tests.py", True), ("a.py", False), ("contest.py", False), ("latest/a.py", False),
])  # fmt: skip
def test_is_test(path: str, expected: bool) -> None:
    assert Source(path, "").is_test is expected


def test_columns_count_characters() -> None:
    source = Source("a.py", "é = '😀'; x = 1\n")
    names = {node.id: source.span(node) for node in source.nodes(ast.Name)}
    assert names == {"é": (1, 1, 1, 2), "x": (1, 10, 1, 11)}
    assert source.line_text(9) == ""


def test_a_script_without_a_module_name() -> None:
    assert Source("my-script", "x").module == ""
    assert not Source("my-script", "x").is_package


@pytest.mark.parametrize(
    "path", sorted(Path(ssot_lint.__file__).parent.glob("source/*.py")), ids=lambda path: path.stem
)
def test_every_node_with_a_place_is_visited_once(path: Path) -> None:
    source = Source(path.name, path.read_bytes())
    visited = [node for kind in source.names.by_type for node in source.nodes(kind)]
    assert len(visited) == len(set(visited))
    assert {node for node in ast.walk(source.tree) if hasattr(node, "lineno")} <= set(visited)
