"""What is said about a whole report: how many findings, of which rules, and what broke."""

from __future__ import annotations

from collections import Counter

from ssot_lint.model import Failure, Report
from ssot_lint.policy.wording import plural


def statistics(report: Report) -> str:
    """A line `N CODE name` a rule, the most frequent first."""
    counts = Counter((finding.code, finding.name) for finding in report.findings)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count} {code} {name}\n" for (code, name), count in ranked)


def summary(report: Report) -> str:
    """How many findings in how many files."""
    return f"{plural(len(report.findings), 'finding')} in {plural(report.checked, 'file')}"


def failures(report: Report, *, verbose: bool = False) -> list[str]:
    """Lines for standard error on the bugs of ours that the run met.

    One bug may strike in every file, so failures of one rule that end alike are told once.
    """
    alike: dict[tuple[str, str], list[Failure]] = {}
    for failure in report.failures:
        alike.setdefault((failure.code, _last_line(failure.detail)), []).append(failure)
    lines: list[str] = []
    for (code, reason), (first, *others) in alike.items():
        where = f" on {first.path}" if first.path else ""
        more = f" and {plural(len(others), 'other file')}" if others else ""
        what = f"rule {code} failed{where}{more}: {reason}"
        lines += bug(what, first.detail, verbose=verbose)
    return lines


def bug(what: str, traceback: str, *, verbose: bool = False) -> list[str]:
    """Lines for standard error on one bug of ours: where it is, or with `verbose` all frames."""
    frames = [line for line in traceback.splitlines() if line.lstrip().startswith("File ")]
    details = traceback.splitlines() if verbose else frames[-1:]
    return [f"internal error: {what}; please report it", *details]


def _last_line(traceback: str) -> str:
    """The exception of a traceback."""
    return traceback.strip().rpartition("\n")[2]
