"""Inline suppressions, each case held against the functions of the real flake8."""

from __future__ import annotations

import argparse
import contextlib

import pytest
from flake8.processor import FileProcessor
from flake8.violation import Violation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssot_lint.source.suppress import Suppression, may_silence, suppressions

CODES = ("SSOT001", "SSOT002", "SSOT010", "E501")
EVERYWHERE = 10**9
OPTIONS = argparse.Namespace(
    disable_noqa=False,
    hang_closing=False,
    indent_size=4,
    max_line_length=79,
    max_doc_length=None,
    verbose=0,
)


def lines_of(text: str) -> list[str]:
    """The lines as flake8 reads them from a file, which is opened with universal newlines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line + "\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def silenced_by_flake8(text: str) -> set[tuple[str, int]]:
    processor = FileProcessor("file.py", OPTIONS, lines_of(text))
    physical = dict(enumerate(processor.lines, 1))
    everything = {(code, line) for code in CODES for line in physical}
    if processor.should_ignore_file():
        return everything
    found = set()
    for code, line in everything:
        # without a logical line flake8 asks linecache for the physical one
        searched = processor.noqa_line_for(line) or physical[line]
        violation = Violation(code, "file.py", line, 1, "", searched)
        if violation.is_inline_ignored(disable_noqa=False):
            found.add((code, line))
    return found


def silenced(text: str) -> set[tuple[str, int]]:
    found = suppressions(text)
    return {
        (code, line)
        for code in CODES
        for line in range(1, len(lines_of(text)) + 1)
        if any(one.silences(code, line) for one in found)
    }


def inline(column: int, end_column: int, code: str = "", line: int = 1) -> Suppression:
    return Suppression(line, column, end_column, code, line, line)


CASES = {
    "none": ("x = 1\n", ()),
    "a word that is no comment": ("noqa = 1\n", ()),
    "blanket": ("x = 1  # noqa\n", (inline(8, 14),)),
    "no final newline": ("x = 1  # noqa", (inline(8, 14),)),
    "case of the word": ("x = 1  # NoQA: SSOT001\n", (inline(16, 23, "SSOT001"),)),
    "one code": ("x = 1  # noqa: SSOT001\n", (inline(16, 23, "SSOT001"),)),
    "several codes": (
        "x = 1  # noqa: SSOT001,E501 SSOT002 , W1\n",
        (inline(16, 23, "SSOT001"), inline(24, 28, "E501"), inline(29, 36, "SSOT002"), inline(39, 41, "W1")),
    ),
    "a code in lower case silences nothing": ("x  # noqa: ssot001\n", (inline(12, 19, "ssot001"),)),
    "a prefix": ("x  # noqa: SSOT0\n", (inline(12, 17, "SSOT0"),)),
    "letters alone are no code": ("x  # noqa: SSOT\n", (inline(4, 10),)),
    "prose is blanket": ("x  # noqa: because\n", (inline(4, 10),)),
    "prose after a code": ("x  # noqa: E501 because\n", (inline(12, 16, "E501"),)),
    "codes without a comma": ("x  # noqa: SSOT001SSOT002\n", (inline(12, 26, "SSOT001SSOT002"),)),
    "two spaces are blanket": ("x  # noqa:  E501\n", (inline(4, 10),)),
    "a space before the colon is blanket": ("x  # noqa : E501\n", (inline(4, 10),)),
    "no space after the hash": ("x  #noqa\n", ()),
    "no space after the colon": ("x  # noqa:E501\n", (inline(11, 15, "E501"),)),
    "the first counts": ("x  # noqa: E501  # noqa: SSOT001\n", (inline(12, 16, "E501"),)),
    "the second line": ("x\ny  # noqa\n", (inline(4, 10, line=2),)),
    "in a string": ("x = '# noqa'\n", (inline(6, 12),)),
    "columns are characters": ("'é𝒳'  # noqa\n", (inline(7, 13),)),
    "a multi-line string": ("x = '''a\n\n# noqa: E501'''  # noqa\ny\n", (Suppression(3, 9, 13, "E501", 1, 3),)),
    "behind a multi-line string": ("x = '''a\nb'''  # noqa\ny\n", (Suppression(2, 7, 13, "", 1, 2),)),
    "a continued line": ("x = 1 + \\\n    2  # noqa: SSOT001\ny\n", (Suppression(2, 16, 23, "SSOT001", 1, 2),)),
    "codes on the next line": (
        "x = '''# noqa:\nE501,\nSSOT001 '''\n",
        (Suppression(2, 1, 5, "E501", 1, 3), Suppression(3, 1, 8, "SSOT001", 1, 3)),
    ),
    "brackets join no lines": ("f(\n    a,  # noqa\n    b,\n)\n", (inline(9, 15, line=2),)),
    "a failing tokenizer joins nothing": ("x = 1 + \\\n    2  # noqa\ny = '''\n", (inline(8, 14, line=2),)),
    "bad indentation joins nothing": (
        "if 1:\n        x = '''\n  # noqa'''\n    y\n",
        (inline(3, 9, line=3),),
    ),
    "a carriage return": ("x\ry  # noqa: E501\r\nz\n", (inline(12, 16, "E501", line=2),)),
    "a form feed is no line end": ("x\x0cy # noqa\x0b\u2028z\n", (inline(5, 11),)),
    "file": ("x\n\n  # flake8: noqa\ny\n", (Suppression(3, 3, 17, "", 1, EVERYWHERE),)),
    "file, other spelling": ("# FLAKE8=NOQA\n", (Suppression(1, 1, 14, "", 1, EVERYWHERE),)),
    "file, codes ignored": ("# flake8: noqa: E501\n", (Suppression(1, 1, 15, "", 1, EVERYWHERE),)),
    "file, behind code": ("x  # flake8: noqa\n", ()),
    "file, twice": (
        "# flake8: noqa\n# flake8: noqa\nx  # noqa: E501\n",
        (Suppression(1, 1, 15, "", 1, EVERYWHERE), inline(12, 16, "E501", line=3)),
    ),
    "byte order mark": ("\ufeffx  # noqa\ny  # noqa\n", (inline(5, 11), inline(4, 10, line=2))),
    "byte order mark before file": ("\ufeff# flake8: noqa\n", (Suppression(1, 2, 16, "", 1, EVERYWHERE),)),
    "byte order mark in latin-1": ("\xef\xbb\xbfx  # noqa\n", (inline(7, 13),)),
    "empty": ("", ()),
    "null byte": ("x = '\0'  # noqa\n", (inline(10, 16),)),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_places(text: str, expected: tuple[Suppression, ...]) -> None:
    assert suppressions(text) == expected


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()], ids=CASES.keys())
def test_flake8_agrees(text: str) -> None:
    assert silenced(text) == silenced_by_flake8(text)


def test_lone_surrogate_joins_nothing() -> None:
    # flake8 never sees one, and the tokenizer of Python 3.12 refuses it
    text = "x = '\udc80'  # noqa: E501\n'''\n'''\n"
    assert suppressions(text) == (inline(18, 22, "E501"),)


WORDS = [
    *("x", " = ", "1", "f(", ")", "[", "]", ", ", ": ", "if 1:", "    ", "\\", "\n", "\n", "\r\n", "\r", "\f"),
    *("'", '"', "'''", '"""', "f'{", "}'", "'''\n", "\\\n", "# ", "日", "é"),
    *("# noqa", "# NOQA:", "# noqa: ", "  # noqa: SSOT001\n", " # noqa:E501, SSOT002\n", "# flake8: noqa"),
    *("SSOT001", "SSOT0", "ssot001", "E501", ",", " "),
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=25).map("".join)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(TEXTS)
@example("x  # noqa: E501\n")
@example("x  # noqa: E501,SSOT0\n")
@example("x\n# flake8: noqa\n")
def test_what_may_silence_is_found_without_looking_at_lines(text: str) -> None:
    found = [one for one in suppressions(text) if "SSOT001".startswith(one.code)]
    assert may_silence(text, "SSOT") or not found


@pytest.mark.parametrize(
    "text", ["", "noqa", "x  # noqa: E501\n", "x  # noqa: E501, ssot001\n", "x  # noqa: S101, SIM1\n"]
)
def test_what_can_not_silence(text: str) -> None:
    assert not may_silence(text, "SSOT")


def test_silences_tells_which() -> None:
    found = suppressions("x  # noqa: SSOT001, SSOT0, E501\n")
    assert [one.code for one in found if one.silences("SSOT001", 1)] == ["SSOT001", "SSOT0"]
    assert not any(one.silences("SSOT001", 2) for one in found)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(TEXTS)
@example("f'{\nx}'  # noqa: E501\n")
@example(" f'{)  # noqa '''\n'''")
@example("x = f'''{\n1}\n# noqa''' \\\n + 2\n")
def test_flake8_agrees_on_any_text(text: str) -> None:
    found = silenced(text)
    with contextlib.suppress(SystemError):  # flake8 itself dies of "f'{)" on CPython 3.13.0
        assert found == silenced_by_flake8(text)
