"""Which texts may have a string that names what is gone: all that do, and few others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.session import open_session
from ssot_lint.stale.in_code import InCode
from tests.repository import lines, write

IN_CODE = InCode(
    ["app.util.old", "lib.util.old", "app.engine_x", "single"],
    ["old", "engine_x", "single", "Legacy"],
    ["Torn"],
    ["engine_x", "Legacy"],
)


@pytest.mark.parametrize("text", [
    pytest.param("x = 'app.util.old'", id="module"),
    pytest.param("x = 'util/old'", id="path"),
    pytest.param(r"x = 'util\\old'", id="path-of-windows"),
    pytest.param("x = '../old'", id="path-from-here"),
    pytest.param("x = 'old.py'", id="file"),
    pytest.param("x = 'old/__init__.py'", id="package"),
    pytest.param("x = ('app.util' '.old')", id="two-literals"),
    pytest.param("x = ('app.util.'\n     # of\n     r'old')", id="two-literals-on-two-lines"),
    pytest.param("x = 'from app.util import new, old'", id="imported"),
    pytest.param("x = '''from app.util import (\n  importer,\n  old)'''", id="imported-in-brackets"),
    pytest.param("x = 'from app.util ' 'import old'", id="imported-in-two-literals"),
    pytest.param(r"x = 'app.util\x2eold'", id="escaped"),
    pytest.param("x = 'engine_x'", id="a-plain-word"),
    pytest.param("x = ['-m', 'single']", id="no-package"),
    pytest.param("x = 'TornFactory'", id="fragment"),
])  # fmt: skip
def test_may_name(text: str) -> None:
    assert IN_CODE.may_name(text)


@pytest.mark.parametrize("text", [
    pytest.param("x.old = util", id="attribute"),
    pytest.param("x = {'old': 1}", id="key"),
    pytest.param("x = 'the old way'", id="prose"),
    pytest.param("x = 'util.older'", id="longer"),
    pytest.param("x = 'app.bold'", id="another"),
    pytest.param("from app.util import new\nold = new", id="another-import"),
    pytest.param("from app.util import (\n  new,\n)\nold = new", id="another-import-in-brackets"),
    pytest.param("from app.other import old", id="another-package"),
    pytest.param("import_old = important = 1\nold = 2", id="no-import"),
    pytest.param("x = '\\\\n'", id="without-the-name"),
])  # fmt: skip
def test_may_not_name(text: str) -> None:
    assert not IN_CODE.may_name(text)


POLICY = '[decisions.x]\nkeep = ["app.new:get"]\ndelete = ["app.util.old", "app/gone.py"]\nban-classes = ["Legacy"]\n'
PIECES = ["app", "util", "old", "gone", ".", "/", "\\\\", ":", "'", '"', " ", "\n", "from ", " import ", "(", ")", ",", "x = ",
          "# ", ".py", "f'{x}", "r", "-m", "\\x2e", "Legacy", "app.util.old", "app/util/old.py", "import_"]  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_no_mention_is_lost(pieces: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.getbasetemp() / "in_code"
    text = "".join(pieces)
    write(root, {"app/__init__.py": "", "app/new.py": "def get(): ...\n", "app/util/__init__.py": ""}, POLICY)
    write(root, {"app/use.py": f'x = """{text}"""\nx = [{text}]\n', "app/util/use.py": f"{text}\nx = ({text})\n"})
    found = [
        lines(open_session(str(root), prefilter=prefilter).check(select=["SSOT007"])) for prefilter in (False, True)
    ]
    assert found[0] == found[1]
