"""A tree with mutants of its own classes in it, as a git repository, and what is true about them.

Each original is used once. A mutant stands in a file of its own, named after it, in another
package folder of the same tree, with the imports that it needs: as a second team would put it.
"""

from __future__ import annotations

import ast
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bench import trees
from bench.clones_imports import free_names, imported_names, with_imports
from bench.clones_levels import LEVELS, Subject, mutant
from bench.clones_names import Function, class_name, methods_of, snake
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
                if (
                    3 <= length <= MOST_DONOR_LINES
                    and not method.decorator_list
                    and not free_names(ast.unparse(method))
                ):
                    yield method
