"""What a policy says, as immutable records. `config.py` makes them from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """How the value of a key is read.

    `parse` takes what a TOML reader gives and returns the value, or raises ValueError with
    what is wrong in words that follow "key: ". `schema` is its JSON Schema. `split` tells
    whether an INI file holds a list there (one item a line).
    """

    name: str
    parse: Callable[[Any], Any]
    schema: Mapping[str, Any]
    split: bool = False


class Option(NamedTuple):
    """A key that a rule reads from the policy: the rule declares it, the reader checks it.

    `table` is "decision" for keys of `[decisions.NAME]`, else the name of the top-level
    table that has the key (`duplicates`).
    """

    key: str
    kind: Kind
    help: str
    table: str = "decision"
    requires: tuple[str, ...] = ()


class Home(NamedTuple):
    """Where a kept class or function is defined: `package.module:Name`."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}:{self.name}"


class Exemption(NamedTuple):
    """Paths (patterns as in .gitignore) in which a decision's rules are silent.

    No `rules` means all. `until` is the last day it holds. `line` is its place in the
    policy file.
    """

    paths: tuple[str, ...]
    rules: tuple[str, ...]
    reason: str
    until: date | None
    line: int


class Decision(NamedTuple):
    """One record of the policy: what is kept, what was deleted, what must never come.

    `delete` holds dotted modules and paths as written. `options` has the values of the keys
    that rules declare, by key; a key that was left out is absent. `line` is the decision's
    place in the policy file.
    """

    name: str
    reason: str = ""
    see: str = ""
    keep: tuple[Home, ...] = ()
    delete: tuple[str, ...] = ()
    ban_classes: tuple[str, ...] = ()
    ban_files: tuple[str, ...] = ()
    facades: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    exempt: tuple[Exemption, ...] = ()
    options: Mapping[str, Any] = {}
    line: int = 1


class Policy(NamedTuple):
    """Everything that was decided.

    `path` is the policy file relative to the root, None when there is none. `tables` has
    the values of top-level tables that rules declare keys of, by table and key, `lines` those
    tables' places in the policy file. `source_roots` is None when they are to be found from the tree.
    """

    path: str | None = None
    decisions: tuple[Decision, ...] = ()
    exclude: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    source_roots: tuple[str, ...] | None = None
    tables: Mapping[str, Mapping[str, Any]] = {}
    lines: Mapping[str, int] = {}


class PolicyError(Exception):
    """A policy that can't be understood in full; `problems` has every reason, in order."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
