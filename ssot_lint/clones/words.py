"""The words that names are made of, and which of them tell things apart."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
#: Words that say that a class is another version of something, not what it is.
_VERSIONS = frozenset(
    "abstract advanced base basic better core custom default enhanced extended final generic helper impl improved "  # noqa: SIM905
    "legacy main modern my new old optimized original real refactored robust safe simple simplified smart standard "
    "super unified universal updated v v1 v2 v3 v4 1 2 3 4".split()
)


def words_in(name: str) -> list[str]:
    """The words of an identifier or a text, in lower case: `get_HTTPUser2` has get, http, user, 2."""
    return [word.lower() for word in _WORD.findall(name)]


def telling_words(name: str) -> list[str]:
    """The words of a name that say what it names, not which version: `UnifiedToolDispatcherV2` has tool, dispatcher."""
    return [word for word in words_in(name) if word not in _VERSIONS]
