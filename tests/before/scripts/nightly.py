"""Not yet moved to Python 3."""
from shop.engine.execution_engine_factory import default_factory

print "engines:", default_factory().create("nightly")
