"""New names for what a class names: itself, its methods, its attributes, its parameters and locals.

Names are exchanged word by word, through the groups of `clones_words`; every draw comes from the
generator that is handed in, so one seed gives one mutant.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from bench.clones_words import AFFIXES, KINDS, METHOD_AFFIXES, NOUNS, PREFIXES, SHORT, SUFFIXES, VERBS

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
#: What the first parameter of a method is called.
SELVES = ("self", "cls")
TRIES = 20


def words_of(name: str) -> list[str]:
    """The words of a class's name: `HTTPClientV2` has HTTP, Client, V2."""
    return re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+", name)


def snake(name: str) -> str:
    return "_".join(words_of(name)).lower()


def class_name(name: str, rng: random.Random, taken: Collection[str], changes: int = 1) -> str:
    """A name that a second team could have given to the same thing; `changes` says how far it strays."""
    for _ in range(TRIES):
        words = words_of(name)
        for _ in range(changes):
            words = changed_words(words, rng)
        new = "_" * (len(name) - len(name.lstrip("_"))) + "".join(word[0].upper() + word[1:] for word in words)
        if new not in taken and new != name:
            return new
    return next(new for number in range(2, 100) if (new := f"{name}V{number}") not in taken)


def changed_words(words: Sequence[str], rng: random.Random) -> list[str]:
    first, last = list(words[:-1]), words[-1]
    ways = [[*words, rng.choice(SUFFIXES)], [rng.choice(PREFIXES), *words]]
    if last in KINDS:
        ways += [[*first, rng.choice(KINDS[last])]] * 3
    nouns = [place for place, word in enumerate(words) if word.lower() in NOUNS and word not in KINDS]
    if nouns:
        place = rng.choice(nouns)
        other = rng.choice(NOUNS[words[place].lower()])
        ways.append([*words[:place], camel(other), *words[place + 1 :]])
    return rng.choice(ways)


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def method_name(name: str, rng: random.Random, taken: Collection[str]) -> str:
    return other_name(name, rng, taken, VERBS, METHOD_AFFIXES)


def variable_name(name: str, rng: random.Random, taken: Collection[str]) -> str:
    if len(name) <= 2:
        free = [word for word in SHORT if word not in taken]
        return rng.choice(free) if free else other_name(name, rng, taken, NOUNS, AFFIXES)
    return other_name(name, rng, taken, NOUNS, AFFIXES)


def other_name(
    name: str,
    rng: random.Random,
    taken: Collection[str],
    first: Mapping[str, Sequence[str]],
    affixes: Sequence[str],
) -> str:
    """The name with a word exchanged, of `first` before all others, else with a word more."""
    bare = name.lstrip("_")
    head = name[: len(name) - len(bare)]
    if bare.isupper():
        return head + other_name(bare.lower(), rng, {one.lower() for one in taken}, first, affixes).upper()
    words = bare.split("_")
    for _ in range(TRIES):
        new = head + exchanged(words, rng, first, affixes)
        if new != name and new not in taken and new.isidentifier():
            return new
    return next(new for number in range(2, 1000) if (new := f"{name}_{number}") not in taken)


def exchanged(
    words: Sequence[str], rng: random.Random, first: Mapping[str, Sequence[str]], affixes: Sequence[str]
) -> str:
    for table in (first, VERBS, NOUNS):
        places = [place for place, word in enumerate(words) if word in table]
        if places and rng.random() < 0.9:
            place = places[0] if table is VERBS else rng.choice(places)
            return "_".join((*words[:place], rng.choice(table[words[place]]), *words[place + 1 :]))
    return rng.choice(affixes).format("_".join(words))


def methods_of(node: ast.ClassDef) -> list[Function]:
    return [one for one in node.body if isinstance(one, FUNCTIONS)]


def is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def class_level_names(node: ast.ClassDef) -> set[str]:
    """Methods, nested classes and attributes that the class body itself binds."""
    found = {one.name for one in node.body if isinstance(one, (*FUNCTIONS, ast.ClassDef))}
    for one in node.body:
        if isinstance(one, ast.Assign | ast.AnnAssign | ast.AugAssign):
            found |= {name.id for name in ast.walk(one) if isinstance(name, ast.Name) and is_stored(name)}
    return found


def is_stored(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store | ast.Del)


def locals_of(method: Function) -> set[str]:
    """Parameters and names that the method binds; names that it imports or shares with others are none."""
    found, fixed = set(), set(SELVES)
    for node in ast.walk(method):
        if isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and is_stored(node):
            found.add(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        else:
            fixed |= set(bound_otherwise(node))
    return {name for name in found - fixed if not is_dunder(name) and name != "_"}


def bound_otherwise(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Global | ast.Nonlocal):
        yield from node.names
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def own_attributes(node: ast.ClassDef) -> set[str]:
    """Attributes that methods set on `self` and never call: what is called keeps its name."""
    stored, called = set(), set()
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and on_self(one) and is_stored_attribute(one):
            stored.add(one.attr)
        elif isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and on_self(one.func):
            called.add(one.func.attr)
    return {name for name in stored - called - class_level_names(node) if not is_dunder(name)}


def is_stored_attribute(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store | ast.Del)


def on_self(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in SELVES


def all_names(node: ast.AST) -> set[str]:
    """Every identifier that the node holds, so that a new one hides none."""
    found = set()
    for one in ast.walk(node):
        for field in ("id", "arg", "attr", "name", "asname"):
            value = getattr(one, field, None)
            if isinstance(value, str):
                found.add(value)
    return found


class Renamed(ast.NodeTransformer):
    """The tree with other names: `names` for what is looked up, `members` for attributes and methods.

    `names` is for one method at a time; `keywords` are the parameters of the class's own methods,
    which keep step where one of these is called.
    """

    def __init__(
        self, names: Mapping[str, str], members: Mapping[str, str], keywords: Mapping[str, str] | None = None
    ) -> None:
        self.names, self.members, self.keywords = names, members, keywords or {}

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self.names.get(node.arg, node.arg)
        return self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        if node.name:
            node.name = self.names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        is_own = isinstance(node.value, ast.Name) and node.value.id in (*SELVES, "other")
        if is_own or ast.unparse(node.value) == "super()":
            node.attr = self.members.get(node.attr, node.attr)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Attribute) and on_self(node.func):
            for keyword in node.keywords:
                keyword.arg = self.keywords.get(keyword.arg, keyword.arg) if keyword.arg else None
        return self.generic_visit(node)


def rename_locals(node: ast.ClassDef, rng: random.Random) -> Mapping[str, str]:
    """Other names for parameters and locals, one for each name throughout the class; returns them."""
    taken = all_names(node)
    known: dict[str, str] = {}
    for method in methods_of(node):
        for name in sorted(locals_of(method)):
            if name not in known:
                known[name] = variable_name(name, rng, taken)
                taken.add(known[name])
    for method in methods_of(node):
        mine = {name: known[name] for name in locals_of(method)}
        for argument in [one for one in ast.walk(method.args) if isinstance(one, ast.arg)]:
            argument.arg = mine.get(argument.arg, argument.arg)  # defaults are looked up outside
        method.body = [Renamed(mine, {}, known).visit(one) for one in method.body]
    return known


def rename_attributes(node: ast.ClassDef, rng: random.Random, share: float, known: Mapping[str, str]) -> None:
    """Other names for all that methods set on `self`, and for a share of what the class body binds.

    An attribute that is called like a parameter goes with it mostly: `known` has their names.
    """
    taken = all_names(node) - set(known.values())
    methods = {one.name for one in node.body if isinstance(one, (*FUNCTIONS, ast.ClassDef))}
    bound = sorted(name for name in class_level_names(node) - methods if not is_dunder(name))
    members = {}
    for name in sorted(own_attributes(node)) + rng.sample(bound, round(len(bound) * share)):
        is_alike = name in known and known[name] not in taken and rng.random() < 0.8
        members[name] = known[name] if is_alike else variable_name(name, rng, taken)
        taken.add(members[name])
    rename_in_body(node, members)


def rename_in_body(node: ast.ClassDef, members: Mapping[str, str]) -> None:
    """Other names for members: on `self`, in what the class body says of them, and in `__slots__`."""
    Renamed({}, members).visit(node)
    for one in node.body:
        if isinstance(one, FUNCTIONS):
            for decorator in one.decorator_list:  # `@name.setter` goes with the property's name
                Renamed(members, {}).visit(decorator)
        elif not isinstance(one, ast.ClassDef):
            Renamed(members, {}).visit(one)
            if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "__slots__":
                Slots(members).visit(one.value)


class Slots(ast.NodeTransformer):
    def __init__(self, members: Mapping[str, str]) -> None:
        self.members = members

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        node.value = self.members.get(node.value, node.value) if isinstance(node.value, str) else node.value
        return node


def rename_methods(node: ast.ClassDef, rng: random.Random, share: float) -> None:
    """A share of the methods gets other names, and is called by them; what Python calls keeps its name."""
    taken = all_names(node)
    names = sorted({one.name for one in methods_of(node) if not is_dunder(one.name)})
    members = {}
    for name in rng.sample(names, round(len(names) * share)):
        members[name] = method_name(name, rng, taken)
        taken.add(members[name])
    for method in methods_of(node):
        method.name = members.get(method.name, method.name)
    rename_in_body(node, members)
