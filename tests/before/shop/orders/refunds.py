"""Money back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.engine.execution_factory import ExecutionEngineFactory
from shop.engine.execution_factory import ExecutionEngineFactory as ExecutionContextFactory

if TYPE_CHECKING:
    from shop.engine.execution_engine_factory import ExecutionEngineFactory as OldFactory


def refund(customer: str, factory: ExecutionEngineFactory | None = None) -> str:
    try:
        from shop.engine.execution_engine_factory import default_factory
    except ImportError:
        default_factory = ExecutionEngineFactory
    return (factory or default_factory()).create(customer).customer


def refund_all(customers: list[str], factory: OldFactory) -> list[str]:
    return [factory.create(customer).customer for customer in customers]


def refund_later(customer: str, factory: "ExecutionContextFactory | None" = None) -> str:
    return refund(customer, factory or ExecutionContextFactory())
