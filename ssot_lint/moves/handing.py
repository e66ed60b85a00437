"""Whether a file hands on what it imports to others."""

from __future__ import annotations

from ssot_lint.moves.move import Here
from ssot_lint.repo.index import Index
from ssot_lint.source.needles import Needles


def is_handed_on(here: Here, local: str) -> bool:
    """Whether another file may take a name from this one."""
    if here.source.is_package:
        return True
    last = here.source.module.rpartition(".")[2]
    attribute = f"{last}.{local}".encode()
    for path in here.repo.memo(("files with", last), lambda: _files_with(here.repo, last)):
        text = here.repo.read(path)
        if path == here.source.path or not (local.encode() in text or b"import *" in text):
            continue
        if attribute in text:
            return True
        for one in here.repo.facts(path).imports:
            if one.module.rpartition(".")[2] == last and any(name.name in (local, "*") for name in one.names):
                return True
    return False


def _files_with(index: Index, word: str) -> tuple[str, ...]:
    """The files that have a word: many are asked for one after the other, of texts that are in memory then."""
    index.sought.add(Needles(fragments={word}))
    with index.trails.followed():
        found = tuple(path for path in index.python_paths if word.encode() in index.peek(path))
    index.trails.sought({word}, found)
    return found
