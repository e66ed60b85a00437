"""The trees that are measured: pinned sdists, each made a git repository of one commit.

    python bench/trees.py FOLDER [NAME…]

Public code as its authors released it, so that anyone can measure the same bytes. Nothing of it
is built, imported or run: `pip download` would run the build of an sdist to learn what it
depends on, so pip is only asked where the file is, and its bytes are those of the pin or refused.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Pin(NamedTuple):
    """A release, and the SHA-256 of its sdist."""

    version: str
    sha256: str


#: By the name of the sdist, which is also how the index knows it.
PINS: Mapping[str, Pin] = {
    "ansible-core": Pin("2.19.14", "1e7612788eaa6b3c87a3670ce86c64b830eba0ae2b3fcb25a772f276704163b4"),
    "buildbot": Pin("4.3.0", "cbf46a15004bb1229712285e4f2b98163a169868ea00783e5e0d7cf8d5e8d962"),
    "celery": Pin("5.7.0", "6a5dfcf6662287204f009a02002b9e66c83d4105e47ebabdc7079108772fc6f0"),
    "django": Pin("6.1.3", "b5d2d9e35295065d13b1927b3f19a59bd119f737aa6299def14ccca1ae3c8c0d"),
    "homeassistant": Pin("2026.11.0", "5a5e6af380793d53ab37fd9ce5b7a7e00a408a7258923fe75d0610e31a394468"),
    "luigi": Pin("3.8.1", "2fa5eb5d3474e495de09bd964f502936c08f8b1eb6e0f3ca3c8a69116c38d0c3"),
    "scrapy": Pin("2.19.0", "34130726582b64c91531162ab277c4053e558876d49ba219cb43679e71d80a87"),
    "sphinx": Pin("9.2.0", "90470459f3cab15d9dfed146c71cf77694b0445df17b2e0e69059cb9f7fc9ee4"),
    "sqlalchemy": Pin("2.1.9", "d700a8b2edfb26282a470333d6bc4a454c4acda4d201a3bea7b72fa76c217d28"),
    "sympy": Pin("1.14.0", "d3d3fe8df1e5a0b42f0e7bdf50541697dbe7d23746e894990c030e2b05e72517"),
    "twisted": Pin("26.10.0", "5f0355403e507fc23ceea85e9dbb4bc59335aabde41dd324e8b8cea180dd38de"),
    "wagtail": Pin("8.0.1", "819865a10bce86b16288cfaefa4195b90ffb5e7ac494fb18659e7be099ef386f"),
}
#: No settings and no hooks of whoever measures, and the same commit each time.
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "3",
    "GIT_CONFIG_KEY_0": "core.hooksPath",
    "GIT_CONFIG_VALUE_0": os.devnull,
    "GIT_CONFIG_KEY_1": "core.autocrlf",
    "GIT_CONFIG_VALUE_1": "false",
    "GIT_CONFIG_KEY_2": "gc.auto",
    "GIT_CONFIG_VALUE_2": "0",
    "GIT_AUTHOR_NAME": "bench",
    "GIT_AUTHOR_EMAIL": "bench@example.org",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "bench",
    "GIT_COMMITTER_EMAIL": "bench@example.org",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}


def fetch(folder: Path, name: str) -> Path:
    """The git repository of a pinned sdist, made in the folder when it is not there yet.

    The tarball is taken from the folder when it is there, else from the index that pip uses.
    """
    stem = f"{name}-{PINS[name].version}"
    tree = folder / stem
    if not (tree / ".git").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        tarball = folder / f"{stem}.tar.gz"
        if not tarball.exists():
            _replace(tarball, download(name, PINS[name]))
        _verify(tarball.read_bytes(), name)
        _unpack(tarball, tree)
    return tree


def copies(folder: Path, name: str, number: int) -> Path:
    """A git repository with so many copies of a tree, each under a folder of its own."""
    tree = folder / f"{name}-{PINS[name].version}-x{number}"
    if not (tree / ".git").is_dir():
        source = fetch(folder, name)
        half = _half_done(tree)
        for copy in range(1, number + 1):
            shutil.copytree(source, half / f"copy{copy}", symlinks=True, ignore=shutil.ignore_patterns(".git"))
        commit(half)
        half.rename(tree)
    return tree


def commit(tree: Path) -> None:
    """Make a git repository of a folder, with all that it does not ignore in one commit."""
    git(tree, "init", "--quiet")
    git(tree, "add", ".")
    git(tree, "commit", "--quiet", "--message", "as released")


def git(root: Path, *arguments: str) -> str:
    """What git says, by no settings but our own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ("git", *arguments)
    done = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, env={**environment, **GIT})
    return done.stdout.decode("utf-8", "replace")


def download(name: str, pin: Pin) -> bytes:
    """The sdist, as pip finds and gets it: by the index, the certificates and the proxy that it is set up for."""
    from pip._internal.commands.download import DownloadCommand

    command = DownloadCommand("download", "")
    options, _ = command.parse_args(["--no-binary", ":all:", "--quiet", name])
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options, session, ignore_requires_python=True)
        found = finder.find_all_candidates(name)
        links = [one.link for one in found if str(one.version) == pin.version and not one.link.is_wheel]
        if not links:
            raise SystemExit(f"{name} {pin.version} is not where pip looks: put its sdist into the folder")
        answer = session.get(links[0].url_without_fragment, headers={"Accept-Encoding": "identity"})
        answer.raise_for_status()
        data: bytes = answer.content
        return data


def _verify(data: bytes, name: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != PINS[name].sha256:
        raise SystemExit(f"the sdist of {name} is not the pinned one: its SHA-256 is {found}; remove it and try again")


def _unpack(tarball: Path, tree: Path) -> None:
    half = _half_done(tree)
    with tarfile.open(tarball) as archive:
        archive.extractall(half, filter="data")
    (only,) = half.iterdir()
    commit(only)
    only.rename(tree)
    half.rmdir()


def _half_done(tree: Path) -> Path:
    """An empty folder beside the tree, which gets its name at the end: what is there is whole."""
    half = tree.with_name(f"{tree.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    return half


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


if __name__ == "__main__":
    for wanted in sys.argv[2:] or PINS:
        print(fetch(Path(sys.argv[1]).resolve(), wanted))
