"""Small repositories for tests: files in, whole lines of text output out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ssot_lint.model import Report
from ssot_lint.session import Session, open_session


def write(root: Path, files: Mapping[str, str | bytes], policy: str = "") -> None:
    """Write files and, when there is one, the policy."""
    if policy:
        files = {**files, "ssot.toml": policy}
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())


def session(root: Path, files: Mapping[str, str | bytes], policy: str = "", *, prefilter: bool = True) -> Session:
    write(root, files, policy)
    return open_session(str(root), prefilter=prefilter)


def lines(report: Report) -> tuple[str, ...]:
    """The report as text output has it, bugs of ours included."""
    found = (f"{one.path}:{one.line}:{one.column}: {one.code} {one.message}" for one in report.findings)
    return (*found, *(failure.detail for failure in report.failures))


def check(root: Path, files: Mapping[str, str | bytes], policy: str = "", *, prefilter: bool = True) -> tuple[str, ...]:
    return lines(session(root, files, policy, prefilter=prefilter).check())
