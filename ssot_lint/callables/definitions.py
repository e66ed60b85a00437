"""The records of what can be called: classes, functions, and what a call of them fills."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from ssot_lint.repo.facts import Class, Function, Parameter
from ssot_lint.source.calls import Call


class Gap(Enum):
    """Why a meaning can't be told."""

    OUTSIDE = "it is of the standard library or of a third party"
    UNKNOWN = "it can't be followed"


class Klass(NamedTuple):
    """A class of the repository, by its full dotted name; `is_local` when it is in a function."""

    path: str
    dotted: str
    facts: Class
    is_local: bool = False

    @property
    def name(self) -> str:
        return self.dotted.rpartition(".")[2]


class Routine(NamedTuple):
    """A function or method of the repository, by its full dotted name."""

    path: str
    dotted: str
    function: Function


class Held(NamedTuple):
    """A variable of a module, and the attributes of it that were named."""

    path: str
    name: str
    after: tuple[str, ...]


Meaning = Klass | Routine | Held | Gap


class Instance(NamedTuple):
    """An object of a class."""

    klass: Klass


class Bound(NamedTuple):
    """A method, taken from an object."""

    routine: Routine


class Definition(NamedTuple):
    """What a call fills: the parameters, without one that is bound already.

    `wrapped` is the function whose decorators may give it other parameters, None when none can.
    """

    path: str
    line: int
    column: int
    dotted: str
    name: str
    parameters: tuple[Parameter, ...]
    wrapped: Routine | None = None

    @property
    def positional(self) -> list[Parameter]:
        return [one for one in self.parameters if one.kind in ("positional-only", "positional")]

    def slot(self, argument: str) -> int | None:
        """The position of a parameter in a call, None when it has none."""
        return next((at for at, one in enumerate(self.positional) if one.name == argument), None)

    def takes(self, word: str) -> bool:
        """Whether a call can pass a keyword."""
        return any(
            one.kind == "keywords" or (one.name == word and one.kind in ("positional", "keyword-only"))
            for one in self.parameters
        )

    def filled(self, call: Call) -> Definition:
        """What is left to fill after `partial` has passed what the call passes."""
        taken = {one.name for one in self.positional[: len(call.positional)]}
        left = []
        for one in self.parameters:
            if one.name in call.keywords and one.kind == "positional":
                left.append(Parameter(one.name, "keyword-only", True))
            elif one.name not in taken:
                left.append(one)
        return self._replace(parameters=tuple(left))

    def fits(self, call: Call) -> bool:
        """Whether it can accept a call of this shape."""
        positional, given = self.positional, len(call.positional)
        if given > len(positional) and all(one.kind != "variadic" for one in self.parameters):
            return False
        if any(one.kind == "positional" and one.name in call.keywords for one in positional[:given]):
            return False
        if not all(map(self.takes, call.keywords)):
            return False
        if call.is_open or call.has_more or call.is_partial:
            return True
        missing = positional[given:] + [one for one in self.parameters if one.kind == "keyword-only"]
        return all(one.has_default or one.name in call.keywords for one in missing)


#: `Definition` is what has no name to be looked up by: a lambda, or what `partial` makes.
Thing = Klass | Instance | Routine | Bound | Definition | Gap


def definition(routine: Routine, *, through_instance: bool = False) -> Definition:
    """A function as it is called; a method is called through an instance, or through its class."""
    function = routine.function
    is_bound = function.binding == "class" or (through_instance and function.binding == "instance")
    # __new__ gets its class by hand.
    parameters = without_first(function) if is_bound and function.name != "__new__" else function.parameters
    return Definition(
        routine.path,
        function.line,
        function.column,
        routine.dotted,
        function.name,
        parameters,
        routine if function.wrapped else None,
    )


def without_first(function: Function) -> tuple[Parameter, ...]:
    """The parameters of a method without the one that is bound."""
    drops = function.parameters[:1] and function.parameters[0].kind.startswith("positional")
    return function.parameters[1:] if drops else function.parameters
