"""Tools that people have for duplicates, with their own settings, in an environment of their own.

What each reports is read as places in files, like our own findings. Where a tool takes too long
for a whole tree it is asked again about a part: the files of the labels and others drawn by seed.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.clones_score import Report, Span
from bench.clones_tools import Failed, answer
from bench.peers import NODE_VERSION

VERSIONS = ("pylint==4.1.4", "arid==2.2.4", "duplicatecode==0.3.2")
#: Files of a part besides those with a pair.
OTHERS = 200


class Peer(NamedTuple):
    """How a tool is run on a folder, and how its answer is read: what it prints, or the file that it writes."""

    program: str
    arguments: tuple[str, ...]
    codes: Collection[int]
    read: Callable[[str, Path], list[Report]]
    file: str = ""


def installed(folder: Path) -> Path:
    """The environment of the peers, made when it is not there; a tool that can't be had is left out later."""
    home = folder / "clone-peers"
    if not home.is_dir():
        subprocess.run((sys.executable, "-m", "venv", str(home)), check=True)
        for one in VERSIONS:
            subprocess.run((str(home / "bin" / "pip"), "install", "--quiet", one), check=False)
        if npm := shutil.which("npm"):
            subprocess.run((npm, "install", "--silent", "--prefix", str(home), NODE_VERSION), check=False)
    return home


def spans(rows: Sequence[Mapping[str, object]], keys: tuple[str, str, str]) -> Report:
    path, first, last = keys
    return frozenset(Span(str(row[path]).removeprefix("./"), int(str(row[first])), int(str(row[last]))) for row in rows)


def read_arid(text: str, root: Path) -> list[Report]:
    keys = ("path", "start_line", "end_line")
    return [spans(one["locations"], keys) for one in json.loads(text)["findings"]]


def read_duplicatecode(text: str, root: Path) -> list[Report]:
    return [spans(one["units"], ("file", "start_line", "end_line")) for one in json.loads(text)]


def read_jscpd(text: str, root: Path) -> list[Report]:
    rows = [(one["firstFile"], one["secondFile"]) for one in json.loads(text)["duplicates"]]
    return [spans(pair, ("name", "start", "end")) for pair in rows]


def read_pylint(text: str, root: Path) -> list[Report]:
    """pylint names modules, and counts the first line from 0."""
    files = {path.relative_to(root).with_suffix("").as_posix(): path for path in root.rglob("*.py")}
    ends: dict[str, str] = {}
    for name, path in sorted(files.items(), key=lambda one: -len(one[0])):
        parts = name.split("/")
        for start in range(len(parts)):
            ends[".".join(parts[start:])] = path.relative_to(root).as_posix()
    reports = []
    for message in json.loads(text or '{"messages": []}')["messages"]:
        places = re.findall(r"^==([\w.]+):\[(\d+):(\d+)\]$", message["message"], re.MULTILINE)
        known = [(module, start, end) for module, start, end in places if module in ends]
        reports.append(frozenset(Span(ends[module], int(start) + 1, int(end)) for module, start, end in known))
    return reports


PEERS: Mapping[str, Peer] = {
    "pylint R0801": Peer(
        "bin/pylint",
        ("--disable=all", "--enable=R0801", "--output-format=json2", "--recursive=y", "."),
        range(32),
        read_pylint,
    ),
    # It stops at the first file that is no Python unless told to go on, and then says so by 2.
    "arid": Peer("bin/arid", ("--no-config", "--keep-going", "--json", "."), (0, 1, 2), read_arid),
    "jscpd": Peer(
        "node_modules/.bin/jscpd",
        ("--format", "python", "--reporters", "json", "--output", "{folder}", "."),
        (0, 1),
        read_jscpd,
        "jscpd-report.json",
    ),
    "duplicatecode": Peer("bin/duplicatecode", ("scan", "--json", "."), (0, 1), read_duplicatecode),
}


def asked(name: str, home: Path, limit: int, root: Path, paths: Collection[str]) -> tuple[list[Report], str]:
    """What a peer reports on a tree, and of how much of it: "" for all, else how many files.

    Raises Failed when it is not here, or takes too long for a part as well.
    """
    peer = PEERS[name]
    if not (home / peer.program).exists():
        raise Failed("not here")
    try:
        return run(peer, home, root, limit), ""
    except Failed as error:
        print(f"{name}, {root.name}: {error}; asked about a part", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / root.name
        number = copy_part(root, part, paths)
        return run(peer, home, part, limit), f"{number} files"


def run(peer: Peer, home: Path, root: Path, limit: int) -> list[Report]:
    with tempfile.TemporaryDirectory() as folder:
        arguments = [argument.replace("{folder}", folder) for argument in peer.arguments]
        text = answer(root, (str(home / peer.program), *arguments), peer.codes, limit)
        if peer.file:
            text = (Path(folder) / peer.file).read_text(encoding="utf-8")
    return peer.read(text, root)


def copy_part(root: Path, part: Path, paths: Collection[str]) -> int:
    """Copy those files and `OTHERS` drawn from the rest; returns how many."""
    rest = sorted({path.relative_to(root).as_posix() for path in root.rglob("*.py")} - set(paths))
    drawn = random.Random(root.name).sample(rest, min(OTHERS, len(rest)))
    for path in (*paths, *drawn):
        target = part / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, target)
        for parent in Path(path).parents:  # packages stay packages
            if (root / parent / "__init__.py").is_file() and not (part / parent / "__init__.py").exists():
                (part / parent / "__init__.py").touch()
    return len(paths) + len(drawn)
