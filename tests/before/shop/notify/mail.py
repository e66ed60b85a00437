"""Notifications by mail."""

from shop.notify.push import NotificationManagerFactory  # noqa: SSOT001


def mail(customer: str, text: str, run_id: str) -> None:
    NotificationManagerFactory().create(customer).send(text, run_id)
