"""SSOT007: what strings name of what is gone, what says that it is, and what is written instead."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from ssot_lint.commands.explain import explain
from ssot_lint.registry import RULES
from ssot_lint.source.offsets import Lines
from ssot_lint.source.source import Source
from ssot_lint.stale.literals import Places, literals
from ssot_lint.stale.passage import Passages
from tests.processes import git, run
from tests.repository import check, lines, session, write
from tests.test_moves import fixed

POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old", "app.kit.old_engine", "docs/old-guide.md", "legacy", "old_api", "scripts/old-tool"]
ban-classes = ["OldEngine", "Login", "app.auth:Logout", "Quick*Engine"]

[decisions.services]
ban-files = ["app/services/factory.py", "app/**/*_v2.py"]
"""
REPO = {
    "app/__init__.py": "",
    "app/engine.py": "class Engine:\n    def run(self): ...\n",
    "app/kit/__init__.py": "",
    "app/auth.py": "",
}
OUT = "use Engine from app.engine (engine)"
OLD = f"string names deleted module app.old: {OUT}"
FILE = f"string names deleted file app/old.py: {OUT}"
CLASS = f"string names banned class OldEngine: {OUT}"
OTHER = f"string names deleted module app.kit.old_engine: {OUT}"


def found(root: Path, text: str, path: str = "app/a.py", *, prefilter: bool = True) -> list[str]:
    report = session(root, {**REPO, path: text}, POLICY, prefilter=prefilter).check(select={"SSOT007"})
    return [line.removeprefix(f"{path}:").replace(" SSOT007", "") for line in lines(report)]


FOUND = [
    # where strings are read as names
    pytest.param('getLogger("app.old")\n', [f"1:12: {OLD}"], id="logger"),
    pytest.param('app = Celery(include=["app.engine", "app.old"])\n', [f"1:38: {OLD}"], id="celery-include"),
    pytest.param('app.conf.imports = ("app.old",)\n', [f"1:22: {OLD}"], id="celery-imports"),
    pytest.param('task_routes = {"app.old.run": {"queue": "q"}}\n', [f"1:17: {OLD}"], id="celery-routes"),
    pytest.param('@task(name="app.old.run")\ndef f(): ...\n', [f"1:13: {OLD}"], id="celery-task-name"),
    pytest.param('INSTALLED_APPS = [\n    "app.old.apps.Config",\n]\n', [f"2:6: {OLD}"], id="django-apps"),
    pytest.param('MIDDLEWARE += ["app.old.Middleware"]\n', [f"1:17: {OLD}"], id="django-middleware"),
    pytest.param('X = {"handlers": {"h": {"class": "app.old.Handler"}}}\n', [f"1:35: {OLD}"], id="logging-config"),
    pytest.param('pytest_plugins = ["app.old"]\n', [f"1:20: {OLD}"], id="pytest-plugins"),
    pytest.param('setup(entry_points={"console_scripts": ["x = app.old:main"]})\n', [f"1:46: {OLD}"], id="entry-point"),
    pytest.param('uvicorn.run("app.old:app")\n', [f"1:14: {OLD}"], id="uvicorn"),
    pytest.param('call(["python", "-m", "app.old"])\n', [f"1:24: {OLD}"], id="argv"),
    pytest.param('call("python -m app.old run", shell=True)\n', [f"1:17: {OLD}"], id="command"),
    pytest.param('import sys\nsys.modules["app.old"] = sys\n', [f"2:14: {OLD}"], id="shim"),
    pytest.param('import sys\nsys.modules.setdefault("app.old", sys)\n', [f"2:25: {OLD}"], id="shim-setdefault"),
    pytest.param('CODE = "from app.old import Engine"\n', [f"1:14: {OLD}"], id="import-statement"),
    pytest.param('CODE = "from app import old"\n', [f"1:25: {OLD}"], id="import-from-package"),
    pytest.param('AUTH_USER_MODEL = "app.OldEngine"\n', [f"1:20: {CLASS}"], id="label-of-a-class"),
    # paths
    pytest.param('X = "app/old.py"\n', [f"1:6: {FILE}"], id="path"),
    pytest.param('X = "./app/old.py"\n', [f"1:6: {FILE}"], id="path-from-here"),
    pytest.param('X = "../app/old.py"\n', [f"1:6: {FILE}"], id="path-from-folder"),
    pytest.param('X = "/srv/x/app/old.py"\n', [f"1:13: {FILE}"], id="path-from-elsewhere"),
    pytest.param('X = "app\\\\old.py"\n', [f"1:6: {FILE}"], id="path-escaped"),
    pytest.param('X = r"app\\old.py"\n', [f"1:7: {FILE}"], id="path-raw"),
    pytest.param('X = "app/old.py::test_x"\n', [f"1:6: {FILE}"], id="path-of-test"),
    pytest.param('X = f"{root}/app/old.py"\n', [f"1:14: {FILE}"], id="path-behind-a-hole"),
    pytest.param('X = root + "/app/old.py"\n', [f"1:14: {FILE}"], id="path-added"),
    pytest.param('X = "app/old"\n', [f"1:6: string names deleted path app/old: {OUT}"], id="path-of-package"),
    pytest.param('X = "docs/old-guide.md"\n', [f"1:6: string names deleted file docs/old-guide.md: {OUT}"], id="document"),
    pytest.param('X = "app/services/factory.py"\n',
                 ["1:6: string names banned file app/services/factory.py: remove it (services)"], id="banned-file"),
    pytest.param('X = "app/x/runner_v2.py"\n',
                 ["1:6: string names banned file app/x/runner_v2.py: remove it (services)"], id="banned-pattern"),
    # classes
    pytest.param('X = {"OldEngine": 1}\n', [f"1:7: {CLASS}"], id="class-key"),
    pytest.param('X = "OldEngine.run"\n', [f"1:6: {CLASS}"], id="class-member"),
    pytest.param('X = "OldEngine(1)"\n', [f"1:6: {CLASS}"], id="class-call"),
    pytest.param('X = "other.OldEngine"\n', [f"1:6: {CLASS}"], id="class-dotted"),
    pytest.param('log("an OldEngine is made")\n', [f"1:9: {CLASS}"], id="class-in-prose"),
    pytest.param('log("call Login() first")\n', [f"1:11: {CLASS.replace('OldEngine', 'Login')}"], id="plain-called"),
    pytest.param('"""See `Login` there."""\n', [f"1:9: {CLASS.replace('OldEngine', 'Login')}"], id="plain-in-backticks"),
    pytest.param('X = "app.forms.Login"\n', [f"1:6: {CLASS.replace('OldEngine', 'Login')}"], id="plain-dotted"),
    pytest.param('CODE = "from app.x import Login"\n', [f"1:27: {CLASS.replace('OldEngine', 'Login')}"], id="plain-imported"),
    pytest.param('X = "app.auth.Logout"\n', [f"1:6: {CLASS.replace('OldEngine', 'Logout')}"], id="dotted-ban"),
    pytest.param('"""A `Logout`."""\n', [f"1:7: {CLASS.replace('OldEngine', 'Logout')}"], id="dotted-ban-in-prose"),
    pytest.param('X = "QuickSomeEngine"\n', [f"1:6: {CLASS.replace('OldEngine', 'QuickSomeEngine')}"], id="glob"),
    # modules of one part
    pytest.param('X = "legacy.Engine"\n', [f"1:6: string names deleted module legacy: {OUT}"], id="top-class"),
    pytest.param('X = "old_api.run"\n', [f"1:6: string names deleted module old_api: {OUT}"], id="top-two-words"),
    pytest.param('LOCAL_APPS = ["a", "old_api"] + ["legacy"]\n',
                 [f"1:21: string names deleted module old_api: {OUT}", f"1:35: string names deleted module legacy: {OUT}"],
                 id="top-app"),
    pytest.param('ROOT_URLCONF: str = "legacy"\n', [f"1:22: string names deleted module legacy: {OUT}"], id="top-setting"),
    pytest.param('setup(py_modules=["legacy"])\n', [f"1:20: string names deleted module legacy: {OUT}"], id="top-setup"),
    pytest.param('call(["python", "-m", "legacy", "x"])\n', [f"1:24: string names deleted module legacy: {OUT}"], id="top-argv"),
    pytest.param('call("python3 -m legacy x")\n', [f"1:18: string names deleted module legacy: {OUT}"], id="top-command"),
    pytest.param('"""See :mod:`legacy`."""\n', [f"1:14: string names deleted module legacy: {OUT}"], id="top-role"),
    # how strings are written
    pytest.param('"""One.\n\nRuns :mod:`app.old`, and\napp.old.run.\n"""\n', [f"3:12: {OLD}", f"4:1: {OLD}"], id="docstring"),
    pytest.param('"""\n>>> from app.old import Engine\n"""\n', [f"2:10: {OLD}"], id="doctest"),
    pytest.param('def f():\n    """Like app/kit/old_engine.py."""\n',
                 [f"2:13: string names deleted file app/kit/old_engine.py: {OUT}"], id="docstring-path"),
    pytest.param('"""Like old_engine.py."""\n',
                 [f"1:9: string names deleted file app/kit/old_engine.py: {OUT}"], id="docstring-file"),
    pytest.param('"""Like kit.old_engine."""\n', [f"1:9: {OTHER}"], id="docstring-part"),
    pytest.param('X = "app." "old"\n', [f"1:5: {OLD}"], id="concatenated"),
    pytest.param('X = ("run "\n     "app.old"\n     " now")\n', [f"2:7: {OLD}"], id="concatenated-over-lines"),
    pytest.param("X = '''\n  app.old\n'''\n", [f"2:3: {OLD}"], id="triple-quoted"),
    pytest.param('X = R"app.old"\n', [f"1:7: {OLD}"], id="raw"),
    pytest.param('X = u"app.old"\n', [f"1:7: {OLD}"], id="unicode"),
    pytest.param('X = f"app.old.{name}"\n', [f"1:7: {OLD}"], id="before-a-hole"),
    pytest.param('X = f"{a} app.old {b}"\n', [f"1:11: {OLD}"], id="between-holes"),
    pytest.param('X = "app.old.%s" % name\n', [f"1:6: {OLD}"], id="before-a-placeholder"),
    pytest.param('X = "\\nOldEngine OldEngine"\n', [f"1:8: {CLASS}"], id="behind-an-escape"),
    pytest.param('X = "\\x61pp.old"  # app\n', [f"1:5: {OLD}"], id="spelled-with-escapes"),
    pytest.param("X = f\"{d['app.old']}\"\n", [f"1:11: {OLD}"], id="inside-a-hole"),
    pytest.param('é = "é app.old"\n', [f"1:8: {OLD}"], id="columns-are-characters"),
    pytest.param('X = "app.old"\r\nY = "app.old"\r\n', [f"1:6: {OLD}", f"2:6: {OLD}"], id="crlf"),
    pytest.param('X = "app.old"\ndef (:\n', [f"1:6: {OLD}"], id="unreadable-file"),
    pytest.param('X = ["app.old", "app/old.py"]  # noqa: E501\n', [f"1:7: {OLD}"], id="one-cause-a-line"),
    # what only looks like a way to say that it is gone
    pytest.param('assert "app.old" in modules\n', [f"1:9: {OLD}"], id="asserted-to-be-there"),
    pytest.param('assert not ("app.old" not in modules)\n', [f"1:14: {OLD}"], id="twice-negated"),
    pytest.param('assert f("app.old") == x\n', [f"1:11: {OLD}"], id="compared-to-something"),
    pytest.param('assert f("app.old") == 1\n', [f"1:11: {OLD}"], id="compared"),
    pytest.param('if name != "app.old":\n    run()\n', [f"1:13: {OLD}"], id="unequal-in-code"),
    pytest.param('if not exists("app/old.py"):\n    raise ValueError\n', [f"1:16: {FILE}"], id="raises-without-it"),
    pytest.param('raise ValueError("app.old")\n', [f"1:19: {OLD}"], id="other-error"),
    pytest.param('def test_run():\n    for name in ["app.old"]:\n        load(name)\n', [f"2:19: {OLD}"], id="loop"),
    pytest.param('X = ("app.old", "app.engine")\n', [f"1:7: {OLD}"], id="not-a-pair"),
    pytest.param('X = {"OldEngine": "app.engine"}\n', [f"1:7: {CLASS}"], id="lazy-import"),
    pytest.param('def removed():\n    return "app.old"\n', [f"2:13: {OLD}"], id="no-test"),
    pytest.param('"""Use app.old.\n\nThe lock is removed:\n"""\n', [f"1:8: {OLD}"], id="told-of-another"),
    pytest.param('"""f(x: app.old.X) -> None"""\n', [f"1:9: {OLD}"], id="arrow-of-a-signature"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, text) == expected
    assert found(tmp_path, text, prefilter=False) == expected


SILENT = [
    # not the name
    pytest.param('X = ["app.older", "myapp.old", "app_old", "old", "app.olds.x"]\n', id="other-names"),
    pytest.param('X = b"app.old"\n', id="bytes"),
    pytest.param("# app.old\n", id="comment"),
    pytest.param('X = f"{base}.old"\n', id="hole-before"),
    pytest.param('X = f"app.{name}.old"\n', id="hole-inside"),
    pytest.param('X = f"app.old{number}"\n', id="hole-goes-on"),
    pytest.param('X = f"{x}app.old"\n', id="hole-joins"),
    pytest.param('X = "%s.old" % "app"\n', id="placeholder-before"),
    pytest.param('X = "{}app.old{}"\n', id="fields-join"),
    pytest.param('X = "app." + "old"\n', id="added"),
    pytest.param('X = "app.old" + number\n', id="goes-on-in-a-sum"),
    pytest.param('X = "{app.old}".format(app=app)\n', id="format-field"),
    pytest.param('X = "{app.old.x!r:>10} and %(app.old)s"\n', id="more-format-fields"),
    pytest.param('X = "{{ app.old.x }}"\n', id="template-variable"),
    pytest.param('X = r"app\\.old"\n', id="regular-expression"),
    pytest.param('X = r"^OldEngine$"\n', id="regular-expression-of-class"),
    pytest.param('os.path.join("app", "old.py")\n', id="parts-of-a-path"),
    pytest.param('X = "app.o" "ld"\n', id="split-in-a-word"),
    pytest.param('X = "\\x4fldEngine"\n', id="escape-in-a-word"),
    pytest.param('X = "kit.old_engine"\n', id="part-outside-of-prose"),
    pytest.param('X = "old.py"\n', id="plain-file"),
    pytest.param('X = "app.old.json"\n', id="name-of-a-file"),
    pytest.param('X = "other/app_old.py"\n', id="other-path"),
    pytest.param('X = "app/old/data.json"\n', id="data-in-the-package"),
    pytest.param('X = ["legacy", "-m"]\nf("legacy", x="legacy")\n', id="word-like-a-top-module"),
    pytest.param('X = "legacy.title"\n', id="key-like-a-top-module"),
    pytest.param('X = "legacy/users"\n', id="path-of-one-folder"),
    pytest.param('X = "legacy/index.html"\n', id="template"),
    pytest.param('X = "/app/old"\n', id="address"),
    pytest.param('@app.route("app/old")\ndef f(): ...\n', id="route"),
    pytest.param('urlpatterns = [path("app/old/", view)]\n', id="django-path"),
    pytest.param('X = "https://example.org/app/old.py"\n', id="link"),
    pytest.param('X = "Login"\n', id="plain-word"),
    pytest.param('log("Login failed, Login again.")\n', id="plain-word-in-prose"),
    pytest.param('X = "page.Login"\n', id="plain-word-of-others"),
    pytest.param('X = "Login.title"\n', id="plain-word-as-key"),
    pytest.param('X = ["/OldEngine/", "kind=OldEngine", "OldEngines"]\n', id="class-in-other-text"),
    pytest.param('X = "Logout"\n', id="dotted-ban-alone"),
    # reported by others
    pytest.param('import importlib\nimportlib.import_module("app.old")\n', id="imported"),
    pytest.param('@mock.patch("app.old.Engine")\ndef f(): ...\n', id="patched"),
    pytest.param('@mock.patch(\n    "app.old.Engine",\n)\ndef f(): ...\n', id="patched-over-lines"),
    pytest.param('def f(x: "OldEngine | None"): ...\n', id="annotation"),
    pytest.param('__all__ = ["OldEngine"]\n', id="export"),
    pytest.param('import app\ngetattr(app, "OldEngine")\n', id="getattr"),
    # told in words
    pytest.param('"""app.old was replaced by something."""\n', id="was-replaced"),
    pytest.param('"""app.old was its old name."""\n', id="old-name"),
    pytest.param('"""Use app.engine, not app.old."""\n', id="kept-beside"),
    pytest.param('"""One.\n\nThe module app.old, on which this once\nstood, was removed in 2.0.\n"""\n', id="wrapped"),
    pytest.param('"""One.\n\n.. deprecated:: 2.0\n   app.old\n"""\n', id="directive"),
    pytest.param('"""One.\n\n    .. versionchanged:: 2.0\n\n        From app.old.\n    """\n', id="directive-above"),
    pytest.param('"""One.\n\nDo not use:\n\n- app.old\n"""\n', id="list-under-do-not"),
    pytest.param('"""One.\n\nNever import these:\n    app.engine2,\n    app.old\n"""\n', id="block-under-never"),
    pytest.param('raise ImportError("app.old was moved to app.engine")\n', id="raised-message"),
    pytest.param('raise ImportError("app.old")\n', id="import-error"),
    pytest.param('warnings.warn("app.old is deprecated; use app.engine")\n', id="warned"),
    pytest.param('warnings.warn("from app.old", DeprecationWarning)\n', id="deprecation-warning"),
    pytest.param('@deprecated("like app.old")\ndef f(): ...\n', id="deprecated"),
    # told in code
    pytest.param('assert "app.old" not in modules\n', id="not-in"),
    pytest.param('assert x != "app.old"\n', id="unequal"),
    pytest.param('assert not any("app.old" in x for x in y)\n', id="not-any"),
    pytest.param('assert not hasattr(app, "OldEngine")\n', id="not-hasattr"),
    pytest.param('assert not Path("app/old.py").exists()\n', id="not-exists"),
    pytest.param('assert Path("app/old.py").exists() is False\n', id="is-false"),
    pytest.param('assert find("app.old") is None and x\n', id="is-none"),
    pytest.param('assert [x for x in y if "app.old" in x] == []\n', id="equals-nothing"),
    pytest.param('assert () == find("app.old")\nassert find("app.old") == {}\n', id="nothing-equals"),
    pytest.param('assert {"app.old"} & names == set()\n', id="empty-set"),
    pytest.param('assert {"app.old"}.isdisjoint(names)\nassert names.isdisjoint({"app.old"})\n', id="disjoint"),
    pytest.param('self.assertFalse(os.path.exists("app/old.py"))\n', id="assert-false"),
    pytest.param('self.assertTrue(not exists("app/old.py"))\n', id="assert-true-not"),
    pytest.param('self.assertNotIn("app.old", modules)\n', id="assert-not-in"),
    pytest.param('self.assertNotHasAttr(app, "OldEngine")\n', id="assert-not-has-attr"),
    pytest.param('self.assertIsNone(find("app.old"))\n', id="assert-is-none"),
    pytest.param('with pytest.raises(ImportError):\n    load("app.old")\n', id="raises"),
    pytest.param('async def f():\n    async with self.assertRaises(X):\n        load("app.old")\n', id="async-raises"),
    pytest.param('self.assertRaises(ImportError, load, "app.old")\n', id="assert-raises"),
    pytest.param('with pytest.raises(ImportError, match="app.old"):\n    run()\n', id="match"),
    pytest.param('if exists("app/old.py"):\n    raise ValueError\n', id="guard-raises"),
    pytest.param('if exists("app/old.py"):\n    sys.exit(1)\n', id="guard-exits"),
    pytest.param('REMOVED = ["app.old"]\n', id="variable"),
    pytest.param('self.banned_modules: list = {"x": "app.old"}\n', id="attribute"),
    pytest.param('check(forbidden=["app.old"])\n', id="keyword"),
    pytest.param('X = {"deleted": ["app.old"]}\n', id="key"),
    pytest.param('for name in ["app/old.py"]:\n    assert not exists(name)\n', id="guard-loop"),
    pytest.param('assert all(not exists(name) for name in ["app/old.py"])\n', id="guard-generator"),
    pytest.param('NAME = "app.old"\n\n\ndef f():\n    assert NAME not in modules\n', id="guard-name"),
    pytest.param('@pytest.mark.parametrize(("a", "name"), [(1, "app.old")])\ndef test_a(a, name):\n'
                 "    assert name not in modules\n", id="guard-parametrize"),
    pytest.param('def test_old_is_gone():\n    assert run("app.old") == 1\n', id="test-name"),
    pytest.param('X = {"app.old": "app.engine"}\nY = {"app.engine": "app.old"}\n', id="pair-of-keys"),
    pytest.param('X = [("app.old", "app.engine")]\n', id="pair-in-list"),
    pytest.param('x.replace("app/old.py", "app/engine.py")\n', id="replace"),
    pytest.param('X = {"OldEngine": "app.engine:Engine"}\n', id="pair-of-classes"),
    pytest.param('class OldEngine:\n    """An OldEngine."""\n    def f(self): return "OldEngine"\n', id="in-the-class"),
    # suppressed
    pytest.param('X = "app.old"  # noqa: SSOT007\n', id="noqa"),
    pytest.param('"""One.\n\napp.old\n"""  # noqa: SSOT007\n', id="noqa-behind-a-docstring"),
]  # fmt: skip


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, text) == []
    assert found(tmp_path, text, prefilter=False) == []


@pytest.mark.parametrize(("path", "text", "expected"), [
    pytest.param("app/old.py", '"""app.old runs."""\n', [], id="module-itself"),
    pytest.param("app/old/x.py", 'X = "app.old.y"\n', [], id="below-it"),
    pytest.param("app/services/factory.py", 'X = "app/services/factory.py"\n', [], id="banned-file-itself"),
    pytest.param("app/services/factory.py", 'X = "app.old"\n', [f"1:6: {OLD}"], id="file-of-another-decision"),
    pytest.param("tests/test_gone.py", 'class TestRemoved:\n    X = "app.old"\n', [], id="class-of-tests"),
    pytest.param("app/test.py", 'X = "kit/../old.py"\n', [f"1:6: {FILE}"], id="from-the-folder-of-the-file"),
    pytest.param("setup.py", 'X = "old_api.py"\n', [f"1:6: string names deleted file old_api.py: {OUT}"], id="at-the-root"),
    pytest.param("app/kit/x.py", 'X = "old_engine.py"\n',
                 [f"1:6: string names deleted file app/kit/old_engine.py: {OUT}"], id="beside"),
    pytest.param("docs/x.py", '"""See old_engine.py."""\n',
                 [f"1:8: string names deleted file app/kit/old_engine.py: {OUT}"], id="nothing-else-in-the-file"),
    pytest.param("docs/x.py", 'X = "scripts/old-tool/run.sh"\n',
                 [f"1:6: string names deleted file scripts/old-tool/run.sh: {OUT}"], id="word-of-a-path"),
])  # fmt: skip
def test_files(path: str, text: str, expected: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, text, path) == expected


def test_what_goes_together_stays_silent_in_each_decision(tmp_path: Path) -> None:
    policy = '[decisions.a]\ndelete = ["app.old"]\n[decisions.b]\ndelete = ["app.old.sub"]\n'
    files = {"app/__init__.py": "", "app/old/sub/x.py": 'X = ["app.old.y", "app.old.sub.y"]\n'}
    assert lines(session(tmp_path, files, policy).check(select={"SSOT007"})) == ()


def test_places_that_the_text_does_not_have() -> None:
    source = Source("a.py", "x", tree=ast.parse('\n\n"app.old"'))
    (literal,) = literals(source)
    assert Places(source, literal, Lines(source.text)).written(0, 7) is None


@pytest.mark.parametrize(("text", "of_one"), [
    pytest.param('X = """\n{0}"""\n', "see app.old/x, app.old and OldEngine today,\n", id="one-sentence"),
    pytest.param('X = """\n{0}"""\n', "    see app.old:\n        app/old/{n}.py, Quick{n}Engine\n\n", id="paragraphs"),
    pytest.param('X = f"""{{x}}\n{0}"""\n', "see app.old, app/old/{n}.py\n", id="with-holes"),
    pytest.param('X = """Removed:\n{0}"""\n', "  - app.old\n  - app/old/{n}.py\n", id="silent"),
])  # fmt: skip
def test_a_mention_is_judged_without_the_other_ones(
    text: str, of_one: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of mentions in one string took minutes: the text was read again for each."""
    read: list[int] = []
    monkeypatch.setattr(Passages, "around", _counting(Passages.around, read))

    def of(count: int) -> tuple[list[str], int]:
        read.clear()
        body = "".join(of_one.format(n=f"n{number}") for number in range(count))
        return found(tmp_path / str(count), text.format(body)), sum(read)

    few, read_of_few = of(40)
    many, read_of_many = of(160)
    assert many[: len(few)] == few
    assert len(many) == 4 * len(few)
    assert read_of_many < 6 * read_of_few


def _counting(around: Callable[[Passages, int, int], str], read: list[int]) -> Callable[[Passages, int, int], str]:
    def counted(passages: Passages, start: int, end: int) -> str:
        text = around(passages, start, end)
        read.append(len(text))
        return text

    return counted


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("\nA. See x.\nB", "See x.", id="sentence"),
    pytest.param("Gone:\n  x\n" + 300 * "\n", "Gone:\n  x", id="below-a-first-line-with-a-colon"),
    pytest.param("a\n" + 300 * "\n" + "b\n c\n\n  x\n", " c\nb\n\n  x\n", id="below-two-lines"),
    pytest.param("b\n\n  x\n", "\n  x\n", id="the-first-line-is-a-title"),
    pytest.param(300 * "b:\n" + "x\n", "b:\nb:\nx\n", id="below-the-nearest"),
])  # fmt: skip
def test_passages(text: str, expected: str) -> None:
    assert Passages(text).around(text.index("x"), text.index("x") + 1) == expected


def test_other_rules_report_once(tmp_path: Path) -> None:
    text = (
        'import importlib\n\nfrom app.x import OldEngine\n\n__all__ = ["OldEngine"]\nimportlib.import_module(\n'
        '    "app.old",\n)\n\n\ndef f(x: "OldEngine") -> None: ...\n\n\nOldEngine = type("OldEngine", (), {})\n'
    )
    report = session(tmp_path, {**REPO, "app/a.py": text}, POLICY).check(select={"SSOT001", "SSOT002", "SSOT007"})
    banned = f"OldEngine is banned: {OUT}"
    assert lines(report) == (
        f"app/a.py:3:19: SSOT001 {banned}",
        f"app/a.py:5:12: SSOT001 {banned}",
        f"app/a.py:7:5: SSOT002 module app.old is deleted: {OUT}",
        f"app/a.py:14:1: SSOT001 {banned}",
    )


FIXED = [
    pytest.param('"""Runs app.old there.\n\nLike `OldEngine`."""\n', '"""Runs app.engine there.\n\nLike `Engine`."""\n',
                 id="docstring"),
    pytest.param('"""\n>>> from app.old import (\n...     Engine,\n... )\n"""\n',
                 '"""\n>>> from app.engine import (\n...     Engine,\n... )\n"""\n', id="list-with-prompts"),
    pytest.param('"""\n>>> from app.old import (  # x\n...     Engine, Gone,\n... )\n"""\n', None, id="list-with-another"),
    pytest.param('"""See app/old.py and\napp/old.py::Engine.\n"""\r\n', '"""See app/engine.py and\napp/engine.py::Engine.\n"""\r\n',
                 id="paths"),
    pytest.param('"""See old_engine.py."""\n', '"""See engine.py."""\n', id="file"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIXED)
def test_docstrings_are_fixed_safely(text: str, expected: str | None, tmp_path: Path) -> None:
    assert fixed(tmp_path, {**REPO, "app/a.py": text}, "app/a.py", policy=POLICY) == (expected or text)


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param('X = "app.old"\n', 'X = "app.engine"\n', id="module"),
    pytest.param("X = ['app.old:Engine', 'app.old.Engine.run']\n", "X = ['app.engine:Engine', 'app.engine.Engine.run']\n",
                 id="names"),
    pytest.param('X = {"OldEngine": "x.OldEngine"}\n', 'X = {"Engine": "app.engine.Engine"}\n', id="classes"),
    pytest.param('X = "from app import old"\n', 'X = "from app import engine"\n', id="import"),
    pytest.param('X = ("run "  # app\n     "app.old"\n     " now")\n', 'X = ("run "  # app\n     "app.engine"\n     " now")\n',
                 id="pieces"),
    pytest.param('X = f"{a} app.old {b!r}"\n', 'X = f"{a} app.engine {b!r}"\n', id="f-string"),
    pytest.param('X = f"app.old.{name}"\n', 'X = f"app.engine.{name}"\n', id="before-a-hole"),
    pytest.param('X = "app\\\\old.py"\n', 'X = "app\\\\engine.py"\n', id="escaped-path"),
    pytest.param('X = r"app\\old.py"\n', 'X = r"app\\engine.py"\n', id="raw-path"),
    pytest.param('X = "../app/old.py"\n', 'X = "engine.py"\n', id="relative-path"),
    pytest.param('é = "é app.old é"\r\n', 'é = "é app.engine é"\r\n', id="characters"),
    pytest.param('X = "app." "old"\n', 'X = "app." "old"\n', id="split-name"),
    pytest.param('X = "app.old" # app.old\n', 'X = "app.engine" # app.old\n', id="comment-stays"),
    pytest.param('X = ("app.old"  # app.old\n     " x")\n', 'X = ("app.old"  # app.old\n     " x")\n', id="comment-inside"),
    pytest.param('X = "app.kit.old_engine"\n', 'X = "app.engine"\n', id="other-package"),
    pytest.param('X = "app/services/factory.py"\n', 'X = "app/services/factory.py"\n', id="nothing-kept"),
])  # fmt: skip
def test_other_strings_are_fixed_unsafely(text: str, expected: str, tmp_path: Path) -> None:
    files = {**REPO, "app/a.py": text}
    assert fixed(tmp_path, files, "app/a.py", policy=POLICY) == text
    after = fixed(tmp_path, files, "app/a.py", policy=POLICY, unsafe=True)
    assert after == expected
    ast.parse(after)
    assert fixed(tmp_path, {**REPO, "app/a.py": after}, "app/a.py", policy=POLICY, unsafe=True) == after


def test_titles(tmp_path: Path) -> None:
    files = {**REPO, "app/a.py": '"""app.old"""\nX = "app.old"\n"""`it.OldEngine`"""\n'}
    report = session(tmp_path, files, POLICY).check()
    assert [(one.fix.title, one.fix.safe) for one in report.findings if one.fix] == [
        ("use app.engine", True),
        ("use app.engine, though the string may be data that others hold", False),
        ("use Engine from app.engine, though it is no module of this repository", False),
    ]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param('X = "app." "old"\n', "the string is not written plainly", id="pieces"),
    pytest.param('X = "app\\old.py"\n', "the string is not written plainly", id="backslash"),
    pytest.param('X = "app.old.Gone"\n', "no home has Gone", id="no-home"),
    pytest.param('X = f"from app.old import {name}"\n', "only the running program knows what is taken of it", id="hole"),
    pytest.param('X = "app/old.py:12"\n', "the line it points at is another one now", id="line"),
    pytest.param('X = "docs/old-guide.md"\n', "nothing is kept instead of it", id="nothing-kept"),
])  # fmt: skip
def test_why_not(text: str, expected: str, tmp_path: Path) -> None:
    report = session(tmp_path, {**REPO, "app/old.py": "class Gone: ...\n", "app/a.py": text}, POLICY).check(
        ("app/a.py",)
    )
    assert list(report.why_not.values()) == [expected]


SMALL = '[decisions.engine]\nkeep = ["app.engine:Engine"]\ndelete = ["app.old"]\n'


def _repository(root: Path) -> None:
    write(root, {**REPO, "app/a.py": '"""Runs app.old."""\n\nX = "app.old"\n'}, SMALL)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a")


def test_flake8_says_the_same(tmp_path: Path) -> None:
    _repository(tmp_path)
    expected = f"app/a.py:1:9: SSOT007 {OLD}\napp/a.py:3:6: SSOT007 {OLD}\n"
    assert run("ssot-lint", "check", "--no-cache", cwd=tmp_path).out.startswith(expected)
    done = run("flake8", "--isolated", "--select", "SSOT007", "app", cwd=tmp_path)
    assert done.out.replace("./", "") == expected


def test_fix_and_the_hook(tmp_path: Path) -> None:
    _repository(tmp_path)
    done = run("ssot-lint", "fix", cwd=tmp_path)
    assert (done.code, done.out) == (1, f"app/a.py:3:6: SSOT007 {OLD}\n")
    assert "1 more can be fixed with --unsafe-fixes" in done.err
    # What pre-commit runs, with the file that is committed.
    assert run("ssot-lint", "check", "app/a.py", cwd=tmp_path).code == 1
    assert run("ssot-lint", "fix", "--unsafe-fixes", "--allow-dirty", cwd=tmp_path).code == 0
    assert (tmp_path / "app/a.py").read_text() == '"""Runs app.engine."""\n\nX = "app.engine"\n'


def test_explain_says_what_counts() -> None:
    text = explain(RULES, "SSOT007")
    for part in ("What counts", "Silent is a text", "Not seen", "sys.modules"):
        assert part in text


def test_no_more_files_are_read_than_name_something(tmp_path: Path) -> None:
    from ssot_lint.bans import Bans
    from ssot_lint.stale.strings import needles

    opened = session(tmp_path, {**REPO, "app/a.py": "import app\n\nold = app\n"}, SMALL)
    assert needles(opened.policy, opened.index) is Bans.of(opened.policy, opened.index).needles
    assert check(tmp_path, {"b.py": "old = 1\n"}, SMALL) == ()
