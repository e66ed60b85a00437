"""What two classes or functions have in common: words, features, likeness, verdicts, groups, candidates."""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from itertools import product

import pytest

from ssot_lint.clones.candidates import Place, candidates
from ssot_lint.clones.families import Relation, are_exempt, are_siblings, relation_by_names
from ssot_lint.clones.features import Features, Parsed
from ssot_lint.clones.field import Field
from ssot_lint.clones.groups import groups
from ssot_lint.clones.likeness import Likeness, likeness
from ssot_lint.clones.pairs import Pair
from ssot_lint.clones.variants import other_variants
from ssot_lint.clones.verdict import Case, Kind, clues, verdict
from ssot_lint.clones.words import common_end, summary_words, telling_words, without_versions, words_in
from ssot_lint.repo.units import Head, Outline


def features(text: str) -> Features:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    return Parsed(node).features


# -- words


@pytest.mark.parametrize(("name", "words"), [
    pytest.param("get_user", ["get", "user"], id="snake"),
    pytest.param("HTTPServerV2", ["http", "server", "v", "2"], id="camel"),
    pytest.param("_XMLToJSON", ["xml", "to", "json"], id="abbreviations"),
    pytest.param("MAX_SIZE", ["max", "size"], id="constant"),
    pytest.param("a1b22c", ["a", "1", "b", "22", "c"], id="numbers"),
    pytest.param("ABTest", ["ab", "test"], id="abbreviation-and-word"),
    pytest.param("could not open %s: {name!r}", ["could", "not", "open", "s", "name", "r"], id="text"),
    pytest.param("Δelta_日本", ["δ", "elta", "日本"], id="other-letters"),
    pytest.param("___", [], id="nothing"),
])  # fmt: skip
def test_words_in(name: str, words: list[str]) -> None:
    assert words_in(name) == words


@pytest.mark.parametrize(("name", "words"), [
    pytest.param("UnifiedToolDispatcherV2", ["tool", "dispatcher"], id="versions"),
    pytest.param("BaseLegacyFinal3", [], id="nothing-else"),
    pytest.param("MailSender", ["mail", "sender"], id="plain"),
])  # fmt: skip
def test_telling_words(name: str, words: list[str]) -> None:
    assert telling_words(name) == words


@pytest.mark.parametrize(("names", "expected"), [
    pytest.param([], [], id="none"),
    pytest.param(["MailSender", "UnifiedMailSenderV2", "MyNewMailSender", "LegacyMailSenderImpl"], ["MailSender"] * 4, id="versions"),
    pytest.param(["NewsReader", "Superclass", "H264", "Mp3tool"], ["NewsReader", "Superclass", "H264", "Mp3tool"], id="parts-of-words"),
])  # fmt: skip
def test_without_versions(names: list[str], expected: list[str]) -> None:
    assert without_versions(names) == expected


@pytest.mark.parametrize(("one", "other", "expected"), [
    pytest.param("AgentRateLimiter", "RateLimiterV2", ["rate", "limiter"], id="two"),
    pytest.param("MailCache", "OtherCache", ["cache"], id="one"),
    pytest.param("MailCache", "CacheMail", [], id="none"),
    pytest.param("Cache", "MailCache", ["cache"], id="all-of-one"),
    pytest.param("Base", "Cache", [], id="no-word"),
])  # fmt: skip
def test_common_end(one: str, other: str, expected: list[str]) -> None:
    assert common_end(one, other) == expected


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("Limits requests by key. Not thread-safe.", "limit request key", id="first-sentence"),
    pytest.param("\n  Limits requests\n  by key\n  \n  More.", "limit request key", id="first-paragraph"),
    pytest.param("Reads `example.com`", "read example com", id="a-dot-in-a-word"),
    pytest.param("A class that is used by the other", "other", id="what-is-said-of-all"),
    pytest.param("Stands in for the store. For testing.", "", id="for-tests"),
    pytest.param("Waits for tested rooms", "wait tested room", id="not-for-tests"),
    pytest.param("Does as it is", "doe", id="short-words-stay"),
    pytest.param("", "", id="nothing"),
])  # fmt: skip
def test_summary_words(text: str, expected: str) -> None:
    assert summary_words(text) == {*expected.split()}


# -- features


def test_features_of_a_class() -> None:
    found = features('''\
@decorated
class MailSender(Base, Generic[T], abc.Sender[int], metaclass=Meta):
    """Words of docstrings do not count."""

    retry_limit = other = 3
    timeout: int
    one[0] = two.three = 4

    if True:
        def send(self, note: "Note") -> None:
            """Nor here."""
            self.server.deliver(note)
            time.sleep(1)
    else:
        def send(self, note):
            raise Closed("the server is gone")

    @property
    def state(self):
        return self._state

    @state.setter
    def state(self, value):
        self._state = value

    async def __aenter__(self):
        return self
''')
    assert found.name == "MailSender"
    assert found.is_class
    assert found.bases == ("Base", "Generic", "abc.Sender")
    assert [(one.name, dict(one.shapes)) for one in found.members] == [
        ("send", {"_.deliver(_)": 1, "_.sleep(n)": 1, "raise Closed(s)": 1}),
        ("state", {"return A": 1, "A=_": 1}),
        ("__aenter__", {"return _": 1}),
    ]
    assert found.names == {"send", "state"}
    assert found.weight == pytest.approx(sum(one.weight for one in found.members))
    assert found.shapes == sum((Counter(one.shapes) for one in found.members), Counter())
    assert found.words == {
        "send": 2, "state": 3, "aenter": 2, "retry": 1, "limit": 1, "other": 1, "timeout": 1, "server": 2,
        "the": 1, "is": 1, "gone": 1, "note": 1,
    }  # fmt: skip
    assert found.means == {"time", "sleep"}
    assert {"deliver", "sleep", "Closed", "Base"} - found.mentions == {"Base"}


@pytest.mark.parametrize(("before", "said", "expected"), [
    pytest.param("", "Replaces MailSender.", True, id="docstring"),
    pytest.param("", "Queues instead of sending as MailSender does.", False, id="what-it-does"),
    pytest.param("", "Sends.\n\n    Superseded by MailSender, which queues.", True, id="later-in-the-docstring"),
    pytest.param("@deprecated(alternative='app.MailSender')\n", "Sends.", True, id="decorator"),
    pytest.param("@sends(by='app.MailSender')\n", "Sends as MailSender does.", False, id="only-its-name"),
    pytest.param("", f"Deprecated. {'Very ' * 32} MailSender.", False, id="far-away"),
    pytest.param("", "Replaces MailSenders.", False, id="another-name"),
])  # fmt: skip
def test_what_is_said_to_stand_for_another(before: str, said: str, expected: bool) -> None:
    text = f'class Poster:\n    """{said}"""\n'
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.ClassDef)
    one, other = Parsed(node, before).features, features("class MailSender: ...\n")
    assert (likeness(one, other).related, likeness(other, one).related) == (expected, expected)


def test_one_name_stands_for_nothing() -> None:
    one, other = features('class A:\n    """Replaces A."""\n'), features("class A: ...\n")
    assert not likeness(one, other).related


def test_features_of_a_function() -> None:
    found = features(
        "async def load_rows(path, *, limit=10):\n    with open(path) as file:\n        return json.load(file)\n"
    )
    assert (found.name, found.is_class, found.bases) == ("load_rows", False, ())
    assert [(one.name, dict(one.shapes)) for one in found.members] == [
        ("load_rows", {"with open(_)": 1, "return _.load(_)": 1})
    ]
    assert found.words == {"load": 2, "rows": 2}
    assert found.means == {"json"}


def test_long_texts_count_for_their_beginning() -> None:
    found = features(f"def f():\n    return {'first ' + 'x' * 300 + ' last'!r}\n")
    assert set(found.words) == {"f", "first", "x" * 194}


# -- likeness

MAIL = """\
class Mail:
    def connect(self):
        channel = self.server.open_channel(timeout=30)
        channel.login(self.user, self.password)
        return channel

    def send(self, message):
        for attempt in range(self.retries):
            time.sleep(2**attempt)
            self.connect().deliver(message.as_bytes())

    def close(self):
        self.server.shutdown(wait=True)
"""
NOTE = (
    MAIL.replace("Mail", "Note").replace("def send(self, message)", "def notify(self, note)").replace("message", "note")
)
EMPTY = "class Empty:\n    def connect(self): ...\n    def other(self): pass\n"


@pytest.mark.parametrize(("one", "other", "expected"), [
    pytest.param(MAIL, MAIL, Likeness(1.0, 14.1, 3, 3, 0.0, {"close": 2.3, "connect": 5.3, "send": 6.6}, 1.0, 1.0, 1.0, 2, 0, False), id="itself"),
    pytest.param(MAIL, NOTE, Likeness(1.0, 14.1, 3, 3, 6.6, {"close": 2.3, "connect": 5.3}, 0.5, 0.692, 1.0, 2, 0, False), id="renamed-method"),
    pytest.param(MAIL, EMPTY, Likeness(0.0, 0.0, 0, 2, 0.0, {}, 0.25, 0.154, 0.0, 0, 0, False), id="nothing"),
    pytest.param(EMPTY, EMPTY, Likeness(0.0, 0.0, 0, 2, 0.0, {}, 1.0, 1.0, 0.0, 0, 0, False), id="empty"),
    pytest.param("class A: ...", "class B: ...", Likeness(0.0, 0.0, 0, 0, 0.0, {}, 0.0, 0.0, 0.0, 0, 0, False), id="no-members"),
])  # fmt: skip
def test_likeness(one: str, other: str, expected: Likeness) -> None:
    assert likeness(features(one), features(other)) == expected
    assert likeness(features(other), features(one)) == expected


def test_a_dropped_and_an_added_method() -> None:
    one = features(MAIL)
    other = features(MAIL[: MAIL.index("    def close")] + "    def count(self):\n        return len(self.rows)\n")
    found = likeness(one, other)
    assert (found.members, found.of, found.structure) == (2, 3, 0.764)
    assert found.named == {"connect": 5.3, "send": 6.6}


def test_empty_methods_of_one_name_are_alike_beside_others() -> None:
    found = likeness(features(MAIL + "    def stop(self): ...\n"), features(MAIL + "    def stop(self): pass\n"))
    assert (found.members, found.of) == (4, 4)
    assert found.named["stop"] == 0.0


def test_each_member_has_one_counterpart() -> None:
    body = "        return self.client.fetch_rows(limit=10, order='x')\n"
    one = features(f"class A:\n    def a(self):\n{body}    def b(self):\n{body}    def c(self):\n{body}")
    other = features(f"class B:\n    def b(self):\n{body}    def d(self):\n        return 1\n")
    found = likeness(one, other)
    assert (found.members, found.of, dict(found.named), found.renamed) == (1, 2, {"b": found.common}, 0.0)


# -- relations


@pytest.mark.parametrize(("bases", "name", "expected"), [
    pytest.param((), "ParseError", True, id="error-by-name"),
    pytest.param((), "LoadWarning", True, id="warning-by-name"),
    pytest.param(("a.Protocol",), "Store", True, id="protocol"),
    pytest.param(("IntFlag",), "Mode", True, id="flag"),
    pytest.param(("enum.StrEnum",), "Mode", True, id="enumeration"),
    pytest.param(("http.TimeoutError",), "Late", True, id="exception"),
    pytest.param(("NamedTuple",), "Row", True, id="named-tuple"),
    pytest.param(("collections.namedtuple('Row', 'a.b c')",), "Row", True, id="named-tuple-by-call"),
    pytest.param(("TypedDict",), "Row", True, id="typed-dictionary"),
    pytest.param(("Base", "ABC"), "ErrorHandler", False, id="others"),
])  # fmt: skip
def test_are_exempt(bases: tuple[str, ...], name: str, expected: bool) -> None:
    assert are_exempt(bases, name) is expected


@pytest.mark.parametrize(("names", "paths", "expected"), [
    pytest.param("MailCache RoomCache", "app/mail.py app/room.py", True, id="siblings"),
    pytest.param("MailCache RoomCache", "app/mail_cache.py app/room_cache.py", True, id="all-words"),
    pytest.param("MailCache RoomCache", "app/mail.py web/room.py", False, id="another-folder"),
    pytest.param("MailCache RoomCache", "app/a.py app/b.py", False, id="other-words"),
    pytest.param("MailCache RoomCache", "app/mail.py app/b.py", False, id="one-word"),
    pytest.param("MailCache Cache", "app/mail.py app/cache.py", False, id="one-has-no-word-of-its-own"),
    pytest.param("MailCache RoomCache", "mail.py room.py", True, id="at-the-root"),
])  # fmt: skip
def test_are_siblings(names: str, paths: str, expected: bool) -> None:
    (one, other), (here, there) = names.split(), paths.split()
    assert are_siblings((one, other), (here, there)) is expected
    assert are_siblings((other, one), (there, here)) is expected


@pytest.mark.parametrize(("one", "other", "names", "expected"), [
    pytest.param((), (), ("A", "B"), "apart", id="none"),
    pytest.param(("Base",), (), ("A", "B"), "apart", id="one-without"),
    pytest.param(("Base",), ("Other",), ("A", "B"), "apart", id="different"),
    pytest.param(("Base",), ("x.Base",), ("A", "B"), "one base", id="same"),
    pytest.param(("Base", "Mixin"), ("Mixin", "Base"), ("A", "B"), "one base", id="in-another-order"),
    pytest.param(("Base", "Mixin"), ("Base",), ("A", "B"), "some bases", id="some"),
    pytest.param(("object",), ("object",), ("A", "B"), "apart", id="object"),
    pytest.param(("ABC", "Generic"), ("abc.ABC",), ("A", "B"), "apart", id="says-nothing"),
    pytest.param(("Light",), ("Switch",), ("MailLight", "MailSwitch"), "parallel bases", id="vary-alike"),
    pytest.param(("LightEntity",), ("Entity",), ("MailLight", "Mail"), "parallel bases", id="one-varies"),
    pytest.param(("Entity",), ("LightEntity",), ("Mail", "MailLight"), "parallel bases", id="the-other-varies"),
    pytest.param(("Light",), ("Switch",), ("MailSender", "NoteSender"), "apart", id="vary-otherwise"),
])  # fmt: skip
def test_relation_by_names(
    one: tuple[str, ...], other: tuple[str, ...], names: tuple[str, str], expected: Relation
) -> None:
    assert relation_by_names(one, other, names) == expected
    assert relation_by_names(other, one, names[::-1]) == expected


# -- verdicts

NOTHING = Likeness(0.0, 0.0, 0, 3, 0.0, {}, 0.0, 0.0, 0.0, 0, 0, False)


def case(
    structure: float = 0.0,
    common: float = 20.0,
    *,
    names: str = "MailSender NoteDispatcher",
    relation: Relation = "apart",
    used: bool = False,
    interface: bool = False,
    neighbours: bool = False,
    siblings: bool = False,
    function: bool = False,
    methods: Mapping[str, int] = {},
    kinds: Mapping[str, int] = {},
    members: int = 2,
    words: float = 0.0,
    tools: int = 0,
    summary: int = 0,
    related: bool = False,
    methods_part: float = 0.0,
    renamed: float = 0.0,
    named: Mapping[str, float] = {},
) -> Case:
    one, other = names.split()
    found = Likeness(structure, common, members, 3, renamed, named, methods_part, words, 0.0, tools, summary, related)
    return Case((one, other), not function, found, relation, used, interface, neighbours, siblings, methods, kinds)


ALIKE = "RateLimiter RateLimiter"
POSTERS = "MailPoster MailPoster"
SENDERS = "MailSender NoteSender"
CACHES = "MailCache RoomCache"


@pytest.mark.parametrize(("given", "expected"), [
    pytest.param(case(), None, id="nothing"),
    # copies
    pytest.param(case(0.2, 12.0), "copies", id="much"),
    pytest.param(case(0.2, 11.9), None, id="unclear-and-not-much"),
    pytest.param(case(0.3, 10.0), "copies", id="clear"),
    pytest.param(case(0.3, 9.9), None, id="clear-but-little"),
    pytest.param(case(0.19, 99.0), None, id="less-than-asked-for"),
    pytest.param(case(0.7, 6.0), "copies", id="plain-is-enough-with-little"),
    pytest.param(case(0.7, 5.9), None, id="plain-but-next-to-nothing"),
    pytest.param(case(0.7, 6.0, used=True), "copies", id="plain-and-used"),
    pytest.param(case(0.69, 50.0, used=True), None, id="used"),
    pytest.param(case(0.7, 6.0, interface=True), "copies", id="plain-of-one-interface"),
    pytest.param(case(0.59, 50.0, interface=True), None, id="one-interface"),
    pytest.param(case(0.6, 10.0, interface=True), "copies", id="one-interface-and-most"),
    pytest.param(case(0.59, 50.0, function=True), None, id="function"),
    pytest.param(case(0.6, 10.0, function=True), "copies", id="function-and-most"),
    pytest.param(case(0.7, 6.0, relation="one base"), "copies", id="plain-of-one-base"),
    pytest.param(case(0.25, 10.0, relation="one base"), "copies", id="one-base"),
    pytest.param(case(0.24, 10.0, relation="one base"), None, id="one-base-less"),
    pytest.param(case(0.29, 10.0, relation="one base", neighbours=True), None, id="one-base-neighbours"),
    pytest.param(case(0.31, 10.0, relation="one base", neighbours=True), "copies", id="one-base-neighbours-more"),
    pytest.param(case(0.3, 10.0, relation="one base", names=ALIKE), None, id="one-base-and-name"),
    pytest.param(case(0.6, 10.0, relation="one base", names=ALIKE), "copies", id="one-base-and-name-and-most"),
    pytest.param(case(0.16, 20.0, relation="one base", renamed=10.0), "copies", id="one-base-renamed"),
    pytest.param(case(0.14, 20.0, relation="one base", renamed=10.0), None, id="one-base-renamed-less"),
    pytest.param(case(0.16, 20.0, relation="one base", renamed=4.0, named={"a": 6.0}, methods={"a": 3}), "copies", id="one-base-own-method"),
    pytest.param(case(0.19, 20.0, relation="one base", renamed=4.0, named={"a": 6.0}, methods={"a": 4}), None, id="one-base-asked-for"),
    pytest.param(case(0.19, 20.0, relation="one base", renamed=4.0, named={"__a__": 6.0}), None, id="one-base-special"),
    pytest.param(case(0.59, 30.0, relation="some bases"), None, id="some-bases"),
    pytest.param(case(0.6, 10.0, relation="some bases"), "copies", id="some-bases-and-most"),
    pytest.param(case(0.99, 10.0, relation="some bases"), "copies", id="some-bases-and-nearly-all"),
    pytest.param(case(0.99, 99.0, relation="some bases", used=True), None, id="subclass"),
    pytest.param(case(0.65, 99.0, relation="parallel bases", interface=True), None, id="parallel-bases-of-one-interface"),
    pytest.param(case(0.99, 99.0, relation="parallel bases"), None, id="parallel-bases"),
    pytest.param(case(0.44, 50.0, interface=True, words=0.9), None, id="one-interface-in-the-same-words-but-less"),
    pytest.param(case(0.45, 10.0, interface=True, words=0.75), "copies", id="one-interface-in-the-same-words"),
    pytest.param(case(0.45, 50.0, interface=True, words=0.74), None, id="one-interface-in-other-words"),
    pytest.param(case(0.45, 50.0, function=True, words=0.9), None, id="functions-in-the-same-words"),
    pytest.param(case(0.29, 149.0, siblings=True), None, id="siblings"),
    pytest.param(case(0.29, 150.0, siblings=True), "copies", id="siblings-and-very-much"),
    pytest.param(case(0.3, 10.0, siblings=True), "copies", id="siblings-and-clear"),
    pytest.param(case(0.17, 12.0, words=0.4), "copies", id="less-in-like-words"),
    pytest.param(case(0.15, 12.0, words=0.4), None, id="much-less-in-like-words"),
    pytest.param(case(0.17, 11.9, words=0.4), None, id="less-and-not-much-in-like-words"),
    pytest.param(case(0.17, 12.0, words=0.39), None, id="less-in-other-words"),
    pytest.param(case(0.17, 4.0, words=0.65, members=2), "copies", id="little-in-the-same-words"),
    pytest.param(case(0.15, 4.0, words=0.65, members=2), None, id="little-that-is-hardly-the-same"),
    pytest.param(case(0.17, 3.9, words=0.65, members=2), None, id="next-to-nothing-in-the-same-words"),
    pytest.param(case(0.17, 4.0, words=0.64, members=2), None, id="little-in-other-words"),
    pytest.param(case(0.17, 4.0, words=0.65, members=1), None, id="little-in-the-same-words-of-few-members"),
    pytest.param(case(0.17, 4.0, words=0.65, members=2, used=True), None, id="little-and-used"),
    pytest.param(case(0.17, 4.0, words=0.65, members=2, interface=True), None, id="little-of-one-interface"),
    pytest.param(case(0.17, 4.0, words=0.65, members=2, function=True), None, id="little-of-functions"),
    pytest.param(case(0.17, 4.0, words=0.65, members=2, relation="one base"), None, id="little-of-one-base"),
    pytest.param(case(0.95, 4.0, words=0.95, methods_part=0.95, relation="one base"), "copies", id="little-of-one-base-and-all-the-same"),
    pytest.param(case(0.94, 4.0, words=0.95, methods_part=0.95, relation="one base"), None, id="little-of-one-base-that-does-not-all-of-it"),
    pytest.param(case(0.95, 4.0, words=0.94, methods_part=0.95, relation="one base"), None, id="little-of-one-base-and-not-all-words"),
    pytest.param(case(0.95, 4.0, words=0.95, methods_part=0.94, relation="one base"), None, id="little-of-one-base-and-not-all-methods"),
    pytest.param(case(0.95, 4.0, words=0.95, methods_part=0.95, relation="some bases"), None, id="little-of-relatives-and-all-the-same"),
    pytest.param(case(0.45, 30.0, members=1), "copies", id="clear-whatever-they-are-called"),
    pytest.param(case(0.44, 30.0, members=1), None, id="of-one-sort"),
    pytest.param(case(0.44, 30.0, members=1, relation="one base"), None, id="of-one-sort-and-base"),
    pytest.param(case(0.44, 30.0, members=2), "copies", id="half-of-the-members"),
    pytest.param(case(0.44, 30.0, members=1, names=SENDERS), "copies", id="called-alike"),
    pytest.param(case(0.44, 30.0, members=1, names="RedMailSender BlueRoomSender"), None, id="hardly-called-alike"),
    pytest.param(case(0.44, 30.0, members=1, names=SENDERS, methods_part=0.5), None, id="called-alike-of-one-interface"),
    pytest.param(case(0.44, 30.0, members=1, names=SENDERS, methods_part=0.5, words=0.5), "copies", id="of-one-interface-in-like-words"),
    pytest.param(case(0.44, 30.0, members=1, names=SENDERS, methods_part=0.5, words=0.49), None, id="of-one-interface-in-other-words"),
    pytest.param(case(0.44, 30.0, members=1, names=POSTERS, methods_part=0.5), "copies", id="called-the-same-of-one-interface"),
    pytest.param(case(0.44, 30.0, members=1, methods_part=0.19, words=0.28), "copies", id="other-methods-like-words"),
    pytest.param(case(0.44, 30.0, members=1, methods_part=0.2, words=0.28), None, id="too-many-methods-like-words"),
    pytest.param(case(0.44, 30.0, members=1, methods_part=0.19, words=0.27), None, id="other-methods-other-words"),
    # copies, in other words
    pytest.param(case(0.12, 6.0, words=0.33, renamed=1.0, names=SENDERS), "copies", id="reworded"),
    pytest.param(case(0.11, 99.0, words=0.9, renamed=9.0, names=SENDERS), None, id="reworded-but-does-other-things"),
    pytest.param(case(0.12, 5.9, words=0.6, renamed=1.0, names=SENDERS), None, id="reworded-but-does-next-to-nothing"),
    pytest.param(case(0.12, 6.0, words=0.26, renamed=1.0, names=SENDERS), None, id="reworded-with-too-little-in-all"),
    pytest.param(case(0.19, 6.0, words=0.2, renamed=1.0, names=SENDERS), "copies", id="reworded-with-few-words"),
    pytest.param(case(0.19, 6.0, words=0.19, renamed=1.0, names="MailSender SenderOfMail"), None, id="reworded-with-too-few-words"),
    pytest.param(case(0.19, 6.0, words=0.39, renamed=1.0), "copies", id="reworded-with-another-name"),
    pytest.param(case(0.19, 6.0, words=0.39, renamed=1.0, methods_part=0.1), None, id="reworded-but-not-its-methods"),
    pytest.param(case(0.19, 6.0, words=0.64, renamed=1.0, methods_part=0.49, names=SENDERS), "copies", id="reworded-but-for-its-methods"),
    pytest.param(case(0.19, 6.0, words=0.64, renamed=1.0, methods_part=0.5, names=SENDERS), None, id="reworded-of-one-interface"),
    pytest.param(case(0.19, 6.0, words=0.6, renamed=0.9), "copies", id="reworded-with-nothing-of-its-own"),
    pytest.param(case(0.19, 6.0, words=0.5), None, id="reworded-with-nothing-of-its-own-and-less"),
    pytest.param(case(0.19, 6.0, words=0.27, names="MailSender SenderOfMail"), None, id="reworded-with-nothing-of-its-own-and-few-words"),
    pytest.param(case(0.19, 6.0, words=0.6, renamed=1.0, neighbours=True), None, id="reworded-neighbours"),
    pytest.param(case(0.19, 6.0, words=0.6, renamed=1.0, used=True), None, id="reworded-and-used"),
    pytest.param(case(0.19, 6.0, words=0.6, renamed=1.0, interface=True), None, id="reworded-as-others"),
    pytest.param(case(0.19, 6.0, words=0.6, renamed=1.0, function=True), None, id="reworded-functions"),
    pytest.param(case(0.19, 6.0, words=0.6, renamed=1.0, relation="one base"), "copies", id="reworded-of-one-base"),
    pytest.param(case(0.19, 6.0, words=0.9, renamed=0.9, relation="one base"), None, id="reworded-of-one-base-that-asks-for-it"),
    pytest.param(case(0.19, 6.0, words=0.6, renamed=1.0, relation="one base", names="Poster Poster"), None, id="reworded-of-one-base-and-name"),
    pytest.param(case(0.19, 6.0, words=0.6, renamed=1.0, relation="some bases"), None, id="reworded-relatives"),
    # namesakes
    pytest.param(case(names=POSTERS, words=0.25), "namesakes", id="namesakes"),
    pytest.param(case(names=POSTERS, words=0.24), "rivals", id="namesakes-with-fewer-words"),
    pytest.param(case(names=POSTERS, words=0.21), None, id="namesakes-of-other-words"),
    pytest.param(case(names="Limiter Limiter", words=0.09), None, id="one-word-is-no-name"),
    pytest.param(case(names="BaseConfig BaseConfig", words=0.9, methods_part=0.5), None, id="versions-are-no-name"),
    pytest.param(case(names=ALIKE, words=0.9, used=True), None, id="namesakes-used"),
    pytest.param(case(names=ALIKE, words=0.9, interface=True), None, id="namesakes-of-one-interface"),
    pytest.param(case(names=ALIKE, words=0.9, function=True), None, id="namesakes-that-are-functions"),
    pytest.param(case(names=POSTERS, words=0.9, relation="one base"), "rivals", id="namesakes-of-one-base-are-rivals"),
    pytest.param(case(names=POSTERS, words=0.2, relation="one base"), None, id="namesakes-of-one-base-and-other-words"),
    # rivals
    pytest.param(case(names=ALIKE), "rivals", id="one-mechanism-of-one-name"),
    pytest.param(case(names=ALIKE, relation="some bases"), None, id="mechanisms-of-one-family"),
    pytest.param(case(names=ALIKE, methods_part=0.5), None, id="one-interface-by-its-methods"),
    pytest.param(case(names=CACHES), None, id="one-mechanism-alone"),
    pytest.param(case(names=CACHES, words=0.17), "rivals", id="one-mechanism-and-words"),
    pytest.param(case(names=CACHES, tools=3), "rivals", id="one-mechanism-and-means"),
    pytest.param(case(names=CACHES, tools=2), None, id="one-mechanism-and-few-means"),
    pytest.param(case(names=CACHES, summary=2), "rivals", id="one-mechanism-and-what-is-said-of-it"),
    pytest.param(case(names=CACHES, summary=1), None, id="one-mechanism-and-one-word-said-of-it"),
    pytest.param(case(names=CACHES, summary=2, neighbours=True), None, id="mechanisms-beside-each-other"),
    pytest.param(case(names=CACHES, summary=2, siblings=True), None, id="variants-of-a-mechanism"),
    pytest.param(case(names=CACHES, summary=3, relation="one base"), None, id="mechanisms-of-one-base"),
    pytest.param(case(names="MailEventBus RoomEventBus", words=0.1), "rivals", id="one-mechanism-of-two-words"),
    pytest.param(case(names=SENDERS, words=0.9, summary=2, tools=1), "rivals", id="one-end-of-names"),
    pytest.param(case(names=SENDERS, words=0.9, summary=2, tools=1, kinds={"sender": 6}), None, id="a-role"),
    pytest.param(case(names=SENDERS, words=0.9, summary=2, tools=1, kinds={"sender": 5}), "rivals", id="hardly-a-role"),
    pytest.param(case(names="MailPoster LegacyMailPosterV2", words=0.24), "rivals", id="versions-of-one-name"),
    pytest.param(case(names="Poster LegacyPosterV2", words=0.24), None, id="versions-of-one-word"),
    pytest.param(case(names=POSTERS, words=0.24, kinds={"poster": 9}), "rivals", id="one-name-is-no-role"),
    pytest.param(case(words=0.9, summary=9), None, id="other-names"),
    pytest.param(case(words=0.9, summary=9, tools=1), "rivals", id="other-names-and-all-else"),
    pytest.param(case(words=0.28, related=True), None, id="one-stands-for-the-other-in-some-words"),
    pytest.param(case(words=0.28, related=True, tools=1), "rivals", id="one-stands-for-the-other"),
    pytest.param(case(words=0.28, related=True, tools=1, relation="one base"), "rivals", id="one-stands-for-its-relative"),
    pytest.param(case(words=0.28, summary=9, tools=9, relation="one base"), None, id="relatives"),
    pytest.param(case(names="MailCache FakeMailCache", words=0.28), None, id="a-stand-in"),
    pytest.param(case(names="MockMailCache MailCache", words=0.28), None, id="the-other-is-a-stand-in"),
    pytest.param(case(names="Base MailSender", words=0.9, summary=9, tools=9), None, id="rival-without-a-name"),
    pytest.param(case(names="MailSender New", words=0.9, summary=9, tools=9), None, id="rival-of-one-without-a-name"),
])  # fmt: skip
def test_verdict(given: Case, expected: Kind | None) -> None:
    assert verdict(given) == expected


def test_clues() -> None:
    given = case(
        names="MailEventBus RoomEventBus", neighbours=True, siblings=True, words=0.18, summary=5, tools=7, related=True
    )
    assert clues(given) == (
        ("5 words of their first sentences the same", 1.5),
        ("both a kind of event bus", 1.5),
        ("one is said to stand for the other", 1.5),
        ("7 of the means they use the same", 1.0),
        ("18% of their words the same", 0.75),
        ("names that end alike", 0.5),
        ("variants beside each other", -1.0),
    )
    assert clues(case(names=SENDERS, kinds={"sender": 6})) == (
        ("names that end alike", 0.5), ("many are called sender", -1.0))  # fmt: skip


@pytest.mark.parametrize(("given", "similarity", "expected"), [
    pytest.param(case(0.5, 50.0), 0.5, "copies", id="as-asked"),
    pytest.param(case(0.49, 50.0), 0.5, None, id="less"),
    pytest.param(case(0.12, 12.0), 0.1, "copies", id="low-and-much"),
    pytest.param(case(0.12, 10.0), 0.1, None, id="low-and-not-much"),
    pytest.param(case(0.79, 50.0), 0.8, None, id="more-than-plain"),
    pytest.param(case(0.8, 6.0), 0.8, "copies", id="high"),
    pytest.param(case(0.79, 50.0, function=True), 0.8, None, id="function"),
    pytest.param(case(0.99, 50.0, relation="some bases"), 1.0, None, id="all"),
    pytest.param(case(1.0, 50.0, relation="some bases"), 1.0, "copies", id="all-of-it"),
    pytest.param(case(0.35, 10.0, relation="one base", neighbours=True), 0.3, None, id="neighbours"),
    pytest.param(case(0.4, 10.0, relation="one base", neighbours=True), 0.3, "copies", id="neighbours-more"),
    pytest.param(case(0.24, 6.0, words=0.86, renamed=1.0), 0.4, "copies", id="reworded-and-more"),
    pytest.param(case(0.24, 6.0, words=0.85, renamed=1.0), 0.4, None, id="reworded-and-hardly-more"),
    pytest.param(case(0.23, 6.0, words=0.99, renamed=1.0), 0.4, None, id="reworded-and-less-is-the-same"),
    pytest.param(case(0.07, 6.0, words=0.48, renamed=1.0), 0.1, "copies", id="reworded-with-less-asked-for"),
    pytest.param(case(0.07, 6.0, words=0.47, renamed=1.0), 0.1, None, id="reworded-with-less-asked-for-but-not-in-all"),
])  # fmt: skip
def test_verdict_of_another_similarity(given: Case, similarity: float, expected: Kind | None) -> None:
    assert verdict(given, similarity) == expected


# -- groups


def pair(one: str, other: str, structure: float = 0.5, kind: Kind = "copies") -> Pair:
    """`a.B` is class B of file a."""
    first, second = (Place(*place.split(".")) for place in (one, other))
    return Pair(kind, first, second, True, NOTHING._replace(structure=structure))


@pytest.mark.parametrize(("pairs", "expected"), [
    pytest.param([], [], id="none"),
    pytest.param([pair("a.A", "b.B")], [("copies", "a.A b.B")], id="one"),
    pytest.param([pair("a.A", "b.B"), pair("c.C", "d.D")], [("copies", "a.A b.B"), ("copies", "c.C d.D")], id="apart"),
    pytest.param([pair("a.A", "b.B"), pair("b.B", "c.C")], [("copies", "a.A b.B c.C")], id="row"),
    pytest.param([pair("a.A", "b.B"), pair("a.A", "c.C"), pair("b.B", "c.C")], [("copies", "a.A b.B c.C")], id="clique"),
    pytest.param([pair("a.A", "b.B"), pair("c.C", "d.D"), pair("b.B", "c.C")], [("copies", "a.A b.B c.C d.D")], id="joined-later"),
    pytest.param([pair("a.A", "b.B"), pair("a.C", "b.D")], [("copies", "a.A b.B"), ("copies", "a.C b.D")], id="two-between-files"),
    pytest.param([pair("a.A", "b.B"), pair("a.C", "b.D"), pair("a.E", "b.F")], [("copies", "a.A a.C a.E b.B b.D b.F")], id="three-between-files"),
    pytest.param([pair(f"old/{file}.A", f"lib/new/{file}.A") for file in ("a", "b/c", "b/d")],
                 [("copies", "lib/new/a.A lib/new/b/c.A lib/new/b/d.A old/a.A old/b/c.A old/b/d.A")], id="three-files-of-two-folders"),
    pytest.param([pair(f"old/{file}.A", f"lib/new/{file}.A") for file in ("a", "b/c")],
                 [("copies", "lib/new/a.A old/a.A"), ("copies", "lib/new/b/c.A old/b/c.A")], id="two-files-of-two-folders"),
    pytest.param([pair(f"old/{file}.A", f"new/{file}{file}.A") for file in "abc"],
                 [("copies", f"new/{file}{file}.A old/{file}.A") for file in "abc"], id="files-of-other-names"),
    pytest.param([pair(f"old/a.{name}", f"new/a.{name}") for name in "AB"],
                 [("copies", "new/a.A old/a.A"), ("copies", "new/a.B old/a.B")], id="one-file-of-two-folders"),
    pytest.param([pair("a.A", "b.B"), pair("b.B", "c.C", kind="rivals")], [("copies", "a.A b.B"), ("rivals", "b.B c.C")], id="kinds"),
    pytest.param([pair("a.A", "b.B"), pair("a.A", "b.B", kind="namesakes")], [("copies", "a.A b.B"), ("namesakes", "a.A b.B")], id="kinds-of-one-place"),
])  # fmt: skip
def test_groups(pairs: list[Pair], expected: list[tuple[str, str]]) -> None:
    for some in (pairs, pairs[::-1]):
        assert [(one.kind, " ".join(map(".".join, one.places))) for one in groups(some)] == expected


def test_the_most_alike_come_first() -> None:
    pairs = [pair("a.A", "b.B", 0.3), pair("b.B", "c.C", 0.9), pair("a.A", "d.D", 0.3), pair("a.A", "c.C", 0.5)]
    [group] = groups(pairs)
    assert [one.likeness.structure for one in group.pairs] == [0.9, 0.5, 0.3, 0.3]
    assert [one.other.path for one in group.pairs[2:]] == ["b", "d"]


# -- candidates


def unit(name: str, words: str = "", *, bases: str = "", methods: str = "", is_class: bool = True) -> Head:
    return Head(is_class, name, bases.replace(" ", ","), methods.replace(" ", ","), words)


ONE, OTHER = unit("A", "fetch_rows open_channel"), unit("B", "fetch_rows open_channel")


def everywhere(path: str) -> Hashable:
    return ""


def met(
    found: Mapping[str, list[Head]],
    realm: Callable[[str], Hashable] = everywhere,
    wide: Callable[[str], bool] = lambda path: False,
) -> list[str]:
    return [
        f"{a.path}.{a.name} {b.path}.{b.name} {part:.2f}" for a, b, part, _ in candidates(Field(found), realm, wide)
    ]


def many(word: str, number: int) -> dict[str, list[Head]]:
    return {f"z{count}": [unit(f"Z{count}", f"{word} own_{count}")] for count in range(number)}


def called(
    one: str, other: str, *, more: int = 11, folder: str = "y", bases: tuple[str, str] = ("", "")
) -> dict[str, list[Head]]:
    """Two classes that share one rare word, and the first one has more."""
    words = " ".join(("x", *(f"a{number}" for number in range(more))))
    return {"x/a": [unit(one, words, bases=bases[0])], f"{folder}/b": [unit(other, "x", bases=bases[1])]}


@pytest.mark.parametrize(("found", "expected"), [
    pytest.param({}, [], id="none"),
    pytest.param({"a": [ONE], "b": [OTHER]}, ["a.A b.B 1.00"], id="rare-words"),
    pytest.param({"b": [OTHER], "a": [ONE]}, ["b.B a.A 1.00"], id="in-the-order-of-files"),
    pytest.param({"a": [ONE, OTHER]}, [], id="one-file"),
    pytest.param({"a": [ONE], "b": [OTHER._replace(is_class=False)]}, [], id="of-two-kinds"),
    pytest.param({"a": [unit("A", "x")], "b": [unit("B", "x")]}, ["a.A b.B 1.00"], id="one-rare-word"),
    pytest.param({"a": [unit("A", "x " + " ".join(f"a{n}" for n in range(8)))], "b": [unit("B", "x")]},
                 ["a.A b.B 0.10"], id="just-enough-of-all-words"),
    pytest.param({"a": [unit("A", "x " + " ".join(f"a{n}" for n in range(9)))], "b": [unit("B", "x")]}, [], id="too-little-of-all-words"),
    pytest.param({"a": [unit("f", "x a b", is_class=False)], "b": [unit("g", "x", is_class=False)]}, [], id="too-little-for-functions"),
    pytest.param({"a": [unit("f", "x a", is_class=False)], "b": [unit("g", "x", is_class=False)]}, ["a.f b.g 0.47"], id="enough-for-functions"),
    pytest.param({"a": [unit("A", "x")], "b": [unit("B", "x")], **many("x", 2)}, [
        "a.A b.B 1.00", "a.A z0.Z0 0.43", "a.A z1.Z1 0.43", "b.B z0.Z0 0.43", "b.B z1.Z1 0.43", "z0.Z0 z1.Z1 0.27",
    ], id="a-word-of-four"),
    pytest.param({"a": [unit("A", "x a")], "b": [unit("B", "x b")], **many("x", 3)}, [], id="a-word-of-five"),
    pytest.param({"a": [unit("A", "x")], "b": [unit("B", "x")], **many("x", 3)}, ["a.A b.B 1.00"], id="all-is-the-same"),
    pytest.param({name: [unit(name.upper(), "x")] for name in "abc"} | many("x", 3),
                 ["a.A b.B 1.00", "a.A c.C 1.00", "b.B c.C 1.00"], id="all-of-three-is-the-same"),
    pytest.param({name: [unit(name.upper(), "x")] for name in "abcd"} | many("x", 3), [], id="all-of-four-is-the-same"),
    pytest.param({"a": [unit("A", "x")], "b": [unit("B", "x", bases="Base")], **many("x", 3)}, [], id="all-but-the-base-is-the-same"),
    pytest.param({"a": [unit("A", "x y")], "b": [unit("B", "x y")], **many("x", 12)}, ["a.A b.B 1.00"], id="two-words"),
    pytest.param({"a": [unit("A", "x y a")], "b": [unit("B", "x y b")], **many("x y", 24)}, [], id="two-words-of-too-many"),
    pytest.param({"a": [unit("ParseError", "x")], "b": [unit("B", "x")]}, [], id="exception"),
    pytest.param({"a": [unit("A", "x", bases="Enum")], "b": [unit("B", "x")]}, [], id="enumeration"),
    pytest.param({"a": [unit("onError", "x", is_class=False)], "b": [unit("onWarning", "x", is_class=False)]},
                 ["a.onError b.onWarning 1.00"], id="functions-about-errors"),
    pytest.param({"a": [unit("A", "x y", bases="Base Mixin")], "b": [unit("B", "x", bases="Base")]}, ["a.A b.B 0.47"], id="relatives"),
    pytest.param({"a": [unit("A", "x y z", bases="Base Mixin")], "b": [unit("B", "x", bases="Base")]}, [], id="relatives-with-too-little"),
    pytest.param({"a": [unit("MailLight", "x", bases="Light")], "b": [unit("MailSwitch", "x", bases="Switch")]}, [], id="parallel-bases"),
    pytest.param({"a": [unit("RateLimiter", "x a b c")], "b": [unit("RateLimiter", "y d e f")]}, [], id="namesakes-without-words"),
    pytest.param({"a": [unit("RateLimiter", " ".join(f"a{n}" for n in range(9)) + " x")], **many("x", 3), "b": [unit("RateLimiter", "x")]},
                 ["a.RateLimiter b.RateLimiter 0.07"], id="namesakes"),
    pytest.param({"a": [unit("Limiter", " ".join(f"a{n}" for n in range(9)) + " x")], **many("x", 3), "b": [unit("Limiter", "x")]},
                 [], id="one-word-is-no-name"),
    pytest.param(called("MailSender", "MailSenderQueue"), ["x/a.MailSender y/b.MailSenderQueue 0.07"], id="called-alike"),
    pytest.param(called("MailSender", "UnifiedMailSenderV2", folder="x"), ["x/a.MailSender x/b.UnifiedMailSenderV2 0.07"], id="versions"),
    pytest.param(called("Mailer", "MailerV2", folder="x"), [], id="versions-of-one-word"),
    pytest.param(called("MailSender", "NoteSender"), ["x/a.MailSender y/b.NoteSender 0.07"], id="called-hardly-alike"),
    pytest.param(called("MailSender", "NoteSenderOfRooms"), [], id="called-otherwise"),
    pytest.param(called("MailSender", "MailSenderQueue", more=13), [], id="called-alike-with-too-little-of-all-words"),
    pytest.param(called("MailSender", "MailSenderQueue", folder="x"), [], id="called-alike-in-one-folder"),
    pytest.param(called("MailSender", "MailSenderQueue", bases=("Base", "Base")), ["x/a.MailSender y/b.MailSenderQueue 0.07"], id="called-alike-of-one-base"),
    pytest.param(called("MailSender", "MailSenderQueue", bases=("Base", "object")), ["x/a.MailSender y/b.MailSenderQueue 0.07"], id="called-alike-one-without-a-base"),
    pytest.param(called("MailSender", "MailSenderQueue", bases=("Base", "Other")), [], id="called-alike-of-other-bases"),
    pytest.param(called("MailSender", "MailSenderQueue", bases=("", "MailSender")), [], id="called-alike-since-it-extends-it"),
    pytest.param(called("MailSender", "MailSenderQueue", bases=("MailSenderQueue", "")), [], id="called-alike-since-it-is-extended"),
    pytest.param(called("MailSender", "MailSenderQueue", bases=("MailSender", "MailSender")), ["x/a.MailSender y/b.MailSenderQueue 0.07"], id="called-as-their-base"),
    pytest.param({path: [one._replace(is_class=False) for one in some] for path, some in called("send_mail", "send_mail_v2").items()}, [], id="functions-called-alike"),
    pytest.param({path: [unit("Command", "x")] for path in "abcdef"}, [], id="a-word-of-six"),
    pytest.param({path: [unit("Command", "x y")] for path in "abcdef"}, [f"{a}.Command {b}.Command 1.00" for a in "abcdef" for b in "abcdef" if a < b],
                 id="a-name-of-six-files"),
    pytest.param({path: [unit("Command", "x y")] for path in "abcdefg"}, [], id="a-name-of-seven-files"),
    pytest.param({"a": [ONE, ONE._replace(words="")], "b": [OTHER]}, ["a.A b.B 1.00"], id="the-first-of-a-name"),
    pytest.param({"x/a/y": [ONE], "x/b/y": [OTHER]}, ["x/a/y.A x/b/y.B 1.00"], id="two-siblings"),
    pytest.param({"x/a/y": [ONE], "x/b/y": [OTHER], "x/c/y": [unit("C")]}, ["x/a/y.A x/b/y.B 1.00"], id="three-siblings"),
    pytest.param({"x/a/y": [ONE], "x/b/y": [OTHER._replace(bases="D")], "x/c/y": [unit("C")]}, [], id="three-siblings-with-a-base"),
    pytest.param({"x/a/y": [ONE], "x/b/y": [OTHER._replace(bases="object")], "x/c/y": [unit("C")]}, ["x/a/y.A x/b/y.B 1.00"], id="three-siblings-with-a-base-that-says-nothing"),
    pytest.param({"x/a/y": [ONE], "x/b/y": [unit("B", "fetch_rows open_channel read_table copy_all")], "x/c/y": [unit("C")]}, [], id="three-siblings-that-share-less"),
    pytest.param({"x/a/y": [ONE._replace(is_class=False)], "x/b/y": [OTHER._replace(is_class=False)], "x/c/y": [unit("C")]}, [], id="functions-of-three-siblings"),
    pytest.param({"x/a/y": [ONE], "x/b/z": [OTHER], "x/c/y": [unit("C")], "x/d/y": [unit("D")]}, ["x/a/y.A x/b/z.B 1.00"], id="another-name-among-siblings"),
])  # fmt: skip
def test_candidates(found: dict[str, list[Head]], expected: list[str]) -> None:
    assert met(found) == sorted(expected)


def test_realms_are_not_compared_with_each_other() -> None:
    found = {"a/one": [ONE], "a/two": [OTHER], "b/one": [unit("C", "fetch_rows open_channel")]}
    assert met(found, realm=lambda path: path[0]) == ["a/one.A a/two.B 1.00"]


def test_where_somebody_writes_names_are_enough() -> None:
    found = {"a": [unit("MailSender", "a")], "b": [unit("MailPoster", "b")], "c": [unit("MailReader", "c")]}
    assert met(found) == []
    assert met(found, wide=lambda path: path == "b") == [
        "a.MailSender b.MailPoster 0.00",
        "b.MailPoster c.MailReader 0.00",
    ]


def test_a_word_of_many_names_is_no_reason() -> None:
    names = ["".join(word) for word in product("ABCDE", "abcdefgh")]
    found = {f"file_{name}": [unit(f"Mail{name}", name)] for name in names}
    assert met(found, wide=lambda path: True) == []
    assert len(met(dict([*found.items()][:10]), wide=lambda path: True)) == math.comb(10, 2)


def test_functions_are_no_candidates_by_their_names() -> None:
    found = {path: [unit("send_mail", path, is_class=False)] for path in "ab"}
    assert met(found, wide=lambda path: True) == []


def test_how_many_have_what() -> None:
    some = [unit("B", "y fetch_all", methods="fetch"), unit("C", methods="y z", bases="Enum"), unit("B", "more")]
    field = Field({"a": [unit("A", "x y", methods="run fetch_all")], "b": some})
    assert [*field.units] == [Place("a", "A"), Place("b", "B")]
    assert field.numbers == {("a", "A"): 0, ("b", "B"): 1}
    assert field.methods == {"run": 1, "fetch_all": 1, "fetch": 1}
    assert field.counts == (2, {"A": 1, "B": 1}, {"x": 1, "y": 2, "fetch_all": 2, "fetch": 1}, {})
    assert field.having(frozenset({"y", "fetch", "run", "gone"})) == {"y": [0, 1], "fetch": [1]}
    assert field.having(frozenset({"fetch_all"})) == {"fetch_all": [0, 1]}
    assert field.outline(0) == Outline(True, "A", (), ("run", "fetch_all"), frozenset({"x", "y", "fetch_all"}))


def test_nothing_has_nothing() -> None:
    field = Field({})
    assert (field.counts, field.methods, field.having(frozenset({"x"}))) == ((0, {}, {}, {}), {}, {})


@pytest.mark.parametrize(("one", "other", "is_told"), [
    pytest.param("app/a/client.py", "app/b/client.py", False, id="siblings"),
    pytest.param("app/a/client.py", "app/b/server.py", True, id="other-names"),
    pytest.param("app/a/client.py", "lib/b/client.py", True, id="other-places"),
    pytest.param("app/a/x/client.py", "app/b/x/client.py", False, id="folders-further-up"),
    pytest.param("app/a/x/client.py", "app/b/y/client.py", True, id="folders-of-other-names"),
    pytest.param("client.py", "app/a/client.py", True, id="no-folder"),
])  # fmt: skip
def test_variants_are_no_candidates(one: str, other: str, is_told: bool) -> None:
    more = {f"app/{name}/{rest}": [unit(f"C{name}")] for name in "cd" for rest in ("client.py", "x/client.py")}
    assert bool(met({one: [ONE._replace(bases="Base")], other: [OTHER], **more})) is is_told


@pytest.mark.parametrize(("before", "now", "expected"), [
    pytest.param("x/a/f x/b/f", "x/a/f x/b/f x/c/f", "x/a/f x/b/f x/c/f", id="a-third"),
    pytest.param("x/a/f x/b/f x/c/f", "x/a/f x/c/f", "x/a/f x/b/f x/c/f", id="one-less"),
    pytest.param("x/a/f x/b/f x/c/f", "x/a/f x/b/f x/c/f x/d/f", "", id="a-fourth"),
    pytest.param("x/a/f x/b/f", "x/a/f x/b/f x/c/g y/c/f", "", id="others"),
    pytest.param("x/a/f x/b/f x/c/f", "x/a/f x/b/f x/d/f", "", id="one-for-another"),
    pytest.param("x/a/f x/b/f", "x/a/f x/b/f", "", id="none"),
])  # fmt: skip
def test_what_becomes_a_variant(before: str, now: str, expected: str) -> None:
    assert other_variants({*before.split()}, {*now.split()}) == {*expected.split()}


def test_rare_words_of_conventional_names_do_not_count() -> None:
    """Of `shared`, 18 units have it, but only 16 of them have a name that is not of a convention."""
    found = {f"n{number}": [unit(f"N{number}", f"shared own_{number}")] for number in range(14)}
    names = {f"m{number}": [unit("Command", "shared" if number < 2 else "")] for number in range(7)}
    both = {"a": [unit("A", "shared x")], "b": [unit("B", "shared x")]}
    assert "a.A b.B 1.00" in met({**found, **names, **both})
    assert not any("Command" in one for one in met({**found, **names, **both}))
