"""`ssot-lint discover`: what is a duplicate, which copy to keep, and what a decision about it would say."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from ssot_lint.commands.discover import Discovery, discoveries
from ssot_lint.commands.discover_candidates import candidates
from ssot_lint.commands.discover_text import text
from ssot_lint.policy.config import load
from ssot_lint.policy.write import policy_text
from ssot_lint.registry import RULES, options
from ssot_lint.repo.history import last_changes
from ssot_lint.source.deprecated import is_deprecated
from ssot_lint.source.source import Source
from tests.processes import git
from tests.repository import session, write

Call = Callable[..., tuple[int, str, str]]

FULL = """\
class ExecutionEngine:
    def start(self):
        self.state = "started"
        self.announce("the engine starts")

    def stop(self):
        self.state = "stopped"
        self.announce("the engine stops")

    def announce(self, words):
        print("engine:", words)
"""
SHORT = FULL[: FULL.index("    def announce")].rstrip() + "\n"
MAKER = """\
def create_engine(settings):
    checked = check(settings)
    engine = Engine(checked)
    engine.announce(settings)
    return engine
"""
PACKAGES = {"app/__init__.py": "", "app/core/__init__.py": "", "app/extra/__init__.py": ""}


def body(name: str, *members: str) -> str:
    """A class whose members have lines of their own."""
    methods = "".join(f"    def {member}(self):\n        return '{member} of {name}'\n\n" for member in members)
    return f"class {name}:\n{methods}"


def found(root: Path, files: Mapping[str, str | bytes], policy: str = "", **how: bool) -> tuple[Discovery, ...]:
    return discoveries(session(root, files, policy), None, **how)


@pytest.fixture
def call(command: Callable[..., tuple[int, str, str]]) -> Call:
    return partial(command, "discover", "--no-cache")


@pytest.mark.parametrize(("files", "expected"), [
    pytest.param({"app/a.py": FULL, "app/b.py": FULL}, ["app/a.py app/b.py"], id="a-copy"),
    pytest.param({"app/a.py": FULL, "app/b.py": SHORT}, ["app/a.py app/b.py"], id="an-older-state"),
    pytest.param({"app/a.py": FULL, "app/b.py": f"if True:\n{FULL}"}, ["app/a.py app/b.py"], id="below-other-code"),
    pytest.param({"app/a.py": FULL, "app/b.py": body("ExecutionEngine", "start", "stop", "pause")},
                 ["app/a.py app/b.py"], id="written-again-with-its-members"),
    pytest.param({"app/a.py": FULL, "app/b.py": body("ExecutionEngine", "x", "y", "z")}, [], id="only-the-same-name"),
    pytest.param({"app/a.py": body("Node", "left", "right", "up"), "app/b.py": body("Node", "up", "key", "value")},
                 [], id="a-common-name"),
    pytest.param({"app/a.py": body("EngineFactory", "x", "y"), "app/b.py": body("EngineFactory", "z")},
                 ["app/a.py app/b.py"], id="a-factory-by-its-name-alone"),
    pytest.param({"app/a.py": "class Error(Exception):\n    code = 1\n", "app/b.py": "class Error(Exception):\n    code = 1\n"},
                 [], id="with-hardly-a-member"),
    pytest.param({f"app/{name}.py": body("Meta", "x", "y", "z") for name in "ab"}, [], id="what-a-framework-asks-for"),
    pytest.param({"app/a.py": FULL, "app/b.py": f"from app.a import ExecutionEngine as E\n\n{FULL.replace('Engine:', 'Engine(E):')}"},
                 [], id="a-subclass"),
    pytest.param({"app/a.py": FULL, "app/b.py": "def ExecutionEngine():\n    return 'started and stopped'\n"}, [],
                 id="a-class-and-a-function"),
    pytest.param({"app/a.py": FULL, "app/b.py": FULL, "app/c.py": body("ExecutionEngine", "x", "y", "z")},
                 ["app/a.py app/b.py"], id="a-third-one-that-is-unlike"),
    pytest.param({f"app/{name}.py": FULL for name in "abc"}, ["app/a.py app/b.py app/c.py"], id="three"),
    pytest.param({f"app/{name}.py": body("Codec", "read", "write", name).replace("of Codec", name) for name in ("json", "toml", "yaml")}, [],
                 id="plugins-in-a-folder"),
    pytest.param({f"app/plugins/{name}/codec.py": FULL for name in "abc"}, [], id="plugins-in-folders"),
    pytest.param({**PACKAGES, "app/core/engine.py": FULL, "app/extra/engine.py": FULL},
                 ["app/core/engine.py app/extra/engine.py"], id="the-same-file-in-two-folders"),
    pytest.param({f"app/{number}.py": FULL for number in range(51)}, [], id="what-everybody-defines"),
    pytest.param({"app/migrations/a.py": FULL, "app/migrations/b.py": FULL}, [], id="migrations"),
    pytest.param({"app/a.py": FULL, "app/a.pyi": FULL}, [], id="a-stub"),
    pytest.param({"tests/a.py": FULL, "tests/b.py": FULL, "examples/a.py": FULL, "examples/b.py": FULL}, [], id="tests-and-examples"),
    pytest.param({"a.py": FULL}, [], id="one"),
    pytest.param({f"app/{name}.py": MAKER for name in "ab"},
                 ["app/a.py app/b.py"], id="a-function-that-makes-something"),
    pytest.param({f"app/{name}.py": MAKER.replace("create_engine", "engine") for name in "ab"},
                 [], id="any-function"),
    pytest.param({f"{name}.py": f'"""It has the {name}."""\n' "text = '''\nclass ExecutionEngine:\n'''\n" for name in "ab"}, [], id="only-in-a-string"),
])  # fmt: skip
def test_what_counts(files: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    assert [
        " ".join(sorted(copy.path for copy in one.copies)) for one in found(tmp_path, {"app/__init__.py": "", **files})
    ] == expected


def test_names_that_an_indented_definition_alone_has_are_left(tmp_path: Path) -> None:
    indented = "".join(f"    {line}\n" for line in FULL.splitlines())
    assert found(tmp_path, {"a.py": f"if x:\n{indented}", "b.py": f"if x:\n{indented}"}) == ()


def test_everywhere_includes_tests_and_examples(tmp_path: Path) -> None:
    files = {f"{folder}/{name}.py": FULL for folder in ("tests", "examples", "migrations") for name in "ab"}
    paths = [[copy.path for copy in one.copies] for one in found(tmp_path, files, everywhere=True)]
    assert paths == [["examples/a.py", "examples/b.py"], ["tests/a.py", "tests/b.py"]]


@pytest.mark.parametrize(("policy", "expected"), [
    pytest.param('[decisions.d]\nkeep = ["app.a:ExecutionEngine"]\n', [], id="kept"),
    pytest.param('[decisions.d]\ndelete = ["app.b"]\n', [], id="deleted"),
    pytest.param('[decisions.d]\nban-files = ["app/b.py"]\n', [], id="banned-file"),
    pytest.param('[decisions.d]\nban-classes = ["app.b.ExecutionEngine"]\n', [], id="banned-class"),
    pytest.param('[decisions.d]\nkeep = ["app.c:X"]\nonly = ["*Engine"]\n', [], id="a-rival"),
    pytest.param('[duplicates]\nexclude = ["app/b.py"]\n', [], id="excluded"),
    pytest.param('[duplicates]\nscopes = ["app", "lib"]\n', ["app/a.py app/b.py"], id="another-scope"),
    pytest.param('[decisions.execution-engine]\nban-classes = ["Other"]\n', ["app/a.py app/b.py lib/c.py"], id="undecided"),
])  # fmt: skip
def test_the_policy_is_heeded(policy: str, expected: list[str], tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "app/a.py": FULL, "app/b.py": FULL}
    if expected:
        files |= {"lib/__init__.py": "", "lib/c.py": FULL}
    there = found(tmp_path, files, policy)
    assert [" ".join(sorted(copy.path for copy in one.copies)) for one in there] == expected
    assert {one.proposed.name for one in there} <= {"execution-engine", "execution-engine-2"}
    assert "execution-engine" not in policy or there[0].proposed.name == "execution-engine-2"


def test_the_best_evidence_comes_first_and_one_of_each_pair_of_files(tmp_path: Path) -> None:
    other = FULL.replace("ExecutionEngine", "ExecutionMotor").replace("print", "shout")
    files = {
        "a.py": f"{FULL}\n\n{other}",
        "b.py": f"{FULL}\n\n{other.replace('shout', 'whisper')}",
        "c.py": body("Helper", "first", "second", "third"),
        "d.py": body("Helper", "first", "second", "third").replace("of Helper", "of another"),
    }
    there = session(tmp_path, files)
    assert [(one.name, one.members, one.lines) for one in candidates(there.index, there.policy)] == [
        ("ExecutionEngine", (3, 3), (8, 8)),
        ("Helper", (3, 3), (3, 6)),
        ("ExecutionMotor", (3, 3), (7, 8)),
    ]
    assert [one.name for one in discoveries(there, 2)] == ["ExecutionEngine", "Helper"]


USE_A, USE_B = "from app.a import ExecutionEngine\n", "from app.b import ExecutionEngine\n"
OLD = FULL.replace("Engine:\n", 'Engine:\n    """Deprecated: see elsewhere."""\n\n')


@pytest.mark.parametrize(("files", "keep", "why"), [
    pytest.param({"app/a.py": FULL, "app/b.py": FULL, "x.py": USE_B, "y.py": USE_B, "z.py": USE_A}, "app.b",
                 "2 importers against 1", id="more-importers"),
    pytest.param({"app/a.py": SHORT, "app/b.py": FULL}, "app.b", "3 members against 2", id="more-members"),
    pytest.param({"app/a.py": SHORT, "app/b.py": FULL, "x.py": USE_B}, "app.b",
                 "1 importer against none; 3 members against 2", id="both"),
    pytest.param({"app/a.py": SHORT, "app/b.py": FULL, "x.py": USE_A}, "app.a",
                 "1 importer against none; but 2 members against 3", id="importers-before-members"),
    pytest.param({"app/a.py": OLD, "app/b.py": SHORT, "x.py": USE_A}, "app.b",
                 "the other is deprecated; but no importers against 1 and 2 members against 3", id="not-what-is-deprecated"),
    pytest.param({"app/legacy.py": FULL, "app/new.py": SHORT, "x.py": USE_A.replace("app.a", "app.legacy")}, "app.new",
                 "the other is called legacy; but no importers against 1 and 2 members against 3", id="not-what-is-called-legacy"),
    pytest.param({"app/a.py": FULL, "app/b.py": FULL}, "app.a", "nothing but its path tells it from the other", id="equal"),
    pytest.param({"app-x/a.py": FULL, "app/b.py": SHORT}, "app.b", "in spite of 2 members against 3", id="what-can-be-imported"),
])  # fmt: skip
def test_which_one_to_keep(files: dict[str, str], keep: str, why: str, tmp_path: Path) -> None:
    (one,) = found(tmp_path, {"app/__init__.py": "", **files})
    assert (one.keep.module, one.why, one.copies[0]) == (keep, why, one.keep)


def test_what_nobody_can_import_is_not_to_be_kept(tmp_path: Path) -> None:
    assert found(tmp_path, {"app-x/a.py": FULL, "app-x/b.py": FULL}) == ()


@pytest.mark.parametrize(("files", "delete", "by_hand"), [
    pytest.param({"app/b.py": SHORT}, ["app.b"], (), id="nothing-else-in-it"),
    pytest.param({"app/b.py": f"{SHORT}\ndef _helper(): ...\n"}, ["app.b"], (), id="only-a-helper"),
    pytest.param({"app/b.py": f"{SHORT}\ndef run(): ...\n"}, None,
                 ("run is there too, and may be found without an import",), id="something-that-a-framework-may-call"),
    pytest.param({"app/b.py": f"{SHORT}\ndef run(): ...\n", "x.py": USE_B}, ["app.b"], (), id="what-nobody-imports-from-there"),
    pytest.param({"app/b.py": f"{SHORT}\ndef run(): ...\n", "x.py": "from app.b import run\n"}, None,
                 ("run is imported from there too",), id="what-somebody-imports-from-there"),
    pytest.param({"app/b.py": f"{SHORT}\nA = B = C = D = 1\n", "x.py": "from app.b import *\n"}, None,
                 ("A, B, C and 1 more are imported from there too",), id="star"),
    pytest.param({"app/b.py": f"__all__ = ['A', 'ExecutionEngine']\nA = B = 1\n{SHORT}", "x.py": "from app.b import *\n"}, None,
                 ("A is imported from there too",), id="star-of-a-module-that-says-what-it-has"),
    pytest.param({"app/b.py": f"{SHORT}\nA = 1\n", "app/x.py": "from . import b\n\nb.A\n"}, None,
                 ("A is imported from there too",), id="as-an-attribute"),
    pytest.param({"app/b.py": f"{SHORT}\nA = 1\n", "x.py": "import app.b\n\napp.b.ExecutionEngine\n"}, ["app.b"], (),
                 id="as-a-module-for-nothing-else"),
    pytest.param({"app/b.py": f"{SHORT}\ndef start(): ...\n", "x.py": "from app.b import start\n"}, ["app.b"], (),
                 id="what-is-duplicated-too"),
    pytest.param({"app/b/__init__.py": SHORT}, None, ("the file makes its folder a package",), id="package"),
    pytest.param({"app/b.py": f"{SHORT}\nif __name__ == '__main__':\n    pass\n"}, None,
                 ("the file is run as a script",), id="script"),
    pytest.param({"app-x/b.py": SHORT}, ["app-x/b.py"], (), id="no-module"),
])  # fmt: skip
def test_what_can_be_deleted(
    files: dict[str, str], delete: list[str] | None, by_hand: tuple[str, ...], tmp_path: Path
) -> None:
    kept = f"{FULL}\ndef start(): ...\n"
    uses = {f"use_{number}.py": USE_A for number in range(5)}
    (one,) = found(tmp_path, {"setup.py": "", "app/__init__.py": "", "app/a.py": kept, **uses, **files})
    assert (one.keep.path, one.proposed.keys.get("delete")) == ("app/a.py", delete)
    assert tuple(said.partition(" by hand: ")[2] for said in one.by_hand) == by_hand


def test_a_module_of_the_same_name_can_only_go_by_hand(tmp_path: Path) -> None:
    files = {
        f"{folder}app/{name}": text for folder in ("", "more/") for name, text in (("__init__.py", ""), ("a.py", FULL))
    }
    (one,) = found(tmp_path, {"setup.py": "", "more/setup.py": "", "x.py": USE_A, **files})
    assert one.by_hand == ("remove ExecutionEngine from app/a.py:1 by hand: its module is called like the one to keep",)
    assert (one.keep.path, list(one.proposed.keys)) == ("more/app/a.py", ["reason", "keep"])


def test_proposals_do_not_contradict_each_other(tmp_path: Path) -> None:
    motor = FULL.replace("ExecutionEngine", "ExecutionMotor")
    files = {"app/__init__.py": "", "app/a.py": f"{FULL}\n{motor}", "app/b.py": f"{FULL}\n{motor}"}
    uses = {"x.py": USE_A, "y.py": "from app.b import ExecutionMotor\n"}
    there = found(tmp_path, {**files, **uses})
    assert [(one.keep.module, one.by_hand) for one in there] == [
        ("app.a", ("remove ExecutionEngine from app/b.py:1 by hand: another proposal keeps something in this file",)),
        ("app.b", ("remove ExecutionMotor from app/a.py:13 by hand: another proposal keeps something in this file",)),
    ]
    write(tmp_path, {}, policy_text([one.proposed for one in there]))
    policy = load(str(tmp_path), options(), None, RULES)
    assert [decision.name for decision in policy.decisions] == ["execution-engine", "execution-motor"]


@pytest.mark.parametrize(("name", "decision"), [
    pytest.param("ExecutionEngine", "execution-engine", id="class"),
    pytest.param("create_engine", "create-engine", id="function"),
    pytest.param("_Engine", "engine", id="private"),
    pytest.param("HTTPServer2Engine", "http-server2-engine", id="abbreviation"),
    pytest.param("Größe", "gre", id="not-only-ascii"),
    pytest.param("Ёлка", "decision", id="not-ascii-at-all"),
])  # fmt: skip
def test_decisions_are_called_after_what_they_are_about(name: str, decision: str, tmp_path: Path) -> None:
    code = FULL.replace("ExecutionEngine", name) if name != "create_engine" else MAKER
    (one,) = found(tmp_path, {"a.py": code, "b.py": code})
    assert one.proposed.name == decision
    write(tmp_path, {}, policy_text([one.proposed]))
    assert load(str(tmp_path), options(), None, RULES).decisions[0].keep == (("a", name),)


@pytest.mark.parametrize(("code", "expected"), [
    pytest.param("class A: ...", False, id="plain"),
    pytest.param("@deprecated('see B')\nclass A: ...", True, id="decorator"),
    pytest.param("@typing_extensions.deprecated\ndef A(): ...", True, id="dotted-decorator"),
    pytest.param('class A:\n    """Deprecated since 2."""', True, id="docstring"),
    pytest.param('class A:\n    """What it does.\n\n    .. deprecated:: 2\n    """', True, id="directive"),
    pytest.param('class A:\n    """What it does.\n\n    `x` is deprecated.\n    """', False, id="only-an-argument"),
    pytest.param('"""This module is deprecated."""\nclass A: ...', True, id="module"),
    pytest.param("warnings.warn('x', DeprecationWarning)\nclass A: ...", True, id="module-warns"),
    pytest.param("class A:\n    warnings.warn('x', DeprecationWarning)", True, id="class-warns"),
    pytest.param("class A:\n    def __init__(self):\n        warn('x', category=exceptions.RemovedInNext)", True, id="init-warns"),
    pytest.param("class A:\n    def old(self):\n        warn('x', DeprecationWarning)", False, id="a-method-warns"),
    pytest.param("class A:\n    def __init__(self, x):\n        if x:\n            warn('x', DeprecationWarning)", False, id="sometimes"),
    pytest.param("def A():\n    warnings.warn('x', PendingDeprecationWarning)", True, id="function-warns"),
    pytest.param("def A():\n    warnings.warn('x', UserWarning)\n    other(DeprecationWarning)", False, id="another-warning"),
    pytest.param("@deprecated\nclass B: ...\nclass A: ...", False, id="another-class"),
])  # fmt: skip
def test_deprecated(code: str, expected: bool) -> None:
    assert is_deprecated(Source("a.py", code.encode(), ("a",)), "A") is expected


class TestHistory:
    @staticmethod
    def commit(root: Path, day: str, **files: str) -> None:
        write(root, {name.replace("__", "/"): text for name, text in files.items()})
        git(root, "add", ".")
        when = {"GIT_COMMITTER_DATE": f"{day}T12:00:00Z", "GIT_AUTHOR_DATE": "2001-01-01T12:00:00Z"}
        git(root, "commit", "--quiet", "-m", "x", env=when)

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        git(tmp_path, "init", "--quiet")
        self.commit(tmp_path, "2024-02-03", **{"in__a b.py": "1", "in__*.py": "1", "in__same.py": "1"})
        self.commit(tmp_path, "2025-03-04", **{"in__a b.py": "2", "other.py": "1"})
        write(tmp_path, {"in/new.py": ""})
        return tmp_path

    @pytest.mark.parametrize("asked", [
        pytest.param((), id="a-few"),
        pytest.param(tuple(f"in/{number}.py" for number in range(3000)), id="more-than-a-command-line-takes"),
    ])  # fmt: skip
    def test_of_files_below_a_folder(self, root: Path, asked: tuple[str, ...]) -> None:
        for folder, prefix in ((root, "in/"), (root / "in", "")):
            wanted = [f"{prefix}{name}" for name in ("a b.py", "*.py", "new.py", "gone.py")]
            assert last_changes(str(folder), [*wanted, *asked]) == {
                f"{prefix}*.py": "2024-02-03",
                f"{prefix}a b.py": "2025-03-04",
            }

    def test_without_git_is_unknown(self, tmp_path: Path) -> None:
        assert (last_changes(str(tmp_path), ["a.py"]), last_changes(str(tmp_path), [])) == ({}, {})

    def test_the_later_change_is_kept(self, tmp_path: Path) -> None:
        git(tmp_path, "init", "--quiet")
        self.commit(tmp_path, "2024-02-03", **{"a.py": FULL})
        self.commit(tmp_path, "2025-03-04", **{"b.py": FULL})
        (one,) = found(tmp_path, {})
        assert (one.keep.path, one.keep.changed, one.why) == (
            "b.py",
            "2025-03-04",
            "changed on 2025-03-04, the other on 2024-02-03",
        )


FILES = {
    "app/__init__.py": "",
    "app/a.py": FULL,
    "app/b.py": OLD,
    "app/c/__init__.py": SHORT,
    "app/make.py": "def order_factory(): ...\n",
    "app/more.py": "\n\ndef order_factory():\n    return 1\n",
    "x.py": USE_A,
}
TEXT = """\
1. ExecutionEngine: 3 definitions, with 3 of 3 members and 8 of 8 lines in common
   keep app/a.py:1 (1 importer, 3 members)
        app/c/__init__.py:1 (no importers, 2 members)
        app/b.py:1 (no importers, 3 members, deprecated)
   why: 1 importer against none; 3 members against 2
   remove ExecutionEngine from app/c/__init__.py:1 by hand: the file makes its folder a package
     [decisions.execution-engine]
     reason = "1 importer against none; 3 members against 2"
     keep = ["app.a:ExecutionEngine"]
     delete = ["app.b"]

2. order_factory: 2 definitions of one name
   keep app/more.py:3 (no importers, 2 lines)
        app/make.py:1 (no importers, 1 line)
   why: 2 lines against 1
     [decisions.order-factory]
     reason = "2 lines against 1"
     keep = ["app.more:order_factory"]
     delete = ["app.make"]

write these decisions into ssot.toml with `ssot-lint init`
"""


class TestCommand:
    def test_text(self, tmp_path: Path, call: Call) -> None:
        write(tmp_path, FILES)
        assert call() == (0, TEXT, "")

    def test_what_is_shown_of_a_decision_is_toml(self, tmp_path: Path, call: Call) -> None:
        write(tmp_path, FILES)
        shown = "\n".join(line for line in call()[1].splitlines() if line[:5].isspace() and line[5:6] > " ")
        assert tomllib.loads(shown)["decisions"]["order-factory"]["delete"] == ["app.make"]

    def test_array(self, tmp_path: Path, call: Call) -> None:
        write(tmp_path, FILES)
        code, out, err = call("--format", "json")
        _, one = json.loads(out)
        keep = {
            "path": "app/more.py",
            "line": 3,
            "name": "order_factory",
            "module": "app.more",
            "importers": 0,
            "size": 2,
            "unit": "line",
            "changed": None,
            "is_deprecated": False,
        }
        other = {**keep, "path": "app/make.py", "line": 1, "module": "app.make", "size": 1}
        assert (code, err) == (0, "")
        assert one == {
            "name": "order_factory",
            "kind": "definitions",
            "copies": [keep, other],
            "keep": keep,
            "why": "2 lines against 1",
            "common": {"members": [0, 0], "lines": [0, 0], "structure": None, "words": None},
            "reasons": [],
            "more": [],
            "by_hand": [],
            "proposed": {
                "name": "order-factory",
                "keys": {"reason": "2 lines against 1", "keep": ["app.more:order_factory"], "delete": ["app.make"]},
            },
            "sure": True,
        }

    def test_the_likeliest_are_shown_unless_all_are_asked_for(self, tmp_path: Path, call: Call) -> None:
        code = "\n".join(FULL.replace("ExecutionEngine", f"Engine{number}") for number in range(22))
        write(tmp_path, {"a.py": code, "b.py": code})
        end = "write these decisions into ssot.toml with `ssot-lint init`\n"
        some, every = call()[1], call("--all")[1]
        assert (some.count("   why: "), every.count("   why: ")) == (20, 22)
        assert some.endswith(f"\n\nthe likeliest are shown: --all looks for others too\n{end}")
        assert every.endswith(f'keep = ["a:Engine9"]\n     delete = ["b"]\n\n{end}')

    def test_everywhere(self, tmp_path: Path, call: Call) -> None:
        write(tmp_path, {"tests/a.py": FULL, "tests/b.py": FULL})
        nothing = "nothing seems to be defined twice; `ssot-lint find NAME` shows where one thing is\n"
        assert call() == (0, nothing, "")
        assert call("--everywhere")[1].startswith("1. ExecutionEngine: ")
        assert call("--format", "json") == (0, "[]\n", "")

    def test_with_dates(self, tmp_path: Path, call: Call) -> None:
        git(tmp_path, "init", "--quiet")
        TestHistory.commit(tmp_path, "2024-02-03", **{"a.py": FULL, "b.py": FULL})
        assert "   keep a.py:1 (no importers, 3 members, changed on 2024-02-03)\n" in call()[1]

    def test_no_files_are_no_answer(self, tmp_path: Path, call: Call) -> None:
        said = f"error: no Python files in {tmp_path} that neither git nor the policy leaves out\n"
        assert call() == (2, "", said)

    def test_colors_and_odd_paths(self, tmp_path: Path) -> None:
        shown = text(found(tmp_path, {"a.py": FULL, "\x1b.py": FULL}), color=True)
        assert "\x1b[36mkeep\x1b[0m \x1b[1ma.py:1\x1b[0m" in shown
        assert "\x1b[1m\\x1b.py:1\x1b[0m" in shown
