"""The prefilter loses nothing: words, folding, encodings, and whole runs with it and without."""

from __future__ import annotations

import pkgutil
import unicodedata
from encodings import __path__ as folders_of_encodings
from encodings.aliases import aliases

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssot_lint.repo.patterns import path_matcher
from ssot_lint.session import Session, open_session
from ssot_lint.source.needles import Needles, Part, literal_part
from ssot_lint.source.spelling import _FOLDING, is_opaque, lowered
from tests.repository import lines, write


@pytest.mark.parametrize(("needles", "text", "found"), [
    pytest.param(Needles({"Old"}), "x = Old()", True, id="word"),
    pytest.param(Needles({"Old"}), "x = Older(TheOld, _Old, Old1)", False, id="within-longer-words"),
    pytest.param(Needles({"Old"}), "TheOld; Old", True, id="after-a-longer-word"),
    pytest.param(Needles({"Old"}), "Old", True, id="alone"),
    pytest.param(Needles(fragments={"Old"}), "TheOldOne", True, id="fragment"),
    pytest.param(Needles(fragments={""}), "", True, id="empty-fragment"),
    pytest.param(Needles(defined={"Old"}), "x = Old()", False, id="defined-but-used-only"),
    pytest.param(Needles(defined={"Old"}), "class \\\n Old: ...", True, id="defined-on-a-continued-line"),
    pytest.param(Needles(defined={"Old"}), "async def  Old(): ...", True, id="defined-function"),
    pytest.param(Needles(defined={"Old"}), "class Older: ...", False, id="defined-longer"),
    pytest.param(Needles(defined_fragments={"Old"}), "class TheOlder(X): ...", True, id="defined-fragment"),
    pytest.param(Needles(defined_fragments={"Old"}), "class The(Old): ...", False, id="fragment-in-bases"),
    pytest.param(Needles({"Old"}), "\uff2fld", True, id="full-width"),
    pytest.param(Needles({"Old"}), "caf\u00e9 \U0001f600 \u201cquoted\u201d", False, id="other-characters"),
    pytest.param(Needles({"caf\u00e9"}), "cafe\u0301 = 1", True, id="decomposed"),
    pytest.param(Needles({"caf\u00e9"}), "cafe = 1", False, id="without-its-accent"),
    pytest.param(Needles({"Old"}), "# coding: utf-7\n+AE8-ld", True, id="opaque-encoding"),
    pytest.param(Needles({"Old"}), "# coding: utf-8\n", False, id="transparent-encoding"),
    pytest.param(Needles(parts={"c": Part(frozenset({"b"}), ("a/b/",))}), "import a.b.c", True, id="part"),
    pytest.param(Needles(parts={"c": Part(frozenset({"b"}), ("a/b/",))}), "import c", False, id="part-alone"),
    pytest.param(Needles(texts={"old": frozenset({"say"})}), "say('OLDER')", True, id="text-in-any-case"),
    pytest.param(Needles(texts={"old": frozenset({"say"})}), "say('new')", False, id="text-missing"),
    pytest.param(Needles(texts={"old": frozenset({"say"})}), "says('old')", False, id="text-without-its-word"),
    pytest.param(Needles(texts={"": frozenset({"say"})}), "say()", True, id="empty-text"),
    pytest.param(Needles(texts={"old": frozenset({"say"})}), "\uff53ay('old')", True, id="text-beside-full-width"),
    pytest.param(Needles(texts={"old": frozenset({"say"})}), "say('\uff4fld')", False, id="full-width-text"),
    pytest.param(Needles(texts={"old": frozenset({"say"})}), "# coding: utf-7\nsay('+AG8-ld')", True, id="opaque-text"),
    pytest.param(Needles(), "anything", False, id="none"),
])  # fmt: skip
def test_found_in(needles: Needles, text: str, found: bool) -> None:
    assert needles.found_in(text.encode(), "x.py") is found
    both = needles | Needles({"unlikely"})
    assert both.found_in(text.encode(), "x.py") is found
    assert bool(both)


def test_a_part_alone_will_do_below_its_package() -> None:
    needles = Needles(parts={"c": Part(frozenset({"b"}), ("a/b/",))})
    assert needles.found_in(b"from . import c", "a/b/x.py")
    assert not needles.found_in(b"from . import c", "a/x.py")


def test_texts_of_two_keep_the_words_of_both() -> None:
    first = Needles(texts={"old": frozenset({"say"}), "new": frozenset({"say"})})
    both = first | Needles(texts={"old": frozenset({"tell"})})
    assert both.texts == {"old": frozenset({"say", "tell"}), "new": frozenset({"say"})}


def test_lowered_is_as_bytes_are_searched() -> None:
    assert lowered("OLD \u212a \u00dc \ud800") == b"old \xe2\x84\xaa \xc3\x9c \xed\xa0\x80"


def test_every_character_that_folds_is_known() -> None:
    unknown = [
        hex(code)
        for code in range(0x80, 0x110000)
        if not 0xD800 <= code < 0xE000
        and f"a{chr(code)}".isidentifier()
        and (folded := unicodedata.normalize("NFKC", chr(code))) != chr(code)
        and any(letter.isascii() for letter in folded)
        and not _FOLDING.match(chr(code))
        and any(letter.isascii() and f"a{letter}".isidentifier() for letter in folded)
    ]
    assert unknown == []


@pytest.mark.parametrize(("glob", "part"), [
    ("*WebSocket*Factory", "WebSocket"), ("Old?", "Old"), ("[AB]cd*", "cd"), ("*", ""), ("Exact", "Exact"),
])  # fmt: skip
def test_literal_part(glob: str, part: str) -> None:
    assert literal_part(glob) == part


_ENCODINGS = sorted({*aliases, *aliases.values(), *(one.name for one in pkgutil.iter_modules(folders_of_encodings))})
_SPELLINGS = (
    b"old",
    b"o~\nld",
    b"o\x1b(Bld",
    b"+AG8-ld",
    b"\\x6fld",
    b"\\u006fld",
    b"o\0l\0d\0",
    b"o\0\0\0l\0\0\0d\0\0\0",
)


def _as_read(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return ""


def test_encodings_that_spell_ascii_in_another_way_are_known() -> None:
    """Those in which what names the encoding would be no comment are none of a source."""
    hidden = {
        name
        for name in _ENCODINGS
        if _as_read(b"#", name) == "#"
        and any("old" in _as_read(text, name) and b"old" not in text for text in _SPELLINGS)
    }
    assert {name for name in hidden if not is_opaque(f"# coding: {name}\n".encode())} == set()
    assert hidden >= {"utf_7", "unicode_escape", "raw_unicode_escape", "hz", "iso2022_jp"}


@pytest.mark.parametrize(("data", "is_one"), [
    pytest.param(b"# coding: utf-8\n\xc3\xa9", False, id="utf-8"),
    pytest.param(b"# -*- coding: UTF8 -*-\n\xc3\xa9", False, id="utf-8-in-capitals"),
    pytest.param(b"\xc3\xa9 = 1\n", False, id="not-said"),
    pytest.param(b"x = 'coding: utf-7'\n", False, id="no-comment"),
    pytest.param(b"# coding: latin-1\nold\n", False, id="latin-1-of-ascii"),
    pytest.param(b"# coding: latin-1\nc\xaafe\n", True, id="latin-1"),
    pytest.param(b"# vim: set fileencoding=gbk :\n\xa3\xefld\n", True, id="gbk"),
    pytest.param(b"#!/usr/bin/python\n# coding=Unicode-Escape\n", True, id="second-line"),
    pytest.param(b"# coding: _utf--16\n", True, id="as-python-reads-names"),
    pytest.param(rb"'a\x2eold', 'a\056old'", True, id="a-dot-as-an-escape"),
    pytest.param(rb"'a\N{FULL STOP}old', '1\x2e5', '\x20old'", False, id="other-escapes"),
])  # fmt: skip
def test_what_is_opaque(data: bytes, is_one: bool) -> None:
    assert is_opaque(data) is is_one


POLICY = """\
[decisions.one]
keep = ["pkg.new:Kept"]
delete = ["pkg.old", "pkg/sub/gone.py"]
ban-classes = ["Banned", "pkg.new:Dotted", "Glob*"]
ban-files = ["pkg/never.py", "**/enhanced_*.py"]
only = ["*Only*Factory"]
[decisions.two]
log-at-most = "debug"
log-matching = ["Using legacy*", "\u26a0", "[Kelvin]"]
"""
_NAMES = ["Kept", "Banned", "Dotted", "GlobX", "old", "sub", "gone", "never", "enhanced_x", "new", "MyOnlyFactory",
          "a", "b", "\uff22anned", "o\u017fd", "\U0001d428ld"]  # fmt: skip
_MODULES = ["pkg", "pkg.old", "pkg.sub", "pkg.sub.gone", "pkg.new", "pkg.mod", "pkg.sub.mod", ".", "..", ".old",
            ".mod", "..old", "..mod", ".sub", "other", "other.old"]  # fmt: skip
_name = st.sampled_from(_NAMES)
_module = st.sampled_from(_MODULES)
_absolute = st.sampled_from([module for module in _MODULES if not module.startswith(".")])
_loud = st.sampled_from(["logger.warning", "self.log.\uff49nfo", "logger.debug", "getattr(log, 'error')", "log.msg",
                         "getattr(log, 'err' 'or')", "print", "__import__('warnings').warn"])  # fmt: skip
_message = st.sampled_from(["using LEGACY", "Using ' 'legacy", "Using leg' 'acy", "Using \\x6cegacy", "\u26a0", "\\u26a0",
                            "[\u212aelvin]", "[kelvin]", "[kelv\u0131n]", "legacy"])  # fmt: skip
_STATEMENTS = st.one_of(
    st.builds("from {} import {}\n".format, _module, _name),
    st.builds("from {} import {} as {}\n".format, _module, _name, _name),
    st.builds("from {} import *\n".format, _module),
    st.builds("import {}\n".format, _absolute),
    st.builds("import {} as {}\n".format, _absolute, _name),
    st.builds("{} = {}\n".format, _name, _name),
    st.builds("{} = {}.{}\n".format, _name, _name, _name),
    st.builds("{}.{}\n".format, _absolute, _name),
    st.builds("{}()\n".format, _name),
    st.builds("class {}: ...\n".format, _name),
    st.builds("class {}({}): ...\n".format, _name, _name),
    st.builds("def {}(): ...\n".format, _name),
    st.builds("x: '{}.{}'\n".format, _absolute, _name),
    st.builds("__all__ = ['{}']\n".format, _name),
    st.builds("from unittest.mock import patch; patch('{}.{}')\n".format, _absolute, _name),
    st.builds("__import__('{}')\n".format, _absolute),
    st.just("# noqa: SSOT001\n"),
    st.builds("from {} import {}  # noqa: SSOT001\n".format, _module, _name),
    st.builds("def broken(:  # {}\n".format, _name),
    st.builds("{}('{}')\n".format, _loud, _message),
    st.builds("text = '{}'\nlogger.{}(text)\n".format, _message, st.sampled_from(["info", "debug"])),
    st.builds("say = {}\nsay('{}')\n".format, _loud, _message),
)
_TEXT = st.lists(_STATEMENTS, max_size=5).map("".join)
_PATHS = ["pkg/__init__.py", "pkg/new.py", "pkg/mod.py", "pkg/sub/__init__.py", "pkg/sub/mod.py", "top.py",
          "pkg/old.py", "pkg/enhanced_x.py"]  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(texts=st.fixed_dictionaries(dict.fromkeys(_PATHS, _TEXT)))
def test_prefilter_loses_nothing(texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("repo")
    write(root, texts, POLICY)
    fast = open_session(str(root))
    slow = Session(fast.root, fast.policy, prefilter=False)
    assert lines(fast.check()) == lines(slow.check())


_PIECES = st.lists(st.sampled_from(["a", "b.py", "tests", "old"]), min_size=1, max_size=3).map("/".join)
_PATTERNS = st.builds("{}{}{}".format, st.sampled_from(["", "/"]), _PIECES, st.sampled_from(["", "/"]))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(patterns=st.lists(_PATTERNS, min_size=1, max_size=3), path=_PIECES)
def test_plain_patterns_match_as_all_others_do(patterns: list[str], path: str) -> None:
    from pathspec import GitIgnoreSpec

    assert path_matcher(tuple(patterns))(path) == GitIgnoreSpec.from_lines(patterns).match_file(path)
