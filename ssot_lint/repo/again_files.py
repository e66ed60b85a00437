"""What was said of each file, for a host that asks file by file; see `again`.

Such a host starts with one file as often as with all. While nothing has changed that the last
check of all files came from, neither takes the rules, the index, nor even the policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ssot_lint.repo import again
from ssot_lint.repo.digest import blake2b
from ssot_lint.repo.files import read_file

_FIELDS = 4  # of a remark, in a record


class Remark(NamedTuple):
    """A finding as it is printed: line, column counted from 1, and what is said there."""

    line: int
    column: int
    text: str


class SaidOfFiles(NamedTuple):
    """What was said of the files of a repository as they were on the disk, by path.

    `contents` has a digest of every file that was checked. `said` is the record that it was read
    from, and that still holds; None for what this process has found out.
    """

    root: str
    remarks: Mapping[str, Sequence[Remark]]
    contents: Mapping[str, bytes]
    said: again.Said | None = None

    def of(self, path: str, text: str) -> Sequence[Remark] | None:
        """What was said of a file that has this text, None where that is not known."""
        content = self.contents.get(path)
        if content is None:
            return None
        if _digest(text.encode("utf-8", "surrogatepass")) != content:
            data = read_file(self.root, path)
            if not _is_text_of(data, text):
                return None  # somebody is writing: what is said of that may be more
            if _digest(data) != content and (
                self.said is None or not again.says_the_same(self.root, self.said, [path])
            ):
                return None
        return self.remarks.get(path, ())


def said_of_files(root: str, key: str) -> SaidOfFiles | None:
    """What was said of all files by the last check of that key, if it would say the same now."""
    try:
        data = again.record_in(root, key)
        said = None if data is None else again.read(data, key)
        if said is None or not again.still_holds(root, said):
            return None
        remarks = _read(said["out"].decode())
    except (OSError, ValueError):
        return None
    digests = said["contents"]
    size = again.CONTENT
    contents = {path: digests[size * row : size * (row + 1)] for row, path in enumerate(said.paths("python"))}
    return None if remarks is None else SaidOfFiles(root, remarks, contents, said)


def key_of_all(root: str, *asked: str) -> str:
    """The name of a check of all files, by what was asked."""
    return "\n".join(("all files", root, *asked, *again.who_and_when()))


def written(remarks: Mapping[str, Iterable[Remark]]) -> str:
    """What is said of files, for a record."""
    return "\0".join(
        part
        for path, found in remarks.items()
        for line, column, text in found
        for part in (path, str(line), str(column), text)
    )


def _read(text: str) -> Mapping[str, Sequence[Remark]] | None:
    """What `written` wrote; None where it would steer a terminal, for records lie where all can write."""
    remarks: dict[str, list[Remark]] = {}
    for path, line, column, said in _rows(text):
        if not said.isprintable():
            return None
        remarks.setdefault(path, []).append(Remark(int(line), int(column), said))
    return remarks


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    parts = text.split("\0") if text else []
    return zip(*(parts[place::_FIELDS] for place in range(_FIELDS)), strict=True)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=again.CONTENT).digest()


def _is_text_of(data: bytes, text: str) -> bool:
    """Whether a host that has read those bytes has that text, line ends aside."""
    from ssot_lint.source.decoding import decode
    from ssot_lint.source.offsets import LINE_END

    read, undecodable = decode(data)
    return undecodable is None and LINE_END.sub("\n", read) == LINE_END.sub("\n", text)
