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
