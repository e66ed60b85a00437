"""What an earlier run said, to be said again while all that it came from is as it was.

Most runs of a hook or an editor find what the run before them found. To see that takes less than
to import what finds it: git compares the tracked files with a commit, folders tell by their times
whether files came or went, and what a changed file says to others is in its sketch. Whatever is
not known for sure is a reason to check anew.

This file is on the way of every run, so it imports next to nothing.
"""

from __future__ import annotations

import os
import sys
import time
from binascii import crc32

from ssot_lint import __version__
from ssot_lint.repo.quick_git import differences, flags, statuses

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is too much to import here
    from collections.abc import Iterable, Sequence

#: The folder of all that is kept between runs, at the root of a repository.
FOLDER = ".ssot-lint-cache"
#: Endings of what a run without decisions looks at, as git's pathspecs.
PYTHON_SPECS = ("*.py", "*.pyi", "*.pyw")
_FORMAT = 3
PREFIX = "again-"
_NOT_AGAIN = ("--no-cache", "--fix", "--diff", "--unsafe-fixes", "--no-prefilter", "-h", "--help", "-v", "--verbose")
_NOT_AGAIN_WITH = ("--stdin-filename", "--output-file")
_ENVIRONMENT = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8", "LANG", "LC_ALL")
_MANY = 40  # changed files; with more it is no use to look at them one by one
DIGEST = 8  # bytes
CONTENT = 16  # bytes
_STAT = 24  # bytes: size and two times


#: The columns of a record.
PARTS = (
    *("key", "commit", "index", "flagged", "specs", "looked_at", "stats", "folders", "times", "names", "differing"),
    *("python", "contents", "sketches", "others", "other_contents", "exact", "words", "renamed"),
    *("encoding", "out", "err", "code"),
)


class Said:
    """What a run said, and what it came from; the columns are bytes.

    `differing` is how the tracked files differed from a commit, `index` the look of git's index
    then, `flagged` the files of which git is told not to look at them. `stats` are those of single
    files that were looked at, `times` those of folders; `names` are digests of what is in the
    folders, `sketches` of what the Python files say to others, `others` are other files that
    differed, `exact` those whose text counts as a whole. `words` are what a file must not contain
    of which only the sketch counts; what `renamed` names it must not call otherwise.
    """

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts

    def __getitem__(self, name: str) -> bytes:
        return self.parts[name]

    def paths(self, name: str) -> list[str]:
        """The paths in a column."""
        return os.fsdecode(self.parts[name]).split("\0") if self.parts[name] else []


def key_of(argv: Sequence[str]) -> str | None:
    """What a run was asked, and in what surroundings; None for what is never said again."""
    if not argv or argv[0] != "check":
        return None
    for word in argv:
        if word in _NOT_AGAIN or word.partition("=")[0] in _NOT_AGAIN_WITH:
            return None
    surroundings = [f"{name}={os.environ.get(name)}" for name in _ENVIRONMENT]
    streams = [f"{stream.isatty()} {str(stream.encoding).lower()}" for stream in (sys.stdout, sys.stderr)]
    return "\n".join((*argv, os.getcwd(), *who_and_when(), *streams, *surroundings))


def who_and_when() -> list[str]:
    """What every run depends on, whatever it was asked."""
    today = time.strftime("%Y-%m-%d")  # exemptions end
    installed = f"{__file__} {os.lstat(__file__).st_mtime_ns}"  # a version may be installed anew, and be another
    return [sys.version, sys.platform, installed, today]


def said_before(argv: Sequence[str]) -> Said | None:
    """What the same run said before, if it would say the same now."""
    key = key_of(argv)
    if key is None:
        return None
    try:
        root, said = _record(key)
        if said is None or not still_holds(root, said):
            return None
        is_plain = _is_plain(said["out"].decode()) and _is_plain(said["err"].decode())
    except (OSError, ValueError):
        return None
    return said if is_plain else None


def _is_plain(text: str) -> bool:
    """Whether a text would not steer a terminal in other ways than by colours: the record lies where all can write."""
    if "\x1b" in text:
        import re

        text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return text.replace("\n", "").replace("\t", "").isprintable()


# -- the record


def file_of(key: str) -> str:
    """The name of the file for a run."""
    return f"{PREFIX}{crc32(key.encode('utf-8', 'surrogateescape')):08x}"


def _record(key: str) -> tuple[str, Said | None]:
    """The nearest root above with a record of the run, and the record if it is sound."""
    folder = os.getcwd()
    while True:
        data = record_in(folder, key)
        if data is not None:
            return folder, read(data, key)
        parent = os.path.dirname(folder)
        if parent == folder or os.path.lexists(os.path.join(folder, ".git")):
            return folder, None
        folder = parent


def record_in(root: str, key: str) -> bytes | None:
    """The record of a run in a folder, sound or not."""
    place = os.path.join(root, FOLDER)
    path = os.path.join(place, file_of(key))
    if not os.path.isfile(path) or os.path.islink(path) or os.path.islink(place):
        return None
    with open(path, "rb") as file:
        return file.read()


def _head() -> bytes:
    return f"ssot-lint {__version__} again {_FORMAT} {sys.byteorder}".encode()


def written(parts: dict[str, bytes]) -> bytes:
    """A record as bytes."""
    body = b"".join(parts[name] for name in PARTS)
    lengths = " ".join(str(len(parts[name])) for name in PARTS).encode()
    return b"%s\n%s\n%08x\n%s" % (_head(), lengths, crc32(body, crc32(lengths)), body)


def read(data: bytes, key: str | None = None) -> Said | None:
    """The record that `written` made, None when it is damaged, or of another version, or of another run than `key`."""
    head, _, rest = data.partition(b"\n")
    lengths, _, rest = rest.partition(b"\n")
    checksum, _, body = rest.partition(b"\n")
    if head != _head() or checksum != b"%08x" % crc32(body, crc32(lengths)):
        return None
    parts, at = {}, 0
    for name, length in zip(PARTS, lengths.split(), strict=True):
        parts[name] = body[at : at + int(length)]
        at += int(length)
    return Said(parts) if key is None or parts["key"] == key.encode("utf-8", "surrogateescape") else None


# -- whether it still holds


def stat_bytes(path: str) -> bytes:
    """What a file system says of a file, whatever it is: size and times; no bytes when it is not there."""
    try:
        found = os.lstat(path)
    except OSError:
        return bytes(_STAT)
    return b"".join(
        number.to_bytes(8, sys.byteorder, signed=True)
        for number in (found.st_size + 1, found.st_mtime_ns, found.st_ctime_ns)
    )


def names_in(folder: str) -> bytes:
    """A digest of what is in a folder."""
    return digest_of_names(os.listdir(folder))


def digest_of_names(names: Iterable[str]) -> bytes:
    from ssot_lint.repo.digest import blake2b

    text = "\0".join(sorted(name for name in names if name not in (FOLDER, ".git")))
    return blake2b(os.fsencode(text), digest_size=DIGEST).digest()


def still_holds(root: str, said: Said) -> bool:
    """Whether the same would be said now."""
    look, index = said["index"][:_STAT], os.fsdecode(said["index"][_STAT:])
    has_same_index = "GIT_INDEX_FILE" not in os.environ and stat_bytes(os.path.join(root, index)) == look
    specs = said["specs"].decode().split()
    differing = differences(root, "" if has_same_index else said["commit"].decode(), specs)
    flagged = None if has_same_index else flags(root)
    stats = b"".join([stat_bytes(os.path.join(root, path)) for path in said.paths("looked_at")])
    holds = stats == said["stats"] and _has_the_same_files(root, said)
    now = differing()
    if now is None or not holds or (flagged is not None and flagged() != said["flagged"]):
        return False
    changed = _changed(said["differing"], now, has_same_index=has_same_index)
    return changed is not None and (not changed or says_the_same(root, said, changed))


def _has_the_same_files(root: str, said: Said) -> bool:
    """Whether no file came or went: a folder has another time then, and other names in it."""
    folders = said.paths("folders")
    times = memoryview(said["times"]).cast("q")
    lstat = os.lstat
    now = [lstat(f"{root}/{folder}").st_mtime_ns for folder in folders]
    others = [row for row, (then, time_now) in enumerate(zip(times, now, strict=True)) if then != time_now]
    return all(names_in(f"{root}/{folders[row]}") == said["names"][DIGEST * row : DIGEST * (row + 1)] for row in others)


def _changed(before: bytes, now: bytes, *, has_same_index: bool) -> list[str] | None:
    """The files that may have changed between two comparisons; None when some came or went, or there are too many.

    With the same index only what is on the disk was compared: what is in it differs as before.
    """
    then, there = statuses(before), statuses(now)
    found = []
    for path in then.keys() | there.keys():
        old = then.get(path, "M")
        new = there.get(path, old if has_same_index else "M")
        if (old, new) in (("M", "M"), ("A", "A"), ("A", "M")):
            found.append(path)
        elif (old, new) != ("D", "D"):
            return None
    return sorted(found) if len(found) <= _MANY else None


def says_the_same(root: str, said: Said, changed: Iterable[str]) -> bool:
    """Whether files that may have changed say to all others what they said, and nothing that is new to a rule."""
    from ssot_lint.repo.digest import blake2b
    from ssot_lint.repo.files import read_file

    python = {path: row for row, path in enumerate(said.paths("python"))}
    others = {path: row for row, path in enumerate(said.paths("others"))}
    exact = frozenset(said.paths("exact"))
    words = said["words"].split(b"\0") if said["words"] else []  # in lower case
    for path in changed:
        data = read_file(root, path)
        row = python.get(path)
        at, contents = (others.get(path), "other_contents") if row is None else (row, "contents")
        content = blake2b(data, digest_size=CONTENT).digest()
        if at is not None and content == said[contents][CONTENT * at : CONTENT * (at + 1)]:
            continue
        if path in exact or (words and _may_have_one(data, words)) or _may_rename_one(data, said["renamed"]):
            return False
        if row is not None:
            from ssot_lint.repo.sketch import sketch_of

            if digest_of(sketch_of(data)) != said["sketches"][DIGEST * row : DIGEST * (row + 1)]:
                return False
    return True


def _may_rename_one(data: bytes, words: bytes) -> bool:
    """Whether a text may give one of some words another name."""
    there = [word for word in words.split(b"\0") if word and word in data]
    if not there:
        return False
    from ssot_lint.repo.handing_on import is_renamed

    return any(is_renamed(data, word.decode()) for word in there)


def _may_have_one(data: bytes, words: list[bytes]) -> bool:
    """Whether one of some words may be in a text, in whatever way it is written."""
    text = data.lower()
    return not data.isascii() or b"coding" in text[:400] or any(word in text for word in words)


def digest_of(sketch: tuple[object, ...]) -> bytes:
    """A digest of what a Python file says to others."""
    from ssot_lint.repo.digest import blake2b

    return blake2b(repr(tuple(sketch)).encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()
