"""`ssot-lint find`: which places name something, what else is told apart from it, and what the decisions say of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from ssot_lint.commands.find import find
from ssot_lint.fronts.cli import main
from tests.processes import git
from tests.repository import session, write

AUTH = {
    "app/__init__.py": "",
    "app/auth.py": "class Login:\n    pass\n",
    "other/__init__.py": "",
    "other/auth.py": "class Login:\n    pass\n",
}


def mentions(root: Path, files: Mapping[str, str | bytes], written: str, policy: str = "") -> list[str]:
    """`group path:line:column text` of each mention, the verdict behind it."""
    opened = session(root, files, policy)
    return [
        f"{one.group} {one.path}:{one.line}:{one.column} {one.text}{f' [{one.verdict}]' if one.verdict else ''}"
        for one in find(opened.index, opened.policy, written)
        if one.path != "ssot.toml"
    ]


HOME = "definition app/auth.py:1:7 class Login:"
FORMS = [
    pytest.param("from app.auth import Login\n", ["import a.py:1:22 from app.auth import Login"], id="import"),
    pytest.param("from app.auth import Login\nLogin()\n", ["import a.py:1:22 from app.auth import Login"], id="used-as-imported"),
    pytest.param("from app import auth\nauth.Login()\n", ["use a.py:2:1 auth.Login()"], id="through-the-module"),
    pytest.param("from app.auth import *\nLogin()\n", ["use a.py:2:1 Login()"], id="star"),
    pytest.param("from app.auth import Login as Login\n", ["re-export a.py:1:22 from app.auth import Login as Login"], id="as-itself"),
    pytest.param("from app.auth import Login\n__all__ = ['Login']\n",
                 ["re-export a.py:1:22 from app.auth import Login", "re-export a.py:2:12 __all__ = ['Login']"], id="all"),
    pytest.param("from app.auth import Login as L\n", ["alias a.py:1:22 from app.auth import Login as L"], id="renamed"),
    pytest.param("from app import auth\nL: type = auth.Login\n", ["alias a.py:2:1 L: type = auth.Login"], id="assigned"),
    pytest.param("from app.auth import Login\nx.y = z = Login\n",
                 ["import a.py:1:22 from app.auth import Login", "alias a.py:2:1 x.y = z = Login"], id="assigned-twice"),
    pytest.param("x = 'app.auth.Login.go'\n", ["string a.py:1:5 x = 'app.auth.Login.go'"], id="string"),
    pytest.param("x = 'see app.auth:Login, please'\n", ["string a.py:1:5 x = 'see app.auth:Login, please'"], id="string-with-a-colon"),
    pytest.param("patch('app.auth.Login.go')\n", ["string a.py:1:7 patch('app.auth.Login.go')"], id="patched"),
    pytest.param("from app import auth\npatch.object(auth, 'Login')\n", ["string a.py:2:20 patch.object(auth, 'Login')"], id="patched-object"),
    pytest.param("import app.auth\ndef f(x: 'app.auth.Login'): ...\n", ["string a.py:2:10 def f(x: 'app.auth.Login'): ..."], id="annotation"),
    pytest.param('"""Text.\n\nOf `app.auth.Login` and\napp.auth.Login."""\n',
                 ["string a.py:3:5 Of `app.auth.Login` and", 'string a.py:4:1 app.auth.Login."""'], id="docstring"),
    pytest.param("x = ('app.auth.'\n     'Login')\n", ["string a.py:1:6 x = ('app.auth.'"], id="string-in-pieces"),
    pytest.param("from other.auth import Login\nLogin()\n'Login'\n'my.app.auth.Login'\n'app.auth.Logins'\n", [], id="another"),
    pytest.param("from app.auth import Logins\nx = 1\n", [], id="another-name"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms_of_a_class(text: str, expected: list[str], tmp_path: Path) -> None:
    for written in ("app.auth.Login", "app.auth:Login", "app/auth.py:Login"):
        assert mentions(tmp_path, {**AUTH, "a.py": text}, written) == [HOME, *expected]


def test_a_class_through_facades(tmp_path: Path) -> None:
    files = {
        **AUTH,
        "api/__init__.py": "from app.auth import Login\nfrom app.auth import Login as _L\n",
        "api/more.py": "from . import Login\n",
        "a.py": "from api import Login\n",
        "b.py": "from other import Login\n",
    }
    expected = [
        HOME,
        "import a.py:1:17 from api import Login",
        "import api/more.py:1:15 from . import Login",
        "re-export api/__init__.py:1:22 from app.auth import Login",
        "alias api/__init__.py:2:22 from app.auth import Login as _L",
    ]
    assert mentions(tmp_path, files, "app.auth.Login") == expected
    assert mentions(tmp_path, {}, "api:Login") == expected


def test_a_bare_name_is_all_of_that_name(tmp_path: Path) -> None:
    files = {
        **AUTH,
        "a.py": "class A:\n    def Login(self): ...\nx = 'Login, Logins, my.app.Login'\nLogin = 1\nfrom q import _Login\n",
        "b.py": "from app.auth import Login\n",
        "c.py": "Login = Other\n",
        "d.py": "from app.auth import Other as Login\n",
        "Login.py": "\n",
    }
    assert mentions(tmp_path, files, "Login") == [
        "definition Login.py:1:1 ",
        "definition a.py:2:9 def Login(self): ...",
        "definition a.py:4:1 Login = 1",
        "definition app/auth.py:1:7 class Login:",
        "definition other/auth.py:1:7 class Login:",
        "import b.py:1:22 from app.auth import Login",
        "alias c.py:1:1 Login = Other",
        "alias d.py:1:22 from app.auth import Other as Login",
        "string a.py:3:5 x = 'Login, Logins, my.app.Login'",
    ]


def test_members_and_inner_functions(tmp_path: Path) -> None:
    files = {"a.py": "class A:\n    def go(self):\n        def go(): ...\n", "b.py": "from a import A\nA.go\n"}
    assert mentions(tmp_path, files, "a.A.go") == ["definition a.py:2:9 def go(self):", "use b.py:2:1 A.go"]


def test_values_and_fallbacks(tmp_path: Path) -> None:
    files = {"a.py": "try:\n    from b import x\nexcept ImportError:\n    x = None\n", "b.py": "x: int\n"}
    assert mentions(tmp_path, files, "a.x") == ["definition a.py:4:5 x = None", "import a.py:2:19 from b import x"]


MODULE = [
    pytest.param("import app.auth\n", ["import a.py:1:8 import app.auth"], id="import"),
    pytest.param("import app.auth as auth\n", ["alias a.py:1:8 import app.auth as auth"], id="import-as"),
    pytest.param("from app import auth\n", ["import a.py:1:17 from app import auth"], id="name"),
    pytest.param("from app.auth import Login\n", ["import a.py:1:6 from app.auth import Login"], id="from"),
    pytest.param("import app\napp.auth.Login()\n", ["use a.py:2:1 app.auth.Login()"], id="use"),
    pytest.param("import_module('app.auth')\nimport importlib\nimportlib.import_module('app.auth')\n",
                 ["string a.py:1:15 import_module('app.auth')", "string a.py:3:25 importlib.import_module('app.auth')"], id="dynamic"),
    pytest.param("x = 'app/auth.py', 'app/auth', 'app/auth/x', 'app.auth.x'\n",
                 ["string a.py:1:5 x = 'app/auth.py', 'app/auth', 'app/auth/x', 'app.auth.x'",
                  "string a.py:1:32 x = 'app/auth.py', 'app/auth', 'app/auth/x', 'app.auth.x'",
                  "string a.py:1:46 x = 'app/auth.py', 'app/auth', 'app/auth/x', 'app.auth.x'"], id="paths"),
    pytest.param("import other.auth, app.authority\nfrom other import auth\nauth = 1\n'auth', 'my/app/auth_py', 'app/auth.pyc'\n", [], id="another"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MODULE)
def test_forms_of_a_module(text: str, expected: list[str], tmp_path: Path) -> None:
    for written in ("app.auth", "app/auth.py", "./app/auth.py"):
        assert mentions(tmp_path, {**AUTH, "a.py": text}, written) == [
            "definition app/auth.py:1:1 class Login:",
            *expected,
        ]


def test_a_deleted_module(tmp_path: Path) -> None:
    files = {
        **AUTH,
        "app/more.py": "from .old import x\nfrom . import y\n",
        "a.py": "from app.old import x\n",
        "b.py": "from other.old import x\n",
        "c.md": "app/old.py, other/old.py\n",
    }
    expected = [
        "import a.py:1:6 from app.old import x",
        "import app/more.py:1:6 from .old import x",
        "document c.md:1:1 app/old.py, other/old.py",
    ]
    for written in ("app.old", "app/old.py"):
        assert mentions(tmp_path, files, written) == expected
    assert mentions(tmp_path, {}, "app.old.x") == [
        "import a.py:1:21 from app.old import x",
        "import app/more.py:1:18 from .old import x",
    ]


def test_a_deleted_module_that_its_package_still_imports(tmp_path: Path) -> None:
    files = {"app/__init__.py": "from . import old\n", "a.md": "app/old.py\n"}
    assert mentions(tmp_path, files, "app.old") == [
        "re-export app/__init__.py:1:15 from . import old",
        "document a.md:1:1 app/old.py",
    ]


def test_packages_and_source_roots(tmp_path: Path) -> None:
    files = {
        "src/app/__init__.py": "",
        "src/app/core/__init__.py": "x = 1\n",
        "a.py": "import src.app.core\nimport app.core\n",
    }
    expected = [
        "definition src/app/core/__init__.py:1:1 x = 1",
        "import a.py:1:8 import src.app.core",
        "import a.py:2:8 import app.core",
    ]
    for written in ("app.core", "src/app/core", "src/app/core/", "src/app/core/__init__.py"):
        assert mentions(tmp_path, files, written) == expected


def test_files_that_are_no_modules(tmp_path: Path) -> None:
    files = {
        "my-tool.py": "x = 1\n",
        "docs/a.md": "Run my-tool.py or docs/b.md.\n",
        "docs/b.md": "x\n",
        "tool.py": "'my-tool.py'\n",
        "t.py": "",
    }
    assert mentions(tmp_path, files, "my-tool.py") == [
        "definition my-tool.py:1:1 x = 1",
        "string tool.py:1:1 'my-tool.py'",
        "document docs/a.md:1:5 Run my-tool.py or docs/b.md.",
    ]
    assert mentions(tmp_path, {}, "docs/b.md") == ["document docs/a.md:1:19 Run my-tool.py or docs/b.md."]
    assert mentions(tmp_path, {}, "t.py") == ["definition t.py:1:1 "]


def test_documents(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **AUTH,
        "a.md": "# Login\r\n\r\nUse `Login` and Login.\r\n",
        "b.txt": "Logins\n",
        "c.bin": b"Login\0",
        "d.txt": b"\xef\xbb\xbfLogin\xff\n",
        "e.txt": "Login\n" + "x" * 1_000_000,
    }
    write(tmp_path, files)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.md")
    assert mentions(tmp_path, {}, "Login")[2:] == [
        "document a.md:1:3 # Login",
        "document a.md:3:6 Use `Login` and Login.",
        "document d.txt:1:1 Login\ufffd",
    ]


def test_documents_that_git_knows(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **AUTH,
        ".gitignore": "ignored.md\n",
        ".gitattributes": "*.lock binary\n",
        "docs/ignored.md": "Login\n",
        "docs/known.md": "Login\n",
        "docs/new.md": "Login\n",
        "é.lock": "Login\n",
        "a.bin": b"Login\0",
    }
    git(tmp_path, "init", "--quiet")
    write(tmp_path, files)
    git(tmp_path, "add", "docs/known.md", "é.lock")
    expected = [f"document {path}:1:1 Login" for path in ("docs/known.md", "docs/new.md", "é.lock")]
    assert mentions(tmp_path, {}, "Login")[2:] == expected
    assert mentions(tmp_path, {}, "Logout") == []


def test_documents_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert mentions(tmp_path, {"a.md": "Login\n"}, "Login") == ["document a.md:1:1 Login"]


POLICY = """\
[decisions.auth]
keep = ["app.auth:Login"]
delete = ["app.old"]
ban-classes = ["OldLogin"]
"""
USE = "use Login from app.auth (auth)"


@pytest.mark.parametrize(("files", "written", "expected"), [
    pytest.param({"app/auth.py": "class Login: ...\n", "b.py": "class Login: ...\n", "c.md": "Login\n"}, "Login",
                 ["definition app/auth.py:1:7 class Login: ... [kept at app.auth:Login (auth)]",
                  "definition b.py:1:7 class Login: ... [kept at app.auth:Login (auth)]",
                  "document c.md:1:1 Login [kept at app.auth:Login (auth)]"], id="kept"),
    pytest.param({"a.py": "class OldLogin: ...\n'OldLogin'\n"}, "OldLogin",
                 [f"definition a.py:1:7 class OldLogin: ... [banned: {USE}]", f"string a.py:2:1 'OldLogin' [banned: {USE}]"], id="banned"),
    pytest.param({"app/old.py": "x = 1\n", "a.md": "app/old.py\n", "b.md": "app.old:x\n", "c.py": "'app/old/__init__.py'\n"}, "app.old",
                 [f"definition app/old.py:1:1 x = 1 [deleted: {USE}]", f"string c.py:1:1 'app/old/__init__.py' [deleted: {USE}]",
                  f"document a.md:1:1 app/old.py [deleted: {USE}]", f"document b.md:1:1 app.old:x [deleted: {USE}]"], id="deleted"),
    pytest.param({"app/old.py": "class Login: ...\n", "app/__init__.py": "from .old import Login\n", "a.py": "from app import Login\n"}, "Login",
                 [f"definition app/old.py:1:7 class Login: ... [deleted: {USE}]", f"import a.py:1:17 from app import Login [deleted: {USE}]",
                  f"re-export app/__init__.py:1:18 from .old import Login [deleted: {USE}]"], id="through-a-facade"),
    pytest.param({"a.py": "def free(): ...\n"}, "free", ["definition a.py:1:5 def free(): ..."], id="undecided"),
])  # fmt: skip
def test_verdicts(files: Mapping[str, str], written: str, expected: list[str], tmp_path: Path) -> None:
    assert mentions(tmp_path, files, written, POLICY) == expected


# -- the command


def call(root: Path, monkeypatch: pytest.MonkeyPatch, *argv: str) -> int:
    monkeypatch.chdir(root)
    return main(("find", "--no-cache", *argv))


def test_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"app/auth.py": "class Login: ...\n", "a.py": "import app.auth\nx = app.auth.Login\ny = app.auth.Login\n"}
    write(tmp_path, {**files, "b\x1b.md": f"Login {'x' * 200}\n"}, POLICY)
    assert call(tmp_path, monkeypatch, "Login") == 0
    kept = "[kept at app.auth:Login (auth)]"
    assert capsys.readouterr() == (
        f"1 definition\n  app/auth.py:1:7: class Login: ...  {kept}\n\n"
        f"2 aliases\n  a.py:2:1: x = app.auth.Login  {kept}\n  a.py:3:1: y = app.auth.Login  {kept}\n\n"
        f"2 documents\n  b\\x1b.md:1:1: Login {'x' * 154}...  {kept}\n"
        f'  ssot.toml:2:10: keep = ["app.auth:Login"]  {kept}\n',
        "",
    )


def test_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        tmp_path,
        {"a.py": "class Login: ...\n", "b.py": "class OldLogin: ...\n"},
        POLICY.replace("app.auth:Login", "é:A"),
    )
    assert call(tmp_path, monkeypatch, "b.OldLogin", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "kind": "definition",
            "path": "b.py",
            "line": 1,
            "column": 7,
            "text": "class OldLogin: ...",
            "decision": "auth",
            "verdict": "banned: use A from é (auth)",
        }
    ]


@pytest.mark.parametrize(("name", "hint"), [
    pytest.param("Logins", " (did you mean Login?)", id="class"),
    pytest.param("app.auht", " (did you mean auth?)", id="module"),
    pytest.param("app/auht.py", " (did you mean auth?)", id="path"),
    pytest.param("zzz", "", id="unlike-all"),
])  # fmt: skip
def test_nothing_found(
    name: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, AUTH)
    assert call(tmp_path, monkeypatch, name) == 1
    assert capsys.readouterr() == ("", f"nothing names {name}{hint}\n")
    assert call(tmp_path, monkeypatch, name, "--format", "json") == 1
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize("name", ["", "  ", "...", "app.", "app:"])
def test_no_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(tmp_path, monkeypatch, name) == 2
    expected = f"error: not a name: {name!r} (give a class, function, module or path, such as app.auth:Login)\n"
    assert capsys.readouterr() == ("", expected)
