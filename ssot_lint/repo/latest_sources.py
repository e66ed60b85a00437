"""The parsed files that stay in memory between two passes: the latest, for all would be too many."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # to read and parse files takes modules that a run may not need
    from ssot_lint.source.source import Source

_KEPT_TEXT = 2_000_000  # characters of the sources whose trees stay


class LatestSources:
    """Sources by their paths, as many as are of that much text, and always the latest."""

    def __init__(self) -> None:
        self._kept_text = 0
        self._sources: OrderedDict[str, Source] = OrderedDict()

    def get(self, path: str) -> Source | None:
        return self._sources.get(path)

    def put(self, source: Source) -> None:
        replaced = self._sources.pop(source.path, None)
        self._kept_text += len(source.text) - (len(replaced.text) if replaced else 0)
        self._sources[source.path] = source
        while self._kept_text > _KEPT_TEXT and len(self._sources) > 1:
            self._kept_text -= len(self._sources.popitem(last=False)[1].text)
