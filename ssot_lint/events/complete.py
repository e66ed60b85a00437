"""Classes that send some of the events that belong together, and not the others."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ssot_lint.callables.members import class_at
from ssot_lint.events.naming import Event
from ssot_lint.events.senders import Sender, Senders
from ssot_lint.source.chains import last_name
from ssot_lint.source.shapes import is_abstract, is_protocol
from ssot_lint.source.source import Source

_DEEPEST = 3  # calls from a class to what sends for it
_Place = tuple[str, int]


class Partial(NamedTuple):
    """A class, the events it sends, and those that it does not."""

    source: Source
    klass: ast.ClassDef
    sent: tuple[str, ...]
    missing: tuple[str, ...]


def partial_senders(senders: Senders, events: Mapping[Event, Iterable[Sender]]) -> Iterator[Partial]:
    """The classes that send some of the events for sure, and neither they nor a class built on them all of them."""
    by_class: dict[_Place, tuple[Source, ast.ClassDef]] = {}
    sent: dict[_Place, set[Event]] = {}
    sure: dict[_Place, list[Event]] = {}
    functions: dict[Event, set[str]] = {}
    for event, places in events.items():
        for one in places:
            functions.setdefault(event, set()).add(one.function)
            if one.klass is not None:
                place = one.source.path, one.klass.lineno
                by_class[place] = one.source, one.klass
                sent.setdefault(place, set()).add(event)
                if one.is_sure and event not in sure.setdefault(place, []):
                    sure[place].append(event)
    judge = _Judge(senders, sent, functions)
    for place in sorted(place for place, some in sure.items() if some):
        source, klass = by_class[place]
        if is_abstract(klass) or is_protocol(source, klass):
            continue
        missing = judge.missing(source, klass, tuple(events))
        some = tuple(event.text for event in events if event in sure[place])
        if missing and not any(not judge.missing(*other, tuple(events)) for other in judge.built_on(source, klass)):
            yield Partial(source, klass, some, missing)


def _plain(base: ast.expr) -> ast.expr:
    return base.value if isinstance(base, ast.Subscript) else base


class _Judge:
    """What classes send, with all that they inherit and call."""

    def __init__(
        self, senders: Senders, sent: Mapping[_Place, set[Event]], functions: Mapping[Event, set[str]]
    ) -> None:
        self._senders = senders
        self._sent = sent
        self._functions = functions

    def missing(self, source: Source, klass: ast.ClassDef, events: tuple[Event, ...]) -> tuple[str, ...]:
        line = list(self._line(source, klass))
        if any(not where.resolve(base) for where, one in line for base in map(_plain, one.bases)):
            return ()  # it may inherit anything
        found = {event for where, one in line for event in self._sent.get((where.path, one.lineno), ())}
        return tuple(
            event.text
            for event in events
            if event not in found
            and not any(self._helps(where, one, event) or self._may_make(where, one, event) for where, one in line)
        )

    def built_on(self, source: Source, klass: ast.ClassDef) -> Iterator[tuple[Source, ast.ClassDef]]:
        """The classes that inherit from a class, near to far."""
        queue, seen = [(source, klass)], {(source.path, klass.lineno)}
        while queue:
            for where, node in self._senders.reads.of_definition(*queue.pop(0)):
                base = where.parent(node)
                if isinstance(base, ast.ClassDef) and (where.path, base.lineno) not in seen:
                    seen.add((where.path, base.lineno))
                    queue.append((where, base))
                    yield where, base

    def _line(self, source: Source, klass: ast.ClassDef) -> Iterator[tuple[Source, ast.ClassDef]]:
        """A class and what it inherits from in the repository."""
        yield source, klass
        lookup = self._senders.reads.meanings.lookup
        known = class_at(lookup, source, klass)
        for one in lookup.line(known)[1:] if known else ():
            if one is not None:
                other = self._senders.index.source(one.path)
                nodes = other.nodes(ast.ClassDef)
                yield other, next(node for node in nodes if other.name_span(node).line == one.facts.line)

    def _helps(self, source: Source, klass: ast.ClassDef, event: Event) -> bool:
        """Whether a class has a method that is for the event, or calls what sends it."""
        if any(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and self._senders.emitters.say(node.name, event)
            for node in klass.body
        ):
            return True
        return self._leads(source, klass, self._functions.get(event, set()) - {""}, set(), _DEEPEST)

    def _may_make(self, source: Source, klass: ast.ClassDef, event: Event) -> bool:
        """Whether a class sends what it puts together, and what may be the event."""
        made = self._senders.made_in(source.path, event)
        return any(one.klass is not None and one.klass.lineno == klass.lineno for one in made)

    def _leads(self, source: Source, node: ast.AST, wanted: set[str], seen: set[str], depth: int) -> bool:
        called = {
            last_name(call.func)
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and self._is_ours(source, call)
        }
        if not wanted.isdisjoint(called):
            return True
        fresh = called - seen - {""}
        seen |= fresh
        return depth > 0 and any(
            self._leads(source, function, wanted, seen, depth - 1)
            for function in source.functions()
            if function.name in fresh
        )

    def _is_ours(self, source: Source, call: ast.Call) -> bool:
        """Whether a call may run code of the repository."""
        targets = [target for target in source.resolve(call.func) if target.bound]
        modules = self._senders.index.modules
        return not targets or any(modules.is_first_party(target.dotted) for target in targets)
