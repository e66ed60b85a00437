"""The format of flake8, one line a finding: `path:line:column: CODE message`."""

from __future__ import annotations

from ssot_lint.model import Report
from ssot_lint.output.terminal import painter, visible


def render(report: Report, *, color: bool = False) -> str:
    """One line a finding, in the report's order."""
    paint = painter(color)
    return "".join(
        f"{paint('strong', visible(finding.path))}:{finding.line}:{finding.column}: "
        f"{paint('bad', finding.code)} {visible(finding.message)}\n"
        for finding in report.findings
    )
