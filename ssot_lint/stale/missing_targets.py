"""Strings that import what does not exist: `patch("app.core.gone")` fails only when the test runs, and a
plugin's name in a string when somebody uses it. Neither a type checker nor an editor sees them.

Judged are strings where they are imported: the first argument of `mock.patch`, `patch.dict` and
`patch.multiple` by any alias, of `monkeypatch.setattr` and `delattr`, `import_module`, `__import__`,
`run_module`, `resolve_name`, Django's `import_string`, and of what `[imports] callables` adds. The
name may be put together of constants of the file (`f"{MODULE}.x"`, `BASE + ".x"`). Only first-party
names count, see SSOT104; they are followed through modules that hand them on, down to a member of a
class, inherited ones included. An attribute counts as there when any method sets it.

Silent where it can't be known: a value or the result of a call, a class with a base of a third
party, with a decorator, metaclass or `__getattr__` that may add to it, or in a file that uses
`setattr`; modules with a `__getattr__`. Silent as well when a failure is caught, when `create=True`
or `raising` is given, and when the same file writes the module or puts it into `sys.modules`.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Hit, Related
from ssot_lint.policy.model import Policy
from ssot_lint.repo.ours import is_vendored
from ssot_lint.repo.places import place_below
from ssot_lint.source.needles import Needles
from ssot_lint.source.paths import is_test

if TYPE_CHECKING:
    from ssot_lint.repo.imports import Imports
    from ssot_lint.repo.index import Index
    from ssot_lint.repo.target_lines import Suspect, TargetLines


def missing_targets(policy: Policy, index: Index) -> Iterator[Hit]:
    """The strings that import what does not exist and what no decision forbids."""
    from ssot_lint.repo.imports import Imports

    imports = Imports.of(policy, index)
    found = [
        one
        for one in _lines(policy, imports).suspects()
        if is_own(one, imports)
        and not _is_told(one, imports)
        and not is_given(one, imports)
        and not _is_decided(one, policy, index)
    ]
    built = imports.made.by_builds({_looked_at(one) for one in found}) if found else frozenset()
    for one in found:
        if one.lack.holder or _looked_at(one) not in built:
            said, way_out, related = told(one, imports)
            yield Hit(one.span, f"{said}: {way_out}", cause=one.missing, path=one.path, related=related)


def are_targets_missing_in(path: str, policy: Policy, index: Index) -> bool:
    """Whether strings of a file import what Python files do not have: only then may one of them be reported."""
    from ssot_lint.repo.imports import Imports

    return _lines(policy, Imports.of(policy, index)).are_suspects_in(path)


def _lines(policy: Policy, imports: Imports) -> TargetLines:
    from ssot_lint.repo.target_lines import TargetLines

    callables = policy.tables.get("imports", {}).get("callables", ())
    return TargetLines(imports.index, imports.ours.places, callables)


def _looked_at(one: Suspect) -> str:
    """The place of a module that would mend it."""
    return place_below(one.lack.place, one.missing.rpartition(".")[2])


# -- what counts


def is_own(one: Suspect, imports: Imports) -> bool:
    """Whether what lacks the name is first-party, and all that leads to it, as the file sees it."""
    place, tops = one.lack.place, (*one.lack.tops, one.dotted.partition(".")[0])
    if is_vendored(place) or not all(imports.ours.own(top, one.path) for top in tops):
        return False
    own = imports.ours.own(tops[0], one.path)
    return any(place == top or place.startswith((f"{top}/", f"{top}.")) for top in own)


def _is_decided(one: Suspect, policy: Policy, index: Index) -> bool:
    """Whether a decision forbids the name or a part of it, so that it is reported for that."""
    if not policy.decisions:
        return False
    from ssot_lint.bans import Bans

    bans = Bans.of(policy, index)
    parts = one.dotted.split(".")
    prefixes = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
    return any(bans.module(prefix) or bans.class_(prefix) for prefix in prefixes)


def is_given(one: Suspect, imports: Imports) -> bool:
    """Whether something else than the text of a module or class gives it the name."""
    name = one.missing.rpartition(".")[2]
    if one.lack.holder:
        return _is_set(one.lack.holder.rpartition(".")[2], name, imports.index)
    files = imports.modules.files_at(one.lack.place)
    if one.is_module and any(name in imports.index.facts(path).names for path in files):
        return imports.made.is_there(_looked_at(one))
    return imports.has(one.lack.place, name)


def _is_told(one: Suspect, imports: Imports) -> bool:
    """Whether the file that says a name tells that it may be missing, or makes it."""
    name, made = one.missing.rpartition(".")[2], imports.made
    if one.lack.holder:
        return False
    if not one.lack.rest and not one.is_module and hasattr(builtins, name):
        return True  # `patch` makes it: https://docs.python.org/3/library/unittest.mock.html#patch-builtins
    below, line = _looked_at(one), one.span.line
    return (
        made.is_registered(one.path, below)
        or made.is_looked_for(one.path, line, below)
        or _is_written(one, name, imports.index)
    )


def _is_set(holder: str, name: str, index: Index) -> bool:
    """Whether any file sets an attribute of a class from outside."""
    stored = re.compile(rf"(?<!\w){holder}\.{name}[ \t]*(?::[^\n=]*)?=(?!=)")
    for path in index.mentioning(Needles({name})):
        text = index.read(path).decode("utf-8", "replace")
        if stored.search(text) or ("setattr" in text and re.search(rf"(?<!\w){holder}(?!\w)", text)):
            if stored.search(text) or re.search(rf"""setattr\([^\n]*["']{name}["']""", text):
                return True
    return False


def _is_written(one: Suspect, name: str, index: Index) -> bool:
    """Whether the file that imports a module makes it first, or puts folders on `sys.path` that have it."""
    text = index.read(one.path).decode("utf-8", "replace")
    if f"{name}.py" in text or "ModuleType" in text:
        return True
    if "mkdir" in text and re.search(rf"""["'/]{name}["'/]""", text):
        return True
    below = f"/{one.missing.replace('.', '/')}/"
    return re.search(r"sys\.?path", text) is not None and any(
        below in f"/{path.rpartition('.')[0]}/" for path in index.python_paths
    )


# -- what is said


def told(one: Suspect, imports: Imports) -> tuple[str, str, tuple[Related, ...]]:
    """What is wrong, what to do instead, and where that is."""
    from ssot_lint.repo.nearest import definitions, nearest_module, nearest_name

    index, ours, in_tests = imports.index, imports.ours, is_test(one.path)
    holder, _, name = one.missing.rpartition(".")
    if one.lack.holder:
        alike = one.lack.alike
        return (
            f"{holder} has no {name}",
            f"did you mean {alike}?" if alike else "define it there, or correct the string",
            (),
        )
    module = one.dotted if one.is_module else one.missing
    is_module = one.is_module or _is_module(one, imports)
    names = [*one.lack.rest[:1]] if is_module and not one.is_module else [] if is_module else [name]
    said = f"module {module} does not exist" if is_module else f"{holder} has no {name}"
    for wanted in names or [name]:
        there = definitions(wanted, module if is_module else holder, index, ours, in_tests=in_tests)
        if there and (names or not is_module):
            first = there[0]
            related = (Related(first.path, first.line, first.column, f"{wanted} is defined here"),)
            return said, f"{wanted} is defined in {first.module}", related
    if is_module:
        near = nearest_module(module, names, index, ours, in_tests=in_tests)
        return said, f"did you mean {near}?" if near else "bring it back, or correct the string", ()
    bound = {known for path in imports.modules.files_at(one.lack.place) for known in index.facts(path).names}
    near = nearest_name(name, bound - {name})
    return said, f"did you mean {near}?" if near else "define it there, or correct the string", ()


def _is_module(one: Suspect, imports: Imports) -> bool:
    """Whether the missing name was that of a module: it is in a package, and something is looked for in it."""
    name = one.missing.rpartition(".")[2]
    files = imports.modules.files_at(one.lack.place)
    in_package = not files or any("/__init__." in f"/{path}" for path in files)
    return bool(one.lack.rest) and in_package and name == name.lower()
