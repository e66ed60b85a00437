"""What was read once is not read again, and whatever happens to the cache, the facts are the same."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.repo import cache, cache_front, records
from ssot_lint.repo import sketch as sketching
from ssot_lint.repo.again import FOLDER
from ssot_lint.repo.cache import Cache, Kept, content_key
from ssot_lint.repo.cache_records import FactsKey
from ssot_lint.repo.extract import facts_of
from ssot_lint.repo.facts import Facts, read_facts, write_facts
from ssot_lint.repo.files import Stat, stat_of
from ssot_lint.repo.git import Listing
from ssot_lint.repo.index import Index
from ssot_lint.repo.records import Records
from ssot_lint.repo.sketch import Sketch, sketch_of
from ssot_lint.repo.tree import Tree, open_tree
from ssot_lint.source.paths import is_package
from ssot_lint.source.source import Source
from tests.processes import git
from tests.repository import write

NAME = f"python{sys.version_info.major}.{sys.version_info.minor}"
LONG_AGO, NOW = 10**18, 2 * 10**18  # nanoseconds
C, D = content_key(b"c"), content_key(b"d")

#: Every construct that a sketch or facts tell of, in a syntax that Python 3.11 knows.
EVERYTHING = """\
from __future__ import annotations
import a.b, a.c as d
from . import e
from ..f import (g as h,  # the usual one
    i)
from j import *
try:
    import k
except ImportError:
    k = None
with suppress(ImportError):
    from l import m
if TYPE_CHECKING:
    from n import o
if sys.version_info >= (3, 12):
    class P: pass
__all__ = ["Q", "q"] + other
__all__ += ["r"]
s: int
t: str = "text"
u = a.b.V
w, x = 1, [2]
global y
class Q(h.Base, Generic[T], metaclass=Meta):
    first: int
    second = third = 3
    class Inner(NamedTuple):
        left: int
        right: str = ""
    def method(self, one, /, two, *rest, three=3, **others): ...
    @classmethod
    def make(cls): ...
    @staticmethod
    def help(): ...
    @property
    def last(self): return 1
@dataclass(kw_only=True)
class Data:
    one: ClassVar[int]
    two: int = field(default=2)
    three: int = field(init=False)
@dataclass
class Other:
    one: int
    _: KW_ONLY
    two: int = 2
class Proto(Protocol[T]):
    def method(self) -> None: ...
class Abstract(ABC):
    @abstractmethod
    def method(self) -> None: ...
@wrapped
async def q(one, *, two): pass
@overload
def q(one): ...
def __getattr__(name): return name
'''
class Text: pass
import text
'''
z = f"{x['y']}"
été = ﬁ = 1
patch("a.b.C.d"), patch("a.b.C.e"), import_module("a.b")
"""
GOLDEN = (8, "851c117150cac048")


def tree_of(stats: Mapping[str, Stat], signature: str | None = "s", roots: tuple[str, ...] | None = None) -> Tree:
    """A tree in which all files are Python."""
    return Tree("", lambda: tuple(stats), stats, tuple(stats), signature, roots)


def kept(
    contents: Mapping[str, str], sketches: Mapping[str, Sketch] = {}, facts: Mapping[FactsKey, Facts] = {}
) -> Kept:
    return Kept(contents, sketches, facts, {})


def test_what_the_cache_keeps_is_what_its_format_says(tmp_path: Path) -> None:
    data = EVERYTHING.encode()
    keys = [FactsKey(content_key(data), "p.q", is_package) for is_package in (True, False)]
    facts = {key: facts_of(Source("p/__init__.py" if key.is_package else "q.py", data, ("p.q",))) for key in keys}
    stats = {path: Stat(len(data), LONG_AGO, LONG_AGO) for path in ("p/q.py", "p/q/__init__.py")}
    contents = dict.fromkeys(stats, keys[0].content)
    tree = Tree("", lambda: (*stats, "r.md"), stats, ("p/q.py",), "signature", ("", "src"))
    Cache(str(tmp_path)).save(tree, Kept(contents, {keys[0].content: sketch_of(data)}, facts, {"q": [1]}), NOW)
    body = (tmp_path / FOLDER / NAME).read_bytes().partition(b"\n")[2]
    digest = blake2b(body, digest_size=8).hexdigest()
    assert (cache_front.FORMAT, digest) == GOLDEN, "raise cache_front.FORMAT and put the new digest here"


# -- records


class Asked(NamedTuple):
    """What was read to answer."""

    sketched: list[bytes]
    parsed: list[str]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    found = Asked([], [])

    def counted(data: bytes) -> Sketch:
        found.sketched.append(data)
        return sketch_of(data)

    monkeypatch.setattr(sketching, "sketch_of", counted)
    return found


Told = dict[str, tuple[Sketch, Facts]]


def records_of(root: Path, jobs: int = 1) -> Records:
    """What a new process knows."""
    known = Cache(str(root))
    return Records(open_tree(Listing(str(root)), known=known.tree), cache=known, jobs=jobs)


def tell(root: Path, asked: Asked | None = None, *, save: bool = True, jobs: int = 1) -> Told:
    """Sketches and facts of all Python files, by a new process, as it were."""
    one = records_of(root, jobs)
    paths = one.tree.python_paths
    sketches = one.sketches(paths)
    told = {path: (sketch, told_by(one, path, asked)) for path, sketch in zip(paths, sketches, strict=True)}
    if save:
        Index(one).save()
    return told


def told_by(one: Records, path: str, asked: Asked | None = None) -> Facts:
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def make() -> Facts:
        if asked:
            asked.parsed.append(path)
        return facts_of(Source(path, one.read(path), (module,)))

    return one.facts(path, module, is_package=is_package(path), make=make)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' files count as old: no one can set the time at which a file last changed in any way."""
    monkeypatch.setattr(cache, "_SETTLED", -(10**18))


FILES = {
    "a.py": "import b\nclass A: ...\n",
    "b.py": "def f(): ...\n",
    "c/__init__.py": "from . import d\n",
    "c/d.py": "x = 1\n",
}


@pytest.mark.usefixtures("settled")
def test_nothing_is_read_again(tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILES)
    first = tell(tmp_path, asked)
    assert (len(asked.sketched), len(asked.parsed)) == (4, 4)
    monkeypatch.setattr(records, "read_file", None)
    assert tell(tmp_path, asked) == first
    assert (len(asked.sketched), len(asked.parsed)) == (4, 4)


@pytest.mark.usefixtures("settled")
def test_the_same_content_is_known_by_other_times(tmp_path: Path, asked: Asked) -> None:
    write(tmp_path, FILES)
    first = tell(tmp_path)
    for path in FILES:
        os.utime(tmp_path / path, ns=(LONG_AGO, LONG_AGO))
    asked.sketched.clear()
    assert tell(tmp_path, asked) == first
    assert asked == ([], [])


@pytest.mark.usefixtures("settled")
def test_the_same_content_elsewhere(tmp_path: Path, asked: Asked) -> None:
    write(tmp_path, FILES)
    first = tell(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "moved.py")
    asked.sketched.clear()
    again = tell(tmp_path, asked)
    assert again["moved.py"][0] == first["a.py"][0]
    assert asked == ([], ["moved.py"])  # as another module it has other facts


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("text", ["import c\nclass A: ...\n", "import c\n", ""])
def test_another_content_is_read(text: str, tmp_path: Path, asked: Asked) -> None:
    write(tmp_path, FILES)
    tell(tmp_path)
    asked.sketched.clear()
    write(tmp_path, {"a.py": text})
    told = tell(tmp_path, asked)
    assert asked.sketched == [text.encode()]
    assert asked.parsed == ["a.py"]
    assert told["a.py"][0] == sketch_of(text.encode())


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("field", range(3))
def test_size_and_both_times_are_looked_at(field: int, tmp_path: Path) -> None:
    write(tmp_path, FILES)
    tell(tmp_path)
    stat = stat_of(str(tmp_path), "a.py")
    assert stat
    one = Cache(str(tmp_path))
    assert one.content_of("a.py", stat) == content_key(FILES["a.py"].encode())
    assert one.content_of("a.py", Stat(*(value + (place == field) for place, value in enumerate(stat)))) is None
    assert one.content_of("b/a.py", stat) is None


@pytest.mark.parametrize("stat", [Stat(1, NOW, LONG_AGO), Stat(1, LONG_AGO, NOW), Stat(1, NOW - 10**9, LONG_AGO)])
def test_young_files_are_not_known_by_their_look(stat: Stat, tmp_path: Path) -> None:
    old = Stat(1, LONG_AGO, LONG_AGO)
    Cache(str(tmp_path)).save(tree_of({"a.py": stat, "b.py": old}), kept({"a.py": C, "b.py": D}), NOW)
    one = Cache(str(tmp_path))
    assert (one.content_of("a.py", stat), one.content_of("b.py", old)) == (None, D)
    assert (one.content_before("a.py"), one.content_before("b.py"), one.content_before("c.py")) == (C, D, None)


def test_files_are_young_when_they_are_read(tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the run takes after that: until then they may have changed within one tick of the clock."""
    write(tmp_path, FILES)
    one = records_of(tmp_path)
    monkeypatch.setattr(time, "time_ns", lambda: NOW * 2)
    assert one.replace({"a.py": b""})._begun == one._begun
    one.sketches([*FILES])
    Index(one).save()
    looks = Cache(str(tmp_path))
    assert {path: looks.content_of(path, stat) for path, stat in one.tree.stats.items()} == dict.fromkeys(FILES)
    assert len(asked.sketched) == 4
    assert len(tell(tmp_path, asked)) == len(asked.sketched) == 4  # their contents are known


@pytest.mark.usefixtures("settled")
def test_what_could_not_be_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {**FILES, "empty.py": ""})
    with monkeypatch.context() as patch:
        patch.setattr(records, "read_file", lambda root, path: b"")
        tell(tmp_path)
    one = Cache(str(tmp_path))
    assert [path for path in (*FILES, "empty.py") if one.content_before(path) is not None] == ["empty.py"]
    assert tell(tmp_path)["a.py"][0] == sketch_of(FILES["a.py"].encode())


def test_an_overlay_replaces_a_text_and_is_not_kept(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    one = records_of(tmp_path)
    one.sketches([*FILES])
    other = one.replace({"a.py": b"class Unsaved: ...\n"})
    assert other.sketches(["a.py", "b.py"]) == [sketch_of(b"class Unsaved: ...\n"), sketch_of(b"def f(): ...\n")]
    assert told_by(other, "a.py").names == {"Unsaved"}
    assert told_by(one, "a.py").names == {"b", "A"}
    Index(other).save()
    assert not (tmp_path / FOLDER).exists()
    Index(one).save()
    assert b"Unsaved" not in (tmp_path / FOLDER / NAME).read_bytes()


def test_a_text_at_hand_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILES)
    one = Records(open_tree(Listing(str(tmp_path))))
    texts = [one.read(path) for path in FILES]
    monkeypatch.setattr(records, "read_file", None)
    assert one.sketches([*FILES]) == [sketch_of(text) for text in texts]
    Index(one).save()  # there is no cache
    assert not (tmp_path / FOLDER).exists()


def test_many_files_are_read_by_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILES)
    first = tell(tmp_path, save=False)
    monkeypatch.setattr(records, "_MUCH_TEXT", 1)
    assert tell(tmp_path, save=False, jobs=2) == first


@pytest.mark.usefixtures("settled")
def test_little_news_is_not_worth_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {**FILES, "long.py": "# text\n" * 9000})
    tell(tmp_path)
    before = (tmp_path / FOLDER / NAME).read_bytes()
    write(tmp_path, {"c/d.py": "x = 2\n"})
    tell(tmp_path)
    assert (tmp_path / FOLDER / NAME).read_bytes() == before
    monkeypatch.setattr(records, "_WORTH_WRITING", 0)
    tell(tmp_path)
    assert (tmp_path / FOLDER / NAME).read_bytes() != before


@pytest.mark.usefixtures("settled")
def test_vanished_files_are_dropped(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "gone.py": "class Vanished: ...\n"})
    tell(tmp_path)
    assert (tmp_path / FOLDER / NAME).read_bytes().count(b"Vanished") > 1
    (tmp_path / "gone.py").unlink()
    write(tmp_path, {"new.py": "class New: ...\n"})
    tell(tmp_path)
    kept = (tmp_path / FOLDER / NAME).read_bytes()
    assert b"Vanished" not in kept
    assert b"gone.py" not in kept
    assert b"New" in kept


# -- damage


def harmless(root: Path, told: Told) -> bool:
    """Whether the facts are those told, with the cache as it is, and again with what comes of it."""
    return tell(root) == told and tell(root, save=False) == told


@pytest.fixture
def told(tmp_path: Path, settled: None) -> Told:
    """A repository with a cache."""
    write(tmp_path, FILES)
    return tell(tmp_path)


@pytest.fixture
def sound(tmp_path: Path, told: Told) -> bytes:
    """What is in the cache."""
    return (tmp_path / FOLDER / NAME).read_bytes()


def is_empty(one: Cache) -> bool:
    return list(one.tree) == ["", (), {}, ()] and not one.sketched and not one.answers and one._places == ({}, {})


def _other_version(data: bytes) -> bytes:
    return data.replace(b"ssot-lint ", b"ssot-lint 0.0.0.", 1)


def _other_format(data: bytes) -> bytes:
    return data.replace(b" format ", b" format 9", 1)


def _other_path(data: bytes) -> bytes:
    return data.replace(b"a.py", b"b.py", 1)


def _longer(data: bytes) -> bytes:
    first, _, rest = data.partition(b"\n")
    return first + b"9" * 15 + b"\n" + rest


def _signed(body: bytes) -> Callable[[bytes], bytes]:
    return lambda data: cache_front._first_line(body) + body


@pytest.mark.parametrize("damage", [
    _other_version, _other_format, _other_path, _longer, _signed(b""), _signed(b"[]"),
    lambda data: b"", lambda data: b"garbage", lambda data: data.partition(b"\n")[0],
], ids=["version", "format", "path", "longer", "empty", "short", "nothing", "garbage", "head"])  # fmt: skip
def test_a_damaged_cache_is_an_empty_one(damage: Callable[[bytes], bytes], tmp_path: Path, told: Told) -> None:
    file = tmp_path / FOLDER / NAME
    file.write_bytes(damage(file.read_bytes()))
    assert is_empty(Cache(str(tmp_path)))
    assert harmless(tmp_path, told)


@pytest.mark.parametrize("few", [0, 40], ids=["at once", "one by one"])
@pytest.mark.parametrize("damage", [
    lambda data: data.replace(b" A \t", b" B \t"), lambda data: data[:-300], lambda data: data + b"\n",
], ids=["other", "cut", "more"])  # fmt: skip
def test_damaged_records_are_as_good_as_not_there(
    damage: Callable[[bytes], bytes],
    few: int,
    tmp_path: Path,
    told: Told,
    sound: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache, "_FEW", few)
    file = tmp_path / FOLDER / NAME
    file.write_bytes(damage(sound))
    assert file.read_bytes() != sound
    assert not is_empty(Cache(str(tmp_path)))
    assert harmless(tmp_path, told)


def test_a_damaged_record_is_made_anew(tmp_path: Path, told: Told, sound: bytes, asked: Asked) -> None:
    (tmp_path / FOLDER / NAME).write_bytes(sound.replace(b" A \t", b" B \t"))
    assert tell(tmp_path) == told
    assert len(asked.sketched) == 1
    assert tell(tmp_path) == told
    assert len(asked.sketched) == 1


def test_records_that_nobody_asks_for_stay_as_they_are(tmp_path: Path, told: Told, sound: bytes) -> None:
    """Those that are damaged too: to find that out takes longer than to copy them."""
    file = tmp_path / FOLDER / NAME
    file.write_bytes(sound.replace(b" A \t", b" B \t"))
    write(tmp_path, {"c/d.py": "x = 2\n"})
    one = records_of(tmp_path)
    one.sketches(["c/d.py"])
    Index(one).save()
    assert b" B \t" in file.read_bytes()
    assert harmless(tmp_path, {**told, "c/d.py": tell(tmp_path)["c/d.py"]})


def test_a_cache_that_vanishes_before_the_next_one_is_written(tmp_path: Path, told: Told) -> None:
    one = records_of(tmp_path)
    paths = one.tree.python_paths
    sketches = one.sketches(paths)
    write(tmp_path, {"c/d.py": "y = [1]\n"})
    two = records_of(tmp_path)
    (tmp_path / FOLDER / NAME).unlink()
    assert two.sketches(["a.py", "b.py"]) == sketches[:2]
    two.sketches(["c/d.py"])
    Index(two).save()
    assert len(Cache(str(tmp_path)).sketched) == 3


def test_a_cache_that_vanishes_while_it_is_read(tmp_path: Path, told: Told) -> None:
    one = Cache(str(tmp_path))
    (tmp_path / FOLDER / NAME).unlink()
    assert [one.sketch(content) for content in sorted(one.sketched)] == [None] * 4


def test_the_version_and_the_format_are_in_the_head(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_empty(Cache(str(tmp_path)))
    monkeypatch.setattr(
        cache_front,
        "_HEAD",
        cache_front._HEAD.replace(f"format {cache_front.FORMAT}", f"format {cache_front.FORMAT + 1}"),
    )
    assert is_empty(Cache(str(tmp_path)))
    assert harmless(tmp_path, told)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_random_damage(data: st.DataObject, tmp_path: Path, told: Told, sound: bytes) -> None:
    file = tmp_path / FOLDER / NAME
    place = data.draw(st.integers(0, len(sound) - 1))
    flipped = sound[:place] + bytes([sound[place] ^ data.draw(st.integers(1, 255))]) + sound[place + 1 :]
    file.write_bytes(data.draw(st.sampled_from([flipped, sound[:place], sound + data.draw(st.binary(min_size=1))])))
    assert harmless(tmp_path, told)


def test_folders_in_the_place_of_files(tmp_path: Path, told: Told) -> None:
    (tmp_path / FOLDER / NAME).unlink()
    (tmp_path / FOLDER / NAME).mkdir()
    assert harmless(tmp_path, told)
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == [".gitignore", NAME]


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, FOLDER: "mine"})
    assert tell(tmp_path) == tell(tmp_path)
    assert (tmp_path / FOLDER).read_text() == "mine"


def test_a_pipe_in_the_place_of_the_cache(tmp_path: Path, told: Told) -> None:
    (tmp_path / FOLDER / NAME).unlink()
    os.mkfifo(tmp_path / FOLDER / NAME)
    assert harmless(tmp_path, told)


@pytest.mark.parametrize("exists", [True, False])
def test_the_folder_may_be_a_link(exists: bool, tmp_path: Path, told: Told) -> None:
    """Nothing is read or written outside the repository."""
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "root"
    write(root, FILES)
    if exists:
        (tmp_path / FOLDER).rename(elsewhere)
        (elsewhere / ".gitignore").unlink()
    before = [(path.name, path.read_bytes()) for path in elsewhere.glob("*")]
    (root / FOLDER).symlink_to(elsewhere)
    assert is_empty(Cache(str(root)))
    assert harmless(root, told)
    assert [(path.name, path.read_bytes()) for path in elsewhere.glob("*")] == before
    assert elsewhere.exists() is exists


@pytest.mark.parametrize("exists", [True, False])
def test_files_in_the_folder_may_be_links(exists: bool, tmp_path: Path, told: Told) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in (NAME, ".gitignore"):
        (tmp_path / FOLDER / name).rename(elsewhere / name)
        (tmp_path / FOLDER / name).symlink_to(elsewhere / name)
        if not exists:
            (elsewhere / name).unlink()
    before = [(path.name, path.read_bytes()) for path in elsewhere.iterdir()]
    assert is_empty(Cache(str(tmp_path)))
    assert harmless(tmp_path, told)
    assert [(path.name, path.read_bytes()) for path in elsewhere.iterdir()] == before
    assert not (tmp_path / FOLDER / NAME).is_symlink()


def fail(*arguments: object, **named: object) -> None:
    raise OSError


@pytest.mark.parametrize("function", ["open", "replace", "makedirs"])
def test_a_disk_that_can_not_be_written(function: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write to a folder without any permission, so the system's functions stand in for it."""
    write(tmp_path, FILES)
    monkeypatch.setattr(os, function, fail)
    assert tell(tmp_path) == tell(tmp_path)
    left = [path.name for path in tmp_path.glob(f"{FOLDER}/*")]
    assert [name for name in left if name != ".gitignore"] == []


def test_a_cache_that_can_not_be_read(tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FOLDER / NAME).chmod(0)
    assert harmless(tmp_path, told)
    monkeypatch.setattr("builtins.open", fail)
    assert is_empty(Cache(str(tmp_path)))


def test_no_temporary_file_is_left_when_one_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    write(tmp_path, FILES)
    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        tell(tmp_path)
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [".gitignore"]


def test_git_does_not_see_it(tmp_path: Path, told: Told) -> None:
    ignore = tmp_path / FOLDER / ".gitignore"
    assert ignore.read_text() == "*\n"
    ignore.write_text("# mine\n")
    write(tmp_path, {"new.py": "class New: ...\n"})
    tell(tmp_path)
    assert ignore.read_text() == "# mine\n"


# -- writers at once


def test_writers_at_once_leave_one_of_their_caches(tmp_path: Path) -> None:
    """Whatever the order, who reads between them finds a sound cache, all of one writer."""
    old = Stat(1, LONG_AGO, LONG_AGO)

    def save(writer: Cache, name: str) -> None:
        content = content_key(name.encode())
        writer.save(tree_of({f"{name}.py": old}), kept({f"{name}.py": content}, {content: Sketch(name, "", "")}), NOW)

    one, two = Cache(str(tmp_path)), Cache(str(tmp_path))
    for name in ("a", "b", "c", "d"):
        save(one if name in "ac" else two, name)
        reader = Cache(str(tmp_path))
        assert reader.content_of(f"{name}.py", old) == content_key(name.encode())
        assert reader.sketched == {content_key(name.encode())}
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == [".gitignore", NAME]


def test_a_reader_while_the_cache_is_replaced(tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new cache is complete before it takes the place of the old one."""
    replace, seen = os.replace, []

    def watched(source: str, target: str) -> None:
        seen.append(len(Cache(str(tmp_path)).sketched))
        assert Path(source).read_bytes().startswith(cache_front._HEAD.encode())
        replace(source, target)
        seen.append(len(Cache(str(tmp_path)).sketched))

    monkeypatch.setattr(os, "replace", watched)
    write(tmp_path, {"new.py": "class New: ...\n"})
    tell(tmp_path)
    assert seen == [4, 5]


# -- round trips


def _facts(text: str, path: str = "p/q.py") -> Facts:
    return facts_of(Source(path, text, ("p.q",)))


_BLOCKS = re.split(r"(?m)^(?=[@cfi])", EVERYTHING)
_OTHERS = ["def f(a, b=1): ...\n", "x = 1\n", "class A(\n", "(\n", "é = 'ü'\n", '__all__ = ["\\ud800", "\\t|\\n"]\n']
_STATEMENTS = st.sampled_from(_BLOCKS + _OTHERS)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=st.lists(_STATEMENTS, max_size=8).map("".join), path=st.sampled_from(["p/q.py", "p/q/__init__.py"]))
def test_facts_survive_json(text: str, path: str) -> None:
    facts = _facts(text, path)
    assert read_facts(json.loads(json.dumps(write_facts(facts)))) == facts


def _empty(values: object) -> Iterator[str]:
    """The places in nested records that have no value."""
    for name, value in zip(getattr(values, "_fields", ()), values if isinstance(values, tuple) else (), strict=True):
        if not value and value is not False:
            yield f"{type(values).__name__}.{name}"


def test_the_example_has_every_field() -> None:
    facts = _facts(EVERYTHING)
    assert [*_empty(facts)] == []
    for records_of in (facts.functions, facts.classes, facts.imports, facts.bindings["h"]):
        filled = [set(type(one)._fields) - {place.partition(".")[2] for place in _empty(one)} for one in records_of]
        assert set().union(*filled) == {*type(records_of[0])._fields}


@pytest.mark.parametrize(("roots", "found"), [(None, ("",)), ((), ()), (("", "src"), ("src", ""))])
@pytest.mark.parametrize("signature", [None, "signature"])
def test_the_cache_gives_back_what_it_was_given(
    signature: str | None, roots: tuple[str, ...] | None, found: tuple[str, ...], tmp_path: Path
) -> None:
    data = EVERYTHING.encode()
    content, stat = content_key(data), Stat(len(data), LONG_AGO, LONG_AGO)
    contents = {"p/q.py": content, "caf\udce9\t\n.py": content, "empty.py": D}
    facts = {FactsKey(content, "p.été", package): _facts(EVERYTHING) for package in (True, False)}
    sketches = {content: sketch_of(data), D: sketch_of(b"# noqa: SSOT001")}
    stats = dict.fromkeys([*contents, "unread.py", "script"], stat)
    tree = Tree("", lambda: (), stats, (*contents, "unread.py"), signature, roots)
    Cache(str(tmp_path)).save(tree, Kept(contents, sketches, facts, {"q": ["a"]}), NOW)
    for one in (Cache(str(tmp_path)), Cache(str(tmp_path))):
        assert one.tree.signature == (signature or "")
        assert one.tree.roots == found
        assert one.tree.candidates == {path: path != "script" for path in stats}
        assert {path: one.content_of(path, stat) for path in contents} == contents
        assert one.content_of("unread.py", stat) is None
        assert {key: one.sketch(key) for key in sketches} == sketches
        assert one.sketched == {*sketches}
        assert {key: one.facts(key) for key in facts} == facts
        assert one.sketch(C) is None
        assert one.facts(FactsKey(content, "p.r", False)) is None
        assert one.answers == {"q": ["a"]}
        one.save(tree, Kept(contents, {}, {}, one.answers), NOW)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    text=st.one_of(st.binary(max_size=80), st.lists(_STATEMENTS, max_size=8).map(lambda parts: "".join(parts).encode()))
)
def test_sketches_survive(text: bytes, tmp_path: Path) -> None:
    sketch = sketch_of(text)
    content = content_key(text)
    Cache(str(tmp_path)).save(tree_of({"a.py": Stat(0, 0, 0)}), kept({"a.py": content}, {content: sketch}), NOW)
    assert Cache(str(tmp_path)).sketch(content) == sketch


def test_source_roots_are_found_with_a_cache_too(tmp_path: Path, settled: None) -> None:
    """The cache gave back no roots where none had been found yet, and then no module had a name."""
    git(tmp_path, "init", "--quiet")
    write(tmp_path, {"src/a/__init__.py": "x = 1\n", "pyproject.toml": ""})
    for _ in range(2):
        assert tell(tmp_path)
        assert Cache(str(tmp_path)).tree.roots == ("src", "")
