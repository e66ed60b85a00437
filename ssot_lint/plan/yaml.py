"""What the YAML blocks of a plan decide: KEEP, DELETE, NO_NEW_FILES and their like.

Only the tree of nodes is used, which has the line of everything, and in which nothing is made
into an object. Aliases are refused: a small text of them stands for a huge one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from ssot_lint.plan.behaviour import read_behaviour
from ssot_lint.plan.claims import Claim, Note, Reading
from ssot_lint.plan.markdown import Code
from ssot_lint.plan.sentences import Said, mode_of, read_claims

_LARGEST = 50_000
_DEEPEST = 20

#: What a key says of what it holds; "say" has sentences that may decide something.
_ACTS = {
    "keep": "keep",
    "keepasis": "keep",
    "enhance": "keep",
    "extend": "keep",
    "canonical": "keep",
    "ssot": "keep",
    "delete": "delete",
    "remove": "delete",
    "deleted": "delete",
    "drop": "delete",
    "nonewfiles": "ban",
    "nonewclasses": "ban",
    "donotcreate": "ban",
    "donotadd": "ban",
    "ban": "ban",
    "banned": "ban",
    "forbidden": "ban",
    "facade": "facade",
    "facades": "facade",
}
_PLACES = frozenset(("file", "files", "primary", "path", "paths", "module", "modules", "location", "home"))
_NAMES = frozenset(("class", "classes", "function", "functions", "name", "names"))
_REASONS = frozenset(("reason", "why", "rationale", "because"))
_CHECKBOX = re.compile(r"^([ \t]*-[ \t]+)\[[ xX]?\][ \t]+(.*?)[ \t]*$", re.MULTILINE)


class Block(NamedTuple):
    """A YAML block, and what its claims have in common."""

    code: Code
    around: tuple[str, ...] = ()

    def line(self, node: Any) -> int:
        return self.code.line + int(node.start_mark.line)


class Item(NamedTuple):
    """A line of a YAML block that is a sentence, what stands above it, and what it gave."""

    said: Said
    text: str
    claims: tuple[Claim, ...]
    needs: str


def is_yaml(code: Code) -> bool:
    """Whether a block says that it is YAML, or looks like a decision in YAML."""
    if code.language:
        return code.language in ("yaml", "yml")
    first = code.text.lstrip().partition("\n")[0].rstrip()
    return first.endswith(":") and len(first) < 40 and _folded(first) in _ACTS


def read_yaml(code: Code) -> tuple[Reading, tuple[Item, ...]]:
    """What a block decides, what is wrong with it, and its sentences."""
    # YAML takes the box of `- [ ] done` for a list with something behind it.
    text = _CHECKBOX.sub(lambda match: f"{match[1]}'{match[2].replace(chr(39), chr(39) * 2)}'", code.text)
    # YAML ends lines where Markdown does not.
    text = re.sub("[\x85\u2028\u2029]", " ", text).expandtabs(2)
    if len(text) > _LARGEST:
        return Reading(
            notes=(Note(code.line, "unreadable", f"YAML of more than {_LARGEST:,} characters: split it"),)
        ), ()
    claims: list[Claim] = []
    items: list[Item] = []
    notes = []
    for first, part in _parts(text):
        nodes, note = _compose(part, code.line + first)
        notes += [note] if note else []
        block = Block(code._replace(line=code.line + first))
        for node in nodes:
            for found in _walk(node, block, f"yaml{code.line}"):
                if isinstance(found, Item):
                    items.append(found)
                else:
                    claims.append(found)
    return Reading(tuple(claims), tuple(notes)), tuple(items)


def _parts(text: str) -> list[tuple[int, str]]:
    """The text as a whole; when it is broken, each key at its left edge with what belongs to it."""
    if _compose(text, 0)[1] is None:
        return [(0, text)]
    lines = text.split("\n")
    starts = [0, *(place for place, line in enumerate(lines) if place and re.match(r"[A-Za-z_]", line)), len(lines)]
    return [(start, "\n".join(lines[start:end])) for start, end in pairwise(starts)]


def _compose(text: str, line: int) -> tuple[list[Any], Note | None]:
    """The documents of a text as nodes; what is wrong with it, with its line."""
    import yaml

    try:
        depth = 0
        for event in yaml.parse(text, yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                return [], Note(
                    line + event.start_mark.line, "unreadable", "a YAML alias: write out what it stands for"
                )
            if depth > _DEEPEST:
                return [], Note(
                    line + event.start_mark.line, "unreadable", f"YAML nested deeper than {_DEEPEST}: flatten it"
                )
        return [node for node in yaml.compose_all(text, yaml.SafeLoader) if node], None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable"
        return [], Note(
            line + (mark.line if mark else 0), "unreadable", f"not valid YAML: {what}: mend it, or quote the text"
        )


def _folded(key: str) -> str:
    return re.sub(r"[^a-z]", "", key.lower())


def _walk(node: Any, block: Block, group: str) -> Iterator[Claim | Item]:
    """All that a node says; a mapping with decisions in it is one concept."""
    if node.id == "mapping":
        pairs = [(str(key.value) if key.id == "scalar" else "", key, value) for key, value in node.value]
        for name, key, value in pairs:
            act = _ACTS.get(_folded(name))
            if act:
                yield from _decided(act, value, key, block, group)
            else:
                inner = block._replace(around=(name, *block.around))
                yield from _walk(value, inner, f"{group}.{block.line(key)}" if value.id == "mapping" else group)
    elif node.id == "sequence":
        for child in node.value:
            own = f"{group}.{block.line(child)}" if child.id == "mapping" else group
            yield from _walk(child, block, own)
    else:
        # Only what stands below KEEP and its like is said of one concept.
        yield _said(node, block, "", mode_of(block.around[0].replace("_", " ")) if block.around else "")


def _said(node: Any, block: Block, group: str, mode: str) -> Item:
    text = _quoted(" ".join(str(node.value).split())) if group else " ".join(str(node.value).split())
    said = Said(block.line(node), block.code.section, block.around, group)
    behaviour, needs = read_behaviour(text, said)
    return Item(said, text, tuple(behaviour or read_claims(text, said, mode)), needs)


def _decided(act: str, node: Any, key: Any, block: Block, group: str) -> Iterator[Claim | Item]:
    """What stands below KEEP, DELETE and their like: a record, a name, or a list of either."""
    if node.id == "sequence":
        for child in node.value:
            yield from _decided(act, child, child, block, group)
    elif node.id == "scalar":
        # Below ENHANCE stands what is to be done, among names of what is kept.
        if node.value:
            yield _said(node, block._replace(around=(str(key.value), *block.around)), group, act)
    else:
        yield from _record(act, node, key, block, group)


def _record(act: str, node: Any, key: Any, block: Block, group: str) -> Iterator[Claim | Item]:
    places: list[str] = []
    names: list[str] = []
    reason = ""
    for inner, value in node.value:
        word = _folded(str(inner.value)) if inner.id == "scalar" else ""
        texts = [" ".join(str(one.value).split()) for one in _scalars(value)]
        if word in _PLACES:
            places += texts
        elif word in _NAMES:
            names += texts
        elif word in _REASONS:
            reason = reason or "; ".join(texts)
        else:
            yield from _walk(value, block._replace(around=(str(inner.value), *block.around)), group)
    said = Said(block.line(key), block.code.section, block.around, group)
    found = read_claims(", ".join(_quoted(one) for one in [*places, *names]), said, act)
    if found:
        yield from (one._replace(reason=reason) for one in found)
    elif places or names:
        yield Item(said, f"{key.value}: {', '.join([*places, *names])}", (), "")


def _quoted(text: str) -> str:
    """A single word as a code span: where a decision stands, it is a name. A remark behind it goes."""
    word = re.fullmatch(r"`?([\w./:*()-]+)`?(?:\s+\([^()]*\))?", text)
    return f"`{word[1]}`" if word else text


def _scalars(node: Any) -> list[Any]:
    if node.id == "scalar":
        return [node]
    return [child for child in node.value if child.id == "scalar"] if node.id == "sequence" else []
