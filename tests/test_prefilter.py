"""What is skipped for lack of a word has nothing to say: by the prefilter and without it, the same findings.

test_needles.py and test_banned_argument_property.py do the same for what statements say. Here it
is how a file spells and stores them: one text in many forms, under a policy that asks all rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.bans import Bans
from ssot_lint.registry import RULES
from ssot_lint.session import open_session
from tests.repository import lines, write

POLICY = """\
[decisions.engine]
keep = ["pkg.new:Engine"]
delete = ["pkg.old", "pkg.sub.café"]
ban-classes = ["OldEngine", "pkg.new:Dotted"]
ban-files = ["pkg/never.py"]
only = ["*OnlyFactory"]
[decisions.run-id]
argument = "run_id"
never = ["None", "'none'"]
[decisions.quiet]
log-at-most = "debug"
log-matching = ["Using legacy*"]
[decisions.events]
emit = ["agent_started", "agent_done"]
emitters = ["emit*"]
complete = true
[decisions.users]
isolated = ["*Isolated"]
"""
FILES = {
    "pkg/__init__.py": "",
    "pkg/new.py": "class Engine: ...\nclass Dotted: ...\ndef start(x, run_id=1): ...\n",
    "pkg/sub/__init__.py": "",
}
#: The same references in the forms in which they hide from a search for words.
HIDDEN = (
    "from pkg.old import a",
    "from pkg . old import a",
    "from pkg.\\\nold import a",
    "from pkg import \\\n    old",
    "from pkg import (  # why\n    new,\n    old as o,\n)",
    "from .old import a",
    "from . import old",
    "from .. import old",
    "from ..old import a",
    "import pkg.old as engine",
    "import pkg\npkg\\\n.old.a()",
    "import pkg\npkg.ｏld.a()",
    "from pkg.𝐨𝐥𝐝 import a",
    "from pkg.sub.café import a",
    "from pkg.sub.cafe\u0301 import a",
    "import importlib\nimportlib.import_module('pkg.old')",
    "import importlib\nimportlib.import_module('pkg.' 'old')",
    "import importlib\nimportlib.import_module('pkg.\\x6fld')",
    "import importlib\nimportlib.import_module(f'pkg.{\"old\"}')",
    "import importlib\nimportlib.import_module('pkg.' + 'old')",
    "import importlib\nimportlib.import_module('.old', 'pkg')",
    "__import__(r'pkg.old')",
    "from pkg.new import Dotted",
    "from pkg.new import Dotted as D\nD()",
    "import pkg.new as n\nn.Dotted()",
    "class OldEngine: ...",
    "class \\\n  OldEngine: ...",
    "class ＯldEngine: ...",
    "class OldEnginᵉ: ...",
    "x: 'OldEngine'",
    "x: 'Old\\x45ngine'",
    "OldEngine = 1",
    "from x import OldEngine  # noqa: SSOT001",
    "x = 1  # noqa: SSOT001",
    "__all__ = ['OldEngine']",
    "class Engine: ...",
    "class MyOnlyFactory: ...",
    "class MyＯnlyFactory: ...",
    "from pkg.new import start\nstart(1, run_id=None)",
    "from pkg.new import start\nstart(1, ｒun_id=None)",
    "from pkg.new import start as go\ngo(1, None)",
    "from pkg.new import start\nstart(1, **{'run_id': None})",
    "from pkg.new import start\nstart(1, **{'run_\\x69d': 'no' 'ne'})",
    "from pkg import new\nx = new.start\nx(1, 'none')",
    "import logging\nlogging.getLogger().warning('Using ' 'legacy x')",
    "import logging\nlogging.warning(f'Using legacy {x}')",
    "import logging\nlogging.warning('''Using\\x20legacy''')",
    "class MyIsolated:\n    cache = {}",
    "class MyIsolateｄ:\n    cache = {}",
    "class A:\n    def f(self):\n        self.emit('agent_started')",
    "class A:\n    def f(self):\n        self.emit('agent_' 'done')",
    "from unittest.mock import patch\npatch('pkg.old.a')",
    "from unittest.mock import patch\npatch('pkg.' 'old.a')",
    "from unittest.mock import patch\npatch('pkg.gone.a')",
    "from pkg.gone import b",
    "def broken(:  # OldEngine",
    "print('old', OldEngine",
)


def as_utf8(text: str) -> bytes:
    return text.encode()


def with_mark(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode()


def in_latin_1(text: str) -> bytes:
    return f"# -*- coding: latin-1 -*-\n# caf\xe9\n{text}".encode("latin-1", "replace")


def in_cp1252(text: str) -> bytes:
    return f"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n{text}".encode("cp1252", "replace")


def in_gbk(text: str) -> bytes:
    """It has letters of full width, as UTF-8 has, in other bytes."""
    return b"# coding: gbk\n" + text.replace("l", "\uff4c").encode("gbk", "replace")


def in_shifts(text: str) -> bytes:
    """Between letters of one character set, ISO 2022 may turn to that same set."""
    return b"# coding: iso2022_jp\n" + text.encode("ascii", "replace").replace(b"l", b"\x1b(Bl")


def in_utf_7(text: str) -> bytes:
    return b"# coding: utf-7\n" + text.encode("utf-7")


def in_utf_7_all_the_way(text: str) -> bytes:
    """UTF-7 may spell letters in base 64 that it need not."""
    return b"# coding: utf-7\n" + text.replace("o", "+AG8-").encode("ascii", "replace")


def in_escapes(text: str) -> bytes:
    return b"# coding: unicode_escape\n" + text.replace("l", "\\x6c").encode("ascii", "backslashreplace")


def in_raw_escapes(text: str) -> bytes:
    return b"# coding: raw-unicode-escape\n" + text.replace("l", "\\u006c").encode("ascii", "backslashreplace")


def in_an_unknown_encoding(text: str) -> bytes:
    return b"# coding: klingon\n" + text.encode()


def in_the_wrong_encoding(text: str) -> bytes:
    return b"# caf\xe9\n" + text.encode()


def with_carriage_returns(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def with_old_line_ends(text: str) -> bytes:
    return text.replace("\n", "\r").encode()


def with_form_feeds(text: str) -> bytes:
    return b"\x0c" + text.replace("\n", "\n\x0c").encode()


def with_nulls(text: str) -> bytes:
    return text.encode() + b"# \0\n"


def in_python_2(text: str) -> bytes:
    return b"print 'x'\n" + text.encode()


WAYS: tuple[Callable[[str], bytes], ...] = (
    *(as_utf8, with_mark, in_latin_1, in_cp1252, in_utf_7, in_utf_7_all_the_way, in_an_unknown_encoding),
    *(in_the_wrong_encoding, with_carriage_returns, with_old_line_ends, with_form_feeds, with_nulls, in_python_2),
    *(in_escapes, in_raw_escapes, in_gbk, in_shifts),
)


def in_a_notebook(text: str, *, is_ascii: bool) -> bytes:
    """Each cell has one source; JSON may escape what it likes."""
    cells = [
        {"cell_type": "code", "metadata": {}, "source": part.splitlines(keepends=True)} for part in text.split("\n\n")
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, ensure_ascii=is_ascii).encode()


@pytest.fixture(autouse=True, scope="module")
def _few_are_many() -> Iterator[None]:
    """What is found out of the packages of modules whose names are in many files is so for a few as well."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ssot_lint.bans.mentions.MANY", -1)
        yield


def found(root: object, *, prefilter: bool, jobs: int = 1) -> tuple[str, ...]:
    return lines(open_session(str(root), prefilter=prefilter, jobs=jobs).check())


_text = st.lists(st.sampled_from(HIDDEN), min_size=1, max_size=4).map(lambda parts: "\n\n".join(parts) + "\n")
_stored = st.builds(lambda way, text: way(text), st.sampled_from(WAYS), _text)
_notebook = st.builds(lambda text, is_ascii: in_a_notebook(text, is_ascii=is_ascii), _text, st.booleans())


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    texts=st.dictionaries(
        st.sampled_from(["pkg/a.py", "pkg/sub/b.py", "pkg/sub/c.pyi", "top.py", "pkg/old.py"]), _stored, min_size=1
    ),
    notebook=_notebook,
)
def test_however_a_file_is_stored(
    texts: dict[str, bytes], notebook: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("repo")
    write(root, {**FILES, **texts, "docs/n.ipynb": notebook}, POLICY)
    assert found(root, prefilter=True) == found(root, prefilter=False)


@pytest.mark.parametrize("way", [pytest.param(way, id=way.__name__) for way in WAYS])
def test_each_form_in_each_way(way: Callable[[str], bytes], tmp_path: Path) -> None:
    """One file a form, so that no other form in it brings it past the prefilter."""
    forms = {f"pkg/sub/f{row:02}.py": way(f"{text}\n") for row, text in enumerate(HIDDEN)}
    write(tmp_path, {**FILES, **forms}, POLICY)
    told = found(tmp_path, prefilter=False)
    assert found(tmp_path, prefilter=True) == told
    assert len({line.partition(":")[0] for line in told}) > len(HIDDEN) // 3


@pytest.mark.parametrize("is_ascii", [pytest.param(True, id="escaped"), pytest.param(False, id="as-is")])
def test_each_form_in_a_notebook(is_ascii: bool, tmp_path: Path) -> None:
    forms = {f"n{row:02}.ipynb": in_a_notebook(f"{text}\n", is_ascii=is_ascii) for row, text in enumerate(HIDDEN)}
    write(tmp_path, {**FILES, **forms}, POLICY)
    told = found(tmp_path, prefilter=False)
    assert found(tmp_path, prefilter=True) == told
    assert len({line.partition(":")[0] for line in told}) > len(HIDDEN) // 3


def test_all_examples_in_one_repository(tmp_path: Path) -> None:
    """Each in a folder of its own: what one rule looks for must not hide what another does."""
    for rule in RULES.values():
        for number, example in enumerate(rule.examples):
            write(tmp_path / f"{rule.code.lower()}_{number}", example.files)
    write(tmp_path, {}, POLICY)
    told = found(tmp_path, prefilter=False)
    assert found(tmp_path, prefilter=True) == told
    assert {line.split()[1] for line in told} >= {"SSOT003", "SSOT005", "SSOT007", "SSOT008", "SSOT101", "SSOT104"}


# -- modules that hand on a deleted one by its own name: who uses it from there need not name its package

GONE = '[decisions.x]\nkeep = ["app.new:New"]\ndelete = ["app.pk.gone"]\n'
PACKAGES = {
    "app/__init__.py": "",
    "app/pk/__init__.py": "",
    "app/pk/gone.py": "class A: ...\n",
    "app/sub/__init__.py": "",
}
FACADE = {"app/facade.py": "from app.pk import gone\n"}


@pytest.mark.parametrize(("files", "users"), [
    pytest.param({**FACADE, "user.py": "from app.facade import gone\n"}, 1, id="from"),
    pytest.param({**FACADE, "user.py": "import app.facade\napp.facade.gone.A()\n"}, 1, id="attribute"),
    pytest.param({**FACADE, "user.py": "from app.facade import gone as g\ng.A()\n"}, 1, id="renamed"),
    pytest.param({**FACADE, "app/b.py": "from .facade import gone\n", "user.py": "from app.b import gone\n"}, 2, id="twice"),
    pytest.param({"app/facade.py": "from .pk import gone\n", "user.py": "from app.facade import gone\n"}, 1, id="relative"),
    pytest.param({"app/pk/x.py": "from . import gone\n", "app/b.py": "from app.pk import x as y\n",
                  "user.py": "from app.b import y\ny.gone.A()\n"}, 1, id="within-the-package"),
    pytest.param({**FACADE, "app/b.py": "import app.facade as f\n", "user.py": "from app.b import f\nf.gone.A()\n"}, 1,
                 id="facade-renamed"),
    pytest.param({**FACADE, "app/b.py": "from app.facade import *\n", "user.py": "from app.b import gone\n"}, 1, id="star"),
    pytest.param({"app/pk/__init__.py": "from . import gone\n", "app/b.py": "from app.pk import *\n",
                  "user.py": "from app.b import gone\n"}, 1, id="star-of-the-package"),
    pytest.param({**FACADE, "app/b.py": "from app.facade import gone as g\n", "user.py": "from app.b import g\n"}, 2,
                 id="renamed-on-the-way"),
    pytest.param({**FACADE, "app/b.py": "import app.facade as f\nh = f.gone\n", "user.py": "from app.b import h\n"}, 2,
                 id="assigned-on-the-way"),
    pytest.param({"app/sub/__init__.py": "from app.pk import gone\n", "app/sub/x.py": "from . import gone\n"}, 1,
                 id="beside-a-package"),
    pytest.param({"app/b.py": "from app import pk as p\n", "user.py": "from app.b import p\np.gone.A()\n"}, 1,
                 id="package-renamed"),
    pytest.param({**FACADE, "user.py": "from unittest.mock import patch\npatch('app.facade.gone.A')\n"}, 1, id="quoted"),
    pytest.param({**FACADE, "user.py": "import app.facade\ngetattr(app.facade, 'gone')\n"}, 1, id="getattr"),
    pytest.param({**FACADE, "user.py": "from elsewhere import gone\nself.gone = gone\n"}, 0, id="another-of-that-name"),
])  # fmt: skip
def test_a_deleted_module_that_is_handed_on_by_its_name(files: dict[str, str], users: int, tmp_path: Path) -> None:
    write(tmp_path, {**PACKAGES, **files}, GONE)
    told = found(tmp_path, prefilter=False)
    assert found(tmp_path, prefilter=True) == told
    assert sum("through" in line for line in told) == users


@pytest.mark.parametrize(("files", "users"), [
    pytest.param({"app/b.py": "from app.pk.gone import *\n", "user.py": "from app.b import A\n"}, 1, id="module"),
    pytest.param({"app/b.py": "from app.pk.gone import *\n", "app/pk/gone.py": None, "user.py": "from app.b import Z\n"}, 1,
                 id="module-that-is-gone"),
    pytest.param({"app/sub/__init__.py": "from app.pk.gone import *\n", "app/sub/x.py": "from . import A\n"}, 1,
                 id="package"),
    pytest.param({"app/b.py": "from app.pk.gone import *\n", "app/c.py": "from .b import *\n",
                  "user.py": "from app.c import A\n"}, 1, id="twice"),
    pytest.param({"app/b.py": "from app.pk.gone import *\n", "app/c.py": "from app import b as d\n",
                  "user.py": "from app.c.d import A\n"}, 1, id="renamed"),
    pytest.param({**FACADE, "app/b.py": "from app.facade.gone import *\n", "user.py": "from app.b import A\n"}, 2,
                 id="of-what-is-handed-on"),
    pytest.param({"b.py": "from app.pk.gone import *\n", "user.py": "from b import A\n"}, 1, id="top"),
])  # fmt: skip
def test_a_star_import_of_a_deleted_module(files: dict[str, str | None], users: int, tmp_path: Path) -> None:
    write(tmp_path, {path: text for path, text in {**PACKAGES, **files}.items() if text is not None}, GONE)
    told = found(tmp_path, prefilter=False)
    assert found(tmp_path, prefilter=True) == told
    assert sum("through" in line for line in told) == users


@pytest.mark.parametrize(("path", "text", "may"), [
    pytest.param("app/sub/x.py", "from .gone import B\n", False, id="beside-it"),
    pytest.param("user.py", "import app.pk\nfrom app.sub.gone import B\nB()\n", False, id="by-its-whole-name"),
    pytest.param("user.py", "import app.pk\nfrom app.sub.gone.deep import B\n", False, id="below-it"),
    pytest.param("app/sub/x.py", "x=1; from .gone import gone\n", True, id="a-name-in-it"),
    pytest.param("app/sub/x.py", "from . import gone\n", False, id="from-its-package"),
    pytest.param("app/sub/x.py", "from .gone import B\nx = 'app.pk.gone'\n", True, id="quoted-too"),
    pytest.param("app/pk/x.py", "from .gone import B\n", True, id="the-deleted-one"),
    pytest.param("user.py", "import app.pk\nfrom app.facade.gone import B\n", True, id="handed-on"),
    pytest.param("user.py", "import app.pk\nfrom ..gone import B\n", True, id="beyond-the-top"),
    pytest.param("app/sub/x.py", "from .gone import New\nfrom .gone import Banned\n", True, id="a-banned-class"),
    pytest.param("app/sub/x.py", "# caf\u00e9\nfrom .gone import B\n", False, id="other-letters"),
    pytest.param("n.ipynb", "from app.sub.gone import B\n", True, id="notebook"),
])  # fmt: skip
def test_files_that_mean_another_module_of_that_name(path: str, text: str, may: bool, tmp_path: Path) -> None:
    write(tmp_path, {**PACKAGES, **FACADE, "app/sub/gone.py": "", path: text}, f'{GONE}ban-classes = ["Banned"]\n')
    one = open_session(str(tmp_path))
    assert Bans.of(one.policy, one.index).concerns(path) is may


_SOURCES = st.sampled_from(
    ["app", "app.pk", "app.facade", "app.b", "app.sub", "app.sub.x", ".", ".pk", ".facade", ".b"]
)
_THINGS = st.sampled_from(["gone", "pk", "facade", "b", "sub", "x", "other"])
_HANDING = st.one_of(
    st.builds("from {} import {}\n".format, _SOURCES, _THINGS),
    st.builds("from {} import {} as {}\n".format, _SOURCES, _THINGS, _THINGS),
    st.builds("from {} import *\n".format, _SOURCES),
    st.builds("import {} as {}\n".format, _SOURCES.filter(lambda module: module[0] != "."), _THINGS),
    st.builds("{} = {}.{}\n".format, _THINGS, _THINGS, _THINGS),
    st.builds("{}.{}.A()\n".format, _THINGS, _THINGS),
    st.builds(
        "from {} import A\n".format, st.sampled_from(["app.pk.gone", "app.sub.gone", ".gone", "app.b.gone", "app.b"])
    ),
    st.builds("from {} import *\n".format, st.sampled_from(["app.pk.gone", "app.sub.gone", ".gone", "app.b.gone"])),
)
_HANDED = st.lists(_HANDING, max_size=4).map("".join)


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(texts=st.dictionaries(
    st.sampled_from(["app/facade.py", "app/b.py", "app/sub/__init__.py", "app/sub/x.py", "app/pk/__init__.py", "user.py"]),
    _HANDED, min_size=2,
))  # fmt: skip
def test_however_a_deleted_module_is_handed_on(texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("repo")
    write(root, {**PACKAGES, **texts}, GONE)
    assert found(root, prefilter=True) == found(root, prefilter=False)
