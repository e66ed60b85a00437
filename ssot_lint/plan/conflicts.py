"""What a plan says both of: kept here and deleted there. Neither is written down, and both are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssot_lint.plan.claims import Note
from ssot_lint.plan.decisions import Draft, Entry
from ssot_lint.policy.names import module_of


def settle(drafts: Sequence[Draft]) -> tuple[list[Draft], list[Note]]:
    """The decisions without what contradicts itself, and the contradictions."""
    entries = [entry for draft in drafts for entry in draft.entries]
    notes = []
    left_out: set[Entry] = set()
    for one, other, text in _contradictions(entries):
        left_out |= {one, other}
        notes.append(Note(other.line, "contradiction", text))
    settled = []
    for draft in drafts:
        kept = tuple(entry for entry in draft.entries if entry not in left_out)
        if not any(entry.key == "keep" for entry in kept):
            idle = [entry for entry in kept if entry.key in ("facades", "only")]
            notes += [
                Note(one.line, "not used", f"{one.key} {one.value}: nothing is kept that it goes with") for one in idle
            ]
            kept = tuple(entry for entry in kept if entry not in idle)
        settled.append(draft._replace(entries=kept))
    return settled, notes


def _contradictions(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry, str]]:
    homes: dict[str, Entry] = {}
    kept = [entry for entry in entries if entry.key == "keep"]
    for entry in kept:
        module, _, name = entry.value.partition(":")
        first = homes.setdefault(name, entry)
        if first.value != entry.value:
            where = first.value.partition(":")[0]
            yield _told(first, entry, f"{name} is kept in {where} (line {first.line}) and in {module}: name one home")
    by_module: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.key in ("keep", "facades"):
            by_module.setdefault(entry.value.partition(":")[0], []).append(entry)
    for entry in entries:
        if entry.key == "ban-classes":
            yield from _banned_and_kept(entry, homes, kept)
        elif entry.key in ("delete", "ban-files"):
            for module, there in by_module.items():
                if _takes(entry, module):
                    for needed in there:
                        yield _both(needed, entry)


def _banned_and_kept(
    entry: Entry, homes: dict[str, Entry], kept: Sequence[Entry]
) -> Iterator[tuple[Entry, Entry, str]]:
    if entry.value in homes:
        yield _both(homes[entry.value], entry)
    for needed in kept:
        if needed.value.replace(":", ".") == entry.value:
            yield _both(needed, entry)


def _both(needed: Entry, entry: Entry) -> tuple[Entry, Entry, str]:
    verb = {"keep": "kept", "facades": "kept as a facade"}[needed.key]
    other = "deleted" if entry.key == "delete" else "banned"
    return _told(
        needed, entry, f"{needed.value} is {verb} (line {needed.line}) and {entry.value} is {other}: decide for one"
    )


def _told(first: Entry, second: Entry, text: str) -> tuple[Entry, Entry, str]:
    return first, second, text


def _takes(entry: Entry, module: str) -> bool:
    """Whether a module can't be there when what an entry names is not."""
    if entry.key == "delete":
        gone = module_of(entry.value) or ""
        return bool(gone) and (module == gone or module.startswith(f"{gone}."))
    if not entry.value.endswith((".py", ".pyi")):
        return entry.value.endswith("/") and module.startswith(f"{(module_of(entry.value) or '?')}.")
    gone = module_of(entry.value.removeprefix("/")) or ""
    return module == gone or ("/" not in entry.value and module.rpartition(".")[2] == gone)
