"""A class that is `isolated` must not let one user see what belongs to another: its instances
share no state. State that they share works in every test, which has one user, and fails in
production, where a second one comes.

What counts, in a class whose name matches and in what it inherits from:

- an attribute of its body that can change: an empty list, dict or set, `defaultdict(list)`, a
  queue, an event, `itertools.count()`, and a filled container or comprehension that code changes
  (`self.x.append(…)`, `cls.x[k] = …`, `self.x += …`, also through a variable that is `self.x`);
  `field(default=[])`, and what attrs or NamedTuple take as a default;
- an attribute that code binds anew for the class: `cls.x = …`, `Class.x = …` (in other files
  too), `type(self).x += 1`, `setattr(cls, …)`; one finding, at the attribute. When the class
  keeps an instance of itself that way it is a singleton, as with a metaclass that keeps what it
  makes, or a decorator called singleton;
- a variable of the module that its methods change or bind by `global`;
- `lru_cache` or `cache` on a method;
- a mutable default of a parameter that the method changes or keeps in an attribute.

And in every file: an instance that is kept for all, by a variable of a module (assigned at
import or by `global`, in a container, made by a class method or a function), by an attribute of
any class, as a default, or by a cached function that returns one.

Silent: constants (`Final` or in capitals, unless code changes them, frozensets, tuples, names
with two underscores on both sides), locks, loggers, context variables; what every `__init__` sets
first; what objects replace by a value of their own and never change in place; an empty container
that nothing fills and that a subclass overrides, or that a base in or outside the repository may
declare; pydantic models, which copy their defaults, unless it is a ClassVar; enums; what only
runs at import or in `__init_subclass__`, unless it fills an attribute; `cached_property`, which
is the object's own; instances that can't change (frozen dataclasses, NamedTuples, classes whose
attributes only constructors set, to nothing that can change); under `__name__ == "__main__"`, in a
script that alone uses it, and in tests.

Limits: a file counts when it has the fixed part of a name in `isolated` in its text. Classes of
other projects don't count, nor do nested helper classes, objects of unknown classes as
attributes (they may be descriptors), or changes that other functions make to what they are given.

There is no fix: where the state belongs instead, on the object, in a parameter or with its user, is
what the change is about.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssot_lint.model import Hit, Related, Span
from ssot_lint.policy import kinds
from ssot_lint.policy.model import Decision, Option, Policy
from ssot_lint.rule import Example, Rule
from ssot_lint.source.needles import FromPolicy

if TYPE_CHECKING:
    import ast

    from ssot_lint.callables.definitions import Klass
    from ssot_lint.callables.shared import Shared
    from ssot_lint.repo.index import Index
    from ssot_lint.source.needles import Needles
    from ssot_lint.source.source import Source

ISOLATED = Option("isolated", kinds.NAMES, "classes (globs) whose instances share no state")


def check(source: Source, policy: Policy, index: Index) -> Iterator[Hit]:
    from ssot_lint.source.needles import literal_part

    if source.is_test or not any(source.mentions(literal_part(pattern)) for pattern in _patterns(policy)):
        return
    for decision in policy.decisions:
        patterns = decision.options.get("isolated", ())
        if patterns:
            yield from _Check(source, index, decision, patterns).hits()


class _Check:
    """One file, and one decision about isolated classes."""

    def __init__(self, source: Source, index: Index, decision: Decision, patterns: tuple[str, ...]) -> None:
        from ssot_lint.callables.kept import Keeping
        from ssot_lint.callables.shared import SharedState

        self._source = source
        self._index = index
        self._decision = decision
        self._patterns = patterns
        self._shared = SharedState.of(index)
        self._keeping = Keeping(index, source, self._is_isolated)

    def _is_isolated(self, name: str) -> bool:
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self._patterns)

    def hits(self) -> Iterator[Hit]:
        yield from self._attributes()
        yield from self._changes_from_outside()
        yield from self._instances()
        yield from self._caches()
        yield from self._variables()
        yield from self._defaults()

    def _hit(self, span: Span, message: str, cause: str, *related: Related) -> Hit:
        return Hit(span, f"{message} ({self._decision.name})", self._decision.name, cause, related=related)

    def _attributes(self) -> Iterator[Hit]:
        import ast

        from ssot_lint.callables.members import class_at

        seen = set()
        for node in self._source.nodes(ast.ClassDef):
            klass = class_at(self._shared.lookup, self._source, node) if self._is_isolated(node.name) else None
            if klass is None:
                continue
            yield from self._singleton(node, klass)
            for one in self._shared.attributes(klass):
                if one.holder == klass or not self._is_isolated(one.holder.name):
                    if (one.path, one.span) not in seen:
                        yield self._attribute(one, klass, self._source.name_span(node))
                    seen.add((one.path, one.span))

    def _attribute(self, one: Shared, klass: Klass, place: Span) -> Hit:
        from ssot_lint.callables.shared import Why

        whose = "" if one.holder == klass else f" of {klass.name}"
        name = f"{one.holder.name}.{one.name}" if one.name else f"{one.holder.name}, changed by setattr,"
        message = {
            Why.MUTABLE: f"{name} is shared by all instances{whose}: set it in __init__",
            Why.REBOUND: f"{name} is rebound for all instances{whose}: set it on self",
            Why.SINGLETON: f"{name} keeps one instance{whose} for all users: make one for each",
        }[one.why]
        change = one.change
        related = [Related(change.path, change.span.line, change.span.column, "changed here")] if change else []
        if one.path != self._source.path:
            related.insert(0, Related(one.path, one.span.line, one.span.column, "inherited from here"))
        span = one.span if one.path == self._source.path else place
        return self._hit(span, message, f"{one.holder.dotted}.{one.name}", *related)

    def _singleton(self, node: ast.ClassDef, klass: Klass) -> Iterator[Hit]:
        maker = self._shared.singleton_maker(klass)
        if maker:
            message = f"{node.name} has one instance for all users, by {maker}: make one for each"
            yield self._hit(self._source.name_span(node), message, klass.dotted)

    def _changes_from_outside(self) -> Iterator[Hit]:
        from ssot_lint.callables.changes import How, changes_of

        seen = set()
        for change in changes_of(self._index, self._source.path):
            key = (change.owner, change.name)
            is_ours = change.owner.path != self._source.path and self._is_isolated(change.owner.name)
            if is_ours and change.how is How.ON_CLASS and change.function and key not in seen:
                seen.add(key)
                name = f"{change.owner.name}.{change.name}" if change.name else change.owner.name
                if change.name not in {one.name for one in self._shared.attributes(change.owner)}:
                    message = f"{name} is rebound for all instances: set it on one of them"
                    yield self._hit(change.span, message, f"{change.owner.dotted}.{change.name}")

    def _instances(self) -> Iterator[Hit]:
        for kept in (*self._keeping.variables(), *self._keeping.class_attributes(), *self._keeping.defaults()):
            place, made = self._source.span(kept.place), self._source.span(kept.made)
            message = f"{kept.name} is one {kept.klass.name} for all users: make it where it is needed"
            related = [Related(self._source.path, made.line, made.column, "made here")]
            yield self._hit(place, message, f"{self._source.module}.{kept.name}", *related[made.line == place.line :])

    def _caches(self) -> Iterator[Hit]:
        for function, cache, made in self._keeping.caches():
            name = function.name
            if made is None:
                message = f"{name} keeps its results for all instances: keep them on self"
            else:
                message = f"{name} keeps one {made.name} for all users: make one for each call"
            yield self._hit(self._source.span(cache), message, f"{self._source.module}.{name}")

    def _variables(self) -> Iterator[Hit]:
        for place, klass, change in self._keeping.changed_variables():
            at = self._source.span(change)
            related = Related(self._source.path, at.line, at.column, "changed here")
            message = f"{place.id} is shared by all instances of {klass.name}: keep it on self"
            yield self._hit(self._source.span(place), message, f"{self._source.module}.{place.id}", related)

    def _defaults(self) -> Iterator[Hit]:
        from ssot_lint.callables.defaults import kept_defaults

        for function in self._source.functions():
            klass = self._keeping.class_of(function)
            if klass is None:
                continue
            for argument, default in kept_defaults(self._source, function):
                shared = f"the default of {argument.arg} is shared by all instances of {klass.name}"
                message = f"{shared}: use None, and make it in {function.name}"
                yield self._hit(self._source.span(default), message, f"{klass.dotted}.{argument.arg}")


def _patterns(policy: Policy) -> list[str]:
    return [pattern for decision in policy.decisions for pattern in decision.options.get("isolated", ())]


def needles(policy: Policy) -> Needles:
    from ssot_lint.source.needles import Needles, literal_part

    return Needles(fragments=map(literal_part, _patterns(policy)))


_POLICY = """\
[decisions.user-isolation]
isolated = ["*Factory"]
"""

RULE = Rule(
    "SSOT009",
    "shared-state",
    "mutable class attribute, module-level instance or cached singleton in an `isolated` class",
    __doc__,
    file=check,
    needles=FromPolicy(needles),
    options=(ISOLATED,),
    examples=(
        Example(
            "shared by all instances",
            _POLICY,
            {
                "app/orders.py": "class OrderFactory:\n"
                "    cache = {}\n"
                "\n"
                "    def get(self, key):\n"
                "        return self.cache.setdefault(key, key)\n"
            },
            (
                "app/orders.py:2:5: SSOT009 OrderFactory.cache is shared by all instances: "
                "set it in __init__ (user-isolation)",
            ),
        ),
        Example(
            "one instance for all",
            _POLICY,
            {
                "app/orders.py": "class OrderFactory:\n"
                "    _instance = None\n"
                "\n"
                "    @classmethod\n"
                "    def get(cls):\n"
                "        if cls._instance is None:\n"
                "            cls._instance = cls()\n"
                "        return cls._instance\n",
                "app/main.py": "from app.orders import OrderFactory\n\nfactory = OrderFactory()\n",
            },
            (
                "app/main.py:3:1: SSOT009 factory is one OrderFactory for all users: "
                "make it where it is needed (user-isolation)",
                "app/orders.py:2:5: SSOT009 OrderFactory._instance keeps one instance for all users: "
                "make one for each (user-isolation)",
            ),
        ),
        Example(
            "constants and what is set in __init__ are silent",
            _POLICY,
            {
                "app/orders.py": "class OrderFactory:\n"
                '    KINDS = ["new", "old"]\n'
                "    seen = []\n"
                "\n"
                "    def __init__(self):\n"
                "        self.seen = []\n"
                "\n"
                "    def see(self, order):\n"
                "        self.seen.append(order)\n"
            },
        ),
    ),
)
