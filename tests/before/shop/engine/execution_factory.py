"""The factory that stays: it closes what it made."""

from shop.engine.engine import ExecutionEngine


class ExecutionEngineFactory:
    def __init__(self, limit: int = 100) -> None:
        self.limit = limit
        self._open: list[ExecutionEngine] = []

    def create(self, customer: str) -> ExecutionEngine:
        if len(self._open) >= self.limit:
            raise RuntimeError(f"more than {self.limit} engines are open")
        engine = ExecutionEngine(customer)
        self._open.append(engine)
        return engine

    def close_all(self) -> int:
        count = len(self._open)
        while self._open:
            self._open.pop().close()
        return count
