"""What the tests of the policy share: options as rules declare them, and one policy in three formats."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from textwrap import dedent

import pytest

from ssot_lint.policy import kinds
from ssot_lint.policy.config import load
from ssot_lint.policy.model import Option, PolicyError

OPTIONS = (
    Option("argument", kinds.IDENTIFIER, "the parameter", requires=("never",)),
    Option("never", kinds.LITERALS, "what must not reach it", requires=("argument",)),
    Option("use", kinds.EXPRESSION, "what to pass instead", requires=("argument",)),
    Option("not-for", kinds.CALLEES, "callees that may get it", requires=("argument",)),
    Option("log-at-most", kinds.LEVEL, "the loudest level", requires=("log-matching",)),
    Option("log-matching", kinds.TEXTS, "globs of messages", requires=("log-at-most",)),
    Option("emit", kinds.TEXTS, "events that must be sent"),
    Option("emitters", kinds.CALLEES, "what sends them", requires=("emit",)),
    Option("complete", kinds.FLAG, "whether who sends some must send all", requires=("emit",)),
    Option("isolated", kinds.CLASSES, "classes without shared state"),
    Option("names", kinds.NAMES, "names that must be unique", "duplicates"),
    Option("scopes", kinds.FOLDERS, "folders that may each have their own", "duplicates"),
    Option("exclude", kinds.PATTERNS, "files that may have duplicates", "duplicates"),
)

SSOT_TOML = """\
exclude = ["vendor/**", "**/migrations/**"]
ignore = ["SSOT101"]
source-roots = [".", "src"]

[decisions.engine]
reason = "larger, and more complete"
see = "docs/PLAN.md#11-engine"
keep = ["app.agents.factory:EngineFactory", "app.agents.factory:make_engine"]
delete = ["app.agents.engine_factory", "app/old/", "app/old.py"]
ban-classes = ["ContextFactory", "Old*", "app.legacy.EngineFactory", "app.legacy:Engine"]
ban-files = ["app/services/factory.py"]
facades = ["app.agents"]
only = ["*EngineFactory"]
isolated = ["*Factory"]

[decisions.run-id]
argument = "run_id"
never = ["None", "''", "0", "'registry'"]
use = "context.run_id or str(uuid.uuid4())"
not-for = ["app.context:get_user_context", "Cache.get", "build_*"]

[decisions."quiet.fallback"]
log-at-most = "debug"
log-matching = ["Using legacy*", "*deprecated*"]

[decisions.events]
emit = ["agent_started", "agent_completed"]
emitters = ["emit*", "send_event"]
complete = true

[[decisions.engine.exempt]]
paths = ["tests/migration/**"]
rules = ["SSOT002"]
reason = "compares both"
until = 2026-12-31

[[decisions.engine.exempt]]
paths = ["docs/"]
reason = "history"

[duplicates]
names = ["*Factory", "*_factory", "*"]
scopes = ["netra_backend", "auth_service/"]
exclude = ["tests/**"]
"""

PYPROJECT = """\
[project]
name = "app"

[tool.ssot-lint]
""" + SSOT_TOML.replace("[decisions", "[tool.ssot-lint.decisions").replace("[dup", "[tool.ssot-lint.dup")

SETUP_CFG = """\
[metadata]
name: app

[ssot-lint]
exclude =
    vendor/**
    # written by Django
    **/migrations/**
ignore = SSOT101
source-roots =
    .
    src

[ssot-lint:decision:engine]
reason = larger,
    and more complete
see = docs/PLAN.md#11-engine
keep =
    app.agents.factory:EngineFactory
    app.agents.factory:make_engine
delete =
    app.agents.engine_factory

    app/old/
    app/old.py
ban-classes =
    ContextFactory
    Old*
    app.legacy.EngineFactory
    app.legacy:Engine
ban-files = app/services/factory.py
facades = app.agents
only = *EngineFactory
isolated = *Factory

[ssot-lint:decision:engine:exempt]
paths = tests/migration/**
rules = SSOT002
reason = compares both
until = 2026-12-31

[ssot-lint:decision:run-id]
argument = run_id
never =
    None
    ''
    0
    'registry'
use = context.run_id or str(uuid.uuid4())
not-for =
    app.context:get_user_context
    Cache.get
    build_*

[flake8]
max-line-length: 110

[ssot-lint:decision:quiet.fallback]
log-at-most = debug
log-matching =
    Using legacy*
    *deprecated*

[ssot-lint:decision:events]
emit =
    agent_started
    agent_completed
emitters =
    emit*
    send_event
complete = true

[ssot-lint:decision:engine:exempt:history]
paths = docs/
reason = history

[ssot-lint:duplicates]
names =
    *Factory
    *_factory
    *
scopes =
    netra_backend
    auth_service/
exclude = tests/**
"""

FORMATS = {"ssot.toml": SSOT_TOML, "pyproject.toml": PYPROJECT, "setup.cfg": SETUP_CFG}


def problems(root: Path, text: str, name: str = "ssot.toml", codes: Collection[str] = ()) -> tuple[str, ...]:
    """What is wrong with a policy of this text; the test fails when nothing is."""
    (root / name).write_text(dedent(text), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load(str(root), OPTIONS, codes=codes)
    return caught.value.problems


def lines(text: str) -> tuple[str, ...]:
    """The lines of an indented literal."""
    return tuple(dedent(text).strip().splitlines())
