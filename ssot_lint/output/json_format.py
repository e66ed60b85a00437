"""The format for programs: one JSON array, each element with exactly the fields of `Finding`."""

from __future__ import annotations

import json
from typing import Any

from ssot_lint.model import Finding, Report


def render(report: Report) -> str:
    """One array; no findings give an empty one."""
    return json.dumps([_element(finding) for finding in report.findings], indent=2, ensure_ascii=False) + "\n"


def _element(finding: Finding) -> dict[str, Any]:
    fix = finding.fix
    return finding._asdict() | {
        "fix": None if fix is None else fix._asdict() | {"edits": [edit._asdict() for edit in fix.edits]},
        "related": [place._asdict() for place in finding.related],
    }
