"""The forms in which people write decisions down.

They are matched against masked sentences: small letters, single blanks, and one character for
each thing that is named.
"""

from __future__ import annotations

import re

from ssot_lint.plan.things import FIRST, LAST

_E = f"[{FIRST}-{LAST}]"
_ART = (
    "(?:(?:the|a|an|any|our|both|old|legacy|existing|deprecated|duplicated?|files?|class(?:es)?|modules?|packages?"
    "|functions?|named|called|its|own|of|new|such as|like) )*+"
)
_NOUN = r"(?: (?:class|function|module|package|file)\b)?"
#: A blank must have one way to be matched: in long lists, two make a number of ways that has no end.
_AND = r"(?:,(?: ?(?:and|or|nor)\b)?|and\b|or\b|nor\b|&|\+)"
_VERB = r"(?! (?:is|are|was|were|will|must|may|can|has|gets?|goes|stays?|remains?|becomes?|re-?exports?|hands?)\b)"
LIST = rf"{_ART}{_E}{_NOUN}(?:(?: ?\([^()]*\))? ?{_AND} ?{_ART}{_E}{_NOUN})*+"
_WHAT = f"(?P<what>{LIST})"
#: "Keep x, and y is deleted" does not keep y.
_OBJECTS = rf"(?P<what>{_ART}{_E}{_NOUN}(?:(?: ?\([^()]*\))? ?{_AND} ?{_ART}{_E}{_NOUN}{_VERB})*+)"
_ONE = f"(?P<what>{_ART}{_E})"
_PLACE = f"{_ART}(?P<place>{_E})"
_NEW = rf"{_ART}(?P<new>{_E}){_NOUN}(?: (?:from|in) {_ART}(?P<newplace>{_E}))?"
_IN = rf"(?: ?\(? ?(?:only )?(?:in|from|at|of|(?:that )?lives in|(?:is )?defined in) {_PLACE} ?\)?)"
#: Where a clause begins that says what is done.
_START = (
    "(?:^|[,;:] ?(?:and |then )?|"
    r"\b(?:and|then|please|we|will|must|should|(?:decided|plan|going|agreed|have|is) to) |\W[-\u2013\u2014] )"
)
_BE = "(?:(?:is|are|was|were|gets?|will|must|may|shall|should|can|has|have|needs?|been|be|to|going|deprecated and) )*+"
#: A use of a class is not the class.
_ITSELF = (
    r"(?! (?:instances?|objects?|methods?|tests?|usages?|calls?|subclass\w*|factories|patterns?|directly|variables?"
    r"|errors?|issues?|warnings?|imports?|references?)\b)"
)
_NOT = "(?:(?:do|does|must|should|shall|may) not|don't|never|cannot|can't|avoid|stop|not to)"
_MAKE = (
    "(?:(?:ever|again|re-?) ?)?(?:creat|add|introduc|writ|defin|restor|recreat|reintroduc|bring back|reviv|build|mak"
    "|us|import|reinvent)(?:e|ing)?"
)
_MADE = r"(?:created|added|introduced|again|used)\b"
_CANONICAL = (
    "(?:single source of truth|canonical|authoritative|ssot|implementation|home|kept|reference implementation"
    "|one to (?:keep|use))"
)
_BECOMES = (
    rf"(?:->|-->|=>|\u2192|\u21d2|\u279c|{_BE}(?:becomes?|replaced (?:by|with)|moves? to|moved to|renamed to"
    "|superseded by|merged into|folded into))"
)
_HANDS_ON = (
    rf"(?:re-?exports?\b|hands? (?:it|them|{_E}) on\b|{_BE}(?:now )?(?:kept )?(?:only )?(?:as )?a (?:thin )?"
    r"(?:facade|fa\u00e7ade|shim|re-?export)\b"
    rf"|imports? (?:it |them |{_E} )?from (?P<source>[\w{FIRST}-{LAST}]+))"
)
_IS = f"(?:is|are|stays?|remains?|becomes?|{_BE}) ?(?:the |our )?"

#: What each form claims, and how it is written. A form takes what it matches away from those after it.
DECIDING = tuple(
    (act, re.compile(form))
    for act, form in (
        (
            "move",
            f"{_START}(?:replace|move|rename|merge|fold|migrate)d? {_OBJECTS}{_IN}? (?:with|by|to|into|in) {_NEW}",
        ),
        ("move", f"^{_WHAT}{_IN}? ?{_BECOMES} ?{_NEW}"),
        ("move", rf"\buse {_NEW} ?,? (?:instead of|rather than|not) {_WHAT}{_ITSELF}"),
        (
            "ban",
            f"{_NOT} {_MAKE} (?P<second>(?:a |an |any )?(?:second|another|other|more|further|competing) )?"
            f"{_OBJECTS}{_ITSELF}",
        ),
        (
            "ban",
            f"{_WHAT} (?:must|may|should|shall) (?:not|never) "
            "(?:be (?:created|added|used|introduced|imported|reintroduced)|exist|come back|return)",
        ),
        ("ban", rf"{_WHAT} (?:is|are) (?:banned|forbidden|prohibited|not allowed)\b"),
        (
            "gone",
            rf"(?:^|[,;:] ?|\band )no (?:more )?{_WHAT} {_BE}(?:exists?|remains?|left|anywhere|any ?more)\b",
        ),
        ("ban", rf"(?:^|[,;:] ?|\band )no (?:more )?{_WHAT}(?: {_BE}{_MADE}|$)"),
        ("delete", f"{_START}(?:delete|remove|drop|retire|rm|git rm|get rid of|eliminate) ?:? {_OBJECTS}{_IN}?"),
        ("delete", rf"(?<=away|eted|oved|gone|ired|pped) ?,? (?:together|along) with {_OBJECTS}"),
        ("delete", rf"{_WHAT}{_IN}? {_BE}(?:deleted|removed|gone|retired|dropped|goes|go away|goes away)\b"),
        ("facade", rf"{_ONE} ?(?:\([^()]*\))? ?[-:\u2013\u2014]? ?(?:[a-z]+[ ,]+){{0,4}}?{_HANDS_ON}"),
        ("only in", f"^{_ART}(?P<what>{_E})? ?{_BE}(?:lives? |defined |exists? )?only (?:defined )?in {_PLACE}"),
        (
            "keep",
            f"(?:{_START}(?:keep|retain|preserve)|\\bwe(?:'re| are) (?:keeping|retaining)) ?:? "
            f"{_OBJECTS}{_IN}?(?P<reason>.*)",
        ),
        ("keep", rf"\b(?:only|exactly) one (?P<what>{_E}){_NOUN} ?,?{_IN}"),
        ("keep", f"{_WHAT} (?:stays?|remains?) in {_PLACE}"),
        ("keep", rf"{_WHAT} (?:stays?|remains?) where (?:it|they) (?:is|are)(?: ?\({_PLACE}\))?"),
        ("keep", f"{_PLACE} (?:has|holds|contains) the (?:canonical|one|only|real) {_ONE}"),
        (
            "sole",
            rf"{_WHAT}{_IN}? ?,? {_IS}(?:(?:only|sole|single(?! source)|one)\b(?P<kind>[\w -]*)"
            rf"|(?:[a-z]+ ){{0,2}}?{_CANONICAL}\b|as (?:it )?is$)",
        ),
        ("twins", rf"\b(?:two|three|four|both|several|\d+) (?:files|modules|places) (?:define|have|contain) {_ONE}"),
    )
)

#: Forms that decide nothing, but tell where things are.
LOCATING = tuple(
    (act, re.compile(form))
    for act, form in (
        (
            "describe",
            rf"^(?P<place>{_E}) ?(?:\([^()]*\))? ?[-:\u2013\u2014] "
            rf"(?:(?P<what>{_E})|.*?\b(?:has|defines?|contains?|holds?|with) {_ART}(?P<other>{_E})|)",
        ),
        ("home", f"(?P<what>{_E}){_NOUN}{_IN}"),
        ("home", rf"(?P<place>{_E}) ?\( ?{_ONE} ?\)"),
        ("home", f"(?P<place>{_E}) (?:has|defines|contains|holds) {_ONE}"),
    )
)

#: What stands in for something that is not to be used.
USE = re.compile(rf"\b(?:use|prefer|using|replaced? (?:by|with)|in favou?r of) {_ART}(?P<use>{_E})")

#: Who asks, or is not sure, has not decided; what follows a colon or "because" is a reason.
HEDGE = re.compile(r"\b(?:if|might|could|maybe|perhaps|consider|optional(?:ly)?|tbd|whether|would|unless|until)\b")
REASON = re.compile(rf"(?<={_E}): |\b(?:because|since)\b")

#: What sounds like a decision, and with what words a mere step begins.
DECISIVE = re.compile(
    r"\b(?:must|never|(?:nobody|no one) (?:may|shall|should)|no longer|do not|don't|should not|keep|stays?|remains?"
    r"|goes? away|delete[ds]?|removed?|drop(?:ped)?|retired?|replaced?|banned|forbidden)\b"
)
STEP = re.compile(
    "(?:add|check|compare|document|ensure|find|fix|grep|import|make sure|merge|migrate|regenerate|run|test|update"
    r"|verify)\b"
)

_THESE = "(?:(?:the|these|those|this|any|following|new|such|more|of) )*"
_KIND = "(?:files?|classes|class|modules?|names?|packages?|duplicates?|implementations?|copies|things)"
_GONE = "(?:delete|remove|drop|retire)d?"
#: What is said above a list for all of its items.
MODES = tuple(
    (mode, re.compile(form))
    for mode, form in (
        ("dont", "(?:what )?(?:do not|don't|never|not to do)(?: do)?"),
        ("ban", f"{_NOT} {_MAKE}(?: {_THESE}{_KIND}(?: (?:or|and) {_KIND})?)?"),
        ("ban", rf"(?:banned|forbidden|prohibited)(?: {_KIND})?|no new {_KIND}"),
        ("ban", rf"{_KIND} (?:not to|that must not) \w+(?: \w+)?"),
        ("delete", f"(?:to )?{_GONE}(?: {_THESE}{_KIND})?|(?:{_KIND} )?(?:to (?:be )?)?{_GONE}"),
        ("keep", f"(?:to )?(?:keep|kept|retain)(?: {_THESE}{_KIND})?"),
        ("keep", f"(?:{_KIND} )?(?:to (?:be )?)?(?:keep|kept|retained)"),
        ("keep", f"canonical(?: {_KIND})?|single source of truth"),
        ("facade", "facades?|re-?exports?|shims?"),
    )
)
