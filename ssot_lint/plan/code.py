"""What the code blocks of a plan decide: FROM and TO, CURRENT and CHANGE TO, `a.b -> c.d`, `rm`.

The code is parsed, never run. A pair decides something only where its two sides differ in
nothing else: the same call with another argument, the same message at another level, an import
of the same name from elsewhere.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ssot_lint.plan.behaviour import parameter_named
from ssot_lint.plan.claims import Claim, Note, Reading
from ssot_lint.plan.markdown import Code
from ssot_lint.plan.removals import removals
from ssot_lint.plan.sentences import Said, read_claims

_LARGEST = 50_000
_OLD = r"from|old|before|current|currently|was|bad|wrong|instead\s+of"
_NEW = r"to|new|after|change\s+to|changed?|becomes|now|good|right|replace\s+with|with"
_MARK = re.compile(
    rf"^\s*(?:(?:#|//|--)\s*)?(?:\W{{0,3}})\b(?:(?P<old>{_OLD})|(?P<new>{_NEW}))\s*(?:code)?\s*:\s*(?P<code>.*)$",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"^\W*(?:(?P<old>{_OLD})|(?P<new>{_NEW}))\s*(?:code|\([^()]*\))?\W*$", re.IGNORECASE)
_LEVELS = ("debug", "info", "warning", "error", "critical")
_ALSO = {"warn": "warning", "exception": "error", "fatal": "critical"}
_SHELL = frozenset(("bash", "sh", "shell", "console", "zsh", ""))


class Pair(NamedTuple):
    """Two sides of a change, the line of the first, and what the comments around it say."""

    old: str
    new: str
    line: int
    section: int
    remarks: str


def read_codes(codes: Sequence[Code]) -> Reading:
    """What the code blocks of a plan decide."""
    claims: list[Claim] = []
    notes: list[Note] = []
    old: Code | None = None
    for code in codes:
        if len(code.text) > _LARGEST:
            notes.append(Note(code.line, "unreadable", f"a code block of more than {_LARGEST:,} characters: split it"))
            continue
        label = _LABEL.match(code.label)
        pairs = [*_pairs(code)]
        if label and label["old"]:
            old = code
        elif label and old and old.section == code.section:
            pairs.append(Pair(old.text, code.text, old.line, code.section, ""))
        for pair in pairs:
            claims += _compare(pair)
        claims += [*_lines(code), *_imports(code)]
    return Reading(tuple(claims), tuple(notes))


def _pairs(code: Code) -> Iterator[Pair]:
    """The changes that a block shows by marks of its own, or as a diff."""
    if code.language in ("diff", "patch"):
        yield from _hunks(code)
        return
    old: list[str] = []
    new: list[str] = []
    remarks: list[str] = []
    side, line = "", code.line
    for number, text in enumerate(code.text.split("\n"), code.line):
        mark = _MARK.match(text)
        if mark:
            now = "old" if mark["old"] else "new"
            if now == "old" and new:
                yield Pair("\n".join(old), "\n".join(new), line, code.section, "\n".join(remarks))
                old, new, remarks = [], [], []
            line = number if now == "old" else line
            side = now
            if mark["code"]:
                # What stands behind the mark is all there is of this side.
                (old if now == "old" else new).append(mark["code"])
                side = ""
        elif text.lstrip().startswith("#"):
            remarks.append(text)
        elif side:
            (old if side == "old" else new).append(text)
    if old and new:
        yield Pair("\n".join(old), "\n".join(new), line, code.section, "\n".join(remarks))


def _hunks(code: Code) -> Iterator[Pair]:
    old: list[str] = []
    new: list[str] = []
    first = code.line
    for number, text in enumerate([*code.text.split("\n"), ""], code.line):
        if re.match(r"---|\+\+\+", text):
            continue
        if text.startswith("-") and not new:
            first = first if old else number
            old.append(text[1:])
        elif text.startswith("+"):
            new.append(text[1:])
        else:
            if old and new:
                yield Pair("\n".join(old), "\n".join(new), first, code.section, "")
            old, new = ([text[1:]], []) if text.startswith("-") else ([], [])
            first = number


def _parse(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(textwrap.dedent(text).strip())
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _compare(pair: Pair) -> list[Claim]:
    """What a change decides."""
    old, new = _parse(pair.old), _parse(pair.new)
    if old is None or new is None:
        return []
    was, now = _imported(old), _imported(new)
    if was and now:
        return [*_moves(was, now, pair)]
    for before, after in zip(_calls(old), _calls(new), strict=False):
        quieter = _quieter(before, after)
        if quieter:
            return [_claim("log", pair, quieter)]
        if changed := _changed_argument(before, after):
            name, never, use = changed
            # Without a name, the rest of the plan may still tell which parameter is meant.
            values = {"argument": name or parameter_named(pair.remarks, never), "never": [never], "use": use}
            return [_claim("argument", pair, values)]
    return []


def _claim(act: str, pair: Pair, values: Mapping[str, object]) -> Claim:
    return Claim(act, pair.line, pair.section, values=values)


def _calls(tree: ast.AST) -> list[ast.Call]:
    """The calls in the order of the text."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset, -(call.end_col_offset or 0)))


# -- imports


def _imported(tree: ast.Module) -> list[tuple[str, str]]:
    """The modules and names that are imported, "" for a module as a whole."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [(node.module, alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
    return found


def _moves(was: list[tuple[str, str]], now: list[tuple[str, str]], pair: Pair) -> Iterator[Claim]:
    for place, (module, name) in enumerate(was):
        same = [one for one in now if one[1] == name]
        target = same[0] if same else now[place] if len(was) == len(now) else None
        # Of a module that is imported as a whole, nobody says that it is gone.
        if name not in ("", "*") and target and target[1] not in ("", "*") and target != (module, name):
            yield Claim("move", pair.line, pair.section, (module,), (name,), f"{target[0]}:{target[1]}")


def _imports(code: Code) -> Iterator[Claim]:
    """Where classes are, by the imports that a block shows anywhere, a shell's `python -c` included."""
    for number, text in enumerate(code.text.split("\n"), code.line):
        for match in re.finditer(r"\bfrom\s+([\w.]+)\s+import\s+((?:\w+\s*,\s*)*\w+)", text[:1000]):
            for name in re.split(r"\s*,\s*", match[2]):
                if name[:1].isupper() and "." in match[1].strip("."):
                    yield Claim("imported", number, code.section, (match[1],), (name,))


# -- lines of a list of moves, or of a shell


def _lines(code: Code) -> Iterator[Claim]:
    if code.language not in (*_SHELL, "text", "txt"):
        return
    if code.language in _SHELL:
        for offset, paths in removals(code.text):
            yield Claim("delete", code.line + offset, code.section, paths)
    for number, text in enumerate(code.text.split("\n"), code.line):
        if re.search(r"->|=>|\u2192|\u21d2", text) and not code.language.startswith(("ba", "sh")):
            bare = text.strip().removeprefix("$ ")
            yield from (one for one in read_claims(bare, Said(number, code.section)) if one.act == "move")


# -- calls


def _quieter(before: ast.Call, after: ast.Call) -> dict[str, object]:
    """The message of a call that became less loud, and how loud it may be."""
    loud, low = _level(before), _level(after)
    if not loud or not low or _LEVELS.index(low) >= _LEVELS.index(loud) or not before.args:
        return {}
    message = _stable_start(before.args[0])
    return {"log-at-most": low, "log-matching": [message]} if message else {}


def _level(call: ast.Call) -> str:
    """The level at which a call logs, "" when it logs nothing."""
    if not isinstance(call.func, ast.Attribute):
        return ""
    if ast.unparse(call.func) == "warnings.warn":
        return "warning"
    name = _ALSO.get(call.func.attr, call.func.attr)
    return name if name in _LEVELS else ""


def _stable_start(message: ast.expr) -> str:
    """A glob for a message: what stands before the first thing in it that differs, or that a refactoring renames."""
    if isinstance(message, ast.JoinedStr):
        # What is put in when it runs stands for itself: braces end the part that is always the same.
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{" for part in message.values)
    elif isinstance(message, ast.Constant) and isinstance(message.value, str):
        text = message.value
    else:
        return ""
    start = re.split(r"%[\w(]|\{|\b[A-Z][a-z0-9]+[A-Z]\w*|\w+[._]\w+|\d|['\"`]", text)[0].rstrip()
    words = start.split()
    if len(words) >= 2:
        return f"{' '.join(words).rstrip('.:,; ')}*"
    text = re.split(r"%[\w(]|\{", text)[0].strip().rstrip(".:,; ")
    return f"{' '.join(text.split())}*" if len(text.split()) >= 2 else ""


def _changed_argument(before: ast.Call, after: ast.Call) -> tuple[str, str, str] | None:
    """Name ("" by position), old value and new one, when a call differs in one argument that was a literal."""
    if ast.dump(before.func) != ast.dump(after.func):
        return None
    was = [("", one) for one in before.args] + [(word.arg or "**", word.value) for word in before.keywords]
    now = [("", one) for one in after.args] + [(word.arg or "**", word.value) for word in after.keywords]
    if len(was) != len(now):
        return None
    changed = [(old, new) for old, new in zip(was, now, strict=True) if ast.dump(old[1]) != ast.dump(new[1])]
    if len(changed) != 1:
        return None
    ((old_name, old), (new_name, new)) = changed[0]
    name = new_name or old_name
    if not isinstance(old, ast.Constant) or isinstance(new, ast.Constant) or name == "**":
        return None
    return name, ast.unparse(old), ast.unparse(new)
