"""SSOT002: every form in which a deleted module comes back, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository import check, lines, session

POLICY = """\
[decisions.engine]
keep = ["acme.engine:Engine"]
delete = ["acme.legacy"]
ban-files = ["acme/services/factory.py"]
"""
REPO = {"acme/__init__.py": "", "acme/engine.py": "class Engine: ...\n", "acme/core/__init__.py": ""}
LEGACY, FACTORY = "acme.legacy", "acme.services.factory"

# id, path, text, places with the module that is named there
FOUND: list[tuple[str, str, str, list[tuple[str, str]]]] = [
    ("from", "acme/a.py", "from acme.legacy import C\n", [("1:6", LEGACY)]),
    ("from-as", "acme/a.py", "from acme.legacy import C as D\nD()\n", [("1:6", LEGACY)]),
    ("import", "acme/a.py", "import acme.legacy\n", [("1:8", LEGACY)]),
    ("import-uses-are-one-cause", "acme/a.py", "import acme.legacy\nacme.legacy.C()\n", [("1:8", LEGACY)]),
    ("all-is-the-same-cause", "acme/a.py", 'from acme.legacy import C\n__all__ = ["C"]\n', [("1:6", LEGACY)]),
    ("import-as", "acme/a.py", "import acme.legacy as old\nold.C()\n", [("1:8", LEGACY)]),
    ("import-several", "acme/a.py", "import os, acme.legacy, sys\n", [("1:12", LEGACY)]),
    ("import-several-continued", "acme/a.py", "import os, \\\n    acme.legacy\n", [("2:5", LEGACY)]),
    ("semicolons", "acme/a.py", "import os; import acme.legacy; x = 1\n", [("1:19", LEGACY)]),
    ("from-package", "acme/a.py", "from acme import legacy\n", [("1:18", LEGACY)]),
    ("from-package-as", "acme/a.py", "from acme import legacy as old\nold.C()\n", [("1:18", LEGACY)]),
    (
        "from-package-in-brackets",
        "acme/a.py",
        "from acme import (\n    engine,  # kept\n    legacy,\n)\n",
        [("3:5", LEGACY)],
    ),
    ("from-continued", "acme/a.py", "from \\\n    acme.legacy \\\n    import C\n", [("2:5", LEGACY)]),
    ("names-in-brackets", "acme/a.py", "from acme.legacy import (\n    C,\n    D,\n)\n", [("1:6", LEGACY)]),
    ("submodule", "acme/a.py", "from acme.legacy.deep import C\n", [("1:6", LEGACY)]),
    ("submodule-import", "acme/a.py", "import acme.legacy.deep.er\n", [("1:8", LEGACY)]),
    ("relative", "acme/a.py", "from .legacy import C\n", [("1:6", LEGACY)]),
    ("relative-module", "acme/a.py", "from . import legacy\n", [("1:15", LEGACY)]),
    ("relative-parent", "acme/core/a.py", "from ..legacy import C\n", [("1:6", LEGACY)]),
    ("relative-parent-module", "acme/core/a.py", "from .. import legacy\n", [("1:16", LEGACY)]),
    ("relative-in-init", "acme/core/__init__.py", "from ..legacy import C\n", [("1:6", LEGACY)]),
    ("relative-in-top-init", "acme/__init__.py", "from .legacy import C\n", [("1:6", LEGACY)]),
    ("relative-spaced", "acme/core/a.py", "from . . legacy import C\n", [("1:6", LEGACY)]),
    ("attribute", "app.py", "import acme\nacme.legacy.C()\n", [("2:1", LEGACY)]),
    ("attribute-through-alias", "app.py", "import acme as a\nx = a.legacy\nx.C()\n", [("2:5", LEGACY)]),
    ("attribute-annotation", "app.py", "import acme\ndef f(x: acme.legacy.C): ...\n", [("2:10", LEGACY)]),
    ("getattr", "app.py", 'import acme\ngetattr(acme, "legacy")\n', [("2:15", LEGACY)]),
    ("in-function", "acme/a.py", "def f():\n    from acme import legacy\n", [("2:22", LEGACY)]),
    (
        "in-try",
        "acme/a.py",
        "try:\n    from acme.legacy import C\nexcept ImportError:\n    C = None\n",
        [("2:10", LEGACY)],
    ),
    (
        "type-checking",
        "acme/a.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .legacy import C\n",
        [("3:10", LEGACY)],
    ),
    ("star", "acme/a.py", "from acme.legacy import *\nC()\n", [("1:6", LEGACY)]),
    (
        "escaped-dot",
        "a.py",
        'from importlib import import_module\nimport_module("acme\\x2elegacy")\n',
        [("2:15", LEGACY)],
    ),
    ("import-module", "a.py", 'import importlib\nimportlib.import_module("acme.legacy")\n', [("2:25", LEGACY)]),
    (
        "import-module-from",
        "a.py",
        'from importlib import import_module as load\nload(name="acme.legacy.x")\n',
        [("2:11", LEGACY)],
    ),
    (
        "import-module-assigned",
        "a.py",
        'import importlib\nload = importlib.import_module\nload("acme.legacy")\n',
        [("3:6", LEGACY)],
    ),
    (
        "import-module-package",
        "a.py",
        'from importlib import import_module\nimport_module(".legacy", package="acme")\n',
        [("2:15", LEGACY)],
    ),
    (
        "import-module-package-position",
        "acme/a.py",
        'from importlib import import_module\nimport_module(".legacy", __package__)\n',
        [("2:15", LEGACY)],
    ),
    (
        "import-module-words",
        "a.py",
        'from importlib import import_module\nimport_module(package="acme", name=".legacy")\n',
        [("2:36", LEGACY)],
    ),
    (
        "import-module-own-package",
        "acme/a.py",
        'from importlib import import_module\nimport_module(f"{__package__}.legacy")\n',
        [("2:15", LEGACY)],
    ),
    (
        "import-module-own-name",
        "acme/__init__.py",
        'from importlib import import_module\ngetattr(import_module(__name__ + ".legacy"), "C")\n',
        [("2:23", LEGACY)],
    ),
    ("dunder-import", "a.py", '__import__("acme.legacy")\n', [("1:12", LEGACY)]),
    ("dunder-import-fromlist", "a.py", '__import__("acme", fromlist=["x", "legacy"])\n', [("1:35", LEGACY)]),
    ("dunder-import-fromlist-position", "a.py", '__import__("acme", {}, {}, ("legacy",))\n', [("1:29", LEGACY)]),
    ("resolve-name", "a.py", 'import pkgutil\npkgutil.resolve_name("acme.legacy:C")\n', [("2:22", LEGACY)]),
    (
        "patch-decorator",
        "tests/test_a.py",
        'from unittest.mock import patch\n@patch("acme.legacy.C")\ndef test(c): ...\n',
        [("2:8", LEGACY)],
    ),
    (
        "patch-with",
        "tests/test_a.py",
        'from unittest import mock\ndef test():\n    with mock.patch("acme.legacy.C") as c: ...\n',
        [("3:21", LEGACY)],
    ),
    ("mocker", "tests/test_a.py", 'def test(mocker):\n    mocker.patch("acme.legacy.C")\n', [("2:18", LEGACY)]),
    (
        "patch-dict",
        "tests/test_a.py",
        'from unittest import mock\nmock.patch.dict("acme.legacy.CONFIG", {})\n',
        [("2:17", LEGACY)],
    ),
    (
        "monkeypatch",
        "tests/test_a.py",
        'def test(monkeypatch):\n    monkeypatch.setattr("acme.legacy.C", None)\n',
        [("2:25", LEGACY)],
    ),
    ("annotation", "a.py", 'def f(x: "acme.legacy.C") -> None: ...\n', [("1:10", LEGACY)]),
    ("annotation-generic", "a.py", 'x: list["acme.legacy.C"]\n', [("1:9", LEGACY)]),
    ("cast", "a.py", 'from typing import cast\ncast("acme.legacy.C", 1)\n', [("2:6", LEGACY)]),
    ("ban-files", "acme/a.py", "from acme.services.factory import F\n", [("1:6", FACTORY)]),
    ("ban-files-package", "acme/a.py", "from .services import factory\n", [("1:23", FACTORY)]),
    ("crlf", "acme/a.py", "import os\r\nfrom acme import (\r\n    legacy,\r\n)\r\n", [("3:5", LEGACY)]),
    ("bom", "acme/a.py", "\ufeffimport acme.legacy\n", [("1:8", LEGACY)]),
    ("form-feed", "acme/a.py", "import os\n\x0cimport acme.legacy\n", [("2:9", LEGACY)]),
    ("no-final-newline", "acme/a.py", "import acme.legacy", [("1:8", LEGACY)]),
    ("non-ascii-before", "acme/a.py", 'x = "é€😀"; import acme.legacy\n', [("1:19", LEGACY)]),
    ("full-width", "acme/a.py", "import acme.\uff4cegacy\n", [("1:8", LEGACY)]),
    ("mathematical", "acme/a.py", "from acme import \U0001d425egacy\n", [("1:18", LEGACY)]),
    ("match", "a.py", "import acme\nmatch x:\n    case acme.legacy.C(): ...\n", [("3:10", LEGACY)]),
    ("shebang-script", "bin/run", "#!/usr/bin/env python3\nimport acme.legacy\n", [("2:8", LEGACY)]),
    ("stub", "acme/a.pyi", "from acme.legacy import C as C\n", [("1:6", LEGACY)]),
]


def _says(module: str) -> str:
    return f"SSOT002 module {module} is deleted: use Engine from acme.engine (engine)"


@pytest.mark.parametrize(("path", "text", "places"), [pytest.param(*case[1:], id=case[0]) for case in FOUND])
def test_found(path: str, text: str, places: list[tuple[str, str]], tmp_path: Path) -> None:
    expected = tuple(f"{path}:{place}: {_says(module)}" for place, module in places)
    assert check(tmp_path, {**REPO, path: text}, POLICY) == expected


SILENT = [
    ("comment", "a.py", "# import acme.legacy\n"),
    ("docstring", "a.py", '"""Was acme.legacy."""\n'),
    ("last-part-in-string", "a.py", 'kind = "legacy"\n'),
    ("begins-alike", "a.py", "import acme.legacy_tools\nfrom acme import legacy2\n"),
    ("longer-name", "a.py", "from acme.engine import get_legacy\nget_legacy()\n"),
    ("another-package", "a.py", "from other import legacy\nimport other.legacy\n"),
    ("another-relative", "acme/core/a.py", "from .legacy import C\n"),
    ("function-of-that-name", "acme/__init__.py", "def legacy(): ...\n"),
    ("parameter", "acme/a.py", "def f(legacy): return legacy.C\n"),
    ("own-attribute", "acme/a.py", "class A:\n    def f(self): return self.legacy\n"),
    ("local-module-name", "a.py", "legacy = 1\nprint(legacy)\n"),
    ("url-patch", "a.py", 'import requests\nrequests.patch("https://x/acme.legacy")\n'),
    ("plain-string", "a.py", 'x = print("acme-legacy")\n'),
    ("literal-type", "a.py", 'from typing import Literal\nx: Literal["acme.legacy.C"]\n'),
    ("dictionary-key", "a.py", 'd = {}\nd["acme.legacy"]\n'),
    ("inside-it", "acme/legacy_x/__init__.py", "from . import legacy_y\n"),
    ("computed", "a.py", 'from importlib import import_module\nimport_module("acme." + name)\n'),
    (
        "computed-and-named",
        "a.py",
        'import acme\nfrom importlib import import_module\nimport_module(x, name=".legacy")\n',
    ),
    ("wanted-to-fail", "a.py", "import pytest\nwith pytest.raises(ImportError):\n    import acme.legacy\n"),
    (
        "dynamic-wanted-to-fail",
        "a.py",
        'from importlib import import_module\nwith raises(ImportError):\n    import_module("acme.legacy")\n',
    ),
    ("not-to-be-found", "a.py", 'from importlib.util import find_spec\nassert find_spec("acme.legacy") is None\n'),
    ("import-of-beyond", "a.py", "from .....x import legacy\n"),
]


@pytest.mark.parametrize(("path", "text"), [pytest.param(*case[1:], id=case[0]) for case in SILENT])
def test_silent(path: str, text: str, tmp_path: Path) -> None:
    assert lines(session(tmp_path, {**REPO, path: text}, POLICY).check(select={"SSOT002"})) == ()


def test_a_name_is_followed_so_far(tmp_path: Path) -> None:
    """Modules could hand a name on without end."""
    files = {f"acme/m{number}.py": f"from acme.m{number + 1} import start\n" for number in range(20)}
    found = check(tmp_path, {**REPO, **files, "acme/m20.py": "from acme.legacy import start\n"}, POLICY)
    assert len(found) == 17


def test_a_function_in_the_package_is_another_thing(tmp_path: Path) -> None:
    files = {**REPO, "acme/__init__.py": "def legacy(): ...\n", "a.py": "from acme import legacy\nlegacy()\n"}
    assert check(tmp_path, files, POLICY) == ()


def test_modules_inside_the_deleted_package_go_together(tmp_path: Path) -> None:
    files = {**REPO, "acme/legacy/__init__.py": "from .x import y\n", "acme/legacy/x.py": "from acme import legacy\n"}
    assert [line.partition(" ")[0] for line in check(tmp_path, files, POLICY)] == [
        "acme/legacy/__init__.py:1:1:",
        "acme/legacy/x.py:1:1:",
    ]


FACADES = [
    (
        "names",
        {"acme/facade.py": "from acme.legacy import start, stop\n", "a.py": "from acme.facade import start\nstart()\n"},
        [
            "a.py:1:25: SSOT002 start comes from deleted module acme.legacy through acme.facade: "
            "use Engine from acme.engine (engine)",
            f"acme/facade.py:1:6: {_says(LEGACY)}",
        ],
    ),
    (
        "renamed",
        {
            "acme/facade.py": "from acme.legacy import start as go\n",
            "a.py": "import acme.facade as f\nf.go()\n",
        },
        [
            "a.py:2:1: SSOT002 go comes from deleted module acme.legacy through acme.facade: "
            "use Engine from acme.engine (engine)",
            f"acme/facade.py:1:6: {_says(LEGACY)}",
        ],
    ),
    (
        "two-hops",
        {
            "acme/facade.py": "from acme.legacy import start as go\n",
            "acme/core/__init__.py": "from acme.facade import go as run\n",
            "acme/a.py": "from .core import run\n",
        },
        [
            "acme/a.py:1:19: SSOT002 run comes from deleted module acme.legacy through acme.core: "
            "use Engine from acme.engine (engine)",
            "acme/core/__init__.py:1:25: SSOT002 go comes from deleted module acme.legacy through acme.facade: "
            "use Engine from acme.engine (engine)",
            f"acme/facade.py:1:6: {_says(LEGACY)}",
        ],
    ),
    (
        "star-of-facade",
        {"acme/facade.py": "from acme.legacy import start\n", "a.py": "from acme.facade import *\nstart()\n"},
        [
            "a.py:2:1: SSOT002 start comes from deleted module acme.legacy through acme.facade: "
            "use Engine from acme.engine (engine)",
            f"acme/facade.py:1:6: {_says(LEGACY)}",
        ],
    ),
    (
        "module-handed-on",
        {"acme/facade.py": "from acme import legacy as old\n", "a.py": "from acme.facade import old\nold.C()\n"},
        [
            "a.py:1:25: SSOT002 old comes from deleted module acme.legacy through acme.facade: "
            "use Engine from acme.engine (engine)",
            f"acme/facade.py:1:18: {_says(LEGACY)}",
        ],
    ),
    (
        "new-first-old-as-fallback",
        {
            "acme/facade.py": "try:\n    from acme.engine import C\nexcept ImportError:\n    from acme.legacy import C\n",
            "a.py": "from acme.facade import C\n",
        },
        [f"acme/facade.py:4:10: {_says(LEGACY)}"],
    ),
]


@pytest.mark.parametrize(("files", "expected"), [pytest.param(*case[1:], id=case[0]) for case in FACADES])
def test_through_facades(files: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    assert check(tmp_path, {**REPO, **files}, POLICY) == tuple(expected)


def test_facade_is_a_related_place(tmp_path: Path) -> None:
    from tests.repository import session

    files = {
        **REPO,
        "acme/facade.py": "import os\nfrom acme.legacy import start\n",
        "a.py": "from acme.facade import start\n",
    }
    finding = session(tmp_path, files, POLICY).check(["a.py"]).findings[0]
    assert finding.related == (("acme/facade.py", 2, 25, "hands on acme.legacy here"),)


STAR = {"acme/facade.py": "from acme.legacy import *\nmine = 1\n"}


@pytest.mark.parametrize(("text", "places"), [
    pytest.param("import acme.facade\nacme.facade.C()\n", ["2:1"], id="attribute"),
    pytest.param("import acme.facade as f\nf.C()\nf.C\n", ["2:1", "3:1"], id="alias"),
    pytest.param("from acme import facade as f\nf.C()\n", ["2:1"], id="alias-from-the-package"),
    pytest.param("from acme import facade\nf = facade\nf.C()\n", ["3:1"], id="alias-by-assignment"),
    pytest.param("def f():\n    from . import facade\n    return facade.C\n", ["3:12"], id="in-a-function"),
    pytest.param("import acme.facade\n(acme.facade\n    .C())\n", ["3:6"], id="on-two-lines"),
    pytest.param("import acme.facade\n\ndef f(x: 'acme.facade.C'): ...\n", ["3:10"], id="annotation"),
    pytest.param("from unittest import mock\nmock.patch('acme.facade.C')\n", ["2:12"], id="patch"),
    pytest.param("from unittest import mock\nfrom acme import facade\nmock.patch.object(facade, 'C')\n", ["3:27"],
                 id="patch-object"),
    pytest.param("import acme.facade\ngetattr(acme.facade, 'C')\n", ["2:22"], id="getattr"),
    pytest.param("import acme.facade\nacme.facade.C == 1\n", ["2:1"], id="compared"),
    pytest.param("from acme.facade import C\nC()\n", ["1:25"], id="imported-name"),
    pytest.param("import acme.facade\nacme.facade.mine\n", [], id="a-name-of-its-own"),
    pytest.param("import acme.facade\nacme.facade._C, acme.facade.__file__\n", [], id="no-star-brings-that"),
    pytest.param("import acme.facade\nacme.facade.new = 1\n", [], id="a-name-that-is-given-to-it"),
    pytest.param("def f(facade):\n    return facade.C\n", [], id="an-argument-called-so"),
    pytest.param("from other import facade\nfacade.C()\n", [], id="another-module-called-so"),
    pytest.param("x = 'acme.facade.C'\n", [], id="a-string-that-nobody-imports"),
])  # fmt: skip
def test_through_a_star_import(text: str, places: list[str], tmp_path: Path) -> None:
    out = "SSOT002 C comes from deleted module acme.legacy through acme.facade: use Engine from acme.engine (engine)"
    expected = (*(f"acme/a.py:{place}: {out}" for place in places), f"acme/facade.py:1:6: {_says(LEGACY)}")
    assert check(tmp_path, {**REPO, **STAR, "acme/a.py": text}, POLICY) == expected


@pytest.mark.parametrize(("files", "expected"), [
    pytest.param(
        {**STAR, "acme/core/__init__.py": "from acme.facade import *\n", "a.py": "import acme.core\nacme.core.C()\n"},
        ["a.py:2:1: SSOT002 C comes from deleted module acme.legacy through acme.core: "
         "use Engine from acme.engine (engine)",
         f"acme/facade.py:1:6: {_says(LEGACY)}"],
        id="two-stars"),
    pytest.param(
        {"acme/facade.py": "from acme.legacy import *\nfrom acme.engine import *\n",
         "a.py": "import acme.facade\nacme.facade.Engine()\n"},
        [f"acme/facade.py:1:6: {_says(LEGACY)}"],
        id="another-star-has-it"),
    pytest.param(
        {"acme/core/__init__.py": "from ..legacy import *\n", "a.py": "import acme.core\nacme.core.C()\n"},
        ["a.py:2:1: SSOT002 C comes from deleted module acme.legacy through acme.core: "
         "use Engine from acme.engine (engine)",
         f"acme/core/__init__.py:1:6: {_says(LEGACY)}"],
        id="a-package"),
    pytest.param(
        {"acme/__init__.py": "from .legacy import *\n", "a.py": "import acme\nacme.C()\n"},
        [f"acme/__init__.py:1:6: {_says(LEGACY)}",
         "a.py:2:1: SSOT002 C comes from deleted module acme.legacy through acme: "
         "use Engine from acme.engine (engine)"],
        id="the-package-of-the-module"),
])  # fmt: skip
def test_what_stars_bring(files: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    assert check(tmp_path, {**REPO, **files}, POLICY) == tuple(sorted(expected))
    assert check(tmp_path, {}, prefilter=False) == tuple(sorted(expected))
