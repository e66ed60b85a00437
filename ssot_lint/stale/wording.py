"""Words that tell that something is gone: in headings, labels, sentences and comments."""

from __future__ import annotations

import re

from ssot_lint.stale.beside import SAYS_GONE, is_told_beside
from ssot_lint.stale.names import Mention

_NOT = "(?:do not|don['\u2019]?ts?|does not|must not|mustn['\u2019]t|should not|shouldn['\u2019]t|may not|can ?not)"
#: A heading, or a line before a list, below which things are named as gone, or as not to be used.
_TITLE = re.compile(
    r"\b(?:remov(?:ed|als?|ing)|delet(?:ed|ions?|ing)|deprecat(?:ed|ions?|ing)|obsolete|superseded|replaced|retired"
    r"|renam(?:ed|es|ing)|moved|merged|forbidden|banned|prohibited|disallowed|blacklist(?:ed)?|blocklist(?:ed)?|denylist"
    r"|never|avoid|anti-?patterns?|migrat(?:ing|ed?)|migration (?:guide|plan|notes?|paths?|from|to|steps?)"
    r"|upgrad(?:e|ing)|change ?log|release notes|what['\u2019]?s new|breaking changes|not allowed|no longer"
    r"|used to|gone|wrong|incorrect|previously|formerly|not to (?:do|use|add)|backwards?[- ](?:in)?compatib\w+"
    rf"|{_NOT})\b|\u274c|\U0001f6ab|\u26d4|\u2717|\u2718|^\W*(?:migrations?|no|(?:\w+\s+)?history)\W*$",
    re.IGNORECASE,
)
#: A label of nothing else before a list or a block of code, the head of a column, a comment.
_LABEL = re.compile(
    r"^\W*(?:the\s+)?(?:before|previous(?:ly)?|old(?:er)?|bad|wrong|incorrect|legacy|instead of|don['\u2019]?ts?"
    r"|not this|was|from)\b"
    r"(?:\s+(?:way|code|style|name|path|module|import|example|practice|class|api|location|version|this|file)s?)?"
    r"\W*(?:\(.*\)\W*)?$",
    re.IGNORECASE,
)
#: The same of a line that is longer than a label: a word such as `wrong` says little there.
_LEAD = re.compile(
    r"\b(?:remov(?:ed|als?)|delet(?:ed|ions?)|deprecat(?:ed|ions?)|obsolete|superseded|replaced|retired|forbidden|banned"
    r"|prohibited|disallowed|not allowed|no longer|used to|previously|formerly|anti-?patterns?)\b|\u274c",
    re.IGNORECASE,
)
_SHORT = 6  # words of a label
#: What makes a demand of a prohibition.
_FORGET = re.compile(
    r"\b(?:do not|don['\u2019]t|never|must not|not)\s+"
    r"(?:forget|hesitate|fail|neglect|omit|skip|bypass|remove|delete|replace|rename|only)\b",
    re.IGNORECASE,
)
_ARROW = re.compile(r"\u2192|\u21d2|(?<![-<])->|=>")
_ARROWS = re.compile(rf"{_ARROW.pattern}|(?:<!)?-{{2,}}>?|={{2,}}>")
_USE = (
    r"(?:use|using|prefer|add|install|enable|register|configure|import|instantiate|create|extend|subclass|call"
    r"|inherit from|go through|depend on|build on|rely on)"
)
_DEMAND = re.compile(
    rf"(?:^|[,:;.(\u2014\u2013]|\b(?:always|please|must|should|then|and|or|only|to)\b)\W*(?:always\s+|only\s+)?{_USE}\s+"
    r"(?:(?:the|a|an|our|only|its|new|class|module|function|from|existing|plain|global)\s+)*[`*_\"'~:(\w./-]*$",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|no longer|without|stop|avoid|cannot|used to|instead of|rather than|nor|neither|nobody"
    r"|forbid\w*|ban\w*)\b|n['\u2019]t\b|\u274c",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\b(?:instead of|rather than)\b", re.IGNORECASE)
_RIGHT_BEFORE = re.compile(rf"{_INSTEAD.pattern}\s+(?:\w+\s+){{0,4}}[`*_\"'~:(\w./-]*$", re.IGNORECASE)
_IN_FAVOUR = re.compile(r"\bin favou?r of\b", re.IGNORECASE)
#: What is replaced stands before one of these, what takes its place behind it.
_WITH = re.compile(r"\b(?:with|by|into?|to)\b", re.IGNORECASE)
_TAKEN_INSTEAD = re.compile(r"^[`*_\"')\s\w.()/-]{0,40}\b(?:instead of|rather than)\b", re.IGNORECASE)
_DONE_TO = (
    r"(?:delet|remov|dropp?|retir|deprecat|renam|mov|replac|supersed|unif|consolidat|eliminat|purg|forbid|forbidd|"
    r"bann?|kill|scrapp?)(?:e|es|ed|ing|y|ied|ying|en|s)?|get(?:ting)? rid of|migrat(?:e|ed|ing)(?: away)? from"
    r"|merged?|former|previous|no|not|and not|never"
)
#: A verb right before what is named; at the start of a sentence it holds for all of that.
_DONE_BEFORE = re.compile(
    rf"\b(?:{_DONE_TO})(?:\s+(?:the|a|an|our|any|class|module|file|package|both|all|old|duplicate|legacy))*\s*[`*_\"'(\w./:~-]*$",
    re.IGNORECASE,
)
_DONE_FIRST = re.compile(rf"^[\W\d_]*(?:\[[ x]\]\s*)?(?:{_DONE_TO})\b", re.IGNORECASE)


def is_title_of_gone(title: str) -> bool:
    """Whether a heading, a lead or a label tells that what stands below it is gone, or must not be used."""
    return _TITLE.search(title) is not None or _LABEL.match(title) is not None


def is_lead_of_gone(text: str) -> bool:
    """The same of the text before a list, which is a sentence."""
    told = _FORGET.sub(" ", text)
    is_label = len(told.split()) <= _SHORT
    return (is_title_of_gone(told) if is_label else _LEAD.search(told) is not None) or says_gone(text)


def says_gone(text: str) -> bool:
    """Whether a text says that something is gone; an arrow alone does not, which may show how things flow."""
    return SAYS_GONE.search(_ARROWS.sub(" ", _FORGET.sub(" ", text))) is not None


def is_told(mention: Mention, sentence: str, at: int) -> bool:
    """Whether a sentence tells that what it names at a place is gone; one that demands it does not."""
    before, after = sentence[:at], sentence[at + len(mention.written) :]
    clause = re.split(r"[,;:.]\s|\u2014|\bbut\b", before)[-1]
    if not _NEGATION.search(clause) and (_TAKEN_INSTEAD.match(after) or _demands(before, after)):
        return False
    done = _FORGET.sub(" ", before)
    if _DONE_BEFORE.search(done) or (_DONE_FIRST.match(done) and not _WITH.search(done)):
        return True
    arrow = _ARROW.match(after.lstrip(" `*_\"')|"))
    if arrow and len(_ARROWS.findall(sentence)) == 1:
        return True
    if _RIGHT_BEFORE.search(before):
        return True
    beside = f"{_IN_FAVOUR.sub(' ', before)}{mention.written}{after}"
    told = _FORGET.sub(" ", _INSTEAD.sub(" ", beside))
    return is_told_beside(mention, " ".join(_ARROWS.sub(" ", told).split()))


def _demands(before: str, after: str) -> bool:
    return _DEMAND.search(before) is not None and not _ARROW.match(after.lstrip(" `*_\"')"))
