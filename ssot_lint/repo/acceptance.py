"""Whether one signature accepts every call that another one accepts, and gives it the same meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssot_lint.repo.facts import Parameter

_BY_POSITION = ("positional-only", "positional")
_BY_KEYWORD = ("positional", "keyword-only")


def refused(old: Sequence[Parameter], new: Sequence[Parameter]) -> Iterator[str]:
    """What calls of `old` can do that `new` refuses or takes otherwise, as words that follow the name.

    Both are as a call fills them: without `self`.
    """
    taken = tuple(_moved(old, new))
    yield from (phrase for phrase, _ in taken)
    yield from _open(old, new)
    replaced = {name for _, name in taken}
    was = {one.name: one for one in old if one.kind in (*_BY_POSITION, "keyword-only")}
    places = [one for one in old if one.kind in _BY_POSITION]
    for place, one in enumerate(new):
        if one.has_default or one.name in replaced:
            continue
        before = was.get(one.name)
        if before is None and one.kind in _BY_POSITION and place < len(places):
            before = places[place]
        if before is None or before.has_default:
            yield f"needs {one.name} here and not there"


def _moved(old: Sequence[Parameter], new: Sequence[Parameter]) -> Iterator[tuple[str, str]]:
    """The parameters that are not taken as they were, with what is in their places."""
    places = [one for one in new if one.kind in _BY_POSITION]
    names = {one.name for one in new if one.kind in _BY_KEYWORD}
    kinds = {one.kind for one in new}
    known = {one.name for one in old}
    at = -1
    for one in old:
        by_keyword = one.name in names or "keywords" in kinds
        if one.kind == "keyword-only" and not by_keyword:
            is_there = any(other.name == one.name for other in places)
            how = "by keyword there and only by position here" if is_there else "there and not here"
            yield f"takes {one.name} {how}", one.name
        if one.kind not in _BY_POSITION:
            continue
        at += 1
        here = places[at] if at < len(places) else None
        if here is None:
            if "variadic" not in kinds:
                how = "by position there and only by keyword here" if by_keyword else "there and not here"
                yield f"takes {one.name} {how}", ""
            elif one.kind == "positional" and not by_keyword:
                yield f"takes {one.name} by keyword there and not here", ""
        elif here.name != one.name and (one.kind == "positional" or here.name in known):
            yield f"has {here.name} in the place of {one.name} here", here.name
        elif one.kind == "positional" and here.kind == "positional-only":
            yield f"takes {one.name} by keyword there and not here", ""


def _open(old: Sequence[Parameter], new: Sequence[Parameter]) -> Iterator[str]:
    """The parameters that take whatever there is."""
    kinds = {one.kind for one in new}
    places = [one.name for one in new if one.kind in _BY_POSITION]
    before = sum(one.kind in _BY_POSITION for one in old)
    for one in old:
        if one.kind == "variadic" and one.kind not in kinds:
            yield "takes any number of arguments there and not here"
        elif one.kind == "variadic" and len(places) > before:
            yield f"has {places[before]} in the place of *{one.name} here"
        elif one.kind == "keywords" and one.kind not in kinds:
            yield "takes any keyword there and not here"


def shown(parameters: Sequence[Parameter]) -> str:
    """Parameters as text; what is a default is not said.

    >>> shown((Parameter("user", "positional", False), Parameter("limit", "keyword-only", True)))
    '(user, *, limit=...)'
    """
    parts: list[str] = []
    for place, one in enumerate(parameters):
        before = parameters[place - 1].kind if place else ""
        if before == "positional-only" != one.kind:
            parts.append("/")
        if one.kind == "keyword-only" and before not in ("keyword-only", "variadic"):
            parts.append("*")
        stars = {"variadic": "*", "keywords": "**"}.get(one.kind, "")
        parts.append(f"{stars}{one.name}{'=...' if one.has_default and not stars else ''}")
    if parameters and parameters[-1].kind == "positional-only":
        parts.append("/")
    return f"({', '.join(parts)})"
