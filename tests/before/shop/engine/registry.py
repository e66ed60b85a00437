"""Engines by customer."""

from ..events import record
from . import execution_engine_factory
from .engine import ExecutionEngine
from .execution_engine_factory import default_factory


class Registry:
    def __init__(self, bridge: object) -> None:
        self.bridge = bridge
        self.engines: dict[str, ExecutionEngine] = {}

    def add(self, customer: str, run_id: str | None, is_test: bool = False) -> ExecutionEngine:
        engine = default_factory().create(customer)
        engine.set_bridge(self.bridge, None)
        record("added", run_id=None if is_test else run_id)
        self.engines[customer] = engine
        return engine

    def reset(self) -> None:
        self.engines.clear()
        record("reset", run_id=None, urgent=True)


FACTORY = execution_engine_factory.ExecutionEngineFactory()
