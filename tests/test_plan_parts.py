"""The parts of a plan: Markdown, YAML, code, tables, and sentences about what code does."""

from __future__ import annotations

import pytest

from ssot_lint.plan.markdown import github_anchor, read_markdown
from ssot_lint.plan.plan import read_plan
from ssot_lint.plan.words import singular
from ssot_lint.registry import options
from tests.test_plan_sentences import decided


def told(text: str) -> list[str]:
    return [f"{one.line}: {one.kind}: {one.text}" for one in read_plan(text, "P.md", options()).notes]


@pytest.mark.parametrize(("title", "anchor"), [
    pytest.param("1.1 Engine Factory - MERGE & DELETE", "11-engine-factory---merge--delete", id="punctuation"),
    pytest.param("\u274c DO NOT CREATE:", "-do-not-create", id="emoji"),
    pytest.param("a_b \u00c4\u00df \u4e2d\u6587", "a_b-\u00e4\u00df-\u4e2d\u6587", id="letters"),
    pytest.param("\u26a0\ufe0f x", "\ufe0f-x", id="variation-selector"),
])  # fmt: skip
def test_anchor(title: str, anchor: str) -> None:
    assert github_anchor(title) == anchor


def test_anchors_differ() -> None:
    sections = read_markdown("# A\n# A\n# A-1\nA\n===\n## `b` [c](d) *e*\n").sections
    assert [(one.line, one.anchor) for one in sections] == [
        (1, ""),
        (1, "a"),
        (2, "a-1"),
        (3, "a-1-1"),
        (4, "a-2"),
        (6, "b-c-e"),
    ]
    assert sections[-1].above == ("A",)


def test_lines_of_a_paragraph() -> None:
    lines = read_markdown("One `a.b`! e.g. two\nthree.  Four\\\nfive\nStatus: x\n").lines
    assert [(one.line, one.text) for one in lines] == [
        (1, "One `a.b`!"),
        (1, "e.g. two three."),
        (2, "Four five"),
        (4, "Status: x"),
    ]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("KEEP: {file: s/a.py, class: Aa}\nDELETE: s/b.py (old)", ["aa: keep=s.a:Aa delete=s.b"], id="flow"),
    pytest.param("x:\n  KEEP: s.a:Aa\ny:\n  KEEP: s.b:Bb\n  REMOVE: [s/c.py]", ["aa: keep=s.a:Aa", "bb: keep=s.b:Bb delete=s.c"], id="nested"),
    pytest.param("- KEEP: s.a:Aa\n  BAN: Bb\n- KEEP: s.c:Cc", ["aa: keep=s.a:Aa ban-classes=Bb", "cc: keep=s.c:Cc"], id="list"),
    pytest.param("KEEP: s.a:Aa\n---\nNO_NEW_CLASSES:\n  - Bb\n", ["aa: keep=s.a:Aa ban-classes=Bb"], id="documents"),
    pytest.param("DELETE:\n  file: s/b.py\n  why: [it is old, it is slow]\n  class: Bb\n  MORE: {x: 1}",
                 ["bb: reason=it is old; it is slow delete=s.b ban-classes=Bb"], id="record"),
    pytest.param("KEEP: {file: s/a.py, class: Aa}\nENHANCE:\n  - Aa with tests\n  -\n", ["aa: keep=s.a:Aa"], id="enhance"),
    pytest.param("KEEP:\n  - {file: s/a.py, class: Aa}\n  - {file: t/b.py, class: Bb}\nFACADES: [d.py, s/c.py]",
                 ["aa: keep=s.a:Aa,t.b:Bb facades=s.c"], id="several"),
    pytest.param("? [a, b]\n: KEEP\n1: 2\nKEEP: {? {a: b} : c, file: s/a.py, class: Aa}", ["aa: keep=s.a:Aa"], id="odd-keys"),
    pytest.param("criteria:\n  - [x] don't create 'Aa'\n  - [ ] No `Bb` created", ["bb: ban-classes=Bb"], id="boxes"),
    pytest.param("banned classes: [Aa, '`Bb`']", ["bb: ban-classes=Bb"], id="mode"),
])  # fmt: skip
def test_yaml(text: str, expected: list[str]) -> None:
    assert decided(f"```yaml\n{text}\n```\n") == expected


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("a: [1\nKEEP: s.a:Aa\n", ["2: unreadable: not valid YAML: expected ',' or ']', but got '<stream end>': mend it, or quote the text",
                                           "3: read: keep s.a:Aa (aa)"], id="broken"),
    pytest.param("a: \x01\n", ["2: unreadable: not valid YAML: special characters are not allowed: mend it, or quote the text"], id="control"),
    pytest.param("KEEP: " + "[" * 30, ["2: unreadable: YAML nested deeper than 20: flatten it"], id="deep"),
    pytest.param("#" * 50_001, ["2: unreadable: YAML of more than 50,000 characters: split it"], id="large"),
    pytest.param("KEEP: {file: 'a b', class: 'c d'}",
                 ["2: not used: KEEP: a b, c d: names no file, class, argument or message: keep, ban-classes, ban-files and only would need one"],
                 id="no-names"),
])  # fmt: skip
def test_unreadable_yaml(text: str, expected: list[str]) -> None:
    assert sorted(told(f"```yaml\n{text}\n```\n")) == sorted(expected)


def test_yaml_without_a_language() -> None:
    assert decided("```\nKEEP:\n  file: s/a.py\n  class: Aa\n```\n") == ["aa: keep=s.a:Aa"]
    assert decided("    KEEP:\n      file: s/a.py\n      class: Aa\n") == ["aa: keep=s.a:Aa"]
    assert decided("```json\nKEEP:\n  file: s/a.py\n```\n") == []


ID = "run-id: argument=run_id never=None"


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("# CURRENT:\nf(a, run_id=None)\n# CHANGE TO:\nf(a, run_id=c.id)", [f"{ID} use=c.id"], id="keyword"),
    pytest.param("# Fix None run_id\n# before\n# OLD: f(a, None)\n# NEW: f(a, c.id)", [f"{ID} use=c.id"], id="comment"),
    pytest.param("# BEFORE:\nf(a, None)\n# AFTER:\nf(a, c.id)\n# BEFORE:\nf(0)\n# AFTER:\nf(1)\n",
                 ['argument = "...": the plan does not name the parameter that None goes to'], id="nobody-names-it"),
    pytest.param("# OLD:\ng(1)\nf(x='', **k)\n# NEW:\ng(1)\nf(x=y, **k)\n", ["x: argument=x never='' use=y"], id="second-call"),
    pytest.param("# OLD:\nf(*a, None)\n# NEW:\nf(*a)\n", [], id="other-number"),
    pytest.param("# OLD:\nf(**None)\n# NEW:\nf(**k)\n", [], id="spread"),
    pytest.param("# OLD:\nf(None)\n# NEW:\ng(x)\n", [], id="other-function"),
    pytest.param("# OLD:\nf(None, None)\n# NEW:\nf(x, y)\n", [], id="two-changes"),
    pytest.param("# OLD:\nf(x)\n# NEW:\nf(None)\n", [], id="other-way"),
    pytest.param("# OLD:\nf((\n# NEW:\nf(x)\n", [], id="no-code"),
    pytest.param("# OLD:\nlog.warn('Old path taken: %s', x)\n# NEW:\nlog.info('x')\n",
                 ["quiet-logs: log-at-most=info log-matching=Old path taken*"], id="placeholder"),
    pytest.param("# OLD:\nlog.error(f'Old {x} path')\n# NEW:\nlog.info('x')\n", [], id="nothing-stable"),
    pytest.param("# OLD:\nlog.error(f'Old path {x} of')\n# NEW:\nlog.info('x')\n",
                 ["quiet-logs: log-at-most=info log-matching=Old path*"], id="f-string"),
    pytest.param("# OLD:\nwarnings.warn('UserStore is old')\n# NEW:\nlog.debug('x')\n",
                 ["quiet-logs: log-at-most=debug log-matching=UserStore is old*"], id="warn"),
    pytest.param("# OLD:\nlog.error(text)\n# NEW:\nlog.info('x')\n", [], id="no-message"),
    pytest.param("# OLD:\nlog.info('a b')\n# NEW:\nlog.error('a b')\n", [], id="louder"),
    pytest.param("# FROM: from a.b import C1x, d\n# TO: from e.f import C1x\n# TO: from e.f import *\n",
                 ["c1x: keep=e.f:C1x ban-classes=a.b.C1x"], id="imports"),
    pytest.param("# FROM: from a.b import Old\n# TO: from e.f import New\n", ["new: keep=e.f:New ban-classes=a.b.Old"], id="other-name"),
    pytest.param("# FROM: from .b import Old\n# TO: from .f import New\n", [], id="relative"),
    pytest.param("shop.aa.Old -> shop.bb.New\nx -> y\n", ["new: keep=shop.bb:New ban-classes=shop.aa.Old"], id="arrows"),
    pytest.param("x\nKeep A -> b\n", [], id="no-names"),
])  # fmt: skip
def test_code(text: str, expected: list[str]) -> None:
    assert decided(f"```\n{text}\n```\n") == expected


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("## No None run_id\n\n**Before**\n\n    f(None)\n\n**After**\n\n    f(c.id)\n", [f"{ID} use=c.id"], id="labels-and-heading"),
    pytest.param("```\n# OLD:\nf(None)\n# NEW:\nf(c.id)\n```\n- No None run_id\n- No None run_id\n", [f"{ID} use=c.id"], id="another-sentence"),
    pytest.param("- No None run_id\n- No None user_id\n```\n# OLD:\nf(None)\n# NEW:\nf(c.id)\n```\n",
                 [ID, "user-id: argument=user_id never=None"], id="two-names"),
    pytest.param("```diff\n-f(x=None)\n+f(x=y)\n-g(z=None)\n+g(z=y)\n```", ["x: argument=x never=None use=y", "z: argument=z never=None use=y"],
                 id="hunks"),
    pytest.param("```diff\n-f(x=None)\n+f(x=y)\n```\n```diff\n-f(x=None)\n+f(x=z)\n```", ["x: argument=x never=None use=y"], id="two-uses"),
    pytest.param("Before:\n\n```\nx\n```\n\n# B\n\nAfter:\n\n```\ny\n```\n", [], id="other-section"),
    pytest.param("```sh\n$ rm -r s/a.py ./s/b.py notes.txt\n```", ["s-a: delete=s.a,s.b"], id="rm"),
    pytest.param("```sh\nrm -rf shop/old/ && git rm -r --quiet -- ./shop/older\n```", ["shop-old: delete=shop.old,shop.older"],
                 id="rm-folders"),
    pytest.param("```sh\ncd services\ngit rm -r \\\n  old\ncd ..\nsudo rm x/y.py  # gone\n```",
                 ["services-old: delete=services.old", "y: delete=x.y"], id="rm-elsewhere"),
    pytest.param("```sh\ncd /repo\ngit rm docs/x.md\ncd\nrm s/a.py; cd ../..; rm s/b.py\n```",
                 ["x: delete=docs/x.md", "s-a: delete=s.a,s.b"], id="rm-from-the-root"),
    pytest.param("```sh\nrm -rf build dist *.egg-info/ __pycache__ .venv/lib $X/s ~/s /tmp/s ../s s/build/\n"
                 "git rm -r --cached s/x\nrm notes.txt s\nrm 's/a.py\n```", [], id="rm-what-is-no-source"),
    pytest.param("- [ ] Delete it with `git rm -r s/old/`\n- [ ] `rm -rf s/older`",
                 ["s-old: delete=s.old", "older: delete=s.older"], id="rm-in-words"),
    pytest.param("Do not run `rm -rf s/old/`, nor `ls s`. `rm -rf build/` is fine.", [], id="rm-not"),
    pytest.param("```\n" + "#" * 50_001 + "\n```", ["a code block of more than 50,000 characters: split it"], id="large"),
    pytest.param("## Rollback\n\n```sh\nrm s/a.py\n```\n\n### Steps\n\nDelete `s/b.py`.\n",
                 ["Rollback: what stands there was not decided", "Steps: what stands there was not decided"], id="aside"),
    pytest.param("Delete " + "`s/a.py`, " * 200,
                 ["Delete `s/a.py`, `s/a.py`, `s/a.py`, `s/a.py`, `s/a.py`, `s/a.py`, ...: says something of s/a.py in a form "
                  "that is not known: write it into the policy by hand"], id="endless-sentence"),
    pytest.param("Do not create " + "x" * 1001 + ":\n\n- `Aa`\n", [], id="endless-label"),
    pytest.param("| a | b |\n|---|---|\n| Keep | `s/a.py` |\n", [], id="other-columns"),
    pytest.param("| File | Status |\n|---|---|\n| `s/a.py` | banned |\n", ["s-a: ban-files=s/a.py"], id="banned-in-a-table"),
    pytest.param("| Parameter | Must never be | Use |\n|---|---|---|\n| `user_id` | `None`, `\"\"` | `request.user_id` |\n",
                 ['user-id: argument=user_id never=None,"" use=request.user_id'], id="parameters-in-a-table"),
    pytest.param("| Argument | Not allowed |\n|---|---|\n| user_id | None |\n", ["user-id: argument=user_id never=None"],
                 id="parameters-without-a-use"),
    pytest.param("| Argument | Never |\n|---|---|\n| user_id | empty |\n| any `x y` | None |\n", [], id="parameters-without-a-literal"),
])  # fmt: skip
def test_blocks(text: str, expected: list[str]) -> None:
    assert decided(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("Never pass `None` as `run_id`.", ID, id="never-pass"),
    pytest.param("Never pass None as the run_id: `c.id`.", f"{ID} use=c.id", id="with-use"),
    pytest.param("`run_id` must never be `None`.", ID, id="never-be"),
    pytest.param("Pass `c.id` as `run_id`, never `None`.", f"{ID} use=c.id", id="pass-as"),
    pytest.param("No `run_id=None` anywhere.", ID, id="assignment"),
    pytest.param("Nobody should ever pass `run_id=None` to it.", ID, id="nobody"),
    pytest.param("`run_id=None` must never be passed.", ID, id="must-never"),
    pytest.param("No None run_id. Pass `c.` as `run_id`, not `None`.", ID, id="use-is-no-expression"),
    pytest.param("Never pass None to it.", None, id="no-name"),
    pytest.param("No 3 run_ids here?", None, id="question"),
    pytest.param("No `run_id=[1]` anywhere.", "never: '[1]' must be a single constant such as None, 0 or 'text'", id="no-literal"),
    pytest.param("No deprecation warnings.", "quiet-logs: log-at-most=info log-matching=*deprecated*", id="deprecation"),
    pytest.param("Messages like \"Old *\" are logged at most at debug.", "quiet-logs: log-at-most=debug log-matching=Old *", id="quiet"),
    pytest.param("Log \"Old way\" at debug level only.", "quiet-logs: log-at-most=debug log-matching=Old way*", id="at-level-only"),
    pytest.param("Log it at most at debug.", None, id="no-message"),
    pytest.param("The events `a.b`, `c_d` are sent by `emit_event`.", "events: emit=a.b,c_d emitters=emit_event", id="events"),
    pytest.param("Events `login`, `logout` and `x_y` must all be sent to `hub`.", "events: emit=login,logout,x_y", id="plain-events"),
    pytest.param("All events are emitted.", "All events are emitted.: emit = [...]: the plan does not name the events", id="no-events"),
    pytest.param("`Mail` and `*Box` share no state, `x y` too.", "isolation: isolated=Mail,*Box", id="isolation"),
    pytest.param("## Boxes stay apart\n\n`Box` is isolated.", "boxes-stay-apart: isolated=Box", id="heading"),
    pytest.param("# Done when\n- No import errors", "No import errors: SSOT104 finds imports of what does not exist: nothing to write", id="known"),
    pytest.param("- \u2705 **!**", None, id="nothing"),
])  # fmt: skip
def test_behaviour(text: str, expected: str | None) -> None:
    assert decided(text) == ([] if expected is None else [expected])


@pytest.mark.parametrize(("plural", "noun"), [
    ("factories", "factory"), ("classes", "class"), ("boxes", "box"), ("branches", "branch"), ("brushes", "brush"), ("class", "class"),
    ("buses", "buse"), ("ies", "ies"), ("bus", "bus"),
])  # fmt: skip
def test_singular(plural: str, noun: str) -> None:
    assert singular(plural) == noun
