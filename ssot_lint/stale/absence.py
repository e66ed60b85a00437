"""Whether code says that what a string names is gone: then the string guards the decision.

A test that a module stays deleted has to name it, and so does a table of what was renamed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from ssot_lint.model import Span
from ssot_lint.source.chains import decorator_name, last_name
from ssot_lint.source.references import Reference
from ssot_lint.source.source import Source

_SAYS_GONE = re.compile(
    r"removed|deleted|deprecat|obsolete|banned|forbid|disallow|prohibit|retired|renam|moved|blacklist|denylist",
    re.I,
)
_TEST_SAYS_GONE = re.compile(rf"{_SAYS_GONE.pattern}|(?:^|_)(?:gone|absent|no_longer|not_exist|never|stays?_out)", re.I)
_TEST = re.compile(r"_*(?:test|check|assert|ensure|verify|forbid)", re.I)
_RAISES = frozenset(
    "raises assertRaises assertRaisesRegex assertRaisesMessage warns assertWarns assertWarnsRegex "  # noqa: SIM905
    "assertWarnsMessage deprecated_call".split()
)
_ASSERTS = re.compile(r"_*(?:assert|refute)", re.I)
_DENIES = re.compile(r"_*(?:assert_?(?:not|no_|false|isnone|is_none|never)|assertNo(?=[A-Z])|refute)", re.I)
_ABSENT_ERROR = re.compile(r"ImportError|ModuleNotFoundError|AttributeError|Deprecat|Removed")
_DEPRECATION = re.compile(r"Deprecat|RemovedIn|FutureWarning")
_FAILING = frozenset(("fail", "exit", "_exit", "abort"))
_DEPTH = 3  # names that stand for each other


def is_said_to_be_absent(source: Source, node: ast.AST, depth: int = _DEPTH) -> bool:
    """Whether a string, or a name that stands for it, is where code says that the thing is gone.

    In what is asserted, an odd number of negations says so.
    """
    is_denied = False
    child, parent = node, source.parent(node)
    while parent is not None:
        if isinstance(parent, ast.Assert) and is_denied and child is parent.test:
            return True
        if isinstance(parent, ast.Call) and child is not parent.func:
            name = decorator_name(parent)
            if _tells(parent, name) or (_ASSERTS.match(name) and is_denied is not bool(_DENIES.match(name))):
                return True
        if _is_said_by(source, parent, child, is_denied, depth):
            return True
        is_denied = is_denied is not _negates(parent, child)
        child, parent = parent, source.parent(parent)
    return False


class ImportsToFail:
    """The imports of a file that are there to show that they fail, as in `with pytest.raises(ImportError)`."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def has(self, reference: Reference) -> bool:
        if reference.form == "dynamic":
            node = self._texts.get(reference.span)
            return node is not None and is_said_to_be_absent(self._source, node)
        return reference.form in ("import", "from", "name") and reference.span.line in self._lines

    @cached_property
    def _texts(self) -> dict[Span, ast.Constant]:
        return {self._source.span(one): one for one in reversed(list(self._source.nodes(ast.Constant)))}

    @cached_property
    def _lines(self) -> frozenset[int]:
        nodes = self._source.nodes
        imports: list[ast.Import | ast.ImportFrom] = [*nodes(ast.Import), *nodes(ast.ImportFrom)]
        failing = (one for one in imports if _is_to_fail(self._source, one))
        return frozenset(line for one in failing for line in range(one.lineno, (one.end_lineno or one.lineno) + 1))


def _is_to_fail(source: Source, statement: ast.stmt) -> bool:
    parent = source.parent(statement)
    return isinstance(parent, ast.With | ast.AsyncWith) and any(
        decorator_name(item.context_expr) in _RAISES for item in parent.items
    )


def _tells(call: ast.Call, name: str) -> bool:
    """Whether a call says of its arguments that they are gone."""
    if name in _RAISES or _SAYS_GONE.search(name):
        return True
    others = (*call.args, *(word.value for word in call.keywords))
    return "warn" in name and any(_DEPRECATION.search(decorator_name(one)) for one in others)


def _is_said_by(source: Source, parent: ast.AST, child: ast.AST, is_denied: bool, depth: int) -> bool:
    match parent:
        case ast.Assign(targets=targets, value=value) if child is value:
            return any(_is_named_gone(source, target, depth) for target in targets)
        case ast.AnnAssign(target=target, value=value) if child is value:
            return _is_named_gone(source, target, depth)
        case ast.keyword(arg=str(word)):
            return _SAYS_GONE.search(word) is not None
        case ast.Dict(keys=keys, values=values) if child in values:
            return _text_says_gone(keys[values.index(child)])
        case ast.Raise(exc=raised) if child is raised:
            return _ABSENT_ERROR.search(decorator_name(raised)) is not None
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return any(decorator_name(item.context_expr) in _RAISES for item in items)
        case ast.If(test=test, body=body) if child is test:
            return not is_denied and _fails(body[0])
        case ast.For(target=ast.Name(id=name), iter=values) if child is values:
            return _are_absent(source, name, parent, depth)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            named = (one.target for one in parent.generators if one.iter is child)
            return any(_are_absent(source, last_name(one), parent, depth) for one in named)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return _is_test_of_absence(source, parent, child, depth)
        case ast.ClassDef(name=name):
            return source.is_test and _TEST_SAYS_GONE.search(name) is not None
    return False


def _negates(parent: ast.AST, child: ast.AST) -> bool:
    match parent:
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Compare(ops=[ast.NotIn() | ast.NotEq()]):
            return True
        case ast.Compare(ops=[ast.Eq() | ast.Is()], left=left, comparators=[right]):
            return _is_nothing(right if child is left else left)
        case ast.Attribute(attr="isdisjoint"):
            return True
        case ast.Call(func=ast.Attribute(attr="isdisjoint")):
            return child is not parent.func
    return False


def _is_nothing(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=value):
            return not value
        case ast.List(elts=inner) | ast.Tuple(elts=inner):
            return not inner
        case ast.Dict(keys=keys):
            return not keys
        case ast.Call(func=ast.Name(id="set" | "frozenset" | "list" | "dict"), args=arguments):
            return not arguments
    return False


def _is_named_gone(source: Source, target: ast.expr, depth: int) -> bool:
    if _SAYS_GONE.search(last_name(target)):
        return True
    return isinstance(target, ast.Name) and _are_absent(source, target.id, source.tree, depth)


def _are_absent(source: Source, name: str, where: ast.AST, depth: int) -> bool:
    """Whether all uses of a name in a part of the file say that what it stands for is gone."""
    uses = [
        one
        for one in source.nodes(ast.Name)
        if one.id == name and isinstance(one.ctx, ast.Load) and (depth and _is_in(source, one, where))
    ]
    return bool(uses) and all(is_said_to_be_absent(source, one, depth - 1) for one in uses)


def _is_in(source: Source, node: ast.AST, where: ast.AST) -> bool:
    parent: ast.AST | None = node
    while parent is not None and parent is not where:
        parent = source.parent(parent)
    return parent is where


def _text_says_gone(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and isinstance(key.value, str) and _SAYS_GONE.search(key.value) is not None


def _fails(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return decorator_name(statement.value) in _FAILING
    return isinstance(statement, ast.Raise)


def _is_test_of_absence(
    source: Source, function: ast.FunctionDef | ast.AsyncFunctionDef, child: ast.AST, depth: int
) -> bool:
    if (source.is_test or _TEST.match(function.name)) and _TEST_SAYS_GONE.search(function.name):
        return True
    names = _parametrized(child) if child in function.decorator_list else ()
    return any(_are_absent(source, name, function, depth) for name in names)


def _parametrized(decorator: ast.AST) -> Sequence[str]:
    """The parameters that `pytest.mark.parametrize` gives values."""
    if decorator_name(decorator) != "parametrize" or not isinstance(decorator, ast.Call) or not decorator.args:
        return ()
    names = " ".join(str(one.value) for one in ast.walk(decorator.args[0]) if isinstance(one, ast.Constant))
    return re.findall(r"\w+", names)


def beside(source: Source, node: ast.AST) -> Iterator[str]:
    """The other half of a pair of strings: a dictionary's key or value, one of two in a list of pairs, `replace`."""
    parent = source.parent(node)
    others: list[ast.expr | None] = []
    match parent:
        case ast.Dict(keys=keys, values=values) if node in keys:
            others = [values[keys.index(node)]]
        case ast.Dict(keys=keys, values=values):
            others = [keys[values.index(node)]]  # type: ignore[arg-type]
        case ast.Tuple(elts=[_, _] as pair) if isinstance(source.parent(parent), ast.List | ast.Tuple | ast.Set):
            others = [*pair]
        case ast.Call(func=ast.Attribute(attr="replace"), args=arguments):
            others = [*arguments]
    for other in others:
        if isinstance(other, ast.Constant) and isinstance(other.value, str) and other is not node:
            yield other.value
