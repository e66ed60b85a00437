"""Whether a module may bind a name, as far as its bytes tell.

Names are followed from module to module to see whether one hands them on, and mostly none does:
the module has never heard of the name. To find that out it need not be parsed.
"""

from __future__ import annotations

import re

from ssot_lint.source.needles import is_opaque, may_fold

_STAR = re.compile(rb"import[\s\\]*\*")


def may_bind(data: bytes, name: str) -> bool:
    """False where a text neither spells a name nor has a star import that can bring it."""
    if not name.isascii() or name.encode() in data or _may_be_folded(data):
        return True
    return not name.startswith("_") and b"*" in data and _STAR.search(data) is not None


def _may_be_folded(data: bytes) -> bool:
    """Whether a text may spell a name in other letters, or in another encoding."""
    if data.isascii():
        return is_opaque(data)
    try:
        return may_fold(data.decode())
    except UnicodeDecodeError:
        return True
