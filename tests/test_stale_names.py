"""What a text names of what is gone, and what would stand in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssot_lint.bans import Bans
from ssot_lint.session import Session
from ssot_lint.stale.beside import is_told_beside
from ssot_lint.stale.names import Mention, StaleNames
from ssot_lint.stale.replacement import replacement
from tests.repository import session

POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old_engine", "tools/legacy", "docs/old-guide.md", "old_top", "tool.toml", "app.sub.html"]
ban-files = ["app/services/engine_factory.py", "**/*_v2.py"]
ban-classes = ["OldEngine", "*EngineFactory", "app.auth:Login", "app.auth:Logout", "app.x:Engine"]

[decisions.two]
keep = ["app.parts:Left", "app.others:Right"]
delete = ["app.both"]
ban-classes = ["Middle"]

[decisions.lost]
keep = ["app.nowhere:Found"]
ban-classes = ["Sought"]

[decisions.kit]
keep = ["app.parts:Left"]
delete = ["app.kit2"]

[decisions.none]
delete = ["app.core.part"]
ban-classes = ["Nobody"]
"""
FILES = {
    "src/app/__init__.py": "",
    "src/app/engine.py": "class Engine:\n    def run(self): ...\n",
    "src/app/parts.py": "class Left: ...\n",
    "src/app/others.py": "class Right: ...\nclass Logout: ...\n",
    "src/app/core/__init__.py": "def part(): ...\n",
    "src/app/both.py": "class Left: ...\nclass Right: ...\nclass Neither: ...\n",
    "src/app/kit2/__init__.py": "",
    "src/app/kit2/inner.py": "class Left: ...\n",
    "src/app/kit/__init__.py": "from app.engine import Engine\n",
    "tools/other/engine_v1.py": "",
}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return session(tmp_path_factory.mktemp("names"), FILES, POLICY)


def _told(one: Mention, text: str, here: Session) -> str:
    found = replacement(one, text, Bans.of(here.policy, here.index), folder="docs")
    marks = " in part" * one.is_part + " imported" * one.is_imported
    return f"{one.form} {one.written}{marks}: {found.text or found.why_not}"


@pytest.mark.parametrize(("text", "told"), [
    # dotted
    pytest.param("app.old_engine", "module app.old_engine: app.engine", id="module"),
    pytest.param("src.app.old_engine", "module src.app.old_engine: src.app.engine", id="from-the-root"),
    pytest.param("(`app.old_engine`).", "module app.old_engine: app.engine", id="quoted"),
    pytest.param("app.old_engine:Engine.run", "module app.old_engine: app.engine", id="entry-point"),
    pytest.param("app.old_engine.Engine.run", "module app.old_engine: app.engine", id="behind-it"),
    pytest.param("app.old_engine.Gone", "module app.old_engine: no home has Gone", id="nobody-has-it"),
    pytest.param("app.kit2.inner.Left", "module app.kit2: app.kit2.inner is named by its package", id="module-in-it"),
    pytest.param("app.both", "module app.both: the module itself is used, and it has no home or several", id="two"),
    pytest.param("app.both.Left", "module app.both: app.parts", id="one-of-two"),
    pytest.param("from app.both import Left", "module app.both: app.parts", id="import-of-one"),
    pytest.param("from app.both import (\n    Left as L,\n    Right,\n)",
                 "module app.both: Left, Right have several homes", id="import-of-both"),
    pytest.param("from app.both import Left, Other", "module app.both: no home has Other", id="import-of-one-and-another"),
    pytest.param("from app import old_engine", "module old_engine imported: engine", id="from-package"),
    pytest.param("from app import (\n    other,\n    old_engine,\n)", "module old_engine imported: engine", id="in-list"),
    pytest.param("python -m app.old_engine", "module app.old_engine: app.engine", id="run"),
    pytest.param("import old_top", "module old_top: app.engine", id="top-level-import"),
    pytest.param("old_top.Engine", "module old_top: app.engine", id="top-level-attribute"),
    pytest.param("old_top", "", id="top-level-word"),
    pytest.param("old_engine", "", id="last-word"),
    pytest.param("app.old_engineer", "", id="longer"),
    pytest.param("myapp.old_engine", "", id="another-package"),
    pytest.param("other.app.old_engine", "", id="below-another"),
    pytest.param("app.old_engine.json", "", id="name-of-a-file"),
    pytest.param("tool.toml", "", id="name-of-a-file-and-module"),
    pytest.param("import tool.toml", "module tool.toml: app.engine", id="name-of-such-a-module"),
    pytest.param("app.sub.html", "module app.sub.html: app.engine", id="module-with-such-an-ending"),
    pytest.param("app.core.part", "", id="function-of-that-name"),
    pytest.param("app-old_engine app_old_engine", "", id="other-words"),
    # in part
    pytest.param("kit.old_engine", "", id="part-of-another"),
    pytest.param("services.engine_factory", "module services.engine_factory in part: app.engine", id="end-of-module"),
    pytest.param("engine_factory.create", "", id="one-word"),
    pytest.param("see old_engine.py.", "path old_engine.py in part: engine.py", id="name-of-file"),
    pytest.param("services/engine_factory.py", "path services/engine_factory.py in part: app/engine.py", id="end-of-path"),
    pytest.param("services/engine_factory", "path services/engine_factory in part: app/engine", id="end-without-ending"),
    pytest.param("core/part", "", id="end-of-plain-words"),
    pytest.param("both.py", "", id="plain-word"),
    pytest.param("engine_v1.py", "", id="another-file"),
    # paths
    pytest.param("src/app/old_engine.py", "path src/app/old_engine.py: src/app/engine.py", id="path"),
    pytest.param("app/old_engine.py", "path app/old_engine.py: app/engine.py", id="from-source-root"),
    pytest.param("/srv/x/src/app/old_engine.py", "path src/app/old_engine.py: src/app/engine.py", id="from-elsewhere"),
    pytest.param("../src/app/old_engine.py", "path ../src/app/old_engine.py: ../src/app/engine.py", id="relative"),
    pytest.param("./src/app/old_engine.py", "path ./src/app/old_engine.py: ./src/app/engine.py", id="here"),
    pytest.param("--path=src/app/old_engine.py", "path src/app/old_engine.py: src/app/engine.py", id="option"),
    pytest.param("@src/app/old_engine.py", "path src/app/old_engine.py: src/app/engine.py", id="mention-of-a-file"),
    pytest.param("src/app/old_engine", "path src/app/old_engine: src/app/engine", id="no-ending"),
    pytest.param("src/app/old_engine/", "path src/app/old_engine: src/app/engine", id="folder"),
    pytest.param(r"src\app\old_engine.py", r"path src\app\old_engine.py: src\app\engine.py", id="windows"),
    pytest.param(r"src\\app\\old_engine.py", r"path src\\app\\old_engine.py: src\\app\\engine.py", id="escaped"),
    pytest.param("app/old_engine.py::Engine::run", "path app/old_engine.py: app/engine.py", id="node"),
    pytest.param("app/old_engine.py:12", "path app/old_engine.py: the line it points at is another one now", id="line"),
    pytest.param("app/services/engine_factory.py", "path app/services/engine_factory.py: app/engine.py",
                 id="from-another-root"),
    pytest.param("https://forge.example/a/b/blob/main/src/app/old_engine.py",
                 "path src/app/old_engine.py: src/app/engine.py", id="link"),
    pytest.param("https://forge.example/a/b/blob/main/src/app/old_engine.py#L4",
                 "path src/app/old_engine.py: the line it points at is another one now", id="link-to-line"),
    pytest.param("https://forge.example/a/b/blob/0123abcd/src/app/old_engine.py", "", id="link-to-commit"),
    pytest.param("https://forge.example/a/b/blob/v1.2/src/app/old_engine.py", "", id="link-to-release"),
    pytest.param("https://example.org/app/old_engine.py", "", id="any-link"),
    pytest.param("tools/legacy/x.sh", "path tools/legacy/x.sh: nothing is kept instead of it", id="below-folder"),
    pytest.param("old-guide.md", "path old-guide.md: nothing is kept instead of it", id="beside"),
    pytest.param("src/app/foo_v2.py", "path src/app/foo_v2.py: nothing is kept instead of it", id="pattern"),
    pytest.param("path/to/old_engine.py", "", id="in-another-folder"),
    pytest.param("path/to/old_engine", "", id="in-another-folder-without-ending"),
    pytest.param("and/or", "", id="no-path"),
    # classes
    pytest.param("app.old_engine.OldEngine", "class app.old_engine.OldEngine: app.engine.Engine", id="in-deleted-module"),
    pytest.param("app.old_engine:OldEngine.run", "class app.old_engine:OldEngine: app.engine:Engine", id="in-entry-point"),
    pytest.param("app.old_engine.Nobody", "module app.old_engine: no home has Nobody; class Nobody: nothing is kept instead",
                 id="nothing-kept-instead-of-it"),
    pytest.param("from app.old_engine import OldEngine\nOldEngine()",
                 "module app.old_engine: no home has OldEngine; class OldEngine: Engine", id="imported-from-deleted-module"),
    pytest.param("OldEngine", "class OldEngine: Engine", id="class"),
    pytest.param("OldEngine/Engine", "class OldEngine: Engine", id="either"),
    pytest.param("OldEngine.run()", "class OldEngine: Engine", id="member"),
    pytest.param("app.x.OldEngine", "class app.x.OldEngine: app.engine.Engine", id="dotted-class"),
    pytest.param("app.x:OldEngine", "class app.x:OldEngine: app.engine:Engine", id="colon"),
    pytest.param("from app.x import OldEngine", "class OldEngine imported: app.x has no Engine", id="import-of-class"),
    pytest.param("from app.kit import OldEngine", "class OldEngine imported: Engine", id="import-from-facade"),
    pytest.param("FooEngineFactory", "class FooEngineFactory: Engine", id="glob"),
    pytest.param("get_EngineFactory", "", id="glob-on-no-class"),
    pytest.param("app.auth.Login", "class app.auth.Login: app.engine.Engine", id="dotted-ban"),
    pytest.param("Login", "class Login: Engine", id="the-only-one"),
    pytest.param("Logout", "", id="another-of-that-name"),
    pytest.param("Engine", "", id="kept-name"),
    pytest.param("Middle", "class Middle: the decision does not keep one class", id="several-kept"),
    pytest.param("Sought", "class Sought: app.nowhere does not exist", id="home-is-gone"),
    pytest.param("Nobody", "class Nobody: nothing is kept instead", id="nothing-kept"),
    pytest.param("OldEngines oldengine", "", id="other-class"),
])  # fmt: skip
def test_mentions(text: str, told: str, here: Session) -> None:
    names = StaleNames.of(here.policy, here.index)
    found = list(names.in_text(text, folder="docs", parts="all"))
    assert "; ".join(_told(one, text, here) for one in found) == told
    assert all(text[one.start : one.end] == one.written for one in found)
    assert not found or names.needles.found_in(text.encode(), "docs/a.md")


@pytest.mark.parametrize(("text", "told"), [
    pytest.param("services/engine_factory.py", "services/engine_factory.py in part", id="ending"),
    pytest.param("core/part.py", "core/part.py in part", id="plain-words-with-ending"),
    pytest.param("api/chat/old_responses", "api/chat/old_responses in part", id="folders"),
    pytest.param("chat/old_responses", "", id="word-and-word"),
    pytest.param("/api/chat/old_responses", "", id="route"),
    pytest.param("https://example.org/api/chat/old_responses", "", id="address"),
    pytest.param("api/chat/old_other", "", id="another-ending-is-there"),
    pytest.param("api/chat/old_folder", "", id="a-folder-is-there"),
    pytest.param("api/chat/last", "", id="plain-word"),
    pytest.param("old_responses.py", "", id="name-of-file"),
])  # fmt: skip
def test_ends_of_paths_in_configuration(text: str, told: str, tmp_path: Path) -> None:
    deleted = ["app/core/part.py", "app/services/engine_factory.py"]
    deleted += [f"app/api/chat/{name}.py" for name in ("old_responses", "old_other", "old_folder", "last")]
    there = {"web/api/chat/old_other.ts": "", "web/api/chat/old_folder/x.ts": ""}
    here = session(
        tmp_path, {"app/__init__.py": "", "app/api/__init__.py": "", **there}, f"[decisions.chat]\ndelete = {deleted}\n"
    )
    found = StaleNames.of(here.policy, here.index).in_text(text, parts="paths")
    assert "; ".join(f"{one.written}{' in part' * one.is_part}" for one in found) == told


@pytest.mark.parametrize("text", ["see old_engine.py", "services.engine_factory", "Login"])
def test_the_end_of_a_name_does_for_prose_alone(text: str, here: Session) -> None:
    assert list(StaleNames.of(here.policy, here.index).in_text(text)) == []


@pytest.mark.parametrize(("line", "is_told"), [
    pytest.param("use app.engine instead of app.old_engine", True, id="module-beside"),
    pytest.param("| app.old_engine | src/app/engine.py |", True, id="path-beside"),
    pytest.param("app.old_engine: see engine.py", True, id="file-beside"),
    pytest.param("app.old_engine has the Engine", False, id="name-that-both-have"),
    pytest.param("Engine replaces OldEngine", True, id="kept-class-beside"),
    pytest.param("OldEngine and Engines", False, id="longer-word"),
    pytest.param("OldEngine", False, id="alone"),
    pytest.param("app.old_engine was removed in 2.0", True, id="was-removed"),
    pytest.param("app.old_engine has since been moved", True, id="said-in-other-words"),
    pytest.param("app.old_engine has been removed", True, id="has-been"),
    pytest.param("OldEngine removes old runs", False, id="what-it-does"),
    pytest.param("OldEngine (deprecated)", True, id="in-brackets"),
    pytest.param("Do not use OldEngine", True, id="do-not"),
    pytest.param("Don\u2019t ever create an OldEngine", True, id="curly"),
    pytest.param("Never import OldEngine.", True, id="never"),
    pytest.param("never a user of OldEngine", False, id="user"),
    pytest.param("never forget to start OldEngine", False, id="never-forget"),
    pytest.param("avoid OldEngine", True, id="avoid"),
    pytest.param("app.old_engine \u2192 the new one", True, id="arrow"),
    pytest.param("\u274c OldEngine", True, id="cross"),
])  # fmt: skip
def test_told_beside(line: str, is_told: bool, here: Session) -> None:
    first = next(StaleNames.of(here.policy, here.index).in_text(line))
    assert is_told_beside(first, line) is is_told
