"""Every format, with whole output compared."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from ssot_lint.model import Edit, Failure, Finding, Fix, Related, Report, Span
from ssot_lint.output import FORMATS, render
from ssot_lint.output.excerpt import Excerpt, excerpt
from ssot_lint.output.summary import bug, failures, statistics, summary

CLASS_LINE = "class WebSocketManagerFactory:"
CLASS_NAME = Span(3, 7, 3, 30)
RENAME = Fix("use WebSocketBridgeFactory", True, (Edit(3, 7, 3, 30, "WebSocketBridgeFactory"),))
TWIN = Related("app/bridge.py", 10, 1, "the kept class")


def finding(
    *,
    path: str = "app/ws.py",
    span: Span = CLASS_NAME,
    message: str = "WebSocketManagerFactory is banned: use WebSocketBridgeFactory (websocket)",
    code: str = "SSOT001",
    name: str = "banned-class",
    fix: Fix | None = None,
    related: tuple[Related, ...] = (),
) -> Finding:
    return Finding(code, name, message, path, *span, "websocket", fix, related)


def report(*findings: Finding, lines: Mapping[tuple[str, int], str] | None = None) -> Report:
    return Report(findings, checked=12, lines={} if lines is None else lines)


def full(line: str, span: Span) -> str:
    """The rows of source and carets that the full format shows of one line."""
    one = report(finding(span=span), lines={("app/ws.py", span.line): line})
    return "".join(render(one, "full").splitlines(keepends=True)[2:])


class TestText:
    def test_is_one_line_a_finding_in_the_order_of_the_report(self) -> None:
        two = report(finding(), finding(path="b.py", code="SSOT004", message="gone: delete it"))
        assert render(two, "text") == (
            "app/ws.py:3:7: SSOT001 WebSocketManagerFactory is banned: "
            "use WebSocketBridgeFactory (websocket)\n"
            "b.py:3:7: SSOT004 gone: delete it\n"
        )

    def test_of_nothing_is_nothing(self) -> None:
        assert render(report(), "text") == ""

    def test_shows_characters_that_would_steer_the_terminal(self) -> None:
        odd = finding(path="a\x1b[2J\n.py", message="\x9b \u202e \udc80 é")
        assert render(report(odd), "text") == "a\\x1b[2J\\n.py:3:7: SSOT001 \\x9b \\u202e \\udc80 é\n"

    def test_with_colours(self) -> None:
        assert render(report(finding(message="m")), "text", color=True) == (
            "\x1b[1mapp/ws.py\x1b[0m:3:7: \x1b[1;31mSSOT001\x1b[0m m\n"
        )


class TestFull:
    def test_is_a_block_a_finding(self) -> None:
        one = finding(message="WebSocketManagerFactory is banned", fix=RENAME, related=(TWIN,))
        two = finding(path="a.py", span=Span(100, 1, 100, 2), message="m", fix=RENAME._replace(safe=False))
        lines = {("app/ws.py", 3): CLASS_LINE, ("a.py", 100): "x = 1"}
        assert render(report(one, two, lines=lines), "full") == (
            "SSOT001 banned-class  app/ws.py:3:7\n"
            "WebSocketManagerFactory is banned\n"
            "  |\n"
            "3 | class WebSocketManagerFactory:\n"
            "  |       ^^^^^^^^^^^^^^^^^^^^^^^\n"
            "  see app/bridge.py:10:1: the kept class\n"
            "  fix: use WebSocketBridgeFactory\n"
            "\n"
            "SSOT001 banned-class  a.py:100:1\n"
            "m\n"
            "    |\n"
            "100 | x = 1\n"
            "    | ^\n"
            "    unsafe fix: use WebSocketBridgeFactory\n"
        )

    def test_of_nothing_is_nothing(self) -> None:
        assert render(report(), "full") == ""

    @pytest.mark.parametrize(
        ("span", "lines"),
        [
            pytest.param(Span(1, 1, 1, 1), {("app/ws.py", 1): "import os"}, id="about-the-whole-file"),
            pytest.param(Span(1, 1, 1, 3), {}, id="line-unknown"),
            pytest.param(Span(1, 1, 1, 3), {("app/ws.py", 1): " \t\n"}, id="line-blank"),
        ],
    )
    def test_shows_no_source(self, span: Span, lines: Mapping[tuple[str, int], str]) -> None:
        assert render(report(finding(span=span, message="m"), lines=lines), "full") == (
            "SSOT001 banned-class  app/ws.py:1:1\nm\n"
        )

    def test_with_colours(self) -> None:
        one = report(finding(message="m", fix=RENAME, related=(TWIN,)), lines={("app/ws.py", 3): CLASS_LINE})
        assert render(one, "full", color=True) == (
            "\x1b[1;31mSSOT001\x1b[0m banned-class  \x1b[1mapp/ws.py:3:7\x1b[0m\n"
            "m\n"
            "\x1b[34m  |\x1b[0m\n"
            "\x1b[34m3 |\x1b[0m class WebSocketManagerFactory:\n"
            "\x1b[34m  |\x1b[0m       \x1b[1;31m^^^^^^^^^^^^^^^^^^^^^^^\x1b[0m\n"
            "  \x1b[36msee\x1b[0m app/bridge.py:10:1: the kept class\n"
            "  \x1b[36mfix\x1b[0m: use WebSocketBridgeFactory\n"
        )

    @pytest.mark.parametrize(
        ("line", "span", "expected"),
        [
            pytest.param("class A(\n", Span(3, 7, 9, 2), "  |\n3 | class A(\n  |       ^^\n", id="over-several-lines"),
            pytest.param("x = f(a)", Span(3, 5, 3, 5), "  |\n3 | x = f(a)\n  |     ^\n", id="empty-span"),
            pytest.param("x", Span(3, 9, 3, 12), "  |\n3 | x\n  |  ^\n", id="past-the-end"),
            pytest.param("\tx\t= A", Span(3, 6, 3, 7), "  |\n3 |     x   = A\n  |           ^\n", id="tabs"),
            pytest.param("x = '中文', A", Span(3, 11, 3, 12), "  |\n3 | x = '中文', A\n  |             ^\n", id="wide"),
            pytest.param("x = '中文', A", Span(3, 6, 3, 8), "  |\n3 | x = '中文', A\n  |      ^^^^\n", id="wide-span"),
            pytest.param("e\u0301 = A", Span(3, 6, 3, 7), "  |\n3 | e\u0301 = A\n  |     ^\n", id="combining"),
            pytest.param("a\xadb = A", Span(3, 7, 3, 8), "  |\n3 | a\xadb = A\n  |       ^\n", id="soft-hyphen"),
            pytest.param(
                "\x0cx = '\x1b[2J\x00\x9b\u202e' + A",
                Span(3, 17, 3, 18),
                "  |\n3 | �x = '�[2J���' + A\n  |                 ^\n",
                id="control-characters",
            ),
            pytest.param("\udc80 = A", Span(3, 5, 3, 6), "  |\n3 | � = A\n  |     ^\n", id="surrogate"),
        ],
    )
    def test_carets_are_under_the_span(self, line: str, span: Span, expected: str) -> None:
        assert full(line, span) == expected


@pytest.mark.parametrize(
    ("line", "first", "last", "expected"),
    [
        pytest.param("0123456789", 2, 4, Excerpt("0123456789", 2, 2), id="fits"),
        pytest.param("0123456789abc", 0, 2, Excerpt("0123456789...", 0, 2), id="cut-behind"),
        pytest.param("abc0123456789", 11, 13, Excerpt("...0123456789", 11, 2), id="cut-before"),
        pytest.param("x" * 50 + "AB" + "y" * 50, 50, 52, Excerpt("...xxxxAByyyy...", 7, 2), id="cut-twice"),
        pytest.param("x" * 50 + "A" * 50, 50, 100, Excerpt("...AAAAAAAAAA...", 3, 10), id="longer"),
        pytest.param("中" * 50, 20, 21, Excerpt("...中中中中中...", 7, 2), id="wide"),
        pytest.param("x" * 10**6 + "\tA", 10**6 + 1, 10**6 + 2, Excerpt("...xxxxxx   A", 12, 1), id="huge"),
    ],
)
def test_long_lines_are_cut_around_the_span(line: str, first: int, last: int, expected: Excerpt) -> None:
    assert excerpt(line, first, last, cells=10) == expected


class TestJson:
    def test_is_an_array_with_exactly_the_fields_of_a_finding(self) -> None:
        one = finding(message="weg: nimm «é»", fix=RENAME, related=(TWIN,))
        assert render(report(one), "json") == (
            """\
[
  {
    "code": "SSOT001",
    "name": "banned-class",
    "message": "weg: nimm «é»",
    "path": "app/ws.py",
    "line": 3,
    "column": 7,
    "end_line": 3,
    "end_column": 30,
    "decision": "websocket",
    "fix": {
      "title": "use WebSocketBridgeFactory",
      "safe": true,
      "edits": [
        {
          "line": 3,
          "column": 7,
          "end_line": 3,
          "end_column": 30,
          "text": "WebSocketBridgeFactory"
        }
      ]
    },
    "related": [
      {
        "path": "app/bridge.py",
        "line": 10,
        "column": 1,
        "message": "the kept class"
      }
    ]
  }
]
"""
        )

    def test_what_a_finding_has_not_is_null_or_empty(self) -> None:
        [element] = json.loads(render(report(finding()._replace(decision=None)), "json"))
        assert [element["decision"], element["fix"], element["related"]] == [None, None, []]

    def test_of_nothing_is_an_empty_array(self) -> None:
        assert render(report(), "json") == "[]\n"


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_the_same_each_time(name: str) -> None:
    two = report(finding(fix=RENAME, related=(TWIN,)), finding(), lines={("app/ws.py", 3): CLASS_LINE})
    assert render(two, name) == render(two, name)
    assert render(two, name).endswith("\n")


def test_statistics_count_by_rule_the_most_frequent_first() -> None:
    codes = [("SSOT002", "b"), ("SSOT003", "c"), ("SSOT001", "a"), ("SSOT003", "c")]
    assert statistics(report(*(finding(code=code, name=name) for code, name in codes))) == (
        "2 SSOT003 c\n1 SSOT001 a\n1 SSOT002 b\n"
    )


@pytest.mark.parametrize(
    ("findings", "checked", "expected"),
    [
        pytest.param(0, 1, "no findings in 1 file", id="clean"),
        pytest.param(1, 12, "1 finding in 12 files", id="one"),
        pytest.param(3, 2, "3 findings in 2 files", id="many"),
    ],
)
def test_summary(findings: int, checked: int, expected: str) -> None:
    assert summary(Report((finding(),) * findings, checked=checked)) == expected


TRACEBACK = """\
Traceback (most recent call last):
  File "engine.py", line 1, in run
    check()
  File "rule.py", line 7, in check
    1 / 0
ZeroDivisionError: division by zero
"""


class TestFailures:
    def test_are_told_once_a_rule_and_reason(self) -> None:
        broken = Report(
            (),
            (
                Failure("SSOT001", "a.py", TRACEBACK),
                Failure("SSOT002", "a.py", TRACEBACK),
                Failure("SSOT001", "b.py", TRACEBACK),
                Failure("SSOT001", "c.py", "KeyError: 'x'\n"),
                Failure("SSOT001", "d.py", TRACEBACK),
                Failure("SSOT101", "", TRACEBACK),
            ),
        )
        assert failures(broken) == [
            "internal error: rule SSOT001 failed on a.py and 2 other files: "
            "ZeroDivisionError: division by zero; please report it",
            '  File "rule.py", line 7, in check',
            "internal error: rule SSOT002 failed on a.py: ZeroDivisionError: division by zero; please report it",
            '  File "rule.py", line 7, in check',
            "internal error: rule SSOT001 failed on c.py: KeyError: 'x'; please report it",
            "internal error: rule SSOT101 failed: ZeroDivisionError: division by zero; please report it",
            '  File "rule.py", line 7, in check',
        ]

    def test_verbose_shows_the_whole_traceback(self) -> None:
        assert bug("it broke", TRACEBACK, verbose=True) == [
            "internal error: it broke; please report it",
            *TRACEBACK.splitlines(),
        ]
