"""What a terminal makes of text: characters that would steer it, and colours."""

from __future__ import annotations

import re
from collections.abc import Callable

#: Wraps a text in a style of `STYLES`, or leaves it as it is where there are no colours.
Paint = Callable[[str, str], str]

STYLES = {"strong": "\x1b[1m", "bad": "\x1b[1;31m", "frame": "\x1b[34m", "help": "\x1b[36m"}
_RESET = "\x1b[0m"

#: Control characters, line separators and lone surrogates; and the marks that reorder a line on
#: the screen (https://trojansource.codes), since a finding has to show what is really there.
UNSAFE = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")


def visible(text: str) -> str:
    """The text on one line, with escapes such as `\\x1b` for characters that steer a terminal."""
    return UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def painter(color: bool) -> Paint:
    """The `Paint` with or without colours."""
    if color:
        return lambda style, text: f"{STYLES[style]}{text}{_RESET}"
    return lambda _style, text: text
