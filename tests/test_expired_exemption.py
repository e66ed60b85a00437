"""Pairs that are allowed to be alike, and are no longer there: exemptions themselves are tested by the rule's examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repository import check

FILES = {
    "src/app/__init__.py": "from app.sms import Texter\n",
    "src/app/mail.py": "class MailSender: ...\n\n\ndef send(): ...\n",
    "src/app/sms.py": "class Texter: ...\n",
    "src/app/all.py": "from gone import *\n",
    "src/app/open.py": "def __getattr__(name): ...\n",
    "broken.py": "class Sender: ...\n\n\ndef f(:\n",
}
POLICY = """\
exclude = ["broken.py"]

[decisions.d]
delete = ["old"]

[duplicates]
names = ["*Sender"]
allowed = ["%s: one a service"]
"""


@pytest.mark.parametrize(("pair", "gone"), [
    pytest.param("app.mail:MailSender and app.sms:Texter", "", id="both-there"),
    pytest.param("app.mail:send and app.sms:Texter", "", id="a-function"),
    pytest.param("src.app.mail:MailSender and app:Texter", "", id="by-other-names"),
    pytest.param("app.all:X and app.open:Y", "", id="nobody-knows"),
    pytest.param("app.mail:Sender and app.sms:Texter", "app.mail:Sender is not there", id="renamed"),
    pytest.param("app.sms:Texter and app.post:Sender", "app.post:Sender is not there", id="no-such-module"),
    pytest.param("app.mail:A and other.sms:B", "app.mail:A and other.sms:B are not there", id="both-gone"),
    pytest.param("app.mail:A and app.mail:A", "app.mail:A is not there", id="twice-the-same"),
    pytest.param("app.mail:MailSender and broken:Sender", "broken:Sender is not there", id="excluded"),
])  # fmt: skip
def test_an_allowed_pair(pair: str, gone: str, tmp_path: Path) -> None:
    said = f"ssot.toml:6:1: SSOT902 the pair {pair} is allowed, but {gone}: correct it or remove it (duplicates)"
    assert check(tmp_path, FILES, POLICY % pair) == ((said,) if gone else ())


def test_modules_of_one_name_are_all_asked(tmp_path: Path) -> None:
    """Of two services with a module of one name, that of the first was found, and it lacks the class."""
    files = {f"{service}/mail.py": f"class {name}: ...\n" for service, name in (("one", "A"), ("other", "B"))}
    policy = 'source-roots = ["one", "other"]\n[duplicates]\nallowed = ["mail:A and mail:B: one a service"]\n'
    assert check(tmp_path, files, policy) == ()


def test_the_policy_may_lie_in_another_file(tmp_path: Path) -> None:
    policy = "[ssot-lint:duplicates]\nallowed =\n    a:A and b:B: one a service\n"
    files = {"a.py": "class A: ...\n", "setup.cfg": f"[ssot-lint]\n\n{policy}"}
    assert check(tmp_path, files) == (
        "setup.cfg:3:1: SSOT902 the pair a:A and b:B is allowed, "
        "but b:B is not there: correct it or remove it (duplicates)",
    )
