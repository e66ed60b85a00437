"""The files, modules and classes that a sentence names.

In a code span anything may be a name. Outside of one, a capital letter is no sign of a class:
only names of several parts count there, and they count only where a sentence has a place for one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ssot_lint.policy.names import fold, is_dotted, is_globbed, is_name

#: A masked sentence has one of these characters for each thing; texts don't have them.
FIRST, LAST = "\ue000", "\uf8ff"
_MASKS = re.compile(f"[{FIRST}-{LAST}]")

#: Words that are written like classes, but name techniques and products.
_BRANDS = re.compile(
    "WebSockets?|JavaScript|TypeScript|Git(?:Hub|Lab)|PostgreSQL|MySQL|SQLite|NoSQL|GraphQL|OAuth|OpenAPI|FastAPI|OpenAI"
    "|SQLAlchemy|PyPI|PyTest|MongoDB|RabbitMQ|ClickHouse|DevOps|LangChain|DynamoDB"
)
_ENDINGS = "pyi|py|md|rst|txt|toml|cfg|ini|yaml|yml|json|sh|sql|html|js|ts|css|lock|env"
_PATH = rf"(?:\.{{0,2}}/)?(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.(?:{_ENDINGS})(?![\w/])"
_PLAIN = re.compile(
    r"(?P<code>`[^`\n]+`)|(?P<path>(?<![\w./:-])/?(?:[\w-]+/)*[\w-]+\.pyi?(?::\w+)?(?![\w/]))"
    r"|(?P<dotted>(?<![\w./-])[A-Za-z_]\w+(?:\.[A-Za-z_]\w+)+(?::[A-Za-z_]\w*)?(?![\w/(]))"
    r"|(?P<camel>(?<![\w./-])[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+(?![\w/(-]|\.\w))"
)


class Thing(NamedTuple):
    """Something that is named. `kind` is file, module, class, function or text.

    A class or function has a place when it was written with one: `shop.orders:OrderFactory`.
    """

    kind: str
    place: str
    name: str
    text: str


class Sentence(NamedTuple):
    """A sentence in small letters, with a character for each thing in it, and the sentence as it was."""

    masked: str
    things: tuple[Thing, ...]
    text: str

    def thing(self, mask: str) -> Thing:
        return self.things[ord(mask) - ord(FIRST)]

    def things_in(self, masked: str | None) -> list[Thing]:
        """The things that a part of the masked sentence has."""
        return [self.thing(mask) for mask in _MASKS.findall(masked or "")]

    def unmask(self, masked: str) -> str:
        return _MASKS.sub(lambda mask: self.thing(mask[0]).text, masked)


def read_sentence(text: str) -> Sentence:
    """The sentence with all that it names; it has to be shorter than there are characters for things."""
    text = _MASKS.sub(" ", text.replace("\u2019", "'").replace("\u2018", "'"))
    things: list[Thing] = []

    def mask(match: re.Match[str]) -> str:
        thing = _quoted(match[0]) if match["code"] else _bare(match)
        if thing is None:
            return match[0]
        things.append(thing)
        return chr(ord(FIRST) + len(things) - 1)

    masked = _PLAIN.sub(mask, text)
    return Sentence(_shed(masked), tuple(things), text)


def _shed(masked: str) -> str:
    """The sentence without check boxes, ticks and other marks at its ends."""
    masked = re.sub(r"^\s*\[[ xX]?\]\s*", "", masked)
    return " ".join(re.sub(rf"^[^\w{FIRST}-{LAST}]+|[\s.,;!]+$", "", masked).split())


def _bare(match: re.Match[str]) -> Thing | None:
    text = match[0]
    if match["camel"]:
        return None if _BRANDS.fullmatch(text) else Thing("class", "", text, text)
    if match["dotted"] and re.search(rf"\.(?:{_ENDINGS}|com|org|net|io|dev)$", text):
        return Thing("text", "", "", text)
    return _named(text)


def _quoted(span: str) -> Thing:
    text = fold(span.strip("`").strip())
    named = re.sub(r"^class\s+|\(\)$", "", text)
    if text.endswith("()") and is_name(named) and not _is_class(named):
        return Thing("function", "", named, text)
    if is_name(named) or (is_globbed(named) and re.search("[A-Z]", named)):
        kind = "class" if _is_class(named) else "text"
        return Thing(kind, "", named, text)
    return _named(text) or Thing("text", "", "", text)


def _is_class(name: str) -> bool:
    bare = re.sub(r"[*?_\[\]]", "", name)
    return bare[:1].isupper() and not bare.isupper() and bare not in ("None", "True", "False")


def _named(text: str) -> Thing | None:
    """A path or dotted name, with or without a class in it; None for other text."""
    text = re.sub(r":\d+(?:-\d+)?$", "", text)
    path, _, inner = text.partition("::" if "::" in text else ":")
    if re.fullmatch(_PATH, path) or re.fullmatch(r"(?:\.{0,2}/)?(?:[\w-][\w.-]*/)+", path):
        place = re.sub(r"^(?:\./|/)", "", path)
        return _inside(place, inner, "file", text) if place else None
    if is_dotted(path) and "." in path:
        outer, _, last = path.rpartition(".")
        if inner or not _is_class(last):
            return _inside(path, inner, "module", text)
        return _inside(outer, last, "module", text) if not _is_class(outer.rpartition(".")[2]) else None
    return None


def _inside(place: str, name: str, kind: str, text: str) -> Thing | None:
    if not name:
        return Thing(kind, place, "", text)
    if not is_name(name):
        return None
    return Thing("class" if _is_class(name) else "function", place, name, text)
