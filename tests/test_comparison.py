"""Two modules member by member: what differs, and what stands in the way of moving a user from one to the other."""

from __future__ import annotations

from textwrap import dedent

import pytest

from ssot_lint.repo.acceptance import shown
from ssot_lint.repo.comparison import compare, members, obstacles
from ssot_lint.repo.facts import Parameter
from ssot_lint.source.source import Source


def source(text: str, module: str = "app.old") -> Source:
    return Source(f"{module.replace('.', '/')}.py", dedent(text), (module,))


def both(old: str, new: str) -> tuple[Source, Source]:
    return source(old), source(new, "app.new")


# -- members

LISTED = '''\
"""Text."""
import os

__all__ = ["Engine"]
LIMIT, _low = 5, 1
Other = LIMIT
double = lambda x, y=1: x
try:
    def run(a): ...
except ImportError:
    def run(a, b): ...

class Engine(Base, Generic[T]):
    """Text."""
    size: int
    name = "x"
    key = lambda self: 1

    def __init__(self, limit=100, *, log=None):
        self.limit = limit
        self.name = self._hidden = limit

    @property
    def state(self):
        return 1

    @state.setter
    def state(self, value):
        self.value = value

    @overload
    def load(self, a: int): ...
    @overload
    def load(self, a: str): ...
    async def load(self, a):
        yield a

    @staticmethod
    def plain(a, /, *args, b, c={"a very long default": "that is on one line"}, **words):
        args.x = 1

    @classmethod
    def make(cls):
        cls.made = lambda: (yield)

    @cached_property
    def once(self): ...

    class Inner:
        def go(self): ...

for number in []:
    class Looped: ...
match LIMIT:
    case 5:
        class Matched(Engine): ...
'''


def test_members_of_a_module() -> None:
    found = members(source(LISTED))
    assert [(one.name, one.kind, one.line, one.lines, one.signature) for one in found] == [
        ("LIMIT", "value", 5, 1, ""),
        ("_low", "value", 5, 1, ""),
        ("Other", "value", 6, 1, ""),
        ("double", "function", 7, 1, "(x, y=1)"),
        ("run", "function", 9, 1, "(a)"),
        ("Engine", "class", 13, 38, ""),
        ("Engine.size", "attribute", 15, 1, ""),
        ("Engine.name", "attribute", 16, 1, ""),
        ("Engine.key", "method", 17, 1, "(self)"),
        ("Engine.__init__", "method", 19, 3, "(self, limit=100, *, log=None)"),
        ("Engine.limit", "attribute", 20, 1, ""),
        ("Engine._hidden", "attribute", 21, 1, ""),
        ("Engine.state", "property", 24, 2, "(self)"),
        ("Engine.value", "attribute", 29, 1, ""),
        ("Engine.load", "method", 35, 2, "(self, a)"),
        ("Engine.plain", "method", 39, 2, "(a, /, *args, b, c=..., **words)"),
        ("Engine.make", "method", 43, 2, "(cls)"),
        ("Engine.once", "property", 47, 1, "(self)"),
        ("Engine.Inner", "class", 49, 2, ""),
        ("Engine.Inner.go", "method", 50, 1, "(self)"),
        ("number", "value", 52, 1, ""),
        ("Looped", "class", 53, 1, ""),
        ("Matched", "class", 56, 1, ""),
    ]


def test_members_of_a_class() -> None:
    text = "class A:\n    x = 1\n    class B:\n        def f(self): ...\nclass AB:\n    y = 1\n"
    assert [one.name for one in members(source(text), "A")] == ["A.x", "A.B", "A.B.f"]
    assert [one.name for one in members(source(text), "A.B")] == ["A.B.f"]


@pytest.mark.parametrize("name", ["B", "f"])
def test_members_of_no_class(name: str) -> None:
    with pytest.raises(LookupError, match=f"app/old.py has no class {name}"):
        members(source("def f(): ...\n"), name)


# -- what differs


@pytest.mark.parametrize(("old", "new", "expected"), [
    pytest.param("def f(a): return a", 'def f(a: int) -> int:\n    """Text."""\n    return a  # x', (), id="same"),
    pytest.param("def f(a): return a", "def f(a):\n    return (a)", (), id="layout"),
    pytest.param('def f():\n    def g():\n        "Text."\n        pass', "def f():\n    def g(): pass", (), id="docstrings-inside"),
    pytest.param('def f():\n    "Text."', "def f(): pass", (), id="only-a-docstring"),
    pytest.param('x = u"a"', 'x = "a"', (), id="prefix"),
    pytest.param("def f(): return 1", "def f(): return 1.0", ("body",), id="type-of-a-constant"),
    pytest.param("def f(): return [1], [2]", "def f(): return [1, [2]]", ("body",), id="nesting"),
    pytest.param("def f(): return 1", "def f(): return 2", ("body",), id="body"),
    pytest.param("def f(): x = '\\ud800'", "def f(): x = '\\ud801'", ("body",), id="lone-surrogates"),
    pytest.param("def f(run_id): ...", "def f(run_id, user): ...",
                 ("signature: (run_id) there, (run_id, user) here",), id="signature"),
    pytest.param("def f(a=1): ...", "def f(a=2): ...", ("signature: (a=1) there, (a=2) here",), id="default"),
    pytest.param("async def f(): ...", "def f(): ...", ("async there, plain here",), id="async"),
    pytest.param("def f(): ...", "def f(): yield", ("plain there, generator here", "body"), id="generator"),
    pytest.param("@cached\ndef f(): ...", "@retry(3)\n@cached\ndef f(): ...",
                 ("decorators: cached there, retry, cached here",), id="decorators"),
    pytest.param("class f: ...", "class f(dict): ...", ("bases: none there, dict here",), id="bases"),
    pytest.param("def f(): ...", "class f: ...", ("kind: function there, class here",), id="kind"),
    pytest.param("f = 1", "f = 2", ("value: 1 there, 2 here",), id="value"),
    pytest.param("f = 1", "f: int = 1", (), id="annotated-value"),
    pytest.param("f = (\n1, 2)", "f = (\n1, 3)", ("value",), id="long-value"),
    pytest.param("f = " + "+".join("1" * 900), "f = " + "+".join("1" * 901), ("value",), id="deep-value"),
])  # fmt: skip
def test_differences(old: str, new: str, expected: tuple[str, ...]) -> None:
    (pair,) = compare(*both(f"{old}\n", f"{new}\n"))
    assert pair.differences == expected


@pytest.mark.parametrize(("old", "new", "names", "expected"), [
    pytest.param("def f(): ...\ndef g(): ...\n", "def g(): ...\ndef h(): ...\n", ("", ""),
                 [("f", "f", None), ("g", "g", "g"), ("h", None, "h")], id="module"),
    pytest.param("class A:\n    def f(self): ...\n    def g(self): ...\n", "class B:\n    def g(self): ...\n    h = 1\n", ("A", "B"),
                 [("A", "A", "B"), ("A.f", "A.f", None), ("A.g", "A.g", "B.g"), ("B.h", None, "B.h")], id="classes"),
    pytest.param("class A:\n    def f(self): ...\n", "class B:\n    def f(self): ...\nA = B\n", ("", ""),
                 [("A", "A", "B"), ("A.f", "A.f", "B.f")], id="alias-in-new"),
    pytest.param("class B: ...\nA = B\n", "class A: ...\nclass B: ...\n", ("", ""),
                 [("B", "B", "B"), ("A", "A", "A")], id="alias-in-old"),
    pytest.param("class A:\n    def f(self): ...\n", "class Base:\n    def f(self): ...\nclass A(Base): ...\n", ("A", "A"),
                 [("A", "A", "A"), ("A.f", "A.f", "Base.f")], id="inherited"),
    pytest.param("class A:\n    def f(self): ...\n", "class A(A, Other, x()): ...\nA.b = 1\n", ("", ""),
                 [("A", "A", "A"), ("A.f", "A.f", None)], id="its-own-base"),
    pytest.param("def f(): ...\n", "from app.old import f\n", ("", ""), [("f", "f", None)], id="facade"),
    pytest.param("def f(): ...\nf.x = 1\n", "def f(): ...\nf = trace(f)\n", ("", ""), [("f", "f", "f")], id="rebound"),
    pytest.param("A = B = C = 1\n", "A = B\nB = A\n", ("", ""),
                 [("A", "A", "A"), ("B", "B", "B"), ("C", "C", None)], id="circle"),
])  # fmt: skip
def test_pairs(old: str, new: str, names: tuple[str, str], expected: list[tuple[str, str | None, str | None]]) -> None:
    found = compare(*both(old, new), *names)
    assert [(one.name, one.old and one.old.name, one.new and one.new.name) for one in found] == expected


# -- what stands in the way

FUNCTIONS = [
    pytest.param("a, b=1", "a, b=2, c=3", (), id="more-is-possible"),
    pytest.param("a, b", "*args, **kwargs", (), id="all-is-possible"),
    pytest.param("a, *, b", "a, b", (), id="no-longer-keyword-only"),
    pytest.param("a, /", "a", (), id="no-longer-positional-only"),
    pytest.param("a, /", "b", (), id="positional-only-renamed"),
    pytest.param("*, a", "**kwargs", (), id="into-keywords"),
    pytest.param("a, /", "*args", (), id="into-arguments"),
    pytest.param("**kwargs", "a=1, **words", (), id="one-of-the-keywords"),
    pytest.param("a", "a, b", ("f needs b here and not there",), id="new-required"),
    pytest.param("a", "a, *, b", ("f needs b here and not there",), id="new-required-keyword"),
    pytest.param("a=1", "a", ("f needs a here and not there",), id="default-gone"),
    pytest.param("*, a=1", "*, a", ("f needs a here and not there",), id="keyword-default-gone"),
    pytest.param("a=1, /", "b, /", ("f needs b here and not there",), id="positional-only-default-gone"),
    pytest.param("**kwargs", "*, a, **kwargs", ("f needs a here and not there",), id="required-among-keywords"),
    pytest.param("run_id", "run", ("f has run in the place of run_id here",), id="renamed"),
    pytest.param("a, b", "b, a", ("f has b in the place of a here", "f has a in the place of b here"), id="order"),
    pytest.param("a, b, /", "b, a, /", ("f has b in the place of a here", "f has a in the place of b here"), id="positional-order"),
    pytest.param("a, b", "a", ("f takes b there and not here",), id="removed"),
    pytest.param("*, a", "", ("f takes a there and not here",), id="keyword-removed"),
    pytest.param("*, a", "a, /", ("f takes a by keyword there and only by position here",), id="keyword-now-positional"),
    pytest.param("a", "*, a", ("f takes a by position there and only by keyword here",), id="keyword-only"),
    pytest.param("a", "**kwargs", ("f takes a by position there and only by keyword here",), id="keywords-only"),
    pytest.param("a", "a, /", ("f takes a by keyword there and not here",), id="positional-only"),
    pytest.param("a", "*args", ("f takes a by keyword there and not here",), id="arguments-only"),
    pytest.param("*args", "", ("f takes any number of arguments there and not here",), id="arguments-gone"),
    pytest.param("a, *args", "a, b=1, *args", ("f has b in the place of *args here",), id="before-the-arguments"),
    pytest.param("**kwargs", "", ("f takes any keyword there and not here",), id="keywords-gone"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), FUNCTIONS)
def test_parameters_in_the_way(old: str, new: str, expected: tuple[str, ...]) -> None:
    assert obstacles(*both(f"def f({old}): ...\n", f"def f({new}): ...\n"), "f") == expected
    methods = both(f"class A:\n    def f(self, {old}): ...\n", f"class A:\n    def f(this, {new}): ...\n")
    assert obstacles(*methods, "A") == tuple(f"A.{phrase}" for phrase in expected)
    assert obstacles(*methods, "A.f") == tuple(f"A.{phrase}" for phrase in expected)


@pytest.mark.parametrize(("old", "new", "expected"), [
    pytest.param("def f(a): return 1", "def f(a): return 2", (), id="body"),
    pytest.param("@cache\n@override\ndef f(): ...", "@deprecated('x')\n@cache\ndef f(): ...", (), id="harmless-decorators"),
    pytest.param("f = lambda a: a", "def f(a): ...", (), id="lambda"),
    pytest.param("f = 1", "f = other()", (), id="values"),
    pytest.param("from app.new import f", "def f(): ...", (), id="old-is-a-facade"),
    pytest.param("import app.new\nf = app.new.f", "def f(): ...", ("f is a value there and a function here",), id="alias-of-another-module"),
    pytest.param("def f(): ...", "from app.old import f", (), id="new-is-a-facade"),
    pytest.param("def f(): ...", "from .old import g as f", ("f comes from app.old.g here",), id="facade-of-nothing"),
    pytest.param("def g(): ...\ndef f(a): ...", "from app import old\nf = old.g", ("f is a function there and a value here",), id="alias-of-an-import"),
    pytest.param("from x import f", "from x import f", (), id="both-hand-on"),
    pytest.param("from x import f", "from y import f", ("f comes from x.f there", "f comes from y.f here"), id="hand-on-others"),
    pytest.param("def f(): ...", "def g(): ...", ("f is missing here",), id="missing"),
    pytest.param("", "def f(): ...", ("f is missing there",), id="missing-there"),
    pytest.param("async def f(): ...", "def f(): ...", ("f is async there and plain here",), id="async"),
    pytest.param("def f(): ...", "async def f(): ...", ("f is plain there and async here",), id="plain"),
    pytest.param("def f(): yield", "def f(): ...", ("f is a generator there and none here",), id="generator"),
    pytest.param("def f(): ...", "def f(): yield from x", ("f is a generator here and none there",), id="now-a-generator"),
    pytest.param("@contextmanager\ndef f(): yield", "def f(): yield", ("f has @contextmanager there and not here",), id="context-manager"),
    pytest.param("def f(): ...", "@x[0]\ndef f(): ...", ("f has another decorator here and not there",), id="decorator-without-a-name"),
    pytest.param("def f(): ...", "class f: ...", ("f is a function there and a class here",), id="kind"),
    pytest.param("class f: ...", "f = None", ("f is a class there and a value here",), id="now-a-value"),
    pytest.param("def f(:", "def f(): ...", ("app/old.py can't be read in full",), id="unreadable"),
])  # fmt: skip
def test_functions_in_the_way(old: str, new: str, expected: tuple[str, ...]) -> None:
    assert obstacles(*both(f"{old}\n", f"{new}\n"), "f") == expected


IN_CLASSES = [
    pytest.param("def f(self): ...", "def f(self): ...\ndef g(self): ...", (), id="more-is-possible"),
    pytest.param("def _f(self): ...\ndef __repr__(self): ...", "x = 1", (), id="private"),
    pytest.param("def f(self): ...", "", ("A.f is missing here",), id="missing"),
    pytest.param("def __enter__(self): ...", "", ("A.__enter__ is missing here",), id="missing-protocol"),
    pytest.param("async def f(self): ...", "def f(self): ...", ("A.f is async there and plain here",), id="async"),
    pytest.param("@staticmethod\ndef f(a): ...", "@classmethod\ndef f(cls, a): ...", (), id="static-to-class"),
    pytest.param("@staticmethod\ndef f(a): ...", "def f(self, a): ...", ("A.f is a static method there and a method here",), id="static"),
    pytest.param("def f(self): ...", "@classmethod\ndef f(cls): ...", ("A.f is a method there and a class method here",), id="class-method"),
    pytest.param("@property\ndef f(self): ...", "def f(self): ...", ("A.f is a property there and a method here",), id="property"),
    pytest.param("@property\ndef f(self): ...", "f = 1", (), id="property-to-attribute"),
    pytest.param("@property\ndef f(self): ...", "@cached_property\ndef f(self): ...", (), id="property-to-cached"),
    pytest.param("@property\ndef f(self): ...\n@f.setter\ndef f(self, v): ...", "@property\ndef f(self): ...",
                 ("A.f can be set there and not here",), id="setter-gone"),
    pytest.param("f = 1", "@property\ndef f(self): ...", ("A.f is an attribute there and a property here",), id="class-attribute"),
    pytest.param("f: int", "@property\ndef f(self): ...", ("A.f can be set there and not here",), id="attribute-to-property"),
    pytest.param("f: int", "@cached_property\ndef f(self): ...", (), id="attribute-to-cached"),
    pytest.param("f = 1", "def __init__(self):\n    self.f = 1", ("A.f belongs to the class there and only to its objects here",), id="of-objects"),
    pytest.param("def __init__(self):\n    self.f = 1", "f = 1", (), id="of-the-class"),
    pytest.param("def __init__(self):\n    self.f = 1", "", ("A.f is missing here",), id="set-on-self"),
    pytest.param("", "def __init__(self, a): ...", ("A needs a here and not there",), id="constructor"),
    pytest.param("", "def __init__(self, a=1): ...", (), id="constructor-with-defaults"),
    pytest.param("def __init__(self, a): ...", "def __new__(cls, b): ...", ("A has b in the place of a here",), id="new"),
    pytest.param("class B:\n    def f(self): ...", "class B: ...", ("A.B.f is missing here",), id="inner-class"),
    pytest.param("def f(self): ...", "@abstractmethod\ndef f(self): ...",
                 ("A.f has @abstractmethod here and not there", "A.f is abstract here and not there"), id="abstract"),
    pytest.param("@abstractmethod\ndef f(self): ...", "@abstractmethod\ndef f(self): ...", (), id="both-abstract"),
    pytest.param("def __eq__(self, o): ...", "", ("A.__eq__ is missing here",), id="equality"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), IN_CLASSES)
def test_members_in_the_way(old: str, new: str, expected: tuple[str, ...]) -> None:
    made = [
        f"class A:\n{''.join(f'    {line}{chr(10)}' for line in (body or 'pass').splitlines())}" for body in (old, new)
    ]
    assert obstacles(*both(*made), "A") == expected


DATACLASS = "@dataclass\nclass A:\n    a: int\n    b: int = 1\n"
CLASSES = [
    pytest.param("class A: ...", "class A: ...", (), id="same"),
    pytest.param("class A(object): ...", "class A(ABC): ...", (), id="plain-bases"),
    pytest.param("class A(dict): ...", "class A: ...", ("A has the base class dict there and not here", "A is made with what dict takes there and with () here"), id="base-gone"),
    pytest.param("class A: ...", "class A(dict): ...", ("A is made with () there and with what dict takes here",), id="base-new"),
    pytest.param("class B(E): ...\nclass A(B): ...", "class B(E): ...\nclass A(B): ...", (), id="bases-of-the-modules"),
    pytest.param("class B: ...\nclass A(B): ...", "class A: ...", ("A has the base class B there and not here",), id="base-of-the-module-gone"),
    pytest.param("class B: ...\nclass A(B): ...", "from app.old import B\nclass A(B): ...", (), id="base-from-the-old"),
    pytest.param("from .new import B\nclass A(B): ...", "class B: ...\nclass A(B): ...", (), id="base-from-the-new"),
    pytest.param("class A:\n    def f(self): ...", "from app.old import A as Old\nclass A(Old): ...", (), id="subclass-of-the-old"),
    pytest.param("class A:\n    def f(self): ...", "from app import old\nclass A(old.A):\n    def f(self, a): ...",
                 ("A.f needs a here and not there",), id="subclass-that-overrides"),
    pytest.param("class B:\n    def f(self): ...\nclass A(B): ...", "class A:\n    def f(self): ...",
                 ("A has the base class B there and not here",), id="inherited-there"),
    pytest.param("class A:\n    def f(self): ...", "class B:\n    def f(self): ...\nclass A(B): ...", (), id="inherited-here"),
    pytest.param("class A:\n    def f(self): ...", "class B:\n    def f(self): ...\nA = B", (), id="alias"),
    pytest.param("class A:\n    def __init__(self, a): ...", "class B:\n    def __init__(self, b): ...\nclass A(B): ...",
                 ("A has b in the place of a here",), id="inherited-constructor"),
    pytest.param("class E(Exception): ...\nclass A(E): ...", "class E(Exception): ...\nclass A(E): ...", (), id="made-far-above"),
    pytest.param("class E(Exception): ...\nclass A(E): ...", "class E(Exception):\n    def __init__(self): ...\nclass A(E): ...",
                 ("A is made with what Exception takes there and with () here",), id="constructor-far-above"),
    pytest.param(DATACLASS, DATACLASS, (), id="dataclass"),
    pytest.param(DATACLASS, "class A:\n    def __init__(self, a, b=2):\n        self.a, self.b = a, b\n",
                 ("A is a dataclass there and none here", "A.b belongs to the class there and only to its objects here"), id="dataclass-no-more"),
    pytest.param("class A:\n    def __init__(self, a):\n        self.a = a\n    def __eq__(self, o): ...\n", DATACLASS, (), id="now-a-dataclass"),
    pytest.param(DATACLASS, DATACLASS.replace("dataclass", "dataclass(frozen=True)"), ("A can be changed there and is frozen here",), id="frozen"),
    pytest.param(DATACLASS, f"{DATACLASS}    c: int\n", ("A needs c here and not there",), id="field"),
    pytest.param(DATACLASS.replace("A:", "A(Base):"), f"{DATACLASS}    c: int\n".replace("A:", "A(Base):"),
                 ("A needs c here and not there",), id="field-below-another-base"),
    pytest.param(DATACLASS, DATACLASS.replace("A:", "B:") + "@dataclass\nclass A(B):\n    b: int = 2\n    c: int = 0\n", (), id="inherited-fields"),
    pytest.param("from typing import NamedTuple\nclass A(NamedTuple):\n    a: int\n", "from typing import NamedTuple\nclass A(NamedTuple):\n    b: int\n",
                 ("A has b in the place of a here", "A.a is missing here"), id="named-tuple"),
    pytest.param("@register\nclass A: ...", "class A: ...", ("A has @register there and not here",), id="class-decorator"),
    pytest.param("class B(A): ...\nclass A(B): ...", "class A: ...", ("A has the base class B there and not here", "A has the base class A there and not here"), id="circle"),
    pytest.param("class A(x()): ...", "class A(y()): ...", (), id="bases-that-cannot-be-told"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CLASSES)
def test_classes_in_the_way(old: str, new: str, expected: tuple[str, ...]) -> None:
    assert obstacles(*both(f"{old}\n", f"{new}\n"), "A") == expected


def test_another_name_in_the_new_module() -> None:
    old, new = both("class Legacy:\n    def f(self): ...\n", "class Auth:\n    async def f(self): ...\n")
    assert obstacles(old, new, "Legacy", "Auth") == ("Legacy.f is plain there and async here",)
    assert obstacles(old, new, "Legacy", "Engine") == ("Engine is missing here",)


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("a, b=1, /, c=2, *args, d, e=3, **words", "(a, b=..., /, c=..., *args, d, e=..., **words)", id="all"),
    pytest.param("a, *, b", "(a, *, b)", id="keyword-only"),
    pytest.param("a, /", "(a, /)", id="positional-only"),
    pytest.param("", "()", id="none"),
])  # fmt: skip
def test_shown(text: str, expected: str) -> None:
    (one,) = members(source(f"def f({text}): ...\n"))
    assert isinstance(one.parameters, tuple) and all(isinstance(part, Parameter) for part in one.parameters)
    assert shown(one.parameters) == expected
