"""A deleted module comes back as soon as one file imports it: somebody restores it to make
that import work. So every form is found: absolute and relative imports, `from package import
module`, several modules in one statement, imports in functions, in `try` and under
TYPE_CHECKING, star imports, `import_module` and `__import__` with a literal, perhaps behind
`__package__` or `__name__` (also through an alias, with `package=`, in `fromlist`), `patch` and
`monkeypatch.setattr` targets, annotations in quotes, the attribute `package.module` after
`import package`, and names that another module still hands on, be it by a star import (that
module is given as a related place).

A module ban includes its submodules. A path of `ban-files` is banned for import too, whether
it exists or not. A module that merely begins alike is another module; a function or class of
that name in the package is another thing. Modules inside the deleted one may import each
other: they go together. A guarded import (`try/except ImportError`) is still an import; one that a
test wants to fail (`pytest.raises(ImportError)`, `assert find_spec("…") is None`) is a guard, and silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Hit, Related
from ssot_lint.policy.advice import way_out
from ssot_lint.policy.model import Policy
from ssot_lint.rule import Example, Rule

if TYPE_CHECKING:
    from ssot_lint.bans import Match
    from ssot_lint.moves.homes import Lacking
    from ssot_lint.repo.index import Index
    from ssot_lint.source.needles import Needles
    from ssot_lint.source.references import Reference
    from ssot_lint.source.source import Source


def check(source: Source, policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.bans import Bans
    from ssot_lint.moves.moves import Moves
    from ssot_lint.stale.absence import ImportsToFail

    bans = Bans.of(policy, index)
    moves, to_fail = Moves(source, bans), ImportsToFail(source)
    for reference in bans.references(source):
        match = bans.module_of(reference)
        is_meant = match is not None and not _is_inside(source, match.subject)
        if match is not None and is_meant and not to_fail.has(reference):
            move = moves.of_reference(reference, match)
            yield Hit(
                reference.span,
                _message(reference, match) + _merge_first(move.lacking),
                match.decision.name,
                cause=match.subject,
                related=(*match.via, *_places(move.lacking)),
                fix=move.fix,
                why_not=move.why_not,
            )


def _is_inside(source: Source, module: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for name in source.modules)


def _message(reference: Reference, match: Match) -> str:
    out = way_out(match.decision, reference.name)
    if match.through:
        return f"{reference.name} comes from deleted module {match.subject} through {match.through}: {out}"
    return f"module {match.subject} is deleted: {out}"


def _merge_first(lacking: tuple[Lacking, ...]) -> str:
    """Which names nobody has but the deleted module."""
    if not lacking:
        return ""
    told = (f"{one.name} ({one.path}:{one.line}{'' if one.is_there else ' in HEAD'})" for one in lacking)
    return f"; merge first: {', '.join(told)}"


def _places(lacking: tuple[Lacking, ...]) -> Iterator[Related]:
    for one in lacking:
        if one.is_there:
            yield Related(one.path, one.line, one.column, f"{one.name} is defined here, and no home has it")


def needles(policy: Policy, index: Index) -> Needles:
    from ssot_lint.bans import Bans

    return Bans.of(policy, index).needles


_POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old_engine"]
"""
_HOME = {"app/__init__.py": "", "app/engine.py": "class Engine: ...\n"}
_SAYS = "SSOT002 module app.old_engine is deleted: use Engine from app.engine (engine)"

RULE = Rule(
    "SSOT002",
    "deleted-module-import",
    "an import, in any form, of a module that was deleted or must never come",
    __doc__,
    file=check,
    needles=needles,
    examples=(
        Example(
            "absolute, relative and from the package",
            _POLICY,
            {
                **_HOME,
                "app/api.py": (
                    "import app.old_engine\nfrom app import (\n    engine,\n    old_engine,\n)\n"
                    "from .old_engine import Engine\n"
                ),
            },
            (
                f"app/api.py:1:8: {_SAYS}",
                f"app/api.py:4:5: {_SAYS}",
                f"app/api.py:6:6: {_SAYS}",
            ),
        ),
        Example(
            "by string and by attribute",
            _POLICY,
            {
                **_HOME,
                "app/api.py": (
                    'import importlib\nimport app\n\nimportlib.import_module("app.old_engine")\n'
                    "app.old_engine.Engine()\n"
                ),
            },
            (
                f"app/api.py:4:25: {_SAYS}",
                f"app/api.py:5:1: {_SAYS}",
            ),
        ),
        Example(
            "through a module that hands it on",
            _POLICY,
            {
                **_HOME,
                "app/facade.py": "from app.old_engine import start\n",
                "app/api.py": "from app.facade import start\n",
            },
            (
                "app/api.py:1:24: SSOT002 start comes from deleted module app.old_engine through app.facade: "
                "use Engine from app.engine (engine)",
                f"app/facade.py:1:6: {_SAYS}",
            ),
        ),
        Example(
            "through a star import",
            _POLICY,
            {
                **_HOME,
                "app/facade.py": "from app.old_engine import *\n",
                "app/api.py": "import app.facade\n\napp.facade.start()\n",
            },
            (
                "app/api.py:3:1: SSOT002 start comes from deleted module app.old_engine through app.facade: "
                "use Engine from app.engine (engine)",
                f"app/facade.py:1:6: {_SAYS}",
            ),
        ),
        Example(
            "modules that begin alike, comments and longer names are silent",
            _POLICY,
            {
                **_HOME,
                "app/old_engine_room.py": "def get_old_engine(): ...\n",
                "app/api.py": (
                    '# import app.old_engine\nfrom app.old_engine_room import get_old_engine\nKIND = "old_engine"\n'
                ),
            },
        ),
    ),
)
