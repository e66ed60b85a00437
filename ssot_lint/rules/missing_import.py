"""A module of this repository, or a name in one, is imported but does not exist: a module that was
deleted while others still import it, a name that was moved, a merge that brought back half of a
change. It needs no policy.

Only first-party imports are judged: those that are relative, or whose first name is a package or
module below one of the source roots (the repository itself, `src`, folders of projects and of
packages, or what `source-roots` lists). A name counts as bound by any means: a definition, an
import, an assignment, a star import, a `__getattr__` of the module, a submodule, a stub beside it.
A package without `__init__.py` counts as a package when some import uses it as one.

What is called like a dependency or a module of the standard library, vendored copies, and a package
that only lies somewhere below, count as first-party only as far as imports of their modules succeed.

Silent: an import whose failure is caught (`try/except ImportError`, `suppress`, `pytest.raises`), or
before which `find_spec` or `exists` is asked; what is made by a build step: a file that git ignores,
that a build file names, that lies beside its source (`.pyx`, `.proto`, `.in` …), or that matches
`[imports] generated`; what a sparse checkout leaves out; modules that change their own namespace, or
that others put into `sys.modules`; relative imports of files that are part of another package when
they run, which a `pylint: disable=relative-beyond-top-level` tells; and what a decision forbids, which
other rules report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Hit, Related
from ssot_lint.policy import kinds
from ssot_lint.policy.advice import proposal
from ssot_lint.policy.model import Option, Policy
from ssot_lint.rule import Example, Rule
from ssot_lint.source.paths import is_test

if TYPE_CHECKING:
    from ssot_lint.repo.imports import Imports, Missing
    from ssot_lint.repo.index import Index
    from ssot_lint.repo.nearest import Definition

GENERATED = Option("generated", kinds.PATTERNS, "modules that a build step makes, patterns as in .gitignore", "imports")


def check(policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.repo.imports import Imports

    imports = Imports.of(policy, index)
    for path, missing in imports.missing():
        names = [missing.name.name] if missing.name else [name.name for name in missing.statement.names]
        dotted = [f"{missing.module}.{name}" for name in names]
        if _is_decided((missing.module, *dotted), policy, index):
            continue
        way_out, related = _way_out(missing, names, path, imports)
        said = f"{missing.module} has no {names[0]}" if missing.name else f"module {missing.module} does not exist"
        yield Hit(
            missing.name.span if missing.name else missing.statement.span,
            f"{said}: {way_out}",
            cause=dotted[0] if missing.name else missing.module,
            path=path,
            related=related,
            proposal="" if missing.name or _is_near_miss(missing, way_out, related) else _proposal(missing.module),
        )


def reports_in(path: str, policy: Policy, index: Index) -> bool:
    from ssot_lint.repo.imports import Imports

    return path in index.python_set and Imports.of(policy, index).lines.are_doubtful_in(path)


def _is_decided(dotted: tuple[str, ...], policy: Policy, index: Index) -> bool:
    """Whether a decision forbids one of the names, so that another rule reports it."""
    if not policy.decisions:
        return False
    from ssot_lint.bans import Bans

    bans = Bans.of(policy, index)
    return any(bans.module(one) or bans.class_(one) for one in dotted)


def _proposal(module: str) -> str:
    """The decision that says of a module that it is gone."""
    return proposal(module.rpartition(".")[2], "delete", module)


def _is_near_miss(missing: Missing, way_out: str, related: Iterable[Related]) -> bool:
    """Whether a module is there that was meant: then nobody deleted what was written."""
    last = missing.module.rpartition(".")[2]
    ends = tuple(f"/{last}{end}" for end in (".py", ".pyi", "/__init__.py", "/__init__.pyi"))
    return way_out.startswith("did you mean") or any(f"/{one.path}".endswith(ends) for one in related)


def _way_out(missing: Missing, names: list[str], path: str, imports: Imports) -> tuple[str, tuple[Related, ...]]:
    """What to do instead: where the names are defined now, or what is spelled alike."""
    from ssot_lint.repo.nearest import definitions, nearest_module, nearest_name

    index, ours = imports.index, imports.ours
    names = [name for name in names if name != "*"]
    found: dict[str, Definition] = {}
    for name in names:
        there = definitions(name, missing.module, index, ours, in_tests=is_test(path))
        if there:
            found[name] = there[0]
    if found:
        told = ", ".join(f"{name} is defined in {one.module}" for name, one in found.items())
        return told, tuple(
            Related(one.path, one.line, one.column, f"{name} is defined here") for name, one in found.items()
        )
    if missing.name is None:
        module = nearest_module(missing.module, names, index, ours, in_tests=is_test(path))
        return f"did you mean {module}?" if module else "bring it back, or remove the import", ()
    bound = {name for file in index.modules.files_at(missing.place) for name in index.facts(file).names}
    alike = nearest_name(names[0], bound - {names[0]})  # it may be in `__all__` alone
    return f"did you mean {alike}?" if alike else "define it there, or remove the import", ()


_HOME = {"app/__init__.py": "", "app/core/__init__.py": "", "app/core/helpers.py": "class DataHelper: ...\n"}

RULE = Rule(
    "SSOT104",
    "missing-import",
    "an import of a first-party module, or of a name in one, that does not exist",
    __doc__,
    repo=check,
    reports_in=reports_in,
    needs_decisions=False,
    options=(GENERATED,),
    examples=(
        Example(
            "a module that is gone, and a name that moved",
            "",
            {
                **_HOME,
                "app/api.py": (
                    "from app.helpers import DataHelper\nfrom app.core import DataHelper\nimport app.core.helper\n"
                ),
                "app/web.py": "from .core.helpers import DataHelpers\nfrom .gone import start\n",
            },
            (
                "app/api.py:1:6: SSOT104 module app.helpers does not exist: DataHelper is defined in app.core.helpers",
                "app/api.py:2:22: SSOT104 app.core has no DataHelper: DataHelper is defined in app.core.helpers",
                "app/api.py:3:8: SSOT104 module app.core.helper does not exist: did you mean app.core.helpers?",
                "app/web.py:1:27: SSOT104 app.core.helpers has no DataHelpers: did you mean DataHelper?",
                "app/web.py:2:6: SSOT104 module app.gone does not exist: bring it back, or remove the import",
            ),
        ),
        Example(
            "caught, built, dynamic or of a third party",
            '[imports]\ngenerated = ["app/_version.py"]\n',
            {
                **_HOME,
                "app/lazy.py": "def __getattr__(name): ...\n",
                "app/all.py": "from .core.helpers import *\n",
                "app/api.py": (
                    "import yaml\nfrom app._version import version\nfrom app.lazy import anything\n"
                    "from app.all import DataHelper\nfrom app import core\n"
                    "try:\n    from app.fast import go\nexcept ImportError:\n    go = None\n"
                ),
            },
        ),
    ),
)
