"""A fallback that is meant to be there, an old spelling that is still read: the code says so in
its log, at every call, and the one warning that matters drowns. So a decision says how loud such
messages may be (`log-at-most`), and which they are (`log-matching`).

The rule fires on a log call that is louder and whose message matches: `logger.warning`,
`self.log.error`, `logging.getLogger(x).warn`, `current_app.logger.exception`,
`logger.log(logging.WARNING, …)`, loguru and structlog (`logger.bind(…).warning`,
`logger.awarning`), and aliases of them (`warn = logger.warning`). `warnings.warn` and
`warn_explicit` count as loud as a warning, whatever their category. What a logger is, its name
says (`log`, `LOG`, `_logger`, `app_logger`), or the file does (`getLogger()`, an annotation).
The levels are debug < info < warning < error < critical; of two that a call may have, the
louder counts.

A pattern is searched anywhere in the message, ignoring case and how wide spaces are. `*` is any
text and `?` any character; brackets are themselves, as in `[legacy]`. A message is read through
literals beside each other, f-strings, `%`, `.format`, `+`, `"".join([…])`, conditions, `dedent`,
gettext and the warning or exception that carries it, through names that the function or the
module gives it, defaults of parameters, dictionaries that are spelled out, and attributes of `self`
that the class body has. What only the running program knows matches nothing but `*` and `?`;
placeholders (`%s`, `{name}`) match each other, too.

Silent: methods of what is no logger (`messages.warning`, `parser.error`, `console.log`), `print`,
`@deprecated`, comments and docstrings, a level that can't be told, a call at the level or under it.

It does not read messages that come from other files, nor what callers pass, `partial`, or a function
of yours that only hands a message on to a log. The longest word of a pattern must be written in one
piece, not split over two literals. The fix is safe where the level is all that changes: not for
`exception`, which adds a traceback. `warnings.warn`, aliases and levels said elsewhere have none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ssot_lint.model import Edit, Fix, Hit, Span
from ssot_lint.policy import kinds
from ssot_lint.policy.model import Decision, Option, Policy
from ssot_lint.rule import Example, Rule
from ssot_lint.source.chains import last_name
from ssot_lint.source.needles import FromPolicy

if TYPE_CHECKING:
    from ssot_lint.repo.index import Index
    from ssot_lint.source.log_calls import LogCall
    from ssot_lint.source.messages import MessagePattern
    from ssot_lint.source.needles import Needles
    from ssot_lint.source.source import Source

LOG_AT_MOST = Option(
    "log-at-most",
    kinds.LEVEL,
    "the loudest level for messages that match `log-matching`",
    requires=("log-matching",),
)
LOG_MATCHING = Option(
    "log-matching",
    kinds.TEXTS,
    "globs of messages, searched anywhere, ignoring case",
    requires=("log-at-most",),
)
_NOT_PLAIN = "its level is not written plainly"
_LONGEST = 60  # characters of a callee in a message


class _Limit(NamedTuple):
    """How loud the messages of a decision may be."""

    decision: Decision
    name: str
    level: int
    patterns: tuple[MessagePattern, ...]


def _limits(policy: Policy) -> Iterator[_Limit]:
    from ssot_lint.source.log_calls import LEVELS
    from ssot_lint.source.messages import message_pattern

    for decision in policy.decisions:
        options = decision.options
        if "log-at-most" in options and "log-matching" in options:
            name = options["log-at-most"]
            yield _Limit(decision, name, LEVELS[name], tuple(map(message_pattern, options["log-matching"])))


def needles(policy: Policy) -> Needles:
    from ssot_lint.source.log_calls import methods_above
    from ssot_lint.source.needles import Needles

    found = Needles()
    for limit in _limits(policy):
        found |= Needles(texts={pattern.part: methods_above(limit.level) for pattern in limit.patterns})
    return found


def check(source: Source, policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.source.log_calls import log_calls
    from ssot_lint.source.messages import messages
    from ssot_lint.source.spelling import lowered

    written = lowered(source.text)
    limits = [
        limit._replace(patterns=patterns)
        for limit in _limits(policy)
        if (patterns := tuple(one for one in limit.patterns if one.part.encode() in written))
    ]
    for call in log_calls(source) if limits else ():
        louder = [limit for limit in limits if call.level > limit.level]
        texts = messages(source, call.message) if louder else ()
        for limit in louder:
            matching = [pattern.text for pattern in limit.patterns if any(map(pattern.found_in, texts))]
            if matching:
                yield _hit(source, call, limit, matching[0])


def _hit(source: Source, call: LogCall, limit: _Limit, pattern: str) -> Hit:
    reason = f": {limit.decision.reason}" if limit.decision.reason else ""
    way_out = f"{'remove it, or ' if call.is_warning else ''}log it at {limit.name}{reason} ({limit.decision.name})"
    move = _quieter(source, call, limit)
    place = _place(source, call.node.func)
    said = _text(source, place) + (f" at {_text(source, _place(source, call.said))}" if call.said else "")
    return Hit(
        place,
        f'{said} is louder than {limit.name} for "{pattern}": {way_out}',
        limit.decision.name,
        fix=move if isinstance(move, Fix) else None,
        why_not=move if isinstance(move, str) else "",
    )


def _place(source: Source, node: ast.expr) -> Span:
    """An expression; of one on several lines, only its last name or its first line."""
    whole = source.span(node)
    if whole.line == whole.end_line:
        return whole
    if isinstance(node, ast.Attribute):
        return Span(whole.end_line, max(1, whole.end_column - len(node.attr)), whole.end_line, whole.end_column)
    return Span(whole.line, whole.column, whole.line, len(source.line_text(whole.line)) + 1)


def _text(source: Source, span: Span) -> str:
    text = source.line_text(span.line)[span.column - 1 : span.end_column - 1]
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


# -- the fix


def _quieter(source: Source, call: LogCall, limit: _Limit) -> Fix | str:
    """What lowers the level to the loudest that is allowed, or why nothing does."""
    if call.is_warning:
        return "a warning has no level: log it, or remove it"
    if call.loud is None or source.unreadable:
        return "its level is not said in the call"
    edit = _of_level(source, call.loud, limit) if call.said else _of_method(source, call, limit.name)
    if isinstance(edit, str):
        return edit
    if call.method.endswith("exception"):
        return Fix(f"log it at {limit.name}, without the traceback that {call.method} adds", False, (edit,))
    if not call.is_known:
        return Fix(f"log it at {limit.name}, if what logs it has that level", False, (edit,))
    return Fix(f"log it at {limit.name}", True, (edit,))


def _of_method(source: Source, call: LogCall, name: str) -> Edit | str:
    new = call.method_at(name)
    return _renamed(source, call.loud, new) if new else f"what logs by {call.method} may have no {name}"


def _of_level(source: Source, node: ast.expr, limit: _Limit) -> Edit | str:
    if not isinstance(node, ast.Constant):
        return _renamed(source, node, limit.name.upper())
    span = source.span(node)
    if isinstance(node.value, int):
        return Edit(*span, str(limit.level))
    written = source.line_text(span.line)[span.column - 1 : span.end_column - 1]
    if span.line != span.end_line or str(node.value) not in written:
        return _NOT_PLAIN
    new = limit.name.upper() if str(node.value).isupper() else limit.name
    return Edit(*span, written.replace(str(node.value), new))


def _renamed(source: Source, node: ast.expr | None, new: str) -> Edit | str:
    """Give a name or an attribute another name of `logging`."""
    old = last_name(node)
    if node is None or not old:
        return _NOT_PLAIN
    span = source.span(node)
    start = span.end_column - len(old)
    if source.line_text(span.end_line)[start - 1 : span.end_column - 1] != old:
        return _NOT_PLAIN
    if isinstance(node, ast.Name):
        meant = source.resolve(ast.Name(new, ast.Load()), source.names.scopes[node])
        if [target.dotted for target in meant if target.bound] != [f"logging.{new}"]:
            return f"{new} has to be imported first"
    return Edit(span.end_line, start, span.end_line, span.end_column, new)


_POLICY = """\
[decisions.quiet-fallback]
reason = "it is the normal path until 3.0"
log-at-most = "debug"
log-matching = ["Using legacy*", "*deprecated*"]
"""


def _line(place: str, callee: str, pattern: str, instead: str = "log it") -> str:
    way_out = f"{instead} at debug: it is the normal path until 3.0 (quiet-fallback)"
    return f'{place}: SSOT008 {callee} is louder than debug for "{pattern}": {way_out}'


RULE = Rule(
    "SSOT008",
    "legacy-warning",
    "a log call louder than `log-at-most` whose message matches",
    __doc__,
    file=check,
    needles=FromPolicy(needles),
    options=(LOG_AT_MOST, LOG_MATCHING),
    examples=(
        Example(
            "loggers of all kinds",
            _POLICY,
            {
                "app/a.py": (
                    "import logging\nimport warnings\n\nlogger = logging.getLogger(__name__)\n\n\n"
                    "class Loader:\n    def load(self, path):\n"
                    '        logger.warning("Using legacy path %s", path)\n'
                    '        self.log.error(f"{path} is deprecated")\n'
                    '        logger.log(logging.WARNING, "[legacy] Deprecated: " + path)\n'
                    '        warnings.warn("load() is deprecated", DeprecationWarning)\n'
                ),
            },
            (
                _line("app/a.py:9:9", "logger.warning", "Using legacy*"),
                _line("app/a.py:10:9", "self.log.error", "*deprecated*"),
                _line("app/a.py:11:9", "logger.log at logging.WARNING", "*deprecated*"),
                _line("app/a.py:12:9", "warnings.warn", "*deprecated*", "remove it, or log it"),
            ),
            {
                "app/a.py": (
                    "import logging\nimport warnings\n\nlogger = logging.getLogger(__name__)\n\n\n"
                    "class Loader:\n    def load(self, path):\n"
                    '        logger.debug("Using legacy path %s", path)\n'
                    '        self.log.debug(f"{path} is deprecated")\n'
                    '        logger.log(logging.DEBUG, "[legacy] Deprecated: " + path)\n'
                    '        warnings.warn("load() is deprecated", DeprecationWarning)\n'
                ),
            },
        ),
        Example(
            "messages that are put together elsewhere in the file",
            _POLICY,
            {
                "app/a.py": (
                    'OLD = "{} is deprecated"\nwarn = logger.warning\n\n\n'
                    "def load(path, fallback):\n"
                    '    text = "Using "\n'
                    '    text += "legacy loader" if fallback else "loader"\n'
                    "    logger.info(text)\n"
                    "    warn(OLD.format(path))\n"
                ),
            },
            (
                _line("app/a.py:8:5", "logger.info", "Using legacy*"),
                _line("app/a.py:9:5", "warn", "*deprecated*"),
            ),
        ),
        Example(
            "quiet calls, other messages and what is no logger are silent",
            _POLICY,
            {
                "app/a.py": (
                    "def load(request, path):\n"
                    '    """This is deprecated."""\n'
                    '    logger.debug("Using legacy path")\n'
                    '    logger.warning("Using path %s", deprecated)\n'
                    '    messages.warning(request, "deprecated")\n'
                    '    parser.error("deprecated")\n'
                    '    print("deprecated")\n'
                ),
            },
        ),
    ),
)
