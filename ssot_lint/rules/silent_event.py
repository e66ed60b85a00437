"""An event that the decision wants sent and that no emitter sends. Whoever listens for it waits
for ever: a consolidation kept one emitter, and what only the other one sent is gone. No test
notices that has an emitter of its own.

Each name in `emit` must reach a call of an emitter somewhere outside tests: as a text, alone or
in a payload (`{"type": "agent_started"}`), through variables, constants and members of
enumerations, also of other modules, through dictionaries, loops, default values, parameters of
functions of the repository, returned and yielded values, attributes, and objects that are made
with it. An emitter is a call of what `emitters` has globs for, private or imported under another
name too, and a `partial` or a scheduler that is given one (`submit(emit, "agent_started")`).
Without `emitters` it is any function with one of these words in its name: announce, broadcast,
dispatch, emit, enqueue, fire, notify, post, produce, publish, push, put, send, stream, streaming,
trigger. Whatever is returned to a framework needs the framework's function among `emitters`.

A name says it too. A function that has the words of the event beside those of an emitter
(`emit_agent_started`, `send_agent_started_event`) sends it, but only where it is used outside of
itself and of tests: a definition that nobody calls sends nothing, whatever is in it. So do a
method with the name of the event on an emitter (`emitter.agent_started()`), a signal
(`agent_started.send()`, `send(signal=signals.agent_started)`), and a class, a constant of unknown
value, or the result of a function that is named for the event and passed to an emitter
(`emit(AgentStarted())`).

Declarations, comparisons, `match`, validations, handlers (`HANDLERS = {"agent_started": …}`,
`on("agent_started", …)`) and tests send nothing. It is reported at the decision in the policy file,
with the functions that nobody calls, what is sent under a name spelled nearly alike, and the
places that name the event without sending it as related places.

With `complete`, a class that sends some of the events sends all: itself, by what it inherits, or
by functions of the repository that it calls. It is reported at the class. Silent are abstract
classes and protocols, classes whose base is computed, and those on which another is built that does
send all.

Limits: where code can make the name of the event (`f"agent_{phase}"`), it counts as sent. Not seen
are names that come from outside of Python code (a configuration, a database), queues between
functions that share nothing but the queue, and emitters that are reached only by text. The order
of statements and conditions is not followed, nor whether what sends is ever run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ssot_lint.model import Hit, Related, Span
from ssot_lint.policy import kinds
from ssot_lint.policy.model import Decision, Option, Policy
from ssot_lint.rule import Example, Rule

if TYPE_CHECKING:
    from ssot_lint.events.complete import Partial
    from ssot_lint.events.naming import Event
    from ssot_lint.events.senders import Senders
    from ssot_lint.repo.index import Index

EMIT = Option("emit", kinds.TEXTS, "events that must be sent somewhere")
EMITTERS = Option("emitters", kinds.NAMES, "functions (globs) that send events", requires=("emit",))
COMPLETE = Option("complete", kinds.FLAG, "a class that sends some of the events sends all", requires=("emit",))

_MOST_RELATED = 3  # places of each kind


def check(policy: Policy, index: Index) -> Iterator[Hit]:
    for decision in policy.decisions:
        if "emit" in decision.options:
            yield from _of_decision(decision, policy, index)


def reports_in(path: str, policy: Policy, index: Index) -> bool:
    are_complete = any(decision.options.get("complete", False) for decision in policy.decisions)
    return path == policy.path or (are_complete and path in index.python_set)


def _of_decision(decision: Decision, policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.events.complete import partial_senders
    from ssot_lint.events.naming import Emitters, Event
    from ssot_lint.events.senders import Senders

    events = [Event(text) for text in dict.fromkeys(decision.options["emit"])]
    senders = Senders(index, Emitters(decision.options.get("emitters", ())), events)
    sent = [event for event in events if senders.first(event) is not None]
    for event in events:
        if event not in sent:
            yield _silent(event, events, senders, decision, policy)
    if decision.options.get("complete", False):
        named = {event: [*senders.of(event)] for event in sent}
        # Of an event whose name is only put together, nobody can tell which class sends it.
        for one in partial_senders(senders, {event: places for event, places in named.items() if places}):
            yield _partial(one, decision, policy)


def _silent(event: Event, events: Iterable[Event], senders: Senders, decision: Decision, policy: Policy) -> Hit:
    from ssot_lint.events.alike import sent_alike

    alike = islice(sent_alike(senders, event, [other.text for other in events]), _MOST_RELATED)
    return Hit(
        Span(decision.line, 1, decision.line, 1),
        f"no emitter sends {event.text}: send it, or correct emit or emitters ({decision.name})",
        decision.name,
        path=policy.path,
        related=(*alike, *islice(senders.traces(event), _MOST_RELATED)),
    )


def _partial(one: Partial, decision: Decision, policy: Policy) -> Hit:
    sent, missing = ", ".join(one.sent), ", ".join(one.missing)
    return Hit(
        one.source.name_span(one.klass),
        f"{one.klass.name} sends {sent} but not {missing}: send all of them, or none ({decision.name})",
        decision.name,
        path=one.source.path,
        related=(Related(policy.path or "", decision.line, 1, "the events are decided here"),),
    )


_POLICY = """\
[decisions.run-events]
emit = ["run_started", "run_completed"]
"""

RULE = Rule(
    "SSOT105",
    "silent-event",
    "an event of `emit` that no emitter sends",
    __doc__,
    repo=check,
    reports_in=reports_in,
    options=(EMIT, EMITTERS, COMPLETE),
    examples=(
        Example(
            "spelled otherwise, and only listened to",
            _POLICY,
            {
                "app/run.py": 'def run(bus):\n    bus.emit("run_started")\n    bus.emit("run_complete")\n',
                "app/page.py": 'def show(event):\n    return event.kind == "run_completed"\n',
            },
            (
                "ssot.toml:1:1: SSOT105 no emitter sends run_completed: "
                "send it, or correct emit or emitters (run-events)",
            ),
        ),
        Example(
            "a function for it that nobody calls",
            _POLICY,
            {
                "app/bridge.py": (
                    "class Bridge:\n"
                    "    def notify_run_started(self):\n"
                    '        self.emit({"type": "run_started"})\n'
                    "    def notify_run_completed(self):\n"
                    '        self.emit({"type": "run_completed"})\n'
                ),
                "app/run.py": "def run(bridge):\n    bridge.notify_run_started()\n",
                "tests/test_bridge.py": "def test(bridge):\n    bridge.notify_run_completed()\n",
            },
            (
                "ssot.toml:1:1: SSOT105 no emitter sends run_completed: "
                "send it, or correct emit or emitters (run-events)",
            ),
        ),
        Example(
            "a class that sends some of them",
            f"{_POLICY}complete = true\n",
            {
                "app/old.py": 'class OldRun:\n    def run(self):\n        self.emit("run_started")\n',
                "app/run.py": (
                    "class Run:\n"
                    "    def run(self):\n"
                    '        for name in ("run_started", "run_completed"):\n'
                    "            self.emit(name)\n"
                ),
            },
            (
                "app/old.py:1:7: SSOT105 OldRun sends run_started but not run_completed: "
                "send all of them, or none (run-events)",
            ),
        ),
        Example(
            "members of an enumeration, and a helper",
            f'{_POLICY}emitters = ["push_event"]\n',
            {
                "app/events.py": (
                    "from enum import Enum\n"
                    "class Events(str, Enum):\n"
                    '    STARTED = "run_started"\n'
                    '    COMPLETED = "run_completed"\n'
                ),
                "app/run.py": (
                    "from app.events import Events\n"
                    "class Run:\n"
                    "    def _send(self, kind):\n"
                    '        self.push_event({"type": kind.value})\n'
                    "    def run(self):\n"
                    "        self._send(Events.STARTED)\n"
                    "        self._send(Events.COMPLETED)\n"
                ),
            },
        ),
    ),
)
