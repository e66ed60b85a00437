"""Moving the names of `from old import …`."""

from __future__ import annotations

import ast

from ssot_lint.model import Edit
from ssot_lint.moves.homes import Home, Homes, has_from
from ssot_lint.moves.move import NO_ONE_HOME, Here, Move, as_whole, fix_of, without_home
from ssot_lint.moves.spelling import name_like, with_dots
from ssot_lint.moves.statements import after, block_of, comments_of, from_import, removed, replaced, without_names
from ssot_lint.policy.model import Decision

_ITS_OWN = "this is the home itself"


def move_names(here: Here, statement: ast.ImportFrom, decision: Decision) -> Move:
    module = here.source.names.absolute(statement)
    homes = Homes.of(module, decision, here.bans)
    if statement.names[0].name == "*":
        return _star(here, statement, module, homes)
    found = {alias: homes.of_name(alias.name) for alias in statement.names}
    lacking = [alias for alias, home in found.items() if home is None or home.path == here.source.path]
    moved = {alias: home for alias, home in found.items() if home is not None and alias not in lacking}
    told = homes.lacking(alias.name for alias in lacking if found[alias] is None)
    if not moved:
        missing = [alias.name for alias in lacking if found[alias] is None]
        return Move(None, told, without_home(missing) if missing else _ITS_OWN)
    fresh = {alias: home for alias, home in moved.items() if not _is_there(here, statement, alias, home)}
    groups = _grouped(fresh)
    stays = None if lacking or not groups else next(iter(groups))
    gone = [alias for alias in moved if stays is None or alias not in groups[stays]]
    edits: list[Edit] = []
    if stays is not None:
        span = here.source.module_span(statement)
        edits.append(replaced(span, _module_text(here, stays, module, level=statement.level)))
    if len(gone) == len(statement.names) and not fresh:
        edits += removed(here.source, statement)
    elif gone:
        edits += without_names(here.source, statement, gone)
    added = [
        from_import(
            _module_text(here, home, module, level=statement.level),
            [(alias.name, alias.asname or "") for alias in aliases],
            comments_of(here.source, statement, gone, aliases),
        )
        for home, aliases in groups.items()
        if home != stays
    ]
    edits += after(here.source, statement, added)
    return Move(fix_of(edits, moved.values(), [alias.name for alias in moved]), told)


def _star(here: Here, statement: ast.ImportFrom, module: str, homes: Homes) -> Move:
    """All that comes through the star must be in one home, by its name."""
    home = homes.of_module()
    if home is None or home.path == here.source.path:
        return Move(why_not=NO_ONE_HOME if home is None else _ITS_OWN)
    lost = homes.lost_from(home)
    if lost is None:
        return Move(why_not="nobody knows all that the star brings")
    if lost:
        return Move(None, homes.lacking(lost), without_home(lost))
    text = _module_text(here, home, module, level=statement.level)
    fix = fix_of([replaced(here.source.module_span(statement), text)], [home], ["*"])
    return Move(as_whole(fix, "it may bring other names"))


def _is_there(here: Here, statement: ast.ImportFrom, alias: ast.alias, home: Home) -> bool:
    """Whether the block imports the name from its home too, or will once the statements before it have moved."""
    place = statement.lineno, statement.col_offset
    for other in block_of(here.source, statement):
        if not isinstance(other, ast.ImportFrom) or other is statement:
            continue
        if all((one.name, one.asname) != (alias.name, alias.asname) for one in other.names):
            continue
        module = here.source.names.absolute(other)
        match = here.bans.module(module)
        if match is None:
            if has_from(here.repo, module, alias.name, home):
                return True
        elif (other.lineno, other.col_offset) < place:
            if Homes.of(module, match.decision, here.bans).of_name(alias.name) is not None:
                return True
    return False


def _module_text(here: Here, home: Home, written: str, *, level: int) -> str:
    dotted = name_like(home, written, here.repo)
    near = with_dots(dotted, here.source) if level and home.path else None
    return near or dotted


def _grouped(found: dict[ast.alias, Home]) -> dict[Home, list[ast.alias]]:
    """Names by the module they go to, in the order of the statement."""
    groups: dict[Home, list[ast.alias]] = {}
    for alias, home in found.items():
        groups.setdefault(home._replace(obstacles=()), []).append(alias)
    return groups
