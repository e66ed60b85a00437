"""The outcome of `ssot-lint compare` as text: a table for people, an object for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ssot_lint.commands.compare import ONLY_NEW, ONLY_OLD, Comparison, Merge, Place, Row
from ssot_lint.output.terminal import visible
from ssot_lint.policy.wording import plural
from ssot_lint.repo.members import Member

_HEAD = ("", "name", "kind", "line there", "lines", "line here", "lines", "what differs")
_NUMBERS = range(3, 7)
_MOST_FILES = 5


def text(found: Comparison) -> str:
    """A table of the members, who imports what, and what has to be done, in that order."""
    parts = [_places(found), _table([_HEAD, *map(_cells, found.rows)]), _imports(found), _verdict(found)]
    return "\n".join("".join(f"{visible(line).rstrip()}\n" for line in part) for part in parts if part)


def _places(found: Comparison) -> list[str]:
    was = ", as in the last commit" if found.old.is_deleted else ""
    return [f"there: {found.old.label}{was}", f"here:  {found.new.label}"]


def _cells(row: Row) -> tuple[str, ...]:
    there, here = _numbers(row.old), _numbers(row.new)
    kind = (row.old or row.new or Member("", "", 0, 0)).kind
    return (row.state, row.name, kind, *there, *here, "; ".join(row.differences))


def _numbers(member: Member | None) -> tuple[str, str]:
    return ("", "") if member is None else (str(member.line), str(member.lines))


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows with their columns aligned."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.rjust(width) if column in _NUMBERS else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _imports(found: Comparison) -> list[str]:
    if not found.imports:
        return [f"nothing imports from {found.old.path}"]
    width = max(map(len, found.imports))
    ranked = sorted(found.imports.items(), key=lambda item: (-len(item[1]), item[0]))
    return [f"imported from {found.old.path}:", *(f"  {name:{width}}  {_files(users)}" for name, users in ranked)]


def _files(users: Sequence[str]) -> str:
    more = f" and {plural(len(users) - _MOST_FILES, 'other')}" if len(users) > _MOST_FILES else ""
    return f"{plural(len(users), 'file')}: {', '.join(users[:_MOST_FILES])}{more}"


def _verdict(found: Comparison) -> list[str]:
    if found.merges:
        head = f"to merge into {found.new.label} before {found.old.label} can go, most imported first:"
        return [head, *(line for one in found.merges for line in _merge(one)), *_unused(found)]
    users = {path for files in found.imports.values() for path in files}
    moves = f" once {plural(len(users), 'file')} import{'s' if len(users) == 1 else ''} from {found.new.label}"
    return [*_unused(found), f"{found.old.label} can be deleted{moves if users else ''}"]


def _merge(one: Merge) -> Iterator[str]:
    yield f"  {one.name} ({plural(len(one.users), 'file')})"
    yield from (f"    {reason}" for reason in one.reasons)


def _unused(found: Comparison) -> list[str]:
    return [f"only there, and unused: {', '.join(found.unused)}"] if found.unused else []


# -- for programs


def as_json(found: Comparison) -> str:
    """One object with the keys old, new, members, imports, merge, unused and deletable."""
    made = {
        "old": _place(found.old),
        "new": _place(found.new),
        "members": [_row(row) for row in found.rows],
        "imports": [{"name": name, "files": list(files)} for name, files in found.imports.items()],
        "merge": [{"name": one.name, "reasons": one.reasons, "files": one.users} for one in found.merges],
        "unused": found.unused,
        "deletable": not found.merges,
    }
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _place(place: Place) -> dict[str, Any]:
    return {"path": place.path, "module": place.module, "class": place.name or None, "deleted": place.is_deleted}


def _row(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "state": {ONLY_OLD: "only-old", ONLY_NEW: "only-new"}.get(row.state, row.state),
        "old": _member(row.old),
        "new": _member(row.new),
        "differences": row.differences,
        "files": row.users,
    }


def _member(member: Member | None) -> dict[str, Any] | None:
    if member is None:
        return None
    return {
        "name": member.name,
        "kind": member.kind,
        "line": member.line,
        "lines": member.lines,
        "signature": member.signature or None,
    }
