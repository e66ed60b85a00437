"""What carries out an order."""

from shop.events import record


class ExecutionEngine:
    def __init__(self, customer: str, made_by: "ExecutionContextFactory | None" = None) -> None:
        self.customer = customer
        self.made_by = made_by
        self.bridge: object = None
        self.is_open = True

    def set_bridge(self, bridge: object, run_id: str | None) -> None:
        self.bridge = bridge
        record(f"bridge for {self.customer}", run_id)

    def close(self) -> None:
        self.is_open = False
