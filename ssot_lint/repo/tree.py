"""The files of a repository: all of them, and those that are Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ssot_lint.repo.digest import blake2b
from ssot_lint.repo.files import (
    PYTHON_ENDINGS,
    Stat,
    is_python,
    longest_first,
    source_roots,
    stat_of,
    walk,
)
from ssot_lint.repo.git import Listing, split
from ssot_lint.repo.patterns import path_matcher


class KnownTree(NamedTuple):
    """A tree as an earlier run found it.

    `candidates` are the files that may be Python, and whether they are; `absent` those that git
    lists, but that are not on the disk, or are links.
    """

    signature: str
    roots: tuple[str, ...]
    candidates: Mapping[str, bool]
    absent: tuple[str, ...]


class Tree:
    """The files below a folder, sorted, less those that the policy excludes.

    `stats` has what the disk says of those that may be Python by their names, `python_paths`
    are those that are, `absent` those that are listed but not there. `signature` names all
    that and what it was made with, None where nothing does. `roots` are the source roots, None
    to find them from the paths.
    """

    def __init__(
        self,
        root: str,
        paths: Callable[[], Sequence[str]],
        stats: Mapping[str, Stat],
        python_paths: tuple[str, ...],
        signature: str | None = None,
        roots: tuple[str, ...] | None = None,
        absent: tuple[str, ...] = (),
    ) -> None:
        self.root = root
        self.stats = stats
        self.python_paths = python_paths
        self.signature = signature
        self.absent = absent
        self._roots = roots
        self._find_paths = paths

    @cached_property
    def paths(self) -> tuple[str, ...]:
        return tuple(self._find_paths())

    @cached_property
    def python_set(self) -> frozenset[str]:
        return frozenset(self.python_paths)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The folders that imports start from, the longest first; "" is the root."""
        return source_roots(self.paths) if self._roots is None else longest_first(self._roots)


def open_tree(
    listing: Listing,
    exclude: tuple[str, ...] = (),
    roots: tuple[str, ...] | None = None,
    known: KnownTree | None = None,
) -> Tree:
    """The tree of a folder. What is known of the very same list is not found out again.

    In a git work tree: tracked files, and untracked ones that are not ignored. Elsewhere: all
    but hidden folders, virtual environments and caches. Links are never followed: they could
    lead out of the root, and what they point at inside it is listed by its own name. What may
    be Python is there for sure; whether other files are, `stat_of` tells.
    """
    root, looked = listing.root, dict[str, Stat]()
    if known is not None and known.signature:
        looked = _stats(root, known.candidates)  # while git makes its list
        tree = _unchanged(listing, exclude, roots, known, looked)
        if tree is not None:
            return tree
    listed = _kept(walk(root) if listing.tracked is None else split(listing.tracked), exclude)
    stats = looked or _stats(root, _candidates(listed))  # while git looks for untracked files
    if listing.others:
        listed = tuple(sorted({*listed, *_kept(split(listing.others), exclude)}))
    candidates = _candidates(listed)
    stats = {path: stat for path in candidates if (stat := stats.get(path) or stat_of(root, path))}
    absent = tuple(path for path in candidates if path not in stats) if len(stats) < len(candidates) else ()
    paths = tuple(sorted(frozenset(listed) - {*absent})) if absent else listed
    python = tuple(path for path in stats if path.endswith(PYTHON_ENDINGS) or is_python(root, path))
    raw = None if known is None else listing.raw  # nobody asks for the signature without a cache
    signature = None if raw is None else _signature(raw, exclude, roots, absent, _scripts(python))
    return Tree(root, lambda: paths, stats, python, signature, roots, absent)


def _unchanged(
    listing: Listing,
    exclude: tuple[str, ...],
    roots: tuple[str, ...] | None,
    known: KnownTree,
    stats: Mapping[str, Stat],
) -> Tree | None:
    """The tree that is known, if it is still as it was but for the texts of its files; `stats` are those of now."""
    raw = listing.raw
    if raw is None or not _still_holds(known, raw, exclude, roots, listing.root, stats):
        return None

    def paths_now() -> tuple[str, ...]:
        absent = frozenset(known.absent)
        return tuple(path for path in _kept(split(raw), exclude) if path not in absent)

    python = tuple(path for path, was_python in known.candidates.items() if was_python)
    return Tree(listing.root, paths_now, stats, python, known.signature, known.roots, known.absent)


def _stats(root: str, paths: Iterable[str]) -> dict[str, Stat]:
    return {path: stat for path in paths if (stat := stat_of(root, path)) is not None}


def _candidates(paths: Iterable[str]) -> list[str]:
    """Those that can be Python by their names: for sure, or as scripts."""
    return [path for path in paths if path.endswith(PYTHON_ENDINGS) or "." not in path[path.rfind("/") + 1 :]]


def _still_holds(
    known: KnownTree,
    raw: bytes,
    exclude: tuple[str, ...],
    roots: tuple[str, ...] | None,
    root: str,
    stats: Mapping[str, Stat],
) -> bool:
    """Whether a tree is as it was but for the texts of its files; `stats` are those of the candidates now."""
    scripts = _scripts(path for path, was_python in known.candidates.items() if was_python)
    return (
        known.signature == _signature(raw, exclude, roots, known.absent, scripts)
        and len(stats) == len(known.candidates)
        and not _stats(root, known.absent)
        and all(
            is_python(root, path) == was_python
            for path, was_python in known.candidates.items()
            if not path.endswith(PYTHON_ENDINGS)
        )
    )


def _kept(paths: Iterable[str], exclude: tuple[str, ...]) -> tuple[str, ...]:
    is_excluded = path_matcher(exclude)
    return tuple(sorted({path for path in paths if not is_excluded(path)} if exclude else dict.fromkeys(paths)))


def _scripts(python: Iterable[str]) -> tuple[str, ...]:
    """The files of Python that are told by their texts, not by their names."""
    return tuple(path for path in python if not path.endswith(PYTHON_ENDINGS))


def _signature(
    raw: bytes,
    exclude: tuple[str, ...],
    roots: tuple[str, ...] | None,
    absent: tuple[str, ...],
    scripts: tuple[str, ...],
) -> str:
    made = blake2b(raw, digest_size=16)
    made.update(repr((exclude, roots, absent, scripts)).encode("utf-8", "surrogatepass"))
    return made.hexdigest()
