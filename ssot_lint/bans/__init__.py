"""What the decisions forbid, as seen from this repository: the question that several rules ask.

A decision names modules, paths and classes; a file names dotted targets. Here the two meet:
names that another module only hands on are followed to where they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ssot_lint.bans.declared import Declared, Match
from ssot_lint.bans.following import handed_on
from ssot_lint.bans.mentions import Mentions
from ssot_lint.bans.stars import names_taken
from ssot_lint.policy.model import Policy
from ssot_lint.repo.index import Index
from ssot_lint.repo.trails import Known
from ssot_lint.source.needles import Needles
from ssot_lint.source.references import Reference, references
from ssot_lint.source.source import Source

__all__ = ("Bans", "Match")


class Bans(Declared):
    """The bans of a policy in one repository, and what leads to them."""

    def __init__(self, policy: Policy, index: Index) -> None:
        super().__init__(policy, index)
        self._callables: tuple[str, ...] = policy.tables.get("imports", {}).get("callables", ())
        self._mentions = Mentions(self)
        self._concerns = Known(index.trails, self._mentions.concerns)
        self._latest: tuple[Source, tuple[Reference, ...]] | None = None

    @classmethod
    def of(cls, policy: Policy, index: Index) -> Bans:
        return index.memo((cls, id(policy)), lambda: cls(policy, index))

    @property
    def needles(self) -> Needles:
        """The words without which a file can't refer to anything banned."""
        with self.index.trails.followed():  # they are found out in every run
            needles = self._mentions.needles
        self.index.trails.rely_on("bans", (needles, sorted(self._mentions.facades)))
        return needles

    def wanted(self, name: str) -> bool:
        """Whether a reference whose last part is this name may be to something banned."""
        return self._mentions.wanted(name)

    def concerns(self, path: str) -> bool:
        """Whether a file that contains one of the needles may mean something banned by it."""
        return self._concerns(path)

    def references(self, source: Source) -> tuple[Reference, ...]:
        """The references of a file to names that may be banned; of the latest file they are kept."""
        if self._latest is None or self._latest[0] is not source:
            self._latest = (source, tuple(self._references(source)) if self.concerns(source.path) else ())
        return self._latest[1]

    def _references(self, source: Source) -> Iterator[Reference]:
        taken = names_taken(source.text, self._mentions.facades)
        if not taken:
            return references(source, self.wanted, self._callables)
        return references(source, lambda name: self.wanted(name) or name in taken, self._callables)

    def module_of(self, reference: Reference) -> Match | None:
        """The deleted module that a reference leads to and that its file has not named before."""
        found = self.module(reference.target)
        if found is not None and reference.form not in ("import", "from") and self.is_another(found.subject):
            found = None
        return self._through(reference, found, self.module)

    def class_of(self, reference: Reference) -> Match | None:
        """The banned class that a reference leads to and that its file has not named before."""
        return self._through(reference, self.class_(reference.target), self.class_)

    def _through(
        self, reference: Reference, found: Match | None, banned: Callable[[str], Match | None]
    ) -> Match | None:
        is_known = any(banned(bound) is not None for bound in reference.bound)
        if is_known and not (reference.form == "export" and banned == self.class_):  # __all__ repeats the name
            return None
        followed = self._followed(reference.target, banned)
        if found is None and followed is not None:
            if any(self._followed(bound, banned) for bound in reference.bound):
                return None
            return followed
        if found is not None and followed is not None:
            return found._replace(via=followed.via)
        return found

    def _followed(self, dotted: str, banned: Callable[[str], Match | None]) -> Match | None:
        """What a name leads to through other modules.

        Under a name that nobody looks for, nothing banned is handed on, unless a star import brings it.
        """
        if not self.index.is_exact and not self._mentions.facades and not any(map(self.wanted, dotted.split("."))):
            return None
        return handed_on(self.index, dotted, banned)

    def is_another(self, subject: str) -> bool:
        """Whether the package of a deleted module binds its name to something that is still there."""
        if not self.index.modules.path_of(subject):
            _, found, _ = self.index.bound(subject)
            return any(
                one.kind in ("class", "function", "value") or (one.target and self.module(one.target) is None)
                for one in found
            )
        return False
