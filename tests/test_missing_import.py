"""SSOT104: what counts as there, what is first-party, and what is made by builds or at run time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.session import Session, open_session
from tests.processes import git
from tests.repository import check, lines, session, write

GONE = "bring it back, or remove the import"
UNDEFINED = "define it there, or remove the import"
APP = {
    "app/__init__.py": "",
    "app/core/__init__.py": "",
    "app/core/tools.py": "def run(): ...\nSPEED = 1\n",
    "app/use.py": "from app.core.tools import run\nfrom .core import tools\n",
}


def _no(module: str, name: str, way_out: str = UNDEFINED) -> str:
    return f"SSOT104 {module} has no {name}: {way_out}"


def _gone(module: str, way_out: str = GONE) -> str:
    return f"SSOT104 module {module} does not exist: {way_out}"


FORMS = [
    pytest.param("from app.core.tools import stop\n", f"1:28: {_no('app.core.tools', 'stop')}", id="name"),
    pytest.param("from app.core import old\n", f"1:22: {_no('app.core', 'old')}", id="submodule"),
    pytest.param("from app.old import x\n", f"1:6: {_gone('app.old')}", id="module"),
    pytest.param("import app.old\n", f"1:8: {_gone('app.old')}", id="import"),
    pytest.param("import app.core.tools.more\n", f"1:8: {_gone('app.core.tools.more')}", id="below-a-module"),
    pytest.param("import app.core, app.old as o\n", f"1:18: {_gone('app.old')}", id="second-of-two"),
    pytest.param("from app.old import *\n", f"1:6: {_gone('app.old')}", id="star"),
    pytest.param("from .old import x\n", f"1:6: {_gone('app.old')}", id="relative"),
    pytest.param("from . import old\n", f"1:15: {_no('app', 'old')}", id="relative-submodule"),
    pytest.param("from .core.tools import stop\n", f"1:25: {_no('app.core.tools', 'stop')}", id="relative-name"),
    pytest.param("from app.core.tools import run, stop, SPEED\n", f"1:33: {_no('app.core.tools', 'stop')}", id="one-of-names"),
    pytest.param("from app.core.tools import stop as s\n", f"1:28: {_no('app.core.tools', 'stop')}", id="aliased"),
    pytest.param("from app.core.tools import (\n    run,\n    stop,\n)\n", f"3:5: {_no('app.core.tools', 'stop')}", id="lines"),
    pytest.param("x = 1; import app.old\n", f"1:15: {_gone('app.old')}", id="semicolon"),
    pytest.param("def f():\n    import app.old\n", f"2:12: {_gone('app.old')}", id="in-a-function"),
    pytest.param("if TYPE_CHECKING:\n    import app.old\n", f"2:12: {_gone('app.old')}", id="type-checking"),
    pytest.param("try:\n    import q\nexcept ImportError:\n    import app.old\n", f"4:12: {_gone('app.old')}", id="handler"),
    pytest.param("try:\n    import q\nexcept ImportError:\n    pass\nelse:\n    import app.old\n",
                 f"6:12: {_gone('app.old')}", id="else"),
    pytest.param("try:\n    import app.old\nexcept ValueError:\n    pass\n", f"2:12: {_gone('app.old')}", id="other-error"),
    pytest.param("if name == 'old':\n    import app.old\n", f"2:12: {_gone('app.old')}", id="condition"),
    pytest.param("if exists('other.py'):\n    import app.old\n", f"2:12: {_gone('app.old')}", id="another-is-looked-for"),
    pytest.param("import app.old\ndef (:\n", f"1:8: {_gone('app.old')}", id="unreadable-file"),
    pytest.param("import app.old  # noqa: E501\n", f"1:8: {_gone('app.old')}", id="other-noqa"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms(text: str, expected: str, tmp_path: Path) -> None:
    opened = session(tmp_path, {**APP, "app/a.py": text})
    assert lines(opened.check(select={"SSOT104"})) == (f"app/a.py:{expected}",)


@pytest.mark.parametrize("text", [
    pytest.param("import app, app.core.tools\nfrom app.core import tools\n", id="there"),
    pytest.param("from app import __file__, __name__, __path__\n", id="of-every-module"),
    pytest.param("from app.core.tools import *\n", id="star"),
    pytest.param("import yaml, os.path\nfrom yaml import x\n", id="others"),
    pytest.param("from ...more import x\n", id="above-the-root"),
    pytest.param("try:\n    import app.old\nexcept ImportError:\n    pass\n", id="import-error"),
    pytest.param("try:\n    import app.old\nexcept ModuleNotFoundError:\n    pass\n", id="not-found"),
    pytest.param("try:\n    import app.old\nexcept:\n    pass\n", id="bare-except"),
    pytest.param("try:\n    import app.old\nexcept (A, ImportError) as e:\n    pass\n", id="among-errors"),
    pytest.param("with suppress(ImportError):\n    import app.old\n", id="suppress"),
    pytest.param("with pytest.raises(ImportError):\n    import app.old\n", id="raises"),
    pytest.param("if find_spec('app.old'):\n    import app.old\n", id="find-spec"),
    pytest.param("if os.path.isfile(f'{here}/old.py'):\n    import app.old\n", id="is-file"),
    pytest.param("if True:\n    if Path('app/old.py').exists():\n        from app import old\n", id="exists"),
    pytest.param("import sys\nsys.modules['app.old'] = x\nimport app.old\n", id="registered"),
    pytest.param("x = '''\nimport app.old\n'''\n", id="string"),
    pytest.param("# import app.old\n", id="comment"),
    pytest.param("import app.old  # noqa: SSOT104\n", id="noqa"),
    pytest.param("import {{ app }}\nfrom {{ app }}.old import x\n", id="template"),
])  # fmt: skip
def test_silent(text: str, tmp_path: Path) -> None:
    assert lines(session(tmp_path, {**APP, "app/a.py": text}).check(select={"SSOT104"})) == ()


@pytest.mark.parametrize("text", [
    pytest.param("x = 1\n", id="assigned"),
    pytest.param("x: int\n", id="announced"),
    pytest.param("if a:\n    x = 1\n", id="conditional"),
    pytest.param("try:\n    from q import x\nexcept ImportError:\n    x = None\n", id="fallback"),
    pytest.param("import q as x\n", id="imported"),
    pytest.param("for x in y: ...\n", id="loop"),
    pytest.param("with y as x: ...\n", id="with"),
    pytest.param("(x := 1)\n", id="walrus"),
    pytest.param("def f():\n    global x\n    x = 1\n", id="global"),
    pytest.param("from q import *\n", id="star-of-others"),
    pytest.param("from .stars import *\n", id="star"),
    pytest.param("from .circle import *\n", id="star-in-a-circle"),
    pytest.param("def __getattr__(name): ...\n", id="getattr"),
    pytest.param("globals().update(y)\n", id="globals"),
    pytest.param("import sys\nsys.modules[__name__] = y\n", id="replaced"),
    pytest.param("__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, [])\n", id="lazy-loader"),
    pytest.param("def f(:\n", id="unreadable"),
    pytest.param("__all__ = ['x']\n", id="listed"),
    pytest.param("x: int\n", id="announced"),
])  # fmt: skip
def test_bound_by(text: str, tmp_path: Path) -> None:
    files = {"app/stars.py": "x = 1\n", "app/circle.py": "from .a import *\nfrom .stars import *\n"}
    opened = session(tmp_path, {**APP, **files, "app/a.py": text, "app/b.py": "from app.a import x\n"})
    assert lines(opened.check(select={"SSOT104"})) == ()


@pytest.mark.parametrize("text", [
    pytest.param("def f():\n    x = 1\n", id="local"),
    pytest.param("class A:\n    x = 1\n", id="attribute"),
    pytest.param("del x\n", id="deleted"),
    pytest.param("from .circle import *\n", id="not-in-a-circle"),
    pytest.param("log = logging.getLogger(__name__)\n", id="name-handed-on"),
])  # fmt: skip
def test_not_bound_by(text: str, tmp_path: Path) -> None:
    files = {"app/circle.py": "from .a import *\n", "app/a.py": text, "app/b.py": "from app.a import x\n"}
    opened = session(tmp_path, {**APP, **files})
    assert lines(opened.check(select={"SSOT104"})) == (f"app/b.py:1:19: {_no('app.a', 'x')}",)


OLD = "import app.old\n"
NAME = "from app.old import x\n"
MADE = [
    pytest.param({"app/old.pyi": "x: int\n"}, "from app.old import x, y\n", id="stub-alone"),
    pytest.param({"app/old.py": "", "app/old.pyi": "x: int\n"}, NAME, id="stub-beside"),
    pytest.param({"app/old.pyx": ""}, NAME, id="cython"),
    pytest.param({"app/old.c": ""}, NAME, id="c"),
    pytest.param({"app/old.cpython-311-x86_64-linux-gnu.so": ""}, NAME, id="shared-object"),
    pytest.param({"app/old.py.in": ""}, NAME, id="template"),
    pytest.param({"protos/some.proto": ""}, "from app.some_pb2 import x\nimport app.some_pb2_grpc\n", id="proto"),
    pytest.param({"app/Calc.g4": ""}, "from app.CalcLexer import x\n", id="antlr"),
    pytest.param({"app/window.ui": ""}, "from app.ui_window import x\n", id="qt"),
    pytest.param({"setup.py": "x = Extension('app.old', ['src/old.c'])\n"}, NAME, id="extension"),
    pytest.param({"app/meson.build": "py.extension_module('old', ['x.c'])\n"}, NAME, id="meson"),
    pytest.param({"app/sub/meson.build": "py.extension_module('old', ['x.c'])\n"}, NAME, id="meson-below"),
    pytest.param({"app/meson.build": "files('src/old.py')\n", "app/src/old.py": ""}, NAME, id="installed-from-below"),
    pytest.param({"CMakeLists.txt": "pybind11_add_module(old old.cc)\n"}, NAME, id="cmake"),
    pytest.param({"Cargo.toml": '[lib]\nname = "old"\n'}, NAME, id="rust"),
    pytest.param({"pyproject.toml": '[tool.setuptools_scm]\nversion_file = "app/old.py"\n'}, NAME, id="version-file"),
    pytest.param({"pyproject.toml": '[tool.maturin]\nmodule-name = "app.old"\n'}, NAME, id="maturin"),
    pytest.param({".gitmodules": '[submodule "x"]\n\tpath = app/old\n'}, "import app.old.x\n", id="submodule"),
    pytest.param({".gitmodules": '[submodule "x"]\n\tpath = lib/old\n'}, "import app.old.x\n", id="submodule-copied"),
    pytest.param({"subprojects/old/x.txt": ""}, "import app.old.x\n", id="subproject"),
    pytest.param({"app/conftest.py": "patch.dict('sys.modules', {'app.old': x})\n"}, OLD, id="registered-by-conftest"),
    pytest.param({"app/r.py": "import sys\nsys.modules[f()] = 'app.old'\n"}, OLD, id="registered-elsewhere"),
    pytest.param({"app/s.py": "import app.core.tools\napp.core.tools.stop = 1\n"},
                 "from app.core.tools import stop\n", id="set-elsewhere"),
    pytest.param({"app/s.py": "import app.core.tools as t\nt.stop = 1\n"},
                 "from app.core.tools import stop\n", id="set-by-alias"),
    pytest.param({"app/s.py": "from .core import tools\nsetattr(tools, 'stop', 1)\n"},
                 "from app.core.tools import stop\n", id="set-by-setattr"),
    pytest.param({"app/core/tools.py": "from ..fill import fill\n\nfill('stop')\n",
                  "app/fill.py": "import sys\n\ndef fill(name):\n    sys._getframe(1).f_globals[name] = 1\n"},
                 "from app.core.tools import stop\n", id="set-by-its-frame"),
    pytest.param({}, "from .old import x  # noqa, pylint: disable=x, relative-beyond-top-level\n", id="relative-to-another"),
    pytest.param({}, "# pylint: disable=E0402\nfrom .old import (\n    x,\n)\n", id="relative-to-another-throughout"),
    pytest.param({"app/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"},
                 NAME, id="extended-path"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "text"), MADE)
def test_made(files: dict[str, str], text: str, tmp_path: Path) -> None:
    opened = session(tmp_path, {**APP, **files, "app/a.py": text})
    assert lines(opened.check(select={"SSOT104"})) == ()


@pytest.mark.parametrize(("files", "text", "expected"), [
    pytest.param({"app/s.py": "import other.tools as tools\ntools.stop = 1\n"}, "from app.core.tools import stop\n",
                 f"1:28: {_no('app.core.tools', 'stop')}", id="set-in-another"),
    pytest.param({"app/test_s.py": "from .core import tools\nsetattr(tools, 'stop', 1)\n"},
                 "from app.core.tools import stop\n", f"1:28: {_no('app.core.tools', 'stop')}", id="set-by-a-test"),
    pytest.param({"app/s.py": "def f(tools): tools.stop = 1\n"}, "from app.core.tools import stop\n",
                 f"1:28: {_no('app.core.tools', 'stop')}", id="set-on-a-parameter"),
    pytest.param({"lib/meson.build": "py.extension_module('old', ['x.c'])\n"}, OLD, f"1:8: {_gone('app.old')}",
                 id="built-elsewhere"),
    pytest.param({"app/meson.build": "files('src/old.py')\n"}, OLD, f"1:8: {_gone('app.old')}", id="not-installed"),
    pytest.param({"app/old/data.txt": ""}, NAME, f"1:21: {_no('app.old', 'x')}", id="data-stay"),
])  # fmt: skip
def test_not_made(files: dict[str, str], text: str, expected: str, tmp_path: Path) -> None:
    opened = session(tmp_path, {**APP, **files, "app/a.py": text})
    assert lines(opened.check(select={"SSOT104"})) == (f"app/a.py:{expected}",)


def test_declared_as_generated(tmp_path: Path) -> None:
    files = {**APP, "app/a.py": "import app._version, app.gen.x, app.old\nfrom app import _version, gen\n"}
    policy = '[imports]\ngenerated = ["app/_version.py", "app/gen/"]\n'
    assert check(tmp_path, files, policy) == (f"app/a.py:1:33: {_gone('app.old')}",)


def test_excluded_files_are_there(tmp_path: Path) -> None:
    files = {
        **APP,
        "app/old.py": "",
        "app/sub/__init__.py": "",
        "app/a.py": f"{OLD}import app.sub\nfrom app.old import y\n",
    }
    assert check(tmp_path, files, 'exclude = ["app/old.py", "app/sub/"]\n') == ()


def test_links_are_there(tmp_path: Path) -> None:
    write(tmp_path, {**APP, "lib/real.py": "", "app/a.py": "import app.old, app.far.x\nfrom app.old import x\n"})
    (tmp_path / "app/old.py").symlink_to("../lib/real.py")
    (tmp_path / "app/far").symlink_to("../nowhere")
    assert check(tmp_path, {}) == ()


@pytest.mark.parametrize(("pattern", "found"), [
    pytest.param("old.py", 0, id="file"),
    pytest.param("app/gen/", 1, id="another-folder"),
    pytest.param("app/", 1, id="folder-with-tracked-files"),
])  # fmt: skip
def test_ignored_by_git(pattern: str, found: int, tmp_path: Path) -> None:
    write(tmp_path, {**APP, "app/a.py": OLD})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    assert len(check(tmp_path, {".gitignore": f"{pattern}\n"})) == found


def test_a_folder_that_git_ignores_is_generated(tmp_path: Path) -> None:
    write(tmp_path, {**APP, ".gitignore": "app/gen/\n", "app/a.py": "import app.gen.x\nfrom app.gen.x import y\n"})
    git(tmp_path, "init", "--quiet")
    assert check(tmp_path, {}) == ()


def test_a_deletion_that_is_not_staged(tmp_path: Path) -> None:
    write(tmp_path, {**APP, "app/old.py": "", "app/a.py": OLD})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    assert check(tmp_path, {}) == ()
    (tmp_path / "app/old.py").unlink()
    assert check(tmp_path, {}) == (f"app/a.py:1:8: {_gone('app.old')}",)


DEEP = {"lib/web/__init__.py": "", "lib/web/api.py": "x = 1\n", "lib/main.py": "from web.api import x\n"}
OURS = [
    pytest.param({"src/app/__init__.py": "", "src/app/a.py": OLD}, "src/app/a.py", "app.old", id="src"),
    pytest.param({"one/setup.py": "", "one/app/__init__.py": "", "t.py": OLD}, "t.py", "app.old", id="project"),
    pytest.param({**DEEP, "lib/b.py": "import web.old\n"}, "lib/b.py", "web.old", id="used-below-a-folder"),
    pytest.param({"app/x.py": "", "a.py": OLD}, "a.py", "app.old", id="plain-folder"),
    pytest.param({"app.py": "", "a.py": OLD}, "a.py", "app.old", id="single-module"),
    pytest.param({"test/__init__.py": "", "test/x.py": "", "a.py": "import test.x\nimport test.old\n"}, "a.py", "test.old",
                 id="like-the-standard-library"),
    pytest.param({"requirements.txt": "app\n", "app/__init__.py": "", "app/x.py": "", "a.py": f"import app.x\n{OLD}"},
                 "a.py", "app.old", id="like-a-dependency"),
    pytest.param({"app/x.py": "", "a.py": "import app.x\nimport app.sub.old\n", "app/sub/y.py": ""}, "a.py", "app.sub.old",
                 id="namespace-with-modules"),
    pytest.param({"one/app/__init__.py": "", "two/app/__init__.py": "", "two/app/x.py": "",
                  "two/a.py": "import app.x\nimport app.old\n"}, "two/a.py", "app.old", id="two-services"),
    pytest.param({"one/pyproject.toml": "", "one/src/acme/core/__init__.py": "", "one/src/acme/core/x.py": "",
                  "two/pyproject.toml": "", "two/src/acme/api/__init__.py": "",
                  "two/src/acme/api/a.py": "import acme.core.x, acme.db.x\nimport acme.core.old\n"},
                 "two/src/acme/api/a.py", "acme.core.old", id="namespace-of-two-projects"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "path", "module"), OURS)
def test_ours(files: dict[str, str], path: str, module: str, tmp_path: Path) -> None:
    write(tmp_path, files)
    line = files[path].count("\n")
    assert check(tmp_path, {}) == (f"{path}:{line}:8: {_gone(module)}",)


@pytest.mark.parametrize("files", [
    pytest.param({"google/cloud/mine/__init__.py": "", "a.py": "import google.auth\nfrom google.cloud import other\n"},
                 id="shared-namespace"),
    pytest.param({"acme/x.py": "", "pyproject.toml": '[project]\ndependencies = ["acme-core>=2"]\n',
                  "a.py": "import acme.x, acme.core.y\nfrom acme import core\n"}, id="namespace-shared-with-a-dependency"),
    pytest.param({"docker/build.py": "", "requirements.txt": "docker==7\n", "a.py": "import docker.errors\n"},
                 id="dependency"),
    pytest.param({"types/x.py": "", "a.py": "from types import SimpleNamespace\nimport types.old\n"},
                 id="standard-library"),
    pytest.param({"logging/__init__.py": "", "logging/handlers.py": "",
                  "a.py": "import logging.handlers\nfrom logging import getLogger\n"}, id="package-of-the-standard-library"),
    pytest.param({"scripts/a.py": "import helper\nfrom helper import x\n", "scripts/helper.py": "x = 1\n", "helper/y.py": ""},
                 id="beside-a-script"),
    pytest.param({"sub/web.py": "", "a.py": "import web.api\n"}, id="module-in-a-folder"),
    pytest.param({**DEEP, "lib/web/sub/__init__.py": "", "x/tests/stubs/agents/__init__.py": "", "x/tests/stubs/agents/b.py": "",
                  "x/tests/a.py": "import agents.b\n", "y/main.py": "from agents import Runner\n"}, id="stubs-of-others-tests"),
    pytest.param({"src/a/b/grpc/__init__.py": "x = 1\n", "src/a/b/grpc/y.py": "", "pyproject.toml": "", "src/a/b/z.py":
                  "import a.b.grpc.y\nfrom a.b.grpc import x\nfrom grpc import x\nfrom grpc import aio\n"},
                 id="reached-by-a-longer-name"),
    pytest.param({"app/_vendor/lib/__init__.py": "", "app/_vendor/lib/x.py": "from .gone import y\n", "app/__init__.py": "",
                  "a.py": "import lib.x, lib.gone\nimport app._vendor.lib.gone\n"}, id="vendored"),
    pytest.param({"vendor/lib/__init__.py": "", "vendor/lib/x.py": "", "a.py": "import lib.x, lib.gone\n"}, id="vendor"),
    pytest.param({"utils/x.py": "", "lib/utils/y.py": "z = 1\n", "a.py": "import utils.x\n", "scripts/a.py":
                  "import sys\nsys.path.insert(0, 'lib')\nimport utils.y\nfrom utils.y import z\n"}, id="on-sys-path"),
    pytest.param({"utils.py": "x = 1\n", "lib/utils.py": "z = 1\n", "tests/conftest.py": "sys.path.append('lib')\n",
                  "tests/unit/test_a.py": "from utils import z\n"}, id="put-on-sys-path-by-conftest"),
    pytest.param({"data/cases/one.py": "from .base import x\nfrom . import y\n"}, id="relative-in-no-package"),
    pytest.param({"{{name}}/a.py": "from .base import x\n"}, id="template-folder"),
])  # fmt: skip
def test_not_ours(files: dict[str, str], tmp_path: Path) -> None:
    assert check(tmp_path, files) == ()


def test_what_is_nowhere_is_not_on_sys_path(tmp_path: Path) -> None:
    files = {
        "utils.py": "x = 1\n",
        "lib/utils.py": "z = 1\n",
        "a.py": "import sys\nsys.path.insert(0, 'lib')\nfrom utils import q\n",
    }
    assert check(tmp_path, files) == (f"a.py:3:19: {_no('utils', 'q')}",)


def test_declared_source_roots_are_ours_without_evidence(tmp_path: Path) -> None:
    files = {"lib/web/__init__.py": "", "lib/b.py": "import web.old\n"}
    assert check(tmp_path, files) == ()
    assert check(tmp_path, {}, 'source-roots = ["lib"]\n') == (f"lib/b.py:1:8: {_gone('web.old')}",)


def test_a_package_without_a_dotted_name_is_named_as_written(tmp_path: Path) -> None:
    files = {"my-app/x.py": "y = 1\n", "my-app/z.py": "from .x import y, q\nfrom .gone import y\nfrom . import x\n"}
    assert check(tmp_path, files) == (
        f"my-app/z.py:1:19: {_no('.x', 'q')}",
        f"my-app/z.py:2:6: {_gone('.gone')}",
    )


def test_the_name_by_which_most_imports_reach_a_module(tmp_path: Path) -> None:
    files = {
        "lib/web/__init__.py": "",
        "lib/web/x.py": "",
        "lib/web/y.py": "from .gone import q\n",
        "lib/a.py": "import web.x\n",
    }
    assert check(tmp_path, files) == (f"lib/web/y.py:1:6: {_gone('web.gone')}",)


# -- decisions

POLICY = '[decisions.one]\nkeep = ["app.core.tools:run"]\ndelete = ["app.old"]\nban-classes = ["Old", "app.core.tools:Dotted"]\n'


@pytest.mark.parametrize(("text", "codes"), [
    pytest.param("from app.old import run\n", ["SSOT002"], id="deleted-module"),
    pytest.param("import app.old.more\n", ["SSOT002"], id="below-a-deleted-module"),
    pytest.param("from app import old\n", ["SSOT002"], id="deleted-submodule"),
    pytest.param("try:\n    import app.old\nexcept ImportError:\n    pass\n", ["SSOT002"], id="guarded"),
    pytest.param("from app.core.tools import Old\n", ["SSOT001"], id="banned-class"),
    pytest.param("from app.core.tools import Dotted\n", ["SSOT001"], id="banned-in-its-module"),
    pytest.param("from app.other import run\n", ["SSOT104"], id="undecided"),
])  # fmt: skip
def test_what_is_decided_is_left_to_its_rule(text: str, codes: list[str], tmp_path: Path) -> None:
    report = session(tmp_path, {**APP, "app/a.py": text}, POLICY).check()
    assert [one.code for one in report.findings] == codes


# -- suggestions

TOOLS = "app.core.tools"


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("from app.tools import run\n", _gone("app.tools", f"run is defined in {TOOLS}"), id="moved"),
    pytest.param("from app.tools import run, SPEED\n",
                 _gone("app.tools", f"run is defined in {TOOLS}, SPEED is defined in {TOOLS}"), id="moved-all"),
    pytest.param("from app.tools import run, stop\n", _gone("app.tools", f"run is defined in {TOOLS}"), id="moved-some"),
    pytest.param("from app.core import run\n", _no("app.core", "run", f"run is defined in {TOOLS}"), id="below"),
    pytest.param("import app.tools\n", _gone("app.tools", f"did you mean {TOOLS}?"), id="module-moved"),
    pytest.param("from app.tools import *\n", _gone("app.tools", f"did you mean {TOOLS}?"), id="star-moved"),
    pytest.param("import app.core.tool\n", _gone("app.core.tool", f"did you mean {TOOLS}?"), id="module-spelled-alike"),
    pytest.param("from app.tools import gone\n", _gone("app.tools"), id="moved-without-the-name"),
    pytest.param(f"from {TOOLS} import SPEEDS\n", _no(TOOLS, "SPEEDS", "did you mean SPEED?"), id="name-spelled-alike"),
])  # fmt: skip
def test_suggestions(text: str, expected: str, tmp_path: Path) -> None:
    (found,) = lines(session(tmp_path, {**APP, "app/a.py": text}).check(select={"SSOT104"}))
    assert found.partition(": ")[2] == expected


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("import app.gone\n", ('[decisions.gone]\ndelete = ["app.gone"]',), id="gone"),
    pytest.param("from app.gone import run\n", ('[decisions.gone]\ndelete = ["app.gone"]',), id="its-names-moved"),
    pytest.param("import app.core.tool\n", (), id="spelled-alike"),
    pytest.param("import app.tools\n", (), id="in-another-folder"),
    pytest.param("from .tools import run\n", (), id="in-another-folder-by-its-name"),
])  # fmt: skip
def test_no_deletion_is_proposed_of_a_near_miss(text: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    report = session(tmp_path, {**APP, "app/a.py": text}).check(select={"SSOT104"})
    assert (len(report.findings), report.proposals) == (1, expected)


def test_definitions_are_related_places(tmp_path: Path) -> None:
    opened = session(tmp_path, {**APP, "app/a.py": "from app.core import run, SPEED\n"})
    assert [(one.line, one.column, one.related) for one in opened.check().findings] == [
        (1, 22, (("app/core/tools.py", 1, 5, "run is defined here"),)),
        (1, 27, (("app/core/tools.py", 2, 1, "SPEED is defined here"),)),
    ]


# -- random repositories

_NAMES = ("x", "y", "m", "n", "z")
_PATHS = ("pkg/__init__.py", "pkg/m.py", "pkg/n.py", "pkg/sub/__init__.py", "pkg/sub/m.py", "pkg/plain/n.py", "top.py")
_name = st.sampled_from(_NAMES)
_absolute = st.sampled_from(
    ["pkg", "pkg.m", "pkg.n", "pkg.sub", "pkg.sub.m", "pkg.sub.n", "pkg.plain.n", "pkg.z", "top", "q"]
)
_module = st.one_of(_absolute, st.sampled_from([".", ".m", ".n", "..", "..m", ".sub.m", ".plain.n", ".z", "..sub"]))
_STATEMENTS = st.one_of(
    st.builds("from {} import {}\n".format, _module, _name),
    st.builds("from {} import ({}, {} as {})\n".format, _module, _name, _name, _name),
    st.builds("from {} import *\n".format, _module),
    st.builds("import {}\n".format, _absolute),
    st.builds("import {} as {}\n".format, _absolute, _name),
    st.builds("{} = 1; {}: int = 2\n".format, _name, _name),
    st.builds("pass; from {} import {}\n".format, _module, _name),
    st.builds("class {}: ...\n".format, _name),
    st.builds("if 1:\n    def {}(): ...\n".format, _name),
    st.builds("def f():\n    from {} import {}\n".format, _module, _name),
    st.builds("try:\n    from {} import {}\nexcept ImportError: pass\n".format, _module, _name),
    st.builds("s = '''\nfrom {} import {}\n{} = 1\n'''\n".format, _module, _name, _name),
    st.builds("__all__ = ['{}']\n".format, _name),
    st.just("def __getattr__(name): ...\n"),
    st.just("def broken(:\n"),
)
_TEXT = st.lists(_STATEMENTS, max_size=4).map("".join)


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(texts=st.fixed_dictionaries(dict.fromkeys(_PATHS, _TEXT)), order=st.permutations(_PATHS))
def test_sketches_lose_nothing(
    texts: dict[str, str], order: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("repo")
    write(root, {path: texts[path] for path in order})
    fast = open_session(str(root))
    slow = Session(fast.root, fast.policy, prefilter=False)
    assert lines(fast.check(select={"SSOT104"})) == lines(slow.check(select={"SSOT104"}))


#: Modules in an order in which each imports only earlier ones, so that there are no circles.
_CHAIN = ("pkg/a.py", "pkg/b.py", "pkg/sub/__init__.py", "pkg/sub/c.py", "top.py", "use.py")
_DOTTED = ("pkg.a", "pkg.b", "pkg.sub", "pkg.sub.c", "top", "use")


@st.composite
def _chains(draw: st.DrawFn) -> dict[str, str]:
    texts = {"pkg/__init__.py": ""}
    for number, path in enumerate(_CHAIN):
        earlier = st.sampled_from([*_DOTTED[:number], "pkg", "pkg.gone", "pkg.a.gone"])
        statements = st.one_of(
            st.builds("from {} import {}\n".format, earlier, st.sampled_from("xyzabc")),
            st.builds("from {} import *\n".format, earlier),
            st.builds("import {}\n".format, earlier),
            st.builds("{} = 1\n".format, st.sampled_from("xyz")),
            st.builds("def {}(): ...\n".format, st.sampled_from("xyz")),
            st.builds("if 1:\n    class {}: ...\n".format, st.sampled_from("xyz")),
        )
        texts[path] = "".join(draw(st.lists(statements, max_size=3)))
    return texts


_IMPORT_ALL = """\
import importlib, json, sys
found = []
for root in json.load(sys.stdin):
    sys.path[:0] = [root]
    failed = []
    for name in %r:
        for known in [one for one in sys.modules if one.partition(".")[0] in ("pkg", "top", "use")]:
            del sys.modules[known]
        importlib.invalidate_caches()
        try:
            importlib.import_module(name)
        except ImportError:
            failed.append(name)
    found.append(failed)
    del sys.path[0]
print(json.dumps(found))
""" % (_DOTTED,)  # noqa: UP031


def test_python_fails_where_there_are_findings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Modules with findings, and those that import such ones, can't be imported; all others can."""
    found: dict[str, set[str]] = {}

    @settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(texts=_chains())
    def collect(texts: dict[str, str]) -> None:
        root = tmp_path_factory.mktemp("chain")
        write(root, texts)
        found[str(root)] = {one.path for one in open_session(str(root)).check(select={"SSOT104"}).findings}

    collect()
    command = [sys.executable, "-B", "-c", _IMPORT_ALL]
    done = subprocess.run(command, input=json.dumps([*found]), capture_output=True, text=True, check=True)
    for (root, paths), failed in zip(found.items(), json.loads(done.stdout), strict=True):
        expected: list[str] = []
        for path, name in zip(_CHAIN, _DOTTED, strict=True):
            if path in paths or _uses_one(expected, name, (Path(root) / path).read_text()):
                expected.append(name)
        assert failed == expected, root
    assert 10 < sum(map(bool, found.values())) < len(found) - 10


def _uses_one(failing: list[str], name: str, text: str) -> bool:
    """Whether a module imports one that fails, or lies in one."""
    if name.rpartition(".")[0] in failing:
        return True
    for one in failing:
        package, _, last = one.rpartition(".")
        if re.search(rf" {re.escape(one)}\b", text) or f"from {package} import {last}\n" in text:
            return True
    return False
