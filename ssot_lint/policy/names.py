"""Names, modules and paths as a policy writes them."""

from __future__ import annotations

import keyword
import re

from ssot_lint.policy.wording import show

_GLOB = r"[*?]|\[!?\w(?:[\w-]*\w)?\]"


def fold(text: str) -> str:
    """The text as Python reads identifiers in it (NFKC)."""
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFKC", text)


def is_name(text: str) -> bool:
    """Whether a class, function, argument or module can be called that."""
    return text.isidentifier() and not keyword.iskeyword(text)


def is_dotted(text: str) -> bool:
    """Whether the text is an absolute dotted name."""
    return all(map(is_name, text.split(".")))


def is_globbed(text: str) -> bool:
    """Whether the text is a name, in which `*`, `?` and `[abc]` may stand for parts."""
    return is_name(text) or (
        re.fullmatch(rf"(?:\w|{_GLOB})+", text) is not None
        and re.search(_GLOB, text) is not None
        and not text[0].isdigit()
    )


def matches_everything(text: str) -> bool:
    """Whether a glob has nothing in it but wildcards."""
    return not re.sub(rf"{_GLOB}|\.", "", text)


def is_path(target: str) -> bool:
    """Whether an entry of `delete` is a path; else it is a dotted module."""
    return "/" in target or "\\" in target or target.endswith((".py", ".pyi"))


def module_of(target: str) -> str | None:
    """The dotted module that an entry of `delete` stands for, or None.

    `a/b.py`, `a/b/`, `a/b/__init__.py` and `a.b` are all `a.b`; `a/notes.md` is no module.
    """
    dotted = as_dotted(target.strip("/")) if is_path(target) else target
    return dotted if is_dotted(dotted) else None


def as_dotted(text: str) -> str:
    """A guess at the dotted name behind a path or a pytest-like `a/b.py::Name`.

    Only a guess: the result need not be a name at all.
    """
    stem = re.sub(r"(?:(?:^|/)__init__)?\.pyi?(?=$|:)", "", text.strip().removeprefix("./"))
    # A dot that is left in a path is no separator of modules.
    stem = stem.replace(".", "-") if "/" in stem else stem
    return re.sub(r"::?|/", ".", stem)


def check_path(text: str) -> str:
    """The text, when it is a path inside the repository; raises ValueError otherwise."""
    if "\\" in text:
        raise ValueError(f"{show(text)} must be written with / between its folders")
    if text.startswith("/") or re.match(r"[A-Za-z]:", text):
        raise ValueError(f"{show(text)} must be relative to the folder of the policy")
    if text.startswith("./"):
        raise ValueError(f"{show(text)} must be written without the leading ./")
    if ".." in text.split("/"):
        raise ValueError(f"{show(text)} must stay inside the folder of the policy: it can't have .. in it")
    if "//" in text or re.search(r"[\r\n\0]", text):
        raise ValueError(f"{show(text)} must be one path, such as package/module.py")
    return text
