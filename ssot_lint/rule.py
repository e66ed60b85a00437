"""What a rule is: a value with data about itself and one pure generator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ssot_lint.model import Hit
from ssot_lint.policy.model import Exemption, Option, Policy

if TYPE_CHECKING:  # what a rule is should not take what rules look at
    from ssot_lint.repo.index import Index
    from ssot_lint.source.needles import Needles
    from ssot_lint.source.source import Source
    from ssot_lint.source.suppress import Suppression


class Silenced(NamedTuple):
    """What one file's suppressions did: those that silenced something, and the rules that ran."""

    source: Source
    used: frozenset[Suppression]
    codes: frozenset[str]


class Exempted(NamedTuple):
    """What the exemptions of the policy did in a run over the whole repository.

    `used` are those that let something pass, each with its decision's name, `codes` the rules that ran.
    """

    policy: Policy
    repo: Index
    used: frozenset[tuple[str, Exemption]]
    codes: frozenset[str]
    today: date


FileCheck: TypeAlias = "Callable[[Source, Policy, Index], Iterator[Hit]]"
RepoCheck: TypeAlias = "Callable[[Policy, Index], Iterator[Hit]]"
ReportsIn: TypeAlias = "Callable[[str, Policy, Index], bool]"
SilencedCheck = Callable[[Silenced], Iterator[Hit]]
ExemptedCheck = Callable[[Exempted], Iterator[Hit]]


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
    the rule's module. It has a check for what it looks at: `file` (one file, which must
    contain one of the `needles`; without needles, every file that another rule looks at),
    `repo` (all of the repository), `silenced` or `exempted` (what was let pass). `reports_in`
    tells of a file, more quickly than `repo` finds out, whether that may report anything in it;
    it may in any when left out. Rules that
    `needs_decisions` is true of are not asked where nothing is decided.
    """

    code: str
    name: str
    summary: str
    explanation: str
    file: FileCheck | None = None
    needles: Callable[[Policy, Index], Needles] | None = None
    repo: RepoCheck | None = None
    reports_in: ReportsIn | None = None
    silenced: SilencedCheck | None = None
    exempted: ExemptedCheck | None = None
    examples: tuple[Example, ...] = ()
    options: tuple[Option, ...] = ()
    needs_decisions: bool = True

    @property
    def needs_all_files(self) -> bool:
        """Whether it is about the repository as a whole: what one file says does not tell."""
        return self.code.startswith("SSOT1")
