"""Engines. The factory is handed on for old callers."""

from .execution_engine_factory import ExecutionEngineFactory

__all__ = ["ExecutionEngineFactory"]
