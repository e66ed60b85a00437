"""A literal that a decision forbids reaches a parameter."""

from __future__ import annotations

from ssot_lint.policy import kinds
from ssot_lint.policy.model import Option
from ssot_lint.rule import Rule

ARGUMENT = Option(
    "argument", kinds.IDENTIFIER, "a parameter's name, wherever a function has it", requires=("never",)
)
NEVER = Option("never", kinds.LITERALS, "literals that must not reach the parameter", requires=("argument",))
USE = Option("use", kinds.EXPRESSION, "what to pass instead", requires=("argument",))
NOT_FOR = Option(
    "not-for", kinds.CALLEES, "callees for which the literal is part of the contract", requires=("argument",)
)

RULE = Rule(
    "SSOT003",
    "banned-argument",
    "a banned literal that reaches a parameter, by keyword, by position or by inference",
    __doc__,
    options=(ARGUMENT, NEVER, USE, NOT_FOR),
)
