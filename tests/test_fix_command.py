"""`fix`, `check --fix` and `--diff`, from the arguments to the bytes on the disk; with a made-up rule and real git."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.fronts.cli import main
from ssot_lint.model import Hit
from ssot_lint.output.patch import patch
from ssot_lint.repo import replacing
from ssot_lint.repo.again import FOLDER
from ssot_lint.repo.changes import refused
from ssot_lint.repo.replacing import Change
from tests.processes import git, run
from tests.renaming import CODE, RULE
from tests.repository import write

UNDO = f"undo: git apply -R {FOLDER}/undo.patch\n"
NO_POLICY = "note: no policy found: write down what was decided in ssot.toml, and it is checked from then on\n"
quick = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


class Said(NamedTuple):
    code: int
    out: bytes
    err: str


Call = Callable[..., Said]


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssot_lint.registry.RULES", {CODE: RULE})


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    git(root, "init", "--quiet")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run the command; gives exit code, standard output as bytes and standard error."""

    def run(*argv: str, stdin: bytes = b"") -> Said:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(argv)
        out, err = capfdbinary.readouterr()
        return Said(code, out, err.decode())

    return run


def commit(root: Path, files: Mapping[str, str | bytes], policy: str = "") -> None:
    write(root, files, policy)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "all")


def texts(root: Path, paths: Mapping[str, object]) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in paths}


def as_bytes(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    return {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}


# -- what becomes of files

FIXED = [
    pytest.param({"a.py": "x = Old()\n"}, {"a.py": "x = New()\n"}, id="one"),
    pytest.param({"a.py": "Old(Old, Old)\n", "b/c.py": "Old"}, {"a.py": "New(New, New)\n", "b/c.py": "New"}, id="several"),
    pytest.param({"a.py": b"if x:\r\n    Old()\r\n"}, {"a.py": b"if x:\r\n    New()\r\n"}, id="crlf"),
    pytest.param({"a.py": b"x = 1\r\nNeedy()"}, {"a.py": b"import new\r\nx = 1\r\nnew.Name()"}, id="crlf-of-what-is-inserted"),
    pytest.param({"a.py": b"\xef\xbb\xbfx = Old  # \xc3\xa9"}, {"a.py": b"\xef\xbb\xbfx = New  # \xc3\xa9"}, id="bom-and-no-newline"),
    pytest.param({"a.py": b"# coding: latin-1\n'\xe9'; Old\n"}, {"a.py": b"# coding: latin-1\n'\xe9'; New\n"}, id="latin-1"),
    pytest.param({"a.py": b"x = '\xf0\x9f\x98\x80\x0c'; Old\x0c\n"}, {"a.py": b"x = '\xf0\x9f\x98\x80\x0c'; New\x0c\n"}, id="columns"),
    pytest.param({"a.py": "Needy(Needy)\n"}, {"a.py": "import new\nnew.Name(new.Name)\n"}, id="one-import-for-two"),
    pytest.param({"a.py": "x = Old - Joined\n"}, {"a.py": "x = Newx\n"}, id="overlapping-in-two-rounds"),
    pytest.param({"a.py": "Count9 = 1\n"}, {"a.py": "Count0 = 1\n"}, id="nine-rounds"),
    pytest.param({"run": "#!/usr/bin/env python\nOld\n"}, {"run": "#!/usr/bin/env python\nNew\n"}, id="script"),
    pytest.param({"a.md": "# coding: latin-1\n`Old` is (\r\n", "b.py": ""}, {"a.md": "# coding: latin-1\n`New` is (\r\n", "b.py": ""}, id="document"),
    pytest.param({"ü b\"'.py": "Old"}, {"ü b\"'.py": "New"}, id="odd-path"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), FIXED)
@pytest.mark.parametrize("arguments", [["fix"], ["check", "--fix"]], ids=["fix", "check"])
def test_fixes_are_applied_once_and_can_be_undone(
    arguments: list[str],
    before: Mapping[str, str | bytes],
    after: Mapping[str, str | bytes],
    root: Path,
    call: Call,
) -> None:
    commit(root, before)
    said = call(*arguments)
    assert (said.code, said.out, texts(root, after)) == (0, b"", as_bytes(after)), said
    again = call("check", "--fix")
    assert (again.code, again.err.partition("\n")[0], texts(root, after)) == (0, "nothing to fix", as_bytes(after))
    (undo,) = [line.removeprefix("undo: ") for line in said.err.splitlines() if line.startswith("undo: ")]
    assert run("bash", "-c", undo, cwd=root).code == 0
    assert texts(root, before) == as_bytes(before)
    assert git(root, "status", "--porcelain").out == ""


@pytest.mark.parametrize(("before", "after"), FIXED)
def test_a_diff_is_what_would_be_done(
    before: Mapping[str, str | bytes], after: Mapping[str, str | bytes], root: Path, call: Call
) -> None:
    commit(root, before)
    said = call("fix", "--diff")
    assert (said.code, said.err.startswith("would fix "), texts(root, before)) == (1, True, as_bytes(before))
    (root / "../it.patch").write_bytes(said.out)
    git(root, "apply", "../it.patch")
    assert texts(root, after) == as_bytes(after)
    assert call("check", "--diff") == (0, b"", "nothing to fix\n")


# -- what is said

MORE = "1 more can be fixed with --unsafe-fixes (--format full says what that may change)\n"
FIXED_ONE = f"fixed 1 finding in 1 file\n{UNDO}{NO_POLICY}"
HOPELESS = "SSOT990 Hopeless must go: rename it\n"
PATCH = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,1 +1,1 @@\n"


@pytest.mark.parametrize(("arguments", "text", "after", "code", "out", "err"), [
    pytest.param(["fix"], "Old\n", "New\n", 0, "", f"{FIXED_ONE}no findings in 1 file\n", id="nothing-left"),
    pytest.param(["fix"], "Hopeless\n", "Hopeless\n", 1, f"a.py:1:1: {HOPELESS}",
                 f"nothing to fix\n{NO_POLICY}1 finding in 1 file\n", id="without-a-fix"),
    pytest.param(["fix"], "Old, Hopeless\n", "New, Hopeless\n", 1, f"a.py:1:6: {HOPELESS}",
                 f"{FIXED_ONE}1 finding in 1 file\n", id="something-left"),
    pytest.param(["fix"], "Old, Risky\n", "New, Risky\n", 1, "a.py:1:6: SSOT990 Risky must go: rename it\n",
                 f"fixed 1 finding in 1 file\n{MORE}{UNDO}{NO_POLICY}1 finding in 1 file\n", id="unsafe"),
    pytest.param(["fix", "--unsafe-fixes"], "Old, Risky\n", "New, New\n", 0, "",
                 f"fixed 2 findings in 1 file\n{UNDO}{NO_POLICY}no findings in 1 file\n", id="unsafe-too"),
    pytest.param(["check", "--fix", "--unsafe-fixes"], "Old, Risky\n", "New, New\n", 0, "",
                 f"fixed 2 findings in 1 file\n{UNDO}{NO_POLICY}no findings in 1 file\n", id="unsafe-by-check"),
    pytest.param(["check", "--fix", "--exit-zero"], "Hopeless\n", "Hopeless\n", 0, f"a.py:1:1: {HOPELESS}",
                 f"nothing to fix\n{NO_POLICY}1 finding in 1 file\n", id="exit-zero"),
    pytest.param(["fix", "--format", "json"], "Old\n", "New\n", 0, "[]\n", FIXED_ONE, id="json"),
    pytest.param(["fix", "--statistics"], "Hopeless\n", "Hopeless\n", 1, f"a.py:1:1: {HOPELESS}1 SSOT990 old-word\n",
                 f"nothing to fix\n{NO_POLICY}1 finding in 1 file\n", id="statistics"),
    pytest.param(["fix"], "Count12\n", "Count2\n", 1, "a.py:1:1: SSOT990 Count2 must go: rename it\n",
                 f"fixed 10 findings in 1 file\n1 finding can still be fixed: run this again\n{UNDO}{NO_POLICY}1 finding in 1 file\n", id="ten-rounds"),
    pytest.param(["fix", "--diff"], "Old, Hopeless\n", "Old, Hopeless\n", 1, f"{PATCH}-Old, Hopeless\n+New, Hopeless\n",
                 "would fix 1 finding in 1 file\n", id="diff"),
    pytest.param(["check", "--diff", "--fix"], "Risky\n", "Risky\n", 0, "", f"nothing to fix\n{MORE}", id="diff-of-nothing"),
    pytest.param(["check", "--diff", "--exit-zero"], "Old\n", "Old\n", 0, f"{PATCH}-Old\n+New\n",
                 "would fix 1 finding in 1 file\n", id="diff-exit-zero"),
])  # fmt: skip
def test_what_is_said(
    arguments: list[str], text: str, after: str, code: int, out: str, err: str, root: Path, call: Call
) -> None:
    commit(root, {"a.py": text})
    assert call(*arguments) == (code, out.encode(), err)
    assert (root / "a.py").read_text() == after


OURS = "please report it, and mend it by hand"
UNPARSED = "not fixed: the outcome would not parse: line 1: *; mend it by hand"
LATIN = b"# coding: latin-1\n"


@pytest.mark.parametrize(("text", "after", "told"), [
    pytest.param(b"Crash\nOld\n", b"Crash\nNew\n", f"a.py:1:1: SSOT990 {UNPARSED}", id="breaks"),
    pytest.param(b"Crash\n", b"Crash\n", f"a.py:1:1: SSOT990 {UNPARSED}", id="breaks-alone"),
    pytest.param(b"x = (\nOld\nOld\n", b"x = (\nOld\nOld\n", "a.py: not fixed: it does not parse: line 1: *; mend it by hand", id="broken"),
    pytest.param(b"Same\nOld\n", b"Same\nNew\n", f"a.py:1:1: SSOT990 not fixed: its fix did not help; {OURS}", id="changes-nothing"),
    pytest.param(b"Same\nSame\n", b"Same\nSame\n", f"a.py: not fixed: its fix changes nothing; {OURS}", id="all-change-nothing"),
    pytest.param(b"Torn\nOld\n", b"Torn\nNew\n", f"a.py:1:1: SSOT990 not fixed: its edits overlap; {OURS}", id="overlaps-itself"),
    pytest.param(b"Stubborn\nOld\n", b"Stubborn\nNew\n", f"a.py:1:1: SSOT990 not fixed: its fix did not help; {OURS}", id="does-not-help"),
    pytest.param(b"Nowhere\nOld\n", b"Nowhere\nNew\n", f"a.py:99:1: SSOT990 not fixed: its fix did not help; {OURS}", id="does-not-help-nowhere"),
    pytest.param(b"Ping\nOld\n", b"Ping\nOld\n", f"a.py: not fixed: its fixes undo each other; {OURS}", id="undo-each-other"),
    pytest.param(b"if x:\n    Line\n    Line\n", b"if x:\n    Line\n", f"a.py:2:5: SSOT990 {UNPARSED}", id="go-together-badly"),
    pytest.param(LATIN + b"Greek\nOld\n", LATIN + b"Greek\nNew\n",
                 "a.py:2:1: SSOT990 not fixed: the outcome does not fit its encoding: save it as UTF-8", id="does-not-fit"),
    pytest.param(b"'\xe9'\nOld\n", b"'\xe9'\nOld\n", "a.py:2:1: SSOT990 not fixed: it is not text in the encoding that it names: save it as UTF-8", id="undecodable"),
])  # fmt: skip
@pytest.mark.parametrize("arguments", [[], ["--diff"]], ids=["written", "shown"])
def test_what_is_not_trusted_is_refused_and_told(
    arguments: list[str], text: bytes, after: bytes, told: str, root: Path, call: Call
) -> None:
    commit(root, {"a.py": text, "b.py": "Old\n"})
    said = call("fix", *arguments)
    start, _, end = told.partition("*")
    (line,) = [line for line in said.err.splitlines() if "not fixed" in line]
    assert (said.code, line.startswith(start), line.endswith(end)) == (2, True, True), line
    if arguments:
        (root / "../it.patch").write_bytes(said.out)
        git(root, "apply", "../it.patch")
    assert texts(root, {"a.py": "", "b.py": ""}) == {"a.py": after, "b.py": b"New\n"}


def test_a_broken_rule_does_not_keep_others_from_fixing(
    root: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Iterator[Hit]:
        raise ZeroDivisionError("rule is broken")

    broken = RULE._replace(code="SSOT991", repo=fail)
    monkeypatch.setattr("ssot_lint.registry.RULES", {CODE: RULE, "SSOT991": broken})
    commit(root, {"a.py": "Old\n"})
    shown = call("fix", "--diff")
    assert (shown.code, "rule SSOT991 failed: ZeroDivisionError" in shown.err) == (2, True)
    assert (call("fix").code, (root / "a.py").read_text()) == (2, "New\n")


def test_nothing_to_check_is_no_success(root: Path, call: Call) -> None:
    commit(root, {"a.txt": ""})
    told = f"nothing was checked: no Python files in {root} that neither git nor the policy leaves out\n"
    assert call("fix", "--diff") == (2, b"", f"{NO_POLICY}{told}nothing to fix\n")
    assert call("fix") == (2, b"", f"nothing to fix\n{NO_POLICY}{told}")


# -- which files, which findings


def test_paths_focus_what_is_fixed(root: Path, call: Call) -> None:
    commit(root, {"a/b.py": "Old\n", "c.py": "Old\n"})
    assert call("fix", "a").err.startswith("fixed 1 finding in 1 file\n")
    assert texts(root, {"a/b.py": "", "c.py": ""}) == {"a/b.py": b"New\n", "c.py": b"Old\n"}
    assert call("fix", "a", "nope") == (2, b"", "error: no such file or folder: nope\n")


def test_rules_may_be_left_out(root: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    other = RULE._replace(code="SSOT991")
    monkeypatch.setattr("ssot_lint.registry.RULES", {CODE: RULE, "SSOT991": other})
    commit(root, {"a.py": "Old\n"})
    assert call("fix", "--ignore", CODE, "--diff").code == 1
    assert call("fix", "--select", "SSOT99", "--ignore", "SSOT99").code == 2


DECISIONS = "".join(f'[decisions.{name}]\nban-classes = ["{name}"]\n' for name in ("old", "risky", "hopeless"))


def test_one_decision_at_a_time(root: Path, call: Call) -> None:
    commit(root, {"a.py": "Old, Risky, Hopeless, Needy\n"}, DECISIONS)
    said = call("fix", "--decision", "old", "--decision", "hopeless")
    assert said == (1, f"a.py:1:13: {HOPELESS}".encode(), f"fixed 1 finding in 1 file\n{UNDO}1 finding in 1 file\n")
    assert (root / "a.py").read_text() == "New, Risky, Hopeless, Needy\n"


NO_SUCH = "error: --decision: no decision is called"


@pytest.mark.parametrize(("names", "policy", "err"), [
    pytest.param(["odl", "old"], DECISIONS, f"{NO_SUCH} odl (did you mean old?)\n", id="near"),
    pytest.param(["x", "y"], DECISIONS,
                 f"{NO_SUCH} x (there are old, risky, hopeless)\n{NO_SUCH} y (there are old, risky, hopeless)\n", id="all-are-told"),
    pytest.param(["old"], "", f"{NO_SUCH} old: the policy has none\n", id="no-policy"),
])  # fmt: skip
def test_unknown_decisions(names: list[str], policy: str, err: str, root: Path, call: Call) -> None:
    commit(root, {"a.py": "Old\n"}, policy)
    assert call("fix", *(f"--decision={name}" for name in names)) == (2, b"", err)
    assert (root / "a.py").read_text() == "Old\n"


@pytest.mark.parametrize(("arguments", "problem"), [
    pytest.param(["check", "--unsafe-fixes"], "--unsafe-fixes changes nothing alone: add --fix or --diff", id="unsafe-alone"),
    pytest.param(["check", "--diff", "--output-file", "x"],
                 "--diff prints a patch, and --output-file is for findings: leave one of them out", id="diff-to-a-file"),
])  # fmt: skip
def test_usage(arguments: list[str], problem: str, root: Path, call: Call) -> None:
    commit(root, {"a.py": "Old\n"})
    assert call(*arguments) == (2, b"", f"error: {problem}\n")


# -- uncommitted changes

TODO = "error: commit or stash them first, or add --allow-dirty; nothing was changed\n"


class TestUncommitted:
    @pytest.mark.parametrize(("change", "dirty"), [
        pytest.param("echo '# x' >> b.py", ["b.py"], id="changed"),
        pytest.param("echo '# x' >> b.py; git add .", ["b.py"], id="staged"),
        pytest.param("echo Old > new.py", ["new.py"], id="untracked"),
        pytest.param("echo Old > new.py; git add .", ["new.py"], id="new"),
        pytest.param("mkdir d; git mv a.py d/c.py", ["d/c.py"], id="renamed"),
        pytest.param("echo Old > 'ü \" x.py'; echo >> b.py", ["b.py", 'ü " x.py'], id="odd-names"),
        pytest.param("rm -r .git; git init -q", ["a.py", "b.py"], id="no-commit-yet"),
        pytest.param("touch a.py b.py", [], id="touched"),
        pytest.param("echo >> clean.py; echo > other.txt", [], id="other-files"),
        pytest.param("rm clean.py", [], id="other-files-gone"),
    ])  # fmt: skip
    def test_is_not_changed(self, change: str, dirty: list[str], root: Path, call: Call) -> None:
        commit(root, {"a.py": "Old\n", "b.py": "Old\n", "clean.py": ""})
        assert run("bash", "-c", change, cwd=root).code == 0
        before = git(root, "status", "--porcelain").out
        said = call("fix")
        if dirty:
            told = "".join(f"error: uncommitted changes in {path}\n" for path in dirty)
            assert said == (2, b"", told + TODO)
            assert git(root, "status", "--porcelain").out == before
            said = call("fix", "--allow-dirty")
        assert (said.code, said.err.startswith("fixed ")) == (0, True)

    def test_is_no_matter_where_nothing_is_lost(self, root: Path, call: Call) -> None:
        write(root, {"a.py": "Old\n"})
        assert call("fix", "--diff").code == 1
        assert call("check", "--fix").code == 0

    def test_below_the_top_of_the_work_tree(self, root: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
        commit(root, {"a.py": "Old\n", "sub/ssot.toml": "", "sub/a.py": "Old\n", "sub/b.py": "Old\n"})
        for path in ("a.py", "sub/b.py"):
            (root / path).write_text("Old, 1\n")
        monkeypatch.chdir(root / "sub")
        assert call("fix") == (2, b"", f"error: uncommitted changes in b.py\n{TODO}")
        said = call("fix", "a.py")
        assert (said.code, UNDO in said.err, (root / "sub/a.py").read_text()) == (0, True, "New\n")
        assert run("bash", "-c", UNDO.removeprefix("undo: "), cwd=root / "sub").code == 0
        assert git(root, "status", "--porcelain").out == " M a.py\n M sub/b.py\n"

    def test_names_what_makes_git_trust_a_folder(
        self, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = tmp_path / "of another"
        write(root, {"a.py": "Old\n", "ssot.toml": ""})
        assert git(root, "init", "-q").code == 0
        monkeypatch.chdir(root)
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        assert call("fix") == (
            2,
            b"",
            f"error: git refuses {root}, for it belongs to somebody else, and could not bring back what it was: "
            f"trust it with `git config --global --add safe.directory '{root}'`, "
            "or add --allow-dirty to fix it all the same; nothing was changed\n",
        )

    def test_without_git_nothing_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        assert refused(str(tmp_path)) == ""

    def test_is_all_there_is_outside_git(self, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
        root = tmp_path / "plain folder"
        write(root, {"a.py": "Old\n", "ssot.toml": ""})
        monkeypatch.chdir(root)
        assert call("fix") == (
            2,
            b"",
            f"error: git does not know {root}, and could not bring back what it was: "
            "add --allow-dirty to fix it all the same; nothing was changed\n",
        )
        assert not (root / FOLDER / "undo.patch").exists()
        said = call("fix", "--allow-dirty")
        assert said.err.splitlines()[1] == f"undo: patch -R -p1 < {FOLDER}/undo.patch"
        (root / "a.py").write_text("Old\n")
        monkeypatch.chdir(tmp_path)
        said = call("fix", "--allow-dirty", "plain folder")
        assert said.err.splitlines()[1] == f"undo: patch -R -p1 -d '{root}' < '{root}/{FOLDER}/undo.patch'"


def test_the_undo_works_from_elsewhere(root: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(root, {"a/b.py": "Old\n"})
    monkeypatch.chdir(root / "a")
    undo = call("fix").err.splitlines()[1]
    assert undo == f"undo: git -C {root} apply -R {root}/{FOLDER}/undo.patch"
    assert run("bash", "-c", undo.removeprefix("undo: "), cwd=root / "a").code == 0
    assert (root / "a/b.py").read_text() == "Old\n"


# -- standard input


class TestStdin:
    def test_the_fixed_text_is_the_output(self, root: Path, call: Call) -> None:
        commit(root, {"a.py": "Hopeless\n"})
        said = call("check", "--fix", "--stdin-filename", "a.py", stdin=b"\xef\xbb\xbfOld\r\nHopeless")
        told = f"a.py:2:1: {HOPELESS}fixed 1 finding in 1 file\n1 finding in 1 file\n"
        assert said == (1, b"\xef\xbb\xbfNew\r\nHopeless", told)
        assert (root / "a.py").read_text() == "Hopeless\n"

    def test_is_as_it_was_where_there_is_nothing_to_fix(self, root: Path, call: Call) -> None:
        commit(root, {"a.py": ""})
        said = call("check", "--fix", "--stdin-filename", "new.py", "-", stdin=b"x = 1")
        assert said == (0, b"x = 1", "nothing to fix\nno findings in 1 file\n")

    def test_of_an_excluded_file_stays(self, root: Path, call: Call) -> None:
        commit(root, {"v/a.py": "", "b.py": ""}, 'exclude = ["v/"]\n')
        said = call("check", "--fix", "--stdin-filename", "v/a.py", stdin=b"Old")
        assert said == (0, b"Old", "nothing to fix\nnote: v/a.py is excluded by the policy\nno findings in 1 file\n")

    def test_as_a_diff(self, root: Path, call: Call) -> None:
        commit(root, {"a.py": "x\n"})
        said = call("check", "--diff", "--stdin-filename", "a.py", stdin=b"Old")
        end = "\n\\ No newline at end of file\n"
        assert said.out.decode() == f"{PATCH}-Old{end}+New{end}"

    def test_findings_go_to_the_output_file(self, root: Path, call: Call) -> None:
        commit(root, {"a.py": ""})
        call("check", "--fix", "--format=json", "--output-file=out.json", "--stdin-filename=a.py", stdin=b"Risky, Old")
        (found,) = json.loads((root / "out.json").read_text())
        assert found["fix"] == {
            "title": "Risky becomes New",
            "safe": False,
            "edits": [{"line": 1, "column": 1, "end_line": 1, "end_column": 6, "text": "New"}],
        }


# -- what goes wrong on the way to the disk

FILES = {"a.py": "Old\n", "b.py": "Old\n", "c.py": "Old\n"}


def test_a_file_that_cannot_be_replaced_is_told_and_others_go_on(
    root: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root, FILES)
    real = replacing.replace

    def replace(where: str, change: Change) -> str:
        if change.path == "b.py":
            (root / "b.py").write_text("Old, 1\n")
        return real(where, change)

    monkeypatch.setattr("ssot_lint.commands.fix.replace", replace)
    assert call("fix") == (
        2,
        b"b.py:1:1: SSOT990 Old must go: rename it\n",
        "b.py: not fixed: it was changed meanwhile: run this again\n"
        f"fixed 2 findings in 2 files\n{UNDO}{NO_POLICY}1 finding in 3 files\n",
    )
    assert texts(root, FILES) == {"a.py": b"New\n", "b.py": b"Old, 1\n", "c.py": b"New\n"}
    assert run("bash", "-c", UNDO.removeprefix("undo: "), cwd=root).code == 0
    assert texts(root, FILES) == {"a.py": b"Old\n", "b.py": b"Old, 1\n", "c.py": b"Old\n"}


def test_where_no_file_can_be_replaced_there_is_nothing_to_undo(
    root: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root, {"a.py": "Old\n"})
    monkeypatch.setattr("ssot_lint.commands.fix.replace", lambda root, change: "no")
    assert call("fix", "--no-cache") == (
        2,
        b"a.py:1:1: SSOT990 Old must go: rename it\n",
        f"a.py: not fixed: no\nnothing to fix\n{NO_POLICY}1 finding in 1 file\n",
    )
    assert os.listdir(root / FOLDER) == [".gitignore"]


@pytest.mark.parametrize("at", FILES)
@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
def test_an_interruption_ends_between_two_files(
    at: str, is_late: bool, root: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root, FILES)
    real = replacing.replace

    def replace(where: str, change: Change) -> str:
        if change.path == at:
            if is_late:
                real(where, change)
            raise KeyboardInterrupt
        return real(where, change)

    monkeypatch.setattr("ssot_lint.commands.fix.replace", replace)
    said = call("fix")
    done = [path for path in FILES if path < at or (is_late and path == at)]
    told = "".join(f"fixed {path}\n" for path in done) + (UNDO if done else "") + "interrupted\n"
    assert said == (130, b"", told)
    assert texts(root, FILES) == {path: b"New\n" if path in done else b"Old\n" for path in FILES}
    if done:
        assert run("bash", "-c", UNDO.removeprefix("undo: "), cwd=root).code == 0
    assert texts(root, FILES) == as_bytes(FILES)


def test_the_next_run_removes_what_a_killed_one_left(root: Path, call: Call) -> None:
    commit(root, {"a.py": "x = 1\n"})
    left = (f"{FOLDER}/new-99999999999-1.tmp", ".ssot-lint-99999999999-1.tmp")
    write(root, dict.fromkeys(left, "half"))
    assert call("fix").code == 0
    assert [path for path in left if (root / path).exists()] == []


# -- patches

LINES = st.lists(
    st.sampled_from([b"a\n", b"b\r\n", b"c\r", b"\xff\0\n", b"\n", b"-- \n", b"+++ b/x\n", b"\\ No\n", b" \t\n"]),
    max_size=30,
)
NAMES = st.text(st.sampled_from('abé\U0001f600 \t\n"\\\x01\x7f'), min_size=1, max_size=8)


@st.composite
def changes(draw: st.DrawFn) -> list[Change]:
    made = []
    for number, name in enumerate(draw(st.lists(NAMES, min_size=1, max_size=6))):
        old, end = draw(LINES), draw(st.sampled_from([b"", b"end", b"\r"]))
        new = list(old)
        for _ in range(draw(st.integers(1, 4))):
            at = draw(st.integers(0, len(new)))
            new[at : at + draw(st.integers(0, 2))] = draw(LINES)[:3]
        new_end = draw(st.sampled_from([end, b"", b"END"]))
        change = Change(f"{number}/x{name}x", b"".join(old) + end, b"".join(new) + new_end)
        made += [change] if change.old != change.new else []
    return made


@settings(quick, max_examples=40)
@given(changes())
def test_git_applies_patches_and_takes_them_back(tmp_path_factory: pytest.TempPathFactory, made: list[Change]) -> None:
    root = tmp_path_factory.mktemp("patched")
    git(root, "init", "--quiet")
    write(root, {change.path: change.old for change in made})
    (root / "it.patch").write_bytes(patch(made))
    for reverse in ((), ("--reverse",)) if made else ():
        done = run("git", "apply", *reverse, "it.patch", cwd=root)
        assert done.code == 0, done
        expected = {change.path: change.old if reverse else change.new for change in made}
        assert texts(root, expected) == expected


@pytest.mark.parametrize("times", [150, 2_000])
def test_a_patch_of_a_long_file_with_lines_that_are_often_there(times: int, tmp_path: Path) -> None:
    """They count as junk in difflib, and a hunk ended in them: git then looked for it at the end of the file."""
    lines = [line for number in range(times) for line in (f"call({number})\n", "},\n", ")\n", "\n")]
    new = [line.replace("call(3)", "go(3)").replace(f"call({times - 30})", "go()") for line in lines]
    change = Change("a.txt", "".join(lines).encode(), "".join(new).encode())
    write(tmp_path, {"a.txt": change.old})
    git(tmp_path, "init", "--quiet")
    (tmp_path / "it.patch").write_bytes(patch([change]))
    git(tmp_path, "apply", "it.patch")
    assert (tmp_path / "a.txt").read_bytes() == change.new
    git(tmp_path, "apply", "-R", "it.patch")
    assert (tmp_path / "a.txt").read_bytes() == change.old


@pytest.mark.parametrize(
    "path", ["a.py", "a b.py", 'a"\\.py', "é.py", "\U0001f600\t\x01\x7f .py", "a\r\n\a\b\v\f.py", "d e/f.py"]
)
def test_patches_are_those_of_git(path: str, root: Path) -> None:
    old, new = b"".join(b"%d\n" % number for number in range(40)), b"0\n2\n2\n"
    new += old[4:60] + b"x\n" + old[60:] + b"end"
    commit(root, {path: old})
    (root / path).write_bytes(new)
    real = git(root, "diff").out.splitlines(keepends=True)
    mine = patch([Change(path, old, new)]).decode().splitlines(keepends=True)
    assert [line.partition(" @@")[0] for line in mine] == [
        line.partition(" @@")[0] for line in real if not line.startswith("index ")
    ]


@pytest.mark.parametrize("setting", ["true", "input", "false"])
def test_the_undo_is_for_any_setting_of_line_ends(setting: str, root: Path, call: Call) -> None:
    files = {"a.py": b"x = 1\r\nOld()\r\n", "b.py": b"x = 1\nOld()\n"}
    commit(root, files)
    git(root, "config", "core.autocrlf", setting)
    call("fix", "--allow-dirty")
    assert texts(root, files) == {path: text.replace(b"Old", b"New") for path, text in files.items()}
    assert run("git", "apply", "-R", f"{FOLDER}/undo.patch", cwd=root).code == 0
    undone = texts(root, files)
    if setting == "true":  # git then writes all that it writes like that
        undone["b.py"] = undone["b.py"].replace(b"\r", b"")
    assert undone == files


# -- any text

TOKENS = st.sampled_from([
    "Old", "Risky", "Needy", "Count3", "Joined", "Line\n", "Stubborn", "Crash", "Torn", "Ping",
    "x", "=", "+", "(", ")", "\n", "\n    ", "if x:\n    ", "'''", "#", ";", " ", "é",
])  # fmt: skip


@settings(quick, max_examples=60)
@given(st.lists(TOKENS, max_size=12).map("".join), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_fixing_twice_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, text: str, line_end: str, is_unsafe: bool
) -> None:
    root = tmp_path_factory.mktemp("any")
    write(root, {"a.py": text.replace("\n", line_end).encode(), "ssot.toml": ""})
    arguments = ["check", "--fix", "--no-cache", "--jobs=1", str(root), *(["--unsafe-fixes"] if is_unsafe else [])]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("ssot_lint.registry.RULES", {CODE: RULE})
        main(arguments)
        once = (root / "a.py").read_bytes()
        main(arguments)
    assert (root / "a.py").read_bytes() == once
