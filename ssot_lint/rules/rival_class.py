"""A decision says that one class, or a few, are the only ones of their kind
(`only = ["*WebSocket*Factory"]`); a class whose name matches and that is not kept is a rival,
under whatever name it comes. Subclasses of the kept class count: a second way is a second way.

Silent: the kept classes at their homes, pytest's `Test…` classes, and classes nested in a
function of a test.
"""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Hit
from ssot_lint.policy.advice import way_out
from ssot_lint.policy.model import Decision, Policy
from ssot_lint.rule import Example, Rule
from ssot_lint.source.needles import FromPolicy

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index
    from ssot_lint.source.needles import Needles
    from ssot_lint.source.source import Source


def check(source: Source, policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.source.shapes import is_test_double

    kept = {home.name for decision in policy.decisions for home in decision.keep}
    for node in source.nodes(ast.ClassDef):
        if node.name in kept or is_test_double(source, node):
            continue
        for decision in policy.decisions:
            if _rivals(decision, node.name):
                yield Hit(
                    source.name_span(node),
                    f"{node.name} rivals what {decision.name} keeps: {way_out(decision)}",
                    decision.name,
                    cause=node.name,
                )


def _rivals(decision: Decision, name: str) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in decision.only)


def needles(policy: Policy) -> Needles:
    from ssot_lint.source.needles import Needles, literal_part

    patterns = [pattern for decision in policy.decisions for pattern in decision.only]
    return Needles(defined_fragments=map(literal_part, patterns))


_POLICY = """\
[decisions.sockets]
keep = ["app.sockets:SocketFactory"]
only = ["*Socket*Factory"]
"""
_HOME = {"app/__init__.py": "", "app/sockets.py": "class SocketFactory: ...\n"}

RULE = Rule(
    "SSOT006",
    "rival-class",
    "a class whose name matches `only` and that is not kept",
    __doc__,
    file=check,
    needles=FromPolicy(needles),
    examples=(
        Example(
            "a second factory",
            _POLICY,
            {**_HOME, "app/more.py": "class WebSocketManagerFactory: ...\n"},
            (
                "app/more.py:1:7: SSOT006 WebSocketManagerFactory rivals what sockets keeps: "
                "use SocketFactory from app.sockets (sockets)",
            ),
        ),
        Example(
            "other names and tests are silent",
            _POLICY,
            {
                **_HOME,
                "app/more.py": "class SocketFactoryError(Exception): ...\n\ndef make_socket_factory(): ...\n",
                "tests/test_sockets.py": "class TestSocketFactory: ...\n",
            },
        ),
    ),
)
