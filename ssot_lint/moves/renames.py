"""What brings the kept class into the place of a banned one."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ssot_lint.bans import Bans, Match
from ssot_lint.model import Edit, Fix
from ssot_lint.moves.handing import is_handed_on
from ssot_lint.moves.homes import Home, has_from
from ssot_lint.moves.move import Here
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
from ssot_lint.moves.uses import is_bound_twice, uses_of
from ssot_lint.source.references import Reference, exported
from ssot_lint.source.source import Source


class Renames:
    """The fixes of one file's references to banned classes."""

    def __init__(self, source: Source, bans: Bans) -> None:
        self._here = Here(source, bans)
        self._source = source
        self._index = bans.index

    def of_reference(self, reference: Reference, match: Match) -> Fix | None:
        """How to refer to the one class that is kept; None where that can't be told, or is not written plainly."""
        homes = match.decision.keep
        if len(homes) != 1 or self._source.unreadable:
            return None
        path = self._index.modules.find(homes[0].module)
        if not path or path == self._source.path:
            return None
        home, name = Home(homes[0].module, path), homes[0].name
        edits: list[Edit] | None = None
        if reference.form == "name":
            edits = self._imported(reference, home, name)
        elif reference.form == "dynamic":
            edits = self._text(reference, home, name)
        if not edits:
            return None
        doubts = []
        if f"{home.module}.{name}" not in self._index.origins(reference.target):
            doubts.append(f"it is another class than {reference.name}")
        if reference.form == "name" and not reference.renamed:
            doubts += self._takers(reference.name)
        return _fix(f"use {name} from {home.module}", edits, doubts)

    def of_statement(self, statement: ast.ImportFrom, banned: Sequence[tuple[Reference, Match]]) -> Fix | None:
        """How to do without a statement that imports several banned classes, and nothing else."""
        span = self._source.span(statement)
        if self._source.unreadable or span.line != span.end_line:  # comments between the names would be lost
            return None
        edits: list[Edit] = []
        lines: dict[str, None] = {}
        titles, doubts, listed = [], [], []
        for reference, match in banned:
            fix = self.of_reference(reference, match)
            if fix is None:
                return None
            alias = self._here.aliases[reference.span][1]
            home = Home(match.decision.keep[0].module, self._index.modules.find(match.decision.keep[0].module))
            name = match.decision.keep[0].name
            if not alias.asname:
                edits += self._renamed(alias, alias.name, name) or []
                listed += [name for text in exported(self._source) if text.value == alias.name]
            if not self._imports(statement, alias, home, name, alias.asname or name):
                lines[self._said(statement, home, [(name, alias.asname or "")])] = None
            title, _, doubt = fix.title.partition(", though ")
            titles.append(title)
            doubts += [doubt] if doubt else []
        if len(set(listed)) < len(listed):
            return None
        if not lines:
            edits += removed(self._source, statement)
        else:
            first, *others = lines
            edits += [replaced(span, first), *after(self._source, statement, others)]
        return _fix(" and ".join(dict.fromkeys(titles)), list(dict.fromkeys(edits)), list(dict.fromkeys(doubts)))

    def _said(self, statement: ast.ImportFrom, home: Home, names: list[tuple[str, str]]) -> str:
        dotted = name_like(home, self._source.names.absolute(statement), self._index)
        near = with_dots(dotted, self._source) if statement.level else None
        return from_import(near or dotted, names)

    def of_alias(self, reference: Reference) -> Fix | None:
        """How to do without a local name that is banned, as in `import Kept as Banned`."""
        statement, alias = self._here.aliases[reference.span]
        local = alias.name.partition(".")[0]
        if self._source.unreadable or is_bound_twice(self._source, alias, str(alias.asname)):
            return None
        is_there = self._imports_plainly(statement, alias)
        if local in self._here.names and not is_there:
            return None
        edits = self._renamed(alias, str(alias.asname), alias.name)
        if edits is None:
            return None
        edits += self._without(statement, alias) if is_there else [replaced(self._source.span(alias), alias.name)]
        return _fix(f"use {alias.name} by its own name", edits, self._takers(str(alias.asname)))

    def _takers(self, local: str) -> list[str]:
        """What may break elsewhere when a name is no longer here."""
        return [f"other files may take {local} from here"] if is_handed_on(self._here, local) else []

    def _imports_plainly(self, statement: Imported, alias: ast.alias) -> bool:
        """Whether the block imports the same thing by its own name too."""
        module = self._source.names.absolute(statement) if isinstance(statement, ast.ImportFrom) else ""
        for other in block_of(self._source, statement):
            if isinstance(other, ast.Import | ast.ImportFrom):
                there = self._source.names.absolute(other) if isinstance(other, ast.ImportFrom) else ""
                if there == module and any(one.name == alias.name and one.asname is None for one in other.names):
                    return True
        return False

    def _without(self, statement: Imported, alias: ast.alias) -> list[Edit]:
        if len(statement.names) == 1:
            return removed(self._source, statement)
        return without_names(self._source, statement, [alias])

    def _imported(self, reference: Reference, home: Home, name: str) -> list[Edit] | None:
        """The edits of `from module import Banned`, and of its uses unless they have a name of their own."""
        statement, alias = self._here.aliases[reference.span]
        assert isinstance(statement, ast.ImportFrom)
        local = alias.asname or name
        is_there = self._imports(statement, alias, home, name, local)
        if not alias.asname and name in self._here.names and not is_there:
            return None
        edits: list[Edit] | None = []
        if not alias.asname:
            if is_bound_twice(self._source, alias, alias.name):
                return None
            edits = self._renamed(alias, alias.name, name)
        if edits is None:
            return None
        written = self._source.names.absolute(statement)
        said = self._said(statement, home, [(name, alias.asname or "")])
        if is_there:
            return edits + self._without(statement, alias)
        if self._index.modules.path_of(written) == home.path:
            return [*edits, replaced(self._source.span(alias), f"{name} as {alias.asname}" if alias.asname else name)]
        if len(statement.names) == 1:
            return edits + rewritten(self._source, statement, alias, said)
        return edits + without_names(self._source, statement, [alias]) + after(self._source, statement, [said])

    def _imports(self, statement: Imported, alias: ast.alias, home: Home, name: str, local: str) -> bool:
        """Whether the block imports the kept class anyway."""
        for other in block_of(self._source, statement):
            if isinstance(other, ast.ImportFrom):
                module = self._source.names.absolute(other)
                for one in other.names:
                    same = one is not alias and one.name == name and (one.asname or one.name) == local
                    if same and has_from(self._index, module, name, home):
                        return True
        return False

    def _renamed(self, alias: ast.alias, local: str, name: str) -> list[Edit] | None:
        """The edits of the uses of a local name, in `__all__` too; None when one of them is not written plainly."""
        edits: list[Edit] = []
        for use in uses_of(self._source, alias, local):
            if isinstance(use.node, ast.Constant):
                inside = in_literal(self._source, use.node, local, name)
                if inside is None:
                    return None
                edits += inside
            else:
                edits.append(replaced(self._source.span(use.node), name))
        listed = [text for text in exported(self._source) if text.value == local]
        if listed and any(text.value == name for text in exported(self._source)):
            return None
        for text in listed:
            inside = in_literal(self._source, text, local, name)
            if inside is None:
                return None
            edits += inside
        return list(dict.fromkeys(edits))

    def _text(self, reference: Reference, home: Home, name: str) -> list[Edit] | None:
        """The edits of a string that is imported."""
        dotted = name_like(home, reference.target, self._index)
        text = self._here.texts[reference.span][0]
        return in_literal(self._source, text, reference.target, f"{dotted}.{name}")


def _fix(title: str, edits: list[Edit], doubts: list[str]) -> Fix:
    return Fix(f"{title}, though {'; '.join(doubts)}" if doubts else title, not doubts, tuple(sorted(edits)))
