"""What a file says about itself, and how names are followed from file to file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.repo.extract import facts_of
from ssot_lint.repo.git import Listing
from ssot_lint.repo.index import Index
from ssot_lint.repo.modules import Modules
from ssot_lint.repo.records import Records
from ssot_lint.repo.tree import open_tree
from ssot_lint.source.source import Source
from tests.repository import write


def _index(root: Path) -> Index:
    return Index(Records(open_tree(Listing(str(root)))))


@pytest.mark.parametrize(("text", "exports"), [
    pytest.param("x = 1\n", None, id="none"),
    pytest.param('__all__ = ["a", "b"]\n', ("a", "b"), id="list"),
    pytest.param('__all__: tuple[str, ...] = ("a",)\n', ("a",), id="annotated"),
    pytest.param('__all__ = ["a"] + ("b",) + other\n', ("a", "b"), id="sum"),
    pytest.param('__all__ = ["a"]\n__all__ += ["b"]\n', ("a", "b"), id="extended"),
    pytest.param('__all__ += ["b", 1]\n', ("b",), id="extended-from-elsewhere"),
])  # fmt: skip
def test_exports(text: str, exports: tuple[str, ...] | None) -> None:
    assert facts_of(Source("a.py", text, ("a",))).exports == exports


@pytest.mark.parametrize(("body", "fields"), [
    pytest.param("a: int", ["a positional"], id="required"),
    pytest.param("a: int = 1", ["a positional default"], id="default"),
    pytest.param("x = 1\n    def f(self): ...\n    self.y: int = 1", [], id="no-fields"),
    pytest.param("a: ClassVar[int] = 1", [], id="class-variable"),
    pytest.param("a: int\n    _: dataclasses.KW_ONLY\n    b: int", ["a positional", "b keyword-only"], id="kw-only-from-here"),
    pytest.param("a: int = field(default=1)", ["a positional default"], id="field-default"),
    pytest.param("a: int = field(init=False)", [], id="not-in-init"),
    pytest.param("a: int = field(kw_only=True)", ["a keyword-only"], id="field-kw-only"),
])  # fmt: skip
def test_dataclass_fields(body: str, fields: list[str]) -> None:
    found = facts_of(Source("a.py", f"@dataclass\nclass A:\n    {body}\n", ("a",))).classes[0].fields or ()
    assert [f"{one.name} {one.kind}{' default' * one.has_default}" for one in found] == fields


@pytest.mark.parametrize("text", ["from .gone import *\n", "from app import x\nx = x.y\n"], ids=["star", "itself"])
def test_origins_have_an_end(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"app/__init__.py": text})
    assert len(_index(tmp_path).origins("app.x")) == 16


@pytest.mark.parametrize(("files", "dotted", "origins"), [
    pytest.param({"a.py": "from b import x as y\n", "b.py": "x = 1\n"}, "a.y", ("b.x",), id="import"),
    pytest.param({"a.py": "from b import x\n", "b.py": "from a import x\n"}, "a.x", ("b.x", "a.x"), id="circle"),
    pytest.param({"a.py": "from b import *\n", "b.py": "x = 1\n"}, "a.x", ("b.x",), id="star"),
    pytest.param({"a.py": "from b import *\n", "b.py": "x = 1\n"}, "a.y", (), id="star-without-it"),
    pytest.param({"a.py": "from b import *\n", "b.py": "__all__ = ['y']\nx = 1\n"}, "a.x", (), id="star-not-exported"),
    pytest.param({"a.py": "from b import *\n", "b.py": "from c import *\n"}, "a.x", ("b.x", "c.x"), id="stars"),
    pytest.param({"a.py": "import b\nx = b.y\n", "b.py": ""}, "a.x.z", ("b.y.z",), id="alias"),
    pytest.param({"a.py": "class x: ...\n"}, "a.x", (), id="at-home"),
    pytest.param({"a.py": ""}, "elsewhere.x", (), id="elsewhere"),
])  # fmt: skip
def test_origins(files: dict[str, str], dotted: str, origins: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path, files)
    assert _index(tmp_path).origins(dotted) == origins


def test_a_stub_gives_way_to_the_module_beside_it() -> None:
    paths = ("a.py", "a.pyi", "b.pyi")
    asked: list[str] = []
    modules = Modules(lambda: paths, paths, ("",), lambda place: True, asked.append)
    assert {name: modules.path_of(name) for name in ("a", "b", "c")} == {"a": "a.py", "b": "b.pyi", "c": ""}
    assert asked == ["a", "b", "c"]
