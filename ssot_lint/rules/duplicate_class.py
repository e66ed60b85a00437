"""Classes or factory functions of one name in several files."""

from __future__ import annotations

from ssot_lint.policy import kinds
from ssot_lint.policy.model import Option
from ssot_lint.rule import Rule

NAMES = Option("names", kinds.NAMES, "names (globs) that may be defined only once", "duplicates")
SCOPES = Option("scopes", kinds.FOLDERS, "folders each of which may have its own", "duplicates")
EXCLUDE = Option("exclude", kinds.PATTERNS, "files that don't count, patterns as in .gitignore", "duplicates")

RULE = Rule(
    "SSOT101",
    "duplicate-class",
    "classes or factory functions of one name in several files",
    __doc__,
    options=(NAMES, SCOPES, EXCLUDE),
)
