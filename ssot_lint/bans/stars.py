"""Names that a file takes from modules whose star imports bring banned things: nobody knows which these are.

What is deleted can't be asked for its names. So no word tells which uses to look at, but they are
all of what the module seems to have: `facade.Engine`, in code or in a string.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_GAP = r"[ \t\r\n\\]*"


def names_taken(text: str, facades: Collection[str]) -> frozenset[str]:
    """The names that follow that of one of some modules in a text, or another name that the text gives it."""
    holders = {dotted.rpartition(".")[2] for dotted in facades}
    if not holders:
        return frozenset()
    holder = _one_of(holders)
    holders.update(re.findall(rf"{holder}[ \t]+as[ \t]+(\w++)", text))
    holders.update(re.findall(rf"(?<!\w)(\w++)[ \t]*=[ \t]*(?:\w++\.)*+{holder}[ \t]*(?=[\r\n#;])", f"{text}\n"))
    found = re.findall(rf"""{_one_of(holders)}{_GAP}(?:\.|,{_GAP}["']){_GAP}([^\W_]\w*+)(?![ \t]*=[^=])""", text)
    return frozenset(unicodedata.normalize("NFKC", name) for name in found)


def _one_of(words: Collection[str]) -> str:
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words)))})(?!\w)"
