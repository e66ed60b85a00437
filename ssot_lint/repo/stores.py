"""Which files set attributes from outside: `module.name = value`, or `setattr(module, "name", value)`.

To look for that in all texts takes longer than all else of a run in which little has changed: what
an earlier run has found is asked anew only of the files that changed since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property

from ssot_lint.repo.index import Index
from ssot_lint.repo.kept_shapes import list_of, row, text
from ssot_lint.source.needles import Needles
from ssot_lint.source.paths import is_test

_STORE = re.compile(rb"\b(?!self\.|cls\.)([\w\x80-\xff]+)\.([\w\x80-\xff]+)[ \t]*=(?!=)")
_SETATTR = re.compile(rb"(?<![\w.])setattr\s*\(")
_BY_SETATTR = "attributes set by their names"
#: Words before a name are bytes of whatever encoding; JSON holds text.
_AS_TEXT = "latin-1"


class Stores:
    """The files of a repository that set attributes of anything but `self` and `cls`."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._stored_in = cache(lambda path: {*_STORE.findall(index.peek(path))})

    def of(self, name: str) -> tuple[tuple[str, bytes], ...]:
        """The files that set an attribute of a name, each with a word that stands before it there."""
        self._index.sought.add(Needles({name}))
        wanted = name.encode()

        def asked(path: str) -> list[list[str]]:
            holders = (holder for holder, stored in self._stored_in(path) if stored == wanted)
            return [[path, holder.decode(_AS_TEXT)] for holder in sorted(holders)]

        found = self._known(f"attributes set: {name}", asked, lambda: self._all_of(wanted))
        return tuple((path, holder.encode(_AS_TEXT)) for path, holder in found)

    def by_setattr(self, name: str) -> Iterator[bytes]:
        """The texts that set attributes by names, and quote this one; what tests set is there for them only."""
        quoted = quotations(name)

        def asked(path: str) -> list[list[str]]:
            is_quoting = path in self._setting and any(one in self._index.peek(path) for one in quoted)
            return [[path, ""]] if is_quoting else []

        def everywhere() -> list[list[str]]:
            return [one for path in self._setting for one in asked(path)]

        for path, _ in self._known(f"attributes set by the name {name}", asked, everywhere):
            yield self._index.read(path)

    @cached_property
    def _setting(self) -> dict[str, None]:
        def asked(path: str) -> list[list[str]]:
            return [[path, ""]] if not is_test(path) and _SETATTR.search(self._index.peek(path)) else []

        def everywhere() -> list[list[str]]:
            return [[path, ""] for path, (_, is_setting) in self._said.items() if is_setting and not is_test(path)]

        return dict.fromkeys(path for path, _ in self._known(_BY_SETATTR, asked, everywhere))

    def _known(
        self, question: str, asked: Callable[[str], list[list[str]]], everywhere: Callable[[], list[list[str]]]
    ) -> list[list[str]]:
        """What all files answer: from the last run, but for those that changed, or by looking at all."""
        conclusions = self._index.conclusions
        before: list[list[str]] | None = conclusions.answer_before(question, list_of(row(text, text)))
        if before is None:
            found = everywhere()
        else:
            changed = conclusions.changed_since(question)
            kept = (one for one in before if one[0] not in changed)
            found = sorted([*kept, *(one for path in conclusions.still(changed) for one in asked(path))])
        conclusions.keep_answer(question, found, is_news=before is None)
        return found

    # -- all texts

    def _all_of(self, wanted: bytes) -> list[list[str]]:
        return sorted([path, holder.decode(_AS_TEXT)] for path, holder in self._by_name.get(wanted, ()))

    @cached_property
    def _by_name(self) -> dict[bytes, list[tuple[str, bytes]]]:
        found: dict[bytes, list[tuple[str, bytes]]] = {}
        for path, (stores, _) in self._said.items():
            for holder, name in stores:
                found.setdefault(name, []).append((path, holder))
        return found

    @cached_property
    def _said(self) -> dict[str, tuple[list[tuple[bytes, bytes]], bool]]:
        """All that texts say of attributes: the words of each, and whether they are set by name. Both in one pass."""
        return dict(sorted(self._index.records.ask_texts(_said_in, self._index.python_paths).items()))


def _said_in(data: bytes) -> tuple[list[tuple[bytes, bytes]], bool] | None:
    said = sorted({*_STORE.findall(data)}), _SETATTR.search(data) is not None
    return said if any(said) else None


def quotations(name: str) -> tuple[bytes, bytes]:
    """The ways in which a name is quoted."""
    return f'"{name}"'.encode(), f"'{name}'".encode()
