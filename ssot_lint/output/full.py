"""The format for reading: each finding with its line of source, as rustc and ruff show it."""

from __future__ import annotations

from ssot_lint.model import FILE_START, Finding, Report
from ssot_lint.output.excerpt import excerpt
from ssot_lint.output.terminal import Paint, painter, visible


def render(report: Report, *, color: bool = False) -> str:
    """One block a finding, in the report's order, with an empty line between two."""
    paint = painter(color)
    return "\n".join(
        _block(finding, report.lines.get((finding.path, finding.line), ""), paint) for finding in report.findings
    )


def _block(finding: Finding, line: str, paint: Paint) -> str:
    place = f"{visible(finding.path)}:{finding.line}:{finding.column}"
    rows = [
        f"{paint('bad', finding.code)} {finding.name}  {paint('strong', place)}",
        visible(finding.message),
    ]
    margin = " " * len(str(finding.line))
    about_the_file = (finding.line, finding.column, finding.end_line, finding.end_column) == FILE_START
    if line.strip() and not about_the_file:
        rows += _snippet(finding, line, margin, paint)
    for path, number, column, message in finding.related:
        rows.append(f"{margin} {paint('help', 'see')} {visible(f'{path}:{number}:{column}: {message}')}")
    if finding.fix is not None:
        label = "fix" if finding.fix.safe else "unsafe fix"
        rows.append(f"{margin} {paint('help', label)}: {visible(finding.fix.title)}")
    return "".join(f"{row}\n" for row in rows)


def _snippet(finding: Finding, line: str, margin: str, paint: Paint) -> list[str]:
    """The line with its number, and carets under the part of the span that is on it."""
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    text, before, marked = excerpt(line, finding.column - 1, last)
    return [
        paint("frame", f"{margin} |"),
        f"{paint('frame', f'{finding.line} |')} {text}",
        f"{paint('frame', f'{margin} |')} {' ' * before}{paint('bad', '^' * marked)}",
    ]
