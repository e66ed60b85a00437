"""`ssot-lint discover`: what is alike under other names, and what may do one job, among what has one name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from ssot_lint.clones.findings import alike
from ssot_lint.commands.discover import Discovery, discoveries
from ssot_lint.commands.discover_clones import rivals
from ssot_lint.commands.discover_text import text
from ssot_lint.commands.init import from_discoveries
from tests.repository import session, write

Call = Callable[..., tuple[int, str, str]]

SENDER = """\
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
DISPATCHER = """\
class NotificationDispatcher:
    def __init__(self, backend, limit=5):
        self._backend = backend
        self._limit = limit

    def open(self):
        channel = self._backend.open_channel(timeout=10)
        channel.login(self._backend.user, self._backend.password)
        return channel

    def dispatch(self, note):
        for number in range(self._limit):
            try:
                return self.open().deliver(note.as_bytes())
            except ConnectionError:
                time.sleep(2**number)
        raise Undelivered(note)
"""
BUCKET = """\
class TokenLimiter:
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
LIMITER = """\
class TokenLimiterV2:
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
FUNCTION = """\
def report_of(orders, start, end, currency):
    found = {}
    for order in orders:
        if not start <= order.placed_at <= end:
            continue
        if order.is_cancelled or order.is_test:
            continue
        line = found.setdefault(order.customer_id, Line(order.customer_id))
        line.count += 1
        line.total += order.total.converted_to(currency)
        for item in order.items:
            line.items[item.sku] = line.items.get(item.sku, 0) + item.quantity
            if item.discount:
                line.discount += item.discount.converted_to(currency)
        if order.placed_at > line.latest:
            line.latest = order.placed_at
    ranked = sorted(found.values(), key=lambda line: line.total)
    ranked.reverse()
    whole = sum(line.total for line in ranked)
    for line in ranked:
        line.share = line.total / whole
    return ranked
"""
LEDGER = """\
class YearLedger:
    def open(self):
        return time.monotonic()

    def close(self):
        return time.sleep(1)

    def costs(self):
        return self.book.costs_of(self.year, "costs", "amounts")

    def amounts(self):
        return [one.costs + one.amounts for one in self.book.costs_by_amounts("costs")]
"""
PACKAGE = {"app/__init__.py": ""}


def named(code: str, old: str, new: str) -> str:
    return code.replace(old, new)


def found(root: Path, files: Mapping[str, str], policy: str = "", **how: bool) -> tuple[Discovery, ...]:
    return discoveries(session(root, {**PACKAGE, **files}, policy), None, **how)


def class_of(name: str, *members: str) -> str:
    """A class whose members have lines of their own, and use the clock."""
    methods = "".join(
        f"    def {member}(self):\n        return self.{member}_of(time.monotonic(), '{member} {member}s')\n\n"
        for member in members
    )
    return f"class {name}:\n{methods}"


@pytest.fixture
def call(command: Callable[..., tuple[int, str, str]]) -> Call:
    return partial(command, "discover", "--no-cache")


def show(root: Path, files: Mapping[str, str], policy: str = "") -> str:
    return text(found(root, files, policy))


def told(root: Path, files: Mapping[str, str], policy: str = "", limit: int | None = None) -> list[str]:
    """Each in one line: whether its decision can be written down, its kind, its places, and what else is alike."""
    there = discoveries(session(root, {**PACKAGE, **files}, policy), limit)
    return [
        " ".join(
            (
                "sure" if one.is_sure else "judge",
                f"{one.kind}:",
                *(f"{place.module.removeprefix('app.')}.{place.name}" for place in one.copies),
                *(f"+{place.path.removeprefix('app/').removesuffix('.py')}.{place.name}" for place in one.more),
            )
        )
        for one in there
    ]


OLD_DISPATCHER = named(DISPATCHER, "Dispatcher:\n", 'Dispatcher:\n    """Deprecated: it sends no mail."""\n\n')
POSTING = named(SENDER, "MailSender", "PostSender")


@pytest.mark.parametrize(("files", "expected"), [
    pytest.param({"app/a.py": SENDER, "app/b.py": DISPATCHER}, ["judge copies: a.MailSender b.NotificationDispatcher"], id="another-name"),
    pytest.param({"app/a.py": SENDER, "app/b.py": named(DISPATCHER, "NotificationDispatcher", "EnhancedMailSender")},
                 ["sure copies: a.MailSender b.EnhancedMailSender"], id="a-version"),
    pytest.param({"app/a.py": SENDER, "app/b.py": POSTING}, ["sure copies: a.MailSender b.PostSender"], id="to-the-letter"),
    pytest.param({"app/a.py": SENDER, "app/b.py": named(SENDER, "MailSender", "AsyncMailSender")},
                 ["judge copies: a.MailSender b.AsyncMailSender"], id="another-channel"),
    pytest.param({"app/a.py": FUNCTION, "app/b.py": named(FUNCTION, "report_of", "ranked")}, ["sure copies: a.report_of b.ranked"], id="functions"),
    pytest.param({"app/a.py": FUNCTION, "app/b.py": FUNCTION}, ["sure copies: a.report_of b.report_of"], id="functions-of-one-name"),
    pytest.param({"app/a.py": BUCKET, "app/b.py": named(LIMITER, "V2", "")}, ["judge namesakes: a.TokenLimiter b.TokenLimiter"], id="one-name-other-words"),
    pytest.param({"app/a.py": BUCKET, "app/b.py": LIMITER}, ["judge rivals: a.TokenLimiter b.TokenLimiterV2"], id="rivals"),
    pytest.param({f"app/{number}/limits.py": code for number, code in enumerate((BUCKET, LIMITER, ""))}, [], id="parts-of-plugins"),
    pytest.param({"app/a.py": SENDER, "app/b.py": SENDER}, ["sure definitions: a.MailSender b.MailSender"], id="one-name"),
    pytest.param({"app/a.py": BUCKET, "app/b.py": named(LIMITER, "V2", "") + SENDER, "app/c.py": SENDER},
                 ["sure definitions: b.MailSender c.MailSender", "judge namesakes: a.TokenLimiter b.TokenLimiter"], id="sure-ones-first"),
    pytest.param({"app/a.py": SENDER, "app/b.py": SENDER, "app/c.py": POSTING},
                 ["sure copies: a.MailSender b.MailSender c.PostSender"], id="one-name-and-another"),
    pytest.param({"app/a.py": SENDER, "app/b.py": SENDER, "app/c.py": DISPATCHER},
                 ["judge copies: a.MailSender b.MailSender c.NotificationDispatcher"], id="one-of-them-unsure"),
    pytest.param({"app/a.py": SENDER + FUNCTION + BUCKET, "app/b.py": POSTING + FUNCTION + BUCKET},
                 ["sure copies: a.TokenLimiter b.TokenLimiter +a.MailSender +a.report_of +b.PostSender +b.report_of"], id="two-files"),
    pytest.param({"app/a.py": SENDER + FUNCTION + BUCKET + class_of("Pair", "left", "right"), "app/b.py": POSTING + FUNCTION + BUCKET + class_of("Pair", "left", "right")},
                 ["sure copies: a.TokenLimiter b.TokenLimiter +a.MailSender +a.Pair +a.report_of +b.Pair +b.PostSender +b.report_of"], id="two-files-with-something-small"),
    pytest.param({"app/a.py": SENDER, "app/b.py": OLD_DISPATCHER, "x.py": "from app.b import NotificationDispatcher\n"},
                 ["judge copies: a.MailSender b.NotificationDispatcher"], id="one-is-deprecated"),
    pytest.param({"app-x/a.py": SENDER, "app-x/b.py": POSTING}, [], id="not-to-be-imported"),
    pytest.param({"app/a.py": SENDER}, [], id="one"),
])  # fmt: skip
def test_what_is_told(files: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, {"setup.py": "", **files}) == expected


ALLOWED = '[duplicates]\nallowed = ["app.{}: one is for tests of the other"]\n'


@pytest.mark.parametrize(("code", "policy", "expected"), [
    pytest.param(POSTING, ALLOWED.format("a:MailSender and app.b:PostSender"), 0, id="allowed"),
    pytest.param(SENDER, ALLOWED.format("b:MailSender and app.a:MailSender"), 0, id="allowed-of-one-name"),
    pytest.param(SENDER, ALLOWED.format("a:MailSender and app.c:MailSender"), 1, id="another-pair-is-allowed"),
    pytest.param(POSTING, '[duplicates]\nexclude = ["app/b.py"]\n', 0, id="excluded"),
    pytest.param(POSTING, '[decisions.d]\nkeep = ["app.a:MailSender"]\n', 0, id="kept"),
    pytest.param(POSTING, '[decisions.d]\nban-classes = ["app.b.PostSender"]\n', 0, id="banned"),
    pytest.param(POSTING, '[decisions.mail-sender]\nban-classes = ["Other"]\n', 1, id="undecided"),
])  # fmt: skip
def test_the_policy_is_heeded(code: str, policy: str, expected: int, tmp_path: Path) -> None:
    assert len(found(tmp_path, {"app/a.py": SENDER, "app/b.py": code}, policy)) == expected


def test_scopes_have_each_their_own(tmp_path: Path) -> None:
    files = {"shop/__init__.py": "", "shop/a.py": SENDER, "bank/__init__.py": "", "bank/b.py": POSTING}
    assert len(found(tmp_path, files)) == 1
    assert found(tmp_path, files, '[duplicates]\nscopes = ["shop", "bank"]\n') == ()


def test_a_pair_of_one_name_is_told_of_with_all_of_the_name(tmp_path: Path) -> None:
    """The third one of the name is alike by its lines alone, too short to be compared otherwise."""
    short = SENDER[: SENDER.index("    def send")]
    files = {"app/a.py": SENDER, "app/b.py": SENDER, "app/d.py": short}
    assert told(tmp_path, files) == ["sure definitions: a.MailSender b.MailSender d.MailSender"]
    assert told(tmp_path, {**files, "app/c.py": POSTING}) == [
        "sure definitions: a.MailSender b.MailSender d.MailSender",
        "judge copies: a.MailSender b.MailSender c.PostSender",
    ]


def test_what_is_told_is_not_told_again_as_a_guess(tmp_path: Path) -> None:
    """Classes of one name whose members are alike, and words too: that is one thing to hear of."""
    files = {
        "app/a.py": LEDGER,
        "app/b.py": LEDGER.replace("costs", "sums").replace("amounts", "gone").replace("year", "x"),
    }
    there = session(tmp_path, {**PACKAGE, **files})
    (pair,) = rivals(alike(there.policy, there.index, lambda path: True), there.index)
    assert [one.place.name for one in pair.standings] == ["YearLedger", "YearLedger"]
    assert told(tmp_path, files) == ["sure definitions: a.YearLedger b.YearLedger"]


FIRST = class_of("BudgetScheduler", "spend_tokens", "total_costs", "left_over")
SECOND = class_of("BudgetScheduler", "book_costs", "left_over", "spend")
NO_METHOD_OF_FIRST = class_of("BudgetScheduler", "book_costs", "tokens_left", "spend")


def likelihoods(root: Path, files: Mapping[str, str], policy: str = "") -> dict[str, float]:
    there = session(root, {**PACKAGE, **files}, policy)
    ranked = rivals(alike(there.policy, there.index, lambda path: True), there.index)
    return {" ".join(sorted(one.place.name for one in pair.standings)): pair.score for pair in ranked}


def test_the_likelier_guesses_come_first(tmp_path: Path) -> None:
    """Names that say the same before those that a word tells apart; last those with what another one has."""
    files = {
        "app/a.py": FIRST,
        "app/b.py": named(SECOND, "BudgetScheduler", "BudgetSchedulerV2"),
        "app/c.py": named(SECOND, "BudgetScheduler", "TeamBudgetScheduler").replace("spend", "plan"),
    }
    there = likelihoods(tmp_path, files)
    assert list(there) == ["BudgetScheduler BudgetSchedulerV2", "BudgetScheduler TeamBudgetScheduler"]
    assert there["BudgetScheduler BudgetSchedulerV2"] > there["BudgetScheduler TeamBudgetScheduler"] > 0


SERIES = {
    f"app/{folder}/{kind.lower()}.py": code.replace("BudgetScheduler", f"{word}{kind}Cache").replace(
        "spend", kind.lower()
    )
    for kind in ("Order", "Customer")
    for folder, word, code in (("x", "", FIRST), ("y", "Local", SECOND))
}


@pytest.mark.parametrize(("name", "path", "docstring", "others", "expected"), [
    pytest.param("BudgetSchedulerV2", "app/b.py", "Sums.", {}, 3.3, id="a-version"),
    pytest.param("BudgetSchedulerV2", "app/legacy/b.py", "Sums.", {}, 3.6, id="in-an-old-folder"),
    pytest.param("BudgetSchedulerV2", "app/b.py", "Deprecated.", {}, 3.6, id="deprecated"),
    pytest.param("TeamBudgetScheduler", "app/b.py", "Sums.", {}, 1.9, id="another-word"),
    pytest.param("AsyncBudgetScheduler", "app/b.py", "Sums.", {}, 1.3, id="another-channel"),
    pytest.param("LocalBudgetScheduler", "app/b.py", "Sums.", SERIES, 1.6, id="as-others-differ"),
])  # fmt: skip
def test_what_speaks_for_a_guess(
    name: str, path: str, docstring: str, others: dict[str, str], expected: float, tmp_path: Path
) -> None:
    code = SECOND.replace("BudgetScheduler:\n", f'{name}:\n    """{docstring}"""\n\n')
    there = likelihoods(tmp_path, {"app/a.py": FIRST, path: code, **others})
    assert round(there[" ".join(sorted(("BudgetScheduler", name)))], 1) == expected


def test_copies_that_are_called_as_their_files_come_after_others(tmp_path: Path) -> None:
    first = {"app/mail.py": SENDER, "app/post.py": POSTING}
    motor = {"app/a.py": BUCKET, "app/b.py": named(BUCKET, "TokenLimiter", "QuotaGuard")}
    assert [one.rpartition(": ")[2] for one in told(tmp_path, {**first, **motor})] == [
        "a.TokenLimiter b.QuotaGuard",
        "mail.MailSender post.PostSender",
    ]


def test_some_of_what_is_shown_are_guesses(tmp_path: Path) -> None:
    """A few, as long as there is enough that is sure; unlikely ones are shown with all."""
    code = "\n".join(class_of(f"Engine{number}Guard", "start", "stop") for number in range(22))
    files = {**PACKAGE, "app/a.py": code, "app/b.py": code, "app/c.py": BUCKET, "app/d.py": LIMITER}
    far = {
        "app/x/e.py": class_of("PriceCache", "look_up", "fill", "drop", "renew", "weigh", "wait").replace(
            "time.monotonic()", "0"
        ),
        "app/y/f.py": class_of("SeatCache", "find", "fill", "cut", "sort", "pour", "sow").replace(
            "time.monotonic()", "1"
        ),
    }
    there = session(tmp_path, {**files, **far})
    kinds = [one.kind for one in discoveries(there)]
    assert (len(kinds), kinds[:19], kinds[19:]) == (20, ["definitions"] * 19, ["rivals"])
    assert [one.kind for one in discoveries(there, guesses=False)] == ["definitions"] * 20
    assert [one.name for one in discoveries(there, None) if one.kind == "rivals"] == ["TokenLimiter", "PriceCache"]


@pytest.mark.parametrize(("rest", "keys", "by_hand"), [
    pytest.param("", {"delete": ["app.b"]}, (), id="nothing-else-in-its-file"),
    pytest.param("\n\ndef run(): ...\n", {"ban-classes": ["app.b.PostSender"]}, (), id="something-else"),
    pytest.param("\n\nif True:\n\n    class MailSender: ...\n", {"ban-classes": ["app.b.PostSender"]}, (), id="below"),
])  # fmt: skip
def test_what_is_proposed(rest: str, keys: dict[str, object], by_hand: tuple[str, ...], tmp_path: Path) -> None:
    (one,) = found(tmp_path, {"app/a.py": SENDER, "app/b.py": POSTING + rest})
    why = "nothing but its name tells it from the other"
    assert (dict(one.proposed.keys), one.by_hand) == ({"reason": why, "keep": ["app.a:MailSender"], **keys}, by_hand)


def test_proposals_do_not_contradict_each_other(tmp_path: Path) -> None:
    """What one bans is what another keeps: then it is left to people."""
    short = SENDER[: SENDER.index("    def send")]
    uses = {f"x{number}.py": "from app.c import PostSender\n" for number in range(2)}
    files = {
        "app/a.py": f"{SENDER}\n\ndef run(): ...\n",
        "app/b.py": short,
        "app/c.py": POSTING,
        "x.py": "from app.a import MailSender\n",
    }
    there = found(tmp_path, {**files, **uses})
    assert [(one.keep.module, one.by_hand) for one in there] == [
        ("app.c", ("remove MailSender from app/a.py:1 by hand: another proposal keeps something in this file",)),
        ("app.a", ()),
    ]
    policy = from_discoveries(session(tmp_path, {}))
    assert (policy.decisions, policy.is_whole) == (2, True)
    assert "ban-classes" not in policy.text


TEXT = """\
1. report_of and ranked_lines: 2 copies, with 100% of what they do the same
   keep app/b.py:18 report_of (no importers, 22 lines)
        app/c.py:1 ranked_lines (no importers, 22 lines)
   why: nothing but its name tells it from the other
     [decisions.report-of]
     reason = "nothing but its name tells it from the other"
     keep = ["app.b:report_of"]
     delete = ["app.c"]

2. MailSender and NotificationDispatcher: 2 copies, with 3 of 3 members alike and 72% of what they do the same
   keep app/a.py:1 MailSender (1 importer, 3 members)
        app/b.py:1 NotificationDispatcher (no importers, 3 members)
   why: 1 importer against none
   to be judged: if they are meant to be one thing,
     [decisions.mail-sender]
     reason = "1 importer against none"
     keep = ["app.a:MailSender"]
     ban-classes = ["app.b.NotificationDispatcher"]

3. BudgetScheduler: 2 definitions, with 56% of their words the same
   keep app/d.py:1 (no importers, 3 members)
        app/e.py:1 (no importers, 3 members)
   why: nothing but its path tells it from the other
   to be judged: if they are meant to be one thing,
     [decisions.budget-scheduler]
     reason = "nothing but its path tells it from the other"
     keep = ["app.d:BudgetScheduler"]
     delete = ["app.e"]

4. TokenLimiter and TokenLimiterV2: may do one job (both a kind of token limiter, one name, 25% of their words the same)
   keep app/f.py:1 TokenLimiter (no importers, 3 members)
        app/g.py:1 TokenLimiterV2 (no importers, 3 members)
   why: nothing but its name tells it from the other
   to be judged: if they are meant to be one thing,
     [decisions.token-limiter]
     reason = "nothing but its name tells it from the other"
     keep = ["app.f:TokenLimiter"]
     delete = ["app.g"]

write these decisions, but those to be judged, into ssot.toml with `ssot-lint init`
"""


def test_text(tmp_path: Path, call: Call) -> None:
    write(tmp_path, {
        **PACKAGE,
        "app/a.py": SENDER,
        "app/b.py": DISPATCHER + FUNCTION,
        "app/c.py": named(FUNCTION, "report_of", "ranked_lines"),
        "app/d.py": FIRST,
        "app/e.py": NO_METHOD_OF_FIRST,
        "app/f.py": BUCKET,
        "app/g.py": LIMITER,
        "x.py": "from app.a import MailSender\n",
    })  # fmt: skip
    assert call() == (0, TEXT, "")


def test_text_of_a_long_list(tmp_path: Path) -> None:
    names = [f"ranked_{letter}" for letter in "abcdefghij"]
    files = {f"app/{name}.py": FUNCTION.replace("report_of", name) for name in names}
    title, *places, more, why = show(tmp_path, files).splitlines()[:11]
    assert title == "1. ranked_a, ranked_b and 8 more: 10 copies, with 100% of what they do the same"
    assert [place.split(" (")[0].split()[-1] for place in places] == names[:8]
    assert (more, why) == (
        "        and 2 more: --format json has all",
        "   why: nothing but its name tells it from the other",
    )


@pytest.mark.parametrize(("files", "line"), [
    pytest.param({"app/a.py": SENDER + FUNCTION + BUCKET, "app/b.py": POSTING + FUNCTION + BUCKET},
                 "   also alike: MailSender, PostSender, report_of", id="more-in-the-same-files"),
    pytest.param({"app/a.py": FUNCTION, "app/b.py": FUNCTION, "app/report.py": "def report_of(): ...\n"},
                 "   app/report.py has a report_of too, which this would forbid: see if it is one of these", id="a-third-one"),
    pytest.param({"app/a.py": SENDER, "app/b.py": DISPATCHER},
                 "judge these first; what is meant to be alike belongs into `[duplicates] allowed` in ssot.toml", id="nothing-sure"),
    pytest.param({"app/a.py": FUNCTION, "app/b.py": FUNCTION.replace("report_of", "ranked")},
                 "write these decisions into ssot.toml with `ssot-lint init`", id="all-sure"),
    pytest.param({"app/a.py": SENDER, "app/b.py": OLD_DISPATCHER},
                 "   why: the other is deprecated", id="deprecated"),
    pytest.param({"app/a.py": BUCKET + "\n    @staticmethod\n    def of(): ...\n", "app/b.py": named(BUCKET, "Token", "Mail")},
                 "   why: 4 members against 3", id="larger"),
])  # fmt: skip
def test_lines_of_text(files: dict[str, str], line: str, tmp_path: Path) -> None:
    assert line in show(tmp_path, files).splitlines()


def test_array(tmp_path: Path, call: Call) -> None:
    write(tmp_path, {**PACKAGE, "app/a.py": SENDER + FUNCTION + BUCKET, "app/b.py": POSTING + FUNCTION + BUCKET})
    code, out, err = call("--format", "json")
    (one,) = json.loads(out)
    assert (code, err) == (0, "")
    assert {key: one[key] for key in ("name", "kind", "common", "more", "sure")} == {
        "name": "TokenLimiter",
        "kind": "copies",
        "common": {"members": [3, 3], "lines": [0, 0], "structure": 1.0, "words": 1.0},
        "more": [
            {"path": "app/a.py", "name": "MailSender"},
            {"path": "app/a.py", "name": "report_of"},
            {"path": "app/b.py", "name": "PostSender"},
            {"path": "app/b.py", "name": "report_of"},
        ],
        "sure": True,
    }


def test_init_writes_what_is_sure(tmp_path: Path) -> None:
    files = {"app/a.py": SENDER, "app/b.py": DISPATCHER, "app/c.py": BUCKET, "app/d.py": LIMITER}
    functions = {"app/e.py": FUNCTION, "app/f.py": FUNCTION.replace("report_of", "ranked_lines")}
    policy = from_discoveries(session(tmp_path, {**PACKAGE, **files, **functions}))
    assert policy.text.partition("\n\n")[2] == (
        '[decisions.report-of]\nreason = "nothing but its name tells it from the other"\n'
        'keep = ["app.e:report_of"]\ndelete = ["app.f"]\n'
    )
