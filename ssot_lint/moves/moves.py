"""What moves one reference from a deleted module to where its names live now."""

from __future__ import annotations

import ast
from functools import cached_property

from ssot_lint.bans import Bans, Match
from ssot_lint.model import Fix, Span
from ssot_lint.moves.modules import move_module
from ssot_lint.moves.move import Here, Move
from ssot_lint.moves.names import move_names
from ssot_lint.moves.renames import Renames
from ssot_lint.moves.texts import move_attribute, move_text
from ssot_lint.source.references import Reference
from ssot_lint.source.source import Source


class Moves:
    """The moves of one file."""

    def __init__(self, source: Source, bans: Bans) -> None:
        self._here = Here(source, bans)

    def of_reference(self, reference: Reference, match: Match) -> Move:
        """How to move what a reference names; nothing where only another file can be mended."""
        if match.via:
            return Move(why_not=f"what {match.through} hands on has to be mended there")
        if self._here.source.unreadable:
            return Move(why_not="the file can't be read in full")
        if reference.form == "from":
            statement = self._statements.get(reference.span)
            return Move() if statement is None else self._of_statement(statement, match)
        if reference.form in ("name", "import"):
            statement_and_alias = self._here.aliases[reference.span]
            return move_module(self._here, *statement_and_alias, reference.target, match.decision)
        if reference.form in ("dynamic", "text"):
            return move_text(self._here, reference, match)
        return move_attribute(self._here, reference, match) if reference.form == "use" else Move()

    def _of_statement(self, statement: ast.ImportFrom, match: Match) -> Move:
        """The names of a statement by where they live now; a banned class that no home has, by what is kept."""
        move = move_names(self._here, statement, match.decision)
        if move.fix is not None:
            return move
        fix = self._kept_instead(statement)
        return move if fix is None else move._replace(fix=fix, why_not="")

    def _kept_instead(self, statement: ast.ImportFrom) -> Fix | None:
        named = [self._names.get(self._here.source.span(alias)) for alias in statement.names]
        banned = [(one, match) for one in named if one and (match := self._here.bans.class_(one.target))]
        if len(banned) < len(named):
            return None
        return self._renames.of_statement(statement, banned) if banned[1:] else self._renames.of_reference(*banned[0])

    @cached_property
    def _renames(self) -> Renames:
        return Renames(self._here.source, self._here.bans)

    @cached_property
    def _names(self) -> dict[Span, Reference]:
        """The references to names that statements import, by place."""
        references = self._here.bans.references(self._here.source)
        return {one.span: one for one in references if one.form == "name"}

    @cached_property
    def _statements(self) -> dict[Span, ast.ImportFrom]:
        source = self._here.source
        return {source.module_span(one): one for one in source.nodes(ast.ImportFrom)}
