"""How two that are alike are told of, and what to do about them."""

from __future__ import annotations

from ssot_lint.clones.pairs import Pair
from ssot_lint.clones.standing import Standing
from ssot_lint.clones.words import telling_words
from ssot_lint.policy.wording import plural

_TELLING = 0.4  # of the members; where fewer are alike, their statements say more
_HARDLY_TELLING = 0.2  # of what they do: then words have told too
_MOSTLY = 0.8  # of the members, or of what they do: then one can be used for the other, whatever they are called


def said(pair: Pair, here: Standing, there: Standing, more: int) -> str:
    """What one of two is to the other, and why; `more` others are alike too."""
    place = f"{there.place.name} in {there.module}"
    told = {
        "copies": f"{here.place.name} repeats {place}",
        "namesakes": f"{here.place.name} is written anew, beside {place}",
        "rivals": f"{here.place.name} may do the job of {place}",
    }[pair.kind]
    return f"{told} ({_evidence(pair)}){_others(more)}"


def way_out(pair: Pair, here: Standing, there: Standing, *, is_reversed: bool) -> str:
    """What to do: with `is_reversed` the one to keep is `here`."""
    if here.decision is not None and is_reversed:
        return f"remove {there.place.name} from {there.module} ({here.decision.name})"
    if there.decision is not None:
        return f"use {there.place.name} from {there.module} ({there.decision.name})"
    if _are_both_in_use(here, there) and not _are_of_one_use(pair):
        return "put what they share in one place, or allow the pair"
    reason = _reason(here, there)
    if is_reversed:
        return f"use one of them{reason}, or allow the pair"
    from_there = " from there" if here.place.name == there.place.name else ""
    return f"use {there.place.name}{from_there}{reason}, or allow the pair"


def role(one: Standing, keep: Standing) -> str:
    """What one of several is to the one to keep."""
    if one is not keep:
        return "alike"
    return f"the one that {keep.decision.name} keeps" if keep.decision else "the likelier one to keep"


def _others(more: int) -> str:
    return f", and {more} more {'is' if more == 1 else 'are'} alike" if more else ""


def _evidence(pair: Pair) -> str:
    found = pair.likeness
    if pair.kind == "rivals":
        return ", ".join(pair.reasons)
    if pair.kind != "copies":
        return f"{found.words:.0%} of their words are the same"
    if pair.is_class and found.members >= _TELLING * found.of:
        return f"{found.members} of {found.of} members alike"
    words = f" and {found.words:.0%} of their words" if found.structure < _HARDLY_TELLING else ""
    return f"{found.structure:.0%} of what they do{words} {'are' if words else 'is'} the same"


def _are_of_one_use(pair: Pair) -> bool:
    """Whether one of two can be used where the other is: of two sorts of a thing parts are the same, but not that."""
    one, other = ({*telling_words(place.name)} for place in pair.places)
    if pair.kind != "copies" or one <= other or other <= one:
        return True
    found = pair.likeness
    return found.structure >= _MOSTLY or (pair.is_class and found.members >= _MOSTLY * found.of)


def _are_both_in_use(here: Standing, there: Standing) -> bool:
    is_one_old = here.is_deprecated != there.is_deprecated or here.is_called_legacy != there.is_called_legacy
    return bool(here.importers and there.importers) and not is_one_old


def _reason(here: Standing, there: Standing) -> str:
    if here.is_deprecated != there.is_deprecated:
        return f" ({'this one' if here.is_deprecated else 'the other'} is deprecated)"
    if here.is_called_legacy != there.is_called_legacy:
        return f" ({'this one' if here.is_called_legacy else 'the other'} is called legacy)"
    if there.importers and there.importers >= here.importers:
        return f" (imported by {plural(there.importers, 'file')}, this one by {here.importers or 'none'})"
    return f" (imported by none, this one by {plural(here.importers, 'file')})" if here.importers else ""
