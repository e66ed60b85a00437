"""A decision keeps a name in a module that does not define it: the module was deleted or moved,
the class renamed, or the wrong twin survived. Everybody whom the decision sends there finds
nothing, so the policy or the code must follow the other. When a module that the decision deletes
still defines the name, the decision was reversed in the code but not in the policy.

It is reported in the home when that file exists, else at the decision in the policy file. A name
counts as defined when the module binds it in any way: a definition, an import, an assignment, a
star import, a `__getattr__` of the module. Homes outside of this repository are not judged, nor
those that a sparse checkout leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import FILE_START, Hit, Related, Span
from ssot_lint.policy.model import Decision, Home, Policy
from ssot_lint.rule import Example, Rule

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index


def check(policy: Policy, index: Index) -> Iterator[Hit]:
    for decision in policy.decisions:
        for home in decision.keep:
            path = index.modules.find(home.module)
            if (path and _binds(path, home.name, index)) or not (path or _belongs_here(home, index)):
                continue
            twins = tuple(_twins(decision, home, policy, index))
            place = FILE_START if path else Span(decision.line, 1, decision.line, 1)
            yield Hit(
                place,
                f"{home.module} is the home of {home.name} but does not {'define it' if path else 'exist'}: "
                f"{_way_out(twins)} ({decision.name})",
                decision.name,
                cause=str(home),
                path=path or policy.path,
                related=twins,
            )


def reports_in(path: str, policy: Policy, index: Index) -> bool:
    homes = (home for decision in policy.decisions for home in decision.keep)
    return path == policy.path or any(index.modules.find(home.module) == path for home in homes)


def _belongs_here(home: Home, index: Index) -> bool:
    """Whether a module that is not there would be one of this repository, and no sparse checkout leaves it out."""
    from ssot_lint.repo.made import is_left_out

    places = index.modules.places(home.module)
    return index.modules.is_first_party(home.module) and not any(is_left_out(index, place) for place in places)


def _binds(path: str, name: str, index: Index) -> bool:
    facts = index.facts(path)
    return name in facts.names or facts.is_open or bool(facts.stars)


def _twins(decision: Decision, home: Home, policy: Policy, index: Index) -> Iterator[Related]:
    """The definitions of the name that the same decision deletes."""
    from ssot_lint.bans import Bans

    bans = Bans.of(policy, index)
    for path in index.python_paths:
        match = bans.file(path)
        if match is not None and match.decision is decision:
            for bound in index.facts(path).bindings.get(home.name, ()):
                if bound.kind in ("class", "function"):
                    yield Related(path, bound.line, bound.column, f"{home.name} is still defined here")


def _way_out(twins: tuple[Related, ...]) -> str:
    if twins:
        return "the decision was reversed in the code but not in the policy; move the class home, or correct keep"
    return "bring it back, or correct keep"


_POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old_engine"]
"""

RULE = Rule(
    "SSOT103",
    "missing-home",
    "a kept name that its home does not define",
    __doc__,
    repo=check,
    reports_in=reports_in,
    examples=(
        Example(
            "renamed at home",
            _POLICY,
            {"app/__init__.py": "", "app/engine.py": "class Motor: ...\n"},
            (
                "app/engine.py:1:1: SSOT103 app.engine is the home of Engine but does not define it: "
                "bring it back, or correct keep (engine)",
            ),
        ),
        Example(
            "the deleted twin is still there, the home is not",
            _POLICY,
            {"app/__init__.py": "", "app/old_engine.py": "class Engine: ...\n"},
            (
                "app/old_engine.py:1:1: SSOT004 app/old_engine.py is deleted: remove it, "
                "and use Engine from app.engine (engine)",
                "app/old_engine.py:1:7: SSOT005 Engine is defined away from its home: "
                "use Engine from app.engine (engine)",
                "ssot.toml:1:1: SSOT103 app.engine is the home of Engine but does not exist: the decision was reversed "
                "in the code but not in the policy; move the class home, or correct keep (engine)",
            ),
        ),
        Example(
            "bound in any way, or at home elsewhere",
            '[decisions.engine]\nkeep = ["app.engine:Engine", "app.all:Motor", "elsewhere.engine:Engine"]\n',
            {
                "app/__init__.py": "",
                "app/engine.py": "try:\n    from fast import Engine\nexcept ImportError:\n    Engine = None\n",
                "app/all.py": "from app.engine import *\n",
            },
        ),
    ),
)
