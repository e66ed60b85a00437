"""`ssot-lint explain`: what a rule means, from the data of the rule itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from inspect import cleandoc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssot_lint.policy.model import Option
    from ssot_lint.rule import Example, Rule


def explain(rules: Mapping[str, Rule], wanted: str | None = None) -> str:
    """All about the rule of that code or name, or a table of all rules.

    Raises ValueError when there is no such rule.
    """
    if wanted is None:
        return _table(rules)
    rule = find(rules, wanted)
    if rule is None:
        raise ValueError(unknown(rules, wanted))
    return "\n\n".join(_sections(rule)) + "\n"


def find(rules: Mapping[str, Rule], wanted: str) -> Rule | None:
    """The rule of that code or name."""
    return next((rule for rule in rules.values() if wanted.upper() == rule.code or wanted.lower() == rule.name), None)


def unknown(rules: Mapping[str, Rule], wanted: str, decisions: Collection[str] = ()) -> str:
    """What to say of a word that is neither a rule nor one of the decisions."""
    from difflib import get_close_matches

    known = [*rules, *(rule.name for rule in rules.values()), *decisions]
    near = get_close_matches(wanted, known, 1) or get_close_matches(wanted.upper(), known, 1)
    rest = f", and the decisions are {', '.join(decisions)}" if decisions else ""
    hint = f"did you mean {near[0]}?" if near else f"`ssot-lint explain` lists all{' rules' if rest else ''}{rest}"
    return f"unknown rule{' or decision' if decisions else ''} {wanted!r} ({hint})"


def _table(rules: Mapping[str, Rule]) -> str:
    width = max(len(rule.name) for rule in rules.values())
    return "".join(f"{rule.code}  {rule.name:{width}}  {rule.summary}\n" for rule in rules.values())


def _sections(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name}: {rule.summary}"
    yield cleandoc(rule.explanation)
    if rule.options:
        yield "\n".join(["Options", *(f"  {_option(option)}" for option in rule.options)])
    for example in rule.examples:
        yield f"Example: {example.title}\n" + "\n".join(_example(example))


def _option(option: Option) -> str:
    key = option.key if option.table == "decision" else f"[{option.table}] {option.key}"
    needs = f" (needs {', '.join(option.requires)})" if option.requires else ""
    return f"{key}: {option.help}{needs}"


def _example(example: Example) -> Iterator[str]:
    if example.policy.strip():
        yield _block("ssot.toml", example.policy)
    for path, text in example.files.items():
        yield _block(path, text)
    yield _block("findings", "\n".join(example.findings) or "none")
    for path, text in example.fixed.items():
        yield _block(f"{path}, fixed", text)


def _block(label: str, text: str) -> str:
    return "\n".join([f"  {label}", *(f"    | {line}".rstrip() for line in text.strip("\n").split("\n"))])
