"""By which of its names a file is called in messages and proposals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ssot_lint.repo.spelled import spelled
from tests.repository import session

#: `app` has no `__init__.py`: imports may begin with it, or with `core`.
NAMESPACE = {"src/app/core/__init__.py": "", "src/app/core/mail.py": "class Mail: ...\n"}


@pytest.mark.parametrize(("files", "users", "name"), [
    pytest.param({}, [], "core.mail", id="no-evidence"),
    pytest.param({"x.py": "from app.core.mail import Mail\n"}, ["x.py"], "app.core.mail", id="as-others-say"),
    pytest.param({"x.py": "from app.core import Mail\n"}, ["x.py"], "app.core.mail", id="through-its-package"),
    pytest.param({"x.py": "from core.mail import Mail\n"}, ["x.py"], "core.mail", id="from-inside"),
    pytest.param({"x.py": "from src.app.core.mail import Mail\n", "y.py": "import app.core.mail\n", "z.py": "import app.core\n"},
                 ["x.py", "y.py", "z.py"], "app.core.mail", id="most"),
    pytest.param({"src/app/core/mail.py": "from app.config import here\nimport json\n"}, [], "app.core.mail", id="as-it-says-itself"),
    pytest.param({"src/app/core/mail.py": "from app.config import here\n", "x.py": "from core.mail import Mail\n"}, ["x.py"],
                 "core.mail", id="others-before-itself"),
    pytest.param({"x.py": "from .core.mail import Mail\nimport application.core\n"}, ["x.py"], "core.mail", id="says-nothing"),
])  # fmt: skip
def test_spelled(files: Mapping[str, str], users: list[str], name: str, tmp_path: Path) -> None:
    assert spelled(session(tmp_path, {**NAMESPACE, **files}).index, "src/app/core/mail.py", users) == name


@pytest.mark.parametrize(("path", "name"), [
    pytest.param("app/a.py", "app.a", id="one-name"),
    pytest.param("my-app.py", "", id="no-name"),
])  # fmt: skip
def test_without_a_choice(path: str, name: str, tmp_path: Path) -> None:
    assert spelled(session(tmp_path, {"app/__init__.py": "", path: ""}).index, path, ()) == name
