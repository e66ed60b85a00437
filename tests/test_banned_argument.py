"""SSOT003: every way in which a banned literal reaches a parameter, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository import check, session

POLICY = """\
[decisions.run-id]
argument = "run_id"
never = ["None"]
use = "context.run_id"
"""
CORE = """\
import dataclasses
import typing

class Bridge:
    def __init__(self, run_id, url=""): ...
    def send_event(self, event, run_id): ...
    def set_bridge(self, bridge, run_id): ...
    def here(self, run_id, /, *rest, **more): ...
    @classmethod
    def open(cls, run_id): ...
    @staticmethod
    def parse(text, run_id): ...

class Sub(Bridge):
    def set_bridge(self, bridge): ...

class Made:
    def __new__(cls, run_id): ...

class Caller:
    def __call__(self, run_id): ...

@dataclasses.dataclass
class Base:
    name: str
    run_id: str

@dataclasses.dataclass
class Event(Base):
    size: int = 0
    kind: typing.ClassVar[str] = ""
    extra: dict = dataclasses.field(default_factory=dict, init=False)

class Row(typing.NamedTuple):
    key: str
    run_id: str

def build(context, run_id=None, *, name=""): ...

async def fetch(run_id): ...

def many(first, *rest, run_id=None): ...

def plain(context): ...

def anything(*args, **kwargs): ...

def decorate(function):
    return lambda *args: function(1, *args)

@decorate
def decorated(run_id): ...
"""
REPO = {"app/__init__.py": "", "app/core.py": CORE}


def expected(*found: str, path: str = "app/a.py") -> tuple[str, ...]:
    """Whole lines from `line:column said`; `None to x` stands for the usual words."""
    lines = []
    for one in found:
        place, _, said = one.partition(" ")
        said = said.replace(" to ", " is passed as run_id to ", 1) if " passed " not in said else said
        lines.append(f"{path}:{place}: SSOT003 {said}: use context.run_id (run-id)")
    return tuple(lines)


# id, text of app/a.py, places with what is said there
FOUND = [
    # -- by keyword
    ("keyword", "f(run_id=None)", ["1:10 None to f"]),
    ("keyword-unknown-method", "x.y.f(1, run_id=None)", ["1:17 None to f"]),
    ("keyword-of-third-party", "from lib import f\nf(run_id=None)", ["2:10 None to f"]),
    ("keyword-of-first-party", "from app.core import build\nbuild(1, run_id=None)", ["2:17 None to build"]),
    ("keyword-takes-anything", "from app.core import anything\nanything(run_id=None)", ["2:17 None to anything"]),
    ("keyword-of-decorated", "from app.core import decorated\ndecorated(run_id=None)", ["2:18 None to decorated"]),
    ("keyword-of-call", "make()(run_id=None)", ["1:15 None to make()"]),
    ("keyword-of-item", "table[key](run_id=None)", ["1:19 None to table"]),
    ("keyword-in-decorator", "@task(run_id=None)\ndef f(): ...", ["1:14 None to task"]),
    ("keyword-awaited", "async def f(x):\n    await x.go(run_id=None)", ["2:23 None to go"]),
    ("keyword-of-class", "from app.core import Bridge\nBridge(run_id=None)", ["2:15 None to Bridge"]),
    ("keyword-of-own-format", "class A:\n    def format(self, run_id): ...\nA().format(run_id=None)", ["3:19 None to format"]),
    ("keyword-of-own-mapping-method", "x.dict(run_id=None)", ["1:15 None to dict"]),
    ("keyword-name-in-long-call", "f(\n    1,\n    run_id=None,\n)", ["3:12 None to f"]),
    ("replace", "import dataclasses\ndataclasses.replace(x, run_id=None)", ["2:31 None to replace"]),
    ("replace-of-tuple", "x._replace(run_id=None)", ["1:19 None to _replace"]),
    ("mapping", 'f(**{"run_id": None})', ["1:16 None to f"]),
    ("mapping-in-mapping", 'f(**{"a": 1, **{"run_id": None}})', ["1:27 None to f"]),
    ("mapping-by-dict", "f(**dict(run_id=None))", ["1:17 None to f"]),
    ("mapping-by-dict-of-mapping", 'f(**dict({"run_id": None}, a=1))', ["1:21 None to f"]),
    ("mapping-in-variable", 'more = {"a": 1, "run_id": None}\nf(**more)\ng(**{**more})', ["1:27 None to f", "1:27 None to g"]),
    ("mapping-in-variable-by-dict", "def h():\n    more = dict(run_id=None)\n    f(**more)", ["2:24 None to f"]),
    ("mapping-last-wins", 'f(**{"run_id": 1, "run_id": None})', ["1:29 None to f"]),
    ("partial-keyword", "from functools import partial\npartial(f, run_id=None)", ["2:19 None to f"]),
    ("partialmethod", "import functools\nfunctools.partialmethod(f, run_id=None)", ["2:35 None to f"]),
    ("two-on-a-line", "f(run_id=None); f(run_id=None)", ["1:10 None to f", "1:26 None to f"]),
    ("nested", "f(g(run_id=None), run_id=None)", ["1:12 None to g", "1:26 None to f"]),
    ("not-ascii-before", "f('é', run_id=None)", ["1:15 None to f"]),
    # -- by position
    ("function", "from app.core import build\nbuild(1, None)", ["2:10 None to build"]),
    ("function-by-module", "from app import core\ncore.build(1, None)", ["2:15 None to build"]),
    ("function-by-full-name", "import app.core\napp.core.build(1, None)", ["2:19 None to build"]),
    ("function-renamed", "from app.core import build as make\nmake(1, None)", ["2:9 None to make"]),
    ("function-relative", "from .core import build\nbuild(1, None)", ["2:10 None to build"]),
    ("function-by-star", "from app.core import *\nbuild(1, None)", ["2:10 None to build"]),
    ("function-alias", "from app import core\nmake = core.build\nmake(1, None)", ["3:9 None to make"]),
    ("function-local", "def f(a, run_id): ...\nf(1, None)", ["2:6 None to f"]),
    ("function-nested", "def f():\n    def g(run_id): ...\n    g(None)", ["3:7 None to g"]),
    ("function-dynamic", "import importlib\nimportlib.import_module('app.core').build(1, None)", ["2:46 None to build"]),
    ("function-awaited", "from app.core import fetch\nasync def f():\n    await fetch(None)", ["3:17 None to fetch"]),
    ("lambda", "f = lambda a, run_id: a\nf(1, None)", ["2:6 None to f"]),
    ("two-definitions-agree", "if x:\n    def f(run_id): ...\nelse:\n    def f(run_id, y=1): ...\nf(None)", ["5:3 None to f"]),
    ("spread-of-known-length", "from app.core import build\nbuild(*(1, None))", ["2:12 None to build"]),
    ("spread-behind", "from app.core import build\nbuild(1, None, *rest)", ["2:10 None to build"]),
    ("partial-position", "import functools\nfrom app.core import build\nfunctools.partial(build, 1, None)", ["3:29 None to build"]),
    ("partial-called-with-keyword", "from functools import partial\ndef f(a, run_id, b): ...\nmake = partial(f, b=1)\nmake(1, None)", ["4:9 None to make"]),
    ("partial-called", "from functools import partial\nfrom app.core import build\nmake = partial(build, 1)\nmake(None)", ["4:6 None to make"]),
    ("constructor", "from app.core import Bridge\nBridge(None)", ["2:8 None to Bridge"]),
    ("constructor-inherited", "from app.core import Sub\nSub(None)", ["2:5 None to Sub"]),
    ("constructor-inherited-here", "from app.core import Bridge\nclass Mine(Bridge): ...\nMine(None)", ["3:6 None to Mine"]),
    ("constructor-new", "from app.core import Made\nMade(None)", ["2:6 None to Made"]),
    ("constructor-by-super", "from app.core import Bridge\nclass A(Bridge):\n    def __init__(self):\n        super().__init__(None)", ["4:26 None to super().__init__"]),
    ("constructor-by-base", "from app.core import Bridge\nclass A(Bridge):\n    def __init__(self):\n        Bridge.__init__(self, None)", ["4:31 None to __init__"]),
    ("constructor-by-cls", "from app.core import Bridge\nclass A(Bridge):\n    @classmethod\n    def f(cls):\n        return cls(None)", ["5:20 None to cls"]),
    ("constructor-by-type", "from app.core import Bridge\nclass A(Bridge):\n    def f(self):\n        return type(self)(None)", ["4:27 None to type(self)"]),
    ("constructor-by-class", "from app.core import Bridge\nclass A(Bridge):\n    def f(self):\n        return self.__class__(None)", ["4:31 None to __class__"]),
    ("constructor-of-dataclass-by-super", "from app.core import Base\nclass A(Base):\n    def __init__(self):\n        super().__init__('', None)", ["4:30 None to super().__init__"]),
    ("constructor-in-nested-class", "class A:\n    class B:\n        def __init__(self, run_id): ...\n        def f(self):\n            type(self)(None)", ["5:24 None to type(self)"]),
    ("constructor-in-function", "def f():\n    class A:\n        def __init__(self, run_id): ...\n    A(None)", ["4:7 None to A"]),
    ("constructor-generic", "import typing\nclass Box(typing.Generic[T]):\n    def __init__(self, run_id): ...\nBox[int](None)", ["4:10 None to Box"]),
    ("new-by-hand", "from app.core import Made\nclass A(Made):\n    def __new__(cls):\n        return super().__new__(cls, None)", ["4:37 None to super().__new__"]),
    ("dataclass", "from app.core import Base\nBase('a', None)", ["2:11 None to Base"]),
    ("dataclass-fields", "import dataclasses as d\n@d.dataclass\nclass A:\n    a: int = d.field(init=False)\n    b: int = d.field(default=1, kw_only=True)\n    run_id: str = d.field(default='')\nA(None)", ["7:3 None to A"]),
    ("dataclass-inherits-fields", "from app.core import Event\nEvent('a', None, 3)", ["2:12 None to Event"]),
    ("named-tuple", "from app.core import Row\nRow('a', None)", ["2:10 None to Row"]),
    ("object-called", "from app.core import Caller\ncall = Caller()\ncall(None)", ["3:6 None to call"]),
    ("method-unknown-receiver", "x.send_event(1, None)", ["1:17 None to send_event"]),
    ("method-of-what-is-passed-on", "import copy\ncopy.copy(x).send_event(1, None)\nnext(y).send_event(1, None)", ["2:28 None to send_event", "3:23 None to send_event"]),
    ("method-fits-one", "x.set_bridge(1, None)", ["1:17 None to set_bridge"]),
    ("method-of-class", "from app.core import Bridge\nBridge.send_event(x, 1, None)", ["2:25 None to send_event"]),
    ("method-of-self", "from app.core import Bridge\nclass A(Bridge):\n    def f(self):\n        self.send_event(1, None)", ["4:28 None to send_event"]),
    ("method-of-super", "from app.core import Bridge\nclass A(Bridge):\n    def send_event(self, event):\n        super().send_event(event, None)", ["4:35 None to send_event"]),
    ("class-method", "from app.core import Bridge\nBridge.open(None)", ["2:13 None to open"]),
    ("class-method-of-object", "from app.core import Bridge\nBridge(1).open(None)", ["2:16 None to open"]),
    ("static-method", "from app.core import Bridge\nBridge.parse('', None)", ["2:18 None to parse"]),
    ("static-method-of-object", "from app.core import Bridge\nb = Bridge(1)\nb.parse('', None)", ["3:13 None to parse"]),
    ("positional-only", "from app.core import Bridge\nBridge(1).here(None, run_id=2)", ["2:16 None to here"]),
    ("positional-only-alone", "from app.core import Bridge\nBridge(1).here(None)", ["2:16 None to here"]),
    # -- conditions
    ("arm", "f(run_id=x if y else None)", ["1:10 None can be passed as run_id to f"]),
    ("other-arm", "f(run_id=None if y else x)", ["1:10 None can be passed as run_id to f"]),
    ("arm-of-arm", "f(run_id=x if y else (z if w else None))", ["1:10 None can be passed as run_id to f"]),
    ("or", "f(run_id=x or None)", ["1:10 None can be passed as run_id to f"]),
    ("and", "f(run_id=x and None)", ["1:10 None can be passed as run_id to f"]),
    ("and-of-none", "f(run_id=None and x)", ["1:10 None can be passed as run_id to f"]),
    ("walrus", "f(run_id=(x := None))", ["1:11 None to f"]),
    ("cast", "import typing\nf(run_id=typing.cast(str, None))", ["2:10 None to f"]),
    ("arm-by-position", "x.send_event(1, y if y else None)", ["1:17 None can be passed as run_id to send_event"]),
]  # fmt: skip

SILENT = [
    # -- by keyword
    ("something-else", "f(run_id=x)"),
    ("another-keyword", "f(run=None)"),
    ("text", "f(run_id='None')"),
    ("false", "f(run_id=False)\nf(run_id=0)\nf(run_id='')"),
    ("default", "def f(run_id=None): ...\nlambda run_id=None: 1"),
    ("annotation", "def f(run_id: None): ...\nrun_id: None = None"),
    ("assignment", "run_id = None\nx.run_id = None"),
    ("comparison", "f(run_id == None)\nf(run_id is None)"),
    ("result", "f(run_id=g(None))"),
    ("inside", "f(run_id=[None])\nf(run_id={'a': None})\nf(run_id=lambda: None)"),
    ("dict", "dict(run_id=None)\nf(dict(run_id=None))"),
    ("ordered", "import collections\ncollections.OrderedDict(run_id=None)"),
    ("namespace", "import types, argparse\ntypes.SimpleNamespace(run_id=None)\nargparse.Namespace(run_id=None)"),
    ("mock", "from unittest.mock import *\nMock(run_id=None)\nMagicMock(run_id=None)\nAsyncMock(run_id=None)"),
    ("mock-by-module", "from unittest import mock\nmock.Mock(run_id=None)\nmock.patch('a.b', run_id=None)\nmock.create_autospec(x, run_id=None)"),
    ("mock-call", "from unittest import mock\nfrom unittest.mock import call\nmock.call(run_id=None)\ncall(run_id=None)\ncall.f(run_id=None)\nmocker.call(run_id=None)"),
    ("expectation", "x.assert_called_with(run_id=None)\nx.f.assert_called_once_with(1, run_id=None)\nx.assert_any_call(run_id=None)\nx.assert_awaited_once_with(run_id=None)"),
    ("format", "'{run_id}'.format(run_id=None)\nf'{x}'.format(run_id=None)\nx.format(run_id=None)"),
    ("first-party-without-it", "from app.core import plain\nplain(run_id=None)"),
    ("first-party-class-without-it", "class A:\n    def __init__(self, x): ...\nA(run_id=None)"),
    ("first-party-class-without-any", "class A: ...\nA(run_id=None)"),
    ("mapping-of-variable", "f(**options)"),
    ("mapping-in-variable-changed", 'more = {"run_id": None}\nmore.update(x)\nf(**more)'),
    ("mapping-in-variable-handed-on", 'more = {"run_id": None}\nx(more)\nf(**more)'),
    ("mapping-in-variable-bound-twice", 'more = {"run_id": None}\nmore = x\nf(**more)'),
    ("mapping-in-variable-below", 'def h():\n    f(**more)\nmore = {"run_id": None}'),
    ("mapping-in-variable-overridden", 'more = {"run_id": None}\nf(**{**more, "run_id": 1})'),
    ("mapping-in-variable-of-variable", 'more = {"run_id": None}\nmost = {**more}\nf(**most)'),
    ("mapping-in-variable-of-a-loop", "for more in [{'run_id': None}]:\n    f(**more)"),
    ("mapping-computed-key", "f(a=run_id, **{key: None, 1: None})"),
    ("mapping-other-key", 'f(**{"run": None})'),
    ("mapping-key-in-two-pieces", 'f(**{"run" "_id": None})'),
    ("mapping-overridden", 'f(**{"run_id": None, "run_id": 1})'),
    ("mapping-not-spread", 'f({"run_id": None})'),
    # -- by position
    ("other-position", "x.send_event(None, 1)\nx.set_bridge(None, 1)"),
    ("too-short", "x.send_event(None)\nx.set_bridge(None)"),
    ("too-long", "x.send_event(1, 2, None)"),
    ("unknown-function", "f(None)\ng(1, None)"),
    ("third-party", "from lib import build\nbuild(1, None)"),
    ("third-party-module", "import lib\nlib.build(1, None)\nlib.core.build(1, None)"),
    ("third-party-object", "from lib import Client\nc = Client()\nc.send_event(1, None)"),
    ("standard-library-result", "import inspect, os\ninspect.signature(f).send_event(1, None)\nos.popen('').send_event(1, None)"),
    ("third-party-annotation", "from lib import Client\ndef f(c: Client):\n    c.send_event(1, None)"),
    ("third-party-base", "from lib import Base\nclass A(Base):\n    def f(self):\n        self.send_event(1, None)\n        super().__init__(None)"),
    ("third-party-super", "from lib import Base\nfrom app.core import Bridge\nclass A(Base, Bridge):\n    def __init__(self):\n        super().__init__(None)"),
    ("built-in", "print(1, None)\nopen('x', None)"),
    ("parameter-of-that-name", "def f(build):\n    build(1, None)"),
    ("spread-before", "from app.core import build\nbuild(*args, None)\nbuild(1, *args, None)"),
    ("spread-inside", "from app.core import build\nbuild(*[1, *args], None)"),
    ("keyword-only", "from app.core import many\nmany(1, None)\nmany(1, 2, None)"),
    ("variadic", "from app.core import anything\nanything(None)\nanything(1, None)"),
    ("decorated", "from app.core import decorated\ndecorated(None)"),
    ("decorated-without-signature", "@app.command()\ndef f(run_id): ...\nf(None)"),
    ("method-unbound-without-object", "from app.core import Bridge\nBridge.send_event(1, None)"),
    ("other-object", "from app.core import Sub\ns = Sub(1)\ns.set_bridge(None)"),
    ("enum", "import enum\nclass A(enum.Enum):\n    def __init__(self, run_id): ...\nA(None)"),
    ("dataclass-without-init", "import dataclasses\n@dataclasses.dataclass(init=False)\nclass A:\n    run_id: str\nA(None)"),
    ("dataclass-keyword-only", "import dataclasses\n@dataclasses.dataclass(kw_only=True)\nclass A:\n    run_id: str\nA(None)"),
    ("dataclass-after-keyword-only", "import dataclasses\n@dataclasses.dataclass\nclass A:\n    _: dataclasses.KW_ONLY\n    run_id: str\nA(None)"),
    ("function-called-as-a-method", "def __init__(self, run_id): ...\n__init__(None, 1)"),
    ("dataclass-of-unknown-base", "import dataclasses, lib\n@dataclasses.dataclass\nclass A(lib.Base):\n    run_id: str\nA(None)"),
    ("class-of-unknown-base", "import lib\nclass A(lib.Base): ...\nA(None)"),
    ("annotated-class", "class A:\n    run_id: str\nA(None)"),
    ("rebound-function", "from app.core import build\nbuild = wrap(build)\nbuild(1, None)"),
    ("dict-method", "class A:\n    def get(self, key, run_id): ...\n    def pop(self, run_id): ...\ndef f(x):\n    x.get('a', None)\n    x.pop(None)"),
    ("literal-receiver", "class A:\n    def join(self, a, run_id, c): ...\n''.join(1, None, 2)\n[].join(1, None, 2)"),
    ("expected-positions", "x.send_event.assert_called_with(1, None)\nmock.call(1, None)"),
    ("guarded", "def f(x, run_id):\n    x.send_event(1, run_id or 'a')\n    x.send_event(1, None or 'a')"),
    ("and-of-true", "f(run_id='a' and x)\nf(run_id=0 or x)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), [pytest.param(*case[1:], id=case[0]) for case in FOUND])
def test_found(text: str, found: list[str], tmp_path: Path) -> None:
    assert check(tmp_path, {**REPO, "app/a.py": f"{text}\n"}, POLICY) == expected(*found)


@pytest.mark.parametrize("text", [pytest.param(case[1], id=case[0]) for case in SILENT])
def test_silent(text: str, tmp_path: Path) -> None:
    assert check(tmp_path, {**REPO, "app/a.py": f"{text}\n"}, POLICY) == ()


@pytest.mark.parametrize(("call", "titles"), [
    pytest.param("f(run_id=None)", ["pass context.run_id, though it is another value"], id="in-the-call"),
    pytest.param("f(**{'run_id': None})", ["pass context.run_id, though it is another value"], id="in-a-mapping"),
    pytest.param("more = {'run_id': None}\n    f(**more)", [None], id="in-a-variable"),
])  # fmt: skip
def test_only_a_literal_in_the_call_is_replaced(call: str, titles: list[str | None], tmp_path: Path) -> None:
    report = session(tmp_path, {"a.py": f"def g(f, context):\n    {call}\n"}, POLICY).check(select={"SSOT003"})
    assert [one.fix and one.fix.title for one in report.findings] == titles
