"""The factory that was to go."""

from shop.engine.engine import ExecutionEngine


class ExecutionEngineFactory:
    def create(self, customer: str) -> ExecutionEngine:
        return ExecutionEngine(customer)


def default_factory() -> ExecutionEngineFactory:
    return ExecutionEngineFactory()
