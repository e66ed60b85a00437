"""`ssot-lint find --strings` and `--check`: names in strings, and whether they lead to something."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.repository import write

Command = Callable[..., tuple[int, str, str]]
APP = {
    "app/__init__.py": "",
    "app/core.py": "import third\nfrom third import Thing\nclass Helper:\n    def go(self): ...\nSPEED = 1\n",
    "app/old/__init__.py": "class Mover: ...\n",
    "app/use.py": "from app.core import Helper\n",
    "app/names.py": (
        '"""app.core"""\n'
        'NAMES = ["app.core.Helper", "app.core.Helper", "app.core:Helper.go", "app.cores.Helper", "app.core.Mover"]\n'
        'OTHERS = ["app.py", "third.x", "app", ".app.core", "see app.core", f"app.core.{NAMES}", b"app.core", "application.x"]\n'
        'MORE = {"app.core.Thing.x": 1, "app.core.Helper": ("app.core"\n    ".Help")}\n'
    ),
    "app/more.py": "X = 'app.core.Helper'\nY = 'third.x'\n",
    "broken.py": "def (\n",
}


def test_all_first_party_names(tmp_path: Path, command: Command) -> None:
    write(tmp_path, APP)
    assert command("find", "--strings", "", "--no-cache") == (
        0,
        "app.core: 1 place in 1 file, exists\n"
        "app.core.Help: 1 place in 1 file, does not exist\n"
        "app.core.Helper: 4 places in 2 files, exists\n"
        "app.core.Mover: 1 place in 1 file, does not exist\n"
        "app.core.Thing.x: 1 place in 1 file, unknown\n"
        "app.core:Helper.go: 1 place in 1 file, exists\n"
        "app.cores.Helper: 1 place in 1 file, does not exist\n",
        "",
    )


@pytest.mark.parametrize(("prefix", "names"), [
    pytest.param("app.core.Helper", {"app.core.Helper": "yes", "app.core:Helper.go": "yes"}, id="class"),
    pytest.param("app.core:Helper", {"app.core.Helper": "yes", "app.core:Helper.go": "yes"}, id="with-a-colon"),
    pytest.param("app.cores", {"app.cores.Helper": "no"}, id="missing-module"),
    pytest.param("third", {"third.x": "unknown"}, id="third-party"),
])  # fmt: skip
def test_names_below_a_prefix(prefix: str, names: Mapping[str, str], tmp_path: Path, command: Command) -> None:
    write(tmp_path, APP)
    code, out, err = command("find", "--no-cache", "--format", "json", "--strings", prefix)
    assert (code, {one["name"]: one["exists"] for one in json.loads(out)}, err) == (0, names, "")


def test_json_has_places_and_files(tmp_path: Path, command: Command) -> None:
    write(tmp_path, APP)
    code, out, err = command("find", "--no-cache", "--format", "json", "--strings", "third")
    assert (code, json.loads(out), err) == (0, [{"name": "third.x", "places": 2, "files": 2, "exists": "unknown"}], "")


@pytest.mark.parametrize(("prefix", "said"), [
    pytest.param("app.zzz", "no string names app.zzz\n", id="prefix"),
    pytest.param("Help", "no string names Help\n", id="in-the-middle"),
])  # fmt: skip
def test_no_such_string(prefix: str, said: str, tmp_path: Path, command: Command) -> None:
    write(tmp_path, APP)
    assert command("find", "--no-cache", "--strings", prefix) == (1, "", said)


def test_no_strings_at_all(tmp_path: Path, command: Command) -> None:
    write(tmp_path, {"a.py": "x = 1\n"})
    assert command("find", "--no-cache", "--strings", "") == (1, "", "no string names anything of this repository\n")
    assert command("find", "--no-cache", "--strings", "", "--format", "json")[:2] == (1, "[]\n")


@pytest.mark.parametrize(("name", "code", "said"), [
    pytest.param("app.core.Helper.go", 0, "app.core.Helper.go exists", id="member"),
    pytest.param("app.core:Helper", 0, "app.core:Helper exists", id="with-a-colon"),
    pytest.param("app", 0, "app exists", id="package"),
    pytest.param("app.core.Helpers", 1, "app.core has no Helpers: did you mean Helper?", id="alike"),
    pytest.param("app.core.Mover.x", 1, "app.core has no Mover: Mover is defined in app.old", id="moved"),
    pytest.param("app.cor.SPEED", 1, "module app.cor does not exist: SPEED is defined in app.core", id="module"),
    pytest.param("app.core.Helper.stop", 1, "app.core.Helper has no stop", id="missing-member"),
    pytest.param("app.core.open", 1, "app.core has no open", id="builtin"),
    pytest.param("app.core.zzz", 1, "app.core has no zzz", id="unlike-all"),
    pytest.param("yaml.safe_load", 2, "yaml.safe_load: yaml is not of this repository", id="third-party"),
    pytest.param("app.core.third.x", 2, "app.core.third.x: only running the code could tell", id="through-a-module"),
    pytest.param("app.fast.x", 2, "app.fast.x: something else than its text may give it", id="built"),
])  # fmt: skip
def test_check(name: str, code: int, said: str, tmp_path: Path, command: Command) -> None:
    write(tmp_path, {**APP, "app/fast.pyx": ""})
    assert command("find", "--no-cache", "--check", name) == (code, f"{said}\n", "")


def test_check_as_json(tmp_path: Path, command: Command) -> None:
    write(tmp_path, APP)
    found = [
        json.loads(command("find", "--check", name, "--format", "json")[1]) for name in ("app.core.Helpers", "app")
    ]
    assert found == [
        {
            "name": "app.core.Helpers",
            "exists": "no",
            "said": "app.core has no Helpers",
            "close": "did you mean Helper?",
        },
        {"name": "app", "exists": "yes", "said": "app exists", "close": None},
    ]


@pytest.mark.parametrize(("arguments", "said"), [
    pytest.param(("--check", ""), "error: not a dotted name: '' (give one such as app.auth.Login)\n", id="empty"),
    pytest.param(("--check", "a b"), "error: not a dotted name: 'a b' (give one such as app.auth.Login)\n", id="words"),
    pytest.param(("--strings", ".app"), "error: not a dotted name: '.app' (give one such as app.auth, or '' for all)\n", id="relative"),
    pytest.param(("--strings", "app/x.py"), "error: not a dotted name: 'app/x.py' (give one such as app.auth, or '' for all)\n", id="path"),
])  # fmt: skip
def test_no_name(arguments: tuple[str, ...], said: str, command: Command) -> None:
    assert command("find", *arguments) == (2, "", said)


@pytest.mark.parametrize(("arguments", "said"), [
    pytest.param((), "one of the arguments NAME --strings --check is required", id="nothing"),
    pytest.param(("app", "--check", "app"), "argument --check: not allowed with argument NAME", id="name-and-check"),
    pytest.param(("--strings", "", "--check", "app"), "argument --check: not allowed with argument --strings", id="strings-and-check"),
])  # fmt: skip
def test_one_question_at_a_time(arguments: tuple[str, ...], said: str, command: Command) -> None:
    code, out, err = command("find", *arguments)
    assert (code, out, err.splitlines()[-1]) == (2, "", f"ssot-lint find: error: {said}")
