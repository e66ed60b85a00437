"""A kept name is defined a second time, away from its home. Whoever imports it from there
gets the other thing, and both grow on. Classes and module-level functions count.

Silent: the home itself and its stub file; a subclass of the kept class; Protocols and
overloads; the fallback arm of `try/except ImportError` and what stands under TYPE_CHECKING;
classes nested in another class, or in a function of a test; files of another scope where
`[duplicates] scopes` gives each service its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Hit
from ssot_lint.policy.advice import kept_homes, way_out
from ssot_lint.policy.model import Home, Policy
from ssot_lint.policy.scopes import scope_of
from ssot_lint.rule import Example, Rule
from ssot_lint.source.needles import FromPolicy

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index
    from ssot_lint.source.needles import Needles
    from ssot_lint.source.source import Source

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def check(source: Source, policy: Policy, index: Index) -> Iterator[Hit]:
    definitions: list[Definition] = [*source.nodes(ast.ClassDef), *source.functions()]
    for node in definitions:
        homes = kept_homes(policy, node.name)
        if not homes or _may_stay(source, node):
            continue
        if any(_is_home(source, home, index) or _extends(source, node, home, index) for _, home in homes):
            continue
        decision, home = homes[0]
        if _in_another_scope(source, home, policy, index):
            continue
        yield Hit(
            source.name_span(node),
            f"{node.name} is defined away from its home: {way_out(decision, node.name)}",
            decision.name,
            cause=f"{source.module}.{node.name}",
        )


def _may_stay(source: Source, node: Definition) -> bool:
    from ssot_lint.source.shapes import is_fallback, is_nested_in_class, is_overload, is_protocol, is_test_double

    if isinstance(node, ast.ClassDef):
        if is_nested_in_class(source, node) or is_protocol(source, node) or is_test_double(source, node):
            return True
    elif source.parent(node) is not source.tree and not is_fallback(source, node):
        return True  # methods and inner functions are names of their own
    elif is_overload(node):
        return True
    return is_fallback(source, node)


def _is_home(source: Source, home: Home, index: Index) -> bool:
    return not index.modules.spellings(home.module).isdisjoint(source.modules)


def _extends(source: Source, node: ast.AST, home: Home, index: Index) -> bool:
    """Whether a class is a subclass of the kept one, however that is imported."""
    if not isinstance(node, ast.ClassDef):
        return False
    kept = {f"{module}.{home.name}" for module in index.modules.spellings(home.module)}
    for base in node.bases:
        for target in source.resolve(base):
            if target.dotted in kept or kept & set(index.origins(target.dotted)):
                return True
    return False


def _in_another_scope(source: Source, home: Home, policy: Policy, index: Index) -> bool:
    """Whether `[duplicates] scopes` puts the file and the home in different services."""
    here = scope_of(source.path, policy)
    there = {scope_of(place, policy) for place in index.modules.places(home.module)}
    return bool(here) and here not in there


def needles(policy: Policy) -> Needles:
    from ssot_lint.source.needles import Needles

    return Needles(defined={home.name for decision in policy.decisions for home in decision.keep})


_POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
"""
_HOME = {"app/__init__.py": "", "app/engine.py": "class Engine: ...\n"}

RULE = Rule(
    "SSOT005",
    "stray-definition",
    "a kept name defined away from its home",
    __doc__,
    file=check,
    needles=FromPolicy(needles),
    examples=(
        Example(
            "the kept class again",
            _POLICY,
            {**_HOME, "app/core.py": "import abc\n\nclass Engine:\n    def run(self): ...\n"},
            ("app/core.py:3:7: SSOT005 Engine is defined away from its home: use Engine from app.engine (engine)",),
        ),
        Example(
            "re-exports, subclasses, fallbacks and tests' own classes are silent",
            _POLICY,
            {
                **_HOME,
                "app/facade.py": "from app.engine import Engine\n",
                "app/fast.py": "from app import engine\n\nclass Engine(engine.Engine): ...\n",
                "app/optional.py": (
                    "try:\n    from app.engine import Engine\nexcept ImportError:\n    class Engine: ...\n"
                ),
                "tests/test_engine.py": "class TestEngine: ...\n\ndef test():\n    class Engine: ...\n",
            },
        ),
    ),
)
