"""A string that still names a deleted module, a deleted file or a banned class is how it comes
back unseen: a plug-in list, a task route, a logging configuration, a command line or a
docstring is where people and agents look up what to use, and no import check reads it. Some
of them fail only in production, when the string is resolved at last.

What counts: dotted names (`app.old`, `app.old:main`, `app.old.Engine`), paths in any form
(`app/old.py`, `../app/old.py`, `app\\old.py`, `app/old.py::test`, a link to a branch), import
statements and commands (`python -m app.old`) in a string, and banned classes. All strings are
read but bytes: docstrings, raw and triple-quoted ones, the constant parts of f-strings, and
strings in several pieces. What is imported, patched, read as a type or listed in `__all__` is
reported by SSOT001 and SSOT002 instead.

Text with blanks is prose: there the end of a name will do where it can mean nothing else
(`kit/old_engine.py`, `old_engine.py`), and a banned class counts as a whole word. Text without
blanks must be the name in full: a bare class counts when the string is that name, or begins
with it as code does (`OldEngine.run`, `OldEngine(`). A class whose name is a plain word
(`Login`) counts only in prose and as code (in backticks, `Login(`, dotted); one in a
string without blanks only behind a package of this repository. `legacy.x` for a module of one
part counts only when it must be code: `old_api.x`, `legacy.Engine`; its bare name only behind
`import`, `-m` or `:mod:`, and in lists of modules (`INSTALLED_APPS`, `pytest_plugins`,
`py_modules` and the like). A path without an ending
counts when two folders or more are named, and it does not look like an address of the web.

Silent is a text that says the thing is gone: in the same sentence, or in the lines it is under
(`deprecated`, `was replaced by`, `do not use`, the kept module named beside it, `.. deprecated::`).
Silent is code that guards the decision: what is asserted to be absent (`assert … not in`,
`assert not …exists()`, `assertNotIn`, `assertFalse`, `… is False`, also through a loop, a name or
`parametrize`), `pytest.raises` and `assertRaises` blocks, `if …: raise`, what is raised as an
ImportError or AttributeError, deprecation warnings, calls, variables, keywords, keys and tests
that are called so (`@deprecated`, `REMOVED = […]`, `test_old_is_gone`), and pairs of an old and
a new name. Silent are the files of the deleted module, and the body of the banned class: they
go together. `sys.modules["app.old"] = …` is not silent: it brings the module back.

Not seen: names put together by the program (`f"{base}.old"`, `"app." + name`,
`os.path.join("app", "old.py")`), regular expressions (`r"app\\.old"`), fields of formats
(`"{app.old}"`), names split in a word or spelled with escapes, bytes, and comments.

Without any decision, strings are judged where they are imported (`mock.patch("app.gone.Name")`,
`monkeypatch.setattr`, `import_module` and its kin, Django's `import_string`, and the first argument
of what `[imports] callables` adds): a first-party name there must exist. Silent where only the
running program knows: values, results of calls, classes with a base or decorator of others,
modules with a `__getattr__`, `create=True`, `raising=`, and where a failure is caught.

The fix writes the kept name, or the path of its module, in the same form. It is safe in
docstrings; elsewhere the string may be data that others hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Hit
from ssot_lint.policy.advice import way_out
from ssot_lint.policy.model import Policy
from ssot_lint.rule import Example, Rule
from ssot_lint.source.needles import Needles
from ssot_lint.stale.options import CALLABLES

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index
    from ssot_lint.source.source import Source
    from ssot_lint.stale.names import Mention


def check(source: Source, policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.stale.strings import stale_strings

    for stale in stale_strings(source, policy, index):
        mention = stale.mention
        taken = mention.rest[0] if mention.rest else ""
        yield Hit(
            stale.span,
            f"string names {_what(mention)}: {way_out(mention.match.decision, taken)}",
            mention.match.decision.name,
            cause=_cause(source, mention),
            fix=stale.fix,
            why_not=stale.why_not,
        )


def check_targets(policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.stale.missing_targets import missing_targets

    yield from missing_targets(policy, index)


def reports_in(path: str, policy: Policy, index: Index) -> bool:
    from ssot_lint.stale.missing_targets import are_targets_missing_in

    return path in index.python_set and are_targets_missing_in(path, policy, index)


def _what(mention: Mention) -> str:
    if mention.form == "class":
        return f"banned class {mention.dotted.rpartition('.')[2]}"
    if mention.form == "module":
        return f"deleted module {mention.match.subject}"
    decision = mention.match.decision
    is_banned = mention.match.subject in decision.ban_files or not decision.delete
    said = "banned" if is_banned else "deleted"
    is_file = re.search(r"\.\w+\Z", mention.written) is not None
    return f"{said} file {mention.path}" if is_file else f"{said} path {mention.path.removesuffix('.py')}"


def _cause(source: Source, mention: Mention) -> str:
    """What the other rules give as the cause of a finding about the same thing."""
    if mention.form == "class" and "." not in mention.dotted:
        return f"{source.module}.{mention.dotted}"
    return mention.dotted or mention.path


def needles(policy: Policy, index: Index) -> Needles:
    if not policy.decisions:  # what finds strings takes long to import
        return Needles()
    from ssot_lint.stale import strings

    return strings.needles(policy, index)


_POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old_engine"]
ban-classes = ["OldEngine"]
"""
_HOME = {"app/__init__.py": "", "app/engine.py": "class Engine: ...\n"}
_OUT = "use Engine from app.engine (engine)"

RULE = Rule(
    "SSOT007",
    "stale-string",
    "a string that names a deleted module or file, a banned class, or imports what does not exist",
    __doc__,
    file=check,
    needles=needles,
    repo=check_targets,
    reports_in=reports_in,
    options=(CALLABLES,),
    needs_decisions=False,
    examples=(
        Example(
            "configuration, commands and paths",
            _POLICY,
            {
                **_HOME,
                "app/settings.py": (
                    'INSTALLED_APPS = ["app.old_engine"]\n'
                    'COMMAND = "python -m app.old_engine run"\n'
                    'SCRIPT = "app/old_engine.py"\n'
                    'KIND = "OldEngine"\n'
                ),
            },
            (
                f"app/settings.py:1:20: SSOT007 string names deleted module app.old_engine: {_OUT}",
                f"app/settings.py:2:22: SSOT007 string names deleted module app.old_engine: {_OUT}",
                f"app/settings.py:3:11: SSOT007 string names deleted file app/old_engine.py: {_OUT}",
                f"app/settings.py:4:9: SSOT007 string names banned class OldEngine: {_OUT}",
            ),
        ),
        Example(
            "a docstring",
            _POLICY,
            {**_HOME, "app/api.py": '"""Runs `app.old_engine`.\n\n>>> from app.old_engine import Engine\n"""\n'},
            (
                f"app/api.py:1:10: SSOT007 string names deleted module app.old_engine: {_OUT}",
                f"app/api.py:3:10: SSOT007 string names deleted module app.old_engine: {_OUT}",
            ),
            {"app/api.py": '"""Runs `app.engine`.\n\n>>> from app.engine import Engine\n"""\n'},
        ),
        Example(
            "what is patched or imported by its name, and does not exist",
            "",
            {
                **_HOME,
                "tests/test_engine.py": (
                    'from unittest import mock\n\n\n@mock.patch("app.engine.Engine")\n@mock.patch("app.engine.Gone")\n'
                    "def test(): ...\n"
                ),
            },
            ("tests/test_engine.py:5:13: SSOT007 app.engine has no Gone: define it there, or correct the string",),
        ),
        Example(
            "what says that it is gone, longer names and names with holes are silent",
            _POLICY,
            {
                **_HOME,
                "app/api.py": (
                    '"""app.old_engine was replaced by app.engine."""\n'
                    'MORE = "app.old_engine_room"\n'
                    'NAME = f"{__package__}.old_engine"\n'
                ),
                "tests/test_gone.py": (
                    'import sys\nfrom pathlib import Path\n\nassert "app.old_engine" not in sys.modules\n'
                    'assert not Path("app/old_engine.py").exists()\n'
                ),
            },
        ),
    ),
)
