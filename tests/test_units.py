"""The larger classes and functions of a text: what is told of them without parsing, and that it can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.repo.sketch import plain, sketch_of
from ssot_lint.repo.units import Outline, heads, outline, unit_in, units_of, words_of

METHODS = "    def one(self): ...\n    def two(self): ...\n    def three(self): ...\n"
THREE = ("one", "two", "three")


def found(text: str | bytes) -> list[Outline]:
    """The outlines of a file, as the index has them."""
    return [*map(outline, heads(sketch_of(text.encode() if isinstance(text, str) else text).units))]


def told(text: str | bytes) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Names, bases and methods."""
    return [(one.name, one.bases, one.methods) for one in found(text)]


def function(lines: int, head: str = "def work(self):") -> str:
    """A function of so many lines."""
    return "\n".join((head, *(f"    x = {number}" for number in range(1, lines)), ""))


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("class A:\n" + METHODS, [("A", (), THREE)], id="class"),
    pytest.param("class A(B, c.d.E):\n" + METHODS, [("A", ("B", "E"), THREE)], id="bases"),
    pytest.param("class A():\n" + METHODS, [("A", (), THREE)], id="no-bases"),
    pytest.param("class   A  (  B  ) :\n" + METHODS, [("A", ("B",), THREE)], id="blanks"),
    pytest.param("class A(\n    B,\n    c.D,  # why (so)\n):\n" + METHODS, [("A", ("B", "D"), THREE)], id="bases-over-lines"),
    pytest.param("class A(\nB,\n):\n" + METHODS, [], id="bases-unindented"),
    pytest.param("class A(B, metaclass=Meta, final=True):\n" + METHODS, [("A", ("B",), THREE)], id="keywords"),
    pytest.param("class A(Generic[T], B[C, D[E]]):\n" + METHODS, [("A", ("Generic", "B"), THREE)], id="subscripts"),
    pytest.param("class A[T: (int, str), *Ts](B[T]):\n" + METHODS, [("A", ("B",), THREE)], id="type-parameters"),
    pytest.param("class A[T]:\n" + METHODS, [("A", (), THREE)], id="type-parameters-alone"),
    pytest.param("class A(namedtuple('A', 'x'), B):\n" + METHODS, [("A", (), THREE)], id="bases-that-are-calls"),
    pytest.param("class A(*bases, **options):\n" + METHODS, [("A", ("bases", "options"), THREE)], id="starred"),
    pytest.param("@dataclass(frozen=True)\n@other\nclass A:\n" + METHODS, [("A", (), THREE)], id="decorators"),
    pytest.param("class A:\n    x = 1; y = 2\n" + METHODS, [("A", (), THREE)], id="semicolons"),
    pytest.param("x = 1; \\\nclass A:\n" + METHODS, [("A", (), THREE)], id="behind-a-continuation"),
    pytest.param("class A: x = 1; y = 2\n", [], id="one-line"),
    pytest.param("class A:\n    def one(self): ...\n    def two(self): ...\n", [], id="two-methods"),
    pytest.param("class A:\n" + METHODS.replace("two", "one"), [("A", (), ("one", "three"))], id="one-name-twice"),
    pytest.param("class A:\n    async  def one(self): ...\n\tdef two(self): ...\n    @x\n    def three(self): ...\n",
                 [("A", (), THREE)], id="ways-of-methods"),
    pytest.param("class A:\n    if x:\n        def one(self): ...\n    else:\n        def one(self): ...\n    def three(self): ...\n",
                 [("A", (), ("one", "three"))], id="conditional-methods"),
    pytest.param("class A:\n    class B:\n        def one(self): ...\n    def two(self): ...\n    def three(self): ...\n",
                 [("A", (), THREE)], id="nested-class"),
    pytest.param("if x:\n    class A:\n    " + METHODS.replace("\n", "\n    "), [], id="conditional"),
    pytest.param("def f():\n    class A:\n    " + METHODS.replace("\n", "\n    "), [], id="in-a-function"),
    pytest.param("class A:\n" + METHODS + "class B:\n" + METHODS, [("A", (), THREE), ("B", (), THREE)], id="two"),
    pytest.param("class A:\n\n\n# aside\n    x = 1\n\f\n" + METHODS, [("A", (), THREE)], id="blank-lines-and-comments"),
    pytest.param("class A:\n    x = '''\nclass B:\n    '''\n" + METHODS, [("A", (), THREE)], id="class-in-a-string"),
    pytest.param("class A:\n    x = '''\ntext\n'''\n" + METHODS, [("A", (), THREE)], id="unindented-text-before-the-methods"),
    pytest.param("class A:\n" + METHODS + "    x = '''\ntext\n'''\n    def four(self): ...\n", [("A", (), (*THREE, "four"))], id="unindented-text-behind"),
    pytest.param("class A:\n" + METHODS + "    x = '''\ntext\n''' + \"\"\"\nmore\n\"\"\"\n    def four(self): ...\n", [("A", (), (*THREE, "four"))], id="two-unindented-texts"),
    pytest.param("class A:\n    x = '''\ntext \"\"\"\n'''\n" + METHODS + "class B:\n" + METHODS, [("A", (), THREE), ("B", (), THREE)], id="quotes-in-a-text"),
    pytest.param("class A:\n" + METHODS + "    # '''\n    x = \"'''\", '\\\''\nclass B:\n    ''''''\n" + METHODS, [("A", (), THREE), ("B", (), THREE)], id="quotes-in-a-comment-and-a-string"),
    pytest.param("class A:\n" + METHODS + "    x = '''\nclass B:\n" + METHODS, [("A", (), THREE), ("B", (), THREE)], id="a-text-without-an-end"),
    pytest.param("class A:\r\n" + METHODS.replace("\n", "\r\n"), [("A", (), THREE)], id="windows"),
    pytest.param("class A:\r" + METHODS.replace("\n", "\r"), [("A", (), THREE)], id="old-macintosh"),
    pytest.param("\ufeffclass A:\n" + METHODS, [("A", (), THREE)], id="byte-order-mark"),
    pytest.param("class Été(Übung):\n" + METHODS.replace("one", "où"), [("Été", ("Übung",), ("où", "two", "three"))], id="non-ascii"),
    pytest.param("class ﬁle:\n" + METHODS.replace("one", "ﬂat"), [("file", (), ("flat", "two", "three"))], id="folded"),
    pytest.param(("# coding: latin-1\nclass Été:\n" + METHODS).encode("latin-1"), [("Été", (), THREE)], id="latin-1"),
    pytest.param("classes = 1\nclass_ = 2\nclassA: int\nasync_def = 1\n", [], id="other-words"),
    pytest.param("", [], id="nothing"),
])  # fmt: skip
def test_classes(text: str | bytes, expected: list[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "names"), [
    pytest.param(function(20), ["work"], id="enough"),
    pytest.param(function(20).rstrip("\n"), ["work"], id="enough-without-an-end"),
    pytest.param(function(19), [], id="too-few"),
    pytest.param(function(19) + "\n\n\n" + function(20, "async def other():"), ["other"], id="blank-lines-between"),
    pytest.param(function(19) + "\n# one\n#\n    # two\n\n", [], id="comments-behind"),
    pytest.param(function(18) + "\n# one\n    y = 1\n", ["work"], id="comments-within"),
    pytest.param(function(20, "async \t def work(self):"), ["work"], id="async"),
    pytest.param(function(20, "def work[T](self):"), ["work"], id="type-parameters"),
    pytest.param("def work(\n    one,\n" + "    two,\n" * 16 + ") -> None:\n    pass\n", ["work"], id="signature-over-lines"),
    pytest.param("def work(\n    one,\n" + "    two,\n" * 15 + ") -> None:\n    pass\n", [], id="shorter-signature"),
    pytest.param(function(20, "@one\n@two\ndef work(self):"), ["work"], id="decorators"),
    pytest.param("if x:\n" + "".join(f"    {line}\n" for line in function(30).splitlines()), [], id="conditional"),
    pytest.param("def work" + "\n#" * 40, [], id="comments-alone"),
])  # fmt: skip
def test_functions(text: str, names: list[str]) -> None:
    assert [(one.is_class, one.name, one.bases) for one in found(text)] == [(False, name, ()) for name in names]


@pytest.mark.parametrize(("text", "words"), [
    pytest.param("client.fetch_rows(query)", {"fetch_rows"}, id="called-attribute"),
    pytest.param("fetch_rows(query)", {"fetch_rows"}, id="called-name"),
    pytest.param("client.row_count + query", {"row_count"}, id="attribute"),
    pytest.param("a.fetch().then_rows()", {"fetch", "then_rows"}, id="chain"),
    pytest.param("self.rows_read, cls.rows_read, self.fetch_rows()", {"fetch_rows"}, id="own-attributes-but-own-calls"),
    pytest.param("len(x), x.append(1), x.keys(), logger.info('x'), __init__(), print(y)", set(), id="usual-words"),
    pytest.param("x.abc, abc(), x.abcd, x.xyz()", {"abcd", "xyz"}, id="short-words"),
    pytest.param("x.é_t, naïve()", {"é_t", "naïve"}, id="non-ascii"),
    pytest.param("....., ...(, ()()().", set(), id="signs"),
    pytest.param("", set(), id="nothing"),
])  # fmt: skip
def test_words(text: str, words: set[str]) -> None:
    assert words_of(text.encode()) == {word.encode() for word in words}


def test_words_of_a_class_are_what_it_calls_and_its_methods() -> None:
    text = "class A(Base):\n    def fetch_rows(self): self.client.query_all()\n    def run(self): ...\n    def close(self): ...\n"
    words = frozenset({"fetch_rows", "query_all"})
    assert found(text) == [Outline(True, "A", ("Base",), ("fetch_rows", "run", "close"), words)]


@pytest.mark.parametrize(("head", "is_generated"), [
    pytest.param("# Generated by Django 5.0\n", True, id="by"),
    pytest.param("#!/usr/bin/env python\n#  THIS FILE IS AUTO-GENERATED\n", True, id="auto"),
    pytest.param("# autogenerated\n", True, id="one-word"),
    pytest.param("# @generated\n", True, id="tag"),
    pytest.param("# Code generated from x.proto. DO NOT EDIT!\n", True, id="from"),
    pytest.param("# please do not modify\n", True, id="do-not"),
    pytest.param("'''Generated by nobody.'''\n", True, id="in-a-docstring"),
    pytest.param("'''\n    Client\n\n    Generated by A Generator (https://a.example)\n'''\n", True, id="below-a-title"),
    pytest.param("'''NOTE: This class is auto generated by a tool.\n'''\n", True, id="note"),
    pytest.param("'''Client.\n\n    Do not edit this file by hand.\n'''\n", True, id="by-hand"),
    pytest.param("# " + "x" * 700 + "\n# Generated code. DO NOT EDIT!\n", True, id="behind-a-licence"),
    pytest.param("'''Reads what was\ngenerated by others.'''\n", False, id="in-a-sentence"),
    pytest.param("'''Rows.\n\nDo not edit them while they are read.\n'''\n", False, id="do-not-edit-rows"),
    pytest.param("# regenerated byte code, generators\n", False, id="other-words"),
    pytest.param("x = 1  # generated by\n", False, id="behind-code"),
    pytest.param("# " + "x" * 700 + "\n# it is generated by x\n", False, id="far-below"),
    pytest.param("# " + "x" * 1500 + "\n# Generated by x\n", False, id="too-far-below"),
])  # fmt: skip
def test_generated_files_have_none(head: str, is_generated: bool) -> None:
    assert (found(f"{head}class A:\n{METHODS}") == []) is is_generated


def test_a_unit_as_text() -> None:
    text = f"\nclass A(B):\n{METHODS}\nclass B:\n    pass\n\nasync def work():\n{function(20)[16:]}x = 1\nclass A:\n{METHODS}".encode()
    one, work = unit_in(text, "A"), unit_in(text, "work")
    assert one is not None
    assert (one.is_class, one.name, one.body) == (True, "A", b"(B):\n" + METHODS.encode())
    assert work is not None
    assert (work.is_class, work.body[:3]) == (False, b"():")
    assert unit_in(text, "B") is None
    assert unit_in(text, "C") is None


def test_several_lines() -> None:
    text = f"\nclass A:\n{METHODS}\nclass B(A):\n{METHODS}"
    assert units_of(text.encode()) == "class A  one,two,three\nclass B A one,two,three"


PIECES = st.lists(
    st.sampled_from(
        [
            "class", "def", "async", " ", "  ", "    ", "\t", "\n", "\n    ", "\ndef ", "\nclass A", "(", ")", "[", "]", ":",
            ",", ".", "'''", '"', "#", "\\", "=", "\f", "\r", "\x1c", "\x85", "\u2028", "é", "ﬁ", "\0", "A", "b_1", "self.", "\n    def a", "x.word(",
        ]
    ) | st.text(max_size=3),
    max_size=60,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(PIECES, st.sampled_from(["", METHODS, "\nclass A(B):\n" + METHODS, function(25)]))
def test_any_text_has_units_that_can_be_read_back(text: str, rest: str) -> None:
    data = b"\n" + plain((text + rest).encode("utf-8", "surrogatepass"))
    units = units_of(data)
    read = [*map(outline, heads(units))]
    assert len(read) == (units.count("\n") + 1 if units else 0)
    for one in read:
        unit = unit_in(data, one.name)
        assert unit is not None
        assert unit.is_class or one.is_class or not one.bases
        assert f"_{one.name}".isidentifier() or not one.name.isascii()
        assert all(one.methods)
        assert all(one.words)
    for head, one in zip(heads(units), read, strict=True):  # no word or method is told twice: they are counted
        assert len(one.methods) == len({*one.methods})
        telling = [name for name in one.methods if name in one.words]
        assert len(one.words) == len([*filter(None, head.words.split(" ")), *telling])


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=80))
def test_any_bytes_have_units(data: bytes) -> None:
    names = [one.name for one in found(data + b"\nclass A:\n" + METHODS.encode())]
    assert names in (["A"], [])  # in some encodings it is no class
