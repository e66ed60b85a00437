"""The third-party packages that a repository says it depends on, by the names they are likely imported by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ssot_lint.source.tables import table

# https://packaging.python.org/en/latest/specifications/dependency-specifiers/
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\]\s*)?(?:[<>=!~;@ (]|$)")
_QUOTED = re.compile(r"[\"']([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\]\s*)?(?:[<>=!~;@(][^\"']*)?[\"']")
_LISTS = re.compile(r"(?:^|/)(?:[\w.-]*(?:requirements|constraints)[\w.-]*|requirements/[^/]+)\.(?:txt|in)$")
_LOCKED = re.compile(r"^name = \"([\w.-]+)\"", re.M)
_CONDA = re.compile(r"environment[\w.-]*\.ya?ml")
_LISTED = re.compile(r"^[ \t]*- (?:[\w-]+::)?([A-Za-z0-9][\w.-]*)", re.M)


_PROJECTS = frozenset({"pyproject.toml", "Pipfile", "setup.cfg", "setup.py"})
_LOCKS = frozenset({"poetry.lock", "pdm.lock", "uv.lock"})


def may_declare(path: str) -> bool:
    """Whether a file can name dependencies.

    Such are requirement and lock files, pyproject.toml, setup.cfg, setup.py, Pipfile and conda's
    environment.yml.
    """
    base = path.rpartition("/")[2]
    if path.endswith((".txt", ".in")):
        return _LISTS.search(path) is not None
    return base in _PROJECTS or base in _LOCKS or _CONDA.fullmatch(base) is not None


def declared_dependencies(paths: Iterable[str], read: Callable[[str], bytes]) -> frozenset[str]:
    """The names in files that declare them, with `_` for `-` and in lower case."""
    found: set[str] = set()
    for path in paths:
        base = path.rpartition("/")[2]
        if path.endswith((".txt", ".in")):
            found.update(_of_lines(_text(read(path))))
        elif base in ("pyproject.toml", "Pipfile"):
            found.update(_of_toml(_text(read(path)), base))
        elif base == "setup.cfg":
            found.update(_of_ini(_text(read(path))))
        elif base in _LOCKS:
            found.update(_LOCKED.findall(_text(read(path))))
        elif base == "setup.py":
            found.update(_QUOTED.findall(_text(read(path))))
        else:
            found.update(_LISTED.findall(_text(read(path))))
    return frozenset(re.sub(r"[-.]+", "_", name).lower() for name in found)


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")


def _of_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        match = _REQUIREMENT.match(line)
        if match:
            yield match[1]


def _of_toml(text: str, base: str) -> Iterator[str]:
    import tomllib

    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError):
        return
    if base == "Pipfile":
        tables = [document.get("packages"), document.get("dev-packages")]
    else:
        project = table(document.get("project"))
        poetry = table(table(document.get("tool")).get("poetry"))
        groups = table(poetry.get("group")).values()
        tables = [project.get("dependencies"), *table(project.get("optional-dependencies")).values()]
        tables += table(document.get("dependency-groups")).values()
        tables += [table(document.get("build-system")).get("requires")]
        tables += [poetry.get("dependencies"), poetry.get("dev-dependencies")]
        tables += [table(group).get("dependencies") for group in groups]
    for listed in tables:
        if isinstance(listed, dict):
            yield from listed
        elif isinstance(listed, list):
            yield from _of_lines("\n".join(one for one in listed if isinstance(one, str)))


def _of_ini(text: str) -> Iterator[str]:
    from configparser import ConfigParser, Error

    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except Error:
        return
    if parser.has_section("options"):
        for key in ("install_requires", "setup_requires", "tests_require"):
            yield from _of_lines(parser.get("options", key, fallback=""))
    if parser.has_section("options.extras_require"):
        for _, value in parser.items("options.extras_require"):
            yield from _of_lines(value)
