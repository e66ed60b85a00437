"""The dotted names that a text may import by strings, found without parsing it.

It is more than what is there: text in strings and comments counts too, and whatever is called or
passed like that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from ssot_lint.source.constant_text import LINE_PIECES, MOST_OF_AN_ANNOTATION, PIECES, TOO_MANY, Constants, dotted_of
from ssot_lint.source.importing_words import MODULE_WORDS, SETTERS, WORDS

#: Stands for names that only the tree can tell.
UNTOLD = "?"

_NEEDLES = tuple(word for word in WORDS if "." not in word)
_BYTES = tuple((word, word.encode()) for word in _NEEDLES)
_GAP = r"(?:[ \t\f]|\\\n)*+"
_OPEN = r"(?:[\s(\\]|#[^\n]{0,1000}+\n)*+"
_CLOSE = r"(?=(?:[\s\\]|#[^\n]{0,1000}+\n)*+[,)])"
_MORE = rf"(?:{_OPEN}\.{_OPEN}(dict|multiple)(?!\w))?+"
_CALL = rf"{_GAP}\({_OPEN}({PIECES}){_CLOSE}"
_AS = r"(?:\s|\\)++as(?:\s|\\)++(\w++)"
_BEFORE = re.compile(rf"(?<![\w.])(\w++){_GAP}=(?!=){_OPEN}(?:\w++{_OPEN}\.{_OPEN})*+\Z")
_MOST_BEFORE = 200  # characters of `name = a.b.c.` before the word
_KEYWORDS = {"target": "patch", "in_dict": "patch", "dotted_path": "patch", "name": "import_module"}


def targets_of(text: bytes) -> str:
    """The dotted names that a text may import by strings, those of one holder in a line.

    `a.b x,y` stands for `a.b.x` and `a.b.y`; what must be a module stands alone: `a.b.c`.
    """
    words = [word for word, needle in _BYTES if needle in text]
    if not words:
        return ""
    code = text.decode("utf-8", "replace")
    found: list[tuple[str, str]] = []
    aliases: dict[str, str] = {}
    for word in words:
        _collect(code, word, word, found, aliases)
    for name, word in aliases.items():
        _collect(code, name, word, found, {})
    for keyword, word in _KEYWORDS.items():
        if keyword in code:
            found += ((word, pieces) for pieces in _keyword(keyword).findall(code) if is_quoted(pieces))
    return _lines(code, found) if found else ""


def targets_by(text: bytes, callables: Collection[str]) -> str:
    """The same for the callables that the policy adds: names, perhaps dotted, perhaps globs."""
    names = (re.sub(r"\[[^\]]*\]|\?", ".", name.rpartition(".")[2]) for name in callables)
    pattern = "|".join(sorted(name.replace(".", r"\w").replace("*", r"\w*") for name in names))
    code = text.decode("utf-8", "replace")
    return _lines(code, [("patch", pieces) for pieces in re.findall(rf"(?<!\w)(?:{pattern}){_CALL}", code)])


def is_quoted(pieces: str) -> bool:
    """Whether an expression has a string: names alone are followed in few places."""
    return '"' in pieces or "'" in pieces


def _collect(code: str, name: str, word: str, found: list[tuple[str, str]], aliases: dict[str, str]) -> None:
    """The first arguments of what a name calls, and the other names that it is given."""
    for match in _named(name).finditer(code):
        more, pieces, alias = match.groups()
        whole = f"{word}.{more}" if more else word
        if pieces is not None:
            if word not in SETTERS or (is_quoted(pieces) and code[match.start() - 1 : match.start()] == "."):
                found.append((whole, pieces))
        elif alias is not None:
            aliases[alias] = whole
        else:
            before = _BEFORE.search(code, max(0, match.start() - _MOST_BEFORE), match.start())
            if before is not None:
                aliases[before[1]] = whole


@lru_cache(maxsize=256)
def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"{name}(?<!\w{name})(?!\w){_MORE}(?:{_CALL}|{_AS}|(?![\w.(]))")


@lru_cache(maxsize=8)
def _keyword(name: str) -> re.Pattern[str]:
    return re.compile(rf"{name}(?<![.]{name}){_GAP}=(?!=){_OPEN}({PIECES}){_CLOSE}")


def _lines(code: str, found: Iterable[tuple[str, str]]) -> str:
    constants = Constants(lambda name: _assigned(code, name))
    alone: set[str] = set()
    held: dict[str, set[str]] = {}
    for word, pieces in found:
        for value in constants.values(pieces):
            dotted = dotted_of(value)
            if value == TOO_MANY or (dotted and word == "patch.multiple"):
                alone.add(UNTOLD)
            if dotted[:1] == "." or (dotted and word in MODULE_WORDS):
                alone.add(dotted)
            elif dotted:
                holder, _, name = dotted.rpartition(".")
                held.setdefault(holder, set()).add(name)
    return "\n".join(sorted([*alone, *(f"{holder} {','.join(sorted(names))}" for holder, names in held.items())]))


def _assigned(code: str, name: str) -> Iterator[str]:
    """The texts that are assigned to a name of a text, or passed by it."""
    if not name.isdigit():
        pattern = (
            rf"{name}(?<![\w.]{name}){_GAP}(?::[^\n=]{{0,{MOST_OF_AN_ANNOTATION}}}+)?+=(?!=){_GAP}"
            rf"(?:\({_OPEN}({PIECES})|({LINE_PIECES}))"
        )
        for inside, on_a_line in re.findall(pattern, code):
            yield inside or on_a_line
