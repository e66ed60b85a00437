"""Files that break parsers: a finding or silence, never a traceback, and the others' findings are there."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.repository import check

POLICY = '[decisions.auth]\nban-classes = ["LegacyAuth"]\ndelete = ["gone"]\nonly = ["*Rival"]\n'
SAYS = "SSOT001 LegacyAuth is banned: remove it (auth)"
OTHER = f"z.py:1:15: {SAYS}"
CANT = "SSOT900 can't read all of this file, {}: mend it, so that the rest is checked too"

HOSTILE: list[tuple[str, bytes, list[str]]] = [
    ("empty", b"", []),
    ("random", random.Random(7).randbytes(5000), []),
    ("random-after-use", b"from x import LegacyAuth\n" + bytes(range(128, 256)), ["1:15", "2:1 SSOT900"]),
    ("ten-megabytes", (b"x = '" + b"-" * 494 + b"'\n") * 20_000 + b"LegacyAuth()\n", ["20001:1"]),
    ("long-line", b"x = [" + b"1, " * 200_000 + b"]\nLegacyAuth()\n", ["2:1"]),
    ("nested", b"from x import LegacyAuth\nx = " + b"(" * 3000 + b")" * 3000 + b"\n", ["1:15", "SSOT900"]),
    ("deep-sum", b"from x import LegacyAuth\nx = " + b"1 + " * 20_000 + b"1\n", ["1:15", "SSOT900"]),
    ("deep-attributes", b"from x import LegacyAuth\nx" + b".y" * 20_000 + b"\n", ["1:15", "SSOT900"]),
    ("null", b"from x import LegacyAuth\nx = '\0'\n", ["1:15", "SSOT900"]),
    ("syntax-error", b"from x import LegacyAuth\ndef f(:\n    LegacyAuth\nimport gone\n", ["1:15", "SSOT900", "4:8"]),
    (
        "conflict",
        b"<<<<<<< HEAD\nfrom x import LegacyAuth\n=======\nimport gone\n>>>>>>> b\n",
        ["SSOT900", "2:15", "4:8"],
    ),
    ("new-syntax", b"class MyRival: ...\nfrom x import LegacyAuth\nx = t'{y!'\n", ["1:7", "2:15", "SSOT900"]),
    ("bad-utf8", b"from x import LegacyAuth\ny = '\xff'\n", ["1:15", "2:6 SSOT900"]),
    ("unknown-encoding", b"# coding: klingon\nfrom x import LegacyAuth\n", ["1:1 SSOT900", "2:15"]),
    ("utf-16", "from x import LegacyAuth\n".encode("utf-16"), []),
]


@pytest.mark.parametrize(("data", "expected"), [pytest.param(*case[1:], id=case[0]) for case in HOSTILE])
def test_hostile_file(data: bytes, expected: list[str], tmp_path: Path) -> None:
    found = check(tmp_path, {"a.py": data, "z.py": "from x import LegacyAuth\n"}, POLICY)
    assert found[-1] == OTHER
    assert len(found) == len(expected) + 1
    for line, part in zip(sorted(found[:-1]), sorted(expected), strict=True) if len(expected) == 1 else ():
        assert part in line
    assert not [part for part in expected if not any(_has(line, part) for line in found[:-1])]


def _has(line: str, part: str) -> bool:
    place, _, code = part.rpartition(" ") if " " in part else (part, "", "")
    if part.startswith("SSOT"):
        return f" {part} " in line
    return line.startswith(f"a.py:{place}:") and code in line


@pytest.mark.parametrize("policy", ["", POLICY], ids=["no-policy", "policy"])
def test_a_file_that_nobody_may_read(policy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is root may read all files, so this one is closed by what is asked of the system."""
    ask = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("/a.py") and ask(path, mode))
    found = check(tmp_path, {"a.py": "x = 1\n", "z.py": "x = 1\n"}, policy)
    assert [*found] == ["a.py:1:1: SSOT900 can't open this file: let the one who runs the check read it, or exclude it"]
