"""What a decision asks for, one question each, and which findings of the check answer it."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.model import Finding
from ssot_lint.policy.model import Decision, Home
from ssot_lint.policy.names import module_of
from ssot_lint.policy.wording import plural
from ssot_lint.repo.patterns import path_matcher

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index


class Question(NamedTuple):
    """One thing that a decision asks for.

    `codes` are the rules that look for it. `holds` says that nothing is left, `left` how much
    is; `is_about` tells which findings of those rules it is about, `counted` which of them are
    things to do.
    """

    codes: tuple[str, ...]
    holds: str
    left: Callable[[int], str]
    is_about: Callable[[Finding], bool]
    counted: Callable[[Sequence[Finding]], Sequence[Finding]] = tuple


def questions(decision: Decision, index: Index) -> Iterator[Question]:
    """All that a decision asks for, in the order in which a consolidation is done."""
    for home in decision.keep:
        yield from _kept(home, index)
    for target in dict.fromkeys(decision.delete):
        yield from _deleted(target, index)
    for pattern in dict.fromkeys(one for one in decision.ban_files if not one.startswith("!")):
        yield from _banned_file(pattern, index)
    for name in dict.fromkeys(decision.ban_classes):
        yield _banned_class(name)
    if decision.only:
        yield _all("SSOT006", f"no other class is called {', '.join(decision.only)}", _rivals(decision.only))
    yield from _by_options(decision)
    if decision.delete or decision.ban_files or decision.ban_classes:
        yield _all("SSOT007", "no string names what is gone", lambda number: _naming(number, "strings"))
        yield _all("SSOT106", "no document names what is gone", lambda number: _naming(number, "documents"))


def _kept(home: Home, index: Index) -> Iterator[Question]:
    yield Question(
        ("SSOT103",),
        f"{home.name} is defined in {home.module}",
        lambda _: f"{home.name} is not in {home.module}",
        lambda finding: finding.message.startswith(f"{home.module} is the home of {home.name} but"),
    )
    homes = {index.modules.path_of(module) for module in index.modules.spellings(home.module)}

    def elsewhere(findings: Sequence[Finding]) -> Sequence[Finding]:
        """The copies; that the kept one has any is told at its own place too."""
        return [one for one in findings if one.path not in homes] or findings

    yield Question(
        ("SSOT005", "SSOT101"),
        f"{home.name} is defined nowhere else",
        partial(_left, f"other definition of {home.name}"),
        lambda finding: finding.message.startswith(f"{home.name} is defined "),
        elsewhere,
    )


def _deleted(target: str, index: Index) -> Iterator[Question]:
    modules = _modules(target, index)
    stem = target.strip("/")

    def provides(finding: Finding) -> bool:
        names = index.modules.names_of(finding.path)
        return finding.path == stem or finding.path.startswith(f"{stem}/") or _are_in(names, modules)

    yield Question(("SSOT004",), f"{target} is deleted", partial(_still_there, target), provides)
    yield from _imported(target, modules)


def _banned_file(pattern: str, index: Index) -> Iterator[Question]:
    matches = path_matcher((pattern,))
    yield Question(
        ("SSOT004",),
        f"no file is {pattern}",
        partial(_still_there, pattern),
        lambda finding: matches(finding.path),
    )
    yield from _imported(pattern, _modules(pattern.lstrip("/"), index))


def _still_there(what: str, number: int) -> str:
    return f"{what} is still there" + (f": {plural(number, 'file')}" if number > 1 else "")


def _imported(target: str, modules: frozenset[str]) -> Iterator[Question]:
    """What is no module, such as a pattern, is asked about only by the findings that name it."""
    if modules:
        yield Question(
            ("SSOT002",),
            f"nothing imports {target}",
            partial(_left, f"import of {target}"),
            lambda finding: not modules.isdisjoint(re.findall(r"[\w.]+", _said(finding))),
        )


def _banned_class(name: str) -> Question:
    matches = re.compile(fnmatch.translate(re.split("[.:]", name)[-1])).match
    return Question(
        ("SSOT001",),
        f"nothing uses {name}",
        partial(_left, f"use of {name}"),
        lambda finding: any(map(matches, re.findall(r"\w+", _said(finding)))),
    )


def _by_options(decision: Decision) -> Iterator[Question]:
    """What rules ask that declare keys of their own."""
    options = decision.options
    if "argument" in options:
        value, passed = " or ".join(options["never"]), f"passed as {options['argument']}"
        yield _all("SSOT003", f"{value} is never {passed}", lambda number: f"{value} is {passed} {_times(number)}")
    if "log-matching" in options:
        messages, level = ", ".join(options["log-matching"]), options["log-at-most"]
        yield _all("SSOT008", f"{messages} is logged at most as {level}", partial(_louder, level))
    if "isolated" in options:
        classes = ", ".join(options["isolated"])
        yield _all("SSOT009", f"the instances of {classes} share no state", partial(_left, "shared state"))
    if "emit" in options:
        yield _all("SSOT105", "every event is sent", partial(_left, "silent event"))


def _louder(level: str, number: int) -> str:
    return f"{plural(number, 'message')} {'is' if number == 1 else 'are'} louder than {level}"


def _all(code: str, holds: str, left: Callable[[int], str]) -> Question:
    """A question that all findings of a rule answer."""
    return Question((code,), holds, left, lambda _: True)


def _rivals(globs: Sequence[str]) -> Callable[[int], str]:
    def left(number: int) -> str:
        noun = "other class is" if number == 1 else "other classes are"
        return f"{number} {noun} called {', '.join(globs)}"

    return left


def _naming(number: int, where: str) -> str:
    return f"what is gone is named in {where} {_times(number)}"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _left(what: str, number: int) -> str:
    """`1 import is left`, `3 uses of Engine are left`: the first word is what is counted."""
    noun, gap, rest = what.partition(" of ")
    return f"{plural(number, noun)}{gap}{rest} {'is' if number == 1 else 'are'} left"


def _said(finding: Finding) -> str:
    """The part of a message that says what is wrong; what follows may name anything."""
    return finding.message.partition(": ")[0]


def _modules(target: str, index: Index) -> frozenset[str]:
    """The dotted names of what `delete` or `ban-files` has, none for what is no module."""
    module = module_of(target)
    return index.modules.spellings(module) if module else frozenset()


def _are_in(names: Sequence[str], modules: frozenset[str]) -> bool:
    """Whether one of the names is one of the modules, or in one."""
    return any(name == module or name.startswith(f"{module}.") for name in names for module in modules)
