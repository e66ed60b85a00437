"""What the path of a file tells of it."""

from __future__ import annotations


def is_package(path: str) -> bool:
    """Whether a file is the one that makes its folder a package."""
    return path.rpartition("/")[2] in ("__init__.py", "__init__.pyi")


def is_test(path: str) -> bool:
    """Whether pytest's or unittest's conventions call a file a test."""
    *folders, base = path.split("/")
    stem = base.rpartition(".")[0]
    named = stem.startswith("test_") or stem.endswith("_test") or stem in ("conftest", "tests", "test")
    return named or not {"test", "tests", "testing"}.isdisjoint(folders)
