"""A deleted module is found in every file that means it, by whatever name its package goes there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.bans import Bans
from ssot_lint.session import open_session
from tests.repository import lines, write

GONE = '[decisions.x]\nkeep = ["app.new:New"]\ndelete = ["app.util.gone"]\n'
PACKAGES = {
    "app/__init__.py": "",
    "app/util/__init__.py": "",
    "app/sub/__init__.py": "",
    "app/new.py": "class New: ...\n",
}
ALIAS = {"app/a.py": "from app import util as u\n"}


@pytest.fixture(autouse=True, scope="module")
def _few_are_many() -> Iterator[None]:
    """What is found out where many files have a name is found out for a few as well."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ssot_lint.bans.mentions.MANY", -1)
        yield


def found(root: object, *, prefilter: bool) -> tuple[str, ...]:
    return lines(open_session(str(root), prefilter=prefilter).check(select=["SSOT001", "SSOT002"]))


@pytest.mark.parametrize(("files", "told"), [
    pytest.param({**ALIAS, "x.py": "from app.a import u\nu.gone.A()\n"}, "x.py", id="alias"),
    pytest.param({**ALIAS, "x.py": "import app.a\napp.a.u.gone.A()\n"}, "x.py", id="alias-of-a-module"),
    pytest.param({**ALIAS, "x.py": "from app.a import *\nu.gone.A()\n"}, "x.py", id="alias-by-star"),
    pytest.param({**ALIAS, "b.py": "from app.a import u as v\n", "x.py": "from b import v\nv.gone.A()\n"}, "x.py",
                 id="alias-through-two-files"),
    pytest.param({**ALIAS, "x.py": "from app.a import u as w\nw.gone.A()\n"}, "x.py", id="alias-renamed"),
    pytest.param({"app/a.py": "import app.util as u\n", "x.py": "from app.a import u\nu.gone\n"}, "x.py", id="import-as"),
    pytest.param({"app/a.py": "import app\nif app:\n    u = app.util\n", "x.py": "from app.a import u\nu.gone\n"}, "x.py",
                 id="assigned-under-a-condition"),
    pytest.param({"app/a.py": "import app.util\ndef f():\n    global u\n    u = app.util\n",
                  "x.py": "from app.a import u\nu.gone\n"}, "x.py", id="assigned-to-a-global"),
    pytest.param({"app/a.py": "import app.util\nif u := app.util:\n    pass\n", "x.py": "from app.a import u\nu.gone\n"},
                 "x.py", id="walrus"),
    pytest.param({"app/a.py": "import app.util  # a\ru = app.util\r", "x.py": "from app.a import u\nu.gone\n"}, "x.py",
                 id="old-line-ends"),
    pytest.param({"app/a.py": "try:\n    from app import util as u\nexcept ImportError:\n    u = None\n",
                  "x.py": "from app.a import u\nu.gone\n"}, "x.py", id="conditional"),
    pytest.param({"app/a.py": "# caf\u00e9\nimport app.util as \uff55\n", "x.py": "from app.a import u\nu.gone\n"}, "x.py",
                 id="other-letters"),
    pytest.param({"app/a.py": "from app import util\n", "x.py": "import app.a\napp.a.util.gone\n"}, "x.py", id="same-name"),
    pytest.param({"app/a.py": "from app.util import gone\n", "x.py": "from app.a import gone\n"}, "x.py", id="handed-on"),
    pytest.param({"app/a.py": "import app.util.gone as gone\n", "x.py": "from app.a import gone\n"}, "x.py",
                 id="handed-on-as"),
    pytest.param({"app/a.py": "from app import util\ngone = util.gone\n", "x.py": "from app.a import gone\n"}, "x.py",
                 id="handed-on-by-assignment"),
    pytest.param({"app/sub/__init__.py": "from app.util import gone\n", "app/sub/x.py": "from . import gone\n"},
                 "app/sub/x.py", id="handed-on-to-its-package"),
    pytest.param({"app/util/__init__.py": "from . import gone\n", "app/a.py": "from app.util import *\n",
                  "x.py": "from app.a import gone\n"}, "x.py", id="star-of-the-package"),
    pytest.param({"app/util/__init__.py": "from . import gone\n", "app/util/a.py": "from . import *\n",
                  "x.py": "from app.util.a import gone\n"}, "x.py", id="star-from-here"),
    pytest.param({"app/util/__init__.py": "from . import gone\n", "app/a.py": "from app.util import *\n",
                  "app/b.py": "from app.a import *\n", "x.py": "from app.b import gone\n"}, "x.py", id="star-chain"),
    pytest.param({"app/util/__init__.py": None, "app/util/b.py": "", "app/a.py": "from app.util import *\n",
                  "x.py": "from app.a import gone\n"}, "x.py", id="star-of-a-namespace"),
    pytest.param({"app/a.py": "from app.util.gone import *\n", "x.py": "from app.a import gone\n"}, "x.py", id="facade"),
    pytest.param({"x.py": "getattr(__import__('app'), 'ut' 'il').gone.A()\nimport app\ngetattr(app, 'ut' 'il').gone.A()\n"},
                 "x.py", id="in-two-pieces"),
    pytest.param({"x.py": "from importlib import import_module as im\nm = im('app.ut\\x69l')\nm.gone.A()\n"}, "x.py",
                 id="escaped"),
    pytest.param({"x.py": "from importlib import import_module as im\nm = im('app.ut'  # why\n 'il')\nm.gone.A()\n"}, "x.py",
                 id="in-two-lines"),
    pytest.param({"x.py": "from unittest.mock import patch\npatch('app.ut' 'il.gone.A')\n"}, "x.py", id="patched-in-pieces"),
    pytest.param({"x.py": "from unittest.mock import patch\npatch('app.ut' 'il.' 'gone.A')\n"}, "x.py",
                 id="patched-in-three"),
    pytest.param({"x.py": "import sys\nsys.modules['app.util'].gone.A()\n"}, "x.py", id="table-of-modules"),
    pytest.param({"x.py": "import app.util as m\ngetattr(m, 'gone')\n"}, "x.py", id="getattr"),
    pytest.param({"x.py": "import app.util as m\nfrom unittest.mock import patch\npatch.object(m, 'gone')\n"}, "x.py",
                 id="patch-object"),
    pytest.param({"x.py": "import pkgutil\npkgutil.resolve_name('app.util:gone')\n"}, "x.py", id="colon"),
    pytest.param({"x.py": "import app.util as m\n(m  # why\n    .gone.A())\n"}, "x.py", id="comment-before-the-dot"),
    pytest.param({"x.py": "import app.util as m\nn = m\nn.gone.A()\n"}, "x.py", id="twice-in-a-file"),
    pytest.param({"x.py": "from app.util import (  # why\r    gone,\r)\r"}, "x.py", id="brackets-with-old-line-ends"),
    pytest.param({"x.py": "from app.util import \\\n    gone\n"}, "x.py", id="continued"),
    pytest.param({"x.py": "if 1:\n    from app.util import gone as g\n"}, "x.py", id="indented"),
    pytest.param({"app/util/x.py": "from . import gone\n"}, "app/util/x.py", id="relative"),
    pytest.param({"app/util/x.py": "from.gone import A\n"}, "app/util/x.py", id="relative-without-a-blank"),
    pytest.param({"app/util/sub/x.py": "from .. import gone\n"}, "app/util/sub/x.py", id="from-below"),
    pytest.param({"app/util/x.py": "from importlib import import_module\nimport_module('.gone', __package__)\n"},
                 "app/util/x.py", id="relative-by-text"),
    pytest.param({"app/util/__init__.py": None, "app/util.py": "__all__ = ['gone']\n"}, "", id="exported"),
    pytest.param({"src/app/util/__init__.py": "", "src/x.py": "from src.app import util as u\nu.gone.A()\n"}, "src/x.py",
                 id="another-root"),
    pytest.param({"x.py": "from app.util.new import b\nself.gone = b\n"}, "", id="another-thing"),
    pytest.param({"x.py": "from app import new\nnew.gone()\n"}, "", id="another-attribute"),
])  # fmt: skip
def test_by_whatever_name(files: dict[str, str | None], told: str, tmp_path: Path) -> None:
    write(tmp_path, {path: text for path, text in {**PACKAGES, **files}.items() if text is not None}, GONE)
    exact = found(tmp_path, prefilter=False)
    assert found(tmp_path, prefilter=True) == exact
    assert any(line.startswith(f"{told}:") for line in exact) is bool(told)


@pytest.mark.parametrize(("text", "may"), [
    pytest.param("x.gone = y.gone\n", False, id="attribute-of-others"),
    pytest.param("from app.util import other\nx.gone = other\n", False, id="beside-a-plain-import"),
    pytest.param("import app.util\nx.gone()\n", False, id="attribute-of-others-beside-the-package"),
    pytest.param("from elsewhere import gone\nimport app.util\nf(gone.x)\n", False, id="bound-elsewhere"),
    pytest.param("# caf\u00e9\nx.gone = 1\n", False, id="other-letters"),
    pytest.param("import app.util\napp.util.gone()\n", True, id="meant"),
    pytest.param("import app.util as m\nm.gone()\n", True, id="meant-by-another-name"),
    pytest.param("from app.util import other as util\nf(util.gone)\n", False, id="bound-to-another"),
    pytest.param("from app.util import other as util\nutil = f()\nf(util.gone)\n", True, id="perhaps"),
])  # fmt: skip
def test_what_concerns(text: str, may: bool, tmp_path: Path) -> None:
    write(tmp_path, {**PACKAGES, "x.py": text}, GONE)
    one = open_session(str(tmp_path))
    assert Bans.of(one.policy, one.index).concerns("x.py") is may


_SOURCES = st.sampled_from(["app", "app.util", "app.a", "app.b", "app.sub", ".", ".util", ".a", "b"])
_THINGS = st.sampled_from(["gone", "util", "u", "v", "a", "b", "sub"])
_STATEMENT = st.one_of(
    st.builds("from {} import {}\n".format, _SOURCES, _THINGS),
    st.builds("from {} import {} as {}\n".format, _SOURCES, _THINGS, _THINGS),
    st.builds("if 1:\n    from {} import {} as {}\n".format, _SOURCES, _THINGS, _THINGS),
    st.builds("from {} import *\n".format, _SOURCES),
    st.builds("import {} as {}\n".format, _SOURCES.filter(lambda module: module[0] != "."), _THINGS),
    st.builds("{} = {}.{}\n".format, _THINGS, _THINGS, _THINGS),
    st.builds("{}, {} = {}, {}\n".format, _THINGS, _THINGS, _THINGS, _THINGS),
    st.builds("def f():\n    global {}\n    {} = {}\n".format, _THINGS, _THINGS, _THINGS),
    st.builds("{}.gone.A()\n".format, _THINGS),
    st.builds("{}.{}.gone\n".format, _THINGS, _THINGS),
    st.builds("getattr({}, 'gone')\n".format, _THINGS),
)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(texts=st.dictionaries(
    st.sampled_from(["app/a.py", "app/b.py", "app/util/__init__.py", "app/util/a.py", "app/sub/__init__.py", "b.py", "x.py"]),
    st.lists(_STATEMENT, min_size=1, max_size=4).map("".join), min_size=2,
))  # fmt: skip
def test_whatever_names_there_are(texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("repo")
    write(root, {**PACKAGES, **texts}, GONE)
    assert found(root, prefilter=True) == found(root, prefilter=False)


def test_one_file_in_pieces_does_not_make_others_concern(tmp_path: Path) -> None:
    pieces = {"app/pieces.py": "import app\nx = getattr(app, 'ut' 'il').gone\n", "app/other.py": "y.gone\n"}
    write(tmp_path, {**PACKAGES, **pieces}, GONE)
    place = open_session(str(tmp_path))
    bans = Bans.of(place.policy, place.index)
    assert bans.needles.found_in(b"y.gone\n", "app/other.py")
    assert [bans.concerns(path) for path in pieces] == [True, False]
