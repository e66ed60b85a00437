"""A class that a decision bans comes back under its own name: somebody writes it again,
imports it from a branch that still has it, or makes the name an alias of what is kept. The
rule fires where the name enters a file: a definition, an import, an alias (`Banned = Kept`,
`import Kept as Banned`), an entry of `__all__`, a use by attribute or through a star import, a
name in a quoted annotation, `cast`, `TypeVar(bound=…)` or a generic, a target of `patch` or
`monkeypatch.setattr`, a class pattern of `match`. Uses of a name that an import or definition
in the same file brought in are not reported again.

A ban is a bare name (any class of that name), a glob (`Legacy*`), or dotted (`app.auth.Legacy`:
only that one, however it is imported). Names that are kept are never banned by a glob.

Silent: comments, strings that import nothing (SSOT007 looks at them), imports that a test wants to
fail, longer names that contain a banned one, parameters, keywords, members of classes and enums, a
test's own `Test…` classes under a glob, and `Banned = None` (what an except arm leaves behind).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Fix, Hit, Span
from ssot_lint.policy.advice import way_out
from ssot_lint.policy.model import Policy
from ssot_lint.rule import Example, Rule

if TYPE_CHECKING:
    from ssot_lint.bans import Bans, Match
    from ssot_lint.moves.renames import Renames
    from ssot_lint.repo.index import Index
    from ssot_lint.source.needles import Needles
    from ssot_lint.source.references import Reference
    from ssot_lint.source.source import Source
    from ssot_lint.stale.absence import ImportsToFail


def check(source: Source, policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.bans import Bans
    from ssot_lint.moves.renames import Renames
    from ssot_lint.stale.absence import ImportsToFail

    bans = Bans.of(policy, index)
    if not bans.concerns(source.path):  # then it has no word of a class, and no reference that counts
        return
    renames, to_fail = Renames(source, bans), ImportsToFail(source)
    for span, dotted in _made(source, bans):
        match = bans.class_(dotted)
        if match is not None:
            yield _hit(span, match, dotted, f"{dotted.rpartition('.')[2]} is banned")
    for reference in bans.references(source):
        yield from _referred(source, reference, bans, renames, to_fail)


def _made(source: Source, bans: Bans) -> Iterator[tuple[Span, str]]:
    """The places where a file gives something a wanted name, with that name in full."""
    for node in source.nodes(ast.ClassDef):
        is_test_class = source.is_test and node.name.startswith(("Test", "test_"))
        if bans.wanted(node.name) and not (is_test_class and not bans.names(node.name)):
            yield source.name_span(node), _dotted(source, node)
    for function in source.functions():
        if bans.wanted(function.name) and function in source.tree.body:
            yield source.name_span(function), f"{source.module}.{function.name}"
    for name in source.nodes(ast.Name):
        if isinstance(name.ctx, ast.Store) and bans.wanted(name.id) and _is_alias(source, name):
            yield source.span(name), f"{source.module}.{name.id}"


def _dotted(source: Source, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    return ".".join([*filter(None, [source.module]), *source.qualified(node)])


def _is_alias(source: Source, name: ast.Name) -> bool:
    """Whether an assignment gives the name a value other than None."""
    parent = source.parent(name)
    if isinstance(parent, ast.Tuple | ast.List):
        return isinstance(source.parent(parent), ast.Assign)
    if isinstance(parent, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        value = parent.value
        return value is not None and not (isinstance(value, ast.Constant) and value.value is None)
    return type(parent).__name__ == "TypeAlias"


def _referred(
    source: Source, reference: Reference, bans: Bans, renames: Renames, to_fail: ImportsToFail
) -> Iterator[Hit]:
    if reference.form in ("import", "name") and reference.renamed:
        alias = bans.class_(f"{source.module}.{reference.renamed}")
        if alias is not None:
            said, fix = f"{reference.renamed} is banned, as an alias too", renames.of_alias(reference)
            yield _hit(reference.span, alias, reference.target, said, fix)
            return
    if reference.form == "from" or (reference.form == "import" and not reference.renamed):
        return
    match = bans.class_of(reference)
    if match is None or (reference.form == "use" and _is_member(source, reference, bans)):
        return
    if to_fail.has(reference):
        return
    name = match.subject.rpartition(".")[2]
    if match.via and reference.name != name:
        said = f"{reference.name} is banned {name}, handed on by {match.through}"
    else:
        said = f"{name} is banned"
    yield _hit(reference.span, match, reference.target, said, renames.of_reference(reference, match))


def _is_member(source: Source, reference: Reference, bans: Bans) -> bool:
    """Whether `holder.Name` is a member of a class or function rather than of a module."""
    holder = reference.target.rpartition(".")[0]
    if not holder:
        return False
    definitions = (*source.nodes(ast.ClassDef), *source.functions())
    if any(_dotted(source, node) == holder for node in definitions):
        return True
    _, bound, after = bans.index.bound(holder)
    return not after and any(one.kind in ("class", "value", "function") for one in bound)


def _hit(span: Span, match: Match, cause: str, said: str, fix: Fix | None = None) -> Hit:
    return Hit(
        span,
        f"{said}: {way_out(match.decision)}",
        match.decision.name,
        cause=cause,
        related=match.via,
        fix=fix,
    )


def needles(policy: Policy, index: Index) -> Needles:
    from ssot_lint.bans import Bans

    return Bans.of(policy, index).needles


_POLICY = """\
[decisions.auth]
keep = ["app.auth:Auth"]
ban-classes = ["LegacyAuth"]
"""
_HOME = {"app/__init__.py": "", "app/auth.py": "class Auth: ...\n"}
_SAYS = "SSOT001 LegacyAuth is banned: use Auth from app.auth (auth)"

RULE = Rule(
    "SSOT001",
    "banned-class",
    "a banned class defined, imported, used, re-exported, named in an annotation, or made by an alias",
    __doc__,
    file=check,
    needles=needles,
    examples=(
        Example(
            "defined, imported and made by an alias",
            _POLICY,
            {
                **_HOME,
                "app/a.py": "class LegacyAuth: ...\n",
                "app/b.py": "from app.a import LegacyAuth\n\nLegacyAuth()\n",
                "app/c.py": "from app.auth import Auth\n\nLegacyAuth = Auth\n",
                "app/d.py": "from app.auth import Auth as LegacyAuth\n",
            },
            (
                f"app/a.py:1:7: {_SAYS}",
                f"app/b.py:1:19: {_SAYS}",
                f"app/c.py:3:1: {_SAYS}",
                "app/d.py:1:22: SSOT001 LegacyAuth is banned, as an alias too: use Auth from app.auth (auth)",
            ),
        ),
        Example(
            "named in strings that Python reads as names",
            _POLICY,
            {
                **_HOME,
                "app/a.py": 'def login(auth: "LegacyAuth | None") -> None: ...\n',
                "app/b.py": '__all__ = ["LegacyAuth"]\n',
                "tests/test_a.py": 'from unittest import mock\n\n@mock.patch("app.a.LegacyAuth")\ndef test(): ...\n',
            },
            (
                f"app/a.py:1:17: {_SAYS}",
                f"app/b.py:1:12: {_SAYS}",
                f"tests/test_a.py:3:13: {_SAYS}",
            ),
        ),
        Example(
            "comments, longer names, parameters and None are silent",
            _POLICY,
            {
                **_HOME,
                "app/a.py": (
                    '"""LegacyAuth was removed."""\n# LegacyAuth\nclass LegacyAuthError(Exception): ...\n'
                    "try:\n    import auth_c\nexcept ImportError:\n    LegacyAuth = None\n"
                    "def get(LegacyAuth=1): ...\nget(LegacyAuth=2)\n"
                ),
            },
        ),
    ),
)
