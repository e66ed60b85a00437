"""SSOT001: every way in which a banned class comes back, and what only looks like one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.repository import check, lines, session

POLICY = """\
[decisions.auth]
keep = ["acme.auth:Auth"]
ban-classes = ["LegacyAuth"]
"""
DOTTED = 'ignore = ["SSOT104"]\n' + POLICY.replace('"LegacyAuth"', '"acme.old:LegacyAuth"')
GLOB = POLICY.replace('"LegacyAuth"', '"Legacy*"')
REPO = {
    "acme/__init__.py": "",
    "acme/auth.py": "class Auth: ...\n",
    "acme/old.py": "",
    "acme/core/__init__.py": "",
}
BANNED = "LegacyAuth is banned"
ALIAS = "LegacyAuth is banned, as an alias too"
OUT = ": use Auth from acme.auth (auth)"

# id, text of acme/a.py, places; the message is that the class is banned
FOUND = [
    ("class", "class LegacyAuth: ...\n", ["1:7"]),
    ("class-and-uses", "class LegacyAuth: ...\n\nLegacyAuth()\nx: LegacyAuth\n", ["1:7"]),
    ("class-nested", "class A:\n    class LegacyAuth: ...\n", ["2:11"]),
    ("class-in-function", "def f():\n    class LegacyAuth: ...\n", ["2:11"]),
    ("class-continued", "class \\\n  LegacyAuth: ...\n", ["1:1"]),
    ("class-decorated", "@decorator\nclass LegacyAuth(Base): ...\n", ["2:7"]),
    ("function", "def LegacyAuth(): ...\n", ["1:5"]),
    ("from", "from x import LegacyAuth\nLegacyAuth()\n", ["1:15"]),
    ("from-as", "from x import LegacyAuth as A\nA()\n", ["1:15"]),
    ("from-in-brackets", "from x import (\n    Auth,\n    LegacyAuth,\n)\n", ["3:5"]),
    ("from-continued", "from x import Auth, \\\n    LegacyAuth\n", ["2:5"]),
    ("relative", "from .old import LegacyAuth\n", ["1:18"]),
    ("star", "from x import *\nLegacyAuth()\n", ["2:1"]),
    ("undefined", "LegacyAuth()\n", ["1:1"]),
    ("module-alias", "import x as y\ny.LegacyAuth()\n", ["2:1"]),
    ("module", "import x.y\nx.y.LegacyAuth()\n", ["2:1"]),
    ("package-attribute", "import acme\nz = acme.old\nz.LegacyAuth()\n", ["3:1"]),
    ("attribute-class-method", "import x\nx.LegacyAuth.create()\n", ["2:1"]),
    ("twice-on-a-line", "import x\ny: x.LegacyAuth = x.LegacyAuth()\n", ["2:4"]),
    ("base", "import x\nclass B(x.LegacyAuth): ...\n", ["2:9"]),
    ("decorator", "import x\n@x.LegacyAuth\ndef f(): ...\n", ["2:2"]),
    ("except", "import x\ntry: ...\nexcept x.LegacyAuth: ...\n", ["3:8"]),
    ("isinstance", "import x\nisinstance(y, (int, x.LegacyAuth))\n", ["2:21"]),
    ("match", "import x\nmatch y:\n    case x.LegacyAuth(): ...\n", ["3:10"]),
    ("match-unbound", "match y:\n    case LegacyAuth(): ...\n", ["2:10"]),
    ("in-function", "def f():\n    from x import LegacyAuth\n", ["2:19"]),
    ("type-checking", "if TYPE_CHECKING:\n    from x import LegacyAuth\n", ["2:19"]),
    ("annotation", 'def f(a: "LegacyAuth"): ...\n', ["1:10"]),
    ("annotation-return", 'def f() -> "LegacyAuth | None": ...\n', ["1:12"]),
    ("annotation-variable", 'x: "LegacyAuth"\n', ["1:4"]),
    ("annotation-generic", 'x: "list[LegacyAuth]"\n', ["1:4"]),
    ("annotation-inside", 'from typing import Optional\nx: Optional["LegacyAuth"] = None\n', ["2:13"]),
    ("annotation-star", 'def f(*args: "LegacyAuth", **kw: "LegacyAuth"): ...\n', ["1:14"]),
    ("annotation-string-in-string", "x: \"list['LegacyAuth']\"\n", ["1:4"]),
    ("annotation-union", 'x: int | "LegacyAuth"\n', ["1:10"]),
    ("annotated", 'from typing import Annotated\nx: Annotated["LegacyAuth", "LegacyAuth"]\n', ["2:14"]),
    ("callable", 'from typing import Callable\nx: Callable[["LegacyAuth"], int]\n', ["2:14"]),
    ("generic-base", 'class A(list["LegacyAuth"]): ...\n', ["1:14"]),
    ("forward-ref", 'import typing\ntyping.ForwardRef("LegacyAuth")\n', ["2:19"]),
    ("attribute-on-several-lines", "import x\n(x\n .LegacyAuth\n .create())\n", ["3:3"]),
    ("all-starred", '__all__ = [*x.__all__, *["LegacyAuth"]]\n', ["1:26"]),
    ("cast", 'from typing import cast\ncast("LegacyAuth", x)\n', ["2:6"]),
    ("cast-generic", 'import typing\ntyping.cast("list[LegacyAuth]", x)\n', ["2:13"]),
    ("typevar", 'from typing import TypeVar\nT = TypeVar("T", bound="LegacyAuth")\n', ["2:24"]),
    ("typevar-constraint", 'from typing import TypeVar\nT = TypeVar("T", int, "LegacyAuth")\n', ["2:23"]),
    ("newtype", 'from typing import NewType\nN = NewType("N", "LegacyAuth")\n', ["2:18"]),
    ("type-alias", 'from typing import TypeAlias\nA: TypeAlias = "LegacyAuth"\n', ["2:16"]),
    ("all-of-an-import", 'from x import LegacyAuth\n__all__ = ["LegacyAuth"]\n', ["1:15", "2:12"]),
    ("all", '__all__ = ["LegacyAuth"]\n', ["1:12"]),
    ("all-extended", '__all__ = []\n__all__ += ["LegacyAuth"]\n', ["2:13"]),
    ("all-call", '__all__ = []\n__all__.extend(("LegacyAuth",))\n', ["2:17"]),
    ("all-sum", 'import x\n__all__ = ["A"] + ["LegacyAuth"] + x.__all__\n', ["2:20"]),
    ("patch", 'from unittest.mock import patch\n@patch("acme.x.LegacyAuth")\ndef test(m): ...\n', ["2:8"]),
    ("patch-member", 'from unittest import mock\nmock.patch("acme.x.LegacyAuth.get")\n', ["2:12"]),
    ("patch-with", 'import unittest.mock\nwith unittest.mock.patch("x.LegacyAuth"): ...\n', ["2:26"]),
    ("patch-new", 'from unittest.mock import patch\npatch(target="x.LegacyAuth")\n', ["2:14"]),
    ("patch-object", 'from unittest.mock import patch\nimport x\npatch.object(x, "LegacyAuth")\n', ["3:17"]),
    ("monkeypatch", 'def test(monkeypatch):\n    monkeypatch.setattr("x.LegacyAuth", 1)\n', ["2:25"]),
    (
        "monkeypatch-object",
        'import x\ndef test(monkeypatch):\n    monkeypatch.setattr(x, "LegacyAuth", 1)\n',
        ["3:28"],
    ),
    ("getattr", 'import x\ngetattr(x, "LegacyAuth")\n', ["2:12"]),
    ("module-attribute-set", "import x\nx.LegacyAuth = 1\n", ["2:1"]),
    ("assigned", "from acme.auth import Auth\nLegacyAuth = Auth\n", ["2:1"]),
    ("assigned-with-others", "A = LegacyAuth = object\n", ["1:5"]),
    ("assigned-annotated", "LegacyAuth: type = object\n", ["1:1"]),
    ("assigned-in-class", "class A:\n    LegacyAuth = object\n", ["2:5"]),
    ("assigned-made", 'LegacyAuth = type("LegacyAuth", (), {})\n', ["1:1"]),
    ("assigned-in-except", "try: ...\nexcept ImportError:\n    LegacyAuth = object\n", ["3:5"]),
    ("walrus", "print(LegacyAuth := object)\n", ["1:7"]),
    ("unpacked", "LegacyAuth, A = object, int\n", ["1:1"]),
    ("full-width", "from x import \uff2cegacyAuth\n", ["1:15"]),
    ("ligature-elsewhere", "class \U0001d40bega\U0001d41cy\U0001d400uth: ...\n", ["1:7"]),
    ("crlf", "import os\r\nclass LegacyAuth:\r\n    pass\r\n", ["2:7"]),
    ("carriage-returns", "import os\rclass LegacyAuth:\r    pass\r", ["2:7"]),
    ("bom", "\ufeffclass LegacyAuth: ...\n", ["1:7"]),
    ("form-feed", "import os\n\x0c\nclass LegacyAuth: ...\n", ["3:7"]),
    ("no-final-newline", "class LegacyAuth: ...", ["1:7"]),
    ("after-emoji", 'x = "😀é"; LegacyAuth()\n', ["1:11"]),
    ("fstring", 'x = f"{LegacyAuth()}"\n', ["1:8"]),
    ("default", "import x\ndef f(a=x.LegacyAuth): ...\n", ["2:9"]),
    ("lambda", "import x\nf = lambda: x.LegacyAuth()\n", ["2:13"]),
    ("comprehension", "import x\n[x.LegacyAuth() for _ in y]\n", ["2:2"]),
    ("delete", "import x\ndel x.LegacyAuth\n", ["2:5"]),
]
if sys.version_info >= (3, 12):
    FOUND += [
        ("pep-695-alias", "type LegacyAuth = int\n", ["1:6"]),
        ("pep-695-class", "class LegacyAuth[T]: ...\n", ["1:7"]),
        ("pep-695-bound", 'def f[T: "LegacyAuth"](x: T): ...\n', ["1:10"]),
        ("pep-695-value", 'type A = list["LegacyAuth"]\n', ["1:15"]),
        ("pep-701", "x = f'{f'{LegacyAuth()}'}'\n", ["1:11"]),
    ]


@pytest.mark.parametrize(("text", "places"), [pytest.param(*case[1:], id=case[0]) for case in FOUND])
def test_found(text: str, places: list[str], tmp_path: Path) -> None:
    expected = tuple(f"acme/a.py:{place}: SSOT001 {BANNED}{OUT}" for place in places)
    assert check(tmp_path, {**REPO, "acme/a.py": text}, POLICY) == expected


@pytest.mark.parametrize(("text", "place"), [
    pytest.param("from acme.auth import Auth as LegacyAuth\nLegacyAuth()\n", "1:23", id="from"),
    pytest.param("import acme.auth as LegacyAuth\n", "1:8", id="import"),
    pytest.param("from x import LegacyAuth as LegacyAuth\n", "1:15", id="itself"),
])  # fmt: skip
def test_import_aliases(text: str, place: str, tmp_path: Path) -> None:
    assert check(tmp_path, {**REPO, "acme/a.py": text}, POLICY) == (f"acme/a.py:{place}: SSOT001 {ALIAS}{OUT}",)


SILENT = [
    ("comment", "# class LegacyAuth: ...\n"),
    ("docstring", '"""LegacyAuth"""\n'),
    ("string", 'print("LegacyAuth")\n'),
    ("dotted-string", 'x = "acme.x.LegacyAuth"\n'),
    ("longer", "class LegacyAuthError(Exception): ...\n\ndef get_LegacyAuth(): ...\n"),
    ("longer-import", "from x import LegacyAuthError, XLegacyAuth\n"),
    ("none-in-except", "try:\n    from x import y\nexcept ImportError:\n    LegacyAuth = None\n"),
    ("declared", "LegacyAuth: type\n"),
    ("parameter", "def f(LegacyAuth): return LegacyAuth\n"),
    ("keyword", "f(LegacyAuth=1)\n"),
    ("dictionary", 'x = {"LegacyAuth": 1}\nx["LegacyAuth"]\n'),
    ("self-member", "class A:\n    def f(self): return self.LegacyAuth\n"),
    ("object-member", "def f(x): return x.LegacyAuth\n"),
    ("method", "class A:\n    def LegacyAuth(self): ...\n"),
    ("enum-member", "import enum\nclass Kind(enum.Enum):\n    A = 1\nKind.LegacyAuth\n"),
    ("local-function-member", "def f():\n    def g(): ...\n    g.LegacyAuth()\n"),
    ("local-class-member", "def f():\n    class A: ...\n    A.LegacyAuth\n"),
    ("imported-class-member", "from acme.auth import Auth\nAuth.LegacyAuth\n"),
    ("literal", 'from typing import Literal\nx: Literal["LegacyAuth"]\n'),
    ("hasattr", 'import x\nassert not hasattr(x, "LegacyAuth")\n'),
    ("loop-variable", "for LegacyAuth in x:\n    print(LegacyAuth)\n"),
    ("except-name", "try: ...\nexcept E as LegacyAuth:\n    print(LegacyAuth)\n"),
    ("annotation-prose", 'x: "see LegacyAuth for more"\n'),
    ("annotated-metadata", 'from typing import Annotated\nx: Annotated[int, "LegacyAuth"]\n'),
    ("patch-of-another", 'from unittest.mock import patch\npatch("acme.x.LegacyAuthError")\n'),
    ("patch-prose", 'from unittest.mock import patch\npatch("see LegacyAuth")\n'),
    ("http-patch", 'client.patch("/LegacyAuth")\n'),
    ("split-literal", '__all__ = ["Legacy" "Auth"]\n'),
    ("fstring-text", 'x = f"LegacyAuth {y}"\n'),
    ("wanted-to-fail", "import pytest\nwith pytest.raises(ImportError):\n    from acme.x import LegacyAuth\n"),
    ("global-statement", "def f():\n    global y\n"),
]


@pytest.mark.parametrize("text", [pytest.param(case[1], id=case[0]) for case in SILENT])
def test_silent(text: str, tmp_path: Path) -> None:
    report = session(tmp_path, {**REPO, "acme/a.py": text}, POLICY).check(select={"SSOT001"})
    assert lines(report) == ()


DOTTED_CASES = [
    ("home", {"acme/old.py": "class LegacyAuth: ...\n"}, ["acme/old.py:1:7"]),
    ("elsewhere", {"acme/a.py": "class LegacyAuth: ...\n"}, []),
    ("from", {"acme/a.py": "from acme.old import LegacyAuth\n"}, ["acme/a.py:1:22"]),
    ("relative", {"acme/a.py": "from .old import LegacyAuth as A\nA()\n"}, ["acme/a.py:1:18"]),
    ("module", {"acme/a.py": "from acme import old\nold.LegacyAuth()\n"}, ["acme/a.py:2:1"]),
    ("from-another", {"acme/a.py": "from acme.auth import LegacyAuth\n"}, []),
    ("star", {"acme/a.py": "from .old import *\nLegacyAuth()\n"}, ["acme/a.py:2:1"]),
    ("annotation", {"acme/a.py": 'x: "acme.old.LegacyAuth"\n'}, ["acme/a.py:1:4"]),
    ("patch", {"acme/a.py": 'from unittest.mock import patch\npatch("acme.old.LegacyAuth")\n'}, ["acme/a.py:2:7"]),
    (
        "patch-where-it-is-used",
        {
            "acme/b.py": "from acme.old import LegacyAuth\n",
            "acme/a.py": 'from unittest.mock import patch\npatch("acme.b.LegacyAuth")\n',
        },
        ["acme/a.py:2:7", "acme/b.py:1:22"],
    ),
    (
        "re-exported",
        {"acme/core/__init__.py": "from acme.old import LegacyAuth\n", "a.py": "from acme.core import LegacyAuth\n"},
        ["a.py:1:23", "acme/core/__init__.py:1:22"],
    ),
]


@pytest.mark.parametrize(("files", "places"), [pytest.param(*case[1:], id=case[0]) for case in DOTTED_CASES])
def test_dotted_ban(files: dict[str, str], places: list[str], tmp_path: Path) -> None:
    expected = tuple(f"{place}: SSOT001 {BANNED}{OUT}" for place in places)
    assert check(tmp_path, {**REPO, **files}, DOTTED) == expected


def test_renamed_re_export(tmp_path: Path) -> None:
    files = {
        **REPO,
        "acme/core/__init__.py": "from acme.old import LegacyAuth as A\n",
        "a.py": "from acme.core import A\n",
    }
    found = session(tmp_path, files, DOTTED).check().findings
    assert [(one.path, one.line, one.column, one.message, one.related) for one in found] == [
        (
            "a.py",
            1,
            23,
            f"A is banned LegacyAuth, handed on by acme.core{OUT}",
            (("acme/core/__init__.py", 1, 22, "hands on acme.old.LegacyAuth here"),),
        ),
        ("acme/core/__init__.py", 1, 22, f"{BANNED}{OUT}", ()),
    ]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("class LegacyUser: ...\n", ["1:7: SSOT001 LegacyUser is banned"], id="class"),
    pytest.param("from x import LegacyUser, Auth\n", ["1:15: SSOT001 LegacyUser is banned"], id="import"),
    pytest.param('x: "LegacyUser"\n', ["1:4: SSOT001 LegacyUser is banned"], id="annotation"),
    pytest.param("class TheLegacyUser: ...\n", [], id="within-a-longer-name"),
])  # fmt: skip
def test_glob(text: str, expected: list[str], tmp_path: Path) -> None:
    assert check(tmp_path, {**REPO, "acme/a.py": text}, GLOB) == tuple(f"acme/a.py:{one}{OUT}" for one in expected)


def test_glob_and_the_classes_of_tests(tmp_path: Path) -> None:
    policy = POLICY.replace('"LegacyAuth"', '"*LegacyAuth"')
    files = {
        **REPO,
        "tests/test_a.py": "class TestLegacyAuth: ...\nclass test_LegacyAuth: ...\nclass MyLegacyAuth: ...\n",
    }
    assert check(tmp_path, files, policy) == (f"tests/test_a.py:3:7: SSOT001 MyLegacyAuth is banned{OUT}",)


def test_dotted_glob(tmp_path: Path) -> None:
    policy = DOTTED.replace("acme.old:LegacyAuth", "acme.old.*Auth")
    files = {**REPO, "acme/a.py": "from .old import BasicAuth\nfrom .auth import XAuth\n"}
    assert check(tmp_path, files, policy) == (f"acme/a.py:1:18: SSOT001 BasicAuth is banned{OUT}",)


@pytest.mark.parametrize(("keep", "out"), [
    pytest.param("", "remove it: gone (auth)", id="nothing"),
    pytest.param('keep = ["a.b:C"]\n', "use C from a.b (auth)", id="one"),
    pytest.param('keep = ["a.b:C", "a.b:D", "a.b:E"]\n', "use C, D or E from a.b (auth)", id="of-one-module"),
    pytest.param('keep = ["a.b:C", "a.d:E"]\n', "use C from a.b or E from a.d (auth)", id="of-two-modules"),
    pytest.param('keep = ["a.b:C", "a.b:D", "a.b:E", "a.b:F", "a.c:G"]\n', "use a.b or a.c (auth)", id="of-many"),
])  # fmt: skip
def test_way_out(keep: str, out: str, tmp_path: Path) -> None:
    policy = f'[decisions.auth]\nreason = "gone"\n{keep}ban-classes = ["LegacyAuth"]\n'
    assert check(tmp_path, {"x.py": "LegacyAuth()\n"}, policy) == (f"x.py:1:1: SSOT001 {BANNED}: {out}",)


def test_kept_names_are_never_banned_by_a_glob(tmp_path: Path) -> None:
    policy = POLICY.replace('"LegacyAuth"', '"*Auth"')
    files = {**REPO, "acme/a.py": "from acme.auth import Auth\nclass OldAuth: ...\n"}
    assert check(tmp_path, files, policy) == (f"acme/a.py:2:7: SSOT001 OldAuth is banned{OUT}",)


def test_class_of_a_deleted_module_is_one_finding(tmp_path: Path) -> None:
    policy = POLICY + 'delete = ["acme.gone"]\n'
    files = {**REPO, "acme/a.py": "from acme.gone import LegacyAuth\n"}
    assert check(tmp_path, files, policy) == (f"acme/a.py:1:6: SSOT002 module acme.gone is deleted{OUT}",)


@pytest.mark.parametrize(("encoding", "data"), [
    ("latin-1", "# -*- coding: latin-1 -*-\nx = 'é'; from y import LegacyAuth\n"),
    ("cp1252", "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '€'; from y import LegacyAuth\n"),
    ("utf-7", "# coding: utf-7\nx = 'é'; from y import LegacyAuth\n"),
    ("shift_jis", "# coding: shift_jis\nx = '表'; from y import LegacyAuth\n"),
])  # fmt: skip
def test_encodings(encoding: str, data: str, tmp_path: Path) -> None:
    line = data.count("\n")
    files: dict[str, str | bytes] = {**REPO, "acme/a.py": data.encode(encoding)}
    assert check(tmp_path, files, POLICY) == (f"acme/a.py:{line}:24: SSOT001 {BANNED}{OUT}",)


def test_a_file_that_imports_from_another_module_of_the_name_is_passed_over(tmp_path: Path) -> None:
    policy = f'{POLICY}delete = ["acme.legacy"]\n'
    assert check(tmp_path, {**REPO, "acme/a.py": "from other.legacy import C\n\nclass D(C): ...\n"}, policy) == ()
