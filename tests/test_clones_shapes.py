"""What statements do, whatever their names are: the shape of each, and what it weighs."""

from __future__ import annotations

import ast

import pytest

from ssot_lint.clones.shapes import shapes_of, weight


def shapes(text: str) -> list[str]:
    """The shapes of the statements of a text, in order."""
    return sorted(shapes_of(ast.parse(text).body).elements())


@pytest.mark.parametrize(("statement", "expected"), [
    pytest.param("x = 1", ["_=n"], id="assignment"),
    pytest.param("x = y = f(1)", ["_=_=f(n)"], id="two-targets"),
    pytest.param("x, self.y, z[0] = f()", ["[_,A,_[n]]=f()"], id="targets"),
    pytest.param("self.x = True", ["A=b"], id="attribute"),
    pytest.param("other.x = None", ["_.x=None"], id="attribute-of-another"),
    pytest.param("x: int = 'a'", ["_=s"], id="announced"),
    pytest.param("self.x: list[int] = []", ["A=[]"], id="attribute-announced"),
    pytest.param("x: int", [], id="announced-only"),
    pytest.param("x += 1", ["_Add=n"], id="augmented"),
    pytest.param("x **= y[0]", ["_Pow=_[n]"], id="augmented-otherwise"),
    pytest.param("del x, y", ["delete"], id="delete"),
    pytest.param("return", ["return "], id="return"),
    pytest.param("return x.y.z", ["return _.y.z"], id="return-attributes"),
    pytest.param("raise", ["raise "], id="raise"),
    pytest.param("raise Error('x') from y", ["raise Error(s)"], id="raise-call"),
    pytest.param("assert x, 'why'", ["assert _"], id="assert"),
    pytest.param("global x\nnonlocal y\nimport z\nfrom a import b\npass", [], id="nothing"),
    pytest.param("break\ncontinue", ["break", "continue"], id="jumps"),
    pytest.param("'text'\n1\n...", [], id="constants"),
    pytest.param("x", ["_"], id="name"),
    pytest.param("if x:\n    y()\nelif z < 1:\n    pass\nelse:\n    w()", ["if (_Ltn)", "if _", "w()", "y()"], id="if"),
    pytest.param("while x:\n    y()\nelse:\n    z()", ["while _", "y()", "z()"], id="while"),
    pytest.param("for x, y in z.items():\n    pass\nelse:\n    w()", ["for _.items()", "w()"], id="for"),
    pytest.param("async def f():\n    async for x in y: z()\n    async with a() as b: pass",
                 ["def", "for _", "with a()", "z()"], id="async"),
    pytest.param("with open(x) as f, y: z()", ["with open(_),_", "z()"], id="with"),
    pytest.param("try:\n    x()\nexcept (A, b.C) as e:\n    y()\nexcept f():\n    pass\nexcept:\n    pass\nelse:\n    z()\nfinally:\n    w()",
                 ["except ", "except ", "except A,C", "try", "w()", "x()", "y()", "z()"], id="try"),
    pytest.param("try:\n    x()\nexcept* A:\n    y()", ["except A", "try", "x()", "y()"], id="try-star"),
    pytest.param("match x:\n    case 1:\n        y()\n    case _:\n        z()", ["match", "y()", "z()"], id="match"),
    pytest.param("def f(x: int = g()) -> str:\n    return x", ["def", "return _"], id="function-within"),
    pytest.param("class A(B):\n    x = 1", ["_=n", "def"], id="class-within"),
    pytest.param("yield x\nyield from y()\nawait z(x)", ["Yield(_)", "YieldFrom(y())", "z(_)"], id="generators"),
    pytest.param("x.y(1, *z, a=2, **b)", ["_.y(n,Starred(_),a=n,**=_)"], id="arguments"),
    pytest.param("self.x(y)", ["A.x(_)"], id="own-method"),
    pytest.param("self.x.y(z)", ["_.y(_)"], id="method-of-an-attribute"),
    pytest.param("a.b.c.d()", ["_.b.c.d()"], id="method-of-attributes"),
    pytest.param("a().b()", ["a().b()"], id="method-of-a-call"),
    pytest.param("a[0](1)", ["_[n](n)"], id="call-of-another"),
    pytest.param("'{}'.format(x)", ["s"], id="format"),
    pytest.param("text.format(x)", ["_.format(_)"], id="format-of-a-name"),
    pytest.param("x = '%s' % y, f'{x}' % z, f'{a!r}', b'', x % y", ["_=[s,s,s,s,(_Mod_)]"], id="texts"),
    pytest.param("x = not y or -z and w", ["_=(Not(_)Or(USub(_)And_))"], id="operators"),
    pytest.param("x = a < b <= c is not d", ["_=(_Lt_LtE_IsNot_)"], id="comparisons"),
    pytest.param("x = [1, 2], {1}, {'a': b, **c}, ()", ["_=[[n,n],[n],{s:_,:_},[]]"], id="displays"),
    pytest.param("x = y[1:2, ::z]", ["_=_[[Slice(n,n),Slice(_)]]"], id="slices"),
    pytest.param("x = y if z else 1j", ["_=IfExp(_,_,n)"], id="conditional"),
    pytest.param("x = lambda a, b=1: a", ["_=Lambda(arguments(arg(),arg(),n),_)"], id="lambda"),
    pytest.param("x = [a.b for a in c if a]", ["_=ListComp(_.b,comprehension(_,_,_))"], id="comprehension"),
    pytest.param("x = (y := 1)", ["_=NamedExpr(_,n)"], id="walrus"),
])  # fmt: skip
def test_shape(statement: str, expected: list[str]) -> None:
    assert shapes(statement) == expected


@pytest.mark.parametrize(("one", "other"), [
    pytest.param("total = load(path)", "rows = load(name)", id="locals"),
    pytest.param("self.total = 1", "self._sum = 2.5", id="own-attributes"),
    pytest.param("cls.total = ''", "self.sum = 'x'", id="class-and-object"),
    pytest.param("x = 'a'", "x = f'{a}'", id="texts"),
    pytest.param("x = 'a %s' % b", "x = 'a {}'.format(b)", id="ways-to-format"),
    pytest.param("x: dict[str, int] = {}", "x = {}", id="type-hints"),
    pytest.param("return await self.fetch(x)", "return self.fetch(x)", id="awaiting"),
    pytest.param("async def f():\n    async with a: pass", "def f():\n    with a: pass", id="async-with"),
    pytest.param("'''Why.'''\nreturn x", "return x", id="docstrings"),
    pytest.param("log.info('x')\nx = 1", "x = 1", id="logging"),
    pytest.param("x = (1,)", "x = {2}", id="kinds-of-sequences"),
    pytest.param("x = f(\n  a,\n  b,\n)", "x = f(a, b)", id="layout"),
    pytest.param("assert x, 'why'", "assert y", id="messages"),
    pytest.param("raise Wrong(x) from None", "raise Wrong(y)", id="causes"),
    pytest.param("import x\ny = 1", "y = 1", id="imports"),
    pytest.param("self.client.fetch(x)", "client.fetch(x)", id="where-a-method-is-had-from"),
])  # fmt: skip
def test_statements_of_one_shape(one: str, other: str) -> None:
    assert shapes(one) == shapes(other)


@pytest.mark.parametrize(("one", "other"), [
    pytest.param("x = load(y)", "x = save(y)", id="what-is-called"),
    pytest.param("x = y.load()", "x = y.save()", id="methods"),
    pytest.param("x = y.size", "x = y.length", id="attributes-of-others"),
    pytest.param("f(limit=1)", "f(count=1)", id="keywords"),
    pytest.param("f(1)", "f('1')", id="kinds-of-constants"),
    pytest.param("f(0)", "f(False)", id="numbers-and-flags"),
    pytest.param("f(None)", "f(0)", id="none"),
    pytest.param("f(x, y)", "f(x)", id="number-of-arguments"),
    pytest.param("if x < y: f()", "if x > y: f()", id="comparisons"),
    pytest.param("x = y + z", "x = y - z", id="operators"),
    pytest.param("x += 1", "x -= 1", id="augmented"),
    pytest.param("try:\n    f()\nexcept A: pass", "try:\n    f()\nexcept B: pass", id="exceptions"),
    pytest.param("self.x = 1", "x = 1", id="locals-and-attributes"),
    pytest.param("self.x()", "self.y()", id="own-methods"),
    pytest.param("return x", "yield x", id="generators"),
])  # fmt: skip
def test_statements_of_different_shapes(one: str, other: str) -> None:
    assert shapes(one) != shapes(other)


@pytest.mark.parametrize("statement", [
    "print(x)",
    "log.info('x')",
    "logger.warning('x', exc_info=True)",
    "LOG.log(1, 'x')",
    "self.logger.debug(x)",
    "self._log.bind(a=1).error(x)",
    "logging.getLogger(__name__).exception(x)",
    "warnings.warn('x', DeprecationWarning)",
    "await self.log.info('x')",
])  # fmt: skip
def test_what_is_logged_does_not_count(statement: str) -> None:
    assert shapes(statement) == []


@pytest.mark.parametrize(("statement", "shape"), [
    pytest.param("x = print(y)", "_=print(_)", id="value"),
    pytest.param("self.error('x')", "A.error(s)", id="own-method"),
    pytest.param("parser.error('x')", "_.error(s)", id="another-object"),
    pytest.param("math.log(x)", "_.log(_)", id="logarithm"),
    pytest.param("log.flush()", "_.flush()", id="another-method"),
    pytest.param("log('x')", "log(s)", id="function"),
    pytest.param("get()[0].info('x')", "get()[n].info(s)", id="of-what-is-no-name"),
    pytest.param("handlers()['x'](y)", "handlers()[s](_)", id="call-of-a-subscript"),
])  # fmt: skip
def test_what_only_looks_like_logging_counts(statement: str, shape: str) -> None:
    assert shapes(statement) == [shape]


def test_how_often_a_shape_is_there() -> None:
    assert shapes_of(ast.parse("x = 1\nif x:\n    y = 2\n    z = 'a'").body) == {"_=n": 2, "_=s": 1, "if _": 1}


@pytest.mark.parametrize(("shape", "expected"), [
    pytest.param("_=n", 0.81, id="constant"),
    pytest.param("return _", 0.81, id="return"),
    pytest.param("_.append(_)", 1.32, id="usual-word"),
    pytest.param("_.deliver(_)", 1.81, id="telling-word"),
    pytest.param("_=_.deliver(encode_rows(_,limit=n))", 2.95, id="several"),
])  # fmt: skip
def test_weight(shape: str, expected: float) -> None:
    assert round(weight(shape), 2) == expected


def test_words_weigh_more_than_signs() -> None:
    assert weight("deliver(_)") > weight("len(_)") > weight("_=_")
