"""From a concept to a decision: what is written, of which line each entry is, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ssot_lint.plan.claims import Claim, Note
from ssot_lint.plan.concepts import Concept, same_place, target_of, whole_places
from ssot_lint.plan.places import Places
from ssot_lint.plan.words import only_glob, words_of
from ssot_lint.policy.kinds import CLASSES, HOMES, MODULES, PATTERNS, TARGETS
from ssot_lint.policy.model import Kind
from ssot_lint.policy.names import is_name, is_path, module_of

_KINDS: Mapping[str, Kind] = {
    "keep": HOMES,
    "delete": TARGETS,
    "ban-classes": CLASSES,
    "ban-files": PATTERNS,
    "facades": MODULES,
    "only": CLASSES,
}


class Entry(NamedTuple):
    """One value of a list of a decision, and the line of the plan that has it."""

    key: str
    value: str
    line: int


class Draft(NamedTuple):
    """A decision before it is named and checked against the others.

    `values` are those of keys that are no such lists; `sources` tell where they are from. A
    `title` names it instead of its heading.
    """

    section: int
    line: int
    entries: tuple[Entry, ...]
    reason: str = ""
    values: Mapping[str, object] = {}
    sources: tuple[Entry, ...] = ()
    title: str = ""


def draft(concept: Concept, homes: Mapping[str, Sequence[str]], places: Places) -> tuple[Draft, list[Note]]:
    """What a concept decides, and what it would have to say to decide more."""
    writer = _Writer(concept, homes, places)
    entries = []
    for entry in [*writer.kept, *writer.others()]:
        try:
            _KINDS[entry.key].parse([entry.value])
            entries.append(entry)
        except ValueError as error:
            writer.tell(entry.line, f"{entry.key}: {error}")
    reasons = [claim.reason for act in ("keep", "move", "delete") for claim in concept.claims if claim.act == act]
    made = Draft(concept.section, concept.line, _first_of_each(entries), next(filter(None, reasons), ""))
    # What is kept names a decision also where nobody said which class of it.
    title = "" if concept.names or not concept.kept else _stem(next(iter(concept.kept)))
    return made._replace(title=title if not any(one.key == "keep" for one in made.entries) else ""), writer.notes


def _stem(place: str) -> str:
    return (module_of(place) or "").rpartition(".")[2] or place.rstrip("/").rpartition("/")[2].partition(".")[0]


def _first_of_each(entries: list[Entry]) -> tuple[Entry, ...]:
    """Each value once, with its first line; files that a broader pattern has are left to it."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in sorted(entries, key=lambda one: one.line):
        first.setdefault((entry.key, entry.value), entry)
    bare = {value for key, value in first if key == "ban-files" and "/" not in value}
    return tuple(
        entry
        for entry in first.values()
        if entry.key != "ban-files" or "/" not in entry.value or entry.value.rpartition("/")[2] not in bare
    )


class _Writer:
    def __init__(self, concept: Concept, homes: Mapping[str, Sequence[str]], places: Places) -> None:
        self.concept = concept
        self.homes = homes
        self.places = places
        self.notes: list[Note] = []
        self.gone = {
            place
            for claim in concept.claims
            if claim.act == "delete" or (claim.act == "move" and not claim.names)
            for place in whole_places(claim)
        }
        self.kept = list(self._keep())

    # -- what is kept

    def _keep(self) -> Iterator[Entry]:
        used: set[str] = set()
        lines = {name: claim.line for claim in reversed(self.concept.claims) for name in _kept_names(claim)}
        for name, line in sorted(lines.items(), key=lambda item: item[1]):
            found = self._homes_of(name)
            for place in found:
                used.add(place)
                if module := self.places.module(place):
                    yield Entry("keep", f"{module}:{name}", line)
                else:
                    self.tell(
                        line, f'keep = ["package.module:{name}"]: the plan does not say in which folder {place} is'
                    )
            if not found:
                self.tell(line, f'keep = ["package.module:{name}"]: the plan does not say where {name} is defined')
        for claim in self.concept.claims:
            for place in _kept_places(claim):
                if not same_place(place, used):
                    used.add(place)
                    yield from self._of_file(place, claim.line)

    def _homes_of(self, name: str) -> list[str]:
        """Where a kept name is: as it is kept, else as the plan says elsewhere, else as the repository has it."""
        said = [place for claim in self.concept.claims if name in _kept_names(claim) and len(_kept_places(claim)) == 1
                for place in _kept_places(claim)]  # fmt: skip
        known = [place for place in self.homes.get(name, ()) if not same_place(place, self.gone)]
        if not said:
            kept = [place for place in known if same_place(place, self.concept.kept)]
            said = kept or (known if len(known) == 1 else [])
        if not said and len(self.concept.kept) == 1 and len(self.concept.names) == 1:
            said = list(self.concept.kept)
        if not said:
            listed = [module for module in self.places.lookup.homes_of(name) if not same_place(module, self.gone)]
            said = listed if len(listed) == 1 else []
        distinct: list[str] = []
        for place in said:
            if not same_place(place, distinct):
                distinct.append(place)
        return distinct

    def _of_file(self, place: str, line: int) -> Iterator[Entry]:
        """What is kept of a file that is kept without a name."""
        if is_path(place) and not place.endswith((".py", ".pyi", "/")):
            self.tell(line, f"keep takes classes and functions: {place} is no Python file")
            return
        module = self.places.module(place)
        names = [name for name, where in self.homes.items() if same_place(place, where)]
        names = names or [name for claim in self.concept.claims if claim.act == "twins" for name in claim.names]
        names = names or self._looked_up(module)
        if module and names:
            for name in names:
                yield Entry("keep", f"{module}:{name}", line)
        else:
            self.tell(
                line, f'keep = ["{module or "package.module"}:Name"]: the plan does not name what is kept of {place}'
            )

    def _looked_up(self, module: str) -> list[str]:
        """What the repository shows to be meant: what both files define, a facade hands on, or the file is called."""
        defined = self.places.lookup.defined_in(module)
        twins = {name for place in self.gone for name in self.places.lookup.defined_in(self.places.module(place))}
        facades = {place for claim in self.concept.claims if claim.act == "facade" for place in claim.places}
        handed = {name for place in facades for name in self.places.lookup.imported_in(self.places.module(place))}
        called = [name for name in defined if "".join(words_of(name)) == "".join(words_of(module.rpartition(".")[2]))]
        return [name for name in defined if name in twins | handed and name[:1].isupper()] or called

    # -- what is not

    def others(self) -> Iterator[Entry]:
        for claim in self.concept.claims:
            if claim.act in ("delete", "gone", "ban", "move"):
                yield from self._gone(claim)
            elif claim.act == "facade":
                yield from self._facade(claim)
            elif claim.act == "only":
                yield from self._only(claim)

    def _gone(self, claim: Claim) -> Iterator[Entry]:
        inside = claim.names and claim.places and "loose" not in claim.values
        for name in claim.names:
            if is_name(name) and not name.lstrip("_")[:1].isupper():
                self.tell(claim.line, f"ban-classes is for classes: {name} is a function")
            elif not inside:
                yield Entry("ban-classes", name, claim.line)
            else:
                yield from self._gone_inside(claim, name)
        if not inside:
            for place in claim.places:
                yield self._gone_place(claim, place)

    def _gone_inside(self, claim: Claim, name: str) -> Iterator[Entry]:
        for place in claim.places:
            module = self.places.module(place)
            if not module:
                self.tell(
                    claim.line, f'ban-classes = ["package.module.{name}"]: the plan does not say where {place} is'
                )
            elif not same_place(place, self.gone):  # else the module is gone with all that is in it
                yield Entry("ban-classes", f"{module}.{name}", claim.line)

    def _gone_place(self, claim: Claim, place: str) -> Entry:
        if claim.act == "gone" and same_place(place, self.gone):
            return Entry("delete", self._target(place), claim.line)
        if is_path(place) and (claim.act in ("ban", "gone") or not self._is_known(place)):
            return Entry("ban-files", place, claim.line)
        return Entry("delete", self._target(place), claim.line)

    def _is_known(self, place: str) -> bool:
        return "/" in place or place in self.places.lookup.files_named(place)

    def _target(self, place: str) -> str:
        return (self.places.module(place) if place.endswith((".py", "/")) else "") or place

    def _facade(self, claim: Claim) -> Iterator[Entry]:
        if not any(entry.key == "keep" for entry in self.kept):
            self.tell(claim.line, "facades = [...]: the plan does not name what they hand on")
            return
        for place in claim.places:
            module = self.places.module(place) or self._beside(place)
            if module:
                yield Entry("facades", module, claim.line)
            else:
                self.tell(claim.line, f"facades = [...]: the plan does not say in which folder {place} is")

    def _beside(self, place: str) -> str:
        """The module of a bare file name that stands in a list with the kept file, hence in its folder."""
        homes = {entry.value.partition(":")[0].rpartition(".")[0] for entry in self.kept if entry.key == "keep"}
        return f"{homes.pop()}.{place.partition('.')[0]}" if len(homes) == 1 and "" not in homes else ""

    def _only(self, claim: Claim) -> Iterator[Entry]:
        for name in claim.names:
            glob = only_glob(name, str(claim.values["kind"]), claim.around)
            if glob:
                yield Entry("only", glob, claim.line)
            else:
                self.tell(
                    claim.line, f'only = ["*Name*"]: the plan does not say of which classes {name} is the only one'
                )

    def tell(self, line: int, text: str) -> None:
        self.notes.append(Note(line, "not used", text))


def _kept_names(claim: Claim) -> tuple[str, ...]:
    if claim.act == "move":
        return tuple(filter(None, [target_of(claim.use).name]))
    return claim.names if claim.act == "keep" else ()


def _kept_places(claim: Claim) -> tuple[str, ...]:
    if claim.act == "move":
        return tuple(filter(None, [target_of(claim.use).place]))
    return claim.places if claim.act == "keep" else ()
