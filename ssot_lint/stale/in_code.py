"""Whether a string in a text of Python may name what is gone, found out without parsing it.

Most files that have the last name of a deleted module have it as that of something else: as an
attribute, or as a key. A string that means the module has more of its name, or imports it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from ssot_lint.source.chains import is_in_name

_ESCAPE = re.compile(r"\\[xuUN0-7\r\n]")
_WINDOW = 400  # characters before a name in which a package, or an import, is looked for
# What may be between two literals that are one. It is never given back, or some texts would take forever.
_BETWEEN = r"""(?:[\s\\()"']|[rRuUfFbB]{1,2}+(?=["'])|#[^\n]*+)*+"""
_BEGUN = re.compile(rf"""["'][./:\\]+\Z|[/\\]\Z|[./:\\]["']{_BETWEEN}\Z""")
_ENDED = re.compile(r"\.py|[/\\]")


class InCode:
    """What texts are looked through for.

    `modules` are the deleted ones, `words` and `fragments` what else a mention is found by. The last name of
    a module in a package counts only with more of its name, unless it is one of the `plain` words too.
    """

    def __init__(
        self, modules: Iterable[str], words: Collection[str], fragments: Collection[str], plain: Collection[str]
    ) -> None:
        packages: dict[str, set[str]] = {}
        for module in modules:
            package, _, last = module.rpartition(".")
            packages.setdefault(last, set()).add(package.rpartition(".")[2])
        self._packages = {last: found for last, found in packages.items() if "" not in found and last not in plain}
        self._words = frozenset(words) - self._packages.keys()
        self._fragments = fragments

    def may_name(self, text: str) -> bool:
        """Whether a string in a text may name something that is gone."""
        if any(fragment in text for fragment in self._fragments) or self._word.search(text):
            return True
        there = [last for last in self._packages if last in text]
        return any(self._may_mean(last, text) for last in there) or (bool(there) and _ESCAPE.search(text) is not None)

    @cached_property
    def _word(self) -> re.Pattern[str]:
        return re.compile(
            "|".join(rf"{word}(?<=(?<!\w){word})(?!\w)" for word in map(re.escape, sorted(self._words))) or "(?!)"
        )

    def _may_mean(self, last: str, text: str) -> bool:
        package = rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(self._packages[last])))})"
        behind = re.compile(rf"{package}[./:\\]+\Z")
        for start, end in _places(last, text):
            before = text[max(0, start - _WINDOW) : start]
            if _ENDED.match(text, end) or _BEGUN.search(before) or behind.search(before):
                return True
            imports = _import_before(start, text)
            if imports >= 0 and re.search(rf"{package}(?!\w)", text[max(0, imports - _WINDOW) : imports]):
                return True
        return False


def _import_before(place: int, text: str) -> int:
    """Where the last import before a place begins, if what is there may be in its list of names, else -1."""
    at = text.rfind("import", 0, place)
    while at >= 0 and (is_in_name(text[at - 1 : at]) or is_in_name(text[at + 6])):
        at = text.rfind("import", 0, at)
    listed = text[at + 6 : place].lstrip(" \t")
    return at if "\n" not in listed or (listed[0] == "(" and ")" not in listed) else -1


def _places(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in a text."""
    for found in re.finditer(rf"{re.escape(word)}(?!\w)", text):
        if not is_in_name(text[found.start() - 1 : found.start()]):
            yield found.span()
