"""Whether a file hands on what it imports to others."""

from __future__ import annotations

from ssot_lint.moves.move import Here
from ssot_lint.repo.mentioning import mentioning
from ssot_lint.source.needles import Needles


def is_handed_on(here: Here, local: str) -> bool:
    """Whether another file may take a name from this one."""
    if here.source.is_package:
        return True
    last = here.source.module.rpartition(".")[2]
    attribute = f"{last}.{local}".encode()
    for path in here.repo.memo(("files with", last), lambda: mentioning(here.repo, Needles(fragments={last}))):
        text = here.repo.read(path)
        if path == here.source.path or not (local.encode() in text or b"import *" in text):
            continue
        if attribute in text:
            return True
        for one in here.repo.facts(path).imports:
            if one.module.rpartition(".")[2] == last and any(name.name in (local, "*") for name in one.names):
                return True
    return False
