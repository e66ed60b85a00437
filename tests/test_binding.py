"""Whether a module may bind a name is told from its bytes, and never wrongly denied."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.repo.binding import may_bind
from ssot_lint.repo.extract import facts_of
from ssot_lint.source.source import Source
from tests.repository import session


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"from a import Name\n", True, id="imported"),
        pytest.param(b"# Names\n", True, id="in a comment, as part of a word"),
        pytest.param(b"from a import name\n", False, id="another"),
        pytest.param(b"from a import *\n", True, id="star"),
        pytest.param(b"from a import\\\n    *\n", True, id="star on another line"),
        pytest.param(b"import a\nx = 2 * 3\nf(*x)\n", False, id="another star"),
        pytest.param("x = 'é °'\n".encode(), False, id="other letters"),
        pytest.param("Nam\uff45 = 1\n".encode(), True, id="a letter that counts as another"),
        pytest.param("# coding: latin-1\nx = 'é'\n".encode("latin-1"), True, id="another encoding"),
        pytest.param(b"# coding: utf-7\n+AE4-ame = 1\n", True, id="an encoding that hides it"),
    ],
)
def test_what_may_bind_a_name(data: bytes, expected: bool) -> None:
    assert may_bind(data, "Name") is expected
    if "Name" in facts_of(Source("app/a.py", data, ("app.a",))).bindings:
        assert expected


def test_a_private_name_comes_through_no_star() -> None:
    assert not may_bind(b"from a import *\n", "_Name")


def test_a_name_in_other_letters_may_be_spelled_in_any_way() -> None:
    assert may_bind(b"x = 1\n", "\u00e9")


def test_only_modules_with_the_name_are_parsed(tmp_path: Path) -> None:
    index = session(
        tmp_path,
        {
            "app/__init__.py": "from app.facade import Thing\n",
            "app/facade.py": "from app.star import *\n",
            "app/star.py": "from app.home import *\n",
            "app/home.py": "class Thing: ...\n",
            "app/other.py": "class Another: ...\n",
        },
    ).index
    assert index.origins("app.Thing") == ("app.facade.Thing", "app.star.Thing", "app.home.Thing")
    assert index.origins("app.other.Thing") == ()
    assert sorted(index.with_facts) == ["app/__init__.py", "app/facade.py", "app/home.py", "app/star.py"]
    assert "app/other.py" in index.looked_at
