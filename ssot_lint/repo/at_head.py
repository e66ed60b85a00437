"""Files as the last commit has them."""

from __future__ import annotations

from ssot_lint.repo.digest import digest_of
from ssot_lint.repo.git import file_at_head
from ssot_lint.repo.index import Index


def at_head(index: Index, path: str) -> bytes | None:
    """The bytes of a file as the last commit has it, None when it has no such file."""
    index.trails.here.committed.add(digest_at_head(index, path))
    return _read(index, path)


def digest_at_head(index: Index, path: str) -> str:
    """A digest of that, and the path behind it."""
    return f"{digest_of(_read(index, path))} {path}"


def _read(index: Index, path: str) -> bytes | None:
    return index.memo(("at head", path), lambda: file_at_head(index.root, path))
