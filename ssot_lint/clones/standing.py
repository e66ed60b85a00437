"""Which one of several that are alike to keep: what a decision keeps, else what is used."""

from __future__ import annotations

from typing import NamedTuple

from ssot_lint.clones.candidates import Place
from ssot_lint.policy.advice import kept_homes
from ssot_lint.policy.model import Decision, Policy
from ssot_lint.repo.importers import importing_lines
from ssot_lint.repo.index import Index
from ssot_lint.repo.spelled import spelled
from ssot_lint.source.paths import is_called_legacy


class Standing(NamedTuple):
    """One definition, and what speaks for it.

    `module` is its dotted module, or its path where it has none. `importers` counts the files
    that import it by name, `size` its methods and attributes, or its lines where it is a function.
    """

    place: Place
    module: str
    line: int
    column: int
    decision: Decision | None
    is_abstract: bool
    is_deprecated: bool
    importers: int
    size: int

    @property
    def is_called_legacy(self) -> bool:
        return is_called_legacy(*self.place)

    @property
    def rank(self) -> tuple[bool, bool, bool, int, int, Place]:
        """The one to keep comes first."""
        is_new = self.decision is None
        return is_new, self.is_deprecated, self.is_called_legacy, -self.importers, -self.size, self.place


def standing(index: Index, policy: Policy, place: Place, *, is_class: bool) -> Standing | None:
    """What speaks for a definition; None where its file has none of the name, or several."""
    facts = index.facts(place.path)
    if is_class:
        classes = [one for one in facts.classes if one.name == place.name]
        if len(classes) != 1 or classes[0].is_alternative or classes[0].kind == "protocol":
            return None
        found = classes[0]
        size = len({one.name for one in facts.functions if one.holder == place.name} | {*found.attributes})
        line, column, is_abstract = found.line, found.column, found.kind == "abstract"
    else:
        functions = [one for one in facts.functions if one.name == place.name and not one.holder]
        if len(functions) != 1 or functions[0].is_alternative or functions[0].is_stub:
            return None
        line, column, size, is_abstract = functions[0].line, functions[0].column, functions[0].lines, False
    users = importing_lines(index, place.path, place.name)
    return Standing(
        place,
        spelled(index, place.path, users) or place.path,
        line,
        column,
        _keeping(index, policy, place),
        is_abstract,
        _is_deprecated(index, place),
        len(users),
        size,
    )


def _keeping(index: Index, policy: Policy, place: Place) -> Decision | None:
    names = frozenset(index.modules.names_of(place.path))
    homes = kept_homes(policy, place.name)
    return next((one for one, home in homes if not index.modules.spellings(home.module).isdisjoint(names)), None)


def _is_deprecated(index: Index, place: Place) -> bool:
    if b"deprecat" not in index.read(place.path).lower():
        return False
    from ssot_lint.source.deprecated import is_deprecated

    return is_deprecated(index.source(place.path), place.name)
