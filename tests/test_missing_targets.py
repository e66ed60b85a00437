"""Strings that import what does not exist: what is one, what is silent, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.bans import Bans
from ssot_lint.policy.config import load
from ssot_lint.policy.model import Decision, Policy
from ssot_lint.registry import RULES, options
from ssot_lint.session import Session
from ssot_lint.stale.missing_targets import missing_targets
from ssot_lint.stale.options import CALLABLES
from tests.processes import git
from tests.repository import write

CORRECT = "define it there, or correct the string"
HELPERS = """\
import json
import os.path
import requests
from requests import Session as HttpSession
from ..models import Account as Person
from .base import Base, Outer

class DataHelper(Base):
    limit = 3
    size: int
    first, (second, *third) = 1, (2, 3)
    __slots__ = ("slot",)

    class Meta:
        order = 1

    def go(self):
        self.seen, self.count = 1, 2
        (self.deep).value = 3

    @property
    def name(self): ...

    def __secret(self): ...

    for loop in (): ...
    with open("x") as handle: ...
    if limit:
        def sometimes(self): ...
    else:
        import socket as link

def run(): ...
SPEED = run()
Helper = DataHelper
Away = requests.Session
"""
APP = {
    "app/__init__.py": "from .core import helpers as tools\n",
    "app/core/__init__.py": "from .helpers import DataHelper\n",
    "app/core/helpers.py": HELPERS,
    "app/core/base.py": "class Base:\n    def inherited(self): ...\n    kept = 1\n\n\nclass Outer(dict): ...\n",
    "app/models.py": "class Account:\n    def pay(self): ...\n",
    "app/use.py": "from app.core.helpers import run\nfrom .core import helpers\n",
}
MOCK = "from unittest.mock import patch\n"


def judge(
    root: Path, files: Mapping[str, str], policy: Policy | str = "", *, prefilter: bool = True, use_cache: bool = False
) -> list[str]:
    """`path:line:column message` of each hit."""
    write(root, files, policy if isinstance(policy, str) else "")
    known = load(str(root), options(), None, RULES) if isinstance(policy, str) else policy
    opened = Session(str(root), known, prefilter=prefilter, use_cache=use_cache)
    found = [
        f"{hit.path}:{hit.span.line}:{hit.span.column} {hit.message}" for hit in missing_targets(known, opened.index)
    ]
    opened.index.save()
    return found


def both(root: Path, files: Mapping[str, str], policy: Policy | str = "") -> list[str]:
    """The hits, which must be those of all files parsed."""
    found = judge(root, files, policy)
    assert judge(root, {}, policy, prefilter=False) == found
    return found


def has_no(name: str, way_out: str = CORRECT) -> str:
    holder, _, last = name.rpartition(".")
    return f"{holder} has no {last}: {way_out}"


def gone(name: str, way_out: str = "bring it back, or correct the string") -> str:
    return f"module {name} does not exist: {way_out}"


HELPER = "DataHelper is defined in app.core.helpers"
FOUND = [
    pytest.param('patch("app.core.helpers.stop")', has_no("app.core.helpers.stop"), id="name"),
    pytest.param('patch("app.core.helpers.DataHelpers")', has_no("app.core.helpers.DataHelpers", "did you mean DataHelper?"), id="alike"),
    pytest.param('patch("app.models.DataHelper")', has_no("app.models.DataHelper", HELPER), id="moved"),
    pytest.param('patch("app.gone")', has_no("app.gone"), id="submodule"),
    pytest.param('patch("app.gone.DataHelper")', gone("app.gone", HELPER), id="module"),
    pytest.param('patch("app.gone.DataHelper.go")', gone("app.gone", HELPER), id="member-of-a-class-of-a-module"),
    pytest.param('patch("app.core.helper.stop")', gone("app.core.helper"), id="module-alike-without-the-name"),
    pytest.param('patch("app.core.helper.run")', gone("app.core.helper", "run is defined in app.core.helpers"), id="module-alike"),
    pytest.param('patch("app.core.helpers.DataHelper.stop")', has_no("app.core.helpers.DataHelper.stop"), id="method"),
    pytest.param('patch("app.core.helpers.DataHelper.inherit")', has_no("app.core.helpers.DataHelper.inherit", "did you mean inherited?"), id="inherited-from-ours"),
    pytest.param('patch("app.core.helpers.DataHelper.sometime")', has_no("app.core.helpers.DataHelper.sometime", "did you mean sometimes?"), id="member-alike"),
    pytest.param('patch("app.core.helpers.DataHelper.Meta.ordering")', has_no("app.core.helpers.DataHelper.Meta.ordering", "did you mean order?"), id="inner-class"),
    pytest.param('patch("app.core.helpers.Outer.stop")', has_no("app.core.helpers.Outer.stop"), id="through-an-import-and-a-builtin"),
    pytest.param('patch("app.core.helpers.Person.play")', has_no("app.core.helpers.Person.play", "did you mean pay?"), id="through-a-renamed-import"),
    pytest.param('patch("app.core.helpers.Helper.stop")', has_no("app.core.helpers.Helper.stop"), id="through-an-alias"),
    pytest.param('patch("app.tools.DataHelper.stop")', has_no("app.tools.DataHelper.stop"), id="through-a-facade"),
    pytest.param('patch("app.core.DataHelper.go.x", create=False).start()', None, id="attribute-of-a-function"),
    pytest.param("patch('app.core.'\n'stop')", has_no("app.core.stop"), id="implicit-concatenation"),
    pytest.param('CORE = "app.core"\npatch(f"{CORE}.stop")', "2:7 " + has_no("app.core.stop"), id="f-string"),
    pytest.param('CORE: str = ("app."  # x\n  "core")\npatch(CORE + ".stop")', "3:7 " + has_no("app.core.stop"), id="constant-plus-string"),
    pytest.param('CORE = "app.core"\nHERE = f"{CORE}.stop"\npatch(HERE)', "3:7 " + has_no("app.core.stop"), id="constant-of-constants"),
    pytest.param('def f():\n    here = "app.core.stop"\n    with patch(here): ...', "3:16 " + has_no("app.core.stop"), id="local-constant"),
    pytest.param('patch(new=1, target="app.core.stop")', "1:21 " + has_no("app.core.stop"), id="by-keyword"),
    pytest.param('@patch.dict("app.core.STOP", {})\ndef f(): ...', "1:13 " + has_no("app.core.STOP"), id="dict"),
    pytest.param('patch.multiple("app.core", DataHelper=1, stop=2, spec=3)', "1:16 " + has_no("app.core.stop"), id="multiple"),
    pytest.param('from unittest import mock as m\nm.patch("app.core.stop")', "2:9 " + has_no("app.core.stop"), id="alias-of-mock"),
    pytest.param('from unittest.mock import patch as p\np.dict("app.core.stop")', "2:8 " + has_no("app.core.stop"), id="alias-of-patch"),
    pytest.param('p = patch\np("app.core.stop")', "2:3 " + has_no("app.core.stop"), id="assigned-alias"),
    pytest.param('def test(mocker): mocker.patch("app.core.stop")', "1:32 " + has_no("app.core.stop"), id="mocker"),
    pytest.param('def test(monkeypatch):\n    monkeypatch.setattr("app.core.stop", 1)', "2:25 " + has_no("app.core.stop"), id="setattr"),
    pytest.param('def test(m): m.delattr("app.core.stop")', "1:24 " + has_no("app.core.stop"), id="delattr"),
    pytest.param('import importlib\nimportlib.import_module("app.core.helper")', "2:25 " + gone("app.core.helper", "did you mean app.core.helpers?"), id="import-module"),
    pytest.param('from importlib import import_module as load\nload("app.core.DataHelper")', "2:6 " + gone("app.core.DataHelper"), id="no-module"),
    pytest.param('import importlib\nimportlib.import_module(".stop", package="app.core")', "2:25 " + gone("app.core.stop"), id="relative"),
    pytest.param('__import__("app.stop.more")', "1:12 " + gone("app.stop.more"), id="dunder-import"),
    pytest.param('import pkgutil\npkgutil.resolve_name("app.core:stop")', "2:22 " + has_no("app.core.stop"), id="colon"),
    pytest.param('from django.utils.module_loading import import_string\nimport_string("app.core.stop")', "2:15 " + has_no("app.core.stop"), id="django"),
    pytest.param('try:\n    patch("app.core.stop")\nexcept ValueError: ...', "2:11 " + has_no("app.core.stop"), id="another-error"),
    pytest.param('with patch("app.core.stop"), pytest.raises(AttributeError): ...', "1:12 " + has_no("app.core.stop"), id="raised-behind"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: str | None, tmp_path: Path) -> None:
    found = both(tmp_path, {**APP, "app/a.py": f"{text}\n" if "mock" in text else f"{text}\n{MOCK}"})
    if expected is not None and not expected[0].isdigit():
        expected = f"1:7 {expected}"
    assert found == ([] if expected is None else [f"app/a.py:{expected}"])


MEMBERS = [
    *("go", "inherited", "kept", "limit", "size", "first", "second", "third", "slot", "Meta", "Meta.order", "seen"),
    *("count", "value", "name", "_DataHelper__secret", "loop", "handle", "sometimes", "link", "__init__", "__doc__"),
    *("mro", "Meta.order.x", "go.cache_clear"),
]
SILENT = [
    *(pytest.param(f'patch("app.core.helpers.DataHelper.{name}")', id=f"member-{name}") for name in MEMBERS),
    pytest.param('patch("app.core.helpers.json.loads")', id="standard-library"),
    pytest.param('patch("app.core.helpers.os.path.exists")', id="below-the-standard-library"),
    pytest.param('patch("app.core.helpers.requests.gone")', id="third-party"),
    pytest.param('patch("app.core.helpers.HttpSession.gone")', id="renamed-third-party"),
    pytest.param('patch("app.core.helpers.Away.gone")', id="alias-of-a-third-party"),
    pytest.param('patch("app.core.helpers.SPEED.gone")', id="value"),
    pytest.param('patch("app.core.helpers.run.gone")', id="function"),
    pytest.param('patch("app.core.helpers.open")', id="builtin"),
    pytest.param('patch("app.core.helpers.__name__")', id="of-every-module"),
    pytest.param('patch("app.core.helpers.Outer.keys")', id="of-a-builtin-base"),
    pytest.param('patch("builtins.open"), patch("os.gone"), patch("yaml.gone")', id="others"),
    pytest.param('patch("app")', id="one-part"),
    pytest.param('patch("app.core.stop", create=True)', id="create"),
    pytest.param('patch("app.core.stop", **options)', id="unknown-keywords"),
    pytest.param('patch.multiple("app.core", create=True, stop=1)', id="multiple-create"),
    pytest.param('patch.object("app.core.gone", "method")', id="object"),
    pytest.param('def t(monkeypatch): monkeypatch.setattr("app.core.stop", 1, raising=False)', id="raising"),
    pytest.param('def t(monkeypatch): monkeypatch.setattr("app.core.stop", "x", 1)', id="setattr-of-an-object"),
    pytest.param('setattr("app.core.stop", 1)', id="builtin-setattr"),
    pytest.param('class T:\n    def t(self): self.setattr("app.core.stop", 1)', id="own-setattr"),
    pytest.param('class T:\n    def t(self): self.patch("app.core.stop")', id="own-patch"),
    pytest.param('def patch(x): ...\npatch("app.core.stop")', id="another-patch"),
    pytest.param('from app.core import patch\npatch("app.core.stop")', id="patch-of-ours"),
    pytest.param('import_module("app.core.stop")', id="unresolved-import-module"),
    pytest.param('patch(f"app.core.{stop}")', id="unknown-name"),
    pytest.param('X = "app.core.stop"\nX = "y"\npatch(X)', id="assigned-twice"),
    pytest.param('X, Y = "app.core.stop", ""\npatch(X)', id="unpacked"),
    pytest.param('X: "a=b" = "app.core.stop"\npatch(X)', id="odd-annotation"),
    pytest.param('patch(f"app.core.{1}.stop")\npatch("app.core.%s" % 1)\npatch("app.{}".format(1))', id="formatted"),
    pytest.param('X = X + "app.stop"\npatch(X)', id="circle"),
    pytest.param('patch("app.core.stop" if x else "app.stop.y")', id="condition"),
    pytest.param('patch(b"app.core.stop")\npatch(1)\npatch()\nf()("app.stop.x")\npatch(x.y)', id="no-string"),
    pytest.param('patch("app.core. stop")\npatch("app/core/stop.py")\npatch("see app.stop.x")', id="no-dotted-name"),
    pytest.param('try:\n    patch("app.core.stop")\nexcept (A, AttributeError): ...', id="attribute-error"),
    pytest.param('try:\n    patch("app.core.stop")\nexcept: ...', id="bare-except"),
    pytest.param('with pytest.raises(AttributeError):\n    patch("app.core.stop").start()', id="raises"),
    pytest.param('with pytest.raises((ImportError, A)), patch("app.stop.x"): ...', id="raises-on-one-line"),
    pytest.param('with suppress(ImportError):\n    patch("app.core.stop")', id="suppress"),
    pytest.param('self.assertRaises(AttributeError, lambda: patch("app.core.stop").start())', id="assert-raises"),
    pytest.param('if find_spec("app.core.stop"):\n    patch("app.core.stop.x")', id="find-spec"),
    pytest.param('x = patch("app.core.stop.x") if find_spec("app.core.stop") else 1', id="find-spec-in-an-expression"),
    pytest.param('if os.path.exists("app/stop.py"):\n    import importlib\n    importlib.import_module("app.stop.x")', id="looked-for"),
    pytest.param('import importlib\nimportlib.util.find_spec("app.core.stop")', id="find-spec-itself"),
    pytest.param('import sys\nsys.modules["app.stop"] = x\npatch("app.stop.x")', id="registered"),
    pytest.param('open("app/stop.py", "w").write("")\npatch("app.stop.x")', id="written"),
    pytest.param('(tmp / "app" / "stop").mkdir()\npatch("app.stop.x")', id="folder-made"),
    pytest.param('from app import core\ncore.stop = 1\npatch("app.core.stop")', id="set-before"),
    pytest.param('from app.models import Account\nAccount.stop = 1\npatch("app.models.Account.stop")', id="set-on-a-class"),
    pytest.param('from app.models import Account\nsetattr(Account, "stop", 1)\npatch("app.models.Account.stop")', id="setattr-on-a-class"),
    pytest.param('import importlib\nimportlib.import_module(".stop", package=p)', id="relative-to-what"),
    pytest.param('import importlib\nimportlib.import_module("app.core.helpers")\n__import__("app.models")', id="modules"),
]  # fmt: skip


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert both(tmp_path, {**APP, "app/a.py": f"{text}\n" if "patch" not in text else f"{MOCK}{text}\n"}) == []


@pytest.mark.parametrize("text", [
    pytest.param("class C(Unknown): ...\n", id="base-of-nobody"),
    pytest.param("from third import Base\nclass C(Base): ...\n", id="base-of-a-third-party"),
    pytest.param("from third import Base\nclass B(Base): ...\nclass C(B): ...\n", id="base-of-a-base"),
    pytest.param("from third import *\nclass C(Base): ...\n", id="base-by-a-star"),
    pytest.param("class C(make()): ...\n", id="computed-base"),
    pytest.param("class C(C): ...\n", id="its-own-base"),
    pytest.param("from .core import gone\nclass C(gone.B): ...\n", id="base-that-is-not-there"),
    pytest.param("class C(metaclass=M): ...\n", id="metaclass"),
    pytest.param("class C(table=True): ...\n", id="argument-of-a-class"),
    pytest.param("@register\nclass C: ...\n", id="decorator"),
    pytest.param("class C:\n    def __getattr__(self, name): ...\n", id="getattr"),
    pytest.param("class C:\n    locals().update(x)\n", id="locals"),
    pytest.param("class C: ...\nfor n in x: setattr(C, n, 1)\n", id="setattr"),
    pytest.param("class C: ...\nC.__dict__\n", id="dict"),
    pytest.param("class C: ...\nC = wrap(C)\n", id="wrapped"),
    pytest.param("if x:\n    class C: ...\nelse:\n    class C:\n        stop = 1\n", id="either"),
    pytest.param("try:\n    from fast import C\nexcept ImportError:\n    class C: ...\n", id="or-of-a-third-party"),
    pytest.param("from enum import Enum\nclass C(Enum):\n    stop = 1\n", id="enum-member"),
    pytest.param("import typing as t\nclass C(t.NamedTuple):\n    stop: int\n", id="named-tuple"),
    pytest.param("class C:\n    def f(self): self.x.stop = 1\n", id="set-on-something"),
    pytest.param("class C:\n    match x:\n        case {'a': 1, **stop}: ...\n        case [*y] as z: ...\n", id="match"),
    pytest.param("class C:\n    try: ...\n    except E as stop: ...\n", id="except"),
    pytest.param("class C:\n    match x:\n        case [*stop]: ...\n", id="match-star"),
    pytest.param("class C(:\n", id="unreadable"),
    pytest.param("def __getattr__(name): ...\nclass C: ...\n", id="open-module"),
    pytest.param("__all__ = ['C']\n", id="announced"),
    pytest.param("if TYPE_CHECKING:\n    from third import C\n", id="type-checking"),
    pytest.param("from .star import *\n", id="star"),
    pytest.param("from third import *\n", id="star-of-a-third-party"),
    pytest.param("def f():\n    global C\n    C = 1\n", id="global"),
    pytest.param("C = 1\ndel C\n", id="deleted"),
    pytest.param("from .many import C\n", id="circle-of-imports"),
])  # fmt: skip
def test_classes_that_may_have_it(text: str, tmp_path: Path) -> None:
    files = {
        "app/many.py": text,
        "app/star.py": "class C:\n    stop = 1\n",
        "app/a.py": f'{MOCK}patch("app.many.C.stop")\n',
    }
    assert both(tmp_path, {**APP, **files}) == []


def test_what_changes_nothing(tmp_path: Path) -> None:
    """Known decorators, metaclasses and bases add no names but those that are known."""
    files = {
        "app/many.py": (
            "import abc, enum, typing\nfrom dataclasses import dataclass\nT = typing.TypeVar('T')\n"
            "@dataclass(frozen=True)\nclass A(typing.Generic[T], abc.ABC, metaclass=abc.ABCMeta):\n    x: int\n"
            "class B(typing.NamedTuple):\n    x: int\nclass E(enum.Enum):\n    RED = 1\n"
        ),
        "app/a.py": "".join(
            [MOCK, *(f'patch("app.many.{name}")\n' for name in ("A.y", "A.x", "B._replace", "B.y", "E.name", "E.y"))]
        ),
    }
    assert both(tmp_path, {**APP, **files}) == [
        f"app/a.py:2:7 {has_no('app.many.A.y')}",
        f"app/a.py:5:7 {has_no('app.many.B.y')}",
        f"app/a.py:7:7 {has_no('app.many.E.y')}",
    ]


@pytest.mark.parametrize(("files", "text"), [
    pytest.param({"app/fast.pyx": ""}, 'patch("app.fast.x")', id="built"),
    pytest.param({"app/core/fast.pyi": ""}, 'patch("app.core.fast.x")', id="stub"),
    pytest.param({"setup.py": 'Extension("app.fast", [])'}, 'patch("app.fast.x")', id="named-by-a-build"),
    pytest.param({"vendored/app/__init__.py": ""}, 'patch("vendored.app.x")', id="vendored"),
    pytest.param({"docs/app.md": "x"}, 'patch("docs.gone")', id="no-package"),
    pytest.param({"requirements.txt": "api\n", "x/api/a.py": ""}, 'patch("api.gone")', id="dependency"),
    pytest.param({"x/app/stop/y.py": "", "app/core/lib.py": ""},
                 'import sys\nsys.path.insert(0, x)\npatch("app.stop.y.z")', id="on-the-path"),
])  # fmt: skip
def test_what_is_made_or_not_ours(files: Mapping[str, str], text: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert both(tmp_path, {**APP, **files, "app/a.py": f"{MOCK}{text}\n"}) == []


@pytest.mark.parametrize(("package", "text", "expected"), [
    pytest.param("", 'patch("lazy.mod.Y")', "2:7 " + has_no("lazy.mod.Y"), id="submodule"),
    pytest.param('NAMES = ["mod"]\n', 'patch("lazy.mod.Y")', "", id="name-it-makes-up"),
    pytest.param("from third import mod\n", 'patch("lazy.mod.Y")', "", id="name-it-has"),
    pytest.param("", 'patch("lazy.more.Y")', "", id="no-submodule"),
    pytest.param("", 'import importlib\nimportlib.import_module("lazy.more")', "", id="module"),
])  # fmt: skip
def test_packages_that_make_up_names(package: str, text: str, expected: str, tmp_path: Path) -> None:
    files = {
        "lazy/__init__.py": f"def __getattr__(name): ...\n{package}",
        "lazy/mod.py": "class X: ...\n",
        "use.py": "from lazy.mod import X\n",
        "lazy/a.py": f"{MOCK}{text}\n",
    }
    assert both(tmp_path, files) == [f"lazy/a.py:{expected}"] * bool(expected)


def test_generated_modules_of_the_policy(tmp_path: Path) -> None:
    files = {**APP, "app/a.py": f'{MOCK}patch("app.gone.x")\n'}
    assert both(tmp_path, files, '[imports]\ngenerated = ["app/gone.py"]\n') == []


def test_what_a_decision_forbids_is_left_to_it(tmp_path: Path) -> None:
    text = f'{MOCK}patch("app.old.X.y")\npatch("app.core.Legacy")\npatch("app.stop.Legacy")\npatch("app.older.Old")\n'
    policy = '[decisions.d]\ndelete = ["app.old"]\nban-classes = ["Legacy"]\n'
    assert both(tmp_path, {**APP, "app/a.py": text}, policy) == [f"app/a.py:5:7 {gone('app.older')}"]


@pytest.mark.parametrize(("callables", "text", "is_found"), [
    pytest.param(("load",), 'x.load("app.core.stop")', True, id="bare"),
    pytest.param(("app.plugins.load",), 'from .plugins import load\nload("app.core:stop")', True, id="dotted"),
    pytest.param(("app.plugins.load",), 'from .others import load\nload("app.core.stop")', False, id="another"),
    pytest.param(("load_*",), 'load_it(\n  "app.core.stop")', True, id="glob"),
    pytest.param(("lo?d", "[kl]oad"), 'load("app.core.stop")', True, id="other-globs"),
    pytest.param(("load",), 'loader("app.core.stop")', False, id="longer"),
    pytest.param(("load",), 'load(1, "app.core.stop")', False, id="second-argument"),
    pytest.param(("load",), 'load(name="app.core.stop")', False, id="keyword"),
    pytest.param(("load",), 'load("app.core.DataHelper")', False, id="there"),
])  # fmt: skip
def test_callables_of_the_policy(callables: tuple[str, ...], text: str, is_found: bool, tmp_path: Path) -> None:
    policy = Policy(tables={"imports": {"callables": callables}})
    found = both(tmp_path, {**APP, "app/a.py": f"{text}\n"}, policy)
    assert [one.partition(" ")[2] for one in found] == [has_no("app.core.stop")] * is_found


@pytest.mark.parametrize(("callables", "found"), [
    pytest.param((), [], id="none"),
    pytest.param(("load",), [(1, "app.old")], id="bare"),
    pytest.param(("app.plugins.load",), [(3, "app.old")], id="dotted"),
    pytest.param(("load", "app.plugins.lo*"), [(1, "app.old"), (3, "app.old")], id="both"),
])  # fmt: skip
def test_the_rules_for_decisions_know_the_callables(
    callables: tuple[str, ...], found: list[tuple[int, str]], tmp_path: Path
) -> None:
    decision = Decision("d", delete=("app.old",))
    policy = Policy(decisions=(decision,), tables={"imports": {"callables": callables}})
    write(
        tmp_path,
        {**APP, "app/a.py": 'x.load("app.old")\nfrom app.plugins import load as l\nl("app.old:x")\nf("app.old")\n'},
    )
    index = Session(str(tmp_path), policy).index
    references = Bans.of(policy, index).references(index.source("app/a.py"))
    assert [(one.span.line, one.target) for one in references if one.form == "dynamic"] == found


def test_the_option_reads_names() -> None:
    assert (CALLABLES.table, CALLABLES.key) == ("imports", "callables")
    assert CALLABLES.kind.parse(["app.plugins:load", "load_object"]) == ("app.plugins.load", "load_object")


def test_where_it_is_defined_now_is_told(tmp_path: Path) -> None:
    write(tmp_path, {**APP, "app/a.py": f'{MOCK}patch("app.models.DataHelper")\n'})
    opened = Session(str(tmp_path), Policy())
    (hit,) = missing_targets(Policy(), opened.index)
    assert (hit.cause, hit.span) == ("app.models.DataHelper", (2, 7, 2, 30))
    assert [(one.path, one.line, one.message) for one in hit.related] == [
        ("app/core/helpers.py", 8, "DataHelper is defined here")
    ]


# -- with a cache


def test_what_an_earlier_run_found_holds_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssot_lint.repo.cache._SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    test, other = f'{MOCK}patch("app.core.helpers.stop")\n', f'{MOCK}patch("app.models.Account.pay")\n'
    write(tmp_path, {**APP, "app/a.py": test, "app/b.py": other})
    stop = f"app/a.py:2:7 {has_no('app.core.helpers.stop')}"
    pay = f"app/b.py:2:7 {has_no('app.models.Account.pay', 'did you mean play?')}"
    account = f"app/b.py:2:7 {has_no('app.models.Account')}"
    changes: list[tuple[dict[str, str], list[str]]] = [
        ({}, [stop]),
        ({}, [stop]),
        ({"app/use.py": "x = 1\n"}, [stop]),
        ({"app/use.py": "x = 1\ny = 2\n"}, [stop]),
        ({"app/models.py": "class Account:\n    def play(self): ...\n"}, [stop, pay]),
        ({"app/models.py": "x = 1\nclass Account:\n    def pay(self): ...\n"}, [stop]),
        ({"app/models.py": "x = 1\n"}, [stop, account]),
        ({"app/models.py": "x = 1\nfrom third import Account\n"}, [stop]),
        ({"app/core/helpers.py": f"{HELPERS}def stop(): ...\n"}, []),
        ({"app/core/helpers.py": HELPERS, "app/a.py": f"\n{test}"}, [stop.replace(":2:", ":3:")]),
        ({"app/new.py": ""}, [stop.replace(":2:", ":3:")]),
    ]
    for changed, expected in changes:
        write(tmp_path, changed)
        assert judge(tmp_path, {}, use_cache=True) == expected
        assert judge(tmp_path, {}) == expected


# -- sketches and trees agree


_LITERALS = st.sampled_from([
    '"app.core.stop"', "'app.core.'", '"stop"', 'f"{CORE}.stop"', "CORE", "HERE", 'rf"{HERE}"', '"app.gone.x"', '".stop"',
    '"app.core:DataHelper.stop"', '"app.core.helpers.DataHelper.go"', 'f"{CORE!r}.x"', '"""app.core.stop"""', '"app.co\\\nre.x"',
    'b"app.core.stop"', '"app.core.helpers"', '("app.core.stop")', '"%s" % CORE', "'app.core.'\n'stop'", '"app.core" # x\n ".stop"',
    '"\\x61pp.core.stop"', '"app.core.stop" if x else "y"', 'CORE + ".stop"', 'CORE\n+ ".stop"', '"app.core" + (".stop")', "x.y", "",
])  # fmt: skip
_CALLEES = st.sampled_from([
    "patch", "p", "q", "mock.patch", "mock.patch.dict", "patch.multiple", "patch.dict", "patch . dict", "p.dict", "q.dict",
    "mocker.patch", "m.setattr", "m.delattr", "setattr", "importlib.import_module", "import_module", "load", "__import__",
    "pkgutil.resolve_name", "patch.object", "f", "self.patch", "(patch)", "r",
])  # fmt: skip
_ARGUMENTS = st.sampled_from(
    ["({})", "( {} )", "({}, 1)", "(\n    {},\n    1)", "(target={})", "(name={}, x=1)", "(1, target={})", "( # x\n {})",
     "({}, create=True)", "({}, stop=1)", "(({}))", "(package='app', name={})", "({}, package='app')", "\\\n({})"]
)  # fmt: skip
_calls = st.builds(lambda callee, arguments, text: callee + arguments.format(text), _CALLEES, _ARGUMENTS, _LITERALS)
_others = st.sampled_from([
    "from unittest.mock import patch as p", "from unittest import mock", "import unittest.mock as mock", "import importlib",
    "q = mock.patch", "q = mock.patch.dict", "q = (\n  mock.patch)", "r = q = patch", "from importlib import (import_module\n as load)",
    'CORE = "app.core"', 'CORE: str = "app.core"', 'CORE = ("app."\n  "core")', 'CORE = HERE = "app.gone"', 'HERE = CORE + ".stop"',
    'HERE = f"{CORE}.stop"', "CORE = HERE", 'CORE += ".x"', "import pkgutil", "from unittest.mock import *", "# patch('app.core.stop')",
    "load = importlib.import_module", 'CORE = "app.core"\nHERE = "app.gone"', 'for CORE in "x": pass', 'HERE = "app.core"  # x\nother',
])  # fmt: skip
_PROGRAMS = st.lists(st.one_of(_calls, _calls, _others), min_size=1, max_size=8).map("\n".join)


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=_PROGRAMS)
def test_sketches_lose_nothing(text: str, tmp_path: Path) -> None:
    write(tmp_path, {**APP, "app/a.py": f"from unittest.mock import patch\n{text}\n"})
    both(tmp_path, {})
