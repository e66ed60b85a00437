"""What is said of a file that somebody writes is what a run over the whole repository says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from ssot_lint.engine import run
from ssot_lint.model import Finding, Hit
from ssot_lint.outcome import Run
from ssot_lint.policy.model import Policy
from ssot_lint.registry import RULES
from ssot_lint.repo.index import Index
from ssot_lint.rule import Example
from ssot_lint.session import Session, open_session
from tests.repository import session, write

EXAMPLES = [
    pytest.param(example, id=f"{rule.code}-{example.title}") for rule in RULES.values() for example in rule.examples
]
#: What only a run over all files can judge.
_OF_ALL = {rule.code for rule in RULES.values() if rule.exempted}
BAN = '[decisions.a]\nban-classes = ["Old"]\n'


def _all_at_once(place: Session, path: str, text: bytes) -> list[Finding]:
    report = place.check(texts={path: text})
    return [one for one in report.findings if one.path == path and one.code not in _OF_ALL]


def _one_by_one(root: Path, paths: Mapping[str, bytes]) -> None:
    """Compare both ways of looking at each file, as it is and with a line more, with an empty cache and a full one."""
    for path, text in paths.items():
        for written in (text, text + b"\n# more\n"):
            expected = _all_at_once(open_session(str(root)), path, written)
            alone = open_session(str(root)).check(stdin=(path, written))
            assert (list(alone.findings), alone.failures) == (expected, ())
    open_session(str(root), use_cache=True).check()
    for path, text in paths.items():
        place = open_session(str(root), use_cache=True)
        alone = place.check(stdin=(path, text + b"\n"))
        assert list(alone.findings) == _all_at_once(place, path, text + b"\n")


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_file_of_an_example_alone(example: Example, tmp_path: Path) -> None:
    write(tmp_path, example.files, example.policy)
    texts = {path: text.encode() for path, text in example.files.items()}
    _one_by_one(tmp_path, {**texts, "ssot.toml": example.policy.encode()} if example.policy else texts)


def test_each_file_of_the_example_repository_alone(before: Path) -> None:
    place = open_session(str(before))
    for path in place.index.paths:
        text = (before / path).read_bytes()
        alone = open_session(str(before)).check(stdin=(path, text))
        assert list(alone.findings) == _all_at_once(place, path, text)


FILES = {
    "app/__init__.py": "",
    "app/core.py": "class Engine: ...\n",
    "app/api.py": "from app.core import Engine\n",
    "app/events.py": "class Bus:\n    def run(self):\n        self.emit('started')\n",
    "README.md": "`Legacy`\n",
}
POLICY = """\
[decisions.x]
keep = ["app.core:Engine"]
ban-classes = ["Legacy"]
delete = ["app.old"]
emit = ["started", "ended"]
"""


def _breaks(policy: Policy, index: Index) -> Iterator[Hit]:
    raise ValueError


def _asked(root: Path, files: Mapping[str, str], paths: tuple[str, ...] | None, policy: str = POLICY) -> list[str]:
    """The rules that look at the whole repository for the sake of some files, of those that can do without."""
    place = session(root, files, policy)
    rules = [rule._replace(repo=_breaks) for rule in RULES.values() if rule.reports_in]
    return [one.code for one in run(Run(rules, place.policy, place.index, paths, date(2026, 1, 1))).failures]


METHODS = "".join(f"    def method_{name}(self): ...\n" for name in "abc")
_EVERY = ["SSOT004", "SSOT101", "SSOT102", "SSOT103", "SSOT104", "SSOT105", "SSOT106", "SSOT007", "SSOT900"]


@pytest.mark.parametrize(("files", "path", "expected"), [
    pytest.param({}, "app/api.py", [], id="nothing-to-say"),
    pytest.param({}, "app/core.py", ["SSOT103"], id="a-home"),
    pytest.param({"app/old.py": ""}, "app/old.py", ["SSOT004"], id="a-deleted-file"),
    pytest.param({}, "README.md", ["SSOT106"], id="a-document"),
    pytest.param({}, "ssot.toml", ["SSOT103", "SSOT105", "SSOT106"], id="the-policy"),
    pytest.param({"app/x.py": "class AFactory: ...\n"}, "app/x.py", ["SSOT101"], id="a-name-that-may-be-defined-once"),
    pytest.param({"test_x.py": "class AFactory: ...\n"}, "test_x.py", [], id="a-name-that-does-not-count"),
    pytest.param({"app/x.py": f"class Store:\n{METHODS}"}, "app/x.py", ["SSOT102"], id="a-class-with-methods"),
    pytest.param({"test_x.py": f"class Store:\n{METHODS}"}, "test_x.py", [], id="a-class-that-is-not-compared"),
    pytest.param({"app/x.py": "from app.gone import y\n"}, "app/x.py", ["SSOT104"], id="a-missing-import"),
    pytest.param({"app/x.py": "from app.core import z\n"}, "app/x.py", ["SSOT104"], id="a-missing-name"),
    pytest.param({"app/x.py": "import os, requests\n"}, "app/x.py", [], id="imports-of-others"),
    pytest.param({"app/x.py": "from .s import a\n", "app/s.py": "a, b = 1, 2\n"}, "app/x.py", [],
                 id="a-name-that-only-the-tree-shows"),
    pytest.param({"t.py": "import mock\nmock.patch('app.gone')\n"}, "t.py", ["SSOT007"], id="a-missing-target"),
    pytest.param({"t.py": "import mock\nmock.patch('app.core.Engine')\n"}, "t.py", [], id="a-target-that-is-there"),
])  # fmt: skip
def test_what_can_say_nothing_of_a_file_is_not_asked(
    files: Mapping[str, str], path: str, expected: list[str], tmp_path: Path
) -> None:
    assert sorted(_asked(tmp_path, {**FILES, **files}, (path,))) == sorted(expected)


@pytest.mark.parametrize("paths", [
    pytest.param(None, id="all"),
    pytest.param(tuple(f"app/{number}.py" for number in range(21)), id="many"),
])  # fmt: skip
def test_for_many_files_all_are_asked(paths: tuple[str, ...] | None, tmp_path: Path) -> None:
    assert sorted(_asked(tmp_path, FILES, paths)) == sorted(_EVERY)


@pytest.mark.parametrize(("policy", "expected"), [
    pytest.param(POLICY, [], id="each-for-itself"),
    pytest.param(f"{POLICY}complete = true\n", ["SSOT105"], id="all-or-none"),
])  # fmt: skip
def test_senders_are_looked_at_where_they_must_send_all(policy: str, expected: list[str], tmp_path: Path) -> None:
    assert _asked(tmp_path, FILES, ("app/events.py",), policy) == expected


def test_a_question_that_breaks_is_a_failure(tmp_path: Path) -> None:
    place = session(tmp_path, FILES, POLICY)

    def breaks(path: str, policy: Policy, index: Index) -> bool:
        raise ValueError(path)

    rule = RULES["SSOT104"]._replace(reports_in=breaks)
    report = run(Run([rule], place.policy, place.index, ("app/api.py",), date(2026, 1, 1)))
    assert [(one.code, one.path) for one in report.failures] == [("SSOT104", "app/api.py")]


@pytest.mark.parametrize(("path", "policy", "select", "checked"), [
    pytest.param("README.md", BAN, None, 1, id="document"),
    pytest.param("docs", BAN, None, 2, id="folder-of-documents"),
    pytest.param("docs/logo.png", BAN, None, 0, id="no-text"),
    pytest.param("ssot.toml", BAN, None, 0, id="policy"),
    pytest.param("README.md", "", None, 0, id="no-decision-that-documents-could-go-against"),
    pytest.param("docs", BAN, ["SSOT001"], 0, id="no-rule-that-reads-them"),
])  # fmt: skip
def test_documents_that_were_looked_at_are_checked(
    path: str, policy: str, select: list[str] | None, checked: int, tmp_path: Path
) -> None:
    files = dict.fromkeys(("app.py", "README.md", "docs/a.rst", "docs/b.md", "docs/logo.png"), "")
    assert session(tmp_path, files, policy).check([path], select=select).checked == checked
