"""Moving what a string or an attribute names."""

from __future__ import annotations

import ast

from ssot_lint.bans import Bans, Match
from ssot_lint.model import Edit
from ssot_lint.moves.homes import Home, Homes
from ssot_lint.moves.move import NO_ONE_HOME, Here, Move, as_whole, fix_of, without_home
from ssot_lint.moves.spelling import in_literal, name_like
from ssot_lint.moves.statements import replaced
from ssot_lint.source.chains import chain
from ssot_lint.source.references import Reference

_NOT_PLAIN = "the string is not written plainly"


def move_text(here: Here, reference: Reference, match: Match) -> Move:
    edits: list[Edit] = []
    homes: list[Home] = []
    names: list[str] = []
    for text in here.texts.get(reference.span, ()):
        module, name, home = meant(str(text.value).replace(":", "."), _taken(here, text), match, here.bans)
        if home is None or not home.path:
            why_not = without_home([name]) if name else NO_ONE_HOME
            return Move(None, Homes.of(module, match.decision, here.bans).lacking([name] if name else []), why_not)
        new = name_like(home, module, here.repo)
        if reference.form == "text" and new.partition(".")[0] != module.partition(".")[0]:
            return Move(why_not=f"{new} has to be imported first")
        inside = in_literal(here.source, text, *_written(str(text.value), module, new))
        if not inside:
            return Move(why_not=_NOT_PLAIN)
        edits += inside
        if reference.form == "dynamic" and not _imports(here, text) and here.repo.modules.path_of(module):
            home = home._replace(obstacles=(*home.obstacles, f"{module} is still there, and may be what is used"))
        homes.append(home)
        names.append(name)
    if not edits:
        return Move(why_not=_NOT_PLAIN)
    fix = fix_of(edits, homes, list(filter(None, names)))
    return Move(fix if all(names) else as_whole(fix))


def _written(text: str, module: str, new: str) -> tuple[str, str]:
    """What is in a string for a module, and what takes its place; a relative name stays one where it can."""
    below = text.lstrip(".")
    package = module.removesuffix(below)
    if below != text and package != module and new.startswith(package):
        return text, text.removesuffix(below) + new.removeprefix(package)
    return module, new


def _taken(here: Here, text: ast.Constant) -> str:
    """What is taken of a module right where it is imported: `import_module("app.old").Name`."""
    call = here.source.parent(text)
    parent = None if call is None else here.source.parent(call)
    return parent.attr if isinstance(parent, ast.Attribute) and _imports(here, text) else ""


def _imports(here: Here, text: ast.Constant) -> bool:
    """Whether a string is imported for what is in it, rather than patched there."""
    call = here.source.parent(text)
    targets = here.source.resolve(call.func) if isinstance(call, ast.Call) else ()
    return any(one.dotted.startswith(("importlib.", "pkgutil.", "__import__")) for one in targets)


def meant(dotted: str, taken: str, match: Match, bans: Bans) -> tuple[str, str, Home | None]:
    """The deleted module in a dotted name, the name that is taken of it, and the home of that."""
    start = dotted.find(match.subject)
    parts = dotted[start + len(match.subject) :].split(".") if start >= 0 else []
    module = match.subject
    for name in filter(None, parts):
        home = Homes.of(module, match.decision, bans).of_name(name)
        if home is not None:
            return module, name, home
        if not bans.index.modules.path_of(f"{module}.{name}"):
            return module, name, None
        module = f"{module}.{name}"
    return module, taken, Homes.of(module, match.decision, bans).of_name(taken)


def move_attribute(here: Here, reference: Reference, match: Match) -> Move:
    """`package.old.Name` after `import package`: it stays an attribute of what was imported."""
    nodes = (one for one in here.source.nodes(ast.Attribute) if here.source.span(one) == reference.span)
    node = next(nodes, None)
    if node is None or reference.target != match.subject:
        return Move(why_not="it is not written as one name")
    parent = here.source.parent(node)
    name = parent.attr if isinstance(parent, ast.Attribute) else ""
    homes = Homes.of(match.subject, match.decision, here.bans)
    home = homes.of_name(name)
    if home is None or not home.path:
        return Move(None, homes.lacking([name]), without_home([name]) if name else NO_ONE_HOME)
    top, _, below = chain(node).partition(".")
    prefix = match.subject.removesuffix(f".{below}")
    new = name_like(home, match.subject, here.repo)
    if not top or prefix == match.subject or not new.startswith(f"{prefix}."):
        return Move(why_not=f"{new} has to be imported first")
    text = top + new.removeprefix(prefix)
    return Move(fix_of([replaced(reference.span, text)], [home], [name] if name else []))
