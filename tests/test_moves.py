"""Moving imports from a deleted module: every form, what stays as it is, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.fixes import apply, select
from ssot_lint.session import open_session
from tests.processes import git, here
from tests.repository import write

POLICY = """\
[decisions.engine]
keep = ["app.new:Engine", "app.other:stop"]
delete = ["app.old", "app.sub.older"]

[decisions.gone]
delete = ["app.gone"]
"""
OLD = "from app.base import Base\nclass Engine: ...\ndef start(): ...\ndef stop(): ...\ndef only(): ...\n"
REPO = {
    "app/__init__.py": "",
    "app/base.py": "class Base: ...\n",
    "app/new.py": "class Engine: ...\ndef start(): ...\n",
    "app/other.py": "def stop(): ...\n",
    "app/facade.py": "from app.new import Engine\n",
    "app/old.py": OLD,
    "app/sub/__init__.py": "",
    "app/sub/older.py": OLD,
    "app/gone.py": "x = 1\n",
}


def fixed(root: Path, files: dict[str, str], path: str, *, policy: str = POLICY, unsafe: bool = False) -> str:
    """A file after its fixes, round by round until there are no more."""
    write(root, {**files, "ssot.toml": policy})
    for _ in range(5):
        report = open_session(str(root)).check((path,))
        assert report.failures == ()
        fixes = [one.fix for one in report.findings if one.fix and (one.fix.safe or unsafe)]
        text = (root / path).read_bytes().decode()
        if not fixes:
            return text
        edits = [edit for fix in select(fixes)[0] for edit in fix.edits]
        (root / path).write_bytes(apply(text, edits).encode())
    raise AssertionError("no end of fixes")


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("from app.old import Engine\n", "from app.new import Engine\n", id="from"),
    pytest.param("from .old import Engine\n", "from .new import Engine\n", id="relative"),
    pytest.param("from app.old import Engine as E, start # x\nE, start\n", "from app.new import Engine as E, start # x\nE, start\n",
                 id="aliases"),
    pytest.param("from app.old import (  # a\n    start,  # b\n\n    Engine,\n)\n", "from app.new import (  # a\n    start,  # b\n\n    Engine,\n)\n",
                 id="parentheses"),
    pytest.param("from app . old import Engine\n", "from app.new import Engine\n", id="spaced"),
    pytest.param("from app.old \\\n    import Engine\n", "from app.new \\\n    import Engine\n", id="continued"),
    pytest.param("from app.old import Engine\r\nx = 1\r\n", "from app.new import Engine\r\nx = 1\r\n", id="crlf"),
    pytest.param("from app.old import Engine, stop\r\n", "from app.new import Engine\r\nfrom app.other import stop\r\n", id="two-homes-crlf"),
    pytest.param("from app.old import Engine, stop", "from app.new import Engine\nfrom app.other import stop", id="no-end-of-line"),
    pytest.param("from app.old import stop, Engine, start\n", "from app.other import stop\nfrom app.new import Engine, start\n", id="first-home-stays"),
    pytest.param("from app.old import (\n    Engine,  # one\n    start,\n    stop,  # two\n)\n",
                 "from app.new import (\n    Engine,  # one\n    start,\n)\nfrom app.other import stop  # two\n", id="comment-goes-along"),
    pytest.param("from app.old import (\n    start,\n    stop as\n    s,\n)\n", "from app.new import (\n    start,\n)\nfrom app.other import stop as s\n",
                 id="name-on-two-lines"),
    pytest.param("from app.old import (\n    stop, Engine,\n    start)\n", "from app.other import (\n    stop,\n    )\nfrom app.new import Engine, start\n",
                 id="uneven-lines"),
    pytest.param("from app.old import (Engine,\n    stop)\n", "from app.new import (Engine,\n    )\nfrom app.other import stop\n", id="last-in-bracket"),
    pytest.param("from app.old import (stop,\n    Engine, start,\n)\n", "from app.other import (stop,\n)\nfrom app.new import Engine, start\n",
                 id="whole-line"),
    pytest.param("from app.old import Engine, \\\n    stop, start\n", "from app.new import Engine, \\\n    start\nfrom app.other import stop\n",
                 id="backslash"),
    pytest.param("from app.old import Engine, \\\n    stop\n", "from app.new import Engine\nfrom app.other import stop\n", id="backslash-last"),
    pytest.param("from app.old import Engine, only\n", "from app.old import only\nfrom app.new import Engine\n", id="one-without-a-home"),
    pytest.param("from app.old import only\n", "from app.old import only\n", id="none-with-a-home"),
    pytest.param("from app.gone import x\n", "from app.gone import x\n", id="nothing-is-kept"),
    pytest.param("from app.old import Base\n", "from app.base import Base\n", id="handed-on"),
    pytest.param("from app.old import *\n", "from app.old import *\n", id="star-of-several-homes"),
    pytest.param("from app.new import Engine\nfrom app.old import Engine\n", "from app.new import Engine\n", id="there-already"),
    pytest.param("from app.new import Engine\nfrom app.old import Engine, start\n", "from app.new import Engine\nfrom app.new import start\n",
                 id="one-is-there"),
    pytest.param("from app.facade import Engine\nfrom app.old import Engine\n", "from app.facade import Engine\n", id="there-through-a-facade"),
    pytest.param("from app.other import Engine\nfrom app.old import Engine\n", "from app.other import Engine\nfrom app.new import Engine\n",
                 id="there-from-elsewhere"),
    pytest.param("from app.new import Engine as E\nfrom app.old import Engine\n", "from app.new import Engine as E\nfrom app.new import Engine\n",
                 id="there-by-another-name"),
    pytest.param("from app.old import Engine\nfrom app.sub.older import Engine\n", "from app.new import Engine\n", id="twice"),
    pytest.param("def f():\n    from app.new import Engine\n    from app.old import Engine\n", "def f():\n    from app.new import Engine\n", id="last-of-a-block"),
    pytest.param("from app.new import Engine\ndef f():\n    from app.old import Engine\n", "from app.new import Engine\ndef f():\n    from app.new import Engine\n",
                 id="only-the-block-counts"),
    pytest.param("from app.new import Engine\nif 1: from app.old import Engine; x = 1\n", "from app.new import Engine\nif 1: from app.new import Engine; x = 1\n",
                 id="one-line-block"),
    pytest.param("from app.new import Engine; from app.old import Engine; x = 1\n", "from app.new import Engine; x = 1\n", id="taken-out-of-a-line"),
    pytest.param("from app.new import Engine; from app.old import Engine\n", "from app.new import Engine; pass\n", id="end-of-a-line"),
    pytest.param("from app.new import Engine\nfrom app.old import Engine", "from app.new import Engine\npass", id="end-of-the-file"),
    pytest.param("if 1: from app.old import Engine, stop\n", "if 1: from app.new import Engine; from app.other import stop\n", id="two-homes-in-a-line"),
    pytest.param("try:\n    from app.old import Engine\nexcept ImportError:\n    Engine = None\n",
                 "try:\n    from app.new import Engine\nexcept ImportError:\n    Engine = None\n", id="try"),
    pytest.param("if TYPE_CHECKING:\n    from .old import Engine, stop\n", "if TYPE_CHECKING:\n    from .new import Engine\n    from .other import stop\n",
                 id="type-checking"),
    pytest.param("class A:\n\tfrom app.old import stop, start\n", "class A:\n\tfrom app.other import stop\n\tfrom app.new import start\n", id="tabs"),
    pytest.param('from .old import Engine\n__all__ = ["Engine"]\n', 'from .new import Engine\n__all__ = ["Engine"]\n', id="handed-on-from-here"),
])  # fmt: skip
def test_names(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, {**REPO, "app/api.py": before}, "app/api.py") == after


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("import app.old\napp.old.Engine()\n", "import app.new\napp.new.Engine()\n", id="import"),
    pytest.param("import app.old as o\no.Engine()\n", "import app.new as o\no.Engine()\n", id="import-as"),
    pytest.param("import os, app.old\nos.sep\napp.old.start\n", "import os, app.new\nos.sep\napp.new.start\n", id="among-others"),
    pytest.param("import app.old\napp.old.Engine()\napp.old.stop()\n", "import app.new\nimport app.other\napp.new.Engine()\napp.other.stop()\n",
                 id="import-of-two-homes"),
    pytest.param("import app.old as o\no.Engine()\no.stop()\n", "import app.new as o\nimport app.other\no.Engine()\napp.other.stop()\n",
                 id="import-as-of-two-homes"),
    pytest.param("import app.new\nimport app.old\napp.old.Engine()\n", "import app.new\napp.new.Engine()\n", id="imported-already"),
    pytest.param("import app.new, app.old\napp.old.Engine()\n", "import app.new\napp.new.Engine()\n", id="imported-already-beside"),
    pytest.param("import app.old\napp.old.only()\napp.old.start()\n", "import app.old\nimport app.new\napp.old.only()\napp.new.start()\n",
                 id="one-without-a-home"),
    pytest.param("from app import old\nold.Engine()\nx: 'old.Engine | None'\n", "from app import new\nnew.Engine()\nx: 'new.Engine | None'\n", id="from-package"),
    pytest.param("from . import old\nold.Engine()\n", "from . import new\nnew.Engine()\n", id="from-relative-package"),
    pytest.param("from app import old as o\no.Engine()\n", "from app import new as o\no.Engine()\n", id="from-package-as"),
    pytest.param("from app.sub import older, x\nolder.Engine, x\n", "from app.sub import x\nfrom app import new\nnew.Engine, x\n",
                 id="from-another-package-among-others"),
    pytest.param("from app import base, old\nold.Engine, base\n", "from app import base, new\nnew.Engine, base\n", id="from-package-among-others"),
    pytest.param("from app.sub import older, x\nolder.Engine, x\n", "from app.sub import x\nfrom app import new\nnew.Engine, x\n", id="from-another-package-among-others"),
    pytest.param("from app import new, old\nold.Engine, new\n", "from app import new\nnew.Engine, new\n", id="from-package-beside"),
    pytest.param("from app import old\nnew = old.Engine()\n", "from app import new as old\nnew = old.Engine()\n", id="name-is-taken"),
    pytest.param("from app import old\nold.Engine()\nold.stop()\n", "from app import new\nfrom app import other\nnew.Engine()\nother.stop()\n",
                 id="from-package-of-two-homes"),
    pytest.param("from app import old\nother = 1\nold.Engine()\nold.stop()\n", "from app import old\nother = 1\nold.Engine()\nold.stop()\n",
                 id="second-name-is-taken"),
    pytest.param("from app import old\nfrom mock import patch\npatch.object(old, 'Engine')\n",
                 "from app import new\nfrom mock import patch\npatch.object(new, 'Engine')\n", id="patch-object"),
    pytest.param("def f():\n    from app import old\n    return old.start()\n", "def f():\n    from app import new\n    return new.start()\n", id="in-a-function"),
    pytest.param("def f(old):\n    old.start()\nfrom app import old\nold.start()\n", "def f(old):\n    old.start()\nfrom app import new\nnew.start()\n",
                 id="parameters-are-others"),
    pytest.param("try:\n    from app import old\nexcept ImportError:\n    old = None\nold.start()\n",
                 "try:\n    from app import new as old\nexcept ImportError:\n    old = None\nold.start()\n", id="bound-twice"),
    pytest.param("import app\napp.old.start()\n", "import app\napp.new.start()\n", id="attribute-of-the-package"),
    pytest.param("import app as a\na.old.start()\n", "import app as a\na.new.start()\n", id="attribute-of-an-alias"),
    pytest.param("import app\n(app.\n old).start()\n", "import app\n(app.\n old).start()\n", id="attribute-on-two-lines"),
    pytest.param("import app\napp.old.only()\n", "import app\napp.old.only()\n", id="attribute-without-a-home"),
    pytest.param("try:\n    from app import old\nexcept ImportError:\n    old = None\nold.only(), old.start()\n",
                 "try:\n    from app import old\nexcept ImportError:\n    old = None\nold.only(), old.start()\n", id="bound-twice-and-one-without-a-home"),
    pytest.param("from app import old\nx: 'old.' 'Engine'\n", "from app import old\nx: 'old.' 'Engine'\n", id="annotation-in-parts"),
    pytest.param("from app import new\nfrom app import old\nold.Engine, old.stop, new\n", "from app import new\nfrom app import other\nnew.Engine, other.stop, new\n",
                 id="first-home-imported-already"),
    pytest.param("from app import new\nfrom app import old\nold.Engine, new\n", "from app import new\nnew.Engine, new\n", id="home-imported-already"),
    pytest.param("from app import (  # a\n    old,  # b\n)\nold.Engine\n", "from app import (  # a\n    new,  # b\n)\nnew.Engine\n", id="comments"),
    pytest.param("from app import old as old\nold.Engine\n", "from app import new as old\nold.Engine\n", id="by-its-own-name"),
    pytest.param("f().app.old.start()\nimport app\napp.old.start()\n", "f().app.old.start()\nimport app\napp.new.start()\n", id="attribute-of-a-call"),
    pytest.param("import app.old\n(app.\n old).start()\n", "import app.old\n(app.\n old).start()\n", id="chain-on-two-lines"),
])  # fmt: skip
def test_modules(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, {**REPO, "app/api.py": before}, "app/api.py") == after


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("patch('app.old.Engine.run')\n", "patch('app.new.Engine.run')\n", id="patch"),
    pytest.param("patch(u\"app.old.stop\")\n", "patch(u\"app.other.stop\")\n", id="prefix"),
    pytest.param("patch('''app.old.stop''')\n", "patch('''app.other.stop''')\n", id="triple"),
    pytest.param("patch('app.old.only')\n", "patch('app.old.only')\n", id="no-home"),
    pytest.param("patch('app.' 'old.Engine')\n", "patch('app.' 'old.Engine')\n", id="joined"),
    pytest.param("patch('app.\\x6fld.Engine')\n", "patch('app.\\x6fld.Engine')\n", id="escaped"),
    pytest.param("patch('app.old.__name__')\n", "patch('app.old.__name__')\n", id="the-module-of-several-homes"),
    pytest.param("import importlib\nimportlib.import_module('app.old').Engine\n", "import importlib\nimportlib.import_module('app.new').Engine\n",
                 id="import-module-and-a-name"),
    pytest.param("import importlib\nimportlib.import_module('app.old').only\n", "import importlib\nimportlib.import_module('app.old').only\n",
                 id="import-module-and-a-name-without-a-home"),
    pytest.param("import importlib\nimportlib.import_module('.old', 'app').Engine\n", "import importlib\nimportlib.import_module('.new', 'app').Engine\n",
                 id="relative"),
    pytest.param("import importlib\nimportlib.import_module('..old', 'app.sub').Engine\n",
                 "import importlib\nimportlib.import_module('..new', 'app.sub').Engine\n", id="relative-to-the-parent"),
    pytest.param("patch('app.old').start()\n", "patch('app.old').start()\n", id="method-of-the-patch"),
    pytest.param("import app\nx: 'app.old.Engine'\n", "import app\nx: 'app.new.Engine'\n", id="annotation"),
])  # fmt: skip
def test_texts(before: str, after: str, tmp_path: Path) -> None:
    head = "from unittest.mock import patch\n"
    files = {**REPO, "app/api.py": head + before}
    del files["app/old.py"]
    assert fixed(tmp_path, files, "app/api.py") == head + after


def test_what_is_patched_while_the_deleted_module_is_there(tmp_path: Path) -> None:
    """Somebody may use it still, whose test this is."""
    text = "from unittest.mock import patch\npatch('app.old.Engine')\n"
    files = {**REPO, "app/api.py": text}
    assert fixed(tmp_path, files, "app/api.py") == text
    assert fixed(tmp_path, files, "app/api.py", unsafe=True) == text.replace("old", "new")


ONE_HOME = '[decisions.engine]\nkeep = ["lib.new:Engine"]\ndelete = ["app.old"]\n'
ELSEWHERE = {"app/__init__.py": "", "lib/__init__.py": "", "lib/new.py": "class Engine: ...\ndef start(): ...\n"}


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("from .old import Engine\n", "from lib.new import Engine\n", id="no-relative-way"),
    pytest.param("import app.old, app.x\napp.old.Engine, app.x\n", "import lib.new, app.x\nlib.new.Engine, app.x\n", id="another-top-bound-by-others"),
    pytest.param("import app.old\napp.old.Engine, app.y\n", "import app, lib.new\nlib.new.Engine, app.y\n", id="another-top-still-used"),
    pytest.param("lib = 1\nimport app.old\napp.old.Engine\n", "lib = 1\nimport app.old\napp.old.Engine\n", id="another-top-taken"),
    pytest.param("import app\napp.old.Engine\n", "import app\napp.old.Engine\n", id="not-below-the-package"),
    pytest.param("import lib.new\nimport app.old\nlib.new, app.old.Engine, app.y\n", "import lib.new\nimport app\nlib.new, lib.new.Engine, app.y\n",
                 id="another-top-imported-already"),
    pytest.param("from app import old\nold.Engine\n", "from lib import new\nnew.Engine\n", id="from-another-package"),
    pytest.param("from . import old\nold.Engine\n", "from lib import new\nnew.Engine\n", id="from-another-package-relative"),
    pytest.param("x: 'app.old.Engine'\nimport app\n", "x: 'app.old.Engine'\nimport app\n", id="annotation-of-another-top"),
])  # fmt: skip
def test_another_package(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, {**ELSEWHERE, "app/api.py": before}, "app/api.py", policy=ONE_HOME) == after


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("from app import old\nprint(old)\n", "from lib import new\nprint(new)\n", id="the-module-itself"),
    pytest.param("import app.old\n", "import lib.new\n", id="for-its-effects"),
    pytest.param("from app import old\nold.__file__\n", "from lib import new\nnew.__file__\n", id="what-every-module-has"),
    pytest.param("import importlib\nimportlib.import_module('app.old')\n", "import importlib\nimportlib.import_module('lib.new')\n", id="import-module"),
])  # fmt: skip
def test_what_may_act_in_another_way(before: str, after: str, tmp_path: Path) -> None:
    files = {**ELSEWHERE, "app/api.py": before}
    assert fixed(tmp_path, files, "app/api.py", policy=ONE_HOME) == before
    assert fixed(tmp_path, files, "app/api.py", policy=ONE_HOME, unsafe=True) == after


@pytest.mark.parametrize(("old", "after"), [
    pytest.param("class Engine: ...\ndef start(): ...\n", "from lib.new import *\n", id="all-there"),
    pytest.param("class Engine: ...\ndef more(): ...\n", "from app.old import *\n", id="more-than-there"),
    pytest.param('__all__ = ["Engine"]\nclass Engine: ...\ndef more(): ...\n', "from lib.new import *\n", id="listed"),
    pytest.param("from x import *\n", "from app.old import *\n", id="nobody-knows"),
])  # fmt: skip
def test_star(old: str, after: str, tmp_path: Path) -> None:
    files = {**ELSEWHERE, "app/old.py": old, "app/api.py": "from app.old import *\n"}
    assert fixed(tmp_path, files, "app/api.py", policy=ONE_HOME) == "from app.old import *\n"
    (finding,) = (one for one in open_session(str(tmp_path)).check(("app/api.py",)).findings if one.code == "SSOT002")
    assert ("merge first: more" in finding.message) is ("more" in old and "__all__" not in old)
    assert fixed(tmp_path, files, "app/api.py", policy=ONE_HOME, unsafe=True) == after


@pytest.mark.parametrize(("path", "text", "stays"), [
    pytest.param("app/user.py", "from app.api import old\n", True, id="imported"),
    pytest.param("app/user.py", "from .api import *\n", True, id="star"),
    pytest.param("app/user.py", "import app.api\napp.api.old.start()\n", True, id="attribute"),
    pytest.param("app/user.py", "from app.other import old\n", False, id="of-another"),
    pytest.param("app/user.py", "old = 1\n", False, id="another"),
    pytest.param("app/user.py", "import app.api\n", False, id="without-the-name"),
])  # fmt: skip
def test_a_name_that_others_take_from_here_stays(path: str, text: str, stays: bool, tmp_path: Path) -> None:
    files = {**REPO, path: text, "app/api.py": "from app import old\nold.start()\n"}
    after = "from app import new as old\nold.start()\n" if stays else "from app import new\nnew.start()\n"
    assert fixed(tmp_path, files, "app/api.py") == after


def test_a_package_hands_on_what_it_imports(tmp_path: Path) -> None:
    files = {**REPO, "app/api/__init__.py": "from .. import old\nold.start()\n"}
    assert fixed(tmp_path, files, "app/api/__init__.py") == "from .. import new as old\nold.start()\n"


def test_the_spelling_of_the_file_is_kept(tmp_path: Path) -> None:
    files = {f"src/{path}": text for path, text in REPO.items()}
    files |= {"pyproject.toml": "", "tests/test_a.py": "from src.app.old import Engine\nfrom app.old import start\n"}
    after = "from src.app.new import Engine\nfrom app.new import start\n"
    assert fixed(tmp_path, files, "tests/test_a.py") == after


def test_a_file_that_can_not_be_read_is_left_alone(tmp_path: Path) -> None:
    text = "from app.old import Engine\nprint 'x'\n"
    assert fixed(tmp_path, {**REPO, "app/api.py": text}, "app/api.py") == text


def test_a_home_does_not_import_from_itself(tmp_path: Path) -> None:
    text = "from app.old import Engine as Older, stop\nclass Engine(Older): ...\n"
    after = "from app.old import Engine as Older\nfrom app.other import stop\nclass Engine(Older): ...\n"
    assert fixed(tmp_path, {**REPO, "app/new.py": text}, "app/new.py") == after


@pytest.mark.parametrize(("new", "title"), [
    pytest.param("class Engine: ...\n", "use Engine from app.new", id="safe"),
    pytest.param("class Engine:\n    def __init__(self, user): ...\n", "use Engine from app.new, though ", id="constructor"),
])  # fmt: skip
def test_the_title_says_why_it_is_not_safe(new: str, title: str, tmp_path: Path) -> None:
    write(tmp_path, {**REPO, "app/new.py": new, "app/api.py": "from app.old import Engine\n", "ssot.toml": POLICY})
    (finding,) = open_session(str(tmp_path)).check(("app/api.py",)).findings
    assert finding.fix is not None
    assert finding.fix.title.startswith(title)
    assert finding.fix.safe is (title == finding.fix.title)


def test_the_title_names_the_module_when_nothing_of_it_is_used(tmp_path: Path) -> None:
    policy = '[decisions.engine]\nkeep = ["app.new:Engine"]\ndelete = ["app.old"]\n'
    write(tmp_path, {**REPO, "app/api.py": "import app.old as e\n", "ssot.toml": policy})
    (finding,) = open_session(str(tmp_path)).check(("app/api.py",)).findings
    assert finding.fix is not None
    assert finding.fix.title == "use app.new, though nothing of it is used here"


def test_what_the_last_commit_had_counts(tmp_path: Path) -> None:
    """A deleted file tells what its names were."""
    write(tmp_path, {**REPO, "app/api.py": "from app.old import Engine, only, Base\n", "ssot.toml": POLICY})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "x")
    (tmp_path / "app/old.py").unlink()
    report = open_session(str(tmp_path)).check(("app/api.py",))
    assert [one.message for one in report.findings if one.code == "SSOT002"] == [
        "module app.old is deleted: use Engine from app.new or stop from app.other (engine); "
        "merge first: only (app/old.py:5 in HEAD)"
    ]
    after = "from app.old import only\nfrom app.new import Engine\nfrom app.base import Base\n"
    assert fixed(tmp_path, {}, "app/api.py") == after


def test_names_to_merge_are_named_with_their_places(tmp_path: Path) -> None:
    write(tmp_path, {**REPO, "app/api.py": "from app.old import only\n", "ssot.toml": POLICY})
    (finding,) = open_session(str(tmp_path)).check(("app/api.py",)).findings
    assert finding.message.endswith("; merge first: only (app/old.py:5)")
    assert [(one.path, one.line, one.message) for one in finding.related] == [
        ("app/old.py", 5, "only is defined here, and no home has it")
    ]


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("from app import old\nold.Engine\n", "import new\nnew.Engine\n", id="from-package"),
    pytest.param("from app import old as o\no.Engine\n", "import new as o\no.Engine\n", id="from-package-as"),
    pytest.param("from app.old import Engine\n", "from new import Engine\n", id="names"),
    pytest.param("import app.old as o\no.Engine\n", "import new as o\no.Engine\n", id="import-as"),
])  # fmt: skip
def test_a_home_without_a_package(before: str, after: str, tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "new.py": "class Engine: ...\n", "app/api.py": before}
    policy = '[decisions.engine]\nkeep = ["new:Engine"]\ndelete = ["app.old"]\n'
    assert fixed(tmp_path, files, "app/api.py", policy=policy) == after


@pytest.mark.parametrize(("before", "after"), [
    pytest.param("from app.old.core import Engine\n", "from app.new import Engine\n", id="names-of-a-submodule"),
    pytest.param("from mock import patch\npatch('app.old.core.Engine')\n", "from mock import patch\npatch('app.new.Engine')\n", id="text"),
    pytest.param("import importlib\nimportlib.import_module('app.old.core')\n", "import importlib\nimportlib.import_module('app.new')\n", id="module"),
    pytest.param("import app\napp.old.core.Engine\n", "import app\napp.old.core.Engine\n", id="attribute"),
])  # fmt: skip
def test_a_deleted_package(before: str, after: str, tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/new.py": "class Engine: ...\n",
        "app/old/__init__.py": "",
        "app/old/core.py": "class Engine: ...\n",
        "app/api.py": before,
    }
    policy = '[decisions.engine]\nkeep = ["app.new:Engine"]\ndelete = ["app.old"]\n'
    assert fixed(tmp_path, files, "app/api.py", policy=policy, unsafe=True) == after


@pytest.mark.parametrize(("old", "is_moved"), [
    pytest.param("class Engine: ...\n", True, id="never-there"),
    pytest.param("class Engine: ...\nspare = 1\n", False, id="there"),
    pytest.param("def __getattr__(name): ...\n", False, id="nobody-knows"),
    pytest.param("from x import *\n", False, id="through-a-star"),
])  # fmt: skip
def test_a_name_that_is_set_from_outside(old: str, is_moved: bool, tmp_path: Path) -> None:
    text = "from app import old\nold.spare = old.Engine\n"
    files = {**ELSEWHERE, "app/old.py": old, "app/api.py": text}
    kept = "from app import old\nfrom lib import new\nold.spare = new.Engine\n"
    moved = "from lib import new\nnew.spare = new.Engine\n"
    if is_moved:
        assert fixed(tmp_path, files, "app/api.py", policy=ONE_HOME) == text
    assert fixed(tmp_path, files, "app/api.py", policy=ONE_HOME, unsafe=True) == (moved if is_moved else kept)


@pytest.mark.parametrize(("before", "after", "code"), [
    pytest.param("from app.old import Engine, only\n", "from app.old import only\nfrom app.new import Engine\n", 1, id="in-part"),
    pytest.param("from app.old import Engine  # noqa\n", "from app.new import Engine  # noqa\n", 0, id="silenced-for-another-linter"),
    pytest.param("from app.old import Engine  # noqa: SSOT002\n", "from app.old import Engine  # noqa: SSOT002\n", 0, id="silenced"),
    pytest.param("from app.old import Engine, stop\nfrom app.sub.older import start, Engine\n",
                 "from app.new import Engine\nfrom app.other import stop\nfrom app.new import start\n", 0, id="several-at-once"),
])  # fmt: skip
def test_through_the_command(before: str, after: str, code: int, tmp_path: Path) -> None:
    write(tmp_path, {**REPO, "app/api.py": before, "ssot.toml": POLICY})
    command = ("fix", "--allow-dirty", "--decision", "engine", "app/api.py")
    done = here(*command, cwd=tmp_path)
    assert (done.code, (tmp_path / "app/api.py").read_text()) == (code, after), done
    again = here(*command, cwd=tmp_path)
    assert (again.code, again.out, (tmp_path / "app/api.py").read_text()) == (code, done.out, after)


@pytest.mark.parametrize(("text", "said"), [
    pytest.param("from app.old import only\n", "app/api.py:1: not fixed: no home has only\n", id="names"),
    pytest.param("from app.old import *\nimport app.old\n",
                 "app/api.py:1 and 1 more: not fixed: the module itself is used, and it has no home or several\n", id="whole-module"),
    pytest.param("from app import old\nold.only\n", "app/api.py:1: not fixed: no home has only\n", id="module"),
    pytest.param("import app.old\n(app.\n old).start()\n",
                 "app/api.py:1: not fixed: it is used over several lines, or in a string that is not written plainly\n", id="lines"),
    pytest.param("from app import old\nother = 1\nold.stop, old.Engine\n", "", id="first-home-by-the-old-name"),
    pytest.param("from app import old\nnew = other = 1\nold.stop, old.Engine\n",
                 "app/api.py:1: not fixed: the name that it would have here means something else\n", id="taken"),
    pytest.param("try:\n    from app import old\nexcept ImportError:\n    old = None\nold.only, old.start\n",
                 "app/api.py:2: not fixed: old has two meanings here, and only part of it has a home\n", id="bound-twice"),
    pytest.param("from mock import patch\npatch('app.' 'old.Engine')\n", "app/api.py:2: not fixed: the string is not written plainly\n", id="string"),
    pytest.param("from importlib import import_module\nimport_module(__package__ + '.old')\n",
                 "app/api.py:2: not fixed: the string is not written plainly\n", id="string-behind-the-package"),
    pytest.param("from mock import patch\npatch('app.old.only')\n", "app/api.py:2: not fixed: no home has only\n", id="text"),
    pytest.param("import app\napp.old.only\n", "app/api.py:2: not fixed: no home has only\n", id="attribute"),
    pytest.param("import app\n(app.\n old).only\n", "app/api.py:3: not fixed: it is not written as one name\n", id="attribute-on-lines"),
    pytest.param("from app.facade import Engine\n", "app/api.py:1: not fixed: what app.facade hands on has to be mended there\n", id="facade"),
    pytest.param("from app.old import Engine\nprint 'x'\n", "app/api.py:1: not fixed: the file can't be read in full\n", id="unreadable"),
])  # fmt: skip
def test_why_not(text: str, said: str, tmp_path: Path) -> None:
    files = {**REPO, "app/facade.py": "from app.old import Engine  # noqa: SSOT002\n", "app/api.py": text}
    write(tmp_path, {**files, "ssot.toml": POLICY})
    done = here("fix", "--allow-dirty", "app/api.py", cwd=tmp_path)
    assert "".join(line for line in done.err.splitlines(keepends=True) if "not fixed: " in line) == said


@pytest.mark.parametrize(("text", "said"), [
    pytest.param("import app\napp.old.Engine\n", "app/api.py:2: not fixed: lib.new has to be imported first\n", id="attribute"),
    pytest.param("import app\nx: 'app.old.Engine'\n", "app/api.py:2: not fixed: lib.new has to be imported first\n", id="annotation"),
    pytest.param("from app.old import *\n", "app/api.py:1: not fixed: no home has more\n", id="star"),
    pytest.param("from app.sub.older import *\n", "app/api.py:1: not fixed: nobody knows all that the star brings\n", id="star-of-stars"),
])  # fmt: skip
def test_why_not_to_another_package(text: str, said: str, tmp_path: Path) -> None:
    policy = ONE_HOME.replace('["app.old"]', '["app.old", "app.sub.older"]')
    old = {
        "app/old.py": "class Engine: ...\nmore = 1\n",
        "app/sub/__init__.py": "",
        "app/sub/older.py": "from x import *\n",
    }
    write(tmp_path, {**ELSEWHERE, **old, "app/api.py": text, "ssot.toml": policy})
    done = here("fix", "--allow-dirty", "app/api.py", cwd=tmp_path)
    assert "".join(line for line in done.err.splitlines(keepends=True) if "not fixed: " in line) == said


def test_a_home_that_imports_from_what_it_replaces(tmp_path: Path) -> None:
    write(
        tmp_path,
        {**REPO, "app/new.py": "from app.old import Engine as Old\nclass Engine(Old): ...\n", "ssot.toml": POLICY},
    )
    done = here("fix", "--allow-dirty", "app/new.py", cwd=tmp_path)
    assert "app/new.py:1: not fixed: this is the home itself\n" in done.err
