"""What `ssot-lint discover` found: as text for people, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ssot_lint.commands.discover import Discovery
from ssot_lint.commands.discover_decision import Place
from ssot_lint.output.terminal import Paint, painter, visible
from ssot_lint.policy.wording import plural
from ssot_lint.policy.write import policy_text

_TELLING = 0.4  # of the members; where fewer are alike, what they do says more
_LISTED = 8  # copies of one thing, and names of others


def text(found: Sequence[Discovery], *, is_cut: bool = False, color: bool = False) -> str:
    """A numbered list, each with its copies and the decision that could be made; `is_cut`: there may be more."""
    paint = painter(color)
    if not found:
        return "nothing seems to be defined twice; `ssot-lint find NAME` shows where one thing is\n"
    blocks = ["".join(f"{line}\n" for line in _block(number, one, paint)) for number, one in enumerate(found, 1)]
    rest = "the likeliest are shown: --all looks for others too\n" if is_cut else ""
    return "\n".join((*blocks, f"{rest}{_end(found)}\n"))


def _end(found: Sequence[Discovery]) -> str:
    if all(one.is_sure for one in found):
        return "write these decisions into ssot.toml with `ssot-lint init`"
    if any(one.is_sure for one in found):
        return "write these decisions, but those to be judged, into ssot.toml with `ssot-lint init`"
    return "judge these first; what is meant to be alike belongs into `[duplicates] allowed` in ssot.toml"


def as_json(found: Sequence[Discovery]) -> str:
    """One array; nothing discovered gives an empty one."""
    return json.dumps([_element(one) for one in found], indent=2, ensure_ascii=False) + "\n"


def _block(number: int, one: Discovery, paint: Paint) -> Iterator[str]:
    names = tuple(dict.fromkeys(place.name for place in one.copies))
    yield f"{number}. {paint('strong', visible(_named(names)))}: {_alike(one, len(names) == 1)}"
    for place in one.copies[:_LISTED]:
        mark = "keep" if place is one.keep else "    "
        where = paint("strong", visible(f"{place.path}:{place.line}"))
        name = f" {visible(place.name)}" if len(names) > 1 else ""
        yield f"   {paint('help', mark)} {where}{name} ({', '.join(_said(place))})"
    if len(one.copies) > _LISTED:
        yield f"        and {len(one.copies) - _LISTED} more: --format json has all"
    if one.more:
        yield f"   also alike: {visible(_listed(sorted({place.name for place in one.more})))}"
    yield f"   why: {one.why}"
    for advice in one.by_hand:
        yield f"   {visible(advice)}"
    if not one.is_sure:
        yield "   to be judged: if they are meant to be one thing,"
    for line in policy_text((one.proposed,)).splitlines():
        yield f"     {visible(line)}".rstrip()


def _named(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else _listed(names, 2)


def _listed(names: Sequence[str], most: int = _LISTED) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def _alike(one: Discovery, is_one_name: bool) -> str:
    if one.kind == "definitions":
        return _alike_definitions(one)
    if one.kind == "rivals":
        return f"may do one job ({', '.join(one.reasons)})"
    kind = "definitions" if is_one_name else "copies"
    same, whole = one.members
    parts = [f"{same} of {plural(whole, 'member')} alike"] if same and same >= _TELLING * whole else []
    if one.kind == "namesakes":
        parts.append(f"{one.words:.0%} of their words the same")
    else:
        parts.append(f"{one.structure:.0%} of what they do the same")
    return f"{len(one.copies)} {kind}, with {' and '.join(parts)}"


def _alike_definitions(one: Discovery) -> str:
    parts = [
        f"{same} of {plural(whole, noun)}"
        for (same, whole), noun in ((one.members, "member"), (one.lines, "line"))
        if same
    ]
    if not parts:
        return f"{len(one.copies)} definitions of one name"
    return f"{len(one.copies)} definitions, with {' and '.join(parts)} in common"


def _said(place: Place) -> Iterator[str]:
    yield plural(place.importers, "importer")
    yield plural(place.size, place.unit)
    if place.changed:
        yield f"changed on {place.changed}"
    if place.is_deprecated:
        yield "deprecated"


def _element(one: Discovery) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "copies": [place._asdict() for place in one.copies],
        "keep": one.keep._asdict(),
        "why": one.why,
        "common": {
            "members": list(one.members),
            "lines": list(one.lines),
            "structure": one.structure,
            "words": one.words,
        },
        "reasons": list(one.reasons),
        "more": [place._asdict() for place in one.more],
        "by_hand": list(one.by_hand),
        "proposed": {"name": one.proposed.name, "keys": dict(one.proposed.keys)},
        "sure": one.is_sure,
    }
