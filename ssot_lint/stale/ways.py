"""On the way to a value of a configuration file: the sections, tables and keys that it lies in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_STRINGS = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')
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
    read = _READERS.get(form)
    return () if read is None else tuple(read(text, offset))


def _toml(text: str, offset: int) -> Iterator[str]:
    table, key, depth, is_long = "", "", 0, False
    for line in text[: _line_end(text, offset)].split("\n"):
        bare = _STRINGS.sub(lambda found: found[0] if len(set(found[0])) == 1 else '""', line)
        if is_long or re.search(r'"""|\'\'\'', bare):
            key = key if is_long else _key(_TOML_KEY, line) or key
            is_long ^= len(re.findall(r'"""|\'\'\'', bare)) % 2 == 1
            continue
        header = _TOML_TABLE.match(line) if depth == 0 else None
        if header:
            table, key = header["key"], ""
            continue
        if depth == 0:
            key = _key(_TOML_KEY, line)
        code = bare.partition("#")[0]
        depth = max(0, depth + sum(map(code.count, "[{")) - sum(map(code.count, "]}")))
    yield from filter(None, (table, key))
    yield from _on_line(_FLOW_KEY, text, offset)


def _ini(text: str, offset: int) -> Iterator[str]:
    section, key = "", ""
    for line in text[: _line_end(text, offset)].split("\n"):
        header = _INI_SECTION.match(line)
        if header:
            section, key = header["key"], ""
        elif line[:1].strip() and line[0] not in "#;":
            key = _key(_INI_KEY, line)
    return iter(tuple(filter(None, (section, key))))


def _yaml(text: str, offset: int) -> Iterator[str]:
    lines = text[: _line_end(text, offset)].split("\n")
    way = [*_on_line(_FLOW_KEY, text, offset)][::-1]
    last = lines.pop()
    item = _YAML_ITEM.match(last)
    own = _key(_YAML_KEY, last, item.end() if item else _indent(last))
    way += [own] if own else []
    level, is_item = _indent(last), item is not None
    for line in reversed(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indent, marker = _indent(line), _YAML_ITEM.match(line)
        if indent > level or (indent == level and (marker or not is_item)):
            continue  # a neighbour, or what is below one
        key = _key(_YAML_KEY, line, marker.end() if marker else indent)
        if key and (marker is None or marker.end() < level):
            way.append(key)
        level, is_item = indent, marker is not None
    return reversed(way)


def _json(text: str, offset: int) -> Iterator[str]:
    stack: list[str] = []
    last = ""
    for token in _JSON_TOKEN.finditer(text):
        if token.start() > offset:
            break
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
    return filter(None, stack)


def _markup(text: str, offset: int) -> Iterator[str]:
    return _on_line(_TAG, text, offset)


_READERS: dict[str, Callable[[str, int], Iterator[str]]] = {
    "toml": _toml,
    "ini": _ini,
    "yaml": _yaml,
    "json": _json,
    "markup": _markup,
}


def _on_line(pattern: re.Pattern[str], text: str, offset: int) -> Iterator[str]:
    start = text.rfind("\n", 0, offset) + 1
    return (found["key"] for found in pattern.finditer(text, start, offset))


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _key(pattern: re.Pattern[str], line: str, start: int = 0) -> str:
    found = pattern.match(line, start)
    return found["key"] if found else ""
