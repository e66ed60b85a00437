"""No text whatsoever makes the reader raise anything but PolicyError."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.policy.config import load
from ssot_lint.policy.model import PolicyError
from ssot_lint.policy.root import find_root
from tests.test_policy_cases import FORMATS, OPTIONS

KEYS = [option.key for option in OPTIONS] + [
    "keep",
    "delete",
    "ban-classes",
    "ban-files",
    "exempt",
    "decisions",
]
VALUES = [
    "''", "'a.b:C'", "['a.b:C']", "['*']", "[1]", "[[]]", "{a = 1}", "true", "1e400", "2026-12-31",
    "2026-12-31T10:00:00Z", "10:00:00", "[{paths = ['a'], reason = 'b'}]", "['None', '((']", "a.b:C", "-1",
]  # fmt: skip
HEADERS = [
    "[decisions.a]", "[[decisions.a.exempt]]", "[decisions]", "[tool.ssot-lint]", "[tool.ssot_lint]",
    "[tool.ssot-lint.decisions.a]", "[ssot-lint]", "[ssot-lint:decision:a]", "[ssot-lint:decision:a:exempt]",
    "[ssot-lint:duplicates]", "[duplicates]", "[tool]", "[ssot-lint:x]", "[", "  indented", "# note",
    "[DEFAULT]",
]  # fmt: skip

PAIRS = st.builds("{} = {}".format, st.sampled_from(KEYS), st.sampled_from(VALUES))
LINES = st.lists(st.sampled_from(HEADERS) | PAIRS | st.text(max_size=10), max_size=12).map("\n".join)
LIKE_TOML = st.lists(st.sampled_from(HEADERS[:6]) | PAIRS, max_size=8, unique=True).map("\n".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("policy")


@pytest.mark.parametrize("name", FORMATS)
@settings(deadline=None)
@given(data=st.one_of(st.binary(), (st.text() | LINES | LIKE_TOML).map(lambda text: text.encode())))
def test_any_text_is_a_policy_or_a_policy_error(folder: Path, name: str, data: bytes) -> None:
    root = folder / name
    root.mkdir(exist_ok=True)
    (root / name).write_bytes(data)
    assert find_root(str(root))
    for config in (None, str(root / name)):
        try:
            load(str(root), OPTIONS, config, codes=("SSOT001",))
        except PolicyError as error:
            assert error.problems
            assert all(problem.startswith(name) and "\n" not in problem for problem in error.problems)
