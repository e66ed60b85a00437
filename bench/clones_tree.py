"""A tree with mutants of its own classes in it, as a git repository, and what is true about them.

Each original is used once. A mutant stands in a file of its own, named after it, in another
package folder of the same tree, with the imports that it needs: as a second team would put it.
"""

from __future__ import annotations

import ast
import builtins
import json
import random
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bench import trees
from bench.clones_levels import LEVELS, LOGGER, Subject, mutant
from bench.clones_names import Function, class_name, is_stored, methods_of, snake
from bench.clones_pick import Class, Kinship, chosen, folders, parsed, survey

#: How many words of a class's name each level changes.
STRAYS = {"L1": 1, "L2": 1, "L3": 1, "L4": 2, "L5": 2}
MOST_DONOR_LINES = 15
NUMBER = 12


class Label(NamedTuple):
    """One pair that is true, with the lines of both; `kin` are classes that are neither true nor false with it."""

    level: str
    original: str
    mutant: str
    original_lines: tuple[int, int]
    mutant_lines: tuple[int, int]
    kin: tuple[str, ...]


def made(source: Path, target: Path, seed: int, number: int = NUMBER) -> list[Label]:
    """A copy of `source` at `target` with so many mutants a level, committed, its labels beside it.

    What is there already is taken as it is: the same seed gives the same bytes.
    """
    beside = target.with_suffix(".labels.json")
    if beside.exists():
        return read_labels(beside)
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns(".git", ".ssot-lint-cache"))
    labels = mutated(target, random.Random(f"{seed} {source.name}"), number)
    trees.commit(target)
    beside.write_text(json.dumps([label._asdict() for label in labels], indent=1) + "\n", encoding="utf-8")
    return labels


def read_labels(path: Path) -> list[Label]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    lines = ("original_lines", "mutant_lines")
    return [Label(**{**row, **{key: tuple(row[key]) for key in lines}, "kin": tuple(row["kin"])}) for row in rows]


def mutated(root: Path, rng: random.Random, number: int) -> list[Label]:
    """Write the mutants into the tree: the levels in turn, until each has its number or no class is left."""
    classes = survey(root)
    kinship = Kinship(classes)
    taken = {one.name for one in classes}
    places = folders(classes, root)
    donors = [one for one in classes if one.is_fit]
    labels: list[Label] = []
    originals = chosen(kinship, rng)
    for level in [level for _ in range(number) for level in LEVELS]:
        for one in originals:
            label = one_mutant(root, level, one, (places, taken, donors), rng)
            if label is not None:
                labels.append(label._replace(kin=tuple(sorted({*label.kin, *kinship.of(one)}))))
                break
    return labels


def one_mutant(
    root: Path, level: str, one: Class, tree: tuple[list[str], set[str], list[Class]], rng: random.Random
) -> Label | None:
    """Write one mutant; None where this class can't have one."""
    places, taken, classes = tree
    source = (root / one.path).read_text(encoding="utf-8", errors="replace")
    module = parsed(source)
    node = (
        next((it for it in module.body if isinstance(it, ast.ClassDef) and it.name == one.name), None)
        if module
        else None
    )
    place = place_for(one, places, rng)
    if module is None or node is None or place is None:
        return None
    guests = [donor for donor in rng.sample(classes, min(6, len(classes))) if donor.path != one.path]
    lent = [(donor, method) for donor in guests for method in lendable(root, donor)]
    rng.shuffle(lent)
    new = class_name(one.name, rng, taken, STRAYS[level])
    path = f"{place}/{snake(new)}.py"
    lines = source.splitlines(keepends=True)[one.line - 1 : one.end_line]
    subject = Subject("".join(lines), node, frozenset(imported_names(module)))
    try:
        text = mutant(level, subject, new, [method for _, method in lent[:3]], rng)
        whole = with_imports(text, module, one.path)
        tree_of = ast.parse(whole)
    except (ValueError, SyntaxError, RecursionError):
        return None
    if (root / path).exists():
        return None
    taken.add(new)
    (root / path).write_text(whole, encoding="utf-8")
    written = next(it for it in tree_of.body if isinstance(it, ast.ClassDef))
    first = min((it.lineno for it in written.decorator_list), default=written.lineno)
    kin = tuple(donor.place for donor, _ in lent[:3])
    return Label(level, one.place, f"{path}:{new}", (one.line, one.end_line), (first, written.end_lineno or first), kin)


def place_for(one: Class, places: Sequence[str], rng: random.Random) -> str | None:
    """Another package folder under the same top folder, a near one more often than not."""
    parts = PurePosixPath(one.path).parts
    others = [it for it in places if it != str(PurePosixPath(one.path).parent) and it.split("/")[0] == parts[0]]
    near = [it for it in others if it.split("/")[:2] == list(parts[:2])]
    return rng.choice(near if near and rng.random() < 0.5 else others) if others else None


def lendable(root: Path, donor: Class) -> Iterator[Function]:
    """Short methods of a class that name nothing of their module."""
    module = parsed((root / donor.path).read_bytes())
    for node in module.body if module else ():
        if isinstance(node, ast.ClassDef) and node.name == donor.name:
            for method in methods_of(node):
                length = (method.end_lineno or 0) - method.lineno
                if 3 <= length <= MOST_DONOR_LINES and not method.decorator_list and not free_names(method):
                    yield method


def free_names(node: ast.AST) -> set[str]:
    """Names that the node looks up and does not bind, built-in ones apart."""
    loads: set[str] = set()
    binds: set[str] = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            (binds if is_stored(one) else loads).add(one.id)
        elif isinstance(one, ast.arg):
            binds.add(one.arg)
        elif isinstance(one, ast.ExceptHandler | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and one.name:
            binds.add(one.name)
        elif isinstance(one, ast.alias):
            binds.add((one.asname or one.name).partition(".")[0])
        elif isinstance(one, ast.MatchAs | ast.MatchStar) and one.name:
            binds.add(one.name)
    return loads - binds - set(dir(builtins)) - {"__class__"}


def module_name(path: str) -> str:
    bare = path.removesuffix(".py").removesuffix("/__init__")
    return bare.removeprefix("src/").removeprefix("lib/").replace("/", ".")


def package_of(module: str, path_is_package: bool, level: int) -> str:
    parts = module.split(".")
    return ".".join(parts[: len(parts) - level + path_is_package])


def imports_of(module: ast.Module, home: str, is_package: bool) -> Mapping[str, str]:
    """Each name that the module's top imports, with the statement that gives it from anywhere."""
    found: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for one in node.names:
                found.setdefault((one.asname or one.name).partition(".")[0], f"import {ast.unparse(one)}")
        elif isinstance(node, ast.ImportFrom):
            base = package_of(home, is_package, node.level) if node.level else ""
            source = ".".join(part for part in (base, node.module) if part)
            for one in node.names:
                if one.name != "*":
                    found.setdefault(one.asname or one.name, f"from {source} import {ast.unparse(one)}")
    return found


def imported_names(module: ast.Module) -> Collection[str]:
    return imports_of(module, "", False).keys()


def constants_of(module: ast.Module) -> Mapping[str, str]:
    """Constants of the module that a copy takes with it: names bound once to a literal."""
    found = {}
    for node in module.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            if len(text := ast.unparse(node)) <= 200 and not free_names(node.value):
                found[node.targets[0].id] = text
    return found


def with_imports(text: str, module: ast.Module, path: str) -> str:
    """The class's text as a file: imports, constants and a logger before it, each where it is named.

    What the original's module defines is imported from there; what nobody has, from its package.
    """
    home = module_name(path)
    wanted = free_names(ast.parse(text))
    imports, constants = imports_of(module, home, path.endswith("__init__.py")), constants_of(module)
    defined = {
        *(one.name for one in module.body if isinstance(one, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)),
        *(one.id for one in ast.walk(module) if isinstance(one, ast.Name) and is_stored(one)),
    }
    head, values = [], []
    for name in sorted(wanted):
        if name in imports:
            head.append(imports[name])
        elif name in constants:
            values.append(constants[name])
        elif name in defined:
            head.append(f"from {home} import {name}")
        elif name == LOGGER:
            head.append("import logging")
            values.append(f"{LOGGER} = logging.getLogger(__name__)")
        else:
            head.append(f"from {home.rpartition('.')[0] or home} import {name}")
    first = "from __future__ import annotations"
    blocks = ["\n".join((first, "", *sorted(set(head)))), *(["\n".join(values)] if values else []), "\n" + text]
    return "\n\n".join(blocks)
