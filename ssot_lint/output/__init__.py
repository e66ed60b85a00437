"""Formats: one file each, a pure function from Report to text."""

from __future__ import annotations

from typing import NamedTuple

from ssot_lint.model import Report


class Format(NamedTuple):
    """A way to write a report: `module` has its `render`, imported when it is used.

    A format for people may have colours, and is followed by statistics and a summary; the
    other formats are for programs, which get the findings and nothing else.
    """

    module: str
    for_people: bool


FORMATS = {
    "text": Format("ssot_lint.output.text", for_people=True),
    "full": Format("ssot_lint.output.full", for_people=True),
    "json": Format("ssot_lint.output.json_format", for_people=False),
}


def render(report: Report, name: str, *, color: bool = False) -> str:
    """The findings of a report in the format of that name; every line ends with a newline."""
    from importlib import import_module

    style = FORMATS[name]
    module = import_module(style.module)
    rendered: str = module.render(report, color=color) if style.for_people else module.render(report)
    return rendered
