"""One file: its path, its text, and lazily its tree, its names and its suppressions."""

from __future__ import annotations

import ast
import re
import warnings
from functools import cached_property
from typing import TypeVar, cast

from ssot_lint.model import Span
from ssot_lint.source.decoding import Unreadable, decode
from ssot_lint.source.names import Names
from ssot_lint.source.offsets import LINE_END
from ssot_lint.source.paths import is_package, is_test
from ssot_lint.source.scopes import Scope, Target
from ssot_lint.source.suppress import Suppression, may_silence, suppressions
from ssot_lint.source.tolerant import recovered, syntax_error_place
from ssot_lint.source.version import PYTHON

_Node = TypeVar("_Node", bound=ast.AST)
# The module of `from … import`: dots, a dotted name or both, before a word `import`.
_MODULE = re.compile(r"\s*(\.(?:\s*\.)*(?:\s*(?!import\b)\w+(?:\s*\.\s*\w+)*)?|\w+(?:\s*\.\s*\w+)*)")


class Source:
    """One file of Python.

    `path` is relative to the root, with `/`. `modules` are the dotted names it can be imported
    by, the likeliest first. `tree` may be given by a host that has parsed the text already.
    """

    def __init__(
        self,
        path: str,
        data: bytes | str,
        modules: tuple[str, ...] = (),
        tree: ast.Module | None = None,
    ) -> None:
        self.path = path
        self.modules = modules
        self.undecodable: Unreadable | None = None
        if isinstance(data, bytes):
            self.text, self.undecodable = decode(data)
        else:
            self.text = data.removeprefix("\ufeff")
        self._given = tree

    def has_text_of(self, other: Source) -> bool:
        """Whether two sources have the same text, line ends aside."""
        return self.text == other.text or LINE_END.sub("\n", self.text) == LINE_END.sub("\n", other.text)

    @property
    def module(self) -> str:
        """The likeliest dotted name, "" when the path can't be imported."""
        return self.modules[0] if self.modules else ""

    @property
    def is_package(self) -> bool:
        return is_package(self.path)

    @property
    def is_test(self) -> bool:
        return is_test(self.path)

    @cached_property
    def _parsed(self) -> tuple[ast.Module, Unreadable | None]:
        if self._given is not None:
            return self._given, None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes are another linter's business
            try:
                return ast.parse(self.text), self.undecodable
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                line, column, reason = syntax_error_place(error)
                place = Unreadable(line, column, f"{reason} (as {PYTHON} reads it)")
                return recovered(self.text), self.undecodable or place

    @property
    def tree(self) -> ast.Module:
        """The tree; of a text with syntax errors, what lies outside the broken statements."""
        return self._parsed[0]

    @property
    def unreadable(self) -> Unreadable | None:
        """Why the file can't be read in full, None when it can."""
        return self._parsed[1]

    @cached_property
    def names(self) -> Names:
        return Names(self.tree, self.module, self.is_package)

    @cached_property
    def lines(self) -> list[str]:
        """The lines as Python counts them, without their ends."""
        return LINE_END.split(self.text)

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """All suppressions, if there may be one of our codes."""
        return suppressions(self.text) if may_silence(self.text, "SSOT") else ()

    @cached_property
    def _folded(self) -> str:
        if self.text.isascii():
            return self.text
        import unicodedata

        return unicodedata.normalize("NFKC", self.text)

    def mentions(self, word: str) -> bool:
        """Whether a word stands in the text in one piece (not split over two literals)."""
        return word in self._folded

    def nodes(self, kind: type[_Node]) -> list[_Node]:
        """All nodes of one type, in the order of the text."""
        return cast("list[_Node]", self.names.by_type.get(kind, []))

    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """All functions and methods, plain ones first."""
        return [*self.nodes(ast.FunctionDef), *self.nodes(ast.AsyncFunctionDef)]

    def parent(self, node: ast.AST) -> ast.AST | None:
        return self.names.parents.get(node)

    def qualified(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
        """The names by which a definition is reached from its module, functions around it included."""
        names = [node.name]
        around = self.parent(node)
        while around is not None:
            if isinstance(around, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                names.append(around.name)
            around = self.parent(around)
        return names[::-1]

    def resolve(self, node: ast.AST, scope: Scope | None = None) -> tuple[Target, ...]:
        """All that an expression may mean, as absolute dotted names."""
        return self.names.resolve(node, scope)

    def line_text(self, line: int) -> str:
        """The text of a line, "" when there is none."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def span(self, node: ast.AST) -> Span:
        """The place of a node that has one, in characters."""
        line, end_line = node.lineno, node.end_lineno  # type: ignore[attr-defined]
        start, end = node.col_offset, node.end_col_offset  # type: ignore[attr-defined]
        if self._is_ascii:
            return Span(line, start + 1, end_line, end + 1)
        return Span(line, self._column(line, start), end_line, self._column(end_line, end))

    def place(self, node: ast.AST) -> tuple[int, int]:
        """The line and the column at which a node begins; of a definition, its name."""
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            return self.name_span(node)[:2]
        line, start = node.lineno, node.col_offset  # type: ignore[attr-defined]
        return line, start + 1 if self._is_ascii else self._column(line, start)

    @cached_property
    def _is_ascii(self) -> bool:
        return self.text.isascii()

    def _column(self, line: int, offset: int) -> int:
        text = self.line_text(line)
        if not text.isascii():
            offset = len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace"))
        return offset + 1

    def name_span(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Span:
        """The place of the name in a definition."""
        whole = self.span(node)
        text = self.line_text(whole.line)
        match = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)").match(text, whole.column - 1)
        if match is None:  # the name is on a continued line
            return Span(whole.line, whole.column, whole.line, len(text) + 1)
        return Span(whole.line, match.start(1) + 1, whole.line, match.end(1) + 1)

    def module_span(self, node: ast.ImportFrom) -> Span:
        """The place of the module in `from module import …`, wherever the line is continued."""
        start = self.span(node)
        column = start.column - 1 + len("from")
        for line in range(start.line, start.end_line + 1):
            match = _MODULE.match(self.line_text(line), column)
            if match is not None:
                return Span(line, match.start(1) + 1, line, match.end(1) + 1)
            column = 0  # the line was continued by a backslash
        raise AssertionError("a from statement without a module")
