"""Notifications for telephones."""

from shop.notify.bridge_factory import NotificationBridgeFactory

NotificationManagerFactory = NotificationBridgeFactory


class PushNotificationFactory:
    def create(self, customer: str) -> str:
        return f"push for {customer}"


class PushNotificationFactoryError(Exception):
    pass
