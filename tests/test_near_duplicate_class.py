"""SSOT102: what counts as alike, what is meant to be, which one is to keep, and what is said of it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ssot_lint.session import open_session
from tests.processes import git
from tests.repository import lines, session, write

Files = dict[str, str]

SENDER = '''\
class MailSender:
    """Sends mail."""

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

    def pending(self):
        waiting = [one for one in self.server.list_queue() if not one.was_sent]
        return sorted(waiting, key=lambda one: one.created_at)
'''
NEW_SYNTAX = sys.version_info >= (3, 12)
USER = "from app.mail import MailSender\n"
#: Another class of the same methods, which does other things.
OTHER_BODIES = """\
    def __init__(self, folder):
        self.folder = folder
        self.opened = None

    def connect(self):
        self.opened = os.scandir(self.folder)
        return [entry for entry in self.opened if entry.is_file()]

    def send(self, message):
        with open(os.path.join(self.folder, message.subject), "wb") as stream:
            pickle.dump(message, stream)

    def pending(self):
        while self.opened is not None:
            yield from map(pickle.load, self.opened)
"""
LIMITER = """\
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
OTHER_LIMITER = """\
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


def app(**files: str) -> Files:
    """A package with modules of these names."""
    return {"app/__init__.py": "", **{f"app/{name}.py": text for name, text in files.items()}}


def used(**files: str) -> Files:
    """The same, with MailSender in it, which another module imports."""
    return app(mail=SENDER, main=USER, **files)


def check(root: Path, files: Files | dict[str, str | bytes], policy: str = "") -> tuple[str, ...]:
    """What the rule says, which must not depend on whether sketches are believed."""
    write(root, files, policy)
    found, exact = (
        lines(open_session(str(root), prefilter=prefilter).check(select={"SSOT102"})) for prefilter in (True, False)
    )
    assert found == exact
    return found


OPEN = "or allow the pair"
IMPORTED = " (imported by 1 file, this one by none)"


def copy(
    evidence: str, name: str = "NoteDispatcher", line: int = 1, *, path: str = "app/note.py", why: str = IMPORTED
) -> tuple[str, ...]:
    """What is said of a copy of MailSender."""
    start = f"{path}:{line}:7: SSOT102 {name} repeats MailSender in app.mail ({evidence})"
    return (f"{start}: use MailSender{' from there' if name == 'MailSender' else ''}{why}, {OPEN}",)


def changed(*pairs: tuple[str, str], text: str = SENDER) -> str:
    """A text in which words are others."""
    for old, new in (("MailSender", "NoteDispatcher"), *pairs):
        assert old in text, old
        text = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, text)
    return text


METHODS = {part.split("(")[0]: f"    def {part}" for part in SENDER.split("    def ")[1:]}


def methods(*names: str, more: str = "") -> str:
    """A copy that has some of the methods."""
    return "class NoteDispatcher:\n" + "\n".join((*(METHODS[name].rstrip("\n") + "\n" for name in names), more))


ASYNC = changed(("def connect", "async def connect"), ("def send", "async def send"), ("self.connect()", "(await self.connect())"),
                ("time.sleep", "await time.sleep"))  # fmt: skip
HINTS = (
    changed()
    .replace("(self, message)", "(self, message: Note) -> bytes | None")
    .replace("connection = ", "connection: Line = ")
)
LOGGED = changed(("        return connection", '        logger.info("connected to %s", connection)\n        return connection'),
                 ("time.sleep(2**attempt)", 'self.log.warning("again")\n                time.sleep(2**attempt)'))  # fmt: skip
ADDED = """\
    def count_messages(self, folder):
        total = 0
        for message in folder.iterate():
            total += message.size_in_bytes()
        return total

    def rename_folder(self, folder, name):
        if folder.is_locked():
            raise FolderLocked(folder)
        folder.change_title(name.strip())
"""
LOCALS = (("connection", "line"), ("attempt", "number"), ("message", "note"), ("waiting", "rest"), ("one", "entry"))


@pytest.mark.parametrize(("text", "evidence"), [
    pytest.param(changed(), "4 of 4 members alike", id="name"),
    pytest.param(changed(*LOCALS), "4 of 4 members alike", id="locals"),
    pytest.param(changed(("self.server", "self._backend"), ("self.retries", "self.limit")), "4 of 4 members alike", id="attributes"),
    pytest.param(changed(("30", "5"), ("2**", "3**"), ("=3", "=7")), "4 of 4 members alike", id="literals"),
    pytest.param(changed(("Sends mail.", "Dispatches notes,\n\n    and much more.")), "4 of 4 members alike", id="docstring"),
    pytest.param(changed(('    """Sends mail."""\n', "")), "4 of 4 members alike", id="no-docstring"),
    pytest.param(changed(("(timeout=30)", "(\n            timeout=30,  # why\n        )")).replace("    def", "\n    # why\n    def"),
                 "4 of 4 members alike", id="layout-and-comments"),
    pytest.param(LOGGED, "4 of 4 members alike", id="logging"),
    pytest.param(HINTS, "4 of 4 members alike", id="type-hints"),
    pytest.param(ASYNC, "4 of 4 members alike", id="async"),
    pytest.param(methods("pending", "send", "connect", "__init__"), "4 of 4 members alike", id="methods-in-another-order"),
    pytest.param(changed(("def connect", "def open"), ("self.connect()", "self.open()"), ("def send", "def dispatch"), ("def pending", "def rest")),
                 "4 of 4 members alike", id="methods-renamed"),
    pytest.param(methods("connect", "send", "__init__"), "3 of 3 members alike", id="method-dropped"),
    pytest.param(methods("connect", "send", "pending", more=ADDED), "3 of 4 members alike", id="methods-added"),
    pytest.param(methods("connect", "send", more=ADDED), "2 of 4 members alike", id="half-of-it"),
    pytest.param(changed(("class NoteDispatcher", "@final\nclass NoteDispatcher")), "4 of 4 members alike", id="decorated"),
    pytest.param(changed(("NoteDispatcher", "NoteDispatcher(Base)")), "4 of 4 members alike", id="with-a-base"),
    pytest.param(changed(*LOCALS, ("self.server", "self.a"), ("self.retries", "self.b"), ("30", "1"), ("2**", "5**")) + ADDED,
                 "4 of 4 members alike", id="all-at-once"),
])  # fmt: skip
def test_copies(text: str, evidence: str, tmp_path: Path) -> None:
    line = text[: text.index("class ")].count("\n") + 1
    assert check(tmp_path, used(note=text)) == copy(evidence, line=line)


# -- functions

LOAD = """\
def load_rows(path, limit=10):
    rows = []
    with open_archive(path, mode="r") as archive:
        for member in archive.iterate_members():
            if member.is_folder():
                continue
            header = read_header(member, strict=True)
            if header.version > 3:
                raise TooNew(header.version)
            for record in parse_records(member, header):
                if record.checksum != compute_checksum(record.payload):
                    report_damage(record)
                    continue
                rows.append(convert_record(record, header.encoding))
                if len(rows) >= limit:
                    return rows
    if not rows:
        raise NothingFound(path)
    rows.sort(key=lambda row: row.created_at)
    return rows
"""
READ = (
    LOAD.replace("load_rows", "read_table").replace("rows", "table").replace("member", "part").replace("path", "name")
)


def function(evidence: str, column: int = 5, name: str = "read_table") -> tuple[str, ...]:
    return (
        f"app/note.py:1:{column}: SSOT102 {name} repeats load_rows in app.mail ({evidence} of what they do is the same): use load_rows, {OPEN}",
    )


@pytest.mark.parametrize(("one", "other", "expected"), [
    pytest.param(LOAD, READ, function("90%"), id="twenty-lines"),
    pytest.param(LOAD, READ.replace("def", "async def").replace("with", "async with"), function("90%", 11), id="async"),
    pytest.param(LOAD + "\n\n\n# behind\nx = 1\n", READ + "\n\nx = 1\n", function("90%"), id="more-behind"),
    pytest.param(LOAD.replace("    rows = []\n", ""), READ, (), id="one-of-nineteen-lines"),
    pytest.param(LOAD.replace("    rows = []\n", "") + "\n\nx = 1\n", READ, (), id="nineteen-lines-and-blank-ones"),
    pytest.param(LOAD, READ.replace("read_table", "load_rows"), (
        f"app/note.py:1:5: SSOT102 load_rows repeats load_rows in app.mail (90% of what they do is the same): use load_rows from there, {OPEN}",), id="one-name"),
    pytest.param(LOAD, READ.replace("report_damage", "load_rows"), function("82%"), id="that-uses-the-other"),
    pytest.param(LOAD, READ.replace("convert_record", "f").replace("compute_checksum", "g").replace("read_header", "h").replace("is_folder", "i"),
                 (), id="that-does-half-of-it"),
    pytest.param(f"if x:\n{LOAD}".replace("\n", "\n    "), READ, (), id="conditional"),
    pytest.param(LOAD + LOAD, READ, (), id="defined-twice"),
    pytest.param("@overload\n" + LOAD, READ, (), id="overload"),
    pytest.param(LOAD.replace("load_rows", "onError"), READ, (
        f"app/note.py:1:5: SSOT102 read_table repeats onError in app.mail (90% of what they do is the same): use onError, {OPEN}",), id="about-errors"),
])  # fmt: skip
def test_functions(one: str, other: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert check(tmp_path, app(mail=one, note=other)) == expected


def test_functions_rival_no_class(tmp_path: Path) -> None:
    policy = '[decisions.a]\nkeep = ["app.way:Table"]\nonly = ["*_table"]\n'
    assert check(tmp_path, app(mail=LOAD, note=READ, way="class Table: ...\n"), policy) == function("90%")


# -- namesakes and rivals

ALL = '[duplicates]\nreport = ["copies", "namesakes", "rivals"]\n'
POSTER = """\
class BetterMailSender:
    def __init__(self, server):
        self.server = server

    def send(self, message):
        if not self.server.is_open:
            self.server.start()
        self.server.hand_over(message, user=self.server.user)

    def pending_messages(self):
        return self.server.retries
"""
TALKING = """
    def __init__(self, url):
        self.url = url
        self.opened = time.time()

    def fetch_all_rooms(self):
        return [room for room in self.ask_portal("rooms") if room.is_free]

    def ask_portal(self, what):
        return self.session.get_page(f"{self.url}/{what}", timeout=5).rooms
"""
TALKING_TODAY = """
    def __init__(self, folder):
        self.folder = folder
        self.began = time.time()

    def ask_portal(self, *, limit):
        while self.folder.has_more(limit):
            yield self.folder.next_page(timeout=limit)

    def close(self):
        self.folder.shut_down()
"""
RIVAL = f"app/post.py:1:7: SSOT102 BetterMailSender may do the job of MailSender in app.mail (one name, 54% of their words the same): use MailSender{IMPORTED}, {OPEN}"
NAMESAKE = f"app/jobs.py:1:7: SSOT102 RateLimiter is written anew, beside RateLimiter in app.api (25% of their words are the same): use RateLimiter from there, {OPEN}"


def test_namesakes(tmp_path: Path) -> None:
    assert check(tmp_path, app(api=LIMITER, jobs=OTHER_LIMITER)) == (NAMESAKE,)


def test_copies_in_sibling_folders(tmp_path: Path) -> None:
    files = {"app/a/client.py": SENDER, "app/b/client.py": changed(), "app/c/client.py": LIMITER}
    assert check(tmp_path, files) == (
        "app/b/client.py:1:7: SSOT102 NoteDispatcher repeats MailSender in app.a.client (4 of 4 members alike): "
        f"use MailSender, {OPEN}",
    )


@pytest.mark.parametrize(("one", "other", "evidence"), [
    pytest.param(
        '@deprecated(\n    alternative="app.b.PortalClient"\n)\nclass OldPortal:\n    """Talks to the portal."""\n' + TALKING,
        'class PortalClient:\n    """Talks to the portal of today."""\n' + TALKING_TODAY,
        "one is said to stand for the other, 27% of their words the same, 2 words of their first sentences the same", id="said-by-a-decorator"),
    pytest.param(
        'class RoomCache:\n    """Keeps rooms for a while."""\n' + TALKING, 'class SeatCache:\n    """Keeps seats for a while."""\n' + TALKING_TODAY,
        "both a kind of cache, 27% of their words the same, 2 words of their first sentences the same", id="one-mechanism"),
])  # fmt: skip
def test_what_speaks_for_rivals(one: str, other: str, evidence: str, tmp_path: Path) -> None:
    found = check(tmp_path, {"app/a.py": one, "web/b.py": other}, ALL)
    assert [line.partition(" (")[2].partition(")")[0] for line in found] == [evidence]


def test_namesakes_under_a_name_of_one_word_tell_nothing(tmp_path: Path) -> None:
    one, other = (text.replace("RateLimiter", "Limiter") for text in (LIMITER, OTHER_LIMITER))
    assert check(tmp_path, app(api=one, jobs=other)) == ()


@pytest.mark.parametrize(("policy", "expected"), [
    pytest.param("", (NAMESAKE,), id="nothing"),
    pytest.param(ALL, (NAMESAKE, RIVAL), id="all"),
    pytest.param('[duplicates]\nreport = ["rivals"]\n', (RIVAL,), id="rivals-alone"),
    pytest.param('[duplicates]\nreport = ["copies"]\n', (), id="copies-alone"),
    pytest.param("[duplicates]\nreport = []\n", (), id="none"),
])  # fmt: skip
def test_kinds_that_are_reported(policy: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert check(tmp_path, {**used(post=POSTER), **app(api=LIMITER, jobs=OTHER_LIMITER)}, policy) == expected


def test_functions_are_no_rivals(tmp_path: Path) -> None:
    files = app(
        mail=LOAD, note=READ.replace("read_table", "load_rows").replace("_", "x").replace("loadxrows", "load_rows")
    )
    assert check(tmp_path, files, ALL) == ()


# -- what somebody is writing


def written(root: Path, files: Files, texts: Files, policy: str = "") -> tuple[str, ...]:
    """What is said where some files have other texts than on the disk."""
    found = session(root, files, policy).check(
        texts={path: text.encode() for path, text in texts.items()}, select={"SSOT102"}
    )
    return lines(found)


def test_rivals_of_what_is_being_written(tmp_path: Path) -> None:
    assert check(tmp_path / "said", used(post=POSTER)) == ()
    assert written(tmp_path / "new", used(), {"app/post.py": POSTER}) == (RIVAL,)
    assert written(tmp_path / "changed", used(post=""), {"app/post.py": POSTER}) == (RIVAL,)


def test_what_is_on_the_disk_is_not_being_written(tmp_path: Path) -> None:
    assert written(tmp_path, used(post=POSTER), {"app/post.py": POSTER}) == ()
    assert written(tmp_path, used(post=POSTER), {"app/main.py": USER + "x = 1\n"}) == ()


def test_what_is_being_written_is_told_of_whatever_is_reported(tmp_path: Path) -> None:
    policy = "[duplicates]\nreport = []\n"
    assert written(tmp_path, used(), {"app/note.py": changed()}, policy) == copy("4 of 4 members alike")


def test_the_one_to_keep_is_being_written(tmp_path: Path) -> None:
    files = used(note=changed())
    assert written(tmp_path, files, {"app/mail.py": SENDER + "\n    x = 1\n"}) == (
        "app/mail.py:1:7: SSOT102 MailSender repeats NoteDispatcher in app.note (4 of 4 members alike): "
        f"use one of them (imported by none, this one by 1 file), {OPEN}",
    )


def test_what_is_written_now_comes_first_of_a_group(tmp_path: Path) -> None:
    files = used(note=changed(), post=changed(("NoteDispatcher", "Poster")))
    assert written(tmp_path, files, {"app/new.py": changed(("NoteDispatcher", "Brandnew"))}) == (
        "app/new.py:1:7: SSOT102 Brandnew repeats MailSender in app.mail (4 of 4 members alike), and 2 more are alike: "
        f"use MailSender{IMPORTED}, {OPEN}",
    )


def test_text_on_standard_input(
    command: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, used())
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    monkeypatch.setattr(
        "sys.stdin", type("Stdin", (), {"buffer": type("Buffer", (), {"read": lambda self: POSTER.encode()})()})
    )
    code, out, _ = command("check", "--stdin-filename", "app/post.py", "--select", "SSOT102", "-")
    assert (code, out) == (1, RIVAL + "\n")


# -- groups


def test_all_that_two_files_have_in_common_is_one_finding(tmp_path: Path) -> None:
    def three(*names: str) -> str:
        texts = (SENDER, LIMITER, POSTER + ADDED)
        return "\n\n".join(re.sub(r"class \w+", f"class {name}", text) for name, text in zip(names, texts, strict=True))

    assert check(tmp_path, app(one=three("Abc", "Bcd", "Cde"), two=three("Xyz", "Yzx", "Zxy"))) == (
        f"app/two.py:1:7: SSOT102 Xyz repeats Abc in app.one (4 of 4 members alike), and 4 more are alike: use Abc, {OPEN}",
    )


def test_two_pairs_between_two_files_are_two_findings(tmp_path: Path) -> None:
    one = SENDER + "\n\n" + LIMITER
    two = one.replace("MailSender", "Abc").replace("RateLimiter", "Xyz")
    assert check(tmp_path, app(one=one, two=two)) == (
        f"app/two.py:1:7: SSOT102 Abc repeats MailSender in app.one (4 of 4 members alike): use MailSender, {OPEN}",
        f"app/two.py:26:7: SSOT102 Xyz repeats RateLimiter in app.one (3 of 3 members alike): use RateLimiter, {OPEN}",
    )


def test_two_folders_that_mirror_each_other_are_one_finding(tmp_path: Path) -> None:
    """It names one place in each file where there are very many."""

    def texts(name: str) -> str:
        kinds = [f"{name.title()}{kind}" for kind in ("Abc", "Bcd", "Cde", "Def")]
        return "\n\n".join(changed(("NoteDispatcher", kind), ("deliver", f"hand_over_{kind}")) for kind in kinds)

    files = {f"app/{top}/{name}.py": texts(name) for top in ("old", "tools/new") for name in ("x", "y", "z")}
    [found] = session(tmp_path, app() | files).check(select={"SSOT102"}).findings
    assert found.message == (
        "XAbc repeats XAbc in app.old.x (4 of 4 members alike), and 22 more in 6 files are alike: "
        f"use XAbc from there, {OPEN}"
    )
    assert [one.path for one in found.related] == ["app/old/x.py", *sorted(files)]


def test_a_clique_is_one_finding_about_the_one_to_keep(tmp_path: Path) -> None:
    texts = {name: changed(("NoteDispatcher", name.title())) for name in ("alpha", "beta", "gamma")}
    user = "from app.gamma import Gamma\n"
    found = session(tmp_path, app(**texts, user=user)).check(select={"SSOT102"}).findings
    assert [(one.path, one.message, one.related) for one in found] == [(
        "app/alpha.py",
        f"Alpha repeats Gamma in app.gamma (4 of 4 members alike), and 1 more is alike: use Gamma{IMPORTED}, {OPEN}",
        (("app/gamma.py", 1, 7, "the likelier one to keep"), ("app/beta.py", 1, 7, "alike")),
    )]  # fmt: skip


# -- the one to keep

KEPT = '[decisions.sending]\nkeep = ["app.note:NoteDispatcher"]\n'
BACK = (
    "app/mail.py:1:7: SSOT102 MailSender repeats NoteDispatcher in app.note (4 of 4 members alike): use NoteDispatcher"
)


@pytest.mark.parametrize(("files", "policy", "expected"), [
    pytest.param(used(note=changed()), "", copy("4 of 4 members alike"), id="importers"),
    pytest.param(used(note=changed(), a="from app.note import NoteDispatcher\n", b="from .note import NoteDispatcher as N\n"), "",
                 (f"{BACK} (imported by 2 files, this one by 1), {OPEN}",), id="more-importers"),
    pytest.param(used(note=changed()), KEPT, (f"{BACK} from app.note (sending)",), id="decision"),
    pytest.param(used(note=changed()), KEPT.replace("app.note", "src.app.note"), copy("4 of 4 members alike"), id="decision-about-another"),
    pytest.param(used(note=changed()), '[decisions.sending]\nkeep = ["app.mail:MailSender"]\n',
                 ("app/note.py:1:7: SSOT102 NoteDispatcher repeats MailSender in app.mail (4 of 4 members alike): use MailSender from app.mail (sending)",),
                 id="decision-as-importers"),
    pytest.param(used(note=changed()) | {"app/mail.py": SENDER.replace("Sends mail.", "Deprecated: use others.")}, "",
                 (f"{BACK} (this one is deprecated), {OPEN}",), id="deprecated"),
    pytest.param(used(note="@deprecated('x')\n" + changed()), "",
                 copy("4 of 4 members alike", line=2, why=" (this one is deprecated)"), id="other-deprecated"),
    pytest.param(app(legacy_mail=SENDER, note=changed(), main="from app.legacy_mail import MailSender\n"), "",
                 (f"{BACK.replace('mail.py', 'legacy_mail.py')} (this one is called legacy), {OPEN}",), id="called-legacy"),
    pytest.param(used(note=changed().replace("NoteDispatcher", "LegacyDispatcher")), "", (
                 "app/note.py:1:7: SSOT102 LegacyDispatcher repeats MailSender in app.mail (4 of 4 members alike): "
                 f"use MailSender (this one is called legacy), {OPEN}",), id="other-called-legacy"),
    pytest.param(app(mail=SENDER, note=changed() + "    x = y = 1\n"), "", (f"{BACK}, {OPEN}",), id="size"),
    pytest.param(app(mail=SENDER + "    x = y = 1\n", note=changed()), "", copy("4 of 4 members alike", why=""), id="size-of-the-other"),
    pytest.param(app(mail=SENDER, note=changed()), "", copy("4 of 4 members alike", why=""), id="path"),
    pytest.param({"one.py": SENDER, "two-three.py": changed()}, "",
                 (f"two-three.py:1:7: SSOT102 NoteDispatcher repeats MailSender in one (4 of 4 members alike): use MailSender, {OPEN}",), id="no-module"),
    pytest.param({"one-two.py": SENDER, "three.py": changed()}, "",
                 (f"three.py:1:7: SSOT102 NoteDispatcher repeats MailSender in one-two.py (4 of 4 members alike): use MailSender, {OPEN}",), id="path-of-no-module"),
])  # fmt: skip
def test_the_one_to_keep(files: Files, policy: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert check(tmp_path, files, policy) == expected


def test_the_kept_one_is_being_written(tmp_path: Path) -> None:
    files = used(note=changed())
    assert written(tmp_path, files, {"app/note.py": changed() + "    x = 1\n"}, KEPT) == (
        "app/note.py:1:7: SSOT102 NoteDispatcher repeats MailSender in app.mail (4 of 4 members alike): "
        "remove MailSender from app.mail (sending)",
    )


def test_a_finding_as_a_record(tmp_path: Path) -> None:
    [found] = session(tmp_path, used(note=changed()), KEPT).check(select={"SSOT102"}).findings
    assert (found.path, found.line, found.column, found.end_line, found.end_column) == ("app/mail.py", 1, 7, 1, 17)
    assert (found.decision, found.fix, found.related) == (
        "sending",
        None,
        (("app/note.py", 1, 7, "the one that sending keeps"),),
    )


def test_a_decision_is_proposed(tmp_path: Path) -> None:
    report = session(tmp_path, used(note=changed())).check(select={"SSOT102"})
    assert report.proposals == ('[decisions.mail-sender]\nkeep = ["app.mail:MailSender"]',)


# -- what is meant to be alike

WRAPPER = (
    """\
class Mailer:
    def __init__(self, server):
        self.sender = MailSender(server)

    def connect(self):
        connection = self.sender.server.open_channel(timeout=30)
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
    + ADDED
)
#: Much of it is the same, not most of it.
PART = methods("connect", "send", more=ADDED)
THIRD = methods("send", more=ADDED)
SAME_NAME = PART.replace("NoteDispatcher", "MailSender")
BASE = "class Transport:\n    def start(self): ...\n"
ENUM = "import enum\n\n"
#: The same methods as MailSender has, two of them with other bodies, and none at all.
HALF = (
    "class NoteDispatcher:\n"
    "    PLACES = 'north harbour', 'south gate', 'market hall', 'old bridge', 'river bank'\n\n"
    + METHODS["connect"]
    + METHODS["send"]
    + "".join(
        f"    def {part}" for part in OTHER_BODIES.split("    def ")[1:] if part.startswith(("__init__", "pending"))
    )
)
#: All but one method of MailSender, which has another body.
MOST = methods("__init__", "connect", "send", more="".join(OTHER_BODIES.rpartition("    def ")[1:]))
EMPTY = "class Poster:\n" + "".join(f"    def {name}(self): ...\n" for name in METHODS)


def based(text: str, base: str) -> str:
    return re.sub(r"(class \w+)", rf"\1({base})", text, count=1)


def test_what_the_silent_ones_would_be_otherwise(tmp_path: Path) -> None:
    assert check(tmp_path, used(note=PART)) == copy("2 of 4 members alike")
    assert check(tmp_path, used(note=SAME_NAME)) == copy("2 of 4 members alike", "MailSender")
    assert check(tmp_path, used(note=HALF)) == copy("2 of 4 members alike")
    alike = THIRD.replace("NoteDispatcher", "NoteSender")
    assert check(tmp_path, used(note=alike)) == copy("31% of what they do is the same", "NoteSender")


@pytest.mark.parametrize("files", [
    pytest.param(app(mail=SENDER + "\n\n" + changed()), id="one-file"),
    pytest.param(used(note=THIRD), id="a-third-of-it-by-another-name"),
    pytest.param(app(mail=SENDER.replace("Undelivered", "NoteDispatcher"), note=PART), id="used-by-the-other"),
    pytest.param(used(note=WRAPPER), id="wrapper-by-name"),
    pytest.param(used(note="from app.mail import MailSender as Inner\n\n" + PART), id="wrapper-by-import"),
    pytest.param(used(note="from .mail import MailSender as Inner\n\n" + SAME_NAME), id="namesake-by-relative-import"),
    pytest.param(used(note="from app import MailSender as Inner\n\n" + SAME_NAME) | {"app/__init__.py": "from app.mail import MailSender\n"}, id="namesake-by-re-export"),
    pytest.param(used(note="from . import MailSender as Inner\n\n" + SAME_NAME) | {"app/__init__.py": "from app.mail import *\n"}, id="namesake-by-relative-re-export"),
    pytest.param(used(note="from app import mail\n\n" + SAME_NAME.replace("FolderLocked(folder)", "mail.MailSender(folder)")), id="wrapper-of-one-name"),
    pytest.param(used(note="from app.mail import MailSender\n\n" + based(changed(), "MailSender")), id="subclass"),
    pytest.param(used(note="from app.mail import (\n    MailSender\n    as M,\n)\n\n" + based(changed(), "M")), id="subclass-by-alias"),
    pytest.param(used(note="from app import mail\n\n" + based(changed(), "mail.MailSender")), id="subclass-by-module"),
    pytest.param(used(note="import app.mail\n\nM = app.mail.MailSender  # for now\n\n" + based(changed(), "M")), id="subclass-by-assignment"),
    pytest.param(used(note="from app import mail\n\nM = mail\n\n" + based(changed(), "M.MailSender")), id="subclass-by-module-by-assignment"),
    pytest.param(used(note="from app import Mail\n\n" + based(changed(), "Mail")) | {"app/__init__.py": "from app.mail import MailSender as Mail\n"}, id="subclass-by-re-export"),
    pytest.param(used(base="from app.mail import MailSender\nclass Middle(MailSender): ...\n", note="from app.base import Middle\n\n" + based(changed(), "Middle")), id="subclass-of-a-subclass"),
    pytest.param(app(base=BASE + "class One(Transport): ...\nclass Two(Transport): ...\n", mail="from app.base import One\n" + based(SENDER, "One"),
                     note="from app.base import Two\n" + based(PART, "Two")), id="common-ancestor"),
    pytest.param(app(base=BASE, mail="from app.base import Transport as T\n" + based(SENDER, "T"),
                     note="from app.base import Transport\n" + based(PART, "Transport")), id="common-ancestor-by-alias"),
    pytest.param(app(base=BASE, way="from app.base import *\n", mail="from app.base import Transport as T\n" + based(SENDER, "T"),
                     note="from app.way import Transport\n" + based(PART, "Transport")), id="common-ancestor-by-re-export"),
    pytest.param(app(base=BASE + "class Menü(Transport): ...\n", mail="from app.base import Menü as M\n" + based(SENDER, "M"),
                     note="from app.base import Transport\n" + based(PART, "Transport")), id="common-ancestor-non-ascii"),
    pytest.param(app(mail="import collections\nclass Own(collections.UserDict): ...\n" + based(SENDER, "Own"),
                     note="from collections import UserDict\n" + based(PART, "UserDict")), id="common-ancestor-elsewhere"),
    pytest.param(app(mail=based(SENDER, "Transport, Mixin"), note=based(PART, "Transport")), id="some-bases"),
    pytest.param(app(mail=based(SENDER, "Mail"), note=based(changed(("NoteDispatcher", "NoteSender")), "Note")), id="parallel-bases"),
    pytest.param({"app/a/client.py": SENDER, "app/b/client.py": based(changed(), "Other"), "app/c/client.py": LIMITER}, id="sibling-folders"),
    pytest.param({f"app/{name}.py": SENDER for name in "abcdefg"}, id="a-name-of-seven-files"),
    pytest.param(app(mail=SENDER, note=HALF, empty=EMPTY), id="interface"),
    pytest.param(app(mail=based(SENDER, "Exception"), note=changed()), id="exception"),
    pytest.param(app(mail=SENDER, note=changed(("NoteDispatcher", "NoteWarning"))), id="warning-by-name"),
    pytest.param(app(mail=ENUM + based(SENDER, "enum.Enum"), note=changed()), id="enumeration"),
    pytest.param(app(mail="from typing import Protocol\n" + based(SENDER, "Protocol"), note=changed()), id="protocol"),
    pytest.param(app(mail="import typing\n" + based(SENDER, "typing.NamedTuple"), note=changed()), id="named-tuple"),
    pytest.param(app(mail="from collections import namedtuple\n" + based(SENDER, "namedtuple('Mail', 'a b.c')"), note=changed()), id="named-tuple-by-call"),
    pytest.param(app(mail=based(SENDER, "TypedDict, total=False"), note=changed()), id="typed-dictionary"),
    pytest.param(app(mail="from abc import ABC\n" + based(SENDER, "ABC"), note=changed()), id="abstract-beside-concrete"),
    pytest.param(app(mail=SENDER.replace("    def pending", "    @abc.abstractmethod\n    def pending"), note=changed()), id="abstract-method-beside-concrete"),
    pytest.param(app(mail=f"if x:\n{SENDER}".replace("\n", "\n    "), note=changed()), id="conditional"),
    pytest.param(app(mail=f"try:\n    import fast\nexcept ImportError:\n{SENDER}".replace("\n", "\n    "), note=changed()), id="arm-of-an-import"),
    pytest.param(app(mail=f"def make():\n{SENDER}".replace("\n", "\n    "), note=changed()), id="in-a-function"),
    pytest.param(app(mail=f"class Outer:\n{SENDER}".replace("\n", "\n    "), note=changed()), id="in-a-class"),
    pytest.param(app(mail=f"TEMPLATE = \'\'\'\n{SENDER.replace(chr(39) * 3, '')}\'\'\'\n", note=changed()), id="in-a-string"),
    pytest.param(app(mail=SENDER + "\n\n" + SENDER, note=changed()), id="defined-twice"),
    pytest.param(app(mail=SENDER, note="# Generated by a program. Do not edit.\n" + changed()), id="generated"),
    pytest.param(app(mail=SENDER, note="class NoteSender:\n" + OTHER_BODIES), id="other-bodies"),
    pytest.param(app(mail=methods("connect", "send"), note=methods("connect", "send").replace("NoteDispatcher", "Poster")), id="two-methods"),
    *(pytest.param(app(mail=SENDER) | {path: changed()}, id=path) for path in (
        "tests/note.py", "app/test_note.py", "app/tests/note.py", "conftest.py", "docs/note.py", "examples/note.py", "app/migrations/note.py",
        "vendor/note.py", "app/_vendor/note.py", "third_party/a/note.py", "alembic/versions/note.py", "benchmarks/note.py", "app/note.pyi",
    )),
])  # fmt: skip
def test_silent(files: Files, tmp_path: Path) -> None:
    assert check(tmp_path, files) == ()


@pytest.mark.parametrize(("files", "expected"), [
    pytest.param(app(mail=SENDER, note=based(changed(), "Base")), copy("4 of 4 members alike", why=""), id="a-base-of-one"),
    pytest.param(app(mail=based(SENDER, "Transport, Mixin"), note=based(changed(), "Transport")), copy("4 of 4 members alike", why=""), id="most-of-some-bases"),
    pytest.param(app(mail=based(SENDER, "Transport"), note=based(changed(), "Transport")), copy("4 of 4 members alike", why=""), id="most-of-one-base"),
    pytest.param(app(mail=based(SENDER, "ABC"), note=based(PART, "ABC")), copy("2 of 4 members alike", why=""), id="bases-that-say-nothing"),
    pytest.param({"app/a/client.py": SENDER, "app/b/client.py": changed()}, copy("4 of 4 members alike", path="app/b/client.py", why="")[0].replace("app.mail", "app.a.client"), id="two-sibling-folders"),
    pytest.param({f"app/{name}.py": SENDER for name in "abcdef"}, (
        f"app/b.py:1:7: SSOT102 MailSender repeats MailSender in app.a (4 of 4 members alike), and 4 more in 4 files are alike: use MailSender from there, {OPEN}",
    ), id="a-name-of-six-files"),
    pytest.param(app(mail=SENDER, note=changed(), empty=EMPTY),
                 copy("4 of 4 members alike", why=""), id="most-of-one-interface"),
    pytest.param(app(mail="from abc import ABC\n" + based(SENDER, "ABC"), note="from abc import ABC\n" + based(changed(), "ABC")),
                 copy("4 of 4 members alike", line=2, why=""), id="both-abstract"),
    pytest.param(used(note=SAME_NAME.replace("FolderLocked(folder)", "MailSender(folder)")), copy("2 of 4 members alike", "MailSender"), id="uses-itself"),
    pytest.param(used(note="from elsewhere import MailSender as Other\n\n" + PART), copy("2 of 4 members alike", line=3), id="import-from-elsewhere"),
    pytest.param(used(note="from app import mail\n\nM = Base\nM = mail.MailSender\n" + based(changed(), "M")), copy("4 of 4 members alike", line=5), id="a-base-by-two-assignments"),
    pytest.param(used(note="# Regenerated.\n" + changed()), copy("4 of 4 members alike", line=2), id="not-generated"),
])  # fmt: skip
def test_not_silent(files: Files, expected: tuple[str, ...] | str, tmp_path: Path) -> None:
    assert check(tmp_path, files) == ((expected,) if isinstance(expected, str) else expected)


# -- what a policy says

COPY = copy("4 of 4 members alike")
SAID = "one is a service of its own"


def allowed(pair: str) -> str:
    return f'[duplicates]\nallowed = ["{pair}: {SAID}"]\n'


BOTH = USER + "from app.note import NoteDispatcher\n"
APART = "from app.note import NoteDispatcher\n"


@pytest.mark.parametrize(("note", "other", "silent"), [
    pytest.param(HALF, BOTH, True, id="a-file-imports-both"),
    pytest.param(HALF, APART, False, id="other-files-import-each"),
    pytest.param(changed(), BOTH, False, id="nearly-all-the-same"),
    pytest.param(PART, BOTH, False, id="with-methods-that-the-base-does-not-ask-for"),
    pytest.param(MOST, BOTH, True, id="with-most-of-it"),
    pytest.param(MOST.replace("NoteDispatcher", "MailSender"), USER + "from app.note import MailSender as M\n", False, id="of-one-name"),
])  # fmt: skip
def test_alternatives_of_one_base(note: str, other: str, silent: bool, tmp_path: Path) -> None:
    files = app(base=BASE, mail=based(SENDER, "Transport"), note=based(note, "Transport"), one=USER, other=other)
    assert (check(tmp_path, files) == ()) is silent


def test_alternatives_of_no_base_are_told_of(tmp_path: Path) -> None:
    assert check(tmp_path, used(note=HALF, both=BOTH)) == (
        "app/note.py:1:7: SSOT102 NoteDispatcher repeats MailSender in app.mail (2 of 4 members alike): "
        f"put what they share in one place, {OPEN}",
    )


@pytest.mark.parametrize(("note", "files", "expected"), [
    pytest.param(PART, {"app/other.py": APART}, "put what they share in one place", id="both-are-used-parts-are-the-same"),
    pytest.param(changed(), {"app/other.py": APART}, "use MailSender (imported by 1 file, this one by 1)", id="all-is-the-same"),
    pytest.param(PART, {}, f"use MailSender{IMPORTED}", id="one-is-not-used"),
    pytest.param(PART + "    def again(self):\n        return NoteDispatcher()\n", {}, f"use MailSender{IMPORTED}", id="one-uses-itself"),
    pytest.param(PART + "\n\nNOTES = NoteDispatcher()\n", {}, "put what they share in one place", id="one-is-used-in-its-file"),
    pytest.param("def notes():\n    return NoteDispatcher()\n\n\n" + PART, {}, "put what they share in one place", id="one-is-used-before-it"),
    pytest.param(PART.replace("class", "@deprecated\nclass"), {"app/other.py": APART}, "remove NoteDispatcher (this one is deprecated)",
                 id="one-is-deprecated"),
    pytest.param(PART, {"app/other.py": APART.replace("note", "legacy_note"), "app/legacy_note.py": PART, "app/note.py": ""},
                 "remove NoteDispatcher (this one is called legacy)", id="one-is-called-legacy"),
    pytest.param("", {"app/main.py": "from app.legacy.mail import MailSender\n", "app/other.py": "from app.legacy.note import NoteDispatcher\n",
                      "app/mail.py": "", "app/legacy/mail.py": SENDER, "app/legacy/note.py": PART},
                 "put what they share in one place", id="both-are-called-legacy"),
    pytest.param(MOST.replace("NoteDispatcher", "NoteMailSender"), {"app/other.py": "from app.note import NoteMailSender\n"},
                 "use MailSender (imported by 1 file, this one by 1)", id="one-is-a-special-case-by-its-name"),
])  # fmt: skip
def test_way_out(note: str, files: Files, expected: str, tmp_path: Path) -> None:
    [line] = check(tmp_path, used(note=note) | files)
    assert line.rpartition(": ")[2] == f"{expected}, {OPEN}"


@pytest.mark.parametrize(("files", "expected"), [
    pytest.param({}, f"use MailSender{IMPORTED}", id="one-is-not-used"),
    pytest.param({"app/other.py": "from app.post import BetterMailSender\n"},
                 "keep one of them, likelier MailSender (imported by 1 file, this one by 1)", id="both-are-used"),
    pytest.param({"app/other.py": "from app.legacy_post import BetterMailSender\n", "app/legacy_post.py": POSTER, "app/post.py": ""},
                 "use MailSender (this one is called legacy)", id="one-is-called-legacy"),
])  # fmt: skip
def test_way_out_of_rivals(files: Files, expected: str, tmp_path: Path) -> None:
    [line] = check(tmp_path, used(post=POSTER) | files, ALL)
    assert line.rpartition(": ")[2] == f"{expected}, {OPEN}"


def test_way_out_where_the_one_to_keep_is_being_written(tmp_path: Path) -> None:
    [line] = written(tmp_path, used(note=PART, other=APART), {"app/mail.py": SENDER + "\n    x = 1\n"})
    assert line.rpartition(": ")[2] == f"put what they share in one place, {OPEN}"


@pytest.mark.parametrize(("policy", "expected"), [
    pytest.param("", COPY, id="nothing"),
    pytest.param(allowed("app.mail:MailSender and app.note:NoteDispatcher"), (), id="allowed"),
    pytest.param(allowed("app.note:NoteDispatcher and app.mail:MailSender"), (), id="allowed-in-the-other-order"),
    pytest.param(allowed("app:MailSender and app.way:NoteDispatcher"), (), id="allowed-as-they-are-handed-on"),
    pytest.param(allowed("app.mail:MailSender and app.note:MailSender"), COPY, id="another-name-is-allowed"),
    pytest.param(allowed("app.mail:MailSender and app.gone:NoteDispatcher"), COPY, id="another-module-is-allowed"),
    pytest.param(allowed("app.mail:MailSender and app.mail:MailSender"), COPY, id="twice-the-same-is-allowed"),
    pytest.param('[duplicates]\nexclude = ["app/note.py"]\n', (), id="exclude"),
    pytest.param('[duplicates]\nexclude = ["*.py", "!app/n*.py"]\n', (), id="exclude-the-other"),
    pytest.param('[duplicates]\nexclude = ["app/way.py"]\n', COPY, id="exclude-a-third"),
    pytest.param('exclude = ["app/note.py"]\n', (), id="excluded-altogether"),
    pytest.param('ignore = ["SSOT102"]\n', COPY, id="selected-though-ignored"),
    pytest.param("[duplicates]\nsimilarity = 1.0\n", COPY, id="similarity-of-all"),
    pytest.param("[duplicates]\nmin-members = 4\n", COPY, id="min-members"),
    pytest.param("[duplicates]\nmin-members = 5\n", (), id="more-min-members"),
    pytest.param('[decisions.a]\nban-classes = ["NoteDispatcher"]\n', (), id="banned-name"),
    pytest.param('[decisions.a]\nban-classes = ["app.mail.MailSender"]\n', (), id="banned-dotted"),
    pytest.param('[decisions.a]\nban-classes = ["app.way.NoteDispatcher"]\n', COPY, id="banned-elsewhere"),
    pytest.param('[decisions.a]\ndelete = ["app.note"]\n', (), id="deleted-module"),
    pytest.param('[decisions.a]\nban-files = ["note.py"]\n', (), id="banned-file"),
    pytest.param('[decisions.a]\nkeep = ["app.way:Other"]\nonly = ["*Dispatcher"]\n', (), id="rival"),
    pytest.param('[decisions.a]\nkeep = ["app.note:NoteDispatcher"]\nonly = ["*Dispatcher"]\n', (f"{BACK} from app.note (a)",), id="kept-by-only"),
    pytest.param('[decisions.a]\nkeep = ["app.mail:MailSender"]\nonly = ["*Reader"]\n', (
        "app/note.py:1:7: SSOT102 NoteDispatcher repeats MailSender in app.mail (4 of 4 members alike): use MailSender from app.mail (a)",), id="others-are-rivals"),
    pytest.param('[decisions.a]\nkeep = ["app.mail:MailSender"]\n[[decisions.a.exempt]]\npaths = ["app/note.py"]\nreason = "x"\n', (), id="exempt"),
    pytest.param('[decisions.a]\nkeep = ["app.mail:MailSender"]\n[[decisions.a.exempt]]\npaths = ["app/note.py"]\nrules = ["SSOT102"]\nreason = "x"\n', (), id="exempt-by-rule"),
])  # fmt: skip
def test_policy(policy: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    way = "from app.note import NoteDispatcher\n"
    files = {**used(note=changed(), way=way, more=USER), "app/__init__.py": "from .mail import *\n"}
    expected = tuple(
        line.replace("imported by 1 file, this one by none", "imported by 2 files, this one by 1") for line in expected
    )
    assert check(tmp_path, files, policy) == expected


@pytest.mark.parametrize(("similarity", "expected"), [
    pytest.param("0.1", copy("2 of 4 members alike"), id="low"),
    pytest.param("0.32", copy("2 of 4 members alike"), id="less"),
    pytest.param("0.6", (), id="more"),
    pytest.param("1", (), id="all"),
])  # fmt: skip
def test_similarity(similarity: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert check(tmp_path, used(note=PART), f"[duplicates]\nsimilarity = {similarity}\n") == expected


@pytest.mark.parametrize(("scopes", "expected"), [
    pytest.param([], COPY[0].replace("app.mail", "shop.mail").replace("app/note", "auth/note").replace(IMPORTED, ""), id="none"),
    pytest.param(["auth"], None, id="one"),
    pytest.param(["auth", "shop/"], None, id="both"),
    pytest.param(["other"], COPY[0].replace("app.mail", "shop.mail").replace("app/note", "auth/note").replace(IMPORTED, ""), id="another"),
])  # fmt: skip
def test_scopes(scopes: list[str], expected: str | None, tmp_path: Path) -> None:
    files = {"auth/note.py": changed(), "shop/mail.py": SENDER + "    x = y = 1\n"}
    assert check(tmp_path, files, f"[duplicates]\nscopes = {scopes}\n") == ((expected,) if expected else ())


def test_what_another_rule_reports_is_not_said_twice(tmp_path: Path) -> None:
    files = app(mail=changed(("NoteDispatcher", "MailFactory")), note=changed(("NoteDispatcher", "MailFactory")))
    assert [line.split()[1] for line in lines(session(tmp_path, files).check())] == ["SSOT101", "SSOT101"]
    assert check(tmp_path, files, '[duplicates]\nnames = ["*_factory"]\n') == (
        f"app/note.py:1:7: SSOT102 MailFactory repeats MailFactory in app.mail (4 of 4 members alike): use MailFactory from there, {OPEN}",
    )


def test_factories_of_two_names_are_ours(tmp_path: Path) -> None:
    files = app(mail=changed(("NoteDispatcher", "MailFactory")), note=changed(("NoteDispatcher", "NoteFactory")))
    assert check(tmp_path, files) == (
        f"app/note.py:1:7: SSOT102 NoteFactory repeats MailFactory in app.mail (4 of 4 members alike): use MailFactory, {OPEN}",
    )


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param(changed().replace("Dispatcher:", "Dispatcher:  # noqa: SSOT102"), (), id="its-code"),
    pytest.param(changed().replace("Dispatcher:", "Dispatcher:  # noqa: SSOT101"), (
        *COPY, "app/note.py:1:32: SSOT901 noqa of SSOT101 silences nothing: remove it"), id="another-code"),
])  # fmt: skip
def test_suppression(text: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert lines(session(tmp_path, used(note=text)).check()) == expected


def test_ignored(tmp_path: Path) -> None:
    assert lines(session(tmp_path, used(note=changed()), 'ignore = ["SSOT102"]\n').check()) == ()


# -- odd texts

BROKEN = "\n\ndef broken(:\n    pass\n"
HUGE = "    def deep(self):\n        return " + "(" * 2000 + ")" * 2000 + "\n"
CHAIN = "    def chain(self):\n        return x" + ".a" * 20_000 + "\n"


@pytest.mark.parametrize(("text", "line"), [
    pytest.param(changed() + BROKEN, 1, id="syntax-error-behind"),
    pytest.param("def broken(:\n    pass\n\n" + changed(), 4, id="syntax-error-before"),
    pytest.param(f"# deprecated\n{changed()}{BROKEN}", 2, id="syntax-error-and-a-look-for-deprecation"),
    pytest.param(changed().replace("\n", "\r\n"), 1, id="windows"),
    pytest.param(changed().replace("\n", "\r"), 1, id="old-macintosh"),
    pytest.param("\ufeff" + changed(), 1, id="byte-order-mark"),
    pytest.param(changed().replace("    ", "\t"), 1, id="tabs"),
    pytest.param(b"# coding: latin-1\n" + changed().replace("Sends", "Schickt längst").encode("latin-1"), 2, id="latin-1"),
    pytest.param(b"# coding: latin-1\n" + changed(("connection", "größe")).encode("latin-1"), 2, id="latin-1-names"),
    pytest.param(changed(("connection", "größe"), ("waiting", "ﬁle"), ("Sends mail.", "日本")), 1, id="non-ascii"),
    pytest.param(changed() + "    PATTERN = '\\d'\n", 1, id="invalid-escape"),
    pytest.param(changed() + '    TEXT = """\nunindented\n"""\n', 1, id="unindented-text-behind"),
    pytest.param(methods("__init__", "connect", "send") + '\n    TEXT = """\nunindented\n"""\n\n' + METHODS["pending"], 1, id="unindented-text-between"),
    pytest.param(changed() + CHAIN, None, id="deep-nesting"),
    pytest.param(changed() + HUGE, None, id="too-many-parentheses"),
    pytest.param(changed() + "\n    def broken(:\n        pass\n", None, id="syntax-error-within"),
    pytest.param(changed().encode() + b"\0", 1, id="nul"),
    pytest.param(changed().encode() + b"\n# \xff\n", 1, id="not-utf-8"),
])  # fmt: skip
def test_odd_texts(text: str | bytes, line: int | None, tmp_path: Path) -> None:
    found = check(tmp_path, {**used(), "app/note.py": text})
    assert found == (() if line is None else copy("4 of 4 members alike", line=line))


def test_unindented_text_ends_no_class(tmp_path: Path) -> None:
    text = changed(("30", '"""\nclass Inner:\n"""')).replace(
        "    def pending", "    def a(self): ...\n\n    def pending"
    )
    assert check(tmp_path, used(note=text)) == copy("3 of 4 members alike")


def test_a_copy_under_a_name_in_other_letters(tmp_path: Path) -> None:
    files = used(note="from app import mail\n" + changed(("NoteDispatcher", "ÜbersetzungsDienst")))
    assert check(tmp_path, files) == copy("4 of 4 members alike", "ÜbersetzungsDienst", 2)


def test_type_parameters(tmp_path: Path) -> None:
    texts = (
        SENDER.replace("MailSender:", "MailSender[T]:"),
        changed().replace("NoteDispatcher:", "NoteDispatcher[K, V](Base[K]):"),
    )
    found = check(tmp_path, app(mail=texts[0], note=texts[1]))
    assert found == (copy("4 of 4 members alike", why="") if NEW_SYNTAX else ())


# -- what is said, and where


def test_focus(tmp_path: Path) -> None:
    opened = session(tmp_path, used(note=changed()))
    assert lines(opened.check(["app/note.py"])) == COPY
    assert lines(opened.check(["app/mail.py"])) == ()
    assert lines(opened.check(["app"])) == COPY


def test_as_text_and_json(command: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    write(tmp_path, used(note=changed()))
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    assert command("check", "--no-cache", "--select", "SSOT102")[:2] == (1, f"{COPY[0]}\n")
    code, out, _ = command("check", "--no-cache", "--format", "json", "app/note.py")
    assert (code, json.loads(out)) == (1, [{
        "code": "SSOT102", "name": "near-duplicate-class", "message": COPY[0].partition("SSOT102 ")[2],
        "path": "app/note.py", "line": 1, "column": 7, "end_line": 1, "end_column": 21, "decision": None, "fix": None,
        "related": [{"path": "app/mail.py", "line": 1, "column": 7, "message": "the likelier one to keep"}],
    }])  # fmt: skip
