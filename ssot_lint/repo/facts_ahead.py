"""The facts of some files that will be asked for one by one: to parse takes longest, so all processors do it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial

from ssot_lint.repo.cache_records import FactsKey, facts_record
from ssot_lint.repo.index import Index
from ssot_lint.repo.workers import over_parts
from ssot_lint.source.paths import is_package

_FEW = 8  # files; to parse fewer takes about as long as to copy the process


def facts_ahead(index: Index, paths: Iterable[str]) -> None:
    """Find the facts of some files, where several processes may do that, so that they are known from now on."""
    records = index.records
    if records.jobs <= 1:
        return
    keys = {path: _key(index, path) for path in sorted({*paths})}
    unknown = [path for path, key in keys.items() if records.known_facts(key) is None]
    if len(unknown) >= _FEW:
        from ssot_lint.repo.facts import read_facts

        found = over_parts(partial(_told, index), unknown, records.jobs)
        for path, told in zip(unknown, found, strict=True):
            records.take_facts(path, keys[path], read_facts(json.loads(told)))


def _key(index: Index, path: str) -> FactsKey:
    module = next(iter(index.modules.names_of(path)), "")
    return FactsKey(index.records.content(path), module, is_package(path))


def _told(index: Index, paths: Sequence[str]) -> list[bytes]:
    return [facts_record(index.facts(path)) for path in paths]
