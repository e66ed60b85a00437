"""Sentences of a plan about what code does: arguments, warnings, events, shared state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssot_lint.plan.claims import Claim
from ssot_lint.plan.sentences import Said

_VALUE = r"`?(?P<never>None|True|False|-?\d+(?![\w.])|'[^'`]*'|\"[^\"`]*\")`?"
_NAME = r"(?P<name>`[A-Za-z_]\w*`|[a-z]\w*_\w+)"
_USE = r"(?:\(?(?:use|pass)|instead(?: pass| use)?|but|:)\s+`(?P<use>[^`]+)`"
_ARGUMENT = tuple(
    re.compile(form)
    for form in (
        rf"(?i:\bno)\s+{_VALUE}\s+(?i:(?:(?:as|for)\s+)?(?:the\s+)?){_NAME}",
        rf"(?i:never|do not|don't|no longer|must not|not)\s+(?i:pass(?:ing)?|use|using|send|hand(?: on)?)\s+{_VALUE}"
        rf"\s+(?i:as|for|to)\s+(?i:the\s+|an?\s+)?{_NAME}",
        rf"{_NAME}\s+(?i:is|are|must|may|can|should|shall)\s+(?i:never|not|no longer)\s+(?i:be\s+)?{_VALUE}",
        rf"(?i:pass|use|give)\s+`(?P<use>[^`]+)`\s+(?i:as|for)\s+(?i:the\s+)?{_NAME},?\s+(?i:and\s+)?(?i:never|not|instead\s+of)"
        rf"\s+{_VALUE}",
        r"(?i:no|never|do not|don't|(?:nobody|no one|nothing)\s+(?:may|must|shall|should)(?:\s+ever)?)"
        r"\s+(?i:(?:pass|use)\s+)?`(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<never>[^`=]+)`",
        r"`(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<never>[^`=]+)`\s+(?i:must|may|shall|should)\s+(?i:not|never)\s+(?i:be\s+)",
    )
)
#: A comment or heading that names the parameter of a value that stands in code without one.
_NAMED = re.compile(rf"{_VALUE}\s+(?i:(?:as|for)\s+)?(?i:the\s+)?{_NAME}")

_EVENTS = re.compile(
    r"(?i)\bevents?\b.*\b(?:emit\w*|sent|send\w*|fired?|published?)\b|\b(?:emit\w*|send\w*|publish\w*|fire)\b.*\bevents?\b"
)
#: Right behind the word, plain names are events too.
_LISTED = re.compile(r"(?i)\bevents?:?\s+((?:(?:,|\s|\band\b)*`[a-z]\w*`)+)")
_ISOLATION = re.compile(
    r"(?i)\b(?:no\s+(?:shared\s+(?:\w+\s+)?state|state\s+(?:is\s+)?shared)|shares?\s+no\s+(?:\w+\s+)?state|isolat\w+|per-user\s+isolation)\b"
)
_SPAN = re.compile(r"`([^`]+)`")
_CLASS = re.compile(r"(?:class\s+)?([*\w]*[A-Z*][\w*]*)")
_LEVELS = r"(?P<level>debug|info|warning|error|critical)"
_QUIET = re.compile(
    rf"(?i)\bat\s+(?:the\s+)?`?(?P<level_only>debug|info|warning|error)`?(?:\s+level)?\s+(?:only|at\s+most)\b"
    rf"|\b(?:at\s+most(?:\s+(?:at|on))?|no\s+louder\s+than|logged\s+(?:only\s+)?(?:at|on)|only\s+(?:at|on)|to)\s+(?:the\s+)?(?:level\s+)?`?{_LEVELS}`?\b"
)
_MESSAGE = re.compile(r"[`\"\u201c]+([^`\"\u201c\u201d]{3,}?)[`\"\u201d]+")
_RIVALS = re.compile(
    r"(?i)\bno\s+(?:new|other|second|further|more|additional|competing|rival)\s+(?P<kind>(?:[a-z]+[ -]){1,3}?[a-z]+)"
    r"(?:\s+(?:is|are|be|was|were|get|may|must|created|added|exists?|introduced|allowed|needed)\b.*)?[.!]?\s*$"
)
_DEPRECATION = re.compile(r"(?i)\bno\s+deprecat(?:ion|ed)\s+(?:warnings?|messages?)\b")
_LONGEST = 1000


def read_behaviour(text: str, said: Said) -> tuple[list[Claim], str]:
    """What a sentence claims, and what it would have to name to decide something, "" when that is nothing."""
    text = text.replace("\u2019", "'")
    if len(text) > _LONGEST or text.rstrip().endswith("?"):
        return [], ""
    for reader in (_argument, _quiet, _rivals):
        found = list(reader(text, said))
        if found:
            return found, ""
    if _EVENTS.search(text):
        return _events(text, said)
    if _ISOLATION.search(text):
        classes = [match[1] for span in _SPAN.findall(text) if (match := _CLASS.fullmatch(span))]
        if classes:
            return [_claim("isolated", said, {"isolated": classes})], ""
        return [], "isolated = [...]: the plan does not name the classes whose instances share no state"
    return [], ""


def _claim(act: str, said: Said, values: dict[str, object]) -> Claim:
    return Claim(act, said.line, said.section, group=said.group, around=said.around, values=values)


def _argument(text: str, said: Said) -> Iterator[Claim]:
    for form in _ARGUMENT:
        if match := form.search(text):
            parts = match.groupdict()
            use = parts.get("use") or next((found["use"] for found in re.finditer(_USE, text[match.end() :])), "")
            values = {"argument": parts["name"].strip("`"), "never": [parts["never"].strip()], "use": use}
            yield _claim("argument", said, values)
            return


def read_argument(name: str, never: str, use: str, said: Said) -> list[Claim]:
    """What a row of a table claims of a parameter: its name, what it must never be, and what to pass."""
    parameter = re.fullmatch(r"\W*?([A-Za-z_]\w*)\W*", name)
    values = [match["never"].strip() for match in re.finditer(_VALUE, never)]
    if parameter is None or not values:
        return []
    span = _SPAN.search(use)
    return [_claim("argument", said, {"argument": parameter[1], "never": values, "use": span[1] if span else ""})]


def parameter_named(text: str, never: str) -> str:
    """The parameter that a comment or a heading names beside a value ("None run_id"), or ""."""
    return next((match["name"].strip("`") for match in _NAMED.finditer(text) if match["never"] == never), "")


def _quiet(text: str, said: Said) -> Iterator[Claim]:
    if _DEPRECATION.search(text):
        yield _claim("deprecation", said, {"log-matching": ["*deprecated*"]})
        return
    level = _QUIET.search(text)
    messages = [one for one in _MESSAGE.findall(text[: level.start()] if level else "") if " " in one or "*" in one]
    if level and messages and re.search(r"(?i)\b(?:log|warn|messages?)", text):
        matching = [one if "*" in one else f"{one.rstrip('. ')}*" for one in messages]
        yield _claim(
            "log", said, {"log-at-most": (level["level"] or level["level_only"]).lower(), "log-matching": matching}
        )


def _rivals(text: str, said: Said) -> Iterator[Claim]:
    if match := _RIVALS.search(text):
        yield _claim("only", said, {"kind": match["kind"].replace("`", "")})


def _events(text: str, said: Said) -> tuple[list[Claim], str]:
    spans = _SPAN.findall(text)
    emitters = [
        one.removesuffix("()")
        for one in spans
        if re.fullmatch(r"[a-z_*]+(?:\(\)|\*)|(?:emit|send|notify|publish)\w*", one)
    ]
    listed = _LISTED.search(text)
    plain = _SPAN.findall(listed[1]) if listed else []
    events = [
        one for one in spans if one not in emitters and (one in plain or re.fullmatch(r"[a-z]\w*(?:[._:-]\w+)+", one))
    ]
    if not events:
        return [], "emit = [...]: the plan does not name the events"
    return [_claim("emit", said, {"emit": events, **({"emitters": emitters} if emitters else {})})], ""
