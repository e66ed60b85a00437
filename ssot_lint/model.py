"""The records that every part shares. All are immutable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

#: Methods of the smallest classes that can be compared with others.
FEWEST_MEMBERS = 3


class Span(NamedTuple):
    """A stretch of text.

    Lines and columns count from 1, columns in characters (code points, not bytes);
    the end is the place just past the last character.
    """

    line: int
    column: int
    end_line: int
    end_column: int


#: Where a finding about a whole file is placed.
FILE_START = Span(1, 1, 1, 1)


class Related(NamedTuple):
    """A second place that helps to understand a finding. `path` is relative to the root."""

    path: str
    line: int
    column: int
    message: str


class Edit(NamedTuple):
    """Replace the text of a span by `text`."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(NamedTuple):
    """Edits to one file that together remove a finding; `safe` means behaviour stays."""

    title: str
    safe: bool
    edits: tuple[Edit, ...]


class Hit(NamedTuple):
    """What a rule yields; the engine stamps rule and path on it to make a `Finding`.

    `cause` names the thing that is wrong in dotted form (`app.legacy.LegacyAuth`): of two
    hits on one line for one decision, where one cause is the other or lies inside it, only
    one is reported. `path` is set only by rules that look at the whole repository.
    `proposal` are the lines of a policy that would make a decision of it. `why_not` is what
    stands in the way of a fix, where there could have been one.
    """

    span: Span
    message: str
    decision: str | None = None
    cause: str = ""
    path: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    proposal: str = ""
    why_not: str = ""


class Finding(NamedTuple):
    """One thing to mend. The fields are those of `--format json`, in its order."""

    code: str
    name: str
    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    decision: str | None
    fix: Fix | None
    related: tuple[Related, ...]


class Failure(NamedTuple):
    """A bug of ours: which rule broke on which file, and the traceback."""

    code: str
    path: str
    detail: str


class Report(NamedTuple):
    """The outcome of one run.

    `findings` are sorted by place. `lines` has the text of each line that a finding is on,
    by path and line number. `notes` are remarks for a person, printed to standard error.
    `checked` counts the files looked at, in the focus of the run. `proposals` are decisions
    that could be made of findings, as lines of a policy. `hushed` are findings that can be
    fixed, but that a `noqa` without codes silences, which was likely meant for another linter.
    `why_not` tells for findings what stands in the way of a fix.
    """

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    checked: int = 0
    lines: Mapping[tuple[str, int], str] = {}
    proposals: tuple[str, ...] = ()
    hushed: tuple[Finding, ...] = ()
    why_not: Mapping[Finding, str] = {}

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 when something could not be checked."""
        if self.failures or not (self.checked or self.findings):
            return 2
        return 1 if self.findings else 0
