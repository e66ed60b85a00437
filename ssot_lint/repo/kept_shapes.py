"""The shapes of what a cache keeps. What has another one was kept by another build, and is as good as not there.

The cache names its format, and what is damaged has another checksum; but whoever works on this
project changes what is kept more often than the format's number. A shape is a question: is it such?
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

Shape: TypeAlias = Callable[[Any], bool]


def anything(value: Any) -> bool:
    return True


def text(value: Any) -> bool:
    return type(value) is str


def flag(value: Any) -> bool:
    return type(value) is bool


def count(value: Any) -> bool:
    """A whole number that is not negative."""
    return type(value) is int and value >= 0


def number(value: Any) -> bool:
    return type(value) in (int, float)


def texts(value: Any) -> bool:
    return type(value) is list and {*map(type, value)} <= {str}


def list_of(shape: Shape) -> Shape:
    return lambda value: type(value) is list and all(map(shape, value))


def by_text(shape: Shape) -> Shape:
    """Values by text, as JSON has them."""
    return lambda value: type(value) is dict and all(map(shape, value.values()))


def row(*shapes: Shape) -> Shape:
    """So many values, each of its own shape."""
    return lambda value: (
        type(value) is list
        and len(value) == len(shapes)
        and all(shape(one) for shape, one in zip(shapes, value, strict=True))
    )


def either(*shapes: Shape) -> Shape:
    return lambda value: any(shape(value) for shape in shapes)


def nothing(value: Any) -> bool:
    return value is None
