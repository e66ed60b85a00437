"""The kept class in the place of a banned one, and an expression in the place of a banned literal."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.session import open_session
from tests.repository import write
from tests.test_moves import fixed

POLICY = """\
[decisions.auth]
keep = ["app.auth:Auth"]
ban-classes = ["LegacyAuth", "OldAuth"]
"""
REPO = {
    "app/__init__.py": "",
    "app/auth.py": "class Auth: ...\n",
    "app/compat.py": "from app.auth import Auth\nLegacyAuth = Auth\nx = 1\n",
    "app/legacy.py": "class LegacyAuth: ...\ny = 1\n",
}


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("from app.compat import LegacyAuth\nLegacyAuth()\n", "from app.auth import Auth\nAuth()\n", id="import-and-uses"),
    pytest.param("from .compat import LegacyAuth as L\nL()\n", "from .auth import Auth as L\nL()\n", id="by-another-name"),
    pytest.param("from app.compat import (  # why\n    LegacyAuth,  # one\n)\nLegacyAuth()\n",
                 "from app.auth import (  # why\n    Auth,  # one\n)\nAuth()\n", id="comments"),
    pytest.param("from app.compat import LegacyAuth, x\nLegacyAuth, x\n", "from app.compat import x\nfrom app.auth import Auth\nAuth, x\n", id="among-others"),
    pytest.param("from app.compat import LegacyAuth\ndef f(a: 'LegacyAuth | None'): ...\n", "from app.auth import Auth\ndef f(a: 'Auth | None'): ...\n",
                 id="annotation"),
    pytest.param("from app.compat import LegacyAuth\ndef f(a: 'Legacy' 'Auth'): LegacyAuth\n",
                 "from app.compat import LegacyAuth\ndef f(a: 'Legacy' 'Auth'): LegacyAuth\n", id="annotation-in-parts"),
    pytest.param("from app.auth import Auth\nfrom app.compat import LegacyAuth\nAuth, LegacyAuth\n", "from app.auth import Auth\nAuth, Auth\n", id="imported-already"),
    pytest.param("from app.compat import Auth, LegacyAuth\nAuth, LegacyAuth\n", "from app.compat import Auth\nAuth, Auth\n", id="imported-through-a-facade"),
    pytest.param("from app.auth import Auth\nfrom app.compat import LegacyAuth, x\nAuth, LegacyAuth\n",
                 "from app.auth import Auth\nfrom app.compat import x\nAuth, Auth\n", id="imported-already-among-others"),
    pytest.param("from app.compat import LegacyAuth\nAuth = 1\nLegacyAuth()\n", "from app.compat import LegacyAuth\nAuth = 1\nLegacyAuth()\n", id="name-is-taken"),
    pytest.param("try:\n    from app.compat import LegacyAuth\nexcept ImportError:\n    LegacyAuth = None\nLegacyAuth\n",
                 "try:\n    from app.compat import LegacyAuth\nexcept ImportError:\n    LegacyAuth = None\nLegacyAuth\n", id="bound-twice"),
    pytest.param("from app.compat import LegacyAuth\n__all__ = ['LegacyAuth']\n", "from app.auth import Auth\n__all__ = ['Auth']\n", id="listed"),
    pytest.param("from app.compat import LegacyAuth\n__all__ = ['LegacyAuth', 'Auth']\n", "from app.compat import LegacyAuth\n__all__ = ['LegacyAuth', 'Auth']\n",
                 id="both-listed"),
    pytest.param("from app.compat import LegacyAuth\n__all__ = ['Legacy' 'Auth']\n", "from app.compat import LegacyAuth\n__all__ = ['Legacy' 'Auth']\n",
                 id="listed-in-parts"),
    pytest.param("from app.auth import Auth as LegacyAuth\nLegacyAuth()\n", "from app.auth import Auth\nAuth()\n", id="alias"),
    pytest.param("from app.auth import Auth\nfrom app.auth import Auth as LegacyAuth\nAuth, LegacyAuth\n", "from app.auth import Auth\nAuth, Auth\n",
                 id="alias-beside-its-own-name"),
    pytest.param("from app.auth import Auth, Auth as LegacyAuth\nAuth, LegacyAuth\n", "from app.auth import Auth\nAuth, Auth\n", id="alias-in-the-same-import"),
    pytest.param("import os\nimport json as LegacyAuth\nLegacyAuth, json\n", "import os\nimport json as LegacyAuth\nLegacyAuth, json\n", id="alias-of-a-module"),
    pytest.param("from app.auth import Auth as LegacyAuth\nAuth = 1\nLegacyAuth()\n", "from app.auth import Auth as LegacyAuth\nAuth = 1\nLegacyAuth()\n",
                 id="alias-of-a-taken-name"),
    pytest.param("from app.auth import Auth as LegacyAuth\ndef f(a: 'Legacy' 'Auth'): ...\n",
                 "from app.auth import Auth as LegacyAuth\ndef f(a: 'Legacy' 'Auth'): ...\n", id="alias-in-parts"),
    pytest.param("class LegacyAuth: ...\n", "class LegacyAuth: ...\n", id="definition"),
    pytest.param("import app.compat\napp.compat.LegacyAuth()\n", "import app.compat\napp.compat.LegacyAuth()\n", id="attribute"),
    pytest.param("from app.compat import LegacyAuth\nprint 'x'\n", "from app.compat import LegacyAuth\nprint 'x'\n", id="unreadable"),
    pytest.param("from app.auth import Auth as LegacyAuth\nprint 'x'\n", "from app.auth import Auth as LegacyAuth\nprint 'x'\n", id="unreadable-alias"),
])  # fmt: skip
def test_the_same_class_by_its_own_name(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, {**REPO, "app/api.py": before}, "app/api.py", policy=POLICY) == after


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("from app.legacy import LegacyAuth\nLegacyAuth()\n", "from app.auth import Auth\nAuth()\n", id="import"),
    pytest.param("from app.legacy import LegacyAuth, y\n", "from app.legacy import y\nfrom app.auth import Auth\n", id="among-others"),
    pytest.param("from unittest.mock import patch\npatch('app.legacy.LegacyAuth.run')\n", "from unittest.mock import patch\npatch('app.auth.Auth.run')\n", id="patch"),
    pytest.param("from unittest.mock import patch\npatch('app.' 'legacy.LegacyAuth')\n", "from unittest.mock import patch\npatch('app.' 'legacy.LegacyAuth')\n",
                 id="patch-in-parts"),
    pytest.param("from app.auth import OldAuth as O, Auth\n", "from app.auth import Auth as O, Auth\n", id="in-the-home"),
])  # fmt: skip
def test_another_class(before: str, after: str, tmp_path: Path) -> None:
    files = {**REPO, "app/auth.py": "class Auth: ...\nclass OldAuth: ...\n", "app/api.py": before}
    assert fixed(tmp_path, files, "app/api.py", policy=POLICY) == before
    assert fixed(tmp_path, files, "app/api.py", policy=POLICY, unsafe=True) == after


@pytest.mark.parametrize(("before", "after", "told"), [
    pytest.param("from app.legacy import LegacyAuth\nLegacyAuth()\n", "from app.auth import Auth\nAuth()\n", "", id="import"),
    pytest.param("from .legacy import LegacyAuth as L\n", "from .auth import Auth as L\n", "", id="by-another-name"),
    pytest.param("from app.legacy import y\n", "from app.legacy import y\n", "; merge first: y (app/legacy.py:2)", id="no-class"),
    pytest.param("from app.legacy import LegacyAuth, y\n", "from app.legacy import LegacyAuth, y\n",
                 "; merge first: y (app/legacy.py:2)", id="among-others"),
    pytest.param("import app.legacy\napp.legacy.LegacyAuth()\n", "import app.legacy\napp.legacy.LegacyAuth()\n", "", id="attribute"),
])  # fmt: skip
def test_a_banned_class_of_a_deleted_module_is_not_merged(before: str, after: str, told: str, tmp_path: Path) -> None:
    policy = f'{POLICY}delete = ["app.legacy"]\n'
    files = {**REPO, "app/api.py": before}
    assert fixed(tmp_path, files, "app/api.py", policy=policy) == before
    first = open_session(str(tmp_path)).check(("app/api.py",), select={"SSOT002"}).findings[0]
    assert first.message == f"module app.legacy is deleted: use Auth from app.auth (auth){told}"
    assert fixed(tmp_path, files, "app/api.py", policy=policy, unsafe=True) == after


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("from app.legacy import LegacyAuth, OldAuth\nLegacyAuth(), OldAuth()\n",
                 "from app.auth import Auth\nAuth(), Auth()\n", id="both"),
    pytest.param("from .legacy import LegacyAuth as L, OldAuth  # x\nL(), OldAuth()\n",
                 "from .auth import Auth as L  # x\nfrom .auth import Auth\nL(), Auth()\n", id="by-another-name"),
    pytest.param("from app.auth import Auth\nfrom app.legacy import LegacyAuth, OldAuth\nLegacyAuth(), OldAuth()\n",
                 "from app.auth import Auth\nAuth(), Auth()\n", id="kept-one-is-there"),
    pytest.param("from app.legacy import LegacyAuth, OldAuth\nx = 1\nAuth = LegacyAuth\n", None, id="name-is-taken"),
    pytest.param("from app.legacy import LegacyAuth, OldAuth\n__all__ = ['LegacyAuth', 'OldAuth']\n", None, id="exported-twice"),
    pytest.param("from app.legacy import LegacyAuth, y\n", None, id="with-another"),
])  # fmt: skip
def test_several_banned_classes_of_a_deleted_module(before: str, after: str | None, tmp_path: Path) -> None:
    policy = (
        '[decisions.auth]\nkeep = ["app.auth:Auth"]\nban-classes = ["LegacyAuth", "OldAuth"]\ndelete = ["app.legacy"]\n'
    )
    legacy = "class LegacyAuth: ...\nclass OldAuth: ...\ny = 1\n"
    files = {**REPO, "app/legacy.py": legacy, "app/api.py": before}
    assert fixed(tmp_path, files, "app/api.py", policy=policy, unsafe=True) == (before if after is None else after)


def test_comments_between_banned_classes_are_not_lost(tmp_path: Path) -> None:
    policy = (
        '[decisions.a]\nkeep = ["app.auth:Auth"]\nban-classes = ["LegacyAuth", "OldAuth"]\ndelete = ["app.legacy"]\n'
    )
    text = "from app.legacy import (\n    LegacyAuth,  # one\n    OldAuth,\n)\n"
    write(
        tmp_path,
        {
            **REPO,
            "app/legacy.py": "class LegacyAuth: ...\nclass OldAuth: ...\n",
            "app/api.py": text,
            "ssot.toml": policy,
        },
    )
    found = open_session(str(tmp_path)).check(("app/api.py",), select={"SSOT002"}).findings
    assert [(one.line, one.fix) for one in found] == [(1, None)]


@pytest.mark.parametrize("policy", [
    pytest.param('[decisions.a]\nban-classes = ["LegacyAuth"]\n', id="nothing-kept"),
    pytest.param('[decisions.a]\nkeep = ["app.auth:Auth", "app.auth:auth"]\nban-classes = ["LegacyAuth"]\n', id="two-kept"),
    pytest.param('[decisions.a]\nkeep = ["app.nowhere:Auth"]\nban-classes = ["LegacyAuth"]\n', id="home-missing"),
    pytest.param('[decisions.a]\nkeep = ["app.api:Auth"]\nban-classes = ["LegacyAuth"]\n', id="home-itself"),
])  # fmt: skip
def test_nobody_knows_what_instead(policy: str, tmp_path: Path) -> None:
    text = "from app.legacy import LegacyAuth\n"
    assert fixed(tmp_path, {**REPO, "app/api.py": text}, "app/api.py", policy=policy, unsafe=True) == text


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("from app.compat import LegacyAuth\nLegacyAuth()\n", "from app.auth import Auth\nAuth()\n", id="import"),
    pytest.param("from app.auth import Auth as LegacyAuth\nLegacyAuth()\n", "from app.auth import Auth\nAuth()\n", id="alias"),
])  # fmt: skip
def test_a_name_that_another_file_takes_from_here(before: str, after: str, tmp_path: Path) -> None:
    """It would no longer find it, and may not be fixed itself."""
    files = {**REPO, "app/api.py": before, "app/user.py": "from app.api import LegacyAuth  # noqa: SSOT001\n"}
    assert fixed(tmp_path, files, "app/api.py", policy=POLICY) == before
    titles = [one.fix.title for one in open_session(str(tmp_path)).check(("app/api.py",)).findings if one.fix]
    assert [title.partition(", though ")[2] for title in titles] == ["other files may take LegacyAuth from here"]
    assert fixed(tmp_path, files, "app/api.py", policy=POLICY, unsafe=True) == after


def test_the_title_says_that_it_is_another_class(tmp_path: Path) -> None:
    write(tmp_path, {**REPO, "app/api.py": "from app.legacy import LegacyAuth\n", "ssot.toml": POLICY})
    (finding,) = open_session(str(tmp_path)).check(("app/api.py",)).findings
    assert finding.fix
    assert (finding.fix.safe, finding.fix.title) == (
        False,
        "use Auth from app.auth, though it is another class than LegacyAuth",
    )


RUN_ID = """\
[decisions.run-id]
argument = "run_id"
never = ["None"]
use = "context.run_id or str(uuid.uuid4())"
"""
HEAD = "import uuid\ndef go(a, run_id): ...\n"


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("def f(context):\n    go(1, None)\n", "def f(context):\n    go(1, context.run_id or str(uuid.uuid4()))\n", id="position"),
    pytest.param("def f(context):\n    go(1, run_id=None)\n", "def f(context):\n    go(1, run_id=context.run_id or str(uuid.uuid4()))\n", id="keyword"),
    pytest.param("go(1, None)\n", "go(1, None)\n", id="no-context-here"),
    pytest.param("def f(context, a):\n    go(1, a or None)\n", "def f(context, a):\n    go(1, a or None)\n", id="part-of-an-expression"),
    pytest.param("context = 1\n(lambda a, run_id: 1)(1, run_id=None)\n", "context = 1\n(lambda a, run_id: 1)(1, run_id=None)\n", id="no-name"),
])  # fmt: skip
def test_an_expression_instead_of_none(before: str, after: str, tmp_path: Path) -> None:
    files = {"app.py": HEAD + before}
    assert fixed(tmp_path, files, "app.py", policy=RUN_ID) == HEAD + before
    assert fixed(tmp_path, files, "app.py", policy=RUN_ID, unsafe=True) == HEAD + after


@pytest.mark.parametrize(("use", "is_fixed"), [
    pytest.param("new_id()", False, id="unknown"),
    pytest.param("[x for x in range(3)]", True, id="names-of-its-own"),
    pytest.param("''", True, id="none"),
])  # fmt: skip
def test_names_of_the_expression_mean_something(use: str, is_fixed: bool, tmp_path: Path) -> None:
    policy = RUN_ID.replace("context.run_id or str(uuid.uuid4())", use)
    after = fixed(tmp_path, {"app.py": HEAD + "go(1, None)\n"}, "app.py", policy=policy, unsafe=True)
    assert after == HEAD + (f"go(1, {use})\n" if is_fixed else "go(1, None)\n")
