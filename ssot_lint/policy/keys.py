"""The keys of a policy that are there without any rule, and all keys by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ssot_lint.policy import kinds
from ssot_lint.policy.model import Kind, Option
from ssot_lint.policy.wording import noun

#: Names for `Option.table` that are no names of top-level tables.
TOP, DECISION, EXEMPTION = "", "decision", "exemption"


def _tables(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        return value
    found = "a list of other things" if isinstance(value, list) else noun(value)
    raise ValueError(f"must be a list of tables, not {found}: write it as [[decisions.NAME.exempt]]")


TABLES = Kind("tables", _tables, {"type": "array", "items": {"$ref": "#/$defs/exemption"}})

CORE = (
    Option("exclude", kinds.PATTERNS, "patterns of files that are not looked at", TOP),
    Option("ignore", kinds.CODES, "codes of rules that are turned off", TOP),
    Option("source-roots", kinds.FOLDERS, "folders that imports start from; found when left out", TOP),
    Option("reason", kinds.TEXT, "why it was decided so"),
    Option("see", kinds.TEXT, "where to read more: a path or an address"),
    Option("keep", kinds.HOMES, "what is kept, and where it is defined: package.module:Name"),
    Option("delete", kinds.TARGETS, "modules or paths that are gone and must not come back"),
    Option("ban-classes", kinds.CLASSES, "classes that must not exist or be used: bare, glob or dotted"),
    Option("ban-files", kinds.PATTERNS, "patterns of files that must not exist"),
    Option("facades", kinds.MODULES, "modules that only re-export what is kept", requires=("keep",)),
    Option("only", kinds.CLASSES, "globs of names that no class but the kept ones may have"),
    Option("exempt", TABLES, "places in which the decision does not hold"),
    Option("paths", kinds.PATTERNS, "patterns of the files that are exempt", EXEMPTION),
    Option("rules", kinds.CODES, "codes of the rules that are silent there; all when left out", EXEMPTION),
    Option("reason", kinds.TEXT, "why these files are exempt", EXEMPTION),
    Option("until", kinds.DATE, "the last day on which it holds, such as 2026-12-31", EXEMPTION),
)

#: Keys that an exemption can't do without.
REQUIRED = ("paths", "reason")

#: Keys that explain or soften a decision; alone they decide nothing.
REMARKS = frozenset({"reason", "see", "exempt"})

#: What a decision may be called.
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"

Keys = Mapping[str, Option]


def by_table(options: Sequence[Option]) -> dict[str, dict[str, Option]]:
    """The core keys and those of `options`, by table and key.

    Raises ValueError when two of them disagree about one key: an error in a rule, not in a
    policy.
    """
    tables: dict[str, dict[str, Option]] = {TOP: {}, DECISION: {}, EXEMPTION: {}}
    for option in (*CORE, *options):
        known = tables.setdefault(option.table, {}).setdefault(option.key, option)
        if known != option:
            raise ValueError(f"two rules declare the key {option.key} differently")
    return tables


def top_tables(tables: Mapping[str, Keys]) -> dict[str, Keys]:
    """The top-level tables that rules declare keys of."""
    return {name: keys for name, keys in tables.items() if name not in (TOP, DECISION, EXEMPTION)}


def guards(keys: Keys) -> tuple[str, ...]:
    """The keys of a decision of which it needs one to decide anything."""
    return tuple(
        key
        for key, option in keys.items()
        if key not in REMARKS
        # A key that needs another one which stands alone only refines that one.
        and all(key in keys[other].requires for other in option.requires if other in keys)
    )
