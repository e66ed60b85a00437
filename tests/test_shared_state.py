"""SSOT009: what the instances of an isolated class share, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository import check, lines, session

POLICY = '[decisions.iso]\nisolated = ["*Factory"]\n'


def _class(body: str, head: str = "class OrderFactory:") -> str:
    """A class of these lines."""
    return head + "\n" + "".join(f"    {line}\n" if line else "\n" for line in body.split("\n"))


def _at(place: str, message: str) -> tuple[str, ...]:
    return (f"app/orders.py:{place}: SSOT009 {message} (iso)",)


def _shared(name: str, of: str = "") -> str:
    return f"{name} is shared by all instances{of}: set it in __init__"


def _rebound(name: str) -> str:
    return f"OrderFactory.{name} is rebound for all instances: set it on self"


def _single(name: str) -> str:
    return f"OrderFactory.{name} keeps one instance for all users: make one for each"


def _one(name: str) -> str:
    return f"{name} is one OrderFactory for all users: make it where it is needed"


def _of_module(name: str) -> str:
    return f"{name} is shared by all instances of OrderFactory: keep it on self"


def _cached(name: str) -> str:
    return f"{name} keeps its results for all instances: keep them on self"


CACHE = _shared("OrderFactory.cache")

ATTRIBUTES = [
    pytest.param("cache = {}", "2:5", CACHE, id="dict"),
    pytest.param("cache = []", "2:5", CACHE, id="list"),
    pytest.param("cache = set()", "2:5", CACHE, id="set"),
    pytest.param("cache = dict[str, int]()", "2:5", CACHE, id="generic-call"),
    pytest.param("cache: dict[str, int] = {}", "2:5", CACHE, id="annotated"),
    pytest.param("cache: ClassVar[list[int]] = []", "2:5", CACHE, id="class-var"),
    pytest.param("if DEBUG:\n    cache = {}\nelse:\n    cache = None", "3:9", CACHE, id="conditional"),
    pytest.param("try:\n    cache = {}\nexcept E:\n    cache = None", "3:9", CACHE, id="try"),
    pytest.param("cache = {} if A else None", "2:5", CACHE, id="arm"),
    pytest.param("cache = BASE or []", "2:5", CACHE, id="or"),
    pytest.param("cache, more = {}, 1", "2:5", CACHE, id="unpacked"),
    pytest.param("cache = [1]\ndef add(self):\n    self.cache.append(2)", "2:5", CACHE, id="append"),
    pytest.param("cache = {1: 2}\ndef add(self):\n    self.cache[2] = 3", "2:5", CACHE, id="item"),
    pytest.param("cache = {1: []}\ndef add(self):\n    self.cache[1].append(2)", "2:5", CACHE, id="deep"),
    pytest.param("cache = {1: 2}\ndef add(self):\n    del self.cache[1]", "2:5", CACHE, id="delete"),
    pytest.param("cache = {1}\ndef add(self):\n    self.cache |= {2}", "2:5", CACHE, id="augmented"),
    pytest.param("cache = [x for x in y]\ndef add(self):\n    self.cache += [2]", "2:5", CACHE, id="comprehension"),
    pytest.param("cache = [0] * 8\ndef add(self):\n    self.cache[0] += 1", "2:5", CACHE, id="repeated"),
    pytest.param("cache = sorted(y)\ndef add(self):\n    self.cache.pop()", "2:5", CACHE, id="copied"),
    pytest.param("cache = dict(a=1)\ndef add(self):\n    self.cache.clear()", "2:5", CACHE, id="filled-call"),
    pytest.param("cache = [1]\n@classmethod\ndef add(cls):\n    cls.cache.append(2)", "2:5", CACHE, id="class-method"),
    pytest.param("cache = [1]\n@staticmethod\ndef add():\n    OrderFactory.cache.append(2)", "2:5", CACHE, id="by-name"),
    pytest.param("cache = [1]\ndef add(self):\n    type(self).cache.append(2)", "2:5", CACHE, id="by-type"),
    pytest.param("cache = [1]\ndef add(self):\n    own = self.cache\n    own.append(2)", "2:5", CACHE, id="alias"),
    pytest.param("cache = [1]\ndef add(self):\n    def inner():\n        self.cache.append(2)\n    inner()", "2:5", CACHE,
                 id="closure"),
    pytest.param("cache = [1]\ndef add(self):\n    return lambda: self.cache.pop()", "2:5", CACHE, id="lambda"),
    pytest.param("cache = {1: 2}\ndef __init__(self, a):\n    self.own = self.cache\n    self.own.update(a)", "2:5", CACHE,
                 id="another-name-of-it"),
    pytest.param("CACHE = {}\ndef add(self):\n    self.CACHE[1] = 2", "2:5", _shared("OrderFactory.CACHE"), id="capitals"),
    pytest.param("cache: Final = {}\ndef add(self):\n    self.cache[1] = 2", "2:5", CACHE, id="final"),
    pytest.param("cache = {}\ndef __init__(self, a):\n    if a:\n        self.cache = a\ndef add(self):\n    self.cache[1] = 2",
                 "2:5", CACHE, id="set-in-one-case"),
    pytest.param("cache = {}\ndef __init__(self):\n    for _ in a:\n        self.cache = {}\ndef add(self):\n    self.cache[1] = 2",
                 "2:5", CACHE, id="set-in-a-loop"),
    pytest.param("cache = {}\ndef __init_subclass__(cls):\n    cls.cache[cls.name] = cls", "2:5", CACHE, id="registry"),
    pytest.param("cache = {}\ndef __init__(self):\n    self.__dict__ = self.cache", "2:5", CACHE, id="borg"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "place", "message"), ATTRIBUTES)
def test_attributes(body: str, place: str, message: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"app/orders.py": _class(body)}, POLICY) == _at(place, message)


REBINDING = [
    pytest.param("count = 0\ndef add(self):\n    type(self).count += 1", "2:5", _rebound("count"), id="type"),
    pytest.param("count = 0\ndef add(self):\n    self.__class__.count = 1", "2:5", _rebound("count"), id="dunder-class"),
    pytest.param("count = 0\n@classmethod\ndef add(cls):\n    cls.count += 1", "2:5", _rebound("count"), id="class-method"),
    pytest.param("count = 0\ndef add(self):\n    OrderFactory.count += 1", "2:5", _rebound("count"), id="by-name"),
    pytest.param("count = 0\ndef add(self):\n    klass = type(self)\n    klass.count = 1", "2:5", _rebound("count"), id="alias"),
    pytest.param("count = 0\n@classmethod\ndef add(cls):\n    del cls.count", "2:5", _rebound("count"), id="deleted"),
    pytest.param("count = 0\n@classmethod\ndef add(cls):\n    setattr(cls, 'count', 1)", "2:5", _rebound("count"), id="setattr"),
    pytest.param("@classmethod\ndef add(cls, n):\n    setattr(cls, n, 1)", "4:9",
                 "OrderFactory, changed by setattr, is rebound for all instances: set it on self", id="setattr-of-any"),
    pytest.param("@classmethod\ndef add(cls):\n    cls.count = 1", "4:9", _rebound("count"), id="undeclared"),
    pytest.param("count = 0\ndef add(self):\n    self.count = 1\n    type(self).count = 2", "2:5", _rebound("count"), id="both"),
    pytest.param("_instance = None\ndef __new__(cls):\n    if cls._instance is None:\n        cls._instance = super().__new__(cls)\n"
                 "    return cls._instance", "2:5", _single("_instance"), id="new"),
    pytest.param("_it = None\n@classmethod\ndef get(cls):\n    cls._it = cls._it or cls()\n    return cls._it", "2:5",
                 _single("_it"), id="get-instance"),
    pytest.param("last = None\ndef __init__(self):\n    OrderFactory.last = self", "2:5", _single("last"), id="last"),
    pytest.param("def __new__(cls):\n    if not hasattr(cls, '_instance'):\n        cls._instance = object.__new__(cls)\n"
                 "    return cls._instance", "4:13", _single("_instance"), id="undeclared-singleton"),
    pytest.param("_instances = {}\n@classmethod\ndef get(cls, key):\n    cls._instances[key] = cls()", "2:5",
                 _shared("OrderFactory._instances"), id="instances"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "place", "message"), REBINDING)
def test_rebinding(body: str, place: str, message: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"app/orders.py": _class(body)}, POLICY) == _at(place, message)


MODULES = [
    pytest.param("import queue\nclass OrderFactory:\n    q = queue.Queue()\n", "3:5", _shared("OrderFactory.q"), id="queue"),
    pytest.param("from itertools import count\nclass OrderFactory:\n    ids = count()\n", "3:5", _shared("OrderFactory.ids"),
                 id="counter"),
    pytest.param("import threading\nclass OrderFactory:\n    ready = threading.Event()\n", "3:5", _shared("OrderFactory.ready"),
                 id="event"),
    pytest.param("from collections import defaultdict as dd\nclass OrderFactory:\n    cache = dd(list)\n", "3:5", CACHE,
                 id="aliased-import"),
    pytest.param("from weakref import WeakKeyDictionary\nclass OrderFactory:\n    cache = WeakKeyDictionary()\n", "3:5", CACHE,
                 id="weak"),
    pytest.param("import heapq\nclass OrderFactory:\n    cache = [1]\n    def add(self):\n        heapq.heappush(self.cache, 1)\n",
                 "3:5", CACHE, id="heap"),
    pytest.param("_BASE = [1]\nclass OrderFactory:\n    cache = _BASE\n    def add(self):\n        self.cache.append(1)\n", "3:5",
                 CACHE, id="of-the-module"),
    pytest.param("from dataclasses import dataclass, field\n@dataclass\nclass OrderFactory:\n    cache: list = field(default=[])\n",
                 "4:5", CACHE, id="field"),
    pytest.param("import attr\n@attr.s\nclass OrderFactory:\n    cache = attr.ib([])\n", "4:5", CACHE, id="attrs"),
    pytest.param("from pydantic import BaseModel\nclass OrderFactory(BaseModel):\n    cache: ClassVar[dict] = {}\n"
                 "    def add(self):\n        self.cache[1] = 2\n", "3:5", CACHE, id="pydantic-class-var"),
    pytest.param("class Base:\n    cache = {}\nclass OrderFactory(Base): ...\n", "2:5",
                 _shared("Base.cache", " of OrderFactory"), id="inherited"),
    pytest.param("class Base:\n    cache = {}\nclass AFactory(Base): ...\nclass BFactory(Base): ...\n", "2:5",
                 _shared("Base.cache", " of AFactory"), id="inherited-twice"),
    pytest.param("class OrderFactory:\n    cache = [1]\nclass More(OrderFactory):\n    def add(self):\n        self.cache.append(1)\n",
                 "2:5", CACHE, id="changed-by-a-subclass"),
    pytest.param("class Base:\n    def add(self):\n        self.cache.append(1)\nclass OrderFactory(Base):\n    cache = [1]\n",
                 "5:5", CACHE, id="changed-by-a-base"),
    pytest.param("class OrderFactory: ...\nfactory = OrderFactory()\n", "2:1", _one("factory"), id="instance"),
    pytest.param("class OrderFactory: ...\nfactory: OrderFactory = OrderFactory()\n", "2:1", _one("factory"), id="annotated"),
    pytest.param("class OrderFactory: ...\nfactory: 'OrderFactory' = build()\n", "2:1", _one("factory"), id="by-annotation"),
    pytest.param("class OrderFactory: ...\nif A:\n    factory = OrderFactory()\n", "3:5", _one("factory"), id="if"),
    pytest.param("class OrderFactory: ...\ntry:\n    factory = OrderFactory()\nexcept E:\n    factory = None\n", "3:5",
                 _one("factory"), id="try"),
    pytest.param("class OrderFactory: ...\nfactories = [OrderFactory()]\n", "2:1", _one("factories"), id="list"),
    pytest.param("class OrderFactory: ...\nfactories = {'a': OrderFactory()}\n", "2:1", _one("factories"), id="dict"),
    pytest.param("class OrderFactory: ...\nfactories = {a: OrderFactory() for a in b}\n", "2:1", _one("factories"), id="dict-of"),
    pytest.param("class OrderFactory: ...\nfactories = [OrderFactory() for a in b]\n", "2:1", _one("factories"), id="list-of"),
    pytest.param("class OrderFactory: ...\nfactory = None or OrderFactory()\n", "2:1", _one("factory"), id="or"),
    pytest.param("class OrderFactory: ...\nfactory = OrderFactory() if A else None\n", "2:1", _one("factory"), id="arm"),
    pytest.param("class OrderFactory: ...\nprint(factory := OrderFactory())\n", "2:7", _one("factory"), id="walrus"),
    pytest.param("class OrderFactory:\n    @classmethod\n    def create(cls):\n        return cls()\n    def f(self):\n"
                 "        self.x = 1\nfactory = OrderFactory.create()\n", "7:1", _one("factory"), id="class-method"),
    pytest.param("class OrderFactory: ...\ndef make() -> OrderFactory: ...\nfactory = make()\n", "3:1", _one("factory"),
                 id="function"),
    pytest.param("class OrderFactory: ...\n_factory = None\ndef get():\n    global _factory\n    if _factory is None:\n"
                 "        _factory = OrderFactory()\n    return _factory\n", "2:1", _one("_factory"), id="global"),
    pytest.param("class OrderFactory: ...\n_factory: OrderFactory | None = None\ndef get():\n    global _factory\n"
                 "    _factory = build()\n", "2:1", _one("_factory"), id="global-by-annotation"),
    pytest.param("class OrderFactory: ...\n_it = None\nasync def make() -> OrderFactory: ...\nasync def get():\n    global _it\n"
                 "    _it = await make()\n", "2:1", _one("_it"), id="awaited"),
    pytest.param("class OrderFactory:\n    @classmethod\n    async def make(cls):\n        return cls()\n    def f(self):\n"
                 "        self.x = 1\n_it = None\nasync def get():\n    global _it\n    _it = await OrderFactory.make()\n", "7:1",
                 _one("_it"), id="awaited-class-method"),
    pytest.param("class OrderFactory: ...\nOrderFactory.main = OrderFactory()\n", "2:1", _one("OrderFactory.main"), id="on-itself"),
    pytest.param("class OrderFactory: ...\n_made = {}\ndef get(key):\n    _made[key] = OrderFactory()\n", "2:1", _one("_made"),
                 id="put-in"),
    pytest.param("class OrderFactory: ...\n_made = []\ndef get(key):\n    _made.append(OrderFactory())\n", "2:1", _one("_made"),
                 id="appended"),
    pytest.param("class OrderFactory: ...\nclass App:\n    factory = OrderFactory()\n", "3:5", _one("App.factory"), id="of-a-class"),
    pytest.param("class OrderFactory: ...\nclass App:\n    @classmethod\n    def get(cls):\n        cls.factory = OrderFactory()\n",
                 "5:9", _one("App.factory"), id="by-a-class"),
    pytest.param("class OrderFactory: ...\ndef use(factory=OrderFactory()): ...\n", "2:17", _one("factory"), id="default"),
    pytest.param("class OrderFactory: ...\ndef use(*, factory=OrderFactory()): ...\n", "2:20", _one("factory"), id="keyword-default"),
    pytest.param("class OrderFactory:\n    def __init__(self, a):\n        self.a = a\nfactory = OrderFactory([])\n", "4:1",
                 _one("factory"), id="made-with-a-list"),
    pytest.param("class OrderFactory:\n    def __init__(self, a):\n        self.a = a\nb = Box()\nfactory = OrderFactory(b)\n",
                 "5:1", _one("factory"), id="made-with-an-object"),
    pytest.param("class OrderFactory:\n    def __init__(self, a):\n        self.a = a\nfactory = OrderFactory(Box())\n", "4:1",
                 _one("factory"), id="made-with-a-call"),
    pytest.param("class OrderFactory:\n    def __init__(self):\n        self.a = {}\nfactory = OrderFactory()\n", "4:1",
                 _one("factory"), id="made-with-state"),
    pytest.param("from dataclasses import dataclass\n@dataclass\nclass OrderFactory:\n    a: int = 0\nfactory = OrderFactory()\n",
                 "5:1", _one("factory"), id="dataclass"),
    pytest.param("from functools import lru_cache\nclass OrderFactory:\n    @lru_cache(maxsize=None)\n    def get(self): ...\n",
                 "3:6", _cached("get"), id="cached-method"),
    pytest.param("import functools as f\nclass OrderFactory:\n    @staticmethod\n    @f.cache\n    def get(): ...\n", "4:6",
                 _cached("get"), id="cached-static-method"),
    pytest.param("from functools import cache\nclass OrderFactory: ...\n@cache\ndef get() -> OrderFactory: ...\n", "3:2",
                 "get keeps one OrderFactory for all users: make one for each call", id="cached-factory"),
    pytest.param("from functools import cache\nclass OrderFactory: ...\n@cache\ndef get():\n    return OrderFactory()\n", "3:2",
                 "get keeps one OrderFactory for all users: make one for each call", id="cached-function"),
    pytest.param("_cache = {}\nclass OrderFactory:\n    def get(self, key):\n        _cache[key] = 1\n", "1:1", _of_module("_cache"),
                 id="variable"),
    pytest.param("_cache = {1: {}}\nclass OrderFactory:\n    def get(self, key):\n        def put():\n            _cache[1][key] = 1\n"
                 "        put()\n", "1:1", _of_module("_cache"), id="variable-in-a-closure"),
    pytest.param("_count = 0\nclass OrderFactory:\n    def get(self):\n        global _count\n        _count += 1\n", "1:1",
                 _of_module("_count"), id="global-in-a-method"),
    pytest.param("class OrderFactory:\n    def __init__(self, a=[]):\n        self.a = a\n", "2:26",
                 "the default of a is shared by all instances of OrderFactory: use None, and make it in __init__",
                 id="stored-default"),
    pytest.param("class OrderFactory:\n    def __init__(self, a=[]):\n        self.a: list = a if a is not None else []\n", "2:26",
                 "the default of a is shared by all instances of OrderFactory: use None, and make it in __init__",
                 id="stored-default-in-an-arm"),
    pytest.param("class OrderFactory:\n    def add(self, *, a={}):\n        a[1] = 2\n", "2:24",
                 "the default of a is shared by all instances of OrderFactory: use None, and make it in add",
                 id="changed-default"),
    pytest.param("class Single(type):\n    _made = {}\n    def __call__(cls):\n        cls._made[cls] = super().__call__()\n"
                 "class OrderFactory(metaclass=Single): ...\n", "5:7",
                 "OrderFactory has one instance for all users, by the metaclass Single: make one for each", id="metaclass"),
    pytest.param("from lib import Singleton\nclass OrderFactory(metaclass=Singleton): ...\n", "2:7",
                 "OrderFactory has one instance for all users, by the metaclass Singleton: make one for each", id="foreign-metaclass"),
    pytest.param("@singleton\nclass OrderFactory: ...\n", "2:7",
                 "OrderFactory has one instance for all users, by its decorator singleton: make one for each", id="decorator"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "message"), MODULES)
def test_modules(text: str, place: str, message: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"app/orders.py": text}, POLICY) == _at(place, message)


SILENT_BODIES = [
    pytest.param("names = ('a',)\nother = frozenset({1})\nnumber = 1\ntext = ''\nnothing = None", id="immutable"),
    pytest.param("names = ['a', 'b']\ntable = {1: 2}", id="declared"),
    pytest.param("names = ['a']\ndef has(self, name):\n    return name in self.names and self.names[0]", id="only-read"),
    pytest.param("CACHE = {}\nBY_NAME = dict()", id="capitals"),
    pytest.param("cache: Final = {}\nmore: Final[dict[str, int]] = {}", id="final"),
    pytest.param("cache: dict\nmore: ClassVar[list]", id="without-a-value"),
    pytest.param("__slots__ = []\n__all_kinds__ = {}", id="dunder"),
    pytest.param("@classmethod\ndef f(cls):\n    cls.__doc__ = ''", id="dunder-rebound"),
    pytest.param("cache = {}\ndef __init__(self):\n    self.cache = {}\ndef add(self):\n    self.cache[1] = 2", id="set-at-first"),
    pytest.param("cache = {}\ndef __init__(self, a):\n    if a:\n        self.cache = a\n    else:\n        self.cache = {}\n"
                 "def add(self):\n    self.cache[1] = 2", id="set-in-both-cases"),
    pytest.param("cache = {}\ndef __init__(self, a):\n    with a:\n        (self.cache, self.b) = {}, 1\ndef add(self):\n    self.cache[1] = 2",
                 id="set-in-a-with"),
    pytest.param("cache = {}\ndef __init__(self):\n    self.reset()\ndef reset(self):\n    self.cache: dict = {}\ndef add(self):\n"
                 "    self.cache[1] = 2", id="set-by-a-method"),
    pytest.param("cache = []\ndef load(self):\n    self.cache = [1]", id="replaced"),
    pytest.param("cache = []\ndef load(self):\n    self.cache = []\n    self.cache.append(1)", id="replaced-before"),
    pytest.param("count = 0\ndef add(self):\n    self.count += 1", id="number-of-its-own"),
    pytest.param("_cache = None\ndef get(self):\n    if self._cache is None:\n        self._cache = {}\n    self._cache[1] = 2",
                 id="lazy"),
    pytest.param("def f(self):\n    a = b\n    b = a\n    a.x = 1", id="circle"),
    pytest.param("names = ['a']\ndef __init__(self):\n    setup()\n    self.own = self.names\ndef f(self):\n    return self.own", id="only-named"),
    pytest.param("names = ['a']\ndef __init__(self):\n    self.own = self.names\n    self.own = []\n    self.own.append(1)",
                 id="another-name-is-replaced"),
    pytest.param("def __init_subclass__(cls):\n    cls.kind = cls.__name__", id="init-subclass"),
    pytest.param("class Meta:\n    fields = []", id="nested-class"),
    pytest.param("cache = {}\ndef cache(self): ...", id="a-method-takes-its-name"),
    pytest.param("table = Table()\ndef add(self):\n    self.table.append(1)", id="unknown-class"),
    pytest.param("def __init__(self, a=[]):\n    self.a = list(a)", id="copied-default"),
    pytest.param("def __init__(self, a=[]):\n    self.a = a or []", id="empty-default"),
    pytest.param("def __init__(self, a=[]):\n    a = a or []\n    self.a = a", id="replaced-default"),
    pytest.param("def __init__(self, a=None, b=(), *, c, d=1):\n    self.a = a\n    self.b = b\n    self.d = d", id="harmless-defaults"),
    pytest.param("def f(self):\n    names = []\n    names.append(1)\n    return names", id="local"),
    pytest.param("def f(self, other):\n    other.cache[1] = 2\n    other.count = 1", id="of-another"),
    pytest.param("def f(self):\n    setattr(self, 'a', 1)\n    object.__setattr__(self, 'b', 1)", id="setattr-of-self"),
]  # fmt: skip


@pytest.mark.parametrize("body", SILENT_BODIES)
def test_silent_bodies(body: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"app/orders.py": _class(body)}, POLICY) == ()


FROZEN = "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass OrderFactory:\n    a: int = 0\n"
PLAIN = "class OrderFactory:\n    def __init__(self, a, b=None):\n        self.a = a\n        self.b = str(b)\n"

SILENT_MODULES = [
    pytest.param("class Order:\n    cache = {}\norder = Order()\n# no Factory\n", id="not-isolated"),
    pytest.param("class OrderFactoryError:\n    cache = {}\n", id="name-goes-on"),
    pytest.param("import logging, threading, re, contextvars\nclass OrderFactory:\n    log = logging.getLogger()\n"
                 "    lock = threading.Lock()\n    form = re.compile('x')\n    now = contextvars.ContextVar('now')\n", id="harmless"),
    pytest.param("from dataclasses import dataclass, field\n@dataclass\nclass OrderFactory:\n"
                 "    cache: list = field(default_factory=list)\n    more: int = field(default=0)\n", id="default-factory"),
    pytest.param("from pydantic import BaseModel\nclass OrderFactory(BaseModel):\n    cache: dict = {}\n    def add(self):\n"
                 "        self.cache[1] = 2\n", id="pydantic"),
    pytest.param("from enum import Enum\nclass OrderFactory(Enum):\n    a = []\n    b = {}\n", id="enum"),
    pytest.param("class Base:\n    names = []\nclass OrderFactory(Base):\n    names = []\n", id="overrides"),
    pytest.param("class OrderFactory:\n    names = []\nclass More(OrderFactory):\n    names = [1]\n", id="overridden"),
    pytest.param("from lib import Base\nclass OrderFactory(Base):\n    names = []\n", id="declared-outside"),
    pytest.param("class OrderFactory:\n    names = {}\nOrderFactory.names['a'] = 1\nOrderFactory.kind = 'x'\n", id="filled-at-import"),
    pytest.param("class Base:\n    cache = {}\n    def __init__(self):\n        self.cache = {}\nclass OrderFactory(Base):\n"
                 "    def __init__(self):\n        super().__init__()\n    def add(self):\n        self.cache[1] = 2\n", id="set-by-super"),
    pytest.param("class Meta(type):\n    def __init__(cls, *a):\n        cls.cache = {}\nclass OrderFactory(metaclass=Meta): ...\n",
                 id="metaclass-that-sets-up"),
    pytest.param("from functools import cached_property\nclass OrderFactory:\n    @cached_property\n    def a(self): ...\n",
                 id="cached-property"),
    pytest.param("from functools import cache\nclass OrderFactory:\n    def get(self):\n        @cache\n        def inner(): ...\n"
                 "        return inner\n@cache\ndef other() -> int: ...\n@cache\ndef more():\n    return 1\n", id="other-caches"),
    pytest.param("class OrderFactory: ...\ndef make():\n    factory = OrderFactory()\n    return factory\n", id="made-when-needed"),
    pytest.param("class OrderFactory: ...\ndef f(): ...\ndef g():\n    return OrderFactory\na = f()\nb = [*f(), g()]\n", id="functions"),
    pytest.param("class OrderFactory: ...\norder = OrderFactory().create()\n", id="used-at-once"),
    pytest.param("class OrderFactory: ...\nfactory = OrderFactory\nkinds = [OrderFactory]\n", id="the-class-itself"),
    pytest.param("class OrderFactory: ...\nif __name__ == '__main__':\n    factory = OrderFactory()\n", id="main"),
    pytest.param("if TYPE_CHECKING:\n    class OrderFactory: ...\n    factory = OrderFactory()\n", id="type-checking"),
    pytest.param("class OrderFactory: ...\nfactory: OrderFactory\nother: OrderFactory | None = None\n", id="announced"),
    pytest.param("class OrderFactory: ...\nfactory = OrderFactory()\nserve(factory)\n", id="script"),
    pytest.param("from lib import OrderFactory\nfactory = OrderFactory()\n", id="foreign"),
    pytest.param(f"{FROZEN}factory = OrderFactory()\n", id="frozen"),
    pytest.param("import attr\n@attr.frozen\nclass OrderFactory:\n    a: int = 0\nfactory = OrderFactory()\n", id="attrs-frozen"),
    pytest.param("from typing import NamedTuple\nclass OrderFactory(NamedTuple):\n    a: int = 0\nfactory = OrderFactory()\n",
                 id="named-tuple"),
    pytest.param("class OrderFactory:\n    def create(self): ...\nfactory = OrderFactory()\n", id="stateless"),
    pytest.param("from contextlib import AbstractContextManager\nclass OrderFactory(AbstractContextManager):\n"
                 "    def __exit__(self, *a): ...\nfactory = OrderFactory()\n", id="stateless-base"),
    pytest.param(f"{PLAIN}A = make()\nfactory = OrderFactory('a', b=A)\nmore = OrderFactory(print, [1])\n", id="nothing-that-changes"),
    pytest.param(f"from functools import cache\n{FROZEN}@cache\ndef get() -> OrderFactory: ...\n", id="cached-frozen"),
    pytest.param("class OrderFactory:\n    def __get__(self, a, b):\n        self.a = a\nclass App:\n    factory = OrderFactory()\n",
                 id="descriptor"),
    pytest.param("from lib import Base\nclass OrderFactory(Base): ...\nclass App:\n    factory = OrderFactory()\n", id="maybe-descriptor"),
    pytest.param("class OrderFactory: ...\nclass App:\n    def __init__(self):\n        self.factory = OrderFactory()\n", id="of-an-object"),
    pytest.param("_names = {}\ndef register():\n    _names[1] = 2\nclass OrderFactory:\n    def get(self):\n        return _names[1]\n",
                 id="variable-of-others"),
    pytest.param("import os\nclass OrderFactory:\n    def get(self):\n        os.environ['a'] = 'b'\n        missing[1] = 2\n", id="foreign-state"),
    pytest.param("class OrderFactory:\n    cache = {}  # noqa: SSOT009\n", id="noqa"),
]  # fmt: skip


@pytest.mark.parametrize("text", SILENT_MODULES)
def test_silent_modules(text: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"app/orders.py": text}, POLICY) == ()


HOME = {"app/__init__.py": "", "app/orders.py": "class OrderFactory: ...\n"}


@pytest.mark.parametrize(("files", "expected"), [
    pytest.param({**HOME, "app/use.py": "from app.orders import OrderFactory as F\nfactory = F()\n"},
                 ("app/use.py:2:1: SSOT009 " + _one("factory") + " (iso)",), id="instance"),
    pytest.param({**HOME, "app/all.py": "from .orders import OrderFactory\n",
                  "app/use.py": "import app.all\nfactory = app.all.OrderFactory()\nprint(factory)\n"},
                 ("app/use.py:2:1: SSOT009 " + _one("factory") + " (iso)",), id="handed-on"),
    pytest.param({**HOME, "app/make.py": "from app.orders import OrderFactory\ndef make():\n    return OrderFactory()\n",
                  "app/use.py": "# a Factory\nfrom app.make import make\nfactory = make()\n"},
                 ("app/use.py:3:1: SSOT009 " + _one("factory") + " (iso)",), id="function"),
    pytest.param({**HOME, "app/use.py": "from app.orders import OrderFactory\ndef f():\n    OrderFactory.debug = True\n"
                  "    OrderFactory.debug = False\n"},
                 ("app/use.py:3:5: SSOT009 OrderFactory.debug is rebound for all instances: set it on one of them (iso)",), id="rebound"),
    pytest.param({**HOME, "app/use.py": "from app.orders import OrderFactory\ndef f(name):\n    setattr(OrderFactory, name, 1)\n"},
                 ("app/use.py:3:5: SSOT009 OrderFactory is rebound for all instances: set it on one of them (iso)",), id="setattr"),
    pytest.param({"app/orders.py": "class OrderFactory:\n    debug = {}\n",
                  "app/use.py": "from app.orders import OrderFactory\ndef f():\n    OrderFactory.debug = {}\n"},
                 _at("2:5", _shared("OrderFactory.debug")), id="reported-at-home"),
    pytest.param({"app/base.py": "class Base:\n    cache = {}\n", "app/orders.py": "from app.base import Base\nclass OrderFactory(Base): ...\n"},
                 _at("2:7", _shared("Base.cache", " of OrderFactory")), id="inherited"),
    pytest.param({"app/orders.py": "class OrderFactory:\n    names = []\n",
                  "app/use.py": "from app.orders import OrderFactory\nclass More(OrderFactory):\n    names = [1]\n"}, (), id="overridden"),
    pytest.param({"app/orders.py": "class OrderFactory:\n    names = []\n", "app/use.py": "class More:\n    names = [1]\n"},
                 _at("2:5", _shared("OrderFactory.names")), id="overridden-elsewhere"),
    pytest.param({"run.py": "from app.orders import OrderFactory\nfactory = OrderFactory()\nserve(factory)\n", **HOME,
                  "app/use.py": "from run import factory\n"},
                 ("run.py:2:1: SSOT009 " + _one("factory") + " (iso)",), id="script-that-is-imported"),
    pytest.param({"run.py": "from app.orders import OrderFactory\nfactory = OrderFactory()\nserve(factory)\n", **HOME,
                  "app/use.py": "factory = 1\n"}, (), id="script-that-is-not"),
    pytest.param({"tests/test_a.py": "class OrderFactory:\n    cache = {}\nfactory = OrderFactory()\n"}, (), id="tests"),
])  # fmt: skip
def test_across_files(files: dict[str, str], expected: tuple[str, ...], tmp_path: Path) -> None:
    assert check(tmp_path, files, POLICY) == expected


@pytest.mark.parametrize(("text", "related"), [
    pytest.param(_class("cache = {}\ndef add(self):\n    self.cache[1] = 2"), [("app/orders.py", 4, 9, "changed here")], id="changed"),
    pytest.param("class OrderFactory: ...\n_it = None\ndef get():\n    global _it\n    _it = OrderFactory()\n",
                 [("app/orders.py", 5, 11, "made here")], id="made"),
    pytest.param("class OrderFactory: ...\nfactory = OrderFactory()\n", [], id="made-at-the-place"),
    pytest.param("_all = []\nclass OrderFactory:\n    def add(self):\n        _all.append(1)\n",
                 [("app/orders.py", 4, 9, "changed here")], id="variable"),
    pytest.param("from app.base import Base\nclass OrderFactory(Base):\n    def add(self):\n        self.cache[1] = 2\n",
                 [("app/base.py", 2, 5, "inherited from here"), ("app/orders.py", 4, 9, "changed here")], id="inherited"),
])  # fmt: skip
def test_related_places(text: str, related: list[tuple[str, int, int, str]], tmp_path: Path) -> None:
    files = {"app/orders.py": text, "app/base.py": "class Base:\n    cache = {1: 2}\n"}
    (finding,) = session(tmp_path, files, POLICY).check().findings
    assert [tuple(one) for one in finding.related] == related


def test_every_decision_that_isolates_a_class_says_so(tmp_path: Path) -> None:
    policy = f'{POLICY}[decisions.more]\nisolated = ["Order*"]\n[decisions.other]\nkeep = ["app.orders:OrderFactory"]\n'
    assert check(tmp_path, {"app/orders.py": _class("cache = {}")}, policy) == (
        f"app/orders.py:2:5: SSOT009 {CACHE} (iso)",
        f"app/orders.py:2:5: SSOT009 {CACHE} (more)",
    )


def test_without_prefilter_nothing_else_is_found(tmp_path: Path) -> None:
    files = {**HOME, "app/make.py": "from app.orders import OrderFactory as F\ndef make() -> F: ...\n",
             "app/use.py": "from app.make import make\nit = make()\n"}  # fmt: skip
    found = [lines(session(tmp_path, files, POLICY, prefilter=on).check()) for on in (True, False)]
    assert found == [(), ()]
