"""What others may rely on."""

from typing import Protocol


class PriceFactory(Protocol):
    """Whatever makes prices."""

    def price(self, article): ...
