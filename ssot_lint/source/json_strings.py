"""Where strings stand in JSON, which no library tells.

Objects and lists are read by hand as far down as is asked for; everything else, pictures in
outputs of notebooks above all, is skipped at the speed of the library.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from json import JSONDecoder, dumps, loads
from typing import Any, NamedTuple

#: Takes a text and where a value starts in it; gives the value and where it ends. Raises
#: ValueError or IndexError on what is no JSON.
Reader = Callable[[str, int], tuple[Any, int]]

read_value: Reader = JSONDecoder().raw_decode
_BLANK = " \t\r\n"
#: How one character is written.
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[^u]|[^\\]", re.S
)


class Place(NamedTuple):
    """Where a string is written, without its quotes, and how many characters it stands for."""

    first: int
    last: int
    length: int


class Strings(NamedTuple):
    """A string or a list of strings; `between` is what stands between two of a list, None where there is no list."""

    values: tuple[str, ...]
    places: tuple[Place, ...]
    between: str | None


def past_blanks(json: str, at: int) -> int:
    while json[at : at + 1] and json[at] in _BLANK:
        at += 1
    return at


def read_object(json: str, at: int, special: Mapping[str, Reader]) -> tuple[Any, int]:
    """An object; the values of special keys are read as these say. Another value as it is."""
    if json[at] != "{":
        return read_value(json, at)
    found: dict[str, Any] = {}
    at = past_blanks(json, at + 1)
    while json[at] != "}" or found:
        key, at = read_value(json, at)
        if not isinstance(key, str):
            raise ValueError("a key is no string")
        found[key], at = special.get(key, read_value)(json, _past(json, at, ":"))
        at = past_blanks(json, at)
        if json[at] == "}":
            break
        at = _past(json, at, ",")
    return found, at + 1


def read_list(json: str, at: int, read: Reader) -> tuple[Any, int]:
    """A list, its values read one way. Another value as it is."""
    if json[at] != "[":
        return read_value(json, at)
    found: list[Any] = []
    at = past_blanks(json, at + 1)
    while json[at] != "]" or found:
        value, at = read(json, at)
        found.append(value)
        at = past_blanks(json, at)
        if json[at] == "]":
            break
        at = _past(json, at, ",")
    return found, at + 1


def read_strings(json: str, at: int) -> tuple[Any, int]:
    """A string or a list of strings as `Strings`. Another value as it is."""
    spans: list[tuple[int, int]] = []

    def read(json: str, at: int) -> tuple[Any, int]:
        value, end = read_value(json, at)
        spans.append((at + 1, end - 1))
        return value, end

    is_list = json[at] == "["
    found, end = read_list(json, at, read) if is_list else read(json, at)
    values = found if is_list else [found]
    if not all(isinstance(value, str) for value in values):
        return found, end
    places = tuple(Place(*span, len(value)) for span, value in zip(spans, values, strict=True))
    return Strings(tuple(values), places, _between(json, at, places) if is_list else None), end


def _past(json: str, at: int, character: str) -> int:
    at = past_blanks(json, at)
    if json[at] != character:
        raise ValueError(f"{character} is missing")
    return past_blanks(json, at + 1)


def _between(json: str, at: int, places: Sequence[Place]) -> str:
    if len(places) > 1:
        return json[places[0].last + 1 : places[1].first - 1]
    return "," + json[at + 1 : places[0].first - 1] if places else ","


# -- the characters of a string


def offset_of(json: str, place: Place, count: int) -> int:
    """Where a string is written when so many of its characters have been."""
    if place.last - place.first == place.length:  # nothing is escaped
        return place.first + count
    if not count:
        return place.first
    written = _CHARACTER.finditer(json, place.first, place.last)
    return next(islice(written, count - 1, None)).end()


def count_before(json: str, place: Place, offset: int) -> int | None:
    """How many characters of a string are written before an offset; None when that is amid one."""
    ends = [place.first, *(one.end() for one in _CHARACTER.finditer(json, place.first, place.last))]
    count = bisect_right(ends, offset) - 1
    return count if ends[count] == offset else None


def escaped(parts: Sequence[str], between: str | None, *, is_ascii: bool) -> str:
    """Texts as they are written in a string, or as strings of a list: from within the first to within the last."""
    return f'"{between}"'.join(dumps(part, ensure_ascii=is_ascii)[1:-1] for part in parts)


def unescaped(text: str, *, is_list: bool) -> str | None:
    """The text that `escaped` was given in parts; None when it was given something else."""
    try:
        found = loads(f'["{text}"]')
    except ValueError:
        return None
    is_text = all(isinstance(one, str) for one in found) and (is_list or len(found) == 1)
    return "".join(found) if is_text else None
