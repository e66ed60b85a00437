"""Faster, it was said."""

from shop.dispatch import UnifiedDispatcher, UnifiedDispatcherFactory


class EnhancedToolDispatcher(UnifiedDispatcher):
    pass


class EnhancedToolDispatcherError(Exception):
    pass


def factory() -> UnifiedDispatcherFactory:
    return UnifiedDispatcherFactory()
