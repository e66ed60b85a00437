"""Paths of what is gone, as texts write them: from the root, from a folder, in part, in a link."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import Literal, NamedTuple

from ssot_lint.bans import Bans, Match
from ssot_lint.repo.files import PYTHON_ENDINGS
from ssot_lint.source.needles import literal_part

_URL = re.compile(r"[a-z][a-z0-9+.-]*://[^/]*/")
_FORGE = re.compile(r"/(?:blob|tree|raw|edit|blame|src|browse)/(?:branch/)?([^/]+)/")
# A link to a commit or a release shows what was there then, and stays right.
_FIXED = re.compile(r"[0-9a-f]{7,40}|v?\d+(?:\.\d+)+\S*")
#: The name of a file that is told apart from others by itself: `old_engine.py`, not `utils.py`.
TWO_WORDS = re.compile(r"[^\W_]_+[^\W_]")
_LINES = re.compile(r"(?:::?|#L)(.*)\Z", re.S)


#: Of which names the end will do: of none, of paths that can be no word and no route, or of all.
Parts = Literal["", "paths", "all"]


class StalePath(NamedTuple):
    """`path` is that of the file or module as it would lie in the repository; places are those of a token."""

    start: int
    end: int
    path: str
    match: Match
    rest: tuple[str, ...] = ()
    is_part: bool = False


class StalePaths:
    """The paths that decisions forbid."""

    def __init__(self, bans: Bans) -> None:
        self._bans = bans
        self._index = bans.index

    @cached_property
    def words(self) -> frozenset[str]:
        """What stands as a word in a path that is written out: the name of a file without its ending."""
        return frozenset(_stem(path) for path in self._plain)

    @cached_property
    def fragments(self) -> frozenset[str]:
        return frozenset(literal_part(_stem(one)) for one in self._patterns if one not in self._plain)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of files that are no Python, as links beside them have them."""
        found = (path.rpartition("/")[2] for path in self._plain)
        return frozenset(name for name in found if "." in name and not name.endswith(PYTHON_ENDINGS))

    @property
    def _patterns(self) -> list[str]:
        found = []
        for decision in self._bans.policy.decisions:
            found += [one for one in decision.delete if "/" in one or one.endswith(PYTHON_ENDINGS)]
            found += [one for one in decision.ban_files if not one.startswith("!")]
        return found

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(one for one in self._patterns if not re.search(r"[*?\[]", one))

    @property
    def _ends(self) -> dict[str, list[str]]:
        """The paths of banned modules and files by the name of the file."""
        return self._index.memo(("stale ends", id(self)), self._found_ends)

    def _found_ends(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for module in self._bans.modules:
            for place in self._index.modules.places(module):
                found.setdefault(f"{place.rpartition('/')[2]}.py", []).append(f"{place}.py")
        for path in self._plain:
            found.setdefault(path.strip("/").rpartition("/")[2], []).append(path.strip("/"))
        return found

    def find(self, token: str, folder: str, *, parts: Parts) -> StalePath | None:
        """The forbidden path in a stretch of text without spaces."""
        start, end = _extent(token)
        written = as_path(token[start:end])
        beside = posixpath.normpath(posixpath.join(folder, written))
        path = written.removeprefix("./")
        rest = _names_behind(token[end:])
        whole, *inner = [beside] if written.startswith("..") else _from_inside(path)
        for place in (whole, beside, *inner):
            match = self._forbidden(place)
            if match is not None:
                around = len(path) - len(place) if place != beside else 0  # folders above the repository
                return StalePath(start + max(0, around), end, _as_file(place), match, rest)
            if self._is_there(place):
                return None
        found = (
            self._in_part(path.rstrip("/")) if parts == "all" or (parts == "paths" and _is_told_apart(path)) else None
        )
        return None if found is None else found._replace(start=start, end=end, rest=rest)

    def _in_part(self, path: str) -> StalePath | None:
        """The forbidden path that ends so, with its ending or, where two words tell it apart, without."""
        if "/" not in path or posixpath.splitext(path)[1]:
            return self.by_end(path)
        if not TWO_WORDS.search(path.rpartition("/")[2]):
            return None
        found = self.by_end(_as_file(path))
        if found is None:
            return None
        stretches = (f"/{path}.", f"/{path}/")
        others = (one for one in self._index.paths_with(stretches) if self._bans.file(one) is None)
        return None if any(others) else found

    def by_end(self, path: str) -> StalePath | None:
        """The forbidden path that ends so, where no file that may stay does; the name of a file needs two words."""
        last = path.rpartition("/")[2]
        if "/" not in path and not TWO_WORDS.search(last.rpartition(".")[0]):
            return None
        tail = f"/{path}"
        ends = [one for one in self._ends.get(last, ()) if f"/{one}".endswith(tail)]
        others = (one for one in self._index.paths_named(last) if f"/{one}".endswith(tail)) if ends else ()
        if not ends or any(self._bans.file(one) is None for one in others):
            return None
        match = self._bans.file(ends[0])
        return None if match is None else StalePath(0, len(path), ends[0], match, (), True)

    def _forbidden(self, path: str) -> Match | None:
        if "/" not in path and not path.endswith(PYTHON_ENDINGS):
            return None
        found = self._bans.file(path.rstrip("/"))
        if found is None and not posixpath.splitext(path)[1]:
            found = self._bans.file(_as_file(path))
        return found

    def _is_there(self, path: str) -> bool:
        return self._index.lists(path) or self._index.modules.is_folder(path.rstrip("/"))


def as_path(text: str) -> str:
    """A path with `/` between its folders, however it was escaped.

    >>> as_path(r"app\\\\old.py")
    'app/old.py'
    """
    return re.sub(r"\\+", "/", text)


def _is_told_apart(path: str) -> bool:
    """Whether the end of a path is told apart from a word or a route outside prose, by its ending or its folders."""
    folders = path.rstrip("/").count("/")
    return folders > 0 and (path.endswith(PYTHON_ENDINGS) or (folders > 1 and not path.startswith("/")))


def _as_file(path: str) -> str:
    clean = path.rstrip("/")
    return clean if posixpath.splitext(clean)[1] else f"{clean}.py"


def _stem(path: str) -> str:
    return path.strip("/").rpartition("/")[2].partition(".")[0]


def _extent(token: str) -> tuple[int, int]:
    """Where in a token the path is: behind the address of a forge, before a line number, without a full stop."""
    start, end = 0, len(token)
    url = _URL.search(token)
    if url:
        forge = _FORGE.search(token)
        if forge is None or _FIXED.fullmatch(forge[1]):
            return 0, 0
        start = forge.end()
    lines = _LINES.search(token, start)
    if lines:
        end = lines.start()
    while end > start and token[end - 1] in ".:-\\/~@":
        end -= 1
    while start < end and token[start] in ":-@?&%+#":
        start += 1
    return start, end


def _names_behind(text: str) -> tuple[str, ...]:
    """`::TestEngine::test_run`, () for a line number."""
    return tuple(re.findall(r"::([^\W\d]\w*)", text))


def _from_inside(path: str) -> list[str]:
    """The path as written, and without the folders that may be those around the repository."""
    parts = path.lstrip("/").split("/")
    return ["/".join(parts[count:]) for count in range(max(1, len(parts) - 1))]
