"""Where a repository says what it depends on."""

from __future__ import annotations

import pytest

from ssot_lint.repo.dependencies import declared_dependencies, may_declare


@pytest.mark.parametrize(("path", "text", "names"), [
    pytest.param("requirements.txt", "# c\nDocker==7\nweb[x]>=1; a\n-r more.txt\npath @ url\n\n", "docker web path", id="list"),
    pytest.param("requirements/dev.txt", "a-b.c\n", "a_b_c", id="folder-of-lists"),
    pytest.param("dev-requirements.in", "docker\n", "docker", id="in"),
    pytest.param("constraints.txt", "docker\n", "docker", id="constraints"),
    pytest.param("notes.txt", "docker\n", "", id="other-text"),
    pytest.param("pyproject.toml", '[project]\ndependencies = ["docker>=7"]\noptional-dependencies.x = ["web"]\n', "docker web",
                 id="project"),
    pytest.param("sub/pyproject.toml", '[dependency-groups]\ndev = ["docker", {include-group = "x"}]\n', "docker", id="groups"),
    pytest.param("pyproject.toml", '[build-system]\nrequires = ["docker"]\n', "docker", id="build"),
    pytest.param("pyproject.toml", '[tool.poetry]\ndependencies.a = "1"\ndev-dependencies.b = "1"\n'
                 'group.x.dependencies.c = {version = "1"}\n', "a b c", id="poetry"),
    pytest.param("pyproject.toml", "[project]\ndependencies = 1\n[tool]\npoetry = 2\n", "", id="odd"),
    pytest.param("pyproject.toml", "[project\n", "", id="broken-toml"),
    pytest.param("Pipfile", '[packages]\na = "*"\n[dev-packages]\nb = "*"\n', "a b", id="pipfile"),
    pytest.param("setup.cfg", "[options]\ninstall_requires =\n  a>1\n  b\n[options.extras_require]\nx = c\n", "a b c", id="ini"),
    pytest.param("setup.cfg", "[metadata]\nname = a\n", "", id="ini-without"),
    pytest.param("setup.cfg", "a\n", "", id="broken-ini"),
    pytest.param("setup.py", "setup(install_requires=['a', \"b[x]>=1\", 'no package'])\n", "a b", id="setup"),
    pytest.param("poetry.lock", '[[package]]\nname = "a"\nversion = "1"\n', "a", id="lock"),
    pytest.param("environment-dev.yml", "name: x\ndependencies:\n  - python=3.11\n  - forge::a\n  - pip:\n    - b==1\n",
                 "python a pip b", id="conda"),
    pytest.param("requirements.txt", "\ufeffdocker\n", "docker", id="byte-order-mark"),
])  # fmt: skip
def test_declared_dependencies(path: str, text: str, names: str) -> None:
    assert declared_dependencies(filter(may_declare, [path]), lambda _: text.encode()) == frozenset(names.split())


def test_all_files_are_read() -> None:
    texts = {"requirements.txt": b"a\n", "x/setup.py": b"'b'", "y.py": b"'c'"}
    assert declared_dependencies(filter(may_declare, texts), texts.__getitem__) == {"a", "b"}
