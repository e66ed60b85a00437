"""What the path of a file tells of it."""

from __future__ import annotations

import re

#: Folders whose files are meant to repeat each other, or are not written here.
_ASIDE = frozenset(
    "benchmarks cookbook cookbooks demo demos doc docs example examples extern external migrations samples "  # noqa: SIM905
    "site-packages third_party tutorial tutorials vendor vendored versions _vendor".split()
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


_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_ON_ITS_WAY_OUT = frozenset({"legacy", "deprecated", "obsolete"})


def is_called_legacy(path: str, name: str) -> bool:
    """Whether the name of a definition, or of its file or a folder, says that it is on its way out.

    A function is called by what it does: `supports_legacy` is not old itself, `legacy_support` is.

    >>> is_called_legacy("app/_legacy_response.py", "Response"), is_called_legacy("app/delegacy.py", "LegacyAPI")
    (True, True)
    >>> is_called_legacy("app/a.py", "supports_legacy"), is_called_legacy("app/a.py", "legacy_support")
    (False, True)
    """
    words = _WORDS.findall(name)
    told = words if name.lstrip("_")[:1].isupper() else words[:1]
    return not _ON_ITS_WAY_OUT.isdisjoint(word.lower() for word in (*_WORDS.findall(path), *told))
