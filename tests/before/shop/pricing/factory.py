"""How a price is made."""

from typing import overload


class PriceTable:
    """Prices by article."""

    def __init__(self, prices):
        self.prices = dict(prices)


class PriceFactory:
    """Makes prices from a table."""

    def __init__(self, table):
        self.table = table

    def price(self, article):
        return self.table.prices[article]

    def discount(self, article, percent):
        return self.price(article) * (100 - percent) / 100


@overload
def price_factory(prices: dict) -> PriceFactory: ...
@overload
def price_factory(prices: None) -> None: ...
def price_factory(prices):
    return PriceFactory(PriceTable(prices)) if prices else None
