"""SSOT003: which definition a call means, where several have one name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository import check
from tests.test_banned_argument import POLICY, expected

#: Two methods of one name that take `run_id` at different places, and one that has none.
CORE = """\
import abc
import typing

class First:
    def go(self, run_id, event): ...
    @classmethod
    def make(cls) -> "First": ...
    @classmethod
    async def amake(cls) -> "First | None": ...
    @property
    def twin(self) -> "First": ...

class Second:
    first: First
    def __init__(self, other: "First"):
        self.mine = First()
        self.other = other
        self.maybe: First | None = None
        self.either = First() if other else Second(other)
        self.unknown = make()
        self.unknown.x = 1
        for self.looped in []: ...
    def go(self, event, run_id): ...

class Third:
    def go(self, event, name): ...

class Child(First): ...

class Outer:
    class Inner(First): ...

class Abstract(abc.ABC):
    @abc.abstractmethod
    def run(self, run_id): ...

class Concrete(Abstract):
    def run(self, run_id, x=1): ...

@typing.overload
def pick(run_id: int) -> First: ...
@typing.overload
def pick(run_id: str) -> Second: ...
def pick(run_id): ...

def first() -> First: ...

async def afirst() -> typing.Optional[First]: ...

def untold(): ...

shared = First()
typed: First = untold()
"""
REPO = {
    "app/__init__.py": "",
    "app/core.py": CORE,
    "app/facade.py": "from app.core import First as Facade, shared as common, first as begin\nAlias = Facade\n",
    "app/more.py": "from app.facade import *\n__all__ = ['Facade', 'own']\nown = 1\n",
}
_IN = "from app.core import *\n"

# id, text of app/a.py in which one object is called `x` and `x.go(None, 1)` is of First
FIRST = [
    ("constructed", "x = First()\nx.go(None, 1)", "2:6"),
    ("constructed-inline", "First().go(None, 1)", "1:12"),
    ("constructed-in-either-arm", "x = First() if y else Child()\nx.go(None, 1)", "2:6"),
    ("constructed-or-none", "x = None\nif y:\n    x = First()\nx.go(None, 1)", "4:6"),
    ("constructed-or", "(y := First()).go(None, 1)", "1:19"),
    ("subclass", "Child().go(None, 1)", "1:12"),
    ("nested-class", "Outer.Inner().go(None, 1)", "1:18"),
    ("annotated-parameter", "def f(x: First):\n    x.go(None, 1)", "2:10"),
    ("annotated-as-text", "def f(x: 'First'):\n    x.go(None, 1)", "2:10"),
    ("annotated-optional", "import typing\ndef f(x: typing.Optional[First]):\n    x.go(None, 1)", "3:10"),
    ("annotated-or-none", "def f(x: First | None):\n    x.go(None, 1)", "2:10"),
    ("annotated-union", "def f(x: First | Child):\n    x.go(None, 1)", "2:10"),
    ("annotated-details", "import typing\ndef f(x: typing.Annotated[First, 1]):\n    x.go(None, 1)", "3:10"),
    ("annotated-class", "def f(x: type[First]):\n    x().go(None, 1)", "2:12"),
    ("annotated-class-in-function", "def f():\n    class A(First): ...\n    def g(x: 'A'):\n        x.go(None, 1)", "4:14"),
    ("annotated-variable", "x: First = untold()\nx.go(None, 1)", "2:6"),
    ("annotated-vaguely-but-assigned", "import typing\nx: typing.Any = First()\nx.go(None, 1)", "3:6"),
    ("annotated-and-rebound", "def f(x: First | None = None):\n    x = x or First()\n    x.go(None, 1)", "3:10"),
    ("cast", "import typing\ntyping.cast(First, y).go(None, 1)", "2:26"),
    ("returned", "first().go(None, 1)", "1:12"),
    ("returned-async", "async def f():\n    (await afirst()).go(None, 1)", "2:25"),
    ("returned-by-class-method", "First.make().go(None, 1)", "1:17"),
    ("property", "First().twin.go(None, 1)", "1:17"),
    ("attribute", "def f(y: Second):\n    y.mine.go(None, 1)", "2:15"),
    ("attribute-of-parameter", "def f(y: Second):\n    y.other.go(None, 1)", "2:16"),
    ("attribute-annotated", "def f(y: Second):\n    y.maybe.go(None, 1)", "2:16"),
    ("attribute-of-class-annotated", "def f(y: Second):\n    y.first.go(None, 1)", "2:16"),
    ("self", "class A(First):\n    def f(self):\n        self.go(None, 1)", "3:17"),
    ("self-in-inner-function", "class A(First):\n    def f(self):\n        def g():\n            self.go(None, 1)", "4:21"),
    ("super", "class A(First):\n    def go(self, a, b):\n        super().go(None, 1)", "3:20"),
    ("super-past-one-without", "class A(First): ...\nclass B(A):\n    def go(self):\n        super().go(None, 1)", "4:20"),
    ("own-attribute", "class A:\n    def __init__(self):\n        self.x = First()\n    def f(self):\n        self.x.go(None, 1)", "5:19"),
    ("own-attribute-of-class", "class A:\n    x = First()\n    def f(self):\n        self.x.go(None, 1)", "4:19"),
    ("own-attribute-inherited", "class A:\n    def __init__(self):\n        self.x = First()\nclass B(A):\n    def f(self):\n        self.x.go(None, 1)", "6:19"),
    ("method-taken", "go = First().go\ngo(None, 1)", "2:4"),
    ("method-conditional", "if y:\n    class A(First): ...\nelse:\n    class A(Child): ...\nA().go(None, 1)", "5:8"),
    ("in-if-of-class", "class A(First):\n    if y:\n        def f(self):\n            self.go(None, 1)", "4:21"),
    ("variable-of-module", "from app import core\ncore.shared.go(None, 1)", "2:16"),
    ("variable-imported", "from app.core import shared\nshared.go(None, 1)", "2:11"),
    ("variable-by-facade", "from app.facade import common\ncommon.go(None, 1)", "2:11"),
    ("variable-annotated", "from app.core import typed\ntyped.go(None, 1)", "2:10"),
    ("class-by-facade", "from app.facade import Facade\nFacade().go(None, 1)", "2:13"),
    ("class-by-alias", "from app.facade import Alias\nAlias().go(None, 1)", "2:12"),
    ("class-by-star", "from app.more import *\nFacade().go(None, 1)", "2:13"),
    ("function-by-facade", "from app import facade\nfacade.begin().go(None, 1)", "2:19"),
    # astroid
    ("inferred-return", "def f():\n    return First()\nx = f()\nx.go(None, 1)", "4:6"),
    ("inferred-item", "def f():\n    return [First()]\nf()[0].go(None, 1)", ""),
    ("inferred-with", "class A(First):\n    def __enter__(self):\n        return self\nwith A() as x:\n    x.go(None, 1)", "5:10"),
    ("inferred-object-of-class", "def f():\n    return First\nx = f()()\nx.go(None, 1)", "4:6"),
    ("inferred-class", "def f():\n    return First\nx = f()\nx.go(y, None, 1)", "4:9"),
]  # fmt: skip

# what `x.go(None, 1)` is no call of First in, or can't be told to be
UNTOLD = [
    ("unknown", "x.go(None, 1)"),
    ("parameter", "def f(x):\n    x.go(None, 1)"),
    ("parameter-spread", "def f(*x, **y):\n    x.go(None, 1)\n    y.go(None, 1)"),
    ("parameter-of-lambda", "f = lambda x: x.go(None, 1)"),
    ("parameter-annotated-vaguely", "import typing\ndef f(x: typing.Any, y: object, z: 'a b'):\n    x.go(None, 1)\n    y.go(None, 1)\n    z.go(None, 1)"),
    ("parameter-annotated-otherwise", "def f(x: 1, y: list[First], z: Undefined):\n    x.go(None, 1)\n    y.go(None, 1)\n    z.go(None, 1)"),
    ("type-parameter", "import typing\nT = typing.TypeVar('T')\ndef f(x: T, y: type[str]):\n    x.go(None, 1)\n    y().go(None, 1)"),
    ("second", "def f(x: Second):\n    x.go(None, 1)"),
    ("second-constructed", "x = Second(1)\nx.go(None, 1)"),
    ("third", "x = Third()\nx.go(None, 1)"),
    ("either", "def f(x: First | Second):\n    x.go(None, 1)"),
    ("bound-twice", "x = First()\nx = Second(x)\nx.go(None, 1)"),
    ("bound-in-loop", "for x in [First()]:\n    x.go(None, 1)"),
    ("attribute-of-either", "def f(y: Second):\n    y.either.go(None, 1)"),
    ("attribute-looped", "def f(y: Second):\n    y.looped.go(None, 1)"),
    ("attribute-nowhere", "def f(y: Second):\n    y.nowhere.go(None, 1)"),
    ("attribute-of-attribute", "def f(y: Second):\n    y.unknown.x.go(None, 1)"),
    ("class-itself", "First.go(None, 1)"),
    ("function-attribute", "first.go(None, 1)"),
    ("returned-untold", "untold().go(None, 1)"),
    ("returned-but-not-awaited", "afirst().go(None, 1)"),
    ("returned-overloaded", "pick(1).go(None, 1)"),
    ("called-twice", "First()().go(None, 1)"),
    ("built-in-result", "len(x).go(None, 1)\nstr(x).go(None, 1)\nNone.go(None, 1)"),
    ("third-party-result", "import lib\nlib.Client().go(None, 1)\nlib.get().go(None, 1)"),
    ("module", "import app.core\napp.core.go(None, 1)\napp.nowhere.go(None, 1)\napp.go(None, 1)"),
    ("awaited-object", "async def f():\n    (await First()).go(None, 1)"),
    ("self-of-static-method", "class A(First):\n    @staticmethod\n    def f(self):\n        self.go(None, 1)"),
    ("self-outside", "def f(self):\n    self.go(None, 1)"),
    ("super-outside", "super().go(None, 1)\nclass A:\n    def f(self):\n        super().go(None, 1)"),
    ("cls", "class A(First):\n    @classmethod\n    def f(cls):\n        cls.go(None, 1)"),
    ("relative-beyond-the-top", "from ....x import First\nFirst().go(None, 1)"),
    ("inherits-from-itself", "class A(A):\n    def f(self):\n        self.go(None, 1)"),
    ("imports-itself", "from app.a import B as C\nfrom app.a import C as B\nC().go(None, 1)"),
    ("inferred-either", "def f():\n    if y:\n        return First()\n    return Second(1)\nx = f()\nx.go(None, 1)"),
    ("inferred-without-the-method", "def f():\n    return Outer()\nx = f()\nx.go(None, 1)"),
    ("attribute-of-item", "class A:\n    def f(self):\n        self[0].x = First()\n        y = 1\n        y.x = 1\n        self.x.go(None, 1)"),
    ("inferred-built-in", "def f():\n    return []\nx = f()\nx.go(None, 1)"),
    ("inferred-object", "def f():\n    return object()\nx = f()\nx.go(None, 1)"),
    ("inferred-number", "def f():\n    return 1\nx = f()\nx.go(None, 1)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), [pytest.param(*case[1:], id=case[0]) for case in FIRST])
def test_of_first(text: str, place: str, tmp_path: Path) -> None:
    line, _, column = place.partition(":")
    found = [f"{int(line) + 1}:{column} None to {'go'}"] if place else []
    assert check(tmp_path, {**REPO, "app/a.py": f"{_IN}{text}\n"}, POLICY) == expected(*found)


@pytest.mark.parametrize("text", [pytest.param(case[1], id=case[0]) for case in UNTOLD])
def test_untold(text: str, tmp_path: Path) -> None:
    assert check(tmp_path, {**REPO, "app/a.py": f"{_IN}{text}\n"}, POLICY) == ()


def test_inferred_in_a_script(tmp_path: Path) -> None:
    """A file that has no module's name, and one whose name another file has."""
    text = (
        "class A:\n    def go(self, run_id, event): ...\nclass B:\n    def go(self, event, run_id): ...\n"
        "def f():\n    return A()\nx = f()\nx.go(None, 1)\nx.go(None, 2)\n"
    )
    files = {
        "bin/a-script": f"#!/usr/bin/env python\n{text}",
        "x/setup.py": "",
        "x/t.py": "",
        "y/setup.py": "",
        "y/t.py": text,
    }
    assert check(tmp_path, files, POLICY) == (
        *expected("9:6 None to go", "10:6 None to go", path="bin/a-script"),
        *expected("8:6 None to go", "9:6 None to go", path="y/t.py"),
    )
