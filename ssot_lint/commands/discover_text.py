"""What `ssot-lint discover` found: as text for people, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ssot_lint.commands.discover import Discovery, Place
from ssot_lint.output.summary import plural
from ssot_lint.output.terminal import Paint, painter, visible
from ssot_lint.policy.write import policy_text


def text(found: Sequence[Discovery], *, is_cut: bool = False, color: bool = False) -> str:
    """A numbered list, each with its copies and the decision that could be made; `is_cut`: there may be more."""
    paint = painter(color)
    if not found:
        return "nothing seems to be defined twice; `ssot-lint find NAME` shows where one thing is\n"
    blocks = ["".join(f"{line}\n" for line in _block(number, one, paint)) for number, one in enumerate(found, 1)]
    rest = "the likeliest are shown: --all looks for others too\n" if is_cut else ""
    return "\n".join((*blocks, f"{rest}write these decisions into ssot.toml with `ssot-lint init`\n"))


def as_json(found: Sequence[Discovery]) -> str:
    """One array; nothing discovered gives an empty one."""
    return json.dumps([_element(one) for one in found], indent=2, ensure_ascii=False) + "\n"


def _block(number: int, one: Discovery, paint: Paint) -> Iterator[str]:
    yield f"{number}. {paint('strong', visible(one.name))}: {_alike(one)}"
    for place in one.copies:
        mark = "keep" if place is one.keep else "    "
        where = paint("strong", visible(f"{place.path}:{place.line}"))
        yield f"   {paint('help', mark)} {where} ({', '.join(_said(place))})"
    yield f"   why: {one.why}"
    for advice in one.by_hand:
        yield f"   {visible(advice)}"
    for line in policy_text((one.proposed,)).splitlines():
        yield f"     {visible(line)}".rstrip()


def _alike(one: Discovery) -> str:
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
        "copies": [place._asdict() for place in one.copies],
        "keep": one.keep._asdict(),
        "why": one.why,
        "common": {"members": list(one.members), "lines": list(one.lines)},
        "by_hand": list(one.by_hand),
        "proposed": {"name": one.proposed.name, "keys": dict(one.proposed.keys)},
    }
