"""What definitions that are alike say of themselves, and extend, is found again only where it may be something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ssot_lint.clones import relation, standing
from ssot_lint.clones.candidates import Place
from ssot_lint.repo import cache
from ssot_lint.repo.index import Index
from ssot_lint.rules.near_duplicate_class import RULE
from ssot_lint.session import open_session
from tests.processes import git
from tests.repository import lines, write

MAIL = RULE.examples[0].files["app/mail.py"]
NOTIFY = RULE.examples[0].files["app/notify.py"].replace("Dispatcher:", "Dispatcher(Base):")
FILES = {
    "app/__init__.py": "",
    "app/base.py": "class Base: ...\n",
    "app/mail.py": MAIL,
    "app/notify.py": f"from app.base import Base\n\n{NOTIFY}",
    "app/other.py": "x = 1\n",
}
FOUND = (
    "app/notify.py:3:7: SSOT102 NotificationDispatcher repeats MailSender in app.mail (3 of 3 members alike): use "
    "MailSender, or allow the pair"
)
Files = set[str]


def said(root: Path, *, cached: bool = True) -> tuple[str, ...]:
    return lines(open_session(str(root), use_cache=cached).check(select={"SSOT102"}))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that was checked."""
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))
    git(tmp_path, "init", "--quiet")
    write(tmp_path, FILES)
    assert said(tmp_path) == (FOUND,)
    return tmp_path


def _noted(looked_at: Files, find: Callable[..., object]) -> Callable[..., object]:
    def noted(index: Index, place: Place, **more: bool) -> object:
        looked_at.add(place.path)
        return find(index, place, **more)

    return noted


@pytest.mark.parametrize(("changes", "asked", "followed", "expected"), [
    pytest.param({}, set(), set(), (FOUND,), id="nothing"),
    pytest.param({"app/other.py": "x = 2\n"}, set(), set(), (FOUND,), id="another-file"),
    pytest.param({"app/notify.py": f"#\n{FILES['app/notify.py']}"}, {"app/notify.py"}, {"app/notify.py"},
                 (FOUND.replace(":3:", ":4:"),), id="the-file-of-one"),
    pytest.param({"app/base.py": "x = 1\nclass Base: ...\n"}, set(), {"app/notify.py"}, (FOUND,), id="the-file-of-a-base"),
    pytest.param({"app/base.py": "from app.mail import MailSender as Base\n"}, set(), {"app/notify.py"},
                 (), id="a-base-that-is-the-other"),
    pytest.param({"app/mail.py": MAIL.replace(":\n", ':\n    """Deprecated."""\n', 1)}, {"app/mail.py"}, {"app/mail.py"}, (
        "app/mail.py:1:7: SSOT102 MailSender repeats NotificationDispatcher in app.notify (3 of 3 members alike): use "
        "NotificationDispatcher (this one is deprecated), or allow the pair",), id="deprecated"),
    pytest.param({"app/mail.py": f"{MAIL}\n{MAIL}"}, {"app/mail.py"}, {"app/mail.py"}, (), id="defined-twice"),
])  # fmt: skip
def test_only_what_changed_is_looked_at(
    changes: dict[str, str],
    asked: Files,
    followed: Files,
    expected: tuple[str, ...],
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(root, changes)
    fresh = said(root, cached=False)
    looks: tuple[Files, Files] = set(), set()
    monkeypatch.setattr(standing, "_said", _noted(looks[0], standing._said))
    monkeypatch.setattr(relation, "_ancestors", _noted(looks[1], relation._ancestors))
    assert said(root) == fresh == expected
    assert looks == (asked, followed)
    assert said(root) == expected
