"""SSOT003: variables, attributes and calls that can only come to a banned literal, and other literals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository import check
from tests.test_banned_argument import POLICY, expected

CORE = """\
from app.far import DISTANT as NEAR

MISSING = None
TWICE = None
TWICE = 1
SET_ELSEWHERE = None
PATCHED = None
REBOUND = None

class Base:
    kept = None
    changed = None
    field: str = None
    def __init__(self):
        self.run = None
        self.other = None
        self.other = 1
        self.tuple, self.z9 = None, 1
        self.augmented = None
        self.augmented += 1
        self.deleted = None
        del self.deleted
        self.annotated: str = None
        self.declared: str
        self.number = 0
    @property
    def computed(self):
        return None
    def only(self):
        return None
    def hook(self):
        raise NotImplementedError
    def twin(self):
        return None

class Sub(Base):
    def twin(self):
        return 1

class Loose:
    def __init__(self, **options):
        self.__dict__.update(options)
        self.loose = None

def rebind():
    global REBOUND
    REBOUND = 1

def nothing():
    return None

def bare(x):
    if x:
        return
    return None

def same(x):
    return x
"""
REPO = {
    "app/__init__.py": "",
    "app/core.py": CORE,
    "app/far.py": "DISTANT = None\n",
    "app/setters.py": (
        "from app import core\ncore.SET_ELSEWHERE = 1\nsetattr(core.Base, 'changed', 1)\n"
        "mock.patch('app.core.PATCHED', 1)\nobj.patched_method = 1\n"
    ),
}

# id, text of app/a.py in which the value is passed as the last thing, and what is said of it
FOUND = [
    ("variable", "x = None\nf(run_id=x)", "x"),
    ("variable-annotated", "x: str = None\nf(run_id=x)", "x"),
    ("variable-of-function", "def g():\n    x = None\n    f(run_id=x)", "x"),
    ("variable-in-inner-function", "def g():\n    x = None\n    def h():\n        f(run_id=x)", "x"),
    ("variable-in-branch", "def g(y):\n    if y:\n        x = None\n    f(run_id=x)", "x"),
    ("variable-unpacked", "def g():\n    x, y = None, 1\n    f(run_id=x)", "x"),
    ("variable-of-variable", "def g():\n    y = None\n    x = y\n    f(run_id=x)", "x"),
    ("variable-of-walrus", "def g():\n    x = (y := None)\n    f(run_id=x)", "x"),
    ("variable-of-arms", "def g(y):\n    x = None if y else None\n    f(run_id=x)", "x"),
    ("variable-of-call", "from app.core import nothing\ndef g():\n    x = nothing()\n    f(run_id=x)", "x"),
    ("variable-of-class", "class A:\n    x = None\n    f(run_id=x)", "x"),
    ("variable-imported", "from app.core import MISSING\nf(run_id=MISSING)", "MISSING"),
    ("variable-imported-twice-over", "from app.core import NEAR\nf(run_id=NEAR)", "NEAR"),
    ("variable-of-module", "from app import core\nf(run_id=core.MISSING)", "core.MISSING"),
    ("attribute", "from app.core import Base\nx = Base()\nf(run_id=x.run)", "x.run"),
    ("attribute-of-self", "class A:\n    def __init__(self):\n        self.a1 = None\n    def g(self):\n        f(run_id=self.a1)", "self.a1"),
    ("attribute-annotated", "from app.core import Base\nx = Base()\nf(run_id=x.annotated)", "x.annotated"),
    ("call", "from app.core import nothing\nf(run_id=nothing())", "nothing()"),
    ("call-bare-return", "from app.core import bare\nf(run_id=bare(1))", "bare(1)"),
    ("call-of-argument", "from app.core import same\nf(run_id=same(None))", "same(None)"),
    ("call-of-method", "from app.core import Base\nx = Base()\nf(run_id=x.only())", "x.only()"),
    ("call-without-return", "def g(x):\n    print(x)\nf(run_id=g(1))", "g(1)"),
    ("call-of-call", "from app.core import nothing\ndef g():\n    return nothing()\nf(run_id=g())", "g()"),
    ("call-cached", "import functools\n@functools.cache\ndef g():\n    return None\nf(run_id=g())", "g()"),
    ("call-of-local", "def g():\n    x = None\n    return x\nf(run_id=g())", "g()"),
    ("call-of-inner-lambda", "def g():\n    y = lambda: 1\n    return None\nf(run_id=g())", "g()"),
    ("by-position", "x = None\ny.send(1, x)\ndef send(a, run_id): ...\nsend(1, x)", "x"),
    ("mapping", "x = None\nf(**{'run_id': x})", "x"),
]  # fmt: skip

SILENT = [
    ("attribute-of-class-body", "from app.core import Base\nf(run_id=Base.kept)"),
    ("unknown", "f(run_id=x)"),
    ("parameter", "def g(x=None):\n    f(run_id=x)"),
    ("bound-twice", "x = None\nx = 1\nf(run_id=x)"),
    ("bound-later-in-loop", "def g(y):\n    x = None\n    for z in y:\n        f(run_id=x)\n        x = z"),
    ("guarded", "def g():\n    x = None\n    if x is None:\n        x = make()\n    f(run_id=x)"),
    ("augmented", "def g():\n    x = None\n    x += 1\n    f(run_id=x)"),
    ("loop-target", "for x in [None]:\n    f(run_id=x)"),
    ("with-target", "with None as x:\n    f(run_id=x)"),
    ("except-target", "try: ...\nexcept E as x:\n    f(run_id=x)"),
    ("comprehension", "[f(run_id=x) for x in [None]]"),
    ("deleted", "def g():\n    x = None\n    del x\n    f(run_id=x)"),
    ("declared-only", "x: str\nf(run_id=x)"),
    ("global", "from app.core import REBOUND\nf(run_id=REBOUND)"),
    ("nonlocal", "def g():\n    x = None\n    def h():\n        nonlocal x\n        x = 1\n    h()\n    f(run_id=x)"),
    ("after-star-import", "from lib import *\nx = None\nf(run_id=x)"),
    ("unpacked-from-call", "x, y = g()\nf(run_id=x)"),
    ("value-with-or", "def g(y):\n    x = y or None\n    f(run_id=x)"),
    ("value-with-arms", "def g(y):\n    x = None if y else 1\n    f(run_id=x)"),
    ("value-with-other-arm", "def g(y):\n    x = None if y else z\n    f(run_id=x)"),
    ("another-literal", "x = ''\nf(run_id=x)"),
    ("variable-of-changing-variable", "def g(y):\n    a = None\n    for z in y:\n        x = a\n        f(run_id=x)\n        a = z"),
    ("imported-twice-bound", "from app.core import TWICE\nf(run_id=TWICE)"),
    ("imported-set-elsewhere", "from app.core import SET_ELSEWHERE\nf(run_id=SET_ELSEWHERE)"),
    ("imported-patched", "from app.core import PATCHED\nf(run_id=PATCHED)"),
    ("imported-of-third-party", "from lib import X\nimport lib\nf(run_id=X)\nf(run_id=lib.X)"),
    ("imported-nothing", "from app.core import Nowhere\nfrom app import core\nf(run_id=Nowhere)\nf(run_id=core)"),
    ("imported-from-beyond", "from .....x import Y\nf(run_id=Y)"),
    ("attribute-set-twice", "from app.core import Base\nx = Base()\nf(run_id=x.other)"),
    ("attribute-unpacked", "from app.core import Base\nx = Base()\nf(run_id=x.tuple)"),
    ("attribute-augmented", "from app.core import Base\nx = Base()\nf(run_id=x.augmented)"),
    ("attribute-deleted", "from app.core import Base\nx = Base()\nf(run_id=x.deleted)"),
    ("attribute-declared", "from app.core import Base\nx = Base()\nf(run_id=x.declared)"),
    ("attribute-set-by-name", "from app.core import Base\nx = Base()\nf(run_id=x.changed)"),
    ("attribute-field", "from app.core import Base\nx = Base()\nf(run_id=x.field)"),
    ("attribute-property", "from app.core import Base\nx = Base()\nf(run_id=x.computed)"),
    ("attribute-other-literal", "from app.core import Base\nx = Base()\nf(run_id=x.number)"),
    ("attribute-of-loose-class", "from app.core import Loose\nx = Loose()\nf(run_id=x.loose)"),
    ("attribute-of-third-party-base", "import lib\nclass A(lib.B):\n    def __init__(self):\n        self.a2 = None\nx = A()\nf(run_id=x.a2)"),
    ("attribute-of-parameter", "def g(x):\n    f(run_id=x.run)"),
    ("attribute-of-unknown", "f(run_id=x.run)\nf(run_id=x().run)\nf(run_id=x[0].run)"),
    ("attribute-nowhere", "from app.core import Base\nx = Base()\nf(run_id=x.nowhere)"),
    ("attribute-in-file-with-error", "class A:\n    def __init__(self):\n        self.a3 = None\nx = A()\nf(run_id=x.a3)"),
    ("call-unknown", "f(run_id=g())\nf(run_id=x.g())\nf(run_id=print())"),
    ("call-of-class", "class A: ...\nf(run_id=A())"),
    ("call-of-lambda", "f(run_id=(lambda: None)())"),
    ("call-of-something-else", "def g(x):\n    if x:\n        return None\n    return 1\nf(run_id=g(1))"),
    ("call-of-parameter", "def g(x):\n    return x\nf(run_id=g(1))"),
    ("call-async", "async def g():\n    return None\nf(run_id=g())"),
    ("call-generator", "def g():\n    yield\nf(run_id=g())"),
    ("call-decorated", "@wrap\ndef g():\n    return None\nf(run_id=g())"),
    ("call-placeholder", "def g(): ...\nf(run_id=g())"),
    ("call-that-raises", "from app.core import Base\nx = Base()\nf(run_id=x.hook())"),
    ("call-overridden", "from app.core import Base\nx = Base()\nf(run_id=x.twin())"),
    ("call-replaced", "def patched_method():\n    return None\nf(run_id=patched_method())"),
    ("call-falls-through", "def g(x):\n    if x:\n        return ''\nf(run_id=g(1))"),
    ("call-endless", "def g():\n    return g()\nf(run_id=g())"),
    ("call-deep", "".join(f"def g{n}():\n    return g{n + 1}()\n" for n in range(12)) + "def g12():\n    return None\nf(run_id=g0())"),
    ("call-abstract", "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def g1(self):\n        return None\n    def h(self):\n        f(run_id=self.g1())"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), [pytest.param(*case[1:], id=case[0]) for case in FOUND])
def test_found(text: str, name: str, tmp_path: Path) -> None:
    last = text.splitlines()[-1]
    callee = "send" if "send" in last else "f"
    place = f"{text.count(chr(10)) + 1}:{last.rindex(name) + 1}"
    found = f"{place} {name}, which is None, is passed as run_id to {callee}"
    assert check(tmp_path, {**REPO, "app/a.py": f"{text}\n"}, POLICY) == expected(found)


@pytest.mark.parametrize("text", [pytest.param(case[1], id=case[0]) for case in SILENT])
def test_silent(text: str, tmp_path: Path) -> None:
    broken = {"app/broken.py": "y.a3 = None\ndef (:\n"}
    policy = f'ignore = ["SSOT104"]\n{POLICY}'
    assert check(tmp_path, {**REPO, **broken, "app/a.py": f"{text}\n"}, policy) == ()
