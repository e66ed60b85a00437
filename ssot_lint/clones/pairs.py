"""The pairs of classes and functions of a repository that a person may want to hear of.

Words come first, trees after them: only what shares rare words is parsed, and what two texts have
in common is kept for the next run, which needs to look at the texts that are new.
"""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any, NamedTuple

from ssot_lint.clones.candidates import Place
from ssot_lint.clones.families import RELATIONS, Relation, are_exempt, are_siblings, last_name, relation_by_names
from ssot_lint.clones.features import Parsed
from ssot_lint.clones.likeness import Likeness, are_related, likeness, same_names, shared
from ssot_lint.clones.relation import is_subclass, look_for_ancestors, relation
from ssot_lint.clones.unions import Unions
from ssot_lint.clones.verdict import MOST_TOOLS, Case, Clue, Kind, clues, may_be_alternatives, verdict
from ssot_lint.clones.wanted import AllWanted, Limits, Wanted, all_wanted
from ssot_lint.repo.importers import importing_lines
from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import by_text, count, flag, row, text
from ssot_lint.repo.kept_shapes import number as any_number
from ssot_lint.repo.sketch import plain, statements
from ssot_lint.repo.units import Unit, unit_in
from ssot_lint.repo.workers import over_parts

_REASONS = 3
_KEPT = "likenesses"
_BEFORE = 300  # bytes that the decorators of a unit may be in
_FEW = 200  # pairs; for fewer, other processes are not worth to be started
_WORTH_KEEPING = 0.05  # of the pairs: to look at fewer again takes no longer than to write them down
#: Of a case, what speaks for it.
_UNKNOWN: tuple[bool, bool, bool, bool, Mapping[str, int], Mapping[str, int]] = (False, False, False, False, {}, {})
_TREES = 200  # of units, which are looked at again and again


_LIKENESS = row(
    *(any_number, any_number, count, count, any_number, by_text(any_number)),
    *(any_number, any_number, any_number, count, count, flag),
)


def _is_made(value: Any) -> bool:
    """Whether that is what is kept of two texts."""
    return value is None or (_COMPARED(value) and value[1] in RELATIONS)


_COMPARED = row(_LIKENESS, text, flag)
_SHAPE = row(any_number, by_text(_is_made))


class Pair(NamedTuple):
    """Two definitions, in the order of their places, and what they are to each other; of rivals, why."""

    kind: Kind
    one: Place
    other: Place
    is_class: bool
    likeness: Likeness
    clues: tuple[Clue, ...] = ()

    @property
    def places(self) -> tuple[Place, Place]:
        """Both."""
        return self.one, self.other

    @property
    def reasons(self) -> tuple[str, ...]:
        """The weightiest of what speaks for two to be rivals."""
        return tuple(clue.text for clue in self.clues[:_REASONS] if clue.weight > 0)


class _Compared(NamedTuple):
    """What two texts tell of a pair; such as JSON can hold."""

    likeness: Likeness
    relation: Relation
    mentions: bool


def pairs(index: Index, limits: Limits) -> list[Pair]:
    """All pairs, in the order of their places."""
    return [*_judged(index, all_wanted(index, limits), limits.similarity)]


def _judged(index: Index, wanted: AllWanted, similarity: float) -> Iterator[Pair]:
    likely = [*_likely(index, wanted, similarity)]
    look_for_ancestors(index, (place for pair, _ in likely if pair.is_class for place in pair[:2]))
    for (one, other, is_class, _), likely_case in likely:
        case = likely_case
        if is_class:
            found = relation(index, one, other, case.relation)
            is_used = case.is_used or is_subclass(index, one, other)
            case = case._replace(relation=found, is_used=is_used)
        kind = verdict(case, similarity)
        if kind == "copies" and may_be_alternatives(case) and _are_imported_together(index, one, other):
            continue
        if kind is not None:
            yield Pair(kind, one, other, is_class, case.likeness, clues(case) if kind == "rivals" else ())


def _likely(index: Index, wanted: AllWanted, similarity: float) -> Iterator[tuple[Wanted, Case]]:
    """The pairs on which there is a verdict, as long as nothing is known of what they extend but the names of that."""
    for pair, compared in zip(wanted.pairs, _compared(index, wanted.pairs, similarity), strict=True):
        if compared is None:
            continue
        one, other, is_class, is_interface = pair
        case = Case(
            (one.name, other.name),
            is_class,
            compared.likeness,
            compared.relation,
            compared.mentions,
            is_interface,
            one.path.rpartition("/")[0] == other.path.rpartition("/")[0],
            are_siblings((one.name, other.name), (one.path, other.path)),
            wanted.methods,
            wanted.kinds,
        )
        if verdict(case, similarity) is not None:  # what speaks against it comes later: it takes longer to find out
            is_used = case.is_used or _imports(index, one, other) or _imports(index, other, one)
            case = case._replace(is_used=is_used)
            if verdict(case, similarity) is not None:
                yield pair, case


def _are_imported_together(index: Index, one: Place, other: Place) -> bool:
    return not importing_lines(index, *one).isdisjoint(importing_lines(index, *other))


def _imports(index: Index, place: Place, other: Place) -> bool:
    """Whether a file imports what the other one defines, from there or from a package around it."""
    modules = index.modules.names_of(other.path)
    return any(
        other.name in said.names
        and any(module.endswith(said.module) or module.startswith(f"{said.module}.") for module in modules)
        for said in statements(index.sketch(place.path).imports)
    )


# -- what two texts have in common


def _compared(index: Index, wanted: Sequence[Wanted], similarity: float) -> list[_Compared | None]:
    """What the texts of each pair have in common, None where that can be no reason to speak of it."""
    conclusions = index.conclusions
    index.looked_at.update(place.path for pair in wanted for place in pair[:2])
    keys = [" ".join((_key(index, pair.one), _key(index, pair.other))) for pair in wanted]
    kept = conclusions.kept_answer(_KEPT, _SHAPE)
    known: dict[str, Any] = kept[1] if kept and kept[0] == similarity else {}
    missing = [number for number, key in enumerate(keys) if key not in known]
    if missing:
        work = partial(_compare_all, index, wanted, similarity)
        together = _together(wanted, missing)
        fresh = over_parts(work, together, index.records.jobs if len(missing) > _FEW else 1)
        known = {**known, **{keys[number]: made for number, made in zip(together, fresh, strict=True)}}
    is_news = len(missing) > _WORTH_KEEPING * len(keys)
    conclusions.keep_answer(_KEPT, [similarity, {key: known[key] for key in keys}], is_news=is_news)
    return [_read(known[key]) for key in keys]


def _together(wanted: Sequence[Wanted], numbers: Iterable[int]) -> list[int]:
    """Some pairs, those with the same units near to each other: each is to be parsed once."""
    unions = Unions[Place]()
    for number in numbers:
        unions.join(wanted[number].other, wanted[number].one)
    return sorted(numbers, key=lambda number: (unions.leader(wanted[number].one), number))


def _key(index: Index, place: Place) -> str:
    return f"{index.records.content(place.path)} {place.name}"


def _read(made: Sequence[Any] | None) -> _Compared | None:
    return None if made is None else _Compared(Likeness._make(made[0]), made[1], made[2])


def _compare_all(index: Index, wanted: Sequence[Wanted], similarity: float, numbers: Sequence[int]) -> list[Any]:
    parsed = lru_cache(maxsize=_TREES)(partial(_parsed, index))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes are another linter's business
        return [
            _compare(parsed(one), parsed(other), similarity, is_class=is_class)
            for one, other, is_class, _ in map(wanted.__getitem__, numbers)
        ]


def _compare(one: Parsed | None, other: Parsed | None, similarity: float, *, is_class: bool) -> list[Any] | None:
    """What two have in common; None where no verdict could make anything of it."""
    if one is None or other is None:
        return None
    names = (one.name, other.name)
    related = relation_by_names(one.bases, other.bases, names)
    if not _may_count(one, other, related, similarity, is_class=is_class):
        return None
    first, second = one.features, other.features
    dot = "." if names[0] == names[1] else ""
    mentions = f"{dot}{names[1]}" in first.mentions or f"{dot}{names[0]}" in second.mentions
    return [list(likeness(first, second)), related, mentions or _extends(one, other) or _extends(other, one)]


def _extends(one: Parsed, other: Parsed) -> bool:
    """Whether a class extends what is called as another; of `Pool(lib.Pool)` a copy extends the same as it does."""
    return other.name in map(last_name, one.bases) and other.name not in map(last_name, other.bases)


def _may_count(one: Parsed, other: Parsed, related: Relation, similarity: float, *, is_class: bool) -> bool:
    """Whether two may be more to each other than strangers, as far as is known of them so far."""
    common = shared(one.shapes, other.shapes)
    structure = common / ((one.weight + other.weight - common) or 1.0)
    said = len(one.summary & other.summary), are_related(one, other)
    names = same_names(one, other)
    found = Likeness(round(structure, 3), round(common, 1), 0, 0, 0.0, {}, names, 0.0, 0.0, 0, *said)
    return _at_best(Case((one.name, other.name), is_class, found, related, *_UNKNOWN), similarity)


def _at_best(case: Case, similarity: float) -> bool:
    """Whether there may be a verdict on two, if all speaks for it but names, bases and statements, which are known."""
    found = case.likeness._replace(members=0, of=0, renamed=math.inf, named={}, words=1.0, means=1.0, tools=MOST_TOOLS)
    best = Case(case.names, case.is_class, found, case.relation, *_UNKNOWN)
    return any(verdict(one, similarity) is not None for one in (best, best._replace(is_interface=True)))


def _before(text: bytes, unit: Unit) -> str:
    """What may be the decorators of a unit."""
    return text[max(0, unit.offset - _BEFORE) : unit.offset].rpartition(b"\n\n")[2].decode("utf-8", "replace")


def _parsed(index: Index, place: Place) -> Parsed | None:
    """A unit as a tree; None when its text can't be parsed, or is of a kind that is written alike."""
    text = b"\n" + plain(index.records.read(place.path))
    unit = unit_in(text, place.name)
    if unit is None:
        return None
    keyword = b"class " if unit.is_class else b"def "
    for part in (keyword + place.name.encode() + unit.body, text):  # a string with unindented lines ends it too soon
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            for node in ast.parse(part.decode()).body:  # it is UTF-8, whatever a comment in it says
                if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name == place.name:
                    found = Parsed(node, _before(text, unit))
                    return None if found.is_class and are_exempt(found.bases, found.name) else found
    return None
