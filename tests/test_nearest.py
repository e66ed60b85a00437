"""Where a missing name or module is likely to be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ssot_lint.repo.imports import Imports
from ssot_lint.repo.nearest import definitions, nearest_module, nearest_name
from tests.repository import session

PACKAGES = {"app/__init__.py": "", "app/core/__init__.py": "", "web/__init__.py": ""}


def _imports(root: Path, files: Mapping[str, str]) -> Imports:
    return Imports(session(root, {**PACKAGES, **files}).index, lambda _: False)


@pytest.mark.parametrize(("files", "found"), [
    pytest.param({"web/b.py": "x = 1\n", "app/b.py": "def x(): ...\n"}, ["app.b"], id="functions-before-values"),
    pytest.param({"web/b.py": "class x: ...\n", "app/b.py": "class x: ...\n"}, ["app.b", "web.b"], id="nearest-first"),
    pytest.param({"web/b.py": "x = 1\n"}, ["web.b"], id="value"),
    pytest.param({"web/b.py": "from q import x\n"}, [], id="re-export"),
    pytest.param({"web/b.py": "from q import y\nx = y\n"}, [], id="alias"),
    pytest.param({"tests/b.py": "class x: ...\n"}, [], id="in-tests"),
    pytest.param({"app/_vendor/b.py": "class x: ...\n"}, [], id="vendored"),
    pytest.param({"my-scripts/b.py": "class x: ...\n"}, [], id="not-importable"),
    pytest.param({"web/b.py": "class A:\n    def x(self): ...\n"}, [], id="method"),
    pytest.param({f"web/{name}.py": "class x: ...\n" for name in "bcde"}, [], id="anybodys"),
    pytest.param({**{f"web/{name}.py": "class x: ...\n" for name in "bcde"}, "app/b.py": "class x: ...\n"},
                 ["app.b", "web.b", "web.c", "web.d", "web.e"], id="nearer-than-many"),
])  # fmt: skip
def test_definitions(files: dict[str, str], found: list[str], tmp_path: Path) -> None:
    imports = _imports(tmp_path, files)
    there = definitions("x", "app.gone", imports.index, imports.ours, in_tests=False)
    assert [one.module for one in there] == found


def test_definitions_in_tests_are_for_tests(tmp_path: Path) -> None:
    imports = _imports(tmp_path, {"tests/b.py": "\nclass x: ...\n"})
    assert definitions("x", "app.gone", imports.index, imports.ours, in_tests=True) == (
        ("tests.b", "tests/b.py", 2, 7),
    )


@pytest.mark.parametrize(("module", "names", "files", "found"), [
    pytest.param("app.gone", [], {"app/core/gone.py": ""}, "app.core.gone", id="moved-down"),
    pytest.param("app.gone", [], {"gone.py": ""}, "gone", id="moved-up"),
    pytest.param("app.gone", ["x"], {"app/core/gone.py": ""}, None, id="moved-without-the-name"),
    pytest.param("app.gone", ["x"], {"app/core/gone.py": "x = 1\n"}, "app.core.gone", id="moved-with-the-name"),
    pytest.param("app.gone", ["x", "y"], {"app/core/gone.py": "x = 1\n"}, None, id="moved-without-one-name"),
    pytest.param("app.gone", [], {"app/tests/gone.py": ""}, None, id="in-tests"),
    pytest.param("app.gone", [], {"app/core/gone.py": "", "web/gone.py": ""}, "app.core.gone", id="the-nearer-one"),
    pytest.param("app.gone", [], {"app/core/gone.py": "", "app/b/gone.py": ""}, None, id="none-is-nearer"),
    pytest.param("app.gone", [], {"app/_vendor/gone.py": ""}, None, id="vendored"),
    pytest.param("app.gone", [], {"my-scripts/gone.py": ""}, None, id="not-importable"),
    pytest.param("app.helper", [], {"app/helpers.py": "", "web/helper2.py": ""}, "app.helpers", id="spelled-alike"),
    pytest.param("app.helper", ["x"], {"app/helpers.py": "y = 1\n"}, None, id="spelled-alike-without-the-name"),
    pytest.param("app.gone", [], {}, None, id="nowhere"),
])  # fmt: skip
def test_nearest_module(
    module: str, names: list[str], files: dict[str, str], found: str | None, tmp_path: Path
) -> None:
    imports = _imports(tmp_path, files)
    assert nearest_module(module, names, imports.index, imports.ours, in_tests=False) == found


@pytest.mark.parametrize(("name", "names", "found"), [
    ("helper", ["helpers", "helped", "x"], "helpers"), ("start", ["stop"], None), ("x", [], None),
])  # fmt: skip
def test_nearest_name(name: str, names: list[str], found: str | None) -> None:
    assert nearest_name(name, names) == found
