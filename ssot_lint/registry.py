"""All rules, by code. A new rule is one file in `rules/` and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from ssot_lint.policy.model import Option
from ssot_lint.rule import Rule
from ssot_lint.rules import (
    banned_argument,
    banned_class,
    banned_file,
    deleted_module_import,
    duplicate_class,
    expired_exemption,
    legacy_warning,
    missing_home,
    missing_import,
    near_duplicate_class,
    rival_class,
    shared_state,
    silent_event,
    stale_document,
    stale_string,
    stray_definition,
    unreadable_file,
    unused_suppression,
)

_MODULES = (
    banned_class,
    deleted_module_import,
    banned_argument,
    banned_file,
    stray_definition,
    rival_class,
    stale_string,
    legacy_warning,
    shared_state,
    duplicate_class,
    near_duplicate_class,
    missing_home,
    missing_import,
    silent_event,
    stale_document,
    unreadable_file,
    unused_suppression,
    expired_exemption,
)

#: Code to rule, in the order of the codes.
RULES: Mapping[str, Rule] = {module.RULE.code: module.RULE for module in _MODULES}


def options() -> tuple[Option, ...]:
    """The keys of the policy that rules declare."""
    return tuple(option for rule in RULES.values() for option in rule.options)
