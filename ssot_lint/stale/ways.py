"""On the way to a value of a configuration file: the sections, tables and keys that it lies in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

Way: TypeAlias = tuple[str, ...]
#: Gives each place of a text from which on another way holds.
Reader: TypeAlias = Callable[[str], Iterator[tuple[int, Way]]]

_STRINGS = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')
_LONG = re.compile(r'"""|\'\'\'')
_TOML_TABLE = re.compile(r"\s*\[\[?\s*(?P<key>[^=]+?)\s*\]\]?\s*(?:#.*)?\Z")
_TOML_KEY = re.compile(r"""\s*(?P<key>(?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*=""")
_INI_SECTION = re.compile(r"\[(?P<key>[^\]]+)\]")
_INI_KEY = re.compile(r"(?:export\s+)?(?P<key>[^\s=:#;\[][^=:]*?)\s*[=:]")
_YAML_KEY = re.compile(r"""(?P<key>"[^"\n]*"|'[^'\n]*'|[^\s#"'\[{&*!|>%@`-][^#\n]*?|-[^\s#:][^#\n:]*?)\s*:(?=\s|\Z)""")
_YAML_ITEM = re.compile(r"\s*(?:-\s+)+")
_FLOW_KEY = re.compile(r"""[{,]\s*["']?(?P<key>[\w.-]+)["']?\s*:""")
_JSON_TOKEN = re.compile(
    r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//[^\n]*|/\*.*?\*/|[{}\[\],:]|[^\s{}\[\],:"\'/]+|/', re.S
)
_TAG = re.compile(r"<(?P<key>[\w:.-]+)")

#: Words of keys below which what is named is named to be kept out, or as what it was.
_KEEPS_OUT = re.compile(
    r"bann?(?:ed|s)?|forbid\w*|deprecat\w*|disallow\w*|remov\w*|delet\w*|exclud\w*|ignor\w*|omit\w*|den(?:y|ied|ylist)|"
    r"blacklist\w*|blocklist\w*|blocked|obsolete\w*|restricted|prohibit\w*|never|absent|moved|renam\w*|redirect\w*|"
    r"superseded|replace\w*|skip\w*|norecursedirs"
)


def keeps_out(way: tuple[str, ...]) -> bool:
    """Whether what lies at the end of a way is kept out by it: a ban list, an exclusion, a redirection.

    >>> keeps_out(("tool.ruff.lint.flake8-tidy-imports.banned-api", '"app.old"'))
    True
    """
    words = (word.lower() for key in way for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", key))
    return any(_KEEPS_OUT.fullmatch(word) for word in words)


def way_to(text: str, offset: int, form: str) -> tuple[str, ...]:
    """The keys around an offset, the outermost first, so far as they can be told without reading the file in full."""
    if form == "markup":
        return tuple(_on_line(_TAG, text, offset))
    read = _READERS.get(form)
    if read is None:
        return ()
    starts, ways = _read(read, text)
    return (*ways[bisect_right(starts, offset) - 1], *(() if form == "json" else _on_line(_FLOW_KEY, text, offset)))


@lru_cache(maxsize=4)
def _read(read: Reader, text: str) -> tuple[tuple[int, ...], tuple[Way, ...]]:
    """The ways to all places of a text, and where each begins: there may be many questions about one text."""
    starts, ways = zip(*read(text), strict=True)
    return starts, ways


def _toml(text: str) -> Iterator[tuple[int, Way]]:
    table, key, depth, is_long = "", "", 0, False
    for start, line in _lines(text):
        bare = _STRINGS.sub(lambda found: found[0] if len(set(found[0])) == 1 else '""', line)
        marks = len(_LONG.findall(bare))
        if depth == 0 and not is_long:
            header = _TOML_TABLE.match(line)
            table, key = (header["key"], "") if header else (table, _key(_TOML_KEY, line))
            code = "" if header else bare
        else:
            code = "" if is_long else bare
        yield start, tuple(filter(None, (table, key)))
        is_long ^= marks % 2 == 1
        code = code.partition("#")[0]
        depth = max(0, depth + sum(map(code.count, "[{")) - sum(map(code.count, "]}")))


def _ini(text: str) -> Iterator[tuple[int, Way]]:
    section, key = "", ""
    for start, line in _lines(text):
        header = _INI_SECTION.match(line)
        if header:
            section, key = header["key"], ""
        elif line[:1].strip() and line[0] not in "#;":
            key = _key(_INI_KEY, line)
        yield start, tuple(filter(None, (section, key)))


def _yaml(text: str) -> Iterator[tuple[int, Way]]:
    above: list[tuple[int, str]] = []
    for start, line in _lines(text):
        words = line.lstrip()
        if words and not words.startswith("#"):
            indent, item = len(line) - len(words), _YAML_ITEM.match(line)
            at = item.end() if item else indent
            # A list may stand as deep as the key that it belongs to.
            above = [one for one in above if one[0] < indent or (item and one[0] == indent)]
            key = _key(_YAML_KEY, line, at)
            above += [(at, key)] if key else []
        yield start, tuple(key for _, key in above)


def _json(text: str) -> Iterator[tuple[int, Way]]:
    stack: list[str] = []
    last = ""
    yield 0, ()
    for token in _JSON_TOKEN.finditer(text):
        written = token[0]
        if written in "{[":
            stack.append("")
        elif written in "}]":
            del stack[-1:]
        elif written == ":" and stack:
            stack[-1] = last
        elif written == "," and stack:
            stack[-1] = ""
        elif not written.startswith(("//", "/*")):
            last = written.strip("\"'")
            yield token.start(), tuple(filter(None, stack))


_READERS: dict[str, Reader] = {"toml": _toml, "ini": _ini, "yaml": _yaml, "json": _json}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _on_line(pattern: re.Pattern[str], text: str, offset: int) -> Iterator[str]:
    start = text.rfind("\n", 0, offset) + 1
    return (found["key"] for found in pattern.finditer(text, start, offset))


def _key(pattern: re.Pattern[str], line: str, start: int = 0) -> str:
    found = pattern.match(line, start)
    return found["key"] if found else ""
