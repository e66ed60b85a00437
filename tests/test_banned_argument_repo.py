"""SSOT003 over several files: handed on, inherited, decorated; other literals, messages, exceptions."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ssot_lint.source.source import Source
from tests.repository import check, lines, session, write
from tests.test_banned_argument import POLICY

OUT = "use context.run_id (run-id)"


def said(place: str, callee: str, path: str = "app/a.py", how: str = "None is passed") -> str:
    return f"{path}:{place}: SSOT003 {how} as run_id to {callee}: {OUT}"


# id, files, findings
REPOS = [
    (
        "alias-of-alias",
        {
            "app/b.py": "def build(run_id): ...\n",
            "app/c.py": "from app.b import build as make\n",
            "app/d.py": "from app import c\nform = (\n    c.make\n)\n",
            "app/e.py": "from app.d import form as shape, other\n",
            "app/a.py": "from app.e import shape\nshape(None)\n",
        },
        [said("2:7", "shape")],
    ),
    (
        "variables-that-hold-each-other",
        {
            "app/b.py": "from app import c\nmake = c.make\n",
            "app/c.py": "from app import b\nmake = b.make or b.make.more\n",
            "app/a.py": "from app.b import make\nmake(None)\nmake(run_id=None)\n",
        },
        [said("3:13", "make")],
    ),
    (
        "star-of-a-module-that-is-gone",
        {"app/__init__.py": "from .gone import *\n", "app/a.py": "from app import make\nmake(None)\n"},
        [],
    ),
    (
        "alias-among-others",
        {
            "app/b.py": "def build(run_id): ...\n",
            "app/c.py": "from app.b import build\nx, make = 1, build\none = two = build\n",
            "app/a.py": "from app.c import make, one, two\nmake(None)\none(None)\ntwo(None)\n",
        },
        [said("2:6", "make"), said("3:5", "one"), said("4:5", "two")],
    ),
    (
        "inherited-constructor-of-constructor",
        {
            "app/b.py": "class Base:\n    def __init__(self, run_id): ...\n",
            "app/c.py": "from app.b import Base as B\nclass Middle(\n    Mixin,\n    B,\n): ...\nclass Mixin: ...\n",
            "app/d.py": "import app.c\nclass Leaf(app.c.Middle): ...\nAlso = Leaf\n",
            "app/a.py": "from app.d import Leaf, Also\nLeaf(None)\nAlso(None)\n",
        },
        [said("2:6", "Leaf"), said("3:6", "Also")],
    ),
    (
        "own-constructor",
        {
            "app/b.py": "class Base:\n    def __init__(self, run_id): ...\n",
            "app/c.py": "from app.b import Base\nclass Leaf(Base):\n    def __init__(self, x): ...\n",
            "app/a.py": "from app.c import Leaf\nLeaf(None)\n",
        },
        [],
    ),
    (
        "called-object-of-subclass",
        {
            "app/b.py": "class Base:\n    def __call__(self, run_id): ...\n",
            "app/c.py": "from app.b import Base\nclass Leaf(Base):\n    def __init__(self): ...\n",
            "app/a.py": "from app.c import Leaf\nLeaf()(None)\n",
        },
        [said("2:8", "Leaf()")],
    ),
    (
        "dataclass-fields-over-files",
        {
            "app/b.py": "from dataclasses import dataclass\n@dataclass\nclass Base:\n    run_id: str\n",
            "app/c.py": "from dataclasses import dataclass\nfrom app.b import Base\n@dataclass\nclass Leaf(Base):\n    x: int\n",
            "app/a.py": "from app.c import Leaf\nLeaf(None, 1)\n",
        },
        [said("2:6", "Leaf")],
    ),
    (
        "methods-disagree",
        {
            "app/b.py": "class A:\n    def go(self, event, run_id): ...\nclass B:\n    def go(self, run_id, event): ...\n",
            "app/a.py": "x.go(1, None)\n",
        },
        [],
    ),
    (
        "methods-disagree-with-one-that-has-none",
        {
            "app/b.py": "class A:\n    def go(self, event, run_id): ...\n",
            "app/c.py": "class B:\n    async def go(self, one, two): ...\n",
            "app/a.py": "x.go(1, None)\n",
        },
        [],
    ),
    (
        "methods-agree",
        {
            "app/b.py": "class A:\n    def go(self, event, run_id): ...\n",
            "app/c.py": "class B:\n    async def go(self, one, run_id, x=1): ...\n    @staticmethod\n    def no(): ...\n",
            "app/a.py": "x.go(1, None)\n",
        },
        [said("1:9", "go")],
    ),
    (
        "imports-disagree",
        {
            "app/b.py": "def build(run_id): ...\n",
            "app/c.py": "def build(x): ...\n",
            "app/a.py": "try:\n    from app.b import build\nexcept ImportError:\n    from app.c import build\nbuild(None)\n",
        },
        [],
    ),
    (
        "script-without-a-module",
        {"bin/run-it.py": "class A:\n    def __init__(self, run_id): ...\n    def f(self): return A(None)\n"},
        [said("3:27", "A", "bin/run-it.py")],
    ),
    (
        "two-files-of-one-name",
        {
            "x/pyproject.toml": "",
            "x/tool.py": "def f(a): ...\nf(None)\n",
            "y/pyproject.toml": "",
            "y/tool.py": "def f(run_id): ...\nf(None)\n",
        },
        [said("2:3", "f", "y/tool.py")],
    ),
    (
        "file-with-errors",
        {"app/b.py": "def build(run_id): ...\n", "app/a.py": "from app.b import build\nbuild(None)\nx = (\n"},
        [said("2:7", "build")],
    ),
    (
        "wide-letters",
        {"app/b.py": "def build(run_id): ...\n", "app/a.py": "from app.b import build\nｂｕｉｌｄ(None)\nf(ｒun_id=None)\n"},
        [said("2:7", "build"), said("3:10", "f")],
    ),
    (
        "stub-beside-a-module",
        {
            "app/b.py": "def build(x, run_id): ...\n",
            "app/b.pyi": "def build(run_id): ...\n",
            "app/a.py": "from app.b import build\nbuild(1, None)\n",
        },
        [said("2:10", "build")],
    ),
    (
        "overloads-and-their-implementation",
        {
            "app/b.py": (
                "import typing\n@typing.overload\ndef build(x: int, run_id): ...\n@typing.overload\ndef build(x): ...\n"
                "def build(x, run_id=1): ...\n"
            ),
            "app/a.py": "from app.b import build\nbuild(1, None)\n",
        },
        [said("2:10", "build")],
    ),
    (
        "odd-headers",
        {
            "app/b.py": (
                "def one(a=')', *,\n    b: 'x):' = 1,  # see two():\n    run_id=1): ...\n"
                "def two(  # of f():\n    run_id): return 1\n"
                "class A:\n  def \\\n    three(self, run_id=')'): ...\n"
            ),
            "app/a.py": "from app.b import two\ntwo(None)\nx.three(None)\n",
        },
        [said("2:5", "two"), said("3:9", "three")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "found"), [pytest.param(*case[1:], id=case[0]) for case in REPOS])
def test_repository(files: dict[str, str], found: list[str], tmp_path: Path) -> None:
    files = {"app/__init__.py": "", **files}
    for prefilter in (True, False):
        report = session(tmp_path, files, POLICY, prefilter=prefilter).check(select={"SSOT003"})
        assert lines(report) == tuple(found)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 695")
def test_type_parameters(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/b.py": "class Base[T]:\n    def __init__(self, run_id: T): ...\n    def go[U](self, x: U, run_id: T): ...\n",
        "app/c.py": "from app.b import Base\nclass Leaf[T: (int, str)](Base[T]): ...\n",
        "app/a.py": "from app.c import Leaf\nLeaf(None)\nx.go(1, None)\n",
    }
    assert check(tmp_path, files, POLICY) == (said("2:6", "Leaf"), said("3:9", "go"))


DECORATED = [
    ("known", "import functools\n@functools.cache\ndef f(run_id): ...", True),
    ("third-party", "import lib\n@lib.wrap\ndef f(run_id): ...", False),
    ("identity", "def mark(g):\n    g.x = 1\n    return g\n@mark\ndef f(run_id): ...", True),
    ("identity-with-cast", "import typing\ndef mark(g):\n    return typing.cast(T, g)\n@mark\ndef f(run_id): ...", True),
    (
        "wrapper",
        "import functools\ndef log(g):\n    @functools.wraps(g)\n    def w(*a, **k):\n        return g(*a, **k)\n"
        "    return w\n@log\ndef f(run_id): ...",
        True,
    ),
    (
        "wrapper-with-self",
        "from functools import wraps\ndef log(g):\n    @wraps(g)\n    def w(self, *a, **k):\n"
        "        return g(self, *a, **k)\n    return w\n@log\ndef f(run_id): ...",
        True,
    ),
    (
        "wrapper-made",
        "import functools\ndef log(level):\n    def inner(g):\n        @functools.wraps(g)\n        def w(*a, **k):\n"
        "            return g(*a, **k)\n        return w\n    return inner\n@log(1)\ndef f(run_id): ...",
        True,
    ),
    (
        "wrapper-that-adds",
        "import functools\ndef log(g):\n    @functools.wraps(g)\n    def w(*a, **k):\n        return g(1, *a, **k)\n"
        "    return w\n@log\ndef f(x, run_id): ...",
        False,
    ),
    (
        "wrapper-with-default",
        "import functools\ndef log(g):\n    @functools.wraps(g)\n    def w(x=1, *a, **k):\n        return g(x, *a, **k)\n"
        "    return w\n@log\ndef f(run_id): ...",
        False,
    ),
    ("wrapper-without-wraps", "def log(g):\n    def w(*a, **k):\n        return g(*a, **k)\n    return w\n@log\ndef f(run_id): ...", False),
    (
        "wrapper-with-own-parameters",
        "import functools\ndef log(g):\n    @functools.wraps(g)\n    def w(run_id):\n        return g(run_id)\n"
        "    return w\n@log\ndef f(run_id): ...",
        False,
    ),
    (
        "wrapper-of-something-else",
        "import functools\ndef log(g):\n    @functools.wraps\n    @functools.wraps(h)\n    def w(*a, **k): ...\n"
        "    return w\n@log\ndef f(run_id): ...",
        False,
    ),
    ("returns-nothing", "def mark(g): ...\n@mark\ndef f(run_id): ...", False),
    ("returns-sometimes", "def mark(g):\n    if g:\n        return\n    return g\n@mark\ndef f(run_id): ...", False),
    ("takes-nothing", "def mark():\n    return 1\n@mark\ndef f(run_id): ...", False),
    ("made-of-nothing", "def mark():\n    class A: ...\n    return 1\n@mark()\ndef f(run_id): ...", False),
    ("is-a-class", "class mark: ...\n@mark\ndef f(run_id): ...", False),
    ("is-async", "async def mark(g):\n    return g\n@mark\ndef f(run_id): ...", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "is_found"), [pytest.param(*case[1:], id=case[0]) for case in DECORATED])
def test_decorated(text: str, is_found: bool, tmp_path: Path) -> None:
    calls = "\nf(1, None)\n" if "(x, run_id)" in text else "\nf(None)\n"
    line = text.count("\n") + 2
    found = (said(f"{line}:3", "f", "a.py"),) if is_found else ()
    assert check(tmp_path, {"a.py": text + calls}, POLICY) == found


LITERALS = [
    ('["\'\'"]', "f(run_id='')\nf(run_id=f'')\nf(run_id=b'')\nf(run_id='a')\nf(run_id=None)", ["1:10 ''", "2:10 ''"]),
    ('["0"]', "f(run_id=0)\nf(run_id=0.0)\nf(run_id=False)\nf(run_id=+0)\nf(run_id=-0)\nf(run_id=0x0)", ["1:10 0", "4:10 0", "5:10 0", "6:10 0"]),
    ('["-1"]', "f(run_id=-1)\nf(run_id=1)\nf(run_id=+-1)\nf(run_id=--1)\nf(run_id=-x)\nf(run_id=not 1)\nf(run_id=-True)", ["1:10 -1", "3:10 -1"]),
    ('["False"]', "f(run_id=False)\nf(run_id=0)\nf(run_id=not x)", ["1:10 False"]),
    ('["\'registry\'", "None"]', "f(run_id='registry')\nf(run_id='reg' 'istry')\nf(run_id=None)\nf(run_id=x or 'registry')\nf(run_id='registry' or x)\nf(run_id=x and 'registry' and y)", ["1:10 'registry'", "2:10 'registry'", "3:10 None", "4:10 can 'registry'", "5:10 can 'registry'"]),
    ('["..."]', "f(run_id=...)\nf(run_id=None)", ["1:10 ..."]),
    ('["b\'\'"]', "f(run_id=b'')\nf(run_id='')", ["1:10 b''"]),
    ('["1.5"]', "f(run_id=1.5)\nx = 1.5\nf(run_id=x)", ["1:10 1.5", "3:10 x, which is 1.5,"]),
]  # fmt: skip


@pytest.mark.parametrize(("never", "text", "found"), LITERALS, ids=[case[0] for case in LITERALS])
def test_literals(never: str, text: str, found: list[str], tmp_path: Path) -> None:
    policy = POLICY.replace('["None"]', never)
    said_lines = []
    for one in found:
        place, _, value = one.partition(" ")
        how = f"{value[4:]} can be passed" if value.startswith("can ") else f"{value} is passed"
        said_lines.append(said(place, "f", "a.py", how))
    assert check(tmp_path, {"a.py": f"{text}\n"}, policy) == tuple(said_lines)


@pytest.mark.parametrize(
    ("not_for", "silent"),
    [
        ('["get"]', {1, 2, 3}),
        ('["build"]', {4, 5, 6}),
        ('["g*"]', {1, 2, 3}),
        ('["app.core:build"]', {4, 5, 6}),
        ('["app.facade:build"]', {4, 5, 6}),
        ('["core.build"]', {4, 5, 6}),
        ('["app.*:bui??"]', {4, 5, 6}),
        ('["app.core:Engine"]', {7, 8}),
        ('["app.core:Engine.run"]', {9, 10, 11}),
        ('["Engine.run"]', {9, 10, 11}),
        ('["app.core:Other.run"]', set()),
        ('["lib:call"]', {12}),
        ('["lib.*"]', {12}),
        ('["core"]', set()),
    ],
)  # fmt: skip
def test_not_for(not_for: str, silent: set[int], tmp_path: Path) -> None:
    calls = [
        "get(run_id=None)", "x.get(run_id=None)", "x.y.get(1, run_id=None)",
        "build(None)", "build(run_id=None)", "made(None)",
        "Engine(None)", "Engine(run_id=None)",
        "Engine(1).run(None)", "z.run(None)", "z.run(run_id=None)",
        "lib.call(run_id=None)",
    ]  # fmt: skip
    files = {
        "app/__init__.py": "",
        "app/core.py": (
            "def build(run_id): ...\nclass Engine:\n    def __init__(self, run_id): ...\n    def run(self, run_id): ...\n"
        ),
        "app/facade.py": "from app.core import build\n",
        "app/a.py": "from app.facade import build, build as made; from app.core import Engine; import lib\n" + "\n".join(calls),
    }  # fmt: skip
    found = check(tmp_path, files, f"{POLICY}not-for = {not_for}\n")
    loud = {int(line.split(":")[1]) - 1 for line in found}
    assert set(range(1, 13)) - loud == silent


def test_message_without_use(tmp_path: Path) -> None:
    policy = '[decisions.run-id]\nargument = "run_id"\nnever = ["None"]\n'
    where = {"a.py": "f(run_id=None)\n"}
    assert check(tmp_path / "1", where, policy) == (
        "a.py:1:10: SSOT003 None is passed as run_id to f: pass a real run_id (run-id)",
    )
    assert check(tmp_path / "2", where, f'{policy}reason = "it ties logs"\n') == (
        "a.py:1:10: SSOT003 None is passed as run_id to f: pass a real run_id: it ties logs (run-id)",
    )


def test_long_callee_is_cut(tmp_path: Path) -> None:
    long = f"find({'a' * 80!r})"
    found = check(tmp_path, {"a.py": f"{long}(run_id=None)\n"}, POLICY)
    assert found == (said("1:97", f"{long[:60]}...", "a.py"),)


def test_related_places(tmp_path: Path) -> None:
    files = {f"{name}.py": "class A:\n    def go(self, x, run_id): ...\n" for name in "bcde"}
    report = session(tmp_path, {**files, "a.py": "y.go(1, None)\ny.go(1, run_id=None)\n"}, POLICY).check()
    first, second = report.findings
    assert [tuple(one) for one in first.related] == [
        (f"{name}.py", 2, 9, "run_id is parameter 2 of go") for name in "bcd"
    ]
    assert (first.line, first.column, first.end_line, first.end_column) == (1, 9, 1, 13)
    assert second.related == ()


def test_two_decisions(tmp_path: Path) -> None:
    policy = POLICY + '[decisions.user]\nargument = "user"\nnever = ["0"]\n[decisions.else]\ndelete = ["b"]\n'
    found = check(tmp_path, {"a.py": "f(run_id=None, user=0)\n"}, policy)
    assert found == (
        said("1:10", "f", "a.py"),
        "a.py:1:21: SSOT003 0 is passed as user to f: pass a real user (user)",
    )


def test_editor_buffer(tmp_path: Path) -> None:
    """The text in the editor counts, and what was known of the text on disk does not."""
    files = {
        "app/__init__.py": "",
        "app/b.py": "def f(x):\n    return x\n",
        "app/a.py": "from app.b import f\ny.g(run_id=f(1))\n",
    }
    write(tmp_path, files, POLICY)
    assert check(tmp_path, files, POLICY) == ()
    here = session(tmp_path, files, POLICY)
    text = b"from app.b import f\ny.g(run_id=f(None))\n"
    report = here.check(stdin=("app/a.py", text))
    assert [one.message for one in report.findings] == [f"f(None), which is None, is passed as run_id to g: {OUT}"]
    assert here.check().findings == ()


def test_parsed_by_a_host(tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "app/b.py": "def f(run_id): ...\n", "app/a.py": ""}
    here = session(tmp_path, files, POLICY)
    source = Source("app/a.py", "from app.b import f\nf(None)\n", ("app.a",))
    assert len(here.check_parsed(source).findings) == 1


def test_nothing_is_imported(tmp_path: Path) -> None:
    """Neither what the repository has, nor what it asks for, not even under names of the environment."""
    trap = "open(__file__ + '.trap', 'w').close()\nraise SystemExit('imported')\n"
    files = {
        "app/__init__.py": trap,
        "app/b.py": f"{trap}import sqlite3.dbapi2, pytest, hypothesis\ndef f():\n    return pytest.x()\nclass A: ...\n",
        "app/namespace/c.py": trap + "x = None\n",
        "sitecustomize.py": trap,
        "usercustomize.py": trap,
        "sqlite3.py": trap,
        "numpy.py": trap,
        "app/a.py": (
            "import app.b, app.namespace.c, sqlite3, numpy, _ctypes_test, json, tomllib\n"
            "from app.b import *\nfrom xxlimited import *\n"
            "def g(x=json):\n    return x.y\ndef h():\n    return None\n"
            "class B(app.b.A, json.JSONDecoder):\n    def i(self):\n        self.k = app.b.A()\n"
            "        self.k.y = numpy.z\n        return self.k\n"
            "k.l(run_id=app.b.f())\nk.l(run_id=g())\nk.l(run_id=h())\nk.l(run_id=sqlite3.connect())\n"
            "k.l(run_id=numpy.x)\nk.l(run_id=app.namespace.c.x)\nj = B().i()\nk.l(run_id=j.k)\nk.l(run_id=j)\n"
        ),
    }  # fmt: skip
    write(tmp_path, files, POLICY)
    code = (
        "import sys\nfrom ssot_lint.session import open_session\n"
        "import astroid\nbefore = set(sys.modules)\n"
        f"report = open_session({str(tmp_path)!r}).check()\n"
        "for one in report.findings: print(one.path, one.line, one.message)\n"
        "for one in report.failures: print(one.detail)\n"
        "new = set(sys.modules) - before\n"
        "print(sorted(name for name in new if not name.startswith(('ssot_lint', 'astroid'))))\n"
    )
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    printed = done.stdout.splitlines()
    assert printed[:-1] == [
        f"app/a.py 15 h(), which is None, is passed as run_id to l: {OUT}",
        f"app/a.py 18 app.namespace.c.x, which is None, is passed as run_id to l: {OUT}",
    ]
    assert not {"app", "sqlite3", "numpy", "pytest", "hypothesis", "xxlimited", "_ctypes_test"} & set(
        ast.literal_eval(printed[-1])
    )
    assert sorted(path.name for path in tmp_path.rglob("*.trap")) == []


def test_astroid_only_when_it_must(tmp_path: Path) -> None:
    files = {
        "a.py": (
            "def f(x, run_id): ...\ny = None\nz = 1\nz = 2\n"
            "def g(w, v=None):\n    f(1, y)\n    f(1, z)\n    f(1, w)\n    f(1, v)\n    f(1, None)\n    w.f(1, None)\n"
        )
    }
    write(tmp_path, files, POLICY)
    code = (
        "import sys\nfrom ssot_lint.session import open_session\n"
        f"print(len(open_session({str(tmp_path)!r}).check().findings), 'astroid' in sys.modules)\n"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "2 False\n"
