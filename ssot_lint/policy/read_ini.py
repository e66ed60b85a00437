"""The [ssot-lint] sections of setup.cfg."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ssot_lint.policy.document import Document, Problem, Where
from ssot_lint.policy.keys import DECISION, EXEMPTION, TOP, Keys, top_tables
from ssot_lint.policy.model import Option, PolicyError
from ssot_lint.policy.wording import did_you_mean, near

#: Headers of ours, and such as were surely meant to be: `[tool:ssot-lint]`, `[ssot_lint]`.
SECTION = r"^\[(?:tool:)?ssot[-_]?lint\s*(?:$|[\]:])"


def read_ini(text: str, file: str, tables: Mapping[str, Keys]) -> Document:
    """The policy in a setup.cfg; raises PolicyError when it can't be parsed or has none.

    `tables` are all keys by table: they tell what is a list.
    """
    others = top_tables(tables)
    top: dict[str, Any] = {}
    decisions: dict[str, dict[str, Any]] = {}
    lines: dict[Where, int] = {}
    names: dict[Where, str] = {(): "ssot-lint"}
    problems: list[Problem] = []
    for section, (line, found) in _sections(text, file).items():
        where: Where
        values = found
        target: dict[str, Any] = {}
        # Keys that TOML has here, and that are sections of their own in this format.
        reserved: dict[str, str] = {}
        match section.split(":"):
            case ["ssot-lint"]:
                where, table, target = (), TOP, top
                reserved = {"decisions": "decision:NAME", **{name: name for name in others}}
            case ["ssot-lint", "decision", name]:
                where, table, target = ("decisions", name), DECISION, decisions.setdefault(name, {})
                reserved = {"exempt": "exempt"}
            case ["ssot-lint", "decision", name, "exempt", *_]:
                exemptions = decisions.setdefault(name, {}).setdefault("exempt", [])
                where, table = ("decisions", name, "exempt", len(exemptions)), EXEMPTION
                exemptions.append(target)
            case ["ssot-lint", name] if name in others:
                where, table, target = (name,), name, top.setdefault(name, {})
            case _:
                where, table = (section,), TOP
                values = {}
                problems.append(Problem(where, "unknown section" + did_you_mean(_meant(section, others))))
        names[where], lines[where] = section, line
        for key, value in values.items():
            if key in reserved:
                what = f"the key {key} must be a section of its own: [{section}:{reserved[key]}]"
                problems.append(Problem(where, what))
            else:
                target[key] = _typed(value, tables[table].get(key))
    if decisions:
        top["decisions"] = decisions
    return Document(file, top, lines, names, tuple(problems))


def _typed(value: str, option: Option | None) -> Any:
    """The value as TOML would give it."""
    if option and option.kind.split:
        return [line.strip() for line in value.split("\n") if line.strip()]
    if option and option.kind.schema.get("type") == "boolean":
        return {"true": True, "false": False}.get(value.lower(), value)
    return value


def _meant(section: str, others: Mapping[str, Keys]) -> str | None:
    parts = re.sub(r"\s", "", re.sub(r"^(?:tool:)?ssot[-_]?lint", "ssot-lint", section)).split(":")
    if len(parts) > 1:
        parts[1] = near(parts[1], ["decision", *others]) or ""
    if len(parts) > 3:
        parts[3] = "exempt"
    if parts[1:] == ["decision"]:
        parts.append("NAME")
    meant = ":".join(parts)
    return meant if "" not in parts and meant != section else None


def _sections(text: str, file: str) -> dict[str, tuple[int, dict[str, str]]]:
    """Our sections: the line of the header, and the values as they stand."""
    import configparser

    lines: dict[str, int] = {}
    kept = []
    ours = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("["):
            ours = re.match(SECTION, line) is not None
            if ours:
                header = re.match(r"\[(.+)\]", line)
                if not header:
                    raise PolicyError((f"{file}:{number}: a section must be written [{line.strip()[1:]}]",))
                lines.setdefault(header[1], number)
        # The sections of other tools may have a form that only those tools understand.
        kept.append(line if ours else "")
    if not lines:
        raise PolicyError((f"{file}: has no policy: add a section [ssot-lint]",))
    parser = configparser.RawConfigParser(delimiters=("=",), default_section="")
    # RawConfigParser has it as a method, and its documented use is to replace it.
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string("\n".join(kept))
    except configparser.DuplicateSectionError as error:
        raise PolicyError((f"{file}:{error.lineno}: [{error.section}] is there twice: {_MERGE}",)) from error
    except configparser.DuplicateOptionError as error:
        key = f"{error.section}.{error.option}"
        raise PolicyError((f"{file}:{error.lineno}: {key} is there twice: keep one",)) from error
    except configparser.ParsingError as error:
        raise PolicyError(tuple(f"{file}:{number}: {_LINE}" for number, _ in error.errors)) from error
    # An indented header is one for the parser only, and has no line.
    return {name: (lines.get(name, 1), dict(parser.items(name))) for name in parser.sections()}


_MERGE = "merge the two (a second exemption is called [ssot-lint:decision:NAME:exempt:2])"
_LINE = "must be `key = value`, or be indented to continue a list"
