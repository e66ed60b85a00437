"""A log call or `warnings.warn` that is louder than the decision allows for its message."""

from __future__ import annotations

from ssot_lint.policy import kinds
from ssot_lint.policy.model import Option
from ssot_lint.rule import Rule

LOG_AT_MOST = Option(
    "log-at-most",
    kinds.LEVEL,
    "the loudest level for messages that match `log-matching`",
    requires=("log-matching",),
)
LOG_MATCHING = Option(
    "log-matching",
    kinds.TEXTS,
    "globs of messages, searched anywhere, ignoring case",
    requires=("log-at-most",),
)

RULE = Rule(
    "SSOT008",
    "legacy-warning",
    "a log call louder than `log-at-most` whose message matches",
    __doc__,
    options=(LOG_AT_MOST, LOG_MATCHING),
)
