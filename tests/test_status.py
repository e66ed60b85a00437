"""`ssot-lint status`: each decision with what holds of it and what is left, in all formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from ssot_lint.commands.status import Status, status
from ssot_lint.commands.status_text import as_json, markdown, text
from ssot_lint.model import Hit, Span
from ssot_lint.policy.config import load
from ssot_lint.policy.model import Policy
from ssot_lint.registry import RULES, options
from ssot_lint.repo.index import Index
from ssot_lint.session import Session
from tests.processes import run
from tests.repository import write

TODAY = date(2026, 6, 15)
HOME = {"app/__init__.py": "", "app/engine.py": "class Engine: ...\n"}
KEEP = '[decisions.engine]\nkeep = ["app.engine:Engine"]\n'

Call = Callable[..., tuple[int, str, str]]


def ask(root: Path, files: Mapping[str, str | bytes], policy: str, *names: str, today: date = TODAY) -> Status:
    write(root, files, policy)
    rules = load(str(root), options(), None, RULES)
    return status(Session(str(root), rules, today=today), names, today)


def shown(found: Status) -> list[tuple[str, str, list[str]]]:
    """The checks of all decisions, less what no version enforces yet."""
    return [
        (check.state, check.what, [f"{place.path}:{place.line}" for place in check.places])
        for row in found.rows
        for check in row.checks
        if not {"SSOT007", "SSOT106"} & set(check.codes)
    ]


@pytest.fixture
def call(command: Callable[..., tuple[int, str, str]]) -> Call:
    return partial(command, "status", "--no-cache")


@pytest.mark.parametrize(("policy", "files", "expected"), [
    pytest.param(KEEP, HOME, [
        ("holds", "Engine is defined in app.engine", []),
        ("holds", "Engine is defined nowhere else", []),
    ], id="kept"),
    pytest.param(KEEP, {"app/__init__.py": "", "app/engine.py": ""}, [
        ("left", "Engine is not in app.engine", ["app/engine.py:1"]),
        ("holds", "Engine is defined nowhere else", []),
    ], id="not-at-home"),
    pytest.param(KEEP, {**HOME, "app/more.py": "\nclass Engine: ...\n"}, [
        ("holds", "Engine is defined in app.engine", []),
        ("left", "1 other definition of Engine is left", ["app/more.py:2"]),
    ], id="kept-twice"),
    pytest.param(
        '[decisions.engine]\nkeep = ["app.engine:EngineFactory"]\n',
        {"app/__init__.py": "", "app/engine.py": "class EngineFactory: ...\n",
         "app/more.py": "class EngineFactory: ...\n", "app/most.py": "class EngineFactory: ...\n"}, [
        ("holds", "EngineFactory is defined in app.engine", []),
        ("left", "2 other definitions of EngineFactory are left", ["app/more.py:1", "app/most.py:1"]),
    ], id="kept-twice-is-told-at-the-copies"),
    pytest.param(
        '[decisions.engine]\nkeep = ["app.engine:EngineFactory"]\n',
        {"app/__init__.py": "", "app/engine.py": "class EngineFactory: ...\n",
         "app/more.py": "class EngineFactory: ...  # noqa: SSOT005, SSOT101\n"}, [
        ("holds", "EngineFactory is defined in app.engine", []),
        ("left", "1 other definition of EngineFactory is left", ["app/engine.py:1"]),
    ], id="kept-twice-is-told-at-home-when-the-copy-is-silenced"),
    pytest.param('[decisions.d]\ndelete = ["app.old"]\n', {"app/__init__.py": "", "a.py": ""}, [
        ("holds", "app.old is deleted", []),
        ("holds", "nothing imports app.old", []),
    ], id="deleted"),
    pytest.param(
        '[decisions.d]\ndelete = ["app.old", "app/older.py", "app/notes.md", "app/packed"]\n',
        {"app/__init__.py": "", "app/old.py": "", "app/notes.md": "", "app/packed/__init__.py": "", "app/packed/x.py": "",
         "app/older_still.py": "from app.older import x\nimport app.old\n",
         "tests/test_it.py": "from unittest.mock import patch\nimport app.old\n\npatch('app.older.x')\n"}, [
        ("left", "app.old is still there", ["app/old.py:1"]),
        ("left", "2 imports of app.old are left", ["app/older_still.py:2", "tests/test_it.py:2"]),
        ("holds", "app/older.py is deleted", []),
        ("left", "2 imports of app/older.py are left", ["app/older_still.py:1", "tests/test_it.py:4"]),
        ("left", "app/notes.md is still there", ["app/notes.md:1"]),
        ("left", "app/packed is still there: 2 files", ["app/packed/__init__.py:1", "app/packed/x.py:1"]),
        ("holds", "nothing imports app/packed", []),
    ], id="each-deleted-thing-is-told-apart"),
    pytest.param(
        '[decisions.d]\ndelete = ["app.old"]\n',
        {"src/app/__init__.py": "", "src/app/old.py": "", "src/app/x.py": "from .old import y\n"}, [
        ("left", "app.old is still there", ["src/app/old.py:1"]),
        ("left", "1 import of app.old is left", ["src/app/x.py:1"]),
    ], id="below-a-source-root"),
    pytest.param(
        '[decisions.d]\ndelete = ["app.old"]\nreason = "app.older is older"\n\n[decisions.e]\ndelete = ["app.older"]\n',
        {"app/__init__.py": "", "app/x.py": "import app.old\n"}, [
        ("holds", "app.old is deleted", []),
        ("left", "1 import of app.old is left", ["app/x.py:1"]),
        ("holds", "app.older is deleted", []),
        ("holds", "nothing imports app.older", []),
    ], id="what-a-reason-names-does-not-count"),
    pytest.param(
        '[decisions.d]\nban-files = ["app/old.py", "*_copy.py", "!app/good_copy.py"]\n',
        {"app/__init__.py": "", "app/old.py": "", "app/a_copy.py": "", "b_copy.py": "",
         "app/x.py": "import app.old\nimport app.a_copy\n"}, [
        ("left", "app/old.py is still there", ["app/old.py:1"]),
        ("left", "1 import of app/old.py is left", ["app/x.py:1"]),
        ("left", "*_copy.py is still there: 2 files", ["app/a_copy.py:1", "b_copy.py:1"]),
        ("left", "1 other finding: deleted-module-import", ["app/x.py:2"]),
    ], id="banned-files"),
    pytest.param(
        '[decisions.d]\nban-files = ["app/old.py", "*_copy.py"]\n', {"app/__init__.py": ""}, [
        ("holds", "no file is app/old.py", []),
        ("holds", "nothing imports app/old.py", []),
        ("holds", "no file is *_copy.py", []),
    ], id="no-banned-files"),
    pytest.param(
        '[decisions.d]\nban-classes = ["Old*", "app.x.Gone", "None_"]\n',
        {"app/__init__.py": "", "app/x.py": "class Gone: ...\nclass OldOne: ...\nNew = 1\nOldTwo = New\n",
         "app/y.py": "from app.x import Gone\nfrom z import New as OldThree\n"}, [
        ("left", "3 uses of Old* are left", ["app/x.py:2", "app/x.py:4", "app/y.py:2"]),
        ("left", "2 uses of app.x.Gone are left", ["app/x.py:1", "app/y.py:1"]),
        ("holds", "nothing uses None_", []),
    ], id="banned-classes"),
    pytest.param(
        f'{KEEP}only = ["*Engine", "*Motor"]\n', {**HOME, "app/x.py": "class FastEngine: ...\nclass Motor: ...\n"}, [
        ("holds", "Engine is defined in app.engine", []),
        ("holds", "Engine is defined nowhere else", []),
        ("left", "2 other classes are called *Engine, *Motor", ["app/x.py:1", "app/x.py:2"]),
    ], id="rivals"),
    pytest.param(
        f'{KEEP}only = ["*Engine"]\n', {**HOME, "app/x.py": "class FastEngine: ...\n"}, [
        ("holds", "Engine is defined in app.engine", []),
        ("holds", "Engine is defined nowhere else", []),
        ("left", "1 other class is called *Engine", ["app/x.py:1"]),
    ], id="a-rival"),
    pytest.param(
        f'{KEEP}only = ["*Engine"]\n', HOME, [
        ("holds", "Engine is defined in app.engine", []),
        ("holds", "Engine is defined nowhere else", []),
        ("holds", "no other class is called *Engine", []),
    ], id="no-rival"),
    pytest.param(
        '[decisions.d]\nargument = "run_id"\nnever = ["None", "\'\'"]\nuse = "x"\n',
        {"a.py": "def f(run_id): ...\n\nf(None)\nf(run_id='')\n"}, [
        ("left", "None or '' is passed as run_id 2 times", ["a.py:3", "a.py:4"]),
    ], id="arguments"),
    pytest.param(
        '[decisions.d]\nargument = "run_id"\nnever = ["None"]\n', {"a.py": "f(run_id=None)\n"}, [
        ("left", "None is passed as run_id once", ["a.py:1"]),
    ], id="an-argument"),
    pytest.param(
        '[decisions.d]\nargument = "run_id"\nnever = ["None"]\n', {"a.py": "f(run_id=1)\n"}, [
        ("holds", "None is never passed as run_id", []),
    ], id="no-argument"),
    pytest.param(f'ignore = ["SSOT103", "SSOT101"]\n\n{KEEP}', {"app/__init__.py": "", "app/engine.py": ""}, [
        ("not checked", "Engine is defined in app.engine (not checked: the policy ignores it)", []),
        ("holds", "Engine is defined nowhere else", []),
    ], id="ignored"),
])  # fmt: skip
def test_what_a_decision_asks_for(
    policy: str, files: dict[str, str], expected: list[tuple[str, str, list[str]]], tmp_path: Path
) -> None:
    assert shown(ask(tmp_path, files, policy)) == expected


def hits(decision: str, number: int) -> Callable[[Policy, Index], Iterator[Hit]]:
    def check(_policy: Policy, _index: Index) -> Iterator[Hit]:
        for line in range(number):
            yield Hit(Span(line + 1, 1, line + 1, 2), "this is what is left", decision, path="a.py")

    return check


DECISIONS = """\
[decisions.d]
delete = ["app.old"]

[decisions.e]
log-at-most = "debug"
log-matching = ["x"]
isolated = ["*Factory"]
emit = ["started"]
"""


@pytest.mark.parametrize(("code", "holds", "once", "twice"), [
    pytest.param("SSOT007", "no string names what is gone", "what is gone is named in strings once",
                 "what is gone is named in strings 2 times", id="strings"),
    pytest.param("SSOT106", "no document names what is gone", "what is gone is named in documents once",
                 "what is gone is named in documents 2 times", id="documents"),
    pytest.param("SSOT008", "x is logged at most as debug", "1 message is louder than debug", "2 messages are louder than debug", id="warnings"),
    pytest.param("SSOT009", "the instances of *Factory share no state", "1 shared state is left", "2 shared states are left", id="state"),
    pytest.param("SSOT105", "every event is sent", "1 silent event is left", "2 silent events are left", id="events"),
])  # fmt: skip
def test_how_many_are_left(
    code: str, holds: str, once: str, twice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    decision = "d" if code in ("SSOT007", "SSOT106") else "e"
    for times in range(3):
        rule = RULES[code]._replace(file=None, needles=None, repo=hits(decision, times))
        monkeypatch.setattr("ssot_lint.registry.RULES", {**RULES, code: rule})
        found = ask(tmp_path, {"a.py": "x\nx\n"}, DECISIONS)
        told += [(one.state, one.what) for row in found.rows for one in row.checks if one.codes == (code,)]
    assert told == [("holds", holds), ("left", once), ("left", twice)]


EXEMPT = """\
[decisions.d]
ban-classes = ["Old"]

[[decisions.d.exempt]]
paths = ["migration/**"]
rules = ["SSOT001"]
reason = "compares both"
until = 2026-06-30

[[decisions.d.exempt]]
paths = ["scripts/**", "tools/**"]
reason = "rarely used"
"""
EXEMPTED = {"a.py": "", "migration/x.py": "from y import Old\n\nz = Old\nOld = 1\n", "tools/y.py": "class Old: ...\n"}


@pytest.mark.parametrize(("files", "today", "left", "expected"), [
    pytest.param(EXEMPTED, TODAY, 0, [(2, 15, None), (1, None, None)], id="holding"),
    pytest.param(EXEMPTED, date(2026, 6, 30), 0, [(2, 0, None), (1, None, None)], id="last-day"),
    pytest.param(EXEMPTED, date(2026, 7, 2), 3, [
        (0, -2, "the exemption of migration/** ended on 2026-06-30: mend what it let pass and remove it, "
                "or give it a later date (d)"),
        (1, None, None),
    ], id="past-it"),
    pytest.param({"a.py": "", "tools/y.py": "class Old: ...  # noqa: SSOT001\n"}, TODAY, 1, [
        (0, 15, "the exemption of migration/** lets nothing pass: remove it (d)"),
        (0, None, None),
    ], id="needless"),
])  # fmt: skip
def test_exemptions(
    files: dict[str, str], today: date, left: int, expected: list[tuple[int, int | None, str | None]], tmp_path: Path
) -> None:
    (row,) = ask(tmp_path, files, EXEMPT, today=today).rows
    told = [(one.passed, one.days_left, one.problem and one.problem.message) for one in row.exempted]
    assert (row.left, told) == (left, expected)


POLICY = """\
ignore = ["SSOT007", "SSOT105", "SSOT106"]

[decisions.engine]
reason = "one engine,\\nand one only"
see = "docs/plan.md#1"
keep = ["app.engine:Engine"]
delete = ["app.old"]

[decisions.files]
ban-files = ["app/__copy__.py"]

[[decisions.files.exempt]]
paths = ["old/**"]
reason = "goes soon"

[decisions.events]
emit = ["started"]
"""
FILES = {
    **HOME,
    "app/a.py": "import app.old\n",
    "app/b.py": "import app.old\nimport app.old\n",
    "app/c.py": "import app.old\n",
    "app/d.py": "import app.old\n(\n",
}


TEXT = """\
LEFT 5     engine: one engine, and one only
             5 imports of app.old are left: app/a.py:1, app/b.py:1, app/b.py:2 and 2 more
LEFT 1     files
             the exemption of old/** lets nothing pass: remove it (files)
unchecked  events
not checked: SSOT007, SSOT105, SSOT106 (`ssot-lint explain` tells what they are)
1 file can't be read in full, mend them: app/d.py:2
0 of 3 decisions hold; 6 things left
"""
MARKDOWN = """\
## engine

one engine, and one only

See docs/plan.md#1

- [x] Engine is defined in `app.engine`
- [x] Engine is defined nowhere else
- [x] `app.old` is deleted
- [ ] 5 imports of `app.old` are left
  - `app/a.py:1`: module `app.old` is deleted
  - `app/b.py:1`: module `app.old` is deleted
  - `app/b.py:2`: module `app.old` is deleted
  - `app/c.py:1`: module `app.old` is deleted
  - `app/d.py:1`: module `app.old` is deleted
- [ ] no string names what is gone (not checked: the policy ignores it)
- [ ] no document names what is gone (not checked: the policy ignores it)

## files

- [x] no file is `app/__copy__.py`
- [x] nothing imports `app/__copy__.py`
- [ ] no string names what is gone (not checked: the policy ignores it)
- [ ] no document names what is gone (not checked: the policy ignores it)
- [ ] `old/**` is exempt without an end, and lets no findings pass (goes soon)
  - the exemption of `old/**` lets nothing pass: remove it (files)

## events

- [ ] every event is sent (not checked: the policy ignores it)

not checked: SSOT007, SSOT105, SSOT106 (`ssot-lint explain` tells what they are)

1 file can't be read in full, mend them: `app/d.py:2`

0 of 3 decisions hold; 6 things left
"""


class TestFormats:
    @pytest.mark.parametrize(("style", "expected"), [
        pytest.param("text", TEXT, id="text"),
        pytest.param("markdown", MARKDOWN, id="markdown"),
    ])  # fmt: skip
    def test_for_people(self, style: str, expected: str, tmp_path: Path, call: Call) -> None:
        write(tmp_path, FILES, POLICY)
        assert call("--format", style) == (1, expected, "")

    def test_all_places_are_in_the_object(self, tmp_path: Path, call: Call) -> None:
        write(tmp_path, {"a.py": "Old = x\n", "tools/y.py": "class Old: ...\n"}, EXEMPT)
        code, out, err = call("--format", "json")
        found = json.loads(out)
        (row,) = found.pop("decisions")
        assert (code, err, found) == (1, "", {"unread": [], "holding": 0, "left": 2, "checked": 2})
        assert {**row, "checks": row["checks"][:1], "exemptions": row["exemptions"][1:]} == {
            "name": "d",
            "reason": "",
            "see": "",
            "state": "left",
            "left": 2,
            "checks": [
                {
                    "what": "1 use of Old is left",
                    "state": "left",
                    "codes": ["SSOT001"],
                    "left": 1,
                    "places": [
                        {
                            "path": "a.py",
                            "line": 1,
                            "column": 1,
                            "code": "SSOT001",
                            "message": "Old is banned: remove it (d)",
                        }
                    ],
                }
            ],
            "exemptions": [
                {
                    "paths": ["scripts/**", "tools/**"],
                    "rules": [],
                    "reason": "rarely used",
                    "until": None,
                    "days_left": None,
                    "passed": 1,
                    "problem": None,
                }
            ],
        }

    @pytest.mark.parametrize(("today", "expected"), [
        pytest.param(TODAY, "migration/** is exempt from SSOT001 until 2026-06-30 (15 days left), and lets 2 findings pass", id="later"),
        pytest.param(date(2026, 6, 29), "migration/** is exempt from SSOT001 until 2026-06-30 (1 day left), and lets 2 findings pass", id="soon"),
        pytest.param(date(2026, 6, 30), "migration/** is exempt from SSOT001 until 2026-06-30, which is today, and lets 2 findings pass", id="today"),
        pytest.param(date(2026, 7, 1), "the exemption of migration/** ended on 2026-06-30: mend what it let pass and remove it, or give it a later date (d)", id="past"),
    ])  # fmt: skip
    def test_dates(self, today: date, expected: str, tmp_path: Path) -> None:
        found = ask(tmp_path, EXEMPTED, EXEMPT, today=today)
        assert expected in [line.strip() for line in text(found).splitlines()]
        assert json.loads(as_json(found))["decisions"][0]["exemptions"][0]["until"] == "2026-06-30"

    def test_an_exemption_that_is_over_is_an_open_box(self, tmp_path: Path) -> None:
        found = markdown(ask(tmp_path, EXEMPTED, EXEMPT, today=date(2026, 7, 1)))
        assert (
            "- [ ] `migration/**` was exempt from SSOT001 until 2026-06-30 (compares both)\n  - the exemption" in found
        )

    def test_nothing_steers_the_terminal(self, tmp_path: Path) -> None:
        found = ask(tmp_path, {**HOME, "app/\x1b.py": "class Engine: ...\n"}, f'{KEEP}reason = "\\u001b[1m"\n')
        for shown in (text(found), markdown(found)):
            assert "\x1b" not in shown
            assert "app/\\x1b.py:1" in shown

    def test_many_unread_files_are_cut(self, tmp_path: Path) -> None:
        found = ask(
            tmp_path, {f"{name}.py": "Old = x\n(\n" for name in "abcd"}, '[decisions.d]\nban-classes = ["Old"]\n'
        )
        assert "4 files can't be read in full, mend them: a.py:2, b.py:2, c.py:2 and 1 more\n" in text(found)

    def test_colors(self, tmp_path: Path) -> None:
        assert text(ask(tmp_path, HOME, KEEP), color=True).startswith("\x1b[36mok\x1b[0m  \x1b[1mengine\x1b[0m\n")


class TestCommand:
    def test_that_holds_exits_with_0(self, tmp_path: Path, call: Call) -> None:
        write(tmp_path, HOME, KEEP)
        assert call() == (0, "ok  engine\n1 of 1 decision holds; no things left\n", "")

    def test_an_unreadable_file_is_something_left(self, tmp_path: Path) -> None:
        found = ask(tmp_path, {"x.py": "# Old\n(\n"}, '[decisions.d]\nban-classes = ["Old"]\n')
        assert ([row.state for row in found.rows], found.exit_code) == (["holds"], 1)

    @pytest.mark.parametrize(("policy", "said"), [
        pytest.param("", "no policy found", id="none"),
        pytest.param('exclude = ["x"]\n', "ssot.toml has no decisions", id="without-decisions"),
    ])  # fmt: skip
    def test_needs_decisions(self, policy: str, said: str, tmp_path: Path, call: Call) -> None:
        write(tmp_path, HOME, policy)
        way = "write one with `ssot-lint init`, or see with `ssot-lint discover` what it could decide"
        assert call() == (2, "", f"error: {said}: {way}\n")

    def test_decisions_are_chosen_by_name(self, tmp_path: Path, call: Call) -> None:
        write(
            tmp_path,
            {"a.py": "class Old: ...\n"},
            '[decisions.a]\nban-classes = ["Old"]\n\n[decisions.b]\nban-files = ["x.py"]\n',
        )
        assert [call("--decision", name)[0] for name in ("a", "b")] == [1, 0]
        assert call("--decision", "b", "--decision", "a")[1].splitlines()[-1] == "1 of 2 decisions holds; 1 thing left"

    def test_unknown_decisions_are_all_told(self, tmp_path: Path, call: Call) -> None:
        write(tmp_path, HOME, f'{KEEP}\n[decisions.zoo]\nban-files = ["x.py"]\n')
        assert call("--decision", "engin", "--decision", "xyz", "--decision", "zoo", "--decision", "xyz") == (
            2,
            "",
            "error: ssot.toml has no decision 'engin' (did you mean engine?)\n"
            "error: ssot.toml has no decision 'xyz': it has engine, zoo\n",
        )

    def test_nothing_to_check_is_not_green(self, tmp_path: Path, call: Call) -> None:
        write(tmp_path, {}, '[decisions.d]\nban-classes = ["Old"]\n')
        code, _, err = call()
        assert (code, err) == (
            2,
            f"nothing was checked: no Python files in {tmp_path} that neither git nor the policy leaves out\n",
        )

    def test_a_broken_rule_is_told(self, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(_policy: Policy, _index: Index) -> Iterator[Hit]:
            raise RuntimeError("oh")

        rules = {**RULES, "SSOT103": RULES["SSOT103"]._replace(repo=broken)}
        monkeypatch.setattr("ssot_lint.registry.RULES", rules)
        write(tmp_path, HOME, KEEP)
        code, _, err = call()
        assert (code, err.splitlines()[0]) == (
            2,
            "internal error: rule SSOT103 failed: RuntimeError: oh; please report it",
        )

    def test_all_of_the_check_is_in_it(self, before: Path) -> None:
        done = run("ssot-lint", "status", "--format", "json", cwd=before)
        found = json.loads(run("ssot-lint", "check", "--format", "json", cwd=before).out)
        told = [
            place for row in json.loads(done.out)["decisions"] for check in row["checks"] for place in check["places"]
        ]
        places = [(one["path"], one["line"], one["column"], one["code"]) for one in found if one["decision"]]
        assert sorted((one["path"], one["line"], one["column"], one["code"]) for one in told) == sorted(places)
        assert (done.code, done.err) == (1, "")
