"""`ssot-lint find --strings` and `--check`: the dotted names in strings, and whether they lead to something.

A script, a dashboard or a document can hold such names too; to ask for one is cheaper than to import it.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ssot_lint.model import Span
from ssot_lint.policy.model import Policy
from ssot_lint.repo.imports import Imports
from ssot_lint.repo.index import Index
from ssot_lint.repo.target_lines import Suspect
from ssot_lint.repo.targets import Lack, Targets
from ssot_lint.source.constant_text import dotted_of

#: Whether a name leads to something; what is not of this repository is unknown.
Existence = Literal["yes", "no", "unknown"]

#: What ends the name of a file rather than of a module.
_ENDINGS = frozenset(
    "cfg conf css csv db gz html ini ipynb jpg js json lock log md pdf png py pyi rst sh sql svg toml txt xml "  # noqa: SIM905
    "yaml yml zip".split()
)
_NOWHERE = Span(1, 1, 1, 1)


class Named(NamedTuple):
    """A dotted name as strings have it, in how many places and files, and whether it leads to something."""

    name: str
    places: int
    files: int
    exists: Existence


class Checked(NamedTuple):
    """The outcome for one name: what is wrong with it, and what is close, "" when nothing is."""

    exists: Existence
    said: str
    close: str = ""


def strings(index: Index, policy: Policy, prefix: str) -> tuple[Named, ...]:
    """The dotted names in strings that are a prefix or go on behind it, by name; of "" all first-party ones."""
    judge = _Judge(index, policy)
    places: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for path in index.python_paths:
        found = [name for name in _names_in(index, path, judge.tops(prefix)) if _is_below(name, prefix)]
        if not prefix:
            found = [name for name in found if judge.is_own(name, path)]
        places.update(found)
        files.update({*found})
    return tuple(Named(name, places[name], files[name], judge.of(name).exists) for name in sorted(places))


def check(index: Index, policy: Policy, name: str) -> Checked:
    """Whether a dotted name leads to something, how far, and what is close to it."""
    return _Judge(index, policy).of(name)


def is_name(written: str) -> bool:
    """Whether something is a dotted name, or `a.b:c`, perhaps of one part."""
    return written.isidentifier() or (written[:1] != "." and bool(dotted_of(written)))


class _Judge:
    """What the names of a repository lead to."""

    def __init__(self, index: Index, policy: Policy) -> None:
        self._imports = Imports.of(policy, index)
        self._index = index
        self._targets = Targets(index, self._imports.ours.places)
        self._tops: re.Pattern[bytes] | None = None

    def tops(self, prefix: str) -> re.Pattern[bytes]:
        """What a text must contain to have a name of a prefix, or of any top-level module."""
        if self._tops is None:
            names = [name for path in self._index.python_paths for name in self._index.modules.names_of(path)]
            tops = {name.partition(".")[0] for name in names} if not prefix else {re.split("[.:]", prefix)[0]}
            pattern = "|".join(map(re.escape, sorted(tops - {""})))
            self._tops = re.compile(rf"""["'](?:{pattern})(?:[.:"'])""".encode())
        return self._tops

    def is_own(self, name: str, path: str) -> bool:
        return bool(self._imports.ours.own(re.split("[.:]", name)[0], path))

    def of(self, name: str) -> Checked:
        dotted = name.replace(":", ".")
        top = dotted.partition(".")[0]
        if not any(self._imports.ours.own(top, f"{place}.py") for place in self._imports.ours.places(top)):
            return Checked("unknown", f"{name}: {top} is not of this repository")
        answer = self._targets.find(dotted)
        if answer.lack is None:
            said = f"{name} exists" if answer.exists else f"{name}: only running the code could tell"
            return Checked("yes" if answer.exists else "unknown", said)
        return self._missing(name, dotted, answer.lack)

    def _missing(self, name: str, dotted: str, lack: Lack) -> Checked:
        from ssot_lint.stale.missing_targets import is_given, is_own, told

        one = Suspect(f"{lack.place}.py", _NOWHERE, dotted, False, lack)
        if not is_own(one, self._imports) or is_given(one, self._imports):
            return Checked("unknown", f"{name}: something else than its text may give it")
        said, way_out, related = told(one, self._imports)
        return Checked("no", said, way_out if related or way_out.startswith("did you mean") else "")


def _names_in(index: Index, path: str, tops: re.Pattern[bytes]) -> Iterator[str]:
    """The dotted names that are whole strings of a file."""
    if not tops.search(index.read(path)):
        return
    stack: list[ast.AST] = [index.source(path).tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and _is_listed(node.value):
                yield node.value
        elif not isinstance(node, ast.JoinedStr):  # its parts are no whole strings
            stack += ast.iter_child_nodes(node)


def _is_listed(text: str) -> bool:
    return text[:1] != "." and bool(dotted_of(text)) and text.rpartition(".")[2] not in _ENDINGS


def _is_below(name: str, prefix: str) -> bool:
    dotted, start = name.replace(":", "."), prefix.replace(":", ".")
    return not start or dotted == start or dotted.startswith(f"{start}.")
