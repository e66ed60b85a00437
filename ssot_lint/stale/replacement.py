"""What stands in the place of a mention: the same kind of name, written in the same way."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ssot_lint.bans import Bans
from ssot_lint.model import Edit, Fix
from ssot_lint.moves.homes import Home, has_from
from ssot_lint.moves.move import NO_ONE_HOME, fix_of, without_home
from ssot_lint.moves.spelling import name_like
from ssot_lint.moves.texts import meant
from ssot_lint.repo.index import Index
from ssot_lint.source.offsets import Lines
from ssot_lint.stale.names import Mention
from ssot_lint.stale.paths import as_path

_BETWEEN = r"(?:\s|\.\.\.|#[^\n]*\n)*"
_AS = r"\w+(?:[ \t]+as[ \t]+\w+)?"
_LIST = re.compile(
    rf"[ \t]+import[ \t]+(?:\({_BETWEEN}({_AS}(?:{_BETWEEN},{_BETWEEN}{_AS})*)|({_AS}(?:[ \t]*,[ \t]*{_AS})*))"
)
_NO_NAME = re.compile(r"#[^\n]*|\.\.\.|\sas\s+\w+")
_LINE_NUMBER = re.compile(r":\d|#L\d")
_ENDING = re.compile(r"(?:/__init__)?\.pyi?\Z")


class Replacement(NamedTuple):
    """`text` takes the place of a mention, None where nothing can, for the reason `why_not`."""

    text: str | None
    home: Home | None = None
    name: str = ""
    why_not: str = ""


def replacement(mention: Mention, text: str, bans: Bans, *, folder: str = "") -> Replacement:
    """What to write in the place of a mention in a text, from its decision; `folder` is that of the text's file."""
    if mention.form == "class":
        return _of_class(mention, bans)
    if mention.form == "path" and _LINE_NUMBER.match(text, mention.end):
        return Replacement(None, why_not="the line it points at is another one now")
    if not mention.dotted or re.search(r"[*?\[]", mention.match.subject):
        return Replacement(None, why_not="nothing is kept instead of it")
    match = mention.match if mention.form == "module" else mention.match._replace(subject=mention.dotted)
    names = mention.rest[:1] or _imported(mention, text) or ("",)
    found = [meant(".".join(filter(None, (mention.dotted, name))), "", match, bans) for name in names]
    homes = {home.path for _, _, home in found if home is not None}
    module, name, home = found[0]
    if home is None or not home.path or len(homes) != 1 or any(one is None for _, _, one in found):
        return Replacement(None, None, name, _why_none(names, [one for _, _, one in found]))
    if module != mention.dotted:
        return Replacement(None, home, name, f"{module} is named by its package")
    new = _path(mention, home, folder, bans.index) if mention.form == "path" else _module(mention, home, bans)
    return Replacement(new, home, name, "" if new else f"{home.module} lies elsewhere")


def _why_none(names: Sequence[str], homes: Sequence[Home | None]) -> str:
    """Why names of one module, "" for the module itself, have no home in common."""
    lacking = [name for name, home in zip(names, homes, strict=True) if home is None or not home.path]
    if not any(names):
        return NO_ONE_HOME
    return without_home(lacking) if lacking else f"{', '.join(names)} have several homes"


def _imported(mention: Mention, text: str) -> tuple[str, ...]:
    """The names of `from module import …` behind a module."""
    names = None if mention.is_imported else _LIST.match(text, mention.end)
    return tuple(re.findall(r"[^\W\d]\w*", _NO_NAME.sub(" ", names[1] or names[2]))) if names else ()


def _of_class(mention: Mention, bans: Bans) -> Replacement:
    homes = mention.match.decision.keep
    if len(homes) != 1:
        return Replacement(None, why_not="the decision does not keep one class" if homes else "nothing is kept instead")
    path = bans.index.modules.find(homes[0].module)
    home, name = Home(homes[0].module, path), homes[0].name
    if not path:
        return Replacement(None, home, name, f"{home.module} does not exist")
    if mention.is_imported:
        module = mention.dotted.rpartition(".")[0]
        if not has_from(bans.index, module, name, home):
            return Replacement(None, home, name, f"{module} has no {name}")
        return Replacement(name, home, name)
    written = re.split(r"([.:])(?=[^.:]*\Z)", mention.written)
    if len(written) == 1:
        return Replacement(name, home, name)
    return Replacement(f"{name_like(home, mention.dotted, bans.index)}{written[1]}{name}", home, name)


def _module(mention: Mention, home: Home, bans: Bans) -> str | None:
    new = name_like(home, mention.dotted, bans.index)
    if mention.is_imported:
        package, _, last = new.rpartition(".")
        return last if package == mention.dotted.rpartition(".")[0] else None
    if mention.is_part:
        return ".".join(new.split(".")[-(mention.written.count(".") + 1) :])
    return new


def _path(mention: Mention, home: Home, folder: str, index: Index) -> str:
    """The path of the home as the other was written: from where, with or without its ending, with `\\`."""
    written = as_path(mention.written)
    path = home.path if _ENDING.search(written) else _ENDING.sub("", home.path)
    top = written.partition("/")[0]
    roots = [f"{root}/" for root in index.modules.roots if root and home.path.startswith(f"{root}/{top}/")]
    if mention.is_part:
        path = "/".join(path.split("/")[-(written.count("/") + 1) :])
    elif roots and not index.modules.is_folder(top):  # as the package sees it, without the folder of the sources
        path = path.removeprefix(roots[0])
    elif _as_file(written) != _as_file(mention.path):
        path = posixpath.relpath(path, folder or ".")
    if written.startswith("./"):
        path = f"./{path}"
    separator = re.search(r"\\+|/", mention.written)
    return path.replace("/", separator[0] if separator else "/")


def _as_file(path: str) -> str:
    return _ENDING.sub("", path.removeprefix("./"))


def fix_for(mention: Mention, found: Replacement, lines: Lines, *, why_unsafe: Iterable[str] = ()) -> Fix | None:
    """The fix that puts a replacement in its place; `why_unsafe` are reasons beside those of the home."""
    if found.text is None or found.home is None or found.text == mention.written:
        return None
    line, column = lines.place(mention.start)
    edit = Edit(line, column, *lines.place(mention.end), found.text)
    home = found.home._replace(obstacles=(*found.home.obstacles, *why_unsafe))
    return fix_of([edit], [home], [found.name] if found.name else [])
