"""The words that names are made of, and which of them tell things apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
#: Words that say that a class is another version of something, not what it is.
_VERSIONS = frozenset(
    "abstract advanced base basic better core custom default enhanced extended final generic helper impl improved "  # noqa: SIM905
    "legacy main modern my new old optimized original real refactored robust safe simple simplified smart standard "
    "super unified universal updated v v1 v2 v3 v4 1 2 3 4".split()
)
_VERSION = re.compile(
    rf"(?:{'|'.join(word.capitalize() for word in sorted(_VERSIONS) if word.isalpha())})(?![a-z])"
    r"|(?<![0-9])[Vv]?[1-4](?![0-9a-z])"
)

#: What a class is that does one thing, whatever for: a limiter of mails and one of requests do one job.
_MECHANISMS = frozenset(
    "backoff batcher breaker bucket bus cache cacher chunker debouncer deduplicator encryptor hasher heartbeat limiter "  # noqa: SIM905
    "lock memoizer mutex poller retrier retry sampler sanitizer scheduler semaphore splitter throttle throttler "
    "tokenizer watchdog".split()
)
_STAND_INS = frozenset("asserting dummy fake faking mock mocked noop null spy stub".split())  # noqa: SIM905
_SAID_OF_ALL = frozenset(
    "a an and are as at base be by can class each for from in into is it its new object of on one or simple support "  # noqa: SIM905
    "that the their this to used using via when which with".split()
)
_SENTENCE = re.compile(r"\.\s|\n\s*\n")
_FOR_TESTS = re.compile(r"(?i)\bfor test(?:s|ing)?\b")


def words_in(name: str) -> list[str]:
    """The words of an identifier or a text, in lower case: `get_HTTPUser2` has get, http, user, 2."""
    return [word.lower() for word in _WORD.findall(name)]


def telling_words(name: str) -> list[str]:
    """The words of a name that say what it names, not which version: `UnifiedToolDispatcherV2` has tool, dispatcher."""
    return [word for word in words_in(name) if word not in _VERSIONS]


def without_versions(names: Sequence[str]) -> list[str]:
    """The names of classes without the words that say which version: for many names, one search."""
    return _VERSION.sub("", "\n".join(names)).split("\n") if names else []


def last_telling_word(name: str) -> str:
    """The last one of them, "" where there is none."""
    return next((word for part in reversed(_WORD.findall(name)) if (word := part.lower()) not in _VERSIONS), "")


def common_end(one: str, other: str) -> list[str]:
    """The last words that two names have in common: `AgentRateLimiter` and `MailRateLimiter` are rate limiters."""
    found: list[str] = []
    for word, there in zip(reversed(telling_words(one)), reversed(telling_words(other)), strict=False):
        if word != there:
            break
        found.insert(0, word)
    return found


def called_alike(one: str, other: str) -> float:
    """The part of the telling words of two names that both have."""
    first, second = {*telling_words(one)}, {*telling_words(other)}
    return len(first & second) / (len(first | second) or 1)


def is_mechanism(word: str) -> bool:
    """Whether a word says what a class does, so that it is no matter what for."""
    return word in _MECHANISMS


def is_stand_in(name: str) -> bool:
    """Whether what has a name is there instead of another on purpose, as for tests."""
    return not _STAND_INS.isdisjoint(words_in(name))


def summary_words(text: str) -> frozenset[str]:
    """The words of the first sentence that say something; none where all is for tests."""
    if _FOR_TESTS.search(text):
        return frozenset()
    words = words_in(_SENTENCE.split(text.strip(), maxsplit=1)[0])
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in words if word not in _SAID_OF_ALL)
