"""State that the instances of an `isolated` class share."""

from __future__ import annotations

from ssot_lint.policy import kinds
from ssot_lint.policy.model import Option
from ssot_lint.rule import Rule

ISOLATED = Option("isolated", kinds.NAMES, "classes (globs) whose instances share no state")

RULE = Rule(
    "SSOT009",
    "shared-state",
    "mutable class attribute, module-level instance or cached singleton in an `isolated` class",
    __doc__,
    options=(ISOLATED,),
)
