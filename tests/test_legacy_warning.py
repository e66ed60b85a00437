"""SSOT008: every way in which a message is logged too loud, and what only looks like one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ssot_lint.fixes import apply, select, verified
from ssot_lint.model import Report
from ssot_lint.rule import Example
from ssot_lint.rules.legacy_warning import RULE
from ssot_lint.source.messages import HOLE, message_pattern, messages
from ssot_lint.source.source import Source
from tests.repository import check, lines, session

POLICY = """\
[decisions.quiet]
log-at-most = "debug"
log-matching = ["Using legacy*", "*deprecated*"]
"""
#: (id, text, each finding as "line:column callee")
LOUD = [
    # -- what logs
    ("logger", "logger.warning('deprecated')", ["1:1 logger.warning"]),
    ("warn", "logger.warn('deprecated')", ["1:1 logger.warn"]),
    ("info", "logger.info('deprecated')", ["1:1 logger.info"]),
    ("error", "LOG.error('deprecated')", ["1:1 LOG.error"]),
    ("exception", "_LOGGER.exception('deprecated')", ["1:1 _LOGGER.exception"]),
    ("fatal-and-critical", "log.fatal('deprecated')\nlog.critical('deprecated')", ["1:1 log.fatal", "2:1 log.critical"]),
    ("attribute", "self.logger.warning('deprecated')\ncls._log.warning('deprecated')", ["1:1 self.logger.warning", "2:1 cls._log.warning"]),
    ("long-chain", "current_app.logger.warning('deprecated')", ["1:1 current_app.logger.warning"]),
    ("camel-case", "rootLogger.warning('deprecated')\nuserLog.warning('deprecated')", ["1:1 rootLogger.warning", "2:1 userLog.warning"]),
    ("module", "import logging\nlogging.warning('deprecated')", ["2:1 logging.warning"]),
    ("module-renamed", "import logging as l\nl.warning('deprecated')", ["2:1 l.warning"]),
    ("function-of-module", "from logging import warning\nwarning('deprecated')", ["2:1 warning"]),
    ("made-here", "import logging\nlogging.getLogger(__name__).warning('deprecated')", ["2:1 logging.getLogger(__name__).warning"]),
    ("made-by-a-method", "self.get_logger().warning('deprecated')", ["1:1 self.get_logger().warning"]),
    ("child", "audit = logging.getLogger('a').getChild('b')\naudit.warning('deprecated')", ["2:1 audit.warning"]),
    ("name-that-is-a-logger", "audit = logging.getLogger('audit')\naudit.warning('deprecated')", ["2:1 audit.warning"]),
    ("attribute-that-is-a-logger", "class A:\n    def __init__(self):\n        self.out = logging.getLogger('a')\n    def f(self):\n        self.out.warning('deprecated')", ["5:9 self.out.warning"]),
    ("class-attribute-that-is-a-logger", "class A:\n    out = logging.getLogger('a')\n    def f(self):\n        self.out.warning('deprecated')", ["4:9 self.out.warning"]),
    ("annotated-parameter", "def f(out: logging.Logger):\n    out.warning('deprecated')", ["2:5 out.warning"]),
    ("annotated-in-quotes", "def f(out: 'Logger | None' = None):\n    out.warning('deprecated')", ["2:5 out.warning"]),
    ("annotated-attribute", "class A:\n    out: logging.Logger\n    def f(self):\n        self.out.warning('deprecated')", ["4:9 self.out.warning"]),
    ("imported-under-another-name", "from loguru import logger as out\nout.warning('deprecated')", ["2:1 out.warning"]),
    ("either-logger", "(mine if x else log).warning('deprecated')\nmine = logging.getLogger()", ["1:1 (mine if x else log).warning"]),
    ("logger-of-a-mapping", "loggers['a'].warning('deprecated')", ["1:1 loggers['a'].warning"]),
    ("awaited", "async def f():\n    (await get_logger()).warning('deprecated')", ["2:5 (await get_logger()).warning"]),
    ("loguru", "logger.opt(lazy=True).warning('deprecated')\nlogger.success('deprecated')", ["1:1 logger.opt(lazy=True).warning", "2:1 logger.success"]),
    ("structlog", "logger.bind(a=1).warning('deprecated', b=2)\nlogger.warning(event='deprecated')\nlogger.msg('deprecated')", ["1:1 logger.bind(a=1).warning", "2:1 logger.warning", "3:1 logger.msg"]),
    ("structlog-async", "async def f():\n    await logger.awarning('deprecated')", ["2:11 logger.awarning"]),
    ("once", "logger.warning_once('deprecated')", ["1:1 logger.warning_once"]),
    ("log", "logger.log(logging.WARNING, 'deprecated')", ["1:1 logger.log at logging.WARNING"]),
    ("log-number", "logger.log(30, 'deprecated')\nlogger.log(15, 'deprecated')", ["1:1 logger.log at 30", "2:1 logger.log at 15"]),
    ("log-text", "logger.log('WARNING', 'deprecated')", ["1:1 logger.log at 'WARNING'"]),
    ("log-keywords", "logger.log(msg='deprecated', level=logging.ERROR)", ["1:1 logger.log at logging.ERROR"]),
    ("log-imported-level", "from logging import WARNING as W, log\nlog(W, 'deprecated')", ["2:1 log at W"]),
    ("log-either-level", "logger.log(logging.INFO if x else logging.DEBUG, 'deprecated')", ["1:1 logger.log at logging.INFO if x else logging.DEBUG"]),
    ("log-level-in-a-name", "def f(x):\n    level = logging.INFO\n    if x:\n        level = logging.DEBUG\n    logger.log(level, 'deprecated')", ["5:5 logger.log at level"]),
    ("alias", "warn = logger.warning\nwarn('deprecated')", ["2:1 warn"]),
    ("alias-of-a-condition", "def f(x):\n    say = logger.warning if x else logger.debug\n    say('deprecated')", ["3:5 say"]),
    ("alias-attribute", "class A:\n    def f(self):\n        self._warn = self.log.warning\n        self._warn('deprecated')", ["4:9 self._warn"]),
    ("alias-called-at-once", "(logger.warning if x else logger.info)('deprecated')", ["1:2 logger.warning if x else logger.info"]),
    ("getattr", "getattr(logger, 'warning')('deprecated')", ["1:1 getattr(logger, 'warning')"]),
    ("on-several-lines", "(\n    logger\n    .bind(a=1)\n    .warning\n)('deprecated')", ["4:6 warning"]),
    ("condition-on-several-lines", "(logger.warning if x\n else logger.info)('deprecated')", ["1:2 logger.warning if x"]),
    ("long-receiver", f"logging.getLogger('{'a' * 60}').warning('deprecated')", [f"1:1 logging.getLogger('{'a' * 41}..."]),
    ("two-on-a-line", "logger.info('deprecated'); logger.error('deprecated')", ["1:1 logger.info", "1:28 logger.error"]),
    ("full-width", "logger.\uff57arning('deprecated')", ["1:1 logger.\uff57arning"]),
    # -- warnings
    ("warnings", "import warnings\nwarnings.warn('deprecated')", ["2:1 warnings.warn"]),
    ("warnings-category", "import warnings\nwarnings.warn('deprecated', PendingDeprecationWarning, stacklevel=2)", ["2:1 warnings.warn"]),
    ("warnings-keyword", "import warnings\nwarnings.warn(category=X, message='deprecated')", ["2:1 warnings.warn"]),
    ("warnings-explicit", "import warnings\nwarnings.warn_explicit('deprecated', X, 'a', 1)", ["2:1 warnings.warn_explicit"]),
    ("warnings-function", "from warnings import warn\nwarn('deprecated')", ["2:1 warn"]),
    ("warnings-renamed", "from warnings import warn as w\nw('deprecated')", ["2:1 w"]),
    ("warnings-in-function", "def f():\n    import warnings\n    warnings.warn('deprecated')", ["3:5 warnings.warn"]),
    ("warnings-instance", "import warnings\nwarnings.warn(DeprecationWarning('deprecated'))\nwarnings.warn(app.OldWarning(message='deprecated'))", ["2:1 warnings.warn", "3:1 warnings.warn"]),
    # -- the message
    ("case", "logger.info('[app] DEPRECATED')", ["1:1 logger.info"]),
    ("anywhere", "logger.info('\u26a0\ufe0f Using LEGACY path')", ["1:1 logger.info"]),
    ("spaces", "logger.info('''Using\n    legacy path''')", ["1:1 logger.info"]),
    ("in-pieces", "logger.info('Using '\n    'legacy path')", ["1:1 logger.info"]),
    ("f-string", "logger.info(f'{a} is deprecated')", ["1:1 logger.info"]),
    ("f-string-of-texts", "logger.info(f'Using {\"legacy\" if x else \"new\"} path')", ["1:1 logger.info"]),
    ("percent", "logger.info('%s is deprecated' % a)\nlogger.info('%s is deprecated', a)", ["1:1 logger.info", "2:1 logger.info"]),
    ("format", "logger.info('{} is deprecated'.format(a))", ["1:1 logger.info"]),
    ("sum", "logger.info(a + ' is ' + 'deprecated')", ["1:1 logger.info"]),
    ("sum-of-parts", "logger.info('Using ' + 'legacy' + path)", ["1:1 logger.info"]),
    ("join", "logger.info(' '.join(['Using', 'legacy', path]))", ["1:1 logger.info"]),
    ("dedent", "logger.info(textwrap.dedent('''\n    deprecated''').strip())", ["1:1 logger.info"]),
    ("gettext", "logger.info(_('deprecated'))\nlogger.info(ngettext('one', 'deprecated', n))", ["1:1 logger.info", "2:1 logger.info"]),
    ("condition", "logger.info('new' if x else 'deprecated')\nlogger.info(x or 'deprecated')", ["1:1 logger.info", "2:1 logger.info"]),
    ("walrus", "logger.info(text := 'deprecated')", ["1:1 logger.info"]),
    ("module-constant", "OLD = '{} is deprecated'\ndef f(a):\n    logger.info(OLD.format(a))", ["3:5 logger.info"]),
    ("module-constant-either", "if x:\n    OLD = 'new'\nelse:\n    OLD = 'deprecated'\ndef f():\n    logger.info(OLD)", ["6:5 logger.info"]),
    ("class-constant", "class A:\n    OLD = 'deprecated'\n    def f(self):\n        logger.info(self.OLD)", ["4:9 logger.info"]),
    ("mapping", "SAID = {'a': 'new', 'b': 'deprecated'}\ndef f(key):\n    logger.info(SAID[key])\n    logger.info(SAID['b'])\n    logger.info(SAID.get(key, 'x'))", ["3:5 logger.info", "4:5 logger.info", "5:5 logger.info"]),
    ("default", "def f(text='deprecated', *, more='deprecated'):\n    logger.info(text)\n    logger.info(more)", ["2:5 logger.info", "3:5 logger.info"]),
    ("default-of-outer", "def f(text='deprecated'):\n    def g():\n        logger.info(text)", ["3:9 logger.info"]),
    ("local", "def f():\n    text = 'deprecated'\n    logger.info(text)", ["3:5 logger.info"]),
    ("local-annotated", "def f():\n    text: str = 'deprecated'\n    logger.info(text)", ["3:5 logger.info"]),
    ("local-exception", "def f():\n    error = OldError('deprecated')\n    logger.info(error)", ["3:5 logger.info"]),
    ("local-longer", "def f(x):\n    text = 'Using '\n    text += 'legacy'\n    if x:\n        text += ' path'\n    logger.info(text)", ["6:5 logger.info"]),
    ("local-of-itself", "def f(x):\n    text = 'deprecated'\n    text = text + x\n    logger.info(text)", ["4:5 logger.info"]),
    ("local-either", "def f(x):\n    if x:\n        text = 'new'\n    elif y:\n        text = 'deprecated'\n    else:\n        return\n    logger.info(text)", ["8:5 logger.info"]),
    ("local-maybe", "def f(text):\n    if text is None:\n        text = 'deprecated'\n    logger.info(text)", ["4:5 logger.info"]),
    ("local-in-with", "def f():\n    with a:\n        text = 'deprecated'\n    logger.info(text)", ["4:5 logger.info"]),
    ("local-around-with", "def f():\n    text = 'deprecated'\n    with a:\n        logger.info(text)", ["4:9 logger.info"]),
    ("local-in-try", "def f():\n    try:\n        text = a()\n    except E:\n        text = 'deprecated'\n    logger.info(text)", ["6:5 logger.info"]),
    ("local-in-handler", "def f():\n    try:\n        text = 'deprecated'\n        a()\n    except E:\n        logger.info(text)", ["6:9 logger.info"]),
    ("local-in-else", "def f():\n    try:\n        text = 'deprecated'\n    except E:\n        text = 'new'\n    else:\n        logger.info(text)", ["7:9 logger.info"]),
    ("local-in-finally", "def f():\n    try:\n        pass\n    finally:\n        text = 'deprecated'\n    logger.info(text)", ["6:5 logger.info"]),
    ("local-in-match", "def f(x):\n    match x:\n        case 1:\n            text = 'deprecated'\n        case _:\n            text = 'new'\n    logger.info(text)", ["7:5 logger.info"]),
    ("local-in-loop", "def f():\n    for x in y:\n        if x:\n            text = 'deprecated'\n            break\n    logger.info(text)", ["6:5 logger.info"]),
    ("local-of-closure", "def f():\n    text = 'deprecated'\n    def g():\n        logger.info(text)", ["4:9 logger.info"]),
    ("module-level", "text = 'deprecated'\nlogger.info(text)\ntext = 'new'", ["2:1 logger.info"]),
]  # fmt: skip

SILENT = [
    # -- what doesn't log
    ("debug", "logger.debug('deprecated')\nlogger.adebug('deprecated')\nlogger.trace('deprecated')"),
    ("log-debug", "logger.log(logging.DEBUG, 'deprecated')\nlogger.log(10, 'deprecated')\nlogger.log('DEBUG', 'deprecated')"),
    ("unknown-level", "logger.log(level, 'deprecated')\nlogger.log(get(), 'deprecated')\nlogger.log('a', 'deprecated')\nlogger.log(None, 'deprecated')"),
    ("level-of-parameter", "def f(level):\n    logger.log(level, 'deprecated')"),
    ("no-level", "logger.log('deprecated')\nlogger.log(msg='deprecated')"),
    ("django-messages", "messages.warning(request, 'deprecated')\nmessages.error('deprecated')"),
    ("click", "click.secho('deprecated')\nclick.echo('deprecated')"),
    ("parser", "parser.error('deprecated')"),
    ("self", "self.error('deprecated')\nself.warning('deprecated')\nself.log(30, 'deprecated')"),
    ("streamlit", "st.warning('deprecated')"),
    ("console", "console.log(30, 'deprecated')"),
    ("math", "math.log(30, 'deprecated')"),
    ("print", "print('deprecated')"),
    ("longer-names", "dialog.warning('deprecated')\ncatalog.error('deprecated')\nblog.info('deprecated')"),
    ("method-of-result", "find().warning('deprecated')\nfind()[0].warning('deprecated')\n(a or b).warning('deprecated')"),
    ("handler", "logger.addHandler('deprecated')\nlogger.warnings('deprecated')"),
    ("expected", "logger.warning.assert_called_with('deprecated')\npytest.warns(X, match='deprecated')"),
    ("filter", "import warnings\nwarnings.filterwarnings('ignore', 'deprecated')\nwarnings.simplefilter('deprecated')"),
    ("decorator", "from warnings import deprecated\n@deprecated('this is deprecated')\ndef f(): ..."),
    ("other-warn", "import app\nfrom app import warn\nwarn('deprecated')\napp.warn('deprecated')\nself.warn('deprecated')"),
    ("parameter-that-hides-warnings", "import warnings\ndef f(warnings):\n    warnings.warn('deprecated')"),
    ("wrapper", "def note(text):\n    logger.warning(text)\nnote('deprecated')"),
    ("getattr-unknown", "getattr(logger, level)('deprecated')"),
    ("getattr-in-pieces", "getattr(logger, 'war' 'ning')('deprecated')\ngetattr(logger, 'handlers')('deprecated')"),
    ("alias-of-debug", "say = logger.debug\nsay('deprecated')"),
    ("name-that-is-none", "out = None\nout.warning('deprecated')"),
    ("name-that-is-something-else-too", "class A:\n    def f(self):\n        self.out = logging.getLogger()\n        self.out = open('a')\n        self.out.warning('deprecated')"),
    ("names-of-each-other", "a = b\nb = a\na.warning('deprecated')\na('deprecated')"),
    ("annotated-otherwise", "def f(out: Console):\n    out.warning('deprecated')"),
    # -- the message
    ("another-message", "logger.warning('new')"),
    ("no-message", "logger.warning()\nlogger.warning(*deprecated)\nlogger.warning(**deprecated)"),
    ("argument", "logger.warning('%s', 'deprecated')\nlogger.warning('new', extra='deprecated')"),
    ("placeholders", "logger.warning('%(deprecated)s is {deprecated} and {deprecated.x!r:>10}', x)"),
    ("unknown-piece", "logger.warning(f'Using {x}legacy')\nlogger.warning(f'Using {legacy}')"),
    ("name", "logger.warning(deprecated)\nlogger.warning(deprecated())\nlogger.warning(self.deprecated)\nlogger.warning(app.deprecated)"),
    ("bytes", "logger.warning(b'deprecated')"),
    ("other-file", "from app import DEPRECATED\nlogger.warning(DEPRECATED)"),
    ("word-in-two-pieces", "logger.warning('depre' 'cated')\nlogger.warning('depre\\x63ated')"),
    ("comment-and-docstring", "def f():\n    'deprecated'\n    logger.warning('new')  # deprecated"),
    ("mapping-other-key", "SAID = {'a': 'new', 'b': 'deprecated'}\nlogger.warning(SAID['a'])\nlogger.warning(other['b'])\nlogger.warning(find()['b'])\nlogger.warning(SAID['c'])"),
    ("local-hidden", "def f():\n    text = 'deprecated'\n    text = 'new'\n    logger.info(text)"),
    ("local-later", "def f():\n    logger.info(text)\n    text = 'deprecated'"),
    ("local-of-branch-that-leaves", "def f(x):\n    text = 'new'\n    if x:\n        text = 'deprecated'\n        raise E(text)\n    logger.info(text)"),
    ("local-hidden-by-both", "def f(x):\n    text = 'deprecated'\n    if x:\n        text = 'a'\n    else:\n        text = 'b'\n    logger.info(text)"),
    ("local-hidden-by-with", "def f(x):\n    text = 'deprecated'\n    with a:\n        text = 'new'\n    logger.info(text)"),
    ("local-hidden-by-with-as", "def f(x):\n    text = 'deprecated'\n    with a as text:\n        pass\n    logger.info(text)"),
    ("local-hidden-by-finally", "def f(x):\n    text = 'deprecated'\n    try:\n        pass\n    finally:\n        text = 'new'\n    logger.info(text)"),
    ("local-hidden-by-try", "def f(x):\n    text = 'deprecated'\n    try:\n        text = 'new'\n    except E:\n        return\n    logger.info(text)"),
    ("local-hidden-in-else", "def f(x):\n    text = 'deprecated'\n    try:\n        text = 'new'\n    except E:\n        pass\n    else:\n        logger.info(text)"),
    ("local-hidden-by-import", "def f(x):\n    text = 'deprecated'\n    from a import text\n    logger.info(text)"),
    ("local-hidden-by-loop", "def f(x):\n    text = 'deprecated'\n    for text in x:\n        logger.info(text)"),
    ("local-hidden-by-handler", "def f(x):\n    text = 'deprecated'\n    try:\n        pass\n    except E as text:\n        logger.info(text)"),
    ("local-of-comprehension", "def f(x):\n    text = 'deprecated'\n    [logger.info(text) for text in x]"),
    ("local-of-lambda", "text = 'deprecated'\nf = lambda text: logger.info(text)"),
    ("parameter", "def f(text):\n    logger.info(text)"),
    ("constant-set-otherwise", "OLD = 'deprecated'\nOLD += x\ndef f():\n    logger.info(OLD)"),
    ("attribute-outside-a-class", "OLD = 'deprecated'\ndef f(self):\n    logger.info(self.OLD)\nlogger.info(self.OLD)"),
    ("other-local", "def f():\n    text = 'deprecated'\n    return text\ndef g(text):\n    logger.info(text)"),
]  # fmt: skip


def said(place: str, callee: str) -> str:
    return f"app.py:{place}: SSOT008 {callee} is louder than debug for "


def heads(found: tuple[str, ...]) -> list[str]:
    """The findings without what they match and what to do."""
    return [line.partition('"')[0] for line in found]


@pytest.mark.parametrize(("text", "found"), [pytest.param(*case[1:], id=case[0]) for case in LOUD])
def test_loud(text: str, found: list[str], tmp_path: Path) -> None:
    places = [said(*one.split(" ", 1)) for one in found]
    assert heads(check(tmp_path, {"app.py": f"{text}\n"}, POLICY)) == places


@pytest.mark.parametrize("text", [pytest.param(case[1], id=case[0]) for case in SILENT])
def test_silent(text: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"app.py": f"{text}\n"}, POLICY) == ()


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=name) for name, text in (*((name, text) for name, text, _ in LOUD), *SILENT)]
)
def test_the_prefilter_loses_nothing(text: str, tmp_path: Path) -> None:
    files = {"app.py": f"{text}\n"}
    assert check(tmp_path, files, POLICY) == check(tmp_path, files, POLICY, prefilter=False)


# -- what is said


@pytest.mark.parametrize(("policy", "text", "line"), [
    pytest.param(
        'log-at-most = "debug"\nlog-matching = ["Using legacy*"]', "logger.info('Using legacy')",
        'app.py:1:1: SSOT008 logger.info is louder than debug for "Using legacy*": log it at debug (quiet)', id="plain"),
    pytest.param(
        'reason = "the usual path"\nlog-at-most = "info"\nlog-matching = ["legacy"]', "log.log(40, 'Using legacy')",
        'app.py:1:1: SSOT008 log.log at 40 is louder than info for "legacy": log it at info: the usual path (quiet)',
        id="reason"),
    pytest.param(
        'log-at-most = "info"\nlog-matching = ["x", "old", "deprecated"]', "from warnings import warn\nwarn('deprecated')",
        'app.py:2:1: SSOT008 warn is louder than info for "deprecated": remove it, or log it at info (quiet)',
        id="warning"),
])  # fmt: skip
def test_message(policy: str, text: str, line: str, tmp_path: Path) -> None:
    assert check(tmp_path, {"app.py": f"{text}\n"}, f"[decisions.quiet]\n{policy}\n") == (line,)


_CALLS = "".join(f"logger.{name}('old')\n" for name in ("debug", "info", "warning", "error", "critical"))


@pytest.mark.parametrize(("level", "louder"), [
    ("debug", ["info", "warning", "error", "critical"]),
    ("info", ["warning", "error", "critical"]),
    ("warning", ["error", "critical"]),
    ("error", ["critical"]),
    ("critical", []),
])  # fmt: skip
def test_levels(level: str, louder: list[str], tmp_path: Path) -> None:
    policy = f'[decisions.quiet]\nlog-at-most = "{level}"\nlog-matching = ["old"]\n'
    text = f"{_CALLS}import warnings\nwarnings.warn('old')\n"
    wanted = [f"logger.{name}" for name in louder] + ["warnings.warn"] * ("warning" in louder)
    assert [line.split()[2] for line in check(tmp_path, {"app.py": text}, policy)] == wanted


def test_each_decision_has_its_say(tmp_path: Path) -> None:
    policy = (
        '[decisions.a]\nlog-at-most = "info"\nlog-matching = ["old"]\n'
        '[decisions.b]\nlog-at-most = "debug"\nlog-matching = ["legacy"]\n'
        '[decisions.c]\nban-classes = ["X"]\n'
    )
    text = "logger.info('old')\nlogger.info('legacy')\nlogger.error('old legacy')\n"
    assert check(tmp_path, {"app.py": text}, policy) == (
        'app.py:2:1: SSOT008 logger.info is louder than debug for "legacy": log it at debug (b)',
        'app.py:3:1: SSOT008 logger.error is louder than debug for "legacy": log it at debug (b)',
        'app.py:3:1: SSOT008 logger.error is louder than info for "old": log it at info (a)',
    )


def test_a_suppression_beside_the_callee_counts(tmp_path: Path) -> None:
    text = "logger.warning(  # noqa: SSOT008\n    'deprecated'\n)\n"
    assert check(tmp_path, {"app.py": text}, POLICY) == ()


# -- patterns


@pytest.mark.parametrize(("pattern", "message", "found"), [
    pytest.param("deprecated", "It is deprecated.", True, id="anywhere"),
    pytest.param("*deprecated*", "deprecated", True, id="stars-at-the-ends"),
    pytest.param("Using * path", "Using the old path", True, id="star"),
    pytest.param("Using * path", "path Using the old", False, id="star-in-order"),
    pytest.param("Using * path", "Using path", False, id="star-between-spaces"),
    pytest.param("v?.0", "v2.0", True, id="question"),
    pytest.param("v?.0", "v20", False, id="question-is-one"),
    pytest.param("[legacy]*", "[LEGACY] path", True, id="brackets-are-a-tag"),
    pytest.param("[legacy]*", "legacy", False, id="brackets-are-no-set"),
    pytest.param("\u26a0\ufe0f", "\u26a0\ufe0f old", True, id="emoji"),
    pytest.param("\u26a0\ufe0f", "old", False, id="emoji-missing"),
    pytest.param("VERALTET F\u00dcR", "veraltet f\u00fcr", True, id="not-ascii"),
    pytest.param("Using  legacy", "Using\n legacy", True, id="spaces"),
    pytest.param("(a|b)", "a", False, id="no-expression"),
    pytest.param("*", "anything", True, id="everything"),
    pytest.param("%s is old", "{} is old", True, id="placeholder-of-another-kind"),
    pytest.param("{name} is old", "%(key)s is old", True, id="placeholder-with-another-name"),
    pytest.param("* is old", "%s is old", True, id="star-for-a-placeholder"),
    pytest.param("100% deprecated", "100% deprecated", True, id="percent-is-no-placeholder"),
    pytest.param("deprecated", "{{deprecated}}", True, id="braces-that-are-escaped"),
    pytest.param("deprecated", '{"deprecated": 1}', True, id="braces-of-json"),
    pytest.param("name", "{name!r:>{width}}", True, id="nested-placeholder-is-text"),
])  # fmt: skip
def test_pattern(pattern: str, message: str, found: bool, tmp_path: Path) -> None:
    policy = f"[decisions.quiet]\nlog-at-most = 'debug'\nlog-matching = ['{pattern}']\n"
    text = f"logger.info('''{message}''')\n"
    assert bool(check(tmp_path, {"app.py": text}, policy)) is found
    assert bool(check(tmp_path, {"app.py": text}, policy, prefilter=False)) is found


@pytest.mark.parametrize(("glob", "part"), [
    ("Using legacy*", "legacy"), ("[APP] old", "app"), ("%(deprecated)s", ""), ("\u26a0\ufe0f*", ""), ("*", ""),
])  # fmt: skip
def test_the_part_that_a_file_must_have(glob: str, part: str) -> None:
    assert message_pattern(glob).part == part


def test_an_encoding_is_no_hindrance(tmp_path: Path) -> None:
    text = "# coding: latin-1\nlogger.info('veraltet f\u00fcr deprecated')\n".encode("latin-1")
    policy = "[decisions.quiet]\nlog-at-most = 'debug'\nlog-matching = ['f\u00fcr deprecated']\n"
    assert heads(check(tmp_path, {"app.py": text}, policy)) == [said("2:1", "logger.info")]


@pytest.mark.parametrize(("text", "found"), [
    pytest.param("a if b else 'c'", (HOLE, "c"), id="condition"),
    pytest.param("+".join(["'a'"] * 500), ("a" * 500,), id="long-sum"),
    pytest.param("str(" * 80 + "'a'" + ")" * 80, (HOLE,), id="deep"),
    pytest.param("''.join([*a, 'b'])", (f"{HOLE}b",), id="spread"),
    pytest.param("''.join(a)", (HOLE,), id="join-of-unknown"),
    pytest.param("{}.get()", (HOLE,), id="get-of-nothing"),
    pytest.param("str()", (HOLE,), id="empty-call"),
    pytest.param("f'{1}a'", (f"{HOLE}a",), id="number"),
    pytest.param("f'{\"a\"}b'", ("ab",), id="text-in-f-string"),
])  # fmt: skip
def test_messages(text: str, found: tuple[str, ...]) -> None:
    source = Source("a.py", text)
    statement = source.tree.body[0]
    assert isinstance(statement, ast.Expr)
    assert messages(source, statement.value) == found


def test_a_message_of_many_conditions_ends(tmp_path: Path) -> None:
    steps = "".join(f"    if x[{at}]:\n        text += 'b' if y else 'c'\n" for at in range(60))
    text = f"def f(x, y, text):\n{steps}    logger.info(text + 'deprecated')\n"
    assert len(check(tmp_path, {"app.py": text}, POLICY)) == 1


def test_deep_blocks_end(tmp_path: Path) -> None:
    deep = "".join(f"{' ' * at}if x:\n" for at in range(4, 90)) + " " * 90 + "text = 'deprecated'\n"
    assert len(check(tmp_path, {"app.py": f"def f(x):\n{deep}    logger.info(text)\n"}, POLICY)) == 1


# -- the fix

_SAFE = "log it at debug"
FIXES = [
    ("method", "logger.warning('deprecated')", "logger.debug('deprecated')", _SAFE, True),
    ("deprecated-method", "self.log.warn('deprecated')", "self.log.debug('deprecated')", _SAFE, True),
    ("around", "x = [log . error ( # why\n 'deprecated')]", "x = [log . debug ( # why\n 'deprecated')]", _SAFE, True),
    ("after-other-characters", "x = '\u00e9\U0001f600'; log.error('deprecated')", "x = '\u00e9\U0001f600'; log.debug('deprecated')", _SAFE, True),
    ("several-lines", "(logger\n .bind(a=1)\n .warning('deprecated'))", "(logger\n .bind(a=1)\n .debug('deprecated'))", _SAFE, True),
    ("async", "async def f():\n    await logger.awarning('deprecated')", "async def f():\n    await logger.adebug('deprecated')", _SAFE, True),
    ("inferred", "import logging\nout = logging.getLogger()\nout.error('deprecated')", "import logging\nout = logging.getLogger()\nout.debug('deprecated')", _SAFE, True),
    ("level", "logger.log(logging.WARNING, 'deprecated')", "logger.log(logging.DEBUG, 'deprecated')", _SAFE, True),
    ("level-number", "logger.log(30, 'deprecated')", "logger.log(10, 'deprecated')", _SAFE, True),
    ("level-text", 'logger.log("WARNING", "deprecated")', 'logger.log("DEBUG", "deprecated")', _SAFE, True),
    ("level-lower-text", "logger.log('warning', 'deprecated')", "logger.log('debug', 'deprecated')", _SAFE, True),
    ("level-imported", "from logging import DEBUG, INFO\nlogger.log(INFO, 'deprecated')", "from logging import DEBUG, INFO\nlogger.log(DEBUG, 'deprecated')", _SAFE, True),
    ("function-imported", "from logging import debug, info\ninfo('deprecated')", "from logging import debug, info\ndebug('deprecated')", _SAFE, True),
    ("exception", "logger.exception('deprecated')", "logger.debug('deprecated')", "log it at debug, without the traceback that exception adds", False),
    ("exception-async", "async def f():\n    await log.aexception('deprecated')", "async def f():\n    await log.adebug('deprecated')", "log it at debug, without the traceback that aexception adds", False),
    ("made-otherwise", "log = Console()\nlog.error('deprecated')", "log = Console()\nlog.debug('deprecated')", "log it at debug, if what logs it has that level", False),
]  # fmt: skip
UNFIXED = [
    ("warning", "import warnings\nwarnings.warn('deprecated')", "a warning has no level: log it, or remove it"),
    ("alias", "warn = logger.warning\nwarn('deprecated')", "its level is not said in the call"),
    ("either-method", "(logger.warning if x else logger.info)('deprecated')", "its level is not said in the call"),
    ("either-level", "logger.log(logging.INFO if x else logging.DEBUG, 'deprecated')", "its level is not said in the call"),
    ("broken-file", "logger.warning('deprecated')\n)", "its level is not said in the call"),
    ("level-computed", "import logging\nlogger.log(getattr(logging, 'INFO'), 'deprecated')", "its level is not written plainly"),
    ("level-in-pieces", "logger.log('IN' 'FO', 'deprecated')", "its level is not written plainly"),
    ("level-not-imported", "from logging import INFO\nlogger.log(INFO, 'deprecated')", "DEBUG has to be imported first"),
    ("function-not-imported", "from logging import info\ninfo('deprecated')", "debug has to be imported first"),
    ("folded-name", "logger.\uff57arning('deprecated')", "its level is not written plainly"),
    ("once", "logger.warning_once('deprecated')", "what logs by warning_once may have no debug"),
    ("message", "log.msg('deprecated')", "what logs by msg may have no debug"),
]  # fmt: skip


def report(root: Path, text: str) -> Report:
    return session(root, {"app.py": text}, POLICY).check()


@pytest.mark.parametrize(
    ("text", "fixed", "title", "safe"), [pytest.param(*case[1:], id=case[0]) for case in FIXES]
)  # fmt: skip
def test_fixed(text: str, fixed: str, title: str, safe: bool, tmp_path: Path) -> None:
    (finding,) = report(tmp_path, text).findings
    assert finding.fix is not None
    assert (finding.fix.title, finding.fix.safe) == (title, safe)
    assert apply(text, finding.fix.edits) == fixed
    assert verified(text, fixed, finding.fix.edits) == ""
    assert lines(report(tmp_path, fixed)) == ()


@pytest.mark.parametrize(("text", "why_not"), [pytest.param(*case[1:], id=case[0]) for case in UNFIXED])
def test_not_fixed(text: str, why_not: str, tmp_path: Path) -> None:
    found = report(tmp_path, text)
    (finding,) = [one for one in found.findings if one.code == "SSOT008"]
    assert finding.fix is None
    assert found.why_not == {finding: why_not}


@pytest.mark.parametrize("example", [pytest.param(one, id=one.title) for one in RULE.examples if one.fixed])
def test_examples_are_fixed_as_they_say(example: Example, tmp_path: Path) -> None:
    findings = session(tmp_path, example.files, example.policy).check().findings
    chosen, waiting = select([one.fix for one in findings if one.fix and one.path == "app/a.py"])
    edits = [edit for fix in chosen for edit in fix.edits]
    assert waiting == ()
    assert {"app/a.py": apply(example.files["app/a.py"], edits)} == example.fixed
