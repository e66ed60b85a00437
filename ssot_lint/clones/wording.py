"""How two that are alike are told of, and what to do about them."""

from __future__ import annotations

from collections.abc import Sequence

from ssot_lint.clones.pairs import Pair
from ssot_lint.clones.standing import Standing
from ssot_lint.clones.words import telling_words
from ssot_lint.policy.wording import plural

_MANY = 3  # files
_TELLING = 0.4  # of the members; where fewer are alike, their statements say more
_HARDLY_TELLING = 0.2  # of what they do: then words have told too
_MOSTLY, _NEARLY_ALL = 0.6, 0.9  # of what they do: then one can be used for the other, if called alike, or whatever


def said(pair: Pair, here: Standing, there: Standing, others: Sequence[Standing]) -> str:
    """What one of two is to the other, and why; `others` are alike too."""
    place = f"{there.place.name} in {there.module}"
    told = {
        "copies": f"{here.place.name} repeats {place}",
        "namesakes": f"{here.place.name} is written anew, beside {place}",
        "rivals": f"{here.place.name} may do the job of {place}",
    }[pair.kind]
    return f"{told} ({_evidence(pair)}){_more(others)}"


def way_out(pair: Pair, here: Standing, there: Standing, *, is_reversed: bool) -> str:
    """What to do: with `is_reversed` the one to keep is `here`."""
    keep, other = (here, there) if is_reversed else (there, here)
    if keep.decision is not None:
        done, place = ("remove", other) if is_reversed else ("use", keep)
        return f"{done} {place.place.name} from {place.module} ({keep.decision.name})"
    return f"{_proposed(pair, here, there, keep)}, or allow the pair"


def _proposed(pair: Pair, here: Standing, there: Standing, keep: Standing) -> str:
    reason, other = _reason(here, there), there if keep is here else here
    is_old = (other.is_deprecated, other.is_called_legacy) > (keep.is_deprecated, keep.is_called_legacy)
    if here.is_used and there.is_used:
        if pair.kind == "copies" and not _is_one_use(pair, is_old=is_old):
            return f"remove {other.place.name}{reason}" if is_old else "put what they share in one place"
        if pair.kind == "rivals" and not is_old:
            return f"keep one of them, likelier {keep.place.name}{reason}"
    if keep is here:
        return f"use one of them{reason}"
    return f"use {keep.place.name}{' from there' if here.place.name == keep.place.name else ''}{reason}"


def role(one: Standing, keep: Standing) -> str:
    """What one of several is to the one to keep."""
    if one is not keep:
        return "alike"
    return f"the one that {keep.decision.name} keeps" if keep.decision else "the likelier one to keep"


def _more(others: Sequence[Standing]) -> str:
    if not others:
        return ""
    files = len({one.place.path for one in others})
    where = f" in {files} files" if files >= _MANY else ""
    return f", and {len(others)} more{where} {'is' if len(others) == 1 else 'are'} alike"


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


def _is_one_use(pair: Pair, *, is_old: bool) -> bool:
    """Whether one of two can be used where the other is: of two sorts of a thing only parts are the same."""
    one, other = ({*telling_words(place.name)} for place in pair.places)
    is_one_name = one <= other or other <= one
    return (is_one_name and is_old) or pair.likeness.structure >= (_MOSTLY if is_one_name else _NEARLY_ALL)


def _reason(here: Standing, there: Standing) -> str:
    if here.is_deprecated != there.is_deprecated:
        return f" ({'this one' if here.is_deprecated else 'the other'} is deprecated)"
    if here.is_called_legacy != there.is_called_legacy:
        return f" ({'this one' if here.is_called_legacy else 'the other'} is called legacy)"
    if there.importers and there.importers >= here.importers:
        return f" (imported by {plural(there.importers, 'file')}, this one by {here.importers or 'none'})"
    return f" (imported by none, this one by {plural(here.importers, 'file')})" if here.importers else ""
