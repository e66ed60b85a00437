"""The places in one file of Python that name what `ssot-lint find` looks for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.commands.find_target import Judge, Mention, Wanted, said
from ssot_lint.model import Span
from ssot_lint.repo.extract import exported_names
from ssot_lint.source.references import Reference, references
from ssot_lint.source.source import Source


class _Place(NamedTuple):
    group: str
    span: Span
    target: str


def mentions_in(source: Source, wanted: Wanted, judge: Judge) -> Iterator[Mention]:
    """All mentions of one file; each place counts once."""
    seen: set[tuple[int, int]] = set()
    aliased: set[int] = set()
    for group, span, target in _places(source, wanted):
        if group == "alias":
            aliased.add(span.line)  # the line is told already
        if (span.line, span.column) not in seen and not (group == "use" and span.line in aliased):
            seen.add((span.line, span.column))
            text = source.line_text(span.line).strip()
            yield Mention(group, source.path, span.line, span.column, text, *judge(target))


def _places(source: Source, wanted: Wanted) -> Iterator[_Place]:
    yield from _definitions(source, wanted)
    yield from _aliases(source, wanted)
    exports = exported_names(source.tree) or ()
    for one in references(source, wanted.name.__eq__):
        if wanted.means(one.target) and not (one.form == "use" and any(map(wanted.means, one.bound))):
            yield _Place(_group(source, one, exports), one.span, one.target)
    yield from _strings(source, wanted)


def _group(source: Source, reference: Reference, exports: tuple[str, ...]) -> str:
    if reference.form in ("text", "dynamic"):
        return "string"
    if reference.form == "export":
        return "re-export"
    if reference.form == "name":
        name = reference.renamed or reference.name
        if name in exports or reference.renamed == reference.name or (source.is_package and name[:1] != "_"):
            return "re-export"
    return "import" if reference.form in ("import", "from", "name") else "use"


def _definitions(source: Source, wanted: Wanted) -> Iterator[_Place]:
    for node in (*source.nodes(ast.ClassDef), *source.functions()):
        if node.name == wanted.name:
            dotted = ".".join((source.module, *source.qualified(node)))
            if wanted.means(dotted):
                yield _Place("definition", source.name_span(node), dotted)
    for binding in source.names.top.bindings.get(wanted.name, ()):
        dotted = f"{source.module}.{wanted.name}"
        is_alias = isinstance(binding.value, ast.Name | ast.Attribute)
        if binding.kind == "value" and not is_alias and wanted.means(dotted):
            yield _Place("definition", source.span(binding.node), dotted)


def _aliases(source: Source, wanted: Wanted) -> Iterator[_Place]:
    """`Other = Name`, `Name = Other` and `import Name as Other`."""
    assigned: list[ast.Assign | ast.AnnAssign] = [*source.nodes(ast.Assign), *source.nodes(ast.AnnAssign)]
    for node in assigned:
        if isinstance(node.value, ast.Name | ast.Attribute):
            # Beside what a star import may bring stands the bare name.
            meant = sorted(source.resolve(node.value), key=lambda target: not target.bound)
            names = [target.dotted for target in meant]
            names += [
                f"{source.module}.{target.id}"
                for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                if isinstance(target, ast.Name) and source.names.scopes[target] is source.names.top
            ]
            for name in filter(wanted.means, names):
                yield _Place("alias", source.span(node), name)
    imports: list[ast.Import | ast.ImportFrom] = [*source.nodes(ast.Import), *source.nodes(ast.ImportFrom)]
    for statement in imports:
        module = f"{source.names.absolute(statement)}." if isinstance(statement, ast.ImportFrom) else ""
        for alias in statement.names:
            if alias.asname not in (None, alias.name):
                for name in filter(wanted.means, (f"{module}{alias.name}", f"{source.module}.{alias.asname}")):
                    yield _Place("alias", source.span(alias), name)


def _strings(source: Source, wanted: Wanted) -> Iterator[_Place]:
    """Literals that have it as a word, at each line that does."""
    for node in source.nodes(ast.Constant):
        whole = wanted.pattern.search(node.value) if isinstance(node.value, str) else None
        if whole is None:
            continue
        span, lines = source.span(node), 0
        for line in range(span.line, span.end_line + 1) if span.line < span.end_line else ():
            text = source.line_text(line)
            start = span.column - 1 if line == span.line else 0
            match = wanted.pattern.search(text, start, span.end_column - 1 if line == span.end_line else len(text))
            if match:
                lines += 1
                yield _Place("string", Span(line, match.start() + 1, line, match.end() + 1), said(match))
        if not lines:  # on one line, or in several pieces
            yield _Place("string", span, said(whole))
