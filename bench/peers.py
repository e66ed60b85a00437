"""The tools that people have, pinned, in an environment of their own, and how each is run on a tree.

Each is told of the same bans (bench/bans.py), as far as it can be told, and does no more than
that. What takes minutes on a whole tree is given a folder of it, and its row says so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bench import bans
from bench.bans import MIDDLE, Bans
from bench.measure import Command, Step

VERSIONS = (
    "ruff==0.17.6",
    "flake8==7.5.0",
    "ast-grep-cli==0.51.1",
    "pylint==4.1.4",
    "arid==2.2.4",
    "import-linter==2.16",
)
#: Plugins are kept apart, so that flake8 can be run with and without each.
PLUGIN = "flake8-tidy-imports==4.12.0"
NODE_VERSION = "jscpd@4.0.5"  # the last that needs no program beside it
PROJECT = Path(__file__).parents[1]

GIT_GREP, RUFF, RUFF_CACHED, AST_GREP = "git grep", "ruff TID251", "ruff TID251, cached", "ast-grep"
START = "start of Python"


class Place(NamedTuple):
    """Of a tree: its package, the folder that this is in, a part for slow tools, and who must not import what."""

    package: str
    source: str
    part: str
    importers: str


PLACES: Mapping[str, Place] = {
    "homeassistant": Place("homeassistant", ".", "homeassistant/helpers", "homeassistant.components.mqtt"),
    "django": Place("django", ".", "django/db", "django.contrib"),
    "sympy": Place("sympy", ".", "sympy/core", "sympy.physics"),
    "sqlalchemy": Place("sqlalchemy", "lib", "lib/sqlalchemy/sql", "sqlalchemy.orm"),
}


class Peers(NamedTuple):
    """Where the peers are: an environment, and folders of plugins."""

    home: Path

    def program(self, name: str) -> str:
        return str(self.home / "bin" / name)

    @property
    def tidy(self) -> Path:
        return self.home / "tidy"

    @property
    def ours(self) -> Path:
        return self.home / "ours"

    def node(self, name: str) -> str:
        return str(self.home / "node_modules" / ".bin" / name)


def install(folder: Path) -> Peers:
    """Make the environment when it is not there; what can't be had is left out of the tables later.

    Our own plugin is put there anew each time, as of the checkout.
    """
    peers = Peers(folder / "speed-peers")
    if not peers.home.is_dir():
        subprocess.run((sys.executable, "-m", "venv", str(peers.home)), check=True)
        for one in VERSIONS:
            _pip(peers, one)
        _pip(peers, "--no-deps", "--target", str(peers.tidy), PLUGIN)
    npm = shutil.which("npm")
    if npm and not Path(peers.node("jscpd")).exists():
        subprocess.run((npm, "install", "--silent", "--prefix", str(peers.home), NODE_VERSION), check=False)
    shutil.rmtree(peers.ours, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder_of_copy:  # pip builds beside what it is given
        copy = Path(folder_of_copy) / "project"
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".*", "build", "tests", "bench", "__pycache__"))
        _pip(peers, "--target", str(peers.ours), str(copy))
    return peers


def _pip(peers: Peers, *arguments: str) -> None:
    subprocess.run((peers.program("pip"), "install", "-qq", "--no-warn-conflicts", *arguments), check=False)


def start(tree: Path) -> Step:
    """What no tool in Python can do without."""
    return Step(START, Command((sys.executable, "-c", "import argparse, ast, re, json"), tree))


def bans_by_name(peers: Peers, tree: Path, settings: Path, told: Bans) -> list[Step]:
    """The tools that are quick enough for a whole tree."""
    ruff_toml = _written(settings / "ruff.toml", bans.ruff_settings(told))
    ruff = (peers.program("ruff"), "check", "--quiet", "--exit-zero", "--config", ruff_toml)
    grep = ("git", "grep", "-wE", "|".join(map(re.escape, told.words)))
    pattern = ("run", "--lang", "python", "--pattern", bans.ast_grep_pattern(told))
    return [
        Step(GIT_GREP, Command((*grep, "--", "*.py"), tree, (0, 1))),
        Step(RUFF, Command((*ruff, "--no-cache"), tree)),
        Step(RUFF_CACHED, Command((*ruff, "--cache-dir", str(settings / "ruff-cache")), tree)),
        Step(AST_GREP, Command((peers.program("ast-grep"), *pattern), tree, (0, 1))),
    ]


def bans_in_a_part(peers: Peers, tree: Path, settings: Path, told: Bans, place: Place, case: str) -> list[Step]:
    """The tools that are given a folder of the tree, and those for layers."""
    part = f"{place.part} only"
    flake8_ini = _written(settings / "flake8.ini", bans.flake8_settings(told))
    flake8 = (peers.program("flake8"), "--config", flake8_ini, "--select", "I25", "--exit-zero", place.part)
    rcfile = _written(settings / "pylintrc", bans.pylint_settings(told))
    source = {"PYTHONPATH": str(tree / place.source)}
    found = [
        Step(f"flake8-tidy-imports, {part}", Command(flake8, tree, env={"PYTHONPATH": str(peers.tidy)})),
        Step(f"pylint W4901, {part}", Command((peers.program("pylint"), "--rcfile", rcfile, place.part), tree,
                                              range(32), env=source)),
    ]  # fmt: skip
    if case == MIDDLE:  # it stops at a forbidden module that is not there
        ini = _written(settings / "importlinter.ini", bans.import_linter_settings(place.package, place.importers, told))
        command = (peers.program("lint-imports"), "--no-cache", "--config", ini)
        found.append(Step(f"import-linter, of {place.importers}", Command(command, tree, (0, 1), env=source)))
    return found


def duplicates(peers: Peers, tree: Path, settings: Path, place: Place) -> list[Step]:
    """The finders of duplicates, which need no bans."""
    part = f"{place.part} only"
    report = ("--format", "python", "--reporters", "json", "--silent", "--output", str(settings / "jscpd"))
    pylint = (peers.program("pylint"), "--rcfile", os.devnull, "--disable=all", "--enable=R0801", place.part)
    arid = (peers.program("arid"), "--no-config", "--json")
    return [
        Step("arid", Command((*arid, "."), tree, (0, 1))),
        Step(f"arid, {part}", Command((*arid, place.part), tree, (0, 1))),
        Step(f"jscpd, {part}", Command((peers.node("jscpd"), *report, place.part), tree, (0, 1))),
        Step(f"pylint R0801, {part}", Command(pylint, tree, range(32))),
    ]


def _written(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)
