"""The plugin in real flake8: the findings of the command, at the same places.

flake8 finds the plugin by its entry point, so the project has to be installed.
"""

from __future__ import annotations

import ast
import gc
import sys
import warnings
from argparse import Namespace
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from flake8 import utils
from flake8.main.cli import main

from ssot_lint.fronts.flake8_answers import Answers, Asked
from ssot_lint.fronts.flake8_plugin import Plugin
from ssot_lint.model import Failure, Finding, Report
from ssot_lint.registry import RULES
from ssot_lint.repo.again import FOLDER
from ssot_lint.rule import Example
from ssot_lint.session import Session, open_session
from tests.processes import PROJECT, Done, run
from tests.repository import lines, write
from tests.test_before import EXPECTED

EXAMPLES = [
    pytest.param(example, id=f"{rule.code}-{example.title}") for rule in RULES.values() for example in rule.examples
]

POLICY = """\
[decisions.auth]
keep = ["app.auth:Auth"]
delete = ["app.old"]
ban-classes = ["LegacyAuth"]
"""
HOME = {"app/__init__.py": "", "app/auth.py": "class Auth: ...\n"}
BANNED = "SSOT001 LegacyAuth is banned: use Auth from app.auth (auth)"
DELETED = "SSOT002 module app.old is deleted: use Auth from app.auth (auth)"


def flake8(cwd: Path, *arguments: str, stdin: bytes = b"") -> Done:
    """flake8 in a process of its own, without the configuration of folders above; warnings are errors."""
    python = (sys.executable, "-W", "error", "-m")
    return run(*python, "flake8", *_isolated(cwd), *arguments, cwd=cwd, stdin=stdin)


def flake8_here(cwd: Path, *arguments: str, stdin: bytes = b"") -> Done:
    """The same in this process: to start one takes longer than to look at a small repository."""
    utils.stdin_get_value.cache_clear()
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8") for _ in range(2))
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(out),
        redirect_stderr(err),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("error")
        patch.chdir(cwd)
        patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        code = main([*_isolated(cwd), "-j1", *arguments])
    gc.unfreeze()
    for stream in (out, err):
        stream.seek(0)
    return Done(code, out.read(), err.read())


def _isolated(cwd: Path) -> tuple[str, ...]:
    return () if (cwd / ".flake8").exists() else ("--isolated",)


def ours(cwd: Path, *arguments: str, stdin: bytes = b"") -> list[str]:
    """The lines of findings with our codes; everything else must be in order."""
    return _findings(flake8(cwd, "--select", "SSOT", *arguments, stdin=stdin))


def ours_here(cwd: Path, *arguments: str, stdin: bytes = b"") -> list[str]:
    """The same by flake8 in this process."""
    return _findings(flake8_here(cwd, "--select", "SSOT", *arguments, stdin=stdin))


def _findings(done: Done) -> list[str]:
    found = done.out.splitlines()
    assert (done.err, done.code) == ("", 1 if found else 0)
    return found


def is_parsable(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def visible_to_flake8(files: Mapping[str, str]) -> list[str]:
    """The files that flake8 is given plugins for."""
    return [path for path, text in files.items() if path.endswith((".py", ".pyi")) and is_parsable(text)]


class TestExamples:
    @pytest.mark.parametrize("example", EXAMPLES)
    def test_in_files(self, example: Example, tmp_path: Path) -> None:
        write(tmp_path, example.files, example.policy)
        paths = visible_to_flake8(example.files)
        expected = [line for line in example.findings if line.partition(":")[0] in paths]
        assert sorted(ours_here(tmp_path, *sorted(paths or ["."]))) == sorted(expected)

    @pytest.mark.parametrize("example", EXAMPLES)
    def test_on_stdin(self, example: Example, tmp_path: Path) -> None:
        """What is on disk is empty, so that every finding must come from the text on standard input."""
        write(tmp_path, example.files, example.policy)
        paths = visible_to_flake8(example.files)
        expected = [line for line in example.findings if line.partition(":")[0] in paths]
        loud = {line.partition(":")[0] for line in expected}
        found = []
        for path in sorted(loud) or paths[-1:]:
            text = (tmp_path / path).read_bytes()
            (tmp_path / path).write_text("")
            found += ours_here(tmp_path, "--stdin-display-name", path, "-", stdin=text)
            (tmp_path / path).write_bytes(text)
        assert sorted(found) == sorted(expected)


TEXTS = {
    "line-ends-of-windows": b"import app\r\n\r\nfrom app import LegacyAuth\r\n",
    "line-ends-of-old-macs": b"import app\r\rfrom app import LegacyAuth\r",
    "mixed-line-ends": b"import app\r\n\nfrom app import LegacyAuth\r\n",
    "no-line-end": b"from app import LegacyAuth",
    "byte-order-mark": b"\xef\xbb\xbffrom app import LegacyAuth\n",
    "byte-order-mark-and-windows": b"\xef\xbb\xbffrom app import LegacyAuth\r\nimport app.old\r\n",
    "form-feed-line": b"import app\n\x0c\nfrom app import LegacyAuth\n",
    "form-feed-in-line": b"\x0cfrom app import LegacyAuth\n\nimport app.old\n",
    "vertical-tab-in-string": b'x = "\x0b\x1c"\nfrom app import LegacyAuth\n',
    "line-separator-in-string": 'x = "\u2028\u0085"\nfrom app import LegacyAuth\n'.encode(),
    "wide-characters-before": 'x = "\U0001f600é"; from app import LegacyAuth\n'.encode(),
    "wide-identifier": "from app import \uff2cegacy\uff21uth\n".encode(),
    "latin-1": '# -*- coding: latin-1 -*-\nx = "é"; from app import LegacyAuth\n'.encode("latin-1"),
    "tabs": b"def f():\n\tfrom app import LegacyAuth\n\treturn LegacyAuth\n",
    "continued-line": b"from app \\\n    import LegacyAuth\nfrom \\\n    app.old import x\n",
    "in-an-f-string": b'x = f"{app.LegacyAuth}"\n',
    "noqa": b"from app import LegacyAuth  # noqa: SSOT001\nimport app.old  # noqa: SSOT001\n",
    "noqa-of-all": b"from app import LegacyAuth  # noqa\n",
    "noqa-by-prefix": b"from app import LegacyAuth  # noqa: SSOT\n",
    "noqa-of-another-linter": b"from app import LegacyAuth  # noqa: F401\n",
    "noqa-that-silences-nothing": b"from app import Auth  # noqa: SSOT001\n",
    "noqa-after-a-long-string": b'x = """\nLegacyAuth\n""", LegacyAuth  # noqa: SSOT001\n',
    "noqa-of-the-file": b"# flake8: noqa\nfrom app import LegacyAuth\n",
    "noqa-of-the-file-for-a-code": b"# flake8: noqa: SSOT001\nfrom app import LegacyAuth\n",
    "many-on-a-line": b"from app.old import LegacyAuth; import app.old; LegacyAuth = 1\n",
    "only-comments": b"# LegacyAuth\n",
    "empty": b"",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_all_kinds_of_text(text: bytes, tmp_path: Path) -> None:
    """flake8 decodes, splits and parses on its own; what comes out is the same."""
    write(tmp_path, {**HOME, "app/a.py": text}, POLICY)
    expected = list(lines(open_session(str(tmp_path)).check(["app/a.py"])))
    assert ours_here(tmp_path, "app/a.py") == expected
    assert ours_here(tmp_path, "--stdin-display-name", "app/a.py", "-", stdin=text) == expected


def test_all_kinds_of_text_at_once(tmp_path: Path) -> None:
    """In a process of its own, as users have it, and on standard input."""
    texts = {f"app/{name.replace('-', '_')}.py": text for name, text in TEXTS.items()}
    write(tmp_path, {**HOME, **texts}, POLICY)
    expected = list(lines(open_session(str(tmp_path)).check(sorted(texts))))
    assert ours(tmp_path, *sorted(texts)) == expected
    assert len({line.partition(":")[0] for line in expected}) > len(TEXTS) / 2


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_whole_repository(before: Path, jobs: str) -> None:
    """flake8 sees Python that it can parse; the rest is the command's."""
    unseen = ("scripts/nightly.py", "ssot.toml", "CLAUDE.md", "docs/")
    expected = [line.rstrip("\n") for line in EXPECTED if not line.startswith(unseen)]
    assert [line.removeprefix("./") for line in ours(before, "-j", jobs, ".")] == expected


def test_a_bug_of_ours_costs_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """flake8 drops the findings of all plugins for a file on which one raises."""
    finding = Finding("SSOT001", "banned-class", "no", "a.py", 2, 3, 2, 4, None, None, ())
    failure = Failure("SSOT002", "a.py", "Traceback…\nKeyError: 'x'\n")
    monkeypatch.setattr(Session, "check_parsed", lambda session, source: Report((finding,), (failure,)))
    name = str(PROJECT / "a.py")
    options = Namespace(ssot_lint_answers=Answers(Asked([name], config=None, no_repo=False, jobs=1)))
    plugin = Plugin(ast.parse(""), name, [], options)
    assert list(plugin.run()) == [
        (1, 0, "SSOT900 internal error, rule SSOT002: KeyError: 'x': please report it", Plugin),
        (2, 2, "SSOT001 no", Plugin),
    ]


@pytest.mark.parametrize(("arguments", "is_ahead"), [
    pytest.param(["app/a.py"], False, id="one-file"),
    pytest.param(["--stdin-display-name", "app/a.py", "-"], False, id="standard-input"),
    pytest.param(["app/a.py", "app/auth.py"], True, id="two-files"),
    pytest.param(["app"], True, id="a-folder"),
    pytest.param([], True, id="all"),
])  # fmt: skip
def test_several_files_are_checked_ahead(
    arguments: list[str], is_ahead: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "from app import LegacyAuth\n" * 50
    write(tmp_path, {**HOME, "app/a.py": text}, POLICY)
    run(*("git", "init", "-q"), cwd=tmp_path)
    ahead, check_ahead = [], Session.check_ahead

    def recorded(session: Session, paths: tuple[str, ...] | None) -> Report:
        ahead.append(True)
        return check_ahead(session, paths)

    monkeypatch.setattr(Session, "check_ahead", recorded)
    found = [line.removeprefix("./") for line in ours_here(tmp_path, *arguments, stdin=text.encode())]
    assert found == [f"app/a.py:{line}:17: {BANNED}" for line in range(1, 51)]
    assert bool(ahead) is is_ahead
    assert any((tmp_path / FOLDER).glob("python*")), "the next run is told what this one has found out"


class TestHost:
    """What users of flake8 rely on."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        write(tmp_path, {**HOME, "app/a.py": "from app import LegacyAuth\nimport app.old\n"}, POLICY)
        return tmp_path

    def test_version_names_the_plugin(self, root: Path) -> None:
        assert "ssot-lint: " in flake8(root, "--version").out

    def test_is_on_without_being_selected(self, root: Path) -> None:
        found = flake8_here(root, "app/a.py").out.splitlines()
        assert [line for line in found if "SSOT" in line] == [
            f"app/a.py:1:17: {BANNED}",
            f"app/a.py:2:8: {DELETED}",
        ]
        assert any("F401" in line for line in found)

    @pytest.mark.parametrize(
        ("codes", "expected"),
        [
            pytest.param("SSOT001", [f"app/a.py:1:17: {BANNED}"], id="one"),
            pytest.param("SSOT002,SSOT004", [f"app/a.py:2:8: {DELETED}"], id="several"),
            pytest.param("SSO", [f"app/a.py:1:17: {BANNED}", f"app/a.py:2:8: {DELETED}"], id="prefix"),
            pytest.param("E9", [], id="none-of-ours"),
        ],
    )
    def test_select(self, root: Path, codes: str, expected: list[str]) -> None:
        assert flake8_here(root, "--select", codes, "app/a.py").out.splitlines() == expected

    @pytest.mark.parametrize(
        ("settings", "expected"),
        [
            pytest.param("per-file-ignores =\n    app/*.py: SSOT001", [DELETED], id="per-file-ignores"),
            pytest.param("extend-ignore = SSO", [], id="all-ignored-by-prefix"),
            pytest.param("exclude = app/a.py", [], id="exclude"),
        ],
    )
    def test_settings(self, root: Path, settings: str, expected: list[str]) -> None:
        (root / ".flake8").write_text(f"[flake8]\n{settings}\n")
        found = flake8_here(root, "app/a.py").out.splitlines()
        assert [line.partition(" ")[2] for line in found if "SSOT" in line] == expected

    @pytest.mark.parametrize("key", ["ignore", "extend-ignore"])
    def test_settings_take_no_code_of_four_letters(self, root: Path, key: str) -> None:
        """A limit of flake8 that the README warns of; when it falls, the README is to be mended."""
        (root / ".flake8").write_text(f"[flake8]\n{key} = SSOT001\n")
        done = flake8(root, "app/a.py")
        assert done.code == 1
        assert f"Error code 'SSOT001' supplied to '{key}' option does not match" in done.err

    def test_rules_about_the_repository(self, root: Path) -> None:
        write(root, {"app/b.py": "from app.gone import x\nclass AFactory: ...\n", "app/c.py": "class AFactory: ...\n"})
        found = ours_here(root, "app/b.py")
        assert [line.split()[1] for line in found] == ["SSOT104", "SSOT101"]
        assert ours_here(root, "--ssot-no-repo", "app/b.py") == []
        (root / ".flake8").write_text("[flake8]\nssot-no-repo = true\n")
        assert ours_here(root, "app/b.py") == []
        (root / "ssot.toml").unlink()
        assert ours_here(root, "app/b.py") == []

    def test_policy_ignore(self, root: Path) -> None:
        (root / "ssot.toml").write_text(f'ignore = ["SSOT001"]\n{POLICY}')
        assert ours_here(root, "app/a.py") == [f"app/a.py:2:8: {DELETED}"]

    def test_policy_exclude(self, root: Path) -> None:
        (root / "ssot.toml").write_text(f'exclude = ["app/a.py"]\n{POLICY}')
        assert ours_here(root, "app/a.py") == []

    def test_another_policy_by_option(self, root: Path) -> None:
        (root / "ssot.toml").rename(root / "other.toml")
        assert [line for line in ours_here(root, "app/a.py") if "SSOT104" not in line] == []
        assert ours_here(root, "--ssot-config", "other.toml", "app/a.py") == [
            f"app/a.py:1:17: {BANNED}",
            f"app/a.py:2:8: {DELETED}",
        ]

    def test_another_policy_by_setting(self, root: Path) -> None:
        """The path is relative to the configuration, as all paths in it are."""
        (root / "ssot.toml").rename(root / "app" / "other.toml")
        (root / ".flake8").write_text("[flake8]\nssot-config = app/other.toml\n")
        found = ours_here(root, "app/a.py")
        assert found == [f"app/a.py:1:17: {BANNED}", f"app/a.py:2:8: {DELETED}"]

    @pytest.mark.parametrize(
        "arguments",
        [
            pytest.param(["app/a.py"], id="file"),
            pytest.param(["-j", "2", "app"], id="workers"),
            pytest.param(["-"], id="stdin"),
        ],
    )
    def test_broken_policy(self, root: Path, arguments: list[str]) -> None:
        """Every problem is told, no traceback, and it doesn't look like success."""
        broken = '[decisions.auth]\nkep = ["app.auth:Auth"]\nban-classes = "LegacyAuth"\n'
        (root / "ssot.toml").write_text(broken)
        done = flake8(root, *arguments)
        assert done.code == 1
        assert done.out == (
            "There was a critical error during execution of Flake8:\n"
            "ssot-lint can't understand its policy:\n"
            "ssot.toml: decisions.auth.kep: unknown key (did you mean keep?)\n"
            "ssot.toml: decisions.auth.ban-classes: must be a list, not a string (write ['LegacyAuth'])\n"
        )
        assert "Traceback" not in done.err

    def test_missing_policy_by_option(self, root: Path) -> None:
        done = flake8_here(root, "--ssot-config", "nope.toml", "app/a.py")
        assert done.code == 1
        assert "nope.toml: can't be read: No such file or directory" in done.out

    def test_syntax_error_is_of_flake8(self, root: Path) -> None:
        (root / "app" / "a.py").write_text("from app import LegacyAuth\ndef f(:\n")
        found = flake8_here(root, "--select", "SSOT,E9", "app/a.py").out.splitlines()
        assert [line.split()[1] for line in found] == ["E999"]

    def test_standard_input_stands_for_the_disk(self, root: Path) -> None:
        text = b"x = 1\nimport app.old\n"
        assert ours(root, "--stdin-display-name", "app/a.py", "-", stdin=text) == [f"app/a.py:2:8: {DELETED}"]
        assert ours_here(root, "--stdin-display-name", "app/a.py", "-", stdin=b"x = 1\n") == []

    def test_standard_input_may_be_a_file_to_come(self, root: Path) -> None:
        found = ours_here(root, "--stdin-display-name", "app/new/b.py", "-", stdin=b"from .. import old\n")
        assert found == [f"app/new/b.py:1:16: {DELETED}"]

    def test_standard_input_without_a_name(self, root: Path) -> None:
        assert ours_here(root, "-", stdin=b"import app.old\n") == [f"stdin:1:8: {DELETED}"]

    def test_absolute_paths_and_other_folders(self, root: Path) -> None:
        path = str(root / "app" / "a.py")
        assert ours(root.parent, path) == [f"{path}:1:17: {BANNED}", f"{path}:2:8: {DELETED}"]
        assert ours_here(root / "app", "a.py") == [f"a.py:1:17: {BANNED}", f"a.py:2:8: {DELETED}"]
