"""What a class extends is read off its header and its file's lines, in all the ways in which these are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.clones import relation
from ssot_lint.clones.candidates import Place
from ssot_lint.clones.relation import ancestors, is_subclass
from ssot_lint.repo.sketch import plain
from tests.repository import session

BASE = "class Base: ...\n"


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("class Job(Base): ...\n", {"Base"}, id="first-line"),
    pytest.param("x = 1\nclass \t Job ( Base ) : ...\n", {"Base"}, id="blanks"),
    pytest.param("class Jobs(Other): ...\nclass Job(Base): ...\n", {"Base"}, id="a-longer-name-before"),
    pytest.param("class OddJob(Other): ...\nclass Job(Base): ...\n", {"Base"}, id="a-longer-name-that-ends-so"),
    pytest.param("class Job\u00e9(Other): ...\nclass Job(Base): ...\n", {"Base"}, id="a-name-of-other-letters"),
    pytest.param("x = 'class Job(Other)'\nclass Job(Base): ...\n", {"Base"}, id="in-a-string"),
    pytest.param("class A:\n    class Job(Other): ...\nclass Job(Base): ...\n", {"Base"}, id="a-nested-one"),
    pytest.param("subclass Job\nclass Job(Base): ...\n", {"Base"}, id="no-keyword"),
    pytest.param("class Job: ...\nclass Job(Base): ...\n", set(), id="the-first-counts"),
    pytest.param("Job = 1\n", set(), id="no-class"),
    pytest.param("Root = Base\nclass Job(Root): ...\n", {"Base"}, id="assigned"),
    pytest.param("x = 1\nRoot\t= Base  \nclass Job(Root): ...\n", {"Base"}, id="blanks-at-the-end"),
    pytest.param("x = 1\nRoot\t=Base# so\nclass Job(Root): ...\n", {"Base"}, id="assigned-with-a-comment"),
    pytest.param("Root = Base\r\nclass Job(Root): ...\r\n", {"Base"}, id="other-line-ends"),
    pytest.param("Roots = Other\nclass Job(Root): ...\n", {"Root"}, id="a-longer-name-assigned"),
    pytest.param("Root = Base\nRoot = Other\nclass Job(Root): ...\n", {"Root"}, id="assigned-twice"),
    pytest.param("Root = make(Base)\nclass Job(Root): ...\n", {"Root"}, id="a-call"),
    pytest.param("from z import Base as Root\nclass Job(Root): ...\n", {"z.Base"}, id="imported-by-another-name"),
])  # fmt: skip
def test_what_a_class_extends(text: str, expected: set[str], tmp_path: Path) -> None:
    index = session(tmp_path, {"a.py": text}).index
    assert ancestors(index, Place("a.py", "Job")) == {"a.Job", *expected}


def test_a_class_extends_another_through_modules(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "from .base import Base\n",
        "app/base.py": BASE,
        "app/mid.py": "from app import Base as Root\nclass Mid(Root): ...\n",
        "app/job.py": "from app.mid import Mid\nclass Job(Mid): ...\n",
    }
    files["app/star.py"] = "from app.base import *\nclass Star(Base): ...\n"
    index = session(tmp_path, files).index
    job, base = Place("app/job.py", "Job"), Place("app/base.py", "Base")
    assert ancestors(index, job) == {"app.job.Job", "app.mid.Mid", "app.base.Base"}
    star = Place("app/star.py", "Star")
    assert ancestors(index, star) == {"app.star.Star", "app.base.Base"}
    assert is_subclass(index, base, job)
    assert [relation.relation(index, job, star, told) for told in ("apart", "one base")] == ["some bases", "one base"]
    assert not is_subclass(index, Place("app/base.py", "Other"), job)


PIECES = st.sampled_from(("class", "Job", " ", "\t", "\n", "\r\n", "s", "(B)", ":", "é", "=", "_", "x", "#"))
TEXTS = st.lists(PIECES, max_size=12).map(lambda parts: "".join(parts).encode())


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(TEXTS)
def test_it_is_found_as_by_an_expression(text: bytes) -> None:
    letters = rb"[0-9A-Za-z_\x80-\xff]"
    header = re.search(rb"^class[ \t]+Job(?!%s)" % letters, plain(text), re.M)
    assert relation._end_of_header(plain(text), b"Job") == (header.end() if header else 0)
    given_one = re.search(rb"^Job[ \t]*=[ \t]*[A-Za-z_\x80-\xff]", text, re.M) is not None
    assert relation._may_assign(text, b"Job") == given_one
