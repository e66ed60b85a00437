"""Moving the import of a module with the uses of it: `import old`, `from package import old`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ssot_lint.model import Edit
from ssot_lint.moves.handing import is_handed_on
from ssot_lint.moves.homes import Home, Homes, is_module
from ssot_lint.moves.move import NO_ONE_HOME, Here, Move, as_whole, fix_of, without_home
from ssot_lint.moves.spelling import in_literal, name_like, with_dots
from ssot_lint.moves.statements import (
    Imported,
    after,
    block_of,
    from_import,
    removed,
    replaced,
    rewritten,
    without_names,
)
from ssot_lint.moves.uses import Use, is_bound_twice, other_uses, uses_of
from ssot_lint.policy.model import Decision


class _Local(NamedTuple):
    """A module as a file names it: how its uses are written, and the import that it takes, "" for none."""

    written: str
    statement: str


def move_module(here: Here, statement: Imported, alias: ast.alias, module: str, decision: Decision) -> Move:
    homes = Homes.of(module, decision, here.bans)
    local = alias.asname or alias.name
    uses = list(uses_of(here.source, alias, local))
    found = {use.name: homes.of_name(use.name) for use in uses}
    lacking = homes.lacking(sorted(name for name, home in found.items() if home is None and name))
    needed = {home._replace(obstacles=()): home for home in found.values() if home is not None}
    if not uses:
        whole = homes.of_module()
        needed = {} if whole is None else {whole: whole}
    if not needed or any(not home.path or home.path == here.source.path for home in needed):
        missing = sorted(name for name, home in found.items() if home is None and not is_module(name))
        return Move(None, lacking, without_home(missing) if missing else NO_ONE_HOME)
    is_whole = None not in found.values()
    if not is_whole and is_bound_twice(here.source, alias, local.partition(".")[0]):
        return Move(None, lacking, f"{local} has two meanings here, and only part of it has a home")
    written = _locals(here, statement, alias, module, list(needed), keep=not is_whole)
    if written is None:
        return Move(None, lacking, "the name that it would have here means something else")
    edits = _use_edits(here, uses, found, written)
    if edits is None:
        return Move(None, lacking, "it is used over several lines, or in a string that is not written plainly")
    edits += _alias_edits(here, statement, alias, module, written, is_whole=is_whole)
    homes_of_names = [one for one in found.values() if one] or list(needed.values())
    fix = fix_of(edits, homes_of_names, [name for name in found if name and found[name]])
    if not uses or any(is_module(name) for name in found):
        fix = as_whole(fix, "the module itself is used" if uses else "nothing of it is used here")
    return Move(fix, lacking)


def _locals(
    here: Here,
    statement: Imported,
    alias: ast.alias,
    module: str,
    homes: Sequence[Home],
    *,
    keep: bool,
) -> dict[str, _Local] | None:
    """How each home is named here, by its path; None when there is no name for it.

    The first takes the place of the old import, unless that has to stay.
    """
    found: dict[str, _Local] = {}
    taken = here.names
    for place, home in enumerate(homes):
        dotted = name_like(home, module, here.repo)
        takes_over = place == 0 and not keep
        parent, _, last = dotted.rpartition(".")
        if isinstance(statement, ast.Import):
            local = alias.asname if takes_over and alias.asname else dotted
            said = f"import {dotted} as {local}" if local != dotted else f"import {dotted}"
            top = dotted.partition(".")[0]
            is_new = top != module.partition(".")[0] and not _imports_it(here, statement, alias, dotted, dotted)
            if local == dotted and is_new and top in taken:
                return None
        else:
            own = alias.asname or alias.name
            is_free = last not in taken or _imports_it(here, statement, alias, dotted, last) or last == own
            if takes_over and (not is_free or _has_to_stay(here, alias, own)):
                local = own
            elif is_free:
                local = last
            else:
                return None
            given = "" if local == last else local
            if parent:
                near = with_dots(parent, here.source) if statement.level else None
                said = from_import(near or parent, [(last, given)])
            else:
                said = f"import {last} as {given}" if given else f"import {last}"
        if _imports_it(here, statement, alias, dotted, local):
            said = ""
        found[home.path] = _Local(local, said)
    return found


def _imports_it(here: Here, statement: Imported, alias: ast.alias, dotted: str, local: str) -> bool:
    """Whether the block imports a module by a local name, other than by this import."""
    others = [other for other, one in here.imported.get((dotted, local), ()) if one is not alias]
    return bool(others) and not {id(one) for one in block_of(here.source, statement)}.isdisjoint(map(id, others))


def _has_to_stay(here: Here, alias: ast.alias, local: str) -> bool:
    """Whether an import must go on to give the same name."""
    return bool(alias.asname) or is_bound_twice(here.source, alias, local) or is_handed_on(here, local)


def _use_edits(
    here: Here, uses: Iterable[Use], found: dict[str, Home | None], written: dict[str, _Local]
) -> list[Edit] | None:
    edits: list[Edit] = []
    for use in uses:
        home = found[use.name]
        if home is None:
            continue
        text = written[home.path].written
        if isinstance(use.node, ast.Constant):
            name = f".{use.name}" if use.name else ""
            inside = in_literal(here.source, use.node, use.written + name, text + name)
            if inside is None:
                return None
            edits += inside
        elif text != use.written:
            span = here.source.span(use.node)
            if span.line != span.end_line:
                return None
            edits.append(replaced(span, text))
    return list(dict.fromkeys(edits))


def _alias_edits(
    here: Here,
    statement: Imported,
    alias: ast.alias,
    module: str,
    written: dict[str, _Local],
    *,
    is_whole: bool,
) -> list[Edit]:
    said = [local.statement for local in written.values()]
    if not is_whole:
        return after(here.source, statement, list(filter(None, said)))
    first, *others = said
    rest = after(here.source, statement, list(filter(None, others)))
    if isinstance(statement, ast.Import) and not alias.asname and other_uses(here.source, alias, module):
        parent, new = module.rpartition(".")[0], first.removeprefix("import ")
        kept = "" if new.partition(".")[0] == module.partition(".")[0] else parent
        return [replaced(here.source.span(alias), ", ".join(filter(None, (kept, new)))), *rest]
    if first and (isinstance(statement, ast.Import) or len(statement.names) == 1 or _is_beside(here, statement, first)):
        return [*rewritten(here.source, statement, alias, first), *rest]
    if first or len(statement.names) > 1:
        added = after(here.source, statement, list(filter(None, said)))
        return [*without_names(here.source, statement, [alias]), *added]
    needed = list(filter(None, others))
    if not needed:
        return removed(here.source, statement)
    return [*rewritten(here.source, statement, alias, needed[0]), *after(here.source, statement, needed[1:])]


def _is_beside(here: Here, statement: ast.ImportFrom, said: str) -> bool:
    """Whether an import is from the package of another one, as that is written."""
    span = here.source.module_span(statement)
    written = here.source.line_text(span.line)[span.column - 1 : span.end_column - 1]
    return said.startswith(f"from {written} import ")
