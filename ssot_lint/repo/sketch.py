"""What the bytes of a file tell without parsing it, so that hardly any file has to be parsed.

What a sketch says of imports and definitions is more than what is there: text in strings counts
too. What it says of the names that a module binds is less: those that are bound at its top level
beyond doubt. So whoever finds nothing amiss in the sketches would find nothing in the trees.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ssot_lint.source.needles import is_opaque, may_fold
from ssot_lint.source.source import decode


class Sketch(NamedTuple):
    """One file, free of its place.

    `imports` has one imported module a line: `a.b` of `import a.b`, `.a x,y` of `from .a import
    x, y`. `names` are surely bound by the module itself, `defined` are those of all classes and
    functions in it; both are in the order of the text, with a space before and after each.
    """

    imports: str
    names: str
    defined: str


class Statement(NamedTuple):
    """One line of `Sketch.imports`: `level` dots, the module, and the names; `import` has none."""

    level: int
    module: str
    names: tuple[str, ...]


_WORD = rb"[\w\x80-\xff]"
_GAP = rb"(?:[ \t\f]|\\\n)"
_DEFINITION = rb"(?:async" + _GAP + rb"+)?(?:class|def)" + _GAP + rb"+(" + _WORD + rb"+)"
_FROM = (
    rb"from(?!" + _WORD + rb")((?:[\w.\x80-\xff \t\f]|\\\n)+?)(?<!" + _WORD + rb")import(?!" + _WORD + rb")" + _GAP
    + rb"*(\([^)#]*(?:#[^\n]*[^)#]*)*\)|(?:[^\n;#\\(]|\\\n)*)"
)  # fmt: skip
_IMPORT = rb"import(?!" + _WORD + rb")((?:[^\n;#\\]|\\\n)*)"
_STATEMENT = _DEFINITION + rb"|" + _FROM + rb"|" + _IMPORT
_LINE = re.compile(rb"\n[ \t\f]*(?:" + _STATEMENT + rb")")
#: The same where a line has several statements, or one is continued.
_ANYWHERE = re.compile(rb"[\n;:]" + _GAP + rb"*(?:" + _STATEMENT + rb")")
#: The same without indentation, and assignments.
_TOP = re.compile(rb"\n(?:" + _STATEMENT + rb"|(" + _WORD + rb"+)[ \t\f]*[=:](?!=))")
_STRING_OR_COMMENT = re.compile(
    rb'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""|'
    rb"'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''|"
    rb'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'
    rb"'[^'\\\n]*(?:\\.[^'\\\n]*)*'|"
    rb"#[^\n]*",
    re.S,
)
_JOIN = re.compile(rb"\\\n|#[^\n]*")
_MARK = b'"'  # what stands for a string or comment in code without them
_BLANK = b" \t\f\n"
_LAST_WORD = re.compile(rb"[A-Za-z]+$")
#: Keywords after which a statement goes on.
_ONGOING = frozenset(word.encode() for word in keyword.kwlist) - {
    b"None", b"True", b"False", b"pass", b"break", b"continue", b"return", b"raise", b"yield",
}  # fmt: skip


def sketch_of(data: bytes) -> Sketch:
    """The sketch of a Python file."""
    text = b"\n" + _plain(data)
    said: dict[str, None] = {}
    defined: list[bytes] = []
    for definition, module, names, modules in (_ANYWHERE if _is_odd(text) else _LINE).findall(text):
        if definition:
            defined.append(definition)
        else:
            said.update(dict.fromkeys(_said(module, names) if module else _said_plainly(modules)))
    return Sketch("\n".join(said), _spaced(_names(text)), _spaced(defined))


def statements(imports: str) -> Iterator[Statement]:
    """The imports of a sketch."""
    return map(statement, imports.split("\n")) if imports else iter(())


@lru_cache(maxsize=1 << 16)
def statement(said: str) -> Statement:
    """One line of `Sketch.imports`, read."""
    module, _, names = said.partition(" ")
    name = module.lstrip(".")
    return Statement(len(module) - len(name), name, tuple(names.split(",")) if names else ())


def _plain(data: bytes) -> bytes:
    """The text as UTF-8, with line feeds, and identifiers spelled as Python reads them."""
    if not data.isascii() or is_opaque(data):
        text = decode(data)[0]
        if may_fold(text):
            import unicodedata

            text = unicodedata.normalize("NFKC", text)
        data = text.encode("utf-8", "surrogatepass")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def _is_odd(text: bytes) -> bool:
    """Whether an import may stand elsewhere than at the start of a line."""
    place = text.find(b"import")
    while place >= 0:
        start = text.rfind(b"\n", 0, place)
        head = text[start + 1 : place].lstrip()
        if head and not (head.startswith(b"from") and b";" not in head):
            if b";" in head or b":" in head or text[start - 1 : start] == b"\\":
                return True
        place = text.find(b"import", place + 6)
    return False


@lru_cache(maxsize=1 << 14)
def _said(module: bytes, names: bytes) -> tuple[str, ...]:
    """`from module import names` as a line of a sketch."""
    dotted = b"".join(_JOIN.sub(b" ", module).split()).decode("utf-8", "surrogatepass")
    wanted = ",".join(name for name, _ in _pairs(names))
    return (f"{dotted} {wanted}",)


@lru_cache(maxsize=1 << 12)
def _said_plainly(modules: bytes) -> tuple[str, ...]:
    """`import modules` as lines of a sketch."""
    return tuple(name for name, _ in _pairs(modules))


@lru_cache(maxsize=1 << 14)
def _pairs(names: bytes) -> tuple[tuple[str, str], ...]:
    """What an import names, each with the name that it is given."""
    text = _JOIN.sub(b" ", names).decode("utf-8", "surrogatepass").strip(" \t\f\n()")
    found = []
    for part in text.split(","):
        words = part.split()
        named = len(words) > 2 and words[-2] == "as"
        dotted = "".join(words[:-2] if named else words)
        if dotted == "*" or dotted.replace(".", "").isidentifier():  # what is in a string may be anything
            found.append((dotted, words[-1] if named else dotted))
    return tuple(found)


def _names(text: bytes) -> list[bytes]:
    """The names that are bound at the top level beyond doubt; none where that is hard to tell."""
    if _has_nested_quotes(text):
        return []
    code = _STRING_OR_COMMENT.sub(_MARK, text)
    found: list[bytes] = []
    for match in _TOP.finditer(code):
        definition, module, names, modules, assigned = match.groups()
        if definition:
            found.append(definition)
        elif assigned:
            if _is_statement(code, match.start()):
                found.append(assigned)
        elif module:
            found += _bound(names)
        else:
            found += _bound_tops(modules)
    return found


def _has_nested_quotes(text: bytes) -> bool:
    """Whether long quotes stand after a brace: in an f-string (PEP 701) they need not end anything."""
    for quotes in (b'"""', b"'''"):
        place = text.find(quotes)
        while place >= 0:
            head = text[text.rfind(b"\n", 0, place) : place]
            if b"{" in head or b"}" in head:
                return True
            place = text.find(quotes, place + 3)
    return False


@lru_cache(maxsize=1 << 14)
def _bound(names: bytes) -> tuple[bytes, ...]:
    return tuple(name.encode("utf-8", "surrogatepass") for _, name in _pairs(names) if name != "*")


@lru_cache(maxsize=1 << 12)
def _bound_tops(modules: bytes) -> tuple[bytes, ...]:
    return tuple(name.partition(".")[0].encode("utf-8", "surrogatepass") for _, name in _pairs(modules))


def _is_statement(code: bytes, place: int) -> bool:
    """Whether the line that begins there begins a statement: nothing before it is still going on."""
    before = code[max(0, place - 200) : place].rstrip(_BLANK)
    if before.endswith(_MARK):
        before = before.rstrip(_BLANK + _MARK)
        if before.endswith(b"="):
            return b"lambda" not in before  # it was a string
    if not before:
        return place < 200
    if before[-1:] in b")]}":
        return True
    word = _LAST_WORD.search(before)
    return not (word and word[0] in _ONGOING) and (before[-1:].isalnum() or before[-1] >= 0x80 or before[-1:] == b"_")


def _spaced(names: list[bytes]) -> str:
    return b" ".join([b"", *dict.fromkeys(names), b""]).decode("utf-8", "surrogatepass") if names else ""
