"""Whether a text hands on anything under another name, read off its bytes: few do, and only those are parsed for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ssot_lint.source.needles import Needles
from ssot_lint.source.spelling import NAME_BYTES, as_spelled, is_opaque, places_of

_AS = re.compile(rb"(?:[\s\\)]|#[^\r\n]*+)*+as\b")  # possessive: comments may have many hashes and blanks
_FROM = re.compile(rb"(?:[\s\\]*+\.[\s\\]*+\w++)*+[\s\\]++import\b")
_WHOLE = re.compile(rb"(?:[\s\\]*+\.[\s\\]*+\w++)*+[ \t\f]*+(?:$|[\r\n#;,)\]\\])")
_END = re.compile(rb"(?:[\s\\]*+\.[\s\\]*+\w++)*+[\s\\]*+(?:[:}]|(?:async|for)\b)")  # of `name := value`
_WALRUS = 1000  # bytes before the end of a value
_ALL_FROM = re.compile(rb"[\s\\]++import[\s\\]*+\*")
_LISTED = re.compile(rb"(?<!\w)import(?!\w)(?:[\w\s\\(,]|#[^\r\n]*+)*+")
_INDENT = (b" ", b"\t", b"\n", b"#", b")")
_OPENS = re.compile(rb"(?:async[ \t]+)?(?:def|class)[ \t]")
_ONGOING = b"([,=\\."
_MOST_LINES = 40  # of one statement
_NEW_LINE = ord("\n")


def may_hand_on(data: bytes, needles: Needles) -> bool:
    """Whether a text may hand on what is looked for under another name than it has, or what a module of that name has.

    It must say `name as`, `from name import`, or stand as a whole on the right of an assignment.
    """
    if not data.isascii() or is_opaque(data):
        return True
    data = as_lines(data)
    words = (word for word in (*needles.words, *needles.parts) if word.isascii())
    return any(_is_handed_on(data, place, end) for word in words for place, end in _words(data, word.encode())) or any(
        _is_handed_on(data, *_around(data, place))
        for fragment in needles.fragments
        for place in places_of(fragment.encode(), data)
    )


def _is_handed_on(data: bytes, place: int, end: int) -> bool:
    return _FROM.match(data, end) is not None or _is_renamed(data, place, end)


def _is_renamed(data: bytes, place: int, end: int) -> bool:
    if _AS.match(data, end):
        return True
    if _WHOLE.match(data, end) is not None and _is_assigned(data, place):
        return True
    return data.find(b":=", max(0, place - _WALRUS), place) >= 0 and _END.match(data, end) is not None


def as_lines(data: bytes) -> bytes:
    """A text with the line ends that lines are told by here."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def is_renamed(data: bytes, word: str, *, at_top: bool = False) -> bool:
    """Whether a text may give another name to what a word means in it, or import everything from it.

    It must say `word as`, `from word import *`, or have it as a whole on the right of an assignment;
    `at_top` of the module, not in a function or class.
    """
    if is_opaque(data):
        return True
    spelled = as_lines(data if data.isascii() else as_spelled(data, always=not word.isascii()))
    is_local = at_top and b"global" not in spelled
    return any(
        (_is_renamed(spelled, place, end) or _ALL_FROM.match(spelled, end))
        and not (is_local and _is_inside(spelled, place))
        and not _is_told(spelled, place)
        for place, end in _words(spelled, word.encode())
    )


def _is_told(data: bytes, place: int) -> bool:
    """Whether a place is in an example of a documentation."""
    before = data[data.rfind(b"\n", 0, place) + 1 : place].partition(b">>>")
    return bool(before[1]) and b'"' not in before[2] and b"'" not in before[2]


def _is_inside(data: bytes, place: int) -> bool:
    """Whether a place is in a function or class for sure: the last line before it that is not indented opens one."""
    start = data.rfind(b"\n", 0, place) + 1
    end = place
    while data[start : start + 1] in _INDENT and start > 0:
        start, end = data.rfind(b"\n", 0, start - 1) + 1, start
    if end == place or _OPENS.match(data, start) is None:
        return False
    between = data[start:place]
    return (between.count(b'"""') + between.count(b"'''")) % 2 == 0


def may_bind(data: bytes, word: str) -> bool:
    """Whether a module may import something by a name, or give that name to what ends with it; functions aside."""
    if not data.isascii() or is_opaque(data) or not word.isascii():
        return True
    data, name = as_lines(data), word.encode()
    is_local = b"global" not in data
    begun, ended = rb"(?:^|;)[\w \t,(\[*:]*?(?<!\w)", rb"[\s\\]*+(?:=(?!=)|[:,)\]])"
    target = rb"(?m)%b%b%b|(?<!\w)%b[\s\\]*:=|\bas[\s\\]+%b(?!\w)" % (begun, name, ended, name, name)
    is_target = re.search(target, data) is not None
    places = [place for place, end in _words(data, name) if is_target and _is_renamed(data, place, end)]
    whole = re.compile(rb"(?<!\w)%b(?!\w)" % name)
    places += [listed.start() for listed in _LISTED.finditer(data) if whole.search(listed[0])]
    return any(not (is_local and _is_inside(data, place)) and not _is_told(data, place) for place in places)


def _is_assigned(data: bytes, place: int) -> bool:
    """Whether there is an equals sign before a place, in its line or in those that it goes on from."""
    is_attribute = False  # of what the lines before it name
    for _ in range(_MOST_LINES):
        start = data.rfind(b"\n", 0, place) + 1
        line = data[start:place].partition(b"#")[0].strip()
        if b"=" in line:
            return True
        is_attribute = line[:1] == b"." or (is_attribute and not line)
        place = start - 1
        if place < 0:
            return False
        before = data[data.rfind(b"\n", 0, place) + 1 : place].partition(b"#")[0].rstrip()
        if before and before[-1] not in _ONGOING and not is_attribute:
            return False
    return True


def _words(data: bytes, word: bytes) -> Iterator[tuple[int, int]]:
    for place in places_of(word, data):
        if _around(data, place) == (place, place + len(word)):
            yield place, place + len(word)


def _around(data: bytes, place: int) -> tuple[int, int]:
    """The word that a place is in."""
    start = end = place
    while start > 0 and data[start - 1] in NAME_BYTES:
        start -= 1
    while end < len(data) and data[end] in NAME_BYTES:
        end += 1
    return start, end


# -- imports that are written plainly

_IMPORT = re.compile(  # begins with a literal, which is found three times as quickly as where a line begins
    rb"from[ \t]++(\.*+)((?:\w++\.)*+\w*+)[ \t]++import[ \t]++(?:\(([\w\s,]*+)\)[ \t]*+|([\w \t,]++))(?:#[^\r\n]*+)?$",
    re.M,
)
_RELATIVE = re.compile(rb"""(?<!\w)from[\s\\]*+\.|['"]\.""")
_NAMED = re.compile(r"\s*(\w+)(?:\s+as\s+(\w+))?\s*")


class Named(NamedTuple):
    """A name of `from module import name`, and what the file calls it; `level` dots stand before the module."""

    level: int
    module: str
    name: str
    bound: str


def plain_imports(data: bytes) -> tuple[list[Named], bytes]:
    """The names of the imports in a text that its bytes tell as surely as its tree, and the text without these.

    They stand at the start of a line, and in strings too.
    """
    found: list[Named] = []

    def taken(match: re.Match[bytes]) -> bytes:
        start = match.start()
        named = _named(match) if start == 0 or data[start - 1] == _NEW_LINE else []
        found.extend(named)
        return b"" if named else match[0]

    return found, _IMPORT.sub(taken, data)


def _named(match: re.Match[bytes]) -> list[Named]:
    """The names that a plain import takes, none when it is no Python, or has something before it in its line."""
    data, start = match.string, match.start()
    if data[data.rfind(b"\n", 0, start) + 1 : start].strip(b" \t"):
        return []
    dots, module, bracketed, listed = match.groups()
    names = (bracketed or listed or b"").decode().rstrip().removesuffix(",").split(",")
    told = [_NAMED.fullmatch(name) for name in names]
    if not all(told):
        return []
    return [Named(len(dots), module.decode(), one[1], one[2] or one[1]) for one in told if one]


_PLAIN_MODULE_IMPORT = re.compile(
    rb"^import[ \t]++((?:\w++\.)*+\w++)[ \t]++as[ \t]++(\w++)[ \t]*+(?:#[^\r\n]*+)?$", re.M
)


def plain_module_imports(data: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """The names of `import module as name` in a text, each with its module, and the text without these imports."""
    found = [(name.decode(), module.decode()) for module, name in _PLAIN_MODULE_IMPORT.findall(data)]
    return found, _PLAIN_MODULE_IMPORT.sub(b"", data) if found else data


_PLAIN_STAR_IMPORT = re.compile(
    rb"^from[ \t]++(\.*+)((?:\w++\.)*+\w*+)[ \t]++import[ \t]*+\*[ \t]*+(?:#[^\r\n]*+)?$", re.M
)


def plain_star_imports(data: bytes) -> tuple[list[tuple[int, str]], bytes]:
    """The modules of star imports in a text, each with its dots, and the text without these imports."""
    found = [(len(dots), module.decode()) for dots, module in _PLAIN_STAR_IMPORT.findall(data)]
    return found, _PLAIN_STAR_IMPORT.sub(b"", data) if found else data


def without_plain_imports(is_other: Callable[[Named], bool], data: bytes) -> bytes:
    """A text without the plain imports of nothing but other things than what is looked for."""

    def kept(match: re.Match[bytes]) -> bytes:
        named = _named(match)
        return b"" if named and all(map(is_other, named)) else match[0]

    return _IMPORT.sub(kept, data)


def indented_imports(data: bytes) -> Iterator[tuple[bytes, list[Named]]]:
    """The plain imports of a text, wherever their lines begin: as they are written, and their names."""
    for match in _IMPORT.finditer(data):
        named = _named(match)
        if named:
            yield match[0], named


def imports_relatively(data: bytes) -> bool:
    """Whether a text may import a module by dots before its name."""
    return _RELATIVE.search(data) is not None
