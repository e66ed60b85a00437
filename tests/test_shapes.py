"""Abstract classes, definitions that the environment picks from, and imports that may fail."""

from __future__ import annotations

import ast

import pytest

from ssot_lint.source.shapes import is_abstract, is_alternative, is_guarded
from ssot_lint.source.source import Source


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("class A(ABC): ...", True, id="abc"),
    pytest.param("class A(abc.ABC, B): ...", True, id="abc-of-its-module"),
    pytest.param("class A(metaclass=ABCMeta): ...", True, id="metaclass"),
    pytest.param("class A(B, metaclass=abc.ABCMeta): ...", True, id="metaclass-of-its-module"),
    pytest.param("class A:\n    @abstractmethod\n    def f(self): ...", True, id="abstract-method"),
    pytest.param("class A:\n    @x\n    @abc.abstractproperty\n    async def f(self): ...", True, id="abstract-property"),
    pytest.param("class A: ...", False, id="plain"),
    pytest.param("class A(ABCD, Generic[T], f(ABC), metaclass=Meta): ...", False, id="other-bases"),
    pytest.param("class A:\n    @property\n    def f(self): ...\n    abstractmethod = 1", False, id="other-decorators"),
    pytest.param("class A:\n    class B:\n        @abstractmethod\n        def f(self): ...", False, id="inner-class"),
])  # fmt: skip
def test_is_abstract(text: str, expected: bool) -> None:
    node = Source("a.py", text).tree.body[0]
    assert isinstance(node, ast.ClassDef)
    assert is_abstract(node) is expected


ALTERNATIVE = [
    pytest.param("try:\n    class A: ...\nexcept ImportError: ...", id="try"),
    pytest.param("try: ...\nexcept ImportError:\n    class A: ...", id="except"),
    pytest.param("try: ...\nexcept (X, ModuleNotFoundError):\n    class A: ...", id="except-several"),
    pytest.param("try: ...\nexcept:\n    class A: ...", id="except-all"),
    pytest.param("try: ...\nexcept ImportError: ...\nelse:\n    class A: ...", id="else-of-try"),
    pytest.param("if TYPE_CHECKING:\n    class A: ...", id="type-checking"),
    pytest.param("if not typing.TYPE_CHECKING:\n    class A: ...", id="not-type-checking"),
    pytest.param("if TYPE_CHECKING: ...\nelse:\n    class A: ...", id="else-of-type-checking"),
    pytest.param("if sys.version_info >= (3, 12):\n    class A: ...", id="version"),
    pytest.param("if x: ...\nelif django.VERSION[0] > 3:\n    class A: ...", id="version-of-a-package"),
    pytest.param("if six.PY2:\n    class A: ...", id="python-2"),
    pytest.param("if sys.platform == 'win32': ...\nelse:\n    class A: ...", id="platform"),
    pytest.param("if platform.system() == 'Windows':\n    class A: ...", id="platform-module"),
    pytest.param("if os.name == 'nt':\n    class A: ...", id="os-name"),
    pytest.param("if HAS_NUMPY:\n    class A: ...", id="has"),
    pytest.param("if y and os.name == 'nt':\n    if x:\n        class A: ...", id="deeper"),
    pytest.param("if HAS_NUMPY:\n    class B:\n        class A: ...", id="in-a-class"),
]

NO_ALTERNATIVE = [
    pytest.param("class A: ...", id="plain"),
    pytest.param("if x:\n    class A: ...\nelse: ...", id="condition"),
    pytest.param("if person.name == 'Ada' or name:\n    class A: ...", id="another-name"),
    pytest.param("if conversion and hash_x and pyx:\n    class A: ...", id="similar-names"),
    pytest.param("if x == 'version':\n    class A: ...", id="in-a-string"),
    pytest.param("try:\n    class A: ...\nexcept ValueError: ...", id="another-error"),
    pytest.param("try: ...\nexcept ValueError:\n    class A: ...", id="except-another-error"),
    pytest.param("try:\n    class A: ...\nfinally: ...", id="finally"),
    pytest.param("if HAS_NUMPY: ...\nclass A: ...", id="beside"),
]


def _first_a(text: str) -> tuple[Source, ast.ClassDef]:
    source = Source("a.py", text)
    return source, next(node for node in source.nodes(ast.ClassDef) if node.name == "A")


@pytest.mark.parametrize("text", ALTERNATIVE)
def test_alternative(text: str) -> None:
    assert is_alternative(*_first_a(text))


@pytest.mark.parametrize("text", NO_ALTERNATIVE)
def test_no_alternative(text: str) -> None:
    assert not is_alternative(*_first_a(text))


GUARDED = [
    pytest.param("try:\n    import a\nexcept ImportError: ...", id="try"),
    pytest.param("try:\n    if x:\n        import a\nexcept (X, builtins.ImportError): ...", id="several-deeper"),
    pytest.param("try:\n    import a\nexcept X: ...\nexcept Exception: ...", id="all-exceptions"),
    pytest.param("try:\n    import a\nexcept: ...", id="bare"),
    pytest.param("try:\n    import a\nexcept* ImportError: ...", id="group"),
    pytest.param("try:\n    try:\n        import a\n    finally: ...\nexcept ImportError: ...", id="outer-try"),
    pytest.param("with suppress(ImportError):\n    import a", id="suppress"),
    pytest.param("with x, contextlib.suppress(X, ModuleNotFoundError):\n    import a", id="suppress-several"),
    pytest.param("with pytest.raises((ImportError, X), match='a'):\n    import a", id="raises-a-tuple"),
    pytest.param("with pytest.raises(expected_exception=ImportError) as error:\n    import a", id="raises-by-keyword"),
    pytest.param("async def f():\n    async with suppress(ImportError):\n        import a", id="async"),
    pytest.param("if find_spec('a'):\n    import a", id="find-spec"),
    pytest.param("if x and importlib.util.find_spec('a') is not None:\n    import a", id="find-spec-of-its-module"),
    pytest.param("if find_spec('a') is None: ...\nelse:\n    import a", id="else-of-find-spec"),
]

UNGUARDED = [
    pytest.param("import a", id="plain"),
    pytest.param("try:\n    import a\nexcept ValueError: ...", id="another-error"),
    pytest.param("try:\n    import a\nfinally: ...", id="finally-only"),
    pytest.param("try: ...\nexcept ImportError:\n    import a", id="in-except"),
    pytest.param("try: ...\nexcept ImportError: ...\nelse:\n    import a", id="in-else"),
    pytest.param("try: ...\nexcept ImportError: ...\nfinally:\n    import a", id="in-finally"),
    pytest.param("with suppress(ValueError), ImportError:\n    import a", id="suppresses-another"),
    pytest.param("with x:\n    import a", id="with"),
    pytest.param("if x and find_spec:\n    import a", id="condition"),
]


def _guarded(text: str) -> bool:
    source = Source("a.py", text)
    (statement,) = source.nodes(ast.Import)
    return is_guarded(source, statement)


@pytest.mark.parametrize("text", GUARDED)
def test_guarded(text: str) -> None:
    assert _guarded(text)


@pytest.mark.parametrize("text", UNGUARDED)
def test_unguarded(text: str) -> None:
    assert not _guarded(text)
