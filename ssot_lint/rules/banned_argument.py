"""A parameter such as `run_id` ties what a call does to what caused it. Where somebody passes
None because the call wants something, the tie is cut, and nothing fails: it is found weeks
later, in logs that can't be told apart. So a decision names the parameter (`argument`), and
the literals that must never reach it (`never`), wherever a function has it.

The rule fires where such a literal is passed by keyword (`**{"run_id": None}`, `partial` and
`dataclasses.replace` included), or by position: which position it is, the definitions in this
repository say, methods, inherited constructors and fields of dataclasses among them. An arm of
a condition counts (`x if y else None`, `x or None`), and so does a variable, an attribute or a
call that can come to nothing else, by astroid's inference; no code is run for that.

Literals are told apart by type: 0 is neither False nor 0.0.

Silent: callees in `not-for`; a default in a `def`; a variable bound twice, or guarded by
`if x is None`; `dict(run_id=None)`, namespaces and mocks, which are data; `assert_called_with`
and `mock.call`, which only expect. By position: callees of third parties, arguments after a
spread (`*args`), functions whose decorators may change their parameters, and methods of one
name that disagree about the position when it can't be told which is meant. By keyword: a callee
of this repository that has neither the parameter nor `**kwargs`.

It follows a mapping in a variable (`f(**options)`) only where nothing but that is done with it, and
no `functools.partial` object into another module. A test that passes the literal on purpose is exempted in the policy.
"""

from __future__ import annotations

import ast
import fnmatch
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.model import Hit, Related
from ssot_lint.policy import kinds
from ssot_lint.policy.model import Decision, Option, Policy
from ssot_lint.rule import Example, Rule
from ssot_lint.source.chains import is_dunder

if TYPE_CHECKING:
    from ssot_lint.callables.callees import Callees, Reached
    from ssot_lint.callables.takers import Takers
    from ssot_lint.repo.index import Index
    from ssot_lint.source.calls import Call, Literal
    from ssot_lint.source.needles import Needles
    from ssot_lint.source.source import Source

ARGUMENT = Option("argument", kinds.IDENTIFIER, "a parameter's name, wherever a function has it", requires=("never",))
NEVER = Option("never", kinds.LITERALS, "literals that must not reach the parameter", requires=("argument",))
USE = Option("use", kinds.EXPRESSION, "what to pass instead", requires=("argument",))
NOT_FOR = Option(
    "not-for", kinds.CALLEES, "callees for which the literal is part of the contract", requires=("argument",)
)

#: Calls by these names keep their keywords as data, or only expect a call.
_DATA = re.compile(
    r"OrderedDict|defaultdict|SimpleNamespace|Namespace|(?:Magic|Async|NonCallable|NonCallableMagic|Property)?Mock"
    r"|create_autospec|configure_mock|assert_\w*(?:call|await)\w*"
)
_MOCK = re.compile(r"(?:(?:unittest\.)?mock|mocker)\.(?:call|patch)(?:\.\w+)*")
#: Attributes by which something is called that they don't name.
_NOT_NAMED = frozenset({"__init__", "__new__", "__call__", "__class__", "partial", "partialmethod"})
_SHOWN = 3  # definitions
_LONGEST = 60  # characters of an expression in a message


class _Ban(NamedTuple):
    decision: Decision
    argument: str
    never: Mapping[Literal, str]
    not_for: tuple[str, ...]


def _bans(policy: Policy) -> Iterator[_Ban]:
    from ssot_lint.source.calls import literal_in

    for decision in policy.decisions:
        options = decision.options
        if "argument" in options and "never" in options:
            never = {literal_in(text): text for text in options["never"]}
            yield _Ban(decision, options["argument"], never, options.get("not-for", ()))


def check(source: Source, policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.callables.callees import Callees
    from ssot_lint.callables.takers import Takers
    from ssot_lint.source.calls import call_of

    callees = Callees.of(index)
    for ban in _bans(policy):
        takers = Takers.of(ban.argument, index)
        as_text = any(one.kind in (str, bytes) for one in ban.never)
        if not index.is_exact and not takers.may_be_passed(source.path, as_text=as_text):
            continue
        for node in source.nodes(ast.Call):
            if _concerns(source, node, ban.argument, takers):
                yield from _check_call(source, call_of(source, node), ban, takers, callees)


def _concerns(source: Source, node: ast.Call, argument: str, takers: Takers) -> bool:
    """Whether a call may pass the argument, as far as a quick look tells."""
    if any(word.arg is None or word.arg == argument for word in node.keywords):
        return True
    if not node.args:
        return False
    callee = node.func
    if isinstance(callee, ast.Attribute):
        return callee.attr in takers.words or callee.attr in _NOT_NAMED
    if isinstance(callee, ast.Name) and callee.id not in takers.words:
        found = source.names.scopes[callee].lookup(callee.id)
        return found is not None and any(one.kind not in ("class", "function") for one in found[1])
    return True


def _check_call(source: Source, call: Call, ban: _Ban, takers: Takers, callees: Callees) -> Iterator[Hit]:
    from ssot_lint.moves.arguments import instead

    for value, reached in _passed(source, call, ban, takers, callees):
        said = _banned(source, value, ban, callees)
        if not said or _is_exempt(source, call, ban, callees):
            continue
        if reached is None and callees.refuses(source, call, ban.argument):
            continue
        name, place, use = _name(call.callee), source.span(value), ban.decision.options.get("use")
        yield Hit(
            place,
            f"{said} passed as {ban.argument} to {name}: {_way_out(ban)}",
            ban.decision.name,
            cause=f"{name}.{ban.argument}.{place.line}:{place.column}",
            related=_related(reached, ban.argument) if reached else (),
            fix=instead(source, call.node, value, use) if use else None,
        )


def _passed(
    source: Source, call: Call, ban: _Ban, takers: Takers, callees: Callees
) -> Iterator[tuple[ast.expr, Reached | None]]:
    """What a call passes as the argument: by keyword, and by position with what says so."""
    value = call.keywords.get(ban.argument)
    if value is not None and not _is_data(source, call, callees):
        yield value, None
    if call.positional:
        reached = callees.position(source, call, takers, ban.never)
        if reached is not None:
            yield call.positional[reached.position], reached


def _banned(source: Source, value: ast.expr, ban: _Ban, callees: Callees) -> str:
    """The banned literal that an argument comes to and whether it must, in words; else ""."""
    from ssot_lint.source.calls import arms, literal_of

    found = list(arms(source, value))
    for arm, is_only in found:
        literal = literal_of(arm)
        if literal and literal in ban.never:
            return f"{ban.never[literal]} {'is' if is_only else 'can be'}"
    for arm, is_only in found:
        literal = callees.values.only(source, arm)
        if literal and literal in ban.never:
            return f"{_text(arm)}, which is {ban.never[literal]}, {'is' if is_only else 'can be'}"
    return ""


def _is_data(source: Source, call: Call, callees: Callees) -> bool:
    """Whether keywords of a call are kept or compared, and not passed on."""
    callee = call.callee
    name = _name(callee)
    if isinstance(callee, ast.Name) and name == "dict":
        return True
    if isinstance(callee, ast.Attribute) and name == "format":  # of a text
        return not callees.is_known(source, call)
    written = {ast.unparse(callee), *(target.dotted for target in source.resolve(callee))}
    return _DATA.fullmatch(name) is not None or any(map(_MOCK.fullmatch, written))


def _is_exempt(source: Source, call: Call, ban: _Ban, callees: Callees) -> bool:
    if not ban.not_for:
        return False
    known = {_name(call.callee), *callees.names(source, call)}
    if any(_is_meant(name, ban.not_for) for name in known):
        return True
    possible = callees.possible(source, call)
    return bool(possible) and all(_is_meant(name, ban.not_for) for name in possible)


def _is_meant(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether one of the patterns, bare or dotted, is for a dotted name."""
    return any(fnmatch.fnmatchcase(f".{name}", f"*.{pattern}") for pattern in patterns)


def _name(callee: ast.expr) -> str:
    """What a message calls a callee: its last name, if that tells enough."""
    if isinstance(callee, ast.Subscript):
        return _name(callee.value)
    if isinstance(callee, ast.Attribute) and not (is_dunder(callee.attr) and isinstance(callee.value, ast.Call)):
        return callee.attr
    return _text(callee)


def _text(node: ast.expr) -> str:
    text = ast.unparse(node)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _way_out(ban: _Ban) -> str:
    decision = ban.decision
    use = decision.options.get("use")
    if use:
        return f"use {use} ({decision.name})"
    return f"pass a real {ban.argument}{': ' + decision.reason if decision.reason else ''} ({decision.name})"


def _related(reached: Reached, argument: str) -> tuple[Related, ...]:
    said = f"{argument} is parameter {reached.position + 1} of"
    return tuple(Related(one.path, one.line, one.column, f"{said} {one.name}") for one in reached.definitions[:_SHOWN])


def needles(policy: Policy, index: Index) -> Needles:
    from ssot_lint.callables.takers import Takers
    from ssot_lint.source.needles import Needles

    return Needles(frozenset().union(*(Takers.of(ban.argument, index).words for ban in _bans(policy))))


_POLICY = """\
[decisions.run-id]
argument = "run_id"
never = ["None"]
use = "context.run_id"
"""
_BRIDGE = {"app/__init__.py": "", "app/bridge.py": "class Bridge:\n    def send(self, event, run_id): ...\n"}
_SAYS = "passed as run_id to send: use context.run_id (run-id)"

RULE = Rule(
    "SSOT003",
    "banned-argument",
    "a banned literal that reaches a parameter, by keyword, by position or by inference",
    __doc__,
    file=check,
    needles=needles,
    options=(ARGUMENT, NEVER, USE, NOT_FOR),
    examples=(
        Example(
            "by keyword and by position",
            _POLICY,
            {
                **_BRIDGE,
                "app/a.py": (
                    "def start(bridge, event, context):\n"
                    "    bridge.send(event, run_id=None)\n"
                    "    bridge.send(event, None)\n"
                    "    bridge.send(event, context.run_id)\n"
                ),
            },
            (f"app/a.py:2:31: SSOT003 None is {_SAYS}", f"app/a.py:3:24: SSOT003 None is {_SAYS}"),
        ),
        Example(
            "conditions, variables and mappings",
            _POLICY,
            {
                **_BRIDGE,
                "app/a.py": (
                    "from app.bridge import Bridge\n\nbridge = Bridge()\nmissing = None\n"
                    "bridge.send('a', context.run_id or None)\n"
                    "bridge.send('b', missing)\n"
                    'bridge.send("c", **{"run_id": None})\n'
                ),
            },
            (
                f"app/a.py:5:18: SSOT003 None can be {_SAYS}",
                f"app/a.py:6:18: SSOT003 missing, which is None, is {_SAYS}",
                f"app/a.py:7:31: SSOT003 None is {_SAYS}",
            ),
        ),
        Example(
            "another parameter, data, expectations and what may be something else are silent",
            _POLICY,
            {
                **_BRIDGE,
                "app/a.py": (
                    "def start(bridge, run_id=None):\n"
                    "    if run_id is None:\n"
                    "        run_id = new_id()\n"
                    "    bridge.send(None, run_id)\n"
                    "    bridge.send(*events, None)\n"
                    "    bridge.send.assert_called_with(None, run_id=None)\n"
                    "    return dict(run_id=None)\n"
                ),
            },
        ),
        Example(
            "callees for which it is part of the contract",
            _POLICY + 'not-for = ["app.context:get_context"]\n',
            {
                "app/__init__.py": "",
                "app/context.py": "def get_context(run_id): ...\n",
                "app/a.py": "from app.context import get_context as get\n\nget(None)\nget(run_id=None)\n",
            },
        ),
    ),
)
