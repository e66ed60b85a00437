"""What happens to the orders of one customer, for whoever listens."""

from collections.abc import Callable


class OrderEmitter:
    listeners: list[Callable[[str], object]] = []

    def __init__(self, customer: str) -> None:
        self.customer = customer

    def place(self) -> None:
        self.emit("order_placed")

    def pay(self) -> None:
        self.emit("order_paid")

    def ship(self) -> None:
        self.emit("order_shiped")

    def emit(self, event: str) -> None:
        for listener in self.listeners:
            listener(f"{self.customer}: {event}")
