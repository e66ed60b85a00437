"""SSOT106: which documents name what is gone, and which of them tell that it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ssot_lint.model import Fix
from ssot_lint.session import open_session
from ssot_lint.stale.documents import format_of, readers, records
from tests.processes import git
from tests.repository import check, lines, session, write

POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old_engine"]
see = "docs/plan.md#1-engine"

[decisions.auth]
keep = ["app.auth:Auth"]
ban-classes = ["LegacyAuth", "Login", "*Dispatcher2"]
ban-files = ["app/services/login.py", "tools/*_login.sh"]
"""
HOME = {
    "app/__init__.py": "",
    "app/engine.py": "class Engine: ...\n",
    "app/auth.py": "class Auth: ...\n",
}
ENGINE = "use Engine from app.engine (engine)"
AUTH = "use Auth from app.auth (auth)"
MODULE = f"names deleted module app.old_engine: {ENGINE}"
FILE = f"names deleted file app/old_engine.py: {ENGINE}"
CLASS = f"names banned class LegacyAuth: {AUTH}"
LOGIN = f"names banned class Login: {AUTH}"


def _check(root: Path, path: str, text: str | bytes, policy: str = POLICY) -> tuple[str, ...]:
    """What is said of one document, without its path and the code."""
    write(root, {**HOME, path: text}, policy)
    found = lines(open_session(str(root)).check(select={"SSOT106"}))
    return tuple(one.removeprefix(f"{path}:").replace("SSOT106 ", "", 1) for one in found)


LOUD = [
    # prose
    pytest.param("a.md", "See `app.old_engine`.\n", f"1:6: {MODULE}", id="dotted"),
    pytest.param("a.md", "See app/old_engine.py.\n", f"1:5: {FILE}", id="path"),
    pytest.param("docs/a.md", "[it](../app/old_engine.py)\n", f"1:6: {FILE}", id="link-from-the-folder"),
    pytest.param("a.md", "    from app.old_engine import Engine\n", f"1:10: {MODULE}", id="indented-code"),
    pytest.param("a.md", "```python\nfrom app import old_engine\n```\n", f"2:17: {MODULE}", id="from-package-in-a-fence"),
    pytest.param("a.md", "LegacyAuth signs people in.\n", f"1:1: {CLASS}", id="class"),
    pytest.param("a.md", "Call `Login` first.\n", f"1:7: {LOGIN}", id="plain-word-in-backticks"),
    pytest.param("a.md", "Call Login() first.\n", f"1:6: {LOGIN}", id="plain-word-called"),
    pytest.param("a.md", "```\nx = Login\n```\n", f"2:5: {LOGIN}", id="plain-word-in-a-fence"),
    pytest.param("a.md", "<!-- app.old_engine -->\n", f"1:6: {MODULE}", id="html-comment"),
    pytest.param("a.md", "---\nmodule: app.old_engine\n---\n", f"2:9: {MODULE}", id="front-matter"),
    pytest.param("a.md", "| a | b |\n|---|---|\n| app.old_engine | x |\n", f"3:3: {MODULE}", id="table"),
    pytest.param("a.md", "> Use `LegacyAuth`.\n", f"1:8: {CLASS}", id="quotation"),
    pytest.param("a.rst", ".. automodule:: app.old_engine\n", f"1:17: {MODULE}", id="directive"),
    pytest.param("a.rst", "See :class:`~app.old_engine.Engine`.\n", f"1:14: {MODULE}", id="role"),
    pytest.param("a.rst", "Do::\n\n    import app.old_engine\n\nthis.\n", f"3:12: {MODULE}", id="literal-block"),
    pytest.param("a.rst", ".. code-block:: python\n\n   LegacyAuth()\n", f"3:4: {CLASS}", id="code-block"),
    pytest.param("a.adoc", "== How\n\n----\nLegacyAuth()\n----\n", f"4:1: {CLASS}", id="asciidoc"),
    pytest.param("README", "app.old_engine\n", f"1:1: {MODULE.replace('names', 'tells people and agents of')}", id="readme"),
    pytest.param(".cursorrules", "Prefer LegacyAuth\n", f"1:8: {CLASS.replace('names', 'tells agents of')}", id="cursorrules"),
    pytest.param("docs/CLAUDE.md", "LegacyAuth\n", f"1:1: {CLASS.replace('names', 'tells agents of')}", id="claude"),
    pytest.param("docs/adr/CLAUDE.md", "LegacyAuth\n", f"1:1: {CLASS.replace('names', 'tells agents of')}", id="claude-beside-records"),
    pytest.param("a.md", "`tools/old_login.sh`\n", f"1:2: names banned file tools/old_login.sh: {AUTH}", id="glob-of-files"),
    pytest.param("a.md", "`FastDispatcher2` sends.\n", f"1:2: names banned class FastDispatcher2: {AUTH}", id="glob-of-classes"),
    pytest.param("a.md", "\ufeffLegacyAuth\n", f"1:1: {CLASS}", id="byte-order-mark"),
    pytest.param("a.md", "a\r\nb LegacyAuth\rLegacyAuth", f"2:3: {CLASS}\n3:1: {CLASS}", id="line-ends"),
    pytest.param("a.md", b"caf\xe9 LegacyAuth\n", f"1:6: {CLASS}", id="not-utf-8"),
    pytest.param("a.rst", "``Login`` or `Login page`_ or :doc:`Login page <x>`\n", f"1:3: {LOGIN}", id="plain-word-in-rest"),
    pytest.param("a.md", "```\nLogin()\n# Login first\nLogin now\n```\n", f"2:1: {LOGIN}", id="plain-word-called-in-a-fence"),
    pytest.param("a.md", "> [!WARNING]\n> LegacyAuth is slow.\n", f"2:3: {CLASS}", id="mere-warning"),
    pytest.param("a.rst", "one\ntwo\n\napp.engine\napp.old_engine\n", f"5:1: {MODULE}", id="one-word-a-line"),
    pytest.param("a.rst", "Guide\n~~~~~\n\nLegacyAuth\n", f"4:1: {CLASS}", id="underline-is-no-fence"),
    pytest.param("a.md", "This happens where you do not have the wrong one:\n\n- LegacyAuth\n", f"3:3: {CLASS}", id="mere-lead"),
    pytest.param("a.md", "# The format and its history\n\nLegacyAuth\n", f"3:1: {CLASS}", id="mere-heading"),
    # demands
    pytest.param("a.md", "Use `LegacyAuth` instead of a session.\n", f"1:6: {CLASS}", id="instead-of-another"),
    pytest.param("a.md", "Instead of a session, use `LegacyAuth`.\n", f"1:28: {CLASS}", id="instead-it"),
    pytest.param("a.md", "Do not forget to use LegacyAuth.\n", f"1:22: {CLASS}", id="do-not-forget"),
    pytest.param("a.md", "Don't delete `app/old_engine.py`.\n", f"1:15: {FILE}", id="do-not-delete"),
    pytest.param("a.md", "Request -> LegacyAuth -> Response\n", f"1:12: {CLASS}", id="flow"),
    pytest.param("a.md", "## Removed\n\nx\n\n## Kept\n\n- LegacyAuth\n", f"7:3: {CLASS}", id="after-a-heading"),
    pytest.param("a.md", "Never create these:\n\n- x\n\nUse LegacyAuth.\n", f"5:5: {CLASS}", id="after-a-list"),
    pytest.param("a.md", "Bad:\n```\nx\n```\nGood:\n```\nLegacyAuth()\n```\n", f"7:1: {CLASS}", id="good-after-bad"),
    pytest.param("a.md", "```\n# bad\nx\n# good\nLegacyAuth()\n```\n", f"5:1: {CLASS}", id="good-comment"),
    pytest.param("a.md", "```diff\n-x\n+LegacyAuth()\n```\n", f"3:2: {CLASS}", id="added-by-a-diff"),
    pytest.param("a.md", "```python\ndef f() -> LegacyAuth: ...\n```\n", f"2:12: {CLASS}", id="return-annotation"),
    pytest.param("a.md", "```python\nclass LegacyAuth(Auth): ...\n```\n", f"2:7: {CLASS}", id="subclass-in-code"),
    pytest.param("a.md", "| Do | Don't |\n|--|--|\n| `LegacyAuth` | x |\n", f"3:4: {CLASS}", id="other-column"),
    pytest.param("a.md", "```\nx = LegacyAuth()  # noqa: E501\n```\n", f"2:5: {CLASS}", id="other-noqa"),
    # configuration
    pytest.param("pyproject.toml", '[project.scripts]\nrun = "app.old_engine:main"\n', f"2:8: {MODULE}", id="entry-point"),
    pytest.param("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    run = app.old_engine:main\n", f"3:11: {MODULE}", id="setup-cfg"),
    pytest.param("pyproject.toml", '[[tool.mypy.overrides]]\nmodule = [\n  "app.old_engine",\n]\n', f"3:4: {MODULE}", id="tool-table"),
    pytest.param("a.toml", 'INSTALLED_APPS = ["app.old_engine"]\n', f"1:20: {MODULE}", id="installed-apps"),
    pytest.param("celery.ini", "[celery]\ninclude = app.old_engine\n", f"2:11: {MODULE}", id="celery-include"),
    pytest.param("pytest.ini", "[pytest]\naddopts = -p app.old_engine\n", f"2:14: {MODULE}", id="pytest-plugin"),
    pytest.param("logging.yaml", "handlers:\n  a:\n    class: app.old_engine.Handler\n", f"3:12: {MODULE}", id="logging"),
    pytest.param("logging.json", '{"handlers": {"a": {"class": "app.old_engine.Handler"}}}', f"1:31: {MODULE}", id="logging-json"),
    pytest.param("a.yaml", "auth:\n  backend: Login\n", f"2:12: {LOGIN}", id="plain-word-as-a-class"),
    pytest.param("a.xml", "<bean class='LegacyAuth'/>\n", f"1:14: {CLASS}", id="xml"),
    pytest.param("Dockerfile", 'CMD ["python", "-m", "app.old_engine"]\n', f"1:23: {MODULE}", id="dockerfile"),
    pytest.param("run.sh", "python app/old_engine.py\n", f"1:8: {FILE}", id="shell"),
    pytest.param("settings.yaml.j2", "auth: LegacyAuth\n", f"1:7: {CLASS}", id="template"),
    pytest.param("Makefile", "run:\n\tpython -m app.old_engine\n", f"2:12: {MODULE}", id="makefile"),
    pytest.param(".pre-commit-config.yaml", "- id: a\n  entry: python -m app.old_engine\n- id: b\n  language: pygrep\n",
                 f"2:20: {MODULE}", id="hook"),
    pytest.param("a.yaml", "exclude:\n  - x\nuse:\n  - LegacyAuth\n", f"4:5: {CLASS}", id="after-an-exclusion"),
    pytest.param("a.json", '{"exclude": ["x"], "use": {"b": 1, "c": "LegacyAuth"}}', f"1:42: {CLASS}", id="json-after-an-exclusion"),
    pytest.param("a.toml", '[exclude]\nx = 1\n[use]\ny = "LegacyAuth"\n', f"4:6: {CLASS}", id="toml-after-an-exclusion"),
    pytest.param("a.yaml", "# removed\na:\n  b: LegacyAuth\nc: LegacyAuth\n", f"4:4: {CLASS}", id="comment-of-another-key"),
    pytest.param("a.yaml", "a: 1  # see LegacyAuth\n", f"1:13: {CLASS}", id="comment-at-the-end-of-a-line"),
    pytest.param("a.yaml", "run: services/login.py\n",
                 f"1:6: names banned file app/services/login.py: {AUTH}", id="end-of-a-path"),
    pytest.param("a.yaml", "# one\n# see LegacyAuth\n", f"2:7: {CLASS}", id="comment"),
    pytest.param("a.sh", "# old\nx\n\nLegacyAuth\n", f"4:1: {CLASS}", id="comment-of-another-paragraph"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), LOUD)
def test_loud(path: str, text: str | bytes, expected: str, tmp_path: Path) -> None:
    assert "\n".join(_check(tmp_path, path, text)) == expected


SILENT = [
    # what is named is another thing
    pytest.param("a.md", "Login is at the top; app.old_engines and MyLegacyAuth are others.\n", id="other-words"),
    pytest.param("a.json", '{"login": "Login", "title": "Login"}', id="translations"),
    pytest.param("a.yaml", "message: Login failed\nbackend: Login page\n", id="plain-word-in-a-sentence"),
    pytest.param("a.sh", "echo Login\n", id="plain-word-in-a-script"),
    pytest.param("a.md", "`<name>/app/old_engine.py` and `{name}.app.old_engine`\n", id="placeholder"),
    # sentences
    pytest.param("a.md", "`LegacyAuth` was replaced by\n`Auth` in 2024.\n", id="replaced-over-two-lines"),
    pytest.param("a.md", "`app.old_engine`\nis gone.\n", id="gone-over-two-lines"),
    pytest.param("a.md", "There was a `LegacyAuth`. It was removed in 2.0.\n", id="next-sentence-goes-on"),
    pytest.param("a.md", "NEVER create `LegacyAuth`.\n", id="never"),
    pytest.param("a.md", "- [ ] Delete `app/old_engine.py` and its tests.\n", id="delete"),
    pytest.param("a.md", "We removed `LegacyAuth`, sorry.\n", id="removed"),
    pytest.param("a.md", "`app.old_engine` -> gone\n", id="arrow"),
    pytest.param("a.md", "Use `Auth` instead of `LegacyAuth`.\n", id="kept-instead-of"),
    pytest.param("a.md", "Move off `LegacyAuth` in favour of `Auth`.\n", id="in-favour-of"),
    pytest.param("a.md", "If you use `LegacyAuth`, switch to `Auth`.\n", id="switch"),
    pytest.param("a.md", "LegacyAuth (deprecated)\n", id="in-brackets"),
    pytest.param("a.rst", "LegacyAuth\n    Removed: it is not here.\n", id="definition-list"),
    # headings, labels, lists
    pytest.param("a.md", "# Auth\n## Removed\n\nText.\n\n### More\n\n- `LegacyAuth`\n", id="heading"),
    pytest.param("a.md", "Removed classes\n---------------\n\nLegacyAuth signs in.\n", id="setext"),
    pytest.param("a.rst", "Guide\n=====\n\nDeprecated\n----------\n\nLegacyAuth signs in.\n", id="underline"),
    pytest.param("a.txt", "=======\nRemoved\n=======\n\nLegacyAuth signs in.\n", id="overline"),
    pytest.param("a.adoc", "= Guide\n\n== Do not use\n\nLegacyAuth signs in.\n", id="asciidoc-title"),
    pytest.param("a.html", "<h2>Removed</h2>\n<s>LegacyAuth</s>\n", id="html"),
    pytest.param("a.md", "<h2>Removed</h2>\n\nLegacyAuth signs in.\n", id="html-title"),
    pytest.param("a.md", "Never create these:\n\n- a\n  - `LegacyAuth`\n\n- app/old_engine.py\n", id="lead"),
    pytest.param("a.md", "All of the following were part of it and are deprecated:\n\n- LegacyAuth\n", id="long-lead"),
    pytest.param("a.md", "# Version history\n\nLegacyAuth\n", id="heading-of-a-record"),
    pytest.param("a.md", "**Forbidden**\n\n- `LegacyAuth`\n", id="bold-lead"),
    pytest.param("a.md", "- Removed\n  - `LegacyAuth`\n", id="item-lead"),
    pytest.param("a.md", "\u274c Wrong:\n\n```python\nLegacyAuth()\n```\n", id="bad-fence"),
    pytest.param("a.md", "Before (v1)\n~~~\nimport app.old_engine\n~~~\n", id="before-fence"),
    pytest.param("a.md", "Previously you wrote:\n\n    LegacyAuth()\n", id="before-indented"),
    pytest.param("a.md", "```\n# \u274c bad\nLegacyAuth()\n\nx = LegacyAuth()\n```\n", id="bad-comment"),
    pytest.param("a.md", "```\nLegacyAuth()  # don't\n```\n", id="comment-at-the-end"),
    pytest.param("a.md", "```diff\n-LegacyAuth()\n+Auth()\n```\n", id="diff"),
    pytest.param("a.md", "```sh\ngit rm app/old_engine.py\ngrep -rn LegacyAuth .\n```\n", id="commands"),
    # boxes
    pytest.param("a.rst", ".. deprecated:: 2.0\n\n   LegacyAuth signs in.\n", id="deprecated-box"),
    pytest.param("a.md", "> [!CAUTION]\n> LegacyAuth signs in.\n", id="alert"),
    pytest.param("a.md", '!!! danger "Old"\n    LegacyAuth signs in.\n', id="callout"),
    pytest.param("a.md", ":::danger\nLegacyAuth signs in.\n:::\n", id="container"),
    pytest.param("a.md", "```{deprecated} 2.0\nLegacyAuth signs in.\n```\n", id="myst"),
    # tables
    pytest.param("a.md", "| Removed | Why |\n|---|---|\n| `LegacyAuth` | slow |\n", id="column"),
    pytest.param("a.md", "| Class | State |\n|---|---|\n| `LegacyAuth` | deleted |\n", id="row"),
    pytest.param("a.md", "Old | New\n--- | ---\n`LegacyAuth` | `Auth`\n\nText.\n", id="without-outer-bars"),
    # strike-through
    pytest.param("a.md", "~~LegacyAuth~~ and <del>app.old_engine</del>\n", id="struck"),
    # suppressions
    pytest.param("a.md", "LegacyAuth <!-- noqa: SSOT106 -->\n", id="noqa"),
    pytest.param("a.md", "<!-- noqa: SSOT106 -->\n```\na\nLegacyAuth()\n```\n", id="noqa-above-a-fence"),
    pytest.param("a.yaml", "auth: LegacyAuth  # noqa: E501, SSOT1\n", id="noqa-in-yaml"),
    pytest.param("a.toml", '# noqa: SSOT106\nauth = "LegacyAuth"\n', id="noqa-above"),
    # configuration
    pytest.param("ruff.toml", '[lint.flake8-tidy-imports.banned-api]\n"app.old_engine".msg = "x"\n', id="ruff"),
    pytest.param("ruff.toml", '[lint.flake8-tidy-imports.banned-api."app.old_engine"]\nmsg = "x"\n', id="ruff-table"),
    pytest.param(".importlinter", "[importlinter:contract:1]\nforbidden_modules =\n    app.old_engine\n", id="import-linter"),
    pytest.param(".pylintrc", "[IMPORTS]\ndeprecated-modules=app.old_engine\n", id="pylint"),
    pytest.param("setup.cfg", "[flake8]\nbanned-modules = app.old_engine = gone\n", id="flake8"),
    pytest.param("rules.yaml", "rules:\n- id: a\n  pattern: LegacyAuth()\n  languages: [python]\n", id="semgrep"),
    pytest.param(".pre-commit-config.yaml", "- id: a\n  entry: LegacyAuth\n  language: pygrep\n- id: b\n", id="pygrep"),
    pytest.param("a.yaml", "coverage:\n  omit:\n  # why\n\n  - app/old_engine.py\n", id="omit"),
    pytest.param("a.yaml", "jobs: {deny: [LegacyAuth]}\n", id="flow"),
    pytest.param("a.json5", "// x\n{a: {exclude: ['b', 'LegacyAuth']}}\n", id="json5"),
    pytest.param("a.toml", 'exclude = """\nLegacyAuth\n"""\n', id="long-string"),
    pytest.param("a.xml", "<exclude>LegacyAuth</exclude>\n", id="xml"),
    pytest.param("a.yaml", "# LegacyAuth was replaced\n# long ago.\na: 1\n", id="comment"),
    pytest.param("a.yaml", "# There was LegacyAuth.\n# It was removed.\na: 1\n", id="comment-goes-on"),
    pytest.param("a.yaml", "# removed, kept for the migration\nauth: LegacyAuth\n", id="comment-above"),
    pytest.param("a.toml", '"app.old_engine" = "app.engine"\n', id="mapping"),
    pytest.param("move.sh", "sed -i s/LegacyAuth/Auth/ a\ngit mv app/old_engine.py b\n", id="script"),
    # files
    pytest.param("CHANGELOG.md", "Added LegacyAuth\n", id="changelog"),
    pytest.param("docs/adr/0001.md", "Added LegacyAuth\n", id="adr"),
    pytest.param("docs/plan.md", "Keep LegacyAuth\n", id="see"),
    pytest.param("notes/2024-01-02.md", "LegacyAuth\n", id="dated"),
    pytest.param("app/old_engine/notes.md", "LegacyAuth and app.old_engine\n", id="in-what-is-deleted"),
    pytest.param("poetry.lock", "LegacyAuth\n", id="lock"),
    pytest.param("a.min.json", '"LegacyAuth"\n', id="minified-name"),
    pytest.param("a.json", f'{{"a": "{"x" * 6000}", "b": "LegacyAuth"}}\n', id="long-line"),
    pytest.param("a.yaml", "# Auto-generated by make.\nauth: LegacyAuth\n", id="generated"),
    pytest.param("a.md", "<!-- DO NOT EDIT -->\nLegacyAuth\n", id="generated-markdown"),
    pytest.param("a.txt", b"LegacyAuth\0\n", id="binary"),
    pytest.param("a.txt", "LegacyAuth\n".encode("utf-16"), id="utf-16"),
    pytest.param("a.svg", "<LegacyAuth/>\n", id="svg"),
    pytest.param("vendor/a.md", "LegacyAuth\n", id="vendored"),
    pytest.param("a.ipynb", '{"cells": [', id="damaged-notebook"),
    pytest.param(".ipynb_checkpoints/a.ipynb", '{"cells": []}', id="notebook-copy"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text"), SILENT)
def test_silent(path: str, text: str | bytes, tmp_path: Path) -> None:
    assert _check(tmp_path, path, text) == ()


# -- fixes


def _fixed(root: Path, path: str, text: str) -> tuple[str, Fix | None, str]:
    """The text of a document after its first finding is fixed, the fix, and why there is none."""
    from ssot_lint.fixes import apply

    write(root, {**HOME, path: text}, POLICY)
    report = open_session(str(root)).check(select={"SSOT106"})
    first = report.findings[0]
    fix = first.fix
    return apply(text, fix.edits) if fix else text, fix, report.why_not.get(first, "")


@pytest.mark.parametrize(("path", "text", "expected"), [
    pytest.param("a.md", "Call `LegacyAuth`.\n", "Call `Auth`.\n", id="class"),
    pytest.param("docs/a.md", "[`app.old_engine`](../app/old_engine.py)\n", "[`app.engine`](../app/engine.py)\n", id="twice-on-a-line"),
    pytest.param("a.rst", "x\r\n.. automodule:: app.old_engine\r\n", "x\r\n.. automodule:: app.engine\r\n", id="line-ends"),
    pytest.param("a.md", "```\nfrom app.old_engine import Engine\n```\n", "```\nfrom app.engine import Engine\n```\n", id="import"),
])  # fmt: skip
def test_safe_fixes(path: str, text: str, expected: str, tmp_path: Path) -> None:
    fixed, fix, _ = _fixed(tmp_path, path, text)
    assert (fixed, fix and fix.safe) == (expected, True)


def test_a_fix_of_configuration_is_unsafe(tmp_path: Path) -> None:
    fixed, fix, _ = _fixed(tmp_path, "a.yaml", "run: app.old_engine.Engine\n")
    assert fixed == "run: app.engine.Engine\n"
    assert fix is not None
    assert (fix.safe, fix.title) == (
        False,
        "use Engine from app.engine, though it is configuration: see that it still works",
    )


@pytest.mark.parametrize(("text", "why_not"), [
    pytest.param("Instead of `Auth`, use `LegacyAuth`.\n", "the line would name Auth twice", id="there-already"),
    pytest.param("LegacyAuth and `Login` work.\n", "the line would name Auth twice", id="two-become-one"),
    pytest.param("See app/old_engine.py:12\n", "the line it points at is another one now", id="line-number"),
])  # fmt: skip
def test_what_is_not_fixed(text: str, why_not: str, tmp_path: Path) -> None:
    assert _fixed(tmp_path, "a.md", text) == (text, None, why_not)


def test_a_block_of_code_is_fixed_with_its_import_or_not_at_all(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            **HOME,
            "app/other.py": "",
            "ssot.toml": POLICY,
            "a.md": (
                "```python\nfrom app.other import LegacyAuth\n\nLegacyAuth()\n```\n\n"
                "Then:\n\n```python\nLegacyAuth()\n```\n\n"
                "```python\nfrom app.auth import LegacyAuth\n\nLegacyAuth()\n```\n"
            ),
        },
    )
    report = open_session(str(tmp_path)).check(select={"SSOT106"})
    assert [(one.line, one.fix is not None) for one in report.findings] == [
        (2, False),
        (4, False),
        (10, True),
        (14, True),
        (16, True),
    ]


def test_a_file_that_is_not_utf_8_is_not_fixed(tmp_path: Path) -> None:
    write(tmp_path, {**HOME, "a.md": b"caf\xe9 LegacyAuth\n"}, POLICY)
    report = open_session(str(tmp_path)).check(select={"SSOT106"})
    assert [(one.fix, report.why_not[one]) for one in report.findings] == [(None, "the file is not UTF-8")]


# -- notebooks


def _notebook(*cells: str) -> str:
    made = [{"cell_type": "markdown", "metadata": {}, "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_the_markdown_of_notebooks(tmp_path: Path) -> None:
    text = _notebook("# How\n", 'Say "hi" to `LegacyAuth`.\n', "# Removed\n", "`LegacyAuth`\n")
    fixed, fix, _ = _fixed(tmp_path, "a.ipynb", text)
    line = text.splitlines().index('    "Say \\"hi\\" to `LegacyAuth`.\\n"') + 1
    assert lines(open_session(str(tmp_path)).check(select={"SSOT106"})) == (f"a.ipynb:{line}:21: SSOT106 {CLASS}",)
    assert fixed == text.replace("to `LegacyAuth`", "to `Auth`")
    assert fix is not None and fix.safe


def test_a_notebook_without_a_fix(tmp_path: Path) -> None:
    text = _notebook("Instead of `Auth`, use `LegacyAuth`.\n")
    assert _fixed(tmp_path, "a.ipynb", text)[1] is None


# -- which files


def test_a_policy_without_names_does_no_work(tmp_path: Path) -> None:
    assert (
        _check(tmp_path, "a.md", "LegacyAuth\n", '[decisions.id]\nargument = "id"\nnever = ["None"]\nuse = "1"\n') == ()
    )


def test_records_of_the_policy(tmp_path: Path) -> None:
    policy = f'[documents]\nrecords = ["plans/**", "CLAUDE.md"]\n\n{POLICY}'
    files = {**HOME, "plans/a.md": "LegacyAuth\n", "CLAUDE.md": "LegacyAuth\n", "docs/a.md": "LegacyAuth\n"}
    assert check(tmp_path, files, policy) == (f"docs/a.md:1:1: SSOT106 {CLASS}",)


@pytest.mark.parametrize(("path", "policy", "expected"), [
    pytest.param("pyproject.toml", '[tool.app]\nauth = "LegacyAuth"\n\n[tool.ssot-lint.decisions.auth]\nban-classes = ["LegacyAuth"]\n',
                 ("pyproject.toml:2:9: SSOT106 names banned class LegacyAuth: remove it (auth)",), id="pyproject"),
    pytest.param("setup.cfg", "[ssot-lint]\n[ssot-lint:decision:auth]\nban-classes =\n    LegacyAuth\n[app]\nauth = LegacyAuth\n",
                 ("setup.cfg:6:8: SSOT106 names banned class LegacyAuth: remove it (auth)",), id="setup-cfg"),
])  # fmt: skip
def test_the_policy_itself_is_no_document(path: str, policy: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert check(tmp_path, {**HOME, path: policy}) == expected


@pytest.mark.parametrize("prefilter", [True, False])
def test_what_is_gone_from_the_disk_or_a_link_is_no_document(prefilter: bool, tmp_path: Path) -> None:
    write(tmp_path, {**HOME, "a.md": "LegacyAuth\n", "b.md": "LegacyAuth\n"}, POLICY)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    (tmp_path / "a.md").unlink()
    (tmp_path / "c.md").symlink_to("b.md")
    assert lines(open_session(str(tmp_path), prefilter=prefilter).check(select={"SSOT106"})) == (
        f"b.md:1:1: SSOT106 {CLASS}",
    )


@pytest.mark.parametrize("prefilter", [True, False])
def test_git_and_reading_find_the_same(prefilter: bool, tmp_path: Path) -> None:
    write(tmp_path, {**HOME, "a.md": "LegacyAuth\n", "b.md": "x\n", "c.yaml": "a: app.old_engine\n"}, POLICY)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "a.md", "b.md")
    report = open_session(str(tmp_path), prefilter=prefilter).check(select={"SSOT106"})
    assert lines(report) == (f"a.md:1:1: SSOT106 {CLASS}", f"c.yaml:1:4: SSOT106 {MODULE}")


@pytest.mark.parametrize("prefilter", [True, False])
def test_what_is_tracked_although_it_is_ignored(prefilter: bool, tmp_path: Path) -> None:
    """`git grep --untracked` passes over such files."""
    files = {".gitignore": "*.md\n", "a.md": "LegacyAuth\n", "b.md": "x\n", "c.md": "LegacyAuth\n"}
    write(tmp_path, {**HOME, **files}, POLICY)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--force", "a.md", "b.md")
    report = open_session(str(tmp_path), prefilter=prefilter).check(select={"SSOT106"})
    assert lines(report) == (f"a.md:1:1: SSOT106 {CLASS}",)


def test_texts_of_editors(tmp_path: Path) -> None:
    write(tmp_path, {**HOME, "a.md": "LegacyAuth\n", "b.md": "x\n"}, POLICY)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    texts = {"a.md": b"x\n", "b.md": b"LegacyAuth\n", "c.md": b"x LegacyAuth\n"}
    report = open_session(str(tmp_path)).check(select={"SSOT106"}, texts=texts)
    assert lines(report) == (f"b.md:1:1: SSOT106 {CLASS}", f"c.md:1:3: SSOT106 {CLASS}")


def test_of_a_large_file_only_lines_are_looked_at(tmp_path: Path) -> None:
    padding = f"{'x' * 99}\n" * 10_000
    found = _check(tmp_path, "a.md", f"# Removed\n\n{padding}LegacyAuth\nLegacyAuth was removed: use Auth\n")
    assert found == (f"10003:1: {CLASS}",)
    report = open_session(str(tmp_path)).check(select={"SSOT106"})
    assert report.why_not[report.findings[0]] == "the file is large"


def test_of_large_configuration_too(tmp_path: Path) -> None:
    padding = f"# {'x' * 97}\n" * 12_000
    assert _check(tmp_path, "a.yaml", f"{padding}auth: LegacyAuth\n") == (f"12001:7: {CLASS}",)


@pytest.mark.parametrize(("path", "expected"), [
    pytest.param("a/B.MD", "markdown", id="upper-case"),
    pytest.param("Dockerfile.dev", "script", id="dockerfile"),
    pytest.param("settings.toml.example", "toml", id="template"),
    pytest.param("config.j2", "script", id="template-of-nothing-known"),
    pytest.param(".env.local", "ini", id="env"),
    pytest.param("a.txt.in", "text", id="in"),
    pytest.param("a.tmpl", "", id="only-a-template"),
    pytest.param("a.py", "", id="python"),
    pytest.param("uv.lock", "", id="lock"),
    pytest.param("package-lock.json", "", id="package-lock"),
    pytest.param("web/node_modules/a/README.md", "", id="node-modules"),
    pytest.param("app.egg-info/SOURCES.txt", "", id="egg-info"),
    pytest.param("sub/ssot.toml", "", id="policy"),
    pytest.param("LICENSE", "", id="without-ending"),
])  # fmt: skip
def test_formats(path: str, expected: str) -> None:
    assert format_of(path) == expected


@pytest.mark.parametrize(("path", "expected"), [
    pytest.param("CLAUDE.md", "agents", id="claude"),
    pytest.param("a/AGENTS.md", "agents", id="agents"),
    pytest.param("GEMINI.md", "agents", id="gemini"),
    pytest.param(".cursor/rules/a.mdc", "agents", id="cursor"),
    pytest.param(".github/copilot-instructions.md", "agents", id="copilot"),
    pytest.param(".github/instructions/a.instructions.md", "agents", id="instructions"),
    pytest.param("README.rst", "people and agents", id="readme"),
    pytest.param("docs/CONTRIBUTING.md", "people and agents", id="contributing"),
    pytest.param("docs/guide.md", "", id="guide"),
])  # fmt: skip
def test_readers(path: str, expected: str) -> None:
    assert readers(path) == expected


@pytest.mark.parametrize(("path", "expected"), [
    pytest.param("CHANGELOG.md", True, id="changelog"),
    pytest.param("changelog.d/12.yaml", True, id="changelog-folder"),
    pytest.param("docs/HISTORY.rst", True, id="history"),
    pytest.param("docs/releases/1.0.txt", True, id="releases"),
    pytest.param("docs/5.0-upgrade.rst", True, id="upgrade"),
    pytest.param("versioned_docs/version-1.2/a.md", True, id="versioned"),
    pytest.param("docs/adr/0001.md", True, id="adr"),
    pytest.param("docs/adr/AGENTS.md", False, id="agents-beside-records"),
    pytest.param(".github/workflows/release.yml", False, id="workflow"),
    pytest.param("scripts/upgrade.sh", False, id="script"),
    pytest.param("docs/database-migrations.md", False, id="migrations"),
    pytest.param("news/config.yaml", False, id="package-called-news"),
])  # fmt: skip
def test_records(path: str, expected: bool) -> None:
    from ssot_lint.policy.model import Policy

    assert records(Policy())(path) is expected


def test_one_finding_a_thing_on_a_line(tmp_path: Path) -> None:
    text = "from app.old_engine import Engine  (app/old_engine.py)\n"
    assert _check(tmp_path, "a.md", text) == (f"1:6: {MODULE}",)


def test_the_example_of_a_package_outside_of_git(tmp_path: Path) -> None:
    found = session(tmp_path, {**HOME, "a.md": "LegacyAuth\n"}, POLICY).check(select={"SSOT106"})
    assert lines(found) == (f"a.md:1:1: SSOT106 {CLASS}",)
