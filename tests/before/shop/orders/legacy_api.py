"""What partners still import from here."""

from shop.engine.execution_engine_factory import *

# shop.engine.execution_engine_factory goes with the next version.
EngineFactory = ExecutionEngineFactory
