"""What moves one reference from a deleted module to where its names live now."""

from __future__ import annotations

import ast
from functools import cached_property

from ssot_lint.bans import Bans, Match
from ssot_lint.model import Span
from ssot_lint.moves.modules import move_module
from ssot_lint.moves.move import Here, Move
from ssot_lint.moves.names import move_names
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
            return Move() if statement is None else move_names(self._here, statement, match.decision)
        if reference.form in ("name", "import"):
            statement_and_alias = self._here.aliases[reference.span]
            return move_module(self._here, *statement_and_alias, reference.target, match.decision)
        if reference.form in ("dynamic", "text"):
            return move_text(self._here, reference, match)
        return move_attribute(self._here, reference, match) if reference.form == "use" else Move()

    @cached_property
    def _statements(self) -> dict[Span, ast.ImportFrom]:
        source = self._here.source
        return {source.module_span(one): one for one in source.nodes(ast.ImportFrom)}
