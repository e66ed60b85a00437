"""Replace files so that whenever the process dies, each is the old one or the new one, never half.

The new text goes into a file of its own first, in the folder of the cache, and is on the disk
before it takes the place of the old one in one step. What a killed process leaves behind has
its number in the name; the next run removes it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from errno import ELOOP
from typing import NamedTuple

from ssot_lint.repo.again import FOLDER
from ssot_lint.repo.files import read_file

_SCRATCH = re.compile(r"(?:new|\.ssot-lint)-(\d{1,18})-\w+\.tmp")
_IGNORE_ALL = b"*\n"


class Change(NamedTuple):
    """The bytes of a file as they were read, and as they are to be; `path` is relative to the root."""

    path: str
    old: bytes
    new: bytes


def replace(root: str, change: Change) -> str:
    """Replace one file, with its mode and owner; gives the reason when that can't be, else "".

    Nothing is written through a link, nor over bytes that are not those that were read.
    """
    place = os.path.join(os.path.realpath(root), *change.path.split("/"))
    if os.path.realpath(place) != place:
        return "it lies behind a symbolic link: fix what the link points at"
    if os.path.exists(place) and not os.access(place, os.W_OK):
        return "it can't be written: see to its mode and owner, and run this again"
    try:
        try:
            return _replace_by(_own_scratch(root), place, change)
        except OSError:
            # From another file system, or without a folder of our own, one step is possible only from beside the file.
            beside = f".ssot-lint-{os.getpid()}-1.tmp"
            return _replace_by(os.path.join(os.path.dirname(place), beside), place, change)
    except OSError as error:
        return f"{error.strerror}: mend that, and run this again"


def write_own(root: str, name: str, data: bytes) -> str:
    """Replace a file in the folder of the cache, or make one elsewhere where there can't be such a folder.

    Gives its path; raises OSError.
    """
    try:
        scratch = _own_scratch(root)
        _write(scratch, data)
        place = os.path.join(root, FOLDER, name)
        os.replace(scratch, place)
    except OSError:
        import tempfile

        handle, place = tempfile.mkstemp(prefix="ssot-lint-", suffix=f"-{name}")
        with open(handle, "wb") as file:
            file.write(data)
    return place


def sweep(root: str, paths: Iterable[str]) -> None:
    """Remove what processes that are dead left behind, in the folder of the cache and beside some files."""
    folders = {os.path.dirname(path) for path in paths}
    if not os.path.islink(os.path.join(root, FOLDER)):
        folders.add(FOLDER)
    for folder in sorted(folders):
        with suppress(OSError), os.scandir(os.path.join(root, folder)) as found:
            for entry in found:
                match = _SCRATCH.fullmatch(entry.name)
                if match is not None and not _is_at_work(int(match[1])):
                    with suppress(OSError):
                        os.unlink(entry.path)


def _is_at_work(process: int) -> bool:
    """Whether a process other than this one, which has written nothing yet, is alive."""
    if process == os.getpid() or os.name == "nt":  # where a file that is open can't be removed
        return False
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _own_scratch(root: str) -> str:
    """A name for a file in the folder of the cache; raises OSError where there can't be such a folder."""
    folder = os.path.join(root, FOLDER)
    scratch = os.path.join(folder, f"new-{os.getpid()}-1.tmp")
    if os.path.islink(folder):
        raise OSError(ELOOP, "it is a symbolic link, which may lead out of the repository", folder)
    os.makedirs(folder, exist_ok=True)
    if read_file(folder, ".gitignore") != _IGNORE_ALL:
        _write(scratch, _IGNORE_ALL)
        os.replace(scratch, os.path.join(folder, ".gitignore"))
    return scratch


def _replace_by(scratch: str, place: str, change: Change) -> str:
    found = os.stat(place)
    try:
        _write(scratch, change.new, found)
        with open(place, "rb") as file:
            if file.read() != change.old:
                return "it was changed meanwhile: run this again"
        os.replace(scratch, place)
        return ""
    finally:
        with suppress(OSError):  # it is gone when all went well
            os.unlink(scratch)


def _write(scratch: str, data: bytes, like: os.stat_result | None = None) -> None:
    """Make a file that is on the disk when this returns, with the mode and owner of another."""
    with suppress(FileNotFoundError):
        os.unlink(scratch)
    with open(scratch, "xb", opener=_for_us_alone) as file:
        file.write(data)
        file.flush()
        if like is not None:
            _look_alike(file.fileno(), scratch, like)
        os.fsync(file.fileno())


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _look_alike(handle: int, path: str, like: os.stat_result) -> None:
    now = os.fstat(handle)
    if (now.st_uid, now.st_gid) != (like.st_uid, like.st_gid):
        with suppress(OSError):
            os.chown(path, like.st_uid, like.st_gid)
    os.chmod(path, stat.S_IMODE(like.st_mode))
