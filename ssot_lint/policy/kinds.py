"""The kinds of value that a key of the policy can have.

A rule picks one of them for each `Option` that it declares. The values of list kinds are
tuples. Names are folded as Python folds identifiers (NFKC), so that they compare equal to
the names in a syntax tree.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from ssot_lint.model import FEWEST_MEMBERS
from ssot_lint.policy.model import Home, Kind
from ssot_lint.policy.names import (
    as_dotted,
    check_path,
    fold,
    is_dotted,
    is_globbed,
    is_name,
    is_path,
    matches_everything,
)
from ssot_lint.policy.patterns import check_pattern
from ssot_lint.policy.wording import did_you_mean, near, noun, show


def choices(name: str, *values: str) -> Kind:
    """A kind that takes one of `values`."""

    def parse(value: Any) -> str:
        if value in values:
            return str(value)
        if not isinstance(value, str):
            raise ValueError(f"must be one of {', '.join(values)}, not {noun(value)}")
        guess = did_you_mean(near(value, values))
        raise ValueError(f"must be one of {', '.join(values)}, not {show(value)}{guess}")

    return Kind(name, parse, {"enum": list(values)})


def listing(name: str, read: Callable[[str], Any], **schema: Any) -> Kind:
    """A kind that takes a list of strings and gives the tuple of what `read` makes of each.

    `read` raises ValueError with words that follow "key: " and name the entry. `schema` is
    the JSON Schema of one entry, beside that it is a string.
    """

    def parse(value: Any) -> tuple[Any, ...]:
        if isinstance(value, str):
            raise ValueError(f"must be a list, not a string (write [{show(value)}])")
        if not isinstance(value, list):
            raise ValueError(f"must be a list of strings, not {noun(value)}")
        return tuple(read(_filled(entry)) for entry in value)

    items = {"type": "string", "pattern": r"\S", **schema}
    return Kind(name, parse, {"type": "array", "items": items}, split=True)


def _filled(entry: Any) -> str:
    if not isinstance(entry, str):
        raise ValueError(f"must hold strings only, not {noun(entry)}")
    if not entry.strip():
        raise ValueError("has an empty entry: fill it in, or remove it")
    return entry


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {noun(value)}")
    if not value.strip():
        raise ValueError("must not be empty: fill it in, or remove the key")
    return value


def _text(value: Any) -> str:
    # Findings are one line each, and an INI file breaks long lines.
    return " ".join(_string(value).split())


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise ValueError(f"must be true or false, not {noun(value)}")
    guess = value.lower() if value.lower() in ("true", "false") else None
    raise ValueError(f"must be true or false, not {show(value)}{did_you_mean(guess)}")


def _fraction(value: Any) -> float:
    # INI has text only.
    number = _number(value)
    if not 0 < number <= 1:
        raise ValueError(f"must be more than 0 and at most 1, such as 0.3, not {value}")
    return number


def _members(value: Any) -> int:
    number = _number(value)
    if not FEWEST_MEMBERS <= number < float("inf") or number % 1:
        raise ValueError(f"must be a whole number from {FEWEST_MEMBERS} on, not {value}")
    return int(number)


def _number(value: Any) -> float:
    if isinstance(value, str) and re.fullmatch(r"\s*\d+(\.\d+)?\s*", value, re.ASCII):
        return float(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError(f"must be a number, not {show(value) if isinstance(value, str) else noun(value)}")
    try:
        return float(value)
    except OverflowError:
        raise ValueError("must be a smaller number") from None


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    # JSON and INI have no dates, so that ISO text is one too.
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            try:
                return date.fromisoformat(value)
            except ValueError as error:
                raise ValueError(f"must be a date, and {show(value)} is none: {error}") from None
        raise ValueError(f"must be a date such as 2026-12-31, not {show(value)}")
    raise ValueError(f"must be a date such as 2026-12-31, not {noun(value)}")


def _identifier(value: Any) -> str:
    name = fold(_string(value))
    if is_name(name):
        return name
    guess = re.sub(r"\W+", "_", name.strip())
    hint = did_you_mean(guess if is_name(guess) else None)
    raise ValueError(f"must be a Python name, and {show(name)} is none{hint}")


def home(text: str) -> Home:
    """Reads `package.module:Name`; raises ValueError with what is wrong."""
    module, _, name = fold(text).partition(":")
    if is_dotted(module) and is_name(name):
        return Home(module, name)
    outer, _, inner = as_dotted(text).rpartition(".")
    guess = f"{outer}:{inner}" if is_dotted(outer) and is_name(inner) else None
    raise ValueError(f"{show(text)} must be written package.module:Name{did_you_mean(guess)}")


def _module(text: str) -> str:
    module = fold(text)
    if is_dotted(module):
        return module
    guess = as_dotted(text.partition(":")[0])
    hint = did_you_mean(guess if is_dotted(guess) else None)
    raise ValueError(f"{show(text)} must be a dotted module such as package.module{hint}")


def _target(text: str) -> str:
    if re.search(r"[*?\[]", text):
        raise ValueError(
            f"{show(text)} is a pattern: name one module or path"
            " (a deleted package includes what is in it), or use ban-files"
        )
    if re.search(r":[^\W\d]\w*$", text):
        raise ValueError(
            f"{show(text)} is a class or function, and this takes modules and paths: a class goes into ban-classes"
        )
    if is_path(text):
        return check_path(text)
    module = fold(text)
    if is_dotted(module):
        return module
    raise ValueError(f"{show(text)} must be a module such as package.module, or a path such as package/module.py")


def _reference(what: str, every: str) -> Callable[[str], str]:
    """Reads a bare, globbed or dotted reference to a class or function, `:` taken for a dot."""

    def read(text: str) -> str:
        dotted = fold(text).replace(":", ".", 1)
        if not all(map(is_globbed, dotted.split("."))):
            bare = as_dotted(text.strip().removesuffix("()"))
            guess = bare if all(map(is_globbed, bare.split("."))) else None
            raise ValueError(f"{show(text)} must be {what}{did_you_mean(guess)}")
        if matches_everything(dotted):
            raise ValueError(f"{show(text)} matches {every}: name a part of what is meant")
        return dotted

    return read


def _bare(text: str) -> str:
    name = fold(text)
    if is_globbed(name):
        return name
    raise ValueError(f"{show(text)} must be a name without its module, such as Name or *Name")


def _code(text: str) -> str:
    if re.fullmatch(r"SSOT\d{3}", text, re.ASCII):
        return text
    upper = text.strip().upper()
    hint = did_you_mean(upper if re.fullmatch(r"SSOT\d{3}", upper, re.ASCII) else None)
    raise ValueError(f"{show(text)} must be the full code of a rule, such as SSOT001{hint}")


_LIKENESSES = ("copies", "namesakes", "rivals")


def _likeness(text: str) -> str:
    if text in _LIKENESSES:
        return text
    raise ValueError(f"{show(text)} must be one of {', '.join(_LIKENESSES)}{did_you_mean(near(text, _LIKENESSES))}")


def _folder(text: str) -> str:
    if re.search(r"[*?\[]", text):
        raise ValueError(f"{show(text)} must be a folder, not a pattern")
    return check_path(text.removeprefix("./") or ".").rstrip("/")


#: What reading hostile source can raise: the last two come from deep nesting.
_UNREADABLE = (SyntaxError, ValueError, MemoryError, RecursionError)
_SPELLINGS = {"none": "None", "null": "None", "nil": "None", "true": "True", "false": "False"}


def _parse_expression(text: str) -> ast.expr:
    with warnings.catch_warnings():
        # An odd escape ('\d') is the policy's business; it warns when the code has it too.
        warnings.simplefilter("ignore")
        return ast.parse(text, mode="eval").body


def _literal(text: str) -> str:
    source = text.strip()
    try:
        value = ast.literal_eval(_parse_expression(source))
    except (*_UNREADABLE, TypeError):
        guess = _SPELLINGS.get(source.lower(), repr(source) if source.isidentifier() else None)
        raise ValueError(
            f"{show(source)} must be a Python literal such as None, 0 or 'text'{did_you_mean(guess)}"
        ) from None
    if isinstance(value, (tuple, list, dict, set)):
        raise ValueError(f"{show(source)} must be a single constant such as None, 0 or 'text'")
    return source


def _expression(value: Any) -> str:
    source = _string(value).strip()
    try:
        alone = _parse_expression(source)
        # A fix writes it after `name=`, where a comment, a bare tuple or a bare generator breaks.
        argument = _parse_expression(f"_(_={source})")
        same = isinstance(argument, ast.Call) and ast.dump(argument.keywords[0].value) == ast.dump(alone)
    except _UNREADABLE:
        same = False
    if not same or len(source.splitlines()) > 1:
        raise ValueError(f"must be one Python expression on one line, and {show(source)} is none")
    return source


_FILLED = {"type": "string", "pattern": r"\S"}
_NO_SPACE = r"^\S+$"

TEXT = Kind("text", _text, _FILLED)
FLAG = Kind("flag", _flag, {"type": "boolean"})
FRACTION = Kind("fraction", _fraction, {"type": "number", "exclusiveMinimum": 0, "maximum": 1})
MEMBERS = Kind("members", _members, {"type": "integer", "minimum": FEWEST_MEMBERS})
DATE = Kind("date", _day, {"type": "string", "format": "date"})
LEVEL = choices("level", "debug", "info", "warning", "error", "critical")
IDENTIFIER = Kind("identifier", _identifier, {"type": "string", "pattern": r"^[^\s:/.]+$"})
EXPRESSION = Kind("expression", _expression, _FILLED)

TEXTS = listing("texts", str)
PATTERNS = listing("patterns", check_pattern)
FOLDERS = listing("folders", _folder)
HOMES = listing("homes", home, pattern=r"^[^\s:/]+:[^\s:/.]+$")
TARGETS = listing("targets", _target)
MODULES = listing("modules", _module, pattern=r"^[^\s:/]+$")
CLASSES = listing(
    "classes",
    _reference("a class: Name, *Name or package.module.Name", "every class"),
    pattern=_NO_SPACE,
)
CALLEES = listing(
    "callees",
    _reference("a function: name, name_* or package.module.name", "every function"),
    pattern=_NO_SPACE,
)
NAMES = listing("names", _bare, pattern=r"^[^\s:/.]+$")
LITERALS = listing("literals", _literal)
LIKENESSES = listing("likenesses", _likeness, enum=[*_LIKENESSES])
CODES = listing("codes", _code, pattern=r"^SSOT\d{3}$")
