"""SSOT003 against Python itself, and the prefilter against its absence, over generated repositories."""

from __future__ import annotations

import sys
import types

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.session import Session, open_session
from tests.repository import lines, write
from tests.test_banned_argument import POLICY

quick = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

# -- against Python: every call of a generated program is made, and what reached `run_id` is noted

_OTHERS = st.sampled_from(["a", "b", "c"])


@st.composite
def parameters(draw: st.DrawFn) -> str:
    """The parameters of a function, `run_id` among them or not; none of them has None as a default."""
    names = draw(st.lists(st.sampled_from(["a", "b", "run_id"]), unique=True, max_size=3))
    required = draw(st.integers(0, len(names)))
    parts = [name if at < required else f"{name}=0" for at, name in enumerate(names)]
    if parts and draw(st.sampled_from([True, False, False, False])):
        parts.insert(draw(st.integers(1, len(parts))), "/")
    tail = draw(st.sampled_from(["", "", "", "*", "*rest", "**more", "*rest, **more"]))
    if tail == "*":
        left = [name for name in ("b", "run_id") if name not in names]
        parts += ["*", f"{left[0]}=0"] if left else []
    elif tail:
        parts.append(tail)
    return ", ".join(parts)


def _function(name: str, listed: str, kind: str, indent: str) -> str:
    first = {"": "", "instance": "self", "class": "cls", "static": ""}[kind]
    decorator = {"class": f"{indent}@classmethod\n", "static": f"{indent}@staticmethod\n"}.get(kind, "")
    head = f"{indent}def {name}({', '.join(filter(None, [first, listed]))}):\n"
    noted = ["run_id"] if "run_id" in listed else []
    noted += ["more.get('run_id', 0)"] if "**more" in listed else []
    return f"{decorator}{head}{indent}    {', '.join(f'note({one})' for one in noted) or 'pass'}\n"


@st.composite
def libraries(draw: st.DrawFn) -> str:
    text = "import dataclasses\nimport typing\n"
    for number in range(2):
        text += _function(f"f{number}", draw(parameters()), "", "")
    bases = ["", ""]
    for number in range(3):
        base = draw(st.sampled_from(bases))
        text += f"class K{number}{base}:\n    x = 1\n"
        bases.append(f"(K{number})")
        if draw(st.booleans()):
            text += _function("__init__", draw(parameters()), "instance", "    ")
        for method in draw(st.lists(st.sampled_from(["go", "run_it", "make"]), unique=True)):
            kind = draw(st.sampled_from(["instance", "instance", "class", "static"]))
            text += _function(method, draw(parameters()), kind, "    ")
    fields = draw(st.lists(st.sampled_from(["a", "run_id", "b"]), unique=True, min_size=1))
    text += "@dataclasses.dataclass\nclass D0:\n" + "".join(f"    {name}: int\n" for name in fields)
    text += "    def __post_init__(self):\n        note(self.run_id)\n" if "run_id" in fields else ""
    text += "@dataclasses.dataclass\nclass D1(D0):\n    c: int = 0\n"
    return text


_ARGUMENT = st.sampled_from(["1", "None", "2"])
_ARGUMENTS = st.builds(
    lambda positional, words: ", ".join(
        positional + [f"{name}={value}" for name, value in words.items()],
    ),
    st.lists(_ARGUMENT, max_size=4),
    st.dictionaries(st.sampled_from(["run_id", "a", "b"]), _ARGUMENT, max_size=1),
)
_CLASS = st.sampled_from(["K0", "K1", "K2"])
_METHOD = st.sampled_from(["go", "run_it", "make"])
_CALLEE = st.one_of(
    st.sampled_from(["f0", "f1", "lib.f0", "g0", "facade.g1", "D0", "D1", "L0"]),
    _CLASS,
    st.builds("lib.{}".format, _CLASS),
    st.builds("{}.{}".format, _CLASS, _METHOD),
    st.builds("o{}.{}".format, st.sampled_from("012"), _METHOD),
    st.builds("type(o{}).{}".format, st.sampled_from("012"), _METHOD),
)
_CALL = st.one_of(
    st.builds("{}({})".format, _CALLEE, _ARGUMENTS),
    st.builds("{}({})".format, _CALLEE, _ARGUMENTS),
    st.builds("{}(*({},), {})".format, _CALLEE, _ARGUMENT, _ARGUMENTS),
    st.builds("functools.partial({}, {})({})".format, _CALLEE, _ARGUMENT, _ARGUMENTS),
)
_FACADE = "from lib import f0 as g0\nimport lib\ng1 = lib.f1\nclass L0(lib.K0): pass\n"
_HEAD = "import functools\nimport lib, facade\nfrom lib import *\nfrom facade import *\n"


def _run(library: str, calls: list[str]) -> tuple[set[int], set[int]]:
    """The numbers of the calls by which None reached `run_id`, and of those that failed."""
    noted: list[object] = []
    made = {"note": noted.append}
    modules = {}
    try:
        for name, text in (("lib", library), ("facade", _FACADE)):
            modules[name] = sys.modules[name] = types.ModuleType(name)
            vars(modules[name]).update(made)
            exec(text, vars(modules[name]))  # a program that this test has made up
        main: dict[str, object] = {}
        exec(_HEAD, main)
        exec("".join(f"o{number} = object.__new__(K{number})\n" for number in range(3)), main)
        reached, failed = set(), set()
        for number, call in enumerate(calls):
            noted.clear()
            try:
                exec(call, main)
            except (TypeError, AttributeError):
                failed.add(number)
            if None in noted:
                reached.add(number)
        return reached, failed
    finally:
        for name in modules:
            del sys.modules[name]


@settings(quick, max_examples=250)
@given(library=libraries(), calls=st.lists(_CALL, min_size=1, max_size=12))
def test_what_python_does(library: str, calls: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    reached, failed = _run(library, calls)
    objects = "".join(f"o{number}: K{number} = make()\n" for number in range(3))
    head = _HEAD + objects
    root = tmp_path_factory.mktemp("repo")
    files = {"lib.py": library, "facade.py": _FACADE, "main.py": head + "\n".join(calls) + "\n"}
    write(root, files, POLICY)
    report = open_session(str(root)).check()
    assert report.failures == ()
    first = head.count("\n") + 1
    found = {one.line - first for one in report.findings}
    assert found - failed == reached - failed, (library, [calls[at] for at in found ^ reached])


# -- the prefilter

_NAMES = st.sampled_from(["build", "make", "Bridge", "Leaf", "go", "x", "run_id", "ｂuild"])
_MODULES = st.sampled_from(["app.b", "app.c", ".b", ".c", "lib", "app"])
_VALUES = st.sampled_from(["None", "x", "x or None", "(y := None)", "make()", "1"])
_STATEMENTS = st.one_of(
    st.builds("from {} import {}\n".format, _MODULES, _NAMES),
    st.builds("from {} import {} as {}\n".format, _MODULES, _NAMES, _NAMES),
    st.builds("from {} import *\n".format, _MODULES),
    st.just("import app.b, app.c as c\n"),
    st.builds("def {}({}, run_id): ...\n".format, _NAMES, st.sampled_from("ab")),
    st.builds("def {}({}, run_id=None):\n    return {}\n".format, _NAMES, st.sampled_from("ab"), _VALUES),
    st.builds("def {}(a, b): ...\n".format, _NAMES),
    st.builds(
        "class {}:\n    def __init__(self, run_id): ...\n    def {}(self, a, run_id): ...\n".format, _NAMES, _NAMES
    ),
    st.builds("class {}({}): ...\n".format, _NAMES, _NAMES),
    st.builds("class {}(app.b.{}):\n    def f(self):\n        super().__init__({})\n".format, _NAMES, _NAMES, _VALUES),
    st.builds("{} = {}\n".format, _NAMES, _NAMES),
    st.builds("{} = app.b.{}\n".format, _NAMES, _NAMES),
    st.builds("{} = {}\n".format, _NAMES, _VALUES),
    st.builds("{}(1, {})\n".format, _NAMES, _VALUES),
    st.builds("{}({})\n".format, _NAMES, _VALUES),
    st.builds("x.{}(1, {})\n".format, _NAMES, _VALUES),
    st.builds("{}(1).{}(1, {})\n".format, _NAMES, _NAMES, _VALUES),
    st.builds("{}(run_id={})\n".format, _NAMES, _VALUES),
    st.builds("c.{}(**{{'run_id': {}}})\n".format, _NAMES, _VALUES),
    st.builds("getattr(x, '{}')(1, {})\n".format, _NAMES, _VALUES),
    st.builds("def broken(:  # {}\n".format, _NAMES),
)
_TEXT = st.lists(_STATEMENTS, max_size=6).map("".join)
_PATHS = ["app/__init__.py", "app/b.py", "app/c.py", "app/d.py", "top.py", "bin/a-script.py"]


@settings(quick, max_examples=200)
@given(texts=st.fixed_dictionaries(dict.fromkeys(_PATHS, _TEXT)))
def test_prefilter_loses_nothing(texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("repo")
    write(root, texts, POLICY)
    fast = open_session(str(root))
    slow = Session(fast.root, fast.policy, prefilter=False)
    chosen = {"SSOT003"}
    assert lines(fast.check(select=chosen)) == lines(slow.check(select=chosen))
