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

from ssot_lint.repo.string_lines import targets_of
from ssot_lint.repo.units import units_of
from ssot_lint.source.decoding import decode, encoding_of
from ssot_lint.source.spelling import may_suppress


class Sketch(NamedTuple):
    """One file, free of its place.

    `imports` has one imported module a line: `a.b` of `import a.b`, `.a x,y` of `from .a import
    x, y`. `names` are surely bound by the module itself, `defined` are those of all classes and
    functions in it; both are in the order of the text, with a space before and after each.
    `suppresses` tells that there may be a `noqa` of our codes. `targets` are the dotted names
    that strings may import, see `targets_of`. `units` are its larger classes and functions, see
    `units_of`.
    """

    imports: str
    names: str
    defined: str
    suppresses: bool = False
    targets: str = ""
    units: str = ""


class Statement(NamedTuple):
    """One line of `Sketch.imports`: `level` dots, the module, and the names; `import` has none."""

    level: int
    module: str
    names: tuple[str, ...]


# -- imports and definitions
# Loops never give back what they took, and stop where the next statement begins: hostile texts take linear time too.

_LETTER = rb"[0-9A-Za-z_\x80-\xff]"  # with `\w` in it, a set is looked up more slowly
_END = rb"(?!" + _LETTER + rb")"  # of a word
_ANEW = rb"(?:from|import)" + _END
_GAP = rb"[ \t\f]*+(?:\\\n[ \t\f]*+)*+"
_DEFINITION = rb"(?:async(?=[ \t\f\\])" + _GAP + rb")?+(?:class|def)(?=[ \t\f\\])" + _GAP + rb"(" + _LETTER + rb"++)"
_PART = rb"(?!" + _ANEW + rb")" + _LETTER + rb"++"
_MODULE = rb"(?:\." + _GAP + rb")*+(?:" + _PART + rb"(?:" + _GAP + rb"\." + _GAP + _PART + rb")*+)?+"
_MARKER = rb"[<|=>]{7}[^\n]*+"  # of a merge conflict: the names of both sides count
_NAMES = (
    rb"\((?:[0-9A-Za-z_\x80-\xff,*\s\\]++|#[^\n]*+|" + _MARKER + rb")*+\)|"
    rb"[0-9A-Za-z_\x80-\xff.,* \t\f]*+(?:\\\n(?![ \t\f]*+" + _ANEW + rb")[0-9A-Za-z_\x80-\xff.,* \t\f]*+)*+"
)
_IMPORT = (
    rb"(?:from" + _END + _GAP + rb"(" + _MODULE + rb")" + _GAP + rb")?import" + _END + _GAP + rb"(" + _NAMES + rb")"
)
# What follows is looked at, but not taken: it may be the text of a string, and run on into code.
_AT_LINE_START = re.compile(rb"\n[ \t\f]*+(?=[acdfi])(?=" + _DEFINITION + rb"|" + _IMPORT + rb")")
_WITHIN_LINE = re.compile(rb"[;:]" + _GAP + rb"(?=" + _IMPORT + rb")")
_JOINT = re.compile(rb"\\\n|#[^\n]*|\n" + _MARKER)

# -- names

_ASSIGNED = rb"([A-Za-z_\x80-\xff]" + _LETTER + rb"*+)[ \t\f]*+[=:](?!=)"
_ALIAS = rb"type[ \t\f]++(" + _LETTER + rb"++)[ \t\f]*+[=\[]"  # PEP 695
_TOP = re.compile(
    rb"\n(?=[A-Za-z_\x80-\xff])(?<!\\\n)(?:" + rb"|".join((_DEFINITION, _IMPORT, _ALIAS, _ASSIGNED)) + rb")"
)
# A string in the quotes Q, behind the first; O are the other quotes. Since Python 3.12 the braces of an f-string may
# contain quotes of its own kind (PEP 701): it only counts where all versions of Python end it at the same place.
_INNER = r"""O[^{}"'\\\n]*+O(?!O)|\{[^{}"'\\\n#]*+\}"""
_SHORT_FIELD = r"""\{(?:[^{}"'\\\n#]++|""" + _INNER + r""")*+\}"""
_LONG_FIELD = r"""\{(?:[^{}"'\\#]++|Q[^{}"'\\\n]*+Q(?!Q)|""" + _INNER + r""")*+\}"""
_STRING = (
    r"""(?<=Q)(?:(?!QQ)[^Q\\\n{]*+(?:\\[^{][^Q\\\n{]*+)*+Q|"""
    r"""(?<![fFtT]Q)(?<![fFtT][rR]Q)(?:"""
    r"""QQ[^Q\\]*+(?:(?:\\.|Q(?!QQ))[^Q\\]*+)*+QQQ|(?!QQ)[^Q\\\n]*+(?:\\.[^Q\\\n]*+)*+Q)|"""
    r"""QQ(?:[^{}Q\\]++|\\[^{}]|\\(?=[{}])|\{\{|\}\}|Q(?!QQ)|""" + _LONG_FIELD + r""")*+QQQ|"""
    r"""(?!QQ)(?:[^{}Q\\\n]++|\\[^{}]|\\(?=[{}])|\{\{|\}\}|""" + _SHORT_FIELD + r""")*+Q)"""
)  # fmt: skip
_DOUBLE = _STRING.replace("Q", '"').replace("O", "'")
_SINGLE = _STRING.replace("Q", "'").replace("O", '"')
#: A string or a comment, which begins with group 1. Where it is hard to tell what ends a string, all the rest counts as
# one. There is no NUL in the text: a set of four characters that are not neighbours is looked up more quickly.
LITERAL = re.compile(rf"""(["'#\0])(?:(?<=#)[^\n]*+|{_DOUBLE}|{_SINGLE}|.*+)""".encode(), re.S)
_KEYWORDS = frozenset(word.encode() for word in keyword.kwlist)
#: Keywords after which a statement goes on.
_ONGOING = _KEYWORDS - {b"None", b"True", b"False", b"pass", b"break", b"continue", b"return", b"raise", b"yield"}
_ENDS = frozenset(b"\"')]}")  # of strings and of what is in brackets
_LAST_WORD = re.compile(rb"[A-Za-z]+$")

# -- other texts than plain ASCII

_SURROGATE = re.compile("[\ud800-\udfff]")
_SPECIAL = re.compile(r"\w?[^\0-\x7f](?:\w|[^\0-\x7f])*")


def sketch_of(data: bytes) -> Sketch:
    """The sketch of a Python file."""
    text = b"\n" + plain(data)
    found = _AT_LINE_START.findall(text)
    defined = [name for name, _, _ in found if name]
    imports = [(module, names) for name, module, names in found if not name]
    if text.count(b"import") != len(imports) or b"\\\n" in text:
        imports += _WITHIN_LINE.findall(text)
    said = dict.fromkeys(line for module, names in imports for line in _read(module, names)[0])
    names, defines = _spaced(_names(text)), _spaced(defined)
    return Sketch("\n".join(said), names, defines, may_suppress(data), targets_of(text), units_of(text))


def statements(imports: str) -> Iterator[Statement]:
    """The imports of a sketch."""
    return map(statement, imports.split("\n")) if imports else iter(())


@lru_cache(maxsize=1 << 16)
def statement(said: str) -> Statement:
    """One line of `Sketch.imports`, read."""
    module, _, names = said.partition(" ")
    name = module.lstrip(".")
    return Statement(len(module) - len(name), name, tuple(names.split(",")) if names else ())


def code_of(data: bytes) -> bytes:
    """A text without its strings and comments; where it is hard to tell what is one, all the rest is left out."""
    return b"".join(LITERAL.split(b"\n" + plain(data)))


def plain(data: bytes) -> bytes:
    """The text as UTF-8, with line feeds, and identifiers spelled as Python reads them."""
    if not data.isascii() or encoding_of(data) != "utf-8":
        text = decode(data)[0]
        data = text.encode() if text.isascii() else _folded(text)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data.replace(b"\0", b" ")


def _folded(text: str) -> bytes:
    """A text with its identifiers in the normal form that Python gives them, and blanks for what is never sound."""
    from unicodedata import is_normalized, normalize

    text = text.removeprefix("\ufeff")
    if not is_normalized("NFKC", text):
        text = _SPECIAL.sub(lambda word: normalize("NFKC", word[0]) if f"_{word[0]}".isidentifier() else word[0], text)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(" ", text).encode()


@lru_cache(maxsize=1 << 15)
def _read(module: bytes, names: bytes) -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    """The lines of a sketch that an import makes, and the names that it binds; `import` has no module."""
    said, bound = [], []
    for part in _JOINT.sub(b" ", names).decode().strip(" \t\f\n()").split(","):
        words = part.split()
        named = len(words) > 2 and words[-2] == "as"
        name = "".join(words[:-2] if named else words)
        if name == "*" and module:
            said.append(name)
        elif name.replace(".", "").isidentifier():  # what is in a string may be anything
            said.append(name)
            bound.append((words[-1] if named else name.partition(".")[0]).encode())
    if module:
        dotted = b"".join(_JOINT.sub(b" ", module).split()).decode()
        said = [f"{dotted} {','.join(said)}"]
    return tuple(said), tuple(bound)


def _names(text: bytes) -> list[bytes]:
    """The names that are bound at the top level beyond doubt."""
    code = b"".join(LITERAL.split(text))  # of a string is left its quote, of a comment its sign
    found: list[bytes] = []
    for match in _TOP.finditer(code):
        definition, module, names, alias, assigned = match.groups()
        if definition:
            found.append(definition)
        elif names is not None:
            found += _read(module or b"", names)[1]
        elif alias:
            found.append(alias)
        elif assigned not in _KEYWORDS and _is_statement(code, match.start()):
            found.append(assigned)
    return found


def _is_statement(code: bytes, place: int) -> bool:
    """Whether the line that begins there begins a statement: nothing before it is still going on."""
    if place and code[place - 1] in _ENDS:
        return True
    before = code[max(0, place - 200) : place].rstrip(b" \t\f\n#")
    if not before:
        return place < 200
    last = before[-1:]
    if last[0] in _ENDS or before.endswith(b"..."):
        return True
    word = _LAST_WORD.search(before[-10:])
    return not (word and word[0] in _ONGOING) and (last.isalnum() or last == b"_" or last >= b"\x80")


def _spaced(names: list[bytes]) -> str:
    return b" ".join([b"", *dict.fromkeys(names), b""]).decode() if names else ""
