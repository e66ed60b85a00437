"""SSOT004 to SSOT006: files and definitions that must not be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository import check

POLICY = """\
[decisions.engine]
keep = ["acme.engine:Engine", "acme.engine:make_engine"]
delete = ["acme.old_engine", "lib/tools/", "scripts/run.py"]
ban-files = ["acme/services/engine.py", "enhanced_*.py", "docs/OLD.md", "**/tmp/engine.py"]
only = ["*Engine*Factory"]
"""
HOME = {"acme/__init__.py": "", "acme/engine.py": "class Engine: ...\n\ndef make_engine(): ...\n"}
OUT = "use Engine or make_engine from acme.engine (engine)"

BANNED_FILES = [
    ("deleted-module", "acme/old_engine.py", "is deleted"),
    ("deleted-stub", "acme/old_engine.pyi", "is deleted"),
    ("deleted-as-package", "acme/old_engine/__init__.py", "is deleted"),
    ("inside-deleted-package", "acme/old_engine/deep/x.py", "is deleted"),
    ("deleted-folder", "lib/tools/x.py", "is deleted"),
    ("deleted-folder-data", "lib/tools/data.json", "is deleted"),
    ("deleted-path", "scripts/run.py", "is deleted"),
    ("below-a-source-root", "src/acme/old_engine.py", "is deleted"),
    ("banned-path", "acme/services/engine.py", "must not exist"),
    ("banned-glob", "acme/enhanced_engine.py", "must not exist"),
    ("banned-document", "docs/OLD.md", "must not exist"),
    ("banned-anywhere", "x/tmp/engine.py", "must not exist"),
]


@pytest.mark.parametrize(("path", "said"), [pytest.param(*case[1:], id=case[0]) for case in BANNED_FILES])
def test_banned_file(path: str, said: str, tmp_path: Path) -> None:
    expected = f"{path}:1:1: SSOT004 {path} {said}: remove it, and {OUT}"
    assert check(tmp_path, {**HOME, "src/acme/__init__.py": "", path: ""}, POLICY) == (expected,)


@pytest.mark.parametrize("path", [
    "other/old_engine.py", "acme/test_old_engine.py", "acme/old_engine_2.py", "acme/services/test_engine.py",
    "services/engine.py", "acme/tools/x.py", "docs/old/OLD.md", "scripts/run2.py", "acme/my_enhanced_engine.py",
])  # fmt: skip
def test_file_that_may_be(path: str, tmp_path: Path) -> None:
    assert check(tmp_path, {**HOME, path: ""}, POLICY) == ()


def test_a_pattern_that_takes_back(tmp_path: Path) -> None:
    policy = '[decisions.d]\nban-files = ["*_copy.py", "!good_copy.py"]\nreason = "one is enough"\n'
    assert check(tmp_path, {"good_copy.py": "", "bad_copy.py": ""}, policy) == (
        "bad_copy.py:1:1: SSOT004 bad_copy.py must not exist: remove it: one is enough (d)",
    )


STRAY = [
    ("class", "acme/a.py", "class Engine:\n    x = 1\n", ("1:7", "Engine")),
    ("function", "acme/a.py", "def make_engine(): ...\n", ("1:5", "make_engine")),
    ("async-function", "acme/a.py", "async def make_engine(): ...\n", ("1:11", "make_engine")),
    ("class-in-function", "acme/a.py", "def f():\n    class Engine: ...\n", ("2:11", "Engine")),
    ("class-in-if", "acme/a.py", "if x:\n    class Engine: ...\n", ("2:11", "Engine")),
    ("class-in-test", "tests/test_a.py", "class Engine: ...\n", ("1:7", "Engine")),
    ("of-another-base", "acme/a.py", "from x import Engine as E\nclass Engine(E): ...\n", ("2:7", "Engine")),
]


@pytest.mark.parametrize(("path", "text", "found"), [pytest.param(*case[1:], id=case[0]) for case in STRAY])
def test_stray_definition(path: str, text: str, found: tuple[str, str], tmp_path: Path) -> None:
    place, name = found
    says = f"SSOT005 {name} is defined away from its home: use {name} from acme.engine (engine)"
    assert check(tmp_path, {**HOME, path: text}, POLICY) == (f"{path}:{place}: {says}",)


AT_HOME = [
    ("stub", "acme/engine.pyi", "class Engine: ...\n"),
    ("re-export", "acme/a.py", "from acme.engine import Engine as Engine\n__all__ = ['Engine']\n"),
    ("alias", "acme/a.py", "from acme import engine\nEngine = engine.Engine\n"),
    ("subclass", "acme/a.py", "from .engine import Engine as Base\nclass Engine(Base): ...\n"),
    ("protocol", "acme/a.py", "from typing import Protocol\nclass Engine(Protocol): ...\n"),
    ("protocol-generic", "acme/a.py", "import typing as t\nclass Engine(t.Protocol[T]): ...\n"),
    ("overload", "acme/a.py", "import typing\n@typing.overload\ndef make_engine(x): ...\n"),
    ("fallback", "acme/a.py", "try:\n    import x\nexcept (ImportError, OSError):\n    class Engine: ...\n"),
    ("fallback-bare", "acme/a.py", "try:\n    import x\nexcept:\n    class Engine: ...\n"),
    ("fallback-first", "acme/a.py", "try:\n    class Engine(x): ...\nexcept ImportError: ...\n"),
    ("type-checking", "acme/a.py", "if not typing.TYPE_CHECKING:\n    class Engine: ...\n"),
    ("nested", "acme/a.py", "class A:\n    class Engine: ...\n"),
    ("method", "acme/a.py", "class A:\n    def make_engine(self): ...\n"),
    ("inner-function", "acme/a.py", "def f():\n    def make_engine(): ...\n"),
    ("nested-in-a-test", "tests/test_a.py", "def test():\n    class Engine: ...\n"),
    ("pytest-class", "tests/test_a.py", "class TestEngine: ...\n"),
    ("longer", "acme/a.py", "class Engine2: ...\nclass EngineError(Exception): ...\n"),
]


@pytest.mark.parametrize(("path", "text"), [pytest.param(*case[1:], id=case[0]) for case in AT_HOME])
def test_definition_that_may_be(path: str, text: str, tmp_path: Path) -> None:
    assert check(tmp_path, {**HOME, path: text}, POLICY) == ()


def test_subclass_through_a_facade(tmp_path: Path) -> None:
    files = {
        **HOME,
        "acme/api.py": "from acme.engine import Engine as E\n",
        "acme/a.py": "from acme.api import E\nclass Engine(E): ...\n",
    }
    assert check(tmp_path, files, POLICY) == ()


@pytest.mark.parametrize(("path", "expected"), [
    pytest.param("billing/engine.py", 0, id="another-service"),
    pytest.param("acme/other.py", 1, id="the-same-service"),
    pytest.param("scripts/x.py", 1, id="no-service"),
])  # fmt: skip
def test_scopes(path: str, expected: int, tmp_path: Path) -> None:
    policy = f'{POLICY}\n[duplicates]\nscopes = ["acme", "billing"]\n'
    assert len(check(tmp_path, {**HOME, path: "class Engine: ...\n"}, policy)) == expected


@pytest.mark.parametrize(("path", "text", "found"), [
    pytest.param("acme/a.py", "class WebEngineFactory: ...\n", "1:7: WebEngineFactory", id="class"),
    pytest.param("acme/a.py", "class EngineFactory: ...\n", "1:7: EngineFactory", id="shortest"),
    pytest.param("acme/a.py", "class A:\n    class MyEngineFactory: ...\n", "2:11: MyEngineFactory", id="nested"),
    pytest.param("acme/a.py", "from acme.engine import Engine\nclass XEngineFactory(Engine): ...\n",
                 "2:7: XEngineFactory", id="subclass"),
    pytest.param("tests/test_a.py", "class FakeEngineFactory: ...\n", "1:7: FakeEngineFactory", id="double"),
    pytest.param("acme/a.py", "class TestEngineFactory: ...\n", "1:7: TestEngineFactory", id="Test-outside-tests"),
])  # fmt: skip
def test_rival_class(path: str, text: str, found: str, tmp_path: Path) -> None:
    place, _, name = found.partition(": ")
    expected = f"{path}:{place}: SSOT006 {name} rivals what engine keeps: {OUT}"
    assert check(tmp_path, {**HOME, path: text}, POLICY) == (expected,)


@pytest.mark.parametrize(("path", "text"), [
    pytest.param("acme/a.py", "class EngineFactoryError(Exception): ...\n", id="longer"),
    pytest.param("acme/a.py", "class WebFactory: ...\n", id="other"),
    pytest.param("acme/a.py", "from x import EngineFactory\nEngineFactory()\n", id="import"),
    pytest.param("acme/a.py", "def WebEngineFactory(): ...\n", id="function"),
    pytest.param("tests/test_a.py", "class TestEngineFactory: ...\n", id="pytest-class"),
    pytest.param("tests/test_a.py", "def test():\n    class MyEngineFactory: ...\n", id="nested-in-a-test"),
])  # fmt: skip
def test_no_rival(path: str, text: str, tmp_path: Path) -> None:
    assert check(tmp_path, {**HOME, path: text}, POLICY) == ()
