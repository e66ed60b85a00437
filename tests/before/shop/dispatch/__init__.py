"""Facade: hands on what `unified` defines."""

from shop.dispatch.unified import UnifiedDispatcher, UnifiedDispatcherFactory

__all__ = ["UnifiedDispatcher", "UnifiedDispatcherFactory"]
