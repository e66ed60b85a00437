"""`ssot-lint find`: every place that names a class, function or module, whatever way it names it.

A search for the text finds another class of the same name, and misses who reaches the class
through a facade. So names in Python are resolved; strings and documents are searched for words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ssot_lint.bans import Bans
from ssot_lint.commands.find_python import mentions_in
from ssot_lint.commands.find_target import GROUPS, Mention, Wanted, said
from ssot_lint.policy.advice import way_out
from ssot_lint.policy.model import Home, Policy
from ssot_lint.repo.files import stat_of
from ssot_lint.repo.git import files_with
from ssot_lint.repo.index import Index
from ssot_lint.source.offsets import LINE_END

_MOST_BYTES = 1_000_000  # of a document


def find(index: Index, policy: Policy, written: str) -> tuple[Mention, ...]:
    """All places that name something, by group, and in each by place."""
    wanted = Wanted(index, written)
    verdicts = Verdicts(index, policy)
    likely = files_with(index.root, wanted.words)  # to read all of them takes three times as long
    found = [*_modules(index, wanted, verdicts), *_in_python(index, wanted, verdicts)]
    found += _documents(index, wanted, verdicts, likely())
    return tuple(sorted(set(found), key=lambda one: (GROUPS.index(one.group), one)))


def _in_python(index: Index, wanted: Wanted, verdicts: Verdicts) -> Iterator[Mention]:
    """Whoever takes it from a facade need not name the module that it comes from."""
    done: set[str] = set()
    facades: set[str] = set()
    before = -1
    while before < len(facades):
        before = len(facades)
        for path in index.mentioning(wanted.needles(facades)):
            if path not in done:
                done.add(path)
                for one in mentions_in(index.source(path), wanted, verdicts.of):
                    if one.group == "re-export":
                        facades.update(index.modules.names_of(path))
                    yield one


class Verdicts:
    """What the decisions say of each name by which the wanted thing is mentioned."""

    def __init__(self, index: Index, policy: Policy) -> None:
        self._bans = Bans.of(policy, index)
        self._policy = policy
        self._index = index
        self._known: dict[str, tuple[str, str]] = {}

    def of(self, dotted: str) -> tuple[str, str]:
        """The decision on a dotted or bare name, and its verdict."""
        if dotted not in self._known:
            self._known[dotted] = self._judge(dotted)
        return self._known[dotted]

    def _judge(self, dotted: str) -> tuple[str, str]:
        """What holds of the place that a name leads to holds of the name."""
        for one in (dotted, *self._index.origins(dotted)):
            kept = self._kept(one, is_exact=True)
            banned, deleted = self._bans.class_(one), self._bans.module(one)
            name = one.rpartition(".")[2]
            if kept[0]:
                return kept
            if banned:
                return banned.decision.name, f"banned: {way_out(banned.decision, name)}"
            if deleted:
                return deleted.decision.name, f"deleted: {way_out(deleted.decision, name)}"
        return self._kept(dotted, is_exact=False)

    def _kept(self, dotted: str, *, is_exact: bool) -> tuple[str, str]:
        for decision in self._policy.decisions:
            for home in decision.keep:
                if dotted in self._homes(home) if is_exact else dotted.rpartition(".")[2] == home.name:
                    return decision.name, f"kept at {home} ({decision.name})"
        return "", ""

    def _homes(self, home: Home) -> frozenset[str]:
        return frozenset(f"{module}.{home.name}" for module in self._index.modules.spellings(home.module))


def _modules(index: Index, wanted: Wanted, verdicts: Verdicts) -> Iterator[Mention]:
    for path in wanted.module_paths:
        names = index.modules.names_of(path)
        judged = verdicts.of(names[0]) if names else ("", "")
        first = index.source(path).line_text(1)
        yield Mention("definition", path, 1, 1, first.strip(), *judged)


# -- documents


def _documents(index: Index, wanted: Wanted, verdicts: Verdicts, likely: frozenset[str] | None) -> Iterator[Mention]:
    for path in index.paths:
        if path not in index.python_set and (likely is None or path in likely):
            data = _document(index, path, wanted.words)
            if data:
                text = data.decode("utf-8-sig", "replace")
                for number, line in enumerate(LINE_END.split(text), 1):
                    match = any(word in line for word in wanted.words) and wanted.pattern.search(line)
                    if match:
                        judged = verdicts.of(said(match))
                        yield Mention("document", path, number, match.start() + 1, line.strip(), *judged)


def _document(index: Index, path: str, words: Iterable[str]) -> bytes:
    """The bytes of a text file that has one of the words, b"" when it has not."""
    stat = stat_of(index.root, path)
    if stat is None or stat.size > _MOST_BYTES:
        return b""
    data = index.read(path)
    return data if any(word.encode() in data for word in words) and b"\0" not in data else b""


def nearest(index: Index, written: str) -> str | None:
    """The class, function or module that is spelled most like a name, None when none is."""
    from ssot_lint.policy.wording import near

    last = re.split(r"[./:]", written.removesuffix(".py"))[-1]
    names = {name for sketch in index.sketches.values() for name in sketch.defined.split()}
    names |= {one.rpartition(".")[2] for path in index.python_paths for one in index.modules.names_of(path)}
    return near(last, sorted(names - {last}))
