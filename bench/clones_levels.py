"""One class, and what comes of it when a second team writes it: five levels, from a renamed copy to a new work.

`mutant(level, ...)` is pure: the same class, name, donors and generator give the same text. Where
the text of a class can't be kept it is that of `ast.unparse`, so it depends on the Python that runs it.
"""

from __future__ import annotations

import ast
import io
import itertools
import random
import re
import tokenize
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from bench.clones_async import turn_async
from bench.clones_blocks import Block, Place, assign, name
from bench.clones_bodies import rewritten
from bench.clones_helpers import extracted, shuffled
from bench.clones_names import (
    FUNCTIONS,
    Function,
    all_names,
    class_name,
    is_dunder,
    locals_of,
    method_name,
    methods_of,
    rename_attributes,
    rename_locals,
    rename_methods,
)
from bench.clones_texts import Expressions, Literals, commented, documented, guard, text_of
from bench.clones_words import COMMON, LOG_MESSAGES, SHORT

LEVELS = {
    "L1": "renamed copy",
    "L2": "other locals, attributes, literals, comments, layout",
    "L3": "methods and statements moved, dropped, added",
    "L4": "half the methods renamed, bodies rewritten",
    "L5": "written anew: other called names, other helpers",
}
LOGGER = "logger"


class Rates(NamedTuple):
    """How much of a class a level changes: shares of its methods, statements, names."""

    dropped: float = 0.0
    added: int = 0
    methods: float = 0.0
    called: float = 0.0
    bodies: float = 0.0
    passes: int = 0
    literals: float = 0.5
    attributes: float = 0.0
    bases: float = 0.0


RATES = {
    "L2": Rates(),
    "L3": Rates(dropped=0.25, added=2),
    "L4": Rates(dropped=0.25, added=2, methods=0.5, bodies=0.5, passes=1, bases=0.3),
    "L5": Rates(0.34, 3, methods=0.75, called=0.75, bodies=0.7, passes=2, literals=0.8, attributes=0.5, bases=0.6),
}


class Subject(NamedTuple):
    """A class and what a mutant of it may know: its text, its node, names that other modules give it."""

    text: str
    node: ast.ClassDef
    imported: frozenset[str] = frozenset()


def mutant(level: str, subject: Subject, new_name: str, donors: Sequence[Function], rng: random.Random) -> str:
    """The text of the class that came of `subject`, called `new_name`; `donors` are methods of other classes.

    Raises ValueError where this Python has no text for what came out.
    """
    if level == "L1":
        return renamed_text(subject.text, subject.node.name, new_name)
    rates, node = RATES[level], deepcopy(subject.node)
    rename_class(node, new_name)
    if rng.random() < rates.bases:
        without_bases(node)
    if rates.added:
        node.body = moved(node, rates, donors, rng)
        statements_in_and_out(node, rng)
        if rng.random() < 0.3:
            turn_async(node)
        hints(node, rng)
    if rates.called:
        rename_called(node, subject.imported, rates.called, rng)
    rename_attributes(node, rng, rates.attributes, rename_locals(node, rng))
    rename_methods(node, rng, rates.methods)
    for _ in range(rates.passes):
        rewrite(node, rates.bodies, rng)
    if rates.called:
        other_helpers(node, rng)
    Literals(rng, rates.literals).visit(node)
    documented(node, rng, 0.4)
    for method in methods_of(node):
        method.body = commented(method.body, rng, 0.15)
    return text_of(node)


def renamed_text(text: str, old: str, new: str) -> str:
    """The text with one identifier exchanged, and nothing else: strings and comments that name it included.

    An attribute of that name is another thing: `class LoginView(views.LoginView)` keeps what it extends.
    """
    word, kinds = re.compile(rf"\b{re.escape(old)}\b"), (tokenize.NAME, tokenize.STRING, tokenize.COMMENT)
    tokens = [*tokenize.generate_tokens(io.StringIO(text).readline)]
    attributes = {one.start for before, one in itertools.pairwise(tokens) if before.string == "."}
    spans = [
        (one.start, one.end, word.sub(new, one.string))
        for one in tokens
        if one.type in kinds and old in one.string and one.start not in attributes
    ]
    lines = text.splitlines(keepends=True)
    for start, end, string in reversed(spans):
        before, after = lines[start[0] - 1][: start[1]], lines[end[0] - 1][end[1] :]
        lines[start[0] - 1 : end[0]] = [before + string + after]
    return "".join(lines)


def rename_class(node: ast.ClassDef, new: str) -> None:
    """Another name for a class, where it names itself too, be it in the text of an annotation."""
    old, node.name = node.name, new
    word = re.compile(rf"\b{re.escape(old)}\b")
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id == old:
            one.id = new
        for part in parts_of_annotations(one):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                part.value = word.sub(new, part.value)


def parts_of_annotations(node: ast.AST) -> Iterator[ast.AST]:
    """All that is in what a node is annotated with."""
    for field in ("annotation", "returns"):
        told = getattr(node, field, None)
        if told is not None:
            yield from ast.walk(told)


def without_bases(node: ast.ClassDef) -> None:
    """No bases, where the class asks them for no more than to be set up."""
    asked = [one for one in ast.walk(node) if isinstance(one, ast.Attribute) and ast.unparse(one.value) == "super()"]
    if any(one.attr != "__init__" for one in asked):
        return
    node.bases = []
    for method in methods_of(node):
        calls = [one for one in method.body if ast.unparse(one).startswith("super().__init__(")]
        method.body = [one for one in method.body if one not in calls] or [ast.Pass()]


def moved(node: ast.ClassDef, rates: Rates, donors: Sequence[Function], rng: random.Random) -> Block:
    """The body with its methods in another order, some gone, some of others among them; `__init__` first."""
    methods = methods_of(node)
    rest = [one for one in node.body if not isinstance(one, FUNCTIONS)]
    pairs = {one.name for one in methods if sum(other.name == one.name for other in methods) > 1}
    named = {one.id for other in rest for one in ast.walk(other) if isinstance(one, ast.Name)}
    pairs |= {one.name for one in methods if one.name in named}  # property(get, set) needs them where they are
    loose = [one for one in methods if one.name not in pairs and one.name != "__init__"]
    gone = {id(one) for one in rng.sample(loose, int(len(loose) * rng.uniform(rates.dropped / 2, rates.dropped)))}
    here = {one.name for one in methods}
    guests = [deepcopy(one) for one in donors if one.name not in here and not is_dunder(one.name)]
    added = guests[: rng.randint(1, rates.added)]
    stay = [one for one in loose if id(one) not in gone] + added
    rng.shuffle(stay)
    first: Block = [one for one in methods if one.name == "__init__"]
    # The parts of a property or an overloaded method stay together, in their order.
    tied = [one for one in methods if one.name in pairs - {"__init__"}]
    before = [one for one in rest if not has_names(one, pairs)]
    return [*before, *first, *tied, *(one for one in rest if has_names(one, pairs)), *stay]


def has_names(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(one, ast.Name) and one.id in names for one in ast.walk(node))


def statements_in_and_out(node: ast.ClassDef, rng: random.Random) -> None:
    """Logging calls and assertions go; logging, guards and temporary variables come."""
    for method in methods_of(node):
        if rng.random() < 0.5:
            method.body = [one for one in method.body if not is_chatter(one)] or [ast.Pass()]
        start = 1 if ast.get_docstring(method) is not None else 0
        if rng.random() < 0.35 and LOGGER not in locals_of(method):
            method.body.insert(start, logged(method, rng))
        given = [one.arg for one in method.args.args[1:]]
        if given and not is_dunder(method.name) and rng.random() < 0.3:
            method.body.insert(start, guard(rng.choice(given)))
        last = method.body[-1]
        if isinstance(last, ast.Return) and last.value and not isinstance(last.value, ast.Name) and rng.random() < 0.4:
            target = next(fresh_names(method, rng))
            method.body[-1:] = [assign(target, last.value), ast.Return(value=name(target))]


def is_chatter(one: ast.stmt) -> bool:
    if isinstance(one, ast.Assert):
        return True
    text = ast.unparse(one.value.func) if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) else ""
    return bool(re.fullmatch(r"(self\.)?_?(log|logger|_LOGGER|logging)\.\w+", text))


def logged(method: Function, rng: random.Random) -> ast.stmt:
    message = rng.choice(LOG_MESSAGES).format(method.name)
    called = ast.Attribute(value=name(LOGGER), attr="debug", ctx=ast.Load())
    return ast.Expr(value=ast.Call(func=called, args=[ast.Constant(value=message)], keywords=[]))


def hints(node: ast.ClassDef, rng: random.Random) -> None:
    """Annotations go where the class has them, and come where it has none, half of the time."""
    arguments = [one for method in methods_of(node) for one in ast.walk(method.args) if isinstance(one, ast.arg)]
    if rng.random() < 0.5:
        return
    if any(one.annotation for one in arguments) or any(one.returns for one in methods_of(node)):
        for one in arguments:
            one.annotation = None
        for method in methods_of(node):
            method.returns = None
        return
    for one in arguments:
        if one.arg not in ("self", "cls"):
            one.annotation = name("object")
    for method in methods_of(node):
        returns = any(isinstance(one, ast.Return | ast.Yield) for one in ast.walk(method))
        method.returns = name("object") if returns else ast.Constant(value=None)


def rename_called(node: ast.ClassDef, imported: frozenset[str], share: float, rng: random.Random) -> None:
    """Other names for what is called on `self`'s attributes and on imports, built-in types' methods apart.

    The class's own methods are not among them: they have a share of their own.
    """
    own, taken = {one.name for one in methods_of(node)}, all_names(node)
    attributes, functions = set(), set()
    for one in ast.walk(node):
        if not isinstance(one, ast.Call):
            continue
        if isinstance(one.func, ast.Name) and one.func.id in imported:
            functions.add(one.func.id)
        elif isinstance(one.func, ast.Attribute) and one.func.attr not in COMMON | own:
            attributes.add(one.func.attr)
    known = {}
    for old in sorted(attributes | functions):
        if old.strip("_") and rng.random() < share:
            known[old] = camel_or_snake(old, rng, taken)
            taken.add(known[old])
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and one.attr in attributes:
            one.attr = known.get(one.attr, one.attr)
        elif isinstance(one, ast.Name) and one.id in functions:
            one.id = known.get(one.id, one.id)


def camel_or_snake(old: str, rng: random.Random, taken: set[str]) -> str:
    return class_name(old, rng, taken) if old[:1].isupper() else method_name(old, rng, taken)


def fresh_names(node: ast.AST, rng: random.Random) -> Iterator[str]:
    taken = all_names(node)
    words = [word for word in (*SHORT, "result", "outcome", "found", "prepared", "wanted") if word not in taken]
    rng.shuffle(words)
    yield from words
    yield from (f"value_{number}" for number in itertools.count(1))


def rewrite(node: ast.ClassDef, rate: float, rng: random.Random) -> None:
    for method in methods_of(node):
        fresh = fresh_names(method, rng)
        Expressions(rng, rate).visit(method)
        method.body = rewritten(method.body, rng, rate, Place("function", fresh))


def other_helpers(node: ast.ClassDef, rng: random.Random) -> None:
    taken = all_names(node)
    for method in methods_of(node):
        method.body = shuffled(method.body, rng)
        found = extracted(method, rng, taken)
        if found is not None:
            taken.add(found.name)
            node.body.append(found)
