"""Names through the modules that hand them on, one hop after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.repo.modules import Modules

if TYPE_CHECKING:  # to have facts takes modules that a run may not need
    from ssot_lint.repo.facts import Bound, Facts

MOST_HOPS = 16  # of a name through modules that hand it on


class Step(NamedTuple):
    """One hop of a name through a module that only hands it on."""

    path: str
    bound: Bound


class Hops:
    """What the modules of a repository hand on, by the `facts` of their files."""

    def __init__(self, modules: Modules, facts: Callable[[str], Facts]) -> None:
        self._modules = modules
        self._facts = facts

    def bound(self, dotted: str) -> tuple[str, tuple[Bound, ...], list[str]]:
        """Path of the module, what it binds the next name to, and the names after that.

        A name that only a star import can have brought counts as imported from there.
        """
        module, rest = self._modules.part(dotted)
        if not module or not rest:
            return "", (), rest
        from ssot_lint.repo.facts import Bound

        path = self._modules.path_of(module)
        name, after = rest[0], rest[1:]
        facts = self._facts(path)
        found = facts.bindings.get(name, ())
        if not found and not name.startswith("_"):
            found = tuple(
                Bound("import", f"{star}.{name}", 1, 1) for star in facts.stars if self._may_export(star, name, 8)
            )
        return path, found, after

    def _may_export(self, module: str, name: str, depth: int) -> bool:
        path = self._modules.path_of(module)
        if not path:
            return True
        facts = self._facts(path)
        if facts.exports is not None:
            return name in facts.exports
        return name in facts.bindings or (
            depth > 0 and any(self._may_export(star, name, depth - 1) for star in facts.stars)
        )

    def hops(self, dotted: str) -> tuple[tuple[str, Step], ...]:
        """What a dotted name is handed on from, one hop away; () where it is at home or unknown."""
        path, found, after = self.bound(dotted)
        suffix = "".join(f".{part}" for part in after)
        return tuple(
            (one.target + suffix, Step(path, one))
            for one in found
            if one.kind in ("import", "alias") and one.target and one.target + suffix != dotted
        )

    def origins(self, dotted: str) -> tuple[str, ...]:
        """Everything that a dotted name is handed on from, near to far, so far as it has an end.

        `from .gone import *` in `app/__init__.py` hands on `app.gone.x` as `app.gone.gone.x`, and so on.
        """
        found: dict[str, None] = {}
        queue = [dotted]
        while queue and len(found) < MOST_HOPS:
            for target, _ in self.hops(queue.pop()):
                if target not in found:
                    found[target] = None
                    queue.append(target)
        return tuple(found)
