"""What a class needs from its module, and a file that gives it that elsewhere."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Collection, Iterator, Mapping

from bench.clones_levels import LOGGER
from bench.clones_names import FUNCTIONS, class_level_names, is_stored
from bench.clones_pick import parsed


def free_names(text: str) -> set[str]:
    """Names that a class or a function looks up in its module, built-in ones apart."""
    node = ast.parse(text).body[0]
    assert isinstance(node, (*FUNCTIONS, ast.ClassDef))
    again = aliased(node)
    found: set[str] = set()
    left = [symtable.symtable(text, "", "exec")]
    while left:
        table = left.pop()
        left += table.get_children()
        for one in table.get_symbols():
            is_outer = table.get_type() == "module" or one.is_global() or one.get_name() in again
            if one.is_referenced() and is_outer:
                found.add(unmangled(one.get_name(), node.name))
    found |= {name for one in hints_of(node) for name in names_of(one)} - class_bound(node)
    return found - {node.name} - set(dir(builtins)) - {"__class__"}


def class_bound(node: ast.AST) -> set[str]:
    return class_level_names(node) if isinstance(node, ast.ClassDef) else set()


def unmangled(name: str, owner: str) -> str:
    bare = name.removeprefix(f"_{owner.lstrip('_')}")
    return bare if bare.startswith("__") else name


def hints_of(node: ast.AST) -> Iterator[ast.expr]:
    for one in ast.walk(node):
        for field in ("annotation", "returns"):
            if (value := getattr(one, field, None)) is not None:
                yield value


def names_of(annotation: ast.expr) -> Iterator[str]:
    """Names in an annotation, and in one that is a string."""
    for one in ast.walk(annotation):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Constant) and isinstance(one.value, str) and (inner := parsed(one.value)):
            yield from (it.id for it in ast.walk(inner) if isinstance(it, ast.Name))


def aliased(node: ast.stmt) -> set[str]:
    """What a class body binds to a name of its module that is the same: `Key = Key`."""
    if not isinstance(node, ast.ClassDef):
        return set()
    pairs = [(ast.unparse(one.targets[0]), one.value) for one in node.body if isinstance(one, ast.Assign)]
    return {name for name, value in pairs if isinstance(value, ast.Name) and value.id == name}


def has_names(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Name) and one.id not in dir(builtins) for one in ast.walk(node))


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
            if len(text := ast.unparse(node)) <= 200 and not has_names(node.value):
                found[node.targets[0].id] = text
    return found


def with_imports(text: str, module: ast.Module, path: str) -> str:
    """The class's text as a file: imports, constants and a logger before it, each where it is named.

    What the original's module defines is imported from there; what nobody has, from its package.
    """
    home = module_name(path)
    wanted = free_names(text)
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
