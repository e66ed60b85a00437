"""What is said of a TOML or INI file that can't be read, in the terms of that format."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_policy_cases import problems

BROKEN_TOML = {
    "no value": ("[decisions.a]\nkeep =\n", ":2: not valid TOML: invalid value (column 7)"),
    "end of file": ("a = 1\nb = [\n\n", ":2: not valid TOML: invalid value at the end of the file"),
    "twice": ("[a]\n[a]", ":2: not valid TOML: cannot declare ('a',) twice (column 3)"),
    "deep": ("a = " + "[" * 100_000, ": not readable as TOML: "),
}


@pytest.mark.parametrize(("text", "problem"), BROKEN_TOML.values(), ids=BROKEN_TOML)
def test_broken_toml(tmp_path: Path, text: str, problem: str) -> None:
    [found] = problems(tmp_path, text)
    assert found.startswith(f"ssot.toml{problem}")


def test_broken_pyproject(tmp_path: Path) -> None:
    text = "[tool.ssot-lint]\nexclude = ["
    [found] = problems(tmp_path, text, "pyproject.toml")
    assert found == "pyproject.toml:2: not valid TOML: invalid value at the end of the file"


BROKEN_PYPROJECT = {
    "misnamed": ("[tool.ssot_lint]\n", "tool.ssot_lint: unknown table (did you mean tool.ssot-lint?)"),
    "misnamed beside": (
        "[tool.ssot-lint]\nx = 1\n[tool.SSOTLint]\n",
        "tool.SSOTLint: unknown table (did you mean tool.ssot-lint?)",
        "tool.ssot-lint.x: unknown key",
    ),
    "not a table": ("[tool]\nssot-lint = 'x'\n", "tool.ssot-lint: must be a table, not a string"),
    "keys have their full name": (
        "[tool.ssot-lint.decisions.a]\nnver = []\nignore = []\nonly = ['A']",
        "tool.ssot-lint.decisions.a.nver: unknown key (did you mean never?)",
        "tool.ssot-lint.decisions.a.ignore: unknown key here: it belongs in [tool.ssot-lint]",
    ),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, expected) for text, *expected in BROKEN_PYPROJECT.values()],
    ids=BROKEN_PYPROJECT,
)
def test_problems_in_pyproject(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text, "pyproject.toml") == tuple(f"pyproject.toml: {line}" for line in expected)


BROKEN_INI = {
    "unclosed header": (
        "[flake8]\n[ssot-lint\n",
        "setup.cfg:2: a section must be written [ssot-lint]",
    ),
    "section twice": (
        "[ssot-lint]\n[flake8]\n[ssot-lint]\n",
        "setup.cfg:3: [ssot-lint] is there twice: merge the two"
        " (a second exemption is called [ssot-lint:decision:NAME:exempt:2])",
    ),
    "key twice": (
        "[ssot-lint]\nignore =\nignore =\n",
        "setup.cfg:3: ssot-lint.ignore is there twice: keep one",
    ),
    "lines without a key": (
        "[flake8]\nx\n[ssot-lint]\nexclude: a\nignore\n= b",
        "setup.cfg:4: must be `key = value`, or be indented to continue a list",
        "setup.cfg:5: must be `key = value`, or be indented to continue a list",
        "setup.cfg:6: must be `key = value`, or be indented to continue a list",
    ),
    "unknown sections": (
        "[ssot_lint]\n[tool:ssot-lint:decision]\n[ssot-lint:decisions:a]\n[ssot-lint:decision:a:exmpt]\n"
        "[ssot-lint:wibble]\nx = 1\n[ssot-lint:Duplicates]\n[ssot-lint]\n  [indented]\n",
        "setup.cfg: ssot_lint: unknown section (did you mean ssot-lint?)",
        "setup.cfg: indented: unknown section",
        "setup.cfg: tool:ssot-lint:decision: unknown section (did you mean ssot-lint:decision:NAME?)",
        "setup.cfg: ssot-lint:decisions:a: unknown section (did you mean ssot-lint:decision:a?)",
        "setup.cfg: ssot-lint:decision:a:exmpt: unknown section (did you mean ssot-lint:decision:a:exempt?)",
        "setup.cfg: ssot-lint:wibble: unknown section",
        "setup.cfg: ssot-lint:Duplicates: unknown section (did you mean ssot-lint:duplicates?)",
    ),
    "keys that are sections": (
        "[ssot-lint]\ndecisions = a\nduplicates = b\n[ssot-lint:decision:a]\nonly = A\nexempt = tests/\n",
        "setup.cfg: ssot-lint: the key decisions must be a section of its own: [ssot-lint:decision:NAME]",
        "setup.cfg: ssot-lint: the key duplicates must be a section of its own: [ssot-lint:duplicates]",
        "setup.cfg: ssot-lint:decision:a: the key exempt must be a section of its own: [ssot-lint:decision:a:exempt]",
    ),
    "keys have their section": (
        "[ssot-lint]\nexclud = a\n[ssot-lint:decision:a]\nonly =\n  A\n  *\nemit = e\ncomplete = yes\n"
        "ignore = SSOT001\n"
        "[ssot-lint:decision:a:exempt:old]\npaths = a\nuntil = 1.12.26\n"
        "[ssot-lint:duplicates]\nname = A\n",
        "setup.cfg: ssot-lint.exclud: unknown key (did you mean exclude?)",
        "setup.cfg: ssot-lint:decision:a.only: '*' matches every class: name a part of what is meant",
        "setup.cfg: ssot-lint:decision:a.complete: must be true or false, not 'yes'",
        "setup.cfg: ssot-lint:decision:a.ignore: unknown key here: it belongs in [ssot-lint]",
        "setup.cfg: ssot-lint:decision:a:exempt:old: needs reason: why these files are exempt",
        "setup.cfg: ssot-lint:decision:a:exempt:old.until: must be a date such as 2026-12-31, not '1.12.26'",
        "setup.cfg: ssot-lint:duplicates.name: unknown key (did you mean names?)",
    ),
}


@pytest.mark.parametrize(
    ("text", "expected"), [(text, expected) for text, *expected in BROKEN_INI.values()], ids=BROKEN_INI
)
def test_problems_in_setup_cfg(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text, "setup.cfg") == tuple(expected)
