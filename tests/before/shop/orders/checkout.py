"""From the basket to an order."""

import shop.engine.execution_engine_factory
import shop.engine.execution_engine_factory as factories
from shop.context import RunContext
from shop.engine import ExecutionEngineFactory
from shop.engine import registry, execution_engine_factory as old
from shop.events import record


def check_out(context: RunContext) -> str:
    run_id = context.run_id
    if context.customer == "test":
        run_id = None
    engine = ExecutionEngineFactory().create(context.customer)
    registry.Registry(engine).add(context.customer, run_id or "unknown")
    record("checked out", run_id)
    return engine.customer


MAKERS = (
    shop.engine.execution_engine_factory.default_factory,
    factories.default_factory,
    old.default_factory,
)
