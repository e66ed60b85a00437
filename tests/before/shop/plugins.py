"""Parts that are found by name."""

import importlib
from importlib import import_module as load


def factory_of(kind: str) -> object:
    if kind == "small":
        return importlib.import_module("shop.engine.execution_engine_factory").ExecutionEngineFactory()
    if kind == "relative":
        return load(".execution_engine_factory", package="shop.engine").default_factory()
    if kind == "oldest":
        __import__("shop.engine.execution_engine_factory")
    return load("shop.engine.execution_factory").ExecutionEngineFactory()


#: Settings name the part as text.
DEFAULTS = {"engine": "shop.engine.execution_engine_factory.ExecutionEngineFactory"}
