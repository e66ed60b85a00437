"""Whether a text may refer to something by a last name, as its bytes tell it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.bans.referring import Sense, may_refer
from ssot_lint.session import open_session
from tests.repository import lines, write

#: In `app.sub`, where nobody knows what lies above `app`; `app.old` is looked for, and `app.facade` hands it on.
SENSE = Sense(
    lambda level, module: {0: module, 1: f"app.sub.{module}".rstrip("."), 2: f"app.{module}".rstrip(".")}.get(
        level, ""
    ),
    lambda dotted: not f"{dotted}.".startswith(("app.old.", "app.facade.old.")),
)


@pytest.mark.parametrize(("text", "may"), [
    pytest.param("", False, id="nothing"),
    pytest.param("older = 1\nold_one.older()\n", False, id="longer-names"),
    pytest.param("def f(old):\n    return old + old.x\n", False, id="a-name-of-its-own"),
    pytest.param("# app.old\nx = 1  # from app import old\n", False, id="comments"),
    pytest.param('"""See `app.old` and\n    from app import old\n"""\n', False, id="docstring"),
    pytest.param('"""See `app.old` and\nfrom app import old\n"""\n', True, id="perhaps-torn"),
    pytest.param('def f():\n    """Torn.\n\ndef g():\n    """\n    See.\n    """\n    app.old.f()\n\ndef h():\n    """Torn.\n',
                 True, id="torn"),
    pytest.param('class A:\n    r"""See `app.old`."""  # why\n\n    def f(self):\n        \'\'\'"app.old"\'\'\'\n', False,
                 id="docstrings-below"),
    pytest.param('x = (1, [2, {3: "("}])\n"""app.old"""\n', False, id="behind-closed-brackets"),
    pytest.param('f(\n"""app.old"""\n)\n', True, id="an-argument"),
    pytest.param('f(")",\n"""app.old"""\n)\n', True, id="a-bracket-in-a-string"),
    pytest.param('x = \\\n"""app.old"""\n', True, id="goes-on-from-a-line"),
    pytest.param('"""app.old""" and f()\n', True, id="goes-on-in-its-line"),
    pytest.param('f"""app.old"""\n', True, id="another-literal"),
    pytest.param('x = "#"; y = "app.old"\n', True, id="no-comment"),
    pytest.param('x = f"{y["#"]}"; z = app.old\n', True, id="quotes-in-braces"),
    pytest.param('x = f"{{"; z = 1  # app.old\n', False, id="braces-that-are-none"),
    pytest.param("x = 'unclosed  # app.old\n", True, id="unclosed"),
    pytest.param("from app import old\n", True, id="imported"),
    pytest.param("from app import (  # why\n    new,\n    old,  # too\n)\n", True, id="in-brackets"),
    pytest.param("from app import new, \\\n    old\n", True, id="continued"),
    pytest.param("def f():\n    from app import old as o\n", True, id="indented"),
    pytest.param("import os; import app.old\n", True, id="second-in-its-line"),
    pytest.param("import os, old\n", True, id="top-level-module-among-others"),
    pytest.param("import old\n", False, id="another-top-level-module"),
    pytest.param("import app.old as o\n", True, id="module"),
    pytest.param("import lib.old as o\no.f()\n", False, id="another-module"),
    pytest.param("from lib import old\nold.f()\n", False, id="another-thing"),
    pytest.param("from lib import old  # why\nold.f()\n", False, id="another-thing-with-a-comment"),
    pytest.param("from lib import (  # why\n    old,\n)\nold.f()\n", False, id="another-thing-in-brackets"),
    pytest.param("from lib.old import x\nfrom lib.old.deep import y\n", False, id="from-another-thing"),
    pytest.param("from app.old.deep import y\n", True, id="from-below-it"),
    pytest.param("from .. import old\n", True, id="relative"),
    pytest.param("from . import old\n", False, id="relative-to-another"),
    pytest.param("from ... import old\n", True, id="nobody-knows"),
    pytest.param("from app.facade import old\n", True, id="handed-on"),
    pytest.param("from lib import *\nold.f()\n", True, id="star"),
    pytest.param("from lib import *\n", False, id="star-without-the-name"),
    pytest.param("import app\napp.old.f()\n", True, id="attribute"),
    pytest.param("import lib\n@lib.old\ndef f(): ...\n", False, id="attribute-of-another"),
    pytest.param("import lib.deep\nlib.old()\n", False, id="attribute-of-the-top"),
    pytest.param("import lib.deep as d\nd.old()\n", False, id="attribute-of-an-alias"),
    pytest.param("if x:\n    from app import new as d\nelse:\n    from lib import d\nd.old()\n", False, id="two-imports"),
    pytest.param("if x:\n    from app import facade as d\nelse:\n    from lib import d\nd.old()\n", True, id="one-of-two"),
    pytest.param("from ... import d\nd.old()\n", True, id="attribute-of-what-nobody-knows"),
    pytest.param("import lib, app\nlib.old()\n", True, id="imports-that-are-not-plain"),
    pytest.param("import lib\nlib = app\nlib.old()\n", True, id="bound-anew"),
    pytest.param("import lib\ndef f(lib):\n    lib.old()\n", True, id="a-parameter"),
    pytest.param("import lib\nlib.x = 1\nlib.old()\n", False, id="an-attribute-is-bound"),
    pytest.param("import lib\nx.lib.old()\n", True, id="an-attribute-of-that-name"),
    pytest.param("import lib\nx. \\\n  lib.old()\n", True, id="an-attribute-on-the-next-line"),
    pytest.param("import lib\nf(x)  # x\n(lib\n  .old)\n", True, id="on-two-lines"),
    pytest.param("import lib\nlib.  \\\nold()\n", True, id="behind-a-gap"),
    pytest.param("import lib\nf().old()\nx[1].old\n", True, id="of-a-value"),
    pytest.param("import bar\nfo\u00f6bar.old()\n", True, id="other-letters-before-the-root"),
    pytest.param("x.\uff4fld\n", True, id="full-width"),
    pytest.param('x = {"old": 1}\n', False, id="quoted"),
    pytest.param('getattr(x, "old")\n', True, id="attribute-by-text"),
    pytest.param('__import__("app", fromlist=["old"])\n', True, id="from-list"),
    pytest.param('f("app." "old")\n', True, id="two-strings"),
    pytest.param('f("app."  # why\n  rf"old")\n', True, id="two-strings-and-a-comment"),
    pytest.param('f(""" """"old")\n', True, id="two-strings-without-a-blank"),
    pytest.param(f'f({" " * 300}"old")\n', True, id="who-knows-what-is-before"),
    pytest.param("f('app:old', 1)\n", True, id="behind-a-colon"),
    pytest.param('f(f"{app}old")\n', True, id="behind-braces"),
    pytest.param('f("app.\\\nold")\n', True, id="a-string-that-goes-on"),
    pytest.param('f("an old one")\n', False, id="prose"),
    pytest.param("x = 1\r# app.old\rfrom lib import old\r", False, id="old-line-ends"),
    pytest.param("x = 1\rfrom app import old\r", True, id="imported-with-old-line-ends"),
    pytest.param("from old import x\n", False, id="from-another-top-level-module"),
])  # fmt: skip
def test_may_refer(text: str, may: bool) -> None:
    assert may_refer(text.encode(), "old", SENSE) is may


POLICY = """\
[decisions.x]
keep = ["app.new:New"]
delete = ["app.pk.gone", "top"]
ban-classes = ["app.pk.Old", "Bare"]
"""
FILES = {
    "app/__init__.py": "",
    "app/new.py": "class New: ...\n",
    "app/pk/__init__.py": "",
    "app/other.py": "gone = Old = 1\n",
    "app/facade.py": "from app.pk import gone, Old as Older\n",
}
_MODULES = st.sampled_from(["app", "app.pk", "app.other", "app.facade", "lib", ".", ".pk", ".facade", "top"])
_ABSOLUTE = _MODULES.filter(lambda module: module[0] != ".")
_NAMES = st.sampled_from(["gone", "Old", "Older", "Bare", "top", "pk", "other", "facade", "lib", "x"])
_ENDS = st.sampled_from(["\n", "  # app.pk.gone\n", "; x = 1\n"])
_EXPRESSIONS = st.one_of(
    st.builds("{}.{}".format, _NAMES, _NAMES),
    st.builds("app.{}.{}".format, _NAMES, _NAMES),
    st.builds("'app.pk.{}'".format, _NAMES),
    st.builds("cast('{}.{}', x)".format, _NAMES, _NAMES),
    st.builds("import_module('app.{}.{}')".format, _NAMES, _NAMES),
    st.builds("getattr({}, '{}')".format, _NAMES, _NAMES),
    st.builds("patch('app.' 'pk'\n  '.{}')".format, _NAMES),
    st.builds("import_module('app.pk.'  # why\n  '{}')".format, _NAMES),
    st.builds("import_module('{}')".format, _NAMES),
    st.builds("__import__('{}.{}', fromlist=['{}'])".format, _ABSOLUTE, _NAMES, _NAMES),
    st.builds("import_module(f'{{__package__}}.{}')".format, _NAMES),
    st.builds("import_module(__name__ + '.{}')".format, _NAMES),
    st.builds("cast('{}', x)".format, _NAMES),
    st.builds('f(\n"""app.pk.{}"""\n)'.format, _NAMES),
    st.builds("({}\n  .{})".format, _NAMES, _NAMES),
)
_STATEMENTS = st.one_of(
    st.builds("from {} import {}{}".format, _MODULES, _NAMES, _ENDS),
    st.builds("from {} import {} as {}{}".format, _MODULES, _NAMES, _NAMES, _ENDS),
    st.builds("from {} import (  # pk\n    {},\n    {},\n)\n".format, _MODULES, _NAMES, _NAMES),
    st.builds("from {} import *\n".format, _MODULES),
    st.builds("import {}{}".format, _ABSOLUTE, _ENDS),
    st.builds("import {} as {}{}".format, _ABSOLUTE, _NAMES, _ENDS),
    st.builds("import lib, {}\n".format, _ABSOLUTE),
    st.builds("{} = {}{}".format, _NAMES, _EXPRESSIONS, _ENDS),
    st.builds("{}{}".format, _EXPRESSIONS, _ENDS),
    st.builds("def f(a: '{}.{}'):\n    '''{}.{}'''\n    {}\n".format, *[_NAMES] * 4, _EXPRESSIONS),
    st.builds("class {}({}): ...\n".format, _NAMES, _EXPRESSIONS),
    st.builds("__all__ = ['{}']\n".format, _NAMES),
    st.builds('def g():\n    """Torn.\n\n    {}\n'.format, _EXPRESSIONS),
    st.builds('def g():\n    """\n    See.\n    """\n    {}\n'.format, _EXPRESSIONS),
    st.builds('"""\n{}\n"""\n'.format, _EXPRESSIONS),
    st.builds("'''\nfrom {} import {}\n'''\n".format, _MODULES, _NAMES),
)
_TEXTS = st.builds(
    "{}{}".format,
    st.sampled_from(
        ["", "from unittest.mock import patch\nfrom typing import cast\nfrom importlib import import_module\n"]
    ),
    st.lists(_STATEMENTS, max_size=6).map("".join),
)


def found(root: Path, *, prefilter: bool) -> tuple[str, ...]:
    return lines(open_session(str(root), prefilter=prefilter).check(select=["SSOT001", "SSOT002"]))


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    texts=st.dictionaries(
        st.sampled_from(["app/a.py", "app/facade.py", "app/pk/__init__.py", "x.py"]), _TEXTS, min_size=1
    )
)
def test_wherever_a_name_stands(texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("repo")
    write(root, {**FILES, **texts}, POLICY)
    assert found(root, prefilter=True) == found(root, prefilter=False)
