"""A document that still teaches what is gone brings it back: people follow it, and agents do so to
the letter. An instruction such as CLAUDE.md that demands a banned class undoes the decision every
day, and nobody sees where it comes from. So each place is reported that names a deleted module
(dotted, in `from … import`, in part where it can mean nothing else), a deleted or banned file (by
its path from the root or from the document, in a link, in part), or a banned class (as a whole
word; one plain word such as `Login` only as code: in backticks, in a block of code, with a
bracket, dotted, or as the whole value of a key that takes a class).

Documents are Markdown, reST, AsciiDoc, plain text, TOML, YAML, JSON, INI and its like, XML, HTML,
scripts, templates of all these, Dockerfile, Makefile and their like, and the Markdown of
notebooks. Not Python, which has rules of its own, nor lock files, binary, minified and generated
files (`@generated`, `DO NOT EDIT` in the first lines, in Markdown in a comment), what is vendored,
what is not ASCII-like (UTF-16), the policy, and what lies in a deleted package itself. Of files
over 1 MB only lines are looked at. Messages say who is told: agents (CLAUDE.md, AGENTS.md,
GEMINI.md, `.cursor/`, `.github/copilot-instructions.md` and their like), people and agents (README,
CONTRIBUTING).

Dated records are silent: CHANGELOG, CHANGES, HISTORY, NEWS, release and upgrade notes,
deprecation lists, their folders, `adr`, `decisions`, `rfcs`, `blog`, files that begin with a date,
what the `see` of a decision points at, and `[documents] records`. Instructions for agents are no
records unless the policy says so.

Legitimate, and silent, is what tells that the thing is gone:
- a sentence that says so (`was replaced by`, `don't use`, `no longer`), that names the module or
  class that is kept, or that removes it (`Delete x`, `x -> y`); but not one that demands it (`Use
  OldEngine instead of Session`, `don't forget to use OldEngine`);
- what stands under a heading or a label that says so (`Removed`, `Do not add`, `Never create
  these:`, `Bad:`, `Migrating from …`), in lists, tables, boxes and blocks of code; in a column
  or in a row of a table that says so; in a box such as `.. deprecated::` or `[!CAUTION]`, while a mere
  warning or note must say so itself;
- strike-through, lines that a diff removes, code with a comment such as `# bad` at its end or above;
- commands that look for it or remove it (`grep`, `git rm`, `sed`);
- in configuration, what lies below a key that keeps things out (ban, forbid, deny, exclude, ignore,
  omit, deprecated, removed, renamed, redirect …): ban lists of other linters, and exclusions of
  files that are gone, which are idle but harmless; rules of semgrep and hooks of pygrep.

A `noqa: SSOT106` in a comment silences its line, and the line or block of code below when it stands
alone: `<!-- noqa: SSOT106 -->`.

A fix writes what is kept in its place. It is safe in prose, unsafe in configuration and scripts,
and there is none where nothing is kept in its place, where the line would name one thing twice,
or in files that are large or not UTF-8.

Limits: it reads lines, not grammars. A sentence that merely has a word such as `deprecated:` in it
is taken to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ssot_lint.model import Fix, Hit, Span
from ssot_lint.policy import kinds
from ssot_lint.policy.advice import way_out
from ssot_lint.policy.model import Option, Policy
from ssot_lint.rule import Example, Rule

if TYPE_CHECKING:
    from ssot_lint.bans import Bans
    from ssot_lint.repo.index import Index
    from ssot_lint.source.offsets import Lines
    from ssot_lint.stale.documents import Document
    from ssot_lint.stale.names import Mention, StaleNames
    from ssot_lint.stale.told import Telling

CODE = "SSOT106"
RECORDS = Option(
    "records", kinds.PATTERNS, "dated documents, which may name what is gone: patterns as in .gitignore", "documents"
)


def check(policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.bans import Bans
    from ssot_lint.kept_hits import read, shape, written
    from ssot_lint.repo.build import build
    from ssot_lint.repo.digest import digest_of
    from ssot_lint.repo.earlier import Earlier
    from ssot_lint.repo.kept_answers import kept_answers
    from ssot_lint.stale.documents import documents, read_document
    from ssot_lint.stale.names import StaleNames

    names = StaleNames.of(policy, index)
    words = sorted(names.words | names.fragments)
    if not words:
        return
    found = documents(policy, index, words)

    def said_of(path: str) -> list[Any]:
        names, bans = StaleNames.of(policy, index), Bans.of(policy, index)  # what it takes to have these counts too
        document = None if _goes_too(path, bans) else read_document(index, path, found.formats[path], words)
        return [] if document is None else written((RULE, hit) for hit in _hits(document, names, bans))

    earlier = Earlier(index, "documents", digest_of(policy, build()), shape([CODE]), found.changed)
    for said in kept_answers(index, earlier, said_of, list(found.formats)).values():
        for _, hit in read(said, {CODE: RULE}):
            yield hit


def reports_in(path: str, policy: Policy, index: Index) -> bool:
    return path not in index.python_set


def _goes_too(path: str, bans: Bans) -> bool:
    """Whether a document is deleted itself, or lies in a package that is."""
    folders = path.split("/")[:-1]
    places = (f"{'/'.join(folders[: count + 1])}/__init__.py" for count in range(len(folders)))
    return any(bans.file(place) is not None for place in (path, *places))


def _hits(document: Document, names: StaleNames, bans: Bans) -> Iterator[Hit]:
    from ssot_lint.source.offsets import Lines
    from ssot_lint.stale.told import Telling

    telling = Telling(document)
    folder = document.path.rpartition("/")[0]
    mentions = names.in_text(document.text, folder=folder, parts="all" if document.is_prose else "paths")
    loud = [one for one in mentions if not telling.is_silent(one, CODE)]
    if not loud:
        return
    lines = Lines(document.text)
    by_place: dict[tuple[int, str, str], list[Mention]] = {}
    for mention in loud:
        place = lines.place(mention.start)[0], mention.match.decision.name, _cause(mention)
        by_place.setdefault(place, []).append(mention)
    staying = _staying(document, telling, loud, bans)
    for (line, _, cause), same in by_place.items():
        others = [one for (at, *_), group in by_place.items() if at == line for one in group if one not in same]
        fix, why_not = _fix(document, lines, same, others, bans)
        first = same[0]
        if any((telling.block_of(one.start), one.written) in staying for one in same):
            fix, why_not = None, why_not or f"the import of {first.written} stays"
        yield _placed(
            document,
            bans.index,
            Hit(
                Span(*lines.place(first.start), *lines.place(first.end)),
                f"{_told(document)} {_named(first)}: {way_out(first.match.decision, *first.rest[:1])}",
                first.match.decision.name,
                cause=cause,
                path=document.path,
                fix=fix,
                why_not=why_not,
            ),
        )


def _staying(document: Document, telling: Telling, mentions: Sequence[Mention], bans: Bans) -> set[tuple[int, str]]:
    """The banned classes whose import no fix mends, each with its block of code: what uses them there stays too."""
    from ssot_lint.stale.replacement import replacement

    imported = (one for one in mentions if one.is_imported and one.form == "class" and document.is_prose)
    return {
        (telling.block_of(one.start), one.written)
        for one in imported
        if replacement(one, document.text, bans).text is None
    }


def _cause(mention: Mention) -> str:
    return mention.dotted or mention.path


def _told(document: Document) -> str:
    from ssot_lint.stale.documents import readers

    who = readers(document.path)
    return f"tells {who} of" if who else "names"


def _named(mention: Mention) -> str:
    decision = mention.match.decision
    if mention.form == "class":
        return f"banned class {mention.dotted}"
    if mention.form == "module":
        return f"{'banned' if _is_banned(mention) else 'deleted'} module {mention.dotted or mention.match.subject}"
    return f"{'banned' if mention.match.subject in decision.ban_files else 'deleted'} file {mention.path}"


def _is_banned(mention: Mention) -> bool:
    """Whether a module must never come, rather than that it went."""
    return bool(mention.match.decision.ban_files) and not mention.match.decision.delete


def _fix(
    document: Document, lines: Lines, mentions: Sequence[Mention], others: Sequence[Mention], bans: Bans
) -> tuple[Fix | None, str]:
    """The fix of one thing that is named on a line, once or several times, or why there is none."""
    from ssot_lint.stale.replacement import fix_for, replacement

    if document.why_no_fix:
        return None, document.why_no_fix
    folder = document.path.rpartition("/")[0]
    unsafe = () if document.is_prose else ("it is configuration: see that it still works",)
    fixes = []
    for mention in mentions:
        found = replacement(mention, document.text, bans, folder=folder)
        fix = fix_for(mention, found, lines, why_unsafe=unsafe)
        if fix is None or found.text is None:
            return None, found.why_not
        twins = (replacement(one, document.text, bans, folder=folder).text for one in others)
        if found.text in twins or _is_on_line(found.text, document.text, lines, mention.start):
            return None, f"the line would name {found.text} twice"
        fixes.append(fix)
    return fixes[0]._replace(edits=tuple(sorted(edit for fix in fixes for edit in fix.edits))), ""


def _is_on_line(name: str, text: str, lines: Lines, offset: int) -> bool:
    line = lines.place(offset)[0]
    return (
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text[lines.starts[line - 1] : lines.stops[line - 1]]) is not None
    )


def _placed(document: Document, index: Index, hit: Hit) -> Hit:
    """What is said of the Markdown of a notebook, said of the file."""
    notebook = index.notebook(document.path) if document.format == "notebook" else None
    if notebook is None:
        return hit
    place = notebook.markdown.place
    span = Span(*place(hit.span.line, hit.span.column), *place(hit.span.end_line, hit.span.end_column))
    edits = tuple(notebook.markdown.edit(one) for one in hit.fix.edits) if hit.fix else ()
    kept = tuple(one for one in edits if one is not None)
    fix = hit.fix._replace(edits=kept) if hit.fix and len(kept) == len(edits) else None
    return hit._replace(span=span, fix=fix)


_POLICY = """\
[decisions.engine]
keep = ["app.engine:Engine"]
delete = ["app.old_engine"]
ban-classes = ["LegacyEngine"]
"""
_HOME = {"app/__init__.py": "", "app/engine.py": "class Engine: ...\n"}
_OUT = "use Engine from app.engine (engine)"

RULE = Rule(
    CODE,
    "stale-document",
    "a document that names a deleted module or path, or a banned class",
    __doc__,
    repo=check,
    reports_in=reports_in,
    options=(RECORDS,),
    examples=(
        Example(
            "an instruction, a guide and configuration",
            _POLICY,
            {
                **_HOME,
                "CLAUDE.md": "- Engines are made by `LegacyEngine`.\n",
                "docs/guide.rst": "Usage\n=====\n\n.. automodule:: app.old_engine\n",
                "settings.yaml": "engine: app.old_engine.Engine\n",
            },
            (
                f"CLAUDE.md:1:24: SSOT106 tells agents of banned class LegacyEngine: {_OUT}",
                f"docs/guide.rst:4:17: SSOT106 names deleted module app.old_engine: {_OUT}",
                f"settings.yaml:1:9: SSOT106 names deleted module app.old_engine: {_OUT}",
            ),
            fixed={
                "CLAUDE.md": "- Engines are made by `Engine`.\n",
                "docs/guide.rst": "Usage\n=====\n\n.. automodule:: app.engine\n",
            },
        ),
        Example(
            "records, and documents that tell that it is gone, are silent",
            _POLICY,
            {
                **_HOME,
                "CHANGELOG.md": "- Added `app.old_engine`.\n",
                "CONTRIBUTING.md": (
                    "`LegacyEngine` was replaced by `Engine`.\n\n## Do not add\n\n- `app/old_engine.py`\n"
                ),
                "ruff.toml": '[lint.flake8-tidy-imports.banned-api]\n"app.old_engine".msg = "gone"\n',
            },
        ),
    ),
)
