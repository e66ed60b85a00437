"""Two classes, or two functions, with one implementation, perhaps under other names. Somebody did not
know of the first one, and what is mended in one stays broken in the other. Three kinds are told apart:

- copies: a part of their statements does the same, whatever their names, attributes, literals and
  comments are; methods may be renamed, dropped and added. Of classes in different folders a smaller
  part is enough where the words in them and their names are alike too, and their methods are not.
- namesakes: classes of one name, whose members and strings share words.
- rivals: classes that solve one task in other words. No one thing tells that: one name, or names
  that end alike, above all of what is one job whatever for (a cache, a rate limiter); words of the
  first sentences of their docstrings, and of all that is in them; means of the standard library;
  that one says it replaces the other. What enough of that speaks for is a guess: `ssot-lint
  discover` shows it, and an editor that of the class that is being written; `check` reports it where
  `[duplicates] report` asks for it.

A group of what is alike is one finding, at the first one that should go; so is all that two files have
in common, and all that files of the same names in two folders have. The one to keep is the one
that a decision keeps, else one that is not deprecated, that more files import, that has more in it.

Silent: what one file defines; classes that vary as their base classes do; files of one name in three
or more sibling folders, but for classes that extend nothing and are half the same; a name that more
than six files define; an abstract class beside a concrete one; exceptions, enumerations, protocols,
named tuples, typed dictionaries; classes with fewer than `min-members` methods, functions below 20
lines; tests, examples, documentation, migrations, vendored and generated files; what `exclude` and
`scopes` part; pairs that `allowed` names, with a reason; what a decision forbids, which other rules
report. Unless 60 % of them is the same, classes with a common ancestor and three or more classes with
just the same methods (45 % where their words are the same) are silent too, and, unless 70 % is, a
class that names, extends or imports the other (wrappers, adapters), and two that extend one class and
have the methods that it asks for, where a file imports both, to choose one. Below 45 %, so are classes
of one sort: half of the members must be alike, or the names, or the words where the methods are others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from ssot_lint.model import Hit, Related, Span
from ssot_lint.policy import kinds
from ssot_lint.policy.advice import proposal
from ssot_lint.policy.model import Option, Policy
from ssot_lint.policy.pairs import PAIRS
from ssot_lint.rule import Example, Rule

if TYPE_CHECKING:
    from ssot_lint.clones.findings import Alike
    from ssot_lint.clones.pairs import Pair
    from ssot_lint.clones.standing import Standing
    from ssot_lint.repo.index import Index

OPTIONS = (
    Option("similarity", kinds.FRACTION, "part of what two classes do, from which on they are copies", "duplicates"),
    Option("min-members", kinds.MEMBERS, "methods of the smallest classes that are compared", "duplicates"),
    Option("report", kinds.LIKENESSES, "kinds of likeness that are reported", "duplicates"),
    Option("allowed", PAIRS, "pairs that are meant to be alike, and why", "duplicates"),
)

_REPORTED = ("copies", "namesakes")
_SHOWN = 20  # related places; of more, one in each file


def check(policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.clones.findings import alike

    written = index.being_written
    reported = policy.tables.get("duplicates", {}).get("report", _REPORTED)
    for one in alike(policy, index, lambda path: "rivals" in reported or path in written):
        if one.group.kind in reported or one.is_about(written):
            yield _hit(one, one.pair(written), written)


def reports_in(path: str, policy: Policy, index: Index) -> bool:
    if path not in index.python_set or not index.sketch(path).units:
        return False
    from ssot_lint.clones.findings import is_compared

    return is_compared(policy, path)


def _hit(alike: Alike, pair: Pair, written: Collection[str]) -> Hit:
    from ssot_lint.clones.wording import role, said, way_out

    keep, other = sorted((alike.standings[pair.one], alike.standings[pair.other]), key=lambda one: one.rank)
    is_reversed = keep.place.path in written and other.place.path not in written
    here, there = (keep, other) if is_reversed else (other, keep)
    rest = [one for place, one in alike.standings.items() if place not in (pair.one, pair.other)]
    name = here.place.name
    return Hit(
        Span(here.line, here.column, here.line, here.column + len(name)),
        f"{said(pair, here, there, rest)}: {way_out(pair, here, there, is_reversed=is_reversed)}",
        keep.decision.name if keep.decision else None,
        path=here.place.path,
        related=tuple(Related(one.place.path, one.line, one.column, role(one, keep)) for one in (there, *_shown(rest))),
        proposal=proposal(keep.place.name, "keep", f"{keep.module}:{keep.place.name}"),
    )


def _shown(others: Sequence[Standing]) -> Sequence[Standing]:
    if len(others) <= _SHOWN:
        return others
    first: dict[str, Standing] = {}
    for one in others:
        first.setdefault(one.place.path, one)
    return [*first.values()][:_SHOWN]


_SENDER = """\
class MailSender:
    def __init__(self, server, retries=3):
        self.server = server
        self.retries = retries

    def connect(self):
        connection = self.server.open_channel(timeout=30)
        connection.login(self.server.user, self.server.password)
        return connection

    def send(self, message):
        for attempt in range(self.retries):
            try:
                return self.connect().deliver(message.as_bytes())
            except ConnectionError:
                time.sleep(2**attempt)
        raise Undelivered(message)
"""
_COPY = """\
class NotificationDispatcher:
    \"\"\"Sends notifications.\"\"\"

    def __init__(self, backend, limit=5):
        self._backend = backend
        self._limit = limit

    def open(self):
        channel = self._backend.open_channel(timeout=10)
        channel.login(self._backend.user, self._backend.password)
        return channel

    def dispatch(self, note):
        logger.info("sending %s", note)
        for number in range(self._limit):
            try:
                return self.open().deliver(note.as_bytes())
            except ConnectionError:
                time.sleep(2**number)
        raise Undelivered(note)
"""
_LIMITER = """\
class RateLimiter:
    def __init__(self, rate, clock=time.monotonic):
        self.tokens = self.rate = rate
        self.clock = clock
        self.last = clock()

    def allow(self, tokens=1):
        self.refill()
        if self.tokens < tokens:
            return False
        self.tokens -= tokens
        return True

    def refill(self):
        now = self.clock()
        self.tokens = min(self.rate, self.tokens + (now - self.last) * self.rate)
        self.last = now
"""
_OTHER_LIMITER = """\
class RateLimiter:
    def __init__(self, rate):
        self.rate = rate
        self.tokens = {}

    async def acquire(self, key):
        while not self.take(key):
            await asyncio.sleep(1 / self.rate)

    def take(self, key):
        last, tokens = self.tokens.get(key, (0.0, self.rate))
        now = time.monotonic()
        allowed = tokens + (now - last) * self.rate >= 1
        if allowed:
            self.tokens[key] = now, tokens - 1
        return allowed
"""
_WRAPPER = """\
from app.mail import MailSender

class Mailer:
    def __init__(self, server):
        self.sender = MailSender(server)

    def connect(self):
        return self.sender.connect()

    def send(self, message):
        return self.sender.send(message)
"""
_FILES = {"app/__init__.py": "", "app/mail.py": _SENDER, "app/main.py": "from app.mail import MailSender\n"}

RULE = Rule(
    "SSOT102",
    "near-duplicate-class",
    "classes or functions with one implementation, perhaps under other names",
    __doc__,
    repo=check,
    reports_in=reports_in,
    needs_decisions=False,
    examples=(
        Example(
            "a copy under another name",
            "",
            {**_FILES, "app/notify.py": _COPY},
            (
                "app/notify.py:1:7: SSOT102 NotificationDispatcher repeats MailSender in app.mail (3 of 3 members "
                "alike): use MailSender (imported by 1 file, this one by none), or allow the pair",
            ),
        ),
        Example(
            "one name, one task, other words",
            "",
            {"app/__init__.py": "", "app/api.py": _LIMITER, "app/jobs.py": _OTHER_LIMITER},
            (
                "app/jobs.py:1:7: SSOT102 RateLimiter is written anew, beside RateLimiter in app.api (25% of their "
                "words are the same): use RateLimiter from there, or allow the pair",
            ),
        ),
        Example(
            "a decision says which one",
            '[decisions.sending]\nkeep = ["app.notify:NotificationDispatcher"]\n',
            {**_FILES, "app/notify.py": _COPY},
            (
                "app/mail.py:1:7: SSOT102 MailSender repeats NotificationDispatcher in app.notify (3 of 3 members "
                "alike): use NotificationDispatcher from app.notify (sending)",
            ),
        ),
        Example(
            "an allowed pair, a wrapper, and tests are silent",
            '[duplicates]\nallowed = ["app.mail:MailSender and app.notify:NotificationDispatcher: one a service"]\n',
            {
                **_FILES,
                "app/notify.py": _COPY,
                "app/facade.py": _WRAPPER,
                "tests/test_mail.py": _COPY,
            },
        ),
    ),
    options=OPTIONS,
)
