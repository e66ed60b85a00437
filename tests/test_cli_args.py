"""The command line on its own: what arguments mean, where output goes, and exit codes."""

from __future__ import annotations

import io
import json
import os
import runpy
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ssot_lint import __version__
from ssot_lint.commands.explain import explain
from ssot_lint.fronts.cli import main
from ssot_lint.model import Failure, Finding, Hit, Report
from ssot_lint.policy.model import Kind, Option, PolicyError
from ssot_lint.repo.workers import available
from ssot_lint.rule import Example, Rule
from ssot_lint.session import relative_path
from tests.processes import Done, run
from tests.repository import write

LINE = "x = Old()"
FINDING = Finding("SSOT001", "banned-class", "Old is banned: use New", "app/a.py", 2, 5, 2, 8, "d", None, ())
FOUND = Report((FINDING,), checked=2, lines={("app/a.py", 2): LINE})
CLEAN = Report((), checked=2)
TEXT = "app/a.py:2:5: SSOT001 Old is banned: use New\n"


def nothing(*_facts: object) -> Iterator[Hit]:
    return iter(())


def rule(code: str, name: str, **fields: Any) -> Rule:
    explanation = "Why it matters.\n\n    How it works.\n    "
    return Rule(code, name, f"about {name}", explanation, repo=nothing)._replace(**fields)


STRINGS = Kind("strings", list, {"type": "array"})
EXAMPLE = Example(
    "an alias",
    '[decisions.d]\nban-classes = ["Old"]\n',
    {"a.py": "class New:\n    x = 1\n\nOld = New\n"},
    ("a.py:4:1: SSOT001 Old is banned",),
    {"a.py": "class New: ...\n"},
)
RULES = {
    "SSOT001": rule(
        "SSOT001",
        "banned-class",
        options=(
            Option("use", STRINGS, "what to say"),
            Option("names", STRINGS, "globs", table="duplicates", requires=("use",)),
        ),
        examples=(EXAMPLE, Example("silence", "", {"b.py": "x = 1"})),
    ),
    "SSOT002": rule("SSOT002", "deleted-module-import"),
    "SSOT101": rule("SSOT101", "duplicate-class"),
}


class Fake:
    """Stands for the session: answers with `report`, and keeps what it was asked."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.report = CLEAN
        self.error: BaseException | None = None
        self.opened: tuple[object, ...] = ()
        self.options: dict[str, object] = {}
        self.asked: dict[str, object] = {}

    def remember(self, *said: object) -> None: ...

    def open_session(self, start: str, config: str | None = None, **options: object) -> Fake:
        if self.error is not None:
            raise self.error
        self.opened = (start, config)
        self.options = options
        return self

    def check(self, focus: tuple[str, ...] = (), **keywords: object) -> Report:
        self.asked = {"focus": focus, **keywords}
        return self.report


def module(name: str, **names: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(names)
    return made


@pytest.fixture(autouse=True)
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """A fake session on a small tree, which is the current folder."""
    root = tmp_path / "repo"
    for path in ("app/a.py", "app/b.py", "docs/c.md"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    (tmp_path / "elsewhere.py").touch()
    session = Fake(root)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.chdir(root)
    for fake_module in (
        module("ssot_lint.session", open_session=session.open_session, relative_path=relative_path),
        module("ssot_lint.registry", RULES=RULES, options=lambda: ("o",)),
        module("ssot_lint.policy.schema", schema=lambda options: {"é": list(options)}),
    ):
        monkeypatch.setitem(sys.modules, fake_module.__name__, fake_module)
    return session


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command; gives exit code, standard output and standard error."""

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        out, err = capsys.readouterr()
        return code, out, err

    return run


Call = Callable[..., tuple[int, str, str]]


class TestPaths:
    @pytest.mark.parametrize(
        ("cwd", "paths", "start", "focus"),
        [
            pytest.param(".", [], ".", (), id="none"),
            pytest.param("app", [], "app", (), id="none-in-a-folder"),
            pytest.param(".", ["app/a.py"], "app", ("app/a.py",), id="file"),
            pytest.param(".", ["app/"], "app", ("app",), id="folder"),
            pytest.param(".", ["app/a.py", "docs"], ".", ("app/a.py", "docs"), id="common-folder"),
            pytest.param("app", ["a.py", "../docs/c.md"], ".", ("app/a.py", "docs/c.md"), id="from-a-folder"),
            pytest.param(".", ["."], ".", (), id="the-root"),
            pytest.param(".", ["app", "."], ".", (), id="the-root-and-more"),
            pytest.param("..", ["repo/app/b.py"], "app", ("app/b.py",), id="from-outside"),
        ],
    )
    def test_are_seen_from_the_root(
        self,
        fake: Fake,
        call: Call,
        monkeypatch: pytest.MonkeyPatch,
        cwd: str,
        paths: list[str],
        start: str,
        focus: tuple[str, ...],
    ) -> None:
        monkeypatch.chdir(cwd)
        assert call("check", *paths) == (0, "", "no findings in 2 files\n")
        assert fake.opened == (os.path.normpath(os.path.join(fake.root, start)), None)
        assert fake.asked == {"focus": focus, "select": None, "ignore": frozenset()}

    def test_through_a_symbolic_link_are_the_same(self, fake: Fake, call: Call, tmp_path: Path) -> None:
        link = tmp_path / "link"
        link.symlink_to(fake.root, target_is_directory=True)
        call("check", str(link / "app" / "a.py"))
        assert fake.asked["focus"] == ("app/a.py",)

    def test_that_do_not_exist_are_all_told(self, call: Call) -> None:
        assert call("check", "nope.py", "app/a.py", "no\x1bne") == (
            2,
            "",
            "error: no such file or folder: nope.py\nerror: no such file or folder: no\\x1bne\n",
        )

    def test_outside_the_repository_are_all_told(self, fake: Fake, call: Call) -> None:
        assert call("check", "../elsewhere.py", "app", "..") == (
            2,
            "",
            f"error: not in the repository {fake.root}: ../elsewhere.py\n"
            f"error: not in the repository {fake.root}: ..\n",
        )

    def test_in_two_repositories_have_no_policy_in_common(self, tmp_path: Path, call: Call) -> None:
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "ssot.toml").touch()
        assert call("check", str(tmp_path / "one"), str(tmp_path / "two")) == (
            2,
            "",
            f"error: the paths are not in one repository, but in {tmp_path / 'one'}, {tmp_path / 'two'}\n",
        )

    def test_options_reach_the_session(self, fake: Fake, call: Call) -> None:
        call("check", "--config", "other.toml", "--no-prefilter", "app")
        assert (fake.opened[1], fake.options["prefilter"]) == ("other.toml", False)

    @pytest.mark.parametrize(("arguments", "jobs", "use_cache"), [
        pytest.param([], available(), True, id="none"),
        pytest.param(["--jobs", "3"], 3, True, id="jobs"),
        pytest.param(["--no-cache"], available(), False, id="no-cache"),
    ])  # fmt: skip
    def test_means(self, arguments: list[str], jobs: int, use_cache: bool, fake: Fake, call: Call) -> None:
        call("check", *arguments)
        assert (fake.options["jobs"], fake.options["use_cache"]) == (jobs, use_cache)

    @pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "", "²"])
    def test_jobs_is_a_number_from_1_on(self, number: str, call: Call) -> None:
        code, out, err = call("check", f"--jobs={number}")
        assert (code, out) == (2, "")
        assert err.endswith(f"argument --jobs: not a number from 1 on: {number!r}\n")


class TestStdin:
    @pytest.fixture(autouse=True)
    def stdin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x = 1\r\n\xff")))

    @pytest.mark.parametrize(
        ("arguments", "start"),
        [
            pytest.param(["--stdin-filename", "app/a.py"], "app", id="file"),
            pytest.param(["--stdin-filename", "app/a.py", "-"], "app", id="with-a-dash"),
            pytest.param(["--stdin-filename={root}/app/a.py"], "app", id="absolute"),
            pytest.param(["--stdin-filename", "new/folder/a.py"], ".", id="not-yet-there"),
        ],
    )
    def test_is_checked_as_that_file(self, fake: Fake, call: Call, arguments: list[str], start: str) -> None:
        assert call("check", *(one.format(root=fake.root) for one in arguments))[0] == 0
        assert fake.opened[0] == os.path.normpath(os.path.join(fake.root, start))
        path = "new/folder/a.py" if start == "." else "app/a.py"
        stdin = (path, b"x = 1\r\n\xff")
        assert fake.asked == {"focus": (), "stdin": stdin, "select": None, "ignore": frozenset()}

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            pytest.param(
                ["--stdin-filename", "a.py", "app"],
                "--stdin-filename is in the place of PATH: leave one of them out",
                id="and-a-path",
            ),
            pytest.param(["--stdin-filename", "app"], "--stdin-filename is a folder: app", id="folder"),
            pytest.param(
                ["--stdin-filename", ""], "--stdin-filename is empty: name the file that the text is of", id="empty"
            ),
            pytest.param(["--stdin-filename", "../a.py"], "not in the repository {root}: ../a.py", id="outside"),
        ],
    )
    def test_problems(self, fake: Fake, call: Call, arguments: list[str], problem: str) -> None:
        assert call("check", *arguments) == (2, "", f"error: {problem.format(root=fake.root)}\n")


class TestCodes:
    @pytest.mark.parametrize(
        ("arguments", "select", "ignore"),
        [
            pytest.param(["--select", "SSOT001"], {"SSOT001"}, set(), id="code"),
            pytest.param(["--select", "SSOT0, SSOT101,"], set(RULES), set(), id="prefix"),
            pytest.param(["--ignore", "SSOT1"], None, {"SSOT101"}, id="ignore"),
            pytest.param(["--select=SSOT0", "--select=SSOT1"], set(RULES), set(), id="twice"),
        ],
    )
    def test_are_lists_of_prefixes(
        self, fake: Fake, call: Call, arguments: list[str], select: set[str] | None, ignore: set[str]
    ) -> None:
        assert call("check", *arguments)[0] == 0
        assert fake.asked == {"focus": (), "select": select, "ignore": ignore}

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            pytest.param(
                ["--select", "SSOT001,SSOT9,E501"],
                "--select: no rule has such a code: SSOT9, E501 (there are SSOT001, SSOT002, SSOT101)",
                id="unknown",
            ),
            pytest.param(
                ["--ignore", ""],
                "--ignore: give at least one code (there are SSOT001, SSOT002, SSOT101)",
                id="empty",
            ),
            pytest.param(
                ["--select", "SSOT001", "--ignore", "SSOT0"],
                "--select and --ignore leave no rule: select one that is not ignored",
                id="none-left",
            ),
        ],
    )
    def test_problems(self, call: Call, arguments: list[str], problem: str) -> None:
        assert call("check", *arguments) == (2, "", f"error: {problem}\n")


class TestOutput:
    @pytest.mark.parametrize(
        ("arguments", "code", "out", "err"),
        [
            pytest.param([], 1, TEXT, "1 finding in 2 files\n", id="text"),
            pytest.param(
                ["--format", "full"],
                1,
                "SSOT001 banned-class  app/a.py:2:5\nOld is banned: use New\n  |\n2 | x = Old()\n  |     ^^^\n",
                "1 finding in 2 files\n",
                id="full",
            ),
            pytest.param(
                ["--statistics"],
                1,
                f"{TEXT}1 SSOT001 banned-class\n",
                "1 finding in 2 files\n",
                id="statistics",
            ),
            pytest.param(["--exit-zero"], 0, TEXT, "1 finding in 2 files\n", id="exit-zero"),
            pytest.param(
                ["--color", "always"],
                1,
                "\x1b[1mapp/a.py\x1b[0m:2:5: \x1b[1;31mSSOT001\x1b[0m Old is banned: use New\n",
                "1 finding in 2 files\n",
                id="color",
            ),
        ],
    )
    def test_findings_are_on_stdout_and_the_rest_on_stderr(
        self, fake: Fake, call: Call, arguments: list[str], code: int, out: str, err: str
    ) -> None:
        fake.report = FOUND
        assert call("check", *arguments) == (code, out, err)

    def test_json_has_no_company(self, fake: Fake, call: Call) -> None:
        fake.report = FOUND
        code, out, err = call("check", "--format=json", "--color=always")
        assert (code, [element["code"] for element in json.loads(out)], err) == (1, ["SSOT001"], "")

    def test_statistics_beside_json_are_on_stderr(self, fake: Fake, call: Call) -> None:
        fake.report = FOUND
        code, out, err = call("check", "--format=json", "--statistics")
        assert (code, len(json.loads(out)), err) == (1, 1, "1 SSOT001 banned-class\n")

    def test_notes_are_on_stderr(self, fake: Fake, call: Call) -> None:
        fake.report = CLEAN._replace(notes=("a submodule is skipped",))
        assert call("check") == (0, "", "note: a submodule is skipped\nno findings in 2 files\n")

    @pytest.mark.parametrize("arguments", [[], ["--exit-zero"]], ids=["plain", "exit-zero"])
    def test_a_failure_is_no_success(self, fake: Fake, call: Call, arguments: list[str]) -> None:
        detail = 'Traceback:\n  File "r.py", line 1, in check\n    f()\nKeyError: 1\n'
        fake.report = FOUND._replace(failures=(Failure("SSOT002", "b.py", detail),))
        assert call("check", *arguments) == (
            2,
            TEXT,
            "internal error: rule SSOT002 failed on b.py: KeyError: 1; please report it\n"
            '  File "r.py", line 1, in check\n'
            "1 finding in 2 files\n",
        )

    @pytest.mark.parametrize(
        ("arguments", "out", "where"),
        [
            pytest.param([], "", "{root}", id="everywhere"),
            pytest.param(["docs", "--exit-zero"], "", "docs of {root}", id="focus"),
            pytest.param(["--format=json"], "[]\n", "{root}", id="json"),
        ],
    )
    def test_nothing_checked_is_no_success(
        self, fake: Fake, call: Call, arguments: list[str], out: str, where: str
    ) -> None:
        fake.report = Report(())
        assert call("check", *arguments) == (
            2,
            out,
            f"nothing was checked: no Python files in {where.format(root=fake.root)} "
            "that neither git nor the policy leaves out\n",
        )


class TestOutputFile:
    def test_has_the_findings(self, fake: Fake, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        fake.report = FOUND
        Path("out.txt").write_text("old")
        assert call("check", "--output-file", "out.txt") == (1, "", "1 finding in 2 files\n")
        assert Path("out.txt").read_bytes() == TEXT.encode()
        assert sorted(os.listdir()) == ["app", "docs", "out.txt"]

    def test_is_utf_8_and_escapes_what_that_lacks(self, fake: Fake, call: Call) -> None:
        fake.report = FOUND._replace(findings=(FINDING._replace(message="é", path="\udc80"),))
        call("check", "--format=json", "--output-file", "out.json")
        [element] = json.loads(Path("out.json").read_text(encoding="utf-8"))
        assert (element["message"], element["path"]) == ("é", "\udc80")

    def test_that_is_a_device_is_not_replaced(self, fake: Fake, call: Call, tmp_path: Path) -> None:
        fake.report = FOUND
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        assert call("check", "--output-file", str(pipe)) == (1, "", "1 finding in 2 files\n")
        assert (os.read(reader, 1000), pipe.is_fifo()) == (TEXT.encode(), True)
        os.close(reader)

    def test_that_cannot_be_written(self, call: Call) -> None:
        code, out, err = call("check", "--output-file", "nowhere/out.txt")
        assert (code, out) == (2, "")
        assert err.startswith("error: [Errno 2] No such file or directory: ")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "colored"),
    [
        pytest.param(io.StringIO, {}, False, id="no-terminal"),
        pytest.param(Terminal, {}, True, id="terminal"),
        pytest.param(Terminal, {"TERM": "dumb"}, False, id="dumb-terminal"),
        pytest.param(Terminal, {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param(Terminal, {"NO_COLOR": ""}, True, id="NO_COLOR-empty"),
        pytest.param(io.StringIO, {"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param(io.StringIO, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="both"),
    ],
)
def test_color_by_default(
    fake: Fake,
    monkeypatch: pytest.MonkeyPatch,
    stream: type[io.StringIO],
    environment: Mapping[str, str],
    colored: bool,
) -> None:
    fake.report = FOUND
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    out = stream()
    monkeypatch.setattr("sys.stdout", out)
    assert main(["check"]) == 1
    assert ("\x1b[" in out.getvalue()) is colored


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["check"], b"\\u03a9\\U0001d54f", id="text-escapes"),
        pytest.param(["check", "--format=json"], "Ω𝕏".encode(), id="json-is-utf-8"),
    ],
)
def test_a_poor_locale_crashes_nothing(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: bytes, encoding: str
) -> None:
    fake.report = FOUND._replace(findings=(FINDING._replace(message="Ω𝕏"),))
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding=encoding))
    assert main(arguments) == 1
    assert message in written.getvalue()


class TestErrors:
    @pytest.mark.parametrize(
        ("error", "code", "err"),
        [
            pytest.param(
                PolicyError(("ssot.toml: a: bad", "ssot.toml: b: worse")),
                2,
                "ssot.toml: a: bad\nssot.toml: b: worse\n2 problems in the policy; nothing was checked\n",
                id="policy",
            ),
            pytest.param(
                PolicyError(("ssot.toml: a: bad",)),
                2,
                "ssot.toml: a: bad\n1 problem in the policy; nothing was checked\n",
                id="policy-one",
            ),
            pytest.param(PermissionError(13, "no", "x"), 2, "error: [Errno 13] no: 'x'\n", id="system"),
            pytest.param(KeyboardInterrupt(), 130, "interrupted\n", id="interrupt"),
        ],
    )
    def test_have_their_exit_codes(self, fake: Fake, call: Call, error: BaseException, code: int, err: str) -> None:
        fake.error = error
        assert call("check") == (code, "", err)

    def test_a_crash_does_not_look_like_findings(self, fake: Fake, call: Call) -> None:
        fake.error = RuntimeError("oh")
        code, out, err = call("check")
        first, second = err.splitlines()
        assert (code, out, first) == (2, "", "internal error: RuntimeError: oh; please report it")
        assert second.endswith("in open_session")

    @pytest.mark.parametrize("words", ["check", "fix", "status", "compare a b", "find a", "discover"])
    def test_a_crash_with_its_traceback(self, words: str, fake: Fake, call: Call) -> None:
        fake.error = RuntimeError("oh")
        _, _, err = call(*words.split(), "-v")
        assert err.splitlines()[1] == "Traceback (most recent call last):"
        assert err.splitlines()[-1] == "RuntimeError: oh"

    def test_a_reader_that_left_is_no_error(
        self, fake: Fake, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        fake.report = FOUND
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            monkeypatch.setattr("sys.stdout", pipe)
            assert main(["check"]) == 141
        assert capfd.readouterr() == ("", "")

    @pytest.mark.parametrize(
        ("closed", "expected"),
        [
            pytest.param(">&-", Done(1, "", "1 finding in 1 file\n"), id="output"),
            pytest.param("2>&-", Done(1, "a.py:1:8: SSOT002 module gone is deleted: remove it (a)\n", ""), id="error"),
            pytest.param("<&- >&- 2>&-", Done(1, "", ""), id="all"),
        ],
    )
    def test_streams_that_are_closed_from_the_start(self, tmp_path: Path, closed: str, expected: Done) -> None:
        write(tmp_path, {"a.py": "import gone\n"}, '[decisions.a]\ndelete = ["gone"]\n')
        for _ in range(2):  # what was said is said again
            assert run("sh", "-c", f"{sys.executable} -m ssot_lint check a.py {closed}", cwd=tmp_path) == expected


class TestCommands:
    def test_version(self, call: Call) -> None:
        assert call("--version") == (0, f"ssot-lint {__version__}\n", "")

    def test_none_is_answered_with_help(self, call: Call) -> None:
        code, out, err = call()
        assert (code, out) == (2, "")
        assert err.startswith("usage: ssot-lint [-h]")

    def test_help_keeps_its_secrets(self, call: Call) -> None:
        code, out, err = call("check", "--help")
        assert (code, err, "--no-prefilter" in out) == (0, "", False)
        assert "--stdin-filename PATH" in out

    @pytest.mark.parametrize(
        "arguments",
        [["chekc"], ["check", "--form", "json"], ["check", "--format", "xml"]],
        ids=["command", "abbreviation", "choice"],
    )
    def test_usage_errors(self, call: Call, arguments: list[str]) -> None:
        code, out, err = call(*arguments)
        assert (code, out) == (2, "")
        assert "error: " in err

    def test_schema(self, call: Call) -> None:
        assert call("schema") == (0, '{\n  "é": [\n    "o"\n  ]\n}\n', "")

    def test_as_a_module(self, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.argv", ["ssot-lint", "check", "app"])
        monkeypatch.setattr(os, "_exit", sys.exit)
        with pytest.raises(SystemExit) as stop:
            runpy.run_module("ssot_lint", run_name="__main__")
        assert (stop.value.code, fake.asked["focus"]) == (0, ("app",))


class TestExplain:
    def test_without_a_rule_is_a_table(self, call: Call) -> None:
        assert call("explain") == (
            0,
            "SSOT001  banned-class           about banned-class\n"
            "SSOT002  deleted-module-import  about deleted-module-import\n"
            "SSOT101  duplicate-class        about duplicate-class\n",
            "",
        )

    @pytest.mark.parametrize("wanted", ["SSOT001", "ssot001", "banned-class"])
    def test_a_rule(self, wanted: str) -> None:
        assert (
            explain(RULES, wanted)
            == """\
SSOT001 banned-class: about banned-class

Why it matters.

How it works.

Options
  use: what to say
  [duplicates] names: globs (needs use)

Example: an alias
  ssot.toml
    | [decisions.d]
    | ban-classes = ["Old"]
  a.py
    | class New:
    |     x = 1
    |
    | Old = New
  findings
    | a.py:4:1: SSOT001 Old is banned
  a.py, fixed
    | class New: ...

Example: silence
  b.py
    | x = 1
  findings
    | none
"""
        )

    @pytest.mark.parametrize(
        ("wanted", "problem"),
        [
            pytest.param("SSO001", "unknown rule 'SSO001' (did you mean SSOT001?)", id="code"),
            pytest.param("sot002", "unknown rule 'sot002' (did you mean SSOT002?)", id="small-letters"),
            pytest.param("baned-class", "unknown rule 'baned-class' (did you mean banned-class?)", id="name"),
            pytest.param("E5", "unknown rule 'E5' (`ssot-lint explain` lists all)", id="far-off"),
        ],
    )
    def test_an_unknown_rule(self, call: Call, wanted: str, problem: str) -> None:
        assert call("explain", wanted) == (2, "", f"error: {problem}\n")
