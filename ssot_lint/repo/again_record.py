"""Keeping what a run said, with all that it came from; see `again`."""

from __future__ import annotations

import os
import stat
import sys
from array import array
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from ssot_lint.policy.root import FILES
from ssot_lint.repo import again
from ssot_lint.repo.again import Said
from ssot_lint.repo.digest import blake2b
from ssot_lint.repo.files import PYTHON_ENDINGS, read_file
from ssot_lint.repo.git import ignored, output, paths_in, start
from ssot_lint.repo.in_one_step import put
from ssot_lint.repo.index import Index
from ssot_lint.repo.quick_git import differences, flags, statuses
from ssot_lint.source.needles import Needles

_RECORDS = 8  # of different runs
_TICK = 20_000_000  # ns; the clock of a file system may be so much behind


class Spoken(NamedTuple):
    """What a run printed: on standard output, in which `encoding` ("" for the stream's own), and on standard error."""

    out: str
    err: str
    encoding: str
    code: int


class Came(NamedTuple):
    """What a run came from, beside the files of the index.

    `places` are the folders by which the root was found, `others` single files, `findings` the
    paths that were told, `decided` tells whether anything is decided, and `begun` when it began,
    in nanoseconds.
    """

    places: Sequence[str]
    others: Sequence[str]
    findings: Iterable[str]
    decided: bool
    begun: int


def remember(key: str, index: Index, came: Came, spoken: Spoken) -> None:
    """Keep what a run said; nothing happens where that can't be known to hold on."""
    with suppress(OSError):
        parts = _parts(key, index, came, spoken)
        if parts is not None:
            _write(index.root, key, again.written(parts))


def _parts(key: str, index: Index, came: Came, spoken: Spoken) -> dict[str, bytes] | None:
    words = _words(index.sought)
    own_files = ("index", "info/exclude", "config", *(("HEAD", "logs/HEAD") if came.decided else ()))
    told = output(start(index.root, "rev-parse", "HEAD", *(word for one in own_files for word in ("--git-path", one))))
    if told is None or index.tree.signature is None or index.records.overlay or b"" in words:
        return None
    tracked = start(index.root, "ls-files", "-z")
    commit, own_index, *own = os.fsdecode(told).splitlines()
    look = again.stat_bytes(os.path.join(index.root, own_index))
    specs = () if came.decided else again.PYTHON_SPECS
    differing = differences(index.root, commit, specs)
    flagged = flags(index.root)() or b""
    own += [os.fsdecode(one[2:]) for one in flagged.split(b"\0") if one]
    looked_at = _looked_at(index, came, own, paths_in(output(tracked) or b""))
    stats = [again.stat_bytes(os.path.join(index.root, path)) for path in looked_at]
    before = _latest(os.path.join(index.root, again.FOLDER))
    has_same_rules = before is not None and (before.paths("looked_at"), before["stats"]) == (looked_at, b"".join(stats))
    folders = _folders(index, before if has_same_rules else None)
    times = [os.lstat(f"{index.root}/{folder}").st_mtime_ns for folder in folders]
    contents = [index.records.content(path) for path in index.python_paths]
    exact = {*index.looked_at, *came.findings} & index.python_set
    columns = {
        "key": key.encode("utf-8", "surrogateescape"),
        "commit": commit.encode(),
        "index": look + os.fsencode(own_index),
        "flagged": flagged,
        "specs": " ".join(specs).encode(),
        "looked_at": _joined(looked_at),
        "stats": b"".join(stats),
        "folders": _joined(folders),
        "times": array("q", times).tobytes(),
        "names": b"".join(folders.values()),
        "python": _joined(index.python_paths),
        "contents": bytes.fromhex("".join(contents)),
        "sketches": _digests(index, contents, before),
        "exact": _joined(sorted(exact)),
        "words": b"\0".join(words),
        "renamed": "\0".join(sorted(index.renamed)).encode(),
        "out": spoken.out.encode(),
        "err": spoken.err.encode(),
        "encoding": spoken.encoding.encode(),
        "code": str(spoken.code).encode(),
    }
    # What changed while the run went on may have been seen as it was, or as it is.
    if max((*times[1:], *_times([look, *stats])), default=0) >= came.begun - _TICK:
        return None
    columns["differing"] = differing() or b""
    others = [path for path in statuses(columns["differing"]) if path not in index.python_set]
    texts = (read_file(index.root, path) for path in others)
    columns["others"] = _joined(others)
    columns["other_contents"] = b"".join(blake2b(text, digest_size=again.CONTENT).digest() for text in texts)
    return columns


def _digests(index: Index, contents: Sequence[str], before: Said | None) -> bytes:
    """Digests of what all Python files say to others; those of contents that an earlier run had are known."""
    records, size = index.records, 2 * again.CONTENT
    then, digests = (before["contents"].hex(), before["sketches"]) if before else ("", b"")
    known = {
        then[size * row : size * (row + 1)]: digests[place : place + again.DIGEST]
        for row, place in enumerate(range(0, len(digests), again.DIGEST))
    }
    unknown = [path for path, content in zip(index.python_paths, contents, strict=True) if content not in known]
    sketches = zip(unknown, records.sketches(unknown), strict=True)
    known.update((records.content(path), again.digest_of(sketch)) for path, sketch in sketches)
    return b"".join(map(known.__getitem__, contents))


def _latest(folder: str) -> Said | None:
    """The latest record in a folder, if it is sound."""
    with suppress(OSError, ValueError):
        latest = max(_records_in(folder), key=os.path.getmtime, default=None)
        if latest is not None and not os.path.islink(folder) and os.path.isfile(latest) and not os.path.islink(latest):
            with open(latest, "rb") as file:
                return again.read(file.read())
    return None


def _records_in(folder: str) -> list[str]:
    return [one.path for one in os.scandir(folder) if one.name.startswith(again.PREFIX)]


def _joined(paths: Iterable[str]) -> bytes:
    return os.fsencode("\0".join(paths))


def _times(stats: Iterable[bytes]) -> Iterable[int]:
    for one in stats:
        yield int.from_bytes(one[8:16], sys.byteorder, signed=True)


def _words(sought: Iterable[Needles]) -> list[bytes]:
    """What was searched for in all files, in lower case."""
    found: set[str] = set()
    for needles in sought:
        found.update(needles.everything)
    return sorted(word.lower().encode() for word in found)


def _folders(index: Index, before: Said | None) -> dict[str, bytes]:
    """The folders in which a file that git does not ignore may come, "" for the root; digests of what is in them.

    `before` are those of an earlier run, when git ignored the same: there is a look at what has changed since.
    """
    listed = {""}
    for path in index.paths:
        folder = path.rpartition("/")[0]
        while folder not in listed:
            listed.add(folder)
            folder = folder.rpartition("/")[0]
    known = _known_folders(index.root, before) if before else {}
    found: dict[str, bytes] = {}
    fresh = listed = listed | known.keys()
    while fresh:
        inside = set()
        for folder in fresh:
            names = known.get(folder)
            found[folder], below = (names, []) if names else _names_in(index.root, folder)
            inside.update(below)
        inside -= listed
        unseen = ignored(index.root, [f"{folder}/" for folder in inside]) if inside else ()
        fresh = {folder for folder in inside if f"{folder}/" not in unseen}
        listed |= fresh
    return dict(sorted(found.items()))


def _known_folders(root: str, before: Said) -> dict[str, bytes]:
    """The folders of a record that are there still; digests of what is in them, b"" where that may have changed."""
    known = {}
    times = memoryview(before["times"]).cast("q")
    for row, (folder, time) in enumerate(zip(before.paths("folders") or [""], times, strict=True)):
        with suppress(OSError):
            look = os.lstat(f"{root}/{folder}")
            if stat.S_ISDIR(look.st_mode):
                names = before["names"][again.DIGEST * row : again.DIGEST * (row + 1)]
                known[folder] = names if look.st_mtime_ns == time else b""
    return known


def _names_in(root: str, folder: str) -> tuple[bytes, list[str]]:
    """A digest of what is in a folder, and the folders in it."""
    with os.scandir(os.path.join(root, folder)) as entries:
        inside = [*entries]
    below = [
        f"{folder}/{entry.name}" if folder else entry.name
        for entry in inside
        if entry.is_dir(follow_symlinks=False) and entry.name not in (".git", again.FOLDER)
    ]
    return again.digest_of_names(entry.name for entry in inside), below


def _looked_at(index: Index, came: Came, own: Iterable[str], tracked: Collection[str]) -> list[str]:
    """The single files on which it depends what a run says, as seen from the root; git has those `tracked`."""
    found = {*own, *came.others, *(path for path in index.looked_at if path not in index.python_set)}
    found.update(path for path in index.tree.stats if path not in tracked or not path.endswith(PYTHON_ENDINGS))
    if came.decided:  # documents and notebooks; git compares those that it tracks
        found.update(path for path in index.paths if path not in tracked)
    found.update(path for path in index.paths if path.rpartition("/")[2] == ".gitignore")
    for folder in {above for place in came.places for above in _up_to(index.root, place)}:
        found.update(os.path.relpath(os.path.join(folder, name), index.root) for name in FILES)
    return sorted(found)


def _up_to(root: str, place: str) -> Iterable[str]:
    """A folder and those above it, up to the root."""
    folder, above = place, os.path.dirname(place)
    while folder not in (root, above):
        yield folder
        folder, above = above, os.path.dirname(above)
    yield folder


def _write(root: str, key: str, data: bytes) -> None:
    folder = os.path.join(root, again.FOLDER)
    if os.path.islink(folder) or not os.path.isdir(folder):
        return
    put(os.path.join(folder, again.file_of(key)), [data])
    for path in sorted(_records_in(folder), key=os.path.getmtime)[:-_RECORDS]:
        os.unlink(path)
