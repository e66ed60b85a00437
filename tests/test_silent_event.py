"""SSOT105: what counts as sending an event, what does not, and classes that send only some."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.repository import check, session

POLICY = """\
[decisions.live]
emit = ["agent_started"]
"""
SILENT = ("ssot.toml:1:1: SSOT105 no emitter sends agent_started: send it, or correct emit or emitters (live)",)
EVENTS = """\
from enum import Enum

AGENT_STARTED = "agent_started"


class Events(str, Enum):
    STARTED = "agent_started"
    DONE = "agent_completed"
"""


def _app(text: str, **others: str) -> dict[str, str]:
    return {"app/__init__.py": "", "app/run.py": text} | {f"app/{name}.py": more for name, more in others.items()}


@pytest.mark.parametrize("text", [
    pytest.param('bus.emit("agent_started")', id="literal"),
    pytest.param('class A:\n    def f(self):\n        self.emit("agent_started")', id="self"),
    pytest.param('async def f(ws):\n    await ws.emit_event(type="agent_started")', id="keyword"),
    pytest.param('async def f(ws):\n    await ws.send_json({"type": "agent_started", "data": {}})', id="payload"),
    pytest.param('bus.send({"agent_started": {}})', id="payload-key"),
    pytest.param("bus.emit(agent_started={})", id="argument-of-its-name"),
    pytest.param('bus.send(json.dumps({"type": "agent_started"}).encode())', id="serialized"),
    pytest.param('bus.send(\'{"type": "agent_started"}\')', id="json-text"),
    pytest.param('bus.send(b"event: agent_started")', id="bytes"),
    pytest.param('def f(x):\n    bus.send(f"event: agent_started {x}")', id="in-an-f-string"),
    pytest.param('event = "agent_started"\nbus.emit(event)', id="variable"),
    pytest.param('def f():\n    event = {}\n    event["type"] = "agent_started"\n    bus.emit(event)', id="item"),
    pytest.param('def f(e):\n    e.type = "agent_started"\n    bus.emit(e)', id="attribute-of-a-variable"),
    pytest.param('def f():\n    e = {}\n    e.update(type="agent_started")\n    bus.emit(e)', id="update"),
    pytest.param('def f():\n    e = []\n    e += ["agent_started"]\n    bus.emit(*e)', id="augmented"),
    pytest.param('def f():\n    e: str = "agent_started"\n    bus.emit(e)', id="annotated"),
    pytest.param('def f():\n    a, b = "agent_started", 1\n    bus.emit(a)', id="unpacked"),
    pytest.param('def f():\n    (a, *b) = "agent_started", 1\n    bus.emit(a)', id="unpacked-with-a-rest"),
    pytest.param('def f():\n    if (e := "agent_started"):\n        bus.emit(e)', id="walrus"),
    pytest.param('def f(x):\n    bus.emit("agent_started" if x else "agent_failed")', id="conditional"),
    pytest.param('def f(x):\n    bus.emit(x or "agent_started")', id="or"),
    pytest.param('def f():\n    for e in ("agent_started", "x"):\n        bus.emit(e)', id="loop"),
    pytest.param('def f():\n    for e, x in [("agent_started", 1)]:\n        bus.emit(e, x)', id="loop-unpacked"),
    pytest.param('def f():\n    return [bus.emit(e) for e in ("agent_started",)]', id="comprehension"),
    pytest.param('def f(s):\n    bus.emit({1: "agent_started"}[s])', id="table"),
    pytest.param('T = {1: "agent_started"}\ndef f(s):\n    bus.emit(T.get(s))', id="table-get"),
    pytest.param('T = {"agent_started": 1}\ndef f():\n    for e in T:\n        bus.emit(e)', id="keys-of-a-table"),
    pytest.param('def f():\n    bus.emit(TEMPLATES["agent_started"])', id="looked-up"),
    pytest.param('def f(kind="agent_started"):\n    bus.emit(kind)', id="default"),
    pytest.param('def f(*, kind="agent_started"):\n    bus.emit(kind)', id="keyword-only-default"),
    pytest.param('def f():\n    with span("agent_started") as s:\n        bus.emit(s)', id="with"),
    pytest.param('def f():\n    make = lambda: "agent_started"\n    bus.emit(make())', id="lambda"),
    pytest.param('def f(kind):\n    return [kind]\ndef g():\n    bus.emit(f("agent_started"))', id="argument-returned"),
    pytest.param('def kind():\n    return "agent_started"\nbus.emit(kind())', id="returned"),
    pytest.param('def f():\n    yield "agent_started"\ndef g():\n    for e in f():\n        bus.emit(e)', id="yielded"),
    pytest.param('from functools import partial\nsay = partial(bus.emit, "agent_started")', id="partial"),
    pytest.param('from functools import partial\nsay = partial(bus.emit, 1)\nsay("agent_started")', id="partial-later"),
    pytest.param('pool.submit(bus.emit, "agent_started")', id="handed-to-a-scheduler"),
    pytest.param('from bus import emit\npool.submit(emit, "agent_started")', id="imported-handed-on"),
    pytest.param('from bus import emit as say\nsay("agent_started")', id="imported-as"),
    pytest.param('def f(bus):\n    say = bus.emit\n    say("agent_started")', id="alias"),
    pytest.param('from asgiref.sync import async_to_sync\nasync_to_sync(bus.emit)("agent_started")', id="wrapped"),
    pytest.param('def f(bus):\n    return bus.getEmitter().sendEvent("agent_started")', id="camel-case"),
    pytest.param('def f():\n    e = {"a": {}}\n    e["a"]["type"] = "agent_started"\n    bus.emit(e)', id="inner-item"),
    pytest.param('def f(x):\n    bus.emit(["agent_started" for _ in x])', id="element-of-a-comprehension"),
    pytest.param('@publish("agent_started")\ndef f(): ...', id="decorator"),
    pytest.param('bus.emit(Event("agent_started"))', id="object"),
    pytest.param('e = Event(type="agent_started")\nbus.emit(e)', id="object-before"),
    pytest.param('Event("agent_started").publish()', id="object-that-sends-itself"),
    pytest.param('agent_started = Signal()\ndef f():\n    agent_started.send(1)', id="signal"),
    pytest.param("from far import signals\nbus.send_all(signal=signals.agent_started)", id="signal-of-a-module"),
    pytest.param("agent_started = object()\nbus.send_all(agent_started)", id="signal-passed"),
    pytest.param("class A:\n    def f(self):\n        send = self.agent_started.send\n        send()",
                 id="signal-whose-method-is-kept"),
    pytest.param('class A(Event):\n    type = "agent_started"\nbus.emit(A())', id="attribute-of-a-class"),
    pytest.param('class A(Event):\n    def __init__(self):\n        self.type = "agent_started"\nbus.emit(A())',
                 id="attribute-of-an-object"),
    pytest.param('class A(Event):\n    def __init__(self):\n        super().__init__("agent_started")\nbus.emit(A())',
                 id="super"),
    pytest.param('class A(Event, type="agent_started"): ...\nbus.emit(A.build())', id="keyword-of-a-class"),
    pytest.param('class A(Event):\n    @property\n    def type(self):\n        return "agent_started"\nbus.emit(A())',
                 id="property"),
    pytest.param('class A:\n    def __init__(self):\n        self.e = "agent_started"\n'
                 "    def f(self):\n        self.emit(self.e)", id="own-attribute"),
    pytest.param('class B:\n    def f(self):\n        self.emit(self.e)\nclass A(B):\n    e = "agent_started"',
                 id="attribute-for-a-base"),
    pytest.param('class A:\n    def _send_it(self, kind):\n        self.emit(kind)\n'
                 '    def f(self):\n        self._send_it("agent_started")', id="helper-that-sends"),
    pytest.param('class A:\n    def _do(self, kind):\n        self.emit({"type": kind})\n'
                 '    def f(self):\n        self._do("agent_started")', id="helper"),
    pytest.param('class A:\n    def _a(self, *, kind):\n        self._b(kind)\n    def _b(self, x, *kinds):\n'
                 '        self.emit(kinds)\n    def f(self):\n        self._a(kind="agent_started")\n'
                 '        self._b(1, "agent_started")', id="two-helpers"),
    pytest.param('def _do(**words):\n    bus.emit(words)\n_do(kind="agent_started")', id="helper-with-any-words"),
    pytest.param('class A:\n    def __init__(self, kind):\n        self.emit(kind)\nA("agent_started")',
                 id="constructor-that-sends"),
    pytest.param('class A:\n    def go(self, kind):\n        self.emit(kind)\ndef f(a):\n    a.go("agent_started")',
                 id="method-of-something"),
    pytest.param('from functools import partial\ndef _do(a, kind):\n    bus.emit(kind)\n'
                 'partial(_do, 1, "agent_started")', id="partial-of-a-helper"),
    pytest.param('def f(phase):\n    bus.emit(f"agent_{phase}")', id="f-string"),
    pytest.param('def f(a, b):\n    bus.emit(f"{a}_{b}")', id="f-string-of-unknown-parts"),
    pytest.param('def f(phase):\n    bus.emit("agent_" + phase)', id="sum"),
    pytest.param('def f(phase):\n    bus.emit("agent_%s" % phase)', id="percent"),
    pytest.param('def f(phase):\n    bus.emit("agent_{}".format(phase))', id="format"),
    pytest.param('def f(phase):\n    bus.emit("_".join(["agent", phase]))', id="join"),
    pytest.param('bus.emit("agent_sta" "rted")', id="in-pieces"),
    pytest.param("def f(b):\n    b.notify_agent_started()", id="named-for-it"),
    pytest.param("def f(b):\n    b._send_agent_started_event(1)", id="named-for-it-private"),
    pytest.param("def f(b):\n    b.sendAgentStarted()", id="named-for-it-in-camel-case"),
    pytest.param("def f(b, loop):\n    loop.call_soon(b.emit_agent_started)", id="named-for-it-handed-on"),
    pytest.param("def f(emitter):\n    emitter.agent_started(1)", id="method-of-an-emitter"),
    pytest.param("def f():\n    bus.emit(AgentStartedEvent(1))", id="class-named-for-it"),
    pytest.param("def f():\n    bus.emit(make_agent_started(1))", id="made-by-a-function-named-for-it"),
    pytest.param("def f(api):\n    bus.emit(api.agent_started(1))", id="made-by-a-method-of-its-name"),
    pytest.param("from far import AGENT_STARTED\nbus.emit(AGENT_STARTED)", id="constant-from-elsewhere"),
    pytest.param("from enum import StrEnum, auto\nclass E(StrEnum):\n    AGENT_STARTED = auto()\n"
                 "bus.emit(E.AGENT_STARTED)", id="auto"),
    pytest.param('# -*- coding: utf-16 -*-\nbus.emit("agent_started")', id="encoding-without-ascii"),
])  # fmt: skip
def test_sent(text: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {**_app(text + "\n")}
    if "utf-16" in text:
        files["app/run.py"] = '# coding: utf-7\nbus.emit("agent_started")\n'.encode("utf-7")
    assert check(tmp_path, files, POLICY) == ()


@pytest.mark.parametrize("text", [
    pytest.param("from app.events import AGENT_STARTED\nbus.emit(AGENT_STARTED)", id="constant"),
    pytest.param("from app.events import AGENT_STARTED as e\nbus.emit(e)", id="constant-as"),
    pytest.param("from app import events\nbus.emit(events.AGENT_STARTED)", id="constant-of-a-module"),
    pytest.param("from .events import *\nbus.emit(AGENT_STARTED)", id="star"),
    pytest.param("from app.events import Events\nbus.emit(Events.STARTED)", id="member"),
    pytest.param("from app.events import Events\nbus.emit(Events.STARTED.value)", id="value"),
    pytest.param("from app.events import Events\nbus.emit(Events['STARTED'])", id="by-name"),
    pytest.param("from app.events import Events as E\nfor e in E:\n    bus.emit(e)", id="all-members"),
    pytest.param("from app.events import Events\ndef f(b, x):\n    b.emit({1: Events.STARTED}[x])", id="table"),
    pytest.param("from app.other import BEGUN\nbus.emit(BEGUN)", id="by-another-name-on-the-way"),
    pytest.param("from app.events import Events\ndef f(e: Events): ...\nbus.emit(f'{Events.STARTED}')", id="text"),
])  # fmt: skip
def test_sent_by_a_name_of_another_module(text: str, tmp_path: Path) -> None:
    files = _app(text + "\n", events=EVENTS, other="from app.events import AGENT_STARTED as BEGUN\n")
    assert check(tmp_path, files, POLICY) == ()


@pytest.mark.parametrize("text", [
    pytest.param("", id="nothing"),
    pytest.param('# bus.emit("agent_started")', id="comment"),
    pytest.param('"""Sends agent_started: bus.emit("agent_started")."""', id="docstring"),
    pytest.param('AGENT_STARTED = "agent_started"', id="constant"),
    pytest.param('class E(Enum):\n    STARTED = "agent_started"\n    DONE = "x"\nbus.emit(E.DONE)', id="another-member"),
    pytest.param('class E(Enum):\n    STARTED = "agent_started"\n    DONE = "x"\nbus.emit(E["DONE"])',
                 id="another-member-by-name"),
    pytest.param('KINDS = {"agent_started"}\ndef f(e):\n    if e not in KINDS:\n        raise ValueError(e)',
                 id="validation"),
    pytest.param('def f(e):\n    if e == "agent_started":\n        bus.emit(e.data)', id="comparison"),
    pytest.param('def f(e):\n    bus.emit(e == "agent_started")', id="comparison-sent"),
    pytest.param('def f(e):\n    bus.emit(not "agent_started")', id="not"),
    pytest.param('def f(e):\n    bus.emit(e.startswith("agent_started"))', id="question"),
    pytest.param('def f(e):\n    bus.emit(1 if "agent_started" else 2)', id="condition"),
    pytest.param('def f(e):\n    match e:\n        case "agent_started":\n            bus.emit(e)', id="match"),
    pytest.param('def f(e):\n    assert e, "agent_started"', id="assert"),
    pytest.param('def f(e: Literal["agent_started"]) -> "agent_started": ...', id="annotation"),
    pytest.param('@bus.on("agent_started")\ndef f(e):\n    bus.emit(e)', id="listener"),
    pytest.param('HANDLERS = {"agent_started": f}\ndef g(e):\n    bus.emit(HANDLERS[e](1))', id="handlers"),
    pytest.param('def g(e):\n    h = HANDLERS.get("agent_started")\n    bus.emit(h(e))', id="handler-looked-up"),
    pytest.param('def g(e):\n    COUNTS["agent_started"] += 1\n    bus.emit(COUNTS)', id="counted"),
    pytest.param('log.info("agent_started")', id="logged"),
    pytest.param('bus.emit("agent_starting")', id="another-event"),
    pytest.param('bus.emit("not_agent_started")', id="longer-name"),
    pytest.param('def f():\n    a, b = "agent_started", 1\n    bus.emit(b)', id="other-of-two"),
    pytest.param('def f():\n    e = "agent_started"\ndef g(e):\n    bus.emit(e)', id="other-variable"),
    pytest.param('def f(x):\n    return "agent_started"\ndef g():\n    bus.emit(1)', id="returned-to-nobody"),
    pytest.param("def emit_agent_started(): ...", id="definition"),
    pytest.param("class B(ABC):\n    @abstractmethod\n    def notify_agent_started(self): ...", id="abstract"),
    pytest.param('class B:\n    def notify_agent_started(self):\n        self.emit("agent_started")',
                 id="definition-that-nobody-calls"),
    pytest.param("class B:\n    def notify_agent_started(self):\n        super().notify_agent_started()",
                 id="called-by-itself"),
    pytest.param("def f(b):\n    b.on_agent_started()\n    b.handle_send_agent_started()", id="handler-named-for-it"),
    pytest.param("def f(b):\n    b.agent_started()", id="method-of-something-else"),
    pytest.param("def f(b):\n    if b.agent_started:\n        bus.emit(b)", id="flag"),
    pytest.param('AGENT_STARTED = "agent.started"\nbus.emit(AGENT_STARTED)', id="constant-of-another-value"),
    pytest.param('class E:\n    AGENT_STARTED = "agent.started"\nbus.emit(E.AGENT_STARTED)',
                 id="member-of-another-value"),
    pytest.param('def f(x):\n    bus.emit(f"{x}")', id="unknown-text"),
    pytest.param("def f():\n    agent_started = now()\n    bus.emit(agent_started)", id="time-in-a-variable"),
    pytest.param("def f():\n    bus.emit(AgentStartedError(1))", id="error-named-for-it"),
    pytest.param('def f(kind):\n    return 1\ndef g():\n    bus.emit(f("agent_started"))', id="argument-that-is-dropped"),
    pytest.param('def f(kind):\n    return kind\ndef g():\n    f("agent_started")\n    bus.emit(f("x"))',
                 id="returned-elsewhere"),
    pytest.param('def f(phase):\n    log(f"agent_{phase}")', id="f-string-that-is-not-sent"),
    pytest.param('def f(self):\n    def add(self, kind):\n        self.x[kind] = 1\n    add(self, "agent_started")',
                 id="parameter-that-goes-nowhere"),
    pytest.param('class A:\n    STARTED = "agent_started"\n    def emit(self, kind): ...\n'
                 "def f(a):\n    A().emit(1)", id="constant-of-an-emitter"),
    pytest.param('def f(x):\n    a, b = x\n    E.kind: str\n    lambda e="agent_started": bus.emit(1)', id="lambda"),
    pytest.param('def f(x):\n    bus.emit([y for y in x if "agent_started"])', id="condition-of-a-comprehension"),
    pytest.param('FOUND.append("agent_started")\nbus.emit(FOUNDLINGS)', id="filled-but-unknown"),
    pytest.param('f = lambda: (yield "agent_started")\nbus.emit(1)', id="yielded-by-nobody"),
    pytest.param('def f(x):\n    x.kind = "agent_started"\ndef g():\n    bus.emit([].kind)', id="attribute-of-another"),
    pytest.param('say = say_it\nsay_it = say\nsay("agent_started")', id="names-in-a-circle"),
    pytest.param("def f(x):\n    bus.emit(x().agent_started)", id="attribute-of-a-result"),
    pytest.param("(", id="broken"),
])  # fmt: skip
def test_not_sent(text: str, tmp_path: Path) -> None:
    found = check(tmp_path, _app(text + "\n"), POLICY)
    assert tuple(line for line in found if "SSOT105" in line) == SILENT


def test_attributes_of_anybody_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssot_lint.events.names._MOST_WITH_ATTRIBUTE", 0)
    files = _app("from app.events import Events\nbus.emit(Events.STARTED)\n", events=EVENTS)
    assert check(tmp_path, files, POLICY) == SILENT


@pytest.mark.parametrize("path", ["tests/test_run.py", "app/conftest.py", "app/testing/run.py"])
def test_tests_send_nothing(path: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"app/__init__.py": "", path: 'bus.emit("agent_started")\n'}, POLICY) == SILENT


@pytest.mark.parametrize(("emitters", "text", "is_sent"), [
    pytest.param('["send_event"]', 'bus.send_event("agent_started")', True, id="name"),
    pytest.param('["send_event"]', 'bus._send_event("agent_started")', True, id="private"),
    pytest.param('["send_event"]', 'bus.send("agent_started")', False, id="another-name"),
    pytest.param('["send_event"]', "bus.send_agent_started_event()", True, id="name-around-the-event"),
    pytest.param('["notify_*"]', "bus.notify_agent_started()", True, id="glob"),
    pytest.param('["notify_*"]', "bus.emit_agent_started()", False, id="another-emitter"),
    pytest.param('["record"]', 'log.record("agent_started")', True, id="any-word"),
    pytest.param('["record"]', 'pool.submit(log.record, "agent_started")', True, id="any-word-handed-on"),
])  # fmt: skip
def test_emitters(emitters: str, text: str, is_sent: bool, tmp_path: Path) -> None:
    found = check(tmp_path, _app(text + "\n"), f"{POLICY}emitters = {emitters}\n")
    assert found == (() if is_sent else SILENT)


@pytest.mark.parametrize(("event", "text", "is_sent"), [
    pytest.param("started", 'bus.emit("started")', True, id="one-word"),
    pytest.param("started", 'bus.emit("it was started")', False, id="one-word-in-prose"),
    pytest.param("started", "bus.emit('{\"type\": \"started\"}')", True, id="one-word-in-json"),
    pytest.param("started", 'bus.emit("event: started")', True, id="one-word-of-a-stream"),
    pytest.param("agent.started", 'bus.emit("agent.started")', True, id="dots"),
    pytest.param("agent.started", 'bus.emit("agent_started")', False, id="dots-are-no-underscores"),
    pytest.param("agent.started", "bus.emit_agent_started()", True, id="dots-in-a-function"),
    pytest.param("agentStarted", "bus.emit_agent_started()", True, id="camel-case"),
    pytest.param("запуск", 'bus.emit("запуск")', True, id="not-ascii"),
    pytest.param("***", 'bus.emit("***")', True, id="no-words"),
    pytest.param("***", 'bus.emit("**")', False, id="no-words-silent"),
])  # fmt: skip
def test_names_of_events(event: str, text: str, is_sent: bool, tmp_path: Path) -> None:
    found = check(tmp_path, _app(text + "\n"), f'[decisions.live]\nemit = ["{event}"]\n')
    assert found == (() if is_sent else (SILENT[0].replace("agent_started", event),))


@pytest.mark.parametrize("other", [
    pytest.param("def f(b):\n    b.notify_agent_started()\n", id="call"),
    pytest.param('def f(b):\n    getattr(b, "notify_agent_started")()\n', id="by-text"),
    pytest.param('def f(b, kind):\n    getattr(b, f"notify_agent_{kind}")()\n', id="by-a-text-that-is-made"),
])  # fmt: skip
def test_a_function_for_it_that_is_used(other: str, tmp_path: Path) -> None:
    bridge = "class B:\n    def notify_agent_started(self):\n        self.emit('agent_started')\n"
    assert check(tmp_path, _app(bridge, other=other), POLICY) == ()


def test_related_places(tmp_path: Path) -> None:
    files = _app(
        'bus.emit("agent_start")\nbus.emit("started_agent")\nbus.emit("tool_started")\nbus.emit("agent started")\n'
        'if x == "agent_begun":\n    bus.emit("agent-started")\n    log("agent_starts")\n',
        bridge='class B:\n    def notify_agent_started(self):\n        self.emit("agent_started")\n',
        page='def f(e):\n    return e == "agent_started"\n',
    )
    policy = f'{POLICY}emitters = ["emit*", "notify_*"]\n'.replace('"]', '", "tool_started"]', 1)
    report = session(tmp_path, files, policy).check()
    assert [(one.message.partition(":")[0], one.related) for one in report.findings] == [
        (
            "no emitter sends agent_started",
            (
                ("app/run.py", 1, 10, "agent_start is sent instead"),
                ("app/run.py", 2, 10, "started_agent is sent instead"),
                ("app/run.py", 6, 14, "agent-started is sent instead"),
                ("app/bridge.py", 2, 9, "notify_agent_started is not called outside tests"),
                ("app/page.py", 2, 17, "agent_started is named here, but not sent"),
            ),
        )
    ]


def test_what_goes_too_far_counts_as_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssot_lint.events.flow._MOST", 2)
    text = 'KINDS = ["agent_started"]\nfor x in KINDS:\n    y = [x]\n'
    assert check(tmp_path, _app(text), f"{POLICY}complete = true\n") == ()


def test_names_of_anybody_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssot_lint.events.names._MOST_FILES", 1)
    files = _app("from app.events import Events\nbus.emit(Events.STARTED)\n", events=EVENTS)
    assert check(tmp_path, files, POLICY) == SILENT


# -- complete

WHOLE = """\
[decisions.live]
emit = ["run_started", "run_completed"]
complete = true
"""


def _partial(path: str, line: int, name: str) -> str:
    return f"{path}:{line}:7: SSOT105 {name} sends run_started but not run_completed: send all of them, or none (live)"


BOTH = 'class All:\n    def f(self):\n        self.emit("run_started")\n        self.emit("run_completed")\n'


@pytest.mark.parametrize(("text", "found"), [
    pytest.param("", (), id="all"),
    pytest.param('class A:\n    def f(self):\n        self.emit("run_started")\n', ("A", 1), id="some"),
    pytest.param('class A:\n    class B:\n        x = 1\n    def f(self):\n        self.emit("run_started")\n', ("A", 1),
                 id="nested"),
    pytest.param('class A(ABC):\n    def f(self):\n        self.emit("run_started")\n', (), id="abstract"),
    pytest.param('def f(bus):\n    bus.emit("run_started")\n', (), id="function"),
    pytest.param('class A(All):\n    def f(self):\n        self.emit("run_started")\n', (), id="inherited"),
    pytest.param('class A:\n    def f(self):\n        self.emit("run_started")\n'
                 'class B(A):\n    def g(self):\n        self.emit("run_completed")\n', (), id="completed-by-a-subclass"),
    pytest.param('class A:\n    def f(self):\n        self.emit("run_started")\nclass B(A): ...\nclass C(B): ...\n',
                 ("A", 1), id="subclasses-that-add-nothing"),
    pytest.param('def f(base):\n    class A(base):\n        def f(self):\n            self.emit("run_started")\n', (),
                 id="unknown-class-as-base"),
    pytest.param('class A(Far):\n    def f(self):\n        self.emit("run_started")\n', ("A", 1), id="unknown-base"),
    pytest.param('class A:\n    def f(self):\n        self.emit("run_started")\n        done()\n'
                 'def done():\n    bus.emit("run_completed")\n', (), id="helper"),
    pytest.param('class A:\n    def f(self):\n        self.emit("run_started")\n        end()\n'
                 'def end():\n    done()\ndef done():\n    bus.emit("run_completed")\n', (), id="helper-of-a-helper"),
    pytest.param('import os\nclass A:\n    def f(self):\n        self.emit("run_started")\n        os.done()\n'
                 'def done():\n    bus.emit("run_completed")\n', ("A", 2), id="function-of-the-library"),
    pytest.param('class A:\n    def f(self):\n        self.emit("run_started")\n        bus.emit_run_completed()\n', (),
                 id="named-for-it"),
    pytest.param('class A:\n    def f(self):\n        self.emit("run_started")\n'
                 '    def emit_run_completed(self):\n        self.emit("run_completed")\n', (), id="method-for-it"),
    pytest.param('class A:\n    def f(self, end):\n        self.emit("run_started")\n        self.emit(f"run_{end}")\n',
                 (), id="made-in-the-code"),
    pytest.param('class A:\n    def f(self, end):\n        self.emit(f"run_start{end}")\n', (), id="perhaps"),
    pytest.param('class A:\n    def _do(self, kind):\n        self.emit(kind)\n    def f(self):\n'
                 '        self._do("run_started")\n', ("A", 1), id="own-helper"),
    pytest.param('class Bus:\n    def go(self, kind):\n        self.emit(kind)\n'
                 'class A:\n    bus: Bus\n    def f(self):\n        self.bus.go("run_started")\n', ("A", 4),
                 id="the-one-that-names-it"),
])  # fmt: skip
def test_complete(text: str, found: tuple[str, int] | tuple[()], tmp_path: Path) -> None:
    files = {"all.py": BOTH, "run.py": f"from all import All\n{text}"}
    expected = (_partial("run.py", found[1] + 1, found[0]),) if found else ()
    assert check(tmp_path, files, WHOLE) == expected


@pytest.mark.parametrize("files", [
    pytest.param({"base.py": 'class A:\n    def f(self):\n        self.emit("run_started")\n',
                  "run.py": 'from base import A\nclass B(A):\n    def g(self):\n        self.emit("run_completed")\n'},
                 id="base"),
    pytest.param({"events.py": 'from enum import Enum\nclass E(Enum):\n    S = "run_started"\n    C = "run_completed"\n',
                  "run.py": "from events import E\nclass A:\n    def f(self):\n        for e in E:\n"
                            "            self.emit(e)\n"}, id="members"),
    pytest.param({"run.py": 'def f(bus):\n    bus.emit("run_started")\n    bus.emit("run_completed")\n',
                  "tests/test_run.py": 'class A:\n    def f(self):\n        self.emit("run_started")\n'}, id="test"),
])  # fmt: skip
def test_complete_over_files(files: Mapping[str, str], tmp_path: Path) -> None:
    assert check(tmp_path, {**files}, WHOLE) == ()


def test_complete_is_not_judged_by_an_event_that_is_only_put_together(tmp_path: Path) -> None:
    text = 'class A:\n    def f(self):\n        self.emit("run_started")\ndef g(x):\n    bus.emit(f"run_comp{x}")\n'
    assert check(tmp_path, {"run.py": text}, WHOLE) == ()


def test_the_decision_is_a_related_place(tmp_path: Path) -> None:
    text = f'{BOTH}class A:\n    def f(self):\n        self.emit("run_started")\n'
    found = session(tmp_path, {"run.py": text}, f"\n{WHOLE}").check().findings
    assert [one.related for one in found] == [(("ssot.toml", 2, 1, "the events are decided here"),)]
