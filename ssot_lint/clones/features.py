"""What two classes or functions are compared by, read from the tree of one alone."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from ssot_lint.clones.shapes import SELF, shapes_of, weight
from ssot_lint.clones.words import summary_words, words_in
from ssot_lint.source.children import children

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_LONG = 200  # characters of a string whose words count
_INSTEAD = re.compile(
    r"(?i)deprecat|\breplac(?:es|ed|ement)|supersed|legacy|\bmirror|same as|copied|copy of|ported|drop-in|"
    r"in favou?r of|successor|reimplement|rewritten"
)
_NAME = re.compile(r"\w+")
_NEAR = 160  # characters between such a word and a name
#: By what of the standard library classes of one purpose tend to be made: locks, clocks, queues, caches, files.
_MEANS = frozenset(
    "time monotonic perf_counter sleep datetime timedelta timezone threading Thread Lock RLock Event Condition "  # noqa: SIM905
    "Semaphore asyncio create_task gather wait_for run_in_executor Queue deque OrderedDict defaultdict heapq heappush "
    "json loads dumps pickle hashlib sha256 md5 uuid uuid4 random uniform Path mkdir mkstemp NamedTemporaryFile "
    "os environ getpid kill fcntl flock sqlite3 cursor execute commit subprocess Popen ThreadPoolExecutor submit "
    "socket struct re compile weakref WeakKeyDictionary contextvars ContextVar lru_cache bisect signal".split()
)


class Member(NamedTuple):
    """A method, or the function itself. `shapes` are those of its statements, `weight` is the sum of theirs."""

    name: str
    shapes: Mapping[str, int]
    weight: float


class Features(NamedTuple):
    """One class or function.

    `bases` are texts of what it extends, without type parameters.
    `words` are those of its members, attributes and strings, each with how much it counts. `means`
    is what it uses of the standard library, `mentions` are all names and attributes in it, and
    with a dot an attribute that is called as it is itself: one of the name elsewhere. `summary` has
    the words of the first sentence of its docstring, `related` those near to where its docstring or
    its decorators say that one thing is there instead of another.
    """

    name: str
    is_class: bool
    bases: tuple[str, ...]
    members: tuple[Member, ...]
    shapes: Mapping[str, int]
    weight: float
    words: Counter[str]
    means: frozenset[str]
    mentions: frozenset[str]
    summary: frozenset[str]
    related: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """The names of its own members, without those that Python gives a meaning."""
        return _names(self.members)


class Parsed:
    """A definition, of which is known what it does; all that it is compared by, once that is asked for.

    `before` has the lines of its decorators.
    """

    def __init__(self, node: Definition, before: str = "") -> None:
        self._node = node
        self._before = before
        self.name = node.name
        self.is_class = isinstance(node, ast.ClassDef)
        self.bases = tuple(_bases(node)) if isinstance(node, ast.ClassDef) else ()
        self.members = tuple(_members(node))
        self.shapes: Counter[str] = Counter()
        for member in self.members:
            self.shapes.update(member.shapes)
        self.weight = _weight(self.shapes)

    @cached_property
    def names(self) -> frozenset[str]:
        """As of its features."""
        return _names(self.members)

    @cached_property
    def _said(self) -> str:
        return ast.get_docstring(self._node) or ""

    @cached_property
    def summary(self) -> frozenset[str]:
        """The words of the first sentence that it says of itself."""
        return summary_words(self._said)

    @cached_property
    def related(self) -> frozenset[str]:
        """The names near to where it says that one thing is there instead of another."""
        text = f"{self._before}\n{self._said}"
        near = (text[max(0, found.start() - _NEAR) : found.end() + _NEAR] for found in _INSTEAD.finditer(text))
        return frozenset(name for part in near for name in _NAME.findall(part))

    @cached_property
    def features(self) -> Features:
        """What it is compared by."""
        attributes, texts, mentions = _inside(self._node)
        words: Counter[str] = Counter()
        for name in dict.fromkeys(member.name for member in self.members):
            words.update(dict.fromkeys(words_in(name), 2))
        for text in (*attributes, *texts):
            words.update(dict.fromkeys(words_in(text), 1))
        return Features(
            self.name,
            self.is_class,
            self.bases,
            self.members,
            self.shapes,
            self.weight,
            words,
            _MEANS.intersection(mentions),
            frozenset(mentions),
            self.summary,
            self.related,
        )


def _names(members: Iterable[Member]) -> frozenset[str]:
    return frozenset(one.name for one in members if not (one.name[:2] == one.name[-2:] == "__"))


def _bases(node: ast.ClassDef) -> Iterator[str]:
    for base in node.bases:
        yield ast.unparse(base.value if isinstance(base, ast.Subscript) else base)


def _members(node: Definition) -> Iterator[Member]:
    together: dict[str, Counter[str]] = {}  # properties have several functions
    for part in _statements(node.body) if isinstance(node, ast.ClassDef) else (node,):
        if isinstance(part, _Function):
            together.setdefault(part.name, Counter()).update(shapes_of(part.body))
    for name, shapes in together.items():
        yield Member(name, shapes, _weight(shapes))


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a class body, those under conditions too."""
    for part in body:
        yield part
        if isinstance(part, ast.If | ast.Try):
            yield from _statements((*part.body, *part.orelse))


def _weight(shapes: Mapping[str, int]) -> float:
    return math.fsum(weight(shape) * count for shape, count in shapes.items())


def _inside(node: Definition) -> tuple[dict[str, None], list[str], dict[str, None]]:
    """Attributes of its own, strings other than docstrings, and all names."""
    attributes = dict.fromkeys(_class_attributes(node))
    texts: list[str] = []
    mentions: dict[str, None] = {}
    stack: list[ast.AST] = [*reversed(node.body)]
    while stack:
        part = stack.pop()
        kind = type(part)
        if kind is ast.Name:
            mentions[part.id] = None  # type: ignore[attr-defined]
            continue
        if kind is ast.Constant:
            value = part.value  # type: ignore[attr-defined]
            if isinstance(value, str):
                texts.append(value[:_LONG])
            continue
        if isinstance(part, ast.Attribute):
            mentions[part.attr] = None
            if part.attr == node.name:
                mentions[f".{part.attr}"] = None
            if isinstance(part.value, ast.Name) and part.value.id in SELF:
                attributes[part.attr] = None
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
            continue  # a docstring
        stack.extend(children(part))
    return attributes, texts, mentions


def _class_attributes(node: Definition) -> Iterator[str]:
    """The names that a class body assigns or annotates."""
    for part in _statements(node.body) if isinstance(node, ast.ClassDef) else ():
        if isinstance(part, ast.Assign | ast.AnnAssign):
            targets = part.targets if isinstance(part, ast.Assign) else [part.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))
