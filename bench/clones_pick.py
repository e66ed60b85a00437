"""The classes of a tree: which of them a second team could have written again, and which are kin already.

A class is taken as an original when it is code of its own (no test, migration, vendored or
generated file; at least 4 methods with bodies, 25 lines; no exception, enum, protocol, record)
and the tree has no twin of it: no class of the same name, and none that shares half of its words
(the identifiers and keys within the two, as sets). Twins of another kind stay unknown, so what a
tool says about a pair that no mutant is in is counted apart.

Kin of a class: of the same name, its bases and subclasses, those that share a base with it or
with its bases, and those that share a quarter of its words. A pair of a mutant and kin of its
original is neither true nor false.
"""

from __future__ import annotations

import ast
import random
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bench.clones_names import FUNCTIONS, Function, is_dunder, methods_of

LEAST_METHODS, LEAST_LINES, MOST_LINES = 4, 25, 500
TWIN, KIN = 0.5, 0.25
APART = re.compile(
    r"(^|/)(tests?|t|testing|migrations|_?vendor(ed)?|examples?|docs?|bench(marks?)?|node_modules|build|dist|\..*)/"
    r"|(^|/)(test_[^/]*|[^/]*_tests?|conftest|setup|[^/]*_pb2(_grpc)?)\.py$"
)
GENERATED = re.compile(rb"(?i)@generated|(auto(matically)?[- ]?generated|generated (by|from)|do not edit)")
NO_WORK = re.compile(
    r"(Error|Exception|Warning|Enum|Flag|Protocol|TypedDict|NamedTuple|Struct|Mixin)$|^(namedtuple|ABC|BaseModel)$"
)
#: Bases that say nothing about kinship.
ANY = frozenset({"object", "ABC", "Generic", "Protocol", "type", "dict", "list", "set", "str", "int", "tuple", ""})


class Class(NamedTuple):
    """A class at the top of a module; `words` are the identifiers and keys within it."""

    path: str
    name: str
    line: int
    end_line: int
    bases: tuple[str, ...]
    words: frozenset[str]
    is_fit: bool

    @property
    def place(self) -> str:
        return f"{self.path}:{self.name}"


def survey(root: Path) -> list[Class]:
    """All classes at the top of the modules of a tree, tests and the like left out."""
    found: list[Class] = []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if APART.search(name) or path.is_symlink():
            continue
        data = path.read_bytes()
        if b"class " in data and (tree := parsed(data)):
            is_own = not GENERATED.search(data[:2000])
            found += (class_of(name, node, is_own) for node in tree.body if isinstance(node, ast.ClassDef))
    return found


def parsed(data: bytes | str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(data)
        except (SyntaxError, ValueError):
            return None


def class_of(path: str, node: ast.ClassDef, is_own: bool = True) -> Class:
    bases = tuple(last_name(base) for base in node.bases)
    line = min((one.lineno for one in node.decorator_list), default=node.lineno)
    end = node.end_lineno or line
    is_fit = is_own and LEAST_LINES <= end - line + 1 <= MOST_LINES and is_work(node, bases)
    return Class(path, node.name, line, end, bases, frozenset(words_in(node)), is_fit)


def last_name(base: ast.expr) -> str:
    while isinstance(base, ast.Subscript | ast.Call):
        base = base.value if isinstance(base, ast.Subscript) else base.func
    return base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""


def is_work(node: ast.ClassDef, bases: Iterable[str]) -> bool:
    names = (node.name, *bases)
    if node.keywords or any(NO_WORK.search(name) for name in names) or node.name.startswith("Test"):
        return False
    return len({one.name for one in methods_of(node) if has_body(one)}) >= LEAST_METHODS


def has_body(method: Function) -> bool:
    """Whether a method does something: more than a docstring, `pass`, `...` or `raise NotImplementedError`."""
    for one in method.body:
        if isinstance(one, ast.Pass) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)):
            continue
        return not (isinstance(one, ast.Raise) and one.exc and "NotImplemented" in ast.unparse(one.exc))
    return False


def words_in(node: ast.ClassDef) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute):
            yield one.attr
        elif isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, FUNCTIONS) and not is_dunder(one.name):
            yield one.name
        elif isinstance(one, ast.arg):
            yield one.arg
        elif isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value.isidentifier():
            yield one.value


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


class Kinship:
    """Who is kin to whom in one tree."""

    def __init__(self, classes: Sequence[Class]) -> None:
        self.classes = classes
        self.by_name: dict[str, list[Class]] = {}
        for one in classes:
            self.by_name.setdefault(one.name, []).append(one)
        self.bases: Mapping[str, frozenset[str]] = {
            name: frozenset(base for one in group for base in one.bases) - ANY for name, group in self.by_name.items()
        }

    def family(self, name: str) -> frozenset[str]:
        """A class's name with those of its bases, as far up as the tree has them."""
        found, left = {name}, [name]
        while left:
            new = self.bases.get(left.pop(), frozenset()) - found
            found |= new
            left += new
        return frozenset(found) - ANY

    def has_twin(self, one: Class) -> bool:
        return len(self.by_name[one.name]) > 1 or any(
            other is not one and likeness(one.words, other.words) >= TWIN for other in self.classes
        )

    def of(self, one: Class) -> list[str]:
        family = self.family(one.name)
        return sorted(
            other.place
            for other in self.classes
            if other.place != one.place
            and (not family.isdisjoint(self.family(other.name)) or likeness(one.words, other.words) >= KIN)
        )


def chosen(kinship: Kinship, rng: random.Random) -> Iterator[Class]:
    """Originals in an order of the generator's, one a file, each without a twin."""
    fit = sorted((one for one in kinship.classes if one.is_fit), key=lambda one: one.place)
    rng.shuffle(fit)
    used: set[str] = set()
    for one in fit:
        if one.path not in used and not kinship.has_twin(one):
            used.add(one.path)
            yield one


def folders(classes: Iterable[Class], root: Path) -> list[str]:
    """Package folders in which a second implementation could turn up."""
    found = {PurePosixPath(one.path).parent.as_posix() for one in classes}
    return sorted(one for one in found if (root / one / "__init__.py").exists())
