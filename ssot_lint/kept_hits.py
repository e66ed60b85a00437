"""The hits of rules as plain values, to be kept from run to run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ssot_lint.model import Edit, Fix, Hit, Related, Span
from ssot_lint.repo.kept_shapes import Shape, count, either, flag, list_of, nothing, row, text
from ssot_lint.rule import Rule

_SPAN = row(count, count, count, count)
_EDIT = row(count, count, count, count, text)
_FIX = row(text, flag, list_of(_EDIT))
_RELATED = row(text, count, count, text)
_HIT = row(
    *(_SPAN, text, either(nothing, text), text, either(nothing, text)),
    *(list_of(_RELATED), either(nothing, _FIX), text, text),
)


def shape(rules: Collection[str]) -> Shape:
    """That of the hits of one file, each with the code of one of some rules."""
    return list_of(row(lambda code: code in rules, _HIT))


def written(hits: Iterable[tuple[Rule, Hit]]) -> list[list[Any]]:
    """Hits as something that JSON can hold."""
    return [[rule.code, list(hit)] for rule, hit in hits]


def read(record: Iterable[list[Any]], rules: Mapping[str, Rule]) -> list[tuple[Rule, Hit]]:
    """The hits that `written` made a record of."""
    return [(rules[code], _hit(*parts)) for code, parts in record]


def _hit(span: Any, message: str, decision: Any, cause: str, path: Any, related: Any, fix: Any, *rest: str) -> Hit:
    made = None if fix is None else Fix(fix[0], fix[1], tuple(Edit(*edit) for edit in fix[2]))
    return Hit(Span(*span), message, decision, cause, path, tuple(Related(*one) for one in related), made, *rest)
