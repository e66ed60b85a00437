"""Whether a text refers to something outside it by a last name, told by where that name stands.

Who means `app.util.temperature` imports it, has `temperature` behind a dot, in a string that goes on from
another, or as an attribute that is asked for by text, or gets it by a star import. Whatever else has that name
in a file is the file's own. Comments and docstrings refer to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from ssot_lint.bans.declared import Declared
from ssot_lint.repo.handing_on import Named, as_lines, indented_imports, without_plain_imports
from ssot_lint.repo.importers import absolute
from ssot_lint.repo.sketch import LITERAL
from ssot_lint.repo.trails import Known
from ssot_lint.source.spelling import as_spelled

_MODULE_IMPORT = re.compile(rb"(?m)^[ \t]*+import[ \t]++((?:\w++\.)*+\w++)(?:[ \t]++as[ \t]++(\w++))?[ \t]*+$")
_STAR = re.compile(rb"import[\s\\]*+\*")
_CHAIN = re.compile(rb"""(?<![\w.)\]}'"\\\x80-\xff])[^\W\d]\w*+(?:\.[^\W\d]\w*+)++\Z""")
_STATEMENT = re.compile(rb"\n([ \t]*+)(?:(?:async[ \t]+)?(?:def|class)[ \t]|from[ \t]+[.\w]|import[ \t])")
_LINE_END = re.compile(rb"[ \t\f]*+(?:#|\n|\Z)")
#: What takes an attribute or a submodule by a string that is nothing but its name.
_ATTRIBUTE_BY_TEXT = re.compile(rb"(?:get|set|del)attr|object|__import__")
_PREFIXES, _BLANKS = b"rRbBuUfFtT", b" \t\f\n\\"
_LOOK_BEHIND = 200  # bytes
_BRACKETS = b"()[]{}"
_NO_BRACKETS = bytes(code for code in range(256) if code not in _BRACKETS)


class Referring:
    """Which files of a repository may refer to what is banned by the last names of that."""

    def __init__(self, declared: Declared, is_nothing: Callable[[str], bool]) -> None:
        self._declared = declared
        self._index = declared.index
        self._is_nothing = is_nothing
        self._may_refer = Known(declared.index.trails, self._found_out)

    def may_refer(self, path: str, last: str) -> bool:
        """Whether a file of Python may refer to something banned by its last name, or is where that is banned."""
        return not self._homes.isdisjoint(self._index.modules.names_of(path)) or self._may_refer((path, last))

    def _found_out(self, question: tuple[str, str]) -> bool:
        path, last = question
        own = (f"{module}.{last}" for module in self._index.modules.names_of(path))
        if any(self._declared.module(one) or self._declared.class_(one) for one in own):
            return True  # by `__all__`
        return may_refer(self._index.peek(path), last, Sense(partial(absolute, self._index, path), self._is_nothing))

    @cached_property
    def _homes(self) -> frozenset[str]:
        """The modules, and whatever else, in which something is banned that may have its name elsewhere."""
        parts = (dotted.split(".") for dotted in self._declared.dotted)
        return frozenset(".".join(one[:length]) for one in parts for length in range(1, len(one)))


class Sense(NamedTuple):
    """What the names of a file may mean.

    `absolute`: the module of an import with so many dots before it, "" when nobody knows. `is_nothing`: whether
    a dotted name leads to nothing that is looked for.
    """

    absolute: Callable[[int, str], str]
    is_nothing: Callable[[str], bool]


def may_refer(data: bytes, last: str, sense: Sense) -> bool:
    """Whether a text of Python may refer to something that is looked for by its last name."""
    stands, imports = _stands(last), _Imports(last, sense)
    text = as_lines(data if data.isascii() else as_spelled(data, always=not last.isascii()))
    rest = imports.without_others(text)
    if not (stands.behind_dot.search(rest) or stands.may_be_taken(rest, alone=True)):
        return False
    code = _code_of(text)
    if code is None:
        return True
    rest = imports.without_others(code)
    if stands.may_be_taken(rest, alone=_ATTRIBUTE_BY_TEXT.search(rest) is not None):
        return True
    chains = {_chain(rest, *found.span()) for found in stands.behind_dot.finditer(rest)}
    return not all(imports.leads_elsewhere(chain, code) for chain in chains)


class _Imports:
    """What the imports of a text bind."""

    def __init__(self, last: str, sense: Sense) -> None:
        self._last = last
        self._sense = sense

    def without_others(self, text: bytes) -> bytes:
        """The text without its plain imports of nothing that is looked for."""
        return _MODULE_IMPORT.sub(self._kept, without_plain_imports(self._is_other, text))

    def _kept(self, match: re.Match[bytes]) -> bytes:
        return b"" if self._sense.is_nothing(match[1].decode()) else match[0]

    def _is_other(self, one: Named) -> bool:
        if self._last not in (one.name, one.bound, *one.module.split(".")):
            return True
        module = self._sense.absolute(one.level, one.module)
        return module != "" and all(map(self._sense.is_nothing, (module, f"{module}.{one.name}")))

    def leads_elsewhere(self, chain: bytes, code: bytes) -> bool:
        """Whether imports alone bind the first name of a chain of attributes, which leads to nothing of interest."""
        root, _, rest = chain.decode().partition(".")
        targets = self._targets(root, code) if root else set()
        return bool(targets) and all(target and self._sense.is_nothing(f"{target}.{rest}") for target in targets)

    def _targets(self, root: str, code: bytes) -> set[str]:
        """What the imports of a text bind to a name, "" where nobody knows; nothing where all else may bind it."""
        alone = re.compile(rb"(?<!\w)%b(?![\w.])" % root.encode())  # what binds a name has no dot behind it
        found: set[str] = set()
        imported = 0
        for written, named in indented_imports(code):
            imported += len(alone.findall(written))
            for one in named:
                if one.bound == root:
                    module = self._sense.absolute(one.level, one.module)
                    found.add(module and f"{module}.{one.name}")
        for match in _MODULE_IMPORT.finditer(code):
            imported += len(alone.findall(match[0]))
            module, alias = match[1].decode(), (match[2] or b"").decode()
            if root == (alias or module.partition(".")[0]):
                found.add(module if alias else root)
        return found if len(alone.findall(code)) == imported else set()


class _Stands(NamedTuple):
    """Where a name may be that of something outside: behind a dot, and wherever else it is taken from there."""

    name: re.Pattern[bytes]
    behind_dot: re.Pattern[bytes]
    listed: re.Pattern[bytes]

    def may_be_taken(self, text: bytes, *, alone: bool) -> bool:
        """Whether a name is imported, or imported from, goes on from a string, or may come by a star import.

        A string that begins with it counts only where one that is `alone` does.
        """
        if not self.name.search(text):
            return False
        if _STAR.search(text) or self.listed.search(text):
            return True
        return any(_is_joined(text, found.start(), alone=alone) for found in self.name.finditer(text))


@lru_cache(maxsize=256)
def _stands(last: str) -> _Stands:
    name = re.escape(last.encode()) + rb"(?!\w)"
    in_line, in_brackets = rb"(?:[\w. \t\f,]|\\\n)*?", rb"[ \t\f\\\n]*+\((?:[\w\s\\,]|#[^\n]*+)*?"
    return _Stands(
        re.compile(name),
        re.compile(rb"\.(?:[\s\\]|#[^\n]*+)*+%b" % name),
        re.compile(rb"from[\s\\]++%b|import(?!\w)(?:%b|%b)(?<!\w)%b" % (name, in_line, in_brackets, name)),
    )


def _is_joined(text: bytes, place: int, *, alone: bool) -> bool:
    """Whether what begins at a place may go on from a string or a line, or begins a string that is `alone`."""
    before = text[max(0, place - _LOOK_BEHIND) : place]
    if before.endswith((b"'", b'"')):
        others = before[:-1].rstrip(_PREFIXES).rstrip(_BLANKS)
        return alone or others.endswith((b"'", b'"')) or (not others and place > _LOOK_BEHIND)
    return before.endswith((b":", b"}")) or before.rstrip(b" \t").endswith(b"\\\n")


def _chain(text: bytes, dot: int, end: int) -> bytes:
    """The chain of attributes that goes on by a dot to an end, when nothing but names and dots is in it; else b""."""
    start = max(0, dot - _LOOK_BEHIND)
    found = _CHAIN.search(text, start, end)
    if found is None or text[start : found.start()].rstrip(_BLANKS).endswith(b"."):
        return b""
    return found[0]


@lru_cache(maxsize=1)  # a file is asked for one name after the other
def _code_of(text: bytes) -> bytes | None:
    """A text without comments and docstrings; None where its quotes may mean something else."""
    kept: list[bytes] = []
    between: list[bytes] = []  # what stands between literals and comments since brackets were last counted
    opened = b""
    at = kept_from = 0
    for match in LITERAL.finditer(text):
        start, end = match.span()
        between.append(text[at:start])
        at = end
        is_dropped = match[1] == b"#"
        if not is_dropped and end == len(text):
            return None
        if text.startswith((b'"""', b"'''"), start) and _is_alone(text, start, end):
            opened = _still_open(opened + b"".join(between).translate(None, _NO_BRACKETS))
            between.clear()
            is_dropped = not opened
        if is_dropped:
            kept.append(text[kept_from:start])
            kept_from = end
    return b"".join((*kept, text[kept_from:]))


def _still_open(brackets: bytes) -> bytes:
    """The brackets that are not closed."""
    while brackets != (brackets := brackets.replace(b"()", b"").replace(b"[]", b"").replace(b"{}", b"")):
        pass
    return brackets


def _is_alone(text: bytes, start: int, end: int) -> bool:
    """Whether a literal has its lines to itself, goes on from none, and holds no code as when its quotes are torn."""
    line = text.rfind(b"\n", 0, start) + 1
    is_first = text[line:start].strip(b" \t\f") in (b"", b"r", b"R", b"u", b"U")
    if not is_first or text[line - 2 : line - 1] == b"\\" or _LINE_END.match(text, end) is None:
        return False
    margin = start - line
    return all(len(found[1]) > margin for found in _STATEMENT.finditer(text, start, end))
