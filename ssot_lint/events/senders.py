"""Where the events of a decision are named, and which of these places an emitter sends."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from ssot_lint.events.emission import is_emission
from ssot_lint.events.flow import Flow
from ssot_lint.events.names import Reads, bindings_of, class_around, function_around
from ssot_lint.events.naming import Emitters, Event, parts_of, words_of
from ssot_lint.model import Related
from ssot_lint.repo.index import Index
from ssot_lint.source.chains import last_name
from ssot_lint.source.needles import Needles
from ssot_lint.source.source import Source
from ssot_lint.source.spelling import is_opaque

#: Words in the name of an object, a method of which that has an event's name sends it.
_SENDERS = frozenset(
    "broadcaster bus channel dispatcher emitter event events hub notifier publisher sender signals".split()  # noqa: SIM905
)
_FAR, _NEAR = 7, 1  # hops that a text is followed; of one that may be anything, `f"{a}_{b}"`, only the nearest
_FORMS = (ast.JoinedStr, ast.BinOp, ast.Call)


class Sender(NamedTuple):
    """A place that sends an event, by the class and the function around it; `is_sure` when it can't be another."""

    source: Source
    node: ast.AST
    klass: ast.ClassDef | None
    function: str
    is_sure: bool


class Senders:
    """The places that send some events, in one repository, for one set of emitters."""

    def __init__(self, index: Index, emitters: Emitters, events: Iterable[Event]) -> None:
        self.index = index
        self.emitters = emitters
        self.reads = index.memo("events.reads", lambda: Reads(index))
        self.flow = Flow(self.reads, emitters)
        self.paths = self.reads.paths
        self._events = tuple(events)
        self._called: dict[str, bool] = {}

    def first(self, event: Event) -> Sender | None:
        """A place that sends an event, near to where it is named if there is such a one."""
        near = (one for path in self._named[event] for one in self._in_file(self.index.source(path), event, _NEAR))
        made = (one for path in self.paths for one in self.made_in(path, event, _FAR))
        return next(near, None) or next(self.of(event), None) or next(made, None)

    def of(self, event: Event) -> Iterator[Sender]:
        """All places that send an event and name it in one piece."""
        for path in self._named[event]:
            yield from self._in_file(self.index.source(path), event, _FAR)

    def made_in(self, path: str, event: Event, furthest: int = _NEAR) -> Iterator[Sender]:
        """The places of a file that send what may be the event; `furthest` is how many hops that is followed."""
        self.index.sought.add(event.made_of)
        data = self.index.peek(path)
        if is_opaque(data) or event.may_be_made_in(data.lower()):
            yield from self._made(self.index.source(path), event, furthest)

    @cached_property
    def _named(self) -> Mapping[Event, list[str]]:
        """The files that may have the name of each event."""
        found: dict[Event, list[str]] = {event: [] for event in self._events}
        words = {max(event.words, key=len) for event in self._events if event.words}
        self.index.sought.add(Needles(fragments=words))
        for path in self.paths:
            data = self.index.peek(path)
            folded, anything = data.lower(), is_opaque(data)
            for event in self._events:
                if anything or event.may_be_in(folded):
                    found[event].append(path)
        return found

    # -- places that name it

    def _in_file(self, source: Source, event: Event, furthest: int) -> Iterator[Sender]:
        for text in source.nodes(ast.Constant):
            if _is_named(text.value, event):
                yield from self._sent(source, text, event, furthest, is_sure=text.value == event.text)
        for word in source.nodes(ast.keyword):
            call = source.parent(word)
            if (
                word.arg == event.text
                and isinstance(call, ast.Call)
                and is_emission(self.emitters, source, call, word.value)
            ):
                yield self._sender(source, call, is_sure=True)
        names: list[ast.Name | ast.Attribute] = [*source.nodes(ast.Name), *source.nodes(ast.Attribute)]
        for node in names:
            if isinstance(node.ctx, ast.Load) and event.is_thing(last_name(node)):
                yield from self._by_name(source, node, event, furthest)

    def _made(self, source: Source, event: Event, furthest: int) -> Iterator[Sender]:
        for kind in _FORMS:
            for node in source.nodes(kind):
                parts = parts_of(node)
                if event.is_made_by(parts):
                    hops = furthest if any(map(words_of, filter(None, parts))) else _NEAR
                    yield from self._sent(source, node, event, hops, is_sure=False)
        for text in source.nodes(ast.Constant):  # in pieces: "agent_" "started"
            if text.value == event.text:
                yield from self._sent(source, text, event, _FAR, is_sure=True)

    def _sent(self, source: Source, node: ast.expr, event: Event, furthest: int, *, is_sure: bool) -> Iterator[Sender]:
        for one in self.flow.sent(source, node, furthest):
            where, origin = one.origin
            if not self.uncalled(where, origin, event):
                yield self._sender(where, origin, is_sure=is_sure and one.call is not node)

    def _sender(self, source: Source, node: ast.AST, *, is_sure: bool) -> Sender:
        function = function_around(source, node)
        return Sender(source, node, class_around(source, node), function.name if function else "", is_sure)

    # -- names that say it

    def _by_name(self, source: Source, node: ast.Name | ast.Attribute, event: Event, furthest: int) -> Iterator[Sender]:
        name, call = last_name(node), source.parent(node)
        is_called = isinstance(call, ast.Call) and call.func is node
        if self.emitters.say(name, event):
            function = function_around(source, node)
            if function is None or function.name != name:
                yield self._sender(source, node, is_sure=True)
        elif is_called and isinstance(node, ast.Attribute) and event.rest_of(name) == ():
            if not _SENDERS.isdisjoint(words_of(last_name(node.value))):
                yield self._sender(source, node, is_sure=True)
            else:
                yield from self._sent(source, node, event, furthest, is_sure=False)
        elif is_called or name[:1].isupper() or self._is_receiver(source, node) or _is_global(source, node, event):
            if not self._is_another(source, node, event):
                yield from self._sent(source, node, event, furthest, is_sure=True)

    def _is_receiver(self, source: Source, node: ast.expr) -> bool:
        """Whether it is what a method that sends is called on, or taken from: `agent_started.send(self)`."""
        method = source.parent(node)
        return isinstance(method, ast.Attribute) and self.emitters.match(method.attr)

    def _is_another(self, source: Source, node: ast.expr, event: Event) -> bool:
        """Whether a constant or member is named for the event, but is another text."""
        texts = self.texts(source, node)
        return bool(texts) and event.text not in texts

    def texts(self, source: Source, node: ast.expr) -> set[str]:
        """The texts that a constant, or a member of a class, is set to where it is defined."""
        values = [binding.value for binding in bindings_of(source, node)]
        found = {one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        for dotted in self.reads.meant(source, node):
            home, names = self.reads.meanings.lookup.split(dotted, source.path)
            if home and names and "" not in names:
                found |= _texts(self.index.source(home), names)
        return found

    # -- functions that nobody calls

    def uncalled(self, source: Source, node: ast.AST, event: Event) -> str:
        """The name of the function around, when it is for sending the event and is not used outside tests."""
        function = function_around(source, node)
        if function is None or not self.emitters.say(function.name, event) or self._is_called(function.name):
            return ""
        return function.name

    def _is_called(self, name: str) -> bool:
        if name not in self._called:
            event = Event(name)
            self.index.sought.update((Needles({name}), event.made_of))
            self._called[name] = any(self._calls(path, event) for path in self.paths)
        return self._called[name]

    def _calls(self, path: str, event: Event) -> bool:
        name, data = event.text, self.index.peek(path)
        is_made = b"getattr" in data and event.may_be_made_in(data.lower())
        if name.encode() not in data and not is_made and data.isascii():
            return False
        source = self.index.source(path)
        places: list[ast.expr] = [*self.reads.loads(source, name)]
        places += [text for text in source.nodes(ast.Constant) if text.value == name]
        if is_made:
            places += [node for kind in _FORMS for node in source.nodes(kind) if event.is_made_by(parts_of(node))]
        around = (function_around(source, place) for place in places)
        return any(function is None or function.name != name for function in around)

    # -- for people

    def traces(self, event: Event) -> Iterator[Related]:
        """What there is of an event that is not sent: functions that nobody calls, and places that name it."""
        for path in self._named[event]:
            source = self.index.source(path)
            for function in source.functions():
                if self.emitters.say(function.name, event) and not self._is_called(function.name):
                    span = source.name_span(function)
                    yield Related(path, span.line, span.column, f"{function.name} is not called outside tests")
        for path in self._named[event]:
            source = self.index.source(path)
            for text in source.nodes(ast.Constant):
                if text.value == event.text and not self.uncalled(source, text, event):
                    span = source.span(text)
                    yield Related(path, span.line, span.column, f"{event.text} is named here, but not sent")


def _is_global(source: Source, node: ast.Name | ast.Attribute, event: Event) -> bool:
    """Whether it is of a module and has just the event's name: `signals.agent_started`, a signal."""
    root: ast.expr = node
    while isinstance(root, ast.Attribute):
        root = root.value
    found = source.names.scopes[root].lookup(root.id) if isinstance(root, ast.Name) else None
    if found is None or event.rest_of(last_name(node)) != ():
        return False
    return found[1][0].kind == "import" or (root is node and found[0] is source.names.top)


def _is_named(value: object, event: Event) -> bool:
    if isinstance(value, bytes):
        return event.is_in(value.decode("utf-8", "replace"))
    return isinstance(value, str) and event.is_in(value)


def _texts(source: Source, names: list[str]) -> set[str]:
    """The texts that a name of a module, or of a class in it, is set to."""
    body: list[ast.stmt] = source.tree.body
    for name in names[:-1]:
        found = [node for node in source.nodes(ast.ClassDef) if node.name == name and node in body]
        body = found[0].body if found else []
    texts = set()
    for statement in body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Constant):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if isinstance(statement.value.value, str) and any(last_name(target) == names[-1] for target in targets):
                texts.add(statement.value.value)
    return texts
