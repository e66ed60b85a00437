"""One bridge a customer."""

from shop.events import record


class NotificationBridge:
    def __init__(self, customer: str) -> None:
        self.customer = customer

    def send(self, text: str, run_id: str) -> None:
        record(f"{self.customer}: {text}", run_id)


class NotificationBridgeFactory:
    def create(self, customer: str) -> NotificationBridge:
        return NotificationBridge(customer)
