"""Which modules may have names that their text does not bind: nothing is said to be missing from those."""

from __future__ import annotations

import pytest

from ssot_lint.repo.openness import is_open
from ssot_lint.source.source import Source

OPEN = [
    pytest.param("def __getattr__(name): ...", id="getattr"),
    pytest.param("if x:\n    from a import __getattr__", id="imported-getattr"),
    pytest.param("globals()['x'] = 1", id="globals"),
    pytest.param("def f():\n    globals().update(x=1)", id="globals-in-a-function"),
    pytest.param("import builtins\nbuiltins.globals()", id="globals-of-builtins"),
    pytest.param("vars()['x'] = 1", id="vars"),
    pytest.param("if y:\n    locals()['x'] = 1", id="locals"),
    pytest.param("exec('x = 1')", id="exec"),
    pytest.param("import sys\nsys.modules[__name__] = X()", id="replaces-itself"),
    pytest.param("import sys\nsys.modules['a'] = X()", id="replaces-another-or-itself"),
    pytest.param("import sys\ndef f():\n    setattr(sys.modules[__name__], 'x', 1)", id="itself"),
    pytest.param("import sys as s\nself = s.modules[__name__]", id="itself-by-another-name"),
    pytest.param("from sys import modules\ndel modules[__name__]", id="itself-from-a-table"),
    pytest.param("import sys\nsys.modules.get(__name__).x = 1", id="itself-by-get"),
    pytest.param("import sys\ndef f():\n    setattr(sys.modules.get(__name__), 'x', 1)", id="itself-by-get-in-a-function"),
    pytest.param("__path__ = extend_path(__path__, __name__)", id="path"),
    pytest.param("__path__.append('a')", id="path-appended"),
    pytest.param("attach(__name__, ['a'])", id="hands-on-its-name"),
    pytest.param("__getattr__, __dir__, __all__ = lazy.attach(package_name=__name__, submodules=['a'])", id="by-keyword"),
    pytest.param("IntEnum._convert_('A', __name__, x)", id="converts"),
    pytest.param("class A(", id="broken"),
]  # fmt: skip

CLOSED = [
    pytest.param("", id="empty"),
    pytest.param("x = 1\nclass A: ...\ndef f(): ...", id="plain"),
    pytest.param("class A:\n    def __getattr__(self, name): ...", id="getattr-of-a-class"),
    pytest.param("def f():\n    vars()\n    locals()\n    exec('')", id="in-a-function"),
    pytest.param("class A:\n    locals()['x'] = 1", id="in-a-class"),
    pytest.param("f = lambda: locals()", id="in-a-lambda"),
    pytest.param("vars(x)", id="vars-of-another"),
    pytest.param("import sys\nx = sys.modules['a']\nx = sys.modules.get('a')", id="another-module"),
    pytest.param("self.modules['a'] = 1\nmodules[__name__]", id="another-table"),
    pytest.param("logger = logging.getLogger(__name__)\nlogger = get_logger(__name__, 1)", id="logger"),
    pytest.param("if __name__ == '__main__':\n    main()", id="script"),
    pytest.param("files(__name__, 1)\nimport_module('.a', __name__)\nBlueprint('a', __name__)", id="harmless"),
    pytest.param("A = namedtuple('A', 'b', module=__name__)", id="module-of-a-class"),
    pytest.param("f(__name__)", id="its-name-alone"),
    pytest.param("def g():\n    f(__name__, 1)", id="its-name-in-a-function"),
]


@pytest.mark.parametrize("text", OPEN)
def test_open(text: str) -> None:
    assert is_open(Source("a.py", text, ("a",)))


@pytest.mark.parametrize("text", CLOSED)
def test_closed(text: str) -> None:
    assert not is_open(Source("a.py", text, ("a",)))
