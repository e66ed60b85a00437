"""An event that the decision wants sent and that no emitter sends."""

from __future__ import annotations

from ssot_lint.policy import kinds
from ssot_lint.policy.model import Option
from ssot_lint.rule import Rule

EMIT = Option("emit", kinds.TEXTS, "events that must be sent somewhere")
EMITTERS = Option("emitters", kinds.NAMES, "functions (globs) that send events", requires=("emit",))
COMPLETE = Option("complete", kinds.FLAG, "a class that sends some of the events sends all", requires=("emit",))

RULE = Rule(
    "SSOT105",
    "silent-event",
    "an event of `emit` that no emitter sends",
    __doc__,
    options=(EMIT, EMITTERS, COMPLETE),
)
