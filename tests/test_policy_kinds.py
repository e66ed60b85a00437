"""Every kind of value, with what it takes and what it says of the rest."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from typing import Any

import pathspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.policy import kinds
from ssot_lint.policy.model import Home, Kind
from ssot_lint.policy.names import as_dotted, fold, is_path, module_of
from ssot_lint.policy.patterns import check_pattern
from ssot_lint.policy.wording import did_you_mean, near, noun, show

GOOD: list[tuple[Kind, Any, Any]] = [
    (kinds.TEXT, " one\n  line ", "one line"),
    (kinds.TEXTS, ["a b", " *c"], ("a b", " *c")),
    (kinds.TEXTS, [], ()),
    (kinds.FLAG, True, True),
    (kinds.FLAG, False, False),
    (kinds.DATE, date(2026, 12, 31), date(2026, 12, 31)),
    (kinds.DATE, "2026-12-31", date(2026, 12, 31)),
    (kinds.LEVEL, "warning", "warning"),
    (kinds.IDENTIFIER, "run_id", "run_id"),
    (kinds.IDENTIFIER, "ﬁle", "file"),
    (kinds.EXPRESSION, " a or b(c, d=1) ", "a or b(c, d=1)"),
    (kinds.EXPRESSION, "(a, b)", "(a, b)"),
    (kinds.EXPRESSION, "lambda: 0", "lambda: 0"),
    (kinds.EXPRESSION, r"'\d'", r"'\d'"),
    (kinds.PATTERNS, ["a/**", "!/b/", "*.py[co]", r"\#x", "a ", r"a\ ", "[!a-z]x", r"\["], None),
    (kinds.FOLDERS, [".", "./", "src", "./a/b/"], (".", ".", "src", "a/b")),
    (kinds.HOMES, ["a:B", "a.b:ﬁ"], (Home("a", "B"), Home("a.b", "fi"))),
    (kinds.TARGETS, ["a.b", "a/b.py", "a/b/", "a/notes-1.md", "b.py", "b.pyi"], None),
    (kinds.MODULES, ["a", "a.b_c"], None),
    (kinds.CLASSES, ["A", "*A", "A?", "[AB]c", "a.b.C", "a.b:C", "a.*"], None),
    (kinds.CALLEES, ["f", "f_*", "a.b.f", "a.b:C.f", "C.f"], None),
    (kinds.NAMES, ["A", "*_a", "*"], None),
    (kinds.LITERALS, ["None", " '' ", "0", "-1.5", "b'x'", "True", "...", r"'\d'"], None),
    (kinds.CODES, ["SSOT001", "SSOT999"], None),
    (kinds.choices("size", "small", "big"), "big", "big"),
]

#: What differs from its text, of the lists above that stand as they are written otherwise.
CHANGED = {"a.b:C": "a.b.C", "a.b:C.f": "a.b.C.f", " '' ": "''"}

HOME = "must be written package.module:Name"
CLASS = "must be a class: Name, *Name or package.module.Name"
CALLEE = "must be a function: name, name_* or package.module.name"
MODULE = "must be a dotted module such as package.module"
TARGET = "must be a module such as package.module, or a path such as package/module.py"
LITERAL = "must be a Python literal such as None, 0 or 'text'"
LEVELS = "must be one of debug, info, warning, error, critical, not"
SLASH = "must be written with / between its folders"
INSIDE = "must stay inside the folder of the policy: it can't have .. in it"
DAY = "must be a date such as 2026-12-31, not"
CODE = "must be the full code of a rule, such as SSOT001"
SET = "has a [ that opens no set such as [a-z]: write \\[ for the character"

BAD: list[tuple[Kind, Any, str]] = [
    (kinds.TEXT, 1, "must be a string, not a number"),
    (kinds.TEXT, ["a"], "must be a string, not a list"),
    (kinds.TEXT, " \n", "must not be empty: fill it in, or remove the key"),
    (kinds.TEXTS, "a", "must be a list, not a string (write ['a'])"),
    (kinds.TEXTS, {}, "must be a list of strings, not a table"),
    (kinds.TEXTS, [True], "must hold strings only, not a boolean"),
    (kinds.TEXTS, [" "], "has an empty entry: fill it in, or remove it"),
    (kinds.FLAG, 1, "must be true or false, not a number"),
    (kinds.FLAG, "yes", "must be true or false, not 'yes'"),
    (kinds.FLAG, "True", "must be true or false, not 'True' (did you mean true?)"),
    (kinds.DATE, "soon", f"{DAY} 'soon'"),
    (kinds.DATE, "20261231", f"{DAY} '20261231'"),
    (kinds.DATE, 2026, f"{DAY} a number"),
    (kinds.DATE, datetime(2026, 12, 31, 1), f"{DAY} a date with a time"),
    (kinds.DATE, time(1), f"{DAY} a time"),
    (kinds.DATE, "2026-02-31", "must be a date, and '2026-02-31' is none: day is out of range for month"),
    (kinds.LEVEL, "warn", f"{LEVELS} 'warn' (did you mean warning?)"),
    (kinds.LEVEL, "INFO", f"{LEVELS} 'INFO' (did you mean info?)"),
    (kinds.LEVEL, "x", f"{LEVELS} 'x'"),
    (kinds.LEVEL, 10, f"{LEVELS} a number"),
    (kinds.IDENTIFIER, "run-id", "must be a Python name, and 'run-id' is none (did you mean run_id?)"),
    (kinds.IDENTIFIER, "class", "must be a Python name, and 'class' is none"),
    (kinds.IDENTIFIER, ["a"], "must be a string, not a list"),
    *(
        (kinds.EXPRESSION, text, f"must be one Python expression on one line, and {text!r} is none")
        for text in (
            "a b",
            "a = 1",
            "a, b",
            "a,",
            "*a",
            "a # why",
            "(a\nor b)",
            "a for a in b",
            "a) + (b",
            "\0",
        )
    ),
    (kinds.EXPRESSION, "", "must not be empty: fill it in, or remove the key"),
    (kinds.PATTERNS, ["#a"], "'#a' is a comment, and matches nothing: write \\# for the character"),
    (kinds.PATTERNS, ["a # b"], "'a # b' has a comment in it: give the comment a line of its own"),
    (kinds.PATTERNS, ["a\nb"], "'a\\nb' must be one line"),
    (kinds.PATTERNS, [r"a\b"], rf"'a\\b' {SLASH}"),
    (kinds.PATTERNS, ["C:/a"], f"'C:/a' {SLASH}"),
    (kinds.PATTERNS, ["/"], "'/' matches nothing: it has no name in it"),
    (kinds.PATTERNS, ["!"], "'!' matches nothing: it has no name in it"),
    (kinds.PATTERNS, ["a//b"], "'a//b' matches nothing: it has // in it"),
    (kinds.PATTERNS, ["../a"], "'../a' matches nothing: it has .. in it"),
    (kinds.PATTERNS, ["a\\"], "'a\\\\' has a backslash with nothing to escape"),
    (kinds.PATTERNS, ["a["], f"'a[' {SET}"),
    (kinds.PATTERNS, ["[z-a]"], f"'[z-a]' {SET}"),
    (kinds.PATTERNS, ["./a"], "'./a' matches nothing: it begins with ./ (did you mean /a?)"),
    (kinds.PATTERNS, ["!./a"], "'!./a' matches nothing: it begins with ./ (did you mean !/a?)"),
    (kinds.FOLDERS, ["a/*"], "'a/*' must be a folder, not a pattern"),
    (kinds.FOLDERS, ["/a"], "'/a' must be relative to the folder of the policy"),
    (kinds.FOLDERS, [".."], f"'..' {INSIDE}"),
    (kinds.HOMES, ["a.b.C"], f"'a.b.C' {HOME} (did you mean a.b:C?)"),
    (kinds.HOMES, ["a/b.py::C"], f"'a/b.py::C' {HOME} (did you mean a.b:C?)"),
    (kinds.HOMES, ["a/__init__.py:C"], f"'a/__init__.py:C' {HOME} (did you mean a:C?)"),
    (kinds.HOMES, ["C"], f"'C' {HOME}"),
    (kinds.HOMES, ["a:class"], f"'a:class' {HOME}"),
    (kinds.HOMES, [":C"], f"':C' {HOME}"),
    (
        kinds.TARGETS,
        ["a.*"],
        "'a.*' is a pattern: name one module or path (a deleted package includes what is in it), or use ban-files",
    ),
    (
        kinds.TARGETS,
        ["a.b:C"],
        "'a.b:C' is a class or function, and this takes modules and paths: a class goes into ban-classes",
    ),
    (kinds.TARGETS, ["a-b"], f"'a-b' {TARGET}"),
    (kinds.TARGETS, [".a"], f"'.a' {TARGET}"),
    (kinds.TARGETS, ["./a.py"], "'./a.py' must be written without the leading ./"),
    (kinds.TARGETS, [r"a\b.py"], rf"'a\\b.py' {SLASH}"),
    (kinds.TARGETS, ["c:/a.py"], "'c:/a.py' must be relative to the folder of the policy"),
    (kinds.TARGETS, ["a/../b.py"], f"'a/../b.py' {INSIDE}"),
    (kinds.TARGETS, ["a//b.py"], "'a//b.py' must be one path, such as package/module.py"),
    (kinds.MODULES, ["a/b.py"], f"'a/b.py' {MODULE} (did you mean a.b?)"),
    (kinds.MODULES, ["a.b:C"], f"'a.b:C' {MODULE} (did you mean a.b?)"),
    (kinds.MODULES, [".a"], f"'.a' {MODULE}"),
    (kinds.CLASSES, ["*"], "'*' matches every class: name a part of what is meant"),
    (kinds.CLASSES, ["[A-Z]*.?"], "'[A-Z]*.?' matches every class: name a part of what is meant"),
    (kinds.CLASSES, ["a/b.py:C"], f"'a/b.py:C' {CLASS} (did you mean a.b.C?)"),
    (kinds.CLASSES, ["C()"], f"'C()' {CLASS} (did you mean C?)"),
    (kinds.CLASSES, ["a b"], f"'a b' {CLASS}"),
    (kinds.CLASSES, ["None"], f"'None' {CLASS}"),
    (kinds.CLASSES, ["1*"], f"'1*' {CLASS}"),
    (kinds.CALLEES, ["**"], "'**' matches every function: name a part of what is meant"),
    (kinds.CALLEES, ["f(x)"], f"'f(x)' {CALLEE}"),
    (kinds.NAMES, ["a.B"], "'a.B' must be a name without its module, such as Name or *Name"),
    (kinds.LITERALS, ["registry"], f"'registry' {LITERAL} (did you mean 'registry'?)"),
    (kinds.LITERALS, ["null"], f"'null' {LITERAL} (did you mean None?)"),
    (kinds.LITERALS, ["true"], f"'true' {LITERAL} (did you mean True?)"),
    (kinds.LITERALS, ["f()"], f"'f()' {LITERAL}"),
    (kinds.LITERALS, ["[]"], "'[]' must be a single constant such as None, 0 or 'text'"),
    (kinds.LITERALS, [0], "must hold strings only, not a number"),
    (kinds.CODES, ["SSOT1"], f"'SSOT1' {CODE}"),
    (kinds.CODES, ["ssot001"], f"'ssot001' {CODE} (did you mean SSOT001?)"),
]


def case_id(value: object) -> str:
    return value.name if isinstance(value, Kind) else repr(value)[:40]


@pytest.mark.parametrize(("kind", "value", "expected"), GOOD, ids=case_id)
def test_good(kind: Kind, value: Any, expected: Any) -> None:
    if expected is None:
        expected = tuple(CHANGED.get(entry, entry) for entry in value)
    assert kind.parse(value) == expected


@pytest.mark.parametrize(("kind", "value", "problem"), BAD, ids=case_id)
def test_bad(kind: Kind, value: Any, problem: str) -> None:
    with pytest.raises(ValueError) as caught:
        kind.parse(value)
    assert str(caught.value) == problem


@pytest.mark.parametrize("text", ["(" * 500, "-" * 100_000 + "1", "a" + ".a" * 20_000], ids=["(", "-", "."])
def test_hostile_nesting(text: str) -> None:
    for kind, value in ((kinds.LITERALS, [text]), (kinds.EXPRESSION, text)):
        with pytest.raises(ValueError, match="must be"):
            kind.parse(value)


@settings(deadline=None)
@given(st.text(alphabet="ab!#*?[]-/\\. ^é\n"))
def test_accepted_patterns_are_understood_by_pathspec(text: str) -> None:
    try:
        check_pattern(text)
    except ValueError:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        [pattern] = pathspec.GitIgnoreSpec.from_lines([text]).patterns
    assert pattern.include is not None


@pytest.mark.parametrize(
    ("target", "module"),
    [
        ("a.b", "a.b"),
        ("a/b", "a.b"),
        ("a/b/", "a.b"),
        ("a/b.py", "a.b"),
        ("a/b.pyi", "a.b"),
        ("a/b/__init__.py", "a.b"),
        ("b.py", "b"),
        ("__init__.py", None),
        ("a/notes.md", None),
        ("a/b.c/d.py", None),
        ("a-b/c.py", None),
    ],
)
def test_module_of(target: str, module: str | None) -> None:
    assert module_of(target) == module


def test_is_path() -> None:
    assert [is_path(text) for text in ("a/b", "b.py", "a\\b", "a.b", "a.md")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_names_are_folded_as_python_folds_them() -> None:
    assert fold("𝐀ﬁ") == "Afi"
    assert as_dotted("./a/b.py::C") == "a.b.C"


def test_wording() -> None:
    assert noun(1.5) == "a number"
    assert show("a" * 61) == repr("a" * 57 + "...")
    assert near("Ban_Classes", ["ban-files", "ban-classes"]) == "ban-classes"
    assert near("wibble", ["keep"]) is None
    assert (did_you_mean("x"), did_you_mean(None)) == (" (did you mean x?)", "")
