"""What a rule is: a value with data about itself and one pure generator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from ssot_lint.model import Hit
from ssot_lint.policy.model import Option, Policy
from ssot_lint.repo.index import Index
from ssot_lint.source.needles import Needles
from ssot_lint.source.source import Source

FileCheck = Callable[[Source, Policy, Index], Iterator[Hit]]
RepoCheck = Callable[[Policy, Index], Iterator[Hit]]


class Example(NamedTuple):
    """A small repository and what the rule says of it.

    `files` maps path to text, `policy` is the text of its ssot.toml. `findings` are the
    whole lines of text output, `path:line:column: CODE message`; none means silence.
    `fixed` maps path to text after the fixes, for rules that have one.
    """

    title: str
    policy: str
    files: Mapping[str, str]
    findings: tuple[str, ...] = ()
    fixed: Mapping[str, str] = {}


class Rule(NamedTuple):
    """One rule.

    `code` is `SSOT` and three digits, never reused. `name` names the bad pattern and reads
    well after "allow". `explanation` is what `ssot-lint explain` prints: the docstring of
    the rule's module. `needles` tells which words a file must contain to break the rule.
    A `check` of None means that the keys are understood but no rule enforces them yet.
    """

    code: str
    name: str
    summary: str
    explanation: str
    kind: Literal["file", "repo"]
    needles: Callable[[Policy, Index], Needles]
    check: FileCheck | RepoCheck | None
    examples: tuple[Example, ...] = ()
    options: tuple[Option, ...] = ()
