"""What the path of a file tells of it."""

from __future__ import annotations

#: Folders whose files are meant to repeat each other, or are not written here.
_ASIDE = frozenset(
    "benchmarks demo demos doc docs example examples extern external migrations samples site-packages "  # noqa: SIM905
    "third_party tutorial tutorials vendor vendored versions _vendor".split()
)


def is_package(path: str) -> bool:
    """Whether a file is the one that makes its folder a package."""
    return path.rpartition("/")[2] in ("__init__.py", "__init__.pyi")


def is_test(path: str) -> bool:
    """Whether pytest's or unittest's conventions call a file a test."""
    *folders, base = path.lower().split("/")
    stem = base.rpartition(".")[0]
    named = stem.startswith("test_") or stem.endswith("_test") or stem in ("conftest", "tests", "test")
    return named or not {"test", "tests", "testing"}.isdisjoint(folders)


def is_aside(path: str) -> bool:
    """Whether a file is in a folder of examples, documentation, migrations, or code that is not written here."""
    return not _ASIDE.isdisjoint(path.lower().split("/")[:-1])
