"""The one dispatcher."""

from shop.engine.execution_factory import ExecutionEngineFactory


class UnifiedDispatcher:
    def __init__(self, factory: ExecutionEngineFactory) -> None:
        self.factory = factory

    def dispatch(self, customer: str) -> str:
        return self.factory.create(customer).customer


class UnifiedDispatcherFactory:
    def create(self) -> UnifiedDispatcher:
        return UnifiedDispatcher(ExecutionEngineFactory())
