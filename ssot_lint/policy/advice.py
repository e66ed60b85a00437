"""What a decision tells a person to do: the end of every message."""

from __future__ import annotations

import re

from ssot_lint.policy.model import Decision, Home, Policy

_MOST_NAMED = 4  # homes; of more, only the modules are told


def way_out(decision: Decision, name: str = "") -> str:
    """What to do instead, from the decision; always ends with its name in brackets."""
    named = tuple(home for home in decision.keep if home.name == name) or decision.keep
    label = f"({decision.name})"
    if not named:
        return f"remove it{': ' + decision.reason if decision.reason else ''} {label}"
    modules = dict.fromkeys(home.module for home in named)
    if len(named) > _MOST_NAMED:
        return f"use {_either([*modules])} {label}"
    if len(modules) == 1:
        return f"use {_either([home.name for home in named])} from {named[0].module} {label}"
    return f"use {_either([f'{home.name} from {home.module}' for home in named])} {label}"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def proposal(name: str, key: str, target: str) -> str:
    """The lines of a policy that decide something about a name, such as `keep` and a home.

    >>> print(proposal("OrderFactory", "keep", "shop.orders:OrderFactory"))
    [decisions.order-factory]
    keep = ["shop.orders:OrderFactory"]
    """
    return f'[decisions.{decision_name(name)}]\n{key} = ["{target}"]'


def decision_name(name: str) -> str:
    """The name of a decision about a class, function or module: its words, in ASCII.

    >>> decision_name("OrderFactory")
    'order-factory'
    >>> decision_name("PyPDFToIDs")
    'py-pdf-to-ids'
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])|_+", "-", name).lower()
    return re.sub(r"[^a-z0-9-]+", "", words).strip("-") or "decision"


def kept_homes(policy: Policy, name: str) -> tuple[tuple[Decision, Home], ...]:
    """The decisions that keep something of this name."""
    return tuple((decision, home) for decision in policy.decisions for home in decision.keep if home.name == name)
