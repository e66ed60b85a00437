"""A module whose name begins alike."""

from shop.reports.execution_engine_factory import ReportEngineFactory

EXECUTION_ENGINE_FACTORY = "execution_engine_factory"


def my_execution_engine_factory(execution_engine_factory: ReportEngineFactory) -> ReportEngineFactory:
    return execution_engine_factory
