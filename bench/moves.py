"""Which references to a deleted module each tool moves rightly, and what that costs on a real tree.

    python bench/moves.py                          the forms, one small repository each
    python bench/moves.py TREE MODULE [ROUNDS]     a module of a git work tree gets a new name

ssot-lint, LibCST and rope are those that are installed with the Python that runs this; what is
not there is left out. TREE is cloned, never changed, and nothing of it is imported.
"""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import importlib.util
import io
import json
import multiprocessing
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

#: As expected to the letter; the same but written otherwise; as it was; anything else.
RIGHT, WORKS, STAYED, WRONG = "right", "works", "not moved", "WRONG"
SHOWN = 5


class Move(NamedTuple):
    """What is asked of a tool: a deleted module, and where each of its names lives now."""

    old: str
    homes: Mapping[str, str]
    is_whole: bool  # everything went to one module

    @property
    def new(self) -> str:
        return next(iter(self.homes.values()))

    @property
    def policy(self) -> str:
        keep = [f"{module}:{name}" for name, module in self.homes.items()]
        return f"[decisions.move]\nkeep = {json.dumps(keep)}\ndelete = {json.dumps([self.old])}\n"


class Tool(NamedTuple):
    """`needs` is the package that it comes with, `moves_itself` says that it wants the old file in its place."""

    needs: str
    apply: Callable[[Path, Move], None]
    moves_itself: bool = False
    in_trees: bool = True


def git(root: Path, *arguments: str) -> str:
    config = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "core.autocrlf=false")
    done = subprocess.run(("git", *config, *arguments), cwd=root, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode("utf-8", "replace")


def path_of(module: str) -> str:
    return module.replace(".", "/") + ".py"


def lint(root: Path, *options: str) -> None:
    command = (sys.executable, "-m", "ssot_lint", "fix", "--allow-dirty", "--output-file", os.devnull, *options)
    done = subprocess.run(command, check=False, cwd=root, capture_output=True, text=True)
    if done.returncode == 2 and "not fixed" not in done.stderr:
        raise RuntimeError(done.stderr)


def sed(root: Path, script: str) -> None:
    names = ("find", ".", "-name", "*.py", "-not", "-path", "./.git/*")
    subprocess.run((*names, "-exec", "sed", "-i", script, "{}", "+"), cwd=root, check=True)


def sed_last(root: Path, move: Move) -> None:
    sed(root, f"s/{move.old.rpartition('.')[2]}/{move.new.rpartition('.')[2]}/g")


def sed_dotted(root: Path, move: Move) -> None:
    sed(root, rf"s/\b{re.escape(move.old)}\b/{move.new}/g")


def libcst(root: Path, move: Move) -> None:
    """RenameCommand in the files that have the module's last name: of the module, or of each name with a home.

    Of the module alone where all of it goes to one home: for each name first, it does worse.
    """
    word = move.old.rpartition(".")[2]
    command = ("grep", "-rlwI", "--include=*.py", word, ".")
    found = subprocess.run(command, check=False, cwd=root, capture_output=True, text=True)
    work = [(root, path, move) for path in found.stdout.splitlines()]
    if len(work) < 3:
        for one in work:
            libcst_file(one)
        return
    with multiprocessing.Pool() as pool:
        pool.map(libcst_file, work, chunksize=1)


def libcst_file(work: tuple[Path, str, Move]) -> None:
    root, path, move = work
    cst, codemod = importlib.import_module("libcst"), importlib.import_module("libcst.codemod")
    rename = importlib.import_module("libcst.codemod.commands.rename").RenameCommand
    helpers = importlib.import_module("libcst.helpers")
    names = {move.old: move.new}
    if not move.is_whole:
        names = {f"{move.old}.{name}": f"{home}.{name}" for name, home in move.homes.items()}
    file = root / path
    data = file.read_bytes()
    for old, new in names.items():
        if old.rpartition(".")[2].encode() not in data:
            continue
        place = helpers.calculate_module_and_package(str(root), str(file))
        context = codemod.CodemodContext(
            filename=str(file), full_module_name=place.name, full_package_name=place.package
        )
        try:
            data = rename(context, old, new).transform_module(cst.parse_module(data)).bytes
        except Exception as error:  # whatever it raises, its command goes on with the next file
            print(f"libcst: {path}: {old}: {type(error).__name__}: {error}", file=sys.stderr)
    file.write_bytes(data)


def rope(root: Path, move: Move) -> None:
    """Rename of the module, or MoveGlobal for each name when they go to several."""
    base = importlib.import_module("rope.base.project")
    project = base.Project(str(root), ropefolder=None, ignore_syntax_errors=True)
    try:
        module = project.get_resource(path_of(move.old))
        if move.is_whole:
            renamed = importlib.import_module("rope.refactor.rename").Rename(project, module)
            project.do(renamed.get_changes(move.new.rpartition(".")[2]))
            return
        for name, home in move.homes.items():
            offset = re.search(rf"(?:class|def) ({name})", module.read()).start(1)  # type: ignore[union-attr]
            moved = importlib.import_module("rope.refactor.move").create_move(project, module, offset)
            project.do(moved.get_changes(project.get_resource(path_of(home))))
    finally:
        project.close()


TOOLS = {
    "ssot-lint fix": Tool("ssot-lint", lambda root, move: lint(root)),
    "ssot-lint fix --unsafe-fixes": Tool("ssot-lint", lambda root, move: lint(root, "--unsafe-fixes"), in_trees=False),
    "sed, last name": Tool("", sed_last),
    "sed, dotted name": Tool("", sed_dotted),
    "LibCST RenameCommand": Tool("libcst", libcst),
    "rope": Tool("rope", rope, moves_itself=True),
}


# The forms: each a repository with one file that refers to the module, and what that file should be.

DELETED = "class Engine: ...\n\n\ndef start(): ...\n"
OTHERS = "\n\ndef stop(): ...\n\n\ndef only(): ...\n"
ONE_HOME = Move("app.engine_factory", {"Engine": "app.engines", "start": "app.engines"}, is_whole=True)
TWO_HOMES = Move("app.engine_factory", {"Engine": "app.engines", "stop": "app.control"}, is_whole=False)
BASE = {
    "app/__init__.py": "",
    "app/api/__init__.py": "",
    "app/base.py": "class Base: ...\n",
    "app/engine_factory_limits.py": "LIMIT = 1\n",
    "lib/__init__.py": "",
    "lib/engine_factory.py": "class Engine: ...\n",
}
MODULES = {"app.engines", "app.control", *(path[:-3].replace("/", ".") for path in (*BASE, path_of(ONE_HOME.old)))}


class Form(NamedTuple):
    name: str
    before: str
    after: str
    path: str = "app/user.py"
    move: Move = ONE_HOME
    encoding: str = "utf-8"
    also: str = ""  # another text that works

    @property
    def moves(self) -> bool:
        return self.before != self.after


def stays(name: str, text: str, path: str = "app/user.py") -> Form:
    return Form(name, text, text, path)


FORMS = (
    Form(
        "`from` a.b `import` name",
        "from app.engine_factory import Engine\n\nEngine()\n",
        "from app.engines import Engine\n\nEngine()\n",
    ),
    Form("relative", "from .engine_factory import Engine\n\nEngine()\n", "from .engines import Engine\n\nEngine()\n"),
    Form(
        "relative, from below",
        "from ..engine_factory import Engine\n\nEngine()\n",
        "from ..engines import Engine\n\nEngine()\n",
        path="app/api/user.py",
    ),
    Form(
        "two names, an alias",
        "from app.engine_factory import Engine as E, start  # both\n\nE, start\n",
        "from app.engines import Engine as E, start  # both\n\nE, start\n",
    ),
    Form(
        "parentheses with comments",
        "from app.engine_factory import (  # kept\n    Engine,  # one\n\n    # two\n    start,\n)\n\nEngine, start\n",
        "from app.engines import (  # kept\n    Engine,  # one\n\n    # two\n    start,\n)\n\nEngine, start\n",
    ),
    Form(
        "backslash",
        "from app.engine_factory \\\n    import Engine, \\\n    start\n\nEngine, start\n",
        "from app.engines \\\n    import Engine, \\\n    start\n\nEngine, start\n",
    ),
    Form(
        "under `TYPE_CHECKING`",
        "import typing\n\nif typing.TYPE_CHECKING:\n    from app.engine_factory import Engine\n\nx: Engine\n",
        "import typing\n\nif typing.TYPE_CHECKING:\n    from app.engines import Engine\n\nx: Engine\n",
    ),
    Form(
        "in `try`",
        "try:\n    from app.engine_factory import Engine\nexcept ImportError:\n    Engine = None\n\nEngine\n",
        "try:\n    from app.engines import Engine\nexcept ImportError:\n    Engine = None\n\nEngine\n",
    ),
    Form(
        "in a function, two names",
        "def run():\n    from app.engine_factory import Engine, start\n\n    return Engine, start\n",
        "def run():\n    from app.engines import Engine, start\n\n    return Engine, start\n",
    ),
    Form(
        "among others on a line",
        "import os; from app.engine_factory import Engine; x = os.sep, Engine\n",
        "import os; from app.engines import Engine; x = os.sep, Engine\n",
    ),
    Form(
        "lines end in CRLF",
        "from app.engine_factory import Engine, start\r\n\r\nEngine, start\r\n",
        "from app.engines import Engine, start\r\n\r\nEngine, start\r\n",
    ),
    Form(
        "in Latin-1",
        "# coding: latin-1\nfrom app.engine_factory import Engine\n\nx = Engine('\xe9')\n",
        "# coding: latin-1\nfrom app.engines import Engine\n\nx = Engine('\xe9')\n",
        encoding="latin-1",
    ),
    Form(
        "name is imported already",
        "from app.engines import Engine\nfrom app.engine_factory import Engine\n\nEngine()\n",
        "from app.engines import Engine\n\nEngine()\n",
    ),
    Form(
        "handed on in `__all__`",
        'from app.engine_factory import Engine, start\n\n__all__ = ["Engine", "start"]\n',
        'from app.engines import Engine, start\n\n__all__ = ["Engine", "start"]\n',
    ),
    Form("star", "from app.engine_factory import *\n\nEngine()\n", "from app.engines import *\n\nEngine()\n"),
    Form(
        "two homes",
        "from app.engine_factory import Engine, stop\n\nEngine, stop\n",
        "from app.engines import Engine\nfrom app.control import stop\n\nEngine, stop\n",
        move=TWO_HOMES,
    ),
    Form(
        "two homes, comments",
        "from app.engine_factory import (\n    Engine,  # one\n    stop,  # two\n)\n\nEngine, stop\n",
        "from app.engines import (\n    Engine,  # one\n)\nfrom app.control import stop  # two\n\nEngine, stop\n",
        move=TWO_HOMES,
    ),
    Form(
        "two homes, in a function",
        "def run():\n    from .engine_factory import Engine, stop\n\n    return Engine, stop\n",
        "def run():\n    from .engines import Engine\n    from .control import stop\n\n    return Engine, stop\n",
        move=TWO_HOMES,
    ),
    Form(
        "two homes, by the module",
        "from app import engine_factory\n\nengine_factory.Engine, engine_factory.stop\n",
        "from app import engines\nfrom app import control\n\nengines.Engine, control.stop\n",
        move=TWO_HOMES,
    ),
    Form(
        "a name without a home stays",
        "from app.engine_factory import Engine, only\n\nEngine, only\n",
        "from app.engine_factory import only\nfrom app.engines import Engine\n\nEngine, only\n",
        move=TWO_HOMES,
    ),
    Form(
        "`import` a.b.c, and uses",
        "import app.engine_factory\n\napp.engine_factory.Engine(app.engine_factory.start)\n",
        "import app.engines\n\napp.engines.Engine(app.engines.start)\n",
    ),
    Form(
        "`import` a.b.c `as` x",
        "import app.engine_factory as factory\n\nfactory.Engine()\n",
        "import app.engines as factory\n\nfactory.Engine()\n",
    ),
    Form(
        "`from` a.b `import` module",
        "from app import engine_factory\n\nengine_factory.Engine(engine_factory.start)\n",
        "from app import engines\n\nengines.Engine(engines.start)\n",
    ),
    Form(
        "`from . import` module",
        "from . import engine_factory\n\nengine_factory.Engine(engine_factory.start)\n",
        "from . import engines\n\nengines.Engine(engines.start)\n",
    ),
    Form(
        "`from` a.b `import` module `as` x",
        "from app import base, engine_factory as factory\n\nbase.Base(factory.start)\n",
        "from app import base, engines as factory\n\nbase.Base(factory.start)\n",
    ),
    Form(
        "attribute of the package",
        "import app.base\n\napp.engine_factory.start(app.base)\n",
        "import app.base\n\napp.engines.start(app.base)\n",
        also="import app.base\nfrom app import engines\n\nengines.start(app.base)\n",
    ),
    Form(
        "new module's name is taken",
        "from app import engine_factory\n\nengines = []\nengine_factory.start(engines)\n",
        "from app import engines as engine_factory\n\nengines = []\nengine_factory.start(engines)\n",
    ),
    Form(
        "a parameter of the same name",
        "from app import engine_factory\n\n\ndef run(engine_factory):\n    engine_factory.start()\n\n\n"
        "engine_factory.start()\n",
        "from app import engines\n\n\ndef run(engine_factory):\n    engine_factory.start()\n\n\nengines.start()\n",
    ),
    Form(
        "`mock.patch` string",
        'from unittest import mock\n\nmock.patch("app.engine_factory.Engine")\n',
        'from unittest import mock\n\nmock.patch("app.engines.Engine")\n',
    ),
    Form(
        "`monkeypatch.setattr` string",
        'def test(monkeypatch):\n    monkeypatch.setattr("app.engine_factory.start", None)\n',
        'def test(monkeypatch):\n    monkeypatch.setattr("app.engines.start", None)\n',
    ),
    Form(
        "`patch.object` of the module",
        "from unittest.mock import patch\n\nfrom app import engine_factory\n\npatch.object(engine_factory, 'Engine')\n",
        "from unittest.mock import patch\n\nfrom app import engines\n\npatch.object(engines, 'Engine')\n",
    ),
    Form(
        "`import_module` string",
        'from importlib import import_module\n\nimport_module("app.engine_factory").start()\n',
        'from importlib import import_module\n\nimport_module("app.engines").start()\n',
    ),
    Form(
        "annotation in quotes",
        'from app import engine_factory\n\n\ndef run(engine: "engine_factory.Engine | None"): ...\n',
        'from app import engines\n\n\ndef run(engine: "engines.Engine | None"): ...\n',
    ),
    Form(
        "annotation in quotes, dotted",
        'import app.engine_factory\n\n\ndef run(engine: "app.engine_factory.Engine"): ...\n',
        'import app.engines\n\n\ndef run(engine: "app.engines.Engine"): ...\n',
    ),
    Form(
        "dotted name in other strings",
        'LAZY = ("app.base.Base", "app.engine_factory.Engine")\n',
        'LAZY = ("app.base.Base", "app.engines.Engine")\n',
    ),
    stays("stays: comment", "# app.engine_factory went in 2.0\nx = 1  # see engine_factory\n"),
    stays("stays: docstring", '"""What app.engine_factory was once."""\n\nx = 1\n'),
    stays("stays: prose in a string", 'print("engine_factory is gone, use engines")\n'),
    stays("stays: function", "def engine_factory(): ...\n\n\nengine_factory()\n"),
    stays("stays: variable", "engine_factory = 1\nprint(engine_factory)\n"),
    stays("stays: attribute", "class A:\n    engine_factory = None\n\n\nA().engine_factory\nA.app.engine_factory\n"),
    stays("stays: dict key, keyword", "x = {'engine_factory': 1}\nprint(dict(engine_factory=x['engine_factory']))\n"),
    stays("stays: longer name", "from app.engine_factory_limits import LIMIT\n\nmy_engine_factory = LIMIT\n"),
    stays("stays: namesake elsewhere", "from lib.engine_factory import Engine\n\nEngine()\n"),
    stays("stays: namesake elsewhere, relative", "from .engine_factory import Engine\n\nEngine()\n", "lib/user.py"),
    stays("stays: namesake elsewhere, module", "from lib import engine_factory\n\nengine_factory.Engine()\n"),
)


def repository(root: Path, form: Form, tool: Tool) -> None:
    """The repository of a form: in the last commit the old module, and in the tree the new ones in its place."""
    old = DELETED if form.move.is_whole else DELETED + OTHERS
    write(root, {**BASE, path_of(form.move.old): old, form.path: form.before}, form.encoding)
    if not form.move.is_whole:
        write(root, {"app/engines.py": "" if tool.moves_itself else DELETED, "app/control.py": ""}, "utf-8")
    if tool.moves_itself:
        return
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "before")
    (root / path_of(form.move.old)).unlink()
    write(root, {"app/engines.py": DELETED, "ssot.toml": form.move.policy}, "utf-8")
    if not form.move.is_whole:
        write(root, {"app/control.py": "def stop(): ...\n"}, "utf-8")
    git(root, "add", ".")


def write(root: Path, files: Mapping[str, str], encoding: str) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode(encoding))


def outcome(tool: Tool, form: Form) -> str:
    """The text of the form's file after the tool."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        repository(root, form, tool)
        try:
            tool.apply(root, form.move)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return (root / form.path).read_bytes().decode(form.encoding)


def verdict(form: Form, text: str) -> str:
    if text == form.after:
        return RIGHT
    if text == form.before:
        return STAYED
    return WORKS if text == form.also or essence(form, text) == essence(form, form.after) else WRONG


def essence(form: Form, text: str) -> object:
    """What must be the same: comments, line ends, what each block imports, and what each name means."""
    try:
        tree = ast.parse(text)
        tokens = list(tokenize.generate_tokens(io.StringIO(text.replace("\r\n", "\n")).readline))
    except (SyntaxError, tokenize.TokenError):
        return text
    comments = sorted(token.string for token in tokens if token.type == tokenize.COMMENT)
    return Meaning(form.path, tree).dump(), comments, "\r\n" in text


class Meaning(ast.NodeTransformer):
    """A file of a form with what each name stands for in its place, and each run of imports as what it loads."""

    def __init__(self, path: str, tree: ast.Module) -> None:
        self.bound: dict[str, str] = {}
        self.shadowed: frozenset[str] = frozenset()
        self._path = path
        self._tree = tree
        self._stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and stores(node)}

    def dump(self) -> tuple[str, list[str]]:
        for node in ast.walk(self._tree):
            for field in ("body", "orelse", "finalbody"):
                if isinstance(body := getattr(node, field, None), list):
                    setattr(node, field, list(self._gathered(body)))
        clashes = sorted(name for name in self._stored if name in self.bound)
        return ast.dump(self.visit(self._tree)), clashes

    def _gathered(self, body: list[ast.stmt]) -> Iterator[ast.stmt]:
        run: set[str] = set()
        for one in [*body, None]:
            if isinstance(one, ast.Import | ast.ImportFrom):
                run.update(self._loaded(one))
            else:
                if run - {"app"}:  # a package is loaded with each of its modules
                    yield ast.Expr(ast.Constant(str(sorted(run - {"app"}))))
                run = set()
                if one is not None:
                    yield one

    def _loaded(self, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
        """The modules that an import loads; notes the names that it binds."""
        for one in node.names:
            if isinstance(node, ast.Import):
                self.bound[one.asname or one.name.partition(".")[0]] = (
                    one.name if one.asname else one.name.partition(".")[0]
                )
                yield one.name
            else:
                module = absolute(self._path, node)
                whole = f"{module}.{one.name}"
                self.bound[one.asname or one.name] = whole
                yield whole if whole in MODULES or one.name == "*" else module

    def visit_Name(self, node: ast.Name) -> ast.Name:
        target = None if node.id in self.shadowed else self.bound.get(node.id)
        return ast.Name(target or node.id) if isinstance(node.ctx, ast.Load) else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id in self._dotted:
            return ast.Name(f"{node.value.id}.{node.attr}")
        return node

    @property
    def _dotted(self) -> set[str]:
        return MODULES | set(self.bound.values())

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        before = self.shadowed
        self.visit(node.args)
        self.shadowed |= {one.arg for one in node.args.args}
        node.body = [self.visit(one) for one in node.body]
        self.shadowed = before
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        if isinstance(node.annotation, ast.Constant) and isinstance(node.annotation.value, str):
            node.annotation = ast.parse(node.annotation.value, mode="eval").body
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """A name that is handed on in `__all__` must be bound, by whatever import."""
        target = self.bound.get(node.value) if isinstance(node.value, str) else None
        return ast.Name(target) if target else node


def stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def forms(tools: Mapping[str, Tool]) -> None:
    print(f"| form | {' | '.join(tools)} |\n|---|{'---|' * len(tools)}")
    sums: Counter[tuple[str, bool, str]] = Counter()
    for form in FORMS:
        row = []
        for name, tool in tools.items():
            text = outcome(tool, form)
            row.append(verdict(form, text))
            sums[name, form.moves, row[-1]] += 1
            if row[-1] != RIGHT:
                print(f"{form.name}: {name}: {row[-1]}\n{text}", file=sys.stderr)
        print(f"| {form.name} | {' | '.join(row)} |")
    for moves, kinds in ((True, (RIGHT, WORKS, STAYED, WRONG)), (False, (RIGHT, WRONG))):
        among = f"of the {sum(form.moves == moves for form in FORMS)} that {'move' if moves else 'stay'}"
        for kind in kinds:
            print(f"| **{kind}**, {among} | {' | '.join(str(sums[name, moves, kind]) for name in tools)} |")


# A real tree: what each tool changes in it, and how long that takes.


class Line(NamedTuple):
    path: str
    number: int
    text: str


class Run(NamedTuple):
    """What a tool left behind: the seconds of each round, git's tree, the lines it took out and those it put in."""

    seconds: tuple[float, ...]
    tree: str
    removed: Mapping[Line, None]
    added: tuple[Line, ...]
    broken: int
    imports: int
    mentions: int


def real(tools: Mapping[str, Tool], tree: Path, old: str, rounds: int) -> None:
    package, _, last = old.rpartition(".")
    new = f"{package}.kept_{last}"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / tree.name
        subprocess.run(("git", "clone", "-q", "--local", str(tree), str(root)), check=True)
        body = ast.parse((root / path_of(old)).read_bytes()).body
        names = [one.name for one in body if isinstance(one, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))]
        move = Move(old, dict.fromkeys(names, new), is_whole=True)
        prepare(root, move, moves_itself=False)
        base = git(root, "write-tree").strip()
        runs = {name: run(name, tool, root, move, base, rounds) for name, tool in tools.items() if tool.in_trees}
        prepare(root, move, moves_itself=False)
        report(root, move, runs)


def prepare(root: Path, move: Move, *, moves_itself: bool) -> None:
    git(root, "reset", "-q", "--hard")
    git(root, "clean", "-qfdx")
    write(root, {"ssot.toml": move.policy}, "utf-8")
    if not moves_itself:
        git(root, "mv", path_of(move.old), path_of(move.new))
    git(root, "add", "-A")


def run(name: str, tool: Tool, root: Path, move: Move, base: str, rounds: int) -> Run:
    seconds = []
    for _ in range(rounds):
        prepare(root, move, moves_itself=tool.moves_itself)
        command = (sys.executable, __file__, "--apply", name, str(root), json.dumps(move))
        begun = time.perf_counter()
        done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begun)
        print(f"{name}: {seconds[-1]:.2f} s, exit {done.returncode}", file=sys.stderr)
    shutil.rmtree(root / ".ssot-lint-cache", ignore_errors=True)
    git(root, "add", "-A")
    after = git(root, "write-tree").strip()
    removed, added = changes(git(root, "diff", "-U0", "--no-renames", "--no-color", base, after))
    paths = sorted({one.path for one in (*removed, *added) if one.path.endswith(".py")})
    left = imports_left(root, move.old), mentions_left(root, move.old)
    return Run(tuple(seconds), after, removed, added, broken(root, base, after, paths), *left)


def changes(diff: str) -> tuple[dict[Line, None], tuple[Line, ...]]:
    removed: dict[Line, None] = {}
    added: list[Line] = []
    path, before, after = "", 0, 0
    for line in diff.split("\n"):
        if line.startswith("diff --git "):
            path = line.rpartition(" b/")[2]
            before = after = 0
        elif found := re.match(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@", line):
            before, after = int(found[1]), int(found[2])
        elif before + after and line.startswith("-"):
            removed[Line(path, before, line[1:])] = None
            before += 1
        elif before + after and line.startswith("+"):
            added.append(Line(path, after, line[1:]))
            after += 1
    return removed, tuple(added)


def parsed(data: bytes) -> ast.Module | None:
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError):
        return None


def broken(root: Path, base: str, after: str, paths: Iterable[str]) -> int:
    """The files that could be parsed before and can't be now."""
    both = (tuple(parsed(file_at(root, tree, path)) for tree in (base, after)) for path in paths)
    return sum(before is not None and now is None for before, now in both)


def file_at(root: Path, tree: str, path: str) -> bytes:
    return subprocess.run(("git", "show", f"{tree}:{path}"), cwd=root, check=True, stdout=subprocess.PIPE).stdout


def imports_left(root: Path, old: str) -> int:
    """Statements that import the module, counted from the tree alone."""
    package, _, last = old.rpartition(".")
    count = 0
    for path in git(root, "ls-files", "*.py").splitlines():
        data = (root / path).read_bytes()
        tree = parsed(data) if last.encode() in data else None
        for node in ast.walk(tree) if tree else ():
            if isinstance(node, ast.Import):
                count += any(within(name.name, old) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                module = absolute(path, node)
                count += within(module, old) or (module == package and any(name.name == last for name in node.names))
    return count


def within(module: str, old: str) -> bool:
    return f"{module}.".startswith(f"{old}.")


def absolute(path: str, node: ast.ImportFrom) -> str:
    above = path.split("/")[: -node.level] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


def mentions_left(root: Path, old: str) -> int:
    command = ("git", "grep", "-hwF", old, "--", "*.py")
    found = subprocess.run(command, check=False, cwd=root, capture_output=True)
    return len(found.stdout.splitlines())


def kind_of(root: Path, line: Line, word: str) -> str:
    """What a line of the tree is, as far as it has the word."""
    if not line.path.endswith(".py"):
        return "not Python"
    data = (root / line.path).read_bytes()
    tree = parsed(data)
    if tree is None:
        return f"in a file that Python {platform.python_version()} can't parse"
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node.lineno <= line.number <= (node.end_lineno or 0):
            return "import"
    for token in tokenize.tokenize(io.BytesIO(data).readline):
        if token.start[0] <= line.number <= token.end[0] and word in token.string:
            if token.type == tokenize.STRING:
                return "docstring or long text" if token.start[0] < token.end[0] else "string"
            return "comment" if token.type == tokenize.COMMENT else "name in code"
    return "name in code"


def report(root: Path, move: Move, runs: Mapping[str, Run]) -> None:
    files = len(git(root, "ls-files", "*.py").splitlines())
    print(f"\n`{move.old}` to `{move.new}` in {root.name}, {files} Python files:\n")
    print(
        "| tool | median s | least | most | files | lines + | lines - | do not parse | imports left | mentions left |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, one in runs.items():
        times = f"{statistics.median(one.seconds):.2f} | {min(one.seconds):.2f} | {max(one.seconds):.2f}"
        paths = {line.path for line in (*one.removed, *one.added)}
        lines = f"{len(paths)} | {len(one.added)} | {len(one.removed)}"
        print(f"| {name} | {times} | {lines} | {one.broken} | {one.imports} | {one.mentions} |")
    ours = next(iter(runs))
    for name, one in list(runs.items())[1:]:
        differ = len(git(root, "diff", "--name-only", runs[ours].tree, one.tree).splitlines())
        print(f"\n### {ours} and {name}\n\nFiles that come out otherwise: {differ}.")
        compared(root, move, name, one.removed, ours, runs[ours].removed)
        compared(root, move, ours, runs[ours].removed, name, one.removed)


def compared(
    root: Path, move: Move, one: str, its: Mapping[Line, None], other: str, theirs: Mapping[Line, None]
) -> None:
    """The lines that one tool changed and another did not, by what they are."""
    only: dict[str, list[Line]] = {}
    for line in its:
        if line not in theirs:
            only.setdefault(kind_of(root, line, move.old.rpartition(".")[2]), []).append(line)
    if not only:
        print(f"\n{one} changes no line that {other} does not.")
        return
    print(f"\nLines that {one} changes and {other} does not:\n")
    for kind, lines in sorted(only.items()):
        print(f"- {kind}: {len(lines)}")
        for line in lines[:SHOWN]:
            print(f"  - {line.path}:{line.number} `{line.text.strip()[:100]}`")


def installed() -> dict[str, Tool]:
    """The tools that are there; says which are not."""
    found = {}
    for name, tool in TOOLS.items():
        if not tool.needs or importlib.util.find_spec(tool.needs.replace("-", "_")):
            found[name] = tool
        else:
            print(f"{name} is left out: {tool.needs} is not installed with {sys.executable}", file=sys.stderr)
    return found


def heading(tools: Mapping[str, Tool]) -> str:
    packages = sorted({tool.needs for tool in tools.values() if tool.needs})
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"{versions}, Python {platform.python_version()}, {os.cpu_count()} cores\n"


def version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "from its sources"


def main() -> None:
    if sys.argv[1:2] == ["--apply"]:
        name, root, asked = sys.argv[2:]
        old, homes, is_whole = json.loads(asked)
        TOOLS[name].apply(Path(root), Move(old, homes, is_whole))
        return
    tools = installed()
    print(heading(tools))
    if len(sys.argv) == 1:
        forms(tools)
    else:
        real(tools, Path(sys.argv[1]).resolve(), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3)


if __name__ == "__main__":
    main()
