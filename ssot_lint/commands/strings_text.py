"""The dotted names in strings, as text for people and as an array for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ssot_lint.commands.strings import Checked, Named
from ssot_lint.policy.wording import plural

_SAID = {"yes": "exists", "no": "does not exist", "unknown": "unknown"}


def text(found: Sequence[Named]) -> str:
    """One name a line, with its places and files, and whether it exists."""
    return "".join(
        f"{one.name}: {plural(one.places, 'place')} in {plural(one.files, 'file')}, {_SAID[one.exists]}\n"
        for one in found
    )


def as_json(found: Sequence[Named]) -> str:
    """One array; each element has name, places, files and exists ("yes", "no" or "unknown")."""
    return json.dumps([one._asdict() for one in found], indent=2, ensure_ascii=False) + "\n"


def checked_text(checked: Checked) -> str:
    """One line: how far a name leads, and what is close."""
    return f"{checked.said}: {checked.close}\n" if checked.close else f"{checked.said}\n"


def checked_json(name: str, checked: Checked) -> str:
    """One object with name, exists, said and close (null when nothing is)."""
    return json.dumps({"name": name, **checked._asdict(), "close": checked.close or None}, ensure_ascii=False) + "\n"
